"""The raw types of openairesponses know all that OpenAI's own specification knows, and what it once knew."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, get_args

import attrs
import pytest

from genai.convert import structure, unstructure
from genai.drift import unknown_fields
from genai.errors import BadAnswer
from genai.providers.openairesponses import raw
from genai.wiretypes import Unknown

ROOT = Path(__file__).resolve().parents[2]
SPECS = Path(os.environ.get("GENAI_SPECS", ROOT.parent / "shared" / "specs"))
SPEC = SPECS / "openai.json"

# Which raw type a schema of the specification is, for the schemas that are asked for and answered.
ROOTS: dict[str, Any] = {
    "CreateResponse": raw.Response,
    "Response": raw.Response,
    "ResponseStreamEvent": raw.Event,
    "InputItem": raw.Item,
    "OutputItem": raw.Item,
    "ItemResource": raw.Item,
    "ItemField": raw.Item,
    "Tool": raw.Tool,
    "Annotation": raw.Annotation,
    "ResponseItemList": raw.ItemList,
    "TokenCountsBody": raw.InputTokensRequest,
    "TokenCountsResource": raw.InputTokensResponse,
    "CompactResponseMethodPublicBody": raw.CompactRequest,
    "CompactResource": raw.CompactResponse,
    "ErrorResponse": raw.ErrorResponse,
    "Model": raw.Model,
    "ListModelsResponse": raw.ModelsResponse,
    "DeleteModelResponse": raw.ModelDeleted,
    "OpenAIFile": raw.File,
    "ListFilesResponse": raw.FileListResponse,
    "DeleteFileResponse": raw.FileDeleteResponse,
    "CreateBatchRequest": raw.BatchRequest,
    "Batch": raw.Batch,
    "ListBatchesResponse": raw.BatchListResponse,
    "CreateImageRequest": raw.ImageRequest,
    "ImagesResponse": raw.ImageResponse,
    "ImageGenStreamEvent": raw.ImageEvent,
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
        found = self._named(schema["$ref"]) if "$ref" in schema else self._unnamed(schema)
        return [*found, None] if schema.get("nullable") else found

    def _named(self, ref: str) -> list[Any]:
        name = ref.rsplit("/", 1)[-1]
        if name not in self.first:
            self.first[name] = []
            found = self.samples(schemas()[name])
            self.first[name] = found[:1]
            return found
        return self.first[name]

    def _unnamed(self, schema: dict[str, Any]) -> list[Any]:
        if "enum" in schema:
            return list(schema["enum"])
        alternatives = schema.get("anyOf") or schema.get("oneOf")
        if alternatives:
            return [sample for alternative in alternatives for sample in self.samples(alternative)]
        if "allOf" in schema:
            parts = [self.samples(part) for part in schema["allOf"]]
            base = {key: value for part in parts for key, value in part[0].items()}
            return [base, *({**base, **sample} for part in parts for sample in part[1:])]
        if "properties" in schema:
            return self._objects(schema["properties"])
        return self._plain(schema)

    def _objects(self, properties: dict[str, Any]) -> list[Any]:
        values = {name: found for name, inner in properties.items() if (found := self.samples(inner))}
        # An item reference's type may be null, by the specification; nothing then tells it from a message.
        values |= {"type": [tag for tag in values["type"] if tag is not None]} if "type" in values else {}
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


def reachable(name: str, found: set[str]) -> set[str]:
    """The names of all schemas that a schema names, and they name."""
    if name not in found:
        found.add(name)
        for inner in references(schemas()[name]):
            reachable(inner, found)
    return found


def references(node: Any) -> Iterator[str]:
    """Every schema name in a piece of the specification."""
    if isinstance(node, dict):
        if "$ref" in node:
            yield node["$ref"].rsplit("/", 1)[-1]
        for key, inner in node.items():
            if key != "discriminator":
                yield from references(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from references(inner)


def without_nulls(value: Any) -> Any:
    """JSON without the keys whose value is null."""
    if isinstance(value, dict):
        return {key: without_nulls(inner) for key, inner in value.items() if inner is not None}
    return [without_nulls(inner) for inner in value] if isinstance(value, list) else value


@pytest.mark.parametrize("name", ROOTS)
def test_all_of_the_specification_is_known(name: str) -> None:
    """Each property, alternative and word that the specification reaches is known, and survives decoding."""
    walker = Walker()
    samples = walker.samples({"$ref": name})
    findings = {finding for sample in samples for finding in unknown_fields(sample, ROOTS[name])}
    assert set() == findings
    assert reachable(name, set()) == set(walker.first)
    for sample in samples:
        assert without_nulls(sample) == without_nulls(unstructure(structure(sample, ROOTS[name])))


def test_all_event_types_are_known() -> None:
    """Every stream event of the specification has a class of its own."""
    refs = list(references(schemas()["ResponseStreamEvent"]))
    tags = {tag for name in refs for tag in schemas()[name]["properties"]["type"]["enum"]}
    assert len(refs) == len(tags)
    assert set() == tags - set(raw.EVENTS)
    assert {"keepalive", "response.cancelled"} <= set(raw.EVENTS)


def raw_classes() -> list[type[Any]]:
    """Every wire type of the module."""
    return [
        found
        for found in vars(raw).values()
        if isinstance(found, type) and attrs.has(found) and found.__module__ == raw.__name__
    ]


@pytest.mark.parametrize("cls", raw_classes(), ids=lambda cls: cls.__name__)
def test_each_type_is_in_order(cls: Any) -> None:
    """Each type says what it is, its annotations resolve, and its optional fields default to None or the tag."""
    assert (cls.__doc__ or "").strip().endswith((".", ")")) or "https://" in cls.__doc__
    defaults = [a.default for a in attrs.fields(attrs.resolve_types(cls)) if a.name not in ("type", "method", "url")]
    assert {attrs.NOTHING, None} >= {default for default in defaults if default != "24h"}


# The types of the Go library's package of the same name, and ours.
COUNTERPARTS = {
    "APIError": "APIError", "Annotation": "Annotation", "Background": "Background", "Batch": "Batch",
    "BatchRequest": "BatchRequest", "BatchRequestInput": "BatchRequestInput",
    "BatchRequestOutput": "BatchRequestOutput",
    "Content": "Content", "ContentType": "CONTENTS", "ErrorResponse": "ErrorResponse", "File": "File",
    "FileDeleteResponse": "FileDeleteResponse", "FileListResponse": "FileListResponse",
    "ImageChoiceData": "ImageChoiceData", "ImageRequest": "ImageRequest", "ImageResponse": "ImageResponse",
    "IncompleteDetails": "IncompleteDetails", "Logprobs": "Logprobs", "Message": "Item", "MessageType": "ITEMS",
    "Model": "Model", "ModelsResponse": "ModelsResponse", "ReasoningConfig": "ReasoningConfig",
    "ReasoningEffort": "ReasoningEffort", "ReasoningSummary": "ReasoningSummary", "Response": "Response",
    "ResponseStreamChunkResponse": "Event", "ResponseType": "EVENTS", "ServiceTier": "ServiceTier",
    "TokenDetails": "TokenDetails", "Tool": "Tool", "Truncation": "Truncation", "Usage": "Usage",
}  # fmt: skip


@pytest.mark.parametrize("name", COUNTERPARTS)
def test_counterparts(name: str) -> None:
    """What the Go library's raw layer has, ours has."""
    assert hasattr(raw, COUNTERPARTS[name])


