"""Group: raw endpoints that belong together, and what all of them share.

The rule here: raw types in, raw types out. In strict mode every answer is held against its raw type first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from ... import convert, drift
from ...errors import BadAnswer, Error
from ...sansio import Flow, HttpRequest, HttpResponse, Send
from ...wire import Wire
from .errors import error_of


class Group:
    """Each method of a group is one endpoint, as a flow; a property that gives a group is a group within."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def _send(self, method: str, path: str, cls: Any, body: Any = None, *, repeatable: bool = True) -> Flow[Any]:
        """One exchange of JSON; the answer as a raw type."""
        return self._exchange(self._wire.request(method, path, body), cls, repeatable)

    def _exchange(self, request: HttpRequest, cls: Any, repeatable: bool) -> Flow[Any]:
        wire = self._wire
        response: HttpResponse = yield Send(request=request, endpoint=wire.endpoint, repeatable=repeatable)
        fields = response.json()
        if isinstance(fields, dict) and isinstance(fields.get("error"), (dict, str)) and "id" not in fields:
            raise self._refusal(fields, response)  # under status 200
        with _of(response):
            if wire.config.strict:
                wire.raise_unknown(drift.unknown_fields(fields, cls))
            return convert.structure(fields, cls)

    def _refusal(self, fields: Any, response: HttpResponse) -> Error:
        """The error that an answer is, whatever its status says."""
        return error_of(self._wire.config.info.name, fields, status=response.status, body=response.body)

    def _all(self, page: Callable[[str | None], Flow[Any]]) -> Flow[tuple[Any, ...]]:
        """The entries of all pages: each page is asked for after the last entry of the one before."""
        entries: list[Any] = []
        after: str | None = None
        seen = {after}
        while True:
            got = yield from page(after)
            entries += got.data
            if not got.has_more:
                return tuple(entries)
            after = got.last_id or (getattr(got.data[-1], "id", None) if got.data else None)
            if after in seen:
                name = self._wire.config.info.name
                raise BadAnswer(f"{name}: the list goes on, but its page has no end that is new: {after!r}")
            seen.add(after)


@contextmanager
def _of(response: HttpResponse) -> Iterator[None]:
    """A block that reads an answer: its BadAnswer says which answer it was."""
    try:
        yield
    except BadAnswer as error:
        error.status, error.body = response.status, response.body
        error.request_id = response.headers.get("x-request-id")
        raise
