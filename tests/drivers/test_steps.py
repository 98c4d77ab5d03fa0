"""Flows written by hand: every step a driver knows, and how its failure comes back into the flow."""

from __future__ import annotations

import asyncio
import contextvars
import functools
import threading
from collections.abc import Callable, Generator, Mapping
from typing import Any

import pytest
from drivers.harness import KEY, Aio, Side, Sync, Watch, new_run, raised, yielding
from servers import Closed, Server, Silence, answer, failure, http_response, sse, streamed

from genai.errors import (
    BadAnswer,
    ConnectionFailed,
    Error,
    InvalidRequest,
    ProviderError,
    RateLimited,
    StreamInterrupted,
    TimedOut,
    ToolError,
)
from genai.options import Timeout
from genai.results import Result
from genai.retries import Retry
from genai.runs import Hooks
from genai.sansio import Call, Endpoint, HttpRequest, HttpResponse, Open, Send, Sleep
from genai.sse import SseParser


def bearer(key: str) -> Mapping[str, str]:
    """The usual header."""
    return {"authorization": f"Bearer {key}"}


def mapped(response: HttpResponse) -> Error:
    """The error of a failed status, with its body as the message."""
    kind = RateLimited if response.status == 429 else InvalidRequest if response.status < 500 else ProviderError
    return kind(f"http {response.status}: {response.body.decode()}", status=response.status, body=response.body)


def endpoint(url: str, name: str = "one", key: str | None = KEY) -> Endpoint:
    """An endpoint of no provider's."""
    return Endpoint(provider=name, base_url=url, key=lambda: key, auth=bearer, error=mapped)


def get(url: str, path: str = "/x", **more: Any) -> Send:
    """A GET."""
    return Send(request=HttpRequest(url=url + path), endpoint=endpoint(url), **more)


class Words:
    """A decoder that gives the data of each event as it is, until one says "end"."""

    def __init__(self, head: HttpResponse) -> None:
        self.events = 0
        self.over = False
        self.words: list[str] = []
        self._parser = SseParser()

    def feed(self, data: bytes) -> list[str]:
        """The words of the events that are whole."""
        new = [event.data.decode() for event in self._parser.feed(data)]
        self.events += len(new)
        self.words += new
        return new

    def close(self) -> list[str]:
        """All words."""
        if self.words[-1:] != ['"end"']:
            raise StreamInterrupted("no end")
        return self.words

    def partial(self) -> list[str]:
        """What has come."""
        return self.words


def words(url: str) -> Open[str, list[str]]:
    """A stream of words."""
    return Open(request=HttpRequest(url=url + "/words"), endpoint=endpoint(url), decoder=Words)


def said(*spoken: str) -> Any:
    """The script of a stream of words."""
    return streamed(*map(sse, spoken))


# --- Send, Open, Sleep ------------------------------------------------------------------------------------------------


def test_each_step_gives_its_result(side: Side) -> None:
    """Send a response, Open what the decoder made, Sleep nothing, Call a list."""
    with Server([[http_response(200, {"a": 1}, {"X-One": "1"})], said("a", "end")]) as server:
        steps = [get(server.url), words(server.url), Sleep(0.0), Call([lambda: 7, lambda: 8])]
        response, stream, nothing, values = side.run(yielding(*steps))

    assert (200, {"a": 1}, "1") == (response.status, response.json(), response.headers["x-one"])
    assert (['"a"', '"end"'], None, [7, 8]) == (stream, nothing, values)


def test_two_endpoints_in_one_flow(side: Side) -> None:
    """Each step goes where it says, with the key of that place and of no other."""
    with Server([[http_response(200, "first")]]) as first, Server([[http_response(200, "second")]]) as second:
        steps = [
            Send(request=HttpRequest(url=one.url + "/x"), endpoint=endpoint(one.url, key=key))
            for one, key in ((first, "key-of-the-first"), (second, "key-of-the-second"))
        ]
        responses = side.run(yielding(*steps))

        assert ["first", "second"] == [response.json() for response in responses]
        assert ["Bearer key-of-the-first"] == [seen.headers["authorization"] for seen in first.requests]
        assert ["Bearer key-of-the-second"] == [seen.headers["authorization"] for seen in second.requests]


