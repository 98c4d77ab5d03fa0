"""Recorded jobs, batches and files, played through the public API in strict mode.

The corpus has no batch that expired, failed or was cancelled: OpenAI's and Anthropic's are two that completed.
"""

from __future__ import annotations

import json
from typing import Any

import corpus_files
import httpx2
import pytest
from corpus_files import Interaction

import genai
from genai.results import FinishReason

pytestmark = pytest.mark.skipif(not corpus_files.available(), reason="no corpus of recorded traffic (GENAI_CORPUS)")

OPENAI = "batch_6a551424e9208190964002557d19cbea"
ANTHROPIC = "msgbatch_01WuMXKjnNAS9GYb5Jye7gh9"
ANSWERS = {
    "openaichat": ("TODO", "I told my computer I needed a break; it froze.", 13, 69),
    "anthropic": ("TODO", "Why did the scarecrow win an award? He was outstanding in his field!", 15, 20),
}
"""The id of the only item, its answer, and the tokens of it; read from the recordings by eye."""


class Tape:
    """Gives the recorded answers by method and URL, each once, but the last of its kind again and again."""

    def __init__(self, *exchanges: Interaction) -> None:
        self.left = list(exchanges)
        self.sent: list[httpx2.Request] = []

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        request.read()
        self.sent.append(request)
        fits = [one for one in self.left if self.fits(one, request)]
        assert fits, f"not recorded: {request.method} {request.url}"
        found = fits[0]
        if len(fits) > 1:
            self.left.remove(found)
        kept = {name: value for name, value in found.headers.items() if name in ("content-type", "x-goog-upload-url")}
        return httpx2.Response(found.status, headers=kept, content=found.body)

    @staticmethod
    def fits(exchange: Interaction, request: httpx2.Request) -> bool:
        """The same method, and the same URL; Google takes the bytes of an upload with PUT (recorded) and with POST."""
        asked = exchange.request
        upload = "upload_id=" in asked["uri"] and request.method == "POST"
        same = asked["method"] == request.method or upload
        return same and httpx2.URL(asked["uri"]) == request.url

    def load(self, provider: str, model: str) -> genai.Client:
        """A strict client that hears the tape."""
        client = httpx2.Client(transport=httpx2.MockTransport(self))
        return genai.load(provider, model=model, api_key="k", strict=True, retry=0, http_client=client)


def recorded(provider: str, case: str) -> tuple[Interaction, ...]:
    """The exchanges of a case."""
    return corpus_files.interactions(f"{provider}/tests/{case}.yaml")


def ended() -> Interaction:
    """Anthropic's batch as it must have been at its end: the recording went for the answers, and never looked at it."""
    begun = recorded("anthropic", "Batch")[0]
    batch = json.loads(begun.body)
    counts = {**batch["request_counts"], "processing": 0, "succeeded": 1}
    where = f"https://api.anthropic.com/v1/messages/batches/{batch['id']}"
    over = {"processing_status": "ended", "ended_at": batch["expires_at"], "results_url": f"{where}/results"}
    body = json.dumps({**batch, **over, "request_counts": counts}).encode()
    return Interaction({"method": "GET", "uri": where}, 200, begun.headers, body)


def answers() -> Interaction:
    """The answers of Anthropic's batch, which were asked for until they were there."""
    return next(one for one in recorded("anthropic", "Batch") if one.status == 200 and b"custom_id" in one.body)


def test_openais_batch_from_its_submission_to_its_answer() -> None:
    """It is submitted, looked at until it is done, and its answer is that of the recording."""
    tape = Tape(*recorded("openaichat", "Batch"))
    llm = tape.load("openaichat", "gpt-5.6-luna")
    job = llm.gen_batch({"joke": "Tell a joke in 10 words"})
    seen: list[genai.BatchResult] = []
    llm.wait(job, poll_interval=0.001, on_progress=seen.append)

    assert OPENAI == job.id
    assert ["pending"] * 5 + ["completed"] == [state.state for state in seen]
    assert genai.jobs.Counts(total=1, succeeded=1, failed=0) == seen[-1].counts


