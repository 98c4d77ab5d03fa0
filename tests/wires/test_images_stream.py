"""Streamed pictures: previews, the pictures that are done, and whatever may go wrong on the way."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import genai
from genai.providers._openai_images.dialect import Dialect
from genai.providers._openai_images.encode import Speaker
from genai.providers._openai_images.stream import StreamDecoder
from genai.sansio import HttpResponse

from .image_answers import PICTURES, PNG, PROVIDERS, client, completed, partial, read, sse, streamed, whole

FIRST, SECOND, DONE, *_ = PICTURES
DOC = genai.Doc(PNG, filename="cat.png")
EVENTS = (partial(FIRST), partial(SECOND, 1), completed(DONE))
SPEAKER = Speaker(provider="openaichat", model="gpt-image-2", dialect=Dialect())


@pytest.fixture(params=PROVIDERS)
def provider(request: pytest.FixtureRequest) -> str:
    """Both providers speak the wire."""
    return str(request.param)


def decoder(n: int = 1) -> StreamDecoder:
    """A decoder by itself."""
    return StreamDecoder(SPEAKER, HttpResponse(status=200, headers={"content-type": "text/event-stream"}), n=n)


def shown(replies: list[genai.Reply]) -> list[tuple[bool, bytes, int]]:
    """Whether each picture is a preview, its bytes and its block."""
    return [(reply.partial, reply.doc.read(), reply.block) for reply in replies if reply.doc is not None]


def test_a_picture_forms(provider: str) -> None:
    """Previews, then the picture; only that is the answer."""
    llm, server = client(provider, sse(*EVENTS), model="gpt-image-2")
    replies, result = streamed(llm, "A lighthouse", partial_images=2)

    assert {"model": "gpt-image-2", "prompt": "A lighthouse", "partial_images": 2, "stream": True} == server.body
    assert [(True, FIRST, 0), (True, SECOND, 0), (False, DONE, 0)] == shown(replies)
    assert [0, 1] == [reply.doc.meta["partial_image_index"] for reply in replies[:2] if reply.doc]
    assert ([DONE], 4210, genai.FinishReason.STOP, True) == (
        read(result.docs),
        result.usage.total_tokens,
        result.finish,
        result.complete,
    )
    assert () == result.unknown_fields


def test_an_edit_forms(provider: str) -> None:
    """Its events have names of their own, and the form says that it streams."""
    events = (partial(FIRST, of="image_edit"), completed(DONE, "image_edit"))
    llm, server = client(provider, sse(*events), model="gpt-image-1.5")
    replies, result = streamed(llm, genai.user("Bluer", DOC), partial_images=1)

    assert (["true"], ["1"]) == (server.body["stream"], server.body["partial_images"])
    assert ([(True, FIRST, 0), (False, DONE, 0)], [DONE]) == (shown(replies), read(result.docs))


def test_several_pictures_form_one_after_the_other(provider: str) -> None:
    """The events do not count the pictures; what is done counts them."""
    events = (partial(FIRST), completed(FIRST), partial(SECOND), completed(SECOND))
    llm, _ = client(provider, sse(*events), model="gpt-image-2")
    replies, result = streamed(llm, "x", n=2, partial_images=1)

    assert [(True, FIRST, 0), (False, FIRST, 0), (True, SECOND, 1), (False, SECOND, 1)] == shown(replies)
    assert [FIRST, SECOND] == read(result.docs)


def test_streamed_is_as_whole(provider: str) -> None:
    """The same docs, and what is said of them."""
    llm, _ = client(provider, sse(*EVENTS), whole(DONE), model="gpt-image-2")
    _, result = streamed(llm, "x", partial_images=2)
    at_once = llm.gen_sync("x")

    assert at_once.docs == result.docs
    assert (at_once.message, at_once.usage, at_once.finish) == (result.message, result.usage, result.finish)


def test_a_server_that_does_not_stream(provider: str) -> None:
    """A whole answer will do."""
    llm, _ = client(provider, whole(DONE), model="gpt-image-2")
    replies, result = streamed(llm, "x")

    assert ([(False, DONE, 0)], [DONE]) == (shown(replies), read(result.docs))


def test_previews_are_for_streams_alone(provider: str) -> None:
    """gen_sync shows none, so it does not ask for them in silence."""
    llm, server = client(provider, whole(), model="gpt-image-2")
    with pytest.raises(genai.NotSupported, match="partial_images without gen_stream"):
        llm.gen_sync("x", partial_images=1)

    assert [] == server.requests


@pytest.mark.parametrize("model", ["dall-e-2", "dall-e-3"])
def test_the_older_models_do_not_stream(provider: str, model: str) -> None:
    """They promise nothing, and ask for nothing."""
    llm, server = client(provider, sse(*EVENTS), model=model)
    with pytest.raises(genai.NotSupported, match="gen_stream"):
        streamed(llm, "x")

    assert (False, []) == (llm.capabilities.gen_stream, server.requests)


def test_no_variation_streams(provider: str) -> None:
    """Of a model that is not listed, the wire still knows that."""
    llm, server = client(provider, sse(*EVENTS), model="my-own")
    with pytest.raises(genai.NotSupported, match="gen_stream without a word"):
        streamed(llm, DOC)

    assert [] == server.requests


LARGE = PNG + b"\0" * 100_000


def test_large_pictures(provider: str) -> None:
    """Their base64 is read straight from the body, and nothing else is different: neither drift nor faults."""
    llm, _ = client(provider, sse(partial(LARGE), completed(LARGE)), whole(LARGE, FIRST), model="gpt-image-2")
    replies, result = streamed(llm, "x", partial_images=1)
    at_once = llm.gen_sync("x", n=2)

    assert [(True, LARGE, 0), (False, LARGE, 0)] == shown(replies)
    assert ([LARGE], [LARGE, FIRST]) == (read(result.docs), read(at_once.docs))
    assert (at_once.usage, at_once.docs[0].meta) == (result.usage, result.docs[0].meta)
    assert [None, None] == [entry["b64_json"] for entry in at_once.raw["data"]]


@pytest.mark.parametrize("more", [{"telepathy": 1}, {"b64_json": "!" * 100_000}, {"b64_json": 5, "pad": "x" * 100_000}])
def test_large_answers_that_are_wrong(provider: str, more: Any) -> None:
    """The same errors as of small ones."""
    entry = {**whole(LARGE)["data"][0], **more}
    answers: list[Any] = [whole(data=[entry]), sse({**completed(LARGE), **more})]
    for answer in answers:
        llm, _ = client(provider, answer, model="gpt-image-2")
        with pytest.raises(genai.BadAnswer):
            llm.gen_sync("x") if isinstance(answer, dict) else streamed(llm, "x")


# --- What goes wrong --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("events", "n", "left"),
    [
        ((), 1, []),
        ((partial(FIRST),), 1, [FIRST]),
        ((partial(FIRST), partial(SECOND, 1)), 1, [SECOND]),
        ((completed(FIRST), partial(SECOND)), 2, [FIRST, SECOND]),
    ],
)
def test_a_stream_that_breaks(provider: str, events: Any, n: int, left: list[bytes]) -> None:
    """What had come is on the error: what is done, and the newest preview of what is not."""
    llm, _ = client(provider, sse(*events) or b"event: x\n\n", model="gpt-image-2")
    with pytest.raises(genai.StreamInterrupted) as caught, llm.gen_stream("x", n=n, partial_images=2) as stream:
        list(stream)

    assert caught.value.result is not None
    assert (left, False, None) == (
        read(caught.value.result.docs),
        caught.value.result.complete,
        caught.value.result.finish,
    )


def test_a_stream_that_is_left(provider: str) -> None:
    """Its result has the preview."""
    llm, _ = client(provider, sse(partial(FIRST)), model="gpt-image-2")
    with llm.gen_stream("x", partial_images=2) as stream:
        next(iter(stream))

    assert ([FIRST], False) == (read(stream.result.docs), stream.result.complete)


def test_fewer_pictures_than_asked_for_are_an_answer(provider: str) -> None:
    """The stream ended as it should."""
    llm, _ = client(provider, sse(completed(FIRST)), model="gpt-image-2")

    assert [FIRST] == read(streamed(llm, "x", n=3)[1].docs)


ERRORS: dict[str, dict[str, Any]] = {
    "as an object": {"type": "error", "error": {"message": "No.", "type": "x", "code": "moderation_blocked"}},
    "flat": {"type": "error", "message": "No.", "code": "moderation_blocked", "param": None},
    "of the picture": {"type": "image_generation.failed", "error": {"message": "No.", "code": "moderation_blocked"}},
}


@pytest.mark.parametrize("kind", ERRORS)
def test_an_error_event(provider: str, kind: str) -> None:
    """The same class as from a status, with what had come."""
    llm, _ = client(provider, sse(partial(FIRST), ERRORS[kind]), model="gpt-image-2", strict=False)
    with pytest.raises(genai.ContentFiltered, match="No") as caught, llm.gen_stream("x", partial_images=1) as stream:
        list(stream)

    assert caught.value.result is not None
    assert [FIRST] == read(caught.value.result.docs)


@pytest.mark.parametrize(
    "event",
    [
        {**completed(DONE), "b64_json": 5},
        {**completed(DONE), "b64_json": "iV!B"},
        {**completed(DONE), "b64_json": None},
        {**partial(DONE), "b64_json": "é"},
        {**completed(DONE), "usage": 5},
        {**completed(DONE), "type": 5},
    ],
)
def test_events_that_are_not_as_documented(event: Any) -> None:
    """BadAnswer, whatever it trips."""
    with pytest.raises(genai.BadAnswer):
        decoder().feed(sse(event))


def test_unknown_events_are_kept(provider: str) -> None:
    """And told; strict mode raises."""
    odd = {"type": "image_generation.telepathy", "b64_json": None}
    llm, _ = client(provider, sse(odd, completed(DONE)), model="gpt-image-2", strict=False)
    _, result = streamed(llm, "x")

    assert ((odd,), [DONE]) == (result.unknown_events, read(result.docs))
    assert ("events: unknown 'image_generation.telepathy'",) == result.unknown_fields
    strict, _ = client(provider, sse(odd, completed(DONE)), model="gpt-image-2")
    with pytest.raises(genai.BadAnswer, match="telepathy"):
        streamed(strict, "x")


@pytest.mark.parametrize(("name", "value"), [("telepathy", 1), ("quality", "ultra"), ("created_at", "now")])
def test_drift_in_events(provider: str, name: str, value: Any) -> None:
    """Strict mode raises; else the result tells of those that were done."""
    llm, _ = client(provider, sse(completed(DONE, **{name: value})), model="gpt-image-2", strict=False)
    _, result = streamed(llm, "x")
    strict, _ = client(provider, sse(partial(DONE, **{name: value}), completed(DONE)), model="gpt-image-2")

    assert [name] == [path.removeprefix("[0].").partition(":")[0] for path in result.unknown_fields]
    with pytest.raises(genai.BadAnswer, match=name):
        streamed(strict, "x")


@given(st.data())
def test_where_it_is_cut_never_matters(data: st.DataObject) -> None:
    """Any split gives the same pictures."""
    body = sse(*EVENTS, partial(FIRST), completed(FIRST))
    cuts = sorted(data.draw(st.lists(st.integers(0, len(body)), max_size=20)))
    pieces = [body[a:b] for a, b in zip([0, *cuts], [*cuts, len(body)], strict=True)]
    made = decoder(2)
    replies = [reply for piece in pieces for reply in made.feed(piece)]

    assert [FIRST, SECOND, DONE, FIRST, FIRST] == [reply.doc.read() for reply in replies if reply.doc]
    assert [DONE, FIRST] == read(made.close().docs)


@given(st.integers(0, 10_000))
def test_a_cut_stream_is_never_whole(at: int) -> None:
    """Unless only the blank line behind the last event is missing, what is cut is interrupted."""
    body = sse(*EVENTS)
    cut = body[: at % (len(body) - 2)]
    made = decoder()
    if not cut.strip():
        return
    made.feed(cut)
    with pytest.raises(genai.StreamInterrupted) as caught:
        made.close()

    assert caught.value.result is not None
    assert read(caught.value.result.docs) in ([], [FIRST], [SECOND])
