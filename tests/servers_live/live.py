"""The servers that the environment names, and both drivers on them, over real HTTP.

``GENAI_SERVER_LLAMA=http://127.0.0.1:8081/v1`` names one, as do all variables of this form, with
``GENAI_SERVER_LLAMA_MODEL`` and ``GENAI_SERVER_LLAMA_KEY`` beside it, and ``GENAI_SERVER_LLAMA_EMBED``, a model of it
that makes vectors. The emulator is ``GENAI_SERVER_AIMOCK``, started with ``--fixtures testdata/aimock/contract.json``.
What is after ``GENAI_SERVER_`` is its name; the tables below know by it what a server does not have.
"""

from __future__ import annotations

import asyncio
import os
import re
from collections.abc import Iterator
from typing import Any, Final

import pytest
from attrs import frozen

import genai

RESPONSES: Final = "openairesponses"
BAD: Final = "a status for bad requests"
SPEAKERS: Final = {
    "LLAMA": (RESPONSES, "llamacpp", "anthropic"),
    "THINK": (RESPONSES, "llamacpp", "anthropic"),
    "LITELLM": (RESPONSES, "litellm", "anthropic", "gemini"),
    "VLLM": (RESPONSES, "vllm"),
    "EMBED": (RESPONSES, "llamacpp", "openaicompatible"),
    "AIMOCK": (RESPONSES, "openaichat", "anthropic", "gemini", "cohere", "ollama"),
}
"""Who speaks with a server, each by its own wire; with any other, ``openaicompatible`` does by Chat Completions."""
ENDS: Final = {"gemini": "/v1beta", "cohere": "", "ollama": ""}
"""The end of a base URL that is named by ``/v1``, where a wire has another."""
VECTORS_ALONE: Final = ("EMBED",)
"""Whose model makes vectors and no text."""
EMULATORS: Final = ("AIMOCK",)
"""Who plays what a file says (``testdata/aimock``), so that it can be made to say anything."""
OWN: Final = ("anthropic", "cohere", "gemini", "ollama", RESPONSES)
"""The wires of their own; all others speak Chat Completions."""
LACKS: Final = {
    ("LLAMA", RESPONSES): ("logprobs", "reasoning", "schemas", "models by name"),
    ("LLAMA", "chat"): ("reasoning", "models by name"),
    ("THINK", RESPONSES): ("logprobs", "schemas", "models by name"),
    ("THINK", "chat"): ("schemas", "models by name"),
    ("TRANSFORMERS", RESPONSES): ("logprobs", "reasoning", "tools", "schemas", "keys", "a list of its model"),
    ("TRANSFORMERS", "chat"): ("logprobs", "reasoning", "tools", "schemas", "keys", "a list of its model"),
    ("LITELLM", RESPONSES): ("logprobs", "reasoning", "schemas", "keys", BAD),
    ("LITELLM", "chat"): ("reasoning", "keys", BAD),
    ("LLAMA", "anthropic"): ("logprobs", "reasoning", "schemas", "models by name", BAD),
    ("THINK", "anthropic"): ("logprobs", "schemas", "models by name", BAD),
    ("LITELLM", "anthropic"): ("logprobs", "reasoning", "schemas", "keys", BAD),
    ("LITELLM", "gemini"): ("logprobs", "reasoning", "keys", "ids and usage", "cuts", "a list of models", BAD),
    ("AIMOCK", "ollama"): ("vectors",),  # it has the field of an older endpoint
    ("VLLM", RESPONSES): ("reasoning",),
    ("VLLM", "chat"): ("reasoning",),
}
"""What is ignored, refused or missing: seen with llama.cpp as in llama-cpp-python 0.3.36 (THINK is one with a model
that thinks; its Responses and Messages APIs do not heed a schema), transformers serve 5.23.0, the LiteLLM proxy 1.106.2
(without a database, a wrong key is a 400) and vLLM 0.32."""
UNCOUNTED: Final = ("TRANSFORMERS", "VLLM", "LITELLM")
"""Whose Responses API counts no tokens."""


