"""The raw endpoints of stores: files that a model can search.

https://ai.google.dev/api/file-search/file-search-stores
"""

from __future__ import annotations

from typing import Any

from ...sansio import Flow
from .._openai.paths import path
from . import raw
from .files import Uploads
from .group import named

COLLECTION = "fileSearchStores"


class Stores(Uploads):
    """``llm.raw.stores``. A store is given as a ``raw.FileSearchStore``, or by its name; documents are too."""

    def create(self, store: raw.FileSearchStore) -> Flow[raw.FileSearchStore]:
        """``POST /fileSearchStores``, sent once."""
        return self._send("POST", path(COLLECTION), raw.FileSearchStore, store, repeatable=False)

    def get(self, store: Any) -> Flow[raw.FileSearchStore]:
        """``GET /fileSearchStores/{id}``."""
        return self._send("GET", named(COLLECTION, store), raw.FileSearchStore)

    def list(
        self, *, page_size: int | None = None, page_token: str | None = None
    ) -> Flow[raw.ListFileSearchStoresResponse]:
        """``GET /fileSearchStores``, one page."""
        where = path(COLLECTION, pageSize=page_size, pageToken=page_token)
        return self._send("GET", where, raw.ListFileSearchStoresResponse)

    def list_all(self, *, page_size: int | None = None) -> Flow[tuple[raw.FileSearchStore, ...]]:
        """All stores, page by page."""
        return self._all(lambda token: self.list(page_size=page_size, page_token=token), COLLECTION)

    def delete(self, store: Any, *, force: bool | None = None) -> Flow[raw.Empty]:
        """``DELETE /fileSearchStores/{id}``; ``force`` deletes its documents as well."""
        return self._send("DELETE", named(COLLECTION, store, force=force), raw.Empty)

    def upload(
        self, store: Any, file: Any, *, request: raw.UploadToFileSearchStoreRequest | None = None, **about: Any
    ) -> Flow[raw.Operation]:
        """``POST /upload/.../fileSearchStores/{id}:uploadToFileSearchStore``: as ``files.upload``, into a store."""
        where = named(COLLECTION, store, verb="uploadToFileSearchStore")
        return self._upload(where, file, request or raw.UploadToFileSearchStoreRequest(), raw.Operation, **about)

    def documents(
        self, store: Any, *, page_size: int | None = None, page_token: str | None = None
    ) -> Flow[raw.ListDocumentsResponse]:
        """``GET /fileSearchStores/{id}/documents``, one page."""
        where = named(COLLECTION, store, "documents", pageSize=page_size, pageToken=page_token)
        return self._send("GET", where, raw.ListDocumentsResponse)

    def get_document(self, document: Any) -> Flow[raw.Document]:
        """``GET /fileSearchStores/{id}/documents/{id}``; a document is given by its whole name."""
        return self._send("GET", named(COLLECTION, document), raw.Document)

    def delete_document(self, document: Any, *, force: bool | None = None) -> Flow[raw.Empty]:
        """``DELETE /fileSearchStores/{id}/documents/{id}``; ``force`` deletes what was made of it as well."""
        return self._send("DELETE", named(COLLECTION, document, force=force), raw.Empty)
