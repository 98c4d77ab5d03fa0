"""Groq, Cerebras, DeepSeek, Mistral, Perplexity and xAI: what differs from Chat Completions.

Ids and words are made up, after what was recorded.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import httpx2
import pytest
from contract.chat import SAID, chunk, dumped, failure, sse, whole

import genai
from genai.providers import cerebras, deepseek, groq, mistral, perplexity
from genai.providers.mistral import dialect as mistral_dialect

MODELS = {
    "groq": "openai/gpt-oss-120b",
    "cerebras": "gpt-oss-120b",
    "deepseek": "deepseek-flash",
    "mistral": "mistral-large-latest",
    "perplexity": "sonar-pro",
    "xai": "grok-4.3",
}
PNG = b"\x89PNG\r\n\x1a\n"
PNG_URL = "data:image/png;base64,iVBORw0KGgo="
IMAGE = {"type": "image_url", "image_url": {"url": PNG_URL}}
PDF = genai.Doc(url="https://example.org/a.pdf")
SCHEMA = {"type": "object", "properties": {"a": {"type": "integer"}}, "required": ["a"], "additionalProperties": False}
PLAIN = dumped(whole({"content": "ok"}))


def weather(city: str) -> str:
    """The weather."""
    return f"{city}: sun"


WEATHER = {
    "name": "weather",
    "description": "The weather.",
    "parameters": {
        "type": "object",
        "properties": {"city": {"type": "string"}},
        "required": ["city"],
        "additionalProperties": False,
    },
}
TOOLS = [{"type": "function", "function": WEATHER}]
STRICT_TOOLS = [{"type": "function", "function": {**WEATHER, "strict": True}}]
NAMED = {"name": "response", "schema": SCHEMA}


def load(
    name: str, answer: bytes = PLAIN, status: int = 200, headers: Mapping[str, str] = {}, **arguments: Any
) -> tuple[genai.Client, list[httpx2.Request]]:
    """A client, and the requests that its server has seen."""
    seen: list[httpx2.Request] = []

    def handler(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        kind = "text/event-stream" if answer.startswith(b"data:") else "application/json"
        return httpx2.Response(status, headers={"content-type": kind, **headers}, content=answer)

    client = httpx2.Client(transport=httpx2.MockTransport(handler))
    arguments = {"model": MODELS[name], "api_key": "secret", "strict": True, "retry": 0, **arguments}
    return genai.load(name, http_client=client, **arguments), seen


def sent(name: str, messages: Any = "hi", *options: Any, **shorthand: Any) -> dict[str, Any]:
    """The body of a request, without its model, and without ``hi``."""
    llm, seen = load(name)
    llm.gen_sync(messages, *options, **shorthand)
    body: dict[str, Any] = json.loads(seen[0].content)
    assert MODELS[name] == body.pop("model")
    if messages == "hi":
        assert [{"role": "user", "content": "hi"}] == body.pop("messages")
    return body


def refused(name: str, messages: Any = "hi", *options: Any, **shorthand: Any) -> tuple[str, ...]:
    """What a provider cannot say; nothing is sent."""
    llm, seen = load(name)
    with pytest.raises(genai.NotSupported) as caught:
        llm.gen_sync(messages, *options, **shorthand)
    assert [] == seen
    return tuple(caught.value.unsupported)


def result(name: str, answer: bytes = PLAIN, status: int = 200, headers: Mapping[str, str] = {}) -> genai.Result:
    """What an answer comes to; a stream is streamed."""
    llm, _ = load(name, answer, status, headers)
    if not answer.startswith(b"data:"):
        return llm.gen_sync("hi")
    with llm.gen_stream("hi") as stream:
        for _ in stream:
            pass
    return stream.result


def history(*docs: genai.Doc) -> genai.Messages:
    """A question, a call with a foreign id, its result, two texts and documents."""
    call = genai.ToolCall(id="call_from_elsewhere", name="weather", arguments='{"city": "Oslo"}')
    answered = genai.ToolCallResult(id="call_from_elsewhere", name="weather", content="sun")
    parts = [genai.Request(text="And"), genai.Request(text="this?"), *(genai.Request(doc=doc) for doc in docs)]
    return genai.Messages(
        [
            genai.Message(requests=[genai.Request(text="Oslo?")]),
            genai.Message(replies=[genai.Reply(text="Let me see."), genai.Reply(tool_call=call)]),
            genai.Message(tool_results=[answered]),
            genai.Message(requests=parts),
        ]
    )


def said(*user: Any, call: str = "call_from_elsewhere", **tool: str) -> list[dict[str, Any]]:
    """The same on the wire, after a system prompt, up to the last messages of the user."""
    function = {"name": "weather", "arguments": '{"city": "Oslo"}'}
    calls = [{"id": call, "type": "function", "function": function}]
    return [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "Oslo?"},
        {"role": "assistant", "content": "Let me see.", "tool_calls": calls},
        {"role": "tool", "tool_call_id": call, **tool, "content": "sun"},
        *({"role": "user", "content": content} for content in user),
    ]


SHOWN = genai.Messages.of(
    "hi",
    genai.Message(replies=[genai.Reply(tool_call=genai.ToolCall(id="CVdEoQLza", name="see", arguments="{}"))]),
    genai.ToolCallResult(id="CVdEoQLza", name="see", content=[genai.Request(doc=genai.Doc(PNG))]),
)
"""A tool that shows a picture."""
TEXTS = [{"type": "text", "text": "And"}, {"type": "text", "text": "this?"}]

# --- Requests -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "url"),
    [
        ("groq", "https://api.groq.com/openai/v1/chat/completions"),
        ("cerebras", "https://api.cerebras.ai/v1/chat/completions"),
        ("deepseek", "https://api.deepseek.com/chat/completions"),
        ("mistral", "https://api.mistral.ai/v1/chat/completions"),
        ("perplexity", "https://api.perplexity.ai/chat/completions"),
        ("xai", "https://api.x.ai/v1/chat/completions"),
    ],
)
def test_where_requests_go(name: str, url: str) -> None:
    """Each has its URL, and shows the key in the same way."""
    llm, seen = load(name)
    llm.gen_sync("hi")

    assert (url, "Bearer secret") == (str(seen[0].url), seen[0].headers["authorization"])


SAME: dict[str, Any] = {"temperature": 0, "top_p": 0.5, "stop": ["x"]}
GIVEN = {**SAME, "max_tokens": 9}
PENALTIES = {"frequency_penalty": 0.5, "presence_penalty": -0.5}
ASKED = {**GIVEN, **PENALTIES, "tools": [weather], "force": "weather", "effort": "low"}
FORCED = {"tool_choice": {"type": "function", "function": {"name": "weather"}}}
PUT = {**SAME, **PENALTIES, **FORCED, "tools": STRICT_TOOLS, "reasoning_effort": "low"}
NEWER = {"seed": 1, "max_completion_tokens": 9, "logprobs": True, "top_logprobs": 2, "parallel_tool_calls": True}
JSON = {"response_format": {"type": "json_object"}}
OSLO = {"country": "NO", "city": "Oslo"}


@pytest.mark.parametrize(
    ("name", "given", "expected"),
    [
        ("groq", {**ASKED, "seed": 1, "top_logprobs": 2, "parallel": True}, {**PUT, **NEWER}),
        ("cerebras", {**ASKED, "seed": 1, "top_logprobs": 2, "parallel": True}, {**PUT, **NEWER}),
        (
            "deepseek",
            {**ASKED, "top_logprobs": 2, "reply_as_json": True},
            {**PUT, **JSON, "max_tokens": 9, "logprobs": True, "top_logprobs": 2},
        ),
        (
            "mistral",
            {**ASKED, "seed": 1, "parallel": True, "reply_as_json": True},
            {**PUT, **JSON, "max_tokens": 9, "random_seed": 1, "parallel_tool_calls": True},
        ),
        (
            "perplexity",
            {**GIVEN, "search": True, "context_size": "low", "user_location": OSLO, "effort": "minimal"}
            | {"blocked_domains": ["b.org"], "allowed_domains": ["a.org"]},
            {**SAME, "max_tokens": 9, "disable_search": False, "search_domain_filter": ["a.org", "-b.org"]}
            | {"web_search_options": {"search_context_size": "low", "user_location": OSLO}}
            | {"reasoning_effort": "minimal"},
        ),
        pytest.param(
            "xai",
            {**ASKED, "seed": 1, "top_logprobs": 2, "parallel": True},
            {**PUT, **NEWER, "tools": TOOLS},
            marks=pytest.mark.misfit,  # the description at hand is not xAI's own, and has less
        ),
    ],
)
def test_options(name: str, given: dict[str, Any], expected: dict[str, Any]) -> None:
    """Every option that a provider has, in its own words."""
    assert expected == sent(name, **given)


@pytest.mark.parametrize(
    ("name", "messages"),
    [
        ("groq", said([*TEXTS, IMAGE])),
        ("cerebras", said([*TEXTS, IMAGE], name="weather")),
        pytest.param("deepseek", said([*TEXTS, IMAGE]), marks=pytest.mark.misfit),  # its pictures are newer
        ("mistral", said([*TEXTS, IMAGE], call=mistral_dialect.call_id("call_from_elsewhere"), name="weather")),
        ("xai", said([*TEXTS, IMAGE])),
    ],
)
def test_conversations(name: str, messages: list[Any]) -> None:
    """A system prompt, a call that was made elsewhere, its result, and a picture among texts."""
    assert messages == sent(name, history(genai.Doc(PNG)), system_prompt="Be brief.")["messages"]


@pytest.mark.parametrize("name", ["groq", "cerebras", "deepseek"])
def test_texts_go_one_by_one(name: str) -> None:
    """Some of the models take no lists: several texts are several messages."""
    assert ["And", "this?"] == [message["content"] for message in sent(name, history())["messages"][-2:]]


@pytest.mark.parametrize("name", ["mistral", "perplexity", "xai"])
def test_texts_go_as_one(name: str) -> None:
    """The others take several texts in one message."""
    assert TEXTS == sent(name, history())["messages"][-1]["content"]


@pytest.mark.parametrize(
    ("name", "format_"),
    [
        ("groq", {**NAMED, "strict": True}),
        ("cerebras", {**NAMED, "strict": True}),
        ("mistral", {**NAMED, "strict": True}),
        ("perplexity", {**NAMED, "strict": True}),
        ("xai", NAMED),
    ],
)
def test_schemas(name: str, format_: dict[str, Any]) -> None:
    """A schema is strict where that word is known."""
    expected = {"response_format": {"type": "json_schema", "json_schema": format_}}
    llm, seen = load(name, dumped(whole({"content": '{"a": 1}'})))
    llm.gen_sync("hi", decode_as=SCHEMA)
    body = json.loads(seen[0].content)

    assert expected == {key: body[key] for key in body if key not in ("model", "messages")}


@pytest.mark.parametrize(
    ("name", "given", "entries"),
    [
        ("groq", {"effort": "max"}, ["ReasoningOptions.effort: one of none, low, medium, high, not max"]),
        ("cerebras", {"search": True}, ["WebOptions.search"]),
        ("deepseek", {"decode_as": SCHEMA, "seed": 1}, ["Seed.seed", "TextOptions.decode_as"]),
        ("mistral", {"top_logprobs": 1, "search": True}, ["TextOptions.top_logprobs", "WebOptions.search"]),
        (
            "perplexity",
            {"tools": [weather], "force": "none", "seed": 1, "reply_as_json": True, "frequency_penalty": 1},
            ["Seed.", "TextOptions.frequency_penalty", "TextOptions.reply", "ToolOptions.force", "ToolOptions.tools"],
        ),
        (
            "perplexity",
            {"search": True, "user_location": {"timezone": "Europe/Oslo"}},
            ["WebOptions.user_location: country, region and city, not timezone"],
        ),
        ("xai", {"search": True, "effort": "none"}, ["WebOptions.search", "ReasoningOptions.effort: one of low"]),
    ],
)
def test_what_is_refused(name: str, given: dict[str, Any], entries: list[str]) -> None:
    """What an API has no word for is named before anything is sent."""
    told = refused(name, **given)

    assert len(entries) == len(told)
    assert all(any(one.startswith(entry) for one in told) for entry in entries)


OWN: list[tuple[str, Any, dict[str, Any]]] = [
    (
        "groq",
        groq.Options(reasoning_format="parsed", include_images=True, country="norway", documents=({"id": "d"},)),
        {"reasoning_format": "parsed", "documents": [{"id": "d"}]}
        | {"search_settings": {"include_images": True, "country": "norway"}},
    ),
    (
        "cerebras",
        cerebras.Options(clear_thinking=False, prediction={"type": "content", "content": "x"}),
        {"clear_thinking": False, "prediction": {"type": "content", "content": "x"}},
    ),
    ("deepseek", deepseek.Options(thinking="enabled"), {"thinking": {"type": "enabled"}}),
    (
        "mistral",
        mistral.Options(safe_prompt=True, prompt_mode="reasoning", guardrails=({"block_on_error": True},)),
        {"safe_prompt": True, "prompt_mode": "reasoning", "guardrails": [{"block_on_error": True}]},
    ),
    (
        "perplexity",
        perplexity.Options(disable_search=True, search_type="pro", search_language_filter=("en",)),
        {"disable_search": True, "web_search_options": {"search_type": "pro"}, "search_language_filter": ["en"]},
    ),
]


@pytest.mark.misfit  # Groq's document is shortened
@pytest.mark.parametrize(("name", "options", "expected"), OWN)
def test_own_options(name: str, options: Any, expected: dict[str, Any]) -> None:
    """A provider's own options stand where its API has them."""
    assert expected == sent(name, "hi", options)


