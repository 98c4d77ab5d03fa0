"""Results, and fold: fragments of a stream and whole replies make the same message."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genai.citations import Citation, CitationSource
from genai.doc import Doc
from genai.errors import InvalidRequest
from genai.messages import Message, Reply, ToolCall, ToolDelta
from genai.results import Attempt, FinishReason, Fold, Logprob, RateLimit, Result, Usage, fold

CALL = ToolCall(id="call_1", name="add", arguments='{"a":1}')
CITED = Citation(start=0, end=2, sources=(CitationSource(type="web", url="https://example.org"),))
PICTURE = Doc(b"\x89PNG\r\n\x1a\n")

FOLDS: dict[str, tuple[list[Reply], list[Reply]]] = {
    "nothing": ([], []),
    "pieces of one block are joined": (
        [Reply(text="On"), Reply(text=""), Reply(text="ce")],
        [Reply(text="Once")],
    ),
    "blocks never merge": (
        [Reply(text="a"), Reply(text="b", block=1), Reply(text="c", block=1)],
        [Reply(text="a"), Reply(text="bc", block=1)],
    ),
    "blocks stand in their order": (
        [Reply(text="b", block=2), Reply(reasoning="a", block=0), Reply(tool_call=CALL, block=1)],
        [Reply(reasoning="a", block=0), Reply(tool_call=CALL, block=1), Reply(text="b", block=2)],
    ),
    "blocks that come by turns": (
        [Reply(text="a"), Reply(text="x", block=1), Reply(text="b"), Reply(text="y", block=1)],
        [Reply(text="ab"), Reply(text="xy", block=1)],
    ),
    "kinds of one block do not merge": (
        [Reply(text="a"), Reply(refusal="no"), Reply(text="b"), Reply(reasoning="hm"), Reply(refusal="!")],
        [Reply(text="ab"), Reply(refusal="no!"), Reply(reasoning="hm")],
    ),
    "docs, calls and citations are never joined": (
        [Reply(doc=PICTURE), Reply(doc=PICTURE), Reply(citation=CITED), Reply(citation=CITED), Reply(tool_call=CALL)],
        [Reply(doc=PICTURE), Reply(doc=PICTURE), Reply(citation=CITED), Reply(citation=CITED), Reply(tool_call=CALL)],
    ),
    "a citation in the middle of a text": (
        [Reply(text="a"), Reply(citation=CITED), Reply(text="b")],
        [Reply(text="ab"), Reply(citation=CITED)],
    ),
    "deltas, progress and previews are not kept": (
        [
            Reply(progress="searching"),
            Reply(tool_delta=ToolDelta(id="call_1", name="add"), block=1),
            Reply(tool_delta=ToolDelta(arguments='{"a":1}'), block=1),
            Reply(tool_call=CALL, block=1),
            Reply(doc=PICTURE, partial=True, block=2),
            Reply(doc=PICTURE, block=2),
        ],
        [Reply(tool_call=CALL, block=1), Reply(doc=PICTURE, block=2)],
    ),
    "opaque goes to its block": (
        [Reply(text="a"), Reply(reasoning="b", block=1), Reply(opaque={"x": {"id": 1}})],
        [Reply(text="a", opaque={"x": {"id": 1}}), Reply(reasoning="b", block=1)],
    ),
    "opaque that comes first": (
        [Reply(opaque={"x": {"id": 1}}), Reply(text="a")],
        [Reply(text="a", opaque={"x": {"id": 1}})],
    ),
    "opaque alone stays alone": (
        [Reply(text="a"), Reply(opaque={"x": {"id": 1}}, block=1), Reply(text="b", block=2)],
        [Reply(text="a"), Reply(opaque={"x": {"id": 1}}, block=1), Reply(text="b", block=2)],
    ),
    "opaque of one provider is merged": (
        [
            Reply(reasoning="a", opaque={"x": {"id": 1, "n": 1}}),
            Reply(opaque={"x": {"n": 2}}),
            Reply(opaque={"y": {"s": 3}}),
        ],
        [Reply(reasoning="a", opaque={"x": {"id": 1, "n": 2}, "y": {"s": 3}})],
    ),
    "opaque that is no dictionary is replaced": (
        [Reply(text="a", opaque={"x": [1]}), Reply(opaque={"x": [2]})],
        [Reply(text="a", opaque={"x": [2]})],
    ),
    "opaque goes to the first of a block": (
        [Reply(doc=PICTURE), Reply(doc=PICTURE, opaque={"x": {"id": 1}})],
        [Reply(doc=PICTURE, opaque={"x": {"id": 1}}), Reply(doc=PICTURE)],
    ),
    "opaque does not cling to a citation": (
        [Reply(citation=CITED), Reply(text="a", opaque={"x": {"id": 1}})],
        [Reply(citation=CITED), Reply(text="a", opaque={"x": {"id": 1}})],
    ),
}


@pytest.mark.parametrize(("fragments", "replies"), FOLDS.values(), ids=FOLDS.keys())
def test_fold(fragments: list[Reply], replies: list[Reply]) -> None:
    """Each list of fragments makes its message."""

    assert Message(replies=tuple(replies)) == fold(fragments)


@pytest.mark.parametrize("replies", [replies for _, replies in FOLDS.values()], ids=FOLDS.keys())
def test_folding_again_changes_nothing(replies: list[Reply]) -> None:
    """What is whole is folded to itself: a sync answer goes through the same fold."""

    assert tuple(replies) == fold(replies).replies


def test_fold_takes_any_iterable() -> None:
    """A generator will do."""

    assert "abc" == fold(Reply(text=c) for c in "abc").text


def test_what_is_folded_does_not_change_later() -> None:
    """A message taken in the middle stays as it was when more comes."""
    folded = Fold()
    folded.add(Reply(text="a", opaque={"x": {"id": 1}}))
    folded.add(Reply(opaque={"x": {"n": 1}}, block=1))
    middle = folded.message()
    before = middle.to_json()
    folded.add(Reply(text="b", opaque={"x": {"id": 2}, "y": {}}))
    folded.add(Reply(opaque={"x": {"n": 2}}, block=1))

    assert before == middle.to_json()
    assert Reply(text="ab", opaque={"x": {"id": 2}, "y": {}}) == folded.message().replies[0]


def test_fold_leaves_its_fragments_alone() -> None:
    """Merging changes no fragment that the caller holds."""
    first = Reply(text="a", opaque={"x": {"id": 1}})
    fold([first, Reply(text="b", opaque={"x": {"id": 2}})])

    assert {"x": {"id": 1}} == first.opaque


texts = st.text(alphabet="abé\u2028 😀", max_size=12)
opaques = st.dictionaries(
    st.sampled_from(["x", "y"]), st.dictionaries(st.sampled_from("ab"), st.integers(0, 9), max_size=2), max_size=2
).filter(lambda opaque: all(opaque.values()))


def made(kind: str, value: Any, block: int, opaque: Any = None) -> Reply:
    """A reply of any kind."""
    known: dict[str, Any] = {kind: value, "block": block, "opaque": opaque or {}}
    return Reply(**known)


@st.composite
def answers(draw: Callable[..., Any]) -> tuple[list[Reply], list[Reply]]:
    """An answer's whole replies, one per block; and its fragments, with blocks by turns and noise between."""
    whole: list[Reply] = []
    queues: list[list[Reply]] = []
    for block in range(draw(st.integers(0, 4))):
        kind = draw(st.sampled_from(["text", "reasoning", "refusal", "tool_call", "doc", "citation"]))
        opaque = draw(opaques) if kind != "citation" else {}
        if kind in ("text", "reasoning", "refusal"):
            text = draw(texts)
            places = sorted(draw(st.lists(st.integers(0, len(text)), max_size=4)))
            pieces = [text[a:b] for a, b in zip([0, *places], [*places, len(text)], strict=True)]
            whole.append(made(kind, text, block, opaque))
            queue = [made(kind, piece, block) for piece in pieces]
        else:
            value = {"tool_call": CALL, "doc": PICTURE, "citation": CITED}[kind]
            whole.append(made(kind, value, block, opaque))
            queue = [made(kind, value, block)]
            noise = {"tool_call": Reply(tool_delta=ToolDelta(arguments="{"), block=block)}
            queue.insert(0, noise.get(kind, Reply(progress="working", block=block)))
        for provider, value in opaque.items():
            place = draw(st.integers(0, len(queue)))
            queue.insert(place, Reply(opaque={provider: value}, block=block))
        queues.append(queue)
    fragments: list[Reply] = []
    while any(queues):
        queue = draw(st.sampled_from([queue for queue in queues if queue]))
        fragments.append(queue.pop(0))
    return whole, fragments


