"""OpenAI Responses: every recorded answer, played through the public API and held against a reading of its own.

What is expected is read here from the recorded JSON, plainly and without any code of genai's, so that a mistake of the
decoder cannot be its own witness. Our prompts differ from the recorded ones; the answers are what counts.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

import corpus_files
import httpx2
import pytest
from attrs import evolve
from corpus_files import Interaction

import genai
from genai.errors import AuthError, Error, InvalidRequest, ModelNotFound
from genai.messages import Reply
from genai.results import FinishReason, RateLimit, Result

pytestmark = pytest.mark.skipif(not corpus_files.available(), reason="no corpus of recorded traffic (GENAI_CORPUS)")

PROVIDER = "openairesponses"
OPENAI = re.escape("https://api.openai.com/v1")

LEFT_OUT = {
    # what a request looks like: why its answer is not played here
    rf"POST {OPENAI}/images/.*": "a picture's API, not text: it belongs to the tests of pictures",
    rf"POST {OPENAI}/responses/compact": "compaction: no verb of genai's asks for it",
    rf"(POST|DELETE) {OPENAI}/conversations.*": "conversations kept at the server: no verb of genai's asks for them",
    rf"(POST|DELETE) {OPENAI}/files.*": "uploads: they belong to the tests of files",
    r"\w+ https?://(?!api\.openai\.com/).*": "another provider's traffic in the same conversation",
}

NOT_RECORDED = {
    # a cassette that was not recorded from the service: how it shows
    "pydantic-ai.models.test_openai_responses/test_openai_responses_verbosity.yaml": (
        "written by hand: a status 'complete', and fields of another API"
    ),
}


def exchanges() -> Iterator[tuple[str, int, Interaction]]:
    """All recorded exchanges of the provider's folder: path, index, exchange."""
    for row in corpus_files.rows(provider=PROVIDER):
        for index, exchange in enumerate(corpus_files.interactions(row["path"])):
            yield row["path"].removeprefix(f"{PROVIDER}/"), index, exchange


def asked(exchange: Interaction) -> str:
    """What was asked: the method and the URL."""
    return f"{exchange.request['method']} {exchange.request['uri']}"


def sent(exchange: Interaction) -> dict[str, Any]:
    """The recorded request's body."""
    body = exchange.request["body"]
    decoded = json.loads(body) if body else {}
    assert isinstance(decoded, dict)
    return decoded


def kind(path: str, exchange: Interaction) -> str:
    """Which of the lists below an exchange belongs to; else why it is left out."""
    if path in NOT_RECORDED:
        return NOT_RECORDED[path]
    request = asked(exchange)
    if re.fullmatch(rf"POST {OPENAI}/responses", request):
        if exchange.status != 200:
            return "error"
        if sent(exchange).get("background"):
            return "job"
        return "stream" if sent(exchange).get("stream") else "sync"
    if re.fullmatch(rf"GET {OPENAI}/responses/\w+(\?stream=false)?", request):
        return "poll"
    if re.fullmatch(rf"GET {OPENAI}/models", request):
        return "models"
    return next((reason for pattern, reason in LEFT_OUT.items() if re.fullmatch(pattern, request)), "unknown")


ALL = list(exchanges())


def of_kind(*kinds: str) -> list[Any]:
    """The exchanges of these kinds, as parameters."""
    return [
        pytest.param(exchange, id=f"{path}-{index}") for path, index, exchange in ALL if kind(path, exchange) in kinds
    ]


def client(exchange: Interaction, *, size: int = 0, body: bytes | None = None) -> genai.Client:
    """A client whose every request gets the recorded answer, in pieces of ``size`` bytes."""
    content = exchange.body if body is None else body
    headers = {**exchange.headers, "x-request-id": "req_1"}
    if body is not None:
        headers["content-type"] = "application/json"

    def handler(request: httpx2.Request) -> httpx2.Response:
        pieces = (content[i : i + size] for i in range(0, len(content), size)) if size else content
        return httpx2.Response(exchange.status, headers=headers, content=pieces)

    return genai.load(
        PROVIDER,
        model=sent(exchange).get("model", "gpt-5"),
        api_key="sk-test",
        strict=True,
        retry=0,
        http_client=httpx2.Client(transport=httpx2.MockTransport(handler)),
    )


