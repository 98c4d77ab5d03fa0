"""How Alibaba's Model Studio speaks Chat Completions.

https://www.alibabacloud.com/help/en/model-studio/qwen-api-via-openai-chat-completions
"""

from ...doc import Doc
from ...errors import AuthError, ContentFiltered, ModelNotFound, QuotaExceeded, RateLimited
from ...spool import Limits
from .._openai.kept import BatchDialect, FileDialect
from .._openai_chat.dialect import Dialect
from .._openai_chat.parts import AUDIO_FORMATS, Part, image, source, video
from .._openai_chat.writers import NEWER, but, fixed, lenient_functions, switch
from .._openai_embeddings.embedder import Embedder


def sound(doc: Doc, file_id: str | None) -> Part | None:
    """A sound, by URL or as a data URL.  https://www.alibabacloud.com/help/en/model-studio/qwen-omni"""
    url, format_ = source(doc), AUDIO_FORMATS.get(doc.mime_type or "")
    return {"type": "input_audio", "input_audio": {"data": url, "format": format_}} if url and format_ else None


DIALECT = Dialect(
    options=but(
        NEWER,
        top_k="top_k",
        frequency_penalty=None,  # not documented
        tools=lenient_functions,
        effort=switch({"enable_thinking": False}, {"enable_thinking": True}),
        budget_tokens="thinking_budget",
        search=fixed(enable_search=True),
    ),
    # Qwen-Omni speaks as well, but sends samples without the header that would make them a WAV file.
    parts={"image": image, "audio": sound, "video": video},
    tool_parts=frozenset(),
    # https://www.alibabacloud.com/help/en/model-studio/error-code
    errors={
        QuotaExceeded: ("Arrearage", "AllocationQuota.FreeTierOnly"),
        RateLimited: (
            "insufficient_quota",  # tokens per minute; it passes
            "limit_requests",
            "limit_burst_rate",
            "Throttling",
            "Throttling.RateQuota",
            "Throttling.AllocationQuota",
            "Throttling.BurstRate",
        ),
        ContentFiltered: ("data_inspection_failed", "DataInspectionFailed"),
        AuthError: ("access_denied", "AccessDenied", "InvalidApiKey"),
        ModelNotFound: ("ModelNotFound",),
    },
    embeddings=Embedder(most=10, always={}),
    # https://www.alibabacloud.com/help/en/model-studio/batch-interfaces-compatible-with-openai
    batches=BatchDialect(limits=Limits(requests=50_000, bytes=500_000_000), metadata="ds_name"),
    # https://www.alibabacloud.com/help/en/model-studio/openai-file-interface
    files=FileDialect(purpose="file-extract"),
)
