"""Orders: what is asked, as it is written down before any of it is sent.

The rule here: the same questions to the same model have the same fingerprint, whenever they are asked.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import TYPE_CHECKING, Any, Final

from ..checks import Options, nonempty
from ..errors import InvalidRequest
from ..options import Timeout
from ..provider import Ask
from ..sansio import Flow, Send
from ..spool import Spooled
from ..wire import Wire
from .clients import whose
from .entry import Entry
from .job import Job, Kind
from .store import PartRecord, Record

if TYPE_CHECKING:
    from ..client import Client

WITHIN: Final = ("timeout", "total", "connect", "first_event", "idle")
"""Keywords that say how long one call may take."""
KINDS: Final[Mapping[str, Kind]] = {"image": "image", "video": "video"}
"""What kind of job a request makes, by what comes out of it."""


def check(options: tuple[Options, ...], shorthand: Mapping[str, Any], key: str | None) -> None:
    """InvalidRequest for what has no place in the ledger."""
    timed = any(isinstance(option, Timeout) for option in options)
    odd = ["Timeout"] * timed + [name for name in WITHIN if name in shorthand]
    faults = [
        f"{name}: not for the ledger, whose deadlines are those of its client: load(..., timeout=)" for name in odd
    ]
    wrong = None if key is None else nonempty(key)
    faults += [f"key: {wrong}"] * bool(wrong)
    if faults:
        raise InvalidRequest(faults=faults)


def in_batch(wire: Wire, ask: Ask) -> bool:
    """Whether ``gen_async`` makes a batch of one of a request: such a one can be found by its name."""
    job = ask.settings.get("job")
    return wire.capabilities.batch and (job == "batch" or (type(wire).gen_async is Wire.gen_async and job is None))


def of_batch(llm: Client, spooled: Spooled, key: str | None, single: bool) -> Record:
    """A batch whose questions lie in files."""
    name, ids = spooled.name.encode(), (id_.encode() for id_ in spooled.ids)
    lines = (line.replace(name, b"") for one in spooled.lines for line in one.lines())
    return Record(
        entry=_entry(llm, spooled.name, key, "batch", sum(one.count for one in spooled.lines), single),
        fingerprint=_fingerprint(llm, ids, [b""], lines),
        ids=spooled.ids,
        unsupported=spooled.unsupported,
        parts=[
            PartRecord(number=number, first=one.first, count=one.count, size=one.size)
            for number, one in enumerate(spooled.lines)
        ],
    )


def of_one(llm: Client, name: str, flow: Flow[Job], key: str | None) -> Record:
    """One background job, by the flow that would submit it; it counts as begun once it is written down."""
    return Record(
        entry=_entry(llm, name, key, KINDS.get(llm.output, "background"), 1, single=True),
        fingerprint=_fingerprint(llm, (piece.replace(name.encode(), b"") for piece in _first_step(flow))),
        parts=[PartRecord(begun=True)],
    )


def _entry(llm: Client, name: str, key: str | None, kind: Kind, items: int, single: bool) -> Entry:
    provider, base_url, model = whose(llm)
    return Entry(
        id=name,
        key=key,
        provider=provider,
        base_url=base_url,
        model=model,
        output=llm.output,
        kind=kind,
        items=items,
        single=single,
        created=time.time(),
    )


def _first_step(flow: Flow[Any]) -> Iterator[bytes]:
    """What a flow sends first; it goes no further."""
    step = next(flow)
    flow.close()
    if isinstance(step, Send):
        yield step.request.url.encode()
        yield step.request.body if isinstance(step.request.body, bytes) else b"".join(step.request.body)


def _fingerprint(llm: Client, *groups: Iterable[bytes]) -> str:
    """A hash of what is asked, and of whom. Our own name is not in it, for it is new each time."""
    hashed = hashlib.sha256()
    for piece in chain((one.encode() for one in whose(llm)), *groups):
        hashed.update(b"%d:" % len(piece))
        hashed.update(piece)
    return hashed.hexdigest()
