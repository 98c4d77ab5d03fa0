"""GitHub Models, for the contract suite: its list of models is bare."""

from __future__ import annotations

from contract.chat import chat_specimen, dumped

MODEL = {"id": "gpt-5", "name": "GPT-5", "publisher": "OpenAI", "limits": {"max_input_tokens": 200000}}

SPECIMEN = chat_specimen("github", models=dumped([MODEL]), models_unknown_field=dumped([{**MODEL, "telepathy": 1}]))
