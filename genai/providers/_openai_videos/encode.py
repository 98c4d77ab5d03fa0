"""A conversation of one message to a request for a film.

https://platform.openai.com/docs/api-reference/videos/create

The rule here: what is there decides what is asked for: words make a film, which a picture begins, and words with a film
change it. Any other way is an option of the provider's own. Everything that is wrong is named at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from attrs import field, frozen

from ...doc import Doc
from ...messages import Messages
from ...options import OWNER
from ...settings import Settings
from .._openai_chat.writers import Unsayable, merge, write
from .._openai_images.encode import SIZES, one_size
from .._openai_images.limits import beyond
from .._openai_images.parts import file_id_of, is_elsewhere
from .dialect import Dialect, Mode


@frozen(kw_only=True)
class Encoded:
    """
    A request for a film.

    Args:
        path: Where it goes.
        fields: The body, or the text of a form.
        file: The file of a form, and its field.
        wrong: What contradicts itself, is missing, or is not allowed.
        unsupported: What could not be said.
    """

    path: str
    fields: dict[str, Any]
    file: tuple[str, Doc] | None = field(default=None, repr=False)
    wrong: tuple[str, ...] = ()
    unsupported: tuple[str, ...] = ()


@frozen(kw_only=True)
class Speaker:
    """
    Who makes the films.

    Args:
        model: The model that is asked.
        dialect: How it is asked.
        files: The names under which a Doc's file id for it may stand.
        limits: What the model allows, as far as that is known.
    """

    model: str
    dialect: Dialect
    files: tuple[str, ...] = ()
    limits: Mapping[str, Any] = field(factory=dict)


def encode(speaker: Speaker, messages: Messages, settings: Settings) -> Encoded:
    """The request."""
    wrong: list[str] = []
    unsupported = [
        f"messages[{index}]: a conversation; give the picture or the film with the words"
        for index in range(1, len(messages))
    ]
    prompt, docs = _said(messages)
    own = _own(speaker.dialect, settings)
    name = own.pop("how", None) or ("edit" if any(_is(doc, "video/") for _, doc in docs) else "generate")
    mode = speaker.dialect.modes.get(name)
    if mode is None:
        unsupported.append(f"{name} with {speaker.model}")
        name, mode = "generate", speaker.dialect.modes["generate"]
    unsupported += [f"{place}: {doc.mime_type} to {name}" for place, doc in docs if not _is(doc, mode.takes)]
    taken = [doc.loaded() for _, doc in docs if _is(doc, mode.takes)]
    wrong += _missing(mode, name, prompt, taken)
    body: dict[str, Any] = {"model": speaker.model} if mode.model else {}
    if prompt:
        body["prompt"] = prompt
    _options(speaker, mode, name, settings, own, body, (wrong, unsupported))
    path, file = mode.path, None
    if taken and not wrong:
        path, file = _inputs(speaker, mode, taken, body, unsupported)
    return Encoded(path=path, fields=body, file=file, wrong=tuple(wrong), unsupported=tuple(unsupported))


def _said(messages: Messages) -> tuple[str, list[tuple[str, Doc]]]:
    """The words, and what is with them, each with its place."""
    parts = messages[0].requests if messages else ()
    docs = [(f"messages[0].requests[{number}]", part.doc) for number, part in enumerate(parts) if part.doc is not None]
    return "\n\n".join(part.text for part in parts if part.text), docs


def _is(doc: Doc, kind: str) -> bool:
    """Whether a document is of a kind; one of an unknown type is taken for what is wanted."""
    return doc.mime_type is None or doc.mime_type.startswith(kind)


def _own(dialect: Dialect, settings: Settings) -> dict[str, Any]:
    return {
        key: value for option in settings.own if type(option) is dialect.own for key, value in option.given().items()
    }


def _missing(mode: Mode, name: str, prompt: str, docs: Sequence[Doc]) -> list[str]:
    """What there is too little or too much of."""
    kind = {"image/": "pictures", "video/": "films"}[mode.takes]
    rules = {
        "messages[0]: say in words what the film shows": prompt or (mode.wordless and docs),
        f"messages[0]: {name} takes at least {mode.least} {kind}, not {len(docs)}": len(docs) >= mode.least,
        f"messages[0]: {name} takes at most {mode.most} {kind}, not {len(docs)}": len(docs) <= mode.most,
    }
    return [rule for rule, kept in rules.items() if not kept]


def _options(
    speaker: Speaker,
    mode: Mode,
    name: str,
    settings: Settings,
    own: Mapping[str, Any],
    body: dict[str, Any],
    told: tuple[list[str], list[str]],
) -> None:
    """Say the options in the body; ``told`` gets what is wrong, and what cannot be said."""
    wrong, unsupported = told
    dialect = speaker.dialect
    sayable = {option for one in dialect.modes.values() for option in one.options}
    sayable |= {*SIZES} if "size" in sayable else set()
    given = {option: value for option, value in settings.values.items() if option in sayable}
    values = {**{option: value for option, value in given.items() if option not in SIZES}, **one_size(given, wrong)}
    for option, value in values.items():
        owner = f"{OWNER[option].__name__}.{option}"
        entry, allowed = mode.options.get(option), speaker.limits.get(option)
        value = int(value) if isinstance(value, float) and value.is_integer() else value
        fault = None if allowed is None else beyond(_choice(value, allowed), allowed)
        wrong += [f"{owner}: {fault} for {speaker.model}"] if fault else []
        if entry is None:
            unsupported.append(f"{owner} of {name}")
        elif isinstance(entry, str) and entry in body:
            wrong.append(f"{owner}: it says again what another option says: {entry}")
        else:
            _write(body, entry, value, owner, unsupported)
    for option, value in own.items():
        write(body, option, value)


def _choice(value: Any, allowed: Any) -> Any:
    """A number that is one of several is written as text."""
    return str(value) if allowed and all(isinstance(one, str) for one in allowed) else value


def _write(body: dict[str, Any], entry: Any, value: Any, owner: str, unsupported: list[str]) -> None:
    try:
        write(body, entry, value)
    except Unsayable as why:
        unsupported.append(f"{owner}: {why}")


def _inputs(
    speaker: Speaker, mode: Mode, docs: Sequence[Doc], body: dict[str, Any], unsupported: list[str]
) -> tuple[str, tuple[str, Doc] | None]:
    """Say what goes in, in the body; the path, and the file of a form."""
    film = file_id_of(docs[0], speaker.files)
    if mode.form and film is None and not is_elsewhere(docs[0]):
        return mode.path, (mode.form, docs[0])
    try:
        merge(body, mode.inputs(docs, speaker.files))
    except Unsayable as why:
        unsupported.append(f"messages[0]: {why}")
    return mode.at(film), None
