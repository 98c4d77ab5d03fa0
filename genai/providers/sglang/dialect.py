"""How SGLang speaks Chat Completions.  https://docs.sglang.ai/basic_usage/openai_api_completions.html"""

from .._openai_chat.dialect import Dialect
from .._openai_chat.parts import audio_url, image, video
from .._openai_chat.writers import OPTIONS, but
from .._openai_embeddings.embedder import BARE

DIALECT = Dialect(
    options=but(OPTIONS, top_k="top_k", search=None, context_size=None, user_location=None),
    parts={"image": image, "audio": audio_url, "video": video},
    think_tags=("<think>", "</think>"),  # of a server without --reasoning-parser
    thoughts_back=True,
    embeddings=BARE,
)
