"""Recorded requests to Anthropic, and the calls that say the same: scripts that get the recorded answers.

The rule here: what a model answered is never written down again, it comes from the tape; and what two requests may
differ in, and still say the same, is listed in ``SPELLINGS``.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from typing import Any

import corpus_files
import httpx2
from corpus.anthropic_reading import HOST, PROVIDER

import genai
from genai.errors import Error
from genai.providers import anthropic
from genai.providers.anthropic import raw

Options = anthropic.Options
OPUS, SONNET = "claude-opus-4-8/", "claude-sonnet-5_thinking/"
MODELS = "pydantic-ai.models.test_anthropic/test_anthropic_"
OUTPUT = "pydantic-ai.models.anthropic.test_output/test_"
MIDWAY = "pydantic-ai.models.test_anthropic_mid_conversation_system/test_"
SEARCH = "pydantic-ai.test_tool_search/test_anthropic_"
QUIET = genai.ReasoningOptions(effort="none")
SHORT: dict[str, Any] = {"max_tokens": 4096}
AUTO: dict[str, Any] = {"force": "auto", **SHORT}


class Tape:
    """One cassette: its requests to the model, and a client that gets their answers and whose requests are kept."""

    def __init__(self, path: str) -> None:
        exchanges = [
            one
            for one in corpus_files.interactions(f"{PROVIDER}/{path}.yaml")
            if one.request["method"] == "POST" and one.request["uri"].partition("?")[0].startswith(f"{HOST}/messages")
        ]
        self.recorded: list[Any] = [json.loads(one.request["body"]) for one in exchanges]
        self.betas = [one.request["headers"].get("anthropic-beta", [None])[0] for one in exchanges]
        self.sent: list[Any] = []
        self.sent_betas: list[str | None] = []

        def handler(request: httpx2.Request) -> httpx2.Response:
            answer = exchanges[len(self.sent)]
            self.sent.append(json.loads(request.content))
            self.sent_betas.append(request.headers.get("anthropic-beta"))
            return httpx2.Response(answer.status, headers=answer.headers, content=answer.body)

        self.llm = genai.load(
            PROVIDER,
            model=self.recorded[0]["model"],
            api_key="sk-test",
            retry=0,
            http_client=httpx2.Client(transport=httpx2.MockTransport(handler)),
        )

    def gen(self, messages: Any, *options: Any, **shorthand: Any) -> genai.Result:
        """The next answer, streamed where it was recorded so; an empty one where an error was recorded."""
        if not self.recorded[len(self.sent)].get("stream"):
            try:
                return self.llm.gen_sync(messages, *options, **shorthand)
            except Error:
                return genai.Result()
        with self.llm.gen_stream(messages, *options, **shorthand) as stream:
            for _ in stream:
                pass
        return stream.result

    def text(self, message: int = 0, part: int = 0, request: int = 0) -> str:
        """A recorded text."""
        content = self.recorded[request]["messages"][message]["content"]
        found = content if isinstance(content, str) else content[part]["text"]
        assert isinstance(found, str)
        return found

    def doc(self, part: int, message: int = 0) -> genai.Doc:
        """A recorded picture or document, with what was said of it."""
        block = self.recorded[0]["messages"][message]["content"][part]
        source = block["source"]
        meta = {"cache_control": block["cache_control"]} if "cache_control" in block else {}
        meta |= {"citations": True} if block.get("citations") else {}
        if source["type"] == "url":
            return genai.Doc(url=source["url"], meta=meta)
        if source["type"] == "text":
            return genai.Doc(source["data"].encode(), mime_type="text/plain", meta=meta)
        return genai.Doc(base64.b64decode(source["data"]), meta=meta)

    def tools(self, *names: str, request: int = 0) -> list[genai.Tool]:
        """Recorded functions."""
        return [
            genai.Tool(
                name=tool["name"],
                description=tool.get("description", ""),
                parameters=tool["input_schema"],
                strict=tool.get("strict"),
            )
            for tool in self.recorded[request]["tools"]
            if tool["name"] in names
        ]

    def results(self, request: int, message: int = -1) -> genai.Message:
        """Recorded results of functions."""
        content = self.recorded[request]["messages"][message]["content"]
        return genai.Message(
            tool_results=tuple(
                genai.ToolCallResult(id=block["tool_use_id"], content=said(block["content"])) for block in content
            )
        )


def said(content: Any) -> str:
    """A content as a text."""
    return content if isinstance(content, str) else "".join(part["text"] for part in content)


# --- What differs in spelling alone -----------------------------------------------------------------------------------


def without_dialect(node: dict[str, Any]) -> dict[str, Any]:
    """A JSON schema without the name of its dialect."""
    return {key: value for key, value in node.items() if key != "$schema"}


def without_defaults(node: dict[str, Any]) -> dict[str, Any]:
    """Without what is said by saying nothing."""
    defaults: dict[str, Any] = {
        "stream": (False,),
        "is_error": (False,),
        "description": ("", None),
        "citations": (None,),
        "caller": ({"type": "direct"},),
    }
    return {key: value for key, value in node.items() if value not in defaults.get(key, ())}


def in_blocks(node: dict[str, Any]) -> dict[str, Any]:
    """A text as a list of one block."""
    held = {key: [{"type": "text", "text": v}] for key in ("content", "system") if isinstance(v := node.get(key), str)}
    return {**node, **held} if {"role", "tool_use_id", "model"} & node.keys() else node


SPELLINGS: dict[Callable[[dict[str, Any]], dict[str, Any]], str] = {
    without_dialect: "Go's schemas name their dialect, which the API ignores",
    without_defaults: "false, '', null and a direct caller are what holds when nothing is said",
    in_blocks: "a text is short for a list of one block, by the documentation",
}


def spelled(node: Any) -> Any:
    """JSON in one spelling."""
    if isinstance(node, list):
        return [spelled(entry) for entry in node]
    if not isinstance(node, dict):
        return node
    for spelling in SPELLINGS:
        node = spelling(node)
    return {key: spelled(value) for key, value in node.items()}


# --- The scripts ------------------------------------------------------------------------------------------------------

SCRIPTS: dict[str, Callable[[Tape], Any]] = {}


def plays(*paths: str) -> Callable[[Callable[[Tape], Any]], Callable[[Tape], Any]]:
    """Marks the script of a cassette, or of some."""

    def marked(play: Callable[[Tape], Any]) -> Callable[[Tape], Any]:
        SCRIPTS.update(dict.fromkeys(paths, play))
        return play

    return marked


@plays(f"{OPUS}GenSync-Text", f"{OPUS}GenStream-Text")
def plain(tape: Tape) -> None:
    """A text; the most tokens are the model's own."""
    tape.gen(tape.text(), QUIET)


