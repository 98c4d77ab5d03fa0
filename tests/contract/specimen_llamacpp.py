"""llama-server, for the contract suite: it counts tokens."""

from __future__ import annotations

from contract.chat import chat_specimen

SPECIMEN = chat_specimen("llamacpp", tokens=b'{"input_tokens": 20, "object": "response.input_tokens"}')
