"""Pictures of those who speak the Images API in their own way. Bodies are held against their descriptions as well."""

from __future__ import annotations

import json
from typing import Any

import forms
import openapi
import pytest
from jsonschema import Draft202012Validator

import genai
from genai.providers.openrouter.images import Options as OpenRouter
from genai.providers.pollinations.images import Options as Pollinations
from genai.providers.togetherai.images import Options as Together

from .image_answers import KEY, PICTURES, PNG, client, completed, encoded, partial, read, sse, streamed, whole

BARE = encoded(PNG)
INLINE = f"data:image/png;base64,{BARE}"
HERE, THERE = genai.Doc(PNG), genai.Doc(url="https://example.com/a.png")
GEN = {"base_url": "https://gen.pollinations.ai"}


def asked(provider: str, what: Any, *options: Any, load: Any = None, **shorthand: Any) -> tuple[str, Any]:
    """Where a call goes, and its body."""
    answer = {"images": [{"b64_json": BARE}]} if provider.startswith("hastekit") else whole()
    llm, server = client(provider, answer, **{"strict": False, **(load or {})})
    llm.gen_sync(what, *options, **shorthand)
    return str(server.requests[0].url), server.body


def refused(provider: str, what: Any, *options: Any, load: Any = None, **shorthand: Any) -> list[str]:
    """The faults, or what is not supported; nothing is sent."""
    llm, server = client(provider, whole(), **(load or {}))
    with pytest.raises((genai.InvalidRequest, genai.NotSupported)) as caught:
        llm.gen_sync(what, *options, **shorthand)
    assert [] == server.requests
    error: Any = caught.value
    return list(error.unsupported if isinstance(error, genai.NotSupported) else error.faults or (str(error),))


# --- DigitalOcean -----------------------------------------------------------------------------------------------------


def test_gradient_always_says_how_many() -> None:
    """``n`` is required there, and sizes of all its documents are taken."""
    url, body = asked("gradient:openai-gpt-image-1", "x")
    sizes = [asked("gradient:openai-gpt-image-1", "x", size=size)[1]["size"] for size in ("1024x1024", "512x512")]

    assert "https://inference.do-ai.run/v1/images/generations" == url
    assert {"model": "openai-gpt-image-1", "prompt": "x", "n": 1} == body
    assert ["1024x1024", "512x512"] == sizes
    assert 3 == asked("gradient:openai-gpt-image-1", "x", n=3)[1]["n"]


def test_gradient_streams_with_previews() -> None:
    """A stream asks for at least one preview."""
    llm, server = client("gradient:openai-gpt-image-1", sse(partial(PICTURES[1]), completed(PICTURES[2])))
    replies, result = streamed(llm, "x")

    assert (True, 1) == (server.body["stream"], server.body["partial_images"])
    assert [PICTURES[1], PICTURES[2]] == [reply.doc.read() for reply in replies if reply.doc]
    assert ([PICTURES[2]], 4160) == (read(result.docs), result.usage.output_tokens)
    with pytest.raises(genai.InvalidRequest, match="at least 1 in a stream"):
        streamed(llm, "x", partial_images=0)


def test_gradient_only_generates() -> None:
    """There is no edit and no variation, and users have at most 256 letters."""
    assert ["edit with openai-gpt-image-1"] == refused("gradient:openai-gpt-image-1", genai.user("x", HERE))
    assert ["variation with openai-gpt-image-1"] == refused("gradient:openai-gpt-image-1", genai.user(HERE))
    assert "ImageOptions.user: at most 256 characters, not 257 for openai-gpt-image-1" in refused(
        "gradient:openai-gpt-image-1", "x", user="u" * 257
    )


# --- Together ---------------------------------------------------------------------------------------------------------

SCHNELL = "togetherai:black-forest-labs/FLUX.1-schnell"


def test_together_says_width_and_height() -> None:
    """And asks for base64; its own options go under their names. All of it is in the description."""
    own = Together(steps=4, guidance_scale=3.5, negative_prompt="people", disable_safety_checker=False)
    url, body = asked(SCHNELL, "x", own, genai.Seed(7), size="1024x768", format="png", n=2)
    about = {"steps": 4, "guidance_scale": 3.5, "negative_prompt": "people", "disable_safety_checker": False}
    size = {"width": 1024, "height": 768}
    rest = {"prompt": "x", "seed": 7, "n": 2, "output_format": "png", "response_format": "base64"}

    assert "https://api.together.xyz/v1/images/generations" == url
    assert {"model": SCHNELL.partition(":")[2], **rest, **size, **about} == body
    if openapi.available():
        document = json.loads((openapi.ROOT / "together.json").read_bytes())
        schema = document["paths"]["/images/generations"]["post"]["requestBody"]["content"]["application/json"][
            "schema"
        ]
        assert [] == list(Draft202012Validator(schema).iter_errors(body))
        assert set(body) <= set(schema["properties"])


