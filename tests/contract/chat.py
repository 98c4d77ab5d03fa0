"""Chat Completions, for the contract suite: one set of samples for all who speak it. Ids and words are made up."""

from __future__ import annotations

import base64
import json
from array import array
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from attrs import evolve, fields
from contract.batches import openai_batch, openai_files
from contract.specimen import PNG, FileSpecimen, Specimen

import genai
from genai import providers
from genai.checks import Options
from genai.providers._openai_chat import package, raw
from genai.providers._openai_embeddings.embedder import Embedder
from genai.wiretypes import attributes

SAID = "Weather Oslo: \u2028let me look \U0001f326."
THOUGHT = "Is it warm?\n\nAsk the tool."
CALL = {"id": "call_1", "type": "function", "function": {"name": "get_weather", "arguments": '{"city": "Oslo"}'}}
VECTORS = ((1, -2), (0, 3))
"""Whole numbers, because some make no others."""
PDF = genai.Doc(b"%PDF-1.4\n%%EOF\n", filename="a.pdf")
USAGE = {
    "prompt_tokens": 20,
    "completion_tokens": 11,
    "total_tokens": 31,
    "prompt_tokens_details": {"cached_tokens": 5},
    "completion_tokens_details": {"reasoning_tokens": 7},
}


def dumped(value: Any) -> bytes:
    """JSON as a server sends it."""
    return json.dumps(value, ensure_ascii=False).encode()


def choice(key: str, said: dict[str, Any], finish: str | None) -> dict[str, Any]:
    """A choice: ``key`` is ``"message"`` or ``"delta"``."""
    return {"index": 0, key: said, "finish_reason": finish, "logprobs": None}


def completion(*choices: dict[str, Any], object_: str = "chat.completion", **more: Any) -> dict[str, Any]:
    """A whole answer, or a chunk of one."""
    return {"id": "c_1", "object": object_, "created": 1790000000, "model": "m-1", "choices": [*choices], **more}


def whole(said: dict[str, Any], finish: str = "stop", **more: Any) -> dict[str, Any]:
    """An answer that comes at once."""
    return completion(choice("message", {"role": "assistant", **said}, finish), usage=USAGE, **more)


def chunk(said: dict[str, Any] | None = None, finish: str | None = None, **more: Any) -> dict[str, Any]:
    """A chunk of a stream."""
    choices = () if said is None else (choice("delta", said, finish),)
    return completion(*choices, object_="chat.completion.chunk", **more)


def sse(chunks: Iterable[dict[str, Any]], end: bytes = b"data: [DONE]\n\n") -> bytes:
    """Chunks as server-sent events."""
    return b"".join(b"data: " + dumped(one) + b"\n\n" for one in chunks) + end


def failure(type_: str, code: str | None, message: str) -> bytes:
    """An error's body."""
    return dumped({"error": {"message": message, "type": type_, "param": None, "code": code}})


def pieces(key: str, text: str) -> list[dict[str, Any]]:
    """A text in chunks."""
    return [chunk({key: text[at : at + 6]}) for at in range(0, len(text), 6)]


def thought_name(name: str) -> str | None:
    """The name under which a provider's thoughts come, if they come beside the text."""
    types = package.module(providers.find(name).__name__, "raw") or raw
    known = {attribute.name for attribute in attributes(types.Message)}
    return next((key for key in ("reasoning_content", "reasoning") if key in known), None)


def own_option(name: str) -> Options | None:
    """A provider's own options with one of them set, if it has any."""
    options = package.module(providers.find(name).__name__, "options")
    for field in fields(options.Options) if options else ():
        for value in (True, "low", "auto", "on", 1, "word", {"word": "word"}, ("word",)):
            with suppress(genai.InvalidRequest):
                return options.Options(**{field.name: value})  # type: ignore[no-any-return]
    return None


