"""Alibaba Cloud Model Studio.  https://www.alibabacloud.com/help/en/model-studio/qwen-api-via-openai-chat-completions"""

from typing import TYPE_CHECKING

from ...provider import Info
from .._openai_chat import exports

if TYPE_CHECKING:
    from .options import Options as Options

INFO = Info(
    name="alibaba",
    title="Alibaba Cloud Model Studio",
    docs="https://www.alibabacloud.com/help/en/model-studio/qwen-api-via-openai-chat-completions",
    aliases=("dashscope", "qwen"),
    key_variables=("DASHSCOPE_API_KEY",),
    key_url="https://www.alibabacloud.com/help/en/model-studio/get-api-key",
    base_url="https://dashscope-intl.aliyuncs.com/compatible-mode/v1",
    file_hosts=frozenset({".aliyuncs.com"}),  # buckets of Alibaba's storage, whose names change with the region
    hosts=frozenset({"dashscope-intl.aliyuncs.com", "dashscope-us.aliyuncs.com", "dashscope.aliyuncs.com"}),
    regions={
        "DASHSCOPE_API_KEY_INTL": "https://dashscope-intl.aliyuncs.com/compatible-mode/v1",
        "DASHSCOPE_API_KEY_US": "https://dashscope-us.aliyuncs.com/compatible-mode/v1",
        "DASHSCOPE_API_KEY_CN": "https://dashscope.aliyuncs.com/compatible-mode/v1",
    },
)

wire, unknown_fields, __getattr__ = exports(__name__)
