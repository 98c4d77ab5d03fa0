"""The command line: ``genai ask``, ``image``, ``models``, ``jobs``, ``record``, ``demo`` and their like.

Each command is a module here with a ``command`` in it, imported when it is called.

The rule here: the commands use the public API alone, and what goes wrong is one clear line.
"""

from __future__ import annotations

import io
import sys


def main() -> None:
    """The entry point of the ``genai`` program."""
    try:
        import click  # noqa: F401  only whether it is there
        import rich  # noqa: F401  as above
    except ImportError:
        print("genai: the command line needs more packages: pip install 'genai-providers[cli]'", file=sys.stderr)
        raise SystemExit(1) from None
    from .app import app

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that lacks a letter gets a question mark, no traceback
    app(prog_name="genai")
