"""What only Model Studio has.

https://www.alibabacloud.com/help/en/model-studio/qwen-api-via-openai-chat-completions
"""

from collections.abc import Mapping
from typing import Any

from attrs import frozen

from ...checks import Options as Base
from ...checks import between, boolean, mapping, option


@frozen(kw_only=True)
class Options(Base):
    """
    Options of Model Studio that have no counterpart elsewhere.

    Args:
        repetition_penalty: Above 0; 1 is none.
        search_options: How it searches: ``{"forced_search": True, "search_strategy": "max"}``.
        enable_code_interpreter: True lets it run code on the provider's side.
        vl_high_resolution_images: True looks at pictures more closely, for more tokens.
        translation_options: For Qwen-MT: ``{"source_lang": "auto", "target_lang": "English"}``.
    """

    repetition_penalty: float | None = option(between(0.001))
    search_options: Mapping[str, Any] | None = option(mapping, hash=False)
    enable_code_interpreter: bool | None = option(boolean)
    vl_high_resolution_images: bool | None = option(boolean)
    translation_options: Mapping[str, Any] | None = option(mapping, hash=False)
