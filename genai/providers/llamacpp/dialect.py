"""How llama-server speaks Chat Completions.  https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md

A tool that is forced by its name is not forced at all: the server takes any object for ``"auto"`` (seen on a real one).
"""

from ...errors import InvalidRequest, Overloaded
from .._openai_chat.dialect import Dialect
from .._openai_chat.parts import audio, image, video
from .._openai_chat.writers import OPTIONS, Fields, but, choice, into
from .._openai_embeddings.embedder import Embedder


def thinking(effort: str) -> Fields:
    """Templates that know no effort know whether to think; older servers know no effort at all."""
    return {"reasoning_effort": effort, "chat_template_kwargs": {"enable_thinking": effort != "none"}}


DIALECT = Dialect(
    models="/v1/models",
    options=but(
        top_k="top_k",
        top_logprobs=OPTIONS["top_logprobs"],
        force=choice("auto", "required", "none", named=False),
        parallel="parallel_tool_calls",
        effort=thinking,
        budget_tokens="thinking_budget_tokens",  # in the server's source; its README does not tell
    ),
    own={"chat_template_kwargs": into("chat_template_kwargs")},
    parts={"image": image, "audio": audio("wav", "mp3", "flac"), "video": video},
    think_tags=("<think>", "</think>"),  # reasoning_format="none"
    thoughts_back=True,
    errors={InvalidRequest: ("not_supported_error",), Overloaded: ("unavailable_error",)},
    embeddings=Embedder(path="/v1/embeddings", most=None, options={}, always={}),  # it ignores dimensions
)