@plays(f"{OPUS}GenSync-Stop", f"{OPUS}GenStream-Stop")
def stop(tape: Tape) -> None:
    """Stop sequences."""
    tape.gen(tape.text(), QUIET, stop=tape.recorded[0]["stop_sequences"])


@plays(f"{OPUS}GenSync-MaxTokens")
def most(tape: Tape) -> None:
    """Few tokens."""
    tape.gen(tape.text(), QUIET, max_tokens=16)


@plays(f"{SONNET}GenSync-Text")
def thinking(tape: Tape) -> None:
    """A system prompt, and thoughts that are shown."""
    tape.gen(tape.text(), summary="auto", system_prompt=tape.recorded[0]["system"][0]["text"])


@plays(f"{OPUS}GenSync-Tools-SquareRoot-1", f"{OPUS}GenStream-Tools-SquareRoot-1", f"{OPUS}GenSync-Tools-ToolBias-USA")
def forced(tape: Tape) -> None:
    """A function, forced."""
    tape.gen(tape.text(), QUIET, tools=tape.tools("square_root", "best_country"), force="required")


@plays(f"{OPUS}GenSync-Tools-SquareRoot-2", f"{OPUS}GenStream-Tools-SquareRoot-2")
def answered(tape: Tape) -> None:
    """A function's result."""
    block = tape.recorded[0]["messages"][1]["content"][0]
    call = genai.ToolCall(id=block["id"], name=block["name"], arguments=json.dumps(block["input"]))
    history = genai.Messages.of(tape.text(), genai.Message(replies=(genai.Reply(tool_call=call),)), tape.results(0))
    tape.gen(history, QUIET, tools=tape.tools("square_root"), force="none")


