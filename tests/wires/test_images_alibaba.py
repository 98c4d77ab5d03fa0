"""Alibaba's pictures: tasks of DashScope. Bodies are held against dashscope.json as well."""

from __future__ import annotations

import base64
import json
from typing import Any

import httpx2
import pytest

import genai
from genai.providers.alibaba.images import Options

from .image_answers import KEY, PICTURES, PNG, client, read

INLINE = "data:image/png;base64," + base64.b64encode(PNG).decode()
API = "https://dashscope-intl.aliyuncs.com/api/v1"
HERE = ("https://dashscope-result-sgp.oss-ap-southeast-1.aliyuncs.com/a.png?Expires=1",) * 2
SUBMITTED = {"request_id": "r1", "output": {"task_id": "t1", "task_status": "PENDING"}}
QUICK = genai.PollInterval(0.001)


def task(status: str, *results: Any, **more: Any) -> dict[str, Any]:
    """A task as it is polled."""
    output = {"task_id": "t1", "task_status": status, "submit_time": "2026-11-21 10:00:00.000", **more}
    return {"request_id": "r2", "output": {**output, **({"results": list(results)} if results else {})}}


DONE = {**task("SUCCEEDED", {"url": HERE[0], "orig_prompt": "x", "actual_prompt": "X!"}), "usage": {"image_count": 1}}


def load(model: str, *answers: Any, **arguments: Any) -> Any:
    """A client, and its server."""
    return client("alibaba", *(answers or (SUBMITTED, DONE, PNG)), model=model, **arguments)


def asked(model: str, what: Any, *options: Any, **shorthand: Any) -> tuple[str, Any]:
    """Where it goes, and the body."""
    llm, server = load(model)
    llm.gen_sync(what, *options, **shorthand)
    request = server.requests[0]
    assert ("enable", f"Bearer {KEY}") == (request.headers["x-dashscope-async"], request.headers["authorization"])
    return str(request.url).removeprefix(f"{API}/services/aigc/"), json.loads(request.content)


def test_words() -> None:
    """The words are input, the rest parameters; sizes have an asterisk."""
    own = Options(negative_prompt="people", prompt_extend=False, watermark=False)
    path, body = asked("wan2.2-t2i-flash", "x", own, genai.Seed(7), size="1024x768", n=2)

    assert "text2image/image-synthesis" == path
    assert {
        "model": "wan2.2-t2i-flash",
        "input": {"prompt": "x", "negative_prompt": "people"},
        "parameters": {"size": "1024*768", "n": 2, "seed": 7, "prompt_extend": False, "watermark": False},
    } == body


def test_pictures_go_in() -> None:
    """Wan 2.5 takes up to three, wanx2.1-imageedit one, with a mask that says where, or with another function."""
    doc, mask = genai.Doc(PNG), genai.Doc(url="https://example.com/mask.png")
    path, body = asked("wan2.5-i2i-preview", genai.user("x", doc, mask))
    edits = [
        asked("wanx2.1-imageedit", genai.user("x", doc)),
        asked("wanx2.1-imageedit", genai.user("x", doc), mask=mask),
        asked("wanx2.1-imageedit", genai.user("x", doc), Options(function="stylization_all")),
    ]

    assert ("image2image/image-synthesis", [INLINE, mask.url]) == (path, body["input"]["images"])
    masked = {"base_image_url": INLINE, "mask_image_url": mask.url, "function": "description_edit_with_mask"}
    assert [
        {"prompt": "x", "base_image_url": INLINE, "function": "description_edit"},
        {"prompt": "x", **masked},
        {"prompt": "x", "base_image_url": INLINE, "function": "stylization_all"},
    ] == [body["input"] for _, body in edits]


@pytest.mark.parametrize(
    ("model", "what", "options", "faults"),
    [
        ("wan2.2-t2i-flash", "x" * 801, {"n": 5, "size": "511x1441"}, ["messages[0]", "n", "size"]),
        ("wan2.5-t2i-preview", "x", {"size": "400x2000"}, ["size"]),
        ("wan2.5-t2i-preview", "x", {"size": "1600x1600"}, ["size"]),
        ("wan2.5-i2i-preview", genai.user("x", *[genai.Doc(PNG)] * 4), {}, ["messages[0]"]),
    ],
)
def test_limits(model: str, what: Any, options: dict[str, Any], faults: list[str]) -> None:
    """All are named, and nothing is sent."""
    llm, server = load(model)
    with pytest.raises(genai.InvalidRequest) as caught:
        llm.gen_sync(what, **options)

    told = caught.value.faults or (str(caught.value),)
    assert faults == [fault.partition(":")[0].removeprefix("ImageOptions.") for fault in told]
    assert [] == server.requests


def test_what_is_missing_is_refused() -> None:
    """Models that only edit need a picture, the others take none; and no one takes a mask but the one."""
    for model, what, options in (
        ("wan2.5-i2i-preview", "x", {}),
        ("wan2.2-t2i-flash", genai.user("x", genai.Doc(PNG)), {}),
        ("wan2.5-i2i-preview", genai.user("x", genai.Doc(PNG)), {"mask": genai.Doc(PNG)}),
        ("wan2.2-t2i-flash", "x", {"quality": "high"}),
    ):
        llm, server = load(model)
        with pytest.raises(genai.NotSupported):
            llm.gen_sync(what, **options)
        assert [] == server.requests


