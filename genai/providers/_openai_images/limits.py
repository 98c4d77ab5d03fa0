"""Limits: what a model allows, as ``models.json`` has it, checked before anything is sent.

The rule here: a list of words is a choice, two numbers are a range, one number is the most there may be. What a model's
limits do not name, it does not have; a model without limits is not checked.
"""

from __future__ import annotations

import functools
import importlib.resources
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from attrs import field, frozen

from ...doc import Doc

Limits = Mapping[str, Any]

PIXELS: Final = re.compile(r"([1-9]\d{0,5})x([1-9]\d{0,5})", re.ASCII)
"""A size as width and height; anything else is a word."""
RATIO: Final = re.compile(r"([1-9]\d{0,3}(?:\.\d{1,3})?):([1-9]\d{0,3}(?:\.\d{1,3})?)", re.ASCII)
LARGEST: Final = 10**6
ANY_SIZE: Final = {
    "multiple": 1,
    "ratio": LARGEST,
    "least": 1,
    "most": (LARGEST, LARGEST),
    "pixels": (1, LARGEST**2),
}
"""What ``free_size`` bounds, where it says nothing: the step, the ratio, a side, and the area."""
SEE_THROUGH: Final = ("png", "webp")
SQUEEZED: Final = ("jpeg", "webp")


@frozen(kw_only=True)
class Wanted:
    """
    What is asked for.

    Args:
        mode: ``"generate"``, ``"edit"`` or ``"variation"``.
        prompt: What to make.
        pictures: How many pictures go in.
        values: The options, by name; ``size`` is one text, however it was said.
        owners: Whose option each is, as ``"ImageOptions"``; that is the default.
    """

    mode: str
    prompt: str
    pictures: int
    values: Mapping[str, Any]
    owners: Mapping[str, str] = field(factory=dict)


@functools.cache
def shared() -> Mapping[str, Limits]:
    """What OpenAI's models allow, by name; others offer the same models under their own names."""
    text = importlib.resources.files(__package__).joinpath("models.json").read_text("utf-8")
    found: Mapping[str, Limits] = json.loads(text)["models"]
    return found


def known(model: str) -> Limits:
    """What one of OpenAI's models allows; nothing is known of any other."""
    return shared().get(model, {})


def faults(model: str, limits: Limits, wanted: Wanted) -> Iterator[str]:
    """Everything that a model does not allow of what is asked for."""
    if not limits:
        return
    longest = limits.get("prompt")
    if longest is not None and len(wanted.prompt) > longest:
        yield f"messages[0]: at most {longest} characters of text for {model}, not {len(wanted.prompt)}"
    most = limits.get(wanted.mode, 0)
    if wanted.mode != "generate" and wanted.pictures > most > 0:
        yield f"messages[0]: {wanted.mode} takes at most {most} pictures for {model}, not {wanted.pictures}"
    for name, value in wanted.values.items():
        allowed = limits.get(name)
        fault = _size(value, limits) if name == "size" else None if allowed is None else beyond(value, allowed)
        if fault:
            yield f"{wanted.owners.get(name, 'ImageOptions')}.{name}: {fault} for {model}"
    yield from together(wanted.values)


def beyond(value: Any, allowed: Any) -> str | None:
    """What is wrong with a value by one limit."""
    if isinstance(allowed, int):
        return f"at most {allowed} characters, not {len(value)}" if len(value) > allowed else None
    if isinstance(allowed, Mapping):
        return _ratio(value, allowed["ratio"])
    if allowed and all(isinstance(bound, (int, float)) for bound in allowed):
        low, high = allowed
        return None if low <= value <= high else f"{f'from {low} to {high}' if low < high else low}, not {value}"
    return None if value in allowed else f"one of {', '.join(allowed)}, not {value!r}"


def _ratio(value: str, bounds: Sequence[str]) -> str | None:
    """Any two numbers with a colon, from the widest to the highest."""
    widest, highest, asked = (RATIO.fullmatch(ratio) for ratio in (*bounds, value))
    if asked and widest and highest and _quotient(highest) <= _quotient(asked) <= _quotient(widest):
        return None
    return f"from {bounds[0]} to {bounds[1]}, not {value!r}"


def _quotient(ratio: re.Match[str]) -> float:
    return float(ratio[1]) / float(ratio[2])


def _size(size: str, limits: Limits) -> str | None:
    """Either one of the listed sizes, or where a model makes any size, one within its bounds."""
    listed, free = limits.get("size") or (), limits.get("free_size")
    if size in listed:
        return None
    pixels = PIXELS.fullmatch(size)
    if free is None or pixels is None:
        return f"one of {', '.join(listed)}, not {size!r}" if listed else None
    width, height = map(int, pixels.groups())
    bounds = {**ANY_SIZE, **free}
    step, ratio, long, short = bounds["multiple"], bounds["ratio"], max(bounds["most"]), min(bounds["most"])
    fewest, most = bounds["pixels"]
    rules = {
        f"a multiple of {step} either way": not (width % step or height % step),
        f"no more than {ratio} times as long as wide": max(width, height) <= ratio * min(width, height),
        f"at most {long}x{short}, or {short}x{long}": max(width, height) <= long and min(width, height) <= short,
        f"at least {bounds['least']} either way": min(width, height) >= bounds["least"],
        f"from {fewest} to {most} pixels": fewest <= width * height <= most,
    }
    broken = [rule for rule, kept in rules.items() if not kept]
    return f"{' and '.join(broken)}, not {size!r}" if broken else None


def inputs(model: str, limits: Limits, images: Sequence[Doc], mask: Doc | None) -> Iterator[str]:
    """Everything that a model does not allow of pictures that go in, as far as their bytes are here."""
    for number, image in enumerate(images):
        for fault in _file(image, limits.get("input", {})):
            yield f"messages[0], picture {number + 1}: {fault} for {model}"
    if mask is None:
        return
    for fault in _file(mask, limits.get("mask", {})):
        yield f"ImageOptions.mask: {fault} for {model}"
    sizes = [size_of(mask), *map(size_of, images[:1])]
    if limits.get("mask") and None not in sizes and len({*sizes}) > 1:
        width, height = sizes[-1] or (0, 0)
        yield f"ImageOptions.mask: as large as the first picture, {width}x{height}, for {model}"


def _file(doc: Doc, allowed: Mapping[str, Any]) -> Iterator[str]:
    types, most = allowed.get("types", ()), allowed.get("bytes")
    if types and doc.mime_type and doc.mime_type not in types:
        yield f"one of {', '.join(types)}, not {doc.mime_type}"
    if most is not None and doc.data is not None and len(doc.data) > most:
        yield f"at most {most} bytes, not {len(doc.data)}"
    size = size_of(doc) if allowed.get("square") else None
    if size and size[0] != size[1]:
        yield f"a square, not {size[0]}x{size[1]}"


def size_of(doc: Doc) -> tuple[int, int] | None:
    """Width and height of a picture whose bytes are here."""
    return None if doc.data is None else doc.size


def together(values: Mapping[str, Any]) -> Iterator[str]:
    """What does not go together, at any model."""
    format_ = values.get("format", "png")
    if values.get("background") == "transparent" and format_ not in SEE_THROUGH:
        yield f"ImageOptions.background: transparent only with png or webp, not {format_}"
    if values.get("compression", 100) != 100 and format_ not in SQUEEZED:  # 100 is the default, and leaves all as it is
        yield f"ImageOptions.compression: only with jpeg or webp, not {format_}"
