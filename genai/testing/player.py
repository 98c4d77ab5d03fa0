"""Player: answers requests from recordings in JSON files, without a network and without vcrpy.

    >>> from genai import load, network
    >>> from genai.testing.player import Player
    >>> player = Player()
    >>> llm = load("openai", api_key="none", http_client=network.replaying(player.play))

A file has ``provenance``, ``source``, ``recorded`` and ``interactions``, each with a ``request`` and a ``response``. A
request has ``method``, ``url`` and perhaps a JSON ``body``, or the ``lines`` of JSON that it uploads; a response
``status``, ``headers`` and either a JSON ``body``, ``lines`` of JSON, or ``events``, which are sent as server-sent
events, in pieces that are cut anywhere. A batch has a new name each time; here it is ``genai-0000000000000000``.

The rule here: a request is answered only when it is exactly what was recorded, and each answer is given once.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from attrs import field, frozen, mutable

from ..errors import InvalidRequest
from ..values import a_tuple
from .compare import difference

NAME: Final = re.compile(rb"genai-[0-9a-f]{16}")
NAME_HERE: Final = b"genai-0000000000000000"
PIECE: Final = 100
"""Bytes of a stream that are sent at once: less than an event, so that events arrive cut."""


class NotRecorded(InvalidRequest):
    """A request that the recording does not have; the message shows the difference."""


@frozen(kw_only=True)
class Recorded:
    """
    A recording.

    Args:
        name: The file's name.
        provenance: ``"live"``, ``"server"``, ``"emulator"`` or ``"composed"``.
        source: Who answered; for a composed one, the documentation it is written from.
        recorded: The day.
        interactions: Requests with their responses.
    """

    name: str
    provenance: str
    source: str
    recorded: str
    interactions: tuple[Mapping[str, Any], ...] = field(converter=a_tuple, repr=False)

    @classmethod
    def parse(cls, name: str, text: str) -> Recorded:
        """A recording from its file."""
        return cls(name=name, **json.loads(text))


@mutable
class Player:
    """Plays one recording after another: ``put`` one in, and let a client ask."""

    left: list[Mapping[str, Any]] = field(factory=list)
    name: bytes = NAME_HERE

    def put(self, recording: Recorded) -> None:
        """Play this from now on."""
        self.left = list(recording.interactions)

    def play(self, method: str, url: str, body: bytes) -> tuple[int, Mapping[str, str], bytes | Iterable[bytes]]:
        """The answer to a request. NotRecorded when it is not the next one of its method and URL."""
        self.name = next(iter(NAME.findall(body)), self.name)
        body = NAME.sub(NAME_HERE, body)
        for index, one in enumerate(self.left):
            if (one["request"]["method"], one["request"]["url"]) == (method, url):
                _check(one["request"], body, f"{method} {url}")
                del self.left[index]
                response = one["response"]
                made = _body(response)
                named = made.replace(NAME_HERE, self.name) if isinstance(made, bytes) else made
                return response["status"], response["headers"], named
        raise NotRecorded(f"the recording has no {method} {url} (any more)")


def _check(recorded: Mapping[str, Any], asked: bytes, what: str) -> None:
    body = recorded.get("body", recorded.get("lines"))
    if "lines" in recorded:
        asked = json.dumps([json.loads(line) for line in asked.splitlines() if line.startswith(b"{")]).encode()
    differing = difference(None if body is None else json.dumps(body).encode(), asked)
    if differing:
        raise NotRecorded(f"{what} differs from the recording:\n{differing}")


def _body(response: Mapping[str, Any]) -> bytes | Iterator[bytes]:
    if "lines" in response:
        return b"".join(json.dumps(line).encode() + b"\n" for line in response["lines"])
    if "events" not in response:
        return json.dumps(response["body"]).encode()
    stream = "".join(f"event: {event['type']}\ndata: {json.dumps(event)}\n\n" for event in response["events"]).encode()
    return (stream[start : start + PIECE] for start in range(0, len(stream), PIECE))
