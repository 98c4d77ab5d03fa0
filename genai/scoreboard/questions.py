"""Questions: what the smoke checks ask.

The rule here: an answer can be told right from wrong by its words alone, and the words are in no question by accident.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, Literal, TypeAlias

from attrs import frozen

from ..doc import Doc
from ..messages import Message, Messages, Reply, ToolCall, ToolCallResult, user
from ..tools import Tool
from . import judges

Media: TypeAlias = Callable[[str], bytes]
"""The bytes of one of the suite's files, by its name."""
Question: TypeAlias = Callable[[Media], Messages]


def square_root(number: float) -> str:
    """Calculate the square root of a number."""
    return f"{number**0.5:.2f}"


def best_country(first: str, second: str) -> Tool:
    """A tool with two equal choices, in this order."""
    country = {"type": "string", "enum": [first, second]}
    schema = {
        "type": "object",
        "properties": {"country": country},
        "required": ["country"],
        "additionalProperties": False,
    }
    return Tool(name="best_country", description="Tell which country is the best one.", parameters=schema)


@frozen
class Fruit:
    """What is asked for as JSON."""

    is_fruit: bool


ROOT_TOOL: Final = Tool(square_root)
ASK_ROOTS: Final = "Use the tool square_root, in two calls at once, to find the square roots of 132413 and of 91204."
ASK_ROOT: Final = "Use the tool square_root to find the square root of 132413. Answer with the number alone."
ROOT_CALL: Final = ToolCall(id="call000001", name="square_root", arguments='{"number": 132413}')
HELLO: Final = "Say hello, in one word."
TALE: Final = "Explain the theory of relativity, at length and in all details."
CANADA: Final = 'Tell all about Canada, at length. Begin with: "Canada is"'
FRUIT: Final = "Is a banana a fruit? Answer with JSON alone, and no explanation"
MINISTER: Final = "Search the web: who is the Prime Minister of Canada now? One source will do. Give the name alone."
PAGE: Final = "Read https://perdu.com and tell what it says."
QUACK: Final = "The capital of Quackiland is Quack. The Big Canard Statue is located in Quack."
RECOLOUR: Final = "Make the fruit in this picture blue."
DOODLE: Final = "A doodle of a brown and white shiba inu that happily eats a pink ice-cream, on plain white."
SUITE: Final = "https://raw.githubusercontent.com/maruel/genai/refs/heads/main/scoreboard/testdata/"
"""Where the suite's pictures, sounds and films are, which the checks by URL name."""


def says(*parts: str | Doc) -> Question:
    """A question that needs no file of the suite."""
    return lambda media: Messages.of(*parts)


def with_root(media: Media) -> Messages:
    """The question, the call of the tool, and its result."""
    called = Message(replies=(Reply(tool_call=ROOT_CALL),))
    answered = ToolCallResult(id=ROOT_CALL.id, name=ROOT_CALL.name, content=(judges.ROOT,))
    return Messages.of(ASK_ROOT, called, answered)


def cites(text: str, name: str, mime_type: str) -> Question:
    """A document, and what can only be known from it."""
    doc = Doc(text.encode(), filename=name, mime_type=mime_type)
    return lambda media: Messages.of(user(doc, "What is the capital of Quackiland?"))


def shows(question: str, file: str, way: Literal["Inline", "URL"]) -> Question:
    """One of the suite's files, by its bytes or by its URL."""
    return lambda media: Messages.of(
        user(question, Doc(media(file), filename=file) if way == "Inline" else Doc(url=SUITE + file))
    )


# --- Histories --------------------------------------------------------------------------------------------------------

WORD: Final = "heron"
"""What was said before, and is asked for now."""
LOOKED_UP: Final = "Which bird is it? Answer in one word."
REMEMBERED: Final = "Which bird did I name at the beginning? Answer in one word."
LIST: Final = " ".join(f"Rule {n}: of {n} birds, {n * 7 % 31} are grey, {n * 11 % 37} are white." for n in range(300))
"""So long, with more than 3000 tokens, that whoever has a cache puts it there."""
ASK_LIST: Final = "Which rule speaks of 17 birds? Answer with its number alone."


def said(text: str, **more: Any) -> Message:
    """What a model is to have said."""
    return Message(replies=(Reply(text=text, **more),))


def long_history(media: Media) -> Messages:
    """Twenty turns, and what was said in the first."""
    turns = [turn for n in range(20) for turn in (f"How much is {n} and {n}?", said(f"It is {2 * n}."))]
    return Messages.of(f"Remember this bird: {WORD}.", said("I will."), *turns, REMEMBERED)


def foreign_history(media: Media) -> Messages:
    """Thoughts, a tool's call and marks, as another provider gives them; what the tool told is asked for."""
    thought = Reply(reasoning="The tool knows it.", opaque={"elsewhere": {"signature": "c2lnbmVk"}})
    call = Reply(tool_call=ToolCall(id="toolu_elsewhere_01", name="remembered_bird"))
    told = ToolCallResult(id="toolu_elsewhere_01", name="remembered_bird", content=(WORD,))
    asked = "Which bird did I name yesterday? Look it up."
    return Messages.of(asked, Message(replies=(thought, call)), told, said("I have looked it up."), LOOKED_UP)


# --- Files that stand for the suite's in a replay, where only their kind counts --------------------------------------

BEGINNINGS: Final = {
    "pdf": b"%PDF-1.4\n",
    "jpg": b"\xff\xd8\xff\xe0",
    "gif": b"GIF89a\x01\x00\x01\x00",
    "png": b"\x89PNG\r\n\x1a\n",
    "webp": b"RIFF\x00\x00\x00\x00WEBPVP8 ",
    "mp3": b"ID3\x04",
    "aac": b"\xff\xf1",
    "flac": b"fLaC",
    "ogg": b"OggS",
    "wav": b"RIFF\x00\x00\x00\x00WAVEfmt ",
    "mp4": b"\x00\x00\x00\x18ftypmp42",
    "webm": b"\x1aE\xdf\xa3",
}


def stand_in(file: str) -> bytes:
    """The first bytes of a file of that kind."""
    return BEGINNINGS[file.rpartition(".")[2]] + bytes(16)
