"""Requests of the HTTP library, as our own client sends them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from genai import network

BODY = b'{"a": 1}'
FRAMING = ("content-length", "transfer-encoding")


def made(method: str, content: Any, **headers: str) -> Any:
    """A request that was never sent."""
    url = "http://127.0.0.1:8080/x"
    arguments = {"method": method, "url": url, "headers": headers, "content": content, "extensions": {"timeout": {}}}
    with network.new_client() as client:
        return network.build(client, arguments)


@pytest.mark.parametrize(
    ("content", "framing"),
    [
        (BODY, [("content-length", "8")]),
        (None, [("content-length", "0")]),
        (iter([BODY]), [("transfer-encoding", "chunked")]),
    ],
    ids=["bytes", "nothing", "pieces"],
)
def test_the_framing_of_a_body(content: Any, framing: list[tuple[str, str]]) -> None:
    """Every body says how long it is, or that it comes in pieces; and it can be read, as recorders do."""
    request = made("POST", content)
    told = [(name, value) for name, value in request.headers.multi_items() if name in FRAMING]

    assert framing == told
    assert (b"" if content is None else BODY) == b"".join(request.stream)


def test_a_callers_header_stands_in_place_of_ours() -> None:
    """Each header goes out once."""
    headers = made("POST", BODY, accept="text/event-stream", host="example.org").headers

    assert [("host", "example.org"), ("accept", "text/event-stream")] == headers.multi_items()[:2]
    assert len(headers) == len(set(headers.keys()))


@pytest.mark.parametrize("read", [lambda request: request.read(), lambda request: b"".join(request.stream)])
def test_a_body_is_there_again(read: Callable[[Any], bytes]) -> None:
    """Whoever looks into a request takes nothing away from it."""
    request = made("POST", BODY)

    assert [BODY, BODY] == [read(request), read(request)]
