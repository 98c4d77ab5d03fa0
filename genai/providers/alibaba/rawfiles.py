"""Raw: how Model Studio keeps files.  https://www.alibabacloud.com/help/en/model-studio/openai-file-interface"""

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

    purpose: Annotated[str, Listed("file-extract", "batch", "batch_output")] | None = None


@frozen(kw_only=True)
class FileListResponse(raw.FileListResponse):
    """All files, or a page of them."""

    data: Sequence[File]