def test_a_flow_that_falls_back(side: Side) -> None:
    """An error of one endpoint can be caught, and another one asked: a fallback is a flow."""

    def flow(urls: list[str]) -> Generator[Any, Any, Any]:
        errors: list[Error] = []
        for url in urls:
            try:
                return (yield get(url)), errors
            except Error as error:
                errors.append(error)
        raise errors[-1]

    with Closed() as nobody, Server([[http_response(400, b"no")]]) as bad, Server([[http_response(200, 1)]]) as good:
        response, errors = side.run(flow([nobody.url, bad.url, good.url]))

    assert 1 == response.json()
    assert [ConnectionFailed, InvalidRequest] == [type(error) for error in errors]
    assert ["one", "one"] == [error.provider for error in errors]


def test_accepted_statuses_are_answers(side: Side) -> None:
    """What a step accepts comes back as a response; its like is an error elsewhere."""
    with Server([[http_response(404, "gone")], [http_response(404, "gone")]]) as server:
        (response,) = side.run(yielding(get(server.url, accept=frozenset({404}))))
        error = raised(InvalidRequest, side.run, yielding(get(server.url)))

    assert (404, "gone", 404) == (response.status, response.json(), error.status)


def test_attempts_of_all_steps_are_on_the_result(side: Side) -> None:
    """Repeats of any step of a flow are listed on its Result, in order."""

    def flow(url: str) -> Generator[Any, Any, Result]:
        for _ in range(2):
            yield get(url)
        return Result()

    with Server([[http_response(code, b"")] for code in (500, 200, 429, 200)]) as server:
        result = side.run(flow(server.url))

    assert [500, 429] == [attempt.status for attempt in result.attempts]


def test_an_error_of_the_flow_itself_knows_the_attempts(side: Side) -> None:
    """What a flow raises by itself, after steps that were repeated, says so too."""

    def flow(url: str) -> Generator[Any, Any, None]:
        (yield get(url)).json()

    with Server([[http_response(500, b"")], [http_response(200, b"<html>")]]) as server:
        error = raised(BadAnswer, side.run, flow(server.url))

    assert [500] == [attempt.status for attempt in error.attempts]


def test_a_sleep_beyond_the_deadline_is_not_begun(side: Side) -> None:
    """TimedOut at once, thrown into the flow, which can catch it."""

    def flow() -> Generator[Any, Any, str]:
        try:
            yield Sleep(500.0)
        except TimedOut as error:
            return error.phase
        return "slept"

    assert "total" == side.run(flow(), timeout=Timeout(100.0))
    assert "slept" == side.run(iter_of(Sleep(0.001)), timeout=Timeout(100.0))


def iter_of(step: Any) -> Generator[Any, Any, str]:
    """A flow of one step."""
    yield step
    return "slept"


def test_an_open_inside_another_verb_is_folded(side: Side) -> None:
    """Outside a gen_stream the fragments go nowhere, and the flow gets the whole; hooks see them."""
    watch = Watch()
    with Server([said("a", "b", "end")]) as server:
        (whole,) = side.run(yielding(words(server.url)), run=new_run(hooks=Hooks.of([watch])))

    assert ['"a"', '"b"', '"end"'] == whole == watch.events


def test_two_streams_in_one_flow(side: Side) -> None:
    """A stream flow may open several, with steps between: their fragments come one after the other."""
    with Server([said("a", "end"), [http_response(200, answer())], said("b", "end")]) as server:
        llm = side.load(server.url)
        steps = [words(server.url), get(server.url), words(server.url)]
        stream = side.verbs(llm)._stream(yielding(*steps))
        fragments = [side.next(stream) for _ in range(4)]

        assert ['"a"', '"end"', '"b"', '"end"'] == fragments
        assert [] == side.rest(stream)
        assert ['"b"', '"end"'] == stream.result[2]


def test_a_stream_that_falls_back_on_the_way(side: Side) -> None:
    """An error in the middle of a stream is thrown into the flow, which may open another one."""

    def flow(url: str) -> Generator[Any, Any, Any]:
        try:
            return (yield words(url))
        except StreamInterrupted as error:
            return error.result, (yield words(url))

    with Server([said("a"), said("b", "end")]) as server:
        stream = side.verbs(side.load(server.url))._stream(flow(server.url))

        assert ['"a"', '"b"', '"end"'] == [side.next(stream) for _ in range(3)]
        assert [] == side.rest(stream)
        assert (['"a"'], ['"b"', '"end"']) == stream.result


def test_what_is_no_step(side: Side) -> None:
    """A flow that yields something else is told."""
    with pytest.raises(TypeError, match="a flow yields Send, Open, Sleep or Call"):
        side.run(yielding("what?"))


