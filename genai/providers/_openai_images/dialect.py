"""Dialect: how a provider speaks the Images API, where that is not as OpenAI speaks it.

The rule here: the defaults are OpenAI's own behaviour, and a difference is data.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, TypeAlias

from attrs import field, frozen

from ...checks import Options as Base
from ...doc import Doc
from ...errors import Error
from .._openai.kept import BatchDialect
from .._openai_chat.writers import Unsayable, Writer
from .parts import References, references, url_of

Tweak: TypeAlias = Callable[[dict[str, Any]], None]


def sized(size: tuple[int, int]) -> Mapping[str, Any]:
    """Width and height as OpenAI says them."""
    return {"size": f"{size[0]}x{size[1]}"}


COMMON: Final[Mapping[str, str | Writer]] = {
    "size": "size",
    "pixels": sized,
    "n": "n",
    "quality": "quality",
    "background": "background",
    "format": "output_format",
    "compression": "output_compression",
    "partial_images": "partial_images",
    "user": "user",
}
"""What generating and editing share. ``pixels`` is a size as width and height, ``size`` one that is a word."""

GENERATE: Final = {**COMMON, "moderation": "moderation", "style": "style"}
EDIT: Final = {**COMMON, "moderation": "moderation", "input_fidelity": "input_fidelity"}
VARY: Final = {name: COMMON[name] for name in ("size", "pixels", "n", "user")}


@frozen(kw_only=True)
class Mode:
    """
    One way to make a picture.

    Args:
        path: Where it is asked for, below the base URL.
        options: How each option is said: the key of the body, or a function from its value to fields.
        references: How pictures are said in a JSON body; None where they only go as files of a form.
        form: Pictures may go as files of a form.
        only_json: Options that only a JSON body takes.
        streams: It can be watched.
        masks: A mask may say where to edit.
        urls: A picture in a JSON body may be one that is elsewhere.
    """

    path: str
    options: Mapping[str, str | Writer] = field(repr=False)
    references: References | None = None
    form: bool = False
    only_json: frozenset[str] = frozenset()
    streams: bool = True
    masks: bool = True
    urls: bool = True


@frozen(kw_only=True)
class Dialect:
    """
    The defaults are OpenAI's own behaviour.

    Args:
        modes: ``"generate"``, ``"edit"`` and ``"variation"``, as far as there are.
        models: Where the models are listed; None where they are not.
        always: Fields of every body.
        tweak: Changes the fields of a body; for what no table can say.
        streams: Pictures can be watched as they form.
        previews: A stream must ask for partial images.
        lifetime: Seconds that a picture's URL lives.
        request_id: The header with the id of the request.
        errors: Codes and types of errors that only this provider has.
        own: The class of the options that only this provider has.
        prompt: Where the words go in the body; ``"input.prompt"`` is ``prompt`` in the object ``input``.
        places: Where its own options go, if not under their names.
        pictures: Where the pictures are in an answer.
        batches: How batches are made; None where nothing tells that there are some.
        inline: How a picture is said in a field of its own, where a model's limits name these fields (``inputs``).
    """

    modes: Mapping[str, Mode] = field(factory=lambda: OPENAI, repr=False)
    models: str | None = "/models"
    always: Mapping[str, Any] = field(factory=dict)
    tweak: Tweak | None = None
    streams: bool = True
    previews: bool = False
    lifetime: float | None = 3600.0
    request_id: str = "x-request-id"
    errors: Mapping[str, type[Error]] = field(factory=dict)
    own: type[Base] | None = None
    prompt: str = "prompt"
    places: Mapping[str, str | Writer] = field(factory=dict)
    pictures: str = "data"
    batches: BatchDialect | None = None
    inline: Callable[[Doc], str] = field(default=url_of, repr=False)

    @property
    def masks(self) -> bool:
        """Whether there are masks."""
        return "edit" in self.modes and self.modes["edit"].masks


OPENAI: Final[Mapping[str, Mode]] = {
    "generate": Mode(path="/images/generations", options=GENERATE),
    "edit": Mode(
        path="/images/edits",
        options=EDIT,
        references=references,
        form=True,
        only_json=frozenset({"moderation"}),
    ),
    "variation": Mode(path="/images/variations", options=VARY, form=True, streams=False),
}

__all__ = ["COMMON", "EDIT", "GENERATE", "OPENAI", "VARY", "Dialect", "Doc", "Mode", "Unsayable"]
