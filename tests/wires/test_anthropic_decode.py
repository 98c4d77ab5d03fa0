"""Anthropic: what answers become, whole and streamed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx2
import pytest
from contract.side import Side
from contract.specimen import specimen
from contract.specimen_anthropic import ERROR, MODEL, PLAIN, delta, dumped, failure, message, sse, streamed
from hypothesis import given, settings
from hypothesis import strategies as st

import genai
from genai.citations import CitationSource
from genai.messages import Reply, ToolCall
from genai.providers._openai.times import unix_time
from genai.providers.anthropic import output_blocks, raw
from genai.providers.anthropic.decode import Asked
from genai.providers.anthropic.errors import http_error
from genai.providers.anthropic.limits import rate_limits
from genai.providers.anthropic.rawstream import RawDecoder
from genai.providers.anthropic.stream import StreamDecoder
from genai.sansio import HttpResponse

SPECIMEN = specimen("anthropic")
HEAD = HttpResponse(status=200, headers={"request-id": "req_1"})
SEARCH = {"type": "server_tool_use", "id": "srvtoolu_1", "name": "web_search", "input": {"query": "Oslo"}}
PAGE = {
    "type": "web_search_result",
    "title": "Oslo",
    "url": "https://example.org/oslo",
    "encrypted_content": "c2Vj",
    "page_age": "1 day ago",
}
FOUND = {"type": "web_search_tool_result", "tool_use_id": "srvtoolu_1", "content": [PAGE]}
FETCHED = {
    "type": "web_fetch_tool_result",
    "tool_use_id": "srvtoolu_2",
    "content": {
        "type": "web_fetch_result",
        "url": "https://example.org/a",
        "retrieved_at": "2026-11-21T00:00:00Z",
        "content": {
            "type": "document",
            "title": "A",
            "citations": None,
            "source": {"type": "text", "media_type": "text/plain", "data": "a"},
        },
    },
}
MISSED = {
    "type": "web_fetch_tool_result",
    "tool_use_id": "srvtoolu_2",
    "content": {"type": "web_fetch_tool_result_error", "error_code": "unavailable"},
}


def answered(body: Any, **arguments: Any) -> genai.Result:
    """The result of an answer."""
    result: genai.Result = Side("sync", SPECIMEN).load(dumped(body), **arguments)[0].gen_sync("hi", max_tokens=9)
    return result


def played(events: list[dict[str, Any]], seen: list[Reply] | None = None, strict: bool = True) -> genai.Result:
    """The result of a stream."""
    llm, _ = Side("sync", SPECIMEN).load(sse(events), strict=strict)
    with llm.gen_stream("hi") as stream:
        for reply in stream:
            (seen if seen is not None else []).append(reply)
    return stream.result


def decoder() -> StreamDecoder:
    """A decoder without a client."""
    return StreamDecoder(HEAD, Asked(provider="anthropic", model="m"))


# --- Whole answers ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reason", "finish"),
    [
        ("end_turn", "stop"),
        ("stop_sequence", "stop_sequence"),
        ("max_tokens", "length"),
        ("model_context_window_exceeded", "length"),
        ("tool_use", "tool_calls"),
        ("refusal", "refusal"),
        ("pause_turn", "other"),
        ("compaction", "other"),
    ],
)
def test_why_it_ended(reason: str, finish: str) -> None:
    """Each documented reason."""
    assert finish == answered(message(PLAIN, stop_reason=reason)).finish


def test_usage() -> None:
    """All input is what was neither cached nor written, and both of these; what is not told is None."""
    usage = answered(message(PLAIN)).usage
    small = answered(message(PLAIN, usage={"input_tokens": 3, "output_tokens": 4})).usage

    assert (
        genai.Usage(input_tokens=20, cached_tokens=5, cache_write_tokens=2, output_tokens=11, reasoning_tokens=7)
        == usage
    )
    assert 31 == usage.total_tokens
    assert genai.Usage(input_tokens=3, output_tokens=4) == small
    assert genai.Usage() == answered(message(PLAIN, usage=None), strict=False).usage


def test_nothing_said_is_no_error() -> None:
    """An answer may be empty, behind results of tools."""
    result = answered(message())

    assert ("", "stop", True) == (result.text, result.finish, result.complete)


def test_a_refusal_before_anything_was_said() -> None:
    """It is ContentFiltered, with the reason; behind some text it is a way to end."""
    why = {"type": "refusal", "category": "bio", "explanation": "Not that."}
    refused = message(stop_reason="refusal", stop_details=why)
    body = sse(streamed(stop_reason="refusal", stop_details=why))
    for answer in (dumped(refused), body):
        with pytest.raises(genai.ContentFiltered, match="Not that") as caught:
            Side("sync", SPECIMEN).load(answer)[0].gen_sync("hi")
        assert ("bio", "req_1") == (caught.value.code, caught.value.request_id)
        assert caught.value.result is not None
    assert "refusal" == answered({**refused, "content": [PLAIN]}).finish


LOCATIONS: dict[str, tuple[dict[str, Any], CitationSource]] = {
    "char_location": (
        {"document_index": 1, "document_title": "T", "start_char_index": 2, "end_char_index": 5},
        CitationSource(type="document", id="1", title="T", snippet="x", start_char=2, end_char=5),
    ),
    "page_location": (
        {
            "document_index": 0,
            "document_title": None,
            "start_page_number": 1,
            "end_page_number": 3,
            "file_id": "file_1",
        },
        CitationSource(type="document", id="file_1", snippet="x", start_page=0, end_page=2),
    ),
    "content_block_location": (
        {"document_index": 0, "document_title": "T", "start_block_index": 0, "end_block_index": 1},
        CitationSource(type="document", id="0", title="T", snippet="x", start_block=0, end_block=1),
    ),
    "web_search_result_location": (
        {"url": "https://a.example", "title": "A", "encrypted_index": "e"},
        CitationSource(type="web", url="https://a.example", title="A", snippet="x"),
    ),
    "search_result_location": (
        {
            "source": "https://a.example",
            "title": "A",
            "search_result_index": 0,
            "start_block_index": 0,
            "end_block_index": 2,
        },
        CitationSource(
            type="document",
            id="https://a.example",
            url="https://a.example",
            title="A",
            snippet="x",
            start_block=0,
            end_block=2,
        ),
    ),
}


@pytest.mark.parametrize("kind", LOCATIONS)
def test_citations(kind: str) -> None:
    """Each kind of place, and the words that rest on it; whole and streamed, and sent back as it came."""
    fields, source = LOCATIONS[kind]
    note = {"type": kind, "cited_text": "x", **fields}
    blocks = (PLAIN, {"type": "text", "text": "Cited.", "citations": [note, note]})
    result = answered(message(*blocks))
    (citation,) = result.citations

    assert ("Cited.", 12, 18, (source, source)) == (citation.text, citation.start, citation.end, citation.sources)
    assert result == played(streamed(*blocks))
    assert [note, note] == result.message.replies[1].opaque["anthropic"]["citations"]


def test_a_citation_of_an_unknown_kind() -> None:
    """What all kinds have is there; strict mode says that it is unknown."""
    body = message({"type": "text", "text": "a", "citations": [{"type": "telepathy", "cited_text": "x"}]})
    result = answered(body, strict=False)

    assert "x" == result.citations[0].sources[0].snippet
    assert 1 == len(result.unknown_fields)
    with pytest.raises(genai.BadAnswer):
        answered(body)


def test_what_was_found() -> None:
    """Searches and pages are sources without a place; their blocks stay as they came, and none is lost."""
    blocks = (SEARCH, FOUND, FETCHED, MISSED, PLAIN)
    result = answered(message(*blocks))
    query = CitationSource(type="web_query", title="Oslo")
    page = CitationSource(type="web", title="Oslo", url="https://example.org/oslo", date="1 day ago")
    fetched = CitationSource(type="web", title="A", url="https://example.org/a", date="2026-11-21T00:00:00Z")

    assert [(query, page), (fetched,)] == [citation.sources for citation in result.citations]
    assert [SEARCH, FOUND, FETCHED, MISSED] == [
        reply.opaque["anthropic"]["block"] for reply in result.message.replies if reply.opaque
    ]
    assert [raw.ServerToolUse, raw.WebSearchToolResult, raw.WebFetchToolResult, raw.WebFetchToolResult] == [
        type(block) for block in output_blocks(result)
    ]
    seen: list[Reply] = []
    assert result == played(streamed(*blocks), seen)
    assert ["web_search.started"] == [reply.progress for reply in seen if reply.progress]


def test_thoughts_that_are_not_shown() -> None:
    """A signature without a text is kept as a block; thoughts without a signature are read, and not sent back."""
    hidden = {"type": "thinking", "thinking": "", "signature": "c2ln"}
    unsigned = {"type": "thinking", "thinking": "Hm.", "signature": ""}
    result = answered(message(hidden, unsigned, PLAIN))

    assert "Hm." == result.reasoning
    assert [{"anthropic": {"block": hidden}}] == [reply.opaque for reply in result.message.replies if reply.opaque]
    assert result == played(streamed(hidden, unsigned, PLAIN))


def test_calls() -> None:
    """A call from a program remembers its caller; a direct one needs not; one without input has an empty object."""
    caller = {"type": "code_execution_20260120", "tool_id": "srvtoolu_1"}
    blocks = (
        {"type": "tool_use", "id": "toolu_1", "name": "f", "input": {"a": "ü"}, "caller": caller},
        {"type": "tool_use", "id": "toolu_2", "name": "f", "input": {}, "caller": {"type": "direct"}},
    )
    result = answered(message(*blocks, stop_reason="tool_use"))
    seen: list[Reply] = []

    assert (ToolCall(id="toolu_1", name="f", arguments='{"a": "ü"}'), ToolCall(id="toolu_2", name="f")) == (
        result.tool_calls
    )
    assert [{"anthropic": {"caller": caller}}, {}] == [reply.opaque for reply in result.message.replies]
    assert result == played(streamed(*blocks, stop_reason="tool_use"), seen)
    assert ['{"a": "ü"}', "{}"] == [
        "".join(r.tool_delta.arguments for r in seen if r.tool_delta and r.tool_delta.id == call.id)
        for call in result.tool_calls
    ]


def test_the_container() -> None:
    """The last block remembers where programs ran."""
    container = {"id": "container_1", "expires_at": "2026-11-21T00:00:00Z"}
    result = answered(message(PLAIN, container=container))

    assert {"anthropic": {"container": "container_1"}} == result.message.replies[-1].opaque
    assert result == played(streamed(PLAIN, container=container))


# --- Streams ----------------------------------------------------------------------------------------------------------


def test_blocks_side_by_side() -> None:
    """Several blocks may be open at a time, and end in any order; citations wait until their place is known."""
    note = {"type": "web_search_result_location", "cited_text": "x", "url": "u", "title": "t", "encrypted_index": "e"}
    first, second = ({"type": "text", "text": text, "citations": None} for text in ("", ""))
    call = {"type": "tool_use", "id": "toolu_1", "name": "f", "input": {}}
    start, *_, ending, over = streamed()
    events = [
        start,
        *({"type": "content_block_start", "index": n, "content_block": b} for n, b in enumerate((first, second, call))),
        delta(1, "text_delta", text="Second"),
        delta(2, "input_json_delta", partial_json='{"a"'),
        delta(0, "text_delta", text="First. "),
        delta(1, "citations_delta", citation=note),
        {"type": "content_block_stop", "index": 1},
        delta(2, "input_json_delta", partial_json=": 1}"),
        {"type": "content_block_stop", "index": 2},
        delta(0, "text_delta", text="Still first. "),
        {"type": "content_block_stop", "index": 0},
        ending,
        over,
    ]
    result = played(events)
    (citation,) = result.citations

    assert "First. Still first. Second" == result.text
    assert ("Second", "Second") == (citation.text, result.text[citation.start : citation.end])
    assert {"a": 1} == result.tool_calls[0].decoded()
    assert ["text", "text", "citation", "tool_call"] == [reply.kind for reply in result.message.replies]


def test_blocks_that_never_stop() -> None:
    """The end of the message ends them."""
    events = [event for event in streamed(*[PLAIN] * 2) if event["type"] != "content_block_stop"]

    assert "Hello there.Hello there." == played(events).text


def test_a_call_that_was_cut() -> None:
    """A call that ran into the most tokens is there as far as it came; what it says is no JSON."""
    call = {"type": "tool_use", "id": "toolu_1", "name": "f", "input": {"a": 1}}
    events = streamed(call, stop_reason="max_tokens")
    events = [event for event in events if event.get("delta", {}).get("partial_json") != "1}"]
    at = max(n for n, event in enumerate(events) if event.get("delta", {}).get("type") == "input_json_delta")
    result = played([*events[:at], *events[at + 1 :]])

    assert ("length", '{"a":') == (result.finish, result.tool_calls[0].arguments)
    with pytest.raises(genai.InvalidRequest):
        result.tool_calls[0].decoded()


def test_a_compaction() -> None:
    """It is kept as it came."""
    block = {"type": "compaction", "content": "In short.", "encrypted_content": None}
    events = streamed({"type": "compaction", "content": None, "encrypted_content": None}, PLAIN)
    at = next(n for n, event in enumerate(events) if event["type"] == "content_block_stop")
    said = delta(0, "compaction_delta", content="In short.", encrypted_content=None)
    result = played([*events[:at], said, *events[at:]])

    assert answered(message(block, PLAIN)) == result
    assert block == result.message.replies[0].opaque["anthropic"]["block"]


def test_usage_at_the_end() -> None:
    """Of each count the last word holds, and what the end does not tell, the beginning told."""
    events = streamed(PLAIN)
    events[-2]["usage"] = {"input_tokens": 30, "output_tokens": 9, "cache_read_input_tokens": None}

    assert genai.Usage(input_tokens=37, cached_tokens=5, cache_write_tokens=2, output_tokens=9) == played(events).usage


OVERLOADED = json.loads(failure("overloaded_error", "Overloaded", None))


def test_overloaded_before_the_first_reply_is_repeated() -> None:
    """Nothing was said yet, so it can be asked again."""
    llm, server = Side("sync", SPECIMEN).load(sse([streamed(PLAIN)[0], OVERLOADED]), SPECIMEN.plain_stream, retry=1)
    with llm.gen_stream("hi") as stream:
        assert "Hello there." == "".join(stream.text)

    assert 2 == len(server.requests)
    assert ["Overloaded"] == [attempt.error for attempt in stream.result.attempts]


def test_overloaded_in_the_midst() -> None:
    """What was said is there, and so is the reason; it is not asked again."""
    for ask in ("gen_sync", "gen_stream"):
        llm, server = Side("sync", SPECIMEN).load(sse([*streamed(PLAIN)[:4], OVERLOADED]), retry=1)
        with pytest.raises(genai.StreamInterrupted, match="Overloaded") as caught:
            list(getattr(llm, ask)("hi"))

        assert ("overloaded_error", "Overloaded", "req_1") == (
            caught.value.code,
            caught.value.detail,
            caught.value.request_id,
        )
        assert genai.Overloaded is type(caught.value.__cause__)
        assert caught.value.result is not None
        assert ("Hello ", False) == (caught.value.result.text, caught.value.result.complete)
        assert 1 == len(server.requests)


def test_another_error_in_the_midst() -> None:
    """It has what was said as well."""
    with pytest.raises(genai.StreamInterrupted, match="It broke") as caught:
        played([*streamed(PLAIN)[:4], ERROR])

    assert caught.value.result is not None
    assert "Hello " == caught.value.result.text


@pytest.mark.parametrize(
    "wrong",
    [
        {"type": "content_block_start", "index": -1, "content_block": PLAIN},
        {"type": "content_block_start", "index": 0, "content_block": PLAIN},
        {"type": "content_block_start", "index": 1, "content_block": {}},
        {"type": "content_block_start", "index": 1, "content_block": {"type": "tool_use"}},
        delta(7, "text_delta", text="?"),
        delta(0, "text_delta", text=5),
        {"type": "content_block_stop", "index": 7},
        {"type": "message_delta", "delta": {"stop_reason": 5}, "usage": {}},
        {"type": "message_delta", "delta": {}, "usage": {"output_tokens": "many"}},
    ],
)
def test_events_that_are_not_as_documented(wrong: dict[str, Any]) -> None:
    """They are BadAnswer, with what had arrived."""
    with pytest.raises(genai.BadAnswer) as caught:
        played([*streamed(PLAIN)[:4], wrong, *streamed(PLAIN)[4:]], strict=False)

    assert caught.value.result is not None


def test_a_delta_that_nobody_documented() -> None:
    """It is reported, and the rest is read."""
    events = streamed(PLAIN)
    result = played([*events[:4], delta(0, "telepathy_delta", thought="?"), *events[4:]], strict=False)

    assert ("Hello there.", 1) == (result.text, len(result.unknown_fields))


def blocks() -> st.SearchStrategy[list[dict[str, Any]]]:
    """Some blocks."""
    texts = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)
    note = {"type": "web_search_result_location", "cited_text": "x", "url": "u", "title": "t", "encrypted_index": "e"}
    kinds = st.one_of(
        st.builds(lambda t, c: {"type": "text", "text": t, "citations": [note] * c or None}, texts, st.integers(0, 2)),
        st.builds(lambda t: {"type": "thinking", "thinking": t, "signature": "c2ln"}, texts),
        st.builds(lambda t: {"type": "tool_use", "id": "toolu_1", "name": "f", "input": {"a": t}}, texts),
        st.just({"type": "redacted_thinking", "data": "c2Vj"}),
        st.just(SEARCH),
        st.just(FOUND),
    )
    return st.lists(kinds, max_size=6)


@settings(max_examples=80, deadline=None)
@given(blocks(), st.data())
def test_a_stream_equals_its_whole_answer_under_every_split(some: list[dict[str, Any]], data: st.DataObject) -> None:
    """Whatever the blocks are, and wherever the bytes are cut."""
    body = sse(streamed(*some))
    cuts = sorted(data.draw(st.sets(st.integers(1, len(body) - 1), max_size=20)))
    read, whole = decoder(), decoder()
    seen = [r for a, b in zip([0, *cuts], [*cuts, len(body)], strict=True) for r in read.feed(body[a:b])]
    whole.feed(dumped(message(*some)))
    result = read.close()

    assert whole.close() == result
    assert result.message == genai.fold(seen)
    assert result == genai.Result.from_json(result.to_json())


# --- Headers and lists ------------------------------------------------------------------------------------------------


def test_limits() -> None:
    """Counts, and seconds from the answer's own date; what cannot be read tells nothing."""
    headers = {
        "date": "Sat, 21 Nov 2026 00:00:00 GMT",
        "anthropic-ratelimit-input-tokens-limit": "100",
        "anthropic-ratelimit-input-tokens-remaining": "90",
        "anthropic-ratelimit-input-tokens-reset": "2026-11-21T00:01:30Z",
        "anthropic-ratelimit-requests-limit": "many",
        "anthropic-ratelimit-requests-reset": "soon",
        "anthropic-priority-output-tokens-limit": "7",
        "anthropic-ratelimit-tokens-reset": "2026-11-20T23:00:00Z",
        "anthropic-organization-id": "o",
    }

    assert (
        genai.RateLimit(kind="input_tokens", limit=100, remaining=90, reset=90.0),
        genai.RateLimit(kind="priority_output_tokens", limit=7),
        genai.RateLimit(kind="requests"),
        genai.RateLimit(kind="tokens", reset=0.0),
    ) == rate_limits(headers)


