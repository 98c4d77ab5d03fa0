"""How NVIDIA's hosted NIMs speak Chat Completions.  https://docs.api.nvidia.com/nim/reference/llm-apis

Each model has a page of its own, and knows some of this.
"""

from .._openai_chat.dialect import Dialect
from .._openai_chat.parts import audio, image, video
from .._openai_chat.writers import but, into, words
from .._openai_embeddings.embedder import Embedder

EMBEDDINGS = Embedder(
    most=None,
    options={"dimensions": "dimensions", "purpose": words(key="input_type", query="query", document="passage")},
    always={"input_type": "passage"},  # models that make two kinds of vectors insist on one
)
"""https://docs.nvidia.com/nim/nemo-retriever/text-embedding/latest/reference.html"""

DIALECT = Dialect(
    # Logprobs and top_k: vLLM, on which NIMs rest, has them; no page of a hosted model does.
    options=but(
        effort=words("low", "medium", "high", none={"chat_template_kwargs": {"enable_thinking": False}}),
        budget_tokens="reasoning_budget",
    ),
    own={"chat_template_kwargs": into("chat_template_kwargs")},
    parts={"image": image, "video": video, "audio": audio("wav", "mp3")},
    tool_parts=frozenset(),  # only the user's messages may be lists
    embeddings=EMBEDDINGS,
)
