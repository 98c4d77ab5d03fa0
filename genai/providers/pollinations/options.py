"""What only Pollinations has.  https://github.com/pollinations/pollinations/blob/master/APIDOCS.md"""

from collections.abc import Mapping

from attrs import frozen

from ...checks import Options as Base
from ...checks import between, boolean, mapping, nonempty, option


@frozen(kw_only=True)
class Options(Base):
    """
    Options of Pollinations that have no counterpart elsewhere.

    Args:
        private: False lets others see the answer, in the public feed; here the default is True.
        repetition_penalty: 0 to 2; 1 is none.
        logit_bias: Token ids to -100 (never) through 100 (always).
        user: Your id of the end user.
    """

    private: bool | None = option(boolean)
    repetition_penalty: float | None = option(between(0, 2))
    logit_bias: Mapping[str, int] | None = option(mapping, hash=False)
    user: str | None = option(nonempty)
