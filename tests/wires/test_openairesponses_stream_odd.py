"""Events of openairesponses' streams that are not as documented."""

from __future__ import annotations

from typing import Any

import pytest
from contract.specimen_openairesponses import CALL, begun, dumped, response, sse

import genai
from genai.providers.openairesponses.stream import StreamDecoder
from genai.results import Result
from genai.sansio import HttpResponse

HEAD = HttpResponse(status=200, headers={"content-type": "text/event-stream", "x-request-id": "req_1"})
TEXT = "response.output_text.delta"


def cited(start: Any, end: Any, url: str) -> dict[str, Any]:
    """An annotation."""
    return {"type": "url_citation", "url": url, "title": "T", "start_index": start, "end_index": end}


def deep(depth: int) -> bytes:
    """An event of many lists, one in the other."""
    return b'data: {"type": "response.created", "response": ' + b"[" * depth + b"]" * depth + b"}\n\n"


WHERE = {"output_index": 0, "item_id": "msg_2", "content_index": 0}
ODD: dict[str, bytes] = {
    name: b"data: " + dumped(event) + b"\n\n"
    for name, event in {
        "no response": {"type": "response.created", "response": None},
        "a list": {"type": "response.in_progress", "response": []},
        "no response at the end": {"type": "response.completed", "response": None},
        "usage": {"type": "response.completed", "response": response(usage=[])},
        "a number of tokens": {"type": "response.created", "response": response(usage={"input_tokens": "5"})},
        "status": {"type": "response.completed", "response": response(status=[])},
        "the model": {"type": "response.created", "response": response(model=5)},
        "the reason": {
            "type": "response.incomplete",
            "response": response(status="incomplete", incomplete_details=[1]),
        },
        "output": {"type": "response.completed", "response": response(output={"a": 1})},
        "items": {"type": "response.completed", "response": response(5)},
        "a delta": {"type": TEXT, **WHERE, "delta": 5},
        "no delta": {"type": TEXT, **WHERE},
        "thoughts": {"type": "response.reasoning_text.delta", **WHERE, "delta": ["x"]},
        "arguments": {"type": "response.function_call_arguments.delta", **WHERE, "delta": {}},
        "a text": {"type": "response.output_text.done", **WHERE, "text": 5},
        "a part": {"type": "response.content_part.done", **WHERE, "part": None},
        "an annotation": {"type": "response.output_text.annotation.added", **WHERE, "annotation": 5},
        "an offset": {"type": "response.output_text.annotation.added", **WHERE, "annotation": cited("x", 5, "u")},
        "an index": {"type": TEXT, **WHERE, "output_index": "zero", "item_id": "new", "delta": "x"},
        "an index below": {"type": TEXT, **WHERE, "output_index": -1, "item_id": "new", "delta": "x"},
        "an index of a part": {"type": TEXT, **WHERE, "content_index": 10**9, "delta": "x"},
        "an id": {"type": TEXT, "item_id": {}, "delta": "x"},
        "an item": {"type": "response.output_item.added", "output_index": 0, "item": None},
        "a name": {"type": "response.output_item.done", "output_index": 1, "item": {**CALL, "name": 5}},
        "a token": {"type": TEXT, **WHERE, "delta": "x", "logprobs": [{"token": "x", "logprob": "high"}]},
        "a picture": {"type": "response.image_generation_call.partial_image", "partial_image_b64": 5},
        "the type": {"type": ["x"]},
        "no type": {},
        "no object": [1],
    }.items()
} | {"a deep one": deep(100_000), "no JSON": b"data: {\n\n"}


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("name", ODD)
def test_odd_events(name: str, strict: bool) -> None:
    """An event that is not as documented is BadAnswer, whatever is odd; the result so far is there, and is sound."""
    check = (lambda fields: None) if strict else None
    decoder = StreamDecoder(HEAD, "m", check)
    fragments = decoder.feed(sse([*begun(), {"type": TEXT, **WHERE, "delta": "Hello"}]))
    with pytest.raises(genai.BadAnswer) as caught:
        decoder.feed(ODD[name])
    partial = decoder.partial()

    assert (False, None, "Hello") == (partial.complete, partial.finish, partial.text)
    assert partial.message == genai.fold(fragments)
    assert "resp_1" == partial.response_id
    assert partial == Result.from_json(partial.to_json())
    assert caught.value.body or "output" in name
