"""Workers AI, for the contract suite: the account is in its URL."""

from __future__ import annotations

from contract.chat import chat_specimen

SPECIMEN = chat_specimen(
    "cloudflare", load={"base_url": "https://api.cloudflare.com/client/v4/accounts/ACCOUNT_ID/ai/v1"}
)
