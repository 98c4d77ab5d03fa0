"""
Writes what the documentation says of providers: README's table, docs/providers.md, and a page for each provider.

    python tools/document_providers.py

The rule here: all of it is read from the packages themselves (``INFO``, ``Options``, ``models.json``,
``scoreboard.json``), and the same packages give the same bytes. ``tests/test_docs.py`` sees that nothing is stale.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from attrs import fields

import genai
from genai import Client, providers, scoreboard
from genai.capabilities import Capabilities
from genai.options import CLIENT_SIDE, OWNER
from genai.provider import Info
from genai.schema.records import texts_of
from genai.scoreboard import Functionality, Scenario, Score, report
from genai.scoreboard.lookup import local
from genai.scoreboard.values import FUNCTIONS, MODES, OUTPUTS, WAYS

ROOT: Final = Path(__file__).resolve().parents[1]
README: Final = ROOT / "README.md"
LIST: Final = ROOT / "docs" / "providers.md"
PAGES: Final = ROOT / "docs" / "providers"
BEGIN: Final = "<!-- The table of providers: `make docs` writes it. -->\n"
END: Final = "<!-- The end of the table of providers. -->\n"
NAMES: Final = "\n<!-- What follows is written by tools/document_raw.py. -->\n\n"
"""What stands below this mark in a page is another tool's."""

Row = Iterable[str]


def table(heads: Row, rows: Iterable[Row]) -> list[str]:
    """A table in Markdown."""
    heads = list(heads)
    return [line(heads), line("---" for _ in heads), *map(line, rows)]


def line(cells: Row) -> str:
    """A row of a table in Markdown."""
    return f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |"


def client(name: str) -> Client:
    """A client of a provider that sends nothing."""
    return genai.load(name, model="-", base_url="http://127.0.0.1:9", api_key="-")


# --- What was observed, in a few marks ----------------------------------------------------------------------

VOICES: Final = (("live", "corpus"), ("server",), ("emulator",), ("composed",))
"""Whose word counts more: the provider's own answers, a real server's, an emulator's, what somebody wrote."""
BEST: Final = ("true", "flaky", "false")
KINDS: Final = {"text": "text", "image": "image", "audio": "audio", "video": "video", "document": "PDF"}
SEEN_HEADS: Final = ("text", "stream", "tools", "JSON schema", "thoughts", "in", "out", "web search", "citations")


def best(states: Iterable[str]) -> str:
    """The best of several states; "untested" when nothing was seen."""
    told = set(states)
    return next((state for state in BEST if state in told), "untested")


def heard(score: Score) -> tuple[list[Scenario], str]:
    """The scenarios of the best voice that a score has, and which voices it has, the best one first."""
    told = [(scenario, scenario.evidence.provenance) for scenario in score.scenarios if scenario.evidence]
    ranks = [[one for one in told if one[1] in voice] for voice in VOICES]
    present = [", ".join(sorted({word for _, word in rank})) for rank in ranks if rank]
    if not present:
        return [], "no recordings"
    others = f" (also {', '.join(present[1:])})" if present[1:] else ""
    return [scenario for scenario, _ in next(filter(None, ranks))], present[0] + others


def functions(scenarios: Iterable[Scenario], *modes: str) -> list[Functionality]:
    """What was seen in these modes."""
    return [held for one in scenarios for mode, held in one.functionalities.items() if mode in (modes or MODES)]


def sides(scenarios: Iterable[Scenario], side: str) -> dict[str, str]:
    """The best state of each modality that went in, or came out."""
    found: dict[str, list[str]] = {}
    for scenario in scenarios:
        for kind, capability in getattr(scenario, side).tried.items():
            found.setdefault(kind, []).extend(getattr(capability, way) for way in WAYS)
    return {kind: best(found[kind]) for kind in OUTPUTS if kind in found}


def marks(scenarios: list[Scenario]) -> list[str]:
    """The cells of README's table, as SEEN_HEADS names them."""
    into, out = sides(scenarios, "input"), sides(scenarios, "output")
    streamed = functions(scenarios, "stream")
    states = {name: best(getattr(held, name) for held in functions(scenarios)) for name in FUNCTIONS}
    cells = {
        "text": out.get("text", "untested"),
        "stream": best(getattr(held, name) for held in streamed for name in FUNCTIONS),
        "tools": states["tools"],
        "JSON schema": states["json_schema"],
        "thoughts": "true" if any(scenario.reasoning for scenario in scenarios) else "untested",
        "web search": states["web_search"],
        "citations": states["citations"],
    }
    shown = {"in": beside(into), "out": beside(out), **{name: report.SIGNS[state] for name, state in cells.items()}}
    return [shown[name] for name in SEEN_HEADS]


