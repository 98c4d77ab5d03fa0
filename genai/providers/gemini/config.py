"""Config: options as fields of a generateContent request.

https://ai.google.dev/api/generate-content#v1beta.GenerationConfig

The rule here: an option is one row of a table, or one small function.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from ... import schema
from ...settings import Settings
from ...tools import Tool
from .options import own_of
from .schemas import openapi

PLAIN: Final = {
    "temperature": "temperature",
    "top_p": "topP",
    "top_k": "topK",
    "max_tokens": "maxOutputTokens",
    "frequency_penalty": "frequencyPenalty",
    "presence_penalty": "presencePenalty",
    "seed": "seed",
}
"""Option fields that are one field of the generationConfig."""
IMAGE: Final = {"size": "imageSize", "aspect_ratio": "aspectRatio"}
SIZES: Final = ("512", "1K", "2K", "4K")

TEXT_OPTIONS: Final = frozenset(
    {*PLAIN, "system_prompt", "stop", "top_logprobs", "reply_as_json", "decode_as", "tools", "force", "effort"}
    | {"budget_tokens", "summary", "search", "fetch"}
)
OPTIONS: Final[Mapping[str, frozenset[str]]] = {
    "text": TEXT_OPTIONS,
    "image": TEXT_OPTIONS | IMAGE.keys(),
    "audio": TEXT_OPTIONS | {"voice", "audio_format"},
}
"""What is asked for, to the options that can be said of it."""

MODALITIES: Final = {"image": ["TEXT", "IMAGE"], "audio": ["AUDIO"]}
AUDIO: Final = {
    "mp3": "AUDIO_MP3",
    "opus": "AUDIO_OGG_OPUS",
    "pcm16": "AUDIO_L16",
    "wav": "AUDIO_WAV",
    "alaw": "AUDIO_ALAW",
    "mulaw": "AUDIO_MULAW",
}
LEVELS: Final = {"minimal": "MINIMAL", "low": "LOW", "medium": "MEDIUM", "high": "HIGH"}
BUDGETS: Final = {"none": 0, "minimal": 1024, "low": 1024, "medium": 8192, "high": 24576}
"""What Google's OpenAI-compatible endpoint makes of efforts, for models that have budgets.
https://ai.google.dev/gemini-api/docs/openai#thinking"""
MODES: Final = {"auto": "AUTO", "required": "ANY", "none": "NONE"}


def system(settings: Settings) -> dict[str, Any]:
    """The system prompt."""
    prompt = settings.get("system_prompt")
    return {} if prompt is None else {"systemInstruction": {"parts": [{"text": prompt}]}}


def generation(
    settings: Settings, output: str, limits: Mapping[str, Any], unsupported: list[str], wrong: list[str]
) -> dict[str, Any]:
    """The generationConfig."""
    made: dict[str, Any] = {key: settings.values[name] for name, key in PLAIN.items() if name in settings.values}
    own = own_of(settings)
    modalities = list(own.modalities) or MODALITIES.get(output)
    if modalities:
        made["responseModalities"] = modalities
    if settings.get("stop"):
        made["stopSequences"] = list(settings.get("stop"))
    if settings.get("top_logprobs") is not None:
        made["responseLogprobs"] = True
        made |= {"logprobs": settings.get("top_logprobs")} if settings.get("top_logprobs") else {}
    made.update(_format(settings, unsupported))
    made.update(_thinking(settings, limits, unsupported))
    if output == "image":
        made.update(_image(settings, limits, unsupported, wrong))
    made.update(_speech(settings, output, unsupported))
    if own.media_resolution is not None:
        made["mediaResolution"] = f"MEDIA_RESOLUTION_{own.media_resolution.upper()}"
    return made


def _format(settings: Settings, unsupported: list[str]) -> dict[str, Any]:
    """https://ai.google.dev/gemini-api/docs/structured-output"""
    type_ = settings.get("decode_as")
    if type_ is None:
        return {"responseMimeType": "application/json"} if settings.get("reply_as_json") else {}
    wanted = schema.of(type_)
    said: dict[str, Any] = {"responseJsonSchema": wanted}
    if own_of(settings).openapi_schemas:
        said = {"responseSchema": openapi(wanted, "TextOptions.decode_as", unsupported)}
    return {"responseMimeType": "application/json", **said}


def _thinking(settings: Settings, limits: Mapping[str, Any], unsupported: list[str]) -> dict[str, Any]:
    """https://ai.google.dev/gemini-api/docs/thinking: a level or a budget, not both."""
    effort, budget, summary = (settings.get(name) for name in ("effort", "budget_tokens", "summary"))
    made: dict[str, Any] = {}
    if effort is not None:
        by_budget = limits.get("thinking") == "budget"
        table: Mapping[str, Any] = BUDGETS if by_budget else LEVELS
        if effort in table:
            made["thinkingBudget" if by_budget else "thinkingLevel"] = table[effort]
        else:
            unsupported.append(f"ReasoningOptions.effort: {effort}")
    if budget is not None:
        made["thinkingBudget"] = budget
        if effort is not None:
            unsupported.append("ReasoningOptions.budget_tokens beside effort")
    if summary == "auto":
        made["includeThoughts"] = True
    elif summary is not None:
        unsupported.append(f"ReasoningOptions.summary: {summary}")
    return {"thinkingConfig": made} if made else {}


