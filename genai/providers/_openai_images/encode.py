"""A conversation of one message to a request for pictures.

https://platform.openai.com/docs/api-reference/images

The rule here: what is there decides what is asked for. Words make a picture, words with pictures change these, and one
picture alone is varied. The words are never cut, and everything that is wrong is named at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from attrs import field, frozen

from ...doc import Doc
from ...messages import Messages
from ...options import OWNER
from ...settings import Settings
from .._openai_chat.writers import Unsayable, merge, write
from .dialect import Dialect, Mode
from .limits import PIXELS, Wanted, beyond, faults, inputs
from .parts import file_id_of, is_elsewhere

SIZES = ("size", "width", "height")


@frozen(kw_only=True)
class Encoded:
    """
    A request for pictures.

    Args:
        mode: Where it goes, and how.
        fields: The fields of the body, without the pictures.
        images: The pictures that go in.
        mask: Where to edit.
        wrong: What the model does not allow, and what contradicts itself.
        unsupported: What could not be said.
        json: Pictures are said in a JSON body.
        n: How many pictures are asked for.
        hopeless: Without what could not be said there is nothing to ask for.
    """

    mode: Mode
    fields: dict[str, Any]
    images: tuple[Doc, ...] = ()
    mask: Doc | None = field(default=None, repr=False)
    wrong: tuple[str, ...] = ()
    unsupported: tuple[str, ...] = ()
    json: bool = True
    n: int = 1
    hopeless: bool = False


@frozen(kw_only=True)
class Speaker:
    """
    Who makes the pictures.

    Args:
        provider: Its name.
        model: The model that is asked.
        dialect: How it speaks.
        files: The names under which a Doc's file id for it may stand.
        limits: What the model allows, if that is known.
    """

    provider: str
    model: str
    dialect: Dialect
    files: tuple[str, ...] = ()
    limits: Mapping[str, Any] = field(factory=dict)


def encode(speaker: Speaker, messages: Messages, settings: Settings) -> Encoded:
    """The request."""
    wrong: list[str] = []
    unsupported = [
        f"messages[{index}]: a conversation; give the picture with the words" for index in range(1, len(messages))
    ]
    prompt, images = _said(messages, unsupported)
    mask: Doc | None = settings.get("mask")
    name = _mode(prompt, images, mask, wrong)
    offered = _offered(speaker, name)
    if not offered:
        unsupported.append(f"{name} with {speaker.model}")
        name, images, mask = "generate", [], None
    mode = speaker.dialect.modes[name]
    if mask is not None and not (mode.masks and (not speaker.limits or "mask" in speaker.limits)):
        mask = None  # where no model has masks, Wire.unsupported_options names it
        unsupported += [f"ImageOptions.mask of {name}"] * speaker.dialect.masks
    values, owners = _options(speaker.dialect, settings)
    values = {**{key: value for key, value in values.items() if key not in SIZES}, **one_size(values, wrong)}
    wanted = Wanted(mode=name, prompt=prompt, pictures=len(images), values=values, owners=owners)
    wrong += faults(speaker.model, speaker.limits, wanted)
    body = _body(speaker, mode, wanted, unsupported)
    loaded, mask = tuple(image.loaded() for image in images), mask and mask.loaded()
    wrong += inputs(speaker.model, speaker.limits, loaded, mask)
    docs = (*loaded, *([mask] if mask else []))
    as_json = _as_json(speaker, mode, docs, values)
    by_url = mode.urls and (mode.form or speaker.limits.get("references") != 0)
    wrong += _unsayable(docs, as_json and by_url, speaker)
    return Encoded(
        mode=mode,
        fields=body,
        images=loaded,
        mask=mask,
        wrong=tuple(wrong),
        unsupported=tuple(unsupported),
        json=as_json,
        n=values.get("n", 1),
        hopeless=not offered and not (prompt and _offered(speaker, "generate")),
    )


def _offered(speaker: Speaker, name: str) -> bool:
    """Whether there is a way to make a picture, and the model takes it."""
    limits = speaker.limits
    return name in speaker.dialect.modes and bool(not limits or limits.get(name, name == "generate"))


def _said(messages: Messages, unsupported: list[str]) -> tuple[str, list[Doc]]:
    parts = messages[0].requests if messages else ()
    images = []
    for number, part in enumerate(parts):
        if part.doc is None:
            continue
        if (part.doc.mime_type or "image/").startswith("image/"):
            images.append(part.doc)
        else:
            unsupported.append(f"messages[0].requests[{number}]: {part.doc.mime_type}")
    return "\n\n".join(part.text for part in parts if part.text), images


def _mode(prompt: str, images: Sequence[Doc], mask: Doc | None, wrong: list[str]) -> str:
    if mask is not None and not images:
        wrong.append("ImageOptions.mask: there is no picture that it could be a mask of")
    if prompt:
        return "edit" if images else "generate"
    if mask is not None and images:
        wrong.append("ImageOptions.mask: say what to do where it lets through")
    if len(images) > 1:
        wrong.append("messages[0]: several pictures without a word; say what to do with them, or give one to be varied")
    if not images:
        wrong.append("messages[0]: neither words nor a picture")
    return "variation"


def _options(dialect: Dialect, settings: Settings) -> tuple[dict[str, Any], dict[str, str]]:
    """The options that are about pictures, and the provider's own, by name; and whose each of them is."""
    sayable = {name for mode in dialect.modes.values() for name in mode.options}
    sayable |= {*SIZES} if "pixels" in sayable else set()
    values = {name: value for name, value in settings.values.items() if name in sayable}
    owners = {name: OWNER[name].__name__ for name in values}
    for option in settings.own:
        if type(option) is dialect.own:
            package = type(option).__module__.removeprefix("genai.providers.").removesuffix(".options")
            values |= option.given()
            owners |= dict.fromkeys(option.given(), f"{package}.Options")
    return values, owners


