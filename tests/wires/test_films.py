"""Films: what goes in, and what is done with it, as each provider is asked; and the raw endpoints."""

from __future__ import annotations

import base64
import json
from typing import Any

import openapi
import pytest
from contract.films import FILM

import genai
from genai.providers._openai_videos import raw
from genai.providers.openairesponses import videos as openai
from genai.providers.openrouter import rawvideos as openrouter_raw
from genai.providers.openrouter import videos as openrouter
from genai.providers.togetherai import rawvideos as together_raw
from genai.providers.togetherai import videos as together
from genai.providers.xai import rawvideos as xai_raw
from genai.providers.xai import videos as xai
from genai.wiretypes import attributes

from .image_answers import PNG, client

VIDEO: dict[str, Any] = {"id": "video_2", "object": "video", "status": "queued", "progress": 0, "created_at": 1}
INLINE = "data:image/png;base64," + base64.b64encode(PNG).decode()
THERE = genai.Doc(url="https://example.com/a.png")
PICTURE = genai.Doc(PNG)
FILMED = genai.Doc(url="https://example.com/a.mp4")
MADE = genai.Doc(file_ids={"openairesponses": "video_1"}, mime_type="video/mp4")
MODELS = {
    "openai": "sora-2",
    "xai": "grok-imagine-video",
    "togetherai": "google/veo-3.0",
    "openrouter": "google/veo-3.1",
}
TOGETHER = {"id": "v1", "object": "video", "status": "in_progress", "model": "m", "created_at": 1}
ANSWERS = {
    "openai": VIDEO,
    "xai": {"request_id": "r1"},
    "togetherai": TOGETHER,
    "openrouter": {"id": "j", "polling_url": "/x", "status": "pending"},
}


def asked(provider: str, *what: Any, options: Any = (), **shorthand: Any) -> tuple[str, Any]:
    """Where a submission goes, and its body."""
    llm, server = client(provider, ANSWERS[provider], output="video", model=MODELS[provider])
    llm.gen_async(list(what), *options, **shorthand)
    return server.path, {key: value for key, value in server.body.items() if key != "model"}


def test_models_say_what_they_make() -> None:
    """Without being asked for films, Sora's models make them; and the tiers are known where films have a future."""
    assert "video" == genai.load("openai", model="sora-2").output
    assert "grok-imagine-video" == genai.load("xai", output="video").model
    with pytest.raises(genai.InvalidRequest, match="no GOOD model for video"):
        genai.load("openai", output="video")


def test_openai_begins_with_a_picture() -> None:
    """Its bytes go as a file of a form; one that is elsewhere, or was uploaded, is named in JSON."""
    path, form = asked("openai", "Wake up.", PICTURE, duration=8)
    expected = {
        "prompt": ["Wake up."],
        "seconds": ["8"],
        "input_reference": [("input_reference.png", "image/png", PNG)],
    }
    uploaded = genai.Doc(file_ids={"openai": "file_1"}, mime_type="image/png")

    assert ("/v1/videos", expected) == (path, form)
    assert {"image_url": THERE.url} == asked("openai", "Wake up.", THERE)[1]["input_reference"]
    assert {"file_id": "file_1"} == asked("openai", "Wake up.", uploaded)[1]["input_reference"]


@pytest.mark.parametrize(
    ("how", "path", "more"),
    [
        ({}, "/v1/videos/edits", {"video": {"id": "video_1"}}),
        ({"how": "edit"}, "/v1/videos/edits", {"video": {"id": "video_1"}}),
        ({"how": "extend"}, "/v1/videos/extensions", {"video": {"id": "video_1"}}),
        ({"how": "remix"}, "/v1/videos/video_1/remix", {}),
    ],
)
def test_openai_changes_a_film_that_it_made(how: Any, path: str, more: Any) -> None:
    """By its id: it is edited, goes on, or is made again."""
    assert (path, {"prompt": "At night.", **more}) == asked(
        "openai", "At night.", MADE, options=[openai.Options(**how)]
    )


