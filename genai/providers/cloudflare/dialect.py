"""How Workers AI speaks Chat Completions, and how its native wire, which is nearly the same, differs from them.

https://developers.cloudflare.com/workers-ai/configuration/open-ai-compatibility/

The fields are those that all text models of Workers AI have, by Cloudflare's own SDK; its page on compatibility lists
none. Newer models take more of OpenAI's, each as its own page says: those go by ExtraBody.
In which form a schema goes is not told for this endpoint; it is OpenAI's here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

import msgspec

from ... import schema
from ...errors import AuthError, Error, InvalidRequest, ModelNotFound, Overloaded, QuotaExceeded
from .._openai_chat.dialect import Dialect
from .._openai_chat.parts import IMAGES
from .._openai_chat.writers import but
from .._openai_embeddings.embedder import BARE

ERRORS: Final[Mapping[type[Error], tuple[str, ...]]] = {
    AuthError: ("3023", "3041", "5016", "5018"),
    QuotaExceeded: ("3036",),
    Overloaded: ("3040",),
    ModelNotFound: ("3042", "5007"),
}
"""https://developers.cloudflare.com/workers-ai/platform/errors/"""
THINKS: Final = ("<think>", "</think>")
"""Recorded, of DeepSeek's R1."""

DIALECT = Dialect(
    models=None,
    options=but(top_k="top_k", stop=None, force=None),
    parts=IMAGES,
    tool_parts=frozenset(),
    think_tags=THINKS,
    request_id="cf-ray",
    errors=ERRORS,
    embeddings=BARE,
)

# --- The native wire.  https://developers.cloudflare.com/workers-ai/get-started/rest-api/ -----------------------------

REFUSED: Final = frozenset({"5023"})
"""Faults of a request that come with status 403: recorded, of a stream that was to fit a schema."""


def bare_schema(type_: Any) -> Mapping[str, Any]:
    """A schema goes without a name.  https://developers.cloudflare.com/workers-ai/features/json-mode/"""
    return {"response_format": {"type": "json_schema", "json_schema": schema.of(type_)}}


def native(body: dict[str, Any]) -> None:
    """The model stands in the URL, and calls of tools are said in words."""
    del body["model"]
    body["messages"] = [said for message in body["messages"] for said in plain(message)]


def plain(message: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """
    A message as this wire has it: a role, a content, and beside them a call's id (recorded) and no more.

    So a call is the content of a message. The recorded one has the arguments alone; with the name beside them it is
    what an answer's ``tool_calls`` have by Cloudflare's own SDK, and a model can tell which tool it called.
    """
    calls = message.pop("tool_calls", ())
    if not calls or message.get("content"):
        yield message
    for call in calls:
        function = call["function"]
        said = msgspec.json.encode({"name": function["name"], "arguments": decoded(function["arguments"])}).decode()
        yield {"role": message["role"], "content": said, "tool_call_id": call["id"]}


def decoded(arguments: str) -> Any:
    """A call's arguments; what is no JSON stays a text."""
    try:
        return msgspec.json.decode(arguments)
    except (msgspec.DecodeError, RecursionError):
        return arguments


NATIVE = Dialect(
    options=but(top_k="top_k", stop=None, force=None, decode_as=bare_schema),
    parts=IMAGES,
    tool_parts=frozenset(),
    text_parts=False,
    call_id=str,  # its own are longer than OpenAI's
    think_tags=THINKS,
    request_id="cf-ray",
    streamed={},
    tweak=native,
    # 5023 and 7000 are recorded; 7000 is "No route for that URI".
    errors={**ERRORS, ModelNotFound: (*ERRORS[ModelNotFound], "7000"), InvalidRequest: ("5023",)},
)
