"""How Pollinations speaks Chat Completions.  https://github.com/pollinations/pollinations/blob/master/APIDOCS.md

The paths are those of text.pollinations.ai, where it was recorded, and which needs no key. gen.pollinations.ai, which
needs one, knows the first of them as well: ``load("pollinations", base_url="https://gen.pollinations.ai")``.
"""

from .._openai_chat.dialect import Dialect
from .._openai_chat.parts import audio, image
from .._openai_chat.writers import OPTIONS, but

DIALECT = Dialect(
    path="/openai",
    options=but(
        top_logprobs=OPTIONS["top_logprobs"],
        parallel="parallel_tool_calls",
        effort="reasoning_effort",
        budget_tokens="thinking_budget",
        voice=OPTIONS["voice"],
        audio_format=OPTIONS["audio_format"],
    ),
    always={"private": True},  # else it is shown to everyone
    outputs=frozenset({"text", "audio"}),
    parts={"image": image, "audio": audio("wav", "mp3")},
    tool_parts=frozenset(),
)
