"""What only MiMo has.  https://platform.xiaomimimo.com/docs/en-US/api/chat/openai-api"""

from collections.abc import Mapping
from typing import Any

from attrs import frozen

from ...checks import Options as Base
from ...checks import mapping, option


@frozen(kw_only=True)
class Options(Base):
    """
    Options of MiMo that have no counterpart elsewhere.

    Args:
        web_search: In place of ``search=True``, how it searches, any of ``force_search``, ``max_keyword``, ``limit``
            and ``user_location``; ``{}`` leaves it to the model.
    """

    web_search: Mapping[str, Any] | None = option(mapping, hash=False)
