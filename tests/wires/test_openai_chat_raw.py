"""The raw types of Chat Completions know all that OpenAI's specification knows, and all that was recorded of OpenAI."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, get_args

import attrs
import corpus_files
import openapi
import pytest
from wires.test_openairesponses_raw import Walker, reachable, schemas, without_nulls

from genai.convert import structure, unstructure
from genai.drift import unknown_fields
from genai.errors import BadAnswer
from genai.providers._openai_chat import raw
from genai.wiretypes import Unknown

# --- The specification ------------------------------------------------------------------------------------------------

# Which raw type a schema of the specification is, for the schemas that are asked for and answered.
ROOTS: dict[str, Any] = {
    "CreateChatCompletionRequest": raw.CompletionRequest,
    "CreateChatCompletionResponse": raw.Completion,
    "CreateChatCompletionStreamResponse": raw.Completion,
    "ChatCompletionList": raw.CompletionList,
    "ChatCompletionMessageList": raw.MessageList,
    "ChatCompletionDeleted": raw.CompletionDeleted,
    "ErrorResponse": raw.ErrorResponse,
    "ListModelsResponse": raw.ModelsResponse,
    "Model": raw.Model,
    "DeleteModelResponse": raw.ModelDeleted,
}

# What the specification lacks: recorded, or shown by OpenAI's documentation.
ADDED: dict[Any, set[str]] = {
    raw.Completion: {"error", "detail"},
    raw.StoredCompletion: {
        *{"request_id", "seed", "temperature", "top_p", "presence_penalty", "frequency_penalty"},
        *{"input_user", "response_format", "tool_choice", "tools"},
        *{"error", "detail", "obfuscation"},  # a chunk's, which a kept completion never has
    },
    raw.StoredMessage: {"name"},
}


def samples(name: str) -> list[Any]:
    """Samples of a schema that together have everything it has."""
    return Walker().samples({"$ref": name})


def update_samples() -> list[Any]:
    """The same of the body that changes a kept completion; its schema has no name."""
    paths = json.loads((openapi.ROOT / "openai.json").read_bytes())["paths"]
    body = paths["/chat/completions/{completion_id}"]["post"]["requestBody"]
    return Walker().samples(body["content"]["application/json"]["schema"])


@pytest.mark.parametrize("name", ROOTS)
def test_all_of_the_specification_is_known(name: str) -> None:
    """Each property, alternative and word that the specification reaches is known, and survives decoding."""
    walker = Walker()
    found = walker.samples({"$ref": name})
    assert set() == {finding for sample in found for finding in unknown_fields(sample, ROOTS[name])}
    assert reachable(name, set()) == set(walker.first)
    for sample in found:
        assert without_nulls(sample) == without_nulls(unstructure(structure(sample, ROOTS[name])))


def parts(value: Any) -> Iterator[Any]:
    """All wire types in a wire type, itself included."""
    if isinstance(value, list):
        for entry in value:
            yield from parts(entry)
    elif attrs.has(type(value)):
        yield value
        for attribute in attrs.fields(type(value)):
            yield from parts(getattr(value, attribute.name))


def test_nothing_is_made_up() -> None:
    """Each field of each type is in the specification, but for those whose comments say where else they were seen."""
    schemas()
    made = [structure(sample, cls) for name, cls in ROOTS.items() for sample in samples(name)]
    made += [structure(sample, raw.CompletionUpdate) for sample in update_samples()]
    seen: dict[Any, set[str]] = defaultdict(set)
    for part in parts(made):
        seen[type(part)] |= {a.name for a in attrs.fields(type(part)) if getattr(part, a.name) is not None}
    missing = {cls: {a.name for a in attrs.fields(cls)} - seen[cls] for cls in raw_classes()}

    assert ADDED == {cls: names for cls, names in missing.items() if names}


def raw_classes() -> list[type[Any]]:
    """Every wire type of the module."""
    return [
        found
        for found in vars(raw).values()
        if isinstance(found, type) and attrs.has(found) and found.__module__ == raw.__name__
    ]


@pytest.mark.parametrize("cls", raw_classes(), ids=lambda cls: cls.__name__)
def test_each_type_is_in_order(cls: Any) -> None:
    """Each type says what it is, its annotations resolve, and its optional fields default to None or the tag."""
    assert cls.__doc__.strip().endswith((".", ")")) or "https://" in cls.__doc__
    defaults = {a.default for a in attrs.fields(attrs.resolve_types(cls)) if a.name not in ("type", "role")}
    assert {attrs.NOTHING, None} >= defaults


def test_tables_cover_their_unions() -> None:
    """The tables by tag have every class of their union."""
    tables = {
        raw.RequestMessage: raw.MESSAGES,
        raw.ContentPart: raw.CONTENTS,
        raw.Tool: raw.TOOLS,
        raw.ResponseFormat: raw.FORMATS,
    }
    for union, table in tables.items():
        assert {*get_args(union)} - {Unknown} == set(table.values())


# --- What was recorded ------------------------------------------------------------------------------------------------

each_cassette = pytest.mark.parametrize(
    "path",
    [
        pytest.param(row["path"], id=row["path"].removeprefix("openaichat/"))
        for row in corpus_files.rows(provider="openaichat")
        if any("/chat/completions" in request["url"] for request in row["requests"])
    ],
)


def exchanges(path: str) -> list[corpus_files.Interaction]:
    """The exchanges of a cassette with Chat Completions."""
    found = corpus_files.interactions(path)
    return [exchange for exchange in found if "/chat/completions" in exchange.request["uri"]]


def answers(exchange: corpus_files.Interaction) -> list[Any]:
    """The recorded answer, or the chunks of its stream."""
    if not exchange.headers["content-type"].startswith("text/event-stream"):
        return [json.loads(exchange.body)]
    lines = [line for line in exchange.body.splitlines() if line.strip()]
    assert b"data: [DONE]" == lines[-1]
    return [json.loads(line.removeprefix(b"data: ")) for line in lines[:-1]]


@each_cassette
def test_recorded_requests(path: str) -> None:
    """Each recorded request is a CompletionRequest, and becomes the same JSON again."""
    for exchange in exchanges(path):
        body = json.loads(exchange.request["body"])
        assert () == unknown_fields(body, raw.CompletionRequest)
        assert without_nulls(body) == without_nulls(unstructure(structure(body, raw.CompletionRequest)))


@each_cassette
def test_recorded_answers(path: str) -> None:
    """Each recorded answer, chunk and refusal is known, whole, and becomes the same JSON again."""
    for exchange in exchanges(path):
        cls = raw.Completion if exchange.status == 200 else raw.ErrorResponse
        for answer in answers(exchange):
            assert () == unknown_fields(answer, cls)
            assert without_nulls(answer) == unstructure(structure(answer, cls))


def test_recorded_models() -> None:
    """Each recorded list of models is known, and whole."""
    for row in corpus_files.rows(provider="openaichat"):
        if not any(request["url"].endswith("/models") for request in row["requests"]):
            continue
        for exchange in corpus_files.interactions(row["path"]):
            models = json.loads(exchange.body)
            assert () == unknown_fields(models, raw.ModelsResponse)
            assert models == unstructure(structure(models, raw.ModelsResponse))


# --- Single things ----------------------------------------------------------------------------------------------------


def test_a_request_is_written_as_it_is_meant() -> None:
    """None is left out, tags are written, and a function's result that is nothing is written as null."""
    request = raw.CompletionRequest(
        model="m",
        messages=[
            raw.SystemMessage(content="Be short."),
            raw.UserMessage(content=[raw.TextPart(text="hi"), raw.ImagePart(image_url=raw.ImageUrl(url="data:,"))]),
            raw.AssistantMessage(tool_calls=[raw.ToolCall(id="c", type="function", function=CALLED)]),
            raw.ToolMessage(tool_call_id="c", content="5"),
            raw.FunctionMessage(name="f"),
        ],
        tools=[raw.FunctionTool(function=raw.Function(name="f", parameters={"type": "object"}))],
        tool_choice=raw.FunctionChoice(function=raw.Named(name="f")),
        stop=["."],
        temperature=0,
    )
    called = {"id": "c", "type": "function", "function": {"name": "f", "arguments": "{}"}}
    expected = {
        "model": "m",
        "messages": [
            {"role": "system", "content": "Be short."},
            {
                "role": "user",
                "content": [{"type": "text", "text": "hi"}, {"type": "image_url", "image_url": {"url": "data:,"}}],
            },
            {"role": "assistant", "tool_calls": [called]},
            {"role": "tool", "tool_call_id": "c", "content": "5"},
            {"role": "function", "name": "f", "content": None},
        ],
        "tools": [{"type": "function", "function": {"name": "f", "parameters": {"type": "object"}}}],
        "tool_choice": {"type": "function", "function": {"name": "f"}},
        "stop": ["."],
        "temperature": 0,
    }
    written = unstructure(request)
    assert expected == written
    assert () == unknown_fields(written, raw.CompletionRequest)
    assert request == structure(written, raw.CompletionRequest)
    assert not openapi.available() or [] == openapi.faults("openai.json", "CreateChatCompletionRequest", written)


