"""Gemini's resumable uploads, over real sockets: where the connection breaks, the rest goes behind what has arrived."""

from __future__ import annotations

from pathlib import Path

import pytest
from servers import Close, Script, Server, http_response

import genai

DATA = bytes(range(256)) * 2000
FILE = {"file": {"name": "files/f1", "uri": "https://files.example/v1beta/files/f1", "state": "ACTIVE"}}
WHOLE = http_response(200, FILE)


def begun(server: Server) -> bytes:
    """The answer to the beginning."""
    return http_response(200, {}, {"x-goog-upload-url": f"http://127.0.0.1:{server.port}/upload/v1/files?upload_id=1"})


def received(count: int, status: str = "active") -> bytes:
    """How much has arrived."""
    return http_response(200, {}, {"x-goog-upload-status": status, "x-goog-upload-size-received": str(count)})


def upload(server: Server, doc: genai.Doc) -> genai.Doc:
    """Upload to the server."""
    with genai.load("gemini", model="m", api_key="k" * 20, base_url=server.url, retry=0) as llm:
        return llm.files.upload(doc)


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits before going on."""
    monkeypatch.setattr("genai.providers.gemini.files.PAUSES", (0.0, 0.0, 0.0))


@pytest.mark.parametrize("kept", ["bytes", "path"])
@pytest.mark.parametrize("count", [0, 1, 300_000, len(DATA)])
def test_it_goes_on_behind_what_has_arrived(kept: str, count: int, tmp_path: Path) -> None:
    """The server says how much it has; what is behind that is sent, with its length, and nothing else."""
    (tmp_path / "a.bin").write_bytes(DATA)
    doc = genai.Doc(DATA, filename="a.bin") if kept == "bytes" else genai.Doc.open(tmp_path / "a.bin")
    with Server() as server:
        server.scripts.extend([[begun(server)], [Close()], [received(count)], [WHOLE]])
        uploaded = upload(server, doc)
        rest = server.requests[3]

    assert FILE["file"]["uri"] == uploaded.file_ids["gemini"]
    assert ["start", "upload, finalize", "query", "upload, finalize"] == [
        seen.headers["x-goog-upload-command"] for seen in server.requests
    ]
    assert (str(count), str(len(DATA) - count)) == (
        rest.headers["x-goog-upload-offset"],
        rest.headers["content-length"],
    )
    assert DATA[count:] == rest.body


@pytest.mark.parametrize(
    "scripts", [[[received(5, "final")]], [[http_response(200, {})]], [[received(1)], [Close()]] * 3]
)
def test_it_gives_up(scripts: list[Script]) -> None:
    """An upload that may have arrived is not sent again, and one that breaks each time ends as it broke."""
    with Server() as server:
        server.scripts.extend([[begun(server)], [Close()], *scripts])
        with pytest.raises(genai.ConnectionFailed):
            upload(server, genai.Doc(DATA, filename="a.bin"))

    assert 2 + len(scripts) == len(server.requests)