def test_openai_changes_a_film_of_mine() -> None:
    """Its bytes go as a file; what is only elsewhere has to be fetched first, and a remix needs one that was made."""
    path, form = asked("openai", "At night.", genai.Doc(FILM))

    assert ("/v1/videos/edits", [("video.png", "video/mp4", FILM)]) == (path, form["video"])
    with pytest.raises(genai.NotSupported, match="not made here"):
        asked("openai", "At night.", FILMED)
    with pytest.raises(genai.NotSupported, match="not made here"):
        asked("openai", "At night.", genai.Doc(FILM), options=[openai.Options(how="remix")])


def test_what_was_made_can_be_changed() -> None:
    """A film keeps its id beside its bytes, so that it goes back by its id."""
    done = {**VIDEO, "status": "completed", "seconds": "4", "size": "720x1280", "expires_at": 9}
    llm, server = client("openai", VIDEO, done, FILM, VIDEO, output="video", model="sora-2")
    film = llm.gen_sync("A husky.", poll_interval=0.001).docs[0]
    llm.gen_async(["At night.", film])

    assert {"id": "video_2", "seconds": "4", "size": "720x1280"} == dict(film.meta)
    assert {"prompt": "At night.", "video": {"id": "video_2"}} == server.body


@pytest.mark.parametrize(
    ("what", "options", "expected"),
    [
        ((THERE,), {}, ("generations", {"image": {"url": THERE.url}})),
        ((PICTURE,), {}, ("generations", {"image": {"url": INLINE}})),
        ((THERE, PICTURE), {}, ("generations", {"reference_images": [{"url": THERE.url}, {"url": INLINE}]})),
        ((THERE,), {"how": "reference"}, ("generations", {"reference_images": [{"url": THERE.url}]})),
        ((FILMED,), {}, ("edits", {"video": {"url": FILMED.url}})),
        ((FILMED,), {"how": "extend"}, ("extensions", {"video": {"url": FILMED.url}})),
    ],
)
def test_xai(what: Any, options: Any, expected: Any) -> None:
    """One picture begins the film, several are what it shows; a film is changed, or goes on."""
    end, more = expected

    assert (f"/v1/videos/{end}", {"prompt": "x", **more}) == asked("xai", "x", *what, options=[xai.Options(**options)])


@pytest.mark.parametrize(
    ("what", "options", "expected"),
    [
        ((THERE, PICTURE), {}, {"media": {"frame_images": [{"input_image": THERE.url}, {"input_image": INLINE}]}}),
        ((THERE,), {"how": "reference", "steps": 20}, {"media": {"reference_images": [THERE.url]}, "steps": 20}),
        ((FILMED,), {}, {"media": {"source_video": {"video": FILMED.url}}}),
    ],
)
def test_together(what: Any, options: Any, expected: Any) -> None:
    """What goes in is media, and all of it goes to ``/v2``."""
    given = asked("togetherai", "x", *what, options=[together.Options(**options)], aspect_ratio="16:9")

    assert ("/v2/videos", {"prompt": "x", "ratio": "16:9", **expected}) == given


def test_together_at_another_server() -> None:
    """The key goes to the server that the caller named, at its ``/v2``; one that has no ``/v1`` is taken as it is."""
    for base, path in (("http://127.0.0.1:1/v1", "/v2/videos"), ("http://127.0.0.1:1/x", "/x/videos")):
        llm, server = client("togetherai", TOGETHER, output="video", model="m", base_url=base)
        llm.gen_async("x")

        assert path == server.path
        assert "authorization" in server.requests[0].headers


def test_openrouter() -> None:
    """The first frame and the last one, or what is to be seen; words may be missing then."""
    links = [{"type": "image_url", "image_url": {"url": url}} for url in (str(THERE.url), INLINE)]
    frames = [{**links[0], "frame_type": "first_frame"}, {**links[1], "frame_type": "last_frame"}]
    own = openrouter.Options(how="reference", generate_audio=True)

    assert ("/api/v1/videos", {"frame_images": frames}) == asked("openrouter", THERE, PICTURE)
    assert {"prompt": "x", "input_references": links, "generate_audio": True} == asked(
        "openrouter", "x", THERE, PICTURE, options=[own]
    )[1]


