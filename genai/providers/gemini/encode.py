"""Core types to the body of a generateContent request.

https://ai.google.dev/api/generate-content

The rule here: what cannot be said on this wire is named in ``unsupported``, never dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final, TypeAlias

from attrs import frozen

from ...messages import Message, Messages, Reply, Request, ToolCallResult
from ...settings import Settings
from .._openai.fields import as_object, owned
from .config import OPTIONS, generation, own_fields, system, tools_of
from .dialect import Dialect
from .parts import blob, doc_part, inline

__all__ = ["OPTIONS", "Encoded", "Speaker", "encode"]

KEPT: Final = {"part": dict, "signature": str, "thought": bool}
"""What an answer leaves for its own provider."""
UNSIGNED: Final = "skip_thought_signature_validator"
"""Stands for the signature of a call that another provider's model made, because Gemini 3 refuses calls without one.

https://ai.google.dev/gemini-api/docs/thought-signatures
"""


@frozen(kw_only=True)
class Speaker:
    """
    Who is spoken to.

    Args:
        model: The model's id.
        output: What is wanted of it.
        base_url: Where files of its are.
        limits: What ``models.json`` says of it.
        dialect: How its server speaks.
    """

    model: str
    output: str
    base_url: str
    limits: Mapping[str, Any]
    dialect: Dialect


@frozen
class Encoded:
    """A body, what could not be said in it, and what the model does not allow."""

    body: dict[str, Any]
    unsupported: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()


def encode(speaker: Speaker, messages: Messages, settings: Settings) -> Encoded:
    """The body of a request."""
    unsupported: list[str] = []
    wrong: list[str] = []
    body: dict[str, Any] = {"contents": list(_contents(messages, speaker, unsupported))}
    body.update(system(settings))
    body.update(tools_of(settings, unsupported))
    made = generation(settings, speaker.output, speaker.limits, unsupported, wrong)
    if made:
        body["generationConfig"] = made
    body.update(own_fields(settings))
    return Encoded(body, tuple(unsupported), tuple(wrong))


# --- Messages ---------------------------------------------------------------------------------------------------------


Part: TypeAlias = dict[str, Any]


def _contents(messages: Messages, speaker: Speaker, unsupported: list[str]) -> Iterator[dict[str, Any]]:
    """The conversation. Results of one turn's calls stand together, because the API counts them against the calls."""
    names = {call.id: call.name for message in messages for call in message.tool_calls if call.id}
    answered: list[Part] = []
    for index, message in enumerate(messages):
        place = f"messages[{index}]"
        if message.role == "tool":
            answered += _results(message, f"{place}.tool_results", names, unsupported)
            continue
        if answered:
            yield {"role": "user", "parts": answered}
            answered = []
        role = "user" if message.role == "user" else "model"
        yield {"role": role, "parts": SAID[role](message, place, speaker, unsupported)}
    if answered:
        yield {"role": "user", "parts": answered}


def _user(message: Message, place: str, speaker: Speaker, unsupported: list[str]) -> list[Part]:
    made = []
    for number, part in enumerate(message.requests):
        said = _request(part, speaker)
        if said is None:
            what = (part.doc and part.doc.mime_type) or "a document of unknown type"
            unsupported.append(f"{place}.requests[{number}]: {what}")
        else:
            made.append(said)
    return made


def _request(part: Request, speaker: Speaker) -> Part | None:
    if part.doc is None:
        return {"text": part.text}
    return doc_part(part.doc.loaded(), speaker.base_url, speaker.dialect)


def _results(message: Message, place: str, names: Mapping[str, str], unsupported: list[str]) -> Iterator[Part]:
    for number, result in enumerate(message.tool_results):
        name = result.name or names.get(result.id, "")
        docs = list(_media(result, f"{place}[{number}]", unsupported))
        said = {"error" if result.is_error else "output": result.text}
        answer = {"id": result.id, "name": name, "response": said, "parts": docs}
        yield {"functionResponse": {key: value for key, value in answer.items() if value}}


def _media(result: ToolCallResult, place: str, unsupported: list[str]) -> Iterator[Part]:
    """https://ai.google.dev/gemini-api/docs/function-calling#multimodal-function-responses: bytes only, no URI."""
    for number, part in enumerate(result.content):
        doc = part.doc and part.doc.loaded()
        if doc is None:
            continue
        made = inline(doc) if doc.data is not None else None
        if made is None:
            what = doc.mime_type if doc.data is not None else "a document that is only a reference"
            unsupported.append(f"{place}.content[{number}]: {what or 'a document of unknown type'}")
        else:
            yield {"inlineData": blob(doc)}


def _model(message: Message, place: str, speaker: Speaker, unsupported: list[str]) -> list[Part]:
    """An answer as input: parts of our own go back as they were; others' texts, calls and pictures are said anew.

    Thoughts go back only with their mark: nobody but their maker can use them.
    """
    provider = speaker.dialect.provider
    foreign = not any(provider in reply.opaque for reply in message.replies)
    parts: list[Part] = []
    for number, reply in enumerate(message.replies):
        mine = owned(reply.opaque, provider, KEPT)
        said = mine["part"] if "part" in mine else _reply(reply, mine, speaker)
        if said is None and reply.doc is not None:
            unsupported.append(f"{place}.replies[{number}]: a document said by the assistant")
        if said is None:
            continue
        if "signature" in mine:
            said = {**said, "thoughtSignature": mine["signature"]}
        elif foreign and "functionCall" in said:
            said["thoughtSignature"], foreign = UNSIGNED, False  # the first one speaks for those beside it
        parts.append(said)
    return parts or [{"text": ""}]


def _reply(reply: Reply, mine: Mapping[str, Any], speaker: Speaker) -> Part | None:
    if reply.text is not None or reply.refusal is not None:
        return {"text": reply.refusal if reply.text is None else reply.text}
    if reply.reasoning is not None:
        return {"thought": True, "text": reply.reasoning} if mine.get("thought") else None
    if reply.tool_call is not None:
        call = reply.tool_call
        return {"functionCall": {**({"id": call.id} if call.id else {}), "name": call.name, "args": as_object(call)}}
    return None if reply.doc is None else doc_part(reply.doc.loaded(), speaker.base_url, speaker.dialect)


SAID: Final[Mapping[str, Callable[[Message, str, Speaker, list[str]], list[Part]]]] = {"user": _user, "model": _model}
