"""The corpus of recorded provider traffic, read in place.

It is taken from the environment variable ``GENAI_CORPUS``, else from ``../shared/corpus`` beside the repository. Its
README says what it holds; nothing of it is copied here.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

ROOT = Path(os.environ.get("GENAI_CORPUS") or Path(__file__).resolve().parents[1] / ".." / "shared" / "corpus")

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml's is ten times faster


class Interaction(NamedTuple):
    """One exchange: the request as recorded; the answer's status, headers (one value each) and body."""

    request: dict[str, Any]
    status: int
    headers: dict[str, str]
    body: bytes


def available() -> bool:
    """Whether the corpus is there."""
    return (ROOT / "INDEX.jsonl").is_file()


def rows(**want: Any) -> Iterator[dict[str, Any]]:
    """The rows of the index that have these values, such as ``rows(provider="groq", stream=True)``."""
    if not available():
        return
    with open(ROOT / "INDEX.jsonl", encoding="utf-8") as file:
        for row in map(json.loads, file):
            if all(row.get(key) == value for key, value in want.items()):
                yield row


@lru_cache(maxsize=8)
def interactions(path: str) -> tuple[Interaction, ...]:
    """The exchanges of one cassette, in the order in which they were recorded."""
    document = yaml.load((ROOT / path).read_bytes(), Loader=_Loader)  # a safe loader, whichever it is
    return tuple(map(_interaction, document["interactions"]))


def _interaction(recorded: dict[str, Any]) -> Interaction:
    response = recorded["response"]
    headers = {
        name.lower(): values if isinstance(values, str) else values[0] for name, values in response["headers"].items()
    }
    body = response["body"]["string"]
    return Interaction(
        recorded["request"],
        response["status"]["code"],
        headers,
        body.encode() if isinstance(body, str) else bytes(body or b""),
    )
