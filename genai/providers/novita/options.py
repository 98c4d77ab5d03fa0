"""What only Novita has.  https://novita.ai/docs/api-reference/model-apis-llm-create-chat-completion"""

from collections.abc import Mapping

from attrs import frozen

from ...checks import Options as Base
from ...checks import between, boolean, mapping, option


@frozen(kw_only=True)
class Options(Base):
    """
    Options of Novita that have no counterpart elsewhere.

    Args:
        separate_reasoning: True asks for thoughts beside the text, where they would be in it.
        min_p: 0 to 1; tokens less likely than this, measured by the likeliest one, are not considered.
        repetition_penalty: Above 0 to 2; 1 is none.
        logit_bias: Token ids to -100 (never) through 100 (always).
    """

    separate_reasoning: bool | None = option(boolean)
    min_p: float | None = option(between(0, 1))
    repetition_penalty: float | None = option(between(0.001, 2))
    logit_bias: Mapping[str, int] | None = option(mapping, hash=False)
