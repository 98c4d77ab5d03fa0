"""What only Moonshot AI has.  https://platform.kimi.ai/docs/api/chat"""

from collections.abc import Mapping
from typing import Any

from attrs import frozen

from ...checks import Options as Base
from ...checks import mapping, nonempty, option


@frozen(kw_only=True)
class Options(Base):
    """
    Options of Moonshot AI that have no counterpart elsewhere.

    Args:
        thinking: For the K2 models: ``{"type": "enabled", "keep": "all"}`` shows them their earlier thoughts.
        prompt_cache_key: Groups the requests of one session, for the prompt cache.
        safety_identifier: A stable id of your end user.
    """

    thinking: Mapping[str, Any] | None = option(mapping, hash=False)
    prompt_cache_key: str | None = option(nonempty)
    safety_identifier: str | None = option(nonempty)