def test_an_error_that_the_flow_does_not_catch(side: Side) -> None:
    """It goes to the caller, through the flow's finally."""
    ends = []

    def flow(url: str) -> Generator[Any, Any, None]:
        try:
            yield get(url)
        finally:
            ends.append("over")

    with Server([[http_response(400, failure("no"))]]) as server:
        error = raised(InvalidRequest, side.run, flow(server.url))

    assert ["over"] == ends
    assert ("one", 400) == (error.provider, error.status)


def test_an_error_thrown_at_the_first_step(side: Side) -> None:
    """A request that cannot be sent fails at its step, as an error of the tree."""
    urls = ["http://127.0.0.1:1\n/x", "http://127.0.0.1:port/x", "gopher://127.0.0.1/x"]
    for url in urls:
        error = raised(Error, side.run, yielding(Send(request=HttpRequest(url=url), endpoint=endpoint(url[:-2]))))

        assert type(error).__name__ in ("InvalidRequest", "AuthError")


def test_headers_that_cannot_be_sent(side: Side) -> None:
    """InvalidRequest, which does not quote the header: it may be a secret of the caller's."""
    for value in ("one\r\nx-two: 2", "tail\n", "nul\0"):
        headers = {"x-secret": value}
        with Server([]) as server:
            step = Send(request=HttpRequest(url=server.url + "/x", headers=headers), endpoint=endpoint(server.url))
            error = raised(InvalidRequest, side.run, yielding(step))

            assert value.split()[0] not in str(error)
            assert [] == server.requests


# --- Call -------------------------------------------------------------------------------------------------------------


def test_plain_functions(side: Side) -> None:
    """One after the other, in the caller's own thread."""
    threads = []

    def here() -> int:
        threads.append(threading.get_ident())
        return len(threads)

    assert [[1, 2, 3]] == side.run(yielding(Call([here, here, here])))
    assert {threading.get_ident()} == set(threads)


def test_several_at_once(side: Side) -> None:
    """Concurrent functions meet: each waits for the others, and the answers keep the order."""
    meeting = threading.Barrier(3)

    def meet(number: int) -> int:
        meeting.wait(10)
        return number

    calls = [functools.partial(meet, number) for number in range(3)]

    assert [[0, 1, 2]] == side.run(yielding(Call(calls, concurrent=True)))
    assert [[], []] == side.run(yielding(Call([], concurrent=True), Call([])))


def test_concurrent_functions_see_the_callers_context(side: Side) -> None:
    """Context variables (a trace, a user) reach functions on other threads."""
    user = contextvars.ContextVar("user", default="nobody")

    def flow() -> Generator[Any, Any, Any]:
        user.set("me")
        return (yield Call([user.get, user.get], concurrent=True))

    assert ["me", "me"] == side.run(flow())


@pytest.mark.parametrize("concurrent", [False, True])
def test_coroutine_functions_under_asyncio(aio: Aio, concurrent: bool) -> None:
    """They are awaited, beside plain ones."""

    async def later(value: int) -> int:
        await asyncio.sleep(0)
        return value

    calls: list[Any] = [functools.partial(later, 1), lambda: 2, lambda: later(3)]

    assert [[1, 2, 3]] == aio.run(yielding(Call(calls, concurrent=concurrent)))


def test_concurrent_tasks_meet(aio: Aio) -> None:
    """Coroutine functions at once wait for each other."""
    events = [asyncio.Event(), asyncio.Event()]

    async def meet(mine: asyncio.Event, other: asyncio.Event) -> bool:
        mine.set()
        return await other.wait()

    calls = [functools.partial(meet, events[0], events[1]), functools.partial(meet, events[1], events[0])]

    assert [[True, True]] == aio.run(yielding(Call(calls, concurrent=True)))


@pytest.mark.parametrize("concurrent", [False, True])
def test_coroutine_functions_in_sync_code(sync: Sync, concurrent: bool) -> None:
    """ToolError says what to do, and the coroutine is closed, not forgotten."""

    async def later() -> None: ...

    error = raised(ToolError, sync.run, yielding(Call([later], concurrent=concurrent)))

    assert "llm.aio" in str(error)


@pytest.mark.parametrize("concurrent", [False, True])
def test_a_function_that_raises(side: Side, concurrent: bool) -> None:
    """What it raised is thrown into the flow as it is; functions that run beside it come to their end first."""
    ran = []
    raises = threading.Event()

    def bad() -> None:
        raises.set()
        raise KeyError("mine")

    def good() -> None:
        raises.wait(10)
        ran.append("good")

    def flow() -> Generator[Any, Any, Any]:
        try:
            yield Call([bad, good], concurrent=concurrent)
        except KeyError as error:
            return error.args, list(ran)

    assert (("mine",), ["good"] * concurrent) == side.run(flow())


