"""Compute: recorded answers in, a Score out.

Each recorded check is asked again through the public API, its answer is the recorded one, and the check judges it.

The rule here: only what was asked, was answered, and was understood fills a cell. A provider's refusal of it is
"false"; a wrong key, a broken server and what our own wire cannot say are nothing.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import groupby
from typing import Any, Final

from attrs import evolve, field, frozen

from .. import providers
from ..errors import BadAnswer, Error, InvalidRequest, ModelNotFound, NotSupported
from ..results import Result
from ..testing import checks
from ..testing.checks import Subject, Unmet
from ..testing.names import names_of
from . import judges
from .playback import Exchange, Playback, client
from .questions import Media, stand_in
from .recordings import Recorded
from .smoke import BY_NAME, EVERY_ANSWER, FLAWED, PAIRS, RECORDED, Cell, Check
from .values import (
    MODES,
    NEEDS_TOOLS,
    SEEN,
    WAYS,
    Evidence,
    Functionality,
    ModalCapability,
    Modalities,
    Scenario,
    Score,
    TriState,
)
from .values import combined as together

REFUSALS: Final = (InvalidRequest, NotSupported, ModelNotFound)
"""A provider's errors that mean: not this. Those of keys, limits and broken servers don't."""
REQUIRED: Final = ("tool_call_required",)
FORCE: Final = "ToolOptions.force"
KNOWN: Final = frozenset((check.mode, check.name) for check in checks.CHECKS)
"""The checks of genai.testing, whose cassettes "genai record" makes."""
TEXT_IN: Final = ("input", "text", "inline")
TEXT_OUT: Final = ("output", "text", "inline")


@frozen(kw_only=True)
class Outcome:
    """
    What came of one check.

    Args:
        mode: "sync", "stream" or "job".
        check: Its name.
        result: The answer, if one came.
        error: The error that came instead.
        cells: What it says of each cell.
        exchanges: What went over the wire for it.
        unforced: Our wire cannot say that a tool must be called, so that it was asked without.
        met: What a check says that judges by itself; None of all others.
    """

    mode: str
    check: str
    result: Result | None = None
    error: Error | None = None
    cells: Mapping[Cell, TriState] = field(factory=dict)
    exchanges: tuple[Exchange, ...] = ()
    unforced: bool = False
    met: bool | None = None

    @property
    def refused(self) -> bool:
        """The provider declined what was asked; some do so inside an answer, with no status."""
        error = self.error
        declined = isinstance(error, REFUSALS) and (error.status or 400) < 500 and not FLAWED.search(str(error))
        return bool(self.exchanges) and declined

    @property
    def unsayable(self) -> str:
        """What our own wire cannot carry, so that nothing was sent; or ""."""
        error = self.error
        if self.exchanges or not isinstance(error, (NotSupported, InvalidRequest)):
            return ""
        return ", ".join(getattr(error, "unsupported", ())) or str(error)

    @property
    def answered(self) -> bool:
        """The provider said something of what was asked."""
        return bool(self.exchanges) and (self.result is not None or self.refused or bool(self.cells))


# --- One check --------------------------------------------------------------------------------------------------------


def ask(check: Check, mode: str, subject: Subject, media: Media) -> Outcome:
    """Ask it, in a mode. An error of the tree is an outcome."""
    outcome = Outcome(mode=mode, check=check.name)
    if check.run is not None:
        return _done(check.run, outcome, subject)
    gen = subject.gen_stream if mode == "stream" else subject.gen_sync
    try:
        try:
            return evolve(outcome, result=gen(check.question(media), **check.options))
        except NotSupported as error:
            if not error.unsupported or not all(name.startswith(FORCE) for name in error.unsupported):
                raise
            options = {name: value for name, value in check.options.items() if name != "force"}
            return evolve(outcome, result=gen(check.question(media), **options), unforced=True)
    except Error as error:
        return evolve(outcome, error=error)


def _done(run: Callable[[Subject], Any], outcome: Outcome, subject: Subject) -> Outcome:
    """A check that judges by itself."""
    try:
        found = run(subject)
    except Unmet:
        return evolve(outcome, met=False)
    except Error as error:
        return evolve(outcome, error=error)
    return evolve(outcome, met=True, result=found if isinstance(found, Result) else None)


def judged(check: Check, outcome: Outcome, *, fetched: bool = False) -> Outcome:
    """An outcome with what the check makes of it; of cells that its requests did not ask for, nothing."""
    sent = [f"{one.url}\n{one.sent.decode('utf-8', 'replace')}" for one in outcome.exchanges]
    asked = [cell for cell in check.cells if any(check.asks(cell, request) for request in sent)]
    if outcome.unforced:
        asked = [cell for cell in asked if cell != REQUIRED]
    result = outcome.result
    if outcome.met is not None:
        told: TriState = "true" if outcome.met else "false"
        return evolve(outcome, cells={_placed(cell, result or Result(), fetched): told for cell in asked})
    if result is not None:
        return evolve(outcome, cells={_placed(cell, result, fetched): check.judge_of(cell)(result) for cell in asked})
    unread = isinstance(outcome.error, BadAnswer)  # an answer that no user of ours gets
    disproved = [cell for cell in asked if unread or (outcome.refused and cell in check.refused)]
    return evolve(outcome, cells=dict.fromkeys(disproved, "false"))


def _placed(cell: Cell, result: Result, fetched: bool) -> Cell:
    """What comes out says by itself in which way, and in which format."""
    if cell[0] != "output" or len(cell) > 2:
        return cell
    formats = [doc.mime_type for doc in result.docs if doc.mime_type]
    return (*cell, "url" if fetched else "inline", *formats[:1])


def replayed(one: Recorded) -> Outcome | None:
    """A recorded check, asked again; None when no check has its name, or it is of no mode."""
    if one.mode not in MODES:
        return None
    if one.provenance == "corpus":
        return _of_corpus(one, BY_NAME[one.check]) if one.check in BY_NAME else None
    return _of_cassette(one) if (one.mode, one.check) in KNOWN else None


def _of_corpus(one: Recorded, check: Check) -> Outcome:
    playback = Playback(one.exchanges())
    info = providers.info(one.provider)
    subject = Subject(load=lambda: client(info, one.model, playback, output=check.output))
    outcome = evolve(ask(check, one.mode, subject, stand_in), exchanges=tuple(playback.played))
    return judged(check, outcome, fetched=bool(playback.fetched))


def _of_cassette(one: Recorded) -> Outcome:
    """A check of ``genai.testing``, which says by itself whether it is met."""
    playback = Playback(one.exchanges())
    info = providers.info(one.provider)
    subject = Subject(
        load=lambda output="text", **_: client(info, one.model, playback, base_url=one.base_url, output=output),
        arguments=one.arguments,
        poll_interval=0.001,
    )
    state, result, failure = "true", None, None
    try:
        with names_of(exchange.sent for exchange in playback.left):
            result = checks.find(one.mode, one.check).run(subject)
    except Unmet:
        state = "false"
    except Error as error:
        failure = error
    outcome = Outcome(
        mode=one.mode,
        check=one.check,
        result=result if isinstance(result, Result) else None,
        error=failure,
        exchanges=tuple(playback.played),
    )
    if failure is not None:
        state = "false" if outcome.refused or isinstance(failure, BadAnswer) else "untested"
    shown = RECORDED.get(one.check, ()) if state != "untested" else ()
    placed = [_placed(cell, outcome.result or Result(), bool(playback.fetched)) for cell in shown]
    cells: Any = dict.fromkeys(placed, state)
    return evolve(outcome, cells=cells)


# --- One scenario -----------------------------------------------------------------------------------------------------


def scenario(model: str, outcomes: Sequence[Outcome], evidence: Evidence) -> Scenario | None:
    """What the outcomes of one model say together; None when nothing is shown to go in and come out."""
    modal = _modal_cells(outcomes)
    modes: dict[str, Any] = {}
    for mode in MODES:
        mine = [outcome for outcome in outcomes if outcome.mode == mode and outcome.answered]
        found = _functionality(mine)
        if found != Functionality():
            modes[mode] = found
    into, out = _modalities("input", modal), _modalities("output", modal)
    if not into.work or not out.work:
        return None
    results = [outcome.result for outcome in outcomes if outcome.result is not None]
    thoughts = any(result.usage.reasoning_tokens for result in results) or any(map(_reasoning, results))
    bodies = [one.body for outcome in outcomes for one in outcome.exchanges]
    tagged = any(map(_reasoning, results)) and any(TAGS.search(body) for body in bodies)
    return Scenario(
        models=(model,),
        reasoning=thoughts,
        reasoning_tags=("<think>", "</think>") if tagged else (),
        input=into,
        output=out,
        evidence=evidence,
        **modes,
    )


TAGS: Final = re.compile(rb"(<|\\u003c)/think(>|\\u003e)")


def _reasoning(result: Result) -> bool:
    return bool(result.message.reasoning)


def _functionality(outcomes: Sequence[Outcome]) -> Functionality:
    cells: dict[str, list[TriState]] = defaultdict(list)
    for outcome in outcomes:
        for cell, state in outcome.cells.items():
            if len(cell) == 1:
                cells[cell[0]].append(state)
    for name, observe in EVERY_ANSWER.items():
        cells[name] += observe(list(map(_observed, _texts(outcomes))))
    for pair in PAIRS:
        cells[pair.cell] += _paired(outcomes, pair.names, pair.judge)
    told = {name: together(states) for name, states in cells.items()}
    if told.get("tools") not in SEEN:  # several calls with wrong arguments are nothing to boast of
        told = {name: state for name, state in told.items() if name not in NEEDS_TOOLS or state not in SEEN}
    return Functionality(**told)


def _texts(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """Those with an answer of a model that speaks: an API of pictures tells neither tokens nor why it ended."""
    picture = [name for name, check in BY_NAME.items() if check.output in ("image", "embedding")]
    return [one for one in outcomes if one.result is not None and one.check not in picture and one.result.complete]


def _observed(outcome: Outcome) -> Result:
    """The answer; without its reason for ending, if that is not the one that it must have."""
    assert outcome.result is not None  # noqa: S101  _texts gives no others
    check = BY_NAME.get(outcome.check)
    wrong = check is not None and check.wrong_finish(outcome.result)
    return evolve(outcome.result, finish=None) if wrong else outcome.result


def _paired(outcomes: Sequence[Outcome], names: tuple[str, str], judge: Any) -> list[TriState]:
    of_first, of_second = ([one for one in outcomes if one.check == name and one.result] for name in names)
    if names[0] == names[1]:
        of_second = of_first[1:]
    pairs = zip(of_first, of_second, strict=False)
    return [judge(first.result, second.result) for first, second in pairs if _asked_both(first, second)]


def _asked_both(first: Outcome, second: Outcome) -> bool:
    """Both requests asked for it: else their cells are empty."""
    return bool(first.cells and second.cells)


def _modal_cells(outcomes: Iterable[Outcome]) -> dict[Cell, TriState]:
    cells: dict[Cell, list[TriState]] = defaultdict(list)
    for outcome in outcomes:
        for cell, state in outcome.cells.items():
            if len(cell) > 1:
                cells[cell].append(state)
        if outcome.result is not None and judges.text(outcome.result) == "true":  # whatever was asked, it took text
            cells[TEXT_IN].append("true")
            cells[TEXT_OUT].append("true")
    return {cell: together(states) for cell, states in cells.items()}


def _modalities(side: str, cells: Mapping[Cell, TriState]) -> Modalities:
    """What is known of a side, by modality. A way works when one format went through it."""
    found = {}
    for kind in sorted({cell[1] for cell in cells if cell[0] == side}):
        mine = {cell[2:]: state for cell, state in cells.items() if cell[:2] == (side, kind)}
        ways: dict[str, Any] = {way: _best(state for rest, state in mine.items() if rest[0] == way) for way in WAYS}
        formats = {rest[1] for rest, state in mine.items() if len(rest) > 1 and state in SEEN}
        capability = ModalCapability(**ways, formats=tuple(formats))
        if capability != ModalCapability():
            found[kind] = capability
    return Modalities(**found)


def _best(states: Iterable[TriState]) -> TriState:
    order: tuple[TriState, ...] = ("true", "flaky", "false")
    told = set(states)
    return next((state for state in order if state in told), "untested")


# --- A provider's score -----------------------------------------------------------------------------------------------

WHEN: Final = re.compile(rb'"created(?:_at)?": ?(\d{10})\b|"created_at": ?"(\d{4}-\d\d-\d\d)T')
EPOCH: Final = "2023-01-01"
"""No recording is older; some providers give 0."""


def day(exchanges: Iterable[Exchange]) -> str | None:
    """The day of the last answer, by what the answers say of themselves; None when they don't."""
    days = [
        iso.decode() if iso else datetime.fromtimestamp(int(unix), UTC).date().isoformat()
        for one in exchanges
        for unix, iso in WHEN.findall(one.body)
    ]
    return max((day for day in days if day >= EPOCH), default=None)