def chat_specimen(name: str, thinks: str | None = None, **own: Any) -> Specimen:
    """
    The specimen of a provider that speaks Chat Completions.

    Args:
        name: The provider.
        thinks: The name under which its thoughts come; default: what its raw types have.
        own: What is different at this one.
    """
    function: Any = CALL["function"]
    thinks = thinks or thought_name(name)
    thought = {thinks: THOUGHT} if thinks else {}
    plain = whole({"content": "Hello there."})
    begun = chunk({"role": "assistant", "content": ""})
    plain_chunks = [begun, *pieces("content", "Hello there."), chunk({}, "stop"), chunk(usage=USAGE)]
    fragments = [{**CALL, "index": 0, "function": {**function, "arguments": ""}}]
    fragments += [{"index": 0, "function": {"arguments": piece}} for piece in ('{"city', '": "Oslo"}')]
    answer = {**thought, "content": SAID, "tool_calls": [CALL]}
    stream = [begun, *(pieces(thinks, THOUGHT) if thinks else ()), *pieces("content", SAID)]
    stream += [chunk({"tool_calls": [fragment]}) for fragment in fragments]
    stream += [chunk({}, "tool_calls"), chunk(usage=USAGE)]
    info = providers.info(name)
    dialect = package.module(providers.find(name).__name__, "dialect").DIALECT
    model = {"id": "gpt-5", "object": "model", "created": 1754425777, "owned_by": "somebody"}
    samples: dict[str, Any] = {
        "name": name,
        "key_variable": next(iter((*info.key_variables, *info.regions)), None),
        "answer": dumped(whole(answer, "tool_calls")),
        "stream": sse(stream),
        "text": SAID,
        "reasoning": THOUGHT if thinks else "",
        "tool": "get_weather",
        "plain": dumped(plain),
        "plain_stream": sse(plain_chunks),
        "cut_stream": sse(plain_chunks[:-2], b""),
        "error_in_stream": sse([*plain_chunks[:3], {"error": {"code": "server_error", "message": "It broke."}}]),
        "begun": sse(plain_chunks[:3], b""),
        "told": TOLD,
        "unknown_event": sse([*plain_chunks[:2], {**plain_chunks[2], "telepathy": 1}, *plain_chunks[3:]]),
        "unknown_field": dumped({**plain, "telepathy": 1}),
        "unlisted_value": dumped({**plain, "object": "chat.telepathy"}),
        "empty_error": dumped({**completion(), "error": {"code": "server_error", "message": "It broke."}}),
        "empty": dumped(completion()),
        "error_in_200": failure("server_error", "server_error", "It broke."),
        "wrong_type": dumped(whole({"content": 5})),
        "failures": FAILURES,
        "own_option": own_option(name),
        "request_id": dialect.request_id,
        "batch": openai_batch(plain, dialect.batches.metadata) if dialect.batches else None,
        "files": files_of(dialect),
        "models": dumped({"object": "list", "data": [model]}),
        "vectors": vectors(dialect.embeddings),
        "models_unknown_field": dumped({"object": "list", "data": [{**model, "telepathy": 1}]}),
    }
    return Specimen(**{**samples, **own})


def files_of(dialect: Any) -> FileSpecimen | None:
    """Files, where they are kept as OpenAI does; a PDF or a picture by its id, where the wire has words for that."""
    if dialect.files is None:
        return None
    made = openai_files(dialect.files.purpose, bool(dialect.files.pages.size))
    for type_, kind, doc in (("application/pdf", "application/pdf", PDF), ("image", "image/png", PNG)):
        write = dialect.parts.get(type_)
        part = write(genai.Doc(file_ids={"here": "file_1"}, mime_type=kind), "file_1") if write else None
        if part is not None:
            return evolve(made, doc=doc, part=part)
    return made


def vectors(embedder: Embedder | None = None) -> bytes:
    """Vectors with their indexes, the second one first: as the base64 that is asked for, or as numbers."""
    number = embedder.number if embedder is not None and "encoding_format" in embedder.always else None
    written = [base64.b64encode(array(number, one)).decode() for one in VECTORS] if number else VECTORS
    data = [{"object": "embedding", "index": index, "embedding": written[index]} for index in (1, 0)]
    return dumped({"object": "list", "data": data, "model": "m-1", "usage": {"prompt_tokens": 5, "total_tokens": 5}})


TOLD = {
    cls: b"data: " + failure(type_, code, "It broke.") + b"\n\n"
    for type_, code, cls in (
        ("server_error", "server_error", genai.ProviderError),
        ("server_error", "slow_down", genai.Overloaded),
        ("tokens", "rate_limit_exceeded", genai.RateLimited),
        ("insufficient_quota", "insufficient_quota", genai.QuotaExceeded),
        ("invalid_request_error", "invalid_api_key", genai.AuthError),
        ("invalid_request_error", "context_length_exceeded", genai.ContextTooLong),
        ("invalid_request_error", "content_policy_violation", genai.ContentFiltered),
        ("invalid_request_error", None, genai.InvalidRequest),
    )
}

FAILURES = {
    "wrong key": (401, failure("invalid_request_error", "invalid_api_key", "Wrong key."), genai.AuthError),
    "wrong model": (404, failure("invalid_request_error", "model_not_found", "No such."), genai.ModelNotFound),
    "wrong URL": (404, b"<html><body>Not Found</body></html>", genai.InvalidRequest),
    "nothing": (500, b"", genai.ProviderError),
    "bad request": (400, failure("invalid_request_error", None, "Bad."), genai.InvalidRequest),
    "too long": (400, failure("invalid_request_error", "context_length_exceeded", "Long."), genai.ContextTooLong),
    "rate": (429, failure("tokens", "rate_limit_exceeded", "Slow down."), genai.RateLimited),
    "quota": (429, failure("insufficient_quota", "insufficient_quota", "Pay."), genai.QuotaExceeded),
    "overloaded": (503, failure("server_error", "slow_down", "Busy."), genai.Overloaded),
    "filtered": (400, failure("invalid_request_error", "content_policy_violation", "No."), genai.ContentFiltered),
    "redirect": (307, b"", genai.ProviderError),
}