@pytest.mark.misfit  # what streams ask for is not in the description of xAI at hand
def test_what_streams_ask_for() -> None:
    """Usage comes unasked with some; the others are asked for it."""
    asked = {}
    for name in MODELS:
        llm, seen = load(name, sse([chunk({"content": "ok"}, "stop")]))
        with llm.gen_stream("hi") as stream:
            list(stream)
        asked[name] = json.loads(seen[0].content).get("stream_options")

    usage = {"include_usage": True}
    unasked = dict.fromkeys(("groq", "mistral", "perplexity"))
    assert {**unasked, **dict.fromkeys(("cerebras", "deepseek", "xai"), usage)} == asked


# --- Groq, DeepSeek -----------------------------------------------------------------------------------------


def test_groq_searches() -> None:
    """The search is a tool; compound systems have it already, and keep the other tools."""
    search = {"type": "browser_search"}
    domains: dict[str, Any] = {"search": True, "allowed_domains": ["a.org"], "blocked_domains": ["b.org"]}
    settings = {"search_settings": {"include_domains": ["a.org"], "exclude_domains": ["b.org"]}}
    bodies = []
    for model, tools in (("openai/gpt-oss-20b", []), ("groq/compound", []), ("groq/compound", [weather])):
        llm, seen = load("groq", model=model)
        llm.gen_sync("hi", tools=tools, **domains)
        body = json.loads(seen[0].content)
        bodies.append({key: body[key] for key in body if key not in ("model", "messages")})

    assert [{"tools": [search], **settings}, settings, {"tools": STRICT_TOOLS, **settings}] == bodies


