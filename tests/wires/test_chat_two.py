"""OpenRouter, Together, Hugging Face, Fireworks, Baseten, SambaNova and NVIDIA: what differs from Chat Completions.

Ids and words are made up, after what was recorded.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import corpus_files
import httpx2
import pytest
from contract.chat import chunk, dumped, sse, whole

import genai
from genai.providers import baseten, fireworks, nvidia, openrouter, sambanova, togetherai

TWO = ("openrouter", "togetherai", "huggingface", "fireworks", "baseten", "sambanova", "nvidia")
PNG = b"\x89PNG\r\n\x1a\n"
PNG_URL = "data:image/png;base64,iVBORw0KGgo="
IMAGE = {"type": "image_url", "image_url": {"url": PNG_URL}}
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
CALL = {"id": "c1", "type": "function", "function": {"name": "weather", "arguments": '{"city": "Oslo"}'}}
EASY: dict[str, Any] = {
    "system_prompt": "Be brief.",
    "temperature": 0,
    "top_p": 0.5,
    "max_tokens": 9,
    "stop": ["x"],
    "reply_as_json": True,
    "tools": [weather],
    "force": "required",
}
SAID: dict[str, Any] = {
    "temperature": 0,
    "top_p": 0.5,
    "max_tokens": 9,
    "stop": ["x"],
    "response_format": {"type": "json_object"},
    "tools": [{"type": "function", "function": WEATHER}],
    "tool_choice": "required",
}
"""What all of them know, and how most of them say it."""


def load(
    name: str, answer: bytes = PLAIN, status: int = 200, headers: Mapping[str, str] = {}, **arguments: Any
) -> tuple[genai.Client, list[httpx2.Request]]:
    """A client, and the requests that its server has seen."""
    seen: list[httpx2.Request] = []

    def handler(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        kind = "text/event-stream" if answer.startswith((b"data:", b":")) else "application/json"
        return httpx2.Response(status, headers={"content-type": kind, **headers}, content=answer)

    client = httpx2.Client(transport=httpx2.MockTransport(handler))
    arguments = {"model": "m", "api_key": "secret", "strict": True, "retry": 0, **arguments}
    return genai.load(name, http_client=client, **arguments), seen


def sent(name: str, messages: Any = "hi", *options: Any, **shorthand: Any) -> dict[str, Any]:
    """The body of a request, without what every request has."""
    llm, seen = load(name)
    llm.gen_sync(messages, *options, **shorthand)
    body: dict[str, Any] = json.loads(seen[0].content)
    assert "m" == body.pop("model")
    if messages == "hi":
        assert [{"role": "user", "content": "hi"}] == body.pop("messages")
    return body


def history(*docs: genai.Doc) -> genai.Messages:
    """A conversation with a question, a call, its result and documents."""
    call = genai.ToolCall(id="c1", name="weather", arguments='{"city": "Oslo"}')
    result = genai.ToolCallResult(id="c1", name="weather", content="sun")
    asked = [genai.Request(text="And this?"), *(genai.Request(doc=doc) for doc in docs)]
    return genai.Messages(
        [
            genai.Message(requests=[genai.Request(text="Oslo?")]),
            genai.Message(replies=[genai.Reply(text="Let me see."), genai.Reply(tool_call=call)]),
            genai.Message(tool_results=[result]),
            genai.Message(requests=asked),
        ]
    )


def said(*parts: dict[str, Any], **call: Any) -> list[dict[str, Any]]:
    """The same on the wire, after a system prompt."""
    return [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "Oslo?"},
        {"role": "assistant", "content": "Let me see.", "tool_calls": [{**CALL, **call}]},
        {"role": "tool", "tool_call_id": "c1", "content": "sun"},
        {"role": "user", "content": [{"type": "text", "text": "And this?"}, *parts]},
    ]


def strict(tool: Mapping[str, Any]) -> list[dict[str, Any]]:
    """A function whose schema is strict, for those who know that."""
    return [{"type": "function", "function": {**tool, "strict": True}}]


# --- Requests -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "url", "key"),
    [
        ("openrouter", "https://openrouter.ai/api/v1/chat/completions", "Bearer secret"),
        ("togetherai", "https://api.together.xyz/v1/chat/completions", "Bearer secret"),
        ("huggingface", "https://router.huggingface.co/v1/chat/completions", "Bearer secret"),
        ("fireworks", "https://api.fireworks.ai/inference/v1/chat/completions", "Bearer secret"),
        ("baseten", "https://inference.baseten.co/v1/chat/completions", "Api-Key secret"),
        ("sambanova", "https://api.sambanova.ai/v1/chat/completions", "Bearer secret"),
        ("nvidia", "https://integrate.api.nvidia.com/v1/chat/completions", "Bearer secret"),
    ],
)
def test_where_requests_go(name: str, url: str, key: str) -> None:
    """Each has its URL, and its way to show the key."""
    llm, seen = load(name)
    llm.gen_sync("hi")

    assert (url, key) == (str(seen[0].url), seen[0].headers["authorization"])


@pytest.mark.parametrize("name", TWO)
def test_what_all_of_them_know(name: str) -> None:
    """A rich request is said as OpenAI would, but for the differences below."""
    more: dict[str, Any] = {"top_k": 3} if name not in ("huggingface", "nvidia") else {}
    more |= {"seed": 7, "frequency_penalty": 0.5, "presence_penalty": 0} if name != "sambanova" else {}
    body = sent(name, history(genai.Doc(PNG)), **EASY, **more)

    expected = {**SAID, **more, "messages": said(IMAGE, **({"index": 0} if name == "togetherai" else {}))}
    if name in ("openrouter", "fireworks", "baseten"):
        expected["tools"] = strict(WEATHER)
    if name == "openrouter":
        expected["max_completion_tokens"] = expected.pop("max_tokens")
    assert expected == body


@pytest.mark.parametrize(
    ("name", "named"),
    [
        ("openrouter", {"name": "response", "schema": SCHEMA, "strict": True}),
        ("togetherai", {"name": "response", "schema": SCHEMA, "strict": True}),
        ("huggingface", {"name": "response", "schema": SCHEMA, "strict": True}),
        ("fireworks", {"name": "response", "schema": SCHEMA}),
        ("baseten", {"name": "response", "schema": SCHEMA, "strict": True}),
        ("sambanova", {"name": "response", "schema": SCHEMA, "strict": True}),
        ("nvidia", {"name": "response", "schema": SCHEMA}),
    ],
)
def test_schemas(name: str, named: dict[str, Any]) -> None:
    """A schema has a name everywhere, and is strict where that is known."""
    llm, seen = load(name, dumped(whole({"content": '{"a": 1}'})))
    llm.gen_sync("hi", decode_as=SCHEMA)

    format_ = json.loads(seen[0].content)["response_format"]
    assert {"type": "json_schema", "json_schema": named} == format_


@pytest.mark.parametrize(
    ("name", "effort", "body"),
    [
        ("openrouter", "none", {"reasoning": {"effort": "none"}}),
        ("openrouter", "max", {"reasoning": {"effort": "max"}}),
        ("togetherai", "none", {"reasoning": {"enabled": False}}),
        ("togetherai", "low", {"reasoning_effort": "low"}),
        ("huggingface", "minimal", {"reasoning_effort": "minimal"}),
        ("fireworks", "none", {"reasoning_effort": "none"}),
        ("fireworks", "max", {"reasoning_effort": "max"}),
        ("baseten", "none", {"chat_template_args": {"enable_thinking": False}}),
        ("baseten", "xhigh", {"reasoning_effort": "xhigh", "chat_template_args": {"enable_thinking": True}}),
        ("sambanova", "none", {"chat_template_kwargs": {"enable_thinking": False}}),
        ("sambanova", "high", {"reasoning_effort": "high"}),
        ("nvidia", "none", {"chat_template_kwargs": {"enable_thinking": False}}),
        ("nvidia", "medium", {"reasoning_effort": "medium"}),
    ],
)
def test_how_much_to_think(name: str, effort: Any, body: dict[str, Any]) -> None:
    """Thinking is turned on and off in the words of each."""
    assert body == sent(name, effort=effort)


@pytest.mark.misfit  # the specification names reasoning.max_tokens and .enabled elsewhere, but not in the request
def test_openrouter_reasoning() -> None:
    """All about thoughts goes into one object."""
    options = openrouter.Options(exclude_reasoning=True, enable_reasoning=True)
    body = sent("openrouter", "hi", options, budget_tokens=2000, summary="auto")

    assert {"reasoning": {"max_tokens": 2000, "summary": "auto", "exclude": True, "enabled": True}} == body


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("fireworks", {"thinking": {"type": "enabled", "budget_tokens": 2000}}),
        ("nvidia", {"reasoning_budget": 2000}),
    ],
)
def test_how_many_tokens_to_think(name: str, body: dict[str, Any]) -> None:
    """A budget, where there is one."""
    assert body == sent(name, budget_tokens=2000)


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("openrouter", {"logprobs": True, "top_logprobs": 2}),
        ("togetherai", {"logprobs": 2}),
        ("huggingface", {"logprobs": True, "top_logprobs": 2}),
        ("fireworks", {"logprobs": True, "top_logprobs": 2}),
        ("baseten", {"logprobs": True, "top_logprobs": 2}),
    ],
)
def test_logprobs_are_asked_for(name: str, body: dict[str, Any]) -> None:
    """Together has one number; the others have OpenAI's two fields."""
    assert body == sent(name, top_logprobs=2)


