"""A reading of Chat Completions of its own: what a recorded answer says, in plain dictionaries.

https://platform.openai.com/docs/api-reference/chat, and the pages of the providers that are named below.

The rule here: nothing of genai's is used, so that a mistake of the decoder cannot be its own witness.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]

JOINED = ("content", "reasoning", "reasoning_content", "refusal")
LISTED = ("annotations", "executed_tools")


# --- Streams ----------------------------------------------------------------------------------------------------------


def chunks(body: bytes) -> list[Json]:
    """The recorded chunks; none of these has more than one line of data."""
    lines = re.split(r"\r\n|\n|\r", body.decode())
    data = [line.removeprefix("data:").strip() for line in lines if line.startswith("data:")]
    decoded = [json.loads(line) for line in data if line != "[DONE]"]
    assert all(isinstance(chunk, dict) for chunk in decoded)
    return decoded


def whole(body: bytes) -> Json:
    """A recorded answer; a stream's chunks as one."""
    if body.lstrip().startswith(b"{"):
        decoded: Json = json.loads(body)
        return decoded
    answer: Json = {}
    message: Json = {"role": "assistant"}
    choice: Json = {"index": 0, "finish_reason": None}
    for chunk in chunks(body):
        answer |= {key: value for key, value in chunk.items() if value not in (None, "", [])}
        for part in chunk.get("choices") or ():
            add(message, part.get("delta") or part.get("message") or {})
            if part.get("finish_reason"):
                choice["finish_reason"] = part["finish_reason"]
            for key, values in (part.get("logprobs") or {}).items():
                choice.setdefault("logprobs", {}).setdefault(key, []).extend(values or ())
    return {**answer, "object": "chat.completion", "choices": [{**choice, "message": message}]}


def add(message: Json, delta: Json) -> None:
    """Put a fragment to what there is of a message."""
    for key, value in delta.items():
        if key in JOINED and isinstance(value, str):
            message[key] = message.get(key, "") + value
        elif key in LISTED:
            message.setdefault(key, []).extend(value or ())
    for detail in delta.get("reasoning_details") or ():
        details = message.setdefault("reasoning_details", [])
        if details and details[-1]["index"] == detail["index"]:
            details[-1] |= {**detail, "text": details[-1]["text"] + detail["text"]}
        else:
            details.append(detail)
    for fragment in delta.get("tool_calls") or ():
        calls = message.setdefault("tool_calls", [])
        same = next((one for one in calls if one["index"] == fragment["index"]), None)
        if same is None:
            calls.append(
                same := {"type": "function", "index": fragment["index"], "function": {"name": "", "arguments": ""}}
            )
        same["id"] = same.get("id") or fragment.get("id") or ""
        for key, value in (fragment.get("function") or {}).items():
            same["function"][key] = same["function"].get(key, "") + (value or "")
    if sound := delta.get("audio"):
        known = message.setdefault("audio", {"transcript": "", "pieces": []})
        known["transcript"] += sound.get("transcript") or ""
        known["pieces"] += [sound["data"]] if sound.get("data") else []


# --- What an answer says ----------------------------------------------------------------------------------------------


def reading(body: bytes, headers: dict[str, str]) -> Json:
    """What a recorded answer says, piece by piece."""
    answer = whole(body)
    choice = answer["choices"][0]
    message = choice["message"]
    text, thoughts = words(message)
    calls = [
        (call.get("id") or "", call["function"]["name"], json.loads(call["function"].get("arguments") or "{}"))
        for call in message.get("tool_calls") or ()
    ]
    return {
        "text": text,
        "reasoning": thoughts,
        "refusal": message.get("refusal") or "",
        "tool calls": calls,
        **citations(answer, message),
        "logprobs": logprobs(choice.get("logprobs") or {}),
        "usage": usage(answer),
        "finish": finish(choice.get("finish_reason"), bool(calls)),
        "limits": limits(headers),
        "model": answer["model"],
        "id": answer["id"],
        "tier": answer.get("service_tier"),
        "sounds": sounds(message.get("audio") or {}),
    }


def words(message: Json) -> tuple[str, str]:
    """The text and the thoughts, wherever they stand."""
    beside = message.get("reasoning_content") or message.get("reasoning") or ""
    if not beside:  # https://openrouter.ai/docs/use-cases/reasoning-tokens
        details = message.get("reasoning_details") or ()
        beside = "".join(detail.get("text") or detail.get("summary") or "" for detail in details)
    content = message.get("content") or (message.get("audio") or {}).get("transcript") or ""
    if isinstance(content, list):  # https://docs.mistral.ai/capabilities/reasoning
        thoughts = ["".join(one["text"] for one in part["thinking"]) for part in content if part["type"] == "thinking"]
        return "".join(part["text"] for part in content if part["type"] == "text"), "\n\n".join(thoughts)
    within = re.match(r"\s*<think>(.*?)(?:</think>\s*(.*)|\Z)", content, re.DOTALL)
    return (within[2] or "", within[1].strip()) if within else (content, beside)


