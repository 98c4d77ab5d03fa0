"""What only Groq has.  https://console.groq.com/docs/api-reference#chat-create"""

from collections.abc import Mapping
from typing import Any

from attrs import frozen

from ...checks import Options as Base
from ...checks import boolean, each, mapping, nonempty, one_of, option
from ...values import a_tuple


@frozen(kw_only=True)
class Options(Base):
    """
    Options of Groq that have no counterpart elsewhere.

    Args:
        reasoning_format: ``"parsed"`` (thoughts beside the text), ``"raw"`` (in the text) or ``"hidden"``.
        include_reasoning: For models that know no reasoning_format: False leaves the thoughts out.
        service_tier: ``"auto"``, ``"on_demand"``, ``"flex"`` or ``"performance"``.
        disable_tool_validation: True takes tool calls that do not fit their schemas.
        compound_custom: Models and tools of a compound system.
        include_images: True lets a search give pictures as well.
        country: Searches prefer pages from there.
        documents: What the answer may rest on: ``{"id": ..., "source": {"type": "text", "text": ...}}``.
        citation_options: ``"enabled"`` or ``"disabled"``: whether the answer says what it rests on.
    """

    reasoning_format: str | None = option(one_of(("parsed", "raw", "hidden")))
    include_reasoning: bool | None = option(boolean)
    service_tier: str | None = option(one_of(("auto", "on_demand", "flex", "performance")))
    disable_tool_validation: bool | None = option(boolean)
    compound_custom: Mapping[str, Any] | None = option(mapping, hash=False)
    include_images: bool | None = option(boolean)
    country: str | None = option(nonempty)
    documents: tuple[Mapping[str, Any], ...] = option(each(mapping), default=(), converter=a_tuple, hash=False)
    citation_options: str | None = option(one_of(("enabled", "disabled")))