@pytest.mark.parametrize(
    ("name", "option", "body"),
    [
        ("openrouter", openrouter.Options(models=("a",)), {"models": ["a"]}),
        ("openrouter", openrouter.Options(plugins=({"id": "web"},)), {"plugins": [{"id": "web"}]}),
        ("openrouter", openrouter.Options(provider={"order": ["x"]}), {"provider": {"order": ["x"]}}),
        ("openrouter", openrouter.Options(modalities=("image", "text")), {"modalities": ["image", "text"]}),
        ("togetherai", togetherai.Options(enable_reasoning=True), {"reasoning": {"enabled": True}}),
        ("fireworks", fireworks.Options(reasoning_history="preserved"), {"reasoning_history": "preserved"}),
        ("baseten", baseten.Options(min_tokens=0), {"min_tokens": 0}),
        ("sambanova", sambanova.Options(do_sample=False), {"do_sample": False}),
    ],
)  # fmt: skip
def test_own_options(name: str, option: Any, body: dict[str, Any]) -> None:
    """What only one of them has."""
    assert body == sent(name, "hi", option)


@pytest.mark.parametrize("options", [sambanova, nvidia])
def test_arguments_of_the_template_stand_beside_the_effort(options: Any) -> None:
    """Own arguments do not replace the one that the effort stands for."""
    own = options.Options(chat_template_kwargs={"clear": True})
    body = sent(options.INFO.name, "hi", own, effort="none")

    assert {"chat_template_kwargs": {"enable_thinking": False, "clear": True}} == body


