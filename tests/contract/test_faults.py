"""Contract: what servers and networks do wrong is a clear error or a report, and nothing is lost."""

from __future__ import annotations

import itertools
import pickle
import traceback
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import httpx2
import pytest
from contract.side import KEY, Side
from contract.specimen import Specimen

import genai
from genai.sansio import loopback

HTTP_ERRORS = sorted(
    (error for error in vars(httpx2).values() if isinstance(error, type) and issubclass(error, httpx2.HTTPError)),
    key=lambda error: error.__name__,
)


def chain(error: BaseException | None) -> list[BaseException]:
    """An error and all that is chained to it."""
    return [] if error is None else [error, *chain(error.__cause__), *chain(error.__context__)]


def test_failed_statuses(side: Side) -> None:
    """Each failed status is the right class, and carries status, request id, body and the provider's words."""
    for name, (status, body, expected) in side.specimen.failures.items():
        llm, server = side.load((status, body))
        for ask in (lambda: side.call(llm, "gen_sync", "hi"), lambda: side.stream(llm, "hi")):  # noqa: B023
            with pytest.raises(genai.Error) as caught:
                ask()
            error = caught.value

            assert (name, side.specimen.name, expected) == (name, error.provider, type(error))
            assert server.told(status, body) == (error.status, error.body, error.request_id)


def test_a_wrong_key_says_what_to_do(side: Side) -> None:
    """The message of an AuthError names the variable to set."""
    status, body, _ = side.specimen.failures["wrong key"]
    with pytest.raises(genai.AuthError, match=side.specimen.key_variable):
        side.call(side.load((status, body))[0], "gen_sync", "hi")


def test_a_key_that_is_echoed_is_cut_out(side: Side) -> None:
    """A server that repeats the key in its error does not bring it into ours."""
    llm, _ = side.load((401, b'{"error": {"message": "Wrong key: %s"}}' % KEY.encode()))
    with pytest.raises(genai.AuthError) as caught:
        side.call(llm, "gen_sync", "hi")
    error = caught.value
    shown = [
        str(error),
        repr(error),
        repr(vars(error)),
        pickle.dumps(error),
        "".join(traceback.format_exception(error)),
    ]

    assert [] == [text for text in shown if KEY in str(text)]


NO_ANSWERS = (b"<html>Sign in</html>", b"", b"{", b'"just text"', b"[]", b"null", b"\xff\xfe")


def test_answers_that_are_none(side: Side) -> None:
    """HTML, nothing, half of a JSON text or another shape with status 200 is BadAnswer, and shows how it begins."""
    for body, ask in itertools.product(NO_ANSWERS, both(side)):
        llm, server = side.load(body, retry=2)
        with pytest.raises(genai.BadAnswer) as caught:
            ask(llm)

        assert body == caught.value.body
        assert 1 == len(server.requests)  # each may be billed


def both(side: Side) -> tuple[Callable[[genai.Client], genai.Result], ...]:
    """A question, asked at once and as a stream."""
    return (lambda llm: side.call(llm, "gen_sync", "hi")), (lambda llm: side.stream(llm, "hi"))


@pytest.mark.parametrize("sample", ["error_in_200", "empty_error"])
def test_an_error_in_a_200(side: Side, sample: str) -> None:
    """An error body under status 200 is that error, not an empty success."""
    for ask in both(side):
        with pytest.raises(genai.ProviderError, match="It broke") as caught:
            ask(side.load(getattr(side.specimen, sample))[0])

        assert "req_1" == caught.value.request_id


def test_nothing_in_a_200(side: Side) -> None:
    """An answer that says it is whole, and has nothing that could be one, is BadAnswer."""
    for ask in both(side):
        with pytest.raises(genai.BadAnswer) as caught:
            ask(side.load(side.specimen.empty)[0])

        assert side.specimen.empty == caught.value.body


def test_a_whole_answer_where_a_stream_was_asked_for(side: Side) -> None:
    """A server that does not stream gives the same result, in fragments all the same."""
    fragments: list[genai.Reply] = []
    llm, server = side.load(side.specimen.answer)
    streamed = side.stream(llm, "hi", see=fragments.append)

    assert side.alike(side.call(side.load(side.specimen.answer)[0], "gen_sync", "hi")) == side.alike(streamed)
    assert streamed.message == genai.fold(fragments)
    assert side.specimen.text == "".join(fragment.text for fragment in fragments if fragment.text)
    assert 1 == len(server.requests)


