"""How Groq speaks Chat Completions.  https://console.groq.com/docs/openai"""

from typing import Any

from ...spool import Limits
from .._openai.kept import TEXT, BatchDialect, FileDialect
from .._openai.pages import WHOLE
from .._openai_chat.dialect import Dialect
from .._openai_chat.parts import IMAGES
from .._openai_chat.writers import NEWER, but, fixed, words
from .._openai_embeddings.embedder import Embedder

SEARCH = {"type": "browser_search"}
"""https://console.groq.com/docs/browser-search"""


def tweak(body: dict[str, Any]) -> None:
    """Compound systems search by themselves, and refuse to be given a tool for it (recorded)."""
    if body["model"].startswith("groq/compound") and SEARCH in body.get("tools", ()):
        body["tools"].remove(SEARCH)
        if not body["tools"]:
            del body["tools"]


DIALECT = Dialect(
    options=but(
        NEWER,
        max_tokens="max_completion_tokens",
        effort=words("none", "low", "medium", "high"),
        search=fixed(tools=[SEARCH]),
        allowed_domains="search_settings.include_domains",
        blocked_domains="search_settings.exclude_domains",
    ),
    own={"include_images": "search_settings.include_images", "country": "search_settings.country"},
    tweak=tweak,
    streamed={},  # usage comes unasked, in x_groq
    parts=IMAGES,
    text_parts=False,  # models without eyes take no lists (recorded)
    think_tags=("<think>", "</think>"),  # reasoning_format="raw"
    thoughts_back=True,
    embeddings=Embedder(options={}),
    # https://console.groq.com/docs/batch; the description has 100 MB, and lists that come at once
    batches=BatchDialect(endpoints={"text": TEXT}, limits=Limits(requests=50_000, bytes=100_000_000), pages=WHOLE),
    files=FileDialect(purpose="batch", pages=WHOLE),
)