def test_a_call_past_the_deadline_is_not_begun(side: Side) -> None:
    """The deadline spans the flow: a function does not run when it is past."""
    ran = []
    flow = yielding(Call([lambda: threading.Event().wait(0.12)]), Call([lambda: ran.append(1)]))
    error = raised(TimedOut, side.run, flow, timeout=Timeout(0.1))

    assert ("total", []) == (error.phase, ran)


# --- The end of a flow ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("concurrent", [False, True])
def test_a_cancelled_task_closes_its_flow(aio: Aio, concurrent: bool) -> None:
    """Cancelled at a Call: the function is cancelled, and the flow's finally runs."""
    ends = []
    inside = asyncio.Event()

    async def long() -> None:
        inside.set()
        try:
            await asyncio.sleep(500)
        finally:
            ends.append("function")

    def flow() -> Generator[Any, Any, None]:
        try:
            yield Call([long], concurrent=concurrent)
        finally:
            ends.append("flow")

    llm = aio.load("http://127.0.0.1:1/v1")
    task = aio.task(llm.aio._driver.run(flow(), new_run()))
    aio.until(inside.is_set)
    aio.cancel(task)

    assert task.cancelled()
    assert ["function", "flow"] == ends


@pytest.mark.parametrize("make", [get, words])
def test_a_cancelled_task_closes_its_flow_at_the_network(aio: Aio, make: Callable[[str], Any]) -> None:
    """Cancelled at a Send or an Open: the flow sees no error, only its end."""
    ends = []

    def flow(url: str) -> Generator[Any, Any, None]:
        try:
            yield make(url)
        except Exception as error:  # noqa: BLE001  it must not come here
            ends.append(repr(error))
        finally:
            ends.append("flow")

    with Server([[Silence()]]) as server:
        llm = aio.load(server.url)
        task = aio.task(llm.aio._driver.run(flow(server.url), new_run()))
        aio.until(lambda: len(server.requests) == 1)
        aio.cancel(task)

        assert ["flow"] == ends


def test_a_closed_stream_closes_its_flow(side: Side) -> None:
    """Leaving a stream ends its flow at the step where it stands, through its finally."""
    ends = []

    def flow(url: str) -> Generator[Any, Any, None]:
        try:
            yield words(url)
        finally:
            ends.append("flow")

    script = [*said("a", "b")[:-1], Silence()]
    with Server([script]) as server:
        stream = side.verbs(side.load(server.url))._stream(flow(server.url))

        assert '"a"' == side.next(stream)
        assert [] == ends
        side.close(stream)
        assert ["flow"] == ends


def test_a_function_of_a_closed_stream_is_the_last(side: Side) -> None:
    """Closed while a function runs: it comes to its end, and the flow with it; no further one is begun."""
    ran: list[str] = []
    ends: list[str] = []
    inside, go = threading.Event(), threading.Event()

    def first() -> None:
        inside.set()
        assert go.wait(10)
        ran.append("first")

    def flow() -> Generator[Any, Any, None]:
        try:
            yield Call([first], concurrent=True)
            yield Call([lambda: ran.append("second")])
        finally:
            ends.append("flow")

    stream = side.verbs(side.load("http://127.0.0.1:1/v1"))._stream(flow())
    reader = side.read(stream)
    side.until(inside.is_set)
    side.close(stream)
    go.set()
    side.until(lambda: reader.done)

    assert (["first"], ["flow"], None) == (ran, ends, reader.error)


# --- Hooks ------------------------------------------------------------------------------------------------------------


def test_hooks_see_each_try(side: Side) -> None:
    """One request and one head for each try, one attempt for each repeat."""
    watch = Watch()
    hooks = Hooks.of([watch])
    with Server([[http_response(429, b"", {"x": "1"})], [http_response(200, 1, {"x": "2"})]]) as server:
        side.run(yielding(get(server.url)), run=new_run(hooks=hooks, retry=Retry(1, initial=0.001)))

    assert ["GET", "GET"] == [request.method for request in watch.requests]
    assert [(429, "1", b""), (200, "2", b"")] == [
        (head.status, head.headers["x"], head.body) for head in watch.responses
    ]
    assert ["RateLimited"] == [attempt.error for attempt in watch.attempts]


def test_what_is_no_hook() -> None:
    """An object without any of the methods is refused when the client is made."""
    with pytest.raises(InvalidRequest, match="on_request, on_response, on_retry, on_event"):
        Hooks.of([object()])