def test_a_job_by_its_token() -> None:
    """Polled beside the URL that conversations have; the download goes without the key."""
    llm, server = load("wan2.2-t2i-flash", SUBMITTED, task("RUNNING"), DONE, PNG)
    token = str(llm.gen_async("x"))
    pending, done = (llm.poke_result(genai.Job.parse(token)) for _ in range(2))

    assert (True, "t1", "image") == (pending.pending, pending.response_id, genai.Job.parse(token).kind)
    assert ([PNG], "X!", "r2") == (read(done.docs), done.docs[0].meta["revised_prompt"], done.request_id)
    assert [f"{API}/tasks/t1"] * 2 + [HERE[0]] == [str(request.url) for request in server.requests[1:]]
    assert [True, True, True, False] == ["authorization" in request.headers for request in server.requests]


def test_poke_in_another_process(monkeypatch: pytest.MonkeyPatch) -> None:
    """A token is enough, for a model that is not listed too, and finds the key of its region."""
    monkeypatch.delenv("DASHSCOPE_API_KEY", raising=False)
    monkeypatch.setenv("DASHSCOPE_API_KEY_CN", "sk-china-0123456789")
    seen: list[httpx2.Request] = []

    def serve(request: httpx2.Request) -> httpx2.Response:
        seen.append(request)
        return httpx2.Response(200, json=task("RUNNING"))

    home = "https://dashscope.aliyuncs.com/compatible-mode/v1"
    job = genai.Job(provider="alibaba", model="wan9", kind="image", id="t1", base_url=home)

    assert genai.poke(str(job), http_client=httpx2.Client(transport=httpx2.MockTransport(serve))).pending
    assert [("https://dashscope.aliyuncs.com/api/v1/tasks/t1", "Bearer sk-china-0123456789")] == [
        (str(request.url), request.headers["authorization"]) for request in seen
    ]


def test_some_pictures_of_several() -> None:
    """What was made are docs; what was not is a refusal in its place, with the reason."""
    failed = {"code": "DataInspectionFailed", "message": "No."}
    answer = task("SUCCEEDED", {"url": HERE[0]}, failed, {"url": HERE[1]}, task_metrics={"TOTAL": 3, "FAILED": 1})
    llm, _ = load("wan2.2-t2i-flash", SUBMITTED, answer, *PICTURES[:2])
    result = llm.gen_sync("x", n=3)

    assert list(PICTURES[:2]) == read(result.docs)
    assert "DataInspectionFailed: No." == result.refusal
    assert [0, 1, 2] == [reply.block for reply in result.message.replies]


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (task("FAILED", code="DataInspectionFailed", message="No."), genai.ContentFiltered),
        (task("FAILED", code="InternalError.Timeout", message="No."), genai.JobFailed),
        (task("CANCELED"), genai.JobCancelled),
        (task("UNKNOWN"), genai.JobUnknown),
        (task("SUCCEEDED", {"code": "DataInspectionFailed", "message": "No."}), genai.ContentFiltered),
        (task("SUCCEEDED", {"code": "InternalError", "message": "No."}), genai.JobFailed),
        (task("SUCCEEDED"), genai.BadAnswer),
        (task("DREAMING"), genai.BadAnswer),
        ((404, {"code": "x"}), genai.JobUnknown),
    ],
)
def test_tasks_without_a_picture(answer: Any, expected: type[genai.Error]) -> None:
    """Each end is its own error."""
    llm, _ = load("wan2.2-t2i-flash", SUBMITTED, answer)
    with pytest.raises(expected) as caught:
        llm.gen_sync("x", QUICK)

    assert expected is type(caught.value)


def test_drift() -> None:
    """What nobody documented is seen."""
    llm, _ = load("wan2.2-t2i-flash", SUBMITTED, {**DONE, "telepathy": 1}, PNG)
    with pytest.raises(genai.BadAnswer, match="telepathy"):
        llm.gen_sync("x", QUICK)


def test_an_emulator_of_ones_own() -> None:
    """A server at another base URL is asked at that URL, and gets the key."""
    llm, server = load("wan2.2-t2i-flash", base_url="http://127.0.0.1:9/compatible-mode/v1")
    llm.gen_sync("x", QUICK)

    assert "http://127.0.0.1:9/api/v1/services/aigc/text2image/image-synthesis" == str(server.requests[0].url)
    assert f"Bearer {KEY}" == server.requests[1].headers["authorization"]


def test_no_raw_endpoints() -> None:
    """Those of the Images API are not here."""
    with pytest.raises(genai.NotSupported, match="raw"):
        _ = load("wan2.2-t2i-flash")[0].raw


def test_cancelling() -> None:
    """A task that waits for its turn is cancelled; what the server says of others is raised."""
    llm, server = load("wan2.2-t2i-flash", SUBMITTED, {"request_id": "r3"}, (400, {"code": "UnsupportedOperation"}))
    job = llm.gen_async("x")
    llm.cancel(job)

    assert llm.capabilities.cancel
    assert ("POST", f"{API}/tasks/t1/cancel") == (server.requests[1].method, str(server.requests[1].url))
    with pytest.raises(genai.InvalidRequest):
        llm.cancel(job)


@pytest.mark.parametrize("status", ["FAILED", "CANCELED", "UNKNOWN"])
def test_an_end_has_the_last_answer(status: str) -> None:
    """What a task ended in is an error with its last answer, so that nobody polls it again."""
    answer = task(status, code="InternalError", message="Because.")
    llm, _ = load("wan2.2-t2i-flash", SUBMITTED, answer)
    with pytest.raises(genai.JobError, match="Because") as caught:
        llm.poke_result(llm.gen_async("x"))

    assert caught.value.result is not None
    assert (None, False, answer) == (
        caught.value.result.finish,
        caught.value.result.complete,
        caught.value.result.raw,
    )
