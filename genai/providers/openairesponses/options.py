"""What only the Responses API has.  https://platform.openai.com/docs/api-reference/responses/create"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import frozen

from ...checks import Options as Base
from ...checks import boolean, each, mapping, nonempty, one_of, option, whole
from ...values import a_tuple


@frozen(kw_only=True)
class Options(Base):
    """
    Options of the Responses API that have no counterpart elsewhere.

    Args:
        service_tier: ``"auto"``, ``"default"``, ``"flex"``, ``"priority"`` or ``"scale"``.
        truncation: ``"auto"`` drops the oldest items when the input is too long, ``"disabled"`` fails.
        store: Whether OpenAI keeps the response; its default is True.
        previous_response_id: Go on from a stored response; the messages are then only what is new.
        conversation: The id of a conversation to which input and answer are added.
        verbosity: ``"low"``, ``"medium"`` or ``"high"``.
        max_tool_calls: At least 1; the most calls of built-in tools.
        metadata: Up to 16 pairs of text, kept with the response.
        prompt_cache_key: Groups requests that share a prefix, for the prompt cache.
        prompt_cache_retention: ``"in-memory"`` or ``"24h"``.
        safety_identifier: A stable id of your end user.
        include: More output to include, such as ``"reasoning.encrypted_content"``.
    """

    service_tier: str | None = option(one_of(("auto", "default", "flex", "priority", "scale")))
    truncation: str | None = option(one_of(("auto", "disabled")))
    store: bool | None = option(boolean)
    previous_response_id: str | None = option(nonempty)
    conversation: str | None = option(nonempty)
    verbosity: str | None = option(one_of(("low", "medium", "high")))
    max_tool_calls: int | None = option(whole(1))
    metadata: Mapping[str, Any] | None = option(mapping, hash=False)
    prompt_cache_key: str | None = option(nonempty)
    prompt_cache_retention: str | None = option(nonempty)
    safety_identifier: str | None = option(nonempty)
    include: tuple[str, ...] = option(each(nonempty), default=(), converter=a_tuple)
