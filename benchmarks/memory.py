"""Memory: the peak of a call whose answer is a large picture, as a multiple of the picture's size.

    python benchmarks/memory.py [--megabytes 20]

A server on loopback, in a process of its own, sends the answer in pieces. Each call is made in a fresh process, and so
is each base: an interpreter that does nothing, and one that has had a picture of a few bytes in the same way, so that
all code is loaded. Exit code 1 when a call takes more than the target over the latter.

The rule here: what is measured is the operating system's high-water mark of a process, not what Python says of itself.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

MEGABYTE = 1024 * 1024
TARGET = 4.0
LETTERS = b"A" * 64 * 1024
SIGNATURE = b"iVBORw0KGgoA"  # base64 of what a PNG begins with

IMAGE = (b'{"created":1,"data":[{"b64_json":"', b'"}]}')
EVENT = (
    b'event: image_generation.completed\ndata: {"type":"image_generation.completed","created_at":1,"b64_json":"',
    b'"}\n\n',
)
ITEM = b'{"type":"image_generation_call","id":"ig_1","status":"completed","result":"'
RESPONSE = b'{"id":"r","object":"response","status":"completed","model":"m","output":[' + ITEM
CALL = (RESPONSE, b'"}]}')
EVENTS = (  # the picture comes with its item, and again with the whole response
    b'event: response.output_item.done\ndata: {"type":"response.output_item.done","output_index":0,"item":' + ITEM,
    b'"}}\n\nevent: response.completed\ndata: {"type":"response.completed","response":' + RESPONSE,
    b'"}]}}\n\n',
)
WAYS = {
    # what stands around the base64, once or several times, the content type, the model, and the verb
    "Images API, whole": (IMAGE, "application/json", "gpt-image-2", "gen_sync"),
    "Images API, streamed": (EVENT, "text/event-stream", "gpt-image-2", "gen_stream"),
    "Responses API, whole": (CALL, "application/json", "gpt-5.1", "gen_sync"),
    "Responses API, streamed": (EVENTS, "text/event-stream", "gpt-5.1", "gen_stream"),
}


class Handler(BaseHTTPRequestHandler):
    """Answers ``/{way}/{letters}/...`` with so many letters of base64."""

    def do_POST(self) -> None:
        """Send the answer in pieces; it is never whole in this process either."""
        self.rfile.read(int(self.headers["content-length"]))
        _, way, letters, *_ = self.path.split("/")
        (head, *others), kind, _, _ = list(WAYS.values())[int(way)]
        self.send_response(200)
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(head) + sum(int(letters) + len(other) for other in others)))
        self.end_headers()
        self.wfile.write(head)
        for other in others:
            for piece in body(int(letters)):
                self.wfile.write(piece)
            self.wfile.write(other)

    def log_message(self, format: str, *args: object) -> None:
        """Be quiet."""


def body(letters: int) -> Iterator[bytes]:
    """So many letters of base64."""
    yield SIGNATURE
    left = letters - len(SIGNATURE)
    while left > 0:
        yield LETTERS[:left]
        left -= len(LETTERS)


def serve() -> None:
    """The server's process: tells its port, and serves until it is ended."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    print(server.server_port, flush=True)
    server.serve_forever()


def call(way: int, port: int, size: int) -> None:
    """A measured process: makes a call, and tells its high-water mark in bytes."""
    if size:
        import genai

        _, _, model, verb = list(WAYS.values())[way]
        url = f"http://127.0.0.1:{port}/{way}/{size // 3 * 4}"
        with genai.load("openai", model=model, output="image", base_url=url, api_key="none") as llm:
            if verb == "gen_sync":
                result = llm.gen_sync("A cat")
            else:
                with llm.gen_stream("A cat") as stream:
                    list(stream)
                result = stream.result
        assert len(result.docs[0].read()) == size // 3 * 3
    print(peak())


def peak() -> int:
    """The high-water mark of this process's memory, in bytes; getrusage's may be that of the process it came from."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) * 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024


def measured(way: int, port: int, size: int) -> int:
    """A call in a fresh process: its high-water mark."""
    command = [sys.executable, __file__, "--call", str(way), str(port), str(size)]
    return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def report(port: int, size: int) -> bool:
    """A line for each way; whether all are within the target."""
    worst = 0.0
    print(f"peak memory of a picture of {size / MEGABYTE:g} MB, as a multiple of its size (target: under {TARGET:g})")
    for way, name in enumerate(WAYS):
        bare, small, large = (measured(way, port, bytes_) for bytes_ in (0, 300, size))
        over = (large - small) / size
        worst = max(worst, over)
        print(f"{name:24} {over:5.2f}   ({(large - bare) / size:.2f} over an interpreter without any library)")
    return worst < TARGET


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--megabytes", type=int, default=20)
    parser.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--call", nargs=3, type=int, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.serve:
        serve()
    elif given.call:
        call(*given.call)
    else:
        with subprocess.Popen([sys.executable, __file__, "--serve"], stdout=subprocess.PIPE, text=True) as server:
            assert server.stdout is not None
            try:
                return 0 if report(int(server.stdout.readline()), given.megabytes * MEGABYTE) else 1
            finally:
                server.terminate()
    return 0


if __name__ == "__main__":
    sys.exit(main())