CALLED = raw.FunctionCall(name="f", arguments="{}")


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("messages", {"role": "critic", "content": "no"}),
        ("messages", {"role": "user", "content": [{"type": "smell", "smell": "rose"}]}),
        ("tools", {"type": "telepathy"}),
    ],
)
def test_what_is_new_is_no_error(field: str, value: Any) -> None:
    """A role, part or tool that nobody knows yet decodes as Unknown, is reported, and is written as it came."""
    body = {"messages": [], field: [value]}
    assert 1 == len(unknown_fields(body, raw.CompletionRequest))
    assert body == unstructure(structure(body, raw.CompletionRequest))


def test_new_words_are_reported() -> None:
    """Words that are not listed decode, and are reported with their places."""
    answer = {"object": "chat.mystery", "choices": [{"finish_reason": "bored", "delta": {"role": "ghost"}}]}
    assert (
        "object: unlisted value 'chat.mystery'",
        "choices[0].finish_reason: unlisted value 'bored'",
        "choices[0].delta.role: unlisted value 'ghost'",
    ) == unknown_fields(answer, raw.Completion)
    assert answer == unstructure(structure(answer, raw.Completion))


def test_wrong_types_are_refused() -> None:
    """A wrong type in an answer is a BadAnswer that names each place."""
    answer = {"choices": [{"message": {"content": 1}}], "usage": {"prompt_tokens": "3"}}
    with pytest.raises(
        BadAnswer, match=r"choices\[0\]\.message\.content: a str, .*int; usage\.prompt_tokens: .*int.*str"
    ):
        structure(answer, raw.Completion)


