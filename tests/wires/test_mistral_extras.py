"""Mistral's own endpoints: code that is filled in, and the text of documents.

Ids and words are made up, after what is documented.
"""

from __future__ import annotations

import json
from typing import Any

import openapi
import pytest
from contract.chat import chunk, dumped, sse, whole
from wires.chat_calls import SCHEMA, load

import genai
from genai import convert
from genai.providers.mistral import raw

FIM = raw.FimRequest(
    model="codestral-latest",
    prompt="def f(",
    suffix="return a + b",
    temperature=0,
    top_p=0.5,
    max_tokens=9,
    min_tokens=1,
    stop=["x"],
    random_seed=1,
    metadata={"a": "b"},
    prompt_cache_key="k",
)
ASKED = {
    "model": "codestral-latest",
    "prompt": "def f(",
    "suffix": "return a + b",
    "temperature": 0,
    "top_p": 0.5,
    "max_tokens": 9,
    "min_tokens": 1,
    "stop": ["x"],
    "random_seed": 1,
    "metadata": {"a": "b"},
    "prompt_cache_key": "k",
}
USAGE = {"prompt_tokens": 8, "completion_tokens": 4, "total_tokens": 12}

FORMAT = raw.JsonSchemaFormat(json_schema=raw.JsonSchema(name="bill", schema=SCHEMA, strict=True))
FORMATTED = {"type": "json_schema", "json_schema": {"name": "bill", "schema": SCHEMA, "strict": True}}
OCR = raw.OcrRequest(
    model="mistral-ocr-latest",
    document=raw.DocumentPart(document_url="https://example.com/a.pdf", document_name="a.pdf"),
    pages="0,2-4",
    include_image_base64=True,
    image_limit=2,
    image_min_size=10,
    bbox_annotation_format=FORMAT,
    document_annotation_format=FORMAT,
    document_annotation_prompt="Sums.",
    table_format="html",
    extract_header=True,
    extract_footer=False,
    include_blocks=True,
    confidence_scores_granularity="word",
)
READ = {
    "model": "mistral-ocr-latest",
    "document": {"type": "document_url", "document_url": "https://example.com/a.pdf", "document_name": "a.pdf"},
    "pages": "0,2-4",
    "include_image_base64": True,
    "image_limit": 2,
    "image_min_size": 10,
    "bbox_annotation_format": FORMATTED,
    "document_annotation_format": FORMATTED,
    "document_annotation_prompt": "Sums.",
    "table_format": "html",
    "extract_header": True,
    "extract_footer": False,
    "include_blocks": True,
    "confidence_scores_granularity": "word",
}
PLACE = {"top_left_x": 1, "top_left_y": 2, "bottom_right_x": 3, "bottom_right_y": 4}
SURE = {
    "average_content_confidence_score": 0.9,
    "minimum_content_confidence_score": 0.5,
    "block_type_confidence_score": 1,
}
WORD = {"text": "Bill", "confidence": 0.9, "start_index": 2}
PLAIN = ["text", "list", "title", "equation", "caption", "code"]
PLAIN += ["references", "aside_text", "header", "footer", "signature"]
PAGE = {
    "index": 0,
    "markdown": "# Bill",
    "images": [{"id": "img-0.jpeg", **PLACE, "image_base64": "data:image/jpeg;base64,", "image_annotation": "{}"}],
    "tables": [{"id": "tbl-0.html", "content": "<table>", "format": "html", "word_confidence_scores": [WORD]}],
    "hyperlinks": ["https://example.com"],
    "header": "Top",
    "footer": "Page 1",
    "dimensions": {"dpi": 200, "height": 2200, "width": 1700},
    "confidence_scores": {
        "word_confidence_scores": [WORD],
        "average_page_confidence_score": 0.9,
        "minimum_page_confidence_score": 0.5,
    },
    "blocks": [
        *({"type": kind, **PLACE, "content": "Bill", "confidence_scores": SURE} for kind in PLAIN),
        {"type": "image", **PLACE, "content": "", "image_id": "img-0.jpeg"},
        {"type": "table", **PLACE, "content": "<table>", "table_id": "tbl-0.html"},
    ],
}
DOCUMENT = {
    "pages": [PAGE],
    "model": "mistral-ocr-2512",
    "document_annotation": "{}",
    "usage_info": {"pages_processed": 1, "doc_size_bytes": 3002},
}


