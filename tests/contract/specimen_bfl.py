"""Black Forest Labs, for the contract suite: it makes pictures alone, so ``pictures.py`` has its answers."""

from __future__ import annotations

from typing import Any

from attrs import NOTHING, fields
from contract.specimen import Specimen

NO_TEXT: dict[str, Any] = {
    attribute.name: {} if attribute.name == "failures" else b""
    for attribute in fields(Specimen)
    if attribute.default is NOTHING
}

SPECIMEN = Specimen(
    **{**NO_TEXT, "name": "bfl", "key_variable": "BFL_API_KEY", "text": "", "tool": ""},
    request_id="x-azure-ref",
    makes="image",
)
