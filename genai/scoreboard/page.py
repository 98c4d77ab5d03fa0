"""Page: scoreboards as one HTML file that needs nothing else, and fetches nothing.

``page.html`` is its frame, ``page.css`` its look, ``page.js`` what filters, sorts and opens cells.

The rule here: what was recorded reaches the page as data, never as markup, and the page runs no script but its own.
"""

from __future__ import annotations

import base64
import hashlib
import html
import importlib.resources
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from attrs import asdict

from .. import providers
from .columns import GROUPS, WEAKNESSES, Column, Row, columns, rows
from .exhibits import Exhibit, Found, exhibits
from .lookup import local
from .recordings import Recorded
from .report import name
from .values import WAYS, Scenario, Score

MARKS: Final = {"true": ("t", "✓"), "flaky": ("k", "~"), "false": ("f", "✕"), "untested": ("u", "·")}
"""A cell's class and its sign: they differ in shape, not in colour alone."""
WORDS: Final = {
    "true": ("seen", "A recorded answer shows it."),
    "flaky": ("flaky", "Some answers show it, and some don't."),
    "false": ("not seen", "It was asked for, and the answer does not show it, or it was refused."),
    "untested": ("untested", "No answer tells."),
}
PROVENANCES: Final = {
    "live": "the model itself, by an account of ours",
    "corpus": "a public recording of the real model",
    "server": "a real inference server",
    "emulator": "an emulator: no model's word",
    "composed": "written by hand from the documentation: no model's word",
}
MADE: Final = ("emulator", "composed")
"""What is no model's word: it is not counted, and not shown before it is asked for."""
COUNTRIES: Final = {"CA": "Canada", "CN": "China", "DE": "Germany", "FR": "France", "US": "United States"}
LOCAL: Final = "your own machine"
UNKNOWN: Final = "not known"


def page(scores: Sequence[Score], recorded: Iterable[Recorded] = ()) -> str:
    """
    The page, as HTML.

    Args:
        scores: What it shows; a provider of whom nothing was observed is named below the table.
        recorded: Recordings at hand; cells show the questions and answers that are among them.
    """
    held = list(recorded)
    shown = [row for score in scores for row in rows(score)]
    told = {row.scenario.evidence.provenance for row in shown if row.scenario.evidence}
    used = [column for column in columns() if any(row.state(column.key) != "untested" for row in shown)]
    style, script = _file("page.css"), _file("page.js")
    parts = {
        "policy": f"default-src 'none'; style-src {_digest(style)}; script-src {_digest(script)}; "
        "base-uri 'none'; form-action 'none'",
        "style": style,
        "script": script,
        "counts": _counts(scores),
        "abilities": "".join(_abilities(used)),
        "modes": "".join(_choices(dict.fromkeys(row.mode for row in shown if row.mode))),
        "places": "".join(_choices(sorted({place(score) for score in scores if score.scenarios}))),
        "provenances": "".join(_choices(sorted(told))),
        "legend": "".join(_legend()),
        "groups": "".join(_groups(used)),
        "heads": "".join(_head(column, edge) for column, edge in _edged(used)),
        "rows": "\n".join(_row(row, number, used) for number, row in enumerate(shown)),
        "gaps": "".join(_gaps(scores, used)),
        "data": embedded(_data(scores, used, held)),
    }
    return re.sub(r"<!--(\w+)-->", lambda found: parts[found[1]], _file("page.html"))


def _file(path: str) -> str:
    return importlib.resources.files(__package__).joinpath(path).read_text("utf-8")


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def embedded(data: Any) -> str:
    """JSON that may stand in a script element: whatever is in it, it cannot end the element."""
    text = json.dumps(data, separators=(",", ":"))
    return text.replace("<", r"\u003c").replace(">", r"\u003e").replace("&", r"\u0026")


def place(score: Score) -> str:
    """Where a provider's models run."""
    if local(score.provider):
        return LOCAL
    return COUNTRIES.get(score.country, score.country) if score.country else UNKNOWN


# --- Markup -----------------------------------------------------------------------------------------------------------


def _counts(scores: Sequence[Score]) -> str:
    told = [
        (score.provider, one.models[0], one.evidence.answers)
        for score in scores
        for one in score.scenarios
        if one.evidence and one.evidence.provenance not in MADE
    ]
    models = {(provider, model) for provider, model, _ in told}
    named = {
        "providers": len({provider for provider, _ in models}),
        "models": len(models),
        "recorded answers": sum(answers for *_, answers in told),
    }
    return ", ".join(f"<b>{number:,}</b> {noun}" for noun, number in named.items())


def _choices(values: Iterable[str]) -> Iterator[str]:
    return (f'<option value="{html.escape(value)}">{html.escape(value)}</option>' for value in values)


def _abilities(used: Sequence[Column]) -> Iterator[str]:
    """The capabilities that can be asked for; a weakness is none."""
    for group in GROUPS:
        boxes = [
            f'<label><input type="checkbox" name="can" value="{column.key}"><span>{column.label}</span></label>'
            for column in used
            if column.group == group != WEAKNESSES
        ]
        if boxes:
            yield f"<fieldset><legend>{group}</legend>{''.join(boxes)}</fieldset>"