@pytest.mark.parametrize(
    ("provider", "what", "shorthand", "fault"),
    [
        ("openai", (PICTURE,), {}, "say in words"),
        ("openai", ("x", PICTURE, PICTURE), {}, "at most 1 pictures, not 2"),
        ("openai", ("x",), {"size": "1280x720", "resolution": "720x1280"}, "says again"),
        ("openai", ("x",), {"width": 720}, "width and height go together"),
        ("openrouter", ("x", PICTURE, PICTURE, PICTURE), {}, "at most 2 pictures, not 3"),
    ],
)
def test_what_is_wrong(provider: str, what: Any, shorthand: Any, fault: str) -> None:
    """What is missing, too much, or said twice is named before anything is sent."""
    with pytest.raises(genai.InvalidRequest, match=fault):
        asked(provider, *what, **shorthand)


@pytest.mark.parametrize(
    ("provider", "what", "options", "shorthand", "unsupported"),
    [
        ("openai", ("x", genai.Doc(b"%PDF-1")), (), {}, "messages[0].requests[1]: application/pdf to generate"),
        ("openai", ("x", MADE), (), {"duration": 8}, "VideoOptions.duration of edit"),
        ("openai", ("x", MADE, PICTURE), (), {}, "messages[0].requests[2]: image/png to edit"),
        ("openrouter", ("x", FILMED), (), {}, "edit with google/veo-3.1"),
        ("xai", ("x", genai.Doc(FILM)), (), {}, "messages[0]: a film that is not a URL"),
        ("xai", ("x",), (together.Options(steps=10),), {}, "togetherai.videos.Options"),
        ("togetherai", ("x",), (), {"size": "720p"}, "ImageOptions.size: width and height"),
    ],
)
def test_what_cannot_be_said(provider: str, what: Any, options: Any, shorthand: Any, unsupported: str) -> None:
    """It is named before anything is sent; or left out, and listed on the job and on its result."""
    with pytest.raises(genai.NotSupported) as caught:
        asked(provider, *what, options=options, **shorthand)
    llm, _ = client(provider, ANSWERS[provider], output="video", model=MODELS[provider], on_unsupported="warn")
    job = llm.gen_async(list(what), *options, **shorthand)

    assert any(one.startswith(unsupported) for one in caught.value.unsupported), caught.value.unsupported
    assert caught.value.unsupported == job.unsupported


def test_a_url_of_somebody_elses() -> None:
    """It stays a URL; nobody is asked for it."""
    done = {"status": "done", "video": {"url": "https://evil.example/a.mp4", "duration": 8}, "model": "m"}
    llm, server = client("xai", {"request_id": "r1"}, done, output="video", model="m")
    result = llm.gen_sync("x", poll_interval=0.001)

    assert ("https://evil.example/a.mp4", None) == (result.docs[0].url, result.docs[0].data)
    assert 2 == len(server.requests)


def test_an_answer_without_a_status() -> None:
    """xAI's older answers have the film alone."""
    done = {"video": {"url": "https://evil.example/a.mp4", "duration": 8}, "model": "m"}
    llm, _ = client("xai", {"request_id": "r1"}, done, output="video", model="m")

    assert "stop" == llm.gen_sync("x", poll_interval=0.001).finish


def test_an_error_with_a_good_status() -> None:
    """It is the error that it is, for a submission as for a poll."""
    refusal = {"error": {"code": "insufficient_quota", "message": "Pay."}}
    llm, _ = client("openai", refusal, output="video", model="sora-2")
    for ask in (lambda: llm.gen_async("x"), lambda: llm.poke_result(genai.Job(provider="openairesponses", id="v"))):
        with pytest.raises(genai.QuotaExceeded, match="Pay"):
            ask()


