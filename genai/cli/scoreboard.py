"""``genai scoreboard``: what was observed of a provider's models."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import click

from . import output


@click.command(name="scoreboard")
@click.argument("provider")
@click.option("--json", "as_json", is_flag=True, help="As JSON, whole.")
def command(provider: str, as_json: bool) -> None:
    """Print what was observed of a provider. It was computed from recorded answers of its models."""
    from .. import scoreboard

    score = scoreboard.load(provider)
    if as_json:
        click.echo(score.to_json())
        return
    for warning in score.warnings:
        output.note(warning)
    if not score.scenarios:
        click.echo(f"{score.provider}: nothing was computed yet")
    for scenario in score.scenarios:
        output.table(("what", "observed"), rows(scenario))


def rows(scenario: Mapping[str, Any]) -> list[tuple[str, str]]:
    """A scenario's entries, the nested ones by their path."""
    made: list[tuple[str, str]] = []
    for name, value in scenario.items():
        if isinstance(value, Mapping):
            made += [(f"{name}.{inner}", said) for inner, said in rows(value)]
        elif isinstance(value, list | tuple) and all(isinstance(one, str) for one in value):
            made.append((name, ", ".join(value)))
        else:
            made.append((name, value if isinstance(value, str) else json.dumps(value)))
    return made
