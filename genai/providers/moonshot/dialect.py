"""How Moonshot AI's Kimi speaks Chat Completions.  https://platform.kimi.ai/docs/api/chat"""

from ...doc import Doc
from ...errors import AuthError, ModelNotFound, Overloaded, QuotaExceeded, RateLimited
from ...spool import Limits
from .._openai.kept import TEXT, BatchDialect, FileDialect
from .._openai.pages import WHOLE
from .._openai_chat.dialect import Dialect
from .._openai_chat.parts import Part, PartWriter, inline
from .._openai_chat.writers import but, functions, json_schema, words


def seen(kind: str) -> PartWriter:
    """A picture or a film: inline, or uploaded; not by URL.  https://platform.kimi.ai/docs/guide/use-kimi-vision-model"""

    def write(doc: Doc, file_id: str | None) -> Part | None:
        url = inline(doc) if file_id is None else f"ms://{file_id}"
        return None if url is None else {"type": kind, kind: {"url": url}}

    return write


DIALECT = Dialect(
    options=but(
        max_tokens="max_completion_tokens",
        seed=None,
        decode_as=json_schema,
        tools=functions,
        effort=words("low", "high", "max", none={"thinking": {"type": "disabled"}}),  # "none" is for the K2 models
    ),
    parts={"image": seen("image_url"), "video": seen("video_url")},
    tool_parts=frozenset(),
    thoughts_back=True,
    # https://platform.kimi.ai/docs/api/errors
    errors={
        AuthError: ("invalid_authentication_error", "incorrect_api_key_error", "permission_denied_error"),
        QuotaExceeded: ("exceeded_current_quota_error",),
        RateLimited: ("rate_limit_reached_error",),
        Overloaded: ("engine_overloaded_error",),
        ModelNotFound: ("resource_not_found_error",),
    },
    # https://platform.kimi.ai/docs/api/batch-create; nothing tells how many lines a file may have
    batches=BatchDialect(endpoints={"text": TEXT}, limits=Limits(requests=50_000, bytes=100_000_000)),
    # https://platform.kimi.ai/docs/api/files-upload; the content of a document is the text that was found in it
    files=FileDialect(purpose="file-extract", purposes={"image": "image", "video": "video"}, pages=WHOLE),
)