@given(answers())
def test_fragments_make_what_the_whole_makes(answer: tuple[list[Reply], list[Reply]]) -> None:
    """However an answer is cut, and whichever block comes first, the message is the same."""
    whole, fragments = answer

    assert fold(whole) == fold(fragments)
    assert tuple(whole) == fold(fragments).replies


@pytest.mark.parametrize(
    ("usage", "total"),
    [
        (Usage(), None),
        (Usage(input_tokens=3), None),
        (Usage(output_tokens=4), None),
        (Usage(input_tokens=3, output_tokens=4), 7),
        (Usage(input_tokens=0, output_tokens=0), 0),
        (Usage(input_tokens=3, output_tokens=4, total_tokens=9), 9),
        (Usage(input_tokens=3, cached_tokens=2, output_tokens=4, reasoning_tokens=1), 7),
    ],
)
def test_total_tokens(usage: Usage, total: int | None) -> None:
    """The total is as reported, else the sum when both sides are known; 0 is a number, None is not."""

    assert total == usage.total_tokens


RESULT = Result(
    message=Message(
        replies=(
            Reply(reasoning="hm", block=0),
            Reply(text="Once", block=1, opaque={"openairesponses": {"id": "msg_1"}}),
            Reply(citation=CITED, block=1),
            Reply(tool_call=CALL, block=2),
            Reply(doc=PICTURE, block=3),
            Reply(refusal="no", block=4),
        )
    ),
    usage=Usage(input_tokens=3, output_tokens=4, reasoning_tokens=1),
    limits=(RateLimit(kind="requests", period="minute", limit=500, remaining=499, reset=0.12),),
    logprobs=(Logprob(token="Once", logprob=-0.5, top=(Logprob(token="One", logprob=-1.5),)),),
    finish=FinishReason.STOP,
    provider="openairesponses",
    model="gpt-5",
    request_id="req_1",
    response_id="resp_1",
    service_tier="default",
    attempts=(Attempt(error="Overloaded", status=503, waited=0.5),),
    unsupported=("TextOptions.top_k",),
    retry_after=2.0,
    raw={"id": "resp_1"},
)


