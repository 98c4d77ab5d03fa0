"""Store: the ledger's rows, in SQLite.

Who works on an entry holds its lease: a name and a time. What is written under a lease is written only while nobody
else has taken it over, so it does not matter how long somebody slept.

The rule here: a change that others rely on is one transaction, and is on the disk when it returns.
"""

from __future__ import annotations

import json
import os
import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from attrs import asdict, evolve, field, frozen

from ..errors import InvalidRequest
from ..results import Usage
from ..values import a_tuple
from .batch import Counts
from .entry import UNFINISHED, Entry, Failure
from .job import BatchJob, Job, Part
from .places import private_file

APPLICATION: Final = 0x67656E61
"""SQLite's ``application_id``, which says that a database is ours: "gena"."""
PATIENCE: Final = 60.0
"""Seconds that a statement waits for other writers."""
MIGRATIONS: Final[tuple[tuple[str, ...], ...]] = (
    (
        """
        CREATE TABLE entry (
            id TEXT PRIMARY KEY, key TEXT UNIQUE, fingerprint TEXT NOT NULL,
            provider TEXT NOT NULL, model TEXT NOT NULL, output TEXT NOT NULL, base_url TEXT NOT NULL,
            kind TEXT NOT NULL, single INTEGER NOT NULL, items INTEGER NOT NULL,
            ids TEXT NOT NULL, unsupported TEXT NOT NULL,
            created REAL NOT NULL, state TEXT NOT NULL, cancelling INTEGER NOT NULL DEFAULT 0,
            polls INTEGER NOT NULL DEFAULT 0, polled REAL, next_poll REAL NOT NULL DEFAULT 0,
            owner TEXT, lease REAL NOT NULL DEFAULT 0,
            counts TEXT, usage TEXT, accounted INTEGER NOT NULL DEFAULT 0, error TEXT, answers TEXT
        )
        """,
        """
        CREATE TABLE part (
            entry TEXT NOT NULL REFERENCES entry (id) ON DELETE CASCADE, number INTEGER NOT NULL,
            first INTEGER NOT NULL, count INTEGER NOT NULL, size INTEGER NOT NULL,
            begun INTEGER NOT NULL DEFAULT 0, sought REAL, remote TEXT, error TEXT,
            PRIMARY KEY (entry, number)
        ) WITHOUT ROWID
        """,
    ),
)
"""What makes each version of the schema of the one before; the last is ours."""


@frozen(kw_only=True)
class PartRecord:
    """
    One part of an entry: one of the provider's batches, or the one job.

    Args:
        number: Its place in the entry.
        first, count, size: As in Lines.
        begun: Its submission may have reached the provider.
        sought: Unix time since when it is looked for at the provider, or None.
        remote: The provider's id, or None.
        error: Why it is given up, or None.
    """

    number: int = 0
    first: int = 0
    count: int = 1
    size: int = 0
    begun: bool = field(default=False, converter=bool)
    sought: float | None = None
    remote: str | None = None
    error: Failure | None = None

    @property
    def open(self) -> bool:
        """It is still to be submitted, or to be found."""
        return self.remote is None and self.error is None


@frozen(kw_only=True)
class Record:
    """
    All that is known of an entry.

    Args:
        entry: What others see of it.
        fingerprint: A hash of what is asked, and of whom.
        ids: The ids of the items; empty where they are numbered.
        unsupported: What was left out of the requests.
        cancelling: It is to be cancelled: nothing more of it is sent.
        polls: How often it was polled.
        next_poll: Unix time before which nobody polls it.
        answers: The folder of its answers, within its own; None until they are all there.
        parts: Its parts.
    """

    entry: Entry
    fingerprint: str
    ids: tuple[str, ...] = field(default=(), converter=a_tuple)
    unsupported: tuple[str, ...] = field(default=(), converter=a_tuple)
    cancelling: bool = field(default=False, converter=bool)
    polls: int = 0
    next_poll: float = 0.0
    answers: str | None = None
    parts: tuple[PartRecord, ...] = field(default=(), converter=a_tuple)

    @property
    def spooled(self) -> bool:
        """Whether its questions lie in files: it is a batch, be it of one."""
        return any(part.size for part in self.parts)

    @property
    def job(self) -> Job | None:
        """The provider's job: a BatchJob, unless it is one request. None while nothing of it is the provider's."""
        if all(part.remote is None for part in self.parts):
            return None
        return Job(**self._known(), created=self.entry.created) if self.entry.single else self.batch

    @property
    def batch(self) -> BatchJob:
        """The provider's batches, be it for one request."""
        parts = [Part(id=part.remote or "", first=part.first, count=part.count) for part in self.parts]
        return BatchJob(**self._known(), name=self.entry.id, parts=parts, ids=self.ids)

    def _known(self) -> dict[str, Any]:
        same = {name: getattr(self.entry, name) for name in ("provider", "model", "kind", "base_url", "output")}
        first = next(part.remote for part in self.parts if part.remote is not None)
        return {**same, "id": first, "unsupported": self.unsupported}


