"""Names: what is random in a request, made what it was when it was recorded.

The rule here: a recording has real chance in it, so that no two batches at a provider have one name. It is the replay
that is bent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Final
from unittest import mock

from ..spool import new_name

NAME: Final = re.compile(rb"genai-[0-9a-f]{16}")
"""Our own id for a batch, as ``genai.spool`` makes it."""


@contextmanager
def names_of(bodies: Iterable[bytes | None]) -> Iterator[None]:
    """Within the block, batches are named as in these requests, in turn; those behind them by chance again."""
    recorded = iter(dict.fromkeys(name.decode() for body in bodies for name in NAME.findall(bytes(body or b""))))

    def named() -> str:
        return next(recorded, None) or new_name()

    with mock.patch("genai.batching.new_name", named):
        yield
