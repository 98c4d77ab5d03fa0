"""Alibaba, Xiaomi, Z.ai, Moonshot, MiniMax, Novita, Pollinations and GitHub: what differs from Chat Completions.

Ids and words are made up, after what was recorded, or where nothing was, after what is documented.
"""

from __future__ import annotations

import base64
import json
from typing import Any

import corpus_files
import httpx2
import pytest
from contract.chat import chunk, completion, dumped, sse, whole

import genai
from genai.providers import alibaba, minimax, moonshot, novita, pollinations, xiaomi, zai

URLS = {
    "alibaba": "https://dashscope-intl.aliyuncs.com/compatible-mode/v1/chat/completions",
    "xiaomi": "https://api.xiaomimimo.com/v1/chat/completions",
    "zai": "https://api.z.ai/api/paas/v4/chat/completions",
    "moonshot": "https://api.moonshot.ai/v1/chat/completions",
    "minimax": "https://api.minimax.io/v1/chat/completions",
    "novita": "https://api.novita.ai/openai/v1/chat/completions",
    "pollinations": "https://text.pollinations.ai/openai",
    "github": "https://models.github.ai/inference/chat/completions",
}
PNG = genai.Doc(b"\x89PNG\r\n\x1a\n")
PNG_PART = {"type": "image_url", "image_url": {"url": "data:image/png;base64,iVBORw0KGgo="}}
MP3 = genai.Doc(b"ID3\x04")
MP3_DATA = base64.b64encode(b"ID3\x04").decode()
FILM = genai.Doc(b"\x00\x00\x00\x18ftypmp42")
FILM_PART = {"type": "video_url", "video_url": {"url": "data:video/mp4;base64,AAAAGGZ0eXBtcDQy"}}
PLAIN = dumped(whole({"content": "ok"}))
SCHEMA = {"type": "object", "properties": {"a": {"type": "integer"}}, "required": ["a"], "additionalProperties": False}
NAMED = {"name": "response", "schema": SCHEMA}


def weather(city: str) -> str:
    """The weather."""
    return f"{city}: sun"


FUNCTION = {
    "name": "weather",
    "description": "The weather.",
    "parameters": {
        "type": "object",
        "properties": {"city": {"type": "string"}},
        "required": ["city"],
        "additionalProperties": False,
    },
}
TOOL = {"type": "function", "function": FUNCTION}
STRICT_TOOL = {"type": "function", "function": {**FUNCTION, "strict": True}}
CALL = {"id": "c1", "type": "function", "function": {"name": "weather", "arguments": '{"city": "Oslo"}'}}


def load(
    name: str, answer: bytes = PLAIN, status: int = 200, **arguments: Any
) -> tuple[genai.Client, list[httpx2.Request]]:
    """A client, and the requests that its server has seen."""
    seen: list[httpx2.Request] = []

    def handler(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        kind = "text/event-stream" if answer.startswith(b"data:") else "application/json"
        return httpx2.Response(status, headers={"content-type": kind}, content=answer)

    client = httpx2.Client(transport=httpx2.MockTransport(handler))
    arguments = {"model": "m", "api_key": "secret", "strict": True, "retry": 0, **arguments}
    return genai.load(name, http_client=client, **arguments), seen


def body_of(name: str, messages: Any = "hi", *options: Any, **shorthand: Any) -> dict[str, Any]:
    """The body of a request, without the model; and without the messages, where these are only a "hi"."""
    llm, seen = load(name)
    llm.gen_sync(messages, *options, **shorthand)
    body: dict[str, Any] = json.loads(seen[0].content)
    assert "m" == body.pop("model")
    if messages == "hi":
        assert [{"role": "user", "content": "hi"}] == body.pop("messages")
    return body


def refused(name: str, messages: Any = "hi", *options: Any, **shorthand: Any) -> tuple[str, ...]:
    """What is named as not supported, before anything is sent."""
    llm, seen = load(name)
    with pytest.raises(genai.NotSupported) as caught:
        llm.gen_sync(messages, *options, **shorthand)
    assert [] == seen
    return caught.value.unsupported


def streamed(name: str, answer: bytes, **arguments: Any) -> tuple[genai.Result, dict[str, Any]]:
    """The result of a stream, and the body of its request."""
    llm, seen = load(name, answer, **arguments)
    with llm.gen_stream("hi") as stream:
        list(stream)
    return stream.result, json.loads(seen[0].content)


def failed(name: str, status: int, answer: Any) -> genai.Error:
    """The error that an answer is."""
    llm, _ = load(name, dumped(answer), status)
    with pytest.raises(genai.Error) as caught:
        llm.gen_sync("hi")
    return caught.value


def asked_with(*docs: genai.Doc) -> genai.Messages:
    """A conversation with a call, its result, and a question about documents."""
    call = genai.ToolCall(id="c1", name="weather", arguments='{"city": "Oslo"}')
    return genai.Messages(
        [
            genai.Message(requests=[genai.Request(text="Oslo?")]),
            genai.Message(replies=[genai.Reply(text="Let me see."), genai.Reply(tool_call=call)]),
            genai.Message(tool_results=[genai.ToolCallResult(id="c1", name="weather", content="sun")]),
            genai.Message(requests=[genai.Request(text="And this?"), *(genai.Request(doc=doc) for doc in docs)]),
        ]
    )


def said_with(*parts: dict[str, Any]) -> list[dict[str, Any]]:
    """The same on the wire, after a system prompt."""
    return [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "Oslo?"},
        {"role": "assistant", "content": "Let me see.", "tool_calls": [CALL]},
        {"role": "tool", "tool_call_id": "c1", "content": "sun"},
        {"role": "user", "content": [{"type": "text", "text": "And this?"}, *parts]},
    ]


