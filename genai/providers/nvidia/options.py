"""What only NVIDIA's NIMs have.  https://docs.api.nvidia.com/nim/reference/llm-apis"""

from collections.abc import Mapping
from typing import Any

from attrs import frozen

from ...checks import Options as Base
from ...checks import mapping, option


@frozen(kw_only=True)
class Options(Base):
    """
    Options of NVIDIA's NIMs that have no counterpart elsewhere.

    Args:
        chat_template_kwargs: Arguments of the model's template: ``{"enable_thinking": True}``, ``{"thinking": False}``.
    """

    chat_template_kwargs: Mapping[str, Any] | None = option(mapping, hash=False)
