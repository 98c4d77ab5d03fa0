"""Contract: films, of every provider that makes some, by both drivers."""

from __future__ import annotations

import importlib.util
import json
from typing import Any

import forms
import httpx2
import pytest
from contract.chat import dumped
from contract.films import FILM, FILMED, Filmed, cast
from contract.side import KEY, Side

import genai

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 16
LOST = httpx2.ReadError("gone")


@pytest.fixture(params=FILMED, ids=lambda filmed: filmed.model)
def filmed(request: pytest.FixtureRequest) -> Filmed:
    """Each way to films."""
    found: Filmed = request.param
    return found


@pytest.fixture(params=["sync", "aio"])
def side(request: pytest.FixtureRequest, filmed: Filmed) -> Side:
    """Each driver, for each of them."""
    return Side(request.param, cast(filmed))


def asked(request: httpx2.Request) -> str:
    """Method and path of a request."""
    return f"{request.method} {request.url.path}"


def said(request: httpx2.Request) -> Any:
    """The body of a submission, JSON or a form; Veo's in one piece."""
    kind = request.headers["content-type"]
    body = forms.described(kind, request.content) if kind.startswith("multipart/") else json.loads(request.content)
    return {**body.get("parameters", {}), **body["instances"][0]} if "instances" in body else body


def test_every_provider_with_films_is_here() -> None:
    """Whoever has a ``videos.py`` has answers in the table; gemini has its own wire."""
    names = {name for name in genai.providers.names() if importlib.util.find_spec(f"genai.providers.{name}.videos")}

    assert names | {"gemini"} == {filmed.name for filmed in FILMED}


def test_one_film(filmed: Filmed, side: Side) -> None:
    """Submitted once, polled to its end, downloaded: the result's doc is the film; strictly, nothing is unknown."""
    llm, server = side.load(*filmed.made())
    result = side.call(llm, "gen_sync", "A husky runs.", poll_interval=0.001, **filmed.given)
    sent = [asked(request) for request in server.requests]

    assert (FILM, "video/mp4") == (result.docs[0].read(), result.docs[0].mime_type)
    assert (None, None) == (result.docs[0].url, result.docs[0].expires)
    assert (filmed.name, "stop", True, ()) == (result.provider, result.finish, result.complete, result.unknown_fields)
    assert [filmed.sent, filmed.polled, filmed.polled] == sent[:3]
    assert 4 == len(sent)
    assert {"prompt": "A husky runs.", **filmed.written} == {
        key: value for key, value in said(server.requests[0]).items() if key != "model"
    }


def test_who_gets_the_key(filmed: Filmed, side: Side) -> None:
    """A film that is downloaded by its id, or from the API itself, gets the key; a file elsewhere does not."""
    llm, server = side.load(*filmed.made())
    side.call(llm, "gen_sync", "A husky runs.", poll_interval=0.001)
    at_home = not filmed.home or filmed.name == "gemini"
    keyed = [any(KEY in value for value in request.headers.values()) for request in server.requests]

    assert [True, True, True, at_home] == keyed


def test_a_job_by_its_token(filmed: Filmed, side: Side) -> None:
    """It is pending, and tells how far it is; then it is done. The token finds the wire again, and holds no key."""
    llm, server = side.load(*filmed.made())
    job = side.call(llm, "gen_async", "A husky runs.")
    pending = side.call(llm, "poke_result", genai.Job.parse(str(job)))
    clients = {"http_client": httpx2.Client(transport=httpx2.MockTransport(server))}
    done = genai.poke(str(job), api_key=KEY, strict=True, **clients)

    assert ("video", filmed.name, llm.model) == (job.kind, job.provider, job.model)
    assert KEY not in str(job) + repr(job)
    assert (True, filmed.progress, ()) == (pending.pending, pending.progress, pending.unknown_fields)
    assert (FILM, None) == (done.docs[0].read(), done.progress)
    with pytest.raises(genai.InvalidRequest, match="pending"):
        _ = pending.docs


def test_how_jobs_end_badly(filmed: Filmed, side: Side) -> None:
    """Failed, expired, cancelled and filtered are errors of their own, with the reason and the job's last answer."""
    for name, (answer, expected) in filmed.ends.items():
        llm, _ = side.load(dumped(filmed.submitted), dumped(answer))
        with pytest.raises(genai.Error) as caught:
            side.call(llm, "gen_sync", "A husky runs.", poll_interval=0.001)
        error = caught.value

        assert (name, expected) == (name, type(error))
        assert ("Because" in str(answer)) == ("Because" in str(error))
        assert (filmed.name, 200, dumped(answer)) == (error.provider, error.status, error.body)
        assert error.result is not None
        assert (None, False, answer) == (error.result.finish, error.result.complete, error.result.raw)


def test_a_film_that_is_not_there(filmed: Filmed, side: Side) -> None:
    """A job that is done without a film, and a film without a byte, are bad answers."""
    answers = [[filmed.empty]] if filmed.empty is not None else []
    for bodies in [*([dumped(body) for body in one] for one in answers), [dumped(filmed.done(filmed.home)), b""]]:
        llm, _ = side.load(dumped(filmed.submitted), *bodies)
        with pytest.raises(genai.BadAnswer):
            side.call(llm, "gen_sync", "A husky runs.", poll_interval=0.001)


