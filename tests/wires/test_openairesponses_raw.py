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

from genai.convert import Unknown, structure, unknown_fields, unstructure
from genai.errors import BadAnswer
from genai.providers.openairesponses import raw

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

    A schema that is met again inside of itself, or a second time at all, gives its first sample only: each
    schema is exhausted once, in the place where it is first met.
    """

    def __init__(self) -> None:
        self.first: dict[str, Any] = {}
        self.open: set[str] = set()
        self.reached: set[str] = set()

    def samples(self, schema: Any) -> list[Any]:
        """At least one value that fits the schema."""
        if "$ref" in schema:
            return self._named(schema["$ref"].rsplit("/", 1)[-1])
        if "enum" in schema:
            return list(schema["enum"])
        if "const" in schema:
            return [schema["const"]]
        alternatives = schema.get("anyOf") or schema.get("oneOf")
        if alternatives:
            inner = [sample for each in alternatives for sample in self.samples(each)]
            return self._combined([inner, self.samples({**schema, "anyOf": None, "oneOf": None})]) if (
                "properties" in schema
            ) else (["any text"] if any(_takes_any_text(each) for each in alternatives) else []) + [
                sample
                for each in alternatives
                if not _is_words(each) or not any(_takes_any_text(other) for other in alternatives)
                for sample in self.samples(each)
            ]
        if "allOf" in schema:
            return self._combined([self.samples(each) for each in schema["allOf"]])
        return self._plain(schema)