# --- All of them ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", URLS)
def test_where_it_goes(name: str) -> None:
    """Each has its own place, and takes the key as a bearer."""
    llm, seen = load(name)

    assert "ok" == llm.gen_sync("hi").text
    assert [(URLS[name], "Bearer secret")] == [(str(one.url), one.headers["authorization"]) for one in seen]


COMMON: dict[str, Any] = {"system_prompt": "Be brief.", "temperature": 0.5, "top_p": 0.5, "tools": [weather]}
RICH: dict[str, tuple[dict[str, Any], tuple[genai.Doc, ...], dict[str, Any]]] = {
    "alibaba": (
        {
            **COMMON,
            "top_k": 3,
            "max_tokens": 9,
            "stop": ["x"],
            "seed": 1,
            "presence_penalty": 0.5,
            "top_logprobs": 2,
            "decode_as": SCHEMA,
            "force": "weather",
            "parallel": True,
            "effort": "high",
            "budget_tokens": 50,
            "search": True,
        },
        (PNG, MP3, FILM),
        {
            "messages": said_with(
                PNG_PART,
                {
                    "type": "input_audio",
                    "input_audio": {"data": f"data:audio/mpeg;base64,{MP3_DATA}", "format": "mp3"},
                },
                FILM_PART,
            ),
            "temperature": 0.5,
            "top_p": 0.5,
            "top_k": 3,
            "max_tokens": 9,
            "stop": ["x"],
            "seed": 1,
            "presence_penalty": 0.5,
            "logprobs": True,
            "top_logprobs": 2,
            "response_format": {"type": "json_schema", "json_schema": {**NAMED, "strict": True}},
            "tools": [TOOL],
            "tool_choice": {"type": "function", "function": {"name": "weather"}},
            "parallel_tool_calls": True,
            "enable_thinking": True,
            "thinking_budget": 50,
            "enable_search": True,
        },
    ),
    "xiaomi": (
        {
            **COMMON,
            "max_tokens": 9,
            "stop": ["x"],
            "frequency_penalty": 0.5,
            "presence_penalty": 0.5,
            "reply_as_json": True,
            "effort": "none",
            "search": True,
            "force": "auto",
        },
        (PNG, MP3, FILM),
        {
            "messages": said_with(
                PNG_PART, {"type": "input_audio", "input_audio": {"data": MP3_DATA, "format": "mp3"}}, FILM_PART
            ),
            "temperature": 0.5,
            "top_p": 0.5,
            "max_completion_tokens": 9,
            "stop": ["x"],
            "frequency_penalty": 0.5,
            "presence_penalty": 0.5,
            "response_format": {"type": "json_object"},
            "tools": [STRICT_TOOL, {"type": "web_search", "force_search": True}],
            "tool_choice": "auto",
            "thinking": {"type": "disabled"},
        },
    ),
    "zai": (
        {
            **COMMON,
            "max_tokens": 9,
            "stop": ["x"],
            "reply_as_json": True,
            "effort": "xhigh",
            "search": True,
            "force": "auto",
        },
        (
            PNG,
            genai.Doc(url="https://e.org/a.mp4"),
            genai.Doc(url="https://e.org/a.pdf"),
            genai.Doc(b"%PDF-1", filename="b.pdf"),
        ),
        {
            "messages": said_with(
                PNG_PART,
                {"type": "video_url", "video_url": {"url": "https://e.org/a.mp4"}},
                {"type": "file", "file": {"file_url": "https://e.org/a.pdf"}},
                {"type": "file", "file": {"filename": "b.pdf", "file_data": "data:application/pdf;base64,JVBERi0x"}},
            ),
            "temperature": 0.5,
            "top_p": 0.5,
            "max_tokens": 9,
            "stop": ["x"],
            "response_format": {"type": "json_object"},
            "tool_choice": "auto",
            "tools": [
                TOOL,
                {
                    "type": "web_search",
                    "web_search": {"enable": True, "search_engine": "search_pro_jina", "search_result": True},
                },
            ],
            "reasoning_effort": "xhigh",
        },
    ),
    "moonshot": (
        {
            **COMMON,
            "max_tokens": 9,
            "stop": ["x"],
            "frequency_penalty": 0.5,
            "presence_penalty": 0.5,
            "decode_as": SCHEMA,
            "force": "required",
            "effort": "max",
        },
        (PNG, FILM, genai.Doc(file_ids={"moonshot": "f1"}, mime_type="image/png")),
        {
            "messages": said_with(PNG_PART, FILM_PART, {"type": "image_url", "image_url": {"url": "ms://f1"}}),
            "temperature": 0.5,
            "top_p": 0.5,
            "max_completion_tokens": 9,
            "stop": ["x"],
            "frequency_penalty": 0.5,
            "presence_penalty": 0.5,
            "response_format": {"type": "json_schema", "json_schema": {**NAMED, "strict": True}},
            "tools": [STRICT_TOOL],
            "tool_choice": "required",
            "reasoning_effort": "max",
        },
    ),
    "minimax": (
        {**COMMON, "max_tokens": 9, "effort": "low"},
        (PNG, FILM),
        {
            "messages": said_with(PNG_PART, FILM_PART),
            "reasoning_split": True,
            "temperature": 0.5,
            "top_p": 0.5,
            "max_completion_tokens": 9,
            "tools": [TOOL],
            "thinking": {"type": "adaptive"},
        },
    ),
    "novita": (
        {
            **COMMON,
            "top_k": 3,
            "max_tokens": 9,
            "stop": ["x"],
            "seed": 1,
            "frequency_penalty": 0.5,
            "presence_penalty": 0.5,
            "top_logprobs": 2,
            "decode_as": SCHEMA,
            "effort": "none",
        },
        (PNG, FILM),
        {
            "messages": said_with(PNG_PART, FILM_PART),
            "temperature": 0.5,
            "top_p": 0.5,
            "top_k": 3,
            "max_tokens": 9,
            "stop": ["x"],
            "seed": 1,
            "frequency_penalty": 0.5,
            "presence_penalty": 0.5,
            "logprobs": True,
            "top_logprobs": 2,
            "response_format": {"type": "json_schema", "json_schema": {**NAMED, "strict": True}},
            "tools": [STRICT_TOOL],
            "enable_thinking": False,
        },
    ),
    "pollinations": (
        {
            **COMMON,
            "max_tokens": 9,
            "stop": ["x"],
            "seed": 1,
            "frequency_penalty": 0.5,
            "presence_penalty": 0.5,
            "top_logprobs": 2,
            "decode_as": SCHEMA,
            "force": "none",
            "parallel": False,
            "effort": "low",
            "budget_tokens": 50,
        },
        (PNG, MP3),
        {
            "messages": said_with(
                PNG_PART, {"type": "input_audio", "input_audio": {"data": MP3_DATA, "format": "mp3"}}
            ),
            "private": True,
            "temperature": 0.5,
            "top_p": 0.5,
            "max_tokens": 9,
            "stop": ["x"],
            "seed": 1,
            "frequency_penalty": 0.5,
            "presence_penalty": 0.5,
            "logprobs": True,
            "top_logprobs": 2,
            "response_format": {"type": "json_schema", "json_schema": NAMED},
            "tools": [TOOL],
            "tool_choice": "none",
            "parallel_tool_calls": False,
            "reasoning_effort": "low",
            "thinking_budget": 50,
        },
    ),
    "github": (
        {
            **COMMON,
            "max_tokens": 9,
            "stop": ["x"],
            "seed": 1,
            "frequency_penalty": 0.5,
            "presence_penalty": 0.5,
            "decode_as": SCHEMA,
            "force": "auto",
        },
        (PNG, MP3),
        {
            "messages": said_with(
                PNG_PART, {"type": "input_audio", "input_audio": {"data": MP3_DATA, "format": "mp3"}}
            ),
            "temperature": 0.5,
            "top_p": 0.5,
            "max_tokens": 9,
            "stop": ["x"],
            "seed": 1,
            "frequency_penalty": 0.5,
            "presence_penalty": 0.5,
            "response_format": {"type": "json_schema", "json_schema": NAMED},
            "tools": [TOOL],
            "tool_choice": "auto",
        },
    ),
}
"""A request with all that a provider knows: its options, its documents, and the body."""


