"""Contract: pictures, of every provider that makes some, by both drivers."""

from __future__ import annotations

import importlib.util
from typing import Any

import httpx2
import pytest
from contract.pictures import DRAWN, PICTURES, Drawn, cast
from contract.side import KEY, Side

import genai


@pytest.fixture(params=DRAWN, ids=lambda drawn: drawn.model)
def drawn(request: pytest.FixtureRequest) -> Drawn:
    """Each way to pictures."""
    found: Drawn = request.param
    return found


@pytest.fixture(params=["sync", "aio"])
def side(request: pytest.FixtureRequest, drawn: Drawn) -> Side:
    """Each driver, for each of them."""
    return Side(request.param, cast(drawn))


def polls(llm: genai.Client) -> bool:
    """Whether its pictures are jobs one by one; others may have batches of them."""
    return llm.capabilities.gen_async and not llm.capabilities.batch


def draw(side: Side, llm: genai.Client, **options: Any) -> genai.Result:
    """Ask for pictures; where they are polled, without pauses."""
    quick = {"poll_interval": 0.001} if polls(llm) else {}
    found: genai.Result = side.call(llm, "gen_sync", "A lighthouse at dusk", **quick, **options)
    return found


def read(result: genai.Result) -> list[bytes]:
    """The bytes of the pictures."""
    return [doc.read() for doc in result.docs]


def with_the_key(request: httpx2.Request) -> bool:
    """Whether a request carries the key."""
    return any(KEY in value for value in (*request.headers.values(), str(request.url)))


def test_every_provider_with_pictures_is_here() -> None:
    """Whoever has an ``images.py`` has answers in the table; bfl has nothing else."""
    names = {name for name in genai.providers.names() if importlib.util.find_spec(f"genai.providers.{name}.images")}

    assert names | {"bfl"} == {drawn.name for drawn in DRAWN}


def test_one_picture(drawn: Drawn, side: Side) -> None:
    """The result's doc is the picture, of the type that its bytes are; strictly, nothing is unknown."""
    llm, server = side.load(*drawn.made(1))
    result = draw(side, llm)

    assert [PICTURES[0]] == read(result)
    assert ("image/png", (1, 1)) == (result.docs[0].mime_type, result.docs[0].size)
    assert (drawn.name, True, "stop", ()) == (result.provider, result.complete, result.finish, result.unknown_fields)
    assert "image" == llm.output
    assert b"A lighthouse at dusk" in server.requests[0].content or "lighthouse" in str(server.requests[0].url)


def test_two_pictures(drawn: Drawn, side: Side) -> None:
    """Two are two docs, in their order and in blocks of their own; who makes but one says so, and sends nothing."""
    llm, server = side.load(*drawn.made(2))
    if drawn.most < 2:
        with pytest.raises(genai.InvalidRequest, match=r"ImageOptions\.n"):
            draw(side, llm, n=2)
        assert [] == server.requests
        return
    result = draw(side, llm, n=2)

    assert list(PICTURES[:2]) == read(result)
    assert [0, 1] == [reply.block for reply in result.message.replies]


def test_wrong_parameters_are_all_named(drawn: Drawn, side: Side) -> None:
    """Each in one error, and nothing is sent."""
    llm, server = side.load(*drawn.made(1))
    with pytest.raises(genai.InvalidRequest) as caught:
        side.call(llm, "gen_sync", "hi", **drawn.wrong)
    faults = [fault.partition(": ")[0] for fault in caught.value.faults]
    named = [fault for fault in caught.value.faults if any(fault.startswith(name) for name in drawn.faults)]

    assert len(drawn.faults) == len(drawn.wrong) == len(faults) == len(named), caught.value.faults
    assert [] == server.requests


def test_failed_statuses(drawn: Drawn, side: Side) -> None:
    """Each failed status is the right class, of the provider, with its body."""
    for name, (status, body, expected) in drawn.failures.items():
        llm, _ = side.load((status, body))
        with pytest.raises(genai.Error) as caught:
            draw(side, llm)

        assert (name, expected) == (name, type(caught.value))
        assert (drawn.name, status, body) == (caught.value.provider, caught.value.status, caught.value.body)


