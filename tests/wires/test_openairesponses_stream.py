"""Streams of openairesponses: whatever a server's events leave out, and in whatever order they come, the answer is the
same that comes at once."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Iterator
from typing import Any

import pytest
from contract.specimen_openairesponses import CALL, PLAIN, REASONING, begun, ended, response, sse
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import genai
from genai.providers.openairesponses.decode import decode
from genai.providers.openairesponses.dialect import OPENAI
from genai.providers.openairesponses.stream import StreamDecoder
from genai.results import FinishReason, Result
from genai.sansio import HttpResponse

HEAD = HttpResponse(status=200, headers={"content-type": "text/event-stream", "x-request-id": "req_1"})
Event = dict[str, Any]


def token(text: str) -> Event:
    """A token with its alternatives."""
    return {"token": text, "logprob": -0.5, "top_logprobs": [{"token": text, "logprob": -0.5}]}


def cited(start: int, end: int, url: str) -> Event:
    """An annotation."""
    return {"type": "url_citation", "url": url, "title": "T", "start_index": start, "end_index": end}


def part(*pieces: str, notes: tuple[Event, ...] = ()) -> Event:
    """A part of a message, whose tokens are these pieces."""
    return {
        "type": "output_text",
        "text": "".join(pieces),
        "annotations": list(notes),
        "logprobs": [token(piece) for piece in pieces],
    }


def message(id_: str, *parts: Event) -> Event:
    """A message of several parts."""
    return {"id": id_, "type": "message", "role": "assistant", "status": "completed", "content": list(parts)}


FIRST = message("msg_a", part("One ", "two. ", notes=(cited(0, 3, "https://a.org"),)), part("Three", ". "))
NO = {"type": "refusal", "refusal": "But not that."}
SECOND = message(
    "msg_b", part("Four ", "five.", notes=(cited(5, 9, "https://b.org"), cited(0, 4, "https://c.org"))), NO
)
THOUGHT = {**REASONING, "id": "rs_2", "content": [{"type": "reasoning_text", "text": "Open."}]}
OUTPUT = [REASONING, FIRST, SECOND, THOUGHT, CALL]


def halves(text: str) -> Iterator[str]:
    """A text in two pieces."""
    yield text[:3]
    yield text[3:]


def of_message(item: Event) -> Iterator[tuple[str, Event]]:
    """The events inside a message, each with its family."""
    for index, one in enumerate(item["content"]):
        here = {"content_index": index}
        yield "part added", {"type": "response.content_part.added", **here, "part": {"type": one["type"], "text": ""}}
        if one["type"] == "refusal":
            for piece in halves(one["refusal"]):
                yield "delta", {"type": "response.refusal.delta", **here, "delta": piece}
            yield "text done", {"type": "response.refusal.done", **here, "refusal": one["refusal"]}
        else:
            tokens = [(said["token"], [said]) for said in one["logprobs"]]
            for piece, logprobs in tokens or [(piece, []) for piece in halves(one["text"])]:
                yield "delta", {**here, "type": TEXT, "delta": piece, "logprobs": logprobs}
            for number, note in enumerate(one["annotations"]):
                about = {**here, "annotation_index": number, "annotation": note}
                yield "note", {"type": "response.output_text.annotation.added", **about}
            whole = {"text": one["text"], "logprobs": one["logprobs"]}
            yield "text done", {"type": "response.output_text.done", **here, **whole}
        yield "part done", {"type": "response.content_part.done", **here, "part": one}


TEXT = "response.output_text.delta"


def of_reasoning(item: Event) -> Iterator[tuple[str, Event]]:
    """The events inside a thought."""
    for index, one in enumerate(item["summary"]):
        here = {"summary_index": index}
        for piece in halves(one["text"]):
            yield "delta", {"type": "response.reasoning_summary_text.delta", **here, "delta": piece}
        yield "text done", {"type": "response.reasoning_summary_text.done", **here, "text": one["text"]}
        yield "part done", {"type": "response.reasoning_summary_part.done", **here, "part": one}
    for index, one in enumerate(item.get("content", ())):
        here = {"content_index": index}
        for piece in halves(one["text"]):
            yield "delta", {"type": "response.reasoning_text.delta", **here, "delta": piece}
        yield "text done", {"type": "response.reasoning_text.done", **here, "text": one["text"]}


def of_call(item: Event) -> Iterator[tuple[str, Event]]:
    """The events inside a call."""
    name = "response.function_call_arguments"
    for piece in halves(item["arguments"]):
        yield "delta", {"type": f"{name}.delta", "delta": piece}
    yield "text done", {"type": f"{name}.done", "arguments": item["arguments"], "name": item["name"]}


INSIDE = {"message": of_message, "reasoning": of_reasoning, "function_call": of_call}
EMPTY: dict[str, Event] = {
    "message": {"content": []},
    "reasoning": {"summary": [], "content": []},
    "function_call": {"arguments": ""},
}


def events(item: Event, index: int, left_out: frozenset[str], told: str) -> list[Event]:
    """The events of an item, without some families, which tell its index, its id, or both."""
    begins = {**item, **EMPTY[item["type"]], **({"status": "in_progress"} if "status" in item else {})}
    made = [
        ("added", {"type": "response.output_item.added", "item": begins}),
        *((family, {**event, "item_id": item["id"]}) for family, event in INSIDE[item["type"]](item)),
        ("item done", {"type": "response.output_item.done", "item": item}),
    ]
    kept = [{**event, "output_index": index} for family, event in made if family not in left_out]
    unsaid = {"index": "item_id", "id": "output_index"}.get(told)
    return [{key: value for key, value in event.items() if key != unsaid} for event in kept]


def streamed(*given: Event, more: Any = None) -> tuple[Result, list[genai.Reply]]:
    """The result of a stream of these events, and its fragments."""
    decoder = StreamDecoder(HEAD, "m", **(more or {}))
    fragments = decoder.feed(sse(begun())) + [reply for event in given for reply in decoder.feed(sse([event]))]
    return decoder.close(), fragments


def whole(*output: Event, **more: Any) -> Result:
    """The same items, answered at once."""
    return decode(response(*output, **more), HEAD, OPENAI, "m")


def merged(lists: list[list[Event]], seed: int) -> list[Event]:
    """Lists by turns, each in its own order."""
    order = random.Random(seed)
    waiting = [list(one) for one in lists if one]
    made = []
    while waiting:
        chosen = order.choice(waiting)
        made.append(chosen.pop(0))
        waiting = [one for one in waiting if one]
    return made


FAMILIES = ("added", "part added", "delta", "note", "text done", "part done", "item done")


@settings(max_examples=300, deadline=None)
@given(
    left_out=st.frozensets(st.sampled_from(FAMILIES)),
    told=st.sampled_from(["index", "id", "both"]),
    seed=st.integers(0, 2**16),
    told_last=st.lists(st.booleans(), min_size=len(OUTPUT), max_size=len(OUTPUT)),
)
def test_any_stream_is_its_answer(left_out: frozenset[str], told: str, seed: int, told_last: list[bool]) -> None:
    """
    Whatever families of events are missing, whatever they call their item, and in whatever order items come.

    What the last event has makes up for it, and nothing is said twice. Some items may be in that event alone.
    """
    lists = [events(item, at, left_out, told) for at, item in enumerate(OUTPUT)]
    if told == "id":  # then only the order tells where an item stands, so each must be heard of
        assume(all(lists))
        given = [event for one in lists for event in one]
    else:
        given = merged([[] if last else one for one, last in zip(lists, told_last, strict=True)], seed)
    result, fragments = streamed(*given, *ended(*OUTPUT))

    assert whole(*OUTPUT) == result
    assert result.message == genai.fold(fragments)
    assert sorted(result.citations, key=str) == sorted((f.citation for f in fragments if f.citation), key=str)
    assert 1 == len([fragment for fragment in fragments if fragment.tool_call])


@pytest.mark.parametrize("told", ["index", "id", "both"])
@pytest.mark.parametrize("left_out", [{"item done"}, {"item done", "delta"}, {"item done", "delta", "text done"}])
@pytest.mark.parametrize("output", [{"output": []}, {"output": None}, {}])
def test_items_that_never_end(told: str, left_out: set[str], output: Event) -> None:
    """At the last event all that began is whole, though neither an item's end nor the answer's output says so."""
    kept = [one for at, item in enumerate(OUTPUT) for one in events(item, at, frozenset(left_out), told)]
    last: Event = ended(store=True)[0]
    last["response"] = {key: value for key, value in last["response"].items() if key != "output"} | output
    result, fragments = streamed(*kept, last)
    expected = whole(*OUTPUT)
    if "text done" in left_out:  # parts of messages and of summaries have their own end; open thoughts and calls none
        expected = whole(*OUTPUT[:3], {**THOUGHT, "content": []}, {**CALL, "arguments": ""})

    assert result.message == genai.fold(fragments)
    assert (expected.text, expected.reasoning, expected.refusal) == (result.text, result.reasoning, result.refusal)
    assert expected.tool_calls == result.tool_calls
    assert expected.citations == result.citations
    assert expected.logprobs == result.logprobs
    assert FinishReason.TOOL_CALLS is result.finish
    assert "resp_1" == result.message.replies[-1].opaque["openairesponses"]["response_id"]


def test_an_unended_thought_is_kept() -> None:
    """What came of a thought that never ended goes back in its item."""
    kept = events(THOUGHT, 0, frozenset({"item done"}), "both")
    result, _ = streamed(*kept, *ended())
    item = result.message.replies[0].opaque["openairesponses"]["item"]

    assert THOUGHT == item


@pytest.mark.parametrize(("status", "expected"), [("completed", "completed"), ("incomplete", "incomplete")])
def test_an_unended_item_is_as_whole_as_its_answer(status: str, expected: str) -> None:
    """The status of a message that never ended follows from the answer's."""
    kept = events(PLAIN, 0, frozenset({"item done", "text done", "part done"}), "both")
    result, _ = streamed(*kept, {"type": f"response.{status}", "response": response(status=status)})

    assert "Hello there." == result.text
    assert expected == result.message.replies[0].opaque["openairesponses"]["status"]


