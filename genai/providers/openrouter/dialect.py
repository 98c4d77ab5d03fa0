"""How OpenRouter speaks Chat Completions.  https://openrouter.ai/docs/api-reference/chat-completion"""

from typing import Any

from ...doc import Doc
from ...errors import AuthError, ContentFiltered, ContextTooLong, Overloaded, ProviderError, QuotaExceeded
from .._openai_chat.dialect import Dialect
from .._openai_chat.parts import AUDIO_FORMATS, Part, audio, image, source, video
from .._openai_chat.parts import file as openai_file
from .._openai_chat.writers import OPTIONS, Fields, but, fixed
from .._openai_embeddings.embedder import PLAIN

SEARCH = "openrouter:web_search"
"""https://openrouter.ai/docs/guides/features/server-tools/web-search"""


def file(doc: Doc, file_id: str | None) -> Part | None:
    """A file as OpenAI takes it, or by URL.  https://openrouter.ai/docs/features/multimodal/pdfs"""
    linked = {"filename": doc.filename or "document", "file_data": source(doc)}
    return openai_file(doc, file_id) or ({"type": "file", "file": linked} if doc.url else None)


def located(place: Fields) -> Fields:
    """Where the user is, for a search."""
    return {SEARCH: {"parameters": {"user_location": {"type": "approximate", **place}}}}


def tweak(body: dict[str, Any]) -> None:
    """A search is a tool; the table collects what it is told beside the body's own fields."""
    search = body.pop(SEARCH, {})
    if "type" in search:
        body.setdefault("tools", []).append(search)


DIALECT = Dialect(
    options=but(
        OPTIONS,
        top_k="top_k",
        effort="reasoning.effort",
        budget_tokens="reasoning.max_tokens",
        summary="reasoning.summary",
        search=fixed(**{SEARCH: {"type": SEARCH}}),
        allowed_domains=f"{SEARCH}.parameters.allowed_domains",
        blocked_domains=f"{SEARCH}.parameters.excluded_domains",
        context_size=f"{SEARCH}.parameters.search_context_size",
        user_location=located,
        voice=None,
        audio_format=None,
    ),
    own={"exclude_reasoning": "reasoning.exclude", "enable_reasoning": "reasoning.enabled"},
    tweak=tweak,
    parts={"image": image, "audio": audio(*AUDIO_FORMATS.values()), "video": video, "application/pdf": file},
    tool_parts=frozenset({"image", "audio", "video", "application/pdf"}),
    request_id="x-generation-id",
    errors={  # ApiErrorType in OpenRouter's description
        ContextTooLong: ("token_limit_exceeded", "string_too_long"),
        AuthError: ("authentication", "permission_denied"),
        QuotaExceeded: ("payment_required",),
        Overloaded: ("provider_overloaded", "provider_unavailable"),
        ContentFiltered: ("refusal",),
        ProviderError: ("server", "timeout"),
    },
    embeddings=PLAIN,
)
