"""Any compatible server, for the contract suite: it has no URL and no model of its own."""

from __future__ import annotations

from contract.chat import chat_specimen

SPECIMEN = chat_specimen("openaicompatible", load={"base_url": "https://llm.example.com/v1", "model": "m-1"})
