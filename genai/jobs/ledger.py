"""Ledger: jobs in a file, so that work goes on whatever happens to the process that began it.

What is to be submitted is written down first: its requests in files, its entry in SQLite. Each of the provider's
batches has our own name on it, so a submission whose answer was lost is found again. Answers are downloaded once.
``turn.py`` is what is done with one entry, by one process at a time; here is who has a turn, and when.

The rule here: nothing is sent twice, nothing is counted twice, and there is no key in it.
"""

from __future__ import annotations

import builtins
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial, reduce
from operator import add
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self, TypeAlias

from attrs import evolve

from ..asking import JOBS
from ..checks import Options
from ..errors import Error, InvalidRequest, NetworkError, Overloaded, ProviderError, RateLimited, TimedOut
from ..messages import MessagesLike
from ..options import PollInterval, Timeout
from ..results import Result, Usage
from ..spool import Spooled, new_name
from ..values import shown
from .batch import Items
from .clients import checked, client_for, reader, whose
from .entry import Entry, Failure
from .job import BatchJob, Job
from .lease import Lease, LostError
from .orders import check, in_batch, of_batch, of_one
from .places import default_path, private_folder, settle
from .store import Record, Store
from .turn import RESULT, Turn

if TYPE_CHECKING:
    from ..client import Client

A_DAY: Final = 86400.0
LOOK: Final = 1.0
"""The longest time between two looks at what others have done, in seconds."""
SHORTEST: Final = 0.02
"""The shortest."""
PASSING: Final = (NetworkError, RateLimited, Overloaded, ProviderError)
"""What ``wait`` waits through."""
Which: TypeAlias = Entry | str
"""An entry, its id or its key."""