def citations(answer: Json, message: Json) -> Json:
    """What the text rests on: pages with a place in the text, and the rest, each page once."""
    notes = [note.get("url_citation", note) for note in message.get("annotations") or ()]
    tools = message.get("executed_tools") or ()  # https://console.groq.com/docs/compound/built-in-tools/web-search
    found = [note for note in notes if note.get("end_index", 0) <= note.get("start_index", 0)]
    found += [page for tool in tools for page in (tool.get("search_results") or {}).get("results") or ()]
    found += answer.get("search_results") or []  # https://docs.perplexity.ai/api-reference/chat-completions-post
    urls = {("web", page["url"]) for page in found} | {("web", url) for url in answer.get("citations") or ()}
    pictures = {("web_image", image["image_url"]) for image in answer.get("images") or ()}
    placed = [note for note in notes if note.get("end_index", 0) > note.get("start_index", 0)]
    return {
        "placed": [(note["url"], note["start_index"], note["end_index"]) for note in placed],
        "pages": sorted(urls | pictures),
    }


def logprobs(given: Json) -> list[Any]:
    """Each token of the text with its probability, and the alternatives with theirs."""
    if given.get("tokens"):  # https://docs.together.ai/docs/logprobs
        rows = zip(given["tokens"], given["token_logprobs"], given["top_logprobs"], strict=True)
        return [(token, value, [(one["token"], one["logprob"]) for one in top]) for token, value, top in rows]
    return [
        (one["token"], one["logprob"], [(top["token"], top["logprob"]) for top in one.get("top_logprobs") or ()])
        for one in given.get("content") or ()
    ]


def first(held: Json, *paths: str) -> int | None:
    """The first number that is there; a path is ``"object.name"``, or a name alone."""
    for path in paths:
        place, _, name = path.rpartition(".")
        value = ((held.get(place) or {}) if place else held).get(name)
        if value is not None:
            assert isinstance(value, int)
            return value
    return None


def usage(answer: Json) -> Json:
    """
    Tokens; the input counts what was cached, and the output the thoughts.

    https://api-docs.deepseek.com/guides/kv_cache, https://docs.together.ai/reference/chat-completions-1,
    https://console.groq.com/docs/api-reference#chat-create; ``timings`` are llama.cpp's.
    """
    given = answer.get("usage") or (answer.get("x_groq") or {}).get("usage") or {}
    timings = answer.get("timings")
    if not given and timings:
        read, made = timings["prompt_n"] + timings["cache_n"], timings["predicted_n"]
        given = {
            "prompt_tokens": read,
            "cached_tokens": timings["cache_n"],
            "completion_tokens": made,
            "total_tokens": read + made,
        }
    inner = "prompt_tokens_details."
    read, made = first(given, "prompt_tokens"), first(given, "completion_tokens")
    if "prompt_audio_seconds" in given:  # Mistral: all but the answer was heard or read
        read = given["total_tokens"] - given["completion_tokens"]
    elif answer.get("model", "").startswith("gemini-"):  # Google's: all but the question was thought or said
        made = given["total_tokens"] - given["prompt_tokens"]
    return {
        "input": read,
        "output": made,
        "cached": first(
            given, f"{inner}cached_tokens", "prompt_cache_hit_tokens", "num_cached_tokens", "cached_tokens"
        ),
        "cache_write": first(given, f"{inner}cache_write_tokens", f"{inner}cache_creation_input_tokens"),
        "reasoning": first(given, "completion_tokens_details.reasoning_tokens", "reasoning_tokens"),
        "total": first(given, "total_tokens"),
    }


def finish(reason: str | None, calls: bool) -> str:
    """Why it ended; a call of a tool is one, whatever the server says. gpt-audio's streams say nothing."""
    if calls:
        return "tool_calls"
    return {"stop": "stop", "length": "length", None: "other"}[reason]


LIMITS = {
    # the end of the header's name: what is counted, and in which period
    "-requests": ("requests", None),
    "-tokens": ("tokens", None),
    "-input-images": ("input_images", None),
    "-requests-minute": ("requests", "minute"),
    "-requests-hour": ("requests", "hour"),
    "-requests-day": ("requests", "day"),
    "-tokens-minute": ("tokens", "minute"),
    "-tokens-hour": ("tokens", "hour"),
    "-tokens-day": ("tokens", "day"),
    "-tokens-month": ("tokens", "month"),
    "-req-60-second": ("requests", "minute"),
    "": ("requests", None),
}
UNITS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0}


def limits(headers: dict[str, str]) -> Json:
    """The x-ratelimit-* headers: what is counted in which period, to limit, remaining and reset."""
    found: Json = {}
    for name, kind in LIMITS.items():
        told = [headers.get(f"x-ratelimit-{what}{name}") for what in ("limit", "remaining", "reset")]
        if any(told):
            limit, left = (None if number is None else int(float(number)) for number in told[:2])
            found[" per ".join(filter(None, kind))] = (limit, left, seconds(told[2]))
    return found


def seconds(duration: str | None) -> float | None:
    """A duration as Go writes it: 120ms, 1m30.5s; or plain seconds."""
    if duration is None:
        return None
    parts = re.findall(r"([0-9.]+)(ms|[smh])", duration)
    return round(sum(float(number) * UNITS[unit] for number, unit in parts) if parts else float(duration), 6)


def sounds(sound: Json) -> list[str]:
    """The bytes of what was spoken, told by their digest: a test's report should not draw them."""
    pieces = sound.get("pieces") or [piece for piece in [sound.get("data")] if piece]
    return [digest(b"".join(map(base64.b64decode, pieces)))] if pieces else []


def digest(data: bytes) -> str:
    """What tells long bytes apart."""
    return f"{len(data)} bytes, {hashlib.sha256(data).hexdigest()}"