def test_openrouter_searches_by_a_tool() -> None:
    """Its own tool stands beside the caller's, with all that a search is told."""
    body = sent(
        "openrouter",
        tools=[weather],
        search=True,
        allowed_domains=["a.org"],
        blocked_domains=["b.org"],
        context_size="low",
        user_location={"country": "NO"},
    )

    parameters = {
        "allowed_domains": ["a.org"],
        "excluded_domains": ["b.org"],
        "search_context_size": "low",
        "user_location": {"type": "approximate", "country": "NO"},
    }
    assert {"tools": [*strict(WEATHER), {"type": "openrouter:web_search", "parameters": parameters}]} == body
    assert {"tools": [{"type": "openrouter:web_search"}]} == sent("openrouter", search=True)


def test_openrouter_takes_files_films_and_sounds() -> None:
    """PDFs by URL and inline, films, and sounds in more formats than OpenAI has."""
    linked = genai.Doc(url="https://example.org/a.pdf", filename="a.pdf")
    docs = [linked, genai.Doc(b"%PDF-1.4", filename="b.pdf"), genai.Doc(url="https://example.org/a.mp4")]
    body = sent("openrouter", history(*docs, genai.Doc(b"fLaC")), system_prompt="Be brief.")

    parts = [
        {"type": "file", "file": {"filename": "a.pdf", "file_data": "https://example.org/a.pdf"}},
        {"type": "file", "file": {"filename": "b.pdf", "file_data": "data:application/pdf;base64,JVBERi0xLjQ="}},
        {"type": "video_url", "video_url": {"url": "https://example.org/a.mp4"}},
        {"type": "input_audio", "input_audio": {"data": "ZkxhQw==", "format": "flac"}},
    ]
    assert said(*parts) == body["messages"]


def test_together_takes_sounds_by_url() -> None:
    """Sounds are linked, or inline, in one form."""
    body = sent("togetherai", history(genai.Doc(url="https://example.org/a.mp3")), system_prompt="Be brief.")

    part = {"type": "audio_url", "audio_url": {"url": "https://example.org/a.mp3"}}
    assert said(part, index=0) == body["messages"]


def test_baseten_takes_one_text_per_message() -> None:
    """Two texts are two messages."""
    both = genai.Messages.of("a", "b")

    assert [{"role": "user", "content": "a"}, {"role": "user", "content": "b"}] == sent("baseten", both)["messages"]


