"""What only the Messages API has.  https://platform.claude.com/docs/en/api/messages/create

The rule here: raw objects are written out as dictionaries at once, so that options stay plain, comparable values.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from attrs import field, frozen

from ...checks import Check, boolean, each, nonempty, one_of, option
from ...checks import Options as Base
from ...values import a_tuple, shown

AUTO: Final = "auto"
"""As ``container``: that of the newest answer in the history that has one."""

PLACES: Final = ("tools", "system", "messages")
RAW: Final = f"{__package__}.raw"


def plain(value: Any) -> Any:
    """A raw object in its wire form; anything else as it is, for its check to judge."""
    if type(value).__module__ != RAW:
        return value
    from ... import convert  # cattrs loads on first need

    return convert.unstructure(value)


def _plain_each(values: Any) -> tuple[Any, ...]:
    return tuple(map(plain, a_tuple(values)))


def _described(what: str, *keys: str) -> Check:
    """A raw object, or a dictionary in the wire form that has one of the keys."""

    def check(value: Any) -> str | None:
        if isinstance(value, Mapping) and (not keys or any(isinstance(value.get(key), str) for key in keys)):
            return None
        return f"{what} or a dictionary, not {shown(value)}"

    return check


def _text_or(otherwise: Check) -> Check:
    return lambda value: None if isinstance(value, str) and value else otherwise(value)


BLOCK: Final = _described("a raw block", "type")
TOOL: Final = _described("a raw tool", "type", "name")
SERVER: Final = _described("a raw.McpServer", "url")
THINKING: Final = _described("a raw.ThinkingAdaptive or the like,", "type")
BUDGET: Final = _described("a raw.TaskBudget")
CACHING: Final = _described("a raw.CacheControl", "type")
EDITING: Final = _described("a raw.ContextManagement")
CONTAINER: Final = _text_or(_described("an id, a raw.ContainerParams"))


@frozen(kw_only=True)
class Options(Base):
    """
    Options of the Messages API that have no counterpart elsewhere.

    Where an object of ``raw`` (``genai.providers.anthropic.raw``) is taken, so is a dictionary in the wire form.
    The beta headers that a feature needs are sent by themselves.

    Args:
        tools: Tools on the server, and any others that only this API has, as raw objects: ``raw.CodeExecution(...)``,
            ``raw.McpToolset(...)``, ``raw.ToolSearchBm25(...)``, ... They follow the functions of ToolOptions and what
            WebOptions ask for. Their calls and results stay in the history and go back unchanged.
        mcp_servers: Remote servers of tools, ``raw.McpServer(...)``.
        thinking: ``raw.ThinkingAdaptive(...)``, ``raw.ThinkingEnabled(...)`` or ``raw.ThinkingDisabled()``: what
            ReasoningOptions cannot say. Only one of the two may say it.
        task_budget: ``raw.TaskBudget(total=...)``: tokens for all that the model does, which it knows of.
        citations: True lets the model cite every document that is given; a Doc may say it for itself, in ``meta``.
        cache_control: ``raw.CacheControl(ttl=...)``: the prompt is cached, as far as it goes. With ``cache_at``, the
            kind of its marks.
        cache_at: Marks up to which the prompt is cached: any of ``"tools"``, ``"system"`` and ``"messages"`` (the end
            of the last one); a Doc may have one for itself, in ``meta["cache_control"]``.
        context_management: ``raw.ContextManagement(edits=...)``: what is taken out of a long context.
        container: Where programs run: an id, ``raw.ContainerParams(...)``, or ``"auto"``: that of the newest answer.
        service_tier: ``"auto"`` or ``"standard_only"``.
        inference_geo: Where the model runs, such as ``"us"``.
        speed: ``"standard"`` or ``"fast"``.
        user_id: Your id for the end user, which names nobody.
        user_profile_id: The id of a profile of the end user.
        betas: More beta headers, such as ``"interleaved-thinking-2025-05-14"``.
    """

    tools: tuple[Mapping[str, Any], ...] = field(
        default=(), converter=_plain_each, hash=False, metadata={"check": each(TOOL)}
    )
    mcp_servers: tuple[Mapping[str, Any], ...] = field(  # they may hold secrets
        default=(), converter=_plain_each, hash=False, repr=False, metadata={"check": each(SERVER)}
    )
    thinking: Mapping[str, Any] | None = field(default=None, converter=plain, hash=False, metadata={"check": THINKING})
    task_budget: Mapping[str, Any] | None = field(default=None, converter=plain, hash=False, metadata={"check": BUDGET})
    citations: bool | None = option(boolean)
    cache_control: Mapping[str, Any] | None = field(
        default=None, converter=plain, hash=False, metadata={"check": CACHING}
    )
    cache_at: tuple[str, ...] = field(default=(), converter=a_tuple, metadata={"check": each(one_of(PLACES))})
    context_management: Mapping[str, Any] | None = field(
        default=None, converter=plain, hash=False, metadata={"check": EDITING}
    )
    container: str | Mapping[str, Any] | None = field(
        default=None, converter=plain, hash=False, metadata={"check": CONTAINER}
    )
    service_tier: str | None = option(one_of(("auto", "standard_only")))
    inference_geo: str | None = option(nonempty)
    speed: str | None = option(one_of(("standard", "fast")))
    user_id: str | None = option(nonempty)
    user_profile_id: str | None = option(nonempty)
    betas: tuple[str, ...] = field(default=(), converter=a_tuple, metadata={"check": each(nonempty)})
