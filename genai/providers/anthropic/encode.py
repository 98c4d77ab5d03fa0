"""Core types to the body of a Messages request.

https://platform.claude.com/docs/en/api/messages/create

The rule here: what cannot be said on this wire is named in ``unsupported``, never dropped.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from attrs import frozen

from ...messages import Messages
from ...settings import Settings
from ...tools import Tool
from .._openai.fields import owned
from .._openai.schemas import schema_of
from .blocks import EPHEMERAL, KEPT, Speaker
from .dialect import Dialect
from .options import AUTO, Options
from .reasoning import think

PLAIN: Final = {
    "system_prompt": "system",
    "temperature": "temperature",
    "top_p": "top_p",
    "top_k": "top_k",
    "max_tokens": "max_tokens",
    "stop": "stop_sequences",
}
"""Option fields that are one field of the body."""

OWN: Final = (
    "context_management", "service_tier", "inference_geo", "speed", "user_profile_id", "mcp_servers",
)  # fmt: skip
"""Own options that are one field of the body, under the same name."""

CHOICES: Final = {"auto": "auto", "required": "any", "none": "none"}
WEB: Final = ("allowed_domains", "blocked_domains")
OPTIONS: Final = frozenset(
    {*PLAIN, *WEB, "reply_as_json", "decode_as", "tools", "force", "parallel", "effort", "budget_tokens", "summary"}
    | {"search", "fetch", "user_location"}
)
NOTHING: Final = Options()
ANY_JSON: Final = {"type": "object"}
"""Some JSON object. Claude Opus 4.8 was recorded refusing it: its schemas must say what the object has."""


@frozen(kw_only=True)
class Asked:
    """
    What a request is made for.

    Args:
        model: The model.
        limits: What is documented of it.
        max_tokens: The most tokens of an answer, where the caller sets none: the API wants a number.
        dialect: Whose wire it is.
    """

    model: str
    limits: Mapping[str, Any]
    max_tokens: int
    dialect: Dialect


@frozen
class Encoded:
    """A body, and what could not be said in it."""

    body: dict[str, Any]
    unsupported: tuple[str, ...]


def own_of(settings: Settings) -> Options:
    """The provider's own options of a request."""
    return next((option for option in settings.own if isinstance(option, Options)), NOTHING)


def encode(asked: Asked, messages: Messages, settings: Settings) -> Encoded:
    """The body of a request."""
    own = own_of(settings)
    speaker = Speaker(asked.dialect, own.citations)
    unsupported = speaker.unsupported
    body: dict[str, Any] = {"model": asked.model, "max_tokens": asked.max_tokens}
    body["messages"] = speaker.messages(messages)
    body.update((key, settings.values[name]) for name, key in PLAIN.items() if name in settings.values)
    body.update((name, value) for name, value in own.given().items() if name in OWN)
    output = _output(settings, own)
    body.update(think(asked.model, asked.limits, asked.dialect, settings, own, output, unsupported))
    if output:
        body["output_config"] = output
    tools = [*map(_function, settings.get("tools", ())), *_web(settings, unsupported), *own.tools]
    if tools:
        body["tools"] = tools
    _choose(body, settings, unsupported)
    if own.user_id is not None:
        body["metadata"] = {"user_id": own.user_id}
    _contain(body, own, messages, asked.dialect)
    _cache(body, own, unsupported)
    return Encoded(body, tuple(unsupported))


def _output(settings: Settings, own: Options) -> dict[str, Any]:
    """https://platform.claude.com/docs/en/build-with-claude/structured-outputs"""
    output: dict[str, Any] = {}
    if settings.get("decode_as") is not None:
        output["format"] = {"type": "json_schema", "schema": schema_of(settings.get("decode_as"))["schema"]}
    elif settings.get("reply_as_json"):
        output["format"] = {"type": "json_schema", "schema": dict(ANY_JSON)}
    if own.task_budget is not None:
        output["task_budget"] = {"type": "tokens", **own.task_budget}
    return output


# --- Tools ------------------------------------------------------------------------------------------------------------


def _function(tool: Tool) -> dict[str, Any]:
    """https://platform.claude.com/docs/en/agents-and-tools/tool-use/define-tools"""
    made: dict[str, Any] = {"name": tool.name, "input_schema": dict(tool.parameters)}
    if tool.description:
        made["description"] = tool.description
    if tool.strict is not None:
        made["strict"] = tool.strict
    return made


def _web(settings: Settings, unsupported: list[str]) -> list[dict[str, Any]]:
    """The first versions of these tools: the later ones run programs, which not every model can."""
    domains = {name: list(settings.values[name]) for name in WEB if name in settings.values}
    made: list[dict[str, Any]] = []
    if settings.get("search"):
        made.append({"type": "web_search_20250305", "name": "web_search", **domains})
        if settings.get("user_location") is not None:
            made[0]["user_location"] = {"type": "approximate", **settings.get("user_location")}
    elif "user_location" in settings.values:
        unsupported.append("WebOptions.user_location: only with search=True")
    if settings.get("fetch"):
        made.append({"type": "web_fetch_20250910", "name": "web_fetch", **domains})
    if domains and not made:
        unsupported.append("WebOptions without search=True or fetch=True")
    return made


def _choose(body: dict[str, Any], settings: Settings, unsupported: list[str]) -> None:
    force, parallel = settings.get("force"), settings.get("parallel")
    if force is None and parallel is None:
        return
    known = CHOICES.get(force or "auto")
    choice: dict[str, Any] = {"type": known} if known else {"type": "tool", "name": force}
    if parallel is not None and force == "none":
        unsupported.append('ToolOptions.parallel: not with force="none"')
    elif parallel is not None:
        choice["disable_parallel_tool_use"] = not parallel
    body["tool_choice"] = choice


# --- What is kept at the provider -------------------------------------------------------------------------------------


def _contain(body: dict[str, Any], own: Options, messages: Messages, dialect: Dialect) -> None:
    """https://platform.claude.com/docs/en/agents-and-tools/tool-use/code-execution-tool#container-reuse"""
    container = own.container
    if container == AUTO:
        replies = (reply for message in reversed(messages) for reply in reversed(message.replies))
        held = (owned(reply.opaque, dialect.provider, KEPT).get("container") for reply in replies)
        container = next(filter(None, held), None)
    if container is not None:
        body["container"] = container


def _cache(body: dict[str, Any], own: Options, unsupported: list[str]) -> None:
    """https://platform.claude.com/docs/en/build-with-claude/prompt-caching"""
    mark = dict(own.cache_control or EPHEMERAL)
    if own.cache_control is not None and not own.cache_at:
        body["cache_control"] = mark
    if "system" in own.cache_at and "system" in body:
        body["system"] = [{"type": "text", "text": body["system"], "cache_control": mark}]
    elif "system" in own.cache_at:
        unsupported.append("Options.cache_at: there is no system prompt")
    if "tools" in own.cache_at and body.get("tools"):
        body["tools"][-1] = {**body["tools"][-1], "cache_control": mark}
    elif "tools" in own.cache_at:
        unsupported.append("Options.cache_at: there are no tools")
    if "messages" in own.cache_at:
        last = body["messages"][-1]
        last["content"] = [*last["content"][:-1], {**last["content"][-1], "cache_control": mark}]