def test_limits_without_a_date() -> None:
    """Then the seconds count from now."""
    soon = (datetime.now(UTC) + timedelta(seconds=60)).isoformat()
    (limit,) = rate_limits({"anthropic-ratelimit-requests-reset": soon, "date": "?"})

    assert limit.reset is not None
    assert 50 < limit.reset <= 60


@pytest.mark.parametrize(("text", "time"), [("1970-01-02T00:00:00Z", 86400.0), ("", None), (None, None), ("?", None)])
def test_times(text: str | None, time: float | None) -> None:
    """An instant, as seconds."""
    assert time == unix_time(text)


def test_retry_after() -> None:
    """An error tells when to come again, and its limits."""
    headers = {"retry-after": "7", "request-id": "r", "anthropic-ratelimit-requests-remaining": "0"}

    def handler(request: httpx2.Request) -> httpx2.Response:
        return httpx2.Response(429, headers=headers, content=failure("rate_limit_error", "Slow down.", None))

    client = httpx2.Client(transport=httpx2.MockTransport(handler))
    llm = genai.load("claude", model="m", api_key="k", retry=0, http_client=client)
    with pytest.raises(genai.RateLimited) as caught:
        llm.gen_sync("hi")

    assert (7.0, "r", 0) == (caught.value.retry_after, caught.value.request_id, caught.value.limits[0].remaining)