@pytest.mark.parametrize("provider", ANSWERS)
def test_the_answers_of_a_batch_that_others_made(provider: str) -> None:
    """The items of a batch that is known by the provider's id alone stand under the ids that they went out with."""
    tapes = {"openaichat": recorded("openaichat", "Batch"), "anthropic": (ended(), answers())}
    ids = {"openaichat": OPENAI, "anthropic": ANTHROPIC}
    llm = Tape(*tapes[provider]).load(provider, "m")
    result = llm.wait(genai.BatchJob(provider=provider, id=ids[provider]), poll_interval=0.001)
    id_, text, asked, answered = ANSWERS[provider]

    assert "completed" == result.state
    (item,) = [*result]
    assert id_ == item[0]
    assert isinstance(item[1], genai.Result)
    assert (text, FinishReason.STOP) == (item[1].text, item[1].finish)
    assert (asked, answered) == (item[1].usage.input_tokens, item[1].usage.output_tokens)
    assert item[1].usage == result.usage


@pytest.mark.parametrize(
    ("provider", "case", "id_"),
    [
        ("openaichat", "GenAsync-Text", "batch_6a551424dc408190b232a74c0281e547"),
        ("openaichat", "Capabilities", None),
        ("anthropic", "GenAsync-Text", None),
        ("anthropic", "BatchCRUD", "msgbatch_01SZRUqCEC5tRmz7RiVUN5xF"),
    ],
)
def test_a_batch_of_one(provider: str, case: str, id_: str | None) -> None:
    """``gen_async`` gives the job that was recorded."""
    tape = Tape(*recorded(provider, case))
    job = tape.load(provider, "claude-haiku-4-5-20251001" if provider == "anthropic" else "gpt-5.6-luna").gen_async(
        "hi"
    )
    made = json.loads(next(one.body for one in recorded(provider, case) if "batches" in one.request["uri"]))

    assert ("batch", made["id"]) == (job.kind, job.id)
    assert job.id == (id_ or job.id)


def test_anthropics_batch_is_pending() -> None:
    """A batch that was just begun has no answers."""
    llm = Tape(*recorded("anthropic", "BatchCRUD")).load("anthropic", "claude-haiku-4-5-20251001")
    job = llm.gen_async("hi")
    result = llm.poke_result(genai.BatchJob(provider="anthropic", id=job.id))

    assert llm.poke_result(job).pending
    assert ("pending", genai.jobs.Counts(total=1, succeeded=0, failed=0)) == (result.state, result.counts)


def test_bfls_picture_is_a_job() -> None:
    """The answer to the request is where to ask for the picture."""
    llm = Tape(*recorded("bfl", "GenAsync-Image")).load("bfl", "flux-dev")
    job = llm.gen_async("A husky")

    assert "image" == job.kind
    assert "d177c3f2-f928-4aaf-9dc8-8a4105adaace" in job.id


GOOGLE = "https://generativelanguage.googleapis.com/v1beta/files/qi1b6ynxmps4"
FILES: dict[str, Any] = {
    "anthropic": ("file_011CXu8YNDgo3naeP9KUDZc8", 1770486571.271, None, "application/octet-stream"),
    "gemini": (GOOGLE, 1780078090.139755, 1780250889.916833, "text/plain"),
}
"""The id of the recorded file, when it was made, when it goes, and what it is."""


@pytest.mark.parametrize("provider", FILES)
def test_a_files_life(provider: str) -> None:
    """A file is uploaded, looked at, listed and deleted."""
    tape = Tape(*recorded(provider, "FileCRUD"))
    llm = tape.load(provider, "m")
    id_, created, expires, mime_type = FILES[provider]
    doc = llm.files.upload(genai.Doc(b"Hello from genai file upload test.", filename="test.txt"))
    file = llm.files.get(doc)

    assert ({provider: id_}, expires) == (doc.file_ids, doc.expires)
    assert (id_, "test.txt", 34, mime_type) == (file.id, file.filename, file.size, file.mime_type)
    assert (created, expires) == (file.created, file.expires)
    assert (file,) == llm.files.list()
    llm.files.delete(file)
    assert "DELETE" == tape.sent[-1].method
    assert any(b"Hello from genai file upload test." in request.content for request in tape.sent)


def test_openais_uploads() -> None:
    """Files that were uploaded go after a month, and say so."""
    made = json.loads(recorded("openaichat", "Caching-Text")[0].body)
    doc = Tape(*recorded("openaichat", "Caching-Text")).load("openaichat", "m").files.upload(genai.Doc(b"{}"))

    assert ({"openaichat": made["id"]}, made["expires_at"]) == (doc.file_ids, doc.expires)