def beside(states: Mapping[str, str]) -> str:
    """Modalities other than text, each with its mark."""
    others = [f"{KINDS[kind]} {report.SIGNS[state]}" for kind, state in states.items() if kind != "text"]
    return ", ".join(others) or report.SIGNS["untested"]


README_TEXT: Final = f"""{report.LEGEND}; the best of what any of its models has shown.
Only recorded answers count, and the last column says whose: `corpus` and `live` are the provider's own, `server` is an
inference server with a tiny model, `emulator` plays a provider and proves nothing about it.
"""


def seen(name: str) -> list[str]:
    """A provider's row in README."""
    scenarios, voices = heard(scoreboard.load(name))
    link = f"[{name}](docs/providers/{name}.md){' (local)' * local(name)}"
    return [link, *(marks(scenarios) if scenarios else [""] * len(SEEN_HEADS)), voices]


def readme(text: str) -> str:
    """README with its table anew."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    made = table(("provider", *SEEN_HEADS, "seen in"), map(seen, providers.names()))
    return before + BEGIN + "\n".join(["", README_TEXT, *made, "", ""]) + END + after


# --- The list of all ----------------------------------------------------------------------------------------

LIST_HEAD: Final = """# Providers

Made by `make docs` (`tools/document_providers.py`) from the packages, not by hand. Swap the name in
`genai.load(name)`, and nothing else changes: what a wire cannot carry raises `NotSupported` before anything is sent.

"""
LIST_HEADS: Final = ("provider", "key", "base URL", "lists models", "options that its wire carries for text")
GROUPS: Final = ("TextOptions", "ToolOptions", "ReasoningOptions", "WebOptions", "Seed")


def carried(llm: Client) -> str:
    """The options that a wire carries for text."""
    names = sorted(option for option in llm._wire.options - CLIENT_SIDE if OWNER[option].__name__ in GROUPS)
    return ", ".join(names)


def keys(info: Info) -> str:
    """The variables that may hold a key."""
    return " or ".join(f"`{variable}`" for variable in (*info.key_variables, *info.regions)) or "none"


def listed(name: str) -> list[str]:
    """A provider's row in the list."""
    info, llm = providers.info(name), client(name)
    aliases = f" ({', '.join(f'`{alias}`' for alias in info.aliases)})" if info.aliases else ""
    lists = "yes" if llm.capabilities.list_models else "no"
    options = carried(llm) or "none: it makes pictures"
    return [f"[{name}](providers/{name}.md){aliases}", keys(info), f"`{info.base_url}`", lists, options]


# --- A page for each ----------------------------------------------------------------------------------------

PROMISES: Final = {
    "gen_stream": "streams",
    "gen_async": "background jobs",
    "batch": "batches",
    "cancel": "cancelling jobs",
    "embed": "embeddings",
    "count_tokens": "counting tokens",
    "files": "files",
    "cache": "caches",
    "list_models": "listing models",
}


def page(name: str) -> str:
    """A provider's page, but for what another tool writes below it."""
    parts = [about(name), models(providers.catalogue(name)), own_options(name), observed(scoreboard.load(name))]
    return "\n".join(text for part in parts for text in part)


def about(name: str) -> Iterator[str]:
    """What it is, where it is, and how to load it."""
    info, llm = providers.info(name), client(name)
    yield f"# {info.title}: `{name}`\n"
    yield f"Made by `make docs` from the package, not by hand. [The API reference]({info.docs}).\n"
    yield f"```python\n{loading(name)}\n```\n"
    yield from table(("", ""), facts(info, llm))
    yield ""


def loading(name: str) -> str:
    """The line that loads it."""
    tiers = providers.catalogue(name).get("tiers", {})
    output = "" if "text" in tiers or not tiers else f', output="{next(iter(tiers))}"'
    model = "GOOD" if tiers else "the model's id"
    return f'llm = genai.load("{name}", model="{model}"{output})'


def facts(info: Info, llm: Client) -> Iterator[Row]:
    """What the package says of itself."""
    if info.aliases:
        yield "other names", ", ".join(f"`{alias}`" for alias in info.aliases)
    yield (
        "key",
        keys(info) + (f"; [get one]({info.key_url})" if info.key_url else "") + "; works without" * info.keyless,
    )
    yield "base URL", f"`{info.base_url}`{', on your own machine' * local(info.name)}"
    for variable, url in info.regions.items():
        yield f"with `{variable}`", f"`{url}`"
    yield "promised", promised(llm.capabilities)
    yield "options for text", carried(llm) or "none: it makes pictures"


def promised(capabilities: Capabilities) -> str:
    """What the package promises."""
    return ", ".join(["answers", *(text for field, text in PROMISES.items() if getattr(capabilities, field))])


