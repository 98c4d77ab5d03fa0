"""Group: raw endpoints of Google's that belong together, and what all of them share.

The rule here: raw types in, raw types out. What is named ``cachedContents/abc`` may be given by that name, by ``abc``,
or as the raw object.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ... import convert, drift
from ...errors import BadAnswer, InvalidRequest
from ...sansio import Flow, HttpRequest, HttpResponse, Send
from .._openai.paths import path
from .decode import check_object

if TYPE_CHECKING:
    from .verbs import Google


class Group:
    """Each method of a group is one endpoint, as a flow; a property that gives a group is a group within."""

    def __init__(self, wire: Google) -> None:
        self._wire = wire

    def _send(self, method: str, where: str, cls: Any, body: Any = None, *, repeatable: bool = True) -> Flow[Any]:
        """One exchange of JSON; the answer as a raw type."""
        request = self._wire.request(method, where, None if body is None else convert.unstructure(body))
        return self._exchange(request, cls, repeatable)

    def _exchange(self, request: HttpRequest, cls: Any, repeatable: bool = True) -> Flow[Any]:
        response: HttpResponse = yield Send(request=request, endpoint=self._wire.endpoint, repeatable=repeatable)
        return self._read(response, cls)

    def _read(self, response: HttpResponse, cls: Any) -> Any:
        wire, fields = self._wire, response.json()
        if not isinstance(fields, dict) or not {"name", "done"} & fields.keys():  # an operation may have an error
            check_object(fields, response, wire.asked())
        try:
            if wire.config.strict:
                wire.raise_unknown(drift.unknown_fields(fields, cls))
            return convert.structure(fields, cls)
        except BadAnswer as error:
            error.status, error.body = response.status, response.body
            raise

    def _all(self, page: Callable[[str | None], Flow[Any]], name: str) -> Flow[tuple[Any, ...]]:
        """The entries of all pages, which each name the next one."""
        entries: list[Any] = []
        token: str | None = None
        seen: set[str | None] = set()
        while True:
            got = yield from page(token)
            entries += getattr(got, name) or ()
            seen.add(token)
            token = got.nextPageToken
            if not token:
                return tuple(entries)
            if token in seen:
                provider = self._wire.config.info.name
                raise BadAnswer(f"{provider}: the list goes on, but its page has no end that is new: {token!r}")


def named(collection: str, thing: Any, *more: str, verb: str = "", **query: Any) -> str:
    """The path of a thing in a collection; ``verb`` is what stands behind a colon."""
    name = thing if isinstance(thing, str) else getattr(thing, "name", None) or getattr(thing, "id", None)
    if not isinstance(name, str) or not name:
        raise InvalidRequest(f"not the name of one of {collection}: {thing!r}")
    steps = name.split("/") if "/" in name else [collection, name]
    where = path(*steps, *more)
    _, mark, rest = path("x", **query).partition("?")
    return f"{where}{f':{verb}' if verb else ''}{mark}{rest}"
