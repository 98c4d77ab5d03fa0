"""A hundred thousand answers pass through little memory: downloaded into a file, counted, and read line by line."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from batch_server import Body, echo

LINES = 100_000
MOST = 40 * 1024 * 1024
"""Bytes of memory that may be needed above what there was at the start; the file has more than twice as many."""
READ = """
import sys
from pathlib import Path
import genai, genai.jobs
from genai.jobs import BatchJob, Part

def peak():
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) * 1024

url, count = sys.argv[1], int(sys.argv[2])
with genai.load("openai", model="m", api_key="k", base_url=url) as llm:
    llm.poke_result(BatchJob(provider="openairesponses", id="small", name="n", parts=[Part(id="small", count=1)])).usage
    start = peak()
    job = BatchJob(provider="openairesponses", id="large", name="n", parts=[Part(id="large", count=count)])
    result = llm.poke_result(job)
    read = sum(answer.text == "echo x" for _, answer in result)
    print(read, result.files[0].stat().st_size, peak() - start)
"""
SERVE = """
import sys, json
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
line, count = sys.stdin.readline(), int(sys.argv[1])
class Handler(BaseHTTPRequestHandler):
    def log_message(self, *_): pass
    def do_GET(self):
        name = self.path.split("/")[3]
        self.send_response(200); self.end_headers()
        if "batches" in self.path:
            known = {"id": name, "object": "batch", "status": "completed", "output_file_id": name}
            return self.wfile.write(json.dumps(known).encode())
        for start in range(0, 1 if name == "small" else count, 1000):
            numbers = range(start, start + (1 if name == "small" else 1000))
            self.wfile.write("".join(line.replace("NUMBER", str(number)) for number in numbers).encode())
server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(server.server_address[1], flush=True)
server.serve_forever()
"""


@pytest.fixture
def url() -> Iterator[str]:
    """A server with a batch of 100,000 answers, which it makes as it sends them."""
    body: Body = {**echo({"input": "x", "model": "m"}), "metadata": {"padding": "p" * 512}}
    line = {"custom_id": "n-NUMBER", "response": {"status_code": 200, "request_id": "r", "body": body}, "error": None}
    command = [sys.executable, "-c", SERVE, str(LINES)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdin
        assert server.stdout
        server.stdin.write(json.dumps(line) + "\n")
        server.stdin.flush()
        yield f"http://127.0.0.1:{int(server.stdout.readline())}/v1"
        server.kill()


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="Linux tells the peak of a process there")
def test_100_000_answers_in_little_memory(url: str, tmp_path: Path) -> None:
    """All are read, from a file of more than 80 MB, and the peak is less than 40 MB above where it began."""
    command = [sys.executable, "-c", READ, url, str(LINES)]
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=True)
    read, size, grown = map(int, done.stdout.split())
    print(f"{read} answers, {size:,} bytes in the file, {grown:,} bytes of memory")

    assert LINES == read
    assert 2 * MOST < size
    assert grown < MOST
