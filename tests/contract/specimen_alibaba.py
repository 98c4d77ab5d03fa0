"""Alibaba, for the contract suite: its ``insufficient_quota`` is of a minute, and passes."""

from __future__ import annotations

from contract.chat import FAILURES, TOLD, chat_specimen, failure

import genai

QUOTA = {
    "rate of tokens": (429, failure("insufficient_quota", "insufficient_quota", "Slow down."), genai.RateLimited),
    "quota": (400, failure("Arrearage", "Arrearage", "Pay."), genai.QuotaExceeded),
}

LASTING = {cls: event for cls, event in TOLD.items() if cls is not genai.QuotaExceeded}

SPECIMEN = chat_specimen("alibaba", failures={**FAILURES, **QUOTA}, told=LASTING)
