"""What a call and a streamed delta cost the client: us against the bare HTTP client, interleaved in one run.

Uses the harness beside the repository (``--harness``, read in place; it is copied to a temporary folder, together with
our adapter, because it loads adapters from its own package). Prints CPU microseconds (median over rounds of the median
batch) and the ratio to the floor; nothing here asserts a time.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
SLOTS = ("genai_slot.py", "gemini_slot.py")
WIRES = {
    # the floor, httpx2 with the standard library's JSON, and who joins with --sdk: a module each, and its variant
    "chat": {"floor": ("raw2", "chat:json"), "openai": ("openai_sdk", "chat")},
    "responses": {"floor": ("raw2", "responses:json"), "openai": ("openai_sdk", "responses")},
    "messages": {"floor": ("raw2", "messages:json"), "anthropic": ("anthropic_sdk", "messages")},
    "gemini": {"floor": ("gemini_slot", "gemini")},
}
SCENARIOS = {
    # its arguments, what it costs, and where that stands in what the worker prints
    "sync": (("n=500",), "µs a call", lambda told: told["cpu"]),
    "async": (
        ("n=500", "concurrency=10", "model=bench"),
        "µs a call",
        lambda told: told["warm"]["cpu_ms"] * 1000 / 500,
    ),
    "stream": (("n=1000",), "µs a delta", lambda told: told["cpu"]),
}


def free_port() -> int:
    """A port of loopback that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_for(port: int) -> None:
    """Until the server answers, at most ten seconds."""
    for _ in range(200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise SystemExit("the harness's server did not start")


def measured(folder: Path, contender: tuple[str, str], scenario: str, port: int) -> float:
    """CPU microseconds of one contender in one scenario, in a fresh process."""
    arguments, _, cost = SCENARIOS[scenario]
    command = [sys.executable, "worker.py", *contender, f"http://127.0.0.1:{port}/v1", scenario, *arguments]
    out = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout
    return float(cost(json.loads(out.strip().splitlines()[-1])))


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--harness", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--sdk", action="store_true", help="the vendors' own packages as well, if they are installed")
    parser.add_argument("--wire", choices=WIRES, action="append", help="this one alone; may be repeated")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "bench"
        shutil.copytree(given.harness, folder, ignore=shutil.ignore_patterns("venvs", "results*"))
        (folder / "contenders").chmod(0o755)
        folder.chmod(0o755)
        for slot in SLOTS:
            (folder / "contenders" / slot).unlink(missing_ok=True)
            shutil.copy(HERE / slot, folder / "contenders" / slot)
        shutil.copy(HERE / "gemini_slot.py", folder)
        port = free_port()
        with subprocess.Popen(
            [sys.executable, "gemini_slot.py", str(port)], cwd=folder, stdout=subprocess.DEVNULL
        ) as server:
            try:
                wait_for(port)
                for wire in given.wire or WIRES:
                    report(folder, port, given.rounds, wire, given.sdk)
            finally:
                server.terminate()


def report(folder: Path, port: int, rounds: int, wire: str, sdk: bool) -> None:
    """One line per scenario."""
    floor, *sdks = WIRES[wire].items()
    installed = [(name, contender) for name, contender in sdks if sdk and importlib.util.find_spec(name)]
    contenders = dict([floor, ("genai", ("genai_slot", wire)), *installed])
    for scenario, (_, unit, _) in SCENARIOS.items():
        times: dict[str, list[float]] = {name: [] for name in contenders}
        for _ in range(rounds):
            for name, found in times.items():
                found.append(measured(folder, contenders[name], scenario, port))
        least, *others = (statistics.median(found) for found in times.values())
        costs = zip([*times][1:], others, strict=True)
        shown = ", ".join(f"{name} {cost:.1f} ({cost / least:.2f}x)" for name, cost in costs)
        print(f"{wire:9} {scenario:6} {unit}: floor {least:.1f}, {shown}", flush=True)


if __name__ == "__main__":
    main()
