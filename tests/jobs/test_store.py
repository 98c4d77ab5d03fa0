"""The ledger's file: whose it is, of which version, and where."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from batch_server import BatchServer

import genai
import genai.jobs
from genai.jobs import Ledger, places, store

posix = pytest.mark.skipif(sys.platform == "win32", reason="file modes are POSIX's")


def mode(path: Path) -> str:
    """Who may do what with a file."""
    return oct(stat.S_IMODE(path.stat().st_mode))


@posix
def test_everything_is_the_owners_alone(
    ledger: Ledger, llm: genai.Client, server: BatchServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Database, log, shared memory, questions and answers are 0600, and their folders 0700, whatever the umask."""
    before = os.umask(0)
    try:
        with genai.jobs.open(tmp_path / "below" / "jobs.db") as open_:
            open_.wait(open_.submit_batch(llm, ["x"]), llm=llm, poll_interval=0.01)
            found = {path.relative_to(tmp_path): path for path in (tmp_path / "below").rglob("*")}
            files = {mode(path) for path in found.values() if path.is_file()}
            folders = {mode(path) for path in found.values() if path.is_dir()}
    finally:
        os.umask(before)

    assert {"jobs.db", "jobs.db-wal", "jobs.db-shm"} <= {path.name for path in found.values()}
    assert ({"0o600"}, {"0o700"}, "0o700") == (files, folders, mode(tmp_path / "below"))


@posix
def test_the_file_is_private_from_its_first_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When SQLite opens it, it is 0600 already."""
    seen: list[str] = []
    connect = sqlite3.connect

    def watched(path: Path, **known: object) -> sqlite3.Connection:
        seen.append(mode(path))
        return connect(path, **known)  # type: ignore[call-overload, no-any-return]  # whatever the store says

    monkeypatch.setattr(sqlite3, "connect", watched)
    before = os.umask(0)
    try:
        genai.jobs.open(tmp_path / "jobs.db").close()
    finally:
        os.umask(before)

    assert ["0o600"] == seen


@posix
def test_a_ledger_that_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    """One whose mode was changed is the owner's alone again."""
    genai.jobs.open(tmp_path / "jobs.db").close()
    (tmp_path / "jobs.db").chmod(0o644)
    genai.jobs.open(tmp_path / "jobs.db").close()

    assert "0o600" == mode(tmp_path / "jobs.db")


def test_it_is_safe_against_a_crash(ledger: Ledger) -> None:
    """Writers do not keep readers waiting, and what is committed is on the disk."""
    pragmas = [ledger._store._pragma(name) for name in ("synchronous", "foreign_keys", "user_version")]

    assert "wal" == ledger._store._db.execute("PRAGMA journal_mode").fetchone()[0]
    assert [2, 1, len(store.MIGRATIONS)] == pragmas


