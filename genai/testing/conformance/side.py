"""Side: one of the two drivers, sync or asyncio, and a server of canned answers; so that each check is written once.

The rule here: the real client, the real wire and the real driver run; only the connection is not there.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, Literal, TypeAlias

from attrs import define, field, frozen

from ... import network
from ...client import Client
from ...loading import load
from ...results import Result
from .specimen import Specimen

KEY: Final = "sk-of-the-conformance-kit-0123456789"
PIECE: Final = 37
"""Bytes that are sent at once: less than an event."""
SIDES: Final = ("sync", "asyncio")
Kind: TypeAlias = Literal["sync", "asyncio"]
Answer: TypeAlias = "tuple[int, bytes] | bytes"
"""A body of status 200, or a status and a body."""


@frozen
class Sent:
    """A request as it was sent."""

    method: str
    url: str
    body: bytes

    @property
    def text(self) -> str:
        """All of it that can be read, JSON without its escapes."""
        try:
            body = json.dumps(json.loads(self.body), ensure_ascii=False) if self.body else ""
        except ValueError:
            body = self.body.decode("latin-1")
        return f"{self.method} {self.url}\n{body}"


@define
class Server:
    """Gives the answers in turn, the last one again and again, and remembers the requests."""

    specimen: Specimen
    answers: list[Answer]
    requests: list[Sent] = field(factory=list)

    def __call__(self, method: str, url: str, body: bytes) -> tuple[int, dict[str, str], Iterable[bytes]]:
        self.requests.append(Sent(method, url, body))
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        status, said = answer if isinstance(answer, tuple) else (200, answer)
        streams = (self.specimen.stream, self.specimen.error_in_stream)
        begun = status == 200 and said != b"" and any(one.startswith(said) for one in streams)
        kind = self.specimen.stream_type if begun else "application/json"
        return status, {"content-type": kind, **self.specimen.headers}, _pieces(said)


def _pieces(said: bytes) -> Iterator[bytes]:
    return (said[at : at + PIECE] for at in range(0, len(said), PIECE))


@define
class Side:
    """One of the two drivers, for one provider."""

    kind: Kind
    provider: str
    specimen: Specimen

    def load(self, *answers: Answer, **arguments: Any) -> tuple[Client, Server]:
        """A client in strict mode, and the server that it talks to."""
        server = Server(self.specimen, list(answers or (b"",)))
        usual = {"api_key": KEY, "retry": 0, "strict": True, **self.specimen.load}
        clients = {"http_client": network.replaying(server), "async_http_client": network.replaying_async(server)}
        llm = load(self.provider, **{**usual, **clients, **arguments})
        return llm, server

    def call(self, llm: Client, verb: str, *args: Any, **kwargs: Any) -> Any:
        """Call a verb on this side."""
        if self.kind == "sync":
            return getattr(llm, verb)(*args, **kwargs)
        return asyncio.run(getattr(llm.aio, verb)(*args, **kwargs))

    def stream(
        self, llm: Client, *args: Any, see: Callable[[Any], None] = lambda fragment: None, **kwargs: Any
    ) -> Result:
        """Stream to the end, showing each fragment; the stream's result."""
        if self.kind == "sync":
            with llm.gen_stream(*args, **kwargs) as stream:
                for fragment in stream:
                    see(fragment)
            return stream.result
        return asyncio.run(_streamed(llm, args, kwargs, see))

    def asks(self, llm: Client) -> list[Callable[[Client], Result]]:
        """A question, asked at once and, where that is promised, as a stream."""
        whole = [lambda llm: self.call(llm, "gen_sync", "hi")]
        return whole + [lambda llm: self.stream(llm, "hi")] * llm.capabilities.gen_stream


async def _streamed(llm: Client, args: Any, kwargs: Any, see: Callable[[Any], None]) -> Result:
    async with llm.aio.gen_stream(*args, **kwargs) as stream:
        async for fragment in stream:
            see(fragment)
    return stream.result
