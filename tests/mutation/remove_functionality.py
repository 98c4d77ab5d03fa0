"""
The mutation check of the scoreboard: takes each Functionality away from each wire, one by one, and sees a test fail.

    PYTHONPATH=tests python -m mutation.remove_functionality [--jobs N] [WIRE | WIRE.FIELD ...]

A functionality is taken away where a wire meets the rest, in gen_sync or in gen_stream alone: an option never reaches
it, or what it read of an answer is lost. Then those are asked who ought to notice: the scoreboards, computed again; the
contract of options; the wire's own test files. What is taken away from a wire is what a scoreboard has of it, and what
it promises to carry. Prints who noticed what; exits 1 when something is not caught.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from functools import cache, partial
from itertools import chain
from pathlib import Path
from typing import Any, Final, NamedTuple

from attrs import frozen
from contract.side import Side
from contract.specimen import specimen
from contract.test_options import carried_or_refused
from contract.test_parts import DOCS, said_or_refused
from mutation import forks
from mutation.losses import IGNORED, LOST, VERBS, Loss, of_input, of_output
from scoreboard.test_compute import RECORDED

from genai import providers, scoreboard
from genai.provider import Output
from genai.scoreboard.compute import computed
from genai.scoreboard.playback import Playback, client
from genai.scoreboard.values import FUNCTIONS, SEEN, WAYS, Scenario
from genai.wire import Wire

HERE: Final = Path(__file__).resolve().parents[2]
WIRES: Final = {
    # a wire, and the patterns of its own test files
    "openairesponses:Responses": ("openairesponses", "images_tool", "openai_batches"),
    "_openai_chat:Chat": ("chat", "mistral", "openai_chat", "openai_batches"),
    "_openai_images:Images": ("images", "openai_batches"),
    "alibaba:Tasks": ("images_alibaba", "images"),
    "anthropic:Anthropic": ("anthropic",),
    "bedrock:Converse": ("bedrock",),
    "bfl:Flux": ("images_bfl", "images"),
    "cloudflare:Native": ("cloudflare",),
    "cohere:Cohere": ("cohere",),
    "gemini:Google": ("gemini",),
    "ollama:Ollama": ("ollama",),
}
CONTRACTS: Final = ("test_verbs.py", "test_batches.py", "test_pictures.py")
NOT_CAUGHT: Final = "NOT CAUGHT"


@frozen
class Speaker:
    """A provider that speaks a wire."""

    name: str
    output: Output
    wire: Wire

    def scenarios(self) -> list[Scenario]:
        """What was observed of it in what it makes."""
        pictures = self.output == "image"
        tested = [one for one in scoreboard.load(self.name).scenarios if one.evidence]
        return [one for one in tested if ("image" in one.output.work) == pictures]


class Mutant(NamedTuple):
    """What is taken away from a wire: a cell of the scoreboard, in one mode."""

    wire: str
    cell: str
    mode: str
    loss: Loss


# --- Who speaks what, and what that can do ----------------------------------------------------------------------------


@cache
def speakers() -> dict[str, list[Speaker]]:
    """By wire: who speaks it."""
    found: dict[str, list[Speaker]] = {name: [] for name in WIRES}
    outputs: tuple[Output, ...] = ("text", "image")
    for name in providers.names():
        for output in outputs:
            wire: Any = _loaded(name, output)
            spoken = [_title(cls) for cls in type(wire).__mro__ if _title(cls) in WIRES]
            if spoken:
                found[spoken[0]].append(Speaker(name, output, wire))
    return found


def _loaded(name: str, output: Output) -> Wire | None:
    try:
        return client(providers.info(name), "m", Playback(()), output=output)._wire
    except Exception:  # noqa: BLE001  who makes no such thing says so in one way or another
        return None


def _title(cls: type) -> str:
    return f"{cls.__module__.removeprefix('genai.providers.').partition('.')[0]}:{cls.__name__}"


def cells(wire: str) -> Iterator[tuple[str, str]]:
    """What the scoreboards have of a wire, and what it promises: pairs of cell and mode."""
    for one in speakers()[wire]:
        modes = ("sync", "stream") if one.wire.capabilities.gen_stream else ("sync",)
        for seen in one.scenarios():
            for mode, held in seen.functionalities.items():
                yield from ((name, mode) for name in FUNCTIONS if getattr(held, name) in SEEN)
            for side, modalities in (("input", seen.input), ("output", seen.output)):
                for kind, capability in modalities.tried.items():
                    ways = [way for way in WAYS if getattr(capability, way) in SEEN]
                    yield from ((f"{side}.{kind}.{way}", mode) for way in ways for mode in modes)
        yield from ((name, mode) for name, loss in IGNORED.items() if loss.option in one.wire.options for mode in modes)
        yield from ((verb, "job") for verb, (flag, _) in VERBS.items() if getattr(one.wire.capabilities, flag))


def losses(cell: str) -> Iterator[Loss]:
    """The ways to lose what fills a cell."""
    side, _, rest = cell.partition(".")
    if rest:
        kind, _, way = rest.partition(".")
        yield of_input(kind, way) if side == "input" else of_output(kind)
        return
    if cell in IGNORED:
        yield IGNORED[cell]
    if cell in LOST:
        yield LOST[cell]
    if cell in VERBS:
        yield VERBS[cell][1]


def mutants() -> Iterator[Mutant]:
    """All of them."""
    for wire in WIRES:
        for cell, mode in dict.fromkeys(cells(wire)):
            if (cell, mode) == ("partial_images", "sync"):
                continue  # there are no previews but in a stream
            yield from (Mutant(wire, cell, mode, loss) for loss in losses(cell))


# --- One mutant, in a process of its own ------------------------------------------------------------------------------


def install(mutant: Mutant) -> None:
    """Put the loss into the wire, and into whoever inherits from it."""
    for cls in {type(one.wire) for one in speakers()[mutant.wire]}:
        mutant.loss.put(cls, mutant.mode)


def by_scoreboard(wire: str) -> Iterator[str]:
    """The scoreboards that are not what was recorded."""
    for name in dict.fromkeys(one.name for one in speakers()[wire]):
        stored = scoreboard.load(name)
        if stored.scenarios and forks.fails(_same, name):
            yield f"the scoreboard of {name}"


def _same(name: str) -> None:
    stored = scoreboard.load(name)
    if computed(name, RECORDED, stored).score != stored:
        raise AssertionError(name)


def by_contract(wire: str, option: str, part: str, verb: str) -> Iterator[str]:
    """The providers whose contract of an option, or of a part of a question, is broken."""
    for one in speakers()[wire]:
        if one.output != "text" or specimen(one.name).makes != "text":
            continue
        side = Side("sync", specimen(one.name))
        if option in one.wire.options and forks.fails(carried_or_refused, side, option, verb):
            yield f"the contract of options, {one.name}: {option}, {verb}"
        if part in DOCS and forks.fails(said_or_refused, side, part, verb):
            yield f"the contract of parts, {one.name}: {part}, {verb}"


def suites(wire: str) -> Iterator[tuple[str, ...]]:
    """Arguments of pytest: the wire's own test files, then the contract of those who speak it."""
    places = ("tests/wires", "tests/corpus")
    own = [path for place in places for end in WIRES[wire] for path in sorted(HERE.glob(f"{place}/test_{end}*.py"))]
    yield tuple(str(path) for path in dict.fromkeys(own))
    names = " or ".join(dict.fromkeys(one.name for one in speakers()[wire]))
    yield ("-k", names, *(str(HERE / "tests" / "contract" / name) for name in CONTRACTS))


