"""Raw: Chat Completions as Mistral has them.  https://docs.mistral.ai/api/endpoint/chat"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Annotated, Any, Literal, TypeAlias

from attrs import frozen

from ...wiretypes import Listed, Unknown
from .._openai_chat import raw as chat

__getattr__ = partial(getattr, chat)
"""All that is not different here."""

FinishReason: TypeAlias = Annotated[str, Listed("stop", "length", "model_length", "error", "tool_calls")]
"""Why an answer ended."""


# --- Content, either way ------------------------------------------------------------------------------------


@frozen(kw_only=True)
class ImagePart:
    """A picture: its URL, alone or with more."""

    type: Literal["image_url"] = "image_url"
    image_url: str | chat.ImageUrl


@frozen(kw_only=True)
class DocumentPart:
    """A document by URL, or inline as a data URL."""

    type: Literal["document_url"] = "document_url"
    document_url: str
    document_name: str | None = None


@frozen(kw_only=True)
class AudioPart:
    """Sound, as base64."""

    type: Literal["input_audio"] = "input_audio"
    input_audio: str


@frozen(kw_only=True)
class FilePart:
    """A file that was uploaded."""

    type: Literal["file"] = "file"
    file_id: str


@frozen(kw_only=True)
class ReferencePart:
    """What the text rests on."""

    type: Literal["reference"] = "reference"
    reference_ids: Sequence[int | str]


@frozen(kw_only=True)
class ToolReferencePart:
    """What a tool of Mistral's found."""

    type: Literal["tool_reference"] = "tool_reference"
    tool: str
    title: str
    url: str | None = None
    favicon: str | None = None
    description: str | None = None


@frozen(kw_only=True)
class ThinkPart:
    """Thoughts.  https://docs.mistral.ai/capabilities/reasoning"""

    type: Literal["thinking"] = "thinking"
    thinking: Sequence[chat.TextPart | ToolReferencePart | ReferencePart | Unknown]
    signature: str | None = None
    closed: bool | None = None


ContentPart: TypeAlias = (
    chat.TextPart | ImagePart | DocumentPart | AudioPart | FilePart | ReferencePart | ThinkPart | Unknown
)
Content: TypeAlias = str | Sequence[ContentPart]


# --- Messages that are sent ---------------------------------------------------------------------------------


@frozen(kw_only=True)
class SystemMessage(chat.SystemMessage):
    """What the developer tells the model."""

    content: str | Sequence[chat.TextPart | ThinkPart | Unknown]  # type: ignore[assignment]


@frozen(kw_only=True)
class UserMessage(chat.UserMessage):
    """What the user says."""

    content: Content  # type: ignore[assignment]


@frozen(kw_only=True)
class AssistantMessage(chat.AssistantMessage):
    """What the model said, or is to begin with."""

    content: Content | None = None  # type: ignore[assignment]
    prefix: bool | None = None


@frozen(kw_only=True)
class ToolMessage(chat.ToolMessage):
    """What a tool gave back."""

    content: Content  # type: ignore[assignment]
    name: str | None = None


RequestMessage: TypeAlias = SystemMessage | UserMessage | AssistantMessage | ToolMessage | Unknown


@frozen(kw_only=True)
class CompletionRequest(chat.CompletionRequest):
    """What is asked.  https://docs.mistral.ai/api/endpoint/chat"""

    messages: Sequence[RequestMessage]
    guardrails: Sequence[Mapping[str, Any]] | None = None
    metadata: Mapping[str, Any] | None = None
    prompt_mode: Annotated[str, Listed("reasoning")] | None = None
    random_seed: int | None = None
    safe_prompt: bool | None = None
    service_tier: Annotated[str, Listed("auto", "standard_only")] | None = None
    tool_choice: chat.ToolChoice | Annotated[str, Listed("auto", "none", "any", "required")] | None = None


# --- The answer, or a chunk of it ---------------------------------------------------------------------------


@frozen(kw_only=True)
class Message(chat.Message):
    """What the model says, or a delta of it."""

    content: Content | None = None  # type: ignore[assignment]
    prefix: bool | None = None
    tool_call_id: str | None = None
    index: int | None = None
    metadata: Mapping[str, Any] | None = None


@frozen(kw_only=True)
class Choice(chat.Choice):
    """One of the answers that were asked for."""

    message: Message | None = None
    delta: Message | None = None
    messages: Sequence[Message] | None = None
    finish_reason: FinishReason | None = None


@frozen(kw_only=True)
class Usage(chat.Usage):
    """Tokens used."""

    prompt_audio_seconds: int | None = None
    num_cached_tokens: int | None = None  # recorded, not in the specification
    service_tier: str | None = None


@frozen(kw_only=True)
class Completion(chat.Completion):
    """An answer, or a chunk of one."""

    choices: Sequence[Choice] | None = None
    usage: Usage | None = None


# --- Models -------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class Model(chat.Model):
    """A model, or one that was fine-tuned from it.  https://docs.mistral.ai/api/endpoint/models"""

    type: Annotated[str, Listed("base", "fine-tuned")] | None = None
    name: str | None = None
    description: str | None = None
    capabilities: Mapping[str, bool] | None = None
    max_context_length: int | None = None
    default_model_temperature: float | None = None
    aliases: Sequence[str] | None = None
    deprecation: str | None = None
    deprecation_replacement_model: str | None = None
    internal: bool | None = None
    job: str | None = None
    root: str | None = None
    archived: bool | None = None


@frozen(kw_only=True)
class ModelsResponse(chat.ModelsResponse):
    """All models."""

    data: Sequence[Model]
