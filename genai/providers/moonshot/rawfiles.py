"""Raw: how Moonshot AI keeps files.  https://platform.kimi.ai/docs/api/files-upload"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Annotated

from attrs import frozen

from ...wiretypes import Listed
from ..openairesponses import raw

__getattr__ = partial(getattr, raw)
"""All that is not different here."""


@frozen(kw_only=True)
class File(raw.File):
    """An uploaded file."""

    purpose: Annotated[str, Listed("file-extract", "image", "video", "batch", "batch_output")] | None = None
    status: Annotated[str, Listed("ok", "ready", "error")] | None = None


@frozen(kw_only=True)
class FileListResponse(raw.FileListResponse):
    """All files, or a page of them."""

    data: Sequence[File]
