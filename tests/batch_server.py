"""A server of batches on loopback, after OpenAI's: it keeps files and batches, and remembers what it was asked.

It runs in this process, or by itself (``python tests/batch_server.py PORT_FILE``), so that a test can kill everybody
else.

The rule here: it answers every line that it was given, once, whoever asks how often.
"""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit

Body = dict[str, Any]


def echo(body: Body) -> Body:
    """An answer of the Responses API that says what was asked."""
    said = body["input"] if isinstance(body["input"], str) else body["input"][-1]["content"]
    text = said if isinstance(said, str) else said[-1]["text"]
    part = {"type": "output_text", "text": f"echo {text}", "annotations": []}
    item = {"type": "message", "id": "msg_1", "status": "completed", "role": "assistant", "content": [part]}
    usage = {"input_tokens": 2, "output_tokens": 3, "total_tokens": 5}
    return {
        "id": "resp_1",
        "object": "response",
        "status": "completed",
        "model": body["model"],
        "output": [item],
        "usage": usage,
    }


class BatchServer:
    """
    Files and batches.

    Attributes:
        files: Id to bytes.
        batches: Id to batch object.
        asked: Methods and paths, in order.
        submitted: The inner ids of all lines of all batches, in order; a duplicate was sent twice.
        polls: How often a batch is still in progress before it is over.
        before: Is called with each method and path before it is answered; what it returns, if anything, is sent
            instead of the answer: a status and a body; an exception breaks the connection.
        after: The same, when everything has been done but not yet answered: what is lost then was done all the same.
    """

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.batches: dict[str, Body] = {}
        self.asked: list[str] = []
        self.submitted: list[str] = []
        self.polls = 1
        self.answer: Callable[[Body], Body] = echo
        self.before: Callable[[str, str], tuple[int, Body] | None] = lambda method, path: None
        self.after: Callable[[str, str], None] = lambda method, path: None
        self.lock = threading.Lock()
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.http.daemon_threads = True

    @property
    def url(self) -> str:
        """Its base URL."""
        return f"http://127.0.0.1:{self.http.server_address[1]}/v1"

    def __enter__(self) -> Self:
        threading.Thread(target=self.http.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.http.shutdown()
        self.http.server_close()

    # --- What it does ---

    def do(self, method: str, path: str, query: dict[str, list[str]], body: bytes) -> tuple[int, Any]:
        """One request: a status and an answer, which is JSON or bytes."""
        match [method, *path.strip("/").split("/")[1:]]:
            case ["POST", "files"]:
                return 200, self._upload(body)
            case ["GET", "files", id_, "content"] if id_ in self.files:
                return 200, self.files[id_]
            case ["DELETE", "files", id_] if id_ in self.files:
                del self.files[id_]
                return 200, {"id": id_, "object": "file", "deleted": True}
            case ["POST", "batches"]:
                return 200, self._create(json.loads(body))
            case ["GET", "batches"]:
                return 200, self._list(query)
            case ["GET", "batches", id_] if id_ in self.batches:
                return 200, self._poll(self.batches[id_])
            case ["POST", "batches", id_, "cancel"] if id_ in self.batches:
                self.batches[id_]["status"] = "cancelled"
                return 200, self.batches[id_]
            case ["GET", "journal"]:
                return 200, {"submitted": self.submitted, "batches": len(self.batches), "asked": len(self.asked)}
        return 404, {"error": {"message": f"nothing at {path}", "type": "invalid_request_error", "code": "not_found"}}

    def _upload(self, body: bytes) -> Body:
        boundary = body.partition(b"\r\n")[0]
        head, _, content = body.split(boundary)[2].partition(b"\r\n\r\n")
        name = head.decode().partition('filename="')[2].partition('"')[0]
        id_ = f"file-{len(self.files)}"
        self.files[id_] = content.removesuffix(b"\r\n")
        return {
            "id": id_,
            "object": "file",
            "bytes": len(self.files[id_]),
            "created_at": 1,
            "filename": name,
            "purpose": "batch",
        }

    def _create(self, asked: Body) -> Body:
        lines = [json.loads(line) for line in self.files[asked["input_file_id"]].splitlines()]
        self.submitted += [line["custom_id"] for line in lines]
        id_ = f"batch_{len(self.batches)}"
        counts = {"total": len(lines), "completed": 0, "failed": 0}
        self.batches[id_] = {
            "id": id_,
            "object": "batch",
            "endpoint": asked["endpoint"],
            "input_file_id": asked["input_file_id"],
            "completion_window": asked["completion_window"],
            "status": "in_progress",
            "created_at": 1,
            "request_counts": counts,
            "metadata": {**asked.get("metadata", {}), "polls": str(self.polls)},
        }
        return self.batches[id_]

    def _list(self, query: dict[str, list[str]]) -> Body:
        newest = [*self.batches.values()][::-1]
        after = query.get("after", [None])[0]
        start = 1 + next((n for n, batch in enumerate(newest) if batch["id"] == after), -1)
        size = min(2, int(query.get("limit", ["20"])[0]))  # small pages, so that somebody has to turn them
        page = newest[start : start + size]
        return {"object": "list", "data": page, "has_more": start + size < len(newest)}

    def _poll(self, batch: Body) -> Body:
        left = int(batch["metadata"]["polls"])
        batch["metadata"]["polls"] = str(left - 1)
        if batch["status"] == "in_progress" and left <= 0:
            self.finish(batch)
        return batch

    def finish(self, batch: Body) -> None:
        """Answer all lines, the last one first."""
        lines = [json.loads(line) for line in self.files[batch["input_file_id"]].splitlines()]
        answers = []
        for line in reversed(lines):
            response = {"status_code": 200, "request_id": "req_1", "body": self.answer(line["body"])}
            answers.append({"id": "x", "custom_id": line["custom_id"], "response": response, "error": None})
        batch["output_file_id"] = f"file-{len(self.files)}"
        self.files[batch["output_file_id"]] = b"".join(json.dumps(answer).encode() + b"\n" for answer in answers)
        batch["request_counts"]["completed"] = len(lines)
        batch["status"] = "completed"

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def log_message(self, *_: object) -> None:
                pass

            def handle_one(self) -> None:
                parts = urlsplit(self.path)
                body = self._read()
                with server.lock:
                    server.asked.append(f"{self.command} {parts.path}")
                    refused = server.before(self.command, parts.path)
                    status, answer = refused or server.do(self.command, parts.path, parse_qs(parts.query), body)
                    data = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
                server.after(self.command, parts.path)
                self.send_response(status)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            def _read(self) -> bytes:
                if "chunked" not in self.headers.get("transfer-encoding", ""):
                    return self.rfile.read(int(self.headers.get("content-length", 0)))
                body = b""
                while size := int(self.rfile.readline().split(b";")[0], 16):
                    body += self.rfile.read(size)
                    self.rfile.readline()
                self.rfile.readline()
                return body

            def do_GET(self) -> None:
                try:
                    self.handle_one()
                except ConnectionError:
                    self.close_connection = True

            do_POST = do_DELETE = do_GET

        return Handler


def main(port_file: str) -> None:
    """Serve until the end of stdin."""
    with BatchServer() as server:
        Path(port_file).write_text(server.url)
        sys.stdin.read()


if __name__ == "__main__":
    main(sys.argv[1])