@plays(f"{OPUS}GenSync-JSONSchema", f"{OPUS}GenStream-JSONSchema")
def schema(tape: Tape) -> None:
    """JSON of a schema."""
    tape.gen(tape.text(), QUIET, decode_as=tape.recorded[0]["output_config"]["format"]["schema"])


@plays(f"{OPUS}GenSync-JSON")
def any_json(tape: Tape) -> None:
    """Some JSON, which this model refuses."""
    tape.gen(tape.text(), QUIET, reply_as_json=True)


@plays(
    f"{OPUS}GenSyncMultiModal-Image-jpg-URL",
    f"{OPUS}GenSyncMultiModal-Image-webp-Inline",
    f"{OPUS}GenStreamMultiModal-Image-png-Inline",
    f"{OPUS}GenSyncMultiModal-Document-pdf-Inline",
    f"{OPUS}GenStreamMultiModal-Document-pdf-URL",
)
def document(tape: Tape) -> None:
    """A picture or a PDF."""
    tape.gen(genai.user(tape.text(), tape.doc(1)), QUIET)


@plays(
    f"{OPUS}GenSync-Citations-text-plain", f"{OPUS}GenStream-Citations-text-markdown", "tests/TextOutputDocInput.Stdin"
)
def cited(tape: Tape) -> None:
    """A text that is to be cited."""
    tape.gen(genai.user(tape.doc(0), tape.text(part=1)), QUIET)


@plays(f"{OPUS}GenSync-Tools-WebSearch", f"{OPUS}GenStream-Tools-WebSearch")
def searched(tape: Tape) -> None:
    """The web is searched."""
    tape.gen(tape.text(), QUIET, search=True)


@plays(f"{OPUS}GenSync-Tools-WebFetch", f"{OPUS}GenStream-Tools-WebFetch")
def fetched(tape: Tape) -> None:
    """A page is fetched; the header goes along by itself."""
    tape.gen(tape.text(), QUIET, fetch=True)


@plays("tests/CountTokens")
def counted(tape: Tape) -> None:
    """Tokens are counted."""
    tape.llm.count_tokens(tape.text(), QUIET)


@plays(f"{MODELS}mcp_servers")
def remote(tape: Tape) -> None:
    """A remote server of tools: its calls and the signed thoughts go back."""
    server = raw.McpServer(**tape.recorded[0]["mcp_servers"][0])
    options = (Options(mcp_servers=[server]), genai.ReasoningOptions(budget_tokens=3000))
    answer = tape.gen(tape.text(), *options, **SHORT)
    tape.gen(genai.Messages.of(tape.text()) + answer + tape.text(-1, request=1), *options, **SHORT)


@plays(f"{MODELS}opus_46_adaptive_thinking_accepts_tool_output_unified")
def effort(tape: Tape) -> None:
    """Effort, beside a forced function."""
    tape.gen(tape.text(), effort="high", tools=tape.tools("final_result"), force="required", **SHORT)


@plays(f"{MODELS}model_thinking_part_redacted_stream")
def redacted(tape: Tape) -> None:
    """A budget for thoughts, which come encrypted."""
    tape.gen(tape.text(), budget_tokens=1024, **SHORT)