# --- One by one: what the reviewer found ------------------------------------------------------------------------------


def done(at: int, item: Event) -> Event:
    """An item is whole."""
    return {"type": "response.output_item.done", "output_index": at, "item": item}


def test_an_item_of_the_last_event_alone() -> None:
    """One item's end does not make the others superfluous."""
    result, _ = streamed(done(0, REASONING), *ended(REASONING, PLAIN))

    assert whole(REASONING, PLAIN) == result
    assert "Hello there." == result.text


def test_deltas_with_ids_alone() -> None:
    """An item that only its deltas name by its id is the one that the last event has under that id, or in its place."""
    delta = {"type": TEXT, "item_id": PLAIN["id"], "content_index": 0, "delta": "Hello"}

    for last in (PLAIN, {**PLAIN, "id": None}, {**PLAIN, "id": "msg_other"}):
        assert "Hello there." == streamed(delta, *ended(last))[0].text


def test_ids_that_change() -> None:
    """Where ids change from event to event, the index tells."""
    given = events(PLAIN, 0, frozenset(), "both")
    for number, event in enumerate(given):
        event["item_id"] = f"id_{number}"
        if "item" in event:
            event["item"] = {**event["item"], "id": f"id_{number}"}
    result, _ = streamed(*given, *ended(PLAIN))

    assert "Hello there." == result.text
    assert [0] == [reply.block for reply in result.message.replies]