def test_an_older_ledger_is_brought_up_to_date(
    ledger: Ledger, llm: genai.Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A schema of an older version goes through the migrations that it lacks, and keeps what it has."""
    entry = ledger.submit_batch(llm, ["x"])
    monkeypatch.setattr(store, "MIGRATIONS", (*store.MIGRATIONS, ("ALTER TABLE entry ADD COLUMN colour TEXT",)))
    with genai.jobs.open(tmp_path / "jobs.db") as newer:
        columns = [row["name"] for row in newer._store._db.execute("PRAGMA table_info(entry)")]

        assert (2, "colour", entry) == (newer._store._pragma("user_version"), columns[-1], newer.get(entry))


def test_a_migration_that_fails_changes_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """All of it or none: the ledger stays of its version, and can be used as before."""
    genai.jobs.open(tmp_path / "jobs.db").close()
    two = (*store.MIGRATIONS, ("ALTER TABLE entry ADD COLUMN colour TEXT", "nonsense"))
    with monkeypatch.context() as patch:
        patch.setattr(store, "MIGRATIONS", two)
        with pytest.raises(genai.InvalidRequest, match="cannot be opened"):
            genai.jobs.open(tmp_path / "jobs.db")
    with genai.jobs.open(tmp_path / "jobs.db") as same:
        columns = [row["name"] for row in same._store._db.execute("PRAGMA table_info(entry)")]

    assert "colour" not in columns


def test_a_newer_ledger_is_refused(tmp_path: Path) -> None:
    """What a newer version wrote is left alone, and the error says so."""
    genai.jobs.open(tmp_path / "jobs.db").close()
    database = sqlite3.connect(tmp_path / "jobs.db")
    database.execute("PRAGMA user_version = 99")
    database.close()

    with pytest.raises(genai.InvalidRequest, match="newer genai: its schema is version 99"):
        genai.jobs.open(tmp_path / "jobs.db")


@pytest.mark.parametrize("kind", ["text", "database"])
def test_what_is_no_ledger_is_left_as_it_is(tmp_path: Path, kind: str) -> None:
    """A file of something else is InvalidRequest, and stays byte for byte as it is."""
    path = tmp_path / "other.db"
    if kind == "text":
        path.write_text("Dear diary, " * 200)
    else:
        database = sqlite3.connect(path)
        database.execute("CREATE TABLE diary (day)")
        database.close()
    path.chmod(0o640)
    before = path.read_bytes()

    with pytest.raises(genai.InvalidRequest, match=r"no ledger|cannot be opened"):
        genai.jobs.open(path)
    assert (before, ["other.db"]) == (path.read_bytes(), [one.name for one in tmp_path.iterdir()])
    assert sys.platform == "win32" or mode(path) == "0o640"


def test_several_open_it_at_once(tmp_path: Path) -> None:
    """Eight who open a ledger that is not there yet make one."""
    barrier, opened = threading.Barrier(8), list[int]()

    def open_() -> None:
        barrier.wait()
        with genai.jobs.open(tmp_path / "jobs.db") as ledger:
            opened.append(len(ledger.list()))

    threads = [threading.Thread(target=open_) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [0] * 8 == opened


def test_a_fork_opens_its_own(ledger: Ledger, llm: genai.Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """A ledger that a process inherited is not written through: SQLite does not allow it."""
    monkeypatch.setattr(os, "getpid", lambda: 1)

    with pytest.raises(genai.InvalidRequest, match="open it again"):
        ledger.submit_batch(llm, ["x"])


@pytest.mark.parametrize(
    ("platform", "environment", "path"),
    [
        ("linux", {}, "~/.local/share/genai/jobs.db"),
        ("linux", {"XDG_DATA_HOME": "/data"}, "/data/genai/jobs.db"),
        ("linux", {"XDG_DATA_HOME": "relative"}, "~/.local/share/genai/jobs.db"),
        ("darwin", {"XDG_DATA_HOME": "/data"}, "~/Library/Application Support/genai/jobs.db"),
        ("win32", {"LOCALAPPDATA": "/local"}, "/local/genai/jobs.db"),
        ("win32", {}, "~/AppData/Local/genai/jobs.db"),
        ("linux", {"GENAI_LEDGER": "~/mine.db", "XDG_DATA_HOME": "/data"}, "~/mine.db"),
    ],
)
def test_where_it_is(monkeypatch: pytest.MonkeyPatch, platform: str, environment: dict[str, str], path: str) -> None:
    """Each platform has its place for a user's data, and a variable of ours names another."""
    for name in ("GENAI_LEDGER", "XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "platform", platform)

    assert Path(path).expanduser() == places.default_path()


def test_without_a_path(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The default is used, and its folder is made."""
    monkeypatch.setenv("GENAI_LEDGER", str(tmp_path / "a" / "b.db"))
    with genai.jobs.open() as ledger:
        assert (tmp_path / "a" / "b.db", []) == (ledger.path, ledger.list())


def test_sqlite_loads_on_first_need() -> None:
    """Who has no ledger loads neither it nor SQLite."""
    code = "import sys, genai; genai.load('openai', api_key='k'); print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()

    assert "genai.jobs" in loaded
    assert set() == {"sqlite3", "genai.jobs.ledger", "genai.jobs.store"} & set(loaded)


def test_what_a_dead_process_left_is_swept(ledger: Ledger, llm: genai.Client) -> None:
    """A folder of no entry goes after a day, not before: somebody may be about to write its entry."""
    kept = ledger.submit_batch(llm, ["x"])
    old, young = ledger.folder / "genai-old", ledger.folder / "genai-young"
    for folder in (old, young):
        folder.mkdir()
    for folder in (old, ledger.folder / kept.id):
        os.utime(folder, (0, 0))
    ledger.resume(llm=llm)

    assert {kept.id, "genai-young"} == {folder.name for folder in ledger.folder.iterdir()}
