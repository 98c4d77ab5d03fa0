"""What loads on first need is not loaded by those who do not need it."""

from __future__ import annotations

import subprocess
import sys

STRICT_CALL = """
import sys

import httpx2
import genai

text = {"type": "output_text", "text": "Apple", "annotations": [], "logprobs": []}
message = {"type": "message", "id": "m", "role": "assistant", "status": "completed", "content": [text]}
answer = {"id": "r", "object": "response", "model": "x", "status": "completed", "output": [message], %s}
transport = httpx2.MockTransport(lambda request: httpx2.Response(200, json=answer))
llm = genai.load("openai", api_key="k", model="x", strict=True, http_client=httpx2.Client(transport=transport))
try:
    print(llm.gen_sync("Name one fruit.").text)
except genai.BadAnswer as error:
    print(error.unknown_fields)
print(*sys.modules)
"""


def run(code: str) -> tuple[str, set[str]]:
    """The first line that a fresh interpreter printed, and the modules that it had loaded then."""
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    first, modules = out.stdout.splitlines()
    return first, set(modules.split())


def test_strict_mode_needs_no_cattrs() -> None:
    """A strict call holds its answer against the raw types, and loads nothing that makes them."""
    said, loaded = run(STRICT_CALL % "'created_at': 1")

    assert "Apple" == said
    assert "genai.providers.openairesponses.raw" in loaded
    assert set() == loaded & {"cattrs", "genai.convert", "jsonschema", "tenacity", "docstring_parser"}


def test_drift_needs_no_cattrs_either() -> None:
    """Nor does the error of a strict call, which names what is not known."""
    said, loaded = run(STRICT_CALL % "'created_at': 1, 'brand_new': 1")

    assert "('brand_new',)" == said
    assert "cattrs" not in loaded