def test_together_takes_pictures_as_the_model_does() -> None:
    """Kontext as ``image_url``, FLUX.2 as references; one that is not known by how many there are."""
    kontext = asked("togetherai:black-forest-labs/FLUX.1-kontext-pro", genai.user("x", HERE))[1]
    flux2 = asked("togetherai:black-forest-labs/FLUX.2-pro", genai.user("x", THERE))[1]
    several = asked("togetherai:somebody/else", genai.user("x", HERE, THERE))[1]

    assert INLINE == kontext["image_url"]
    assert [THERE.url] == flux2["reference_images"]
    assert [INLINE, THERE.url] == several["reference_images"]
    assert [f"edit with {SCHNELL.partition(':')[2]}"] == refused(SCHNELL, genai.user("x", HERE))
    assert ["ImageOptions.mask"] == refused("togetherai:black-forest-labs/FLUX.2-pro", genai.user("x", HERE), mask=HERE)


# --- xAI --------------------------------------------------------------------------------------------------------------


def test_xai_generates_and_edits() -> None:
    """By ratio and resolution; edits are JSON, with one picture or several."""
    url, body = asked("xai:grok-imagine-image", "x", n=2, aspect_ratio="16:9", resolution="2k", user="u1")
    one = asked("xai:grok-imagine-image", genai.user("x", HERE), aspect_ratio="1:1")
    two = asked("xai:grok-imagine-image", genai.user("x", HERE, THERE))
    said = [{"type": "image_url", "url": INLINE}, {"type": "image_url", "url": THERE.url}]
    always = {"model": "grok-imagine-image", "prompt": "x", "response_format": "b64_json"}

    assert "https://api.x.ai/v1/images/generations" == url
    assert {**always, "n": 2, "aspect_ratio": "16:9", "resolution": "2k", "user": "u1"} == body
    assert ("https://api.x.ai/v1/images/edits", {**always, "aspect_ratio": "1:1", "image": said[0]}) == one
    assert {**always, "images": said} == two[1]
    assert ["ImageOptions.n of edit"] == refused("xai:grok-imagine-image", genai.user("x", HERE), n=2)
    assert ["ImageOptions.size"] == refused("xai:grok-imagine-image", "x", size="1024x1024")


# --- OpenRouter -------------------------------------------------------------------------------------------------------

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"/>'


def test_openrouter_has_one_endpoint() -> None:
    """For words and for pictures; a tier is a size, too."""
    own = OpenRouter(provider={"only": ["openai"]})
    url, body = asked("openrouter:openai/gpt-image-2", "x", own, size="2K", aspect_ratio="16:9", format="svg")
    edit = asked("openrouter:openai/gpt-image-2", genai.user("x", HERE, THERE), genai.Seed(1), size="64x32")
    urls = [{"type": "image_url", "image_url": {"url": said}} for said in (INLINE, THERE.url)]

    assert "https://openrouter.ai/api/v1/images" == url == edit[0]
    about = {"size": "2K", "aspect_ratio": "16:9", "output_format": "svg", "provider": {"only": ["openai"]}}
    assert {"model": "openai/gpt-image-2", "prompt": "x", **about} == body
    assert (urls, "64x32", 1) == (edit[1]["input_references"], edit[1]["size"], edit[1]["seed"])


def test_openrouter_streams() -> None:
    """Previews, the text of an SVG as it grows, other phases as progress; then the picture, as in a whole answer."""
    usage = {"prompt_tokens": 3, "completion_tokens": 5, "total_tokens": 8, "cost": 0.1}
    done = {"b64_json": encoded(SVG), "created": 1, "media_type": "image/svg+xml", "usage": usage}
    chunk = {"type": "image_generation.text_chunk"}
    events = sse(
        {"type": "image_generation.partial_image", "b64_json": BARE, "partial_image_index": 0},
        {**chunk, "phase": "draft", "text": "hm"},
        {**chunk, "phase": "content", "text": SVG.decode()[:9]},
        {**chunk, "phase": "content", "text": SVG.decode()[9:]},
        {"type": "image_generation.completed", **done},
    )
    llm, server = client("openrouter:openai/gpt-image-2", events)
    replies, result = streamed(llm, "x")
    answer = {"created": 1, "data": [{"b64_json": encoded(SVG), "media_type": "image/svg+xml"}], "usage": usage}
    at_once = client("openrouter:openai/gpt-image-2", answer)[0].gen_sync("x")

    assert [None, "image_generation.draft", None, None, None] == [reply.progress for reply in replies]
    assert [PNG, SVG[:9], SVG, SVG] == [reply.doc.read() for reply in replies if reply.doc]
    assert [True, False, True, True, False] == [reply.partial for reply in replies]
    assert (at_once.message, at_once.usage) == (result.message, result.usage)
    assert ("image/svg+xml", 8, 3) == (
        result.docs[0].mime_type,
        result.usage.total_tokens,
        result.usage.input_tokens,
    )
    assert "partial_images" not in server.body


