"""docs/providers/openairesponses.md names all that is said elsewhere, and is not stale.

The script that makes it reads specification, Go package and recordings; here they are read once more, plainly, so that
the script cannot be its own witness.
"""

from __future__ import annotations

import importlib
import json
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import genai
from genai.convert import structure, unstructure
from genai.drift import unknown_fields
from genai.providers.openairesponses import raw

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tools"))
document_raw: Any = importlib.import_module("document_raw")
sys.path.pop(0)

needs_inputs = pytest.mark.skipif(bool(document_raw.absent()), reason=f"not there: {document_raw.absent()}")

ENDPOINTS = ("/responses", "/conversations", "/files", "/batches", "/models")


@cache
def rows() -> dict[str, str]:
    """What the page says of the specification: the left name and the right side of each row."""
    text = document_raw.TARGET.read_text("utf-8").partition("## Beyond the specification")[0]
    return dict(re.findall(r"^\| (?:\*\*)?`([^`]+)`.*? \| (.+) \|$", text, re.M))


def references(node: Any) -> Iterator[str]:
    """Every schema that is named in a piece of the specification."""
    yield from re.findall(r'"\$ref": "#/components/schemas/([^"]+)"', json.dumps(node))


@cache
def schemas() -> dict[str, Any]:
    """The schemas that the endpoints reach."""
    document = json.loads((document_raw.SPECS / "openai.json").read_bytes())
    everything, found = document["components"]["schemas"], dict[str, Any]()
    waiting = [
        name for path, node in document["paths"].items() if path.startswith(ENDPOINTS) for name in references(node)
    ]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = everything[name]
            waiting += references(everything[name])
    return found


def own_fields(schema: Any, place: str) -> Iterator[str]:
    """The path of each field that a schema declares itself, those of nameless objects in it included."""
    if not isinstance(schema, dict):
        return
    for name, inner in schema.get("properties", {}).items():
        yield f"{place}.{name}"
        yield from own_fields(inner, f"{place}.{name}")
    for key in ("allOf", "anyOf", "oneOf"):
        for inner in schema.get(key, ()):
            yield from own_fields(inner, place)
    yield from own_fields(schema.get("items"), place)
    yield from own_fields(schema.get("additionalProperties"), place)


def exists(name: str) -> bool:
    """Whether a dotted name of ours leads to something."""
    module, _, path = name.partition(".")
    found: Any = {"raw": raw, "genai": genai}[module]
    for step in path.split("."):
        inner = getattr(found, step, None)
        if inner is None and isinstance(found, type):  # a field of an attrs class, or of an instance
            return step in {key for base in found.__mro__ for key in vars(base).get("__annotations__", ())}
        found = importlib.import_module(f"{found.__name__}.{step}") if inner is None else inner
    return True


@needs_inputs
def test_nothing_is_without_a_name() -> None:
    """The script finds a raw name for everything, and an origin for every raw name."""
    assert [] == document_raw.faults()


@needs_inputs
def test_every_type_of_the_specification_is_in_the_table() -> None:
    """Each schema that the endpoints reach has a row, with a name that exists."""
    assert len(schemas()) > 300
    assert [] == sorted(set(schemas()) - set(rows()))


@needs_inputs
def test_every_field_of_the_specification_is_in_the_table() -> None:
    """Each field that those schemas declare has a row."""
    wanted = {path for name, schema in schemas().items() for path in own_fields(schema, name)}
    assert len(wanted) > 1000
    assert [] == sorted(wanted - set(rows()))


@needs_inputs
@pytest.mark.parametrize("table", ["EVENTS", "ITEMS", "CONTENTS", "TOOLS"])
def test_every_tag_is_in_the_table(table: str) -> None:
    """Each event, item, part and tool of the specification stands in the page with its class."""
    text = document_raw.TARGET.read_text("utf-8")
    tags = {tag for tag in getattr(raw, table) if f'"{tag}"' in json.dumps(list(schemas().values()))}
    assert tags
    assert [] == sorted(tag for tag in tags if f"`{tag}`" not in text)