def test_raw_endpoints_of_openai() -> None:
    """Each goes where it should, and gives its raw type."""
    page = {"object": "list", "data": [VIDEO], "first_id": "video_2", "last_id": "video_2", "has_more": False}
    gone: dict[str, Any] = {"id": "video_2", "object": "video.deleted", "deleted": True}
    reference = raw.VideoReference(id="video_1")
    llm, server = client("openai", VIDEO, VIDEO, VIDEO, VIDEO, VIDEO, FILM, page, gone, output="video", model="sora-2")
    films = llm.raw.videos
    made = [
        films.create(raw.CreateRequest(prompt="x", model="sora-2", seconds="4"), PICTURE),
        films.edit(raw.EditRequest(prompt="x", video=reference)),
        films.extend(raw.ExtendRequest(prompt="x", seconds="8", video=reference)),
        films.remix("a/b", raw.RemixRequest(prompt="x")),
        films.get("video_2"),
    ]

    assert [raw.Video(**VIDEO)] * 5 == made
    assert FILM == films.content("video_2", "thumbnail")
    assert (raw.Video(**VIDEO),) == films.list_all()
    assert raw.DeletedVideo(**gone) == films.delete("video_2")
    assert [
        "POST /v1/videos",
        "POST /v1/videos/edits",
        "POST /v1/videos/extensions",
        "POST /v1/videos/a%2Fb/remix",
        "GET /v1/videos/video_2",
        "GET /v1/videos/video_2/content?variant=thumbnail",
        "GET /v1/videos",
        "DELETE /v1/videos/video_2",
    ] == [f"{request.method} {request.url.raw_path.decode()}" for request in server.requests]
    assert b'filename="input_reference.png"' in server.requests[0].content
    assert {"prompt": "x", "seconds": "8", "video": {"id": "video_1"}} == json.loads(server.requests[2].content)


def test_raw_endpoints_of_others() -> None:
    """They have what they have, in types of their own; the rest is refused."""
    llm, server = client("xai", {"request_id": "r1"}, {"status": "pending"}, output="video", model="m")
    request = xai_raw.EditRequest(model="m", prompt="x", video=xai_raw.Link(url="https://example.com/a.mp4"))

    assert xai_raw.Submitted(request_id="r1") == llm.raw.videos.edit(request)
    assert xai_raw.Video(status="pending") == llm.raw.videos.get("r1")
    assert ["/v1/videos/edits", "/v1/videos/r1"] == [asked.url.path for asked in server.requests]
    remix = raw.RemixRequest(prompt="x")
    refused = {"remix": ("r1", remix), "list": (), "delete": ("r1",), "content": ("r1",), "edit": (request, PICTURE)}
    for name, given in refused.items():
        with pytest.raises(genai.NotSupported, match=f"raw: {name}"):
            getattr(llm.raw.videos, name)(*given)


@pytest.mark.skipif(not openapi.available(), reason="the providers' descriptions are not here")
@pytest.mark.parametrize(
    ("spec", "schema", "cls"),
    [
        ("xai.json", "CreateVideoRequest", xai_raw.CreateRequest),
        ("xai.json", "CreateVideoResponse", xai_raw.Submitted),
        ("xai.json", "VideoStatusResponse", xai_raw.Video),
        ("xai.json", "VideoData", xai_raw.Film),
        ("together.json", "CreateVideoBody", together_raw.CreateRequest),
        ("together.json", "VideoMedia", together_raw.Media),
        ("together.json", "VideoFrameImageInput", together_raw.Frame),
        ("together.json", "VideoJob", together_raw.Video),
        ("openrouter.json", "VideoGenerationRequest", openrouter_raw.CreateRequest),
        ("openrouter.json", "VideoGenerationResponse", openrouter_raw.Video),
        ("openrouter.json", "VideoGenerationUsage", openrouter_raw.Usage),
    ],
)
def test_raw_types_have_every_field(spec: str, schema: str, cls: Any) -> None:
    """What a description documents, its raw type has."""
    described = json.loads((openapi.ROOT / spec).read_text("utf-8"))["components"]["schemas"][schema]["properties"]

    assert set() == set(described) - {attribute.name for attribute in attributes(cls)}
