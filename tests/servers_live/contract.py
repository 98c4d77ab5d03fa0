"""The contract suite's Side, on a live server: its samples are asked for, not played.

The rule here: a test that needs bytes which no server can be made to send is skipped when it sends its request, and not
before, so that what sends nothing runs everywhere. The emulator is asked for a sample by the model's name
(``testdata/aimock/contract.json``); of an inference server, any answer counts as the plain one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final
from unittest.mock import ANY

import httpx2
import pytest
from attrs import define, evolve, field
from contract.side import Answer, Side
from contract.specimen import Specimen
from contract.specimen import specimen as specimen_of
from servers_live.live import EMULATORS, Server

import genai
from genai.sansio import HttpRequest, HttpResponse

WRONG_KEY: Final = b"a wrong key"
FAILURES: Final[Mapping[str, tuple[int, type[genai.Error]]]] = {
    "rate": (429, genai.RateLimited),
    "overloaded": (503, genai.Overloaded),
    "broken": (500, genai.ProviderError),
    "refused": (400, genai.InvalidRequest),
}
"""What the emulator refuses, by the end of the model's name."""

PLAIN: Final = "contract-plain"
THINKING: Final = "contract-thinking"
BARE: Final = "contract-bare"
ANSWERS: Final = {"gemini": "contract-stop", "openaichat": BARE, "ollama": BARE, "cohere": BARE}
"""The model that gives the answer with a call, where it is not the one that thinks: the emulator's thoughts in Chat
Completions are not OpenAI's, nor are those of Ollama and Cohere theirs; a call ends with a word that Google has not."""


def live_specimen(server: Server) -> Specimen:
    """The specimen of a provider as a server can be: with the failures that it can be made to give."""
    made = {name: (status, f"contract-{name}".encode(), cls) for name, (status, cls) in FAILURES.items()}
    wrong = {} if server.lacks("keys") else {"wrong key": (401, WRONG_KEY, genai.AuthError)}
    found = specimen_of(server.provider)
    reasoning = "" if ANSWERS.get(server.provider) == BARE else "Is it warm?\n\nAsk the tool."
    failures = {**wrong, **(made if server.name in EMULATORS else {})}
    return evolve(found, failures=failures, reasoning=reasoning)


@define
class Watched:
    """What goes to a server and what comes back, as a hook sees it; the answers that the test wants, in turn."""

    server: Server
    models: list[str | None]
    request_id: str
    requests: list[httpx2.Request] = field(factory=list)
    heads: list[HttpResponse] = field(factory=list)

    def on_request(self, request: HttpRequest) -> None:
        """Note it; skip the test here when the server cannot give what it wants."""
        wanted = self.models[min(len(self.requests), len(self.models) - 1)]
        if wanted is None or wanted not in (self.models[0], PLAIN):
            pytest.skip(f"{self.server.name.lower()} cannot be made to answer as this test wants it")
        body = request.body if isinstance(request.body, bytes) else b"".join(request.body)
        self.requests.append(httpx2.Request(request.method, request.url, headers=dict(request.headers), content=body))

    def on_response(self, head: HttpResponse) -> None:
        """Note it."""
        self.heads.append(head)

    def bodies(self) -> list[Any]:
        """The decoded bodies of the requests."""
        return [json.loads(request.content) if request.content else None for request in self.requests]

    def told(self, status: int, body: bytes) -> tuple[Any, ...]:
        """What an error carries: the status and the request's id that the server really gave, with some body."""
        head = self.heads[-1]
        return head.status, ANY, head.headers.get(self.request_id)


@define
class LiveSide(Side):
    """One of the two drivers, on a live server, by its own connections."""

    server: Server

    def model(self, answer: Answer) -> str | None:
        """The model to ask for this sample; None when no server can be made to give it."""
        body = answer[1] if isinstance(answer, tuple) else answer
        if isinstance(body, Exception):
            return None
        sample = self.specimen
        asked = dict.fromkeys((sample.plain, sample.plain_stream, WRONG_KEY), PLAIN)
        if self.server.name in EMULATORS:
            asked |= dict.fromkeys((sample.answer, sample.stream), ANSWERS.get(sample.name, THINKING))
            asked |= {f"contract-{name}".encode(): f"contract-{name}" for name in FAILURES}
            asked[sample.cut_stream] = "contract-cut"
        return asked.get(body)

    def alike(self, result: genai.Result) -> genai.Result:
        """Without ids, which are another's for each answer."""
        replies = (evolve(reply, opaque={}) for reply in result.message.replies if reply.kind != "opaque")
        message = evolve(result.message, replies=tuple(replies))
        return evolve(result, message=message, request_id=None, response_id=None)

    def load(self, *answers: Answer, **arguments: Any) -> tuple[genai.Client, Any]:
        """A client, and what it sends."""
        models = [self.model(answer) for answer in answers]
        watched = Watched(self.server, models, self.specimen.request_id)
        wrong = any(isinstance(answer, tuple) and answer[1] == WRONG_KEY for answer in answers)
        usual = {
            "api_key": "sk-wrong-0123456789" if wrong else self.server.key,
            "base_url": self.server.base_url,
            "model": (models[0] or "contract-none") if self.server.name in EMULATORS else self.server.model,
            "retry": 0 if self.server.name in EMULATORS else 1,  # a server may close a connection that is kept alive
            "timeout": 60,
            "strict": self.server.strict,
            "hooks": [watched],
        }
        return genai.load(self.specimen.name, **{**usual, **arguments}), watched
