"""The Images wire: what is sent for words, for pictures with words and for a picture alone, and what comes back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import attrs
import openapi
import pytest

import genai
from genai.options import ExtraBody
from genai.providers._openai_images import raw

from .image_answers import JPEG, KEY, PICTURES, PNG, PROVIDERS, client, png, read, streamed, whole

DOC = genai.Doc(PNG, filename="cat.png")


@pytest.fixture(params=PROVIDERS)
def provider(request: pytest.FixtureRequest) -> str:
    """Both providers speak the wire."""
    return str(request.param)


def refused(provider: str, *args: Any, model: str = "gpt-image-2", **kwargs: Any) -> Any:
    """The error of a call that sends nothing."""
    llm, server = client(provider, whole(), model=model)
    with pytest.raises((genai.InvalidRequest, genai.NotSupported)) as caught:
        llm.gen_sync(*args, **kwargs)

    assert [] == server.requests
    return caught.value


# --- What is sent -----------------------------------------------------------------------------------------------------


def test_words_make_a_picture(provider: str) -> None:
    """Every option under its own name; size as one text."""
    llm, server = client(provider, whole(), model="gpt-image-2")
    options: dict[str, Any] = {
        "quality": "medium",
        "background": "opaque",
        "format": "webp",
        "compression": 80,
        "moderation": "low",
    }
    llm.gen_sync("A lighthouse", n=2, width=1536, height=864, user="u-17", **options)

    assert "/v1/images/generations" == server.path
    assert {
        "model": "gpt-image-2",
        "prompt": "A lighthouse",
        "n": 2,
        "size": "1536x864",
        "quality": "medium",
        "background": "opaque",
        "output_format": "webp",
        "output_compression": 80,
        "moderation": "low",
        "user": "u-17",
    } == server.body


def test_the_older_models_are_asked_for_bytes(provider: str) -> None:
    """Their default is a URL that lives an hour."""
    llm, server = client(provider, whole(), model="dall-e-3")
    llm.gen_sync("A lighthouse", size="1792x1024", quality="hd", style="natural", n=1)

    assert {
        "model": "dall-e-3",
        "prompt": "A lighthouse",
        "n": 1,
        "size": "1792x1024",
        "quality": "hd",
        "style": "natural",
        "response_format": "b64_json",
    } == server.body


def test_the_words_are_never_cut(provider: str) -> None:
    """As long as the model takes, they go out whole; several texts are paragraphs."""
    llm, server = client(provider, whole(), model="gpt-image-2")
    llm.gen_sync("x" * 32000)
    long = server.body["prompt"]
    llm.gen_sync(genai.user("A cat.", "A hat."))

    assert ["x" * 32000, "A cat.\n\nA hat."] == [long, server.body["prompt"]]


@pytest.mark.parametrize("count", [1, 2, 16])
def test_an_edit_is_a_form(provider: str, count: int) -> None:
    """Pictures go as files, never as base64: one as ``image``, several as ``image[]``."""
    llm, server = client(provider, whole(), model="gpt-image-1.5")
    docs = [genai.Doc(png(grey=number), filename=f"{number}.png") for number in range(count)]
    llm.gen_sync(genai.user("Put them together", *docs), n=2, compression=50, format="jpeg", input_fidelity="high")
    name = "image" if count == 1 else "image[]"

    assert "/v1/images/edits" == server.path
    assert {
        "model": ["gpt-image-1.5"],
        "prompt": ["Put them together"],
        "n": ["2"],
        "output_compression": ["50"],
        "output_format": ["jpeg"],
        "input_fidelity": ["high"],
        name: [(f"{number}.png", "image/png", png(grey=number)) for number in range(count)],
    } == server.body


def test_a_mask_is_a_file_beside_the_pictures(provider: str, tmp_path: Path) -> None:
    """From a path it is read like any other; files without a name get one, with the right ending."""
    (tmp_path / "mask.png").write_bytes(PNG)
    llm, server = client(provider, whole(), model="gpt-image-2")
    llm.gen_sync(genai.user("A red hat", genai.Doc(JPEG), DOC), mask=genai.Doc.open(tmp_path / "mask.png"))

    assert [("image-0.jpg", "image/jpeg", JPEG), ("cat.png", "image/png", PNG)] == server.body["image[]"]
    assert [("mask.png", "image/png", PNG)] == server.body["mask"]


@pytest.mark.parametrize(
    ("docs", "options", "images"),
    [
        ([genai.Doc(url="https://example.org/a.png")], {}, [{"image_url": "https://example.org/a.png"}]),
        ([genai.Doc(file_ids={"openai": "file-1"})], {}, [{"file_id": "file-1"}]),
        ([genai.Doc(PNG, file_ids={"openai": "file-1"})], {}, [{"file_id": "file-1"}]),
        ([DOC], {"moderation": "low"}, [{"image_url": DOC.data_url()}]),
        ([DOC, genai.Doc(file_ids={"openai": "f"})], {}, [{"image_url": DOC.data_url()}, {"file_id": "f"}]),
    ],
    ids=["a URL", "a file id", "bytes and a file id", "moderation", "bytes beside a file id"],
)
def test_an_edit_is_json_where_it_must(provider: str, docs: Any, options: Any, images: Any) -> None:
    """A URL and a file id have no place in a form, and neither has ``moderation``."""
    llm, server = client(provider, whole(), model="gpt-image-2")
    llm.gen_sync(genai.user("Bluer", *docs), **options)

    assert {"model": "gpt-image-2", "prompt": "Bluer", "images": images, **options} == server.body


def test_a_mask_that_is_elsewhere_makes_it_json(provider: str) -> None:
    """All go the same way."""
    llm, server = client(provider, whole(), model="gpt-image-2")
    llm.gen_sync(genai.user("Bluer", DOC), mask=genai.Doc(file_ids={provider: "file-mask"}))

    assert ([{"image_url": DOC.data_url()}], {"file_id": "file-mask"}) == (server.body["images"], server.body["mask"])


def test_a_data_url_goes_as_a_file(provider: str) -> None:
    """Its bytes are here."""
    llm, server = client(provider, whole(), model="gpt-image-2")
    llm.gen_sync(genai.user("Bluer", genai.Doc(url=genai.Doc(JPEG).data_url())))

    assert [("image-0.jpg", "image/jpeg", JPEG)] == server.body["image"]


def test_a_picture_alone_is_varied(provider: str) -> None:
    """One square PNG, and no words."""
    llm, server = client(provider, whole(PNG, PICTURES[1]), model="dall-e-2")
    result = llm.gen_sync(DOC, n=2, size="256x256", user="u")

    assert "/v1/images/variations" == server.path
    assert {
        "model": ["dall-e-2"],
        "n": ["2"],
        "size": ["256x256"],
        "user": ["u"],
        "response_format": ["b64_json"],
        "image": [("cat.png", "image/png", PNG)],
    } == server.body
    assert [PNG, PICTURES[1]] == read(result.docs)


def test_extra_fields_go_into_either_body(provider: str) -> None:
    """What a form cannot say as text it says as JSON does; null is left out."""
    llm, server = client(provider, whole(), model="gpt-image-2")
    llm.gen_sync("x", ExtraBody({"user": "u"}))
    as_json = server.body["user"]
    llm.gen_sync(genai.user("x", DOC), ExtraBody({"user": "u", "background": None, "n": 3}))

    assert ("u", ["u"], ["3"]) == (as_json, server.body["user"], server.body["n"])
    assert "background" not in server.body


# --- What is refused --------------------------------------------------------------------------------------------------


def test_several_pictures_need_words(provider: str) -> None:
    """Nobody knows what to do with them."""
    error = refused(provider, genai.user(DOC, DOC), model="dall-e-2")

    assert "several pictures without a word" in str(error)


@pytest.mark.parametrize(
    ("asked", "options", "said"),
    [
        ("x", {"mask": DOC}, "there is no picture that it could be a mask of"),
        (DOC, {"mask": DOC}, "say what to do"),
        (genai.user("x", DOC), {"mask": genai.Doc(png(3, 3))}, "as large as the first picture, 2x2"),
        (genai.user("x", DOC), {"mask": genai.Doc(JPEG)}, "one of image/png, not image/jpeg"),
        (genai.user("x", genai.Doc(b"GIF89a" + b"\0" * 9)), {}, "picture 1: one of image/png, image/webp, image/jpeg"),
        ("x", {"size": "auto", "width": 16, "height": 16}, "or width and height, not both"),
        ("x", {"width": 16}, "ImageOptions.height: width and height go together"),
        ("x", {"height": 16}, "ImageOptions.width: width and height go together"),
        ("x", {"aspect_ratio": "1:1"}, "ImageOptions.aspect_ratio"),
        ("x", {"system_prompt": "Be kind."}, "TextOptions.system_prompt"),
        (genai.user("x", genai.Doc(b"%PDF-1.4")), {}, "messages[0].requests[1]: application/pdf"),
        (["x", {"role": "assistant", "content": "y"}, "z"], {}, "messages[2]: a conversation"),
    ],
)
def test_what_no_model_can(provider: str, asked: Any, options: Any, said: str) -> None:
    """The error names it."""
    assert said in str(refused(provider, asked, **options))


def test_files_and_references_have_their_limits(provider: str) -> None:
    """A body of JSON has a longest URL, a form takes no reference, and a file may be too large."""
    large = genai.Doc(PNG + b"\0" * 16_000_000, mime_type="image/png")
    huge = genai.Doc(PNG + b"\0" * 52_428_800)
    link = genai.Doc(url="https://example.org/a.png")

    assert "at most 20971520 letters" in str(refused(provider, genai.user("x", large), moderation="low"))
    assert "at most 52428800 bytes" in str(refused(provider, genai.user("x", huge)))
    assert "no references: llm.fetch(doc)" in str(refused(provider, genai.user("x", link), model="dall-e-2"))
    assert "no references: llm.fetch(doc)" in str(refused(provider, link, model="dall-e-2"))
    assert "a square, not 2x3" in str(refused(provider, genai.Doc(png(2, 3)), model="dall-e-2"))


def test_all_faults_come_at_once(provider: str) -> None:
    """Of the model, of the wire and of the message."""
    faults = refused(provider, "x" * 32001, n=11, quality="hd", style="vivid", width=15, aspect_ratio="1:1", top_k=5)

    assert 7 == len(faults.faults)


def test_what_can_be_left_out_is_left_out_on_request(provider: str) -> None:
    """Pictures for a model that edits none are named, and the words go alone; a picture alone leaves nothing."""
    llm, server = client(provider, whole(), model="dall-e-3", on_unsupported="warn")
    result = llm.gen_sync(genai.user("A cat", DOC), style="vivid", background="opaque")

    assert ("/v1/images/generations", "A cat") == (server.path, server.body["prompt"])
    assert ("edit with dall-e-3", "ImageOptions.background of generate") == result.unsupported
    with pytest.raises(genai.NotSupported, match="variation with dall-e-3"):
        llm.gen_sync(DOC)


# --- What comes back --------------------------------------------------------------------------------------------------


def test_an_answer(provider: str) -> None:
    """As many docs as pictures, with what is said of them, and the tokens."""
    llm, _ = client(provider, whole(*PICTURES[:3]), model="gpt-image-2")
    result = llm.gen_sync("x", n=3)

    assert list(PICTURES[:3]) == read(result.docs)
    assert [{"background": "opaque", "format": "png", "quality": "high", "size": "1024x1024"}] * 3 == [
        doc.meta for doc in result.docs
    ]
    assert (50, 4160, 4210) == (result.usage.input_tokens, result.usage.output_tokens, result.usage.total_tokens)
    assert (genai.FinishReason.STOP, "gpt-image-2", "req_1", ()) == (
        result.finish,
        result.model,
        result.request_id,
        result.unknown_fields,
    )
    assert "iVBOR" not in str(result.raw)  # the bytes are in the docs alone


def test_any_size_comes_back(provider: str) -> None:
    """A recording of gpt-image-2 has 1254x1254, which no list has; strict mode does not mind."""
    llm, _ = client(provider, whole(size="1254x1254"), model="gpt-image-2")

    assert "1254x1254" == llm.gen_sync("x").docs[0].meta["size"]


def test_the_revised_prompt_is_kept(provider: str) -> None:
    """dall-e-3 says how it understood."""
    entry = {"b64_json": whole()["data"][0]["b64_json"], "revised_prompt": "A tall lighthouse"}
    llm, _ = client(provider, {"created": 1, "data": [entry]}, model="dall-e-3")

    assert "A tall lighthouse" == llm.gen_sync("x").docs[0].meta["revised_prompt"]


HOST = "https://oaidalleapiprodscus.blob.core.windows.net"


def by_url(url: str) -> dict[str, Any]:
    """An answer with a URL."""
    return {"created": 1766000000, "data": [{"url": url}]}


AS_URL = ExtraBody({"response_format": "url"})


def test_urls_are_downloaded_without_the_key(provider: str) -> None:
    """From the host that OpenAI's pictures come from."""
    llm, server = client(provider, by_url(f"{HOST}/p/img-1.png?sig=x"), PNG, model="dall-e-2")
    doc = llm.gen_sync("x", AS_URL).docs[0]

    assert ([PNG], "image/png", "img-1.png", None) == (read([doc]), doc.mime_type, doc.filename, doc.expires)
    assert [True, False] == ["authorization" in request.headers for request in server.requests]
    assert KEY not in str(server.requests[1].headers)