def test_the_request_id_of_the_body() -> None:
    """Where the header is missing, the body has it."""
    error = http_error("anthropic", HttpResponse(status=400, body=failure("invalid_request_error", "Bad.", "req_9")))
    assert "req_9" == error.request_id


def test_models_in_pages() -> None:
    """The list goes on until the provider says that it is over."""
    pages = [{"data": [{**MODEL, "id": n}], "first_id": n, "last_id": n, "has_more": n != "c"} for n in "abc"]
    llm, server = Side("sync", SPECIMEN).load(*map(dumped, pages))

    assert ["a", "b", "c"] == [model.id for model in llm.list_models()]
    assert ["limit=1000", "limit=1000&after_id=a", "limit=1000&after_id=b"] == [
        request.url.query.decode() for request in server.requests
    ]
    stuck, _ = Side("sync", SPECIMEN).load(dumped(pages[0]))
    with pytest.raises(genai.BadAnswer, match="goes on"):
        stuck.list_models()


def test_pings() -> None:
    """In a stream they are no events; who did not ask for a stream waits on while they come."""
    counts = []
    for patient in (False, True):
        read = StreamDecoder(HEAD, Asked(provider="anthropic", model="m"), patient=patient)
        read.feed(sse([{"type": "ping"}] * 3))
        counts.append(read.events)

    assert [0, 3] == counts


