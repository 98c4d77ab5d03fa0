"""How Baseten's Model APIs speak Chat Completions.

https://docs.baseten.co/reference/inference-api/chat-completions
"""

from .._openai_chat.dialect import Dialect
from .._openai_chat.parts import audio, image
from .._openai_chat.writers import NEWER, Fields, but, into, words

THINKING = "chat_template_args"
"""https://docs.baseten.co/inference/model-apis/reasoning"""


def thinking(effort: str) -> Fields:
    """Some models are told how much to think, others whether."""
    return {"reasoning_effort": effort, THINKING: {"enable_thinking": True}}


DIALECT = Dialect(
    options=but(
        NEWER,
        top_k="top_k",
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