def one_size(values: Mapping[str, Any], wrong: list[str]) -> dict[str, Any]:
    """The size as one text, in whatever way it was said."""
    width, height, size = (values.get(name) for name in ("width", "height", "size"))
    if width is None and height is None:
        return {} if size is None else {"size": size}
    if size is not None:
        wrong.append("ImageOptions.size: or width and height, not both")
    if width is None or height is None:
        wrong.append(f"ImageOptions.{'width' if width is None else 'height'}: width and height go together")
        return {}
    return {"size": f"{width}x{height}"}


def _body(speaker: Speaker, mode: Mode, wanted: Wanted, unsupported: list[str]) -> dict[str, Any]:
    body: dict[str, Any] = {"model": speaker.model}
    if wanted.prompt:
        write(body, speaker.dialect.prompt, wanted.prompt)
    merge(body, speaker.dialect.always)
    merge(body, speaker.limits.get("always", {}))
    for option, value in wanted.values.items():
        owner = wanted.owners.get(option, "ImageOptions")
        known = not speaker.limits or option in speaker.limits or option == "partial_images"
        pixels = PIXELS.fullmatch(value) if option == "size" else None
        entry = mode.options.get("pixels" if pixels else option)
        if owner.endswith(".Options"):
            entry = speaker.dialect.places.get(option, option)
        if entry is None or not known:
            unsupported.append(f"{owner}.{option} of {wanted.mode}")
            continue
        try:
            write(body, entry, tuple(map(int, pixels.groups())) if pixels else value)
        except Unsayable as why:
            allowed = speaker.limits.get(option)
            named = allowed is not None and beyond(value, allowed)  # what the limits name is not named again
            unsupported += [f"{owner}.{option}: {why}"] * (not named)
    if speaker.dialect.tweak is not None:
        speaker.dialect.tweak(body)
    return body


def _as_json(speaker: Speaker, mode: Mode, docs: Sequence[Doc], values: Mapping[str, Any]) -> bool:
    """Whether pictures go in a JSON body: where no form is taken, for a mere reference, and for what needs it."""
    if not mode.form or not docs:
        return True
    needed = any(name in mode.only_json for name in values) or any(
        is_elsewhere(doc) or file_id_of(doc, speaker.files) for doc in docs
    )
    return needed and mode.references is not None and speaker.limits.get("references") != 0


def _unsayable(docs: Sequence[Doc], as_json: bool, speaker: Speaker) -> Iterator[str]:
    """Pictures that are only elsewhere, where files are taken; and those that are too long for a body of JSON."""
    most = speaker.limits.get("references")
    for number, doc in enumerate(docs, 1):
        if not as_json and is_elsewhere(doc):
            yield f"picture {number}: {speaker.model} takes files here, no references: llm.fetch(doc) downloads a URL"
        inline = 0 if doc.data is None or file_id_of(doc, speaker.files) else len(doc.data) * 4 // 3
        if as_json and most and inline > most:
            yield f"picture {number}: at most {most} letters of base64 in a body of JSON, not {inline}"
