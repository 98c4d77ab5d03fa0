"""llama.cpp.  https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md

llama-server, on a machine of yours; a key is what it was started with. With one model loaded, its name does not matter.
"""

from typing import TYPE_CHECKING

from ...provider import Info
from .._openai_chat import exports

if TYPE_CHECKING:
    from .options import Options as Options

INFO = Info(
    name="llamacpp",
    title="llama.cpp",
    docs="https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md",
    key_variables=("LLAMA_API_KEY",),
    base_url="http://127.0.0.1:8080",
    keyless=True,
)

wire, unknown_fields, __getattr__ = exports(__name__)
