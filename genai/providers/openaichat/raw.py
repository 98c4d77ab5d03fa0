"""Raw: Chat Completions as OpenAI has them.  https://platform.openai.com/docs/api-reference/chat"""

from __future__ import annotations

from functools import partial

from .._openai_chat import raw as chat

__getattr__ = partial(getattr, chat)
"""The whole wire."""
