"""The raw endpoints of the Images API, as flows: raw types in, raw types out.

https://platform.openai.com/docs/api-reference/images

``llm.raw.generate(raw.GenerateRequest(prompt="A cat"))`` carries one out. Pictures that go in as files are Docs beside
the fields of text: ``llm.raw.edit(raw.EditForm(prompt="Bluer"), doc, mask=mask)``.

The rule here: what a caller writes is what is sent. The base64 of an answer stays as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

from attrs import evolve

from ... import convert
from ...doc import Doc
from ...results import Result
from ...sansio import Flow, HttpRequest, HttpResponse, Open
from ...wire import streaming
from ...wiretypes import Unknown
from .._openai.events import Check, EventDecoder
from .._openai.group import Group
from .._openai.multipart import form
from .._openai_chat.decode import error_in
from . import raw
from .decode import check_object
from .encode import Speaker
from .parts import files

if TYPE_CHECKING:
    from .verbs import Images

STREAM: Final = {"stream": True}
Own: TypeAlias = Any
"""A request of the provider's own raw types."""


class Endpoints(Group):
    """``llm.raw``: pictures and models. Providers with fields of their own have requests in their ``rawimages``."""

    _wire: Images

    def generate(self, request: raw.GenerateRequest | Own) -> Flow[raw.ImagesResponse]:
        """``POST /images/generations``.  https://platform.openai.com/docs/api-reference/images/create"""
        return self._exchange(self._json("generate", request), self._wire.types.ImagesResponse, repeatable=True)

    @streaming
    def generate_stream(self, request: raw.GenerateRequest | Own) -> Flow[Any]:
        """The same, streamed: its fragments are raw events, its result is the last of them.

        https://platform.openai.com/docs/api-reference/images-streaming
        """
        return self._open(self._json("generate", request, STREAM), request.n)

    def edit(
        self, request: raw.EditRequest | raw.EditForm | Own, *images: Doc, mask: Doc | None = None
    ) -> Flow[raw.ImagesResponse]:
        """
        ``POST /images/edits``.  https://platform.openai.com/docs/api-reference/images/createEdit

        Args:
            request: JSON, which names its pictures; or the text of a form.
            images: The files of a form, 1 to 16.
            mask: A file of a form, whose transparent parts say where to edit.
        """
        return self._exchange(self._edit(request, images, mask), self._wire.types.ImagesResponse, repeatable=True)

    @streaming
    def edit_stream(self, request: raw.EditRequest | raw.EditForm, *images: Doc, mask: Doc | None = None) -> Flow[Any]:
        """The same, streamed: its fragments are raw events, its result is the last of them."""
        return self._open(self._edit(request, images, mask, STREAM), request.n)

    def vary(self, request: raw.VariationForm, image: Doc) -> Flow[raw.ImagesResponse]:
        """``POST /images/variations``.  https://platform.openai.com/docs/api-reference/images/createVariation"""
        asked = self._form("variation", request, (image,), None)
        return self._exchange(asked, self._wire.types.ImagesResponse, repeatable=True)

    # --- What all share ---

    def _path(self, name: str) -> str:
        mode = self._wire.dialect.modes.get(name)
        if mode is None:
            self._wire.refuse(f"raw: {name}")
        return mode.path

    def _json(self, name: str, request: Any, more: Any = None) -> HttpRequest:
        return self._wire.request("POST", self._path(name), {**convert.unstructure(request), **(more or {})})

    def _form(self, name: str, request: Any, images: Any, mask: Doc | None, more: Any = None) -> HttpRequest:
        from .verbs import said

        text = {key: said(value) for key, value in {**convert.unstructure(request), **(more or {})}.items()}
        loaded = [image.loaded() for image in images]
        made = form(text, *files(loaded, mask and mask.loaded()))
        asked = self._wire.request("POST", self._path(name))
        return evolve(asked, headers={**asked.headers, **made.headers}, body=made.body)

    def _edit(self, request: Any, images: Any, mask: Doc | None, more: Any = None) -> HttpRequest:
        if isinstance(request, raw.EditForm):
            return self._form("edit", request, images, mask, more)
        return self._json("edit", request, more)

    def _open(self, request: HttpRequest, n: int | None) -> Flow[Any]:
        wire = self._wire
        check = wire.check_event if wire.config.strict else None

        def decoder(head: HttpResponse) -> RawDecoder:
            return RawDecoder(wire.speaker, wire.types.EVENTS, head, check, n or 1)

        event: Any = yield Open(request=request, endpoint=wire.endpoint, decoder=decoder)
        return event


class RawDecoder(EventDecoder[Any, Any]):
    """
    A stream's bytes in, raw events out; ``close`` gives the last one.

    Args:
        speaker: Who makes the pictures.
        types: The raw types of events, by their ``type``.
        head: The answer's status and headers.
        check: Sees each event first, as decoded JSON; strict mode raises there.
        n: How many pictures were asked for.
    """

    def __init__(
        self, speaker: Speaker, types: Any, head: HttpResponse, check: Check | None = None, n: int = 1
    ) -> None:
        super().__init__(speaker.provider, head, check)
        self._speaker = speaker
        self._types = types
        self._left = n
        self._last: Any = None

    def take(self, fields: Any) -> tuple[Any, ...]:
        """One event."""
        if fields.get("error") or fields["type"] == "error":
            raise error_in(fields, self._head, self._speaker)
        type_ = fields["type"]
        cls = self._types.get(type_)
        made = Unknown(type_, fields) if cls is None else convert.structure(fields, cls)
        self._last = made
        self._left -= type_.endswith(".completed")
        self.over = self._left <= 0
        return (made,)

    def whole(self, response: Any) -> tuple[()]:
        """A whole answer, from a server that does not stream: that is the result, and there are no events."""
        check_object(response, self._head, self._speaker)
        self._last = convert.structure(response, raw.ImagesResponse)
        return ()

    def ended(self) -> Any:
        """The last event."""
        return self._last

    def partial(self) -> Result:
        """Raw events are not folded, so there is nothing but a mark."""
        return Result(complete=False, provider=self._provider)
