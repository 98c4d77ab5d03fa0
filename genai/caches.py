"""Caches: input that a provider keeps under a name, so that later calls need not send it, and pay less for it.

The rule here: a cache is written once; a write whose answer is lost is not sent again.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Unpack

from attrs import field, frozen

from .asking import Asking
from .checks import Options
from .drivers import AsyncDriver, Driver
from .errors import InvalidRequest
from .messages import MessagesLike
from .provider import Ask
from .runs import Run
from .settings import Shorthand
from .values import Value, a_tuple


@frozen(kw_only=True)
class Cache(Value):
    """
    Input that a provider keeps. How a call uses it is an option of the provider's: ``gemini.Options(cached_content=)``.

    Args:
        provider: The provider's name.
        id: The provider's name for it.
        model: The model that it is for, which is the only one that can use it.
        created: Unix time, or None.
        expires: Unix time after which it is gone, or None.
        tokens: How many tokens it holds, or None.
        unsupported: What was left out of it (only with ``on_unsupported="warn"``).
        raw: The provider's own entry. Not part of equality.
    """

    provider: str
    id: str
    model: str = ""
    created: float | None = None
    expires: float | None = None
    tokens: int | None = None
    unsupported: tuple[str, ...] = field(default=(), converter=a_tuple)
    raw: Mapping[str, Any] = field(factory=dict, eq=False, repr=False)


class _Caching(Asking):
    def _kept(
        self, messages: MessagesLike, options: tuple[Options, ...], shorthand: Mapping[str, Any], ttl: float | None
    ) -> tuple[Ask, Run]:
        if not self.capabilities.cache:
            self._wire.refuse("cache_add")
        if ttl is not None and not (type(ttl) in (int, float) and 0 < ttl < float("inf")):
            raise InvalidRequest(f"ttl: seconds, more than 0, not {ttl!r}", provider=self.name)
        return self._asked(messages, options, shorthand)

    def _id_of(self, cache: str | Cache) -> str:
        if not self.capabilities.cache:
            self._wire.refuse("cache_delete")
        if isinstance(cache, str):
            return cache
        if not isinstance(cache, Cache) or cache.provider != self.name:
            raise InvalidRequest(f"{self.name}: this is no cache of its own: {cache!r}", provider=self.name)
        return cache.id


class Caching(_Caching):
    """The verbs of caches, for sync code."""

    _driver: Driver

    def cache_add(
        self, messages: MessagesLike, /, *options: Options, ttl: float | None = None, **shorthand: Unpack[Shorthand]
    ) -> Cache:
        """
        Have the provider keep the beginning of a conversation: documents, a system prompt, tools.

        Args:
            messages: What later calls begin with.
            options: A system prompt, tools; the others belong to the calls.
            ttl: For how many seconds; default: the provider's.
        """
        ask, run = self._kept(messages, options, shorthand, ttl)
        return self._driver.run(self._wire.cache_add(ask, ttl), run)

    def cache_list(self) -> tuple[Cache, ...]:
        """All that is kept."""
        return self._driver.run(self._wire.cache_list(), self._run())

    def cache_delete(self, cache: str | Cache) -> None:
        """Delete a cache."""
        self._driver.run(self._wire.cache_delete(self._id_of(cache)), self._run())


class AsyncCaching(_Caching):
    """The same for asyncio."""

    _driver: AsyncDriver

    async def cache_add(
        self, messages: MessagesLike, /, *options: Options, ttl: float | None = None, **shorthand: Unpack[Shorthand]
    ) -> Cache:
        """Have the provider keep the beginning of a conversation; as Client.cache_add."""
        ask, run = self._kept(messages, options, shorthand, ttl)
        return await self._driver.run(self._wire.cache_add(ask, ttl), run)

    async def cache_list(self) -> tuple[Cache, ...]:
        """All that is kept."""
        return await self._driver.run(self._wire.cache_list(), self._run())

    async def cache_delete(self, cache: str | Cache) -> None:
        """Delete a cache."""
        await self._driver.run(self._wire.cache_delete(self._id_of(cache)), self._run())