@pytest.mark.parametrize("name", RICH)
def test_all_that_it_knows(name: str) -> None:
    """Every option, a history with a call and its result, and all kinds of documents, in one body."""
    options, docs, body = RICH[name]
    llm, _ = load(name)

    assert llm._wire.options - {"voice", "audio_format"} - {"reply_as_json", "decode_as"} <= options.keys()
    assert body == body_of(name, asked_with(*docs), **options)


OWN = [
    (alibaba.Options(search_options={"forced_search": True}), {"search_options": {"forced_search": True}}),
    (alibaba.Options(enable_code_interpreter=True), {"enable_code_interpreter": True}),
    (alibaba.Options(vl_high_resolution_images=False), {"vl_high_resolution_images": False}),
    (alibaba.Options(repetition_penalty=1.5), {"repetition_penalty": 1.5}),
    (alibaba.Options(translation_options={"target_lang": "Thai"}), {"translation_options": {"target_lang": "Thai"}}),
    (xiaomi.Options(web_search={"limit": 3}), {"tools": [{"type": "web_search", "limit": 3}]}),
    (xiaomi.Options(web_search={}), {"tools": [{"type": "web_search"}]}),
    (zai.Options(clear_thinking=False), {"thinking": {"clear_thinking": False}}),
    (zai.Options(do_sample=False, tool_stream=True), {"do_sample": False, "tool_stream": True}),
    (zai.Options(request_id="r-12345", user_id="u-12345"), {"request_id": "r-12345", "user_id": "u-12345"}),
    (
        zai.Options(web_search={"count": 5, "search_result": False}),
        {
            "tools": [
                {
                    "type": "web_search",
                    "web_search": {
                        "enable": True,
                        "search_engine": "search_pro_jina",
                        "search_result": False,
                        "count": 5,
                    },
                }
            ]
        },
    ),
    (moonshot.Options(thinking={"type": "enabled", "keep": "all"}), {"thinking": {"type": "enabled", "keep": "all"}}),
    (moonshot.Options(prompt_cache_key="s1"), {"prompt_cache_key": "s1"}),
    (moonshot.Options(safety_identifier="u1"), {"safety_identifier": "u1"}),
    (minimax.Options(reasoning_split=False), {"reasoning_split": False}),
    (novita.Options(separate_reasoning=True, min_p=0.1), {"separate_reasoning": True, "min_p": 0.1}),
    (novita.Options(repetition_penalty=1, logit_bias={"5": -1}), {"repetition_penalty": 1, "logit_bias": {"5": -1}}),
    (pollinations.Options(private=False), {"private": False}),
    (
        pollinations.Options(repetition_penalty=1, logit_bias={"5": -1}, user="u1"),
        {"private": True, "repetition_penalty": 1, "logit_bias": {"5": -1}, "user": "u1"},
    ),
]


