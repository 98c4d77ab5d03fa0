"""What only SambaNova has.

https://docs.sambanova.ai/docs/api-reference/chat-completions/create-chat-based-completion
"""

from collections.abc import Mapping
from typing import Any

from attrs import frozen

from ...checks import Options as Base
from ...checks import boolean, mapping, option


@frozen(kw_only=True)
class Options(Base):
    """
    Options of SambaNova that have no counterpart elsewhere.

    Args:
        chat_template_kwargs: Arguments of the model's template, such as ``{"enable_thinking": True}``.
        do_sample: False always takes the likeliest token.
    """

    chat_template_kwargs: Mapping[str, Any] | None = option(mapping, hash=False)
    do_sample: bool | None = option(boolean)