def test_a_status_that_nobody_knows(filmed: Filmed, side: Side) -> None:
    """It is neither waiting nor done."""
    if filmed.name == "gemini":
        pytest.skip("its operations have no status")
    llm, _ = side.load(dumped(filmed.submitted), dumped({**filmed.pending, "status": "dreaming"}), strict=False)
    job = side.call(llm, "gen_async", "A husky runs.")
    with pytest.raises(genai.BadAnswer, match="dreaming"):
        side.call(llm, "poke_result", job)


def test_a_job_that_is_not_there(filmed: Filmed, side: Side) -> None:
    """A job that the server does not know, and one whose submission was not answered, are unknown; none is repeated."""
    llm, server = side.load(dumped(filmed.submitted), (404, b'{"error": {"message": "No."}}'), retry=2)
    with pytest.raises(genai.JobUnknown):
        side.call(llm, "gen_sync", "A husky runs.", poll_interval=0.001)
    lost, answers = side.load(LOST, retry=2)
    with pytest.raises(genai.JobUnknown, match="lost"):
        side.call(lost, "gen_async", "A husky runs.")

    assert [2, 1] == [len(server.requests), len(answers.requests)]


def test_failed_statuses(filmed: Filmed, side: Side) -> None:
    """Each failed status is the right class, of the provider, with its body."""
    for name, (status, body, expected) in filmed.failures.items():
        llm, _ = side.load((status, body))
        with pytest.raises(genai.Error) as caught:
            side.call(llm, "gen_async", "A husky runs.")

        assert (name, expected) == (name, type(caught.value))
        assert (filmed.name, status, body) == (caught.value.provider, caught.value.status, caught.value.body)


@pytest.mark.parametrize("body", [b"<html>Sign in</html>", b"", b"[]", b"null", b"{}"])
def test_answers_that_are_none(filmed: Filmed, side: Side, body: bytes) -> None:
    """No JSON, another shape, or nothing in it: BadAnswer, and asked once."""
    llm, server = side.load(body, retry=2)
    with pytest.raises(genai.BadAnswer):
        side.call(llm, "gen_async", "A husky runs.")

    assert 1 == len(server.requests)


def test_wrong_parameters_are_all_named(filmed: Filmed, side: Side) -> None:
    """Each in one error, and nothing is sent."""
    if not filmed.wrong:
        pytest.skip("its parameters are not checked here")
    llm, server = side.load(*filmed.made())
    with pytest.raises((genai.InvalidRequest, genai.NotSupported)) as caught:
        side.call(llm, "gen_sync", "hi", **filmed.wrong)
    faults = getattr(caught.value, "faults", ()) or getattr(caught.value, "unsupported", ())
    named = [fault for fault in faults if any(fault.startswith(name) for name in filmed.faults)]

    assert len(filmed.faults) == len(filmed.wrong) == len(faults) == len(named), faults
    assert [] == server.requests


def test_a_download_that_fails_loses_nothing(filmed: Filmed, side: Side) -> None:
    """The error has the result with where the film is, and fetch goes on from there."""
    submitted, _, done, film = filmed.made()
    llm, _ = side.load(submitted, done, (503, b"busy"), film)
    with pytest.raises(genai.Error) as caught:
        side.call(llm, "gen_sync", "A husky runs.", poll_interval=0.001)
    assert caught.value.result is not None
    doc = caught.value.result.docs[0]

    assert (filmed.home or None, None) == (doc.url, doc.data)
    assert FILM == side.call(llm, "fetch", doc).read()


def test_what_is_not_promised(filmed: Filmed, side: Side) -> None:
    """Streams and cancelling are refused before anything is sent, and so are the options of other kinds of jobs."""
    llm, server = side.load(*filmed.made())
    job = genai.Job(provider=filmed.name, id="v1", kind="video")
    with pytest.raises(genai.NotSupported, match="gen_stream"):
        side.stream(llm, "hi")
    with pytest.raises(genai.NotSupported, match="cancel"):
        side.call(llm, "cancel", job)
    for option in ({"poll_interval": 1}, {"job": "batch"}):
        with pytest.raises(genai.NotSupported, match=next(iter(option))):
            side.call(llm, "gen_async", "hi", **option)

    assert (True, False, False) == (llm.capabilities.gen_async, llm.capabilities.cancel, llm.capabilities.batch)
    assert [] == server.requests


def test_a_picture_begins_the_film(filmed: Filmed, side: Side) -> None:
    """A picture with the words goes in: as a file where there are forms, else within the JSON."""
    llm, server = side.load(*filmed.made())
    side.call(llm, "gen_async", ["It wakes up.", genai.Doc(PNG)])
    body = said(server.requests[0])

    assert "It wakes up." == body["prompt"]
    assert set(body) & {"input_reference", "image", "media", "frame_images"}
