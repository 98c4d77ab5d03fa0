"""Anthropic: what core types become in a request."""

from __future__ import annotations

import base64
import re
from typing import Any

import pytest
from attrs import define, field
from contract.side import Side
from contract.specimen import specimen
from hypothesis import given
from hypothesis import strategies as st

import genai
from genai.provider import Ask
from genai.providers import anthropic
from genai.providers.anthropic import raw
from genai.providers.anthropic.ids import fitting
from genai.settings import merge

SPECIMEN = specimen("anthropic")
PNG = b"\x89PNG\r\n\x1a\n"
PDF = b"%PDF-1.4"
Options = anthropic.Options


def body(messages: Any = "hi", *options: Any, model: str = "claude-sonnet-5", **shorthand: Any) -> Any:
    """The body of a request, held against the description."""
    return sent(messages, *options, model=model, **shorthand)[0]


def sent(messages: Any, *options: Any, model: str = "claude-sonnet-5", **shorthand: Any) -> tuple[Any, Any]:
    """The body of a request, and its headers."""
    llm, server = Side("sync", SPECIMEN).load(SPECIMEN.plain, model=model)
    llm.gen_sync(messages, *options, **shorthand)
    return server.bodies()[0], server.requests[0].headers


def refused(messages: Any = "hi", *options: Any, model: str = "claude-sonnet-5", **shorthand: Any) -> tuple[str, ...]:
    """What is not supported; nothing is sent."""
    llm, server = Side("sync", SPECIMEN).load(SPECIMEN.plain, model=model)
    with pytest.raises(genai.NotSupported) as caught:
        llm.gen_sync(messages, *options, **shorthand)
    assert [] == server.requests
    return caught.value.unsupported


def square(number: float) -> float:
    """The square."""
    return number**2


def assistant(*replies: genai.Reply) -> genai.Message:
    """What a model said."""
    return genai.Message(replies=replies)


# --- Length, and whether it is streamed -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("model", "most"),
    [("claude-opus-5", 128_000), ("claude-haiku-4-5", 64_000), ("claude-opus-4-1", 32_000), ("claude-9", 64_000)],
)
def test_the_most_tokens(model: str, most: int) -> None:
    """The API wants a number: the model's own, or for an unlisted model what all current ones take."""
    assert most == body(model=model)["max_tokens"]


@pytest.mark.parametrize(("most", "streamed"), [(16, None), (21_333, None), (21_334, True), (None, True)])
def test_what_is_long_is_streamed(most: int | None, streamed: bool | None) -> None:
    """``gen_sync`` streams what may be too long to come in one piece."""
    assert streamed == body(max_tokens=most).get("stream")
    assert streamed == body("hi", genai.ExtraBody({"max_tokens": most} if most else {})).get("stream")


def test_headers() -> None:
    """The version and the key go along, and no beta header where nothing needs one."""
    _, headers = sent("hi")

    assert "2023-06-01" == headers["anthropic-version"]
    assert headers["x-api-key"].startswith("sk-contract")
    assert "anthropic-beta" not in headers


# --- Documents --------------------------------------------------------------------------------------------------------