def test_deepseek_thinks_unless_it_is_told_not_to() -> None:
    """``effort="none"`` is another field than the other efforts."""
    assert {"thinking": {"type": "disabled"}} == sent("deepseek", effort="none")
    assert {"reasoning_effort": "low"} == sent("deepseek", effort="low")


@pytest.mark.parametrize(
    ("name", "thoughts"), [("groq", "reasoning"), ("cerebras", "reasoning"), ("deepseek", "reasoning_content")]
)
def test_thoughts_go_back(name: str, thoughts: str) -> None:
    """A model sees its thoughts again, under the name under which they came."""
    came = result(name, dumped(whole({thoughts: "Hm.", "content": "ok"})))

    assert {"role": "assistant", "content": "ok", thoughts: "Hm."} == sent(name, genai.Messages.of("hi", came, "more"))[
        "messages"
    ][1]


# --- Mistral ------------------------------------------------------------------------------------------------


def test_mistral_call_ids() -> None:
    """Its own ids stay; of others, nine letters and digits are made, the same ones each time."""
    made = mistral_dialect.call_id("call_from_elsewhere")

    assert "CVdEoQLza" == mistral_dialect.call_id("CVdEoQLza")
    assert made == mistral_dialect.call_id("call_from_elsewhere") != mistral_dialect.call_id("call_from_elsewherf")
    assert all(mistral_dialect.CALL_ID.fullmatch(one) for one in (made, mistral_dialect.call_id("12345678-")))


