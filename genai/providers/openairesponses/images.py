"""How OpenAI speaks its own Images API: as the wire's defaults have it.

https://platform.openai.com/docs/api-reference/images
"""

from __future__ import annotations

from .._openai.kept import IMAGE, BatchDialect
from .._openai_images.dialect import Dialect

DIALECT = Dialect(batches=BatchDialect(endpoints={"image": IMAGE}))