class Ledger:
    """
    Jobs that outlive their process: ``genai.jobs.open()``. Threads may share it, and processes its file.

    Args:
        path: The database. Questions and answers lie beside it, in a folder of the same name with ``.files`` behind.
        lease: Seconds after which the work of a process that died is taken over.
        grace: Seconds for which a submission whose answer was lost is looked for before it is sent again.
    """

    def __init__(self, path: Path, lease: float = 30.0, grace: float = 30.0) -> None:
        self.path, self.folder = path, path.with_name(f"{path.name}.files")
        self._lease, self._grace = lease, grace
        self._store = Store(path)
        private_folder(self.folder)

    def close(self) -> None:
        """Close the file. What is unfinished stays as it is, for ``resume``."""
        self._store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"<Ledger {self.path}>"

    # --- Submitting ---

    def submit(
        self, llm: Client, messages: MessagesLike, /, *options: Options, key: str | None = None, **shorthand: Any
    ) -> Entry:
        """
        One request as a job: what ``gen_async`` does, kept.

        Args:
            llm: The client that submits it. Its own deadlines hold; a Timeout has no place here.
            options: As for ``gen_async``.
            key: Your name for the work. What was submitted under it before is given back, and gone on with.

        Raises:
            InvalidRequest: What is wrong with the request, or other requests were submitted under this key.
            Error: The provider refused, or could not be reached. A note on it names the entry, if there is one.
        """
        check(options, shorthand, key)
        ask, _ = llm._asked(messages, options, shorthand, JOBS)
        if in_batch(llm._wire, ask):
            return self._spooled(llm, key, True, partial(llm.batching.spool, [(None, lambda: ask)]))
        named = evolve(ask, name=new_name())
        submitting = partial(llm._wire.gen_async, named)
        record = of_one(llm, named.name, submitting(), key)
        return self._added(llm, record, lambda turn: turn.submit_one(submitting()))

    def submit_batch(
        self, llm: Client, items: Items, /, *options: Options, key: str | None = None, **shorthand: Any
    ) -> Entry:
        """
        Many requests as one job: what ``gen_batch`` does, kept.

        Args and errors: as for ``submit``, and as for ``gen_batch``.
        """
        check(options, shorthand, key)
        return self._spooled(llm, key, False, partial(llm.spool, items, *options, **shorthand))

    def _spooled(self, llm: Client, key: str | None, single: bool, spool: Callable[..., Spooled]) -> Entry:
        name = new_name()
        folder = private_folder(self.folder / name)
        try:
            spooled = spool(folder=folder, name=name)
            settle(folder)
            return self._added(llm, of_batch(llm, spooled, key, single), Turn.submit)
        finally:
            if self._store.record(name) is None:
                shutil.rmtree(folder, ignore_errors=True)

    def _added(self, llm: Client, record: Record, go_on: Callable[[Turn], None]) -> Entry:
        """Write an entry, and have the first turn at it; or go on with the one that has its key already."""
        id_ = record.entry.id
        lease = Lease(self._store, id_, self._lease)
        if not self._store.add(record, lease.owner, self._lease):
            return self._again(llm, record)
        try:
            turn = self._turn(lease, llm, go_on)
        except Error as error:
            if not record.spooled:  # nothing was made, and nobody has the request but the caller
                self._store.remove(id_)
                raise
            error.add_note(f"it stays in the ledger as {id_}; ledger.resume() goes on with it")
            raise
        if turn.refusal is not None and self.job(id_) is None:
            turn.refusal.add_note(f"the ledger has it as {id_}")
            raise turn.refusal
        return self.get(id_)

    def _again(self, llm: Client, asked: Record) -> Entry:
        known = self._record(asked.entry.key or "")
        if known.fingerprint != asked.fingerprint:
            raise InvalidRequest(
                f"the key {asked.entry.key!r} is that of {known.entry.id}, which has other requests, or is another "
                "provider's, model's or server's: choose another key, or ledger.remove() the old one"
            )
        lease = Lease(self._store, known.entry.id, self._lease)
        if not known.entry.over and lease.claim(due=True):
            self._turn(lease, llm, Turn.submit)
        return self.get(known.entry)

    # --- Going on ---

    def wait(
        self,
        entry: Which,
        *,
        llm: Client | None = None,
        timeout: float = A_DAY,
        poll_interval: float | None = None,
        on_progress: Callable[[Entry], object] | None = None,
    ) -> Any:
        """
        Go on with an entry to its end: submit what is left of it, poll, download. A network that fails is waited for.

        Several processes may wait for the same entry: one polls, and all see what it got.

        Args:
            llm: A client for it; default: one of its provider, with the key from the environment.
            timeout: Seconds; default: a day. Then TimedOut is raised, and the work goes on at its provider.
            poll_interval: Seconds between two polls; default: as the server asks, or from 0.5 growing to 30.
            on_progress: Is called with the Entry whenever it has changed, whoever polled it.

        Returns: its Result, or its BatchResult: see ``results``.
        """
        within, interval = Timeout(timeout).total, PollInterval(poll_interval).poll_interval
        known = self.get(entry)
        with self._client(known, llm) as at:
            for now in self._until_over(known.id, at, interval, A_DAY if within is None else within):
                if on_progress is not None:
                    on_progress(now)
            return self.results(known, llm=at)

    def _until_over(self, id_: str, llm: Client, interval: float | None, timeout: float) -> Iterator[Entry]:
        """Take turns, with others and with pauses; gives the entry whenever it has changed."""
        end, told = time.monotonic() + timeout, None
        while True:
            record = self._record(id_)
            if record.entry != told:
                yield (told := record.entry)
            if record.entry.over:
                return
            left = end - time.monotonic()
            if left <= 0:
                raise TimedOut(f"{id_} is not done yet; it goes on", phase="wait")
            with suppress(*PASSING):  # the entry says what it was
                if self._poke(id_, llm, due=True, interval=interval):
                    continue
            time.sleep(min(max(record.next_poll - time.time(), SHORTEST), LOOK, left))

    def poke(self, entry: Which, *, llm: Client | None = None) -> Entry:
        """Go on with an entry by one step: submit what is left of it, ask how far it is, download it."""
        known = self.get(entry)
        with self._client(known, llm) as at:
            self._poke(known.id, at)
        return self.get(known.id)

    def _poke(self, id_: str, llm: Client, due: bool = False, interval: float | None = None) -> bool:
        """Whether it was our turn."""
        lease = Lease(self._store, id_, self._lease)
        claimed = lease.claim(due)
        if claimed:
            self._turn(lease, llm, lambda turn: turn.go_on(interval))
        return claimed

    def _turn(self, lease: Lease, llm: Client, go_on: Callable[[Turn], object]) -> Turn:
        turn = Turn(lease, llm, self.folder / lease.id, self._grace)
        with lease:
            try:
                go_on(turn)
            except LostError:
                pass  # it is another's now
            except Error as error:
                turn.trouble(error)
                raise
        return turn

    def resume(self, *, llm: Client | None = None, **load_arguments: Any) -> builtins.list[Entry]:
        """
        Go on with everything unfinished, by one step each; an error of one stands in its entry, and stops no other.

        Args:
            llm: Go on with what was submitted by such a client only.
            load_arguments: For ``load()``, where there is no client.
        """
        self._sweep()
        mine = [entry for entry in self.list(unfinished=True) if llm is None or whose(entry) == whose(llm)]
        return [self._resumed(entry, llm, load_arguments) for entry in mine]

    def _resumed(self, entry: Entry, llm: Client | None, load_arguments: dict[str, Any]) -> Entry:
        try:
            with self._client(entry, llm, **load_arguments) as at:
                self._poke(entry.id, at)
            return self.get(entry)
        except Error as error:
            return evolve(entry, error=Failure.of(error))

    def _sweep(self) -> None:
        """Remove what was left behind by a process that died before it wrote an entry, or after it removed one."""
        for folder in self.folder.iterdir():
            forgotten = time.time() - folder.stat().st_mtime > A_DAY
            if forgotten and self._store.record(folder.name) is None:
                shutil.rmtree(folder, ignore_errors=True)

    def cancel(self, entry: Which, *, llm: Client | None = None) -> Entry:
        """
        Cancel an entry: what is not submitted never is, and the provider is asked to stop the rest.

        It is over when its provider says so: ``wait`` then gives the answers that there are. NotSupported where a
        provider cannot cancel.
        """
        known = self.get(entry)
        if known.over:
            return known
        self._store.cancel(known.id)
        with self._client(known, llm) as at:
            lease = Lease(self._store, known.id, self._lease)
            while not lease.claim(due=False):
                if self.get(known).over:
                    return self.get(known)
                time.sleep(SHORTEST)
            self._turn(lease, at, Turn.cancel)
        return self.get(known)

    # --- Looking ---

    def get(self, entry: Which) -> Entry:
        """An entry as it is now, by its id or its key; InvalidRequest when there is none."""
        return self._record(entry).entry

    def list(self, *, unfinished: bool = False) -> builtins.list[Entry]:
        """All entries, the newest first; or those that are unfinished."""
        return self._store.entries(unfinished)

    def job(self, entry: Which) -> Job | BatchJob | None:
        """The provider's job, whose token any process can poll without the ledger; None while nothing was taken."""
        return self._record(entry).job

    @property
    def usage(self) -> Usage:
        """The tokens of all entries, each counted once."""
        return reduce(add, (entry.usage for entry in self.list() if entry.usage is not None), Usage())

    def results(self, entry: Which, *, llm: Client | None = None) -> Any:
        """
        What has come of an entry that is over. Nothing is sent: answers are kept.

        Returns: for one request its Result, else a BatchResult.

        Raises:
            InvalidRequest: It is not over.
            Error: What has become of the one request; or of a batch of which nothing was taken, or nothing is known.
        """
        record = self._record(entry)
        id_, failure = record.entry.id, record.entry.error
        if not record.entry.over:
            raise InvalidRequest(f"{id_} is {record.entry.state}: ledger.wait() for it")
        if record.answers is None or (record.entry.single and failure is not None):
            raise (failure or Failure(error="JobFailed", message="there are no answers")).rebuilt()
        folder = self.folder / id_ / record.answers
        if not folder.is_dir():
            raise InvalidRequest(f"the answers of {id_} are gone: there is no {folder}")
        if not record.spooled:
            return Result.from_json((folder / RESULT).read_text("utf-8"))
        return self._read(record, folder, llm)

    def _read(self, record: Record, folder: Path, llm: Client | None) -> Any:
        state = "failed" if record.entry.state == "unknown" else record.entry.state
        failures = dict.fromkeys([record.entry.error, *(part.error for part in record.parts)])
        result = (llm or reader(record.entry)).batching.result(
            record.batch,
            state=state,
            counts=record.entry.counts,
            errors=[failure.rebuilt() for failure in failures if failure is not None],
            files=sorted(folder.iterdir(), key=lambda path: (len(path.name), path.name)),
        )
        return next(answer for _, answer in result) if record.entry.single else result

    def remove(self, entry: Which, *, force: bool = False) -> None:
        """
        Forget an entry, with its questions and answers. At its provider nothing changes.

        Raises:
            InvalidRequest: It is unfinished, and not to be forgotten by ``force``.
        """
        known = self.get(entry)
        if not (known.over or force):
            raise InvalidRequest(f"{known.id} is {known.state}: ledger.cancel() it first, or remove(..., force=True)")
        self._store.remove(known.id)
        shutil.rmtree(self.folder / known.id, ignore_errors=True)

    def client(self, entry: Which, **load_arguments: Any) -> Client:
        """
        A client for an entry, at its server. Arguments go to ``load()``.

        Raises:
            AuthError: The entry names a host that is neither the provider's own nor loopback, nor the ``base_url`` you
                gave: a forged ledger gets no key.
        """
        return client_for(self.get(entry), **load_arguments)

    @contextmanager
    def _client(self, entry: Entry, llm: Client | None, **load_arguments: Any) -> Iterator[Client]:
        if llm is not None:
            yield checked(llm, entry)
            return
        with self.client(entry, **load_arguments) as own:
            yield own

    def _record(self, entry: Which) -> Record:
        name = entry.id if isinstance(entry, Entry) else entry
        record = self._store.record(name)
        if record is None:
            raise InvalidRequest(f"the ledger {self.path} has no entry {shown(name)}")
        return record


def opened(path: str | Path | None, lease: float, grace: float) -> Ledger:
    """What ``genai.jobs.open`` gives."""
    return Ledger(default_path() if path is None else Path(path).expanduser(), lease, grace)
