"""How Ollama's own wire says what all providers know, as data.  https://docs.ollama.com/api/chat"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

PLACED: Final = {
    "temperature": "temperature",
    "top_p": "top_p",
    "top_k": "top_k",
    "max_tokens": "num_predict",
    "stop": "stop",
    "seed": "seed",
    "frequency_penalty": "frequency_penalty",
    "presence_penalty": "presence_penalty",
}
"""Option fields that are one field of the body's ``options``.

https://docs.ollama.com/modelfile#valid-parameters-and-values; the penalties are in the server's own types.
"""

LEVELS: Final[Mapping[str, bool | str]] = {
    "none": False,
    "low": "low",
    "medium": "medium",
    "high": "high",
    "max": "max",
}
"""``think`` for each effort. Models that know no levels take false, and true.

https://docs.ollama.com/capabilities/thinking
"""

OPTIONS: Final = frozenset({*PLACED, "system_prompt", "reply_as_json", "decode_as", "top_logprobs", "tools", "effort"})
"""The standard options that have words here. There is no ``tool_choice``: no tool can be forced, nor forbidden."""

THOUGHTS: Final = "reasoning"
"""What a thought is called in Chat Completions: both wires know each other's thoughts by it."""
