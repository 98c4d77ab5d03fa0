"""The raw types of anthropic know all that Anthropic's own specification knows."""

from __future__ import annotations

import json
import os
from functools import cache
from pathlib import Path
from typing import Any

import attrs
import pytest

from genai.convert import structure, unstructure
from genai.drift import unknown_fields
from genai.errors import BadAnswer
from genai.providers.anthropic import raw
from genai.wiretypes import Unknown, attributes

SPECS = Path(os.environ.get("GENAI_SPECS", Path(__file__).resolve().parents[3] / "shared" / "specs"))
SPEC = SPECS / "anthropic.json"

# Which raw type a schema of the specification is, for those that are asked for and answered.
ROOTS: dict[str, Any] = {
    "CreateMessageParams": raw.MessageRequest,
    "BetaCreateMessageParams": raw.MessageRequest,
    "Message": raw.Message,
    "BetaMessage": raw.Message,
    "MessageStreamEvent": raw.Event,
    "BetaMessageStreamEvent": raw.Event,
    "Ping": raw.Event,
    "InputContentBlock": raw.Block,
    "BetaInputContentBlock": raw.Block,
    "BetaContentBlock": raw.Block,
    "CountMessageTokensParams": raw.CountTokensRequest,
    "BetaCountMessageTokensParams": raw.CountTokensRequest,
    "BetaCountMessageTokensResponse": raw.CountTokensResponse,
    "ErrorResponse": raw.ErrorResponse,
    "BetaErrorResponse": raw.ErrorResponse,
    "BetaListResponse_ModelInfo_": raw.ModelList,
    "BetaCreateMessageBatchParams": raw.BatchRequest,
    "BetaListResponse_MessageBatch_": raw.BatchList,
    "BetaDeleteMessageBatchResponse": raw.BatchDeleted,
    "BetaMessageBatchIndividualResponse": raw.BatchLine,
    "BetaFileListResponse": raw.FileList,
    "BetaFileDeleteResponse": raw.FileDeleted,
    "CompletionRequest": raw.CompletionRequest,
    "CompletionResponse": raw.Completion,
}


@cache
def schemas() -> dict[str, Any]:
    """The specification's schemas; skips where they are not at hand."""
    if not SPEC.exists():
        pytest.skip(f"no specification at {SPEC}; GENAI_SPECS names another folder")
    found: dict[str, Any] = json.loads(SPEC.read_bytes())["components"]["schemas"]
    return found


class Walker:
    """
    Makes, from a schema, samples that together have every property, every alternative and every listed value.

    Each named schema is exhausted where it is first met; met again it gives one sample, and inside of itself none.
    """

    def __init__(self) -> None:
        self.first: dict[str, list[Any]] = {}

    def samples(self, schema: dict[str, Any]) -> list[Any]:
        """Values that fit the schema."""
        if "$ref" in schema:
            return self._named(schema["$ref"].rsplit("/", 1)[-1])
        if "const" in schema or "enum" in schema:
            return [schema["const"]] if "const" in schema else list(schema["enum"])
        for key in ("anyOf", "oneOf", "allOf"):
            if key in schema:
                return [sample for alternative in schema[key] for sample in self.samples(alternative)]
        if "properties" in schema:
            return self._objects(schema["properties"])
        return self._plain(schema)

    def _named(self, name: str) -> list[Any]:
        if name in self.first:
            return self.first[name]
        self.first[name] = []
        found = self.samples(schemas()[name])
        self.first[name] = found[:1]
        return found

    def _objects(self, properties: dict[str, Any]) -> list[Any]:
        values = {name: found for name, inner in properties.items() if (found := self.samples(inner))}
        base = {name: found[0] for name, found in values.items()}
        return [base, *({**base, name: value} for name, found in values.items() for value in found[1:])]

    def _plain(self, schema: dict[str, Any]) -> list[Any]:
        if schema.get("type") == "array":
            return [self.samples(schema["items"])]
        if schema.get("type") == "object":
            inner = schema.get("additionalProperties")
            return [{"key": sample} for sample in (self.samples(inner) if isinstance(inner, dict) else [1])]
        plain = {"string": "any text", "integer": 1, "number": 0.5, "boolean": True, "null": None}
        return [plain.get(schema.get("type", ""), {"any": ["thing"]})]


def without_nulls(value: Any) -> Any:
    """JSON without what is null in objects."""
    if isinstance(value, dict):
        return {key: without_nulls(held) for key, held in value.items() if held is not None}
    return [without_nulls(entry) for entry in value] if isinstance(value, list) else value


@pytest.mark.parametrize("name", ROOTS)
def test_all_of_the_specification_is_known(name: str) -> None:
    """Every property, alternative and value is known, and is written again as it was read."""
    for sample in Walker().samples(schemas()[name]):
        cls = ROOTS[name]
        made = structure(sample, cls)

        assert () == unknown_fields(sample, cls)
        assert not isinstance(made, Unknown)
        assert without_nulls(sample) == without_nulls({**sample, **unstructure(made)})
        assert without_nulls(sample).keys() <= unstructure(made).keys()


def test_tables_cover_the_specification() -> None:
    """Every block, tool and event has its class."""

    def tags(name: str) -> set[str]:
        found = Walker().samples(schemas()[name])
        return {sample["type"] for sample in found if isinstance(sample, dict) and sample.get("type")}

    offered = Walker().samples(schemas()["BetaCreateMessageParams"]["properties"]["tools"])[0]
    tools = {sample["type"] for sample in offered if sample.get("type")}

    assert tags("BetaInputContentBlock") | tags("BetaContentBlock") <= raw.BLOCKS.keys()
    assert tags("BetaMessageStreamEvent") | {"ping", "error"} == raw.EVENTS.keys()
    assert tools == raw.TOOLS.keys()


@pytest.mark.parametrize("cls", [one for one in vars(raw).values() if attrs.has(one) and one is not Unknown])
def test_each_type_is_in_order(cls: Any) -> None:
    """It has a docstring of its own, and types that resolve."""
    assert cls.__doc__
    assert cls.__doc__.strip().endswith((".", ")")) or "https://" in cls.__doc__
    assert attributes(cls)


def test_what_is_unknown_is_no_error() -> None:
    """A block of a kind to come decodes, and is written again as it was."""
    block = {"type": "telepathy", "thought": "?"}
    made = structure([block], list[raw.Block])

    assert [Unknown("telepathy", block)] == made
    assert [block] == unstructure(made)


def test_wrong_types_are_refused() -> None:
    """All of them, with their places."""
    with pytest.raises(BadAnswer, match=r"content\[0\].text: .*; usage"):
        structure({"id": "m", "model": "m", "content": [{"type": "text", "text": 5}], "usage": 5}, raw.Message)


def test_secrets_stay_out_of_reprs() -> None:
    """A token of a remote server is not shown."""
    assert "SECRET" not in repr(raw.McpServer(name="a", url="https://a.example", authorization_token="SECRET"))