class Store:
    """The database; threads may share it."""

    def __init__(self, path: Path) -> None:
        private_file(path)
        self._path, self._process, self._lock = path, os.getpid(), threading.RLock()
        self._db = sqlite3.connect(path, timeout=PATIENCE, isolation_level=None, check_same_thread=False)
        self._db.row_factory = sqlite3.Row
        try:
            self._prepare()
        except sqlite3.DatabaseError as error:
            self.close()
            raise InvalidRequest(f"the ledger {path} cannot be opened: {error}") from None
        except InvalidRequest:
            self.close()
            raise

    def _prepare(self) -> None:
        self._db.execute("BEGIN")  # one look at all of it, though others may just be making it
        self._version()  # what is not ours is left as it is
        self._db.execute("COMMIT")
        for path in (self._path, *(self._path.with_name(f"{self._path.name}-{suffix}") for suffix in ("wal", "shm"))):
            if path.exists():  # SQLite gives those that it makes the mode of the first
                path.chmod(0o600)
        self._use_wal()
        for pragma in ("synchronous = FULL", "foreign_keys = ON"):
            self._db.execute(f"PRAGMA {pragma}")
        with self.transaction():
            for statement in (statement for migration in MIGRATIONS[self._version() :] for statement in migration):
                self._db.execute(statement)
            self._db.execute(f"PRAGMA application_id = {APPLICATION}")
            self._db.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")

    def _use_wal(self) -> None:
        """SQLite does not wait for others here, as it does everywhere else: https://www.sqlite.org/wal.html"""
        until = time.monotonic() + PATIENCE
        while True:
            try:
                self._db.execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError:
                if time.monotonic() > until:
                    raise
                time.sleep(0.01)

    def _version(self) -> int:
        """Of which version the schema is; 0 is nothing yet."""
        version, ours = self._pragma("user_version"), self._pragma("application_id") == APPLICATION
        if not ours and (version or self._db.execute("SELECT 1 FROM sqlite_master").fetchone()):
            raise InvalidRequest(f"{self._path} is no ledger: it is a database of something else")
        if version > len(MIGRATIONS):
            raise InvalidRequest(
                f"the ledger {self._path} was written by a newer genai: its schema is version {version}, and this one "
                f"knows up to {len(MIGRATIONS)}"
            )
        return version

    def _pragma(self, name: str) -> int:
        return int(self._db.execute(f"PRAGMA {name}").fetchone()[0])

    def close(self) -> None:
        """Close the database."""
        self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """A block whose changes are made all or not at all, and by nobody else at the same time."""
        if os.getpid() != self._process:
            raise InvalidRequest("this ledger was opened before the process forked: open it again")
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    # --- Reading ---

    def record(self, name: str) -> Record | None:
        """An entry by its id, else by its key."""
        with self._lock:
            rows = self._db.execute("SELECT * FROM entry WHERE ? IN (id, key) ORDER BY id = ? DESC", (name, name))
            row = rows.fetchone()
            if row is None:
                return None
            parts = self._db.execute("SELECT * FROM part WHERE entry = ? ORDER BY number", (row["id"],)).fetchall()
        return evolve(_record(row), parts=[_part(part) for part in parts])

    def entries(self, unfinished: bool = False) -> list[Entry]:
        """All entries, the newest first."""
        where = f"WHERE state IN {UNFINISHED}" if unfinished else ""
        with self._lock:
            rows = self._db.execute(f"SELECT * FROM entry {where} ORDER BY created DESC, rowid DESC").fetchall()  # noqa: S608  constants of ours
        return [_record(row).entry for row in rows]

    # --- Writing ---

    def add(self, record: Record, owner: str, lease: float) -> bool:
        """Write an entry and its parts, with a lease of its writer's; False when its key is another's already."""
        entry = record.entry
        row = {
            **{name: getattr(entry, name) for name in OWN},
            "fingerprint": record.fingerprint,
            "ids": json.dumps(record.ids),
            "unsupported": json.dumps(record.unsupported),
            "owner": owner,
            "lease": time.time() + lease,
        }
        with self.transaction() as db:
            if entry.key is not None and self.record(entry.key) is not None:
                return False
            _insert(db, "entry", row)
            for part in record.parts:
                sizes = {name: getattr(part, name) for name in ("number", "first", "count", "size", "begun")}
                _insert(db, "part", {"entry": entry.id, **sizes})
        return True

    def claim(self, id_: str, owner: str, lease: float, due: bool) -> bool:
        """Take the lease of an entry that is not over, if it is free, and (with ``due``) its next poll is due."""
        now = time.time()
        return self._changed(
            "UPDATE entry SET owner = ?, lease = ? WHERE id = ? AND (owner IS NULL OR lease < ?) "
            "AND (next_poll <= ? OR NOT ?) AND state IN ('submitting', 'pending', 'unknown')",
            (owner, now + lease, id_, now, now, due),
        )

    def renew(self, id_: str, owner: str, lease: float) -> bool:
        """Prolong a lease; False when it is another's by now."""
        return self.write(id_, owner, lease=time.time() + lease)

    def release(self, id_: str, owner: str) -> None:
        """Give a lease back."""
        self.write(id_, owner, owner=None)

    def write(self, id_: str, owner: str, /, **columns: Any) -> bool:
        """Set columns of an entry; False when its lease is another's by now."""
        names = ", ".join(f"{name} = ?" for name in columns)
        values = (_written(value) for value in columns.values())
        return self._changed(f"UPDATE entry SET {names} WHERE id = ? AND owner = ?", (*values, id_, owner))  # noqa: S608  names of ours

    def finish(self, id_: str, owner: str, /, **columns: Any) -> bool:
        """The end of an entry: its state, its answers and its usage, once; False when that is another's to write."""
        with self.transaction() as db:
            done = self.write(id_, owner, **columns)
            counted = columns.get("usage") is not None
            db.execute("UPDATE entry SET accounted = accounted + ? WHERE id = ?", (done and counted, id_))
        return done

    def begin(self, id_: str, number: int, owner: str, lease: float) -> bool:
        """
        Write down that a part is about to be submitted.

        False when the lease is another's by now, or the entry is to be cancelled: then it is not.
        """
        with self.transaction() as db:
            kept = db.execute(
                "UPDATE entry SET lease = ? WHERE id = ? AND owner = ? AND NOT cancelling",
                (time.time() + lease, id_, owner),
            )
            if kept.rowcount:
                self.part(id_, number, begun=True, sought=None)
            return bool(kept.rowcount)

    def part(self, id_: str, number: int, /, **columns: Any) -> None:
        """Set columns of a part that is not the provider's yet; whoever learns its id writes it, lease or not."""
        names = ", ".join(f"{name} = ?" for name in columns)
        values = (_written(value) for value in columns.values())
        self._changed(
            f"UPDATE part SET {names} WHERE entry = ? AND number = ? AND remote IS NULL",  # noqa: S608  names of ours
            (*values, id_, number),
        )

    def cancel(self, id_: str) -> None:
        """Write down that an entry is to be cancelled, whoever works on it."""
        self._changed("UPDATE entry SET cancelling = 1 WHERE id = ?", (id_,))

    def remove(self, id_: str) -> None:
        """Forget an entry."""
        self._changed("DELETE FROM entry WHERE id = ?", (id_,))

    def _changed(self, statement: str, values: Iterable[Any]) -> bool:
        with self._lock:
            return bool(self._db.execute(statement, tuple(values)).rowcount)


