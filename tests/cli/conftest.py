"""What the command line's tests share: a way to call it, and a small server on loopback."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, TypeAlias

import forms
import pytest
from click.testing import CliRunner, Result

from genai import providers
from genai.cli.app import app

Answer: TypeAlias = Callable[[str, str, Any], tuple[int, dict[str, str], bytes]]
"""Method, path and decoded JSON (of a form, its parts) to status, headers and body."""
Cli: TypeAlias = Callable[..., Result]


@pytest.fixture(autouse=True)
def _no_keys(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Neither a key of the environment nor the user's own ledger gets into a test."""
    monkeypatch.setenv("GENAI_LEDGER", str(tmp_path / "ledger.db"))
    for name in providers.names():
        for variable in providers.info(name).key_variables:
            monkeypatch.delenv(variable, raising=False)


@pytest.fixture
def cli() -> Cli:
    """``cli("ask", "hi")`` gives exit code, stdout and stderr."""
    return lambda *arguments, **more: CliRunner().invoke(app, [str(a) for a in arguments], **more)


@pytest.fixture
def serve() -> Iterator[Callable[[Answer], str]]:
    """``serve(answer)`` starts a server on loopback and gives its base URL."""
    servers = []

    def start(answer: Answer) -> str:
        class Handler(BaseHTTPRequestHandler):
            def _answer(self) -> None:
                asked = self.rfile.read(int(self.headers.get("content-length") or 0))
                kind = self.headers.get("content-type", "")
                decoded = forms.parts(kind, asked) if kind.startswith("multipart/") else json.loads(asked or b"null")
                status, headers, body = answer(self.command, self.path, decoded)
                self.send_response(status)
                for name, value in {
                    "content-type": "application/json",
                    **headers,
                    "content-length": str(len(body)),
                }.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST = _answer

            def log_message(self, *arguments: Any) -> None:
                """Say nothing."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        servers.append((server, thread))
        return f"http://127.0.0.1:{server.server_port}/v1"

    yield start
    for server, thread in servers:
        server.shutdown()
        thread.join()
        server.server_close()