@pytest.mark.parametrize(
    ("doc", "part"),
    [
        (PDF, {"type": "document_url", "document_url": "https://example.org/a.pdf", "document_name": "a.pdf"}),
        (genai.Doc(b"%PDF-"), {"type": "document_url", "document_url": "data:application/pdf;base64,JVBERi0="}),
        (genai.Doc(file_ids={"mistral": "f1"}, mime_type="application/pdf"), {"type": "file", "file_id": "f1"}),
        (genai.Doc(b"fLaC\0", mime_type="audio/flac"), {"type": "input_audio", "input_audio": "ZkxhQwA="}),
    ],
)
def test_mistral_documents(doc: genai.Doc, part: dict[str, Any]) -> None:
    """PDFs by URL, inline and by id; sounds as base64 without more."""
    assert [part] == sent("mistral", genai.Messages.of(doc))["messages"][0]["content"]


def test_mistral_takes_no_sound_by_url() -> None:
    """A sound that is somewhere else is refused."""
    sound = genai.Doc(url="https://example.org/a.mp3")

    assert ("messages[0].requests[0]: audio/mpeg by URL",) == refused("mistral", genai.Messages.of(sound))


def test_mistral_tools_may_show_documents() -> None:
    """A tool's result may be any part."""
    body = sent("mistral", SHOWN)

    assert {"role": "tool", "tool_call_id": "CVdEoQLza", "name": "see", "content": [IMAGE]} == body["messages"][2]


