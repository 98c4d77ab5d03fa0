"""Server-side tools of openairesponses: what they are asked with, what they leave in the history, how they go on."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from contract.side import Server, Side
from contract.specimen_openairesponses import PLAIN, SPECIMEN, begun, dumped, response, sse

import genai
from genai.providers import openairesponses
from genai.providers.openairesponses import raw
from genai.providers.openairesponses.dialect import OPENAI
from genai.providers.openairesponses.encode import encode
from genai.providers.openairesponses.items import input_items, output_items
from genai.providers.openairesponses.stream import HANDLERS, StreamDecoder, _other
from genai.sansio import HttpResponse
from genai.settings import merge
from genai.testing.checks import PNG

Options = openairesponses.Options
DATA_URL = genai.Doc(PNG).data_url()

SAID_ANEW = ("message", "function_call")
REAL: dict[str, dict[str, Any]] = {
    "reasoning": {"summary": [{"type": "summary_text", "text": "a"}, {"type": "summary_text", "text": "b"}]},
    "web_search_call": {
        "action": {"type": "search", "query": "q", "sources": [{"type": "url", "url": "https://a.org/"}]}
    },
    "image_generation_call": {"result": base64.b64encode(PNG).decode(), "output_format": "png", "size": "1x1"},
    "code_interpreter_call": {
        "code": "plot()",
        "container_id": "cntr_1",
        "outputs": [
            {"type": "logs", "logs": "done"},
            {"type": "image", "url": DATA_URL},
            {"type": "image", "url": "https://files.example.org/plot.png"},
        ],
    },
    "mcp_approval_request": {"server_label": "s", "name": "tool", "arguments": "{}"},
    "custom_tool_call": {"call_id": "call_1", "name": "sql", "input": "SELECT 1"},
}


def item(type_: str) -> dict[str, Any]:
    """An item of a type."""
    return {"type": type_, "id": "it_1", "status": "completed", **REAL.get(type_, {"mark": {"a": [1, None]}})}


def as_input(made: dict[str, Any]) -> dict[str, Any]:
    """An item as it goes back: what an answer says beside a picture is refused there."""
    if made["type"] != "image_generation_call":
        return made
    return {key: made[key] for key in ("type", "id", "status", "result")}


def client(answer: bytes) -> tuple[genai.Client, Server]:
    """A client that gets this answer."""
    return Side("sync", SPECIMEN).load(answer, strict=False)


def whole(*items: Any, **more: Any) -> genai.Result:
    """These items, answered at once."""
    return client(dumped(response(*items, **more)))[0].gen_sync("hi")


def streamed(*items: Any) -> tuple[list[genai.Reply], genai.Result]:
    """These items, streamed without deltas."""
    events: list[dict[str, Any]] = begun()
    for index, one in enumerate(items):
        added = {**one, "status": "in_progress"}
        events.append({"type": "response.output_item.added", "output_index": index, "item": added})
        events.append({"type": "response.output_item.done", "output_index": index, "item": one})
    events.append({"type": "response.completed", "response": response(*items)})
    with client(sse(events))[0].gen_stream("hi") as stream:
        replies = list(stream)
    return replies, stream.result


def sent(*messages: Any, **options: Any) -> list[Any]:
    """The input that a conversation is sent as."""
    settings, _ = merge((Options(**options),) if options else (), {})
    made = encode("gpt-5", genai.Messages.of(*messages), settings, OPENAI)
    assert () == made.unsupported
    return list(made.body["input"])


@pytest.mark.parametrize("type_", [tag for tag in raw.ITEMS if tag and tag not in SAID_ANEW])
def test_every_item_goes_back_unchanged(type_: str) -> None:
    """An item of any type is kept, streamed or not, survives JSON, and is sent back as it came."""
    result = whole(item(type_), PLAIN)
    _, again = streamed(item(type_), PLAIN)
    restored = genai.Messages.from_json((genai.Messages.of("hi") + result).to_json())

    assert result == again
    assert as_input(item(type_)) == sent("hi", result)[1]
    assert as_input(item(type_)) == sent(*restored, "go on")[1]
    assert ["user", "assistant", "user"] == [one["role"] for one in sent("hi", result, "go on") if "role" in one]


def test_function_calls_keep_their_marks() -> None:
    """A call from a namespace, or by a program, goes back with both."""
    call = {
        "type": "function_call",
        "id": "fc_1",
        "call_id": "call_1",
        "name": "f",
        "namespace": "tools",
        "caller": {"type": "program", "caller_id": "p_1"},
        "arguments": "{}",
        "status": "completed",
    }

    assert call == sent("hi", whole(call))[1]


def test_what_a_program_drew() -> None:
    """Each picture that a program drew is a Doc, by its bytes or by its URL; it does not go back by itself."""
    for result in (whole(item("code_interpreter_call")), streamed(item("code_interpreter_call"))[1]):
        first, second = result.docs

        assert (PNG, "image/png", "it_1-1.png") == (first.read(), first.mime_type, first.filename)
        assert "https://files.example.org/plot.png" == second.url
        assert 2 == len(sent("hi", result))


def test_previews_of_pictures() -> None:
    """A partial picture comes as a partial Doc, and is no part of the answer."""
    partial = {
        "type": "response.image_generation_call.partial_image",
        "output_index": 0,
        "item_id": "it_1",
        "partial_image_index": 0,
        "partial_image_b64": base64.b64encode(PNG).decode(),
    }
    picture = item("image_generation_call")
    done = {"type": "response.output_item.done", "output_index": 0, "item": picture}
    end = {"type": "response.completed", "response": response(picture)}
    with client(sse([*begun(), partial, done, end]))[0].gen_stream("hi") as stream:
        replies = list(stream)

    assert [(True, PNG), (False, PNG)] == [(r.partial, r.doc.read()) for r in replies if r.doc is not None]
    assert [PNG] == [doc.read() for doc in stream.result.docs]


def test_every_documented_event_is_handled() -> None:
    """No event that the raw types know counts as an unknown one, and none of them trips the decoder."""
    decoder = StreamDecoder(HttpResponse(status=200), "gpt-5")
    plain = [tag for tag in raw.EVENTS if tag not in HANDLERS or HANDLERS[tag].__name__ in ("_nothing", "_progress")]
    decoder.feed(sse({"type": tag, "output_index": 0, "item_id": "it_1", "delta": "x"} for tag in plain))

    assert () == decoder.partial().unknown_events
    assert _other not in HANDLERS.values()


def test_tools_follow_the_standard_ones() -> None:
    """Functions come first, then the web search, then raw tools and dictionaries in their order."""

    def f() -> str:
        """A function."""
        return ""

    own = Options(
        tools=[raw.Mcp(server_label="s", server_url="https://s.org", authorization="t0ken"), {"type": "shell"}]
    )
    llm, server = client(SPECIMEN.plain)
    llm.gen_sync("hi", own, tools=[f], search=True)
    tools = server.bodies()[0]["tools"]

    assert ["function", "web_search", "mcp", "shell"] == [tool["type"] for tool in tools]
    assert {"type": "mcp", "server_label": "s", "server_url": "https://s.org", "authorization": "t0ken"} == tools[2]
    assert "t0ken" not in repr(own)
    assert own == Options(tools=[tools[2], {"type": "shell"}])


@pytest.mark.parametrize(
    "choice",
    [
        "required",
        {"type": "file_search"},
        raw.ChooseMcp(server_label="s", name="t"),
        raw.AllowedTools(mode="auto", tools=[{"type": "function", "name": "f"}]),
    ],
)
def test_tool_choice(choice: Any) -> None:
    """A choice goes out in its wire form; beside ``force`` it is refused by name, and nothing is sent."""
    llm, server = client(SPECIMEN.plain)
    own = Options(tool_choice=choice)
    llm.gen_sync("hi", own)
    with pytest.raises(genai.NotSupported) as caught:
        llm.gen_sync("hi", own, force="auto")

    assert [own.tool_choice] == [body["tool_choice"] for body in server.bodies()]
    assert ("Options.tool_choice beside ToolOptions.force",) == caught.value.unsupported


def test_an_approval() -> None:
    """A request for approval is found, and its answer becomes a part of the history that goes on after it."""
    asked = whole(item("mcp_approval_request"), store=True)
    (request,) = output_items(asked)
    assert isinstance(request, raw.McpApprovalRequest)
    approval = raw.McpApprovalResponse(approval_request_id=request.id or "", approve=True)
    messages = genai.Messages.of("hi") + asked + input_items(approval)
    restored = genai.Messages.from_json(messages.to_json())

    said = {"type": "mcp_approval_response", "approval_request_id": "it_1", "approve": True}
    assert [item("mcp_approval_request"), said] == sent(*messages)[1:]
    assert [item("mcp_approval_request"), said] == sent(*restored.validate(), whole(PLAIN))[1:3]
    assert [said] == sent(*messages, previous_response_id="auto")


def test_a_custom_tool() -> None:
    """The call of a custom tool is text, so it is no ToolCall; it is found among the items, and answered by one."""
    asked = whole(item("custom_tool_call"))
    (call,) = output_items(asked.message)
    assert isinstance(call, raw.CustomToolCall)
    output = raw.CustomToolCallOutput(call_id=call.call_id, output="1")

    assert () == asked.tool_calls
    assert "SELECT 1" == call.input
    assert [item("custom_tool_call"), {"type": "custom_tool_call_output", "call_id": "call_1", "output": "1"}] == sent(
        "hi", asked, input_items(output)
    )[1:]


def test_items_go_to_no_other_provider() -> None:
    """Raw items are opaque: they stand under this provider's name."""
    message = input_items({"type": "compaction_trigger"})

    assert [{"openairesponses": {"item": {"type": "compaction_trigger"}}}] == [dict(r.opaque) for r in message.replies]
    assert [] == message.faults()


@pytest.mark.parametrize("given", [(), ("hi",), ({"role": "user"},)])
def test_what_is_no_item(given: tuple[Any, ...]) -> None:
    """What is no item is refused, by its place."""
    with pytest.raises(genai.InvalidRequest, match="input_items"):
        input_items(*given)


def test_a_request_with_items_fits_the_description() -> None:
    """The whole of it, as it goes out, is what OpenAI describes."""
    llm, server = client(SPECIMEN.plain)
    shell = {"type": "shell_call", "id": "sh_1", "call_id": "c", "action": {"commands": ["ls"]}, "status": "completed"}
    output = raw.ShellCallOutput(
        call_id="c", output=[raw.ShellOutput(stdout="a", stderr="", outcome=raw.ShellExit(exit_code=0))]
    )
    llm.gen_sync(genai.Messages.of("hi") + whole(shell) + input_items(output), Options(tools=[raw.Shell()]))

    assert ["user", "shell_call", "shell_call_output"] == [
        one.get("role", one["type"]) for one in server.bodies()[0]["input"]
    ]
    assert "exit_code" in json.dumps(server.bodies()[0])
