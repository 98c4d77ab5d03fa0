"""How xAI speaks Chat Completions.  https://docs.x.ai/docs/api-reference#chat-completions

Its searches are tools of the Responses API now; here there are only ``search_parameters``, for the raw endpoints.
"""

from ...doc import Doc
from .._openai_chat.dialect import Dialect
from .._openai_chat.parts import Part, image
from .._openai_chat.writers import OPTIONS, but, words


def file(doc: Doc, file_id: str | None) -> Part | None:
    """A file that was uploaded, or one by URL; not inline."""
    if file_id is not None:
        return {"type": "file", "file": {"file_id": file_id}}
    return None if doc.url is None else {"type": "file", "file": {"url": doc.url}}


DIALECT = Dialect(
    options=but(
        max_tokens="max_completion_tokens",
        top_logprobs=OPTIONS["top_logprobs"],
        parallel="parallel_tool_calls",
        effort=words("low", "medium", "high"),
    ),
    parts={"image": image, "application/pdf": file},
    thinks_beside=True,
)
