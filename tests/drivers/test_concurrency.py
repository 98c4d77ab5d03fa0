"""One client object for many threads, tasks and event loops: answers never mix, connections are kept and reused."""

from __future__ import annotations

import asyncio
import gc
import threading
import weakref
from concurrent.futures import ThreadPoolExecutor

import pytest
from drivers.harness import Aio, Side, Sync
from servers import (
    CREATED,
    Close,
    Reset,
    Script,
    Seen,
    Server,
    Silence,
    Wait,
    answer,
    chunk,
    delta,
    http_response,
    spoken,
    stream_head,
)

from genai.client import Client
from genai.drivers import AsyncDriver, Driver


def said(seen: Seen) -> str:
    """The text of a request."""
    asked = seen.json["input"]
    return str(asked if isinstance(asked, str) else asked[0]["content"][0]["text"])


def echoed(seen: Seen) -> Script:
    """Answers each request with its own text; a stream gives it in two pieces."""
    text = said(seen)
    return spoken(text[:3], text[3:]) if seen.json.get("stream") else [http_response(200, answer(text))]


THREADS = 32
TASKS = 200


def test_many_threads_on_one_client(sync: Sync) -> None:
    """Calls and streams of 32 threads at once: each gets its own answer, over no more connections than there are."""
    start = threading.Barrier(THREADS)

    def work(number: int) -> list[str]:
        start.wait()
        got = []
        for turn in range(4):
            text = f"{number}-{turn}-text"
            if turn % 2:
                with llm.gen_stream(text) as stream:
                    got.append("".join(stream.text))
            else:
                got.append(llm.gen_sync(text).text)
        return got

    with Server(each=echoed) as server:
        llm = sync.load(server.url)
        with ThreadPoolExecutor(THREADS) as pool:
            answers = list(pool.map(work, range(THREADS)))

        assert [[f"{number}-{turn}-text" for turn in range(4)] for number in range(THREADS)] == answers
        assert 4 * THREADS == len(server.requests)
        assert server.connections <= THREADS


def test_many_tasks_on_one_client(aio: Aio) -> None:
    """Calls and streams of 200 tasks at once: each gets its own answer."""

    async def work(number: int) -> str:
        text = f"{number}-text"
        if number % 2:
            async with llm.aio.gen_stream(text) as stream:
                return "".join([piece async for piece in stream.text])
        return (await llm.aio.gen_sync(text)).text

    async def all_of_them() -> list[str]:
        return await asyncio.gather(*map(work, range(TASKS)))

    with Server(each=echoed) as server:
        llm = aio.load(server.url)

        assert [f"{number}-text" for number in range(TASKS)] == aio.wait(all_of_them())
        assert TASKS == len(server.requests)


def test_a_connection_is_kept_and_used_again(side: Side) -> None:
    """Calls, streams, failed calls and repeats, one after the other, over a single connection."""
    with Server(
        [
            [http_response(200, answer())],
            spoken("pong"),
            [http_response(503, b"")],
            [http_response(200, answer())],
            spoken("pong"),
            spoken("pong"),
        ]
    ) as server:
        llm = side.load(server.url)
        side.gen_sync(llm)
        side.texts(side.gen_stream(llm))
        side.gen_sync(llm)
        side.rest(side.gen_stream(llm))
        side.rest(side.gen_stream(llm))

        assert [1] * 6 == [seen.connection for seen in server.requests]


def test_a_kept_connection_that_the_server_has_closed(side: Side) -> None:
    """Closed while it was idle: the next call opens another one, and nothing is repeated."""
    with Server([[http_response(200, answer()), Close()], [http_response(200, answer())]]) as server:
        llm = side.load(server.url)
        side.gen_sync(llm)
        server.until(lambda: server.ended == 1)

        assert () == side.gen_sync(llm).attempts
        assert 2 == server.connections


@pytest.mark.parametrize("end", [Close(), Reset()])
def test_a_kept_connection_that_closes_under_the_request(side: Side, end: Close | Reset) -> None:
    """Closed at the moment when it is used again: the call is repeated, over another one."""
    with Server([[http_response(200, answer())], [end], [http_response(200, answer())]]) as server:
        llm = side.load(server.url)
        side.gen_sync(llm)
        result = side.gen_sync(llm)

        assert "pong" == result.text
        assert ["ConnectionFailed"] == [attempt.error for attempt in result.attempts]
        assert [1, 1, 2] == [seen.connection for seen in server.requests]


def test_a_client_works_on_after_its_close(side: Side) -> None:
    """close() gives up the connections; the next call makes new ones."""
    with Server(each=echoed) as server:
        llm = side.load(server.url)
        for _ in range(2):
            assert "ping" == side.gen_sync(llm).text
            side.close(llm)
            side.close(llm)

        server.until(lambda: server.hung_up == 2)


