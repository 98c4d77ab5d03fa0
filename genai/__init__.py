"""Talk to any generative-AI provider through one small set of types.

``gen_sync`` is one answer at once, ``gen_stream`` one answer in fragments, and ``gen_async`` **a job** that runs at the
provider (not asyncio). asyncio is ``llm.aio``, with the same verbs.

    >>> import genai
    >>> llm = genai.load("openai", model="GOOD")
    >>> llm.gen_sync("Name one fruit.").text          # doctest: +SKIP
    'Apple'

Importing this loads nothing heavy: each name is loaded from its module when it is first used.
"""

from __future__ import annotations

__version__ = "0.1.0"

from typing import TYPE_CHECKING as _TYPE_CHECKING
from typing import Any as _Any

if _TYPE_CHECKING:
    from . import jobs, providers, schema, scoreboard
    from .caches import Cache
    from .capabilities import Capabilities, Modality, Model
    from .citations import Citation, CitationSource
    from .client import AsyncClient, Client
    from .doc import Doc
    from .embeddings import Embeddings
    from .errors import (
        AccountError,
        AuthError,
        BadAnswer,
        CallerError,
        ConnectionFailed,
        ContentFiltered,
        ContextTooLong,
        Error,
        InvalidRequest,
        JobCancelled,
        JobError,
        JobExpired,
        JobFailed,
        JobUnknown,
        ModelNotFound,
        NetworkError,
        NotSupported,
        Overloaded,
        ProviderError,
        QuotaExceeded,
        RateLimited,
        ServiceError,
        StreamInterrupted,
        TimedOut,
        ToolError,
    )
    from .files import File
    from .jobs import BatchItem, BatchJob, BatchResult, Job
    from .loading import load, poke
    from .messages import (
        Message,
        Messages,
        Reply,
        Request,
        ToolCall,
        ToolCallResult,
        ToolDelta,
        user,
    )
    from .options import (
        AudioOptions,
        EmbedOptions,
        ExtraBody,
        ExtraHeaders,
        ImageOptions,
        JobOptions,
        PollInterval,
        ReasoningOptions,
        Seed,
        TextOptions,
        Timeout,
        ToolOptions,
        VideoOptions,
        WebOptions,
    )
    from .provider import AsyncProvider, Provider
    from .providers import available
    from .results import Attempt, FinishReason, Logprob, RateLimit, Result, Usage, fold
    from .retries import Retry
    from .streams import AsyncStream, Stream
    from .tools import Tool
else:
    _PUBLIC = {
        "caches": ("Cache",),
        "capabilities": ("Capabilities", "Modality", "Model"),
        "citations": ("Citation", "CitationSource"),
        "client": ("AsyncClient", "Client"),
        "doc": ("Doc",),
        "embeddings": ("Embeddings",),
        "errors": (
            "AccountError", "AuthError", "BadAnswer", "CallerError", "ConnectionFailed", "ContentFiltered",
            "ContextTooLong", "Error", "InvalidRequest", "JobCancelled", "JobError", "JobExpired", "JobFailed",
            "JobUnknown", "ModelNotFound", "NetworkError", "NotSupported", "Overloaded", "ProviderError",
            "QuotaExceeded", "RateLimited", "ServiceError", "StreamInterrupted", "TimedOut", "ToolError",
        ),
        "files": ("File",),
        "jobs": ("BatchItem", "BatchJob", "BatchResult", "Job"),
        "loading": ("load", "poke"),
        "messages": (
            "Message", "Messages", "Reply", "Request", "ToolCall", "ToolCallResult",
            "ToolDelta", "user",
        ),
        "options": (
            "AudioOptions", "EmbedOptions", "ExtraBody", "ExtraHeaders", "ImageOptions", "JobOptions",
            "PollInterval", "ReasoningOptions", "Seed", "TextOptions", "Timeout", "ToolOptions", "VideoOptions",
            "WebOptions",
        ),
        "provider": ("AsyncProvider", "Provider"),
        "providers": ("available",),
        "results": ("Attempt", "FinishReason", "Logprob", "RateLimit", "Result", "Usage", "fold"),
        "retries": ("Retry",),
        "streams": ("AsyncStream", "Stream"),
        "tools": ("Tool",),
    }  # fmt: skip
    _HOME = {name: module for module, names in _PUBLIC.items() for name in names}
    _MODULES = ("jobs", "providers", "schema", "scoreboard")

    def __getattr__(name: str) -> _Any:
        import importlib

        if name in _MODULES:
            return importlib.import_module(f"{__name__}.{name}")
        if name not in _HOME:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(importlib.import_module(f"{__name__}.{_HOME[name]}"), name)
        globals()[name] = value
        return value

    def __dir__() -> list[str]:
        return __all__


__all__ = [
    "AccountError",
    "AsyncClient",
    "AsyncProvider",
    "AsyncStream",
    "Attempt",
    "AudioOptions",
    "AuthError",
    "available",
    "BadAnswer",
    "BatchItem",
    "BatchJob",
    "BatchResult",
    "Cache",
    "CallerError",
    "Capabilities",
    "Citation",
    "CitationSource",
    "Client",
    "ConnectionFailed",
    "ContentFiltered",
    "ContextTooLong",
    "Doc",
    "Embeddings",
    "EmbedOptions",
    "Error",
    "ExtraBody",
    "ExtraHeaders",
    "File",
    "FinishReason",
    "fold",
    "ImageOptions",
    "InvalidRequest",
    "Job",
    "JobCancelled",
    "JobError",
    "JobExpired",
    "JobFailed",
    "JobOptions",
    "jobs",
    "JobUnknown",
    "load",
    "Logprob",
    "Message",
    "Messages",
    "Modality",
    "Model",
    "ModelNotFound",
    "NetworkError",
    "NotSupported",
    "Overloaded",
    "poke",
    "PollInterval",
    "Provider",
    "ProviderError",
    "providers",
    "QuotaExceeded",
    "RateLimit",
    "RateLimited",
    "ReasoningOptions",
    "Reply",
    "Request",
    "Result",
    "Retry",
    "schema",
    "scoreboard",
    "Seed",
    "ServiceError",
    "Stream",
    "StreamInterrupted",
    "TextOptions",
    "TimedOut",
    "Timeout",
    "Tool",
    "ToolCall",
    "ToolCallResult",
    "ToolDelta",
    "ToolError",
    "ToolOptions",
    "Usage",
    "user",
    "VideoOptions",
    "WebOptions",
]