@attrs.frozen(kw_only=True)
class ThinkingMessage(raw.Message):
    """A message of a provider that shows thoughts."""

    reasoning_content: str | None = None


@attrs.frozen(kw_only=True)
class ThinkingChoice(raw.Choice):
    """A choice with such a message."""

    message: ThinkingMessage | None = None
    delta: ThinkingMessage | None = None


@attrs.frozen(kw_only=True)
class ThinkingCompletion(raw.Completion):
    """An answer of such choices."""

    choices: list[ThinkingChoice] | None = None


def test_a_provider_only_adds() -> None:
    """A subclass for a provider has its own field and all the others, in whole answers and in chunks."""
    for name in ("message", "delta"):
        answer = {"id": "1", "choices": [{"index": 0, name: {"content": "4", "reasoning_content": "2+2"}}]}
        assert (f"choices[0].{name}.reasoning_content",) == unknown_fields(answer, raw.Completion)
        assert () == unknown_fields(answer, ThinkingCompletion)
        assert answer == unstructure(structure(answer, ThinkingCompletion))


# As OpenAI's documentation shows a kept completion and a kept message.
# https://platform.openai.com/docs/api-reference/chat/get, https://platform.openai.com/docs/api-reference/chat/getMessages
KEPT = {
    "object": "chat.completion",
    "id": "chatcmpl-1",
    "model": "gpt-5.4",
    "created": 1738960610,
    "request_id": "req_1",
    "tool_choice": None,
    "usage": {"total_tokens": 31, "completion_tokens": 18, "prompt_tokens": 13},
    "seed": 4944116822809979520,
    "top_p": 1.0,
    "temperature": 1.0,
    "presence_penalty": 0.0,
    "frequency_penalty": 0.0,
    "system_fingerprint": "fp_1",
    "input_user": None,
    "service_tier": "default",
    "tools": None,
    "metadata": {},
    "choices": [
        {
            "index": 0,
            "message": {"content": "Hi.", "role": "assistant", "tool_calls": None, "function_call": None},
            "finish_reason": "stop",
            "logprobs": None,
        }
    ],
    "response_format": None,
}
KEPT_MESSAGE = {"id": "chatcmpl-1-0", "role": "user", "content": "Greet me.", "name": None, "content_parts": None}


def test_what_is_kept() -> None:
    """Kept completions and messages are as OpenAI's documentation shows them."""
    for example, cls in ((KEPT, raw.StoredCompletion), (KEPT_MESSAGE, raw.StoredMessage)):
        assert () == unknown_fields(example, cls)
        assert without_nulls(example) == unstructure(structure(example, cls))