# --- A reading of its own ------------------------------------------------------------------------------------


def parts(answer: dict[str, Any], type_: str) -> list[dict[str, Any]]:
    """All content parts of a type, of all messages."""
    messages = [item for item in answer["output"] if item["type"] == "message"]
    return [part for message in messages for part in message["content"] if part["type"] == type_]


def expected_citations(answer: dict[str, Any]) -> list[tuple[Any, ...]]:
    """URL, title, and the place in the joined text."""
    found, before = [], 0
    for part in parts(answer, "output_text"):
        for note in part["annotations"]:
            if note["type"] == "url_citation":
                found.append((note["url"], note["title"], before + note["start_index"], before + note["end_index"]))
        before += len(part["text"])
    return found


def expected_searches(answer: dict[str, Any]) -> list[list[str]]:
    """Of each web search: what was asked, and the pages it looked at; one that tells neither is left out."""
    found = []
    for item in answer["output"]:
        action = item.get("action") if item["type"] == "web_search_call" else None
        if action:
            asked = (
                action["queries"] if action.get("queries") else [action[key] for key in ("query",) if action.get(key)]
            )
            pages = [source["url"] for source in action.get("sources") or () if source.get("url")]
            if not pages and action.get("url"):
                pages = [action["url"]]
            found.append([*asked, *pages])
    return [search for search in found if search]


def expected_reasoning(answer: dict[str, Any]) -> str:
    """The summaries of all thoughts, and the thoughts themselves where they are open."""
    items = [item for item in answer["output"] if item["type"] == "reasoning"]
    texts = [part["text"] for item in items for part in [*item.get("summary", ()), *(item.get("content") or ())]]
    return "\n\n".join(text for text in texts if text)


def expected_finish(answer: dict[str, Any]) -> FinishReason:
    """Why it ended."""
    if answer["status"] == "incomplete":
        reasons = {"max_output_tokens": FinishReason.LENGTH, "content_filter": FinishReason.CONTENT_FILTER}
        return reasons[answer["incomplete_details"]["reason"]]
    if parts(answer, "refusal"):
        return FinishReason.REFUSAL
    called = any(item["type"] == "function_call" for item in answer["output"])
    return FinishReason.TOOL_CALLS if called else FinishReason.STOP


def expected_logprobs(answer: dict[str, Any]) -> list[Any]:
    """Each token with its probability, and its alternatives with theirs; the last event of a stream rounds them."""
    return [
        (
            entry["token"],
            round(entry["logprob"], 5),
            [(top["token"], round(top["logprob"], 5)) for top in entry.get("top_logprobs") or ()],
        )
        for part in parts(answer, "output_text")
        for entry in part.get("logprobs") or ()
    ]


UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0}


def seconds(duration: str) -> float:
    """A duration as Go writes it: 120ms, 1m30.5s."""
    found = re.findall(r"([0-9.]+)(ms|[smh])", duration)
    assert "".join(number + unit for number, unit in found) == duration
    return sum(float(number) * UNITS[unit] for number, unit in found)


def expected_limits(headers: dict[str, str]) -> dict[str, tuple[int, int, float]]:
    """The x-ratelimit-* headers: kind to limit, remaining and reset."""
    kinds = [name.removeprefix("x-ratelimit-limit-") for name in headers if name.startswith("x-ratelimit-limit-")]
    return {
        kind: (
            int(headers[f"x-ratelimit-limit-{kind}"]),
            int(headers[f"x-ratelimit-remaining-{kind}"]),
            round(seconds(headers[f"x-ratelimit-reset-{kind}"]), 6),
        )
        for kind in kinds
    }