def test_every_name_of_ours_exists() -> None:
    """No row names something that is not there."""
    names = set(re.findall(r"`((?:raw|genai)\.[\w.]+)`", document_raw.TARGET.read_text("utf-8")))
    assert len(names) > 900
    assert [] == sorted(name for name in names if not exists(name))


def test_every_raw_field_is_in_the_page() -> None:
    """Each field of each raw class is named somewhere in the page, bases of events aside."""
    text = document_raw.TARGET.read_text("utf-8")
    names = {
        f"raw.{cls.__name__}.{attribute.name}"
        for cls in document_raw.rawnames.raw_classes()
        if cls not in document_raw.BASES
        for attribute in cls.__attrs_attrs__
    }
    assert [] == sorted(name for name in names if f"`{name}`" not in text)


@needs_inputs
def test_it_is_not_stale() -> None:
    """`make docs` would change nothing."""
    assert document_raw.page() == document_raw.stored(), "stale: run make docs"


# --- What only documentation tells ---------------------------------------------------------------------------

SAID = {
    # the example as it was reported, with the type that reads it
    "keepalive": (raw.Event, {"type": "keepalive", "sequence_number": 466}),
    "cancelled": (raw.Event, {"type": "response.cancelled", "sequence_number": 9, "response": {"status": "cancelled"}}),
    "a whole error in an event": (
        raw.Event,
        {
            "type": "error",
            "sequence_number": 2,
            "error": {"type": "server_error", "code": "server_error", "message": "Sorry.", "param": "input"},
        },
    ),
    "a deleted response": (raw.ResponseDeleted, {"id": "resp_1", "object": "response", "deleted": True}),
    "a deleted response, at Azure": (raw.ResponseDeleted, {"id": "r", "object": "response.deleted", "deleted": True}),
    "a conversation to be": (
        raw.ConversationRequest,
        {"items": [{"type": "message", "role": "user", "content": "Hello!"}], "metadata": {"topic": "demo"}},
    ),
    "a line of a batch": (
        raw.BatchRequestInput,
        {"custom_id": "1", "method": "POST", "url": "/v1/responses", "body": {"model": "m", "input": "hi"}},
    ),
    "a line that a batch did not reach": (
        raw.BatchRequestOutput,
        {"id": "b", "custom_id": "1", "error": {"code": "batch_expired", "message": "Not reached in time."}},
    ),
    "sound in the tokens": (raw.TokenDetails, {"audio_tokens": 3}),
}


@pytest.mark.parametrize("name", SAID)
def test_what_only_documentation_tells(name: str) -> None:
    """What neither the specification nor a recording has is known to the last field, and survives."""
    type_, example = SAID[name]
    assert unknown_fields(example, type_) == ()
    assert example == unstructure(structure(example, type_))


@needs_inputs
@pytest.mark.parametrize("file", document_raw.ELSEWHERE)
def test_other_specifications(file: str) -> None:
    """The events that other providers' specifications have in addition are known to the last field."""
    for name, type_ in document_raw.ELSEWHERE[file].items():
        fields = document_raw.pairs(file).fields
        assert any(f"raw.{type_.__name__}." in here for each in fields[name].values() for here in each)
    assert set() == document_raw.pairs(file).lost


def test_padding_is_known_of_every_delta() -> None:
    """`stream_options.include_obfuscation` says that deltas are padded: each that is a text has the field."""
    deltas = [cls for tag, cls in raw.EVENTS.items() if tag.endswith(".delta")]
    texts = [cls for cls in deltas if cls is not raw.ShellCallOutputContentDelta]  # its delta is an object
    assert texts
    assert [] == [cls.__name__ for cls in texts if "obfuscation" not in cls.__annotations__]


@needs_inputs
def test_the_go_package_has_its_counterparts() -> None:
    """Each type, field, word and function of the Go package's documentation has its name here."""
    found = dict(document_raw.go_rows(document_raw.SEED.read_text("utf-8")))
    assert len(found) > 380
    assert [] == [name for name, here in found.items() if not here]