@pytest.mark.parametrize(
    ("name", "names"),
    [
        ("openrouter", ["AudioOptions.voice", "WebOptions.fetch"]),
        ("togetherai", ["ReasoningOptions.budget_tokens", "ToolOptions.parallel", "WebOptions.search"]),
        ("huggingface", ["ReasoningOptions.budget_tokens", "TextOptions.top_k", "ToolOptions.parallel"]),
        ("fireworks", ["ReasoningOptions.summary", "WebOptions.search"]),
        ("baseten", ["ReasoningOptions.budget_tokens", "WebOptions.search"]),
        ("sambanova", ["Seed.seed", "TextOptions.presence_penalty", "TextOptions.top_logprobs"]),
        ("nvidia", ["TextOptions.top_k", "TextOptions.top_logprobs", "ToolOptions.parallel"]),
    ],
)  # fmt: skip
def test_what_they_refuse(name: str, names: list[str]) -> None:
    """What an API does not have is named before anything is sent."""
    samples: dict[str, Any] = {"voice": "v", "fetch": True, "search": True, "parallel": True, "summary": "auto"}
    wanted = [one.split(".")[1] for one in names]
    llm, seen = load(name)
    with pytest.raises(genai.NotSupported) as caught:
        llm.gen_sync("hi", **{key: samples.get(key, 1) for key in wanted})

    assert sorted(names) == sorted(caught.value.unsupported)
    assert [] == seen


@pytest.mark.parametrize("name", ["togetherai", "fireworks"])
def test_streams_without_stream_options(name: str) -> None:
    """Usage comes unasked, and the specification has no field to ask for it."""
    llm, seen = load(name, sse([chunk({"content": "ok"}), chunk({}, "stop")]))
    with llm.gen_stream("hi") as stream:
        list(stream)

    assert "stream_options" not in json.loads(seen[0].content)


# --- Answers ------------------------------------------------------------------------------------------------


def test_openrouter_thoughts_go_back_as_they_came() -> None:
    """Details of a stream are joined, and go back with their signature; so do those of a whole answer."""
    detail = {"type": "reasoning.text", "index": 0, "format": None}
    chunks = [
        chunk({"reasoning": "I ", "reasoning_details": [{**detail, "text": "I "}]}),
        chunk({"reasoning": "see.", "reasoning_details": [{**detail, "text": "see."}]}),
        chunk({"reasoning_details": [{**detail, "format": "anthropic-claude-v1", "signature": "s1"}]}),
        chunk({"content": "Sun."}),
        chunk({}, "stop"),
    ]
    llm, _ = load("openrouter", b": OPENROUTER PROCESSING\n\n" + sse(chunks))
    with llm.gen_stream("hi") as stream:
        list(stream)
    whole_detail = {**detail, "text": "I see.", "format": "anthropic-claude-v1", "signature": "s1"}
    answer = whole({"content": "Sun.", "reasoning": "I see.", "reasoning_details": [whole_detail]})
    llm, seen = load("openrouter", dumped(answer))
    result = llm.gen_sync("hi")

    assert "I see." == stream.result.reasoning == result.reasoning
    assert stream.result.message == result.message
    llm.gen_sync(genai.Messages.of("hi") + stream.result + "And now?")
    returned = json.loads(seen[-1].content)["messages"][1]
    assert {"role": "assistant", "content": "Sun.", "reasoning_details": [whole_detail]} == returned


def test_openrouter_makes_pictures() -> None:
    """Pictures beside the text are documents of the answer."""
    llm, _ = load("openrouter", dumped(whole({"content": "Here.", "images": [{**IMAGE, "index": 0}]})))

    assert [PNG] == [doc.data for doc in llm.gen_sync("hi").docs]


def test_openrouter_cites() -> None:
    """Pages that were found; files that were parsed are no source."""
    page = {"url": "https://a.org", "title": "A", "content": "a", "start_index": 0, "end_index": 2}
    notes = [
        {"type": "url_citation", "url_citation": page},
        {"type": "file", "file": {"hash": "h", "name": "a.pdf", "content": [{"type": "text", "text": "t"}]}},
    ]
    llm, _ = load("openrouter", dumped(whole({"content": "ok", "annotations": notes})))
    found = llm.gen_sync("hi").citations

    assert [("ok", "https://a.org", "a")] == [(c.text, c.sources[0].url, c.sources[0].snippet) for c in found]


