"""Drawing: the checks of what makes them, be it an API of pictures or a tool of a model of text.

The rule here: a picture is one whose bytes say so; what it shows, nobody looks at.
"""

from __future__ import annotations

import base64
from typing import Final

from ..doc import Doc
from ..messages import Messages
from ..results import Result
from .subject import Gen, Subject, need

PNG: Final = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEUlEQVR42mP4z8CAFTEMLQkAKP8/wc53yE8AAAAASUVORK5CYII="
)
"""A red square."""
DRAW: Final = "Draw a red square."
RECOLOUR: Final = "Now make it blue."
MASK: Final = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAYAAADED76LAAAADUlEQVR42mNgGAUgAAABCAABXbcZDQAAAABJRU5ErkJggg=="
)
"""A picture of the same size, transparent all over: everything may be changed."""


def drawn(result: Result, least: int = 1) -> Result:
    """The answer, if it has that many pictures."""
    found = [doc for doc in result.docs if (doc.mime_type or "").startswith("image/")]
    need(len(found) >= least, f"{len(found)} pictures")
    return result


def picture(gen: Gen) -> Result:
    """A picture is made of words."""
    return drawn(gen(DRAW, size="1024x1024"))


def picture_two(gen: Gen) -> Result:
    """Two pictures are made at once."""
    return drawn(gen(DRAW, n=2), 2)


def picture_edit(gen: Gen) -> Result:
    """A picture is changed where a mask says so."""
    asked = Messages.of(RECOLOUR, Doc(PNG, filename="square.png"))
    return drawn(gen(asked, mask=Doc(MASK, filename="mask.png")))


def picture_variation(gen: Gen) -> Result:
    """A picture is made like another one, without words."""
    return drawn(gen(Messages.of(Doc(PNG, filename="square.png"))))


def picture_tool(gen: Gen) -> Result:
    """A model of text has a picture made by the provider's tool."""
    return drawn(gen(DRAW, size="1024x1024", quality="low"))


def picture_turns(gen: Gen) -> Result:
    """The picture of one turn is changed in the next one."""
    messages = Messages.of(DRAW)
    first = drawn(gen(messages, quality="low"))
    return drawn(gen(messages + first + RECOLOUR, quality="low"))


def picture_previews(subject: Subject) -> Result:
    """A picture is shown before it is done."""
    options = {**subject.arguments, "partial_images": 2}
    with subject.load() as llm, llm.gen_stream(DRAW, **options) as stream:
        shown = [reply.doc for reply in stream if reply.partial]
    need(shown, "no preview")
    return drawn(stream.result)
