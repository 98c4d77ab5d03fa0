"""Provider and AsyncProvider: what every client can do, as protocols that ``isinstance`` can check.

Naming: ``gen_sync`` is one answer at once, ``gen_stream`` one answer in fragments, ``gen_async`` **a job** that runs
at the provider (not asyncio). asyncio is ``llm.aio``, with the same names, options and results.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, Literal, Protocol, TypeAlias, Unpack, runtime_checkable
from urllib.parse import urlsplit

from attrs import Factory, field, frozen

from .capabilities import Capabilities
from .checks import Options
from .jobs import Job
from .messages import Messages, MessagesLike, Reply
from .results import Result
from .settings import Settings, Shorthand

if TYPE_CHECKING:
    from .scoreboard import Score

Output: TypeAlias = Literal["text", "image", "audio", "video", "embedding"]
OUTPUTS: Final = ("text", "image", "audio", "video", "embedding")
OnUnsupported: TypeAlias = Literal["raise", "warn"]


def _own_host(info: Info) -> frozenset[str]:
    parts = urlsplit(info.base_url)
    known = parts.scheme == "https" and parts.hostname and "{" not in parts.hostname
    return frozenset({parts.hostname or ""}) if known else frozenset()


@frozen(kw_only=True)
class Info:
    """
    What is known of a provider before its wire is loaded.

    Args:
        name: The package's name.
        title: The provider's own name for the API.
        docs: The API reference.
        aliases: Other names that ``load`` takes.
        key_variables: The environment variables that may hold a key, the first one named in messages.
        key_url: Where to get a key.
        base_url: Without a trailing slash; ``{VARIABLE}`` in it is taken from the environment.
        hosts: The provider's own hosts, to which its key may go. Default: the one of base_url, if it is asked over TLS.
        file_hosts: Hosts that made files are downloaded from, without the key; ``".example.com"`` includes all below.
        file_names: Other names under which a Doc's file id for this provider may stand.
        regions: Key variable to base URL: which variable is set decides where calls go. The first one is the default.
        keyless: It answers without a key as well.
    """

    name: str
    title: str
    docs: str
    aliases: tuple[str, ...] = ()
    key_variables: tuple[str, ...] = ()
    key_url: str = ""
    base_url: str
    hosts: frozenset[str] = field(default=Factory(_own_host, takes_self=True))
    file_hosts: frozenset[str] = frozenset()
    file_names: tuple[str, ...] = ()
    regions: Mapping[str, str] = field(factory=dict)
    keyless: bool = False


@frozen(kw_only=True)
class Config:
    """What ``load()`` hands to a provider package's ``wire(config)``. The key is never shown."""

    info: Info
    model: str
    output: Output = "text"
    base_url: str
    key: Any = field(repr=False)
    strict: bool = False
    on_unsupported: OnUnsupported = "raise"
    allow_insecure: bool = False
    limits: Mapping[str, Any] = field(factory=dict)


@frozen(kw_only=True)
class Ask:
    """
    One request, checked and merged: what a wire's verbs get.

    Args:
        name: Our own id for the job that it becomes; it goes along where the provider keeps such a thing.
    """

    messages: Messages
    settings: Settings
    name: str = ""


@frozen(kw_only=True)
class EmbedAsk(Ask):
    """Texts to make vectors of, at least one, and their options: what ``Wire.embed`` gets. There are no messages."""

    messages: Messages = field(factory=Messages)
    texts: tuple[str, ...]


class TextStream(Protocol):
    """The fragments of one answer; a context manager, and an iterator."""

    @property
    def text(self) -> Iterator[str]:
        """The text fragments alone."""

    @property
    def result(self) -> Result:
        """The whole answer once the stream is over; before that, what has arrived (``complete=False``)."""

    def __iter__(self) -> Iterator[Reply]: ...
    def close(self) -> None: ...


class AsyncTextStream(Protocol):
    """The same, with ``async for`` and ``async with``."""

    @property
    def text(self) -> AsyncIterator[str]:
        """The text fragments alone."""

    @property
    def result(self) -> Result:
        """As in TextStream."""

    def __aiter__(self) -> AsyncIterator[Reply]: ...
    async def aclose(self) -> None: ...


class _Local(Protocol):
    """What a client knows without the network."""

    @property
    def name(self) -> str:
        """The provider's name."""

    @property
    def model(self) -> str:
        """The model's id."""

    @property
    def output(self) -> Output:
        """What it makes: text, image, audio, video or embedding."""

    @property
    def capabilities(self) -> Capabilities:
        """What this package promises."""

    @property
    def scoreboard(self) -> Score:
        """What was observed."""


@runtime_checkable
class Provider(_Local, Protocol):
    """A client for sync code."""

    def gen_sync(self, messages: MessagesLike, /, *options: Options, **shorthand: Unpack[Shorthand]) -> Result:
        """One answer at once."""

    def gen_stream(self, messages: MessagesLike, /, *options: Options, **shorthand: Unpack[Shorthand]) -> TextStream:
        """One answer in fragments."""

    def gen_async(self, messages: MessagesLike, /, *options: Options, **shorthand: Unpack[Shorthand]) -> Job:
        """A job that runs at the provider; poll it with ``poke_result``."""

    def poke_result(self, job: Job) -> Result:
        """A job's result, or a pending one (``result.pending``)."""


@runtime_checkable
class AsyncProvider(_Local, Protocol):
    """A client for asyncio: the same verbs, awaited (``gen_stream`` is not: its stream is what is awaited)."""

    async def gen_sync(self, messages: MessagesLike, /, *options: Options, **shorthand: Unpack[Shorthand]) -> Result:
        """One answer at once."""

    def gen_stream(
        self, messages: MessagesLike, /, *options: Options, **shorthand: Unpack[Shorthand]
    ) -> AsyncTextStream:
        """One answer in fragments."""

    async def gen_async(self, messages: MessagesLike, /, *options: Options, **shorthand: Unpack[Shorthand]) -> Job:
        """A job that runs at the provider."""

    async def poke_result(self, job: Job) -> Result:
        """A job's result, or a pending one."""