@pytest.mark.parametrize(("option", "body"), OWN, ids=repr)
def test_options_of_their_own(option: Any, body: dict[str, Any]) -> None:
    """What only one provider has goes under the name that it has there."""
    name = type(option).__module__.split(".")[-2]

    assert body == body_of(name, "hi", option)


@pytest.mark.parametrize(
    ("name", "effort", "body"),
    [
        ("alibaba", "none", {"enable_thinking": False}),
        ("alibaba", "low", {"enable_thinking": True}),
        ("xiaomi", "none", {"thinking": {"type": "disabled"}}),
        ("xiaomi", "high", {"thinking": {"type": "enabled"}}),
        ("zai", "none", {"thinking": {"type": "disabled"}}),
        ("zai", "high", {"reasoning_effort": "high"}),
        ("moonshot", "none", {"thinking": {"type": "disabled"}}),
        ("moonshot", "low", {"reasoning_effort": "low"}),
        ("minimax", "none", {"reasoning_split": True, "thinking": {"type": "disabled"}}),
        ("novita", "high", {"enable_thinking": True}),
    ],
)
def test_thinking_is_switched(name: str, effort: Any, body: dict[str, Any]) -> None:
    """Some know how much to think, others only whether."""
    assert body == body_of(name, effort=effort)


@pytest.mark.parametrize(
    ("name", "shorthand", "named"),
    [
        ("alibaba", {"frequency_penalty": 1}, "TextOptions.frequency_penalty"),
        ("xiaomi", {"decode_as": SCHEMA}, "TextOptions.decode_as"),
        ("xiaomi", {"force": "required", "tools": [weather]}, "ToolOptions.force: one of auto, not required"),
        ("xiaomi", {"seed": 1}, "Seed.seed"),
        ("zai", {"decode_as": SCHEMA}, "TextOptions.decode_as"),
        ("zai", {"search": True, "context_size": "high"}, "WebOptions.context_size"),
        ("moonshot", {"effort": "medium"}, "ReasoningOptions.effort: one of low, high, max, none, not medium"),
        ("minimax", {"stop": ["x"]}, "TextOptions.stop"),
        ("minimax", {"reply_as_json": True}, "TextOptions.reply_as_json"),
        ("novita", {"force": "auto", "tools": [weather]}, "ToolOptions.force"),
        ("pollinations", {"search": True}, "WebOptions.search"),
        ("github", {"effort": "low"}, "ReasoningOptions.effort"),
        (
            "github",
            {"force": "weather", "tools": [weather]},
            "ToolOptions.force: one of auto, required, none, not weather",
        ),
    ],
)
def test_what_they_do_not_know(name: str, shorthand: dict[str, Any], named: str) -> None:
    """What a provider cannot be told is named before anything is sent."""
    assert (named,) == refused(name, "hi", **shorthand)


@pytest.mark.parametrize(
    ("name", "doc"),
    [
        ("xiaomi", genai.Doc(url="https://e.org/a.webm")),
        ("xiaomi", genai.Doc(b"\xff\xf1\x50", mime_type="audio/aac")),
        ("zai", FILM),
        ("moonshot", genai.Doc(url="https://e.org/a.png")),
        ("minimax", MP3),
        ("pollinations", FILM),
    ],
)
def test_documents_that_they_do_not_take(name: str, doc: genai.Doc) -> None:
    """A document that cannot be said is named, with its place."""
    (named,) = refused(name, genai.Messages.of("What is this?", doc))

    assert named.startswith("messages[0].requests[1]: ")


@pytest.mark.parametrize("name", ["xiaomi", "zai", "moonshot", "novita"])
def test_thoughts_go_back(name: str) -> None:
    """Those who want to see their thoughts again get them, under the name under which they came."""
    llm, seen = load(name, dumped(whole({"reasoning_content": "Hm.", "content": "Hello."})))
    result = llm.gen_sync("hi")
    llm.gen_sync(genai.Messages.of("hi") + result + "And?")

    assert "Hm." == result.reasoning
    assert {"role": "assistant", "content": "Hello.", "reasoning_content": "Hm."} == json.loads(seen[1].content)[
        "messages"
    ][1]