def verdict(mutant: Mutant, anyhow: Collection[str]) -> str:
    """Who notices, the quickest first; whoever complains anyhow is not asked."""
    install(mutant)
    part, verb = mutant.cell.removeprefix("input."), f"gen_{mutant.mode}"
    quick = chain(by_contract(mutant.wire, mutant.loss.option, part, verb), by_scoreboard(mutant.wire))
    others = [f"--deselect={name}" for name in anyhow]
    unread = {str(HERE / name) for name in anyhow}  # files that cannot be imported
    slow = (
        forks.sure_failure(*(part for part in suite if part not in unread), *others) for suite in suites(mutant.wire)
    )
    return next((found for found in chain(quick, slow) if found and found not in anyhow), NOT_CAUGHT)


def control(wire: str) -> str:
    """Who notices that nothing was taken away: what fails anyhow, and so proves nothing."""
    verbs = ("gen_sync", "gen_stream")
    options = [loss.option for loss in IGNORED.values() if loss.option != "partial_images"]
    asked = [(option, "", verb) for option in options for verb in verbs] + [
        ("", part, v) for part in DOCS for v in verbs
    ]
    contracts = [name for one in asked for name in by_contract(wire, *one)]
    tests = [name for suite in suites(wire) for name in forks.failures(*suite)]
    return "\n".join((NOT_CAUGHT, *contracts, *by_scoreboard(wire), *tests))


# --- All of them ------------------------------------------------------------------------------------------------------


def chosen(every: Iterable[Mutant], names: list[str]) -> list[Mutant]:
    """The mutants of these wires and fields; all, when none is named."""
    return [one for one in every if not names or {_folder(one), f"{_folder(one)}.{one.cell}"} & set(names)]


def _folder(mutant: Mutant) -> str:
    return mutant.wire.partition(":")[0]


def judged(wanted: list[Mutant], jobs: int) -> dict[Mutant, str]:
    """The verdicts; tests that fail on the intact wires are named, and not asked."""
    wires = dict.fromkeys(one.wire for one in wanted)
    intact = {wire: partial(control, wire) for wire in wires}
    anyhow = {wire: found.splitlines()[1:] for wire, found in forks.run(intact, jobs).items()}
    for name in sorted({name for names in anyhow.values() for name in names}):
        print(f"fails on the intact wires: {name}")
    return forks.run({one: partial(verdict, one, anyhow[one.wire]) for one in wanted}, jobs)


def report(verdicts: dict[Mutant, str]) -> int:
    """Print who noticed what, and the figures; the exit status."""
    for one, found in verdicts.items():
        print("\t".join((_folder(one), one.cell, one.mode, one.loss.name, found)))
    missed = [one for one, found in verdicts.items() if found in (NOT_CAUGHT, forks.BROKEN)]
    kinds = Counter(found.partition(" of ")[0].partition("::")[0] for found in verdicts.values())
    print(f"taken away: {len(verdicts)}, of {len({one.wire for one in verdicts})} wires; missed: {len(missed)}")
    for kind, count in kinds.most_common():
        print(f"  {count:4} {kind}")
    return int(bool(missed))


def main() -> int:
    """Take away everything, or what is named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("names", nargs="*", help="only these wires, or wire.field")
    given = parser.parse_args()
    os.chdir(HERE)
    for one in RECORDED:
        one.exchanges()  # read once, for all the processes
    return report(judged(chosen(mutants(), given.names), given.jobs))


if __name__ == "__main__":
    sys.exit(main())
