"""Every JSON example of IMAGES.md: the raw types hold what it has, and the verbs build it if it is a request.

The file is read in place (``GENAI_SPECS``, else ``../shared/specs``); nothing of it is copied here. What another
vendor's package does not have yet is skipped, and says so.
"""

from __future__ import annotations

import base64
import importlib
import importlib.util
import json
import re
from typing import Any

import openapi
import pytest
from contract.specimen import specimen

import genai
from genai import convert, drift
from genai.options import ExtraBody

from .image_answers import KEY, PNG, client, whole

DOCUMENT = openapi.ROOT / "IMAGES.md"
TEXT = DOCUMENT.read_text("utf-8") if DOCUMENT.is_file() else ""
BLOCK = re.compile(r"<!-- check: (\S+) -->\n```json\n(.*?)```", re.DOTALL)
SHORT = base64.b64encode(PNG[:8]).decode()
EXAMPLES = [
    (name, json.loads(text.replace("iVBORw0KGgo…", SHORT).replace("…", ""))) for name, text in BLOCK.findall(TEXT)
]
IDS = [f"{number} {name}" for number, (name, _) in enumerate(EXAMPLES)]

IMAGES, RESPONSES, GEMINI, HASTEKIT = "_openai_images.raw", "openairesponses.raw", "gemini.raw", "hastekit.rawimages"
TYPES = {
    "openai.json#CreateImageRequest": (IMAGES, "GenerateRequest"),
    "openai.json#ImagesResponse": (IMAGES, "ImagesResponse"),
    "openai.json#EditImageBodyJsonParam": (IMAGES, "EditRequest"),
    "openai.json#ImageGenPartialImageEvent": (IMAGES, "GenerationPartial"),
    "openai.json#ImageGenCompletedEvent": (IMAGES, "GenerationCompleted"),
    "openai.json#ImageEditPartialImageEvent": (IMAGES, "EditPartial"),
    "openai.json#ImageEditCompletedEvent": (IMAGES, "EditCompleted"),
    "openai.json#CreateResponse": (RESPONSES, "Response"),
    "openai.json#ImageGenToolCall": (RESPONSES, "ImageGenerationCall"),
    "openai.json#ResponseImageGenCallPartialImageEvent": (RESPONSES, "ImageGenerationCallPartialImage"),
    "openai.json#ResponseImageGenCallCompletedEvent": (RESPONSES, "ImageGenerationCallCompleted"),
    "digitalocean.json#create_image_request": (IMAGES, "GenerateRequest"),
    "digitalocean.json#images_response": (IMAGES, "ImagesResponse"),
    "digitalocean.json#image_gen_completed_event": (IMAGES, "GenerationCompleted"),
    "hastekit-native.json#ImageGenerationTool": (RESPONSES, "ImageGeneration"),
    "hastekit-native.json#ChunkPartialImage": (RESPONSES, "ImageGenerationCallPartialImage"),
    "hastekit-native.json#ImageGenerationCallMessage": (RESPONSES, "ImageGenerationCall"),
    "hastekit-native.json#ImageGenerationResponse": (HASTEKIT, "ImagesResponse"),
    "google-generativelanguage.json#GenerateContentRequest": (GEMINI, "GenerateContentRequest"),
    "google-generativelanguage.json#GenerateContentResponse": (GEMINI, "GenerateContentResponse"),
    "google-generativelanguage.json#PredictRequest": (GEMINI, "PredictRequest"),
    "google-generativelanguage.json#PredictResponse": (GEMINI, "PredictResponse"),
    "bfl.json#AsyncResponse": ("bfl.raw", "AsyncResponse"),
    "bfl.json#ResultResponse": ("bfl.raw", "ResultResponse"),
    "together.json#ImageResponse": ("togetherai.rawimages", "ImagesResponse"),
    "xai.json#ImageResponse": ("xai.rawimages", "ImagesResponse"),
    "openrouter.json#ImageGenCompletedEvent": ("openrouter.rawimages", "Completed"),
    "pollinations.json#ImageResponse": (IMAGES, "ImagesResponse"),
    "hastekit-native.json#ImageGenerationRequest": (HASTEKIT, "GenerateRequest"),
    "hastekit-native.json#ImageEditRequest": (HASTEKIT, "EditRequest"),
    "bfl.json#Flux2Inputs": ("bfl.raw", "Flux2Inputs"),
    "together.json#paths./images/generations.post.request": ("togetherai.rawimages", "GenerateRequest"),
    "xai.json#CreateImageRequest": ("xai.rawimages", "GenerateRequest"),
    "xai.json#CreateImageEditRequest": ("xai.rawimages", "EditRequest"),
    "openrouter.json#ImageGenerationRequest": ("openrouter.rawimages", "GenerateRequest"),
    "pollinations.json#ImageRequest": ("pollinations.rawimages", "GenerateRequest"),
    "dashscope.json#ImageSynthesisRequest": ("alibaba.rawimages", "ImageSynthesisRequest"),
    "dashscope.json#Task": ("alibaba.rawimages", "ImagesResponse"),
}
"""The raw type of each example."""