# --- Alibaba ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("variable", "host"),
    [
        ("DASHSCOPE_API_KEY", "dashscope-intl.aliyuncs.com"),
        ("DASHSCOPE_API_KEY_INTL", "dashscope-intl.aliyuncs.com"),
        ("DASHSCOPE_API_KEY_US", "dashscope-us.aliyuncs.com"),
        ("DASHSCOPE_API_KEY_CN", "dashscope.aliyuncs.com"),
    ],
)
def test_the_variable_decides_the_region(variable: str, host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys of Alibaba are good in one region only, which the name of the variable says."""
    for name in ("DASHSCOPE_API_KEY", *alibaba.INFO.regions):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv(variable, "of-the-region")
    llm, seen = load("alibaba", api_key=None)
    llm.gen_sync("hi")

    assert (host, "Bearer of-the-region") == (seen[0].url.host, seen[0].headers["authorization"])


@pytest.mark.parametrize(
    ("status", "type_", "code", "expected"),
    [
        (404, "invalid_request_error", "model_not_found", genai.ModelNotFound),
        (401, "invalid_request_error", "invalid_api_key", genai.AuthError),
        (400, "invalid_request_error", "invalid_parameter_error", genai.InvalidRequest),
        (400, "Arrearage", "Arrearage", genai.QuotaExceeded),
        (429, "insufficient_quota", "insufficient_quota", genai.RateLimited),
        (429, "limit_requests", "limit_requests", genai.RateLimited),
        (400, "data_inspection_failed", "data_inspection_failed", genai.ContentFiltered),
    ],
)
def test_alibabas_errors(status: int, type_: str, code: str, expected: type[genai.Error]) -> None:
    """Its own codes; one that others use for money is of a minute here."""
    error = {"message": "No.", "type": type_, "param": None, "code": code}

    assert expected is type(failed("alibaba", status, {"error": error, "request_id": "r1"}))


def test_a_page_of_models() -> None:
    """The list says where it begins and ends."""
    model = {"id": "qwen3.8-max", "object": "model", "created": 1786098182, "owned_by": "system"}
    page = {"object": "list", "data": [model], "first_id": "model-id-0", "last_id": "model-id-0", "has_more": False}
    llm, seen = load("alibaba", dumped(page))

    assert ["qwen3.8-max"] == [one.id for one in llm.list_models()]
    assert "/compatible-mode/v1/models" == seen[0].url.path


# --- Xiaomi -----------------------------------------------------------------------------------------------------------


def test_a_text_is_read_out() -> None:
    """A model that speaks is given the text as its own, and instructions as the user's."""
    audio = {"id": "a1", "data": MP3_DATA, "expires_at": None, "transcript": None}
    answer = dumped(whole({"content": "", "audio": audio, "tool_calls": None, "final_text_preview": "Hi."}))
    llm, seen = load("xiaomi", answer, output="audio")
    result = llm.gen_sync("Hi.", system_prompt="Whisper.", voice="mimo_default", audio_format="mp3")

    assert {
        "model": "m",
        "messages": [{"role": "user", "content": "Whisper."}, {"role": "assistant", "content": "Hi."}],
        "audio": {"voice": "mimo_default", "format": "mp3"},
    } == json.loads(seen[0].content)
    assert [("audio/mpeg", b"ID3\x04", "a1.mp3")] == [(d.mime_type, d.data, d.filename) for d in result.docs]


def test_pages_without_a_place() -> None:
    """Xiaomi's notes are flat, and say where they are from only."""
    note = {"type": "url_citation", "url": "https://e.org", "title": "E", "summary": "All of it.", "site_name": "e.org"}
    result, body = streamed(
        "xiaomi",
        sse([chunk({"annotations": [note], "role": "assistant"}), chunk({"content": "So."}), chunk({}, "stop")]),
    )
    (citation,) = result.citations

    assert ("https://e.org", "E", "All of it.") == (
        citation.sources[0].url,
        citation.sources[0].title,
        citation.sources[0].snippet,
    )
    assert (None, "") == (citation.start, citation.text)
    assert "stream_options" not in body


def test_xiaomis_errors() -> None:
    """Its errors say what is wrong in ``param``."""
    wrong_key = {"message": "Invalid API Key", "param": "Please provide valid API Key", "code": "401"}
    wrong_model = {"code": "400", "message": "Param Incorrect", "param": "Not supported model bad model"}

    assert genai.AuthError is type(failed("xiaomi", 401, {"error": {**wrong_key, "type": "invalid_key"}}))
    assert genai.ModelNotFound is type(failed("xiaomi", 400, {"error": wrong_model}))


# --- Z.ai -------------------------------------------------------------------------------------------------------------


def test_several_texts_are_several_messages() -> None:
    """Its text models know no parts."""
    body = body_of("zai", genai.Messages.of("One.", "Two."))

    assert [{"role": "user", "content": "One."}, {"role": "user", "content": "Two."}] == body["messages"]


def test_what_a_search_found() -> None:
    """Pages stand beside the answer."""
    page = {
        "title": "E", "link": "https://e.org", "content": "All of it.", "media": "E", "icon": "", "refer": "ref_1",
        "publish_date": "2026-01-02",
    }  # fmt: skip
    llm, _ = load("zai", dumped(whole({"content": "So."}, web_search=[page], request_id="r1")))
    (source,) = [source for citation in llm.gen_sync("hi").citations for source in citation.sources]

    assert ("https://e.org", "E", "All of it.", "2026-01-02") == (source.url, source.title, source.snippet, source.date)


@pytest.mark.parametrize(
    ("status", "code", "expected"),
    [
        (401, "1002", genai.AuthError),
        (429, "1113", genai.QuotaExceeded),
        (400, "1211", genai.ModelNotFound),
        (400, "1214", genai.InvalidRequest),
        (400, "1261", genai.ContextTooLong),
        (400, "1301", genai.ContentFiltered),
        (429, "1302", genai.RateLimited),
        (429, "1305", genai.Overloaded),
        (429, "1308", genai.QuotaExceeded),
    ],
)
def test_zais_errors(status: int, code: str, expected: type[genai.Error]) -> None:
    """Its codes are numbers, and know better than the status."""
    error = failed("zai", status, {"error": {"code": code, "message": "No."}})

    assert (expected, code) == (type(error), error.code)


@pytest.mark.parametrize(
    ("reason", "finish"),
    [("sensitive", "content_filter"), ("model_context_window_exceeded", "length"), ("network_error", "other")],
)
def test_zais_reasons_to_end(reason: str, finish: str) -> None:
    """Its own words are known."""
    llm, _ = load("zai", dumped(whole({"content": "So"}, reason)))

    assert finish == llm.gen_sync("hi").finish


# --- Moonshot ---------------------------------------------------------------------------------------------------------


def test_moonshots_stream() -> None:
    """Usage comes in the last choice as well, and cached tokens beside the others."""
    usage = {"prompt_tokens": 9, "completion_tokens": 4, "total_tokens": 13, "cached_tokens": 5}
    last = {"index": 0, "delta": {}, "finish_reason": "stop", "usage": usage}
    chunks = [
        chunk({"role": "assistant", "content": ""}),
        chunk({"reasoning_content": "Hm."}),
        chunk({"content": "Hello."}),
        completion(last, object_="chat.completion.chunk"),
        chunk(usage=usage),
    ]
    result, body = streamed("moonshot", sse(chunks))

    assert ("Hm.", "Hello.", 5) == (result.reasoning, result.text, result.usage.cached_tokens)
    assert {"include_usage": True} == body["stream_options"]


@pytest.mark.parametrize(
    ("status", "type_", "message", "expected"),
    [
        (401, "invalid_authentication_error", "Wrong key.", genai.AuthError),
        (429, "exceeded_current_quota_error", "Pay.", genai.QuotaExceeded),
        (429, "rate_limit_reached_error", "Slow down.", genai.RateLimited),
        (429, "engine_overloaded_error", "Busy.", genai.Overloaded),
        (404, "resource_not_found_error", "No such.", genai.ModelNotFound),
        (400, "content_filter", "No.", genai.ContentFiltered),
        (400, "invalid_request_error", "Your request exceeded model token limit : 8192", genai.ContextTooLong),
        (400, "invalid_request_error", "Input token length too long", genai.ContextTooLong),
        (400, "invalid_request_error", "Bad.", genai.InvalidRequest),
    ],
)
def test_moonshots_errors(status: int, type_: str, message: str, expected: type[genai.Error]) -> None:
    """Its errors have types alone."""
    assert expected is type(failed("moonshot", status, {"error": {"type": type_, "message": message}}))


def test_moonshots_models() -> None:
    """Models say how much they take."""
    model = {"id": "kimi-k3", "object": "model", "created": 1, "owned_by": "moonshot", "context_length": 1048576}
    more = {"supports_image_in": True, "supports_video_in": True, "supports_reasoning": True}
    llm, _ = load("moonshot", dumped({"object": "list", "data": [{**model, **more}]}))

    assert [("kimi-k3", 1048576)] == [(one.id, one.context) for one in llm.list_models()]


# --- MiniMax ----------------------------------------------------------------------------------------------------------

DETAIL = {"type": "reasoning.text", "id": "reasoning-text-1", "format": "MiniMax-response-v1", "index": 0}
FINE: dict[str, Any] = {
    "base_resp": {"status_code": 0, "status_msg": ""},
    "input_sensitive": False,
    "output_sensitive": False,
}


def test_minimaxs_thoughts_go_back_as_they_came() -> None:
    """Thoughts come twice, are read once, and go back with all their marks."""
    message = {"content": "Hello.", "reasoning_content": "Hm.", "reasoning_details": [{**DETAIL, "text": "Hm."}]}
    llm, seen = load("minimax", dumped(whole({**message, "name": "MiniMax AI", "audio_content": ""}, **FINE)))
    result = llm.gen_sync("hi")
    llm.gen_sync(genai.Messages.of("hi") + result + "And?")

    assert "Hm." == result.reasoning
    assert {
        "role": "assistant",
        "content": "Hello.",
        "reasoning_details": [{**DETAIL, "text": "Hm."}],
    } == json.loads(seen[1].content)["messages"][1]


def test_minimaxs_stream_ends_with_the_whole_answer() -> None:
    """The last chunk says all of it again, and has the true usage; it counts once."""
    zero = {"total_tokens": 0, "total_characters": 0}
    usage = {"prompt_tokens": 9, "completion_tokens": 4, "total_tokens": 13, "total_characters": 0}
    message = {"content": "Hello.", "reasoning_details": [{**DETAIL, "text": "Hm."}], "tool_calls": [CALL]}
    chunks = [
        chunk({"role": "", "reasoning_details": [{**DETAIL, "text": "H"}]}, usage=zero),
        chunk({"role": "assistant", "reasoning_details": [{**DETAIL, "text": "m."}]}),
        chunk({"content": "Hello."}),
        chunk({"tool_calls": [{**CALL, "index": 0}]}),
        whole(message, "tool_calls", **FINE) | {"usage": usage},
    ]
    for end in (b"data: [DONE]\n\n", b""):
        result, _ = streamed("minimax", sse(chunks, end))

        assert ("Hm.", "Hello.", "tool_calls") == (result.reasoning, result.text, result.finish)
        assert ['{"city": "Oslo"}'] == [call.arguments for call in result.tool_calls]
        assert 13 == result.usage.total_tokens


def test_minimaxs_thoughts_within_the_text() -> None:
    """Where they are not split off, they are taken out of the text all the same."""
    llm, _ = load("minimax", dumped(whole({"content": "<think>\nHm.\n</think>\n\nHello."}, **FINE)))
    result = llm.gen_sync("hi", minimax.Options(reasoning_split=False))

    assert ("Hm.", "Hello.") == (result.reasoning, result.text)


MINIMAX_CODES = [
    (1000, genai.ProviderError),
    (1002, genai.RateLimited),
    (1004, genai.AuthError),
    (1008, genai.QuotaExceeded),
    (1026, genai.ContentFiltered),
    (1039, genai.ContextTooLong),
    (2013, genai.InvalidRequest),
    (9999, genai.ProviderError),
]


@pytest.mark.parametrize(("code", "expected"), MINIMAX_CODES)
def test_minimaxs_errors_under_a_good_status(code: int, expected: type[genai.Error]) -> None:
    """A status of 200 says nothing there; ``base_resp`` does, in whole answers and in streams."""
    told: dict[str, Any] = {"base_resp": {"status_code": code, "status_msg": "No."}}
    error = failed("minimax", 200, {**completion(), "choices": None, **told})
    with pytest.raises(genai.Error) as caught:
        streamed("minimax", sse([chunk({"content": "Hel"}), chunk(**told)]))

    assert (expected, str(code), "No.") == (type(error), error.code, error.detail)
    assert (expected, str(code)) == (type(caught.value.__cause__ or caught.value), caught.value.code)


def test_minimaxs_errors_under_a_failed_status() -> None:
    """Its other errors are as others' are."""
    error = {"type": "insufficient_balance_error", "message": "insufficient balance (1008)", "http_code": "429"}

    assert genai.QuotaExceeded is type(failed("minimax", 429, {"type": "error", "error": error, "request_id": "r1"}))


# --- Novita -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "reason", "expected"),
    [
        (401, "FAILED_TO_AUTH", genai.AuthError),
        (403, "NOT_ENOUGH_BALANCE", genai.QuotaExceeded),
        (404, "MODEL_NOT_FOUND", genai.ModelNotFound),
        (400, "INVALID_REQUEST_BODY", genai.InvalidRequest),
        (429, "TOKEN_LIMIT_EXCEEDED", genai.RateLimited),
        (503, "SERVICE_NOT_AVAILABLE", genai.Overloaded),
    ],
)
def test_novitas_errors(status: int, reason: str, expected: type[genai.Error]) -> None:
    """Its errors are flat, and say their reason in a word."""
    error = failed("novita", status, {"code": status, "reason": reason, "message": "No.", "metadata": {}})

    assert (expected, reason, "No.") == (type(error), error.code, error.detail)


