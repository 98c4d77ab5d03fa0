"""Missing: what is said of a request that a cassette does not have: what was asked, what it has, what comes closest.

The rule here: whoever reads it can tell whether the program or the recording is wrong, without opening the file.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Final, TypeAlias
from urllib.parse import urlsplit

from attrs import frozen

from ..values import shortened
from .compare import difference

LISTED: Final = 10
SHOWN: Final = 300
"""Characters of a body."""
COMPARED: Final = 5000
"""Bytes of bodies whose likeness is looked at."""


class Unrecorded(AssertionError):
    """A request that the cassette does not have, or has no answer left for; the message says what it has instead."""


@frozen
class Asked:
    """A request, without its secrets; ``played`` when it was recorded and its answer is given already."""

    method: str
    url: str
    body: bytes = b""
    played: bool = False

    def __str__(self) -> str:
        return f"{self.method} {self.url}{' (played)' if self.played else ''}"


Rank: TypeAlias = tuple[bool, bool, bool, float]


def explained(name: str, asked: Asked, recorded: Sequence[Asked]) -> str:
    """The message about a request that a cassette of this name does not have."""
    lines = [f"{name} does not have this request:", f"  {asked}", *_body(asked), *_had(recorded)]
    if recorded:
        closest = max(recorded, key=lambda one: _rank(one, asked))
        lines += ["the closest:", f"  {closest}", *(f"  {line}" for line in _differences(closest, asked))]
    return "\n".join(lines)


def _body(asked: Asked) -> list[str]:
    return [f"  {shortened(asked.body.decode('utf-8', 'replace'), SHOWN)}"] if asked.body else []


def _had(recorded: Sequence[Asked]) -> list[str]:
    if not recorded:
        return ["it has none"]
    more = len(recorded) - LISTED
    return ["it has:", *(f"  {one}" for one in recorded[:LISTED]), *([f"  and {more} more"] if more > 0 else [])]


def _rank(one: Asked, asked: Asked) -> Rank:
    alike = SequenceMatcher(None, one.body[:COMPARED], asked.body[:COMPARED], autojunk=False).quick_ratio()
    same_path = urlsplit(one.url).path == urlsplit(asked.url).path
    return one.url == asked.url, same_path, one.method == asked.method, alike


def _differences(closest: Asked, asked: Asked) -> list[str]:
    bodies = difference(closest.body, asked.body).splitlines()
    lines = [f"another {what}" for what in ("method", "url") if getattr(closest, what) != getattr(asked, what)]
    lines += ["another body:", *bodies] if bodies else []
    return lines or ["the same, and its answer is given already"]
