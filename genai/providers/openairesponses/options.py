"""What only the Responses API has.  https://platform.openai.com/docs/api-reference/responses/create

The rule here: raw objects are written out as dictionaries at once, so that options stay plain, comparable values.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from attrs import field, frozen

from ...checks import Check, boolean, each, nonempty, one_of, option, whole
from ...checks import Options as Base
from ...values import a_tuple, shown

AUTO: Final = "auto"
"""As ``previous_response_id``: the newest answer in the history that the provider has kept."""

RAW: Final = f"{__package__}.raw"


def plain(value: Any) -> Any:
    """A raw object in its wire form; anything else as it is, for its check to judge."""
    if type(value).__module__ != RAW:
        return value
    from ... import convert  # cattrs loads on first need

    return convert.unstructure(value)


def _plain_each(values: Any) -> tuple[Any, ...]:
    return tuple(map(plain, a_tuple(values)))


def _described(what: str, key: str | None = None) -> Check:
    """A raw object, or a dictionary in the wire form that has ``key``."""
    needed = f", or a dictionary with a {key!r}" if key else " or a dictionary"

    def check(value: Any) -> str | None:
        if isinstance(value, Mapping) and (key is None or isinstance(value.get(key), str)):
            return None
        return f"{what}{needed}, not {shown(value)}"

    return check


def _or_word(words: tuple[str, ...], otherwise: Check) -> Check:
    return lambda value: None if isinstance(value, str) and value in words else otherwise(value)


def _at_most(length: int) -> Check:
    """A text of limited length."""

    def check(value: Any) -> str | None:
        fault = nonempty(value)
        return fault or (f"at most {length} characters, not {len(value)}" if len(value) > length else None)

    return check


PAIRS, KEY, VALUE = 16, 64, 512
"""https://platform.openai.com/docs/api-reference/responses/create#responses-create-metadata"""


def _pairs(value: Any) -> str | None:
    """Pairs of text, no more and no longer than the API takes."""
    if not isinstance(value, Mapping):
        return f"pairs of text, not {type(value).__name__}"
    if len(value) > PAIRS:
        return f"at most {PAIRS} pairs, not {len(value)}"
    for key, text in value.items():
        if not (isinstance(key, str) and isinstance(text, str) and len(key) <= KEY and len(text) <= VALUE):
            return f"texts of at most {KEY} characters to texts of at most {VALUE}, not {shown(key)}: {shown(text)}"
    return None


def _words(*words: str) -> Any:
    return option(one_of(words))


ITEM: Final = _described("an item of the raw layer", "type")
TOOL: Final = _described("a tool of the raw layer", "type")
CHOICE: Final = _or_word(("auto", "none", "required"), _described("none, auto, required, a raw tool choice", "type"))
COMPACTION: Final = _described("a raw.ContextManagement", "type")
PROMPT: Final = _described("a raw.Prompt", "id")
CACHING: Final = _described("a raw.PromptCacheOptions")
MODERATION: Final = _described("a raw.Moderation", "model")
STREAMING: Final = _described("a raw.StreamOptions")


