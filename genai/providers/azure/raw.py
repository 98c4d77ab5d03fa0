"""Raw: what Azure OpenAI adds to Chat Completions.  https://learn.microsoft.com/en-us/azure/ai-foundry/openai/latest"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Annotated, Any

from attrs import frozen

from ...wiretypes import Listed
from .._openai_chat import raw as chat
from .._openai_chat import rawthinking as thinking

__getattr__ = partial(getattr, thinking)
"""All that is not different here."""


@frozen(kw_only=True)
class UserSecurityContext:
    """Who asks, for Microsoft Defender."""

    application_name: str | None = None
    end_user_id: str | None = None
    end_user_tenant_id: str | None = None
    source_ip: str | None = None


@frozen(kw_only=True)
class CompletionRequest(thinking.CompletionRequest):
    """What is asked."""

    data_sources: Sequence[Mapping[str, Any]] | None = None
    user_security_context: UserSecurityContext | None = None


@frozen(kw_only=True)
class Severity:
    """How bad a text is, and whether that was too bad."""

    filtered: bool | None = None
    severity: Annotated[str, Listed("safe", "low", "medium", "high")] | None = None


@frozen(kw_only=True)
class License:
    """Under what a known code stands; ``URL`` is in capitals on the wire."""

    license: str | None = None
    URL: str | None = None


@frozen(kw_only=True)
class Detection:
    """Whether something was found in a text, and what was found."""

    filtered: bool | None = None
    detected: bool | None = None
    citation: License | None = None
    details: Sequence[Mapping[str, Any]] | None = None
    redacted_text: str | None = None
    sub_categories: Sequence[Mapping[str, Any]] | None = None


@frozen(kw_only=True)
class FilterResults:
    """What the content filters say of a prompt or an answer."""

    sexual: Severity | None = None
    hate: Severity | None = None
    violence: Severity | None = None
    self_harm: Severity | None = None
    profanity: Detection | None = None
    custom_blocklists: Detection | None = None
    custom_topics: Detection | None = None
    error: Mapping[str, Any] | None = None
    jailbreak: Detection | None = None
    indirect_attack: Detection | None = None
    protected_material_text: Detection | None = None
    protected_material_code: Detection | None = None
    ungrounded_material: Detection | None = None
    personally_identifiable_information: Detection | None = None


@frozen(kw_only=True)
class PromptFilterResult:
    """What the content filters say of one prompt."""

    prompt_index: int | None = None
    content_filter_results: FilterResults | None = None


@frozen(kw_only=True)
class Context:
    """What of your own data the answer rests on."""

    intent: str | None = None
    citations: Sequence[Mapping[str, Any]] | None = None
    all_retrieved_documents: Sequence[Mapping[str, Any]] | Mapping[str, Any] | None = None


@frozen(kw_only=True)
class Message(thinking.Message):
    """What the model says, or a delta of it."""

    context: Context | None = None


@frozen(kw_only=True)
class FilterOffsets:
    """Which characters of a stream the filters have seen.

    https://learn.microsoft.com/azure/foundry/openai/concepts/content-streaming
    """

    check_offset: int | None = None
    start_offset: int | None = None
    end_offset: int | None = None


@frozen(kw_only=True)
class Choice(thinking.Choice):
    """One of the answers that were asked for."""

    message: Message | None = None
    delta: Message | None = None
    content_filter_results: FilterResults | None = None
    content_filter_offsets: FilterOffsets | None = None


@frozen(kw_only=True)
class ErrorBody(chat.ErrorBody):
    """What went wrong, and what the filters say of it; its name differs between the API and its description."""

    status: int | None = None
    innererror: Mapping[str, Any] | None = None
    inner_error: Mapping[str, Any] | None = None


@frozen(kw_only=True)
class ErrorResponse(chat.ErrorResponse):
    """What a failed request is answered with."""

    error: ErrorBody | None = None


@frozen(kw_only=True)
class Completion(thinking.Completion):
    """An answer, or a chunk of one."""

    choices: Sequence[Choice] | None = None
    prompt_filter_results: Sequence[PromptFilterResult] | None = None
    delta: Message | None = None
    content_filter_results: FilterResults | None = None
    error: ErrorBody | None = None