@frozen(kw_only=True)
class Computed:
    """A score, and the outcomes that it was made of, each with its recording."""

    score: Score
    outcomes: tuple[tuple[Recorded, Outcome | None], ...] = ()


def computed(provider: str, recorded: Iterable[Recorded], stored: Score) -> Computed:
    """
    What a provider's recordings say.

    What is not observed, its country and the like, is kept as ``stored`` has it; so are the scenarios of another
    provenance than the recordings have, which were put in the place of what these may show (``put``).
    """
    played = tuple((one, replayed(one)) for one in recorded if counts(one, provider))
    at_hand = {one.provenance for one, _ in played}
    kept = [one for one in stored.scenarios if one.evidence is None or one.evidence.provenance not in at_hand]
    held = {_key(one) for one in kept if one.evidence}
    made = (_grouped(list(rows)) for _, rows in groupby(sorted(played, key=_group), key=_group))
    new = [one for one in made if one is not None and _key(one) not in held]
    return Computed(score=evolve(stored, scenarios=(*kept, *new)), outcomes=played)


def _key(scenario: Scenario) -> tuple[str, bool]:
    """The model that was tested, and whether it thinks."""
    return scenario.models[0], scenario.reasoning


def _group(row: tuple[Recorded, Outcome | None]) -> tuple[str, str]:
    return row[0].provenance, row[0].group


def counts(one: Recorded, provider: str) -> bool:
    """Whether a recording is evidence of a provider: what was written by hand is none."""
    return one.provider == provider and one.provenance != "composed"


def _grouped(rows: Sequence[tuple[Recorded, Outcome | None]]) -> Scenario | None:
    one, outcomes = rows[0][0], [outcome for _, outcome in rows if outcome is not None]
    answered = [outcome for outcome in outcomes if outcome.answered]
    if not answered:
        return None
    date = one.date or day(exchange for outcome in answered for exchange in outcome.exchanges)
    evidence = Evidence(provenance=one.provenance, source=one.source, date=date, answers=len(answered))
    return scenario(one.model, outcomes, evidence)


def put(score: Score, new: Scenario) -> Score:
    """A score with a scenario in the place of the one that it renews."""
    others = [one for one in score.scenarios if _key(one) != _key(new)]
    return evolve(score, scenarios=(*others, new))