def test_a_client_that_goes_closes_its_connections() -> None:
    """`genai.load(...).gen_sync(...)` in one line, as one writes it, leaves no socket to the garbage collector."""
    side = Sync()
    with Server(each=echoed) as server:
        assert "ping" == side.load(server.url).gen_sync("ping").text

        del side._clients[:]
        gc.collect()
        server.until(lambda: server.hung_up == 1)
    side.finish()


# --- Event loops ------------------------------------------------------------------------------------------------------


def test_several_asyncio_runs_with_one_client(sync: Sync) -> None:
    """Each loop has its own connections, which close when it does, without anybody closing anything."""
    with Server(each=echoed) as server:
        llm = sync.load(server.url)

        async def twice(text: str) -> list[str]:
            return [(await llm.aio.gen_sync(text)).text for _ in range(2)]

        for turn in range(3):
            assert [f"turn {turn}"] * 2 == asyncio.run(twice(f"turn {turn}"))
            server.until(lambda turn=turn: server.hung_up == turn + 1)  # type: ignore[misc]
        assert 3 == server.connections


def test_loops_in_several_threads_at_once(sync: Sync) -> None:
    """One client object under eight event loops at the same time."""
    start = threading.Barrier(8)

    def work(number: int) -> list[str]:
        async def several() -> list[str]:
            results = await asyncio.gather(*(llm.aio.gen_sync(f"{number}.{i}") for i in range(4)))
            return [result.text for result in results]

        start.wait()
        return [text for _ in range(3) for text in asyncio.run(several())]

    with Server(each=echoed) as server:
        llm = sync.load(server.url)
        with ThreadPoolExecutor(8) as pool:
            answers = list(pool.map(work, range(8)))

        assert [[f"{number}.{i}" for i in range(4)] * 3 for number in range(8)] == answers
        server.until(lambda: server.hung_up == server.connections)


def test_asyncio_beside_sync_code(aio: Aio) -> None:
    """Both faces of one client, mixed: sync calls in a thread of a running loop, and in between."""
    with Server(each=echoed) as server:
        llm = aio.load(server.url)

        async def mixed() -> list[str]:
            from_thread = asyncio.to_thread(llm.gen_sync, "sync")
            results = await asyncio.gather(from_thread, llm.aio.gen_sync("aio"))
            return [result.text for result in results]

        assert ["sync", "aio"] == aio.wait(mixed())
        assert "after" == llm.gen_sync("after").text
        assert ["sync", "aio"] == aio.wait(mixed())


def test_a_stream_left_open_when_its_loop_ends(sync: Sync) -> None:
    """asyncio.run() returns while a stream is still open: its connection is closed with the loop."""
    kept = []

    async def half(llm: Client) -> None:
        stream = llm.aio.gen_stream("ping")
        kept.append(stream)
        await anext(stream)

    with Server([[stream_head(), chunk(CREATED), chunk(delta("Hel")), Silence()]]) as server:
        asyncio.run(half(sync.load(server.url)))
        server.until(lambda: server.hung_up == 1)

        assert ("Hel", False) == (kept[0].result.text, kept[0].result.complete)


def test_a_loop_is_not_kept_alive() -> None:
    """What a driver remembers of loops that are over, it forgets with the next one."""
    driver = AsyncDriver()

    async def use() -> weakref.ref[asyncio.AbstractEventLoop]:
        await driver.http()
        return weakref.ref(asyncio.get_running_loop())

    first = asyncio.run(use())
    second = asyncio.run(use())
    gc.collect()

    assert first() is None
    assert 1 == len(driver._own)
    assert second() is None or second() in driver._own


def test_one_http_client_for_each_side_and_loop(sync: Sync) -> None:
    """Made on first use, and the same one from then on."""
    driver, other = Driver(), AsyncDriver()

    async def twice() -> tuple[object, object]:
        made = await asyncio.gather(other.http(), other.http())
        return made[0], made[1]

    first, second = asyncio.run(twice())

    assert driver.http is driver.http
    assert first is second
    driver.close()


def test_a_slow_answer_holds_nobody_up(side: Side) -> None:
    """While one stream waits for its server, other calls of the same client go on."""
    first = [stream_head(), chunk(CREATED), chunk(delta("Hel")), Wait(), *spoken("Hel")[-2:]]
    with Server([first], each=echoed) as server:
        llm = side.load(server.url)
        slow = side.gen_stream(llm)
        assert "Hel" == side.next(slow).text
        for _ in range(3):
            assert "ping" == side.gen_sync(llm).text
        server.go.set()

        assert [] == side.rest(slow)
        assert "Hel" == slow.result.text
        assert 2 == server.connections
