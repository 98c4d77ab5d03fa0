"""What only Z.ai has.  https://docs.z.ai/api-reference/llm/chat-completion"""

from collections.abc import Mapping
from typing import Any

from attrs import frozen

from ...checks import Options as Base
from ...checks import boolean, mapping, nonempty, option


@frozen(kw_only=True)
class Options(Base):
    """
    Options of Z.ai that have no counterpart elsewhere.

    Args:
        clear_thinking: False lets the model see its thoughts of earlier turns; the default is True.
        do_sample: False takes the likeliest token each time.
        tool_stream: True streams the arguments of tool calls.
        web_search: In place of ``search=True``, how it searches: ``{"count": 5, "content_size": "high"}``.
        request_id: Your id of the request, 6 to 64 characters.
        user_id: Your id of the end user, 6 to 128 characters.
    """

    clear_thinking: bool | None = option(boolean)
    do_sample: bool | None = option(boolean)
    tool_stream: bool | None = option(boolean)
    web_search: Mapping[str, Any] | None = option(mapping, hash=False)
    request_id: str | None = option(nonempty)
    user_id: str | None = option(nonempty)
