"""How Together speaks Chat Completions.  https://docs.together.ai/reference/chat-completions-1"""

from __future__ import annotations

from typing import Any

from ...errors import ModelNotFound
from .._openai_chat.dialect import Dialect
from .._openai_chat.parts import audio_url, image, video
from .._openai_chat.writers import but, into, json_schema, words


def tweak(body: dict[str, Any]) -> None:
    """A call that goes back says its place among the calls."""
    for message in body["messages"]:
        for index, call in enumerate(message.get("tool_calls", ())):
            call["index"] = index


DIALECT = Dialect(
    options=but(
        top_k="top_k",
        top_logprobs="logprobs",
        decode_as=json_schema,  # recorded, too: the schema itself, under "schema"
        # https://docs.together.ai/docs/inference/chat/reasoning: models know the first three, or on and off
        effort=words("low", "medium", "high", none={"reasoning": {"enabled": False}}),
    ),
    own={"chat_template_kwargs": into("chat_template_kwargs"), "enable_reasoning": "reasoning.enabled"},
    streamed={},  # usage comes unasked
    tweak=tweak,
    parts={"image": image, "video": video, "audio": audio_url},  # input_audio would be WAV alone
    tool_parts=frozenset(),
    errors={"model_not_available": ModelNotFound},
)
