"""What only DeepSeek has.  https://api-docs.deepseek.com/guides/thinking_mode"""

from attrs import frozen

from ...checks import Options as Base
from ...checks import one_of, option


@frozen(kw_only=True)
class Options(Base):
    """
    Options of DeepSeek that have no counterpart elsewhere.

    Args:
        thinking: ``"enabled"`` (the default of the models of today) or ``"disabled"``, which is ``effort="none"``.
    """

    thinking: str | None = option(one_of(("enabled", "disabled")))