def test_an_index_that_never_changes() -> None:
    """Where the index is always 0, ids tell."""
    lists = [events(item, 0, frozenset(), "both") for item in (FIRST, PLAIN, CALL)]
    result, fragments = streamed(*(event for one in lists for event in one), *ended(FIRST, PLAIN, CALL))

    assert whole(FIRST, PLAIN, CALL) == result
    assert result.message == genai.fold(fragments)


def test_events_that_name_no_item() -> None:
    """What names neither index nor id is of the item that began last."""
    given = [event for item in (FIRST, PLAIN) for event in events(item, 0, frozenset(), "id")]
    for event in given:
        event.pop("item_id", None)

    assert whole(FIRST, PLAIN) == streamed(*given, *ended(FIRST, PLAIN))[0]


@pytest.mark.parametrize("times", [1, 2, 3])
def test_an_end_that_comes_again(times: int) -> None:
    """However often an item ends, it is there once."""
    result, fragments = streamed(*[done(0, CALL)] * times, *[done(1, PLAIN)] * times, *ended(CALL, PLAIN))

    assert whole(CALL, PLAIN) == result
    assert 1 == len([fragment for fragment in fragments if fragment.tool_call])


def test_the_rest_of_a_text() -> None:
    """What the deltas left out is in the text's end, and only that is given."""
    where = {"output_index": 0, "item_id": "msg_2", "content_index": 0}
    delta = {"type": TEXT, **where, "delta": "Hello"}
    end = {"type": "response.output_text.done", **where, "text": "Hello there.", "logprobs": [token("Hello there.")]}
    result, fragments = streamed(delta, end, *ended())

    assert ["Hello", " there."] == [fragment.text for fragment in fragments if fragment.text]
    assert "Hello there." == result.text
    assert ["Hello there."] == [one.token for one in result.logprobs]


