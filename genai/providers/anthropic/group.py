"""Group: raw endpoints that belong together, and what all of them share.

The rule here: raw types in, raw types out. In strict mode every answer is held against its raw type first.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ... import convert, drift
from ...errors import BadAnswer
from ...sansio import Flow, HttpRequest, HttpResponse, Send
from .errors import of_answer
from .limits import request_id

if TYPE_CHECKING:
    from .verbs import Anthropic


class Group:
    """Each method of a group is one endpoint, as a flow; a property that gives a group is a group within."""

    beta = ""
    """The header that all of its endpoints need."""

    def __init__(self, wire: Anthropic) -> None:
        self._wire = wire

    def _request(self, method: str, where: str, body: Any = None) -> HttpRequest:
        written = None if body is None else convert.unstructure(body)
        return self._wire.request(method, where, written, asked=(self.beta,) if self.beta else ())

    def _send(self, method: str, where: str, cls: Any, body: Any = None, *, repeatable: bool = True) -> Flow[Any]:
        """One exchange of JSON; the answer as a raw type."""
        return self._exchange(self._request(method, where, body), cls, repeatable)

    def _exchange(self, request: HttpRequest, cls: Any, repeatable: bool = True) -> Flow[Any]:
        response: HttpResponse = yield Send(request=request, endpoint=self._wire.endpoint, repeatable=repeatable)
        return self._read(response, response.json(), cls)

    def _read(self, response: HttpResponse, fields: Any, cls: Any) -> Any:
        wire = self._wire
        if isinstance(fields, dict) and fields.get("type") == "error":  # under status 200
            raise of_answer(wire.config.info.name, fields, response)
        try:
            if wire.config.strict:
                wire.raise_unknown(drift.unknown_fields(fields, cls))
            return convert.structure(fields, cls)
        except BadAnswer as error:
            error.status, error.body, error.request_id = response.status, response.body, request_id(response.headers)
            raise

    def _all(self, page: Callable[[str | None], Flow[Any]]) -> Flow[tuple[Any, ...]]:
        """The entries of all pages: each page is asked for after the last entry of the one before.

        https://platform.claude.com/docs/en/api/models/list
        """
        entries: list[Any] = []
        after: str | None = None
        while True:
            got = yield from page(after)
            entries += got.data
            if not got.has_more:
                return tuple(entries)
            if got.last_id is None or got.last_id == after:
                name = self._wire.config.info.name
                raise BadAnswer(f"{name}: the list goes on, but its page has no end that is new: {after!r}")
            after = got.last_id
