"""Baseten's verbs: those of Chat Completions, with the key in a header of its own form."""

from __future__ import annotations

from collections.abc import Mapping

from .._openai_chat import verbs


class Chat(verbs.Chat):
    """Chat Completions, as Baseten speaks it."""

    def auth(self, key: str) -> Mapping[str, str]:
        """The headers that carry the key."""
        return {"authorization": f"Api-Key {key}"}
