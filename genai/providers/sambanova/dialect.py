"""How SambaNova speaks Chat Completions.

https://docs.sambanova.ai/docs/api-reference/chat-completions/create-chat-based-completion
"""

from .._openai_chat.dialect import Dialect
from .._openai_chat.parts import inline_image
from .._openai_chat.writers import but, into, json_schema, words

DIALECT = Dialect(
    # Seed, penalties and logprobs are in the API, and "not yet supported by our models" or "not currently implemented".
    options=but(
        seed=None,
        frequency_penalty=None,
        presence_penalty=None,
        top_k="top_k",
        decode_as=json_schema,
        parallel="parallel_tool_calls",
        effort=words("low", "medium", "high", none={"chat_template_kwargs": {"enable_thinking": False}}),
    ),
    own={"chat_template_kwargs": into("chat_template_kwargs")},
    parts={"image": inline_image},  # "currently only base64 encoded image supported"
    tool_parts=frozenset(),
)
