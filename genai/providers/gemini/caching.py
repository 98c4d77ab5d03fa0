"""Caches that Google keeps for an hour, or as long as is asked for.  https://ai.google.dev/gemini-api/docs/caching

The rule here: a cache has what begins a request, in the request's own form; what steers an answer is refused.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from attrs import evolve, fields_dict

from ... import convert
from ...caches import Cache
from ...errors import BadAnswer
from ...provider import Ask
from ...sansio import Flow
from .._openai.times import unix_time
from .caches import Caches
from .encode import encode
from .options import NOTHING, Options, own_of

if TYPE_CHECKING:
    from .verbs import Gemini

CARRIED: Final = frozenset({"system_prompt", "tools", "force", "search", "fetch"})
"""The options that a cache has."""
OWN: Final = frozenset(
    {"code_execution", "tools", "allowed_functions", "server_side_tools", "retrieval", "openapi_schemas"}
)
"""The package's own options that it has."""
HELD: Final = ("contents", "systemInstruction", "tools", "toolConfig")
PAGE: Final = 100


def add(wire: Gemini, ask: Ask, ttl: float | None) -> Flow[Cache]:
    """https://ai.google.dev/api/caching#method:-cachedcontents.create"""
    made = encode(wire.speaker, ask.messages, ask.settings)
    left = wire.settle((*_elsewhere(wire, ask), *made.unsupported))
    body = {"model": wire.resource} | {key: made.body[key] for key in HELD if key in made.body}
    if ttl is not None:
        body["ttl"] = f"{ttl}s"
    request = wire.request("POST", "/cachedContents", body, ask)
    kept = yield from Caches(wire)._exchange(request, wire.types.CachedContent, repeatable=False)
    return cache_of(wire, kept, left)


def listed(wire: Gemini) -> Flow[tuple[Cache, ...]]:
    """https://ai.google.dev/api/caching#method:-cachedcontents.list"""
    found = yield from Caches(wire).list_all(page_size=PAGE)
    return tuple(cache_of(wire, one) for one in found)


def _elsewhere(wire: Gemini, ask: Ask) -> list[str]:
    """The options that belong to the calls which use the cache."""
    own = own_of(ask.settings)
    others = tuple(one for one in ask.settings.own if one is not own)
    left = wire.unsupported_options(evolve(ask, settings=evolve(ask.settings, own=others)), CARRIED)
    odd = [one for one in fields_dict(Options) if one not in OWN and getattr(own, one) != getattr(NOTHING, one)]
    return left + [f"{wire.config.info.name}.Options.{one}" for one in odd]


def cache_of(wire: Gemini, raw: Any, unsupported: tuple[str, ...] = ()) -> Cache:
    """https://ai.google.dev/api/caching#CachedContent"""
    name = wire.config.info.name
    if not raw.name:
        raise BadAnswer(f"{name}: the answer has no cache", provider=name)
    return Cache(
        provider=name,
        id=raw.name,
        model=(raw.model or "").removeprefix("models/"),
        created=unix_time(raw.createTime),
        expires=unix_time(raw.expireTime),
        tokens=raw.usageMetadata and raw.usageMetadata.totalTokenCount,
        unsupported=unsupported,
        raw=convert.unstructure(raw),
    )
