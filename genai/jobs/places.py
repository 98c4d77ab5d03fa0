"""Places: where the ledger lies, and how what it keeps is kept from others.

The rule here: a file is its owner's alone from its first moment, and on the disk before the ledger speaks of it.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Final

HOMES: Final = {
    "darwin": ("", "~/Library/Application Support"),
    "win32": ("LOCALAPPDATA", "~/AppData/Local"),
}
"""By platform: the variable that names the folder of the user's data, and where that is if it does not."""
XDG: Final = ("XDG_DATA_HOME", "~/.local/share")
"""Everywhere else.  https://specifications.freedesktop.org/basedir-spec/latest/"""


def default_path() -> Path:
    """``$GENAI_LEDGER``, else ``genai/jobs.db`` in the folder of the user's data."""
    named = os.environ.get("GENAI_LEDGER")
    if named:
        return Path(named).expanduser()
    variable, home = HOMES.get(sys.platform, XDG)
    given = Path(os.environ.get(variable, "")) if variable else Path()
    return (given if given.is_absolute() else Path(home).expanduser()) / "genai" / "jobs.db"


def private_file(path: Path) -> None:
    """Make a file that is the owner's alone; one that is there stays as it is."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))


def private_folder(path: Path) -> Path:
    """Make a folder that is the owner's alone."""
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    return path


def settle(folder: Path) -> None:
    """Bring the files of a folder to the disk, each the owner's alone."""
    for path in folder.iterdir():
        if path.is_file():
            path.chmod(0o600)
            _sync(path, os.O_RDWR)
    for one in (folder, folder.parent) if sys.platform != "win32" else ():  # which opens no folders
        _sync(one, os.O_RDONLY)


def _sync(path: Path, flags: int) -> None:
    handle = os.open(path, flags)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
