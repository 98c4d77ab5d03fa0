"""How Baseten's Model APIs speak Chat Completions.

https://docs.baseten.co/reference/inference-api/chat-completions
"""

from __future__ import annotations

from .._openai_chat.dialect import Dialect
from .._openai_chat.parts import audio, image
from .._openai_chat.writers import OPTIONS, Fields, but, into, json_schema, words

THINKING = "chat_template_args"
"""https://docs.baseten.co/inference/model-apis/reasoning"""


def thinking(effort: str) -> Fields:
    """Some models are told how much to think, others whether."""
    return {"reasoning_effort": effort, THINKING: {"enable_thinking": True}}


DIALECT = Dialect(
    options=but(
        top_k="top_k",
        top_logprobs=OPTIONS["top_logprobs"],
        decode_as=json_schema,
        tools=OPTIONS["tools"],
        parallel="parallel_tool_calls",
        effort=words(
            low=thinking("low"),
            medium=thinking("medium"),
            high=thinking("high"),
            xhigh=thinking("xhigh"),
            none={THINKING: {"enable_thinking": False}},
        ),
    ),
    own={THINKING: into(THINKING)},
    parts={"image": image, "audio": audio("wav", "mp3")},
    tool_parts=frozenset(),  # no document shows more than text
    text_parts=False,
    request_id="x-baseten-request-id",
)
