"""Chat Completions: every recorded answer of every provider, played through the public API and held against a reading
of its own.

What is expected is read in ``chat_reading.py`` and ``chat_errors.py``, from the recorded JSON alone, so that a mistake
of the decoder cannot be its own witness. Our prompts differ from the recorded ones; the answers are what counts.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import corpus_files
import httpx2
import pytest
from corpus import chat_errors
from corpus.chat_corpus import Exchange, client, conversations, exchanges, outcome, play
from corpus.chat_reading import chunks, digest, limits, reading, whole

import genai
from genai.messages import Reply
from genai.results import Logprob, RateLimit, Result

pytestmark = [
    pytest.mark.skipif(not corpus_files.available(), reason="no corpus of recorded traffic (GENAI_CORPUS)"),
    pytest.mark.misfit,  # what is sent here is no request of the recorded models', some of which are retired
]

ALL = conversations()

NOT_PLAYED: dict[str, str] = {
    # a recorded exchange, by its name: why it is not played
}

LISTS_LEFT_OUT = {
    # the beginning of a list's URL: why it is not read here
    "https://api.anthropic.com/": "not a provider of this wire",
    "https://api.cohere.com/": "not a provider of this wire",
    "https://generativelanguage.googleapis.com/v1beta/models": "not a provider of this wire",
    "https://image.pollinations.ai/": "a list of models for pictures",
    "https://enter.pollinations.ai/api/generate/image/": "a list of models for pictures",
}


def failed(one: Exchange) -> bool:
    """Whether the recorded answer is an error."""
    return chat_errors.failed(one.status, one.body)


def parameters(those: Any) -> list[Any]:
    """Exchanges as parameters of a test."""
    return [pytest.param(one, id=one.name) for one in those]


ANSWERS = [one for one in ALL if not failed(one) and one.name not in NOT_PLAYED]
STREAMS = [one for one in ANSWERS if one.streamed]
ERRORS = [one for one in ALL if failed(one) and one.name not in NOT_PLAYED]


def smallest(count: int) -> list[Exchange]:
    """Of each provider, the smallest streams; and the smallest with a tool call, with an error, with thoughts."""
    streams = sorted((one for one in ALL if one.streamed), key=lambda one: len(one.body))
    kinds: tuple[bytes, ...] = (
        b"",
        b'"tool_calls":[{',
        b'"error"',
        b"reasoning",
        b"<think>",
        b"annotations",
        b'"audio"',
    )
    seen: Counter[Any] = Counter()
    found = []
    for one in streams:
        mine = [kind for kind in kinds if kind in one.body]
        if any(seen[one.provider, kind] < (count if not kind else 1) for kind in mine):
            seen.update((one.provider, kind) for kind in mine)
            found.append(one)
    return found


# --- What genai read --------------------------------------------------------------------------------------------------


def read_logprobs(logprobs: tuple[Logprob, ...]) -> list[Any]:
    """Each token with its probability, and the alternatives with theirs."""
    return [(one.token, one.logprob, [(top.token, top.logprob) for top in one.top]) for one in logprobs]


def read_limits(told: tuple[RateLimit, ...]) -> dict[str, Any]:
    """What is counted in which period, to limit, remaining and reset."""
    return {
        " per ".join(filter(None, (limit.kind, limit.period))): (
            limit.limit,
            limit.remaining,
            None if limit.reset is None else round(limit.reset, 6),
        )
        for limit in told
    }


def read_usage(result: Result) -> dict[str, int | None]:
    """Tokens."""
    names = ("input", "output", "cached", "cache_write", "reasoning", "total")
    return {name: getattr(result.usage, f"{name}_tokens") for name in names}


def read(result: Result) -> dict[str, Any]:
    """A result in the words of ``reading``."""
    placed = [one for one in result.citations if one.start is not None]
    pages = [source for one in result.citations if one.start is None for source in one.sources]
    return {
        "text": result.text,
        "reasoning": result.reasoning,
        "refusal": result.refusal,
        "tool calls": [(call.id, call.name, call.decoded()) for call in result.tool_calls],
        "placed": [(one.sources[0].url, one.start, one.end) for one in placed],
        "pages": sorted((page.type, page.url) for page in pages),
        "logprobs": read_logprobs(result.logprobs),
        "usage": read_usage(result),
        "finish": result.finish and result.finish.value,
        "limits": read_limits(result.limits),
        "model": result.model,
        "id": result.response_id,
        "tier": result.service_tier,
        "sounds": [digest(doc.read()) for doc in result.docs],
    }


def result_of(one: Exchange) -> Result:
    """What came of an exchange; its error is raised."""
    came = outcome(one.path, one.index)
    if came.error is not None:
        raise came.error
    assert came.result is not None
    return came.result


def joined(replies: tuple[Reply, ...], name: str) -> str:
    """All fragments of a kind, one behind the other."""
    return "".join(getattr(reply, name) for reply in replies if getattr(reply, name) is not None)


# --- The tests --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("one", parameters(ANSWERS))
def test_answers(one: Exchange) -> None:
    """An answer, whole or streamed, gives what its JSON says, and nothing in it is unknown."""
    result = result_of(one)
    placed = [citation for citation in result.citations if citation.start is not None]

    assert reading(one.body, one.headers) == read(result)
    assert all(citation.text == result.text[citation.start : citation.end] for citation in placed)
    assert (one.provider, True, ()) == (result.provider, result.complete, result.attempts)
    assert () == result.unknown_fields
    assert request_ids(one) in ([], [result.request_id])
    assert [] == (result.message.faults() if result.message.replies else [])
    assert [SOUNDS[one.sent["audio"]["format"]] for _ in result.docs] == [doc.mime_type for doc in result.docs]
    assert one.streamed or result.docs or json.loads(one.body) == result.raw
    assert result == Result.from_json(result.to_json())


SOUNDS = {"mp3": "audio/mpeg", "pcm16": "audio/pcm"}


def request_ids(one: Exchange) -> list[str]:
    """The id of a request, in the header that its provider has for it."""
    headers = one.headers
    return [headers[name] for name in (REQUEST_IDS.get(one.provider, "x-request-id"),) if name in headers]


REQUEST_IDS = {
    # the header with a request's id, where it is not x-request-id
    "azure": "apim-request-id",
    "baseten": "x-baseten-request-id",
    "mistral": "mistral-correlation-id",
    "openrouter": "x-generation-id",
}


@pytest.mark.parametrize("one", parameters(STREAMS))
def test_streams(one: Exchange) -> None:
    """A stream's fragments add up to its result, citations and tool calls included."""
    result, replies = result_of(one), outcome(one.path, one.index).replies
    deltas = [reply.tool_delta for reply in replies if reply.tool_delta is not None]
    sounds = [reply.doc for reply in replies if reply.doc is not None and reply.partial]

    assert result.message == genai.fold(replies)
    assert result.text == joined(replies, "text")
    assert result.reasoning.replace("\n", "") == joined(replies, "reasoning").replace("\n", "")
    assert list(result.citations) == [reply.citation for reply in replies if reply.citation is not None]
    assert list(result.tool_calls) == [reply.tool_call for reply in replies if reply.tool_call is not None]
    assert "".join(call.arguments for call in result.tool_calls) == ("".join(one.arguments for one in deltas) or "")
    assert {(call.id, call.name) for call in result.tool_calls} == {(d.id, d.name) for d in deltas if d.name}
    assert not result.docs or result.docs[0].read() == b"".join(sound.read() for sound in sounds)


