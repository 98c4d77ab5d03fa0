"""Offline: while a test plays recordings, nothing connects to another machine.

vcrpy answers what goes through the HTTP libraries that it knows; this is for all the rest, look-ups of names too.

The rule here: this machine is not the network. Sockets of loopback stay open, for servers that a test starts itself.
"""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

from ..sansio import loopback

FAMILIES: Final = (socket.AF_INET, socket.AF_INET6)


class NetworkRefused(RuntimeError):
    """Something wanted to connect to another machine, and nothing is being recorded. No OSError: nobody retries it."""


class Offline:
    """Whether the network is refused: yes, but in a block of ``lifted``."""

    def __init__(self) -> None:
        self._lifted = 0

    @contextmanager
    def lifted(self) -> Iterator[None]:
        """A block in which the network may be used."""
        self._lifted += 1
        try:
            yield
        finally:
            self._lifted -= 1

    def check(self, host: Any) -> None:
        """NetworkRefused, unless the host is this machine."""
        name = host.decode("ascii", "replace") if isinstance(host, bytes) else host
        if self._lifted or name in (None, "") or loopback(str(name).partition("%")[0]):
            return
        raise NetworkRefused(f"{name} is not asked: a test that plays cassettes uses no network")


@contextmanager
def offline() -> Iterator[Offline]:
    """Within the block, sockets connect to this machine alone."""
    guard = Offline()
    originals = {name: getattr(socket.socket, name) for name in ("connect", "connect_ex")}
    getaddrinfo = socket.getaddrinfo

    def looked_up(host: Any, *args: Any, **kwargs: Any) -> Any:
        guard.check(host)
        return getaddrinfo(host, *args, **kwargs)

    try:
        for name, original in originals.items():
            setattr(socket.socket, name, _checked(original, guard))
        socket.getaddrinfo = looked_up
        yield guard
    finally:
        socket.getaddrinfo = getaddrinfo
        for name, original in originals.items():
            setattr(socket.socket, name, original)


def _checked(original: Callable[..., Any], guard: Offline) -> Callable[..., Any]:
    def connect(self: socket.socket, address: Any) -> Any:
        if self.family in FAMILIES:
            guard.check(address[0])
        return original(self, address)

    return connect