def test_a_stream_that_extra_body_asks_for() -> None:
    """It is whole as well."""
    llm, _ = Side("sync", SPECIMEN).load(SPECIMEN.plain_stream)

    assert "Hello there." == llm.gen_sync("hi", genai.ExtraBody({"stream": True})).text


# --- Raw streams ------------------------------------------------------------------------------------------------------


def fed(read: RawDecoder, body: bytes) -> Iterator[Any]:
    """The events of a body, byte by byte."""
    for at in range(len(body)):
        yield from read.feed(body[at : at + 1])


def test_raw_events() -> None:
    """Every event comes out as a raw object; the whole message is there in the end."""
    read = RawDecoder()
    types = [event.type for event in fed(read, SPECIMEN.plain_stream)]
    made = read.close()

    assert ("message_start", "ping", "content_block_start") == tuple(types[:3])
    assert "message_stop" == types[-1]
    assert ("msg_1", "Hello there.", "end_turn") == (made.id, made.content[0].text, made.stop_reason)  # type: ignore[union-attr]
    whole = RawDecoder()
    assert [] == whole.feed(SPECIMEN.plain)
    assert ["Hello there."] == [block.text for block in whole.close().content]  # type: ignore[union-attr]


def test_raw_events_of_an_error() -> None:
    """An error is raised; a stream without its end, too."""
    with pytest.raises(genai.ProviderError, match="It broke"):
        RawDecoder().feed(sse([ERROR]))
    read = RawDecoder()
    read.feed(SPECIMEN.cut_stream)
    with pytest.raises(genai.StreamInterrupted):
        read.close()


@pytest.mark.parametrize("way", ["sync", "stream"])
def test_an_answer_that_says_nothing_at_all(way: str) -> None:
    """Neither content nor a reason why it ended: that is no answer. With a reason it is an empty one."""

    def answered(reason: str | None) -> genai.Result:
        said = {"type": "message_delta", "delta": {"stop_reason": reason, "stop_sequence": None}, "usage": {}}
        events = sse([{"type": "message_start", "message": message(stop_reason=None)}, said, {"type": "message_stop"}])
        llm, _ = Side("sync", SPECIMEN).load(events if way == "stream" else dumped(message(stop_reason=reason)))
        return Side("sync", SPECIMEN).stream(llm, "hi") if way == "stream" else llm.gen_sync("hi")

    with pytest.raises(genai.BadAnswer, match="no content, and no reason"):
        answered(None)
    assert ("", "stop") == (answered("end_turn").text, answered("end_turn").finish)
