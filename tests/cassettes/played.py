"""What all tests of cassettes need: where they lie, their exchanges, and the client that they were recorded with."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

import yaml

import genai
from genai.testing import cassettes, checks

ROOT: Final = Path(__file__).resolve().parents[2] / "testdata" / "cassettes"
PATHS: Final = {path.relative_to(ROOT).with_suffix("").as_posix(): path for path in sorted(ROOT.rglob("*.yaml"))}
"""``PROVIDER/MODEL/MODE/CHECK``, to the file."""
LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml's is ten times faster


def subject(header: cassettes.Header, **more: Any) -> checks.Subject:
    """The client as it was when the cassette was recorded."""
    usual = {"model": header.model, "base_url": header.base_url, "api_key": "none", "retry": 0, **more}
    return checks.Subject(
        load=lambda **differing: genai.load(header.provider, **{**usual, **differing}),
        arguments=header.arguments,
        poll_interval=0.001,
    )


def exchanges(path: Path) -> list[Any]:
    """What was sent and what came back."""
    return list(yaml.load(path.read_bytes(), Loader=LOADER)["interactions"])
