"""Lease: an entry is one process's at a time, and anybody's when that process is gone.

The rule here: nobody waits for the dead, and who was thought dead writes no more.
"""

from __future__ import annotations

import os
import secrets
import socket
import threading
from types import TracebackType
from typing import Any, Self

from .store import Store


class LostError(Exception):
    """Somebody else has taken the lease over, or the entry is to be cancelled; it never leaves the ledger."""


class Lease:
    """
    Holds an entry while its block lasts: a thread renews it, for as long as this process lives.

    Args:
        seconds: After how long without being renewed it is anybody's.
    """

    def __init__(self, store: Store, id_: str, seconds: float) -> None:
        self.store, self.id, self.seconds = store, id_, seconds
        self.owner = f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._beat, name=f"lease of {id_}", daemon=True)

    def claim(self, due: bool) -> bool:
        """Whether it is ours now; with ``due`` only if it is time for the next poll."""
        return self.store.claim(self.id, self.owner, self.seconds, due)

    def begin(self, number: int) -> None:
        """Write down that a part is about to be submitted; LostError when it may not be."""
        if not self.store.begin(self.id, number, self.owner, self.seconds):
            raise LostError

    def write(self, **columns: Any) -> None:
        """Set columns of the entry; LostError when it is no longer ours."""
        if not self.store.write(self.id, self.owner, **columns):
            raise LostError

    def finish(self, **columns: Any) -> None:
        """The entry is over; LostError when it is no longer ours."""
        if not self.store.finish(self.id, self.owner, **columns):
            raise LostError

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._over.set()
        self._thread.join()
        self.store.release(self.id, self.owner)

    def _beat(self) -> None:
        while not self._over.wait(self.seconds / 3):
            self.store.renew(self.id, self.owner, self.seconds)