def test_a_stream_that_is_none_downloads_too(provider: str) -> None:
    """A server that does not stream, and answers with a URL: the result is that of the call that is not streamed."""
    llm, server = client(provider, by_url(f"{HOST}/img-1.png"), PNG, model="gpt-image-9")
    _, result = streamed(llm, "x")

    assert [PNG] == read(result.docs)
    assert [True, False] == ["authorization" in request.headers for request in server.requests]


@pytest.mark.parametrize("url", ["https://evil.example/a.png", f"http{HOST.removeprefix('https')}/a.png"])
def test_urls_elsewhere_are_not_asked_for(provider: str, url: str) -> None:
    """Neither another host nor plain HTTP; the picture stays a URL, for an hour."""
    llm, server = client(provider, by_url(url), PNG, model="dall-e-2")
    doc = llm.gen_sync("x", AS_URL).docs[0]

    assert (1, url, 1766003600.0) == (len(server.requests), doc.url, doc.expires)


def test_a_download_that_fails_loses_no_picture(provider: str) -> None:
    """The error has the URL: it was paid for."""
    llm, _ = client(provider, by_url(f"{HOST}/a.png"), (500, b"busy"), model="dall-e-2")
    with pytest.raises(genai.ProviderError) as caught:
        llm.gen_sync("x", AS_URL)

    assert caught.value.result is not None
    assert f"{HOST}/a.png" == caught.value.result.docs[0].url


