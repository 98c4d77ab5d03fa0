"""Pictures: every recorded answer with one, of every provider that makes them, played through the public API.

What is expected is read from the recorded bytes alone: base64 decoded here, a downloaded body as it is, the type by the
header that it came with, the size by what the answer says of it. Prompts of ours differ; the answers are what counts.
"""

from __future__ import annotations

import base64
import json
from typing import Any, NamedTuple

import corpus_files
import httpx2
import pytest
from corpus_files import Interaction

import genai
from genai.providers import bfl

pytestmark = [
    pytest.mark.skipif(not corpus_files.available(), reason="no corpus of recorded traffic (GENAI_CORPUS)"),
    pytest.mark.misfit,  # our question is not theirs
]

KEY = "sk-corpus-0123456789"
LISTS = ("/models",)


class Recorded(NamedTuple):
    """A recorded picture: where, whose, and what was asked for."""

    path: str
    model: str
    options: dict[str, Any]


PICTURES = (
    Recorded("bfl/flux-dev/GenDoc-Image.yaml", "bfl:flux-dev", {"width": 256, "height": 256, "seed": 42}),
    Recorded(
        "togetherai/black-forest-labs--FLUX.1-schnell/GenDoc-Image.yaml",
        "togetherai:black-forest-labs/FLUX.1-schnell",
        {"width": 256, "height": 256, "seed": 42},
    ),
    Recorded("pollinations/flux/GenDoc-Image.yaml", "pollinations:flux", {"width": 256, "height": 256, "seed": 42}),
    Recorded("openaichat/gpt-image-2/GenDoc-Image.yaml", "openaichat:gpt-image-2", {}),
    Recorded(
        "openairesponses/pydantic-ai.models.test_openai_responses/"
        "test_openai_responses_image_generation_with_prompted_output.yaml",
        "openairesponses:gpt-5",
        {},
    ),
)
ERRORS = (
    ("bfl/tests/errors.bad_apiKey.GenStream.yaml", "bfl:flux-dev", genai.AuthError),
    ("bfl/tests/errors.bad_model.GenStream.yaml", "bfl:bad model", genai.ModelNotFound),
    ("bfl/tests/Capabilities.yaml", "bfl:bad model", genai.ModelNotFound),
    (
        "togetherai/tests/errors.bad_apiKey_image.GenStream.yaml",
        "togetherai:black-forest-labs/FLUX.1-schnell",
        genai.AuthError,
    ),
    ("togetherai/tests/errors.bad_model_image.GenSync.yaml", "togetherai:bad model", genai.ModelNotFound),
    ("openaichat/tests/errors.bad_apiKey_image.GenStream.yaml", "openaichat:gpt-image-2", genai.AuthError),
    ("openaichat/tests/errors.bad_model_image.GenSync.yaml", "openaichat:bad model", genai.ModelNotFound),
    ("openairesponses/tests/errors.bad_model_image.GenSync.yaml", "openairesponses:bad model", genai.ModelNotFound),
)


def exchanges(path: str) -> list[Interaction]:
    """The exchanges of a cassette, but for lists of models."""
    return [one for one in corpus_files.interactions(path) if not one.request["uri"].endswith(LISTS)]


