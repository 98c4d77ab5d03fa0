"""The raw endpoints of caches: input that is kept, and paid for once.

https://ai.google.dev/api/caching

``cache = llm.raw.caches.create(raw.CachedContent(contents=[...], ttl="600s"))``, and then
``llm.gen_sync("...", gemini.Options(cached_content=cache))``; ``llm.cache_add`` says the same in core types.
"""

from __future__ import annotations

from typing import Any

from attrs import evolve

from ...sansio import Flow
from .._openai.paths import path
from . import raw
from .group import Group, named
from .verbs import resource


class Caches(Group):
    """``llm.raw.caches``. A cache is given as a ``raw.CachedContent``, or by its name."""

    def create(self, cache: raw.CachedContent) -> Flow[raw.CachedContent]:
        """``POST /cachedContents``, sent once; for the client's model, unless it names another."""
        whole = evolve(cache, model=resource(cache.model or self._wire.config.model))
        return self._send("POST", path("cachedContents"), raw.CachedContent, whole, repeatable=False)

    def get(self, cache: Any) -> Flow[raw.CachedContent]:
        """``GET /cachedContents/{id}``."""
        return self._send("GET", named("cachedContents", cache), raw.CachedContent)

    def list(
        self, *, page_size: int | None = None, page_token: str | None = None
    ) -> Flow[raw.ListCachedContentsResponse]:
        """``GET /cachedContents``, one page."""
        where = path("cachedContents", pageSize=page_size, pageToken=page_token)
        return self._send("GET", where, raw.ListCachedContentsResponse)

    def list_all(self, *, page_size: int | None = None) -> Flow[tuple[raw.CachedContent, ...]]:
        """All caches, page by page."""
        return self._all(lambda token: self.list(page_size=page_size, page_token=token), "cachedContents")

    def update(self, cache: Any, change: raw.CachedContent, *, mask: str | None = None) -> Flow[raw.CachedContent]:
        """``PATCH /cachedContents/{id}``: only its ``ttl`` or ``expireTime`` can change."""
        return self._send("PATCH", named("cachedContents", cache, updateMask=mask), raw.CachedContent, change)

    def delete(self, cache: Any) -> Flow[raw.Empty]:
        """``DELETE /cachedContents/{id}``."""
        return self._send("DELETE", named("cachedContents", cache), raw.Empty)
