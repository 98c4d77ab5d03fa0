"""Raw: what Workers AI adds to Chat Completions, and all of its native wire that conversations need.

https://developers.cloudflare.com/workers-ai/configuration/open-ai-compatibility/
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Annotated, Any

from attrs import frozen

from ...wiretypes import Listed
from .._openai_chat import rawthinking as thinking

__getattr__ = partial(getattr, thinking)
"""All that is not different here."""


@frozen(kw_only=True)
class CompletionRequest(thinking.CompletionRequest):
    """What is asked."""

    top_k: int | None = None
    repetition_penalty: float | None = None
    raw: bool | None = None
    options: Mapping[str, Any] | None = None


@frozen(kw_only=True)
class Fault:
    """One thing that went wrong.  https://developers.cloudflare.com/workers-ai/platform/errors/"""

    code: int | None = None
    message: str | None = None


@frozen(kw_only=True)
class ErrorResponse:
    """What a failed request is answered with: Cloudflare's envelope."""

    success: bool | None = None
    errors: Sequence[Fault] | None = None
    messages: Sequence[Any] | None = None
    result: Any = None


# --- The native wire.  https://developers.cloudflare.com/api/resources/ai/methods/run/ --------------------------------


@frozen(kw_only=True)
class RunMessage:
    """What one side said: a text, or parts. ``tool_call_id`` is recorded, and not described."""

    role: str
    content: str | Sequence[Any]
    tool_call_id: str | None = None


@frozen(kw_only=True)
class RunFormat:
    """The form of an answer: ``"json_object"``, or ``"json_schema"`` and the schema."""

    type: Annotated[str, Listed("json_object", "json_schema")] | None = None
    json_schema: Any = None


@frozen(kw_only=True)
class RunRequest:
    """What a model for texts is asked: ``messages``, or a bare ``prompt``."""

    messages: Sequence[RunMessage] | None = None
    prompt: str | None = None
    image: str | Sequence[float] | None = None
    functions: Sequence[Mapping[str, str]] | None = None
    tools: Sequence[Any] | None = None
    response_format: RunFormat | None = None
    lora: str | None = None
    raw: bool | None = None
    stream: bool | None = None
    max_tokens: int | None = None
    temperature: float | None = None
    top_p: float | None = None
    top_k: int | None = None
    seed: int | None = None
    repetition_penalty: float | None = None
    frequency_penalty: float | None = None
    presence_penalty: float | None = None
    ignore_eos: bool | None = None


@frozen(kw_only=True)
class RunFunction:
    """The function that is called, or a piece of it."""

    name: str | None = None
    arguments: Any = None


@frozen(kw_only=True)
class RunToolCall:
    """A call: described with its name and arguments, recorded in OpenAI's form; in a stream in pieces."""

    name: str | None = None
    arguments: Any = None
    id: str | None = None
    type: Annotated[str, Listed("function")] | None = None
    index: int | None = None
    function: RunFunction | None = None


@frozen(kw_only=True)
class RunCached:
    """What of the input was cached; recorded."""

    cached_tokens: int | None = None


@frozen(kw_only=True)
class RunUsage:
    """Tokens."""

    prompt_tokens: int | None = None
    completion_tokens: int | None = None
    total_tokens: int | None = None
    prompt_tokens_details: RunCached | None = None


@frozen(kw_only=True)
class RunResult:
    """What a model says. ``response`` is a text, or JSON where that was asked for (recorded)."""

    response: Any = None
    tool_calls: Sequence[RunToolCall] | None = None
    usage: RunUsage | None = None


@frozen(kw_only=True)
class RunChunk(RunResult):
    """A piece of it. ``p`` is recorded: padding, so that lengths tell nothing."""

    p: str | None = None


@frozen(kw_only=True)
class RunResponse:
    """A whole answer, in Cloudflare's envelope."""

    result: RunResult | None = None
    success: bool | None = None
    errors: Sequence[Fault] | None = None
    messages: Sequence[Any] | None = None


@frozen(kw_only=True)
class ModelTask:
    """What a model is for."""

    id: str | None = None
    name: str | None = None
    description: str | None = None


@frozen(kw_only=True)
class ModelProperty:
    """One thing that is known of a model: a text, or a list of prices."""

    property_id: str
    value: Any = None


@frozen(kw_only=True)
class ListedModel:
    """A model. It is asked by its ``name``."""

    id: str
    name: str
    source: int | None = None
    description: str | None = None
    task: ModelTask | None = None
    created_at: str | None = None
    tags: Sequence[str] | None = None
    properties: Sequence[ModelProperty] | None = None


@frozen(kw_only=True)
class PageInfo:
    """Which page of a list it is."""

    count: int | None = None
    page: int | None = None
    per_page: int | None = None
    total_count: int | None = None


@frozen(kw_only=True)
class ModelsPage:
    """One page of models."""

    result: Sequence[ListedModel]
    success: bool | None = None
    errors: Sequence[Fault] | None = None
    messages: Sequence[Any] | None = None
    result_info: PageInfo | None = None