def test_novitas_models() -> None:
    """Models say what they take, make and cost."""
    model = {
        "id": "zai-org/glm-5.3-flash", "object": "model", "created": 1, "owned_by": "unknown", "title": "GLM",
        "display_name": "GLM 5.3 Flash", "context_size": 200000, "max_output_tokens": 128000, "status": 1,
        "features": ["reasoning"], "input_token_price_per_m": 750, "output_token_price_per_m": 2500, "tags": [],
    }  # fmt: skip
    llm, _ = load("novita", dumped({"object": "list", "data": [model]}))
    (found,) = llm.list_models()

    assert ("GLM 5.3 Flash", 200000, 128000) == (found.name, found.context, found.max_output)


# --- Pollinations -----------------------------------------------------------------------------------------------------


def test_no_key_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a key the call goes out bare; one that is set goes along."""
    monkeypatch.delenv("POLLINATIONS_API_KEY", raising=False)
    llm, seen = load("pollinations", api_key=None)
    llm.gen_sync("hi")
    monkeypatch.setenv("POLLINATIONS_API_KEY", "mine")
    llm.gen_sync("hi")

    assert [None, "Bearer mine"] == [request.headers.get("authorization") for request in seen]


def test_the_newer_host_knows_the_path() -> None:
    """Another base URL is all that it takes."""
    llm, seen = load("pollinations", base_url="https://gen.pollinations.ai")
    llm.gen_sync("hi")

    assert "https://gen.pollinations.ai/openai" == str(seen[0].url)


def test_filters_come_first() -> None:
    """A chunk of what Azure's filters found has no object, and no choices."""
    filters = {"hate": {"filtered": False, "severity": "safe"}, "jailbreak": {"filtered": False, "detected": False}}
    first = {
        **completion(object_=""),
        "prompt_filter_results": [{"prompt_index": 0, "content_filter_results": filters}],
    }
    last = {"index": 0, "delta": {}, "finish_reason": "stop", "content_filter_results": filters}
    chunks = [
        first,
        chunk({"content": "Hi."}),
        completion(last, object_="chat.completion.chunk", user_tier="anonymous"),
    ]
    for name in ("pollinations", "github"):
        result, _ = streamed(name, sse(chunks[: 2 + (name == "pollinations")]))

        assert "Hi." == result.text


