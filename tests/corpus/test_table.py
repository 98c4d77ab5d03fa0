"""The table of all recorded answers: for each provider and wire, how many were read, and what was wrong with them.

The rule here: what is expected comes from the readings beside each wire's own tests, which know nothing of genai's
decoders; this file only counts, and lets nothing out.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple, TypeAlias

import corpus_files
import pytest
from corpus import anthropic_reading, chat_errors, gemini_reading
from corpus import test_anthropic as anthropic
from corpus import test_bedrock as bedrock
from corpus import test_chat as chat
from corpus import test_cloudflare as cloudflare
from corpus import test_cohere as cohere
from corpus import test_gemini as gemini
from corpus import test_ollama as ollama
from corpus import test_openairesponses as responses
from corpus.chat_corpus import Exchange, is_chat, outcome
from corpus.chat_reading import chunks, reading

import genai
from genai.results import Result

pytestmark = [
    pytest.mark.skipif(not corpus_files.available(), reason="no corpus of recorded traffic (GENAI_CORPUS)"),
    pytest.mark.misfit,  # what is sent here is no request of the recorded models'
]

Differs: TypeAlias = Callable[[Any], int]
"""How many things of a recorded answer genai reads otherwise."""


def by_key(reading: Callable[[Any], Mapping[str, Any]], read: Callable[[Any], Mapping[str, Any]]) -> Differs:
    """A reading against genai's, thing by thing."""

    def differs(one: Any) -> int:
        expected, found = reading(one), read(one)
        return sum(expected[key] != found.get(key) for key in expected)

    return differs


def by_assertion(check: Callable[[Any], None]) -> Differs:
    """The same of a reading that asserts: its first difference is all that it tells."""

    def differs(one: Any) -> int:
        try:
            check(one)
        except AssertionError:
            return 1
        return 0

    return differs


def counted(differs: Differs, one: Any) -> dict[str, int]:
    """What is unknown in an answer, and what is wrong; an answer that genai refuses is wrong."""
    try:
        return {"unknown": 0, "mismatches": differs(one)}
    except genai.Error as error:
        return {"unknown": len(getattr(error, "unknown_fields", ())), "mismatches": 1}


# --- The wires of their own -------------------------------------------------------------------------------------------


class Own(NamedTuple):
    """A wire: its answers, whether one is a stream, how it is read; and how many errors its tests hold to a class."""

    answers: Sequence[Any]
    streamed: Callable[[Any], bool]
    differs: Differs
    errors: int


def given(parameters: Iterable[Any]) -> list[Any]:
    """What stands in the parameters of a test."""
    return [parameter.values[0] for parameter in parameters]


def result_of(llm: genai.Client, streamed: bool) -> Result:
    """An answer, as it was asked for."""
    if not streamed:
        return llm.gen_sync("hi")
    with llm.gen_stream("hi") as stream:
        list(stream)
    return stream.result


def by_kind(module: Any) -> Callable[[Any], bool]:
    """Whether an exchange of Cohere's or of Ollama's is a stream."""
    return lambda one: bool(module.kind(one) == "stream")


def check_lines(module: Any) -> Callable[[Any], None]:
    """The check of Cohere's tests, or of Ollama's."""
    return lambda one: module.check(one, result_of(module.client(one), by_kind(module)(one)))


def streamed_responses(one: Any) -> bool:
    """Whether an answer of the Responses API is a stream."""
    return bool(responses.sent(one).get("stream"))


def check_responses(one: Any) -> None:
    """The check of the tests of the Responses API."""
    streamed = streamed_responses(one)
    answer = responses.terminal(one.body) if streamed else json.loads(one.body)
    responses.check(result_of(responses.client(one), streamed), answer, one.headers)


OWN: Final[Mapping[str, Own]] = {
    "anthropic": Own(
        [one for _, one in anthropic.ANSWERS],
        anthropic_reading.streamed,
        by_key(anthropic_reading.reading, lambda one: anthropic.read(anthropic.play(one))),
        len(anthropic.ERRORS),
    ),
    "bedrock": Own(
        bedrock.TALKS,
        lambda one: bool(one.verb == "converse-stream"),
        by_key(bedrock.reading, lambda one: bedrock.read(bedrock.play(one))),
        len(bedrock.FAILED),
    ),
    "cloudflare": Own(
        cloudflare.TALKS,
        lambda one: bool(one.sent.get("stream")),
        by_key(cloudflare.reading, lambda one: cloudflare.read(cloudflare.ask(one, cloudflare.client(one)))),
        len(cloudflare.FAILED),
    ),
    "cohere": Own(
        given(cohere.of_kind("sync", "stream")),
        by_kind(cohere),
        by_assertion(check_lines(cohere)),
        len(cohere.of_kind("error")),
    ),
    "gemini": Own(
        [one for name, one in gemini.ANSWERS if name != gemini.FILTERED],
        gemini_reading.streamed,
        by_key(gemini_reading.reading, lambda one: gemini.read(gemini.play(one))),
        len(gemini.ERRORS) + 1,  # the filtered answer is one
    ),
    "ollama": Own(
        given(ollama.of_kind("sync", "stream")),
        by_kind(ollama),
        by_assertion(check_lines(ollama)),
        len(ollama.of_kind("error")),
    ),
    "openairesponses": Own(
        given(responses.of_kind("sync", "stream")),
        streamed_responses,
        by_assertion(check_responses),
        len(responses.of_kind("error")),
    ),
}


