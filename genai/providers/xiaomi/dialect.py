"""How Xiaomi's MiMo speaks Chat Completions.  https://platform.xiaomimimo.com/docs/en-US/api/chat/openai-api"""

from typing import Any

from .._openai_chat.dialect import Dialect
from .._openai_chat.parts import audio, image, video
from .._openai_chat.writers import OPTIONS, but, choice, fixed, functions, switch

READER = {"system": "user", "user": "assistant"}
"""Who says what to a model that speaks: a text to be read stands as its own, and instructions as the user's."""


def tweak(body: dict[str, Any]) -> None:
    """Models that speak read texts out; they answer none (recorded)."""
    if body.pop("modalities", None):
        body["messages"] = [{**said, "role": READER.get(said["role"], said["role"])} for said in body["messages"]]


DIALECT = Dialect(
    options=but(
        max_tokens="max_completion_tokens",
        seed=None,
        decode_as=None,  # JSON, but not of a given schema
        tools=functions,
        force=choice("auto", named=False),
        effort=switch({"thinking": {"type": "disabled"}}, {"thinking": {"type": "enabled"}}),
        search=fixed(tools=[{"type": "web_search", "force_search": True}]),
        voice=OPTIONS["voice"],
        audio_format=OPTIONS["audio_format"],
    ),
    own={"web_search": lambda how: {"tools": [{"type": "web_search", **how}]}},
    streamed={},  # usage comes unasked
    outputs=frozenset({"text", "audio"}),
    tweak=tweak,
    parts={  # what others it takes, it says in its errors (recorded)
        "image": image,
        "audio": audio("mp3", "flac", "m4a", "wav", "ogg"),
        **dict.fromkeys(("video/mp4", "video/quicktime", "video/x-msvideo", "video/x-ms-wmv"), video),
    },
    tool_parts=frozenset(),
    thoughts_back=True,
)
