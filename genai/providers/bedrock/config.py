"""Config: options as fields of a Converse request.

https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html

The rule here: an option is one row of a table, or one small function. What models have of their own (top_k, a budget
for thoughts, seeds) is no field of Converse: ``Options(additional_fields=...)`` says it in the model's words.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from ... import schema
from ...settings import Settings
from ...tools import Tool
from .._openai.schemas import NO_NAME
from .dialect import EFFORTS, FORCED
from .options import own_of

INFERENCE: Final = {"max_tokens": "maxTokens", "temperature": "temperature", "top_p": "topP"}
"""Option fields that are one field of the inferenceConfig."""
OPTIONS: Final = frozenset({*INFERENCE, "system_prompt", "stop", "decode_as", "tools", "force", "effort"})


def config(settings: Settings, unsupported: list[str]) -> dict[str, Any]:
    """All fields of a request beside its messages."""
    return {
        **_system(settings, unsupported),
        **_inference(settings),
        **_output(settings, unsupported),
        **_tools(settings, unsupported),
        **_own(settings),
    }


def cache_point(settings: Settings) -> dict[str, Any]:
    """All before it is cached.  https://docs.aws.amazon.com/bedrock/latest/userguide/prompt-caching.html"""
    ttl = own_of(settings).cache_ttl
    return {"cachePoint": {"type": "default", **({"ttl": ttl} if ttl else {})}}


def cached(entries: list[dict[str, Any]], place: str, settings: Settings, unsupported: list[str]) -> None:
    """Put a cache point behind entries, if one is wanted there; it is nothing without them."""
    if place not in own_of(settings).cache_points:
        return
    if entries:
        entries.append(cache_point(settings))
    else:
        unsupported.append(f"bedrock.Options.cache_points: {place}, of which there is nothing")


def _system(settings: Settings, unsupported: list[str]) -> dict[str, Any]:
    prompt = settings.get("system_prompt")
    said = [{"text": prompt}] if prompt else []  # an empty text is refused
    cached(said, "system", settings, unsupported)
    return {"system": said} if said else {}


def _inference(settings: Settings) -> dict[str, Any]:
    made: dict[str, Any] = {key: settings.values[name] for name, key in INFERENCE.items() if name in settings.values}
    if settings.get("stop"):
        made["stopSequences"] = list(settings.get("stop"))
    return {"inferenceConfig": made} if made else {}


def _output(settings: Settings, unsupported: list[str]) -> dict[str, Any]:
    """https://docs.aws.amazon.com/bedrock/latest/userguide/structured-output.html: a schema goes as JSON text."""
    made: dict[str, Any] = {}
    type_, effort = settings.get("decode_as"), settings.get("effort")
    if type_ is not None:
        named = {"name": _name(type_), "schema": msgspec.json.encode(schema.of(type_)).decode()}
        made["textFormat"] = {"type": "json_schema", "structure": {"jsonSchema": named}}
    if effort in EFFORTS:
        made["effort"] = effort
    elif effort is not None:
        unsupported.append(f"ReasoningOptions.effort: {effort}")
    return {"outputConfig": made} if made else {}


def _name(type_: Any) -> str:
    given = type_.get("title") if isinstance(type_, Mapping) else getattr(type_, "__name__", None)
    return NO_NAME.sub("_", str(given or "response"))[:64]


def _tools(settings: Settings, unsupported: list[str]) -> dict[str, Any]:
    """https://docs.aws.amazon.com/bedrock/latest/userguide/tool-use.html"""
    tools = [{"toolSpec": _specification(tool)} for tool in settings.get("tools", ())]
    tools += [{"systemTool": {"name": name}} for name in own_of(settings).system_tools]
    force = settings.get("force")
    cached(tools, "tools", settings, unsupported)
    choice = FORCED.get(force) or {"tool": {"name": force}}
    if force is not None and (force == "none" or not tools):
        unsupported.append(f"ToolOptions.force: {force}{'' if tools else ' without tools'}")
    if not tools:
        return {}
    return {"toolConfig": {"tools": tools, **({"toolChoice": choice} if force not in (None, "none") else {})}}


def _specification(tool: Tool) -> dict[str, Any]:
    made: dict[str, Any] = {"name": tool.name, "inputSchema": {"json": dict(tool.parameters)}}
    if tool.description:
        made["description"] = tool.description
    return made if tool.strict is None else {**made, "strict": tool.strict}


def _own(settings: Settings) -> dict[str, Any]:
    own = own_of(settings)
    made: dict[str, Any] = {
        "additionalModelRequestFields": own.additional_fields,
        "additionalModelResponseFieldPaths": list(own.response_fields) or None,
        "guardrailConfig": own.guardrail,
        "performanceConfig": own.latency and {"latency": own.latency},
        "serviceTier": own.service_tier and {"type": own.service_tier},
        "requestMetadata": own.metadata,
        "promptVariables": own.prompt_variables
        and {name: {"text": text} for name, text in own.prompt_variables.items()},
    }
    return {name: value for name, value in made.items() if value is not None}