def _image(settings: Settings, limits: Mapping[str, Any], unsupported: list[str], wrong: list[str]) -> dict[str, Any]:
    """https://ai.google.dev/gemini-api/docs/image-generation"""
    allowed = limits.get("image", {})
    made = {}
    for name, key in IMAGE.items():
        value = settings.get(name)
        if value is None:
            continue
        if name == "size" and value not in SIZES:
            unsupported.append(f"ImageOptions.size: {value}")  # pixels are the model's own affair
            continue
        wrong += beyond(name, value, allowed)
        made[key] = value
    return {"imageConfig": made} if made else {}


def beyond(name: str, value: Any, allowed: Mapping[str, Any]) -> list[str]:
    """What a model's limits have against an image option. A model without limits is not checked."""
    choices = allowed.get(name, ())
    if not allowed or value in choices:
        return []
    expected = f"one of {', '.join(choices)}" if choices else "this model has one only"
    return [f"ImageOptions.{name}: {expected}, not {value!r}"]


def _speech(settings: Settings, output: str, unsupported: list[str]) -> dict[str, Any]:
    """https://ai.google.dev/gemini-api/docs/speech-generation"""
    own, made = own_of(settings), {}
    if output != "audio" and "AUDIO" not in own.modalities:
        silent = [f"Options.{name} without audio" for name in ("speech", "language") if getattr(own, name) is not None]
        unsupported += silent
        return {}
    speech = dict(own.speech or {})
    if settings.get("voice") is not None:
        speech["voiceConfig"] = {"prebuiltVoiceConfig": {"voiceName": settings.get("voice")}}
    if own.language is not None:
        speech["languageCode"] = own.language
    if speech:
        made["speechConfig"] = speech
    wanted = settings.get("audio_format")
    if wanted in AUDIO:
        made["responseFormat"] = {"audio": {"mimeType": AUDIO[wanted]}}
    elif wanted is not None:
        unsupported.append(f"AudioOptions.audio_format: {wanted}")
    return made


# --- Tools ------------------------------------------------------------------------------------------------------------


def tools_of(settings: Settings, unsupported: list[str]) -> dict[str, Any]:
    """Tools, and how they are used.  https://ai.google.dev/gemini-api/docs/function-calling"""
    own = own_of(settings)
    tools = [dict(tool) for tool in own.tools]
    tools += [{"codeExecution": {}}] * bool(own.code_execution)
    tools += [{"urlContext": {}}] * bool(settings.get("fetch"))
    tools += [{"googleSearch": {}}] * bool(settings.get("search"))
    functions = settings.get("tools", ())
    if functions:
        tools.append(
            {"functionDeclarations": [_function(tool, own.openapi_schemas, unsupported) for tool in functions]}
        )
    how: dict[str, Any] = {}
    calling = _calling(settings, functions, own.allowed_functions, unsupported)
    if calling:
        how["functionCallingConfig"] = calling
    if own.server_side_tools is not None:
        how["includeServerSideToolInvocations"] = own.server_side_tools
    if own.retrieval is not None:
        how["retrievalConfig"] = own.retrieval
    return {key: value for key, value in (("tools", tools), ("toolConfig", how)) if value}


def _function(tool: Tool, older: bool | None, unsupported: list[str]) -> dict[str, Any]:
    parameters = dict(tool.parameters)
    said: dict[str, Any] = {"parametersJsonSchema": parameters}
    if older:
        said = (
            {"parameters": openapi(parameters, f"Tool {tool.name}", unsupported)}
            if parameters.get("properties")
            else {}
        )
    return {"name": tool.name, "description": tool.description, **said}


def _calling(
    settings: Settings, functions: tuple[Tool, ...], allowed: tuple[str, ...], unsupported: list[str]
) -> dict[str, Any]:
    """Whether functions are called. A strict tool is one whose calls are held to its schema: VALIDATED, or ANY."""
    force = settings.get("force")
    if allowed and force in (None, "required"):
        return {"mode": "ANY", "allowedFunctionNames": list(allowed)}
    if allowed:
        unsupported.append(f"Options.allowed_functions beside ToolOptions.force {force!r}")
    if force not in (None, *MODES):
        return {"mode": "ANY", "allowedFunctionNames": [force]}
    if force in (None, "auto") and any(tool.strict for tool in functions):
        return {"mode": "VALIDATED"}
    return {} if force is None else {"mode": MODES[force]}


# --- Own options ------------------------------------------------------------------------------------------------------

OWN: Final = {"cached_content": "cachedContent", "service_tier": "serviceTier", "store": "store"}
"""Own options that are one field of the body."""


def own_fields(settings: Settings) -> dict[str, Any]:
    """What else the package's own options say in the body."""
    own = own_of(settings)
    made = {key: getattr(own, name) for name, key in OWN.items() if getattr(own, name) is not None}
    if own.safety:
        made["safetySettings"] = [{"category": kind, "threshold": what} for kind, what in own.safety.items()]
    return made


NOT_HERE: Final = ("person_generation", "guidance_scale", "negative_prompt")
"""Own options that only other endpoints have."""
