"""Cerebras, for the contract suite: its thoughts come as ``reasoning``."""

from __future__ import annotations

from contract.chat import chat_specimen

SPECIMEN = chat_specimen("cerebras", thinks="reasoning")
