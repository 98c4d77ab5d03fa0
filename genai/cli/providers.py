"""``genai providers``: which there are, and which can be used now."""

from __future__ import annotations

import click

from . import output


@click.command(name="providers")
def command() -> None:
    """List the providers. Which can be used and why, and what the others need."""
    from ..providers import available, info, names

    usable = available()
    rows = []
    for name in names():
        about = info(name)
        variables = " or ".join(about.key_variables)
        needs = f"set {variables}" if variables else f"start a server at {about.base_url}"
        where = f"; get a key at {about.key_url}" if about.key_url else ""
        said = ("yes", usable[name]) if name in usable else ("no", needs + where)
        rows.append((name, ", ".join(about.aliases), *said))
    output.table(("provider", "also", "usable", "why, or what is needed"), rows)
