"""Novita, for the contract suite: its batches have states in capital letters, and keep no metadata."""

from __future__ import annotations

from contract.batches import openai_batch
from contract.chat import chat_specimen, whole

STATES = {"in_progress": "PROGRESS"}

SPECIMEN = chat_specimen(
    "novita",
    batch=openai_batch(
        whole({"content": "Hello there."}), own=None, word=lambda status: STATES.get(status, status.upper())
    ),
)