@pytest.mark.parametrize("one", parameters(one for one in STREAMS if not one.sent.get("audio")))
def test_streams_equal_whole_answers(one: Exchange) -> None:
    """What the chunks say together, given as a whole answer, makes an equal result. (Sounds come in another form.)"""
    body = json.dumps(whole(one.body)).encode()
    headers = {**one.headers, "content-type": "application/json"}
    llm = client(one, handler=lambda request: httpx2.Response(one.status, headers=headers, content=body), strict=False)

    assert result_of(one) == llm.gen_sync("hi")


@pytest.mark.parametrize("one", parameters(smallest(2)))
def test_split_bytes(one: Exchange) -> None:
    """A stream that comes byte by byte gives the same result, or the same error with the same partial result."""
    came, cut = outcome(one.path, one.index), play(one, size=1)

    assert came.result == cut.result
    assert came.replies == cut.replies
    assert (type(came.error), str(came.error)) == (type(cut.error), str(cut.error))
    assert came.error is None or cut.error is None or came.error.result == cut.error.result


@pytest.mark.parametrize("one", parameters(ERRORS))
def test_errors(one: Exchange) -> None:
    """An error gives its class, and all that the provider said."""
    error = outcome(one.path, one.index).error
    body = one.body
    (row,) = chat_errors.rows(body)

    assert error is not None
    assert chat_errors.ERRORS[row] is type(error), str(error)
    assert one.provider == error.provider
    assert (one.status if one.status != 200 else chat_errors.told(body)) == error.status
    assert chat_errors.message(body) in (error.detail or "")
    assert (error.detail or "").rstrip(".") in str(error)
    assert request_ids(one) in ([], [error.request_id])
    assert limits(one.headers) == read_limits(error.limits)
    assert error.body == (body if one.status != 200 else None)
    assert "sk-test" not in str(error)
    assert () == error.attempts


