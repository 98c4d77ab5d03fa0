"""Options: values that say how to answer. Given positionally in any order, or as keywords that build the same values.

The rule here: None means "not set", and 0 is a value. Each field's name is unique over all classes, so that
``gen_sync("hi", temperature=0)`` and ``gen_sync("hi", TextOptions(temperature=0))`` are one thing.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias, TypedDict, cast, get_args

from attrs import field, fields, frozen

from .doc import Doc
from .errors import InvalidRequest
from .values import Value, a_tuple

if TYPE_CHECKING:
    from .tools import Tool

Check: TypeAlias = Callable[[Any], str | None]
"""A check gives what is wrong with a value, or None."""


def between(low: float, high: float | None = None) -> Check:
    """A number from ``low`` to ``high``, both included; no upper bound when None."""

    def check(value: Any) -> str | None:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return f"a number, not {type(value).__name__}"
        if not low <= value <= (sys.float_info.max if high is None else high):  # neither NaN nor infinity is
            return f"{f'from {low} to {high}' if high is not None else f'at least {low}'}, not {value}"
        return None

    return check


def whole(low: int, high: int | None = None) -> Check:
    """A whole number from ``low`` to ``high``, both included."""
    in_range = between(low, high)

    def check(value: Any) -> str | None:
        if isinstance(value, bool) or not isinstance(value, int):
            return f"a whole number, not {value!r}"
        return in_range(value)

    return check


def one_of(choices: Iterable[str]) -> Check:
    """One of a closed set of words."""
    allowed = tuple(choices)
    return lambda value: None if value in allowed else f"one of {', '.join(allowed)}, not {value!r}"


def of_type(*types: type) -> Check:
    """An instance of one of these."""
    names = " or ".join(t.__name__ for t in types)
    return lambda value: None if isinstance(value, types) else f"{names}, not {type(value).__name__}"


def each(check: Check) -> Check:
    """Every item passes."""
    return lambda values: next((fault for fault in map(check, values) if fault), None)


def nonempty(value: Any) -> str | None:
    """A text with something in it."""
    return None if isinstance(value, str) and value else f"a text that is not empty, not {value!r}"


def option(check: Check, *, default: Any = None, **more: Any) -> Any:
    """An attrs field of an option, with its check."""
    return field(default=default, metadata={"check": check}, **more)


class Options(Value):
    """The base of all option classes, the providers' own too: checks every field at once when it is made."""

    __slots__ = ()

    def __attrs_post_init__(self) -> None:
        faults = self.faults()
        if faults:
            raise InvalidRequest(faults=faults)

    def given(self) -> dict[str, Any]:
        """The fields that are set, by name."""
        cls: Any = type(self)
        return {a.name: value for a in fields(cls) if (value := getattr(self, a.name)) is not None and value != ()}

    def faults(self) -> list[str]:
        """What is wrong with the fields that are set."""
        cls: Any = type(self)
        found = []
        for name, value in self.given().items():
            check: Check | None = getattr(fields(cls), name).metadata.get("check")
            fault = check(value) if check else None
            if fault:
                found.append(f"{cls.__name__}.{name}: {fault}")
        return found


boolean: Final = of_type(bool)
text: Final = of_type(str)
mapping: Final = of_type(cast(type, Mapping))
DEFAULT_TOP_LOGPROBS: Final = 20


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
    top_logprobs: int | None = option(whole(0, DEFAULT_TOP_LOGPROBS))
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
        force: ``"auto"`` (the default of providers), ``"required"`` (some tool), ``"none"``, or a tool's name.
        parallel: Whether several calls may come in one answer.
    """

    tools: tuple[Tool, ...] = field(default=(), kw_only=False, converter=_tools)
    force: str | None = option(nonempty)
    parallel: bool | None = option(boolean)

    def faults(self) -> list[str]:
        """Also: names that are used twice, and forcing a tool that is not there."""
        found = Options.faults(self)
        names = [tool.name for tool in self.tools]
        found += [
            f"ToolOptions.tools: two tools are named {n!r}" for n in sorted({n for n in names if names.count(n) > 1})
        ]
        if self.force not in (None, "auto", "none", "required", *names):
            found.append(f"ToolOptions.force: auto, required, none or a tool's name, not {self.force!r}")
        if self.force == "required" and not self.tools:
            found.append("ToolOptions.force: required needs tools")
        return found


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
        search: True lets it search.
        fetch: True lets it fetch pages that the conversation names.
        allowed_domains: Only these, such as ``("example.org",)``.
        blocked_domains: Not these.
        user_location: Any of ``country`` (two letters), ``region``, ``city`` and ``timezone``.
        context_size: ``"low"``, ``"medium"`` or ``"high"``; how much of the pages goes to the model.
    """

    search: bool | None = option(boolean)
    fetch: bool | None = option(boolean)
    allowed_domains: tuple[str, ...] = option(each(nonempty), default=(), converter=a_tuple)
    blocked_domains: tuple[str, ...] = option(each(nonempty), default=(), converter=a_tuple)
    user_location: Mapping[str, str] | None = option(mapping, hash=False)
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
        connect: For one connection, name look-up and TLS included; default 10.
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
class ExtraBody(Options):
    """Fields merged into the request's JSON body last, over everything else: what genai has no name for."""

    extra_body: Mapping[str, Any] | None = field(default=None, kw_only=False, hash=False, metadata={"check": mapping})