def test_the_rest_of_arguments() -> None:
    """The same of a call's arguments, in their end or in the item's."""
    added, first, *_ = events(CALL, 0, frozenset(), "both")
    result, fragments = streamed(added, first, done(0, CALL), *ended(CALL))
    deltas = [fragment.tool_delta for fragment in fragments if fragment.tool_delta]

    assert result.tool_calls[0].arguments == "".join(delta.arguments for delta in deltas)
    assert {("call_1", "get_weather")} == {(delta.id, delta.name) for delta in deltas}


@pytest.mark.parametrize("family", ["text done", "part done", "item done", "end"])
@pytest.mark.parametrize("item", [FIRST, REASONING, CALL])
def test_a_whole_that_is_another(item: Event, family: str) -> None:
    """Deltas that are not how the whole begins are BadAnswer, which names both; what had come is still there."""
    given = events(item, 0, frozenset({"text done", "part done", "item done"} - {family}), "both")
    delta = next(event for event in given if event["type"].endswith(".delta"))
    delta["delta"] = "Bonjour"
    decoder = StreamDecoder(HEAD, "m")
    for event in begun():
        decoder.feed(sse([event]))
    with pytest.raises(genai.BadAnswer, match=r"Bonjour.*was streamed.*is the whole"):
        deque(map(decoder.feed, [sse([event]) for event in (*given, *ended(item))]))
    partial = decoder.partial()

    assert (False, "resp_1") == (partial.complete, partial.response_id)


def test_a_whole_that_says_nothing() -> None:
    """An end without a text is no other text."""
    given = events(PLAIN, 0, frozenset({"part done"}), "both")
    for event in given:
        if event["type"].endswith("text.done"):
            event["text"] = ""
        if event["type"].endswith("item.done"):
            event["item"] = {**PLAIN, "content": []}

    assert "Hello there." == streamed(*given, *ended(PLAIN))[0].text


def test_blocks_do_not_depend_on_the_order() -> None:
    """Parts that begin by turns, and items that end in another order, fold in the order of the answer."""
    first, second = (events(item, at, frozenset(), "both") for at, item in enumerate((FIRST, SECOND)))
    half = next(at for at, event in enumerate(first) if event.get("content_index") == 1)
    result, fragments = streamed(*first[:half], *second, *first[half:], *ended(FIRST, SECOND))

    assert whole(FIRST, SECOND) == result
    assert result.message == genai.fold(fragments)
    assert ["One", "five", "Four"] == [c.text for c in result.citations]
    assert [c.text for c in result.citations] == [result.text[c.start : c.end] for c in result.citations]


def test_a_citation_waits_for_the_text_before_it() -> None:
    """As long as the text before it can grow, the place of a citation is not known; after that it is given at once."""
    first, second = (events(item, at, frozenset(), "both") for at, item in enumerate((FIRST, SECOND)))
    decoder = StreamDecoder(HEAD, "m")
    early = decoder.feed(sse([*begun(), *first[:4], *second]))
    late = decoder.feed(sse(first[4:]))

    assert [] == [reply for reply in early if reply.citation]
    assert ["One", "five", "Four"] == [reply.citation.text for reply in late if reply.citation]


def test_citations_come_as_they_are_made() -> None:
    """Where all comes in its order, no citation waits for the end of its text."""
    given = events(FIRST, 0, frozenset({"text done", "part done", "item done"}), "both")
    decoder = StreamDecoder(HEAD, "m")

    assert ["One"] == [r.citation.text for r in decoder.feed(sse([*begun(), *given])) if r.citation]


def test_what_was_left_out_of_the_request() -> None:
    """What a request could not say stands in the partial result as well, and in that of an error."""
    decoder = StreamDecoder(HEAD, "m", None, ("TextOptions.top_k",))
    decoder.feed(sse(begun()))
    failed = {"type": "response.failed", "response": response(status="failed", error={"code": "server_error"})}

    assert ("TextOptions.top_k",) == decoder.partial().unsupported
    decoder.feed(sse([failed]))
    with pytest.raises(genai.ProviderError) as caught:
        decoder.close()
    assert caught.value.result is not None
    assert ("TextOptions.top_k",) == caught.value.result.unsupported
