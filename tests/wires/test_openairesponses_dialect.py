"""Other servers that speak the Responses API: how they differ, each difference shown by what they really answered.

The answers are read in place: from the folder named by ``GENAI_SERVERS``, else from ``../shared/servers`` beside the
repository; those of providers are in the corpus.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import corpus_files
import httpx2
import pytest
from contract.side import Side
from contract.specimen_openairesponses import PLAIN, PLAIN_EVENTS, SPECIMEN, USAGE, dumped, response, sse

import genai
from genai.providers.openairesponses.dialect import OPENAI, OTHERS, dialect_of
from genai.results import FinishReason

pytestmark = pytest.mark.misfit  # other servers take fewer max_output_tokens than OpenAI's 16

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = Path(os.environ.get("GENAI_SERVERS") or ROOT / ".." / "shared" / "servers") / "samples"
ELSEWHERE = "http://127.0.0.1:8081/v1"


@pytest.mark.parametrize(
    ("url", "dialect"),
    [
        ("https://api.openai.com/v1", OPENAI),
        ("https://eu.api.openai.com/v1", OPENAI),
        ("https://mine.openai.azure.com/openai/v1", OPENAI),
        ("https://api.openai.com.example.org/v1", OTHERS),
        ("https://notapi.openai.com/v1", OTHERS),
        ("https://api.deepseek.com", OTHERS),
        (ELSEWHERE, OTHERS),
    ],
)
def test_the_dialect_follows_from_the_host(url: str, dialect: Any) -> None:
    """OpenAI's own hosts and Azure's speak as documented; of others nothing is taken for granted."""
    assert dialect is dialect_of(url)


# --- Answers that are cut ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("base_url", "most", "finish"),
    [
        (None, 11, FinishReason.STOP),  # OpenAI would say so
        (ELSEWHERE, 11, FinishReason.LENGTH),
        (ELSEWHERE, 12, FinishReason.STOP),
        (ELSEWHERE, None, FinishReason.STOP),
    ],
)
@pytest.mark.parametrize("streamed", [False, True])
def test_an_answer_that_is_cut(base_url: str | None, most: int | None, finish: FinishReason, streamed: bool) -> None:
    """Where a server says ``completed`` of everything, an answer with all the tokens it may have counts as cut."""
    side = Side("sync", SPECIMEN)
    llm, _ = side.load(SPECIMEN.plain_stream if streamed else SPECIMEN.plain, base_url=base_url)
    result = side.stream(llm, "hi", max_tokens=most) if streamed else llm.gen_sync("hi", max_tokens=most)

    assert 11 == USAGE["output_tokens"]
    assert finish is result.finish


def test_other_reasons_stay() -> None:
    """A refusal is a refusal, and an answer without usage is not guessed at."""
    refused = {**PLAIN, "content": [{"type": "refusal", "refusal": "No."}]}
    for answer, finish in (
        (response(refused), FinishReason.REFUSAL),
        (response(PLAIN, usage=None), FinishReason.STOP),
    ):
        llm, _ = Side("sync", SPECIMEN).load(dumped(answer), base_url=ELSEWHERE)

        assert finish is llm.gen_sync("hi", max_tokens=1).finish


# --- Answers that are streams -----------------------------------------------------------------------------------------


def test_a_stream_that_nobody_asked_for() -> None:
    """A server that streams unless it is told not to (transformers) gives the same result as one that does not."""
    whole = Side("sync", SPECIMEN).load(SPECIMEN.answer)[0].gen_sync("hi")

    assert whole == Side("sync", SPECIMEN).load(SPECIMEN.stream)[0].gen_sync("hi")


@pytest.mark.parametrize("broken", [SPECIMEN.cut_stream, SPECIMEN.error_in_stream, SPECIMEN.unknown_event])
def test_a_stream_that_nobody_asked_for_breaks(broken: bytes) -> None:
    """It fails as a stream does; since nothing of it was shown, an error that it tells is itself."""
    with pytest.raises(genai.Error) as asked, Side("sync", SPECIMEN).load(broken)[0].gen_stream("hi") as stream:
        list(stream)
    with pytest.raises(type(asked.value.__cause__ or asked.value)):
        Side("sync", SPECIMEN).load(broken)[0].gen_sync("hi")


@pytest.mark.parametrize("left_out", ["sequence_number", "output_index", "content_index"])
def test_events_without_numbers(left_out: str) -> None:
    """What llama.cpp leaves out of its events is not needed."""
    events = [{key: value for key, value in event.items() if key != left_out} for event in PLAIN_EVENTS]
    data = sse(events) if left_out != "sequence_number" else b"".join(b"data: %b\n\n" % dumped(one) for one in events)
    side = Side("sync", SPECIMEN)

    assert side.stream(side.load(SPECIMEN.plain_stream)[0], "hi") == side.stream(side.load(data)[0], "hi")


def test_a_stream_without_item_events() -> None:
    """All that such a stream says is in its last event."""
    side = Side("sync", SPECIMEN)
    data = sse([PLAIN_EVENTS[0], PLAIN_EVENTS[-1]])

    assert side.stream(side.load(SPECIMEN.plain_stream)[0], "hi") == side.stream(side.load(data)[0], "hi")


# --- What they really answered ----------------------------------------------------------------------------------------


class Recorded(NamedTuple):
    """One answer: where it comes from, what was asked, and the answer."""

    name: str
    base_url: str
    request: dict[str, Any]
    kind: str
    body: bytes

    @property
    def events(self) -> list[dict[str, Any]]:
        """The events of a stream."""
        lines = self.body.replace(b"\r\n", b"\n").split(b"\n")
        return [json.loads(line[5:]) for line in lines if line.startswith(b"data:") and b"[DONE]" not in line]

    @property
    def whole(self) -> dict[str, Any]:
        """The response object, however it came."""
        found = self.events[-1]["response"] if "event-stream" in self.kind else json.loads(self.body)
        assert isinstance(found, dict)
        return found

    def play(self, body: bytes | None = None, kind: str = "") -> genai.Result:
        """What the verb gives that was recorded."""
        headers = {"content-type": kind or self.kind}

        def handler(request: httpx2.Request) -> httpx2.Response:
            return httpx2.Response(200, headers=headers, content=self.body if body is None else body)

        http = httpx2.Client(transport=httpx2.MockTransport(handler))
        llm = genai.load("openairesponses", model="m", base_url=self.base_url, api_key="k", retry=0, http_client=http)
        if "event-stream" not in headers["content-type"]:
            return llm.gen_sync("hi", max_tokens=self.request.get("max_output_tokens"))
        with llm.gen_stream("hi", max_tokens=self.request.get("max_output_tokens")) as stream:
            list(stream)
        return stream.result


def samples() -> Iterator[Recorded]:
    """What inference servers and gateways answered."""
    for path in sorted(SAMPLES.glob("*/*responses*.response.http")):
        head, _, body = path.read_bytes().replace(b"\r\n", b"\n").partition(b"\n\n")
        name = f"{path.parent.name}/{path.name.removesuffix('.response.http')}"
        if head.split()[1] == b"200" and "input_tokens" not in name:
            kind = "text/event-stream" if b"event-stream" in head.lower() else "application/json"
            request = json.loads(path.with_name(path.name.replace(".response.http", ".request.json")).read_bytes())
            yield Recorded(name, ELSEWHERE, request, kind, body)


def recordings() -> Iterator[Recorded]:
    """What providers other than OpenAI answered."""
    for row in corpus_files.rows():
        for number, one in enumerate(
            corpus_files.interactions(row["path"]) if row["provider"] in OTHER_PROVIDERS else ()
        ):
            uri = one.request["uri"]
            if uri.endswith("/responses") and one.status == 200:
                request = json.loads(one.request["body"])
                name = f"{row['path']}-{number}"
                yield Recorded(name, uri.removesuffix("/responses"), request, one.headers["content-type"], one.body)


OTHER_PROVIDERS = ("azure", "deepseek", "openrouter")
ALL = {one.name: one for one in (*samples(), *recordings())}
EACH = pytest.mark.parametrize("name", ALL or [pytest.param("", marks=pytest.mark.skip("no recorded answers"))])


@EACH
def test_what_others_answer(name: str) -> None:
    """Texts, calls, thoughts and the number of tokens are read, and the result survives JSON."""
    result, answer = ALL[name].play(), ALL[name].whole
    items = answer["output"] or [event["item"] for event in ALL[name].events if event["type"].endswith("item.done")]
    parts = [part for item in items if item["type"] == "message" for part in item["content"]]
    thoughts = [
        part for item in items if item["type"] == "reasoning" for part in item.get("content") or item["summary"]
    ]
    calls = [(item["call_id"], item["name"], item["arguments"]) for item in items if item["type"] == "function_call"]

    assert "".join(part["text"] for part in parts) == result.text
    assert "\n\n".join(part["text"] for part in thoughts) == result.reasoning
    assert calls == [(call.id, call.name, call.arguments) for call in result.tool_calls]
    assert answer["usage"]["output_tokens"] == result.usage.output_tokens
    assert answer["id"] == result.response_id
    assert result == genai.Result.from_json(result.to_json())


@pytest.mark.parametrize("name", [name for name, one in ALL.items() if "event-stream" in one.kind])
def test_their_streams_equal_their_answers(name: str) -> None:
    """The items of a stream, as a whole answer, give an equal result."""
    one = ALL[name]
    items = [event["item"] for event in one.events if event["type"] == "response.output_item.done"]
    whole = one.play(json.dumps({**one.whole, "output": items}).encode(), "application/json")

    assert whole == one.play()


def cut(one: Recorded) -> bool:
    """Whether an answer has all the tokens it may have."""
    most = one.request.get("max_output_tokens")
    return most is not None and one.whole["usage"]["output_tokens"] >= most


@EACH
def test_all_cuts_are_told(name: str) -> None:
    """An answer that has all the tokens it may have is finished by LENGTH, whatever its status says."""
    told = ALL[name].whole["status"] == "incomplete"

    assert (told or cut(ALL[name])) == (ALL[name].play().finish is FinishReason.LENGTH)


@pytest.mark.skipif(not SAMPLES.is_dir(), reason="no recorded answers of servers (GENAI_SERVERS)")
def test_the_differences_are_real() -> None:
    """What the rule in ``dialect.py`` lists was seen: the answers that show it are there."""
    first = {name: ALL[name].events for name in ("llama-server/responses_stream", "transformers/responses_stream")}
    llama, transformers = first.values()

    assert not any({"sequence_number", "output_index", "content_index"} & event.keys() for event in llama)
    assert all("sequence_number" in event for event in transformers)
    assert b"[DONE]" not in ALL["transformers/responses_stream"].body
    assert ["completed"] == [one.whole["status"] for one in ALL.values() if cut(one) and "llama-server" in one.name][:1]
    assert ["incomplete"] == [one.whole["status"] for one in ALL.values() if cut(one) and "vllm" in one.name][:1]
    assert {None, False, True} >= {one.whole.get("store") for one in ALL.values()}