@pytest.mark.parametrize("streamed", [False, True])
def test_openrouter_errors_under_a_good_status(streamed: bool) -> None:
    """An error's code is a status; in a stream it may come behind the end."""
    error = {"error": {"code": 429, "message": "Slow down", "metadata": {"error_type": "rate_limit_exceeded"}}}
    body = sse([chunk({"content": "o"}), chunk({}, "stop"), {**chunk(), **error}]) if streamed else dumped(error)
    llm, _ = load("openrouter", body)
    with pytest.raises(genai.Error, match="Slow down") as caught:
        list(llm.gen_stream("hi")) if streamed else llm.gen_sync("hi")

    assert genai.RateLimited is type(caught.value.__cause__ if streamed else caught.value)
    assert 429 == caught.value.status


def test_together_logprobs() -> None:
    """Lists side by side."""
    tops = [[{"token": "Hi", "logprob": -0.1}], [{"token": "!", "logprob": -0.2}, {"token": ".", "logprob": -2.0}]]
    given = {"tokens": ["Hi", "!"], "token_logprobs": [-0.1, -0.2], "token_ids": [None, None], "top_logprobs": tops}
    answer = whole({"content": "Hi!"})
    answer["choices"][0] |= {"logprobs": given, "text": "", "seed": 7}
    llm, _ = load("togetherai", dumped(answer))
    made = llm.gen_sync("hi").logprobs

    assert [("Hi", -0.1, 1), ("!", -0.2, 2)] == [(one.token, one.logprob, len(one.top)) for one in made]


def test_together_warns() -> None:
    """What the service left out is in the raw answer."""
    llm, _ = load("togetherai", dumped(whole({"content": "ok"}, warnings=[{"message": "no top_k"}])))

    assert [{"message": "no top_k"}] == llm.gen_sync("hi").raw["warnings"]


def test_hugging_face_calls_without_ids() -> None:
    """Such a call gets an id, and its result the same one; a stream may end without saying why."""
    llm, seen = load("huggingface", sse([chunk({"tool_calls": [{**CALL, "id": "", "index": 0}]})]))
    messages = genai.Messages.of("hi")
    with llm.gen_stream(messages) as stream:
        list(stream)
    result = stream.result
    assert (genai.FinishReason.TOOL_CALLS, "") == (result.finish, result.tool_calls[0].id)

    with llm.gen_stream(messages + result + result.call_tools([weather])) as stream:
        list(stream)
    _, call, answer = json.loads(seen[-1].content)["messages"]
    assert ("call_1_weather", "Oslo: sun") == (answer["tool_call_id"], answer["content"])
    assert "call_1_weather" == call["tool_calls"][0]["id"]


def test_hugging_face_thoughts_within_the_text() -> None:
    """Some models think between marks."""
    llm, _ = load("huggingface", dumped(whole({"content": "<think>\nHm.\n</think>\n\nYes."})))
    result = llm.gen_sync("hi")

    assert ("Hm.", "Yes.") == (result.reasoning, result.text)


def test_fireworks_sees_its_thoughts_again() -> None:
    """They go back to it, under their own name."""
    llm, seen = load("fireworks", dumped(whole({"content": "Yes.", "reasoning_content": "Hm."})))
    llm.gen_sync(genai.Messages.of("hi") + llm.gen_sync("hi") + "Sure?")

    expected = {"role": "assistant", "content": "Yes.", "reasoning_content": "Hm."}
    assert expected == json.loads(seen[1].content)["messages"][1]


@pytest.mark.parametrize(
    ("name", "header"),
    [("openrouter", "x-generation-id"), ("baseten", "x-baseten-request-id"), ("huggingface", "x-request-id")],
)
def test_request_ids(name: str, header: str) -> None:
    """The id of a request stands in a header of each one's own."""
    llm, _ = load(name, headers={header: "r1"})

    assert "r1" == llm.gen_sync("hi").request_id