# --- Errors and drift -------------------------------------------------------------------------------------------------

BLOCKED = {"error": {"message": "Rejected by the safety system.", "type": "x", "code": "moderation_blocked"}}


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        ((400, BLOCKED), genai.ContentFiltered),
        ((200, BLOCKED), genai.ContentFiltered),
        ((200, {"error": {"message": "It broke.", "type": "server_error", "code": None}}), genai.ProviderError),
        ((401, {"error": {"message": "No.", "code": "invalid_api_key"}}), genai.AuthError),
        ((400, {"error": {"message": "The model 'x' does not exist.", "code": "invalid_value"}}), genai.ModelNotFound),
        ((429, {"error": {"message": "Pay.", "code": "billing_hard_limit_reached"}}), genai.QuotaExceeded),
        ((200, {"created": 1, "data": []}), genai.BadAnswer),
        ((200, {"created": 1}), genai.BadAnswer),
        ((200, {"created": 1, "data": [{}]}), genai.BadAnswer),
        ((200, {"created": 1, "data": [{"b64_json": 5}]}), genai.BadAnswer),
        ((200, {"created": 1, "data": [{"b64_json": "iVBOR…"}]}), genai.BadAnswer),
        ((200, {"created": 1, "data": [{"b64_json": "iV!BO?Rw0K"}]}), genai.BadAnswer),
        ((200, {"created": 1, "data": 5}), genai.BadAnswer),
        ((200, b"[]"), genai.BadAnswer),
        ((200, b"<html>"), genai.BadAnswer),
    ],
)
def test_errors(provider: str, answer: Any, error: type[genai.Error]) -> None:
    """Each is of the tree, and none is an empty success."""
    llm, _ = client(provider, answer, model="gpt-image-2")
    with pytest.raises(error):
        llm.gen_sync("x")


