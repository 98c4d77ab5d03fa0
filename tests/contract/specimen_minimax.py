"""MiniMax, for the contract suite: its thoughts come beside the text unless that is switched off."""

from __future__ import annotations

from contract.chat import chat_specimen

from genai.providers.minimax.options import Options

SPECIMEN = chat_specimen("minimax", own_option=Options(reasoning_split=False))
