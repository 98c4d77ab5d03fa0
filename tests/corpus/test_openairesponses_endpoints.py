"""Recorded exchanges with OpenAI's other endpoints, played through the raw layer: same request, same answer.

Our requests are made from the recorded ones: what was sent must come out again, as JSON, or as the same form.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import corpus_files
import forms
import httpx2
import pytest
from attrs import define, field
from contract.side import Side
from contract.specimen_openairesponses import SPECIMEN
from corpus_files import Interaction
from wires.raw_calls import call, sent

import genai
from genai.convert import structure, unstructure
from genai.providers.openairesponses import raw

pytestmark = pytest.mark.skipif(not corpus_files.available(), reason="no corpus of recorded traffic (GENAI_CORPUS)")

HOME = "https://api.openai.com/v1"
ID = r"((?:resp|conv|file|batch)[-_]\w+)"


def body_of(exchange: Interaction) -> Any:
    """The recorded request's JSON."""
    return json.loads(exchange.request["body"])


def form_of(exchange: Interaction) -> list[forms.Part]:
    """The recorded request's form."""
    body = exchange.request["body"]
    data = body.encode() if isinstance(body, str) else body
    return forms.parts(exchange.request["headers"]["content-type"][0], re.sub(rb"(?<!\r)\n", b"\r\n", data))


def uploaded(exchange: Interaction) -> tuple[list[Any], dict[str, Any]]:
    """The arguments of the recorded upload."""
    purpose, file = form_of(exchange)
    return [file.content, purpose.content.decode()], {"filename": file.filename, "mime_type": file.mime_type}


def structured(cls: Any) -> Callable[[Interaction], tuple[list[Any], dict[str, Any]]]:
    """The argument of a call is the recorded JSON as a raw type."""
    return lambda exchange: ([structure(body_of(exchange), cls)], {})


def nothing(exchange: Interaction) -> tuple[list[Any], dict[str, Any]]:
    """No argument, but for the id in the path."""
    return [], {}


CALLS: Mapping[str, tuple[str, Callable[[Interaction], tuple[list[Any], dict[str, Any]]]]] = {
    # what was asked: the endpoint, and its arguments behind the id
    "POST /responses/compact": ("compact", structured(raw.CompactRequest)),
    rf"GET /responses/{ID}(?:\?stream=false)?": ("poke_result", nothing),
    "POST /conversations": ("conversations.create", structured(raw.ConversationRequest)),
    rf"DELETE /conversations/{ID}": ("conversations.delete", nothing),
    "POST /files": ("files.upload", uploaded),
    rf"GET /files/{ID}/content": ("files.content", nothing),
    rf"DELETE /files/{ID}": ("files.delete", nothing),
    "POST /batches": ("batches.create", structured(raw.BatchRequest)),
    rf"GET /batches/{ID}": ("batches.get", nothing),
    "GET /models": ("list_models", nothing),
}


def asked(exchange: Interaction) -> str:
    """What was asked, without the host; "" when that is not OpenAI's."""
    url = str(exchange.request["uri"])
    return f"{exchange.request['method']} {url.removeprefix(HOME)}" if url.startswith(HOME) else ""


def exchanges() -> Iterator[Any]:
    """The recorded exchanges with these endpoints, as parameters."""
    for provider in ("openairesponses", "openaichat"):
        for row in corpus_files.rows(provider=provider):
            for index, exchange in enumerate(corpus_files.interactions(row["path"])):
                for pattern in CALLS:
                    if found := re.fullmatch(pattern, asked(exchange)):
                        yield pytest.param(pattern, found, exchange, id=f"{row['path']}-{index}")


ALL = list(exchanges())
each_exchange = pytest.mark.parametrize(("pattern", "found", "exchange"), ALL)
each_kind = pytest.mark.parametrize("kind", ["sync", "aio"])


