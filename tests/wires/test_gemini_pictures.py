"""Gemini: pictures, sounds and films."""

from __future__ import annotations

import base64
from typing import Any

import httpx2
import pytest
from contract.specimen_gemini import PLAIN, candidate, response, sse

import genai
from genai.providers import gemini
from genai.results import FinishReason

from .gemini_calls import PNG, client

ENCODED = base64.b64encode(PNG).decode()
PICTURE = {"inlineData": {"mimeType": "image/png", "data": ENCODED}}
DRAWN = ({"text": "Here it is."}, {**PICTURE, "thought": True}, {**PICTURE, "thoughtSignature": "cw=="})


def test_a_picture_is_asked_for() -> None:
    """The output says that a picture is wanted; size and shape are the API's own words; an edit has its picture."""
    llm, server = client(response(candidate(*DRAWN)), model="gemini-3-pro-image")
    result = llm.gen_sync(["Make it blue.", genai.Doc(PNG)], size="2K", aspect_ratio="16:9", temperature=1)

    assert "image" == llm.output
    assert {
        "temperature": 1,
        "responseModalities": ["TEXT", "IMAGE"],
        "imageConfig": {"imageSize": "2K", "aspectRatio": "16:9"},
    } == server.bodies[0]["generationConfig"]
    assert [{"text": "Make it blue."}, PICTURE] == server.bodies[0]["contents"][0]["parts"]
    assert [PNG] == [doc.read() for doc in result.docs]


def test_drafts_are_not_the_result() -> None:
    """Drafts among the thoughts are partial; the picture's signature goes back with it."""
    parts = [{"text": "Here it is."}, {**PICTURE, "thought": True}, {**PICTURE, "thoughtSignature": "cw=="}]
    llm, server = client(
        sse([response(candidate(part, finish=None)) for part in parts] + [response(candidate({"text": ""}))]),
        response(PLAIN),
        model="gemini-3-pro-image",
    )
    with llm.gen_stream("A husky.") as stream:
        seen = list(stream)
    llm.gen_sync(genai.Messages.of("A husky.", stream.result, "Bigger."))

    assert [True, False] == [reply.partial for reply in seen if reply.doc]
    assert 1 == len(stream.result.docs)
    assert [parts[0], parts[2]] == server.bodies[1]["contents"][1]["parts"]


@pytest.mark.parametrize(
    ("model", "options", "fault"),
    [
        ("gemini-3-pro-image", {"size": "512"}, "ImageOptions.size: one of 1K, 2K, 4K, not '512'"),
        ("gemini-3-pro-image", {"aspect_ratio": "1:8"}, "ImageOptions.aspect_ratio: one of"),
        ("gemini-2.5-flash-image", {"size": "2K"}, "ImageOptions.size: this model has one only"),
        ("imagen-4.0-generate-001", {"n": 5}, "ImageOptions.n: from 1 to 4, not 5"),
        ("imagen-4.0-fast-generate-001", {"size": "2K"}, "ImageOptions.size: this model has one only"),
    ],
)
def test_what_a_model_does_not_allow(model: str, options: dict[str, Any], fault: str) -> None:
    """It is named before anything is sent."""
    llm, server = client(response(PLAIN), model=model)
    with pytest.raises(genai.InvalidRequest, match=fault.replace("(", "[(]")):
        llm.gen_sync("A husky.", **options)
    assert [] == server.requests


def test_a_model_that_nobody_listed() -> None:
    """It is used as it is, and not checked; pixels are not the API's way to say a size."""
    llm, server = client(response(candidate(dict(PICTURE))), model="gemini-9-image", output="image")
    llm.gen_sync("A husky.", size="4K", aspect_ratio="1:9")
    assert {"imageSize": "4K", "aspectRatio": "1:9"} == server.bodies[0]["generationConfig"]["imageConfig"]
    with pytest.raises(genai.NotSupported) as caught:
        llm.gen_sync("A husky.", size="1024x1024", quality="high", n=2)
    assert ("ImageOptions.quality", "ImageOptions.n", "ImageOptions.size: 1024x1024") == caught.value.unsupported


@pytest.mark.parametrize("reason", ["IMAGE_SAFETY", "IMAGE_PROHIBITED_CONTENT", "NO_IMAGE", "IMAGE_OTHER"])
def test_no_picture(reason: str) -> None:
    """A refusal is a finish reason; with nothing beside it, it is ContentFiltered."""
    llm, _ = client(response({"finishReason": reason, "index": 0}), model="gemini-3-pro-image")
    with pytest.raises(genai.ContentFiltered, match=reason):
        llm.gen_sync("A husky.")
    said, _ = client(response(candidate({"text": "I cannot."}, finish=reason)), model="gemini-3-pro-image")
    result = said.gen_sync("A husky.")
    assert ("I cannot.", FinishReason.CONTENT_FILTER) == (result.text, result.finish)


