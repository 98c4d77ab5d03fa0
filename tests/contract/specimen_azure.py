"""Azure OpenAI, for the contract suite: it has no server but one's own resource."""

from __future__ import annotations

from contract.chat import chat_specimen

SPECIMEN = chat_specimen("azure", load={"base_url": "https://example.openai.azure.com/openai/v1"})
