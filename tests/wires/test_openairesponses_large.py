"""Large answers with pictures: read without a text in between, and to the same result as small ones."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from contract.side import Side
from contract.specimen_openairesponses import PLAIN, SPECIMEN, begun, ended, response, sse

import genai
from genai.providers.openairesponses.decode import LARGE

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(LARGE)
CALL = {
    "type": "image_generation_call",
    "id": "ig_1",
    "status": "completed",
    "output_format": "png",
    "result": base64.b64encode(PICTURE).decode(),
}


def answered(*output: Any, **more: Any) -> genai.Result:
    """What a whole answer becomes, in strict mode."""
    llm, _ = Side("sync", SPECIMEN).load(json.dumps(response(*output, **more)).encode())
    return llm.gen_sync("Draw.")


def test_a_large_picture_is_what_was_sent() -> None:
    """Its bytes are in the Doc, and not in the decoded answer."""
    result = answered(CALL, PLAIN)

    assert [PICTURE] == [made.data for made in result.docs]
    assert "Hello there." == result.text
    assert result.raw["output"][0]["result"] is None
    assert result == genai.Result.from_json(result.to_json())


def test_results_of_other_items_stay_texts() -> None:
    """A ``result`` that happens to be base64 is no picture, however large the answer is."""
    program = {"type": "program_output", "id": "p_1", "call_id": "c_1", "result": "abcd", "status": "completed"}
    result = answered(program, CALL)

    assert "abcd" == result.raw["output"][0]["result"]


@pytest.mark.parametrize("damage", ["!" * LARGE, 5, ["a" * LARGE]])
def test_damaged_pictures(damage: Any) -> None:
    """What is no base64, or no text at all, is BadAnswer, as in a small answer."""
    for padding in ("", "x" * LARGE):
        with pytest.raises(genai.BadAnswer):
            answered({**CALL, "result": damage}, metadata={"padding": padding})


def streamed(strict: bool, part: Any = CALL["result"], whole: Any = CALL["result"]) -> tuple[Any, genai.Result]:
    """The replies and the result of a stream with a preview and a picture."""
    where = {"output_index": 0, "item_id": "ig_1"}
    preview = {"type": "response.image_generation_call.partial_image", "partial_image_index": 0, **where}
    item = {**CALL, "result": whole}
    events = [
        *begun(),
        {**preview, "partial_image_b64": part},
        {"type": "response.output_item.done", "output_index": 0, "item": item},
        *ended(item, PLAIN),
    ]
    llm, _ = Side("sync", SPECIMEN).load(sse(events), strict=strict)
    with llm.gen_stream("Draw.") as stream:
        return list(stream), stream.result


@pytest.mark.parametrize("strict", [False, True])
def test_a_large_picture_in_a_stream(strict: bool) -> None:
    """Preview, item and response are large; the result is that of the whole answer. Strict mode reads them as texts."""
    replies, result = streamed(strict)

    assert [(PICTURE, True), (PICTURE, False)] == [(reply.doc.data, reply.partial) for reply in replies if reply.doc]
    assert answered(CALL, PLAIN) == result
    assert [None, None] == [item.get("result") for item in result.raw["output"]]


@pytest.mark.parametrize("damage", ["!" * LARGE, ["a" * LARGE]])
@pytest.mark.parametrize("place", ["part", "whole"])
def test_damaged_pictures_in_a_stream(place: str, damage: Any) -> None:
    """They are BadAnswer, as in a small event."""
    with pytest.raises(genai.BadAnswer):
        streamed(strict=False, **{place: damage})
