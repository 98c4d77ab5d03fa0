"""Exhibits: the recorded questions and answers that a cell comes from, shortened to be read.

The rule here: an exhibit says what its cell says; beside a flaky cell stand those that differ.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any, Final, TypeAlias
from urllib.parse import urlsplit

from attrs import frozen

from ..results import Result
from ..values import shortened
from .columns import Row, columns
from .compute import Outcome, computed, scenario
from .playback import Exchange
from .recordings import Recorded
from .smoke import EVERY_ANSWER, PAIRS
from .values import Evidence, Scenario, Score, TriState

Played: TypeAlias = tuple[Recorded, Outcome]
Found: TypeAlias = Mapping[tuple[int, str, str], "tuple[Exhibit, ...]"]
"""By the place of a scenario in its score, the mode and the column's key."""

MOST: Final = 3
"""Exhibits of one cell."""
STRING, ITEMS, LINES, BODY, SAID = 160, 6, 12, 1500, 600
"""How much is shown: of a string within JSON, of a list, of a stream's lines, of a body, and of what is said."""
SPOKEN: Final = ("input", "prompt", "content", "contents", "messages", "parts", "text", "query")
"""Where requests have what is asked, in all providers' spellings."""


@frozen(kw_only=True)
class Exhibit:
    """
    One recorded check.

    Args:
        check: Its name.
        mode: "sync", "stream" or "job".
        state: What it says of the cell.
        question: What was asked, in words.
        answer: What came, in words.
        exchanges: What went over the wire: each request, and the answer to it.
    """

    check: str
    mode: str
    state: TriState
    question: str
    answer: str
    exchanges: tuple[tuple[str, str], ...]


def exhibits(score: Score, recorded: Iterable[Recorded]) -> Found:
    """What the recordings at hand show of a score's cells."""
    answered = [
        (one, outcome)
        for one, outcome in computed(score.provider, recorded, score).outcomes
        if outcome is not None and outcome.answered
    ]
    found = {}
    for place, mine in _placed(score, answered):
        told = score.scenarios[place]
        for mode in told.functionalities or ("",):
            row = Row(provider=score.provider, scenario=told, mode=mode)
            for column in columns():
                if chosen := _chosen(row, column.key, mine):
                    found[place, mode, column.key] = chosen
    return found


def _placed(score: Score, answered: Iterable[Played]) -> Iterator[tuple[int, list[Played]]]:
    """The scenarios that have recordings at hand, and these. Whether a model thinks, its answers tell."""
    places = {_key(one): place for place, one in enumerate(score.scenarios)}
    for _, group in groupby(sorted(answered, key=_group), key=_group):
        mine = list(group)
        first = mine[0][0]
        evidence = Evidence(provenance=first.provenance, source=first.source, answers=len(mine))
        made = scenario(first.model, [outcome for _, outcome in mine], evidence)
        if made is not None and _key(made) in places:
            yield places[_key(made)], mine


def _group(played: Played) -> tuple[str, str]:
    return played[0].provenance, played[0].group


def _key(one: Scenario) -> tuple[str, str, bool]:
    return one.evidence.provenance if one.evidence else "", one.models[0], one.reasoning


def _chosen(row: Row, key: str, mine: Iterable[Played]) -> tuple[Exhibit, ...]:
    """A few that say what the cell says; of a flaky one, first one of each kind."""
    cell = row.state(key)
    seen: dict[TriState, list[Outcome]] = defaultdict(list)
    for _, outcome in mine:
        if "." in key or outcome.mode == row.mode:
            for state in dict.fromkeys(_says(outcome, key, cell)):
                seen[state].append(outcome)
    kinds: tuple[TriState, ...] = ("true", "false", "flaky") if cell == "flaky" else (cell,)
    ranked = [(rank, kind, one) for kind in kinds for rank, one in enumerate(seen[kind])]
    return tuple(_exhibit(one, kind) for _, kind, one in sorted(ranked, key=lambda pick: pick[0])[:MOST])


def _says(outcome: Outcome, key: str, cell: TriState) -> Iterator[TriState]:
    """What one outcome says of a cell."""
    if cell == "untested":
        return
    yield from (state for names, state in outcome.cells.items() if key in (names[0], ".".join(names[:2])))
    if key in EVERY_ANSWER and outcome.result is not None:
        yield from EVERY_ANSWER[key]([outcome.result])
    if any(pair.cell == key and outcome.check in pair.names for pair in PAIRS):
        yield cell  # two answers show it together


# --- What is shown of it ----------------------------------------------------------------------------------------------


def _exhibit(outcome: Outcome, state: TriState) -> Exhibit:
    asked = [text for one in outcome.exchanges for text in spoken(_decoded(one.sent))]
    return Exhibit(
        check=outcome.check,
        mode=outcome.mode,
        state=state,
        question=shortened("\n".join(dict.fromkeys(asked)), SAID),  # a conversation repeats what came before
        answer=shortened(answer(outcome), SAID),
        exchanges=tuple((_request(one), _response(one)) for one in outcome.exchanges[:MOST]),
    )


def _decoded(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return None


def spoken(body: Any) -> Iterator[str]:
    """The words of a request, in any wire's spelling."""
    if isinstance(body, str):
        yield body
    for part in body if isinstance(body, list) else ():
        yield from spoken(part)
    for name in SPOKEN if isinstance(body, dict) else ():
        yield from spoken(body.get(name))


def answer(outcome: Outcome) -> str:
    """What came of it, in words: the text, the calls, the files; else the error."""
    if outcome.error is not None:
        return f"{type(outcome.error).__name__}: {outcome.error}"
    result = outcome.result or Result()
    calls = [f"{call.name}({call.arguments})" for call in result.tool_calls]
    files = [f"[{doc.mime_type or 'a file'}]" for doc in result.docs]
    return "\n".join(part for part in (result.text, *calls, *files) if part)


def _request(one: Exchange) -> str:
    return f"{one.method} {urlsplit(one.url).path}\n{readable(one.sent)}".strip()


def _response(one: Exchange) -> str:
    return f"{one.status}\n{readable(one.body)}".strip()


def readable(body: bytes) -> str:
    """A body as text: JSON with its long parts shortened, the first lines of a stream, of other bytes their number."""
    held = _decoded(body)
    if held is not None:
        return shortened(json.dumps(brief(held), indent=1, ensure_ascii=False), BODY)
    text = body.decode("utf-8", "replace")
    if "\0" in text or "\N{REPLACEMENT CHARACTER}" in text:
        return f"({len(body)} bytes)"
    lines = [shortened(line, STRING) for line in text.splitlines() if line]
    more = [f"… ({len(lines) - LINES} more lines)"] * (len(lines) > LINES)
    return shortened("\n".join([*lines[:LINES], *more]), BODY)


def brief(value: Any) -> Any:
    """JSON with its long strings and lists shortened."""
    if isinstance(value, str):
        return value if len(value) <= STRING else f"{value[:STRING]}… ({len(value)} characters)"
    if isinstance(value, list):
        more = [f"… ({len(value) - ITEMS} more)"] * (len(value) > ITEMS)
        return [*map(brief, value[:ITEMS]), *more]
    return {name: brief(held) for name, held in value.items()} if isinstance(value, dict) else value