@plays(f"{MODELS}sampling_settings_reach_the_wire")
def sampled(tape: Tape) -> None:
    """How tokens are chosen."""
    tape.gen(tape.text(), temperature=0.2, top_k=40, **SHORT)


@plays(f"{MODELS}compaction_usage_with_cache_streaming")
def compacted(tape: Tape) -> None:
    """A long conversation is made short; the prompt is cached."""
    edit = raw.Compact(trigger=raw.InputTokens(value=50000))
    options = Options(
        cache_control=raw.CacheControl(ttl="5m"),
        cache_at=(),
        context_management=raw.ContextManagement(edits=[edit]),
    )
    tape.gen(tape.text(), options, system_prompt=said(tape.recorded[0]["system"]), **SHORT)


@plays(f"{MODELS}advisor_tool_redacted", f"{MODELS}advisor_tool_stream")
def advised(tape: Tape) -> None:
    """Another model gives advice."""
    tape.gen(tape.text(), Options(tools=tape.recorded[0]["tools"]), **SHORT)


@plays(
    f"{OUTPUT}mixed_tools_no_output",
    f"{OUTPUT}strict_true_tool_no_output",
    f"{OUTPUT}strict_false_tool_no_output",
    f"{MODELS}text_output_function",
)
def two_turns(tape: Tape) -> None:
    """Functions, and their results."""
    names = [tool["name"] for tool in tape.recorded[0]["tools"]]
    tools = tape.tools(*names)
    answer = tape.gen(tape.text(), tools=tools, **AUTO)
    tape.gen(genai.Messages.of(tape.text()) + answer + tape.results(1), tools=tools, **AUTO)


@plays(f"{OUTPUT}mixed_tools_native_output", f"{OUTPUT}strict_true_tool_native_output")
def schema_and_tools(tape: Tape) -> None:
    """Functions, and in the end JSON of a schema."""
    names = [tool["name"] for tool in tape.recorded[0]["tools"]]
    more = {"tools": tape.tools(*names), "decode_as": tape.recorded[0]["output_config"]["format"]["schema"], **AUTO}
    answer = tape.gen(tape.text(), **more)
    tape.gen(genai.Messages.of(tape.text()) + answer + tape.results(1), **more)


@plays("pydantic-ai.models.test_tool_choice_matrix/test_tool_choice_matrix_list_single-anthropic")
def named(tape: Tape) -> None:
    """One of the functions is forced."""
    names = [tool["name"] for tool in tape.recorded[0]["tools"]]
    force = tape.recorded[0]["tool_choice"]["name"]
    tape.gen(tape.text(), tools=tape.tools(*names), force=force, **SHORT)


@plays(f"{SEARCH}native_tool_search_round_trip")
def tools_found(tape: Tape) -> None:
    """Functions that are found by a search: its blocks go back."""
    options = Options(tools=tape.recorded[0]["tools"])
    answer = tape.gen(tape.text(), options, **AUTO)
    tape.gen(genai.Messages.of(tape.text()) + answer + tape.results(1), options, **AUTO)


@plays(f"{MIDWAY}mid_conversation_system_prompt_kept_mid_history")
def midway(tape: Tape) -> None:
    """Words of the system in the midst of a conversation."""
    history = genai.Messages.of(tape.text())
    for message in tape.recorded[0]["messages"][1:]:
        text = message["content"][0]["text"]
        if message["role"] == "user":
            history += text
        elif message["role"] == "assistant":
            history += genai.Message(replies=(genai.Reply(text=text),))
        else:
            history += anthropic.input_message(raw.Text(text=text), role="system")
    tape.gen(history, system_prompt=said(tape.recorded[0]["system"]), **SHORT)


@plays(f"{MODELS}memory_tool")
def remembered(tape: Tape) -> None:
    """A tool that Anthropic describes and you carry out."""
    options = Options(tools=[raw.Memory()])
    answer = tape.gen(tape.text(), options, **AUTO)
    tape.gen(genai.Messages.of(tape.text()) + answer + tape.results(1), options, **AUTO)
