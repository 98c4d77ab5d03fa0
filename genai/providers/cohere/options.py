"""What only Cohere has.  https://docs.cohere.com/reference/chat"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import frozen

from ...checks import Options as Base
from ...checks import boolean, each, one_of, option, whole
from ...values import a_tuple, shown


def _document(value: Any) -> str | None:
    """A text, or an object with its texts in ``data``."""
    if (isinstance(value, str) and value) or (isinstance(value, Mapping) and isinstance(value.get("data"), Mapping)):
        return None
    return f"a text, or a dictionary with a 'data', not {shown(value)}"


@frozen(kw_only=True)
class Options(Base):
    """
    Options of Cohere that have no counterpart elsewhere.

    Args:
        documents: What the model may cite besides the conversation's own text documents: texts, or dictionaries such as
            ``{"id": "a", "data": {"title": "...", "snippet": "..."}}``.
        citations: ``"FAST"``, ``"ACCURATE"``, ``"ENABLED"``, ``"DISABLED"`` or ``"OFF"``.
        strict_tools: True holds tool calls to the tools' schemas; the default where each tool says ``strict=True``.
        safety_mode: ``"CONTEXTUAL"``, ``"STRICT"`` or ``"OFF"``; not together with tools or documents.
        thinking: True lets a model think that can, False keeps it from doing so.
        priority: 0 to 999; higher numbers are served later, and dropped first.
    """

    documents: tuple[str | Mapping[str, Any], ...] = option(each(_document), default=(), converter=a_tuple, hash=False)
    citations: str | None = option(one_of(("ENABLED", "DISABLED", "FAST", "ACCURATE", "OFF")))
    strict_tools: bool | None = option(boolean)
    safety_mode: str | None = option(one_of(("CONTEXTUAL", "STRICT", "OFF")))
    thinking: bool | None = option(boolean)
    priority: int | None = option(whole(0, 999))