pytestmark = pytest.mark.skipif(not TEXT, reason="IMAGES.md is not there (GENAI_SPECS)")


def raw_type(name: str) -> Any:
    """The raw type of an example; skips where the vendor's package has none yet."""
    module, cls = TYPES[name]
    package = f"genai.providers.{module.partition('.')[0]}"
    if not importlib.util.find_spec(package) or not importlib.util.find_spec(f"genai.providers.{module}"):
        pytest.skip(f"no {module} yet")
    return getattr(importlib.import_module(f"genai.providers.{module}"), cls)


@pytest.mark.parametrize(("name", "example"), EXAMPLES, ids=IDS)
def test_the_raw_types_hold_it(name: str, example: Any) -> None:
    """Strictly: no field, no word and no type that they do not know; and nothing is lost on the way."""
    cls = raw_type(name)
    made = convert.structure(example, cls)

    assert () == drift.unknown_fields(example, cls)
    assert _without_null(example) == _without_null(convert.unstructure(made))


def _without_null(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_null(one) for key, one in value.items() if one is not None}
    return [_without_null(one) for one in value] if isinstance(value, list) else value


def test_every_example_has_its_type() -> None:
    """None of the vendors whose examples there are is left out."""
    assert {name for name, _ in EXAMPLES} == {*TYPES}


# --- Requests ---------------------------------------------------------------------------------------------------------

LIGHTHOUSE = "A lighthouse at dusk"
INLINE = "data:image/png;base64,iVBORw0KGgo="
CALLS: dict[int, tuple[str, dict[str, Any], Any, dict[str, Any]]] = {}
"""The number of an example: provider, arguments of ``load``, what is asked, and the options."""


def request(name: str, occurrence: int, provider: str, load: Any, asked: Any, **options: Any) -> None:
    """Note how the n-th example of a name is asked for."""
    places = [number for number, (one, _) in enumerate(EXAMPLES) if one == name]
    if places:
        CALLS[places[occurrence]] = (provider, load, asked, options)


