"""What only MiniMax has.  https://platform.minimax.io/docs/api-reference/text-openai-api"""

from attrs import frozen

from ...checks import Options as Base
from ...checks import boolean, option


@frozen(kw_only=True)
class Options(Base):
    """
    Options of MiniMax that have no counterpart elsewhere.

    Args:
        reasoning_split: False leaves the thoughts in the text, between marks, and they do not go back to the model;
            here the default is True.
    """

    reasoning_split: bool | None = option(boolean)
