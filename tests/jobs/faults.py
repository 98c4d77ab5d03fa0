"""Processes that are killed: they share a ledger and a server of batches, and SIGKILL comes at any step of theirs.

A step is a statement to SQLite, a file that is opened, moved or made, a connection, a request before it is sent, or an
answer when its head has come. ``python faults.py {killed,writers} NUMBER SEED FOLDER`` prints what it counted.

The rule here: whoever is killed gets no warning, and whoever comes after has nothing but the ledger.
"""

from __future__ import annotations

import importlib
import json
import os
import random
import signal
import sqlite3
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

import httpx2
from batch_server import BatchServer, Body

import genai
import genai.jobs
from genai.jobs.ledger import Ledger
from genai.providers.openairesponses import batching
from genai.spool import Limits

KEY = "sk-secret-of-the-fault-test"
ITEMS = {f"item {number}": f"Question {number}" for number in range(7)}
LEASE, LAG, GRACE = 0.15, 0.3, 0.6
"""Seconds. LAG is for how long the server's lists do not show a batch that is there: longer than a lease."""
FILES = {"open", "os.mkdir", "os.rename", "os.chmod", "os.remove", "shutil.rmtree", "sqlite3.connect"}
"""What Python tells its audit hooks of that is a step of ours."""
Last: TypeAlias = tuple[str, int] | None


class Lagging(BatchServer):
    """Its lists lag behind, and it answers when what it was asked has long been done."""

    def __init__(self) -> None:
        super().__init__()
        self.made: dict[str, float] = {}
        self.http.handle_error = lambda *_: None  # type: ignore[method-assign]  # those who were killed do not say goodbye
        self.after = lambda method, path: time.sleep(random.random() * 0.01)

    def _create(self, asked: Body) -> Body:
        batch = super()._create(asked)
        self.made[batch["id"]] = time.monotonic()
        return batch

    def _list(self, query: dict[str, list[str]]) -> Body:
        everything, old = self.batches, time.monotonic() - LAG
        self.batches = {id_: batch for id_, batch in everything.items() if self.made[id_] < old}
        try:
            return super()._list(query)
        finally:
            self.batches = everything


class Steps:
    """
    Counts the steps of this process by their kind, and kills it at one of them.

    Args:
        last: Of which kind, and which one; None for a process that lives.
        told: The file that says where it was killed.
    """

    def __init__(self, last: Last, told: Path) -> None:
        self.last, self.told, self.taken, self.lock = last, told, Counter[str](), threading.Lock()
        self.home, self.asked = str(told.parent), ""
        sys.addaudithook(self.audited)
        self.connect, sqlite3.connect = sqlite3.connect, self.traced  # type: ignore[assignment]  # of this process alone

    def take(self, kind: str, after: float = 0.0) -> None:
        """One step; the last one is not taken, or is cut off a moment later."""
        with self.lock:
            self.taken[kind] += 1
            if self.last == (kind, self.taken[kind]):
                threading.Timer(after, self.kill, (kind,)).start() if after else self.kill(kind)

    def kill(self, where: str) -> None:
        """The end."""
        handle = os.open(self.told, os.O_CREAT | os.O_WRONLY | os.O_APPEND)
        os.write(handle, f"{where}\n".encode())
        os.kill(os.getpid(), signal.SIGKILL)

    def audited(self, event: str, arguments: tuple[Any, ...]) -> None:
        """What Python is about to do."""
        place = str(arguments[0]) if arguments else ""
        if event in FILES and place.startswith(self.home) and place != str(self.told):
            self.take(f"file {event}")

    def traced(self, *arguments: Any, **known: Any) -> sqlite3.Connection:
        """A connection to SQLite, all of whose statements are steps."""
        connection: sqlite3.Connection = self.connect(*arguments, **known)
        connection.set_trace_callback(lambda sql: self.take(f"sql {' '.join(sql.split()[:2])}"))
        return connection

    def on_request(self, request: Any) -> None:
        """A request is about to be sent; and a moment later it is on its way, is carried out, or is being answered."""
        self.asked = f"{request.method} {'/'.join(request.url.split('/')[4:5])}"
        self.take(f"asking {self.asked}")
        self.take(f"asked {self.asked}", after=random.random() * 0.02)

    def on_response(self, head: Any) -> None:
        """An answer has begun to come."""
        self.take(f"answered {self.asked}")