# --- Imagen -----------------------------------------------------------------------------------------------------------


def test_imagen() -> None:
    """One request for several pictures."""
    made = {"mimeType": "image/png", "bytesBase64Encoded": ENCODED, "prompt": "A grey husky."}
    llm, server = client({"predictions": [made, made]}, model="imagen-4.0-generate-001")
    own = gemini.Options(person_generation="allow_adult", guidance_scale=3, language="en")
    result = llm.gen_sync("A husky.", own, n=2, size="2K", aspect_ratio="16:9", format="png", compression=9)

    assert ["POST /models/imagen-4.0-generate-001:predict"] == server.sent
    assert {
        "sampleCount": 2,
        "sampleImageSize": "2K",
        "aspectRatio": "16:9",
        "includeRaiReason": True,
        "personGeneration": "allow_adult",
        "guidanceScale": 3,
        "language": "en",
        "outputOptions": {"mimeType": "image/png", "compressionQuality": 9},
    } == server.bodies[0]["parameters"]
    assert [PNG, PNG] == [doc.read() for doc in result.docs]
    assert ("A grey husky.", FinishReason.STOP, ()) == (
        result.docs[0].meta["revised_prompt"],
        result.finish,
        result.unknown_fields,
    )


def test_imagen_filters() -> None:
    """All pictures filtered is ContentFiltered, some is a finish, and none without a reason is BadAnswer."""
    gone, made = {"raiFilteredReason": "Not that."}, {"mimeType": "image/png", "bytesBase64Encoded": ENCODED}
    with pytest.raises(genai.ContentFiltered, match="Not that"):
        client({"predictions": [gone]}, model="imagen-4.0-generate-001")[0].gen_sync("A husky.")
    some = client({"predictions": [made, gone]}, model="imagen-4.0-generate-001")[0].gen_sync("A husky.")
    assert (1, FinishReason.CONTENT_FILTER) == (len(some.docs), some.finish)
    body: Any
    for body in ({}, {"predictions": []}, [], {"predictions": [{"bytesBase64Encoded": 5}]}):
        with pytest.raises(genai.BadAnswer):
            client(body, model="imagen-4.0-generate-001", strict=False)[0].gen_sync("A husky.")


def test_imagen_says_what_it_cannot() -> None:
    """Pictures, conversations, other options and streams are refused before anything is sent."""
    llm, server = client({}, model="imagen-4.0-generate-001")
    with pytest.raises(genai.NotSupported) as caught:
        llm.gen_sync(
            genai.Messages.of("A husky.", genai.Doc(PNG), genai.Message(replies=(genai.Reply(text="Ok."),)), "On."),
            gemini.Options(service_tier="flex"),
            temperature=1,
        )
    assert [
        "TextOptions.temperature",
        "messages[1]: a conversation; give one message",
        "messages[2]: a conversation; give one message",
        "messages[0].requests[1]: image/png",
        "gemini.Options.service_tier",
    ] == list(caught.value.unsupported)
    with pytest.raises(genai.NotSupported, match="gen_stream"):
        llm.gen_stream("A husky.")
    with pytest.raises(genai.InvalidRequest, match="no words"):
        llm.gen_sync("")
    assert [] == server.requests


# --- Sounds -----------------------------------------------------------------------------------------------------------


def sound(data: bytes) -> dict[str, Any]:
    """A piece of a sound."""
    return {
        "inlineData": {"mimeType": "audio/L16;codec=pcm;rate=24000", "data": base64.b64encode(data).decode()},
    }


def test_speech() -> None:
    """A voice and a format; pieces of one sound become one, and each piece is heard as it comes."""
    stream = sse([response(candidate(sound(b"ab"), finish=None)), response(candidate(sound(b"cd")))])
    llm, server = client(stream, response(candidate(sound(b"abcd"))), output="audio")
    with llm.gen_stream("Say hello.", voice="Kore", audio_format="pcm16") as told:
        seen = list(told)
    whole = llm.gen_sync("Say hello.", voice="Kore")

    assert {
        "responseModalities": ["AUDIO"],
        "speechConfig": {"voiceConfig": {"prebuiltVoiceConfig": {"voiceName": "Kore"}}},
        "responseFormat": {"audio": {"mimeType": "AUDIO_L16"}},
    } == server.bodies[0]["generationConfig"]
    assert [(b"ab", True), (b"cd", True), (b"abcd", False)] == [
        (reply.doc.read(), reply.partial) for reply in seen if reply.doc
    ]
    assert whole.message == told.result.message
    assert "audio-0.pcm" == whole.docs[0].filename
    several = {"multiSpeakerVoiceConfig": {"speakerVoiceConfigs": [{"speaker": "A"}]}}
    llm.gen_sync("A: Hi.", gemini.Options(speech=several, language="de-DE"))
    assert {**several, "languageCode": "de-DE"} == server.bodies[2]["generationConfig"]["speechConfig"]
    with pytest.raises(genai.NotSupported, match="audio_format: flac"):
        llm.gen_sync("Say hello.", audio_format="flac")


