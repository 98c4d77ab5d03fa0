"""Dialect: the words of Bedrock's that stand for MIME types and efforts, and where a region is told.

https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ContentBlock.html

The rule here: data only. What no table has is not said.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import Final

PROVIDER: Final = "bedrock"
SERVICE: Final = "bedrock"
"""The name that signatures are made for."""
REQUEST_ID: Final = "x-amzn-requestid"
ERROR_TYPE: Final = "x-amzn-errortype"

IMAGES: Final = {"image/png": "png", "image/jpeg": "jpeg", "image/gif": "gif", "image/webp": "webp"}
VIDEOS: Final = {
    "video/mp4": "mp4",
    "video/webm": "webm",
    "video/quicktime": "mov",
    "video/x-matroska": "mkv",
    "video/x-flv": "flv",
    "video/mpeg": "mpeg",
    "video/x-ms-wmv": "wmv",
    "video/3gpp": "three_gp",
}
SOUNDS: Final = {
    "audio/mpeg": "mp3",
    "audio/wav": "wav",
    "audio/x-wav": "wav",
    "audio/aac": "aac",
    "audio/flac": "flac",
    "audio/mp4": "m4a",
    "audio/ogg": "ogg",
    "audio/opus": "opus",
    "audio/webm": "webm",
    "audio/x-matroska": "mka",
}
DOCUMENTS: Final = {
    "application/pdf": "pdf",
    "application/msword": "doc",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/vnd.ms-excel": "xls",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "text/csv": "csv",
    "text/html": "html",
    "text/markdown": "md",
    "text/plain": "txt",
}
FORMATS: Final[Mapping[str, tuple[str, str]]] = {
    mime_type: (kind, word)
    for kind, words in (("image", IMAGES), ("video", VIDEOS), ("audio", SOUNDS), ("document", DOCUMENTS))
    for mime_type, word in words.items()
}
"""A MIME type to the kind of block, and the word for its format."""
MIME_TYPES: Final[Mapping[tuple[str, str], str]] = {
    said: mime_type for mime_type, said in reversed(list(FORMATS.items()))
}
"""The same, the other way round."""

EFFORTS: Final = ("low", "medium", "high", "xhigh", "max")
FORCED: Final[Mapping[str, dict[str, dict[str, str]]]] = {"auto": {"auto": {}}, "required": {"any": {}}}

REGION: Final = re.compile(r"bedrock-runtime(?:-fips)?\.([a-z0-9-]+)\.")
"""https://docs.aws.amazon.com/general/latest/gr/bedrock.html"""
GEOGRAPHY: Final = re.compile(r"^(?:global|us|us-gov|eu|apac|jp|au|ca|sa|amer)\.(?=\w+\.)")
"""What the name of an inference profile has before the model's.
https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-support.html"""
VARIABLES: Final = ("AWS_REGION", "AWS_DEFAULT_REGION")


def region_of(url: str) -> str | None:
    """The region that a server's URL names, else the environment's."""
    named = REGION.search(url)
    return named[1] if named else next((value for name in VARIABLES if (value := os.environ.get(name))), None)


def home(base_url: str) -> str:
    """A base URL with its region, where only the second variable tells it."""
    region = os.environ.get("AWS_DEFAULT_REGION")
    return base_url.replace("{AWS_REGION}", region) if region else base_url