DOCS: dict[str, tuple[genai.Doc, Any]] = {
    "picture": (
        genai.Doc(PNG),
        {
            "type": "image",
            "source": {"type": "base64", "media_type": "image/png", "data": base64.b64encode(PNG).decode()},
        },
    ),
    "data URL": (
        genai.Doc(url=f"data:image/gif;base64,{base64.b64encode(b'GIF8').decode()}", mime_type="image/gif"),
        {"type": "image", "source": {"type": "base64", "media_type": "image/gif", "data": "R0lGOA=="}},
    ),
    "picture by URL": (
        genai.Doc(url="https://example.org/a.png", meta={"cache_control": True}),
        {
            "type": "image",
            "source": {"type": "url", "url": "https://example.org/a.png"},
            "cache_control": {"type": "ephemeral"},
        },
    ),
    "URL of no known kind": (
        genai.Doc(url="https://example.org/a"),
        {"type": "image", "source": {"type": "url", "url": "https://example.org/a"}},
    ),
    "PDF": (
        genai.Doc(PDF, filename="a.pdf"),
        {
            "type": "document",
            "source": {"type": "base64", "media_type": "application/pdf", "data": base64.b64encode(PDF).decode()},
            "title": "a.pdf",
        },
    ),
    "PDF by URL": (
        genai.Doc(url="https://example.org/a.pdf"),
        {"type": "document", "source": {"type": "url", "url": "https://example.org/a.pdf"}},
    ),
    "text": (
        genai.Doc("Grüße".encode(), mime_type="text/markdown", meta={"title": "A", "context": "B", "citations": True}),
        {
            "type": "document",
            "source": {"type": "text", "media_type": "text/plain", "data": "Grüße"},
            "title": "A",
            "context": "B",
            "citations": {"enabled": True},
        },
    ),
    "uploaded document": (
        genai.Doc(file_ids={"anthropic": "file_1"}),
        {"type": "document", "source": {"type": "file", "file_id": "file_1"}},
    ),
    "uploaded picture": (
        genai.Doc(file_ids={"claude": "file_1"}, mime_type="image/webp"),
        {"type": "image", "source": {"type": "file", "file_id": "file_1"}},
    ),
    "uploaded table": (
        genai.Doc(file_ids={"anthropic": "file_1"}, filename="a.csv"),
        {"type": "container_upload", "file_id": "file_1"},
    ),
}


@pytest.mark.parametrize("kind", DOCS)
def test_documents(kind: str) -> None:
    """Each kind of document as its block; what was uploaded takes its beta header along."""
    doc, expected = DOCS[kind]
    made, headers = sent(genai.user("What?", doc))

    assert [{"type": "text", "text": "What?"}, expected] == made["messages"][0]["content"]
    assert ("files-api-2025-04-14" if "uploaded" in kind else None) == headers.get("anthropic-beta")


def test_citations_for_all() -> None:
    """The option is for every document that does not say it for itself."""
    said, quiet = genai.Doc(b"a", mime_type="text/plain"), genai.Doc(PDF, meta={"citations": False})
    content = body(genai.user(said, quiet, "?"), Options(citations=True))["messages"][0]["content"]

    assert [{"enabled": True}, {"enabled": False}] == [block["citations"] for block in content[:2]]


@pytest.mark.parametrize(
    "doc",
    [
        genai.Doc(b"ID3", filename="a.mp3"),
        genai.Doc(b"BM", filename="a.bmp"),
        genai.Doc(url="https://example.org/a.txt"),
        genai.Doc(file_ids={"openai": "file-1"}),
        genai.Doc(b"??"),
    ],
)
def test_documents_that_cannot_be_said(doc: genai.Doc) -> None:
    """They are named with their place."""
    place = "messages[0].requests[1]"
    assert (f"{place}: {doc.mime_type or 'a document of unknown type'}",) == refused(genai.user("What?", doc))


# --- History ----------------------------------------------------------------------------------------------------------

CALL = genai.ToolCall(id="toolu_1", name="look", arguments='{"at": [1, 2]}')


def test_results() -> None:
    """Results stand right behind their calls, in one message with what the user says next; pictures are allowed."""
    results = (
        genai.ToolCallResult(id="toolu_1", name="look", content=["Seen.", genai.Doc(PNG)]),
        genai.ToolCallResult(id="toolu_2", name="look", content="Dark.", is_error=True),
    )
    calls = assistant(
        genai.Reply(tool_call=CALL), genai.Reply(tool_call=genai.ToolCall(id="toolu_2", name="look"), block=1)
    )
    history = genai.Messages.of("Look.", calls, *results) + "And?"
    _, said, answered = body(history)["messages"]

    assert {"type": "tool_use", "id": "toolu_1", "name": "look", "input": {"at": [1, 2]}} == said["content"][0]
    assert {} == said["content"][1]["input"]
    assert ["tool_result", "tool_result", "text"] == [block["type"] for block in answered["content"]]
    assert ["text", "image"] == [block["type"] for block in answered["content"][0]["content"]]
    assert {
        "type": "tool_result",
        "tool_use_id": "toolu_2",
        "content": [{"type": "text", "text": "Dark."}],
        "is_error": True,
    } == answered["content"][1]


