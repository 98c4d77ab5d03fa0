"""Raw: Chat Completions as Ollama has them.  https://docs.ollama.com/api/openai-compatibility"""

from __future__ import annotations

from functools import partial

from ..._openai_chat import rawthinking as thinking

__getattr__ = partial(getattr, thinking)
"""The whole wire."""