def test_a_wrong_type(side: Side) -> None:
    """A field of a wrong type is BadAnswer, strict or not, streamed or not."""
    for ask in both(side):
        for strict in (True, False):
            with pytest.raises(genai.BadAnswer):
                ask(side.load(side.specimen.wrong_type, strict=strict)[0])


@pytest.mark.parametrize("sample", ["unknown_field", "unlisted_value"])
def test_drift_is_seen(side: Side, sample: str) -> None:
    """Strict mode raises for an unknown field and an unlisted value; otherwise the result reports them when asked."""
    body = getattr(side.specimen, sample)
    for ask in both(side):
        with pytest.raises(genai.BadAnswer) as caught:
            ask(side.load(body)[0])
        result = ask(side.load(body, strict=False)[0])

        assert 1 == len(result.unknown_fields)
        assert caught.value.unknown_fields == result.unknown_fields
        assert "Hello there." == result.text
        assert caught.value.result is not None
        assert "Hello there." == caught.value.result.text


def test_an_unknown_event(side: Side) -> None:
    """An event that nobody documented raises in strict mode; otherwise it is reported, and nothing is lost."""
    body = side.specimen.unknown_event
    with pytest.raises(genai.BadAnswer) as caught:
        side.stream(side.load(body)[0], "hi")
    result = side.stream(side.load(body, strict=False)[0], "hi")

    assert caught.value.result is not None
    assert "Hello there." == result.text
    assert 1 == len(result.unknown_fields)


def test_a_stream_without_its_end(side: Side) -> None:
    """A stream that ends before its terminal event is StreamInterrupted, with what had arrived."""
    fragments: list[genai.Reply] = []
    with pytest.raises(genai.StreamInterrupted) as caught:
        side.stream(side.load(side.specimen.cut_stream)[0], "hi", see=fragments.append)

    assert fragments
    assert caught.value.result is not None
    assert (False, None) == (caught.value.result.complete, caught.value.result.finish)
    assert caught.value.result.message == genai.fold(fragments)


MENDED = (genai.ProviderError, genai.Overloaded, genai.RateLimited)
"""What a repeat may mend."""


def test_an_error_event_before_the_first_reply(side: Side) -> None:
    """Nothing was shown yet, so it is repeated, or raised, like the same error in a failed status."""
    for kind, event in side.specimen.told.items():
        llm, server = side.load(event, side.specimen.plain_stream, retry=genai.Retry(times=1, initial=0))
        if kind in MENDED:
            result = side.stream(llm, "hi")

            assert ("Hello there.", [kind.__name__]) == (result.text, [tried.error for tried in result.attempts])
        else:
            with pytest.raises(genai.Error, match="It broke") as caught:
                side.stream(llm, "hi")

            assert kind is type(caught.value)
        assert (2 if kind in MENDED else 1) == len(server.requests)


def test_an_error_event_after_the_first_reply(side: Side) -> None:
    """What a repeat might have mended has cut the stream, and says why; anything else is itself. Both have the part."""
    for kind, event in side.specimen.told.items():
        llm, server = side.load(side.specimen.begun + event, retry=1)
        with pytest.raises(genai.Error, match="It broke") as caught:
            side.stream(llm, "hi")
        error = caught.value
        told = error.__cause__ if kind in MENDED else error
        assert isinstance(told, genai.Error)
        facts = [(one.provider, one.code, one.detail, one.status, one.request_id) for one in (error, told)]

        assert (kind, genai.StreamInterrupted if kind in MENDED else kind) == (type(told), type(error))
        assert facts[0] == facts[1]
        assert (side.specimen.name, "req_1") == (error.provider, error.request_id)
        assert error.result is not None
        assert (True, False) == ("Hello there.".startswith(error.result.text or "?"), error.result.complete)
        assert 1 == len(server.requests)


