"""The raw endpoints of conversations that are kept at the server.

https://platform.openai.com/docs/api-reference/conversations
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ... import convert
from ...sansio import Flow
from .._openai.group import Group
from .._openai.paths import path
from . import raw


class Conversations(Group):
    """``llm.raw.conversations``. A conversation is given as a ``raw.ConversationObject``, or as its id."""

    @property
    def items(self) -> ConversationItems:
        """What is in a conversation."""
        return ConversationItems(self._wire)

    def create(self, request: raw.ConversationRequest | None = None) -> Flow[raw.ConversationObject]:
        """``POST /conversations``, sent once.  https://platform.openai.com/docs/api-reference/conversations/create"""
        body = convert.unstructure(request or raw.ConversationRequest())
        return self._send("POST", path("conversations"), raw.ConversationObject, body, repeatable=False)

    def get(self, conversation: Any) -> Flow[raw.ConversationObject]:
        """``GET /conversations/{id}``.  https://platform.openai.com/docs/api-reference/conversations/retrieve"""
        return self._send("GET", path("conversations", conversation), raw.ConversationObject)

    def update(self, conversation: Any, metadata: Mapping[str, str] | None) -> Flow[raw.ConversationObject]:
        """``POST /conversations/{id}``: other metadata.  https://platform.openai.com/docs/api-reference/conversations/update"""
        body = {"metadata": metadata}
        return self._send("POST", path("conversations", conversation), raw.ConversationObject, body)

    def delete(self, conversation: Any) -> Flow[raw.ConversationDeleted]:
        """``DELETE /conversations/{id}``; its items stay.  https://platform.openai.com/docs/api-reference/conversations/delete"""
        return self._send("DELETE", path("conversations", conversation), raw.ConversationDeleted)


class ConversationItems(Group):
    """``llm.raw.conversations.items``; ``include`` asks for fields that are left out otherwise (``raw.Include``)."""

    def create(
        self, conversation: Any, items: Sequence[raw.Item], *, include: Sequence[str] | None = None
    ) -> Flow[raw.ItemList]:
        """``POST /conversations/{id}/items``, sent once; 20 items at most.

        https://platform.openai.com/docs/api-reference/conversations/create-items
        """
        where = path("conversations", conversation, "items", include=include)
        return self._send("POST", where, raw.ItemList, {"items": convert.unstructure(items)}, repeatable=False)

    def list(
        self,
        conversation: Any,
        *,
        limit: int | None = None,
        order: str | None = None,
        after: str | None = None,
        include: Sequence[str] | None = None,
    ) -> Flow[raw.ItemList]:
        """``GET /conversations/{id}/items``, one page.

        https://platform.openai.com/docs/api-reference/conversations/list-items
        """
        query = {"limit": limit, "order": order, "after": after, "include": include}
        return self._send("GET", path("conversations", conversation, "items", **query), raw.ItemList)

    def list_all(
        self,
        conversation: Any,
        *,
        limit: int | None = None,
        order: str | None = None,
        include: Sequence[str] | None = None,
    ) -> Flow[tuple[raw.Item, ...]]:
        """All items, page by page; ``limit`` is for one page."""
        return self._all(lambda after: self.list(conversation, limit=limit, order=order, after=after, include=include))

    def get(self, conversation: Any, item: Any, *, include: Sequence[str] | None = None) -> Flow[raw.Item]:
        """``GET /conversations/{id}/items/{id}``.

        https://platform.openai.com/docs/api-reference/conversations/get-item
        """
        return self._send("GET", path("conversations", conversation, "items", item, include=include), raw.Item)

    def delete(self, conversation: Any, item: Any) -> Flow[raw.ConversationObject]:
        """``DELETE /conversations/{id}/items/{id}``: gives the conversation.

        https://platform.openai.com/docs/api-reference/conversations/delete-item
        """
        return self._send("DELETE", path("conversations", conversation, "items", item), raw.ConversationObject)
