"""Cassettes: recorded HTTP exchanges in vcrpy's format, each with a header that says where its answers come from.

``use_cassette(path)`` plays one, ``recording(path, header, scrubber)`` makes one. vcrpy stands between the client and
its connections, so all of the client is exercised; it hands on a streamed body in one piece.

The rule here: a request is matched by method, URL and body (JSON as JSON); one that was not recorded is an error that
shows the difference. Nothing is written in which a secret is left, be it one that only the requests tell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from attrs import asdict, evolve, field, fields, frozen
from attrs.validators import in_, instance_of, matches_re

from ..errors import InvalidRequest
from .carried import carried
from .compare import difference
from .missing import Asked, Unrecorded, explained
from .names import names_of
from .scrub import Scrubber

try:
    import vcr
    import yaml
    from vcr.persisters.filesystem import CassetteNotFoundError
    from vcr.serialize import deserialize, serialize
    from vcr.serializers import yamlserializer
except ImportError as missing:
    raise ImportError("cassettes need more packages: pip install 'genai-providers[testing]'") from missing

PROVENANCES: Final = {
    "live": "a real provider account",
    "server": "a real inference server or gateway: which one, which version",
    "emulator": "a third-party emulator: which one, which version",
    "composed": "written from the documentation",
}
MODES: Final = ("sync", "stream", "job", "other")


@frozen(kw_only=True)
class Header:
    """
    What stands above the exchanges of a cassette.

    Args:
        provenance: A key of ``PROVENANCES``.
        source: Who answered, with its version; for a composed one, the documentation it is written from.
        recorded: The day, as ``YYYY-MM-DD``.
        provider: The provider package that asked.
        model: The model, by the name that the cassette's requests have.
        base_url: Where the requests went.
        mode: One of ``MODES``.
        check: The name of the check in ``genai.testing.checks``.
        arguments: Keyword options that went along with every call.
        outcome: What the check found: ``"ok"``, ``"unmet: ..."``, or the error's class.
    """

    provenance: str = field(validator=in_(PROVENANCES))
    source: str = field(validator=matches_re(r"(?s).*\S.*"))
    recorded: str = field(validator=matches_re(r"\d{4}-\d\d-\d\d"))
    provider: str = field(validator=matches_re(r"\S+"))
    model: str = field(validator=matches_re(r"\S+"))
    base_url: str = field(validator=matches_re(r"https?://\S+"))
    mode: str = field(validator=in_(MODES))
    check: str = field(validator=matches_re(r"\w+"))
    arguments: Mapping[str, Any] = field(factory=dict, validator=instance_of(Mapping))  # type: ignore[type-abstract]
    outcome: str = "ok"

    @property
    def place(self) -> Path:
        """Where the cassette belongs, below the folder of all cassettes."""
        return Path(self.provider, self.model.replace("/", "--").replace(":", "--"), self.mode, f"{self.check}.yaml")


class SecretLeft(InvalidRequest):
    """A cassette was not written, because a secret is still in it."""


def read(path: str | Path) -> Header:
    """The header of a cassette; InvalidRequest when it has none, or a wrong one."""
    data = yamlserializer.deserialize(Path(path).read_text("utf-8"))
    try:
        return Header(**{a.name: data[a.name] for a in fields(Header) if a.name in data})
    except (TypeError, ValueError) as error:
        raise InvalidRequest(f"{Path(path).name}: no sound header: {error.args[0]}") from None


@frozen(eq=False)
class Replay:
    """A cassette that is being played."""

    header: Header
    cassette: Any = field(repr=False)
    missing: list[str] = field(factory=list)
    """The requests that were made and are not in it."""

    @property
    def recorded(self) -> list[Asked]:
        """Its requests."""
        counts = self.cassette.play_counts
        return [_asked(one, played=bool(counts[n])) for n, one in enumerate(self.cassette.requests)]

    @property
    def unused(self) -> tuple[str, ...]:
        """The exchanges that nobody has asked for yet."""
        return tuple(str(one) for one in self.recorded if not one.played)

    @property
    def all_played(self) -> bool:
        """Every exchange has been asked for."""
        return not self.unused


@contextmanager
def use_cassette(path: str | Path, secrets: Iterable[str] = ()) -> Iterator[Replay]:
    """
    Play a cassette: within the block, whatever HTTP client is used gets its answers from it, without a network.

    Args:
        path: The file.
        secrets: What stands for the texts that were taken out when it was recorded, where requests still have them.

    Raises:
        FileNotFoundError: There is no such cassette.
        Unrecorded: From the call itself, when its request was not recorded, or has no answer left; the message tells
            what was asked, what is recorded, and how the closest differs.
    """
    header = read(path)
    scrubbing = _Scrubbing(Scrubber(secrets=secrets))
    with scrubbing.vcr(playing=True).use_cassette(path=str(path), persister=_Reader()) as cassette:
        replay = Replay(header, cassette)
        playable = cassette.can_play_response_for

        def watched(asked: Any) -> bool:
            if playable(asked):
                return True
            one = scrubbing.asked(asked)
            replay.missing.append(str(one))  # known also where the caller hides the error
            raise Unrecorded(explained(Path(path).name, one, replay.recorded))

        cassette.can_play_response_for = watched
        with names_of(one.body for one in cassette.requests):
            yield replay


class Recording:
    """A cassette in the making, written when its block ends without an exception and something was exchanged."""

    def __init__(self, path: Path, header: Header | Callable[[str], Header], scrubbing: _Scrubbing) -> None:
        self.path = path
        self.header = header
        self.outcome: str | None = None
        self.written = False
        self.keep = True
        self.left: list[str] = []
        self._scrubbing = scrubbing

    def ended(self, outcome: str, keep: bool = True) -> None:
        """Say what the check found, and whether to write it."""
        self.keep = keep
        self.outcome = self._scrubbing.scrubber.text(outcome)

    def load_cassette(self, path: Any, serializer: Any) -> Any:
        """For vcrpy: a recording starts empty."""
        raise CassetteNotFoundError

    def save_cassette(self, path: Any, exchanges: Mapping[str, Any], serializer: Any) -> None:
        """For vcrpy: write the file, unless a secret is left. (To raise here would leave vcrpy's patches in place.)"""
        header = self.header if isinstance(self.header, Header) else self.header(exchanges["requests"][0].uri)
        if self.outcome is not None:
            header = evolve(header, outcome=self.outcome)
        text = dumped(header, serialize(exchanges, _Plain))
        looked_at = [text, *_parts(exchanges)]  # YAML writes bytes as base64, and letters as escapes
        self.left = list(dict.fromkeys(told for part in looked_at for told in self._scrubbing.scrubber.left(part)))
        if self.left or not self.keep:
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(text, "utf-8")
        self.written = True


def _parts(exchanges: Mapping[str, Any]) -> Iterator[str | bytes]:
    """All that was sent and came back, as it was."""
    for request in exchanges["requests"]:
        yield request.uri
        yield request.body or b""
        yield from map(str, request.headers.values())
    for response in exchanges["responses"]:
        yield response["body"]["string"]
        yield from (value for values in response["headers"].values() for value in values)


@contextmanager
def recording(path: str | Path, header: Header | Callable[[str], Header], scrubber: Scrubber) -> Iterator[Recording]:
    """
    Record what is exchanged within the block, in place of what the file held.

    Args:
        path: The file.
        header: What stands above the exchanges, or what makes it of the first request's URL.
        scrubber: Takes out what must not be kept, beside the keys and cookies that the exchanges themselves carry.

    Raises:
        SecretLeft: At the end of the block, when a secret would be in the file; then it is not written.
    """
    scrubbing = _Scrubbing(scrubber)
    tape = Recording(Path(path), header, scrubbing)
    asked = {"record_mode": "all", "drop_unused_requests": True, "record_on_exception": False}
    with scrubbing.vcr().use_cassette(path=str(path), persister=tape, **asked):
        yield tape
    if tape.left:
        raise SecretLeft(f"{tape.path.name} is not written: in it there is still {', '.join(tape.left)}")


def dumped(header: Header, exchanges: Mapping[str, Any]) -> str:
    """A cassette as text: the header, then vcrpy's own document."""
    given = asdict(header, filter=lambda a, value: value not in (None, {}))
    return yaml.dump({**given, **exchanges}, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=float("inf"))


# --- vcrpy, fitted ----------------------------------------------------------------------------------------------------


class _Scrubbing:
    """A scrubber that learns the secrets which requests and answers carry, and vcrpy set up to use it."""

    def __init__(self, scrubber: Scrubber) -> None:
        self.scrubber = scrubber

    def vcr(self, playing: bool = False) -> Any:
        made = vcr.VCR(
            record_mode="none",
            match_on=("method", "url", "body"),
            before_record_request=self._played if playing else self._request,
            before_record_response=self._response,
            decode_compressed_response=True,
        )
        made.register_matcher("url", self._url)
        made.register_matcher("body", self._body)
        return made

    def asked(self, one: Any) -> Asked:
        """A request as it may be shown."""
        return Asked(one.method, self.scrubber.url(one.uri), self.scrubber.data(one.body) or b"")

    def _learn(self, *args: Any) -> None:
        new = [secret for secret in carried(*args) if secret not in self.scrubber.secrets]
        if new:
            self.scrubber = evolve(self.scrubber, secrets=[*self.scrubber.secrets, *new])

    def _request(self, one: Any) -> Any:
        self._learn(one.headers, one.uri)
        one.uri, one.body = self.scrubber.url(one.uri), self.scrubber.data(one.body)
        one.headers = self.scrubber.request_headers(one.headers)
        return one

    def _played(self, one: Any) -> Any:
        """As it is: whether it has a secret where the recording has none is for the matchers."""
        self._learn(one.headers, one.uri)
        return one

    def _response(self, one: Any) -> Any:
        _refuse_encoded(one["headers"])
        self._learn(one["headers"])
        body = self.scrubber.data(one["body"]["string"]) or b""
        return {**one, "headers": self.scrubber.response_headers(one["headers"]), "body": {"string": body}}

    def _url(self, asked: Any, recorded: Any) -> None:
        if recorded.uri not in (asked.uri, self.scrubber.url(asked.uri)):
            raise AssertionError(recorded.uri)

    def _body(self, asked: Any, recorded: Any) -> None:
        if difference(recorded.body, asked.body) and difference(recorded.body, self.scrubber.data(asked.body)):
            raise AssertionError("another body")


def _asked(one: Any, played: bool = False) -> Asked:
    return Asked(one.method, one.uri, one.body or b"", played)


def _refuse_encoded(headers: Mapping[str, Any]) -> None:
    """What vcrpy could not decode, nobody could look into for secrets."""
    encodings = [v for name, values in headers.items() if name.lower() == "content-encoding" for v in values]
    if set(encodings) - {"identity"}:
        raise InvalidRequest(f"an answer in the encoding {encodings[0]} is not recorded: it cannot be searched")


class _Reader:
    """vcrpy reads a cassette through this; there is no writing."""

    @staticmethod
    def load_cassette(path: Any, serializer: Any) -> Any:
        return deserialize(Path(path).read_text("utf-8"), yamlserializer)

    @staticmethod
    def save_cassette(path: Any, exchanges: Any, serializer: Any) -> None:
        raise AssertionError("a cassette that is played is not written")


class _Plain:
    """vcrpy's document before it becomes text, so that the header can go above it."""

    @staticmethod
    def serialize(exchanges: Mapping[str, Any]) -> Any:
        return exchanges


class _Dumper(yaml.SafeDumper):
    """Texts of several lines as blocks, so that streams can be read, and edited."""


def _text(dumper: yaml.SafeDumper, text: str) -> Any:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _text)
