"""A client of Gemini's that gets answers from a table, and what it sent."""

from __future__ import annotations

import json
from typing import Any

import httpx2

import genai

PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 8


class Server:
    """Gives the answers in turn (the last one again and again), and remembers the requests."""

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.requests: list[httpx2.Request] = []

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.requests.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, httpx2.Response):
            return answer
        body = answer if isinstance(answer, bytes) else json.dumps(answer, ensure_ascii=False).encode()
        return httpx2.Response(200, content=body)

    @property
    def bodies(self) -> list[Any]:
        """The decoded bodies of the requests."""
        return [json.loads(request.content) if request.content else None for request in self.requests]

    @property
    def sent(self) -> list[str]:
        """Method, and what stands behind the API's version."""
        return [f"{one.method} {str(one.url).rpartition('/v1beta')[2] or one.url}" for one in self.requests]


def client(*answers: Any, **load: Any) -> tuple[genai.Client, Server]:
    """A strict client, and its server."""
    server = Server(*answers)
    arguments = {"api_key": "sk-test", "strict": True, "retry": 0, **load}
    return genai.load("gemini", http_client=httpx2.Client(transport=httpx2.MockTransport(server)), **arguments), server