def expected_usage(answer: dict[str, Any]) -> dict[str, int | None]:
    """Tokens; OpenAI's input counts the cached ones, and its output the thoughts."""
    usage = answer.get("usage")
    if not usage:
        return dict.fromkeys(("input", "cached", "cache_write", "output", "reasoning", "total"))
    inner = usage.get("input_tokens_details") or {}
    outer = usage.get("output_tokens_details") or {}
    return {
        "input": usage["input_tokens"],
        "cached": inner.get("cached_tokens"),
        "cache_write": inner.get("cache_write_tokens"),
        "output": usage["output_tokens"],
        "reasoning": outer.get("reasoning_tokens"),
        "total": usage["total_tokens"],
    }


def read_usage(result: Result) -> dict[str, int | None]:
    """The same, as genai has it."""
    usage = result.usage
    return {
        "input": usage.input_tokens,
        "cached": usage.cached_tokens,
        "cache_write": usage.cache_write_tokens,
        "output": usage.output_tokens,
        "reasoning": usage.reasoning_tokens,
        "total": usage.total_tokens,
    }


def read_logprobs(result: Result) -> list[Any]:
    """The same, as genai has it."""
    return [
        (entry.token, round(entry.logprob, 5), [(top.token, round(top.logprob, 5)) for top in entry.top])
        for entry in result.logprobs
    ]


def read_limits(limits: tuple[RateLimit, ...]) -> dict[str, tuple[int | None, int | None, float | None]]:
    """The rate limits, by kind."""
    return {
        limit.kind: (limit.limit, limit.remaining, None if limit.reset is None else round(limit.reset, 6))
        for limit in limits
    }


def digest(data: bytes) -> str:
    """What tells pictures apart: pytest would take minutes to draw the difference of two."""
    return hashlib.sha256(data).hexdigest()


def survives(result: Result) -> bool:
    """Whether JSON gives back an equal result."""
    return result == Result.from_json(result.to_json())


def check(result: Result, answer: dict[str, Any], headers: dict[str, str]) -> None:
    """A result against the recorded answer."""
    text = "".join(part["text"] for part in parts(answer, "output_text"))
    calls = [item for item in answer["output"] if item["type"] == "function_call"]
    placed = [citation for citation in result.citations if citation.start is not None]
    pictures = [item["result"] for item in answer["output"] if item["type"] == "image_generation_call"]

    assert text == result.text
    assert expected_reasoning(answer) == result.reasoning
    assert "".join(part["refusal"] for part in parts(answer, "refusal")) == result.refusal
    assert [(call["call_id"], call["name"], call["arguments"]) for call in calls] == [
        (call.id, call.name, call.arguments) for call in result.tool_calls
    ]
    assert expected_citations(answer) == [
        (citation.sources[0].url, citation.sources[0].title, citation.start, citation.end) for citation in placed
    ]
    assert all(citation.text in ("", text[citation.start : citation.end]) for citation in placed)
    assert all(citation.sources[0].type == "web" for citation in placed)
    assert expected_searches(answer) == [
        [source.url or source.title for source in citation.sources]
        for citation in result.citations
        if citation.start is None
    ]
    assert [digest(base64.b64decode(picture)) for picture in pictures] == [digest(doc.read()) for doc in result.docs]
    assert expected_logprobs(answer) == read_logprobs(result)
    assert expected_usage(answer) == read_usage(result)
    assert expected_finish(answer) == result.finish
    assert result.complete
    assert expected_limits(headers) == read_limits(result.limits)
    assert (PROVIDER, answer["model"], answer["id"]) == (result.provider, result.model, result.response_id)
    assert answer.get("service_tier") == result.service_tier
    assert "req_1" == result.request_id
    assert () == result.unknown_fields
    assert () == result.attempts
    assert answer["id"] == result.raw["id"]
    assert survives(result)
    assert [] == result.message.faults()


def events(body: bytes) -> list[dict[str, Any]]:
    """The recorded events; none of these has more than one data line."""
    lines = body.decode().replace("\r\n", "\n").split("\n")
    decoded = [
        json.loads(line.removeprefix("data:")) for line in lines if line.startswith("data:") and "[DONE]" not in line
    ]
    assert all(isinstance(event, dict) for event in decoded)
    return decoded