def models(catalogue: Mapping[str, Any]) -> Iterator[str]:
    """What its documentation says of its models."""
    yield "## Models\n"
    source, tiers = f"[its documentation]({catalogue['source']})", catalogue.get("tiers", {})
    yield f"What {source} said on {catalogue['date']}; what was observed stands below.\n"
    if tiers:
        heads = ("makes", *providers.TIERS)
        yield from table(
            heads, ([kind, *(code(ids.get(tier)) for tier in providers.TIERS)] for kind, ids in tiers.items())
        )
    else:
        yield "No tiers: name a model by its id."
    yield ""
    if catalogue.get("models"):
        heads = ("model", "makes", "context, tokens", "most output, tokens")
        yield from table(heads, (documented(id_, said) for id_, said in catalogue["models"].items()))
        yield ""


def code(text: str | None) -> str:
    """A name as code."""
    return f"`{text}`" if text else ""


def documented(id_: str, said: Mapping[str, Any]) -> Row:
    """A model's row."""
    numbers = (said.get("context"), said.get("max_output"))
    return [code(id_), said.get("output", "text"), *(f"{number:,}" if number else "" for number in numbers)]


def own_options(name: str) -> Iterator[str]:
    """The options that only this provider has."""
    cls: Any = getattr(providers.find(name), "Options", None)
    if cls is None:
        return
    _, texts = texts_of(cls)
    yield "## Options of its own\n"
    yield f"`genai.providers.{name}.Options(...)`, beside the standard options. None, the default, sends nothing.\n"
    rows = ([code(a.name), code(typed(a.type)), flat(texts[a.name])] for a in fields(cls))
    yield from table(("option", "type", "what it says"), rows)
    yield ""


def typed(annotation: Any) -> str:
    """An option's type, without the None that each has."""
    text = annotation.__name__ if isinstance(annotation, type) else str(annotation)
    return re.sub(r"\b(?:\w+\.)+(?=\w)", "", text).removesuffix(" | None")


def flat(text: str) -> str:
    """A docstring's text as one line."""
    return " ".join(text.split())


def observed(score: Score) -> Iterator[str]:
    """What was seen, scenario by scenario."""
    yield "## What was observed\n"
    yield from (f"> {warning}\n" for warning in score.warnings)
    about = {"Usage and cost": score.dashboard_url, "Served from": score.country}
    yield from (f"{what}: {said}\n" for what, said in about.items() if said)
    if not score.scenarios:
        yield "No recordings: nothing was observed yet."
        return
    yield f"{report.LEGEND}. Each table says whose answers it rests on.\n"
    for scenario in score.scenarios:
        yield from recorded(scenario)


def recorded(scenario: Scenario) -> Iterator[str]:
    """A scenario: its models, its evidence, and its table."""
    yield f"### `{scenario.models[0]}`{', with thoughts' * scenario.reasoning}\n"
    if scenario.models[1:]:
        yield f"Said to be the same for {', '.join(map(code, scenario.models[1:]))}, which nobody tested.\n"
    yield f"{report.who(scenario.evidence)}.\n"
    for side, modalities in (("In", scenario.input), ("Out", scenario.output)):
        told = [f"{KINDS[kind]}: {report.ways(capability)}" for kind, capability in modalities.tried.items()]
        yield f"* {side}: {'; '.join(told) or 'untested'}"
    if scenario.reasoning_tags:
        yield "* Thoughts stand between `{}` and `{}`".format(*scenario.reasoning_tags)
    yield ""
    modes = scenario.functionalities
    used = [name for name in FUNCTIONS if any(getattr(held, name) != "untested" for held in modes.values())]
    rows = ([name.replace("_", " "), *(report.SIGNS[getattr(held, name)] for held in modes.values())] for name in used)
    yield from table(("", *modes), rows) if used else ()
    yield ""


# --- All of it ----------------------------------------------------------------------------------------------


def below(path: Path) -> str:
    """What another tool has written into a page, with its mark."""
    _, mark, rest = path.read_text("utf-8").partition(NAMES) if path.exists() else ("", "", "")
    return mark + rest


def written() -> dict[Path, str]:
    """Every file that this tool writes, or writes a part of: its path and its whole text."""
    files = {PAGES / f"{name}.md": page(name).rstrip("\n") + "\n" for name in providers.names()}
    made = {path: text + below(path) for path, text in files.items()}
    rows = table(LIST_HEADS, map(listed, providers.names()))
    return {README: readme(README.read_text("utf-8")), LIST: LIST_HEAD + "\n".join(rows) + "\n", **made}


def stale(files: Mapping[Path, str]) -> list[str]:
    """The files that are not as they should be, and pages of providers that are no more."""
    odd = [path for path, text in files.items() if not path.exists() or path.read_text("utf-8") != text]
    return sorted(str(path.relative_to(ROOT)) for path in (*odd, *(set(PAGES.glob("*.md")) - set(files))))


if __name__ == "__main__":
    PAGES.mkdir(exist_ok=True)
    for path, text in written().items():
        path.write_text(text, "utf-8")
