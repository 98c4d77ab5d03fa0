"""How OpenAI speaks its own wire: the defaults, and what only its own models know.

https://platform.openai.com/docs/api-reference/chat/create
"""

from .._openai.kept import BatchDialect, FileDialect
from .._openai_chat.dialect import Dialect
from .._openai_embeddings.embedder import Embedder

DIALECT = Dialect(
    system_role="developer",
    outputs=frozenset({"text", "audio"}),
    embeddings=Embedder(),
    batches=BatchDialect(),
    files=FileDialect(),
)