def test_documents_in_results_that_cannot_be_said() -> None:
    """A result has texts, pictures and documents; nothing for the container."""
    film = genai.ToolCallResult(
        id="toolu_1",
        content=[genai.Doc(b"PK", filename="a.zip"), genai.Doc(file_ids={"anthropic": "f"}, filename="a.csv")],
    )
    place = "messages[2].tool_results[0].content"

    assert (f"{place}[0]: application/zip", f"{place}[1]: text/csv") == refused(
        genai.Messages.of("?", assistant(genai.Reply(tool_call=CALL)), film)
    )


def test_what_goes_back_to_its_maker_alone() -> None:
    """Signed thoughts and kept blocks go back as they came; those of others don't, nor unsigned thoughts."""
    block = {"type": "redacted_thinking", "data": "c2Vj"}
    mine = {"anthropic": {"signature": "c2ln"}}
    replies = (
        genai.Reply(reasoning="Hm.", opaque=mine),
        genai.Reply(opaque={"anthropic": {"block": block}}, block=1),
        genai.Reply(reasoning="Unsigned.", block=2),
        genai.Reply(reasoning="Foreign.", opaque={"elsewhere": {"signature": "x"}}, block=3),
        genai.Reply(opaque={"elsewhere": {"block": {"type": "secret"}}}, block=4),
        genai.Reply(text=" \n", block=5),
        genai.Reply(refusal="No.", block=6),
    )
    made = body(genai.Messages.of("?", assistant(*replies)) + "Why?")["messages"]

    assert [
        {"type": "thinking", "thinking": "Hm.", "signature": "c2ln"},
        block,
        {"type": "text", "text": "No."},
    ] == made[1]["content"]


def test_an_answer_that_leaves_nothing_is_no_message() -> None:
    """The API refuses empty messages."""
    made = body(genai.Messages.of("?", assistant(genai.Reply(reasoning="Foreign."))) + "Why?")["messages"]

    assert [{"role": "user", "content": [{"type": "text", "text": "?"}, {"type": "text", "text": "Why?"}]}] == made


def test_what_requests_do_not_take_back() -> None:
    """Fields of answers alone are left out of what goes back, wherever they stand."""
    cited = {
        "type": "char_location",
        "cited_text": "a",
        "document_index": 0,
        "document_title": None,
        "start_char_index": 0,
        "end_char_index": 1,
    }
    reply = genai.Reply(text="A.", opaque={"anthropic": {"citations": [{**cited, "file_id": None}]}})
    made = body(genai.Messages.of("?", assistant(reply)) + "Why?")["messages"]

    assert [cited] == made[1]["content"][0]["citations"]


def test_a_document_of_the_assistant() -> None:
    """The assistant cannot have said a document."""
    drawn = assistant(genai.Reply(doc=genai.Doc(PNG)))
    assert ("messages[1].replies[0]: a document said by the assistant",) == refused(genai.Messages.of("?", drawn) + "!")


def test_arguments_that_are_no_json() -> None:
    """A call whose arguments were cut off, or are no object, has them as a text inside of one."""
    broken = ('{"at', '{"at": 1e999}', "[]")
    calls = [genai.Reply(tool_call=genai.ToolCall(id=f"c{n}", name="look", arguments=a)) for n, a in enumerate(broken)]
    results = [genai.ToolCallResult(id=f"c{n}", content="No.", is_error=True) for n, _ in enumerate(broken)]
    said = sent(genai.Messages.of("?", assistant(*calls), genai.Message(tool_results=tuple(results))))[0]["messages"][1]

    assert [{"arguments": one} for one in broken] == [block["input"] for block in said["content"]]


@given(st.text(min_size=1, max_size=80))
def test_ids_fit(id_: str) -> None:
    """Any id fits, one that did is unchanged, and no two become one."""
    made = fitting(id_)

    assert re.fullmatch("[a-zA-Z0-9_-]+", made)
    assert made == fitting(id_) == fitting(made)
    assert (made == id_) == bool(re.fullmatch("[a-zA-Z0-9_-]+", id_))
    assert made != fitting(f"{id_}.")