@frozen(kw_only=True)
class Options(Base):
    """
    Options of the Responses API that have no counterpart elsewhere.

    Where an object of ``raw`` (``genai.providers.openairesponses.raw``) is taken, so is a dictionary in the wire form.

    A conversation can go on in three ways. The whole history goes along each time: the default. Or the provider
    keeps it: with ``previous_response_id="auto"`` you still pass the whole history, and only what came after the
    newest answer that was kept is sent, with that answer's id; with ``conversation`` only what came after the
    newest answer that was added to it. Or nothing is kept anywhere: with ``store=False`` thoughts travel encrypted
    in the history (they are asked for when ReasoningOptions are given).

    Args:
        tools: Tools on the provider's side, and any others that only this API has, as raw objects:
            ``raw.CodeInterpreter(...)``, ``raw.Mcp(...)``, ``raw.Custom(...)``, ... They follow the functions of
            ToolOptions and the search of WebOptions. Their calls and results stay in the history and go back unchanged;
            ``output_items(result)`` shows them, and ``input_items(...)`` answers those that wait for an answer.
        tool_choice: ``"auto"``, ``"none"``, ``"required"`` or a raw object such as ``raw.ChooseMcp(...)`` or
            ``raw.AllowedTools(...)``: what ToolOptions(force) cannot say. Only one of the two may be given.
        previous_response_id: Go on from a stored response. ``"auto"``: the newest one in the history, if there is any.
            An id: that one; if the history holds it, only what came after it is sent, else all messages are new.
        conversation: The id of a conversation to which input and answer are added; not with previous_response_id.
        store: Whether OpenAI keeps the response; its default is True.
        service_tier: ``"auto"``, ``"default"``, ``"flex"``, ``"priority"``, ``"fast"``, ``"ultrafast"`` or ``"scale"``.
        truncation: ``"auto"`` drops the oldest items when the input is too long, ``"disabled"`` fails.
        context_management: When the conversation is made short: ``[raw.ContextManagement(type="compaction", ...)]``.
        verbosity: ``"low"``, ``"medium"`` or ``"high"``.
        reasoning_context: ``"auto"``, ``"current_turn"`` or ``"all_turns"``: which thoughts the model sees again.
        reasoning_mode: ``"standard"``, ``"pro"`` or a later word.
        max_tool_calls: At least 1; the most calls of built-in tools.
        metadata: Up to 16 pairs of text, kept with the response: keys up to 64 characters, values up to 512.
        prompt: A stored prompt, ``raw.Prompt(id=..., version=..., variables=...)``; the messages follow it.
        prompt_cache_key: Groups requests that share a prefix, for the prompt cache.
        prompt_cache_options: ``raw.PromptCacheOptions(mode=..., ttl=...)``.
        prompt_cache_retention: ``"in_memory"`` (also spelt ``"in-memory"``) or ``"24h"``.
        safety_identifier: A stable id of your end user, at most 64 characters.
        user: The older form of safety_identifier and prompt_cache_key.
        moderation: ``raw.Moderation(model=..., policy=...)``.
        stream_options: ``raw.StreamOptions(include_obfuscation=False)``; for ``gen_stream`` only.
        image_model: The model of the tool that draws (ImageOptions with a model of text), such as ``"gpt-image-2"``.
        image_action: ``"generate"``, ``"edit"`` or ``"auto"``: whether it makes a new picture or edits one.
        include: More output to include, such as ``"code_interpreter_call.outputs"``.
    """

    tools: tuple[Mapping[str, Any], ...] = field(  # they may hold secrets of other servers
        default=(), converter=_plain_each, hash=False, repr=False, metadata={"check": each(TOOL)}
    )
    tool_choice: str | Mapping[str, Any] | None = field(
        default=None, converter=plain, hash=False, metadata={"check": CHOICE}
    )
    previous_response_id: str | None = option(nonempty)
    conversation: str | None = option(nonempty)
    store: bool | None = option(boolean)
    service_tier: str | None = _words("auto", "default", "flex", "priority", "fast", "ultrafast", "scale")
    truncation: str | None = _words("auto", "disabled")
    context_management: tuple[Mapping[str, Any], ...] = field(
        default=(), converter=_plain_each, hash=False, metadata={"check": each(COMPACTION)}
    )
    verbosity: str | None = _words("low", "medium", "high")
    reasoning_context: str | None = _words("auto", "current_turn", "all_turns")
    reasoning_mode: str | None = option(nonempty)
    max_tool_calls: int | None = option(whole(1))
    metadata: Mapping[str, str] | None = option(_pairs, hash=False)
    prompt: Mapping[str, Any] | None = field(default=None, converter=plain, hash=False, metadata={"check": PROMPT})
    prompt_cache_key: str | None = option(nonempty)
    prompt_cache_options: Mapping[str, Any] | None = field(
        default=None, converter=plain, hash=False, metadata={"check": CACHING}
    )
    prompt_cache_retention: str | None = _words("in_memory", "in-memory", "24h")
    safety_identifier: str | None = option(_at_most(64))
    user: str | None = option(nonempty)
    moderation: Mapping[str, Any] | None = field(
        default=None, converter=plain, hash=False, metadata={"check": MODERATION}
    )
    stream_options: Mapping[str, Any] | None = field(
        default=None, converter=plain, hash=False, metadata={"check": STREAMING}
    )
    image_model: str | None = option(nonempty)
    image_action: str | None = _words("generate", "edit", "auto")
    include: tuple[str, ...] = field(default=(), converter=a_tuple, metadata={"check": each(nonempty)})

    def faults(self) -> list[str]:
        """Also: two places for the conversation's state."""
        found = Base.faults(self)
        if self.previous_response_id is not None and self.conversation is not None:
            found.append("Options: previous_response_id or conversation, not both")
        return found
