"""Dialect: how a provider is asked for films, where that is not as OpenAI is asked.

https://platform.openai.com/docs/api-reference/videos

The rule here: the defaults are OpenAI's own behaviour, and a difference is data.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeAlias

from attrs import field, frozen

from ...checks import Options as Base
from ...doc import Doc
from ...errors import Error, JobCancelled, JobExpired, JobFailed
from .._openai.paths import path
from .._openai_chat.writers import Unsayable, Writer
from .._openai_images.parts import file_id_of, reference

Inputs: TypeAlias = Callable[[Sequence[Doc], Sequence[str]], Mapping[str, Any]]
"""What goes in, and the names under which a file id may stand, to fields of a body; Unsayable for what it cannot be."""
PENDING: Final = "pending"
DONE: Final = "done"
State: TypeAlias = str | type[Error]


def first_frame(docs: Sequence[Doc], names: Sequence[str]) -> Mapping[str, Any]:
    """The picture that a film begins with."""
    return {"input_reference": reference(docs[0], names)}


def film(docs: Sequence[Doc], names: Sequence[str]) -> Mapping[str, Any]:
    """A film that was made here."""
    return {"video": {"id": made_here(docs[0], names)}}


def in_path(docs: Sequence[Doc], names: Sequence[str]) -> Mapping[str, Any]:
    """Nothing: the film is named in the path."""
    made_here(docs[0], names)
    return {}


def made_here(doc: Doc, names: Sequence[str]) -> str:
    """The id of a film that was made here."""
    id_ = file_id_of(doc, names)
    if id_ is None:
        raise Unsayable("a film that was not made here")
    return id_


def seconds(value: float) -> Mapping[str, Any]:
    """A length as text."""
    return {"seconds": f"{value:g}"}


@frozen(kw_only=True)
class Mode:
    """
    One way to make a film.

    Args:
        path: Where it is asked for; ``{film}`` in it is the id of the film that goes in.
        options: How each option is said: the key of the body, or a function from its value to fields.
        takes: What goes in, by the beginning of its MIME type: ``"image/"`` or ``"video/"``.
        least: How many of these there must be.
        most: How many there may be.
        inputs: How they are said in a body of JSON.
        form: The field of a form that a file goes in; "" where there are no forms.
        wordless: What goes in may be all that there is.
        model: The body names the model.
    """

    path: str
    options: Mapping[str, str | Writer] = field(repr=False)
    takes: str = "image/"
    least: int = 0
    most: int = 1
    inputs: Inputs = field(default=first_frame, repr=False)
    form: str = ""
    wordless: bool = False
    model: bool = True

    def at(self, film: str | None) -> str:
        """The path, with the id of a film where it names one."""
        if film is None:
            return self.path
        return path(*(film if part == "{film}" else part for part in self.path.strip("/").split("/")))


@frozen(kw_only=True)
class Dialect:
    """
    The defaults are OpenAI's own behaviour.

    Args:
        modes: ``"generate"``, ``"reference"``, ``"edit"``, ``"extend"`` and ``"remix"``, as far as there are.
        id: Where an answer to a submission has the job's id.
        states: What a status means: PENDING, DONE, or the error that it is.
        progress: How much of ``progress`` is all of it; 0 where there is none.
        url: Where an answer has the film's URL, with dots; "" where it is downloaded by its job's id.
        expires: Where an answer has the Unix time when the film is gone; "" where it does not tell.
        blocked: Where an answer has a flag that is false when a filter kept the film back.
        meta: What else an answer says of the film, and its name in ``Doc.meta``.
        version: The end of the base URL, and what stands there instead where films are made.
        models: Where the models are listed; None where they are not.
        request_id: The header with the id of the request.
        errors: Codes and types of errors that only this provider has.
        own: The class of the options that only this provider has.
    """

    modes: Mapping[str, Mode] = field(factory=lambda: OPENAI, repr=False)
    id: str = "id"
    states: Mapping[str, State] = field(factory=lambda: STATES, repr=False)
    progress: int = 100
    url: str = ""
    expires: str = "expires_at"
    blocked: str = ""
    meta: Mapping[str, str] = field(factory=lambda: META)
    version: tuple[str, str] = ("", "")
    models: str | None = "/models"
    request_id: str = "x-request-id"
    errors: Mapping[str, type[Error]] = field(factory=dict)
    own: type[Base] | None = None


STATES: Final[Mapping[str, State]] = {
    "queued": PENDING,
    "pending": PENDING,
    "in_progress": PENDING,
    "completed": DONE,
    "done": DONE,
    "failed": JobFailed,
    "cancelled": JobCancelled,
    "expired": JobExpired,
}
"""Those of all who make films: no word has two meanings."""

META: Final[Mapping[str, str]] = {"id": "id", "seconds": "seconds", "size": "size"}


SIZED: Final[Mapping[str, str | Writer]] = {"size": "size", "resolution": "size"}
BY_WORDS: Final[Mapping[str, Any]] = {"takes": "video/", "least": 1, "inputs": film, "form": "video", "model": False}

OPENAI: Final[Mapping[str, Mode]] = {
    "generate": Mode(path="/videos", options={"duration": seconds, **SIZED}, form="input_reference"),
    "edit": Mode(path="/videos/edits", options={}, **BY_WORDS),
    "extend": Mode(path="/videos/extensions", options={"duration": seconds}, **BY_WORDS),
    "remix": Mode(path="/videos/{film}/remix", options={}, **{**BY_WORDS, "inputs": in_path, "form": ""}),
}