def test_pollinations_errors() -> None:
    """What its upstream said stands in ``details``."""
    upstream = {"message": "azure-openai error: Invalid image data.", "type": None, "param": None, "code": "BadRequest"}
    body = {"error": "400 Bad Request", "status": 400, "details": {"error": upstream, "provider": "azure-openai"}}
    error = failed("pollinations", 400, body)

    assert (genai.InvalidRequest, upstream["message"]) == (type(error), error.detail)
    assert genai.QuotaExceeded is type(failed("pollinations", 402, {"error": "402 Payment Required", "status": 402}))


def test_pollinations_models() -> None:
    """The list is bare, and its models have names."""
    model = {"name": "old", "description": "GPT", "maxInputChars": 9000, "aliases": "gpt", "tools": True}
    llm, seen = load("pollinations", dumped([model, {"name": "new", "aliases": [], "context_length": 400000}]))

    assert [("old", None), ("new", 400000)] == [(one.id, one.context) for one in llm.list_models()]
    assert "https://text.pollinations.ai/models" == str(seen[0].url)


def test_pollinations_speaks() -> None:
    """Sound is asked for as at OpenAI."""
    sound = {"id": "a1", "data": MP3_DATA, "expires_at": 1, "transcript": "Hi."}
    llm, seen = load("pollinations", dumped(whole({"content": None, "audio": sound})), output="audio")
    result = llm.gen_sync("Say hi.", voice="nova", audio_format="mp3")
    body = json.loads(seen[0].content)

    assert (["text", "audio"], {"voice": "nova", "format": "mp3"}) == (body["modalities"], body["audio"])
    assert ("Hi.", b"ID3\x04") == (result.text, result.docs[0].data)


