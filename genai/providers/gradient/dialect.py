"""How DigitalOcean's serverless inference speaks Chat Completions.

https://docs.digitalocean.com/reference/api/reference/serverless-inference/

The description has texts alone in messages; DigitalOcean's own SDK has pictures and films beside them.
"""

from .._openai_chat.dialect import Dialect
from .._openai_chat.parts import image, video
from .._openai_chat.writers import OPTIONS, but, words
from .._openai_embeddings.embedder import Embedder

DIALECT = Dialect(
    options=but(
        top_logprobs=OPTIONS["top_logprobs"],
        reply_as_json=None,
        decode_as=None,
        effort=words("none", "minimal", "low", "medium", "high", "xhigh"),
    ),
    parts={"image": image, "video": video},
    tool_parts=frozenset(),
    text_parts=False,
    thoughts_back=True,  # specified for messages that are sent
    embeddings=Embedder(options={}),
)