def client(url: str, **arguments: Any) -> genai.Client:
    """A client of the server."""
    return genai.load("openai", model="m", api_key=KEY, base_url=url, strict=True, **arguments)


def forked(work: Callable[[], object]) -> int:
    """The id of a process of its own that does some work; it ends with 0 when the work is done."""
    pid = os.fork()
    if pid:
        return pid
    status = 1
    try:
        work()
        status = 0
    except BaseException:  # noqa: BLE001  the process ends here, and says why
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stderr.flush()
        os._exit(status)


def ended(pid: int) -> int:
    """How a process ended: its exit status, or the signal as a negative number."""
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


# --- Killed, again and again ---


def work_through(folder: Path, url: str, last: Last) -> None:
    """Submit, wait, read: the program that is started again until it ends. What it found is in ``report.json``."""
    steps = Steps(last, folder / "kills.txt")
    with client(url, hooks=[steps]) as llm, genai.jobs.open(folder / "jobs.db", lease=LEASE, grace=GRACE) as ledger:
        many = ledger.submit_batch(llm, ITEMS, key="many")
        one = ledger.submit(llm, "Question alone", key="one", job="batch")
        answers = {id_: answer.text for id_, answer in ledger.wait(many, llm=llm, poll_interval=0.01)}
        answers["alone"] = ledger.wait(one, llm=llm, poll_interval=0.01).text
        loaded = [name for name in sys.modules if name.startswith("genai.")]
        report = {"answers": answers, "steps": steps.taken, "entries": found(ledger), "loaded": loaded}
    (folder / "report.json").write_text(json.dumps(report))


def found(ledger: Ledger) -> list[dict[str, Any]]:
    """What a ledger holds, as its tables have it."""
    rows = ledger._store._db.execute("SELECT id, state, accounted, usage, items FROM entry").fetchall()
    return [{**dict(row), "usage": json.loads(row["usage"] or "{}")} for row in rows]


def trial(folder: Path, url: str, draw: Callable[[], Last]) -> dict[str, Any]:
    """Start the program, killed at a step that is drawn each time, until it ends."""
    folder.mkdir()
    while (status := ended(forked(partial(work_through, folder, url, draw())))) != 0:
        if status != -signal.SIGKILL:
            raise SystemExit(f"the program failed with {status}")
    report: dict[str, Any] = json.loads((folder / "report.json").read_text())
    kills = folder / "kills.txt"
    return {**report, "kills": kills.read_text().splitlines() if kills.exists() else []}


def killed(points: int, seed: int, folder: Path, url: str) -> dict[str, Any]:
    """Trials until so many kills have come; what became of all the items of all of them."""
    dice = random.Random(seed)
    clean = trial(folder / "clean", url, lambda: None)
    trials = [clean]
    for name in clean["loaded"]:  # here, once: those that are forked from here on have it
        importlib.import_module(name)

    kinds = sorted(clean["steps"])
    weights = [clean["steps"][kind] ** 0.5 for kind in kinds]  # what is rare is drawn more often than it comes

    def draw() -> Last:
        kind = dice.choices(kinds, weights)[0]
        return kind, dice.randint(1, clean["steps"][kind])

    while sum(len(one["kills"]) for one in trials) < points:
        trials.append(trial(folder / str(len(trials)), url, draw))
    kills = Counter(kill.split()[0] for one in trials for kill in one["kills"])
    expected = {**{id_: f"echo {asked}" for id_, asked in ITEMS.items()}, "alone": "echo Question alone"}
    entries = [entry for one in trials for entry in one["entries"]]
    return {
        "kills": sum(kills.values()),
        "at": dict(kills),
        "submitting": sum(kill.endswith("POST batches") for one in trials for kill in one["kills"]),
        "kinds": len(clean["steps"]),
        "trials": len(trials),
        "items": len(expected) * len(trials),
        "answered": sum(one["answers"][id_] == text for one in trials for id_, text in expected.items()),
        "entries": len(entries),
        "completed": sum(entry["state"] == "completed" for entry in entries),
        "counted": sum(entry["accounted"] for entry in entries),
        "tokens": sum(entry["usage"]["total_tokens"] for entry in entries),
        **journal(url),
    }


