"""Options and parts: each is carried or refused, before anything is sent; none is dropped.

The rule here: the request tells. An option that changes nothing in it was not carried, whatever a table says.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable
from typing import Any

from ...checks import Options as Own
from ...doc import Doc
from ...errors import Error, NotSupported
from ...messages import Messages
from .base import Base, caught, need, nothing_sent, same
from .samples import DOCUMENTS, SAMPLES, TOGETHER
from .side import Sent, Server, Side

STREAMED_ALONE = ("partial_images",)


class Foreign(Own):
    """Options of somebody else."""

    def given(self) -> dict[str, Any]:
        """Nothing."""
        return {}

    def faults(self) -> list[str]:
        """None."""
        return []


def _sent(server: Server) -> list[tuple[str, str, bytes]]:
    return [(one.method, one.url, one.body) for one in server.requests]


def _names(error: Error, name: str) -> bool:
    """Whether it names the option: ``TextOptions.top_k``, perhaps with the value that cannot be carried."""
    named: Iterable[str] = getattr(error, "unsupported", ())
    return any(entry.partition(": ")[0].endswith(f".{name}") for entry in named)


def _placed(named: Iterable[str], at: int) -> bool:
    """Whether a part is named by its place."""
    return any(entry.startswith(f"messages[0].requests[{at}]") for entry in named)


class Options(Base):
    """Options and parts."""

    def _ask(self, side: Side, streamed: bool, *options: Any, **arguments: Any) -> tuple[Server, NotSupported | None]:
        llm, server = side.load(self.specimen.stream if streamed else self.specimen.answer)
        try:
            if streamed:
                side.stream(llm, "hi", *options, **arguments)
            else:
                side.call(llm, "gen_sync", "hi", *options, **arguments)
        except NotSupported as error:
            return server, error
        return server, None

    def test_each_option_is_carried_or_refused(self, sync: Side) -> None:
        """An option changes the request, or raises NotSupported before anything is sent; never neither."""
        modes = (False, True) if sync.load()[0].capabilities.gen_stream else (False,)
        faults = [
            fault
            for streamed in modes
            for name in SAMPLES
            if (name not in STREAMED_ALONE or streamed) and (fault := self._fault(sync, name, streamed))
        ]
        same([], faults, "options")

    def _fault(self, side: Side, name: str, streamed: bool) -> str:
        """What is wrong with how an option is taken; or ""."""
        what = f"{name} in {'gen_stream' if streamed else 'gen_sync'}"
        server, error = self._ask(side, streamed, **SAMPLES[name])
        if error is not None:
            told = "" if _names(error, name) else f"{what}: the NotSupported does not name it: {error}"
            return f"{what}: refused after {len(server.requests)} requests" if server.requests else told
        others = {} if name in TOGETHER else {key: value for key, value in SAMPLES[name].items() if key != name}
        without, _ = self._ask(side, streamed, **others)
        return f"{what}: dropped: the request is the same without it" if _sent(server) == _sent(without) else ""

    def test_own_options_are_carried_and_foreign_ones_refused(self, sync: Side) -> None:
        """The package's own options change the request; another package's are not supported."""
        server, error = self._ask(sync, False, Foreign())
        need(error, "options of another provider's are taken")
        nothing_sent(server, "options of another provider's")
        if self.specimen.own_options is None:
            return
        with_it, _ = self._ask(sync, False, self.specimen.own_options)
        without, _ = self._ask(sync, False)
        need(_sent(with_it) != _sent(without), f"{self.specimen.own_options!r}: dropped: the request is the same")

    def test_all_that_cannot_be_carried_is_named_at_once(self, sync: Side) -> None:
        """One error names every option and every part."""
        refused = [
            name for name in SAMPLES if name not in STREAMED_ALONE and self._ask(sync, False, **SAMPLES[name])[1]
        ]
        alone = [name for name in refused if not set(SAMPLES[name]) - {name}][:6]
        given = {name: SAMPLES[name][name] for name in alone}
        llm, server = sync.load(self.specimen.answer)
        kinds = [kind for kind in DOCUMENTS if self._refused(sync, kind)]
        odd = Messages.of("What is it?", *(DOCUMENTS[kind] for kind in kinds))
        need(alone or kinds, "it claims to carry every option and every document")
        error = caught(lambda: sync.call(llm, "gen_sync", odd, **given), NotSupported, what=f"{kinds} and {alone}")
        named = getattr(error, "unsupported", ())
        unnamed = [name for name in alone if not _names(error, name)]
        unnamed += [kind for at, kind in enumerate(kinds, 1) if not _placed(named, at)]
        same([], unnamed, f"not named in: {error}")
        nothing_sent(server, "what cannot be carried")

    def test_what_is_left_out_is_listed(self, sync: Side) -> None:
        """With ``on_unsupported="warn"`` the call goes out without it, and the result lists it."""
        for name in SAMPLES:
            if name in STREAMED_ALONE or self._ask(sync, False, **SAMPLES[name])[1] is None:
                continue
            llm, server = sync.load(self.specimen.answer, on_unsupported="warn")
            result = sync.call(llm, "gen_sync", "hi", **SAMPLES[name])
            need(server.requests, f"{name}: nothing was sent, though on_unsupported is 'warn'")
            need(any(f".{name}" in entry for entry in result.unsupported), f"{name}: not on result.unsupported")

    def test_each_part_is_carried_or_refused(self, sync: Side) -> None:
        """The bytes of a document are in a request, or NotSupported names it and its type; nothing is dropped."""
        same([], [fault for kind in DOCUMENTS if (fault := self._part_fault(sync, kind))], "parts")

    def _refused(self, side: Side, kind: str) -> bool:
        try:
            side.call(side.load(self.specimen.answer)[0], "gen_sync", Messages.of("What is it?", DOCUMENTS[kind]))
        except NotSupported:
            return True
        return False

    def _part_fault(self, side: Side, kind: str) -> str:
        llm, server = side.load(self.specimen.answer)
        try:
            side.call(llm, "gen_sync", Messages.of("What is it?", DOCUMENTS[kind]))
        except NotSupported as error:
            named = _placed(error.unsupported, 1)
            if server.requests:
                return f"{kind}: refused after {len(server.requests)} requests"
            return "" if named else f"{kind}: the NotSupported does not name its place: {error}"
        return "" if any(_has(one, DOCUMENTS[kind]) for one in server.requests) else f"{kind}: dropped"


def _has(sent: Sent, doc: Doc) -> bool:
    data = doc.read()
    ways = (data, base64.b64encode(data), base64.urlsafe_b64encode(data))
    return any(way.rstrip(b"=") in sent.body for way in ways) or data in sent.text.encode()
