"""Killed at any step, and started again: every item is answered, none is lost, none is submitted or counted twice.

``make test-faults`` does it at 200 points, and lets four processes write for a minute.
"""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
POINTS = int(os.environ.get("GENAI_FAULT_POINTS", "10"))
SECONDS = int(os.environ.get("GENAI_FAULT_SECONDS", "3"))
SEED = int(os.environ.get("GENAI_FAULT_SEED", str(secrets.randbelow(1_000_000))))

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the processes that are killed are forked")


def counted(what: str, number: int, folder: Path) -> dict[str, Any]:
    """What the processes counted; it is printed, with the seed that draws the same points again."""
    command = [sys.executable, str(HERE / "faults.py"), what, str(number), str(SEED), str(folder)]
    environment = {**os.environ, "PYTHONPATH": str(HERE.parent)}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert 0 == done.returncode, f"seed {SEED}: {done.stderr}"
    counts: dict[str, Any] = json.loads(done.stdout)
    print(f"\n{what}, seed {SEED}: {counts}")
    return counts


def test_killed_at_any_step(tmp_path: Path) -> None:
    """SIGKILL comes at random points of submit, poll, download and ledger writes; reruns end with all answers."""
    counts = counted("killed", POINTS, tmp_path)

    assert POINTS <= counts["kills"]
    assert counts["items"] == counts["answered"] == counts["submitted"]
    assert 0 == counts["twice"]
    assert counts["entries"] == counts["completed"] == counts["counted"] == 2 * counts["trials"]
    assert 5 * counts["items"] == counts["tokens"]


def test_four_writers(tmp_path: Path) -> None:
    """Four processes that submit, wait and read through one ledger lose nothing, and share what has the same key."""
    counts = counted("writers", SECONDS, tmp_path)

    assert [0, 0, 0, 0] == counts["statuses"]
    assert ("ok", 0, 0) == (counts["integrity"], counts["lost"], counts["twice"])
    assert counts["promised"] + 1 == counts["entries"] == counts["completed"] == counts["counted"]
    assert counts["items"] == counts["submitted"] == 4 * counts["promised"] + 7
    assert 5 * counts["items"] == counts["tokens"]