def test_no_http_exception_leaks(side: Side) -> None:
    """Whatever the HTTP library raises is an error of the tree, and no exception of its hangs on it."""
    for kind, ask in itertools.product(HTTP_ERRORS, both(side)):
        with pytest.raises(genai.Error) as caught:
            ask(side.load(raised(kind))[0])

        assert [] == [
            error for error in chain(caught.value) if type(error).__module__.startswith(("httpx", "httpcore"))
        ]
        assert type(caught.value) is type(pickle.loads(pickle.dumps(caught.value)))


def raised(kind: type[Exception]) -> Exception:
    """An exception of the HTTP library."""
    made: Any = kind
    failed: Exception = (
        made("broken", request=httpx2.Request("GET", "https://example.org"), response=httpx2.Response(500))
        if kind is httpx2.HTTPStatusError
        else made("broken")
    )
    return failed


def test_load_without_a_key(side: Side, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a key the scoreboard can be read; the first call says what to set, and sends nothing.

    A server on loopback may need none, so there the call goes out.
    """
    if side.specimen.key_variable is None:
        pytest.skip("this provider needs no key")
    monkeypatch.delenv(side.specimen.key_variable, raising=False)
    llm, server = side.load(side.specimen.plain, api_key=None)

    assert side.specimen.name == llm.scoreboard.provider
    assert llm.capabilities is not None
    endpoint = llm._wire.endpoint
    if endpoint.keyless or loopback(urlsplit(endpoint.base_url).hostname):
        assert side.call(llm, "gen_sync", "hi").text
        return
    with pytest.raises(genai.AuthError, match=side.specimen.key_variable):
        side.call(llm, "gen_sync", "hi")
    assert [] == server.requests


def test_the_key_comes_from_its_variable_or_a_callable(side: Side, monkeypatch: pytest.MonkeyPatch) -> None:
    """The key is read when it is needed, so that it can rotate."""
    if side.specimen.key_variable is None:
        pytest.skip("this provider needs no key")
    monkeypatch.setenv(side.specimen.key_variable, "sk-of-the-variable")
    keys = iter(["sk-1", "sk-2"])
    for given, expected in ((None, "sk-of-the-variable"), (lambda: next(keys), "sk-1")):
        llm, server = side.load(side.specimen.plain, api_key=given)
        side.call(llm, "gen_sync", "hi")

        assert any(expected in value for value in server.requests[0].headers.values())


def test_a_client_shows_no_key(side: Side) -> None:
    """No repr of a client, its wire, its configuration or a job shows the key, and a client does not pickle."""
    llm, _ = side.load(side.specimen.job)
    job = side.call(llm, "gen_async", "hi") if side.specimen.job else None
    shown = [repr(llm), repr(llm.aio), repr(llm._wire.config), repr(llm._wire.endpoint), str(job), repr(job)]

    assert [] == [text for text in shown if KEY in text]
    with pytest.raises(TypeError, match="does not pickle"):
        pickle.dumps(llm)


def test_a_forged_token_gets_no_key(specimen: Specimen, monkeypatch: pytest.MonkeyPatch) -> None:
    """``poke`` does not bring the key to a host that only the token names."""
    if specimen.key_variable is not None:
        monkeypatch.setenv(specimen.key_variable, KEY)
    for url in ("https://evil.example/v1", "https://api.openai.com.evil.example/v1", "http://api.openai.com/v1"):
        forged = genai.Job(provider=specimen.name, model="m", id="resp_1", base_url=url)
        with pytest.raises(genai.AuthError):
            genai.poke(str(forged))


def test_a_key_in_what_had_arrived_is_cut_out(side: Side) -> None:
    """The partial result on an error holds no key either, wherever in it the server put it."""
    body = side.specimen.error_in_stream.replace(b"Hello", KEY.encode())
    assert KEY.encode() in body
    with pytest.raises(genai.StreamInterrupted) as caught:
        side.stream(side.load(body)[0], "hi")

    for error in (caught.value, caught.value.__cause__):
        assert isinstance(error, genai.Error)
        assert error.result is not None
        assert "[key]" in error.result.text
        assert [] == [text for text in (repr(error.result), str(pickle.dumps(error))) if KEY in text]
