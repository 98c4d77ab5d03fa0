"""The raw endpoints of the Images API: raw types in, raw types out, whole and streamed."""

from __future__ import annotations

import asyncio
from typing import Any

import httpx2
import pytest

import genai
from genai.providers._openai_images import raw
from genai.wiretypes import Unknown

from .image_answers import (
    KEY,
    PICTURES,
    PNG,
    PROVIDERS,
    SAID,
    Server,
    client,
    completed,
    encoded,
    partial,
    png,
    sse,
    whole,
)

DOC = genai.Doc(PNG, filename="cat.png")
EVENTS = (partial(PNG), completed(PICTURES[1]))


@pytest.fixture(params=PROVIDERS)
def provider(request: pytest.FixtureRequest) -> str:
    """Both providers speak the wire."""
    return str(request.param)


def test_generate(provider: str) -> None:
    """What is written is what is sent, and the base64 stays."""
    llm, server = client(provider, whole(PNG, PICTURES[1]))
    made = llm.raw.generate(raw.GenerateRequest(model="gpt-image-2", prompt="A cat", n=2, response_format="url"))

    assert "/v1/images/generations" == server.path
    assert {"model": "gpt-image-2", "prompt": "A cat", "n": 2, "response_format": "url"} == server.body
    assert [encoded(PNG), encoded(PICTURES[1])] == [one.b64_json for one in made.data]
    assert ("png", 4160, 40) == (
        made.output_format,
        made.usage.output_tokens_details.image_tokens,
        made.usage.input_tokens_details.image_tokens,
    )


def test_edit_with_files(provider: str) -> None:
    """A form: text fields, pictures and a mask."""
    llm, server = client(provider, whole())
    request = raw.EditForm(prompt="Bluer", model="gpt-image-1.5", n=1, input_fidelity="high")
    llm.raw.edit(request, DOC, genai.Doc(png(4, 4), filename="hat.png"), mask=genai.Doc(PNG, filename="mask.png"))

    assert "/v1/images/edits" == server.path
    assert {
        "prompt": ["Bluer"],
        "model": ["gpt-image-1.5"],
        "n": ["1"],
        "input_fidelity": ["high"],
        "image[]": [("cat.png", "image/png", PNG), ("hat.png", "image/png", png(4, 4))],
        "mask": [("mask.png", "image/png", PNG)],
    } == server.body


def test_edit_with_references(provider: str) -> None:
    """JSON."""
    llm, server = client(provider, whole())
    request = raw.EditRequest(prompt="Bluer", images=[raw.ImageReference(file_id="file-1")], moderation="low")
    llm.raw.edit(request)

    assert {"prompt": "Bluer", "images": [{"file_id": "file-1"}], "moderation": "low"} == server.body


def test_vary(provider: str) -> None:
    """One picture and no words."""
    llm, server = client(provider, whole())
    llm.raw.vary(raw.VariationForm(model="dall-e-2", n=2), DOC)

    assert "/v1/images/variations" == server.path
    assert {"model": ["dall-e-2"], "n": ["2"], "image": [("cat.png", "image/png", PNG)]} == server.body


@pytest.mark.parametrize("asked", ["generate", "edit"])
def test_streams(provider: str, asked: str) -> None:
    """Every event as it was sent; the result is the last one."""
    kind = {"generate": "image_generation", "edit": "image_edit"}[asked]
    llm, server = client(provider, sse(partial(PNG, of=kind), completed(PICTURES[1], kind)))
    if asked == "generate":
        stream = llm.raw.generate_stream(raw.GenerateRequest(prompt="A cat", partial_images=1))
    else:
        stream = llm.raw.edit_stream(raw.EditForm(prompt="A cat", partial_images=1), DOC)
    with stream:
        events = list(stream)

    assert [True] == [server.body["stream"] in (True, ["true"])]
    assert [f"{kind}.partial_image", f"{kind}.completed"] == [event.type for event in events]
    assert events[-1] == stream.result
    assert (encoded(PNG), 0, encoded(PICTURES[1])) == (
        events[0].b64_json,
        events[0].partial_image_index,
        events[1].b64_json,
    )
    assert {**SAID} == {name: getattr(events[1], name) for name in SAID}


def test_asyncio(provider: str) -> None:
    """The same, awaited."""
    server = Server([sse(*EVENTS)])

    async def answer(request: httpx2.Request) -> httpx2.Response:
        return server(request)

    async def run() -> list[Any]:
        http = httpx2.AsyncClient(transport=httpx2.MockTransport(answer))
        llm = genai.load(provider, output="image", api_key=KEY, async_http_client=http)
        async with llm.aio.raw.generate_stream(raw.GenerateRequest(prompt="A cat")) as stream:
            return [event async for event in stream]

    assert ["image_generation.partial_image", "image_generation.completed"] == [e.type for e in asyncio.run(run())]


def test_unknown_events_come_as_they_are(provider: str) -> None:
    """Unless it is strict."""
    odd = {"type": "image_generation.telepathy", "b64_json": "x"}
    llm, _ = client(provider, sse(odd, EVENTS[1]), strict=False)
    with llm.raw.generate_stream(raw.GenerateRequest(prompt="x")) as stream:
        first = next(iter(stream))
    strict, _ = client(provider, sse(odd, EVENTS[1]))

    assert Unknown("image_generation.telepathy", odd) == first
    with (
        pytest.raises(genai.BadAnswer, match="telepathy"),
        strict.raw.generate_stream(raw.GenerateRequest(prompt="x")) as stream,
    ):
        list(stream)


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ((400, {"error": {"message": "No.", "code": "moderation_blocked"}}), genai.ContentFiltered),
        ((200, {"error": {"message": "No.", "code": "moderation_blocked"}}), genai.ContentFiltered),
        ((200, {"created": 1, "data": 5}), genai.BadAnswer),
        (whole(telepathy=1), genai.BadAnswer),
    ],
)
def test_errors(provider: str, answer: Any, error: type[genai.Error]) -> None:
    """The same tree; strict mode tells of unknown fields."""
    llm, _ = client(provider, answer)
    with pytest.raises(error):
        llm.raw.generate(raw.GenerateRequest(prompt="x"))


def test_streams_that_go_wrong(provider: str) -> None:
    """Cut, an error in it, or no stream at all."""
    cut, _ = client(provider, sse(EVENTS[0]))
    with pytest.raises(genai.StreamInterrupted), cut.raw.generate_stream(raw.GenerateRequest(prompt="x")) as stream:
        list(stream)
    told, _ = client(provider, sse({"type": "error", "message": "No.", "code": "moderation_blocked"}))
    with pytest.raises(genai.ContentFiltered), told.raw.generate_stream(raw.GenerateRequest(prompt="x")) as stream:
        list(stream)
    at_once, _ = client(provider, whole())
    with at_once.raw.generate_stream(raw.GenerateRequest(prompt="x")) as stream:
        events = list(stream)

    assert ([], encoded(PNG)) == (events, stream.result.data[0].b64_json)


def test_a_provider_with_requests_of_its_own() -> None:
    """What OpenAI's types cannot say, the provider's own do, and it is sent as it is written."""
    from genai.providers.togetherai import rawimages

    llm, server = client("togetherai", whole(), model="black-forest-labs/FLUX.1-schnell", strict=False)
    request = rawimages.GenerateRequest(prompt="A cat", model="m", width=64, height=32, steps=4)
    made = llm.raw.generate(request)

    assert {"prompt": "A cat", "model": "m", "width": 64, "height": 32, "steps": 4} == server.body
    assert made.data