def test_fim_fills_in_code() -> None:
    """Every field of a request, and an answer as conversations have it."""
    llm, seen = load("mistral", dumped({**whole({"role": "assistant", "content": "a, b):"}), "usage": USAGE}))
    got = llm.raw.fim(FIM)

    assert ("POST", "/v1/fim/completions") == (seen[0].method, seen[0].url.path)
    assert ASKED == json.loads(seen[0].content)
    assert [] == openapi.faults("mistral.json", "FIMCompletionRequest", ASKED)
    assert ("a, b):", 12) == (got.choices[0].message.content, got.usage.total_tokens)


def test_fim_streams() -> None:
    """Chunks come out as they are, and the one with usage is the result."""
    answer = sse([chunk({"content": "a, "}), chunk({"content": "b):"}, "stop", usage=USAGE)])
    llm, seen = load("mistral", answer)
    with llm.raw.stream_fim(FIM) as stream:
        got = [piece.choices[0].delta.content for piece in stream]

    assert (["a, ", "b):"], 12) == (got, stream.result.usage.total_tokens)
    assert {**ASKED, "stream": True} == json.loads(seen[0].content)
    assert [] == openapi.faults("mistral.json", "FIMCompletionRequest", json.loads(seen[0].content))


def test_ocr_reads_a_document() -> None:
    """Every field of a request, and every one of an answer, which decodes to what it came from."""
    llm, seen = load("mistral", dumped(DOCUMENT))
    got = llm.raw.ocr(OCR)

    assert ("POST", "/v1/ocr") == (seen[0].method, seen[0].url.path)
    assert READ == json.loads(seen[0].content)
    assert [] == openapi.faults("mistral.json", "OCRRequest", READ)
    assert [] == openapi.faults("mistral.json", "OCRResponse", DOCUMENT)
    assert DOCUMENT == convert.unstructure(got)
    kinds = [raw.OcrBlock] * len(PLAIN) + [raw.OcrImageBlock, raw.OcrTableBlock]
    assert kinds == [type(block) for block in got.pages[0].blocks]


@pytest.mark.parametrize(
    ("document", "part"),
    [
        (
            raw.FilePart(file_id="2e55a3f4-0f8c-4c2e-9b0a-0d6f3a8f3a11"),
            {"type": "file", "file_id": "2e55a3f4-0f8c-4c2e-9b0a-0d6f3a8f3a11"},
        ),
        (
            raw.ImagePart(image_url="https://example.com/a.png"),
            {"type": "image_url", "image_url": "https://example.com/a.png"},
        ),
    ],
)
def test_ocr_reads_files_and_pictures(document: Any, part: dict[str, Any]) -> None:
    """Without a model, the request says that there is none, for the field must be there."""
    llm, seen = load("mistral", dumped(DOCUMENT))
    llm.raw.ocr(raw.OcrRequest(document=document, pages=[0, 2]))

    body = json.loads(seen[0].content)
    assert {"model": None, "document": part, "pages": [0, 2]} == body
    assert [] == openapi.faults("mistral.json", "OCRRequest", body)


def test_strict_mode_holds_ocr_against_its_types() -> None:
    """A field or a kind of block that nobody knows is named."""
    for odd in ({**PAGE, "odd": 1}, {**PAGE, "blocks": [{"type": "odd", **PLACE, "content": ""}]}):
        llm, _ = load("mistral", dumped({**DOCUMENT, "pages": [odd]}))
        with pytest.raises(genai.BadAnswer, match="odd"):
            llm.raw.ocr(OCR)


@pytest.mark.parametrize(("verb", "request_"), [("fim", FIM), ("ocr", OCR)])
def test_a_refusal_is_an_error(verb: str, request_: Any) -> None:
    """What was wrong with the request, as the description of status 422 has it."""
    wrong = {"detail": [{"type": "missing", "loc": ["body", "model"], "msg": "Field required", "input": {}}]}
    llm, _ = load("mistral", dumped(wrong), status=422)
    with pytest.raises(genai.InvalidRequest, match="Field required"):
        getattr(llm.raw, verb)(request_)
