"""Settings: all options of one call, merged, whether they came as values or as keywords.

The rule here: giving a thing twice is a fault, and so is a keyword that no option has.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Literal, TypedDict

from attrs import field, frozen

from .checks import Options
from .doc import Doc
from .errors import InvalidRequest
from .options import OWNER, STANDARD, Effort, Purpose, Timeout, forced_faults


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
    dimensions: int | None
    purpose: Purpose | None
    seed: int | None
    total: float | None
    connect: float | None
    first_event: float | None
    idle: float | None
    poll_interval: float | None
    job: Literal["background", "batch"] | None
    extra_body: Mapping[str, Any] | None
    extra_headers: Mapping[str, str] | None


def _shown(values: Mapping[str, Any]) -> str:
    headers = {"extra_headers": [*values["extra_headers"]]} if "extra_headers" in values else {}
    return repr({**values, **headers})  # of headers the names alone, as ExtraHeaders does


@frozen
class Settings:
    """All options of one call, merged: standard fields by name, and the provider's own options by class."""

    values: Mapping[str, Any] = field(repr=_shown)
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
    if not faults:
        faults += forced_faults(values.get("force"), values.get("tools", ()))
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
