"""How OpenAI speaks its own wire: the defaults, and what only its own models know.

https://platform.openai.com/docs/api-reference/chat/create
"""

from __future__ import annotations

from .._openai_chat.dialect import Dialect

DIALECT = Dialect(system_role="developer", outputs=frozenset({"text", "audio"}))
