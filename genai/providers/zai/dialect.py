"""How Z.ai speaks Chat Completions.  https://docs.z.ai/api-reference/llm/chat-completion"""

from collections.abc import Mapping
from typing import Any

from ...doc import Doc
from ...errors import AuthError, ContentFiltered, ContextTooLong, ModelNotFound, Overloaded, QuotaExceeded, RateLimited
from .._openai_chat.dialect import Dialect
from .._openai_chat.parts import Part, file, image, video
from .._openai_chat.writers import Fields, but, choice, words

SEARCH = {"enable": True, "search_engine": "search_pro_jina", "search_result": True}


def search(how: Mapping[str, Any] | bool) -> Fields:
    """A search on the provider's side.  https://docs.z.ai/guides/tools/web-search"""
    return {"tools": [{"type": "web_search", "web_search": {**SEARCH, **(how if isinstance(how, Mapping) else {})}}]}


def film(doc: Doc, file_id: str | None) -> Part | None:
    """A film, only by URL."""
    return video(doc, file_id) if doc.data is None else None


def document(doc: Doc, file_id: str | None) -> Part | None:
    """A document, by id, by URL or inline."""
    linked = file_id is None and doc.data is None and doc.url is not None
    return {"type": "file", "file": {"file_url": doc.url}} if linked else file(doc, file_id)


DIALECT = Dialect(
    options=but(
        seed=None,
        frequency_penalty=None,
        presence_penalty=None,
        decode_as=None,  # JSON, but not of a given schema
        force=choice("auto", named=False),
        effort=words("minimal", "low", "medium", "high", "xhigh", "max", none={"thinking": {"type": "disabled"}}),
        search=search,
    ),
    own={"clear_thinking": "thinking.clear_thinking", "web_search": search},
    streamed={},  # usage comes unasked
    parts={"image": image, "video": film, "application/pdf": document},
    tool_parts=frozenset(),
    text_parts=False,
    thoughts_back=True,
    think_tags=("<think>", "</think>"),  # GLM-4.5V
    # https://docs.z.ai/api-reference/api-code
    errors={
        AuthError: ("1000", "1001", "1002", "1003", "1004", "1110", "1111", "1112", "1220"),
        QuotaExceeded: ("1113", "1304", "1308", "1309", "1310"),
        RateLimited: ("1302", "1303"),
        ModelNotFound: ("1211",),
        ContextTooLong: ("1261",),
        ContentFiltered: ("1301",),
        Overloaded: ("1305",),
    },
)