def of_own() -> dict[str, Counter[str]]:
    """For each provider: how many answers were read, and what was wrong with them."""
    rows: dict[str, Counter[str]] = {}
    for provider, own in OWN.items():
        row = rows[provider] = Counter(errors=own.errors, answers=len(own.answers))
        for one in own.answers:
            row.update(streams=int(own.streamed(one)), **counted(own.differs, one))
    return rows


# --- Chat Completions -------------------------------------------------------------------------------------------------


def differences(one: Exchange) -> int:
    """How many things genai reads otherwise, of those that ``reading`` knows; all of them, when it raises."""
    result = outcome(one.path, one.index).result
    expected = reading(one.body, one.headers)
    found = chat.read(result) if result is not None else {}
    return sum(expected[key] != found.get(key) for key in expected)


def unknown(one: Exchange) -> int:
    """How many fields and values the raw types do not know."""
    return len(getattr(outcome(one.path, one.index).error, "unknown_fields", ()))


def mapped(one: Exchange) -> bool:
    """Whether an error has the class that its words ask for."""
    return type(outcome(one.path, one.index).error) in {chat_errors.ERRORS[row] for row in chat_errors.rows(one.body)}


def of_chat() -> dict[str, Counter[str]]:
    """For each provider: how many answers were read, and what was wrong with them."""
    rows: dict[str, Counter[str]] = {}
    for one in chat.ALL:
        row = rows.setdefault(one.provider, Counter())
        row["unknown"] += unknown(one)
        if one.name in chat.NOT_PLAYED:
            row["not played"] += 1
        elif chat.failed(one):
            row["errors" if mapped(one) else "not mapped"] += 1
        else:
            row["answers"] += 1
            row["streams"] += one.streamed
            row["mismatches"] += differences(one)
        row["events"] += len(chunks(one.body)) if one.streamed else 0
    return rows


# --- The table --------------------------------------------------------------------------------------------------------

COLUMNS = ("answers", "streams", "events", "errors", "not played", "not mapped", "unknown", "mismatches")
WRONG = COLUMNS[-3:]


def printed(title: str, rows: Mapping[str, Counter[str]]) -> Counter[str]:
    """The rows of a wire, and their sum, which is given back."""
    total = sum(rows.values(), Counter[str]())
    print(f"\n{title:24}" + "".join(f"{column:>12}" for column in COLUMNS))
    for provider, row in [*sorted(rows.items()), ("all", total)]:
        print(f"{provider:24}" + "".join(f"{row[column]:12}" for column in COLUMNS))
    return total


def test_every_answer_is_read(capsys: pytest.CaptureFixture[str]) -> None:
    """Of all recorded answers none has a field that is unknown, and none is read wrongly; the table shows it."""
    indexed = sum(
        request["method"] == "POST" and is_chat(request["url"])
        for row in corpus_files.rows()
        for request in row["requests"]
    )
    with capsys.disabled():
        talked = printed("Chat Completions", of_chat())
        own = printed("wires of their own", of_own())

    assert indexed == len(chat.ALL) == sum(talked[key] for key in ("answers", "errors", "not mapped", "not played"))
    assert (690, 380) < (talked["answers"] + talked["errors"], own["answers"])
    assert dict.fromkeys(WRONG, 0) == {column: (talked + own)[column] for column in WRONG}


def denied(one: Any) -> None:
    """A check that nothing passes."""
    assert one is None


def test_what_is_wrong_is_counted() -> None:
    """The table is not all zeros by itself: a thing read otherwise and an unknown field are each counted."""
    _, one = anthropic.STREAMS[0]
    differs = OWN["anthropic"].differs
    odd = one._replace(body=one.body.replace(b'"role":"assistant"', b'"role":"assistant","telepathy":1'))
    other = by_key(
        lambda one: {**anthropic_reading.reading(one), "text": "?"}, lambda one: anthropic.read(anthropic.play(one))
    )

    assert {"unknown": 0, "mismatches": 0} == counted(differs, one)
    assert {"unknown": 0, "mismatches": 1} == counted(other, one)
    assert {"unknown": 1, "mismatches": 1} == counted(differs, odd)
    assert {"unknown": 0, "mismatches": 1} == counted(by_assertion(denied), one)
