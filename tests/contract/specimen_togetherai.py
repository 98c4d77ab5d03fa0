"""Together, for the contract suite: its list of models is bare."""

from __future__ import annotations

from contract.chat import chat_specimen, dumped

MODEL = {"id": "gpt-5", "object": "model", "created": 1754425777, "type": "chat", "organization": "somebody"}

SPECIMEN = chat_specimen("togetherai", models=dumped([MODEL]), models_unknown_field=dumped([{**MODEL, "telepathy": 1}]))
