"""Gemini: what answers become, whole and streamed."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from contract.specimen_gemini import CALL, PLAIN, QUOTA, candidate, dumped, failure, response, sse
from hypothesis import given, settings
from hypothesis import strategies as st

import genai
from genai.messages import Reply
from genai.providers.gemini.decode import Asked
from genai.providers.gemini.grounding import place
from genai.providers.gemini.stream import StreamDecoder
from genai.results import FinishReason
from genai.sansio import HttpResponse

from .gemini_calls import PNG, client

ENCODED = base64.b64encode(PNG).decode()
ASKED = Asked(provider="gemini", model="m", request_id="x-request-id")


def whole(*candidates: dict[str, Any], **more: Any) -> genai.Result:
    """The result of a whole answer."""
    return client(response(*candidates, **more))[0].gen_sync("hi")


def streamed(*events: dict[str, Any], strict: bool = True) -> tuple[genai.Result, list[Reply]]:
    """The result of a stream, and its fragments."""
    llm, _ = client(sse(events), strict=strict)
    with llm.gen_stream("hi") as stream:
        seen = list(stream)
    return stream.result, seen


def test_parts_of_all_kinds() -> None:
    """Each part is a reply or is kept as it is, and goes back as it came."""
    code = {"executableCode": {"language": "PYTHON", "code": "print(1)", "id": "1"}, "thoughtSignature": "YQ=="}
    ran = {"codeExecutionResult": {"outcome": "OUTCOME_OK", "output": "1\n", "id": "1"}}
    file = {"fileData": {"fileUri": "https://example.org/a.png", "mimeType": "image/png"}}
    picture = {"inlineData": {"mimeType": "image/png", "data": ENCODED}, "thoughtSignature": "Yg=="}
    asked = {"toolCall": {"toolType": "URL_CONTEXT", "id": "2", "args": {"urls": []}}}
    parts = [code, ran, {"text": "One."}, picture, file, asked, CALL]
    llm, server = client(response(candidate(*json.loads(json.dumps(parts)))), response(PLAIN))
    first = llm.gen_sync("hi")
    llm.gen_sync(genai.Messages.from_json((genai.Messages.of("hi") + first).to_json()) + "on")

    assert ["opaque", "opaque", "text", "doc", "doc", "opaque", "tool_call"] == [
        reply.kind for reply in first.message.replies
    ]
    assert (PNG, "image/png", "image-3.png") == (
        first.docs[0].read(),
        first.docs[0].mime_type,
        first.docs[0].filename,
    )
    assert "https://example.org/a.png" == first.docs[1].url
    assert FinishReason.TOOL_CALLS == first.finish
    assert None is first.raw["candidates"][0]["content"]["parts"][3]["inlineData"]["data"]
    assert [part if part is not file else None for part in parts] == [
        part if "fileData" not in part else None for part in server.bodies[1]["contents"][1]["parts"]
    ]


def test_a_call_without_id_or_arguments() -> None:
    """Neither is needed, and neither is made up."""
    result = whole(candidate({"functionCall": {"name": "f"}}))

    assert (genai.ToolCall(name="f"),) == result.tool_calls
    assert {"gemini": {}} == result.message.replies[0].opaque


def test_texts_that_follow_one_another() -> None:
    """They are one text up to a signature, and thoughts are apart."""
    parts = [
        {"text": "a", "thought": True},
        {"text": "b", "thought": True},
        {"text": "c"},
        {"text": ""},
        {"text": "d", "thoughtSignature": "cw=="},
        {"text": "e"},
        {"text": "", "thoughtSignature": "dA=="},
        {"text": "", "thoughtSignature": "dQ=="},
    ]
    result = whole(candidate(*parts))
    told, _ = streamed(*(response(candidate(part, finish=None)) for part in parts), response(candidate({"text": ""})))

    assert [
        Reply(reasoning="ab", opaque={"gemini": {"thought": True}}),
        Reply(text="cd", block=1, opaque={"gemini": {"signature": "cw=="}}),
        Reply(text="e", block=2, opaque={"gemini": {"signature": "dA=="}}),
        Reply(block=3, opaque={"gemini": {"part": {"text": "", "thoughtSignature": "dQ=="}}}),
    ] == list(result.message.replies)
    assert result == told


TEXT = "Blåbær 🫐 are blue. Bilberries too."
WEB = {"web": {"uri": "https://example.org/a", "title": "A"}}
FILE = {"retrievedContext": {"title": "b.txt", "text": "Berries.", "pageNumber": 3, "fileSearchStore": "s"}}
MAP = {"maps": {"uri": "https://maps.example.org/", "title": "M", "placeId": "p"}}


def test_citations_count_characters() -> None:
    """Bytes of UTF-8 become characters; what belongs to no part is told once, at the end."""
    end = len("Blåbær 🫐 are blue.".encode())
    grounding = {
        "groundingChunks": [WEB, FILE, MAP],
        "groundingSupports": [
            {"segment": {"endIndex": end, "text": "Blåbær 🫐 are blue."}, "groundingChunkIndices": [0, 1]},
            {"segment": {"startIndex": end + 1, "endIndex": end + 16}, "groundingChunkIndices": [0]},
        ],
        "webSearchQueries": ["", "blueberries"],
    }
    pages = [
        {"retrievedUrl": "https://example.org/a", "urlRetrievalStatus": "URL_RETRIEVAL_STATUS_SUCCESS"},
        {"retrievedUrl": "https://example.org/c", "urlRetrievalStatus": "URL_RETRIEVAL_STATUS_SUCCESS"},
        {"retrievedUrl": "https://example.org/d", "urlRetrievalStatus": "URL_RETRIEVAL_STATUS_ERROR"},
    ]
    result = whole(candidate({"text": TEXT}, groundingMetadata=grounding, urlContextMetadata={"urlMetadata": pages}))
    first, second, rest = result.citations

    assert ("Blåbær 🫐 are blue.", 0, 18) == (first.text, first.start, first.end)
    assert "Bilberries too." == result.text[second.start : second.end] == second.text
    assert [("web", "A"), ("file", "b.txt")] == [(source.type, source.title) for source in first.sources]
    assert (2, 3) == (first.sources[1].start_page, first.sources[1].end_page)
    assert [("web", "https://maps.example.org/"), ("web", "https://example.org/c"), ("web_query", None)] == [
        (source.type, source.url) for source in rest.sources
    ]
    assert None is rest.start


def test_recitations_are_citations_too() -> None:
    """What is recited has a source as well."""
    sources = {"citationSources": [{"startIndex": 0, "endIndex": 5, "uri": "https://example.org/r", "license": "MIT"}]}
    (cited,) = whole(candidate({"text": "Hello there."}, citationMetadata=sources)).citations

    assert ("Hello", "https://example.org/r") == (cited.text, cited.sources[0].url)


@given(before=st.text(), words=st.text(min_size=1), after=st.text(), wrong=st.integers(-3, 3))
def test_a_place_is_found(before: str, words: str, after: str, wrong: int) -> None:
    """Where the count is right it counts; where it is wrong by a few bytes, the words are found all the same."""
    text = before + words + after
    start = len(before.encode())
    first, last = place(text, start, start + len(words.encode()), words)
    assert (len(before), words) == (first, text[first:last])
    near = place(text, max(0, start + wrong), start + len(words.encode()) + wrong, words)
    assert words == text[near[0] : near[1]]


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_split_of_a_long_stream(data: st.DataObject) -> None:
    """Thoughts, citations, signatures, a program, calls and pictures: where the bytes are cut never matters."""
    grounding = {
        "groundingChunks": [WEB],
        "groundingSupports": [{"segment": {"endIndex": 9}, "groundingChunkIndices": [0]}],
    }
    stream = sse(
        [
            response(candidate({"text": "Hmm\u2028", "thought": True}, finish=None)),
            response(candidate({"executableCode": {"code": "1"}}, {"text": "Blåbær"}, finish=None)),
            response(candidate({"text": " 🫐"}, finish=None, groundingMetadata={})),
            response(candidate({"inlineData": {"mimeType": "image/png", "data": ENCODED}}, CALL, finish=None)),
            response(candidate({"text": "", "thoughtSignature": "cw=="}, groundingMetadata=grounding)),
        ]
    )
    cuts = sorted(data.draw(st.sets(st.integers(1, len(stream) - 1), max_size=30)))
    pieces = [stream[a:b] for a, b in zip([0, *cuts], [*cuts, len(stream)], strict=True)]

    def decoded(parts: list[bytes]) -> tuple[genai.Result, genai.Message]:
        decoder = StreamDecoder(HttpResponse(status=200), ASKED)
        seen = [reply for piece in parts for reply in decoder.feed(piece)]
        return decoder.close(), genai.fold(seen)

    (expected, _), (result, folded) = decoded([stream]), decoded(pieces)
    assert expected == result
    assert result.message == folded
    assert "Blåbær 🫐" == result.text


def test_what_comes_behind_the_end() -> None:
    """Some servers tell what the answer rests on when it is over already; that is not lost."""
    grounding = {
        "groundingChunks": [WEB],
        "groundingSupports": [{"segment": {"endIndex": 5}, "groundingChunkIndices": [0]}],
    }
    late = {"candidates": [{"index": 0, "groundingMetadata": grounding}]}
    result, seen = streamed(response(candidate({"text": "Hello there."})), response(**late))

    assert ["Hello"] == [one.text for one in result.citations]
    assert result.message == genai.fold(seen)
    assert FinishReason.STOP == result.finish


def test_logprobs() -> None:
    """Each token with its alternatives, whole or streamed."""
    chosen = [{"token": "Hel", "tokenId": 1, "logProbability": -0.5}, {"token": "lo", "logProbability": -1}]
    tops = [{"candidates": [*chosen, {"token": "X", "logProbability": -3}]}, {"candidates": []}]
    result = whole(candidate({"text": "Hello"}, logprobsResult={"chosenCandidates": chosen, "topCandidates": tops}))
    told, _ = streamed(
        response(
            candidate(
                {"text": "Hel"}, finish=None, logprobsResult={"chosenCandidates": chosen[:1], "topCandidates": tops[:1]}
            )
        ),
        response(candidate({"text": "lo"}, logprobsResult={"chosenCandidates": chosen[1:], "topCandidates": tops[1:]})),
    )

    assert [("Hel", -0.5, 3), ("lo", -1, 0)] == [(one.token, one.logprob, len(one.top)) for one in result.logprobs]
    assert result == told


def test_usage_is_unambiguous() -> None:
    """What tools brought in is input, thoughts are output, and what is not told is None."""
    used = {
        "promptTokenCount": 10,
        "toolUsePromptTokenCount": 5,
        "cachedContentTokenCount": 4,
        "candidatesTokenCount": 3,
        "thoughtsTokenCount": 2,
        "totalTokenCount": 20,
    }
    result = whole(PLAIN, usageMetadata=used)

    assert (
        genai.Usage(input_tokens=15, cached_tokens=4, output_tokens=5, reasoning_tokens=2, total_tokens=20)
        == result.usage
    )
    assert genai.Usage() == whole(PLAIN, usageMetadata={}).usage


@pytest.mark.parametrize(
    ("reason", "expected"),
    [
        ("STOP", "stop"),
        ("MAX_TOKENS", "length"),
        ("SAFETY", "content_filter"),
        ("RECITATION", "content_filter"),
        ("IMAGE_SAFETY", "content_filter"),
        ("MALFORMED_FUNCTION_CALL", "other"),
        ("LANGUAGE", "other"),
    ],
)
def test_finishes(reason: str, expected: str) -> None:
    """Why it ended, when something was said."""
    assert expected == whole(candidate({"text": "Well"}, finish=reason)).finish


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        (response(promptFeedback={"blockReason": "PROHIBITED_CONTENT"}), "PROHIBITED_CONTENT"),
        (response({"finishReason": "SAFETY", "content": {}, "finishMessage": "No."}), "SAFETY"),
        (response({"finishReason": "IMAGE_SAFETY", "content": {"role": "model"}}), "IMAGE_SAFETY"),
    ],
)
def test_nothing_but_a_refusal(answer: dict[str, Any], code: str) -> None:
    """A filter that left nothing is an error, whole or streamed."""
    for ask in (lambda: client(answer)[0].gen_sync("hi"), lambda: streamed(answer)):
        with pytest.raises(genai.ContentFiltered, match=code) as caught:
            ask()
        assert code == caught.value.code
        assert caught.value.result is not None


def test_a_filter_in_the_midst() -> None:
    """What was said before a filter stays, and the finish says it."""
    result, _ = streamed(response(candidate({"text": "Well"}, finish=None)), response({"finishReason": "SAFETY"}))

    assert ("Well", FinishReason.CONTENT_FILTER) == (result.text, result.finish)


@pytest.mark.parametrize(
    "wrong",
    [
        {"functionCall": {"args": {}}},
        {"functionCall": {"name": "f", "args": 5}},
        {"inlineData": {"mimeType": "image/png", "data": "é"}},
        {"text": None},
    ],
)
def test_parts_that_are_none(wrong: Any) -> None:
    """A part that is not as documented is BadAnswer."""
    with pytest.raises(genai.BadAnswer):
        client(response(candidate(wrong)), strict=False)[0].gen_sync("hi")


def test_drift_has_its_path() -> None:
    """Unknown fields and unlisted words are reported with their place, in events as well."""
    odd = candidate({"text": "hi", "mood": 1}, finish="BORED")
    result = client(response(odd), strict=False)[0].gen_sync("hi")
    assert (
        "candidates[0].content.parts[0].mood",
        "candidates[0].finishReason: unlisted value 'BORED'",
    ) == result.unknown_fields
    with pytest.raises(genai.BadAnswer, match="mood"):
        streamed(response(odd))


# --- Errors -----------------------------------------------------------------------------------------------------------


def failed(status: int, body: bytes) -> genai.Error:
    """The error of a failed status."""
    import httpx2

    with pytest.raises(genai.Error) as caught:
        client(httpx2.Response(status, content=body))[0].gen_sync("hi")
    return caught.value


def test_a_rate_limit_says_how_long() -> None:
    """The pause and the quota that is used up are in the details."""
    pause = {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "34.5s"}
    error = failed(429, failure(429, "RESOURCE_EXHAUSTED", "Slow down.", QUOTA, pause))

    assert (34.5, "RESOURCE_EXHAUSTED", "Slow down.") == (error.retry_after, error.code, error.detail)
    assert [("requests", "minute", 5, 0)] == [(one.kind, one.period, one.limit, one.remaining) for one in error.limits]


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (400, failure(400, "FAILED_PRECONDITION", "User location is not supported."), genai.InvalidRequest),
        (403, failure(403, "PERMISSION_DENIED", "No."), genai.AuthError),
        (404, failure(404, "NOT_FOUND", "Requested entity was not found."), genai.InvalidRequest),
        (504, failure(504, "DEADLINE_EXCEEDED", "Late."), genai.ProviderError),
        (500, dumped([{"error": {"code": 500, "message": "It broke.", "status": "INTERNAL"}}]), genai.ProviderError),
        (400, b'{"error": "just words"}', genai.InvalidRequest),
        (400, b"[]", genai.InvalidRequest),
        (429, b"<html>", genai.RateLimited),
    ],
)
def test_errors(status: int, body: bytes, expected: type[genai.Error]) -> None:
    """Each error is of its class, whatever its body is."""
    assert expected is type(failed(status, body))


def test_an_error_behind_words() -> None:
    """An error event keeps what had arrived, and has the status that it tells."""
    with pytest.raises(genai.StreamInterrupted) as caught:
        streamed(
            response(candidate({"text": "Well"}, finish=None)),
            {"error": {"code": 503, "message": "Busy.", "status": "UNAVAILABLE"}},
        )

    assert caught.value.result is not None
    assert "Well" == caught.value.result.text
    assert (genai.Overloaded, 503) == (type(caught.value.__cause__), caught.value.status)
