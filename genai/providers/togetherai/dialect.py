"""How Together speaks Chat Completions.  https://docs.together.ai/reference/chat-completions-1"""

from typing import Any

from ...errors import ModelNotFound
from ...spool import Limits
from .._openai import pages
from .._openai.kept import TEXT, BatchDialect, FileDialect
from .._openai_chat.dialect import Dialect
from .._openai_chat.parts import audio_url, image, video
from .._openai_chat.writers import but, into, json_schema, words
from .._openai_embeddings.embedder import BARE


def tweak(body: dict[str, Any]) -> None:
    """A call that goes back says its place among the calls."""
    for message in body["messages"]:
        for index, call in enumerate(message.get("tool_calls", ())):
            call["index"] = index


def upload_form(filename: str) -> dict[str, str]:
    """What an upload says of a file: its name, and its kind, of which there are three."""
    suffix = filename.rpartition(".")[2].lower()
    return {"file_name": filename, "file_type": suffix if suffix in ("csv", "parquet") else "jsonl"}


DIALECT = Dialect(
    options=but(
        top_k="top_k",
        top_logprobs="logprobs",
        decode_as=json_schema,  # recorded, too: the schema itself, under "schema"
        # https://docs.together.ai/docs/inference/chat/reasoning: models know the first three, or on and off
        effort=words("low", "medium", "high", none={"reasoning": {"enabled": False}}),
    ),
    own={"chat_template_kwargs": into("chat_template_kwargs"), "enable_reasoning": "reasoning.enabled"},
    streamed={},  # usage comes unasked
    tweak=tweak,
    parts={"image": image, "video": video, "audio": audio_url},  # input_audio would be WAV alone
    tool_parts=frozenset(),
    errors={ModelNotFound: ("model_not_available",)},
    embeddings=BARE,
    # https://docs.together.ai/docs/inference/batch/overview; what a batch object has is in the description alone
    batches=BatchDialect(
        endpoints={"text": TEXT},
        limits=Limits(requests=50_000, bytes=100_000_000),
        addressed=False,
        metadata=None,
        made="job",
        counts=None,
        pages=pages.BARE,
    ),
    files=FileDialect(
        upload="files/upload", purpose="batch-api", batch="batch-api", form=upload_form, pages=pages.WHOLE
    ),
)