@pytest.mark.parametrize("one", parameters(one for one in ERRORS if one.streamed and one.status == 200))
def test_errors_in_streams(one: Exchange) -> None:
    """An error in a stream carries what had come before it."""
    came = outcome(one.path, one.index)
    before = [chunk for chunk in chunks(one.body) if not chunk.get("error")]
    deltas = [choice["delta"] for chunk in before for choice in chunk["choices"]]
    assert came.error is not None
    partial = came.error.result

    assert partial is not None
    assert (False, None) == (partial.complete, partial.finish)
    assert "".join(delta.get("reasoning") or "" for delta in deltas) == partial.reasoning
    assert (
        "".join(delta.get("content") or (delta.get("audio") or {}).get("transcript") or "" for delta in deltas)
        == partial.text
    )
    assert partial.message == genai.fold(came.replies)
    assert ([before[0]["id"]] if before else [None]) == [partial.response_id]


def lists() -> list[Exchange]:
    """The recorded lists of models."""
    return list(exchanges(lambda method, url: method == "GET" and url.partition("?")[0].endswith("/models")))


def left_out(one: Exchange) -> str | None:
    """The row of LISTS_LEFT_OUT that a list has, if any."""
    return next((row for row in LISTS_LEFT_OUT if one.url.startswith(row)), None)


LISTS = [one for one in lists() if left_out(one) is None]


@pytest.mark.parametrize("one", parameters(LISTS))
def test_lists_of_models(one: Exchange) -> None:
    """A list of models gives their ids, in order; a refusal its error."""
    llm = client(one, model="m", base_url=one.url.removesuffix("/models"))
    if one.status != 200:
        with pytest.raises(genai.Error) as caught:
            llm.list_models()
        (row,) = chat_errors.rows(one.body)
        assert chat_errors.ERRORS[row] is type(caught.value)
        return
    answer = json.loads(one.body)
    entries = answer if isinstance(answer, list) else answer["data"]

    assert [entry.get("id") or entry["name"] for entry in entries] == [model.id for model in llm.list_models()]


def test_each_row_is_needed() -> None:
    """Each row of the table of errors fits some recorded error, of a conversation or of a list of models; and what is
    left out is there."""
    bodies = [one.body for one in ERRORS] + [one.body for one in LISTS if one.status != 200]

    assert set(NOT_PLAYED) <= {one.name for one in ALL}
    assert set(LISTS_LEFT_OUT) == {left_out(one) for one in lists()} - {None}
    assert set(chat_errors.ERRORS) == {row for body in bodies for row in chat_errors.rows(body)}