def client(model: str, played: list[Interaction], **arguments: Any) -> tuple[genai.Client, list[httpx2.Request]]:
    """A strict client that gets the answers in turn, and what it sent."""
    waiting, seen = list(played), list[httpx2.Request]()

    def serve(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        answer = waiting.pop(0)
        return httpx2.Response(answer.status, headers=answer.headers, content=answer.body)

    http = httpx2.Client(transport=httpx2.MockTransport(serve))
    return genai.load(model, api_key=KEY, strict=True, retry=0, http_client=http, **arguments), seen


def read(played: list[Interaction]) -> tuple[bytes, str, tuple[int, int] | None]:
    """The last answer's picture, by a reading of our own: bytes, type, and size if that is said."""
    last = played[-1]
    kind = last.headers["content-type"]
    if kind.startswith("image/"):
        return last.body, kind, None
    answer = json.loads(last.body)
    calls = [item for item in answer.get("output", ()) if item["type"] == "image_generation_call"]
    said, data = (calls[0], calls[0]["result"]) if calls else (answer, answer["data"][0]["b64_json"])
    width, _, height = said["size"].partition("x")
    return base64.b64decode(data), f"image/{said['output_format']}", (int(width), int(height))


@pytest.mark.parametrize("one", PICTURES, ids=lambda one: one.path)
def test_a_recorded_picture(one: Recorded, capsys: pytest.CaptureFixture[str]) -> None:
    """Strictly decoded, its bytes are the picture that they claim to be; it is downloaded, without the key."""
    played = exchanges(one.path)
    data, kind, size = read(played)
    llm, seen = client(one.model, played)
    polls: dict[str, Any] = {"poll_interval": 0.001} if one.model.startswith("bfl") else {}
    result = llm.gen_sync("A shiba inu with an ice-cream", **one.options, **polls)
    (doc,) = result.docs

    assert (data, kind, ()) == (doc.read(), doc.mime_type, result.unknown_fields)
    assert (size or (256, 256)) == doc.size
    assert [request["method"] for request, *_ in played] == [request.method for request in seen]
    assert [request["uri"] for request, *_ in played[1:]] == [str(request.url) for request in seen[1:]]
    keyed = [any(KEY in value for value in request.headers.values()) for request in seen]
    assert [True] * len(seen[:-1]) == keyed[:-1]
    assert len(seen) == 1 or keyed[-1] is False
    with capsys.disabled():
        print(
            f"\n{one.model:50} {len(data):>9} bytes  {kind:10} {doc.size}  {result.usage.total_tokens} tokens", end=""
        )


def test_a_recorded_submission() -> None:
    """A job of bfl's is where the server says that it is polled; the recorded body can be built."""
    played = exchanges("bfl/tests/GenAsync-Image.yaml")
    llm, seen = client("bfl:flux-dev", played)
    recorded = json.loads(played[0].request["body"])
    job = llm.gen_async(recorded["prompt"], bfl.Options(safety_tolerance=0))

    assert json.loads(played[0].body)["polling_url"] == job.id
    assert recorded == json.loads(seen[0].content)


@pytest.mark.parametrize("path", ["bfl/flux-dev/GenDoc-Image.yaml", *(one.path for one in PICTURES[1:2])])
def test_a_recorded_request(path: str) -> None:
    """The same call builds the same body, beside what we ask for in our own way."""
    one = next(one for one in PICTURES if one.path == path)
    played = exchanges(path)
    recorded = json.loads(played[0].request["body"])
    llm, seen = client(one.model, played)
    own = [bfl.Options(safety_tolerance=0), genai.PollInterval(0.001)] if one.model.startswith("bfl") else []
    llm.gen_sync(recorded["prompt"], *own, **one.options)
    body = json.loads(seen[0].content)
    body.pop("response_format", None)

    assert recorded == body


@pytest.mark.parametrize(("path", "model", "expected"), ERRORS, ids=[path for path, *_ in ERRORS])
def test_a_recorded_error(path: str, model: str, expected: type[genai.Error]) -> None:
    """Each is its class, with status and body."""
    played = exchanges(path)
    llm, _ = client(model, played, output="image")
    with pytest.raises(genai.Error) as caught:
        llm.gen_sync("Tell a short joke.")

    assert (expected, played[0].status, played[0].body) == (type(caught.value), caught.value.status, caught.value.body)


def test_no_recorded_picture_is_left_out() -> None:
    """Of these providers every answer with a picture is above."""
    mine = {one.model.partition(":")[0] for one in PICTURES}
    told = (b"image_generation_call", b"b64_json", b"/get_result", b"/shrt/")
    found = {
        row["path"]
        for row in corpus_files.rows()
        if row["provider"] in mine
        and any(
            one.headers.get("content-type", "").startswith("image/") or any(word in one.body for word in told)
            for one in corpus_files.interactions(row["path"])
        )
    }

    assert found <= {*(one.path for one in PICTURES), "bfl/tests/GenAsync-Image.yaml"}
