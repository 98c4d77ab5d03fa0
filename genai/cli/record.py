"""``genai record``: run the checks against a server, and write a cassette of each.

The rule here: what a server refuses is recorded too, since the refusal is its answer. Each cassette says who answered.
"""

from __future__ import annotations

import functools
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

import click

from . import choose, output

if TYPE_CHECKING:
    from ..testing.cassettes import Header
    from ..testing.checks import Check, Subject
    from ..testing.scrub import Scrubber

PROVENANCES: Final = ("live", "server", "emulator", "composed")
MODES: Final = ("sync", "stream", "job", "other")
OUTPUTS: Final = ("text", "image", "embedding")
LOST: Final = frozenset({"ConnectionFailed", "TimedOut"})
"""Outcomes of an exchange that did not come to its end: what there is of it cannot be replayed."""


@click.command(name="record")
@click.option("-p", "--provider", required=True, help="Whose wire to speak.")
@choose.MODEL
@click.option("--base-url", metavar="URL", help="The server. Default: the provider's own.")
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="The folder of cassettes.")
@click.option("--provenance", type=click.Choice(PROVENANCES), help="What kind of server. Default without URL: live.")
@click.option("--source", metavar="TEXT", help="Which server it is, and which version. Needed with --base-url.")
@click.option("--as", "shown", metavar="NAME", help="Write this in place of the model's id, everywhere.")
@choose.WITH
@click.option("--output", "made", type=click.Choice(OUTPUTS), default="text", help="Check what makes this.")
@click.option("--mode", "modes", multiple=True, type=click.Choice(MODES), help="These modes alone.")
@click.option("--check", "names", multiple=True, metavar="NAME", help="These checks alone.")
def command(
    provider: str,
    model: str | None,
    base_url: str | None,
    out: Path,
    provenance: str | None,
    source: str | None,
    shown: str | None,
    arguments: dict[str, Any],
    made: Literal["text", "image", "embedding"],
    modes: tuple[str, ...],
    names: tuple[str, ...],
) -> None:
    """Record what a server answers. Each check becomes a scrubbed cassette, DIR/PROVIDER/MODEL/MODE/CHECK.yaml."""
    from .. import providers
    from ..loading import load
    from ..testing.cassettes import Header
    from ..testing.checks import CHECKS, Subject
    from ..testing.scrub import Scrubber, keys

    with load(provider, model=model, base_url=base_url, output=made) as llm:
        info, model, makes = providers.info(llm.name), llm.model, llm.output
    if base_url and not (provenance and source):
        raise click.UsageError("with --base-url say who answers: --provenance and --source")
    offered = [check for check in CHECKS if check.output == makes]
    chosen = [check for check in offered if check.mode in (modes or MODES) and (not names or check.name in names)]
    if not chosen:
        raise click.UsageError(f"no such check; there are {', '.join(dict.fromkeys(check.name for check in offered))}")
    usual = functools.partial(load, info.name, base_url=base_url, retry=0)  # a repeat would be recorded as well
    subject = Subject(load=lambda **differing: usual(**{"model": model, **differing}), arguments=arguments)
    header = Header(
        provenance=provenance or "live",
        source=source or info.title,
        recorded=datetime.now(UTC).date().isoformat(),
        provider=info.name,
        model=shown or model,
        base_url=base_url or info.base_url,
        mode=MODES[0],
        check="none",
        arguments=arguments,
    )
    scrub = Scrubber(secrets=keys(), replace={model: shown} if shown else {})
    rows = [recorded(check, subject, header, out, scrub) for check in chosen]
    output.table(("mode", "check", "outcome", "cassette"), rows)
    if not any(row[3] for row in rows):
        raise click.ClickException("nothing was exchanged, so nothing is recorded")


def recorded(
    check: Check, subject: Subject, header: Header, out: Path, scrub: Scrubber
) -> tuple[str, str, str, str | None]:
    """Run one check and write its cassette: a row of the summary."""
    from attrs import evolve

    from ..testing.cassettes import recording

    header = evolve(header, mode=check.mode, check=check.name)
    with recording(out / header.place, header, scrub) as tape:
        outcome = check.outcome(subject)
        tape.ended(outcome, keep=outcome not in LOST)
    return check.mode, check.name, outcome, header.place.as_posix() if tape.written else None