@frozen(kw_only=True)
class ExtraHeaders(Options):
    """Headers merged into the request last. They are not secret: hooks see them."""

    extra_headers: Mapping[str, str] | None = field(
        default=None, kw_only=False, hash=False, metadata={"check": mapping}
    )


STANDARD: Final[tuple[type[Options], ...]] = (
    TextOptions, ToolOptions, ReasoningOptions, WebOptions, ImageOptions, AudioOptions, VideoOptions,
    Seed, Timeout, PollInterval, ExtraBody, ExtraHeaders,
)  # fmt: skip
OWNER: Final[dict[str, type[Options]]] = {a.name: cls for cls in STANDARD for a in fields(cls)}  # type: ignore[arg-type]
"""Which class a keyword belongs to."""

CLIENT_SIDE: Final = frozenset(
    {*(a.name for cls in (Timeout, PollInterval, ExtraBody, ExtraHeaders) for a in fields(cls))}
)
"""What the client itself carries out, on every wire."""


class Shorthand(TypedDict, total=False):
    """The keywords of every verb: the fields of the option classes, and ``timeout``."""

    timeout: float | Timeout
    system_prompt: str | None
    temperature: float | None
    top_p: float | None
    top_k: int | None
    max_tokens: int | None
    stop: str | Iterable[str]
    top_logprobs: int | None
    reply_as_json: bool | None
    decode_as: Any
    frequency_penalty: float | None
    presence_penalty: float | None
    tools: Iterable[Any]
    force: str | None
    parallel: bool | None
    effort: Effort | None
    budget_tokens: int | None
    summary: str | None
    search: bool | None
    fetch: bool | None
    allowed_domains: Iterable[str]
    blocked_domains: Iterable[str]
    user_location: Mapping[str, str] | None
    context_size: str | None
    size: str | None
    width: int | None
    height: int | None
    aspect_ratio: str | None
    quality: str | None
    background: str | None
    format: str | None
    compression: int | None
    n: int | None
    partial_images: int | None
    mask: Doc | None
    input_fidelity: str | None
    moderation: str | None
    style: str | None
    user: str | None
    voice: str | None
    audio_format: str | None
    speed: float | None
    duration: float | None
    resolution: str | None
    fps: int | None
    seed: int | None
    total: float | None
    connect: float | None
    first_event: float | None
    idle: float | None
    poll_interval: float | None
    extra_body: Mapping[str, Any] | None
    extra_headers: Mapping[str, str] | None


@frozen
class Settings:
    """All options of one call, merged: standard fields by name, and the provider's own options by class."""

    values: Mapping[str, Any]
    own: tuple[Options, ...] = ()

    def get(self, name: str, default: Any = None) -> Any:
        """A field's value, or ``default`` when it is not set."""
        return self.values.get(name, default)


def merge(given: Iterable[Any], shorthand: Mapping[str, Any]) -> tuple[Settings, list[str]]:
    """
    Options and keywords as one Settings, and every fault found on the way.

    Giving a thing twice is a fault, as is an object that is no option and a keyword that no option has.
    """
    values: dict[str, Any] = {}
    own: list[Options] = []
    faults: list[str] = []
    for option_ in (*given, *_spelled_out(shorthand, faults)):
        if not isinstance(option_, Options):
            faults.append(f"{option_!r} is no option; use TextOptions(...) and the like, or keywords")
        elif type(option_) not in STANDARD:
            own.append(option_)
        else:
            for name, value in option_.given().items():
                if name in values:
                    faults.append(f"{type(option_).__name__}.{name}: given twice")
                values[name] = value
    twice = {type(o).__name__ for o in own if sum(type(o) is type(other) for other in own) > 1}
    faults += [f"{name}: given twice" for name in sorted(twice)]
    return Settings(values, tuple(own)), faults


def _spelled_out(shorthand: Mapping[str, Any], faults: list[str]) -> list[Options]:
    """Keywords as the options that they stand for."""
    groups: dict[type[Options], dict[str, Any]] = {}
    made: list[Options] = []
    for name, value in shorthand.items():
        if name == "timeout" and isinstance(value, Timeout):
            made.append(value)
        elif name == "timeout":
            faults += ["Timeout.total: given twice"] * (value is not None and shorthand.get("total") is not None)
            if value is not None:
                groups.setdefault(Timeout, {})["total"] = value
        elif name in OWNER:
            groups.setdefault(OWNER[name], {})[name] = value
        else:
            faults.append(f"{name}: no option has this name")
    for cls, arguments in groups.items():
        try:
            made.append(cls(**arguments))
        except InvalidRequest as error:
            faults += error.faults or (str(error),)
    return made