def test_openrouter_says_the_same_in_streams() -> None:
    """Whole or streamed, the request has all that was asked for."""
    asked_for = {"seed": 7, "size": "64x32", "aspect_ratio": "2:1"}
    bodies = []
    for ask in ("gen_sync", "gen_stream"):
        llm, server = client("openrouter:openai/gpt-image-2", whole(), strict=False)
        made = getattr(llm, ask)("x", **asked_for)
        list(made) if ask == "gen_stream" else made
        bodies.append(server.body)

    assert 7 == bodies[0]["seed"]
    assert {**bodies[0], "stream": True} == bodies[1]


def test_openrouter_errors_and_whole_answers_in_streams() -> None:
    """An error event is an error, with what came before; who does not stream answers at once."""
    broken = {"type": "error", "error": {"message": "It broke.", "code": "server_error"}}
    preview = {"type": "image_generation.partial_image", "b64_json": BARE, "partial_image_index": 0}
    llm, _ = client("openrouter:openai/gpt-image-2", sse(preview, broken))
    with pytest.raises(genai.StreamInterrupted, match="It broke") as caught:
        streamed(llm, "x")
    assert genai.ProviderError is type(caught.value.__cause__)
    assert caught.value.result is not None
    assert [PNG] == read(caught.value.result.docs)
    llm, _ = client("openrouter:openai/gpt-image-2", {"created": 1, "data": [{"b64_json": BARE}]})

    assert [PNG] == read(streamed(llm, "x")[1].docs)
    assert not client("openrouter:bytedance-seed/seedream-4.5", whole())[0].capabilities.gen_stream


# --- Pollinations -----------------------------------------------------------------------------------------------------


def test_pollinations_is_a_url_at_home() -> None:
    """The words are in the path, percent-encoded; the answer is the picture. It needs no key."""
    llm, server = client("pollinations:gptimage", PNG, api_key=None)
    own = Pollinations(safe=True, nologo=True)
    result = llm.gen_sync(
        genai.user("a cat/dog? 100%", THERE), own, genai.Seed(42), size="256x128", background="transparent", n=1
    )
    url = server.requests[0].url

    assert ("GET", b"", "image.pollinations.ai") == (server.requests[0].method, server.requests[0].content, url.host)
    assert b"/prompt/a%20cat%2Fdog%3F%20100%25" == url.raw_path.partition(b"?")[0]
    sent = {"model": "gptimage", "private": "true", "safe": "true", "nologo": "true", "seed": "42", "width": "256"}
    assert {**sent, "height": "128", "transparent": "true", "image": THERE.url} == dict(url.params)
    assert ([PNG], "image/png") == (read(result.docs), result.docs[0].mime_type)
    assert [f"picture 1: {'https://image.pollinations.ai'} takes pictures by their URL alone"] == refused(
        "pollinations:kontext", genai.user("x", HERE)
    )


def test_pollinations_makes_one() -> None:
    """Of a model that is not known, too."""
    llm, server = client("pollinations", PNG, model="new")
    with pytest.raises(genai.NotSupported, match=r"ImageOptions\.n: 1 alone, not 2"):
        llm.gen_sync("x", n=2)

    assert [] == server.requests


def test_pollinations_errors_are_json() -> None:
    """Be it with a failed status or without one; and what is neither is BadAnswer."""
    for answer, expected in (
        ((402, {"error": {"message": "Pay."}}), genai.QuotaExceeded),
        ({"error": {"code": "server_error", "message": "It broke."}}, genai.ProviderError),
        ({"ok": True}, genai.BadAnswer),
        (b"<html>", genai.BadAnswer),
    ):
        llm, _ = client("pollinations:flux", answer)
        with pytest.raises(expected):
            llm.gen_sync("x")