def _legend() -> Iterator[str]:
    for state, (kind, sign) in MARKS.items():
        yield f'<li><span class="mark {kind}" aria-hidden="true">{sign}</span>{WORDS[state][0]}</li>'


def _groups(used: Sequence[Column]) -> Iterator[str]:
    for group in GROUPS:
        if width := sum(column.group == group for column in used):
            yield f'<th scope="colgroup" colspan="{width}">{group}</th>'


def _edged(used: Sequence[Column]) -> Iterator[tuple[Column, str]]:
    """The columns; the first of a group has a line before it."""
    before = ["", *(column.group for column in used)]
    return ((column, " edge" * (column.group != last)) for column, last in zip(used, before, strict=False))


def _head(column: Column, edge: str) -> str:
    return (
        f'<th scope="col" class="head{edge}" data-key="{column.key}" aria-sort="none">'
        f'<button type="button" aria-label="{column.name}">'
        f'<span class="label">{column.label}</span><span class="count" aria-hidden="true"></span></button></th>'
    )


def _row(row: Row, number: int, used: Sequence[Column]) -> str:
    scenario = row.scenario
    evidence = scenario.evidence
    cells = "".join(_cell(row, column, edge) for column, edge in _edged(used))
    source = _tag(evidence.provenance) if evidence else "&ndash;"
    tags = _tag("thinks") * scenario.reasoning + source * (evidence is not None and evidence.provenance in MADE)
    return (
        f'<tr data-row="{number}"><th scope="row"><span class="model">{html.escape(scenario.models[0])}</span>'
        f'<span class="provider">{html.escape(row.provider)}{tags}</span></th>'
        f'<td class="mode">{row.mode or "&ndash;"}</td>{cells}'
        f'<td class="evidence edge">{source}</td><td class="number">{evidence.answers if evidence else 0}</td></tr>'
    )


def _tag(word: str) -> str:
    return f' <span class="tag {word}">{word}</span>'


def _cell(row: Row, column: Column, edge: str) -> str:
    state = row.state(column.key)
    kind, sign = MARKS[state]
    weak = " weak" * (column.group == WEAKNESSES)
    return f'<td class="{kind}{weak}{edge}" aria-label="{WORDS[state][0]}">{sign}</td>'


def _gaps(scores: Sequence[Score], used: Sequence[Column]) -> Iterator[str]:
    """What is not in the table, plainly told."""
    empty = [score.provider for score in scores if not score.scenarios]
    unused = [column.name for column in columns() if column not in used]
    for title, names in (("No model was observed yet", empty), ("No answer tells of any model", unused)):
        if names:
            yield f"<div><dt>{title}</dt><dd>{html.escape(', '.join(names))}</dd></div>"


# --- Data -------------------------------------------------------------------------------------------------------------


def _data(scores: Sequence[Score], used: Sequence[Column], recorded: Sequence[Recorded]) -> dict[str, Any]:
    """What the script needs beside the table: whose each row is, and the evidence of its cells."""
    scenarios: list[dict[str, Any]] = []
    shown: list[dict[str, Any]] = []
    numbers: dict[Exhibit, int] = {}
    for score in scores:
        found = exhibits(score, recorded)
        first = len(scenarios)
        scenarios += [_scenario(score, scenario) for scenario in score.scenarios]
        for row in rows(score):
            number = score.scenarios.index(row.scenario)
            cells = _numbered(found, number, row.mode, used, numbers)
            shown.append({"scenario": first + number, "mode": row.mode, "exhibits": cells})
    return {
        "words": WORDS,
        "made": MADE,
        "marks": MARKS,
        "provenances": PROVENANCES,
        "columns": [{**asdict(column), "name": column.name} for column in used],
        "scenarios": scenarios,
        "rows": shown,
        "exhibits": [asdict(exhibit) for exhibit in numbers],
    }


def _numbered(
    found: Found, number: int, mode: str, used: Iterable[Column], numbers: dict[Exhibit, int]
) -> Mapping[str, list[int]]:
    """The exhibits of a row's cells, by their numbers: one stands behind many cells."""
    of_cells = {column.key: found.get((number, mode, column.key), ()) for column in used}
    return {
        key: [numbers.setdefault(one, len(numbers)) for one in several] for key, several in of_cells.items() if several
    }


def _scenario(score: Score, scenario: Scenario) -> dict[str, Any]:
    about = providers.info(score.provider)
    links = {"Documentation": about.docs, "Usage and cost": score.dashboard_url}
    return {
        "provider": score.provider,
        "title": about.title,
        "place": place(score),
        "warnings": score.warnings,
        "links": {text: url for text, url in links.items() if url and url.startswith("https://")},
        "name": name(scenario),
        "models": scenario.models,
        "thinks": scenario.reasoning,
        "tags": scenario.reasoning_tags,
        "evidence": asdict(scenario.evidence) if scenario.evidence else None,
        "ways": {key: ways for side in ("input", "output") for key, ways in _ways(scenario, side)},
    }


def _ways(scenario: Scenario, side: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for kind, capability in getattr(scenario, side).tried.items():
        tried = {way: state for way in WAYS if (state := getattr(capability, way)) != "untested"}
        yield f"{side}.{kind}", {"tried": tried, "formats": capability.formats, "max_size": capability.max_size}