def test_mistral_thinks_in_parts() -> None:
    """Thoughts and text are parts of the content; references are in the raw answer."""
    thought = {"type": "thinking", "thinking": [{"type": "text", "text": "Hm."}], "closed": True}
    parts = [thought, {"type": "text", "text": "ok"}, {"type": "reference", "reference_ids": [1, "b"]}]
    came = result("mistral", dumped(whole({"content": parts})))
    streamed = result("mistral", sse([chunk({"content": parts[:1]}), chunk({"content": "ok"}, "stop")]))

    assert ("Hm.", "ok") == (came.reasoning, came.text)
    assert came.message == streamed.message


THOUGHT_PART = {"type": "thinking", "thinking": [{"type": "text", "text": "Hm. So"}], "closed": True, "signature": "cw"}
FRAGMENTS = [
    chunk({"content": [{"type": "thinking", "thinking": [{"type": "text", "text": "Hm."}]}]}),
    chunk({"content": [{"type": "thinking", "thinking": [{"type": "text", "text": " So"}], "closed": True}]}),
    chunk({"content": [{"type": "thinking", "thinking": [], "signature": "cw"}, {"type": "text", "text": "o"}]}),
    chunk({"content": "k"}, "stop"),
]


@pytest.mark.parametrize(
    "answer", [dumped(whole({"content": [THOUGHT_PART, {"type": "text", "text": "ok"}]})), sse(FRAGMENTS)]
)
def test_mistral_thoughts_go_back(answer: bytes) -> None:
    """As the part that they were, with what else it had, to the model that had them; to no other, and no one else."""
    came = genai.Message.from_json(json.loads(json.dumps(result("mistral", answer).message.to_json())))
    history = genai.Messages.of("hi", came, "and?")
    other, seen = load("mistral", model="devstral-latest")
    other.gen_sync(history)

    assert [THOUGHT_PART, {"type": "text", "text": "ok"}] == sent("mistral", history)["messages"][1]["content"]
    assert "ok" == json.loads(seen[0].content)["messages"][1]["content"]
    assert "ok" == sent("deepseek", history)["messages"][1]["content"]


def test_mistral_thoughts_beside_calls() -> None:
    """Thoughts before a call go back with it; thoughts alone are no message; those of others stay where they are."""
    calls = [{"id": "CVdEoQLza", "type": "function", "function": {"name": "see", "arguments": "{}"}}]
    came = result("mistral", dumped(whole({"content": [THOUGHT_PART], "tool_calls": calls}, "tool_calls")))
    answered = genai.ToolCallResult(id="CVdEoQLza", name="see", content="sun")
    cut = result("mistral", dumped(whole({"content": [THOUGHT_PART]}, "length")))
    foreign = genai.Message(replies=[genai.Reply(reasoning="Hm."), genai.Reply(text="ok", block=1)])

    said = {"role": "assistant", "content": [THOUGHT_PART], "tool_calls": calls}
    assert said == sent("mistral", genai.Messages.of("hi", came, answered))["messages"][1]
    roles = [one["role"] for one in sent("mistral", genai.Messages.of("hi", cut, "and?"))["messages"]]
    assert ["user", "user"] == roles
    assert "ok" == sent("mistral", genai.Messages.of("hi", foreign, "and?"))["messages"][1]["content"]