@frozen(kw_only=True)
class Server:
    """One server, by one of its wires."""

    name: str
    base_url: str
    model: str
    key: str
    provider: str
    embed: str | None = None

    def needs(self, what: str) -> None:
        """Skip the test when this server does not have it."""
        if self.lacks(what) or (what == "counting tokens" and self._counts_nothing):
            pytest.skip(f"{self.name.lower()} does not have {what} for {self.provider}")

    def lacks(self, what: str) -> bool:
        """Whether the table has it that this server does not have it."""
        wire = self.provider if self.provider in OWN else "chat"
        return what in LACKS.get((self.name, wire), ())

    @property
    def strict(self) -> bool:
        """Whether its answers are those of the API: a gateway or an inference server is not OpenAI or Google."""
        return self.name in EMULATORS or self.provider not in (RESPONSES, "anthropic", "gemini")

    @property
    def _counts_nothing(self) -> bool:
        return self.provider != RESPONSES or self.name in UNCOUNTED


def servers(*left: str) -> Iterator[Server]:
    """All that the environment names, each by each of its wires, but for these."""
    for variable, url in sorted(os.environ.items()):
        if not re.fullmatch(r"GENAI_SERVER_[A-Z0-9]+", variable) or not url:
            continue
        name = variable.removeprefix("GENAI_SERVER_")
        if name in left:
            continue
        for provider in SPEAKERS.get(name, (RESPONSES, "openaicompatible")):
            yield Server(
                name=name,
                base_url=url.removesuffix("/v1") + ENDS.get(provider, "/v1"),
                model=os.environ.get(f"{variable}_MODEL", "tiny"),
                key=os.environ.get(f"{variable}_KEY", "sk-local"),
                provider=provider,
                embed=os.environ.get(f"{variable}_EMBED"),
            )


@frozen
class Live:
    """One of the two drivers, on one server. Every call has a client of its own, and asyncio an event loop."""

    kind: str
    server: Server

    def load(self, **differing: Any) -> genai.Client:
        """A client."""
        usual = {
            "model": self.server.model,
            "base_url": self.server.base_url,
            "api_key": self.server.key,
            "timeout": 120,
            "strict": self.server.strict,
        }
        return genai.load(self.server.provider, **{**usual, **differing})

    def call(self, verb: str, *args: Any, load: Any = None, **kwargs: Any) -> Any:
        """Call a verb."""
        llm = self.load(**(load or {}))
        if self.kind == "sync":
            with llm:
                return getattr(llm, verb)(*args, **kwargs)

        async def called() -> Any:
            async with llm.aio as aio:
                return await getattr(aio, verb)(*args, **kwargs)

        return asyncio.run(called())

    def stream(self, *args: Any, most: int = 10**9, **kwargs: Any) -> tuple[list[genai.Reply], genai.Result]:
        """Stream to the end, or until there are ``most`` fragments: the fragments, and the result."""
        seen: list[genai.Reply] = []
        llm = self.load()
        if self.kind == "sync":
            with llm, llm.gen_stream(*args, **kwargs) as stream:
                for fragment in stream:
                    seen.append(fragment)
                    if len(seen) >= most:
                        break
            return seen, stream.result

        async def streamed() -> genai.Result:
            async with llm.aio as aio, aio.gen_stream(*args, **kwargs) as stream:
                async for fragment in stream:
                    seen.append(fragment)
                    if len(seen) >= most:
                        break
            return stream.result

        return seen, asyncio.run(streamed())

    def gen(self, mode: str, *args: Any, **kwargs: Any) -> genai.Result:
        """One answer: at once, or streamed."""
        if mode == "stream":
            return self.stream(*args, **kwargs)[1]
        result: genai.Result = self.call("gen_sync", *args, **kwargs)
        return result
