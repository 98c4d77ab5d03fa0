"""How Alibaba's Model Studio speaks Chat Completions.

https://www.alibabacloud.com/help/en/model-studio/qwen-api-via-openai-chat-completions
"""

from __future__ import annotations

from ...doc import Doc
from ...errors import AuthError, ContentFiltered, ModelNotFound, QuotaExceeded, RateLimited
from .._openai_chat.dialect import Dialect
from .._openai_chat.parts import AUDIO_FORMATS, Part, image, source, video
from .._openai_chat.writers import OPTIONS, but, fixed, json_schema, switch


def sound(doc: Doc, file_id: str | None) -> Part | None:
    """A sound, by URL or as a data URL.  https://www.alibabacloud.com/help/en/model-studio/qwen-omni"""
    url, format_ = source(doc), AUDIO_FORMATS.get(doc.mime_type or "")
    return {"type": "input_audio", "input_audio": {"data": url, "format": format_}} if url and format_ else None


DIALECT = Dialect(
    options=but(
        top_k="top_k",
        frequency_penalty=None,  # not documented
        top_logprobs=OPTIONS["top_logprobs"],
        decode_as=json_schema,
        parallel="parallel_tool_calls",
        effort=switch({"enable_thinking": False}, {"enable_thinking": True}),
        budget_tokens="thinking_budget",
        search=fixed(enable_search=True),
    ),
    # Qwen-Omni speaks as well, but sends samples without the header that would make them a WAV file.
    parts={"image": image, "audio": sound, "video": video},
    tool_parts=frozenset(),
    # https://www.alibabacloud.com/help/en/model-studio/error-code
    errors={
        "Arrearage": QuotaExceeded,
        "AllocationQuota.FreeTierOnly": QuotaExceeded,
        "insufficient_quota": RateLimited,  # tokens per minute; it passes
        "limit_requests": RateLimited,
        "limit_burst_rate": RateLimited,
        "Throttling": RateLimited,
        "Throttling.RateQuota": RateLimited,
        "Throttling.AllocationQuota": RateLimited,
        "Throttling.BurstRate": RateLimited,
        "data_inspection_failed": ContentFiltered,
        "DataInspectionFailed": ContentFiltered,
        "access_denied": AuthError,
        "AccessDenied": AuthError,
        "InvalidApiKey": AuthError,
        "ModelNotFound": ModelNotFound,
    },
)
