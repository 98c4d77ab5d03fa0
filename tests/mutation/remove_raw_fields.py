"""
The mutation check: takes each field out of the raw types of openairesponses, one by one, and sees that a test fails.

    PYTHONPATH=tests python -m mutation.remove_raw_fields [--jobs N] [Class[.field] ...]

Each field's line is left out of raw.py's source, the module is made anew in a forked process, and the tests' own
functions are run on it: those first whose samples are known to have the field, then whole test files. Two tests are
left out, since they hold a page against the code, and so would notice everything. Exits 1 when a field survives.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import os
import sys
import types
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, Final, NamedTuple

from mutation import forks
from mutation.forks import fails, first_failure

from genai.providers import openairesponses as package
from genai.providers.openairesponses import raw as intact

HERE: Final = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(HERE / "tools"), str(HERE / "tests")]
rawnames: Any = importlib.import_module("rawnames")
document_raw: Any = importlib.import_module("document_raw")

WIRES: Final = "tests/wires/test_openairesponses_raw.py"
STRICT: Final = "tests/corpus/test_openairesponses_strict.py"
FILES: Final = (WIRES, STRICT, "tests/wires/test_openairesponses_docs.py")
NOT_ASKED: Final = "not test_it_is_not_stale and not test_every_name_of_ours_exists"

SURVIVED, DEFINITION, SPECIFICATION, RECORDING, OTHER = VERDICTS = (
    "survived",
    "by its definition",
    "by the specification",
    "by a recording",
    "by another test",
)
NOTICED: Final = VERDICTS[1:]


class Mutant(NamedTuple):
    """A field to take out: its class, its name, and its lines in the source."""

    owner: str
    name: str
    first: int
    last: int

    def __str__(self) -> str:
        return f"raw.{self.owner}.{self.name}"


class Evidence(NamedTuple):
    """Which samples have a field: roots of the specification, the smallest first, and recorded documents."""

    roots: list[str]
    documents: list[tuple[Any, str, str]]


# --- What there is to take out, and who should notice -------------------------------------------------------


def mutants(source: str) -> Iterator[Mutant]:
    """Every field of every class, where it is declared."""
    for node in ast.parse(source).body:
        for line in node.body if isinstance(node, ast.ClassDef) else ():
            if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name) and isinstance(node, ast.ClassDef):
                yield Mutant(node.name, line.target.id, line.lineno, line.end_lineno or line.lineno)


def gather() -> tuple[dict[str, list[str]], dict[str, list[tuple[Any, str, str]]]]:
    """Raw names to the roots of the specification, and to recorded documents, that have them."""
    wires, strict = rawnames.module(WIRES), rawnames.module(STRICT)
    samples = {root: wires.Walker().samples({"$ref": root}) for root in wires.ROOTS}
    roots: dict[str, list[str]] = {}
    for root in sorted(samples, key=lambda root: len(str(samples[root]))):
        for name in {name for sample in samples[root] for name in rawnames.used(sample, wires.ROOTS[root])}:
            roots.setdefault(name, []).append(root)
    documents: dict[str, list[tuple[Any, str, str]]] = {}
    for exchange in strict.exchanges():
        for value, type_ in rawnames.documents(exchange, strict):
            for name in set(rawnames.used(value, type_)):
                documents.setdefault(name, []).append((value, rawnames.label(type_, ""), exchange.path))
    return roots, documents


def evidence(mutant: Mutant, roots: dict[str, list[str]], documents: dict[str, list[Any]]) -> Evidence:
    """What has the field, in its class or in a class that inherits it."""
    owner = getattr(intact, mutant.owner)
    heirs = [cls.__name__ for cls in rawnames.raw_classes() if issubclass(cls, owner)]
    names = [f"raw.{heir}.{mutant.name}" for heir in heirs]
    found = [root for name in names for root in roots.get(name, ())]
    return Evidence(list(dict.fromkeys(found)), [one for name in names for one in documents.get(name, ())[:3]])


# --- One mutant, in a process of its own --------------------------------------------------------------------


def install(source: str, mutant: Mutant | None) -> None:
    """Make raw.py anew without the field, in the place of the intact one."""
    lines = source.splitlines()
    if mutant is not None:
        lines[mutant.first - 1 : mutant.last] = [""] * (mutant.last - mutant.first + 1)
    made = types.ModuleType(intact.__name__)
    made.__dict__.update(__package__=intact.__package__, __file__=intact.__file__)
    sys.modules[intact.__name__] = made
    exec(compile("\n".join(lines), str(intact.__file__), "exec"), made.__dict__)
    package.raw = made
    for name in ("rawnames", "document_raw"):  # a test that imports them means the new one
        sys.modules.pop(name, None)


def verdict(source: str, mutant: Mutant | None, known: Evidence) -> str:
    """Who notices that the field is gone."""
    if fails(install, source, mutant):
        return DEFINITION
    if fails(rawnames.module, WIRES):
        return OTHER
    wires, strict = rawnames.module(WIRES), rawnames.module(STRICT)
    if any(fails(wires.test_all_of_the_specification_is_known, root) for root in known.roots):
        return SPECIFICATION
    raw = sys.modules[intact.__name__]
    for value, label, path in known.documents:
        if fails(strict.check, value, getattr(raw, label.removeprefix("raw.")), path):
            return RECORDING
    return OTHER if first_failure("-k", NOT_ASKED, *(str(HERE / file) for file in FILES)) else SURVIVED


# --- All of them --------------------------------------------------------------------------------------------


def judges(source: str, wanted: list[Mutant | None]) -> Iterator[tuple[Mutant | None, Callable[[], str]]]:
    """Each mutant, and what finds out who notices it; None is the intact module."""
    roots, documents = gather()
    everything = Evidence(list(document_raw.TESTS.ROOTS), [one for found in documents.values() for one in found[:1]])
    for mutant in wanted:
        known = everything if mutant is None else evidence(mutant, roots, documents)
        yield mutant, partial(verdict, source, mutant, known)


def chosen(every: Iterable[Mutant], names: list[str]) -> list[Mutant]:
    """The mutants of these classes and fields; all, when none is named."""
    return [one for one in every if not names or {one.owner, f"{one.owner}.{one.name}"} & set(names)]


def report(verdicts: dict[Mutant | None, str]) -> int:
    """Print the figures and the survivors; the exit status."""
    if verdicts.pop(None) != SURVIVED:
        print("the control failed: the tests fail on the intact raw types too")
        return 2
    counts = Counter(verdicts.values())
    killed = sum(counts[code] for code in NOTICED)
    print(f"fields removed: {len(verdicts)}; noticed: {killed}")
    for code in NOTICED:
        print(f"  {counts[code]:4} {code}")
    for mutant, code in sorted(verdicts.items(), key=str):
        if code not in NOTICED:
            print(f"{code}: {mutant}")
    return int(killed < len(verdicts))


def main() -> int:
    """Take out all fields, or those that are named."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("names", nargs="*", help="only these classes, or Class.field")
    given = parser.parse_args()
    if document_raw.absent():
        print(f"not there: {document_raw.absent()}")
        return 2
    source = Path(str(intact.__file__)).read_text("utf-8")
    wanted = chosen(mutants(source), given.names)
    return report(forks.run(dict(judges(source, [None, *wanted])), given.jobs))


if __name__ == "__main__":
    sys.exit(main())
