"""What only DigitalOcean Gradient has.  https://docs.digitalocean.com/reference/api/reference/serverless-inference/"""

from collections.abc import Mapping

from attrs import frozen

from ...checks import Options as Base
from ...checks import mapping, nonempty, option


@frozen(kw_only=True)
class Options(Base):
    """
    Options of DigitalOcean's serverless inference that have no counterpart elsewhere.

    Args:
        metadata: Up to 16 pairs of text, kept with the request.
        user: A stable id of your end user.
        logit_bias: Token ids to -100 (never) through 100 (always).
    """

    metadata: Mapping[str, str] | None = option(mapping, hash=False)
    user: str | None = option(nonempty)
    logit_bias: Mapping[str, int] | None = option(mapping, hash=False)