def test_pollinations_has_openais_shape_too() -> None:
    """At gen.pollinations.ai: JSON, pictures by URL or as files of a form."""
    url, body = asked("pollinations:flux", "x", Pollinations(enhance=True), genai.Seed(42), size="1024x768", load=GEN)
    linked = asked("pollinations:kontext", genai.user("x", THERE), load=GEN)
    llm, server = client("pollinations:kontext", whole(), **GEN)
    llm.gen_sync(genai.user("x", HERE))
    request = server.requests[0]
    file = forms.parts(request.headers["content-type"], request.content)[-1]

    always = {"model": "flux", "prompt": "x", "response_format": "b64_json"}
    assert "https://gen.pollinations.ai/v1/images/generations" == url
    assert {**always, "size": "1024x768", "seed": 42, "enhance": True} == body
    assert ("https://gen.pollinations.ai/v1/images/edits", THERE.url) == (linked[0], linked[1]["image"])
    assert ("image", PNG, "image/png") == (file.name, file.content, file.mime_type)
    assert not openapi.available() or [] == openapi.faults("pollinations.json", "ImageEditRequest", linked[1])


def test_pollinations_lists_its_models() -> None:
    """Bare names at home, objects elsewhere."""
    assert ["flux", "turbo"] == [
        model.id for model in client("pollinations:flux", b'["flux", "turbo"]')[0].list_models()
    ]
    llm, server = client("pollinations:flux", b'[{"name": "flux"}]', **GEN)

    assert (["flux"], "/image/models") == ([model.id for model in llm.list_models()], server.path)


# --- Azure ------------------------------------------------------------------------------------------------------------

V1 = {"base_url": "https://name.openai.azure.com/openai/v1"}
OLDER = {"base_url": "https://name.openai.azure.com/openai"}


def test_azure_by_both_kinds_of_urls(monkeypatch: pytest.MonkeyPatch) -> None:
    """The v1 URLs take the model in the body, the older ones in the path, with a version."""
    monkeypatch.setenv("OPENAI_API_VERSION", "2025-04-01-preview")
    first = asked("azure:gpt-image-1", "x", size="1024x1024", load=V1)
    second = asked("azure:dall-e-3", "x", quality="hd", style="natural", load=OLDER)
    version = "?api-version=2025-04-01-preview"

    assert (f"{V1['base_url']}/images/generations", "gpt-image-1") == (first[0], first[1]["model"])
    assert f"{OLDER['base_url']}/deployments/dall-e-3/images/generations{version}" == second[0]
    assert {"prompt": "x", "quality": "hd", "style": "natural", "response_format": "b64_json"} == second[1]


def test_azure_edits_as_a_form_with_its_own_header() -> None:
    """Pictures go as files; by URL they cannot. The key has Azure's header."""
    llm, server = client("azure:gpt-image-1", whole(), **V1)
    llm.gen_sync(genai.user("x", HERE))

    assert ("/openai/v1/images/edits", KEY) == (server.path, server.requests[0].headers["api-key"])
    assert [("image-0.png", "image/png", PNG)] == server.body["image"]
    assert "takes files here" in refused("azure:gpt-image-1", genai.user("x", THERE), load=V1)[0]
    assert ["variation with my-own"] == refused("azure:my-own", genai.user(HERE), load=V1)


# --- HasteKit ---------------------------------------------------------------------------------------------------------


def test_hastekit_has_endpoints_of_its_own() -> None:
    """With the provider's word in the model, the virtual key in its header, and pictures as bytes."""
    named = genai.Doc(PNG, filename="in.png")
    url, body = asked("hastekit:xAI/grok-imagine-image", genai.user("x", named, HERE), aspect_ratio="16:9")
    llm, server = client("hastekit:OpenAI:gpt-image-1", {"images": [{"b64_json": BARE, "mime_type": "image/png"}]})
    result = llm.gen_sync("x", background="opaque")

    assert "http://localhost:6060/api/gateway/images/edits" == url
    files = [{"data": BARE, "filename": "in.png"}, {"data": BARE, "filename": "image-1.png"}]
    assert {"model": "xAI:grok-imagine-image", "prompt": "x", "aspect_ratio": "16:9", "images": files} == body
    assert ("/api/gateway/images/generations", KEY) == (server.path, server.requests[0].headers["x-virtual-key"])
    assert ([PNG], ()) == (read(result.docs), result.unknown_fields)
    assert "takes files here" in refused("hastekit:OpenAI:gpt-image-1", genai.user("x", THERE))[0]
    assert ["gen_async"] == [*_unsupported(llm)]


def _unsupported(llm: genai.Client) -> tuple[str, ...]:
    with pytest.raises(genai.NotSupported) as caught:
        llm.gen_async("x")
    return caught.value.unsupported