def test_foreign_ids() -> None:
    """A call and its result have the same id, also where their provider gave none."""
    calls = assistant(
        genai.Reply(tool_call=genai.ToolCall(id="a.b:c", name="look")),
        genai.Reply(tool_call=genai.ToolCall(name="look"), block=1),
    )
    results = [genai.ToolCallResult(id="a.b:c", content="1"), genai.ToolCallResult(name="look", content="2")]
    _, said, answered = body(genai.Messages.of("?", calls, *results))["messages"]

    assert [block["id"] for block in said["content"]] == [block["tool_use_id"] for block in answered["content"]]
    assert all(re.fullmatch("[a-zA-Z0-9_-]+", block["id"]) for block in said["content"])


# --- Options ----------------------------------------------------------------------------------------------------------


@define
class Thought:
    """How thinking is asked for: the options, the model, and what becomes of them."""

    options: dict[str, Any]
    thinking: Any = None
    effort: Any = None
    model: str = "claude-sonnet-4-6"
    refused: str = field(default="")


ADAPTIVE = {"type": "adaptive"}
THOUGHTS = (
    Thought({}),
    Thought({"effort": "none"}, {"type": "disabled"}),
    Thought({"budget_tokens": 0}, {"type": "disabled"}),
    Thought({"effort": "high"}, ADAPTIVE, "high"),
    Thought({"effort": "high"}, None, "high", "claude-opus-4-5"),
    Thought({"effort": "max"}, ADAPTIVE, "max", "claude-9"),
    Thought({"budget_tokens": 2048}, {"type": "enabled", "budget_tokens": 2048}),
    Thought({"budget_tokens": 2048, "effort": "low"}, {"type": "enabled", "budget_tokens": 2048}, "low"),
    Thought({"summary": "auto"}, {**ADAPTIVE, "display": "summarized"}),
    Thought(
        {"summary": "auto", "budget_tokens": 2048},
        {"type": "enabled", "budget_tokens": 2048, "display": "summarized"},
        model="claude-haiku-4-5",
    ),
    Thought({"effort": "minimal"}, refused="ReasoningOptions.effort: minimal"),
    Thought({"effort": "minimal"}, model="claude-9", refused="ReasoningOptions.effort: minimal"),
    Thought({"effort": "xhigh"}, refused="ReasoningOptions.effort: xhigh"),
    Thought({"effort": "low"}, model="claude-haiku-4-5", refused="ReasoningOptions.effort: low"),
    Thought({"budget_tokens": 100}, refused="ReasoningOptions.budget_tokens: at least 1024"),
    Thought({"budget_tokens": 2048}, model="claude-opus-5", refused="ReasoningOptions.budget_tokens: claude-opus-5"),
    Thought({"summary": "detailed"}, refused="ReasoningOptions.summary: detailed"),
    Thought({"summary": "auto", "effort": "none"}, refused="ReasoningOptions.summary: claude-sonnet-4-6"),
    Thought({"summary": "auto"}, model="claude-haiku-4-5", refused="ReasoningOptions.summary: claude-haiku-4-5"),
)


@pytest.mark.parametrize("one", THOUGHTS, ids=lambda one: f"{one.model}-{one.options}")
def test_thinking(one: Thought) -> None:
    """Effort, budget and summary, in the ways that a model knows."""
    if one.refused:
        (named,) = refused(model=one.model, **one.options)
        assert named.startswith(one.refused)
        return
    made = body(model=one.model, **one.options)

    assert (one.thinking, one.effort) == (made.get("thinking"), made.get("output_config", {}).get("effort"))


def test_thinking_in_its_own_words() -> None:
    """The raw object stands for itself, beside an effort; but not beside another word on the same thing."""
    own = Options(thinking=raw.ThinkingAdaptive(display="omitted"))
    made = body("hi", own, effort="low")

    assert ({**ADAPTIVE, "display": "omitted"}, {"effort": "low"}) == (made["thinking"], made["output_config"])
    assert ("Options.thinking beside ReasoningOptions",) == refused("hi", own, effort="none")