def journal(url: str) -> dict[str, int]:
    """What the server was given: lines, and how many of them it had been given before."""
    submitted = httpx2.get(f"{url}/journal").json()["submitted"]
    return {"submitted": len(submitted), "twice": len(submitted) - len(set(submitted))}


# --- Writing, all at once ---


def write_on(folder: Path, url: str, name: str, until: float) -> None:
    """Submit, wait, read, until the time is up; what was promised to the writer is in a file of its own."""
    promised: list[str] = []
    with client(url) as llm, genai.jobs.open(folder / "jobs.db") as ledger:
        ledger.wait(ledger.submit_batch(llm, ITEMS, key="common"), llm=llm, poll_interval=0.01)
        while time.monotonic() < until:
            items = [f"{name} {len(promised)} {number}" for number in range(4)]
            entry = ledger.submit_batch(llm, items, key=items[0])
            answers = dict(ledger.wait(entry, llm=llm, poll_interval=0.01))
            assert [f"echo {asked}" for asked in items] == [answers[str(number)].text for number in range(4)]
            promised.append(entry.id)
    (folder / f"{name}.json").write_text(json.dumps(promised))


def writers(seconds: int, seed: int, folder: Path, url: str) -> dict[str, Any]:
    """Four writers for so long; what became of what they were promised."""
    names, until = [f"writer{seed}{number}" for number in range(4)], time.monotonic() + seconds
    pids = [forked(partial(write_on, folder, url, name, until)) for name in names]
    statuses = [ended(pid) for pid in pids]
    promised = [id_ for name in names for id_ in json.loads((folder / f"{name}.json").read_text())]
    with genai.jobs.open(folder / "jobs.db") as ledger:
        entries = found(ledger)
        whole = ledger._store._db.execute("PRAGMA integrity_check").fetchone()[0]
    return {
        "statuses": statuses,
        "integrity": whole,
        "promised": len(promised),
        "lost": len(set(promised) - {entry["id"] for entry in entries}),
        "entries": len(entries),
        "completed": sum(entry["state"] == "completed" for entry in entries),
        "counted": sum(entry["accounted"] for entry in entries),
        "items": sum(entry["items"] for entry in entries),
        "tokens": sum(entry["usage"]["total_tokens"] for entry in entries),
        **journal(url),
    }


def serve(url_file: Path) -> None:
    """The server, in a process of its own, until it is killed."""
    server = Lagging()
    url_file.with_suffix(".new").write_text(server.url)
    url_file.with_suffix(".new").rename(url_file)
    server.http.serve_forever(0.02)


def main(what: str, number: str, seed: str, place: str) -> None:
    """Print what was counted, as JSON."""
    batching.Batching.limits = Limits(requests=3, bytes=10_000)  # type: ignore[assignment,method-assign]  # small
    folder = Path(place)
    url_file = folder / "url.txt"
    server = forked(lambda: serve(url_file))
    try:
        while not url_file.exists():
            time.sleep(0.01)
        do = {"killed": killed, "writers": writers}[what]
        print(json.dumps(do(int(number), int(seed), folder, url_file.read_text())))
    finally:
        os.kill(server, signal.SIGKILL)
        ended(server)


if __name__ == "__main__":
    main(*sys.argv[1:])