@pytest.mark.parametrize(
    "tag",
    [
        "response.mcp_call.arguments.delta",
        "response.mcp_call.arguments.done",
        "response.code_interpreter_call.code.delta",
        "response.code_interpreter_call.code.done",
        "response.code_interpreter_call.delta",
        "response.code_interpreter_call.done",
    ],
)
def test_older_spellings(tag: str) -> None:
    """Events that were once spelled otherwise decode into today's class, and keep their spelling."""
    key = {"delta": "delta", "done": "arguments" if "mcp" in tag else "code"}[tag.rsplit(".", 1)[-1]]
    event = {"type": tag, "item_id": "i", "output_index": 0, "sequence_number": 1, key: "x"}
    assert unknown_fields(event, raw.Event) == ()
    assert event == unstructure(structure(event, raw.Event))


def test_a_request_is_written_as_it_is_meant() -> None:
    """None is left out, tags are written, and a function's two nullable musts are written as null."""
    request = raw.Response(
        model="m",
        input=[raw.Message(role="user", content=[raw.InputText(text="hi")])],
        tools=[raw.Function(name="f"), raw.FileSearch(filters=NESTED)],
        temperature=0,
    )
    expected = {
        "model": "m",
        "input": [{"type": "message", "role": "user", "content": [{"type": "input_text", "text": "hi"}]}],
        "tools": [
            {"type": "function", "name": "f", "parameters": None, "strict": None},
            {
                "type": "file_search",
                "filters": {
                    "type": "or",
                    "filters": [
                        {"type": "gte", "key": "year", "value": 2020},
                        {"type": "and", "filters": [{"type": "in", "key": "tag", "value": ["a", 1]}]},
                    ],
                },
            },
        ],
        "temperature": 0,
    }
    written = unstructure(request)
    assert expected == written
    assert unknown_fields(written, raw.Response) == ()
    assert request == structure(written, raw.Response)


NESTED = raw.CompoundFilter(
    type="or",
    filters=[
        raw.ComparisonFilter(type="gte", key="year", value=2020),
        raw.CompoundFilter(filters=[raw.ComparisonFilter(type="in", key="tag", value=["a", 1])]),
    ],
)


def test_an_untagged_message_stays_so() -> None:
    """A message that was sent without its tag decodes as a Message, and is written without it again."""
    request = {"input": [{"role": "user", "content": "hi"}]}
    decoded = structure(request, raw.Response)
    assert [raw.Message(type=None, role="user", content="hi")] == decoded.input
    assert request == unstructure(decoded)


def test_a_new_item_type_is_no_error() -> None:
    """An item of a type that nobody knows yet decodes as Unknown, and is reported."""
    answer = {"output": [{"type": "telepathy_call", "id": "t"}]}
    assert [Unknown("telepathy_call", answer["output"][0])] == structure(answer, raw.Response).output
    assert unknown_fields(answer, raw.Response) == ("output[0].type: unknown 'telepathy_call'",)


def test_wrong_types_are_refused() -> None:
    """A wrong type in an answer is a BadAnswer that names each place."""
    with pytest.raises(
        BadAnswer, match=r"output\[0\]\.content\[0\]\.text: a str, not int; usage\.input_tokens: an int"
    ):
        structure(
            {
                "output": [{"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": 1}]}],
                "usage": {"input_tokens": "3"},
            },
            raw.Response,
        )


def test_secrets_stay_out_of_reprs() -> None:
    """What carries keys to a remote server does not show them."""
    tool = raw.Mcp(server_label="s", authorization="SECRET-1", headers={"x-key": "SECRET-2"})
    secret = raw.DomainSecret(domain="a.example", name="KEY", value="SECRET-3")
    assert "SECRET" not in repr((tool, secret))


def test_tables_cover_their_unions() -> None:
    """The tables by tag have every class of their union."""
    for table, union in ((raw.EVENTS, raw.Event), (raw.ITEMS, raw.Item), (raw.TOOLS, raw.Tool)):
        assert {*get_args(union)} - {Unknown} == set(table.values())
