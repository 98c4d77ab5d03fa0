"""The raw endpoints of films, as flows: raw types in, raw types out.

https://platform.openai.com/docs/api-reference/videos

``llm.raw.videos.create(raw.CreateRequest(prompt="A cat"))`` carries one out. A file is a Doc beside the fields of text.

The rule here: what a caller writes is what is sent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from attrs import evolve

from ... import convert
from ...doc import Doc
from ...sansio import Flow, HttpResponse, Send
from .._openai.group import Group
from .._openai.multipart import form
from .._openai.paths import path
from .._openai_images.parts import upload
from . import raw

if TYPE_CHECKING:
    from .verbs import Films

OPENAI_ONLY: Final = "remix"
"""Who can do this has all that OpenAI has."""


class Endpoints(Group):
    """``llm.raw``."""

    _wire: Films

    @property
    def videos(self) -> Videos:
        """Films."""
        return Videos(self._wire)


class Videos(Group):
    """Films. A request is of the provider's own raw types; what it does not have is refused."""

    _wire: Films

    def create(self, request: Any, file: Doc | None = None) -> Flow[Any]:
        """
        A film from words.  https://platform.openai.com/docs/api-reference/videos/create

        Args:
            request: ``CreateRequest``.
            file: The picture that it begins with, as a file of a form, where there are forms.
        """
        return self._submit("generate", request, file)

    def edit(self, request: Any, file: Doc | None = None) -> Flow[Any]:
        """A film changed by words: ``EditRequest``.  https://platform.openai.com/docs/api-reference/videos/edit"""
        return self._submit("edit", request, file)

    def extend(self, request: Any, file: Doc | None = None) -> Flow[Any]:
        """A film that goes on: ``ExtendRequest``.  https://platform.openai.com/docs/api-reference/videos/extend"""
        return self._submit("extend", request, file)

    def remix(self, film: str, request: raw.RemixRequest) -> Flow[raw.Video]:
        """``POST /videos/{id}/remix``.  https://platform.openai.com/docs/api-reference/videos/remix"""
        return self._submit("remix", request, None, film)

    def get(self, film: str) -> Flow[Any]:
        """``GET /videos/{id}``: how far it is."""
        return self._send("GET", path("videos", film), self._wire.types.Video)

    def content(self, film: str, variant: raw.Variant | None = None) -> Flow[bytes]:
        """``GET /videos/{id}/content``, where films are downloaded by their ids: the bytes of a film, or of a picture
        of it."""
        wire = self._wire
        if wire.dialect.url:
            wire.refuse("raw: content")
        query = {"variant": variant} if variant else {}
        request = wire.request("GET", path("videos", film, "content", **query))
        response: HttpResponse = yield Send(request=request, endpoint=wire.endpoint)
        return response.body

    def list(
        self, *, after: str | None = None, limit: int | None = None, order: str | None = None
    ) -> Flow[raw.VideosResponse]:
        """``GET /videos``: a page of them.  https://platform.openai.com/docs/api-reference/videos/list"""
        self._need(OPENAI_ONLY, "list")
        return self._send("GET", path("videos", after=after, limit=limit, order=order), raw.VideosResponse)

    def list_all(self) -> Flow[tuple[raw.Video, ...]]:
        """All of them."""
        return self._all(lambda after: self.list(after=after))

    def delete(self, film: str) -> Flow[raw.DeletedVideo]:
        """``DELETE /videos/{id}``, of a job that has ended: this cancels nothing."""
        self._need(OPENAI_ONLY, "delete")
        return self._send("DELETE", path("videos", film), raw.DeletedVideo)

    # --- What all share ---

    def _need(self, mode: str, name: str) -> None:
        if mode not in self._wire.dialect.modes:
            self._wire.refuse(f"raw: {name}")

    def _submit(self, name: str, request: Any, file: Doc | None, film: str | None = None) -> Flow[Any]:
        wire = self._wire
        self._need(name, name)
        mode, fields = wire.dialect.modes[name], convert.unstructure(request)
        where = mode.at(film)
        if file is None:
            return self._send("POST", where, wire.types.Submitted, fields, repeatable=False)
        if not mode.form:
            wire.refuse(f"raw: {name} with a file")
        made = form({key: str(value) for key, value in fields.items()}, (mode.form, upload(file.loaded(), mode.form)))
        asked = wire.request("POST", where)
        asked = evolve(asked, headers={**asked.headers, **made.headers}, body=made.body)
        return self._exchange(asked, wire.types.Submitted, repeatable=False)
