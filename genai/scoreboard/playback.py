"""Playback: a driver that answers a flow's steps from recorded exchanges. No network, and no waiting.

The rule here: a request is answered by an exchange with its method and its URL. The server's name, and what stands
before the provider's own path, may differ, as recordings are made at other hosts and regions; the question may too.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Mapping
from typing import Any, Final, TypeVar
from urllib.parse import urlsplit

from attrs import evolve, field, frozen

from ..client import Client
from ..drivers import AsyncDriver, Driver
from ..errors import ConnectionFailed, Error
from ..loading import load
from ..provider import Info
from ..runs import Run
from ..sansio import HttpRequest, HttpResponse, Open, Send, Sleep

T = TypeVar("T")

KEY: Final = "none"
"""What stands for a key; so short that it is no secret which had to be cut out of what is read."""
VARIABLE: Final = "ACCOUNT_ID"
"""What stands for a variable of a base URL."""


@frozen(kw_only=True)
class Exchange:
    """One recorded exchange: the request's method, URL and body, and the answer."""

    method: str
    url: str
    sent: bytes = field(repr=False)
    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)


class Playback(Driver):
    """
    A driver with recorded answers, each of which is given once.

    Attributes:
        played: The exchanges that were asked for, in order.
        missing: The requests that have no exchange, as ``"POST https://..."``.
        fetched: Files that were downloaded from a URL which an answer named.
    """

    def __init__(self, exchanges: Iterable[Exchange]) -> None:
        super().__init__()
        self.left = list(exchanges)
        self.played: list[Exchange] = []
        self.missing: list[str] = []
        self.fetched: list[str] = []

    def _do(self, step: Any, run: Run) -> Any:
        return None if isinstance(step, Sleep) else super()._do(step, run)

    def _send(self, step: Send, run: Run) -> HttpResponse:
        head, body = self._recorded(step, run)
        if step.into is None:
            return evolve(head, body=body)
        step.into.write_bytes(body)
        return head

    def _batches(self, step: Open[Any, T], run: Run, result: list[T]) -> Generator[list[Any], None, None]:
        head, body = self._recorded(step, run)
        decoder = run.decoder(step, head)
        try:
            batch = run.fragments(decoder, body)
            if batch:
                yield batch
            result.append(decoder.close())
        except Error as error:
            result.append(run.ended(error, decoder))

    def _recorded(self, step: Send | Open[Any, Any], run: Run) -> tuple[HttpResponse, bytes]:
        run.outgoing(step)  # what may not be sent is not answered either
        exchange = self._take(step)
        head = run.head(exchange.status, ((k.encode(), v.encode("latin-1")) for k, v in exchange.headers.items()))
        if not run.accepted(step, head):
            raise run.failed(step, head, exchange.body)
        return head, exchange.body

    def _take(self, step: Send | Open[Any, Any]) -> Exchange:
        request, base = step.request, step.endpoint.base_url
        found = next((one for rule in RULES for one in self.left if rule(request, base, one)), None)
        if found is None:
            self.missing.append(f"{request.method} {request.url}")
            raise ConnectionFailed(f"not recorded: {self.missing[-1]}", sent=False)
        self.left.remove(found)
        self.played.append(found)
        if not request.keyed:
            self.fetched.append(request.url)
        return found


def _path(url: str) -> str:
    return urlsplit(url).path


def same_url(request: HttpRequest, base: str, one: Exchange) -> bool:
    """The same method and URL."""
    return (request.method, request.url) == (one.method, one.url)


def same_endpoint(request: HttpRequest, base: str, one: Exchange) -> bool:
    """The same method, and behind the base URL the same path."""
    own = request.url.startswith(f"{base}/") and request.method == one.method
    return own and _path(one.url).endswith(_path(request.url.removeprefix(base)))


def same_folder(request: HttpRequest, base: str, one: Exchange) -> bool:
    """The same method, host and first part of the path: some have the question itself in the path."""
    asked, recorded = urlsplit(request.url), urlsplit(one.url)
    same_host = (request.method, asked.netloc) == (one.method, recorded.netloc)
    return request.method == "GET" and same_host and asked.path.split("/")[1:2] == recorded.path.split("/")[1:2]


RULES: Final = (same_url, same_endpoint, same_folder)


def home(info: Info) -> str:
    """A provider's base URL, whatever the environment says."""
    url = re.sub(r"{\w+}", VARIABLE, info.base_url)
    return url if "://" in url else f"https://{url}"


def client(info: Info, model: str, playback: Playback, *, base_url: str | None = None, **more: Any) -> Client:
    """A client whose answers are recorded ones."""
    made = load(
        info.name, model=model, api_key=KEY, base_url=base_url or home(info), retry=0, allow_insecure=True, **more
    )
    return Client(made._wire, playback, AsyncDriver(), made._timeout, made._retry, made._hooks)