# --- Films ------------------------------------------------------------------------------------------------------------

NAME = "models/veo-3.1-fast-generate-preview/operations/abc"
URI = "https://generativelanguage.googleapis.com/v1beta/files/f1:download?alt=media"
DONE = {
    "name": NAME,
    "done": True,
    "response": {
        "@type": "type.googleapis.com/google.ai.generativelanguage.v1beta.PredictLongRunningResponse",
        "generateVideoResponse": {"generatedSamples": [{"video": {"uri": URI}}]},
    },
}
MOVED = httpx2.Response(302, headers={"location": "https://generativelanguage.googleapis.com/download/f1"})
FILM = b"\x00\x00\x00\x18ftypmp42film"


def test_a_film_is_a_job() -> None:
    """It is submitted once, polled by its token alone, and its bytes are fetched with the key."""
    llm, server = client({"name": NAME}, {"name": NAME}, DONE, MOVED, FILM, output="video")
    options: Any = {"aspect_ratio": "16:9", "duration": 8, "resolution": "720p"}
    job = llm.gen_async(["A husky.", genai.Doc(PNG)], gemini.Options(negative_prompt="cats"), **options)
    pending = llm.poke_result(genai.Job.parse(str(job)))
    result = llm.poke_result(job)

    assert ("video", NAME) == (job.kind, job.id)
    assert pending.pending
    assert {
        "instances": [{"prompt": "A husky.", "image": {"bytesBase64Encoded": ENCODED, "mimeType": "image/png"}}],
        "parameters": {"aspectRatio": "16:9", "durationSeconds": 8, "resolution": "720p", "negativePrompt": "cats"},
    } == server.bodies[0]
    assert [f"GET /{NAME}", f"GET /{NAME}"] == server.sent[1:3]
    assert (FILM, "video/mp4") == (result.docs[0].read(), result.docs[0].mime_type)
    assert ["sk-test"] * 5 == [request.headers["x-goog-api-key"] for request in server.requests]


def test_a_film_at_once() -> None:
    """gen_sync waits."""
    llm, server = client({"name": NAME}, {"name": NAME}, DONE, FILM, output="video")
    result = llm.gen_sync("A husky.", poll_interval=0.001)

    assert FILM == result.docs[0].read()
    assert 4 == len(server.requests)


def test_a_redirect_elsewhere_gets_no_key() -> None:
    """A film's bytes may be anywhere; the key may not."""
    away = httpx2.Response(302, headers={"location": "https://evil.example/f1"})
    llm, server = client(DONE, away, FILM, output="video")
    with pytest.raises(genai.InvalidRequest, match=r"evil\.example"):
        llm.poke_result(genai.Job(provider="gemini", id=NAME))
    assert 2 == len(server.requests)


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (
            httpx2.Response(404, json={"error": {"code": 404, "message": "No.", "status": "NOT_FOUND"}}),
            genai.JobUnknown,
        ),
        ({"name": NAME, "done": True, "error": {"code": 13, "message": "It broke."}}, genai.JobFailed),
        (
            {
                "name": NAME,
                "done": True,
                "response": {
                    "generateVideoResponse": {"raiMediaFilteredCount": 1, "raiMediaFilteredReasons": ["Not that."]}
                },
            },
            genai.ContentFiltered,
        ),
        ({"name": NAME, "done": True, "response": {}}, genai.BadAnswer),
        ({"error": {"code": 500, "message": "It broke.", "status": "INTERNAL"}}, genai.ProviderError),
        ({}, genai.BadAnswer),
    ],
)
def test_films_that_fail(answer: Any, expected: type[genai.Error]) -> None:
    """An operation without a film is an error that says why."""
    llm, _ = client(answer, output="video")
    with pytest.raises(expected) as caught:
        llm.poke_result(genai.Job(provider="gemini", id=NAME))
    assert expected is type(caught.value)


def test_a_lost_submission() -> None:
    """It is not sent again, since nobody knows whether it arrived."""
    calls = []

    def lost(request: httpx2.Request) -> httpx2.Response:
        calls.append(request)
        raise httpx2.ReadError("broken")

    llm = genai.load(
        "gemini", output="video", api_key="sk", http_client=httpx2.Client(transport=httpx2.MockTransport(lost))
    )
    with pytest.raises(genai.JobUnknown):
        llm.gen_async("A husky.")
    assert 1 == len(calls)
