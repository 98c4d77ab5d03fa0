"""Raw: what xAI adds to Chat Completions.  https://docs.x.ai/docs/api-reference#chat-completions

There are no recordings; these are the fields of its own description of the API.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Annotated, Any, Literal, TypeAlias

from attrs import frozen

from ...wiretypes import Listed, Unknown
from .._openai_chat import raw as chat
from .._openai_chat import rawthinking as thinking

__getattr__ = partial(getattr, thinking)
"""All that is not different here."""

FinishReason: TypeAlias = Annotated[str, Listed("stop", "length", "tool_calls", "content_filter", "end_turn")]
"""Why an answer ended."""

ToolCallType: TypeAlias = Annotated[
    str, Listed("function", "web_search_call", "x_search_call", "code_interpreter_call", "mcp_call")
]
"""What kind of tool is called."""


@frozen(kw_only=True)
class ImageUrl:
    """Where a picture is: a URL, a data URL, or the id of an uploaded file."""

    url: str | None = None
    file_id: str | None = None
    detail: Annotated[str, Listed("auto", "low", "high")] | None = None


@frozen(kw_only=True)
class ImagePart:
    """A picture."""

    type: Literal["image_url"] = "image_url"
    image_url: ImageUrl


@frozen(kw_only=True)
class File:
    """A document: uploaded, or by URL."""

    file_id: str | None = None
    url: str | None = None


@frozen(kw_only=True)
class FilePart:
    """A document."""

    type: Literal["file"] = "file"
    file: File


@frozen(kw_only=True)
class UserMessage(chat.UserMessage):
    """What the user says."""

    content: str | Sequence[chat.TextPart | ImagePart | FilePart | Unknown]  # type: ignore[assignment]


RequestMessage: TypeAlias = (
    chat.SystemMessage | UserMessage | thinking.AssistantMessage | chat.ToolMessage | chat.FunctionMessage | Unknown
)


@frozen(kw_only=True)
class CompletionRequest(thinking.CompletionRequest):
    """What is asked.  https://docs.x.ai/docs/api-reference#chat-completions"""

    messages: Sequence[RequestMessage]
    deferred: bool | None = None
    search_parameters: Mapping[str, Any] | None = None


@frozen(kw_only=True)
class ToolCall(chat.ToolCall):
    """A call of a tool, some of which run at xAI."""

    type: ToolCallType | None = None


@frozen(kw_only=True)
class Message(thinking.Message):
    """What the model says, or a delta of it."""

    tool_calls: Sequence[ToolCall] | None = None


@frozen(kw_only=True)
class Choice(thinking.Choice):
    """One of the answers that were asked for."""

    message: Message | None = None
    delta: Message | None = None
    finish_reason: FinishReason | None = None


@frozen(kw_only=True)
class Usage(chat.Usage):
    """Tokens used; thoughts are counted beside the completion."""

    num_sources_used: int | None = None
    cost_in_usd_ticks: int | None = None


@frozen(kw_only=True)
class OutputFile:
    """A file that was made."""

    file_id: str
    name: str


@frozen(kw_only=True)
class Completion(thinking.Completion):
    """An answer, or a chunk of one; a deferred one has its ``request_id`` alone.

    https://docs.x.ai/docs/guides/deferred-chat-completions
    """

    choices: Sequence[Choice] | None = None
    usage: Usage | None = None
    citations: Sequence[str] | None = None
    output_files: Sequence[OutputFile] | None = None
    request_id: str | None = None


@frozen(kw_only=True)
class Model(chat.Model):
    """A model.  https://docs.x.ai/docs/api-reference#list-models

    xAI's description has the plain fields alone; the others are in a description by somebody else.
    """

    fingerprint: str | None = None
    version: str | None = None
    input_modalities: Sequence[str] | None = None
    output_modalities: Sequence[str] | None = None
    prompt_text_token_price: int | None = None
    cached_prompt_text_token_price: int | None = None
    prompt_image_token_price: int | None = None
    completion_text_token_price: int | None = None
    search_price: int | None = None
    image_price: int | None = None
    max_prompt_length: int | None = None
    aliases: Sequence[str] | None = None


@frozen(kw_only=True)
class ModelsResponse(chat.ModelsResponse):
    """All models."""

    data: Sequence[Model]