def terminal(body: bytes) -> dict[str, Any]:
    """The response in the last event that has one."""
    last = [event for event in events(body) if "response" in event][-1]
    assert last["type"] in ("response.completed", "response.incomplete")
    answer = last["response"]
    assert isinstance(answer, dict)
    return answer


def joined(replies: list[Reply], name: str) -> str:
    """All fragments of a kind, one behind the other."""
    return "".join(getattr(reply, name) for reply in replies if getattr(reply, name) is not None)


# --- The tests -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("exchange", of_kind("sync"))
def test_sync_answers(exchange: Interaction) -> None:
    """A plain answer gives what its JSON says."""
    check(client(exchange).gen_sync("hi"), json.loads(exchange.body), exchange.headers)


@pytest.mark.parametrize("size", [0, 61])
@pytest.mark.parametrize("exchange", of_kind("stream"))
def test_streams(exchange: Interaction, size: int) -> None:
    """A stream gives what its last event says, and its fragments add up to the same."""
    recorded = events(exchange.body)
    with client(exchange, size=size).gen_stream("hi") as stream:
        replies = list(stream)
    result = stream.result
    deltas = [reply.tool_delta for reply in replies if reply.tool_delta is not None]

    check(result, terminal(exchange.body), exchange.headers)
    assert result.text == joined(replies, "text")
    assert result.text == "".join(e["delta"] for e in recorded if e["type"] == "response.output_text.delta")
    assert list(result.citations) == [reply.citation for reply in replies if reply.citation is not None]
    assert list(result.tool_calls) == [reply.tool_call for reply in replies if reply.tool_call is not None]
    assert "".join(call.arguments for call in result.tool_calls) == "".join(delta.arguments for delta in deltas)
    assert {call.id for call in result.tool_calls} == {delta.id for delta in deltas if delta.id}


@pytest.mark.parametrize("exchange", of_kind("stream"))
def test_streams_equal_sync_answers(exchange: Interaction) -> None:
    """
    The same answer, given whole, makes an equal result.

    Its items are those of the stream's own events: the last event repeats them with the thoughts encrypted anew, and
    with the probabilities rounded.
    """
    with client(exchange).gen_stream("hi") as stream:
        for _ in stream:
            pass
    items = [event["item"] for event in events(exchange.body) if event["type"] == "response.output_item.done"]
    answer = {**terminal(exchange.body), "output": items}
    whole = client(exchange, body=json.dumps(answer).encode()).gen_sync("hi")

    assert evolve(whole, logprobs=()) == evolve(stream.result, logprobs=())
    assert read_logprobs(whole) == read_logprobs(stream.result)


@pytest.mark.parametrize("exchange", of_kind("stream"))
def test_broken_streams(exchange: Interaction) -> None:
    """A stream that ends before its last event is StreamInterrupted, with what had arrived."""
    cut = exchange.body[: exchange.body.rindex(b"event: response.")]

    with (
        pytest.raises(genai.StreamInterrupted) as caught,
        client(exchange._replace(body=cut)).gen_stream("hi") as stream,
    ):
        list(stream)

    partial = caught.value.result
    assert partial is not None
    assert not partial.complete
    assert terminal(exchange.body)["id"] == partial.response_id
    assert "".join(part["text"] for part in parts(terminal(exchange.body), "output_text")) == partial.text


def expected_error(exchange: Interaction, error: dict[str, Any]) -> type[Error]:
    """Who must act."""
    if exchange.status == 401:
        return AuthError
    return ModelNotFound if error["code"] == "model_not_found" else InvalidRequest


