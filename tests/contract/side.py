"""Both drivers behind one face, so that each contract test is written once."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from typing import Any, TypeAlias

import httpx2
from attrs import define, field
from contract.specimen import Specimen

import genai

KEY = "sk-contract-0123456789"
Answer: TypeAlias = "tuple[int, bytes] | tuple[int, bytes, dict[str, str]] | bytes | Exception"


class Pieces(httpx2.SyncByteStream, httpx2.AsyncByteStream):
    """A body in pieces, for either kind of client."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = tuple(pieces)

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._pieces)

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self._pieces:
            yield piece


@define
class Server:
    """Gives the answers in turn (the last one again and again), and remembers the requests."""

    specimen: Specimen
    answers: list[Answer]
    requests: list[httpx2.Request] = field(factory=list)

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.requests.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        status, body, *more = answer if isinstance(answer, tuple) else (200, answer)
        kind = "text/event-stream" if body.startswith((b"event:", b"data:")) else "application/json"
        headers = {"content-type": kind, self.specimen.request_id: "req_1", **dict(*more)}
        return httpx2.Response(
            status, headers=headers, stream=Pieces(body[i : i + 37] for i in range(0, len(body), 37))
        )

    async def asynchronous(self, request: httpx2.Request) -> httpx2.Response:
        """The same for asyncio."""
        return self(request)

    def told(self, status: int, body: bytes) -> tuple[Any, ...]:
        """What an error carries of an answer: its status, its body, and the id of the request."""
        return status, body, "req_1"

    def bodies(self) -> list[Any]:
        """The decoded bodies of the requests, each held against the provider's own description first."""
        decoded = []
        for request in self.requests:
            body = json.loads(request.content) if request.content else None
            assert [] == self.specimen.request_faults(request.method, request.url.path, body)
            decoded.append(body)
        return decoded


@define
class Side:
    """One of the two drivers."""

    kind: str
    specimen: Specimen

    def load(self, *answers: Answer, **arguments: Any) -> tuple[genai.Client, Server]:
        """A client, and the server that it talks to."""
        server = Server(self.specimen, list(answers))
        arguments = {"api_key": KEY, "retry": 0, "strict": True, **self.specimen.load, **arguments}
        llm = genai.load(
            self.specimen.name,
            http_client=httpx2.Client(transport=httpx2.MockTransport(server)),
            async_http_client=httpx2.AsyncClient(transport=httpx2.MockTransport(server.asynchronous)),
            **arguments,
        )
        return llm, server

    def alike(self, result: genai.Result) -> genai.Result:
        """What of a result is the same for every time that the same is answered."""
        return result

    def call(self, llm: genai.Client, verb: str, *args: Any, **kwargs: Any) -> Any:
        """Call a verb on this side."""
        if self.kind == "sync":
            return getattr(llm, verb)(*args, **kwargs)
        return asyncio.run(getattr(llm.aio, verb)(*args, **kwargs))

    def stream(
        self, llm: genai.Client, *args: Any, see: Callable[[Any], None] = lambda fragment: None, **kwargs: Any
    ) -> genai.Result:
        """Stream to the end, showing each fragment; the stream's result."""
        if self.kind == "sync":
            with llm.gen_stream(*args, **kwargs) as stream:
                for fragment in stream:
                    see(fragment)
            return stream.result

        async def streamed() -> genai.Result:
            async with llm.aio.gen_stream(*args, **kwargs) as stream:
                async for fragment in stream:
                    see(fragment)
            return stream.result

        return asyncio.run(streamed())
