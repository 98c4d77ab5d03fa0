"""Black Forest Labs: what is asked of each FLUX, and how a job ends.  Bodies are held against bfl.json as well."""

from __future__ import annotations

import base64
import json
from typing import Any

import openapi
import pytest

import genai
from genai import providers
from genai.providers import bfl
from genai.providers.bfl import raw

from .image_answers import KEY, PICTURES, PNG, client, read

HERE = "data:image/png;base64," + base64.b64encode(PNG).decode()
BARE = base64.b64encode(PNG).decode()
THERE = genai.Doc(url="https://example.com/a.png")
POLL = "https://api.eu4.bfl.ai/v1/get_result?id=t1"
SAMPLE = "https://delivery-eu4.bfl.ai/results/a.png?sig=s"
SUBMITTED = {"id": "t1", "polling_url": POLL, "cost": 3.0, "input_mp": 0.0, "output_mp": 0.79}
PENDING = {"id": "t1", "status": "Pending", "result": None, "progress": 0.5, "details": None, "preview": None}
RESULT = {"sample": SAMPLE, "prompt": "A lighthouse", "seed": 42, "start_time": 1.0, "end_time": 3.5, "duration": 2.5}
READY = {**PENDING, "status": "Ready", "progress": None, "result": RESULT}
QUICK = genai.PollInterval(0.001)
MODELS = providers.catalogue("bfl")["models"]


def load(model: str, *answers: Any, **arguments: Any) -> Any:
    """A client, and its server."""
    return client("bfl", *(answers or (SUBMITTED, READY, PNG)), model=model, **arguments)


def asked(model: str, what: Any, *options: Any, **shorthand: Any) -> Any:
    """The body that goes out."""
    llm, server = load(model)
    llm.gen_sync(what, *options, **shorthand)
    assert f"/v1/{model}" == server.requests[0].url.path
    return json.loads(server.requests[0].content)


def test_words_and_a_size() -> None:
    """The model is in the path; a size is width and height, however it was said."""
    expected = {"prompt": "A lighthouse", "width": 1024, "height": 768, "seed": 42, "output_format": "png"}

    assert expected == asked("flux-2-pro", "A lighthouse", genai.Seed(42), size="1024x768", format="png", n=1)
    assert expected == asked("flux-2-pro", "A lighthouse", genai.Seed(42), width=1024, height=768, format="png")


@pytest.mark.parametrize(
    ("model", "names"),
    [
        ("flux-2-max", ["input_image", *(f"input_image_{number}" for number in range(2, 9))]),
        ("flux-2-klein-9b", ["input_image", "input_image_2", "input_image_3", "input_image_4"]),
        ("flux-kontext-pro", ["input_image", "input_image_2", "input_image_3", "input_image_4"]),
        ("flux-pro-1.1", ["image_prompt"]),
        ("flux-pro-1.1-ultra", ["image_prompt"]),
        ("flux-pro-1.0-expand", ["image"]),
    ],
)
def test_pictures_go_in(model: str, names: list[str]) -> None:
    """Each in its own field, as bare base64; one more than there are fields is refused."""
    pictures = [genai.Doc(picture) for picture in (PICTURES * 2)[: len(names)]]
    body = asked(model, genai.user("Make it night", *pictures))

    assert {"prompt", *names} == set(body)
    assert [picture.read() for picture in pictures] == [base64.b64decode(body[name]) for name in names]
    llm, server = load(model)
    with pytest.raises(genai.InvalidRequest, match=f"at most {len(names)} pictures"):
        llm.gen_sync(genai.user("Make it night", *pictures, genai.Doc(PNG)))
    assert [] == server.requests


def test_pictures_by_url() -> None:
    """Newer models take a URL as it is; a data URL is base64 like any bytes; older ones take bytes alone."""
    assert {"prompt": "x", "input_image": THERE.url, "input_image_2": BARE} == asked(
        "flux-2-pro", genai.user("x", THERE, genai.Doc(url=HERE))
    )
    llm, server = load("flux-pro-1.1")
    with pytest.raises(genai.InvalidRequest, match=r"llm\.fetch"):
        llm.gen_sync(genai.user("x", THERE))
    assert [] == server.requests


