"""Pollinations, for the contract suite: it needs no key, and its list of models is bare, with names."""

from __future__ import annotations

from contract.chat import chat_specimen, dumped

from genai.providers.pollinations.options import Options

MODEL = {"name": "gpt-5", "description": "A model", "tools": True}

SPECIMEN = chat_specimen(
    "pollinations",
    key_variable=None,
    own_option=Options(private=False),
    models=dumped([MODEL]),
    models_unknown_field=dumped([{**MODEL, "telepathy": 1}]),
)