@define
class Recorded:
    """Gives the recorded answer, and remembers the request."""

    exchange: Interaction
    requests: list[httpx2.Request] = field(factory=list)

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.requests.append(request)
        return httpx2.Response(self.exchange.status, headers=self.exchange.headers, content=self.exchange.body)

    async def asynchronous(self, request: httpx2.Request) -> httpx2.Response:
        """The same for asyncio."""
        return self(request)


def play(kind: str, pattern: str, found: re.Match[str], exchange: Interaction) -> tuple[httpx2.Request, Any]:
    """The request that we make, and the answer as we read it."""
    server = Recorded(exchange)
    llm = genai.load(
        "openairesponses",
        api_key="sk-test",
        strict=True,
        retry=0,
        http_client=httpx2.Client(transport=httpx2.MockTransport(server)),
        async_http_client=httpx2.AsyncClient(transport=httpx2.MockTransport(server.asynchronous)),
    )
    endpoint, arguments = CALLS[pattern]
    args, kwargs = arguments(exchange)
    answer = call(Side(kind, SPECIMEN), llm, endpoint, *found.groups(), *args, **kwargs)
    return server.requests[0], answer


def without_null(value: Any) -> Any:
    """JSON without what is null: a raw type does not tell it from what is not there."""
    if isinstance(value, dict):
        return {key: without_null(entry) for key, entry in value.items() if entry is not None}
    return [without_null(entry) for entry in value] if isinstance(value, list) else value


@each_kind
@each_exchange
def test_the_answer(kind: str, pattern: str, found: re.Match[str], exchange: Interaction) -> None:
    """A recorded answer is read whole, in strict mode; a recorded refusal is an error with what it says."""
    if exchange.status != 200:
        with pytest.raises(genai.AuthError, match="Incorrect API key") as caught:
            play(kind, pattern, found, exchange)
        assert (exchange.status, exchange.body) == (caught.value.status, caught.value.body)
        return
    _, answer = play(kind, pattern, found, exchange)
    if isinstance(answer, bytes):
        assert exchange.body == answer
    else:
        assert without_null(json.loads(exchange.body)) == without_null(unstructure(answer))


@each_kind
@pytest.mark.parametrize(("pattern", "found", "exchange"), [each for each in ALL if each.values[2].status == 200])
def test_the_request(kind: str, pattern: str, found: re.Match[str], exchange: Interaction) -> None:
    """What was recorded is what we send. (Others' clients say ``stream=false``, which is the default.)"""
    request, _ = play(kind, pattern, found, exchange)
    if pattern == "POST /files":
        sent_form = forms.parts(request.headers["content-type"], request.content)
        assert form_of(exchange) == sent_form
    else:
        recorded = body_of(exchange) if exchange.request["body"] else None
        assert (asked(exchange).removesuffix("?stream=false"), recorded) == sent(request)


def test_a_batch_is_read_to_its_lines() -> None:
    """The recorded batch ends completed, and each line of its output is a raw BatchRequestOutput."""
    batches = [play("sync", *each.values)[1] for each in ALL if each.values[0].startswith("GET /batches")]
    content = next(play("sync", *each.values)[1] for each in ALL if "/content" in each.values[0])
    lines = [structure(json.loads(line), raw.BatchRequestOutput) for line in content.splitlines()]

    assert ["validating", "in_progress", "finalizing", "completed"] == list(dict.fromkeys(b.status for b in batches))
    assert [("TODO", 200)] == [(line.custom_id, line.response.status_code) for line in lines if line.response]


def test_all_kinds_are_played() -> None:
    """Every endpoint of the table has recorded exchanges; their number is shown with ``pytest -rP``."""
    counts = Counter(CALLS[each.values[0]][0] for each in ALL)
    print("\n".join(f"{count:4} {endpoint}" for endpoint, count in sorted(counts.items())))

    assert {endpoint for endpoint, _ in CALLS.values()} == set(counts)
    assert 27 <= sum(counts.values())
