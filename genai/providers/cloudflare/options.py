"""What only Workers AI has.  https://developers.cloudflare.com/workers-ai/models/"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import frozen

from ...checks import Options as Base
from ...checks import between, boolean, mapping, option


@frozen(kw_only=True)
class Options(Base):
    """
    Options of Workers AI that have no counterpart elsewhere.

    Args:
        repetition_penalty: 0 to 2; more than 1 makes words that were said less likely.
        raw: True leaves the model's chat template out.
        options: ``{"rejectIfBusy": True}`` fails at once where the request would wait for capacity.
    """

    repetition_penalty: float | None = option(between(0, 2))
    raw: bool | None = option(boolean)
    options: Mapping[str, Any] | None = option(mapping, hash=False)
