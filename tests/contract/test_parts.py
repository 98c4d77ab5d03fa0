"""Contract: what a user says is carried or refused, in every form and by both verbs; none of it is dropped."""

from __future__ import annotations

import base64
from typing import Any, Final

import pytest
from contract.side import Side

import genai
from genai.testing.checks import PNG, pdf

pytestmark = pytest.mark.misfit  # a sound of a few bytes need not be one that the provider takes

HOME: Final = "https://example.org/"
DOCS: Final = {
    "image.inline": genai.Doc(PNG),
    "image.url": genai.Doc(url=f"{HOME}a.png"),
    "audio.inline": genai.Doc(b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(24), filename="a.wav"),
    "audio.url": genai.Doc(url=f"{HOME}a.wav"),
    "video.inline": genai.Doc(b"\x00\x00\x00\x18ftypmp42" + bytes(24), filename="a.mp4"),
    "video.url": genai.Doc(url=f"{HOME}a.mp4"),
    "document.inline": genai.Doc(pdf("Hello"), filename="a.pdf"),
    "document.url": genai.Doc(url=f"{HOME}a.pdf"),
}
ASKED: Final = "What is this?"


def mark(doc: genai.Doc) -> str:
    """What a request has that carries it."""
    return doc.url or base64.b64encode(doc.read()).decode()


def said_or_refused(side: Side, name: str, verb: str) -> bool:
    """A document stands in the request, beside its question; or nothing is sent. Whether it was carried."""
    streamed = verb == "gen_stream"
    llm, server = side.load(side.specimen.plain_stream if streamed else side.specimen.plain)
    asked: Any = genai.Messages.of(ASKED, DOCS[name])
    try:
        side.stream(llm, asked) if streamed else side.call(llm, verb, asked)
    except (genai.NotSupported, genai.InvalidRequest):
        assert [] == server.requests, name
        return False
    (request,) = server.requests
    body = request.content.decode()
    assert (name, True, True) == (name, ASKED in body, mark(DOCS[name]) in body)
    return True


def test_both_verbs_carry_the_same(side: Side) -> None:
    """What goes in whole goes in streamed; what is refused is refused by both, and nothing is dropped."""
    verbs = ("gen_sync", "gen_stream")
    whole, streamed = ({name for name in DOCS if said_or_refused(side, name, verb)} for verb in verbs)

    assert whole == streamed