def test_mistral_headers() -> None:
    """The id of the request, and limits per minute and month."""
    headers = {
        "mistral-correlation-id": "m_1",
        "x-ratelimit-limit-req-60-second": "360",
        "x-ratelimit-remaining-tokens-month": "7",
    }
    came = result("mistral", headers=headers)

    assert "m_1" == came.request_id
    assert [("requests", "minute", 360, None), ("tokens", "month", None, 7)] == [
        (limit.kind, limit.period, limit.limit, limit.remaining) for limit in came.limits
    ]


# --- Perplexity, xAI, Cerebras ------------------------------------------------------------------------------


def test_perplexity_hears_of_calls() -> None:
    """Calls and results from elsewhere are said as text."""
    assert [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "Oslo?"},
        {"role": "assistant", "content": 'Let me see.\nweather({"city": "Oslo"})'},
        {"role": "user", "content": "sun"},
        {"role": "user", "content": TEXTS},
    ] == sent("perplexity", history(), system_prompt="Be brief.")["messages"]


@pytest.mark.parametrize(
    ("doc", "part"),
    [
        (PDF, {"type": "file_url", "file_url": {"url": "https://example.org/a.pdf"}, "file_name": "a.pdf"}),
        (genai.Doc(b"%PDF-"), {"type": "file_url", "file_url": {"url": "JVBERi0="}}),
        (genai.Doc(PNG), IMAGE),
        (
            genai.Doc(url="https://example.org/a.mp4"),
            {"type": "video_url", "video_url": {"url": "https://example.org/a.mp4"}},
        ),
    ],
)
def test_perplexity_documents(doc: genai.Doc, part: dict[str, Any]) -> None:
    """Pictures, films, and files whose base64 has nothing before it."""
    assert [part] == sent("perplexity", genai.Messages.of(doc))["messages"][0]["content"]


def test_perplexity_sources() -> None:
    """Every chunk repeats the sources; each is cited once. Thoughts begin the text."""
    pages: dict[str, Any] = {
        "citations": ["https://a.org"],
        "search_results": [{"title": "A", "url": "https://a.org", "date": None, "snippet": "Aa", "source": "web"}],
        "images": [{"image_url": "https://a.org/p.png", "origin_url": "https://a.org", "width": 1, "height": 1}],
        "related_questions": ["And B?"],
    }
    cost = {"input_tokens_cost": 0.1, "total_cost": 0.1}
    used = {"prompt_tokens": 2, "completion_tokens": 3, "total_tokens": 5, "search_context_size": "low", "cost": cost}
    texts = ("<think>\nHm.\n", "</think>\n\n", SAID)
    chunks = [chunk({"content": text}, "stop" if text == SAID else None, **pages, usage=used) for text in texts]
    streamed = result("perplexity", sse(chunks, b""))
    came = result("perplexity", dumped({**whole({"content": "".join(texts)}, **pages), "usage": used}))

    assert came.message == streamed.message
    assert ("Hm.", SAID) == (came.reasoning, came.text)
    assert [("web", "https://a.org"), ("web_image", "https://a.org/p.png")] == [
        (source.type, source.url) for citation in came.citations for source in citation.sources
    ]


@pytest.mark.misfit  # the description at hand has no files
def test_xai_files() -> None:
    """Documents by id and by URL, but not inline."""
    uploaded = genai.Doc(file_ids={"xai": "f1"}, mime_type="application/pdf")
    body = sent("xai", genai.Messages.of(PDF, uploaded))

    assert [{"url": "https://example.org/a.pdf"}, {"file_id": "f1"}] == [
        part["file"] for part in body["messages"][0]["content"]
    ]
    assert ("messages[0].requests[0]: application/pdf",) == refused("xai", genai.Messages.of(genai.Doc(b"%PDF-")))


def test_xai_counts_thoughts_beside_the_rest() -> None:
    """All output is the completion and the thoughts.  https://docs.x.ai/docs/guides/deferred-chat-completions"""
    used = {"prompt_tokens": 26, "completion_tokens": 168, "total_tokens": 498, "num_sources_used": 0}
    details = {"completion_tokens_details": {"reasoning_tokens": 304, "audio_tokens": 0}}
    usage = result("xai", dumped({**whole({"content": "ok"}), "usage": {**used, **details}})).usage

    assert (26, 472, 304, 498) == (usage.input_tokens, usage.output_tokens, usage.reasoning_tokens, usage.total_tokens)


