"""Mistral, for the contract suite: its thoughts are parts of the content."""

from __future__ import annotations

from typing import Any

from contract.chat import CALL, SAID, THOUGHT, USAGE, chat_specimen, chunk, dumped, pieces, sse, whole


def thinking(text: str) -> dict[str, Any]:
    """Content that is thought."""
    return {"content": [{"type": "thinking", "thinking": [{"type": "text", "text": text}]}]}


SPOKEN = {"content": [*thinking(THOUGHT)["content"], {"type": "text", "text": SAID}], "tool_calls": [CALL]}
STREAMED = [chunk({"role": "assistant", "content": ""})]
STREAMED += [chunk(thinking(THOUGHT[at : at + 6])) for at in range(0, len(THOUGHT), 6)]
STREAMED += [*pieces("content", SAID), chunk({"tool_calls": [{**CALL, "index": 0}]})]
STREAMED += [chunk({"content": ""}, "tool_calls", usage=USAGE)]

SPECIMEN = chat_specimen(
    "mistral",
    answer=dumped(whole(SPOKEN, "tool_calls")),
    stream=sse(STREAMED),
    reasoning=THOUGHT,
)