def test_a_mask_and_a_variation() -> None:
    """Only the models that fill take a mask; where words are optional, a picture alone is enough."""
    mask = genai.Doc(PNG)

    assert {"prompt": "x", "image": BARE, "mask": BARE} == asked("flux-pro-1.0-fill", genai.user("x", mask), mask=mask)
    assert {"image_prompt": BARE} == asked("flux-pro-1.1", genai.user(genai.Doc(PNG)))
    for model, what, options in (
        ("flux-2-pro", genai.user("x", mask), {"mask": mask}),
        ("flux-2-pro", genai.user(mask), {}),
        ("flux-pro-1.0-fill", "x", {}),
        ("flux-pro-1.0-expand", "x", {}),
    ):
        llm, server = load(model)
        with pytest.raises(genai.NotSupported):
            llm.gen_sync(what, **options)
        assert [] == server.requests


def test_own_options() -> None:
    """They go under their names; what a model does not have, or not so much of, is refused with all the rest."""
    body = asked("flux-2-flex", "x", bfl.Options(steps=20, guidance=2.5, prompt_upsampling=False, safety_tolerance=5))

    assert {"steps": 20, "guidance": 2.5, "prompt_upsampling": False, "safety_tolerance": 5} == {
        name: value for name, value in body.items() if name != "prompt"
    }
    llm, server = load("flux-2-flex")
    with pytest.raises(genai.InvalidRequest) as caught:
        llm.gen_sync("x", bfl.Options(guidance=50, safety_tolerance=6, top=5), size="10x10", n=3)
    assert [
        "ImageOptions.n: 1, not 3 for flux-2-flex",
        "ImageOptions.size: at least 64 either way, not '10x10' for flux-2-flex",
        "bfl.Options.guidance: from 1.5 to 10, not 50 for flux-2-flex",
        "bfl.Options.safety_tolerance: from 0 to 5, not 6 for flux-2-flex",
        "not supported: bfl.Options.top of generate",
    ] == sorted(caught.value.faults)
    assert [] == server.requests


@pytest.mark.parametrize(
    ("model", "options", "fault"),
    [
        ("flux-dev", {"size": "1000x1024"}, "a multiple of 32"),
        ("flux-dev", {"size": "1472x1024"}, "at most 1440"),
        ("flux-dev", {"size": "224x1024"}, "at least 256"),
        ("flux-pro-1.1-ultra", {"aspect_ratio": "9:22"}, "from 21:9 to 9:21"),
        ("flux-pro-1.1-ultra", {"aspect_ratio": "wide"}, "from 21:9 to 9:21"),
        ("flux-pro-1.1-ultra", {"aspect_ratio": "0:9"}, "from 21:9 to 9:21"),
        ("flux-kontext-max", {"format": "gif"}, "one of jpeg, png, webp"),
    ],
)
def test_limits(model: str, options: dict[str, Any], fault: str) -> None:
    """What a model does not allow is refused before anything is sent."""
    llm, server = load(model)
    with pytest.raises(genai.InvalidRequest, match=fault):
        llm.gen_sync("x", **options)
    assert [] == server.requests


@pytest.mark.parametrize("ratio", ["21:9", "9:21", "1:1", "16:9"])
def test_ratios(ratio: str) -> None:
    """Any ratio within the bounds, these included."""
    assert ratio == asked("flux-kontext-pro", "x", aspect_ratio=ratio)["aspect_ratio"]


@pytest.mark.skipif(not openapi.available(), reason="no descriptions (GENAI_SPECS)")
@pytest.mark.parametrize("model", MODELS)
def test_limits_agree_with_the_description(model: str) -> None:
    """Each model has a path there, and just the fields that our tables have for it."""
    document = json.loads((openapi.ROOT / "bfl.json").read_bytes())
    schema = document["paths"][f"/v1/{model}"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    fields = set(document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]["properties"])
    limits = MODELS[model]["image"]
    own = {name for name in limits if hasattr(bfl.Options(), name)}
    said = {"format": "output_format", "seed": "seed", "aspect_ratio": "aspect_ratio", "mask": "mask"}
    sized = {"width", "height"} if "size" in limits else set()
    ours = {"prompt", *limits.get("inputs", ()), *own, *sized, *(said[name] for name in said if name in limits)}

    assert fields == ours


