"""The raw endpoints that only OpenAI has: kept completions, and single models.

https://platform.openai.com/docs/api-reference/chat/list

``llm.raw.completions.get("chatcmpl-1")`` carries one out.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ... import convert
from ...sansio import Flow
from .._openai.group import Group
from .._openai.paths import path
from .._openai_chat import endpoints, raw

if TYPE_CHECKING:
    from .._openai_chat.verbs import Chat


class Endpoints(endpoints.Endpoints):
    """``llm.raw``: the completions, those that are kept, and the models. A model is a ``raw.Model`` or its id."""

    @property
    def completions(self) -> Completions:
        """Completions that are kept at the server, because they were made with ``store``."""
        return Completions(self._wire)

    def get_model(self, model: Any) -> Flow[raw.Model]:
        """``GET /models/{id}``.  https://platform.openai.com/docs/api-reference/models/retrieve"""
        return self._send("GET", path("models", model), raw.Model)

    def delete_model(self, model: Any) -> Flow[raw.ModelDeleted]:
        """``DELETE /models/{id}``, of a fine-tuned one.  https://platform.openai.com/docs/api-reference/models/delete"""
        return self._send("DELETE", path("models", model), raw.ModelDeleted)


class Completions(Group):
    """``llm.raw.completions``. A completion is given as a ``raw.Completion``, or as its id."""

    _wire: Chat

    def list(
        self,
        *,
        model: str | None = None,
        metadata: Mapping[str, str] | None = None,
        limit: int | None = None,
        order: str | None = None,
        after: str | None = None,
    ) -> Flow[raw.CompletionList]:
        """``GET /chat/completions``, one page: those of a model, those with all of this metadata.

        https://platform.openai.com/docs/api-reference/chat/list
        """
        wanted = {f"metadata[{key}]": value for key, value in (metadata or {}).items()}
        query = {"model": model, **wanted, "limit": limit, "order": order, "after": after}
        return self._send("GET", self._path(**query), raw.CompletionList)

    def list_all(
        self,
        *,
        model: str | None = None,
        metadata: Mapping[str, str] | None = None,
        limit: int | None = None,
        order: str | None = None,
    ) -> Flow[tuple[raw.StoredCompletion, ...]]:
        """The same, page by page; ``limit`` is for one page."""
        query: dict[str, Any] = {"model": model, "metadata": metadata, "limit": limit, "order": order}
        return self._all(lambda after: self.list(**query, after=after))

    def get(self, completion: Any) -> Flow[raw.StoredCompletion]:
        """``GET /chat/completions/{id}``.  https://platform.openai.com/docs/api-reference/chat/get"""
        return self._send("GET", self._path(completion), raw.StoredCompletion)

    def update(self, completion: Any, metadata: Mapping[str, str] | None) -> Flow[raw.StoredCompletion]:
        """``POST /chat/completions/{id}``: other metadata.  https://platform.openai.com/docs/api-reference/chat/update"""
        body = convert.unstructure(raw.CompletionUpdate(metadata=metadata))
        return self._send("POST", self._path(completion), raw.StoredCompletion, body)

    def delete(self, completion: Any) -> Flow[raw.CompletionDeleted]:
        """``DELETE /chat/completions/{id}``.  https://platform.openai.com/docs/api-reference/chat/delete"""
        return self._send("DELETE", self._path(completion), raw.CompletionDeleted)

    def messages(
        self, completion: Any, *, limit: int | None = None, order: str | None = None, after: str | None = None
    ) -> Flow[raw.MessageList]:
        """``GET /chat/completions/{id}/messages``, one page of what was asked.

        https://platform.openai.com/docs/api-reference/chat/getMessages
        """
        where = self._path(completion, "messages", limit=limit, order=order, after=after)
        return self._send("GET", where, raw.MessageList)

    def all_messages(
        self, completion: Any, *, limit: int | None = None, order: str | None = None
    ) -> Flow[tuple[raw.StoredMessage, ...]]:
        """All that was asked, page by page; ``limit`` is for one page."""
        return self._all(lambda after: self.messages(completion, limit=limit, order=order, after=after))

    def _path(self, *parts: Any, **query: Any) -> str:
        return f"{self._wire.chat_path}{path(*parts, **query)}"
