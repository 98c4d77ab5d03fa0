"""Jobs: background work and batches, as values that any process can poll; and ``open()``, the ledger that keeps them.

The rule here: a job holds no secret, and is never sent twice.
"""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .batch import BatchItem, BatchResult, Counts
from .entry import Entry, Failure
from .job import PREFIX, BatchJob, Job, Kind, Part

if TYPE_CHECKING:
    from .ledger import Ledger

__all__ = [
    "BatchItem",
    "BatchJob",
    "BatchResult",
    "Counts",
    "Entry",
    "Failure",
    "Job",
    "Kind",
    "Ledger",
    "open",
    "Part",
    "PREFIX",
]


def open(path: str | Path | None = None, *, lease: float = 30.0, grace: float = 30.0) -> Ledger:
    """
    The ledger of jobs; it is made where there is none.

    Args:
        path: Its file. Default: ``$GENAI_LEDGER``, else ``genai/jobs.db`` in the platform's folder for a user's data.
            It needs a local disk.
        lease: Seconds after which others take over the work of a process that died.
        grace: Seconds for which a submission whose answer was lost is looked for at the provider, whose lists may lag
            behind, before it is sent again.

    Raises:
        InvalidRequest: The file is no ledger, or one of a newer version.
    """
    from .ledger import opened

    return opened(path, lease, grace)


def __getattr__(name: str) -> Any:
    if name == "Ledger":  # SQLite loads on first need
        return importlib.import_module(".ledger", __name__).Ledger
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
