"""Recorded requests of Chat Completions, as the calls of genai that say the same.

The rule here: a call is made from the recorded JSON by one function for all providers; what no option of genai's, or of
the provider's package, can say is left over, and told.
"""

from __future__ import annotations

import base64
import importlib
import json
from collections.abc import Callable
from typing import Any

import httpx2
from attrs import define, field, fields_dict
from corpus.chat_corpus import Exchange, client

import genai
from genai.errors import Error, NotSupported

Json = dict[str, Any]


@define
class Call:
    """
    What a user of genai would write.

    Args:
        dialect: How the provider speaks.
        messages: The conversation.
        shorthand: Options by name.
        own: Options of the provider's package.
        left: Fields of the recorded request that nothing of these says.
    """

    dialect: Any
    messages: list[Any] = field(factory=list)
    shorthand: Json = field(factory=dict)
    own: Json = field(factory=dict)
    left: Json = field(factory=dict)


# --- Options ----------------------------------------------------------------------------------------------------------

SAME = ("temperature", "top_p", "top_k", "seed", "frequency_penalty", "presence_penalty", "stop")
RENAMED = {
    "max_completion_tokens": "max_tokens",
    "max_tokens": "max_tokens",
    "n_predict": "max_tokens",
    "random_seed": "seed",
    "parallel_tool_calls": "parallel",
    "reasoning_effort": "effort",
    "top_logprobs": "top_logprobs",
}
SAID_ELSEWHERE = ("model", "messages", "stream", "stream_options", "logprobs", "modalities")
ONE = {"n": 1}


def tool(given: Json) -> genai.Tool:
    """A function that the model may call; strict only where that is said."""
    function = given["function"]
    return genai.Tool(
        name=function["name"],
        description=function.get("description") or "",
        parameters=function.get("parameters") or {"type": "object", "properties": {}},
        strict=bool(function.get("strict")),
    )


SEARCHES = {"web_search", "browser_search"}


def tools(call: Call, given: Any) -> None:
    """Functions; and a search of the provider's, which is an option of its own."""
    if functions := [tool(one) for one in given if "function" in one]:
        call.shorthand["tools"] = functions
    if others := {one["type"] for one in given if "function" not in one}:
        call.shorthand["search"] = True
        if not others <= SEARCHES:
            call.left["tools"] = sorted(others - SEARCHES)


def force(call: Call, given: Any) -> None:
    """Which tool is called; Mistral's word for "required" is "any". Where "auto" is all there is, nobody says it."""
    if given != "auto" or "force" in call.dialect.options:
        named = given["function"]["name"] if isinstance(given, dict) else given
        call.shorthand["force"] = "required" if named == "any" else named


def form(call: Call, given: Json) -> None:
    """The form of the answer; Together has the schema in another place."""
    if given["type"] == "json_schema":
        held = given.get("json_schema") or given
        schema = held.get("schema") or held
        call.shorthand["decode_as"] = {key: value for key, value in schema.items() if key != "$schema"}
    else:
        call.shorthand["reply_as_json"] = True


def thinking(call: Call, given: Json) -> None:
    """Whether the model thinks (DeepSeek, Xiaomi, Z.ai), which it does unless it is told not to."""
    if given.get("type") == "disabled":
        call.shorthand["effort"] = "none"
    call.own |= {key: value for key, value in given.items() if key != "type"}


def enable_thinking(call: Call, given: bool) -> None:
    """The same with Alibaba's models, which know no degrees of it."""
    call.shorthand["effort"] = "high" if given else "none"


def reasoning(call: Call, given: Json) -> None:
    """How much the model thinks (OpenRouter)."""
    (call.shorthand if set(given) == {"effort"} else call.left).update(given)


def audio(call: Call, given: Json) -> None:
    """Speech."""
    names = {"voice": "voice", "format": "audio_format"}
    call.shorthand |= {names[key]: value for key, value in given.items()}


def enable_search(call: Call, given: bool) -> None:
    """Alibaba's search."""
    call.shorthand["search"] = given


def domains(call: Call, given: Json) -> None:
    """Where Groq searches."""
    names = {"include_domains": "allowed_domains", "exclude_domains": "blocked_domains"}
    call.shorthand |= {names[key]: value for key, value in given.items() if key in names}
    call.shorthand["search"] = True
    if set(given) - set(names):
        call.left["search_settings"] = given


def web_search(call: Call, given: Json) -> None:
    """OpenAI's search."""
    call.shorthand["search"] = True
    if "search_context_size" in given:
        call.shorthand["context_size"] = given["search_context_size"]


SAYERS: dict[str, Callable[[Call, Any], None]] = {
    "tools": tools,
    "tool_choice": force,
    "response_format": form,
    "thinking": thinking,
    "enable_thinking": enable_thinking,
    "reasoning": reasoning,
    "audio": audio,
    "enable_search": enable_search,
    "search_settings": domains,
    "web_search_options": web_search,
}


def own_options(provider: str) -> Any:
    """The provider's Options, or None."""
    return getattr(importlib.import_module(f"genai.providers.{provider}"), "Options", None)


