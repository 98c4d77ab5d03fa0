"""Downloads: what an answer has as a URL, fetched.

The rule here: what is made is not lost when its download fails: the error has the result, with where it is.
"""

from __future__ import annotations

from collections.abc import Callable

from attrs import evolve

from ...doc import Doc
from ...errors import BadAnswer, Error, InvalidRequest
from ...results import Result
from ...sansio import Endpoint, Flow, HttpRequest


def downloaded(
    result: Result, fetch: Callable[[Doc], Flow[Doc]], wanted: Callable[[Doc], bool] = lambda doc: True
) -> Flow[Result]:
    """
    The result with the bytes of its documents.

    Args:
        result: What may have documents.
        fetch: Downloads one.
        wanted: Whether one is to be downloaded; others stay what they are.

    Raises:
        BadAnswer: A download is empty.
    """
    replies = []
    for reply in result.message.replies:
        if reply.doc is not None and reply.doc.data is None and wanted(reply.doc):
            try:
                made = yield from fetch(reply.doc)
                if not made.data:
                    raise BadAnswer(f"{result.provider}: the download is empty", provider=result.provider)
            except Error as error:
                error.result = error.result or result
                raise
            reply = evolve(reply, doc=evolve(made, expires=None))
        replies.append(reply)
    return evolve(result, message=evolve(result.message, replies=tuple(replies)))


def from_home(endpoint: Endpoint) -> Callable[[Doc], bool]:
    """Whether a document may be downloaded: it is a URL of the provider's own, or nowhere but with it."""

    def allowed(doc: Doc) -> bool:
        try:
            endpoint.credentials(HttpRequest(url=doc.url or endpoint.base_url, keyed=False))
        except InvalidRequest:
            return False
        return True

    return allowed