def test_a_model_that_is_not_known() -> None:
    """Nothing is dropped there either: there is one picture, from as many as there are fields."""
    llm, server = load("flux-9")
    with pytest.raises(genai.NotSupported, match=r"ImageOptions\.n: 1 alone, not 2"):
        llm.gen_async("x", n=2)
    with pytest.raises(genai.InvalidRequest, match="at most 8 pictures, not 9"):
        llm.gen_async(genai.Messages.of("x", *[genai.Doc(PNG)] * 9))

    assert [] == server.requests
    assert {"prompt": "x"} == asked("flux-9", "x", QUICK, n=1)


def test_a_job_by_its_token() -> None:
    """Its id is where it is polled, with the key; its picture is downloaded without."""
    llm, server = load("flux-2-pro", SUBMITTED, PENDING, READY, PNG)
    token = str(llm.gen_async("x"))
    first, second = llm.poke_result(genai.Job.parse(token)), llm.poke_result(genai.Job.parse(token))

    assert (True, POLL) == (first.pending, first.response_id)
    assert [PNG] == read(second.docs)
    assert {"seed": 42, "prompt": "A lighthouse", "content_type": "application/octet-stream"} == second.docs[0].meta
    assert [POLL, POLL, SAMPLE] == [str(request.url) for request in server.requests[1:]]
    assert [KEY, KEY, KEY, None] == [request.headers.get("x-key") for request in server.requests]
    assert KEY not in token


def test_poke_in_another_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """The token alone is enough, with the key from its variable."""
    import httpx2

    monkeypatch.setenv("BFL_API_KEY", KEY)
    seen: list[httpx2.Request] = []

    def serve(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        return httpx2.Response(200, json=PENDING)

    job = genai.Job(provider="bfl", model="flux-2-pro", kind="image", id=POLL, base_url="https://api.bfl.ai/v1")
    result = genai.poke(str(job), http_client=httpx2.Client(transport=httpx2.MockTransport(serve)))

    assert result.pending
    assert [(POLL, KEY)] == [(str(request.url), request.headers["x-key"]) for request in seen]


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/get_result?id=1",
        "https://bfl.ai.evil.example/x",
        "https://evil-api.bfl.ai/x",
        "http://api.eu4.bfl.ai/v1/x",
        "https://delivery-eu4.bfl.ai/results/x",
    ],
)
def test_the_key_goes_to_bfl_alone(url: str) -> None:
    """A polling URL elsewhere, from a server or from a forged token, gets no key; nothing is sent there."""
    llm, server = load("flux-2-pro", {**SUBMITTED, "polling_url": url}, READY)
    with pytest.raises(genai.AuthError):
        llm.gen_sync("x", QUICK)

    assert ["https://api.bfl.ai/v1/flux-2-pro"] == [str(request.url) for request in server.requests]


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("Request Moderated", genai.ContentFiltered),
        ("Content Moderated", genai.ContentFiltered),
        ("Error", genai.JobFailed),
        ("Task not found", genai.JobUnknown),
        ("Dreaming", genai.BadAnswer),
    ],
)
def test_jobs_without_a_picture(status: str, expected: type[genai.Error]) -> None:
    """Each state is its own error, with what was said of it."""
    llm, _ = load("flux-2-pro", SUBMITTED, {**PENDING, "status": status, "details": {"reasons": ["No."]}})
    with pytest.raises(expected) as caught:
        llm.gen_sync("x", QUICK)

    assert expected is type(caught.value)
    assert expected is genai.BadAnswer or "No." in str(caught.value)
    assert status.encode() in (caught.value.body or b"")


def test_a_task_that_is_gone() -> None:
    """A poll's 404 is an unknown job, whatever it says."""
    llm, _ = load("flux-2-pro", SUBMITTED, (404, b"<html>"))
    with pytest.raises(genai.JobUnknown):
        llm.gen_sync("x", QUICK)


