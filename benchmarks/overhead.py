"""What a call and a streamed delta cost the client: us against the bare HTTP client, interleaved in one run.

Uses the harness beside the repository (``--harness``, read in place; it is copied to a temporary folder, together with
our adapter, because it loads adapters from its own package). Prints CPU microseconds (median over rounds of the median
batch) and the ratio to the floor; nothing here asserts a time.
"""

from __future__ import annotations

import argparse
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
WIRES = ("chat", "responses")
CONTENDERS = {"floor": ("raw2", "{wire}:json"), "genai": ("genai_slot", "{wire}")}
"""The floor is httpx2 with the standard library's JSON."""
SDK = {"openai": ("openai_sdk", "{wire}")}
"""Joins with ``--sdk``, where the openai package is installed."""
SCENARIOS = {"sync": {"n": 500, "unit": "µs a call"}, "stream": {"n": 1000, "unit": "µs a delta"}}


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


def measured(folder: Path, contender: tuple[str, str], wire: str, scenario: str, port: int) -> float:
    """CPU microseconds of one contender in one scenario, in a fresh process."""
    module, variant = contender
    command = [sys.executable, "worker.py", module, variant.format(wire=wire), f"http://127.0.0.1:{port}/v1", scenario]
    out = subprocess.run(
        [*command, f"n={SCENARIOS[scenario]['n']}"], cwd=folder, capture_output=True, text=True, check=True
    ).stdout
    cpu: float = json.loads(out.strip().splitlines()[-1])["cpu"]
    return cpu


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--harness", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--sdk", action="store_true", help="the openai package as well")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "bench"
        shutil.copytree(given.harness, folder, ignore=shutil.ignore_patterns("venvs", "results*"))
        (folder / "contenders").chmod(0o755)
        slot = folder / "contenders" / "genai_slot.py"
        slot.unlink()
        shutil.copy(HERE / "genai_slot.py", slot)
        port = free_port()
        with subprocess.Popen(
            [sys.executable, "server.py", str(port)], cwd=folder, stdout=subprocess.DEVNULL
        ) as server:
            try:
                wait_for(port)
                report(folder, port, given.rounds, {**CONTENDERS, **(SDK if given.sdk else {})})
            finally:
                server.terminate()


def report(folder: Path, port: int, rounds: int, contenders: dict[str, tuple[str, str]]) -> None:
    """One line per wire and scenario."""
    for wire in WIRES:
        for scenario, about in SCENARIOS.items():
            times: dict[str, list[float]] = {name: [] for name in contenders}
            for _ in range(rounds):
                for name, found in times.items():
                    found.append(measured(folder, contenders[name], wire, scenario, port))
            floor, *others = (statistics.median(found) for found in times.values())
            shown = (
                f"{name} {cost:.1f} ({cost / floor:.2f}x)" for name, cost in zip([*times][1:], others, strict=True)
            )
            print(f"{wire:9} {scenario:6} {about['unit']}: floor {floor:.1f}, {', '.join(shown)}", flush=True)


if __name__ == "__main__":
    main()
