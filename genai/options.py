"""Options: values that say how to answer. Given positionally in any order, or as keywords that build the same values.

The rule here: None means "not set", and 0 is a value. Each field's name is unique over all classes, so that
``gen_sync("hi", temperature=0)`` and ``gen_sync("hi", TextOptions(temperature=0))`` are one thing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, get_args

from attrs import field, fields, frozen

from .checks import (
    Options,
    between,
    body_faults,
    boolean,
    each,
    header_faults,
    mapping,
    nonempty,
    of_type,
    one_of,
    option,
    pairs,
    text,
    whole,
)
from .doc import Doc
from .values import a_tuple

if TYPE_CHECKING:
    from .tools import Tool


@frozen(kw_only=True)
class TextOptions(Options):
    """
    How a text is made.

    Args:
        system_prompt: Instructions that stand above the conversation.
        temperature: 0 to 2; 0 is the most repeatable.
        top_p: 0 to 1; nucleus sampling.
        top_k: At least 1; only the k likeliest tokens are considered.
        max_tokens: At least 1; the most tokens to produce, reasoning included where the provider counts it so.
        stop: Up to the provider's number of texts that end the answer.
        top_logprobs: 0 to 20; 0 asks for the chosen tokens' logprobs alone.
        reply_as_json: True asks for some JSON object, of no given schema.
        decode_as: A type (attrs class, dataclass, TypedDict, ...) or a raw JSON schema that the answer must fit;
            ``result.decode(type)`` reads it.
        frequency_penalty: -2 to 2.
        presence_penalty: -2 to 2.
    """

    system_prompt: str | None = option(text)
    temperature: float | None = option(between(0, 2))
    top_p: float | None = option(between(0, 1))
    top_k: int | None = option(whole(1))
    max_tokens: int | None = option(whole(1))
    stop: tuple[str, ...] = option(each(nonempty), default=(), converter=a_tuple)
    top_logprobs: int | None = option(whole(0, 20))
    reply_as_json: bool | None = option(boolean)
    decode_as: Any = None
    frequency_penalty: float | None = option(between(-2, 2))
    presence_penalty: float | None = option(between(-2, 2))


def _tools(given: Any) -> tuple[Any, ...]:
    if not given:
        return ()
    from .tools import Tool

    return tuple(Tool.of(tool) for tool in a_tuple(given))


@frozen(kw_only=True)
class ToolOptions(Options):
    """
    The tools that the model may call.

    Args:
        tools: Python functions, or Tools; their names must differ (the only positional argument).
        force: ``"auto"`` (the default of providers), ``"required"`` (some tool, be it one of these or of the
            provider's), ``"none"``, or the name of one of these.
        parallel: Whether several calls may come in one answer.
    """

    tools: tuple[Tool, ...] = field(default=(), kw_only=False, converter=_tools)
    force: str | None = option(nonempty)
    parallel: bool | None = option(boolean)

    def faults(self) -> list[str]:
        """Also: names that are used twice, and forcing a tool that is not among those that are given."""
        found = Options.faults(self)
        names = [tool.name for tool in self.tools]
        found += [
            f"ToolOptions.tools: two tools are named {n!r}" for n in sorted({n for n in names if names.count(n) > 1})
        ]
        return found + forced_faults(self.force, self.tools) * bool(self.tools)  # they may also come apart


def forced_faults(force: str | None, tools: Iterable[Tool]) -> list[str]:
    """What is wrong with forcing this, where these are all tools."""
    if force in (None, "auto", "none", "required", *(tool.name for tool in tools)):
        return []
    return [f"ToolOptions.force: auto, required, none or a tool's name, not {force!r}"]


Effort: TypeAlias = Literal["none", "minimal", "low", "medium", "high", "xhigh", "max"]


@frozen(kw_only=True)
class ReasoningOptions(Options):
    """
    How much the model thinks.

    Args:
        effort: ``"none"``, ``"minimal"``, ``"low"``, ``"medium"``, ``"high"``, ``"xhigh"`` or ``"max"``.
        budget_tokens: At least 0; the most tokens to think with.
        summary: ``"auto"``, ``"concise"``, ``"detailed"``; asks for a summary of the thoughts.
    """

    effort: Effort | None = option(one_of(get_args(Effort)))
    budget_tokens: int | None = option(whole(0))
    summary: str | None = option(one_of(("auto", "concise", "detailed")))


@frozen(kw_only=True)
class WebOptions(Options):
    """
    Let the model use the web, on the provider's side.

    Args:
        search: True lets it search; False is the same as None.
        fetch: True lets it fetch pages that the conversation names; False is the same as None.
        allowed_domains: Only these, such as ``("example.org",)``.
        blocked_domains: Not these.
        user_location: Any of ``country`` (two letters), ``region``, ``city`` and ``timezone``, each a text.
        context_size: ``"low"``, ``"medium"`` or ``"high"``; how much of the pages goes to the model.
    """

    search: bool | None = option(boolean, off=False)
    fetch: bool | None = option(boolean, off=False)
    allowed_domains: tuple[str, ...] = option(each(nonempty), default=(), converter=a_tuple)
    blocked_domains: tuple[str, ...] = option(each(nonempty), default=(), converter=a_tuple)
    user_location: Mapping[str, str] | None = option(pairs, hash=False)
    context_size: str | None = option(one_of(("low", "medium", "high")))


@frozen(kw_only=True)
class ImageOptions(Options):
    """
    How pictures are made or edited. What a model allows of it differs; ``llm.limits`` tells.

    Args:
        size: ``"1024x1024"``, ``"auto"`` and the like; or ``width`` and ``height`` (pixels, at least 1) instead.
        aspect_ratio: ``"16:9"`` and the like.
        quality: The provider's word: ``"low"``, ``"high"``, ``"hd"``, ...
        background: ``"transparent"``, ``"opaque"`` or ``"auto"``.
        format: ``"png"``, ``"jpeg"`` or ``"webp"``.
        compression: 0 to 100, for jpeg and webp.
        n: At least 1; how many pictures.
        partial_images: 0 to 3; how many previews a stream gives.
        mask: A picture whose transparent parts say where to edit.
        input_fidelity: ``"low"`` or ``"high"``: how closely an edit keeps to its input.
        moderation: ``"auto"`` or ``"low"``.
        style: The provider's word: ``"vivid"``, ``"natural"``.
        user: Your id for the end user.
    """

    size: str | None = option(nonempty)
    width: int | None = option(whole(1))
    height: int | None = option(whole(1))
    aspect_ratio: str | None = option(nonempty)
    quality: str | None = option(nonempty)
    background: str | None = option(nonempty)
    format: str | None = option(nonempty)
    compression: int | None = option(whole(0, 100))
    n: int | None = option(whole(1))
    partial_images: int | None = option(whole(0, 3))
    mask: Doc | None = option(of_type(Doc))
    input_fidelity: str | None = option(one_of(("low", "high")))
    moderation: str | None = option(nonempty)
    style: str | None = option(nonempty)
    user: str | None = option(nonempty)


@frozen(kw_only=True)
class AudioOptions(Options):
    """
    How speech is made.

    Args:
        voice: The provider's name of a voice.
        audio_format: ``"wav"``, ``"mp3"``, ``"flac"``, ``"opus"``, ``"pcm16"``, ...
        speed: Above 0; 1 is normal.
    """

    voice: str | None = option(nonempty)
    audio_format: str | None = option(nonempty)
    speed: float | None = option(between(0.01, 100))


@frozen(kw_only=True)
class VideoOptions(Options):
    """
    How a film is made.

    Args:
        duration: Seconds, above 0.
        resolution: ``"720p"``, ``"1280x720"``: the provider's word.
        fps: Frames per second, at least 1.
    """

    duration: float | None = option(between(0.01))
    resolution: str | None = option(nonempty)
    fps: int | None = option(whole(1))


Purpose: TypeAlias = Literal[
    "query", "document", "similarity", "classification", "clustering", "question", "claim", "code_query"
]


@frozen(kw_only=True)
class EmbedOptions(Options):
    """
    How texts become vectors.

    Args:
        dimensions: At least 1; how many numbers a vector has, where a model can make shorter ones.
        purpose: What the vectors are for, where a model makes different ones: ``"query"`` and ``"document"`` for a
            search, ``"question"``, ``"claim"`` and ``"code_query"`` for what to find answers, evidence and code to in
            documents, or ``"similarity"``, ``"classification"`` and ``"clustering"``.
    """

    dimensions: int | None = option(whole(1))
    purpose: Purpose | None = option(one_of(get_args(Purpose)))


@frozen(kw_only=True)
class Seed(Options):
    """Asks for a repeatable answer. ``seed``: a whole number (the only positional argument)."""

    seed: int | None = field(default=None, kw_only=False, metadata={"check": whole(-(2**63), 2**63 - 1)})


@frozen(kw_only=True)
class Timeout(Options):
    """
    The deadlines of one call, in seconds, each above 0. None is the default; none is ever infinite.

    Args:
        total: From the call to its end, retries and polls included; default 1200 (the only positional argument).
        connect: For one connection to one address, and again for its TLS; default 10. (A sync name look-up has none.)
        first_event: For a stream, from the request to the first event; default 120.
        idle: For a stream, between two events (pings do not count); for a plain answer, between two pieces of
            its body; default 120.
    """

    total: float | None = field(default=None, kw_only=False, metadata={"check": between(0.001)})
    connect: float | None = option(between(0.001))
    first_event: float | None = option(between(0.001))
    idle: float | None = option(between(0.001))


@frozen(kw_only=True)
class PollInterval(Options):
    """Seconds between two polls of a job, at least 0.001; default: from 0.5 growing to 30, or as the server asks."""

    poll_interval: float | None = field(default=None, kw_only=False, metadata={"check": between(0.001)})


@frozen(kw_only=True)
class JobOptions(Options):
    """
    How ``gen_async`` does its job.

    Args:
        job: ``"background"``: at once, without waiting for it; ``"batch"``: a batch of one, within a day, at the price
            of batches. Default: the first of the two that the provider has. ``gen_stream`` takes ``"background"``
            where the provider streams such jobs: then a stream whose connection broke goes on by itself.
    """

    job: Literal["background", "batch"] | None = option(one_of(("background", "batch")))


@frozen(kw_only=True)
class ExtraBody(Options):
    """Fields merged into the request's JSON body last, over everything else: what genai has no name for."""

    extra_body: Mapping[str, Any] | None = field(default=None, kw_only=False, hash=False, metadata={"check": mapping})

    def faults(self) -> list[str]:
        """Also: what is no JSON, field by field."""
        found = Options.faults(self)
        return found or [f"ExtraBody.extra_body: {fault}" for fault in body_faults(self.extra_body or {})]


def _names(headers: Mapping[str, str] | None) -> str:
    return "None" if headers is None else f"<{', '.join(headers)}>"


@frozen(kw_only=True)
class ExtraHeaders(Options):
    """Headers merged into the request last. Hooks see them; a repr shows their names only."""

    extra_headers: Mapping[str, str] | None = field(
        default=None, kw_only=False, hash=False, repr=_names, metadata={"check": mapping}
    )

    def faults(self) -> list[str]:
        """Also: what HTTP cannot carry, header by header."""
        found = Options.faults(self)
        return found or [f"ExtraHeaders.extra_headers: {fault}" for fault in header_faults(self.extra_headers or {})]


STANDARD: Final[tuple[type[Options], ...]] = (
    TextOptions, ToolOptions, ReasoningOptions, WebOptions, ImageOptions, AudioOptions, VideoOptions,
    EmbedOptions, Seed, Timeout, PollInterval, JobOptions, ExtraBody, ExtraHeaders,
)  # fmt: skip
OWNER: Final[dict[str, type[Options]]] = {a.name: cls for cls in STANDARD for a in fields(cls)}  # type: ignore[arg-type]
"""Which class a keyword belongs to."""

CLIENT_SIDE: Final = frozenset(
    {*(a.name for cls in (Timeout, JobOptions, ExtraBody, ExtraHeaders) for a in fields(cls))}
)
"""What the client itself carries out, on every wire."""