def test_a_webhook() -> None:
    """With one there is no polling URL: the id is asked for at the base URL."""
    accepted = {"id": "t1", "status": "Pending", "webhook_url": "https://me.example/hook"}
    llm, server = load("flux-2-pro", accepted, READY, PNG)
    job = llm.gen_async("x", bfl.Options(webhook_url="https://me.example/hook", webhook_secret="s"))
    llm.poke_result(job)

    assert "t1" == job.id
    assert "https://api.bfl.ai/v1/get_result?id=t1" == str(server.requests[1].url)


def test_a_submission_is_sent_once() -> None:
    """A 500 is not repeated; a lost answer is a job that nobody can find."""
    llm, server = load("flux-2-pro", (500, b"{}"), retry=3)
    with pytest.raises(genai.ProviderError):
        llm.gen_async("x")

    assert 1 == len(server.requests)
    with pytest.raises(genai.NotSupported, match="poll_interval"):
        llm.gen_async("x", QUICK)


def test_an_unknown_model() -> None:
    """It is asked as the newer ones are, and nothing is checked; it makes pictures like all of them."""
    llm, server = client("bfl", SUBMITTED, READY, PNG, model="flux-3", output="text")
    llm.gen_sync(genai.user("x", genai.Doc(PNG)), size="7x7")

    assert ("image", {"prompt": "x", "width": 7, "height": 7, "input_image": BARE}) == (
        llm.output,
        json.loads(server.requests[0].content),
    )


def test_drift_and_raw_endpoints() -> None:
    """What nobody documented is seen; and the raw endpoints give raw types."""
    llm, _ = load("flux-2-pro", SUBMITTED, {**READY, "telepathy": 1}, PNG)
    with pytest.raises(genai.BadAnswer, match="telepathy"):
        llm.gen_sync("x", QUICK)
    llm, server = load("flux-2-pro", SUBMITTED, READY, {"credits": 5.0}, {"finetunes": []})
    submitted = llm.raw.submit("flux-2-pro", raw.Flux2Inputs(prompt="x", width=64, height=64))
    ready = llm.raw.get_result(submitted.polling_url)

    assert (POLL, SAMPLE) == (submitted.polling_url, ready.result and ready.result.sample)
    assert (5.0, []) == (llm.raw.credits().credits, list(llm.raw.my_finetunes().finetunes))
    assert {"prompt": "x", "width": 64, "height": 64} == json.loads(server.requests[0].content)


def test_how_far_it_is() -> None:
    """A pending result tells it, and one that is done does not."""
    llm, _ = load("flux-2-pro", SUBMITTED, PENDING, READY, PNG)
    job = llm.gen_async("x")

    assert (0.5, None) == (llm.poke_result(job).progress, llm.poke_result(job).progress)


def test_an_end_has_the_last_answer() -> None:
    """What a job ended in is an error with its last answer, so that nobody polls it again."""
    failed = {**PENDING, "status": "Error", "details": {"why": "Because."}}
    llm, _ = load("flux-2-pro", SUBMITTED, failed)
    with pytest.raises(genai.JobFailed, match="Because") as caught:
        llm.poke_result(llm.gen_async("x"))

    assert caught.value.result is not None
    assert (False, failed) == (caught.value.result.complete, caught.value.result.raw)


def test_an_empty_picture() -> None:
    """A download without a byte is a bad answer, which has the URL."""
    llm, _ = load("flux-2-pro", SUBMITTED, READY, b"")
    with pytest.raises(genai.BadAnswer, match="empty") as caught:
        llm.gen_sync("x", QUICK)

    assert caught.value.result is not None
    assert SAMPLE == caught.value.result.docs[0].url


def test_a_job_is_no_batch() -> None:
    """An option of other jobs is refused, before anything is sent."""
    llm, server = load("flux-2-pro")
    with pytest.raises(genai.NotSupported, match="batch"):
        llm.gen_async("x", job="batch")

    assert [] == server.requests
