"""How Perplexity speaks Chat Completions.  https://docs.perplexity.ai/api-reference/sonar-post

It knows no tools: calls that were made elsewhere are said as text. ``GET /v1/models`` lists what another API takes.
"""

import base64
from collections.abc import Mapping
from typing import Any, Final

from ...doc import Doc
from .._openai_chat.dialect import Dialect
from .._openai_chat.parts import Part, image, video
from .._openai_chat.writers import Unsayable, but, fixed, json_schema, words
from .._openai_embeddings.embedder import Embedder

DOCUMENTS: Final = (
    "application/pdf",
    "application/msword",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/rtf",
)


def document(doc: Doc, file_id: str | None) -> Part | None:
    """A document by URL, or inline as base64 without more.  https://docs.perplexity.ai/guides/file-attachments"""
    url = doc.url if doc.data is None else base64.b64encode(doc.data).decode("ascii")
    name = {"file_name": doc.filename} if doc.filename else {}
    return None if url is None else {"type": "file_url", "file_url": {"url": url}, **name}


def domains(mark: str = "") -> Any:
    """Where to search, or with ``"-"``, where not to; both are one list."""
    return lambda names: {"search_domain_filter": [mark + name for name in names]}


def located(place: Mapping[str, str]) -> Mapping[str, Any]:
    """Where the user is; the time zone cannot be said."""
    if "timezone" in place:
        raise Unsayable("country, region and city, not timezone")
    return {"web_search_options": {"user_location": dict(place)}}


def tweak(body: dict[str, Any]) -> None:
    """A conversation with tools, for a model that has none: calls are said by who made them, results by the user."""
    for message in body["messages"]:
        calls = [call["function"] for call in message.pop("tool_calls", ())]
        if calls:
            said = (message.get("content"), *(f"{call['name']}({call['arguments']})" for call in calls))
            message["content"] = "\n".join(filter(None, said))
        if message.pop("tool_call_id", None) is not None:
            message["role"] = "user"


DIALECT = Dialect(
    models=None,
    options=but(
        seed=None,
        frequency_penalty=None,
        presence_penalty=None,
        reply_as_json=None,
        tools=None,
        force=None,
        decode_as=json_schema,
        effort=words("minimal", "low", "medium", "high"),
        search=fixed(disable_search=False),  # it searches unasked
        allowed_domains=domains(),
        blocked_domains=domains("-"),
        context_size="web_search_options.search_context_size",
        user_location=located,
    ),
    own={
        "search_type": "web_search_options.search_type",
        "image_results_enhanced_relevance": "web_search_options.image_results_enhanced_relevance",
    },
    tweak=tweak,
    streamed={},  # usage comes unasked
    parts={"image": image, "video": video, **dict.fromkeys(DOCUMENTS, document)},
    think_tags=("<think>", "</think>"),
    embeddings=Embedder(path="/v1/embeddings", most=512, always={"encoding_format": "base64_int8"}, number="b"),
)