# --- GitHub -----------------------------------------------------------------------------------------------------------


def test_githubs_catalog() -> None:
    """The catalog stands beside the inference, and is bare."""
    model = {
        "id": "openai/gpt-4.1", "name": "OpenAI GPT-4.1", "publisher": "OpenAI", "registry": "azure-openai",
        "summary": "", "html_url": "https://github.com/marketplace/models/azure-openai/gpt-4-1",
        "version": "2025-04-14",
        "capabilities": ["streaming"], "limits": {"max_input_tokens": 1048576, "max_output_tokens": 32768},
        "rate_limit_tier": "high", "supported_input_modalities": ["text"], "supported_output_modalities": ["text"],
        "tags": ["multilingual"],
    }  # fmt: skip
    llm, seen = load("github", dumped([model]))

    assert [("openai/gpt-4.1", "OpenAI GPT-4.1", 32768)] == [
        (one.id, one.name, one.max_output) for one in llm.list_models()
    ]
    assert "https://models.github.ai/catalog/models" == str(seen[0].url)


def test_an_organisation_pays() -> None:
    """Its name stands in the base URL."""
    llm, seen = load("github", base_url="https://models.github.ai/orgs/acme")
    llm.gen_sync("hi")

    assert "/orgs/acme/inference/chat/completions" == seen[0].url.path


@pytest.mark.parametrize(
    ("status", "code", "expected"),
    [
        (401, "unauthorized", genai.AuthError),
        (400, "unknown_model", genai.ModelNotFound),
        (413, "tokens_limit_reached", genai.ContextTooLong),
        (429, "RateLimitReached", genai.RateLimited),
    ],
)
def test_githubs_errors(status: int, code: str, expected: type[genai.Error]) -> None:
    """Its own codes."""
    error = {"code": code, "message": "No.", "details": "No."}

    assert expected is type(failed("github", status, {"error": error}))


# --- Recordings -------------------------------------------------------------------------------------------------------

RECORDED = [
    (row["path"], index)
    for name in URLS
    for row in corpus_files.rows(provider=name)
    for index, one in enumerate(row["requests"])
    if "image" not in one["url"]
]


@pytest.mark.skipif(not corpus_files.available(), reason="the corpus of recorded traffic is not there")
@pytest.mark.parametrize(("path", "index"), RECORDED, ids=str)
def test_recorded_answers(path: str, index: int) -> None:
    """Every recorded answer is understood, to its last field; every recorded error is one of the caller's."""
    one = corpus_files.interactions(path)[index]
    asked = json.loads(one.request["body"]) if one.request["method"] == "POST" else {}
    output: Any = "audio" if "audio" in asked else "text"
    llm, _ = load(path.partition("/")[0], one.body, one.status, output=output)
    if one.status >= 400:
        callers = (genai.InvalidRequest, genai.AuthError, genai.ModelNotFound)
        expected: Any = genai.ProviderError if one.status >= 500 else callers
        with pytest.raises(expected):
            llm.gen_sync("hi")
    elif one.request["method"] == "GET":
        assert llm.list_models()
    elif asked["stream"]:
        with llm.gen_stream("hi") as stream:
            list(stream)
        assert stream.result.complete
        assert stream.result.message.replies
    else:
        assert llm.gen_sync("hi").usage.input_tokens
