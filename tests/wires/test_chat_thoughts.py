"""``<think>``: what a text begins with is taken apart from the rest, wherever its pieces are cut."""

from __future__ import annotations

from itertools import pairwise

import pytest
from contract.chat import chunk, dumped, sse, whole
from contract.side import Side
from contract.specimen import specimen
from hypothesis import example, given
from hypothesis import strategies as st
from wires.chat_answers import said, speaker, streamed

from genai.providers._openai_chat.thoughts import Thoughts

START, END = "<think>", "</think>"
TEXTS = st.lists(
    st.sampled_from([START, END, "<", "</", "think", ">", " ", "\n", "\r\n", "\t", "\u00a0", "a", "\u2028", "🌦"]),
    max_size=12,
).map("".join)


def split(pieces: list[str], start: str = START, end: str = END) -> tuple[str, str, Thoughts]:
    """The thoughts and the text of what comes in these pieces."""
    thoughts = Thoughts(start, end)
    made = [one for piece in pieces for one in thoughts.feed(piece)] + list(thoughts.close())
    assert all(text for _, text in made)
    kinds = [kind for kind, _ in made]
    assert sorted(kinds) == kinds  # "reasoning" before "text", and never again
    reasoning, text = ("".join(said for kind, said in made if kind == wanted) for wanted in ("reasoning", "text"))
    return reasoning, text, thoughts


def expected(text: str) -> tuple[str, str]:
    """The same by the words of the rule, of the whole text."""
    blanks = " \t\r\n"
    bare = text.lstrip(blanks)
    if not bare.startswith(START):
        return "", text
    thought, _, rest = bare.removeprefix(START).partition(END)
    return thought.strip(blanks), rest.lstrip(blanks)


CASES = {
    "<think>Is it warm?</think>Yes.": ("Is it warm?", "Yes."),
    " \r\n<think>\n Is it\twarm? \n</think>\n\nYes. ": ("Is it\twarm?", "Yes. "),
    "<think></think>Yes.": ("", "Yes."),
    "<think> \n </think>\n\n": ("", ""),
    "<think>Is it warm?": ("Is it warm?", ""),
    "<think>Is it </thin": ("Is it </thin", ""),
    "<think>a </think >b</think>c": ("a </think >b", "c"),
    "<think>a<</think>b": ("a<", "b"),
    "<think>a</</think>b": ("a</", "b"),
    "<think>": ("", ""),
    "<thin": ("", "<thin"),
    "<thinking>a</thinking>": ("", "<thinking>a</thinking>"),
    "Yes. <think>a</think>": ("", "Yes. <think>a</think>"),
    "a</think>b": ("", "a</think>b"),
    "<think>a</think>b<think>c</think>d": ("a", "b<think>c</think>d"),
    "<think><think>a</think>b</think>": ("<think>a", "b</think>"),
    "\u00a0<think>a</think>b": ("", "\u00a0<think>a</think>b"),
    "": ("", ""),
    " \n": ("", " \n"),
}


@pytest.mark.parametrize("text", CASES)
def test_cases(text: str) -> None:
    """Thoughts, text, and what only looks like either: whole, and letter by letter."""
    assert CASES[text] == split([text])[:2] == split(list(text))[:2] == expected(text)


@given(text=TEXTS, data=st.data())
@example(text="<think>a \n</think>", data=None)
def test_any_split(text: str, data: st.DataObject | None) -> None:
    """Wherever a text is cut, with empty pieces too, its thoughts and its text are the same."""
    places = data.draw(st.lists(st.integers(0, len(text)))) if data else range(len(text))
    bounds = [0, *sorted(places), len(text)]
    pieces = [text[start:end] for start, end in pairwise(bounds)]

    assert expected(text) == split(pieces)[:2]


@given(text=TEXTS)
def test_what_is_cut(text: str) -> None:
    """``cut`` counts the letters before the text, so that offsets into the whole can be told."""
    _, rest, thoughts = split(list(text))

    assert rest == text[thoughts.cut :] if rest else True


@given(thought=st.text(), text=st.text(), size=st.integers(1, 9))
def test_other_marks(thought: str, text: str, size: int) -> None:
    """Marks may be any; nothing but blanks around the thoughts is lost."""
    whole = f"[T]{thought}[/T]{text}"
    pieces = [whole[at : at + size] for at in range(0, len(whole), size)]
    reasoning, rest, _ = split(pieces, "[T]", "[/T]")
    first, _, behind = f"{thought}[/T]{text}".partition("[/T]")

    assert (first.strip(" \t\r\n"), behind.lstrip(" \t\r\n")) == (reasoning, rest)


def test_blanks_are_held_no_longer_than_needed() -> None:
    """What is certain goes out at once: a mark's beginning is held back, and blanks before it, and no more."""
    thoughts = Thoughts(START, END)
    fed = [list(thoughts.feed(piece)) for piece in ("<th", "ink>", "a b", " c </", "x", "</think>", "\n", "d", " ")]

    assert [] == fed[0] == fed[1]
    assert [[("reasoning", "a b")], [("reasoning", " c")], [("reasoning", " </x")]] == fed[2:5]
    assert [[], [], [("text", "d")], [("text", " ")]] == fed[5:]
    assert [] == list(thoughts.close()) == list(thoughts.close())


@given(text=TEXTS, size=st.integers(1, 9))
def test_in_an_answer(text: str, size: int) -> None:
    """An answer whose text begins with thoughts is the same streamed and at once."""
    pieces = [chunk({"content": text[at : at + size]}) for at in range(0, len(text), size)]
    stream = streamed(sse([chunk({"role": "assistant", "content": ""}), *pieces, chunk({}, "stop")]))
    whole = said({"content": text})

    assert expected(text) == (whole.reasoning, whole.text)
    assert whole.message == stream.message


def test_the_end_alone_lets_go() -> None:
    """What may be a mark is text, or a thought, once the answer is over: by ``[DONE]``, or by its finish reason."""
    for end in (sse([]), sse([chunk({}, "stop")], b""), sse([chunk({}, "stop")])):
        assert "<thi" == streamed(sse([chunk({"content": "<thi"})], end)).text
        assert "a </t" == streamed(sse([chunk({"content": "<think>a </t"})], end)).reasoning


def test_no_marks_are_known() -> None:
    """Whose texts have no thoughts within may say ``<think>`` as they like."""
    assert "<think>a</think>b" == said({"content": "<think>a</think>b"}, speaker(think_tags=None)).text


def test_thoughts_beside_and_within() -> None:
    """Thoughts beside the text come first, those within it behind them; they never merge."""
    message = {"content": "<think>b</think>c", "reasoning_content": "a"}
    kinds = [(reply.kind, reply.block) for reply in said(message).message.replies]

    assert [("reasoning", 0), ("reasoning", 1), ("text", 2)] == kinds
    assert "a\n\nb" == said(message).reasoning


def test_groq() -> None:
    """Groq's raw form, through the front door."""
    body = dumped(whole({"content": "<think>\nHm.\n</think>\n\nYes."}))
    llm, _ = Side("sync", specimen("groq")).load(body)

    assert ("Hm.", "Yes.") == (llm.gen_sync("hi").reasoning, llm.gen_sync("hi").text)
