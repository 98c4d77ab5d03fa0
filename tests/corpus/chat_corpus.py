"""The recorded exchanges of Chat Completions, and how each of them is played to genai.

The rule here: an exchange is one of Chat by its URL alone, in whatever folder of the corpus it is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import corpus_files
import httpx2
from attrs import frozen
from corpus_files import Interaction

import genai
from genai.messages import Reply
from genai.results import Result

ENDS = ("/chat/completions", "//text.pollinations.ai/openai")
PATHS = re.compile(r"(/chat/completions|/openai)?(\?.*)?$")
"""What is not the base of a URL."""

PLAYED_AS = {
    # whose wire a folder's traffic is, where that is not the provider of the folder's name
    "gemini": "openaicompatible",  # Google's OpenAI-compatible endpoint
}
BY_HOST = {
    # folders with the traffic of several providers
    "api.deepseek.com": "deepseek",
    "api.groq.com": "groq",
    "api.mistral.ai": "mistral",
    "api.openai.com": "openaichat",
}
MIXED = ("openaicompatible", "openairesponses")


def is_chat(url: str) -> bool:
    """Whether a URL is that of conversations."""
    return url.partition("?")[0].endswith(ENDS)


@frozen(kw_only=True)
class Exchange:
    """
    A recorded exchange.

    Args:
        path: The cassette, with its folder.
        index: Its place in the cassette.
        provider: The provider of genai's that it is played to.
        exchange: What was recorded.
    """

    path: str
    index: int
    provider: str
    exchange: Interaction

    @property
    def name(self) -> str:
        """What people call it: the cassette, and its place in it."""
        return f"{self.path.removesuffix('.yaml')}-{self.index}"

    @property
    def status(self) -> int:
        """The status of the answer."""
        return self.exchange.status

    @property
    def headers(self) -> dict[str, str]:
        """The headers of the answer."""
        return self.exchange.headers

    @property
    def body(self) -> bytes:
        """The body of the answer."""
        return self.exchange.body

    @property
    def url(self) -> str:
        """Where it was sent."""
        url: str = self.exchange.request["uri"]
        return url

    @property
    def sent(self) -> dict[str, Any]:
        """The recorded request's body."""
        body = self.exchange.request["body"]
        decoded = json.loads(body) if body else {}
        assert isinstance(decoded, dict)
        return decoded

    @property
    def streamed(self) -> bool:
        """Whether a stream was asked for."""
        return bool(self.sent.get("stream"))


def provider_of(folder: str, url: str) -> str:
    """The provider of genai's for an exchange."""
    host = urlsplit(url).hostname or ""
    return BY_HOST.get(host, folder) if folder in MIXED else PLAYED_AS.get(folder, folder)


def exchanges(wanted: Callable[[str, str], bool]) -> Iterator[Exchange]:
    """The recorded exchanges whose method and URL are wanted, of all folders."""
    for row in corpus_files.rows():
        if any(wanted(request["method"], request["url"]) for request in row["requests"]):
            for index, exchange in enumerate(corpus_files.interactions(row["path"])):
                request = exchange.request
                if wanted(request["method"], request["uri"]):
                    provider = provider_of(row["provider"], request["uri"])
                    yield Exchange(path=row["path"], index=index, provider=provider, exchange=exchange)


@cache
def conversations() -> tuple[Exchange, ...]:
    """All exchanges of Chat Completions."""
    return tuple(exchanges(lambda method, url: method == "POST" and is_chat(url)))


# --- Playing ----------------------------------------------------------------------------------------------------------


@frozen(kw_only=True)
class Outcome:
    """What came of an exchange: a result or an error; and the fragments, if it was streamed."""

    result: Result | None = None
    error: genai.Error | None = None
    replies: tuple[Reply, ...] = ()


Handler = Callable[[httpx2.Request], httpx2.Response]


def client(exchange: Exchange, *, size: int = 0, handler: Handler | None = None, **more: Any) -> genai.Client:
    """A strict client whose every request gets the recorded answer, in pieces of ``size`` bytes; or what ``handler``
    gives."""
    body = exchange.body

    def recorded(request: httpx2.Request) -> httpx2.Response:
        pieces = (body[i : i + size] for i in range(0, len(body), size)) if size else body
        return httpx2.Response(exchange.status, headers=exchange.headers, content=pieces)

    transport = httpx2.MockTransport(handler or recorded)
    loaded = {
        "model": exchange.sent.get("model"),
        "api_key": "sk-test",
        "base_url": PATHS.sub("", exchange.url, count=1),
        "strict": True,
        "retry": 0,
    }
    return genai.load(exchange.provider, http_client=httpx2.Client(transport=transport), **{**loaded, **more})


def play(exchange: Exchange, *, size: int = 0) -> Outcome:
    """The recorded answer, read by genai: streamed where it was asked for so."""
    sound = exchange.sent.get("audio")
    output: dict[str, Any] = {"output": "audio"} if sound else {}
    names = {"voice": "voice", "format": "audio_format"}
    spoken = {names[key]: value for key, value in (sound or {}).items()}
    replies: list[Reply] = []
    try:
        llm = client(exchange, size=size, **output)
        if not exchange.streamed:
            return Outcome(result=llm.gen_sync("hi", **spoken))
        with llm.gen_stream("hi", **spoken) as stream:
            for reply in stream:
                replies.append(reply)  # one by one: what came before an error is kept
        return Outcome(result=stream.result, replies=tuple(replies))
    except genai.Error as error:
        return Outcome(error=error, replies=tuple(replies))


@cache
def outcome(path: str, index: int) -> Outcome:
    """The same, once for each exchange."""
    return play(next(one for one in conversations() if (one.path, one.index) == (path, index)))
