"""LM Studio, for the contract suite: which models there are is for its owner to say."""

from __future__ import annotations

from contract.chat import chat_specimen

SPECIMEN = chat_specimen("lmstudio", load={"model": "m-1"})