def test_tools() -> None:
    """A function says that it is strict only when it was told to be."""
    plain = genai.Tool.of(square)
    strict = genai.Tool(name="other", parameters=plain.parameters, strict=True)
    first, second = body(tools=[plain, strict])["tools"]

    assert ("square", "The square.", False) == (first["name"], first["description"], "strict" in first)
    assert ("other", False, True) == (second["name"], "description" in second, second["strict"])


@pytest.mark.parametrize(
    ("options", "choice"),
    [
        ({}, None),
        ({"force": "auto"}, {"type": "auto"}),
        ({"force": "required"}, {"type": "any"}),
        ({"force": "none"}, {"type": "none"}),
        ({"force": "square"}, {"type": "tool", "name": "square"}),
        ({"parallel": False}, {"type": "auto", "disable_parallel_tool_use": True}),
        ({"parallel": True, "force": "required"}, {"type": "any", "disable_parallel_tool_use": False}),
    ],
)
def test_tool_choice(options: dict[str, Any], choice: Any) -> None:
    """Which tool is called, and how many at a time."""
    assert choice == body(tools=[square], **options).get("tool_choice")


def test_parallel_calls_of_no_tool() -> None:
    """Where no tool may be called, how many at a time cannot be said."""
    assert ('ToolOptions.parallel: not with force="none"',) == refused(tools=[square], force="none", parallel=False)


def test_the_web() -> None:
    """Domains are for both tools, the place of the user for the search."""
    domains: dict[str, Any] = {"blocked_domains": ["example.org"]}
    made, headers = sent("hi", search=True, fetch=True, user_location={"country": "NO"}, **domains)

    assert [
        {
            "type": "web_search_20250305",
            "name": "web_search",
            **domains,
            "user_location": {"type": "approximate", "country": "NO"},
        },
        {"type": "web_fetch_20250910", "name": "web_fetch", **domains},
    ] == made["tools"]
    assert "web-fetch-2025-09-10" == headers["anthropic-beta"]


def test_the_web_without_its_tools() -> None:
    """Domains and places without a tool are named."""
    assert ("WebOptions without search=True or fetch=True",) == refused(allowed_domains=["example.org"])
    assert ("WebOptions.user_location: only with search=True",) == refused(fetch=True, user_location={"country": "NO"})


def test_caches() -> None:
    """The whole prompt, or marks at the ends of its parts."""
    mark = {"type": "ephemeral", "ttl": "1h"}
    whole = body("hi", Options(cache_control=raw.CacheControl(ttl="1h")))
    marks = Options(cache_control=mark, cache_at=("tools", "system", "messages"))
    parts = body("hi", marks, system_prompt="S", tools=[square])

    assert mark == whole["cache_control"]
    assert "cache_control" not in parts
    assert [{"type": "text", "text": "S", "cache_control": mark}] == parts["system"]
    assert mark == parts["tools"][-1]["cache_control"] == parts["messages"][-1]["content"][-1]["cache_control"]
    assert ("Options.cache_at: there is no system prompt", "Options.cache_at: there are no tools") == refused(
        "hi", Options(cache_at=("tools", "system"))
    )


BETAS: dict[str, tuple[Options, str]] = {
    "computer": (
        Options(tools=[raw.Computer(display_height_px=1, display_width_px=1)]),
        "computer-use-2025-11-24",
    ),
    "code": (Options(tools=[raw.CodeExecution()], betas=["mine-1"]), "mine-1,code-execution-2025-08-25"),
    "remote": (
        Options(
            mcp_servers=[raw.McpServer(name="a", url="https://a.example")],
            tools=[raw.McpToolset(mcp_server_name="a")],
        ),
        "mcp-client-2025-11-20",
    ),
    "remote, as it was": (
        Options(mcp_servers=[raw.McpServer(name="a", url="https://a.example")]),
        "mcp-client-2025-04-04",
    ),
    "context": (
        Options(context_management=raw.ContextManagement(edits=[raw.ClearToolUses(), raw.Compact()])),
        "context-management-2025-06-27,compact-2026-01-12",
    ),
    "skills": (
        Options(container=raw.ContainerParams(skills=[raw.SkillParams(type="anthropic", skill_id="pdf")])),
        "skills-2025-10-02",
    ),
    "budget": (Options(task_budget=raw.TaskBudget(total=20000)), "task-budgets-2026-03-13"),
    "fast": (Options(speed="fast", user_profile_id="u"), "fast-mode-2026-02-01,user-profiles-2026-03-24"),
    "advisor": (Options(tools=[raw.Advisor(model="claude-opus-5")]), "advisor-tool-2026-03-01"),
}