def test_result_reads_its_message() -> None:
    """The short ways are those of the message."""

    assert ("Once", "hm", "no") == (RESULT.text, RESULT.reasoning, RESULT.refusal)
    assert ((CALL,), (PICTURE,), (CITED,)) == (RESULT.tool_calls, RESULT.docs, RESULT.citations)
    assert not RESULT.pending


@pytest.mark.parametrize("name", ["text", "reasoning", "refusal", "docs", "tool_calls", "citations"])
def test_pending_results_have_no_answer(name: str) -> None:
    """Reading an answer that is not there yet raises, and says how to get it."""
    result = Result(finish=FinishReason.PENDING)

    assert result.pending
    with pytest.raises(InvalidRequest, match=r"still pending: llm\.wait\(job\)"):
        getattr(result, name)


def test_raw_is_no_part_of_equality() -> None:
    """A streamed and a sync answer differ in their raw form only."""

    assert Result(raw={"a": 1}) == Result(raw={"b": 2})
    assert Result(model="a") != Result(model="b")
    assert "resp_1'}" not in repr(RESULT)


@pytest.mark.parametrize("result", [RESULT, Result(), Result(complete=False, finish=FinishReason.LENGTH)])
def test_results_survive(result: Result) -> None:
    """JSON and pickle give back an equal result; the raw answer is not part of the JSON."""
    back = Result.from_json(result.to_json())

    assert result == back
    assert back.raw is None
    assert result == pickle.loads(pickle.dumps(result))
    assert result.finish is pickle.loads(pickle.dumps(result)).finish


def test_nothing_raw_has_no_unknown_fields() -> None:
    """A result without its raw answer knows of no unknown fields."""

    assert () == Result(provider="openairesponses").unknown_fields