def test_cerebras_takes_pictures_inline_alone() -> None:
    """A picture by URL is refused, and so is one that a tool shows."""
    there = genai.Doc(url="https://example.org/a.png")

    assert ("messages[0].requests[0]: image/png by URL",) == refused("cerebras", genai.Messages.of(there))
    assert ("messages[2].tool_results[0].content[0]: image/png",) == refused("cerebras", SHOWN)


# --- Errors, models -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "status", "body", "expected"),
    [
        ("groq", 401, failure("invalid_request_error", "invalid_api_key", "Invalid API Key"), genai.AuthError),
        ("groq", 400, failure("invalid_request_error", None, "json schema is required"), genai.InvalidRequest),
        (
            "cerebras",
            401,
            dumped({"message": "Wrong API Key", "type": "invalid_request_error", "code": "wrong_api_key"}),
            genai.AuthError,
        ),
        (
            "cerebras",
            404,
            dumped({"message": "Model x does not exist", "type": "not_found_error", "code": "model_not_found"}),
            genai.ModelNotFound,
        ),
        ("deepseek", 401, failure("authentication_error", "invalid_request_error", "Fails"), genai.AuthError),
        ("deepseek", 402, failure("unknown_error", None, "Insufficient Balance"), genai.QuotaExceeded),
        (
            "mistral",
            400,
            dumped({"object": "error", "message": "Invalid model: x", "type": "invalid_model", "code": "1500"}),
            genai.ModelNotFound,
        ),
        ("mistral", 422, dumped({"detail": [{"loc": ["body", "n"], "msg": "Too many"}]}), genai.InvalidRequest),
        ("mistral", 401, dumped({"detail": "Unauthorized"}), genai.AuthError),
        ("perplexity", 401, b"<html><h1>401 Authorization Required</h1></html>", genai.AuthError),
        (
            "xai",
            400,
            dumped({"code": "Client specified an invalid argument", "error": "Incorrect API key provided: s***t."}),
            genai.AuthError,
        ),
    ],
)
def test_errors(name: str, status: int, body: bytes, expected: type[genai.Error]) -> None:
    """Errors in each provider's form are the right class."""
    with pytest.raises(expected) as caught:
        result(name, body, status)

    assert (name, status, expected) == (caught.value.provider, caught.value.status, type(caught.value))


def test_an_error_in_a_stream_of_groqs() -> None:
    """What the model said that was no call is in the error's body."""
    error = {"message": "No call.", "type": "invalid_request_error", "code": "tool_use_failed"}
    body = sse([chunk({"content": "Well"}), {"error": {**error, "failed_generation": "x", "status_code": 400}}])
    with pytest.raises(genai.InvalidRequest) as caught:
        result("groq", body)

    assert "tool_use_failed" == caught.value.code


MODEL = {"id": "m1", "object": "model", "created": 1790000000, "owned_by": "they"}


@pytest.mark.parametrize(
    ("name", "url", "more", "context"),
    [
        ("groq", "https://api.groq.com/openai/v1/models", {"context_window": 9, "active": True}, 9),
        ("cerebras", "https://api.cerebras.ai/v1/models", {}, None),
        ("deepseek", "https://api.deepseek.com/models", {}, None),
        ("mistral", "https://api.mistral.ai/v1/models", {"max_context_length": 9, "capabilities": {"ocr": False}}, 9),
        ("xai", "https://api.x.ai/v1/models", {}, None),
    ],
)
def test_models(name: str, url: str, more: dict[str, Any], context: int | None) -> None:
    """The models, and how much each of them reads."""
    llm, seen = load(name, dumped({"object": "list", "data": [{**MODEL, **more}]}))
    (model,) = llm.list_models()

    assert url == str(seen[0].url)
    assert ("m1", "they", context) == (model.id, model.owner, model.context)


def test_perplexity_lists_no_models() -> None:
    """The list that there is belongs to another API."""
    with pytest.raises(genai.NotSupported, match="list_models"):
        load("perplexity")[0].list_models()


@pytest.mark.parametrize("name", MODELS)
def test_tiers(name: str) -> None:
    """Each has a model of each tier."""
    assert all(load(name, model=tier)[0].model for tier in genai.providers.TIERS)