OWN: Final = ("id", "key", "provider", "model", "output", "base_url", "kind", "single", "items", "created", "state")
"""The columns that are the fields of an Entry as they are."""


def _insert(db: sqlite3.Connection, table: str, row: Mapping[str, Any]) -> None:
    marks = ", ".join("?" * len(row))
    db.execute(f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})", tuple(row.values()))  # noqa: S608  names of ours


def _written(value: Any) -> Any:
    """A value as it stands in a column."""
    return json.dumps(asdict(value)) if isinstance(value, (Counts, Usage, Failure)) else value


def _read(cls: type[Any], text: str | None) -> Any:
    return None if text is None else cls(**json.loads(text))


def _record(row: sqlite3.Row) -> Record:
    entry = Entry(
        **{name: row[name] for name in OWN if name != "single"},
        single=bool(row["single"]),
        polled=row["polled"],
        counts=_read(Counts, row["counts"]) or Counts(total=row["items"]),
        usage=_read(Usage, row["usage"]),
        error=_read(Failure, row["error"]),
    )
    return Record(
        entry=entry,
        **{name: row[name] for name in ("fingerprint", "cancelling", "polls", "next_poll", "answers")},
        ids=json.loads(row["ids"]),
        unsupported=json.loads(row["unsupported"]),
    )


def _part(row: sqlite3.Row) -> PartRecord:
    plain = {name: row[name] for name in ("number", "first", "count", "size", "begun", "sought", "remote")}
    return PartRecord(**plain, error=_read(Failure, row["error"]))