def call_of(one: Exchange) -> Call:
    """The call that says what was recorded."""
    package = importlib.import_module(f"genai.providers.{one.provider}")
    call = Call(dialect=package.DIALECT)
    options = own_options(one.provider)
    known = fields_dict(options) if options else {}
    for key, value in one.sent.items():
        if key in SAID_ELSEWHERE or value is None or value == [] or ONE.get(key) == value:
            continue
        if key in SAYERS:
            SAYERS[key](call, value)
        elif key in known:
            call.own[key] = value
        elif key in SAME or key in RENAMED:
            call.shorthand[RENAMED.get(key, key)] = value
        else:
            call.left[key] = value
    if type(top := one.sent.get("logprobs")) is int:
        call.shorthand["top_logprobs"] = top  # Together
    conversation(call, one.sent["messages"], one.provider)
    return call


# --- Messages ---------------------------------------------------------------------------------------------------------


def conversation(call: Call, messages: list[Json], provider: str) -> None:
    """The system prompt, and what was said."""
    names: dict[str, str] = {}
    for number, message in enumerate(messages):
        role = message["role"] if len(messages) > 1 else "user"  # MiMo reads out what the assistant says
        if role in ("system", "developer"):
            prompts = [text_of(message["content"])]
            if number == 0:
                call.shorthand["system_prompt"] = prompts[0]
            else:
                call.left["system prompts in the middle"] = prompts
        elif role == "user":
            call.messages.append(genai.user(*map(part, parts_of(message["content"]))))
        elif role == "assistant":
            names |= {one["id"]: one["function"]["name"] for one in message.get("tool_calls") or ()}
            call.messages.append(answer(message, provider))
        else:
            id_ = message["tool_call_id"]
            content = list(map(part, parts_of(message["content"])))
            call.messages.append(genai.ToolCallResult(id=id_, name=names[id_], content=content))


def parts_of(content: Any) -> list[Json]:
    """Content as a list of parts."""
    return [{"type": "text", "text": content}] if isinstance(content, str) else list(content or ())


def text_of(content: Any) -> str:
    """Content that is text alone."""
    return "".join(one["text"] for one in parts_of(content))


def answer(message: Json, provider: str) -> genai.Message:
    """What the model said."""
    replies = []
    for name in ("reasoning_content", "reasoning"):
        if message.get(name):
            replies.append(genai.Reply(reasoning=message[name], opaque={provider: {"thoughts": name}}))
    for place, one in enumerate(parts_of(message.get("content"))):
        if one["type"] == "thinking":
            replies.append(genai.Reply(reasoning=text_of(one["thinking"]), block=place))
        elif one["text"]:
            replies.append(genai.Reply(text=one["text"], block=place))
    for one in message.get("tool_calls") or ():
        function = one["function"]
        made = genai.ToolCall(id=one["id"], name=function["name"], arguments=function["arguments"])
        replies.append(genai.Reply(tool_call=made, block=100 + len(replies)))
    return genai.Message(replies=replies)


def part(one: Json) -> genai.Doc | str:
    """A text, or a document."""
    type_ = one["type"]
    if type_ == "text":
        text: str = one["text"]
        return text
    held = one[type_]
    if type_ == "file":
        if "file_id" in held:
            return genai.Doc(file_ids={"openai": held["file_id"]})
        return doc(held["file_data"], "application/pdf", filename=held.get("filename"))
    if type_ == "input_audio":
        return doc(held if isinstance(held, str) else held.get("data", ""), None)
    kinds = {"video_url": "video/mp4", "document_url": "application/pdf", "image_url": None}
    about = {"meta": {"detail": held["detail"]}} if isinstance(held, dict) and held.get("detail") else {}
    return doc(held if isinstance(held, str) else held["url"], kinds[type_], **about)


def doc(source: str, mime_type: str | None, **about: Any) -> genai.Doc:
    """A document, by its URL or its bytes."""
    given = {key: value for key, value in about.items() if value is not None}
    if source.startswith("data:"):
        return genai.Doc(data=base64.b64decode(source.partition(",")[2]), **given)
    if source.startswith(("http://", "https://")):
        return genai.Doc(url=source, mime_type=mime_type, **given)
    return genai.Doc(data=base64.b64decode(source), **given)


# --- Making the request again -----------------------------------------------------------------------------------------


class Unsaid(Exception):
    """The recorded request has something that no call of genai's says."""


def sent(one: Exchange) -> tuple[str, Json]:
    """The URL and the body that the call of genai's sends."""
    call = call_of(one)
    if call.left:
        raise Unsaid(f"no option for {', '.join(sorted(call.left))}")
    caught: list[tuple[str, Json]] = []

    def handler(request: httpx2.Request) -> httpx2.Response:
        caught.append((str(request.url), json.loads(request.content)))
        return httpx2.Response(one.status, headers=one.headers, content=one.body)

    audio_: dict[str, Any] = {"output": "audio"} if one.sent.get("audio") else {}
    llm = client(one, handler=handler, **audio_)
    options = [own_options(one.provider)(**call.own)] if call.own else []
    try:
        if one.streamed:
            with llm.gen_stream(call.messages, *options, **call.shorthand) as stream:
                next(iter(stream), None)
        else:
            llm.gen_sync(call.messages, *options, **call.shorthand)
    except NotSupported as error:
        raise Unsaid(str(error)) from error
    except Error:
        if not caught:
            raise
    return caught[0]
