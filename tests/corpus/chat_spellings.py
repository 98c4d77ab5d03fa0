"""What two requests of Chat Completions may differ in, and still say the same.

The rule here: each spelling has the reason why nothing is lost by it; there are no others.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Json = dict[str, Any]


DEFAULTS: Json = {
    "stream": (False,),
    "n": (1,),
    "strict": (False,),
    "description": ("",),
    "prefix": (False,),
    "content": ([], ""),
    "stream_options": ({"include_usage": True}, {"include_usage": False}),
    "tools": ([],),
    "tool_calls": ([],),
    "tool_choice": ("auto",),
    "type": ("function", "enabled"),
    "model": ("default",),  # llama.cpp has one
}


def without_defaults(node: Json) -> Json:
    """Without what is said by saying nothing."""
    return {
        key: value
        for key, value in node.items()
        if value is not None and not any(type(value) is type(one) and value == one for one in DEFAULTS.get(key, ()))
    }


def plain_texts(node: Json) -> Json:
    """A content of one text, as that text."""
    content = node.get("content")
    if not isinstance(content, list) or len(content) != 1 or content[0].keys() != {"type", "text"}:
        return node
    return {**node, "content": content[0]["text"]}


def side_by_side(node: Json) -> Json:
    """What the user says in several messages, as one."""
    said: list[Json] = []
    for message in node.get("messages") or ():
        if said and message.get("role") == said[-1].get("role") == "user":
            parts = [*in_parts(said[-1].get("content")), *in_parts(message.get("content"))]
            said[-1] = {**said[-1], "content": parts}
        else:
            said.append(message)
    return {**node, "messages": said} if said else node


def in_parts(content: Any) -> list[Json]:
    """Content as a list of parts."""
    return [{"type": "text", "text": content}] if isinstance(content, str) else content or []


def one_word_for_length(node: Json) -> Json:
    """``max_tokens`` under its newer name."""
    if "messages" not in node:
        return node
    names = dict.fromkeys(("max_tokens", "n_predict"), "max_completion_tokens")
    return {names.get(key, key): value for key, value in node.items()}


def system(node: Json) -> Json:
    """The developer, as the system."""
    return {**node, "role": "system"} if node.get("role") == "developer" else node


LABELS = {"schema": ("name", "description"), "tool_call_id": ("name",), "document_url": ("document_name",)}


def unnamed(node: Json) -> Json:
    """A schema without a name and a description of its own; a tool's result or a document without its name."""
    labels = next((labels for key, labels in LABELS.items() if key in node), ())
    return {key: value for key, value in node.items() if key not in labels}


def any_tool(node: Json) -> Json:
    """Some tool has to be called, in OpenAI's word."""
    return {**node, "tool_choice": "required"} if node.get("tool_choice") == "any" else node


def without_dialect(node: Json) -> Json:
    """A JSON schema without the name of its dialect."""
    return {key: value for key, value in node.items() if key != "$schema"}


def numbered(node: Json) -> Json:
    """Calls by their number in the conversation."""
    ids: dict[Any, int] = {}
    said = []
    for message in node.get("messages") or ():
        calls = [
            {
                key: value
                for key, value in {**call, "id": ids.setdefault(call.get("id"), len(ids))}.items()
                if key != "index"
            }
            for call in message.get("tool_calls") or ()
        ]
        answered = {"tool_call_id": ids.get(message["tool_call_id"])} if "tool_call_id" in message else {}
        said.append({**message, **answered, **({"tool_calls": calls} if calls else {})})
    return {**node, "messages": said} if said else node


SPELLINGS: dict[Callable[[Json], Json], str] = {
    # Applied to every object of both sides, from the outside to the inside.
    numbered: "a call's id may be shortened on its way back; what counts is that the result names its call",
    side_by_side: "some servers take one text per message: several messages of the user then say what one would",
    without_defaults: "null and these words are what holds when nothing is said; a stream's usage is asked for unasked",
    plain_texts: "a text is short for a list of one text",
    one_word_for_length: "max_tokens is the older name of max_completion_tokens, and n_predict llama.cpp's own",
    system: "`developer` is what newer models of OpenAI's call the system; they take both",
    any_tool: "Mistral's own word is `any`; it takes OpenAI's as well",
    unnamed: "the names of schemas, documents and of the tool that a result is of are labels; the id says whose it is",
    without_dialect: "Go's schemas name their dialect, which the APIs ignore",
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