request(
    "openai.json#CreateImageRequest", 0, "openaichat", {"model": "gpt-image-2"}, f"{LIGHTHOUSE}, flat colours",
    n=2, size="1536x864", quality="medium", background="opaque", format="webp", compression=80, moderation="low",
    user="u-17",
)  # fmt: skip
request(
    "openai.json#CreateImageRequest", 1, "openaichat", {"model": "dall-e-3"}, LIGHTHOUSE,
    n=1, size="1792x1024", quality="hd", style="natural", extra_body={"response_format": "url"},
)  # fmt: skip
request(
    "openai.json#EditImageBodyJsonParam", 0, "openaichat", {"model": "gpt-image-1.5"},
    genai.user(
        "Put the cat on a red chair",
        genai.Doc(file_ids={"openai": "file-abc"}), genai.Doc(url="data:image/png;base64,iVBORw0KGgo"),
    ),
    mask=genai.Doc(file_ids={"openai": "file-mask"}), input_fidelity="high", size="auto", stream=True,
    partial_images=2,
)  # fmt: skip
request(
    "openai.json#CreateResponse", 0, "openairesponses", {"model": "gpt-5.1"},
    genai.user("Give this room a blue wall", genai.Doc(url="data:image/png;base64,iVBORw0KGgo", mime_type="image/png")),
    size="1536x1024", quality="high", input_fidelity="high", mask=genai.Doc(file_ids={"openai": "file-mask"}),
    partial_images=2, stream=True, own={"image_action": "edit", "image_model": "gpt-image-1.5"},
)  # fmt: skip
request(
    "digitalocean.json#create_image_request", 0, "gradient", {"model": "openai-gpt-image-1"}, LIGHTHOUSE,
    n=1, size="auto", quality="auto", background="auto", moderation="auto", format="png", compression=100,
    stream=True, partial_images=2, user="user-1234",
)  # fmt: skip
request(
    "hastekit-native.json#ImageGenerationRequest", 0, "hastekit", {"model": "OpenAI:gpt-image-1"}, LIGHTHOUSE,
    n=1, size="1024x1024", quality="high", background="opaque", format="png",
)  # fmt: skip
request(
    "hastekit-native.json#ImageEditRequest", 0, "hastekit", {"model": "xAI:grok-imagine-image"},
    genai.user("Make it night", genai.Doc(PNG[:8], filename="in.png")), aspect_ratio="16:9", resolution="2k",
)  # fmt: skip
request(
    "together.json#paths./images/generations.post.request", 0, "togetherai",
    {"model": "black-forest-labs/FLUX.1-schnell"}, LIGHTHOUSE, width=1024, height=768, n=1, seed=7, format="png",
    own={"steps": 4},
)  # fmt: skip
request(
    "xai.json#CreateImageRequest", 0, "xai", {"model": "grok-imagine-image"}, LIGHTHOUSE,
    n=2, aspect_ratio="16:9", resolution="2k",
)  # fmt: skip
request(
    "xai.json#CreateImageEditRequest", 0, "xai", {"model": "grok-imagine-image"},
    genai.user("Make it night", genai.Doc(url=INLINE)), extra_body={"response_format": None},
)  # fmt: skip
request(
    "openrouter.json#ImageGenerationRequest", 0, "openrouter", {"model": "openai/gpt-image-1"}, LIGHTHOUSE,
    size="2K", aspect_ratio="16:9", format="png",
)  # fmt: skip
request(
    "pollinations.json#ImageRequest", 0, "pollinations", {"model": "flux", "base_url": "https://gen.pollinations.ai"},
    LIGHTHOUSE, n=1, size="1024x768", seed=42,
)  # fmt: skip
request(
    "dashscope.json#ImageSynthesisRequest", 0, "alibaba", {"model": "wan2.2-t2i-flash"}, LIGHTHOUSE,
    size="1024x1024", n=1, seed=7, own={"negative_prompt": "people", "prompt_extend": True, "watermark": False},
)  # fmt: skip
request(
    "google-generativelanguage.json#GenerateContentRequest", 0, "gemini", {"model": "gemini-3-pro-image"},
    genai.user("Give this room a blue wall", genai.Doc(PNG[:8])), aspect_ratio="16:9", size="2K",
)  # fmt: skip
request(
    "google-generativelanguage.json#PredictRequest", 0, "gemini", {"model": "imagen-4.0-generate-001"}, LIGHTHOUSE,
    n=2, aspect_ratio="16:9", size="2K", own={"person_generation": "allow_adult"},
)  # fmt: skip
request(
    "bfl.json#Flux2Inputs", 0, "bfl", {"model": "flux-2-pro"},
    genai.user(LIGHTHOUSE, genai.Doc(url="https://example.com/a.png")), width=1024, height=768, seed=42, format="png",
    own={"safety_tolerance": 2},
)  # fmt: skip


def own_options(provider: str, values: dict[str, Any]) -> Any:
    """A package's own options for pictures: those of its images, if it has some there, else of the package."""
    for module in ("images", ""):
        name = ".".join(filter(None, ("genai.providers", provider, module)))
        found: Any = importlib.import_module(name) if importlib.util.find_spec(name) else None
        if hasattr(found, "Options"):
            return found.Options(**values)
    raise LookupError(provider)


def built(provider: str, load: dict[str, Any], asked: Any, options: dict[str, Any]) -> Any:
    """The body that a call sends."""
    options = dict(options)
    own = [own_options(provider, options.pop("own"))] if "own" in options else []
    own += [ExtraBody(options.pop("extra_body"))] if "extra_body" in options else []
    llm, server = client(provider, whole(), strict=False, **{**specimen(provider).load, **load}, api_key=KEY)
    try:
        if options.pop("stream", False):
            with llm.gen_stream(asked, *own, **options) as stream:
                list(stream)
        else:
            llm.gen_sync(asked, *own, **options)
    except genai.BadAnswer:
        pass  # the answer is no matter here
    return json.loads(server.requests[0].content)


IN_THE_URL = ("gemini",)
"""Providers whose model is in the URL."""


@pytest.mark.parametrize("number", CALLS, ids=lambda number: IDS[number])
def test_the_verbs_build_it(number: int) -> None:
    """Exactly the body of the example."""
    provider, load, asked, options = CALLS[number]
    if not importlib.util.find_spec(f"genai.providers.{provider}"):
        pytest.skip(f"no {provider} yet")
    wanted = dict(EXAMPLES[number][1])
    for message in wanted["input"] if provider == "openairesponses" else ():
        message["type"] = "message"  # what every item may say
    for content in wanted.get("contents", ()):
        content["role"] = "user"  # as above
    if provider in IN_THE_URL:
        wanted.pop("model", None)
    body = built(provider, load, asked, options)
    body.get("parameters", {}).pop("includeRaiReason", None)  # Imagen is always asked why a picture is missing

    assert _without_null(wanted) == _without_null(body)
