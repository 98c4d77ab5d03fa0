"""How DeepSeek speaks Chat Completions.  https://api-docs.deepseek.com/api/create-chat-completion

A tool that is forced while the model thinks is refused by the server (recorded).
"""

from .._openai_chat.dialect import Dialect
from .._openai_chat.parts import IMAGES
from .._openai_chat.writers import OPTIONS, but, functions, words

DIALECT = Dialect(
    options=but(
        seed=None,
        decode_as=None,
        top_logprobs=OPTIONS["top_logprobs"],
        tools=functions,
        effort=words("minimal", "low", "medium", "high", "xhigh", "max", none={"thinking": {"type": "disabled"}}),
    ),
    own={"thinking": "thinking.type"},
    parts=IMAGES,  # deepseek-flash.  https://api-docs.deepseek.com/guides/vision
    tool_parts=frozenset(),
    text_parts=False,
    thoughts_back=True,  # without them the turns after a tool call fail.  https://api-docs.deepseek.com/guides/thinking_mode
)