@pytest.mark.parametrize("exchange", of_kind("error"))
@pytest.mark.parametrize("streamed", [False, True])
def test_errors(exchange: Interaction, streamed: bool) -> None:
    """A refusal gives its class, and all that the provider said, from both verbs."""
    error = json.loads(exchange.body)["error"]
    llm = client(exchange)

    with pytest.raises(Error) as caught:
        list(llm.gen_stream("hi")) if streamed else llm.gen_sync("hi")

    assert expected_error(exchange, error) is type(caught.value)
    assert (PROVIDER, exchange.status, error["code"]) == (caught.value.provider, caught.value.status, caught.value.code)
    assert (error["message"], "req_1", exchange.body) == (
        caught.value.detail,
        caught.value.request_id,
        caught.value.body,
    )
    assert error["message"].rstrip(".") in str(caught.value)
    assert "sk-test" not in str(caught.value)
    assert caught.value.result is None
    assert () == caught.value.attempts


@pytest.mark.parametrize("exchange", of_kind("models"))
def test_lists_of_models(exchange: Interaction) -> None:
    """A list of models gives their ids, dates and owners; a refusal its error."""
    llm = client(exchange)
    body = json.loads(exchange.body)
    if exchange.status != 200:
        with pytest.raises(expected_error(exchange, body["error"])) as caught:
            llm.list_models()
        assert (exchange.status, body["error"]["message"]) == (caught.value.status, caught.value.detail)
        return

    assert [(entry["id"], entry["created"], entry["owned_by"]) for entry in body["data"]] == [
        (model.id, model.created, model.owner) for model in llm.list_models()
    ]


@pytest.mark.parametrize("exchange", of_kind("job"))
def test_submitted_jobs(exchange: Interaction) -> None:
    """The answer to a background job's submission is its job."""
    answer = json.loads(exchange.body)
    job = client(exchange).gen_async("hi")

    assert (PROVIDER, answer["id"], "background", answer["created_at"]) == (job.provider, job.id, job.kind, job.created)


@pytest.mark.parametrize("exchange", of_kind("poll"))
def test_polled_jobs(exchange: Interaction) -> None:
    """A poll gives the answer when it is there, and a pending result before that."""
    answer = json.loads(exchange.body)
    job = genai.Job(provider=PROVIDER, model=answer["model"], id=answer["id"], base_url="https://api.openai.com/v1")
    result = client(exchange).poke_result(job)

    assert (answer["status"] != "completed") == result.pending
    if not result.pending:
        check(result, answer, exchange.headers)


def test_nothing_is_left_out_silently(capsys: pytest.CaptureFixture[str]) -> None:
    """Every exchange is played above, or is listed with its reason; and every reason is needed."""
    kinds = Counter(kind(path, exchange) for path, _, exchange in ALL)
    played = ("sync", "stream", "error", "models", "job", "poll")

    with capsys.disabled():
        print(f"\n{PROVIDER}: {sum(kinds[k] for k in played)} of {len(ALL)} recorded answers played:", end=" ")
        print(", ".join(f"{kinds[k]} {k}" for k in played))
        print("".join(f"  left out {n}: {reason}\n" for reason, n in kinds.items() if reason not in played), end="")

    assert "unknown" not in kinds
    assert {*LEFT_OUT.values(), *NOT_RECORDED.values()} == set(kinds) - set(played)
    assert {"sync", "stream", "error", "models"} <= set(kinds)


@pytest.mark.parametrize(
    ("duration", "reset"),
    [
        ("120ms", 0.12),
        ("1.131s", 1.131),
        ("0s", 0.0),
        ("1m30.5s", 90.5),
        ("6m0s", 360.0),
        ("1h0m3s", 3603.0),
        ("15ms", 0.015),
    ],
)
def test_durations(duration: str, reset: float) -> None:
    """The time until a limit is whole again, as Go writes durations."""
    _, _, first = next(entry for entry in ALL if kind(entry[0], entry[2]) == "sync")
    headers = {
        "content-type": "application/json",
        "x-ratelimit-limit-tokens": "200000",
        "x-ratelimit-remaining-tokens": "0",
        "x-ratelimit-reset-tokens": duration,
    }
    result = client(first._replace(headers=headers)).gen_sync("hi")

    assert {"tokens": (200000, 0, reset)} == read_limits(result.limits)