@pytest.mark.parametrize("body", [b"<html>Sign in</html>", b"", b"[]", b"null", b"{}"])
def test_answers_that_are_none(drawn: Drawn, side: Side, body: bytes) -> None:
    """No JSON, another shape, or nothing in it: BadAnswer, and asked once."""
    llm, server = side.load(body, retry=2)
    with pytest.raises(genai.BadAnswer):
        draw(side, llm)

    assert 1 == len(server.requests)


def test_a_url_is_downloaded_without_the_key(drawn: Drawn, side: Side) -> None:
    """A picture that comes as a URL is fetched from the provider's own hosts; the key stays at home."""
    if drawn.by_url is None:
        pytest.skip("its pictures come as bytes")
    llm, server = side.load(*drawn.by_url(drawn.home), PICTURES[1])
    result = draw(side, llm)

    assert [PICTURES[1]] == read(result)
    assert None is result.docs[0].url
    assert drawn.home == str(server.requests[-1].url)
    assert ([False], {True}) == (
        [with_the_key(server.requests[-1])],
        {with_the_key(request) for request in server.requests[:-1]},
    )


@pytest.mark.parametrize("url", ["https://evil.example/a.png", "https://bfl.ai.evil.example/a", "http://api.x.ai/a"])
def test_a_url_of_somebody_elses_is_left_alone(drawn: Drawn, side: Side, url: str) -> None:
    """It stays the URL that it is; nobody is asked for it."""
    if drawn.by_url is None:
        pytest.skip("its pictures come as bytes")
    llm, server = side.load(*drawn.by_url(url), PICTURES[1])
    result = draw(side, llm)

    assert [url] == [doc.url for doc in result.docs]
    assert url not in [str(request.url) for request in server.requests]


def test_a_download_that_fails_loses_nothing(drawn: Drawn, side: Side) -> None:
    """The error has the result, with the URL."""
    if drawn.by_url is None:
        pytest.skip("its pictures come as bytes")
    llm, _ = side.load(*drawn.by_url(drawn.home), (503, b"busy"))
    with pytest.raises(genai.Error) as caught:
        draw(side, llm)

    assert caught.value.result is not None
    assert [drawn.home] == [doc.url for doc in caught.value.result.docs]


def test_capabilities(drawn: Drawn, side: Side) -> None:
    """What is not promised is refused, before anything is sent."""
    llm, server = side.load(*drawn.made(1))
    if not llm.capabilities.gen_stream:
        with pytest.raises(genai.NotSupported, match="gen_stream"):
            side.stream(llm, "hi")
    if not llm.capabilities.gen_async:
        with pytest.raises(genai.NotSupported, match="gen_async"):
            side.call(llm, "gen_async", "hi")

    assert [] == server.requests


def test_jobs_by_their_token(drawn: Drawn, side: Side) -> None:
    """A job is submitted, is pending, and is done; its token is enough to ask for it, and holds no key."""
    llm, server = side.load(*drawn.made(1))
    if not polls(llm):
        pytest.skip("its pictures are no jobs")
    job = side.call(llm, "gen_async", "A lighthouse at dusk")
    pending = side.call(llm, "poke_result", genai.Job.parse(str(job)))
    done = side.call(llm, "poke_result", job)

    assert ("image", drawn.name, llm.model) == (job.kind, job.provider, job.model)
    assert KEY not in str(job) + repr(job)
    assert pending.pending
    assert [PICTURES[0]] == read(done)
    assert 4 == len(server.requests)
    for stranger in (
        genai.Job(provider="elsewhere", id="t1"),
        genai.Job(provider=drawn.name, id="t1", base_url="https://e.example"),
    ):
        with pytest.raises(genai.InvalidRequest, match="t1"):
            side.call(llm, "poke_result", stranger)
