"""Output: tables, headings and facts, in colour on a terminal, as plain lines anywhere else.

The rule here: what is not a terminal gets lines that ``cut`` and ``grep`` can work with: cells are set apart by tabs.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from typing import Any

import click


def terminal() -> bool:
    """Whether a person reads along."""
    return sys.stdout.isatty()


def table(columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Rows, with the columns' names above on a terminal."""
    cells = [["" if cell is None else str(cell) for cell in row] for row in rows]
    if not terminal():
        for row in cells:
            click.echo("\t".join(row))
        return
    from rich.console import Console
    from rich.table import Column, Table
    from rich.text import Text

    made = Table(*(Column(name, overflow="fold") for name in columns), box=None, header_style="bold")
    for row in cells:
        made.add_row(*(Text(cell) for cell in row))  # as Text: a bracket in it is no markup
    Console().print(made)


def heading(text: str) -> None:
    """The title of a part."""
    click.echo()
    if not terminal():
        click.echo(f"== {text} ==")
        return
    from rich.console import Console
    from rich.text import Text

    Console().rule(Text(text, style="bold cyan"), align="left", style="cyan")


def fact(name: str, value: str) -> None:
    """A name and a value."""
    click.echo(f"{click.style(f'{name}:', dim=True)} {value}")


def note(text: str) -> None:
    """A remark beside the answer, on stderr."""
    click.secho(f"({text})", dim=True, err=True)


def piece(text: str) -> None:
    """A fragment of text, shown at once."""
    click.echo(text, nl=False)
    sys.stdout.flush()