@pytest.mark.parametrize("feature", BETAS)
def test_beta_headers(feature: str) -> None:
    """A feature takes its header along, behind those that were asked for."""
    option, expected = BETAS[feature]
    assert expected == sent("hi", option)[1]["anthropic-beta"]


def test_beta_headers_of_the_caller() -> None:
    """A header of the caller's own is kept beside those that are needed."""
    _, headers = sent("hi", extra_headers={"anthropic-beta": "mine-1, mine-2"}, fetch=True)

    assert "mine-1,mine-2,web-fetch-2025-09-10" == headers["anthropic-beta"]


def test_other_options_of_its_own() -> None:
    """Each is in the body, or in a header."""
    made = body("hi", Options(service_tier="auto", inference_geo="us", user_id="u1", container="c1"))

    assert ("auto", "us", {"user_id": "u1"}, "c1") == tuple(
        made[name] for name in ("service_tier", "inference_geo", "metadata", "container")
    )


def test_the_newest_container() -> None:
    """``"auto"`` is the container of the newest answer that has one."""
    held = [assistant(genai.Reply(text=t, opaque={"anthropic": {"container": t}})) for t in ("c1", "c2")]
    history = genai.Messages.of("?", held[0], "?", held[1], "?", assistant(genai.Reply(text="None.")), "?")

    assert "c2" == body(history, Options(container="auto"))["container"]
    assert "container" not in body("?", Options(container="auto"))


def test_wrong_options() -> None:
    """All that is wrong is named at once; secrets are not shown."""
    wrong: Any = {"tools": [5], "thinking": 5, "cache_at": ["roof"], "speed": "slow", "betas": [""]}
    with pytest.raises(genai.InvalidRequest) as caught:
        Options(**wrong)

    assert set(wrong) == {fault.partition(":")[0].removeprefix("Options.") for fault in caught.value.faults}
    server = raw.McpServer(name="a", url="https://a.example", authorization_token="SECRET")
    assert "SECRET" not in repr((server, Options(mcp_servers=[server])))


def test_raw_messages() -> None:
    """Blocks that core types cannot say stand where they were put, and go nowhere else."""
    finding = raw.SearchResult(source="s", title="t", content=[raw.Text(text="x")], citations=raw.CitationsConfig())
    history = genai.Messages.of("?") + anthropic.input_message(finding) + "!"
    made = body(genai.Messages.from_json(history.to_json()))["messages"]

    assert ["text", "search_result", "text"] == [block["type"] for block in made[0]["content"]]
    assert body(history)["messages"] == made
    for wrong in ((), (5,)):
        with pytest.raises(genai.InvalidRequest, match="input_message"):
            anthropic.input_message(*wrong)


def test_counted() -> None:
    """What is no input is not sent to be counted."""
    llm, server = Side("sync", SPECIMEN).load(SPECIMEN.tokens)
    llm.count_tokens("hi", Options(service_tier="auto"), max_tokens=5, temperature=0, tools=[square], effort="low")

    assert {"model", "messages", "tools", "thinking", "output_config"} == set(server.bodies()[0])


def test_no_json_mode_beside_a_schema() -> None:
    """A schema says more than that it is JSON."""
    schema = {"type": "object", "properties": {}, "required": [], "additionalProperties": False}
    form = body(decode_as=schema, reply_as_json=True)["output_config"]["format"]

    assert {"type": "json_schema", "schema": schema} == form
    assert {"type": "object"} == body(reply_as_json=True)["output_config"]["format"]["schema"]


def test_a_flow_is_pure() -> None:
    """The first step is made without any I/O."""
    llm = genai.load("claude", model="claude-sonnet-5", api_key="k")
    step: Any = next(llm._wire.gen_stream(Ask(messages=genai.Messages.of("hi"), settings=merge((), {})[0])))

    assert "https://api.anthropic.com/v1/messages" == step.request.url