# --- Errors and models --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "status", "body", "kind"),
    [
        ("openrouter", 401, {"error": {"message": "Missing Authentication header", "code": 401}}, genai.AuthError),
        ("openrouter", 402, {"error": {"message": "Pay", "code": 402}, "user_id": "u"}, genai.QuotaExceeded),
        ("togetherai", 404, {"error": {"message": "No", "code": "model_not_available"}}, genai.ModelNotFound),
        ("togetherai", 401, {"error": {"message": "Unauthorized"}}, genai.AuthError),
        ("huggingface", 400, {"code": 400, "reason": "INVALID", "message": "no vision"}, genai.InvalidRequest),
        ("huggingface", 401, {"error": "Invalid credentials in Authorization header"}, genai.AuthError),
        ("huggingface", 500, {"message": "unknown error", "type": "server_error"}, genai.ProviderError),
        ("baseten", 403, {"error": "please check the api-key you provided"}, genai.AuthError),
        ("baseten", 400, {"error": {"code": 400, "message": "No", "type": "Bad Request"}}, genai.InvalidRequest),
        ("sambanova", 429, {"error": {"message": "Rate limit exceeded"}, "request_id": "r"}, genai.RateLimited),
    ],
)  # fmt: skip
def test_errors(name: str, status: int, body: Any, kind: type[genai.Error]) -> None:
    """Errors as they were recorded, each of the class that says who must act."""
    llm, _ = load(name, dumped(body), status)
    with pytest.raises(kind) as caught:
        llm.gen_sync("hi")

    assert kind is type(caught.value)


def test_openrouter_tells_what_its_upstream_said() -> None:
    """The general message is followed by the particular one."""
    told = {"raw": '{"msg":"invalid request, invalid parameter"}', "provider_name": "AtlasCloud"}
    llm, _ = load("openrouter", dumped({"error": {"message": "Provider error", "code": 400, "metadata": told}}), 400)
    with pytest.raises(genai.InvalidRequest, match=r"Provider error: .*invalid parameter"):
        llm.gen_sync("hi")


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("openrouter", {"data": [{"id": "m", "canonical_slug": "m", "context_length": 9}], "total_count": 1}),
        ("togetherai", [{"id": "m", "object": "model", "type": "chat", "context_length": 9}]),
        ("huggingface", {"data": [{"id": "m", "owned_by": "o", "providers": [{"provider": "novita"}]}]}),
        ("fireworks", {"object": "list", "data": [{"id": "m", "context_length": 9, "supports_chat": True}]}),
        ("baseten", {"data": [{"id": "m", "name": "M", "context_length": 9, "max_completion_tokens": 3}]}),
        ("sambanova", {"object": "list", "data": [{"id": "m", "context_length": 9, "pricing": {"prompt": 0.1}}]}),
        ("nvidia", {"object": "list", "data": [{"id": "m", "object": "model", "owned_by": "o"}]}),
    ],
)  # fmt: skip
def test_models(name: str, answer: Any) -> None:
    """The list of models, in each one's form, typed and raw."""
    llm, seen = load(name, dumped(answer))
    (model,) = llm.list_models()
    listed = llm.raw.list_models()

    context = None if name in ("huggingface", "nvidia") else 9
    assert ("m", context, "/models") == (model.id, model.context, seen[0].url.path[-7:])
    assert ["m"] == [one.id for one in getattr(listed, "data", listed)]


# --- Recordings ---------------------------------------------------------------------------------------------


def replayed(name: str, recorded: corpus_files.Interaction) -> genai.Result:
    """The result of a recorded answer."""
    asked = json.loads(recorded.request.get("body") or "{}")
    llm, _ = load(name, recorded.body, recorded.status, recorded.headers)
    if not asked.get("stream"):
        return llm.gen_sync("hi")
    with llm.gen_stream("hi") as stream:
        list(stream)
    return stream.result


@pytest.mark.skipif(not corpus_files.available(), reason="the corpus is not there")
@pytest.mark.parametrize("name", ["openrouter", "togetherai", "huggingface", "baseten"])
def test_recordings(name: str) -> None:
    """Every recorded answer is understood, down to its last field; only errors fail."""
    for row in corpus_files.rows(provider=name):
        for recorded in corpus_files.interactions(row["path"]):
            if recorded.request["uri"].endswith("/chat/completions"):
                try:
                    result = replayed(name, recorded)
                except genai.Error as error:
                    assert not isinstance(error, genai.BadAnswer), row["path"]
                    assert recorded.status >= 400 or b'"error"' in recorded.body, row["path"]
                else:
                    assert result.usage.output_tokens, row["path"]


@pytest.mark.skipif(not corpus_files.available(), reason="the corpus is not there")
def test_recorded_models() -> None:
    """Together's list of models."""
    (recorded,) = corpus_files.interactions("togetherai/tests/Warmup.yaml")
    llm, _ = load("togetherai", recorded.body)
    known = {model.id: model.context for model in llm.list_models()}

    assert (281, 131072) == (len(known), known["openai/gpt-oss-120b"])