@pytest.mark.parametrize(
    ("more", "path"),
    [
        ({"telepathy": 1}, "telepathy"),
        ({"quality": "ultra"}, "quality: unlisted value 'ultra'"),
        ({"data": [{"url": "https://e.org/", "seed": 5}]}, "data[0].seed"),
        ({"usage": {"total_tokens": "5"}}, "total_tokens: an int, not '5'"),
    ],
)
def test_drift(provider: str, more: Any, path: str) -> None:
    """Strict mode tells it."""
    llm, _ = client(provider, whole(**more), model="gpt-image-2")
    with pytest.raises(genai.BadAnswer) as caught:
        llm.gen_sync("x")

    assert path in str(caught.value)


@pytest.mark.skipif(not openapi.available(), reason="no descriptions of the APIs (GENAI_SPECS)")
@pytest.mark.parametrize(
    ("cls", "schema", "files"),
    [
        (raw.GenerateRequest, "CreateImageRequest", set()),
        (raw.EditRequest, "EditImageBodyJsonParam", set()),
        (raw.EditForm, "CreateImageEditRequest", {"image", "mask"}),
        (raw.VariationForm, "CreateImageVariationRequest", {"image"}),
        (raw.ImageReference, "ImageRefParam", set()),
        (raw.ImagesResponse, "ImagesResponse", set()),
        (raw.Image, "Image", set()),
        (raw.Usage, "ImageGenUsage", set()),
        (raw.GenerationPartial, "ImageGenPartialImageEvent", set()),
        (raw.GenerationCompleted, "ImageGenCompletedEvent", set()),
        (raw.EditPartial, "ImageEditPartialImageEvent", set()),
        (raw.EditCompleted, "ImageEditCompletedEvent", set()),
    ],
)
def test_the_raw_types_hold_what_is_described(cls: Any, schema: str, files: set[str]) -> None:
    """Neither more nor less, but for the files of a form and the error that a gateway puts into an answer."""
    described = openapi._document("openai.json")["components"]["schemas"][schema]["properties"]

    assert {*described} - files == {a.name for a in attrs.fields(cls)} - {"error"}


@pytest.mark.parametrize("what", [("a\ud800", genai.Doc(PNG)), ("a", genai.Doc(PNG, filename="\ud800.png"))])
def test_what_is_no_text_does_not_go_into_a_form(what: Any) -> None:
    """Half a character is an error of the tree, as it is in JSON."""
    llm, server = client("openaichat", whole(PNG), model="gpt-image-1")
    with pytest.raises(genai.InvalidRequest, match="the form cannot be written"):
        llm.gen_sync(genai.Messages.of(*what))

    assert [] == server.requests
