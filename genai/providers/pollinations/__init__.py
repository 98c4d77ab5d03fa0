"""Pollinations.  https://github.com/pollinations/pollinations/blob/master/APIDOCS.md"""

from typing import TYPE_CHECKING

from ...provider import Info
from .._openai_chat import exports

if TYPE_CHECKING:
    from .options import Options as Options

INFO = Info(
    name="pollinations",
    title="Pollinations",
    docs="https://github.com/pollinations/pollinations/blob/master/APIDOCS.md",
    key_variables=("POLLINATIONS_API_KEY",),
    key_url="https://enter.pollinations.ai",
    base_url="https://text.pollinations.ai",
    hosts=frozenset({"text.pollinations.ai", "image.pollinations.ai", "gen.pollinations.ai"}),
    file_hosts=frozenset({"image.pollinations.ai", "gen.pollinations.ai"}),
    keyless=True,
)

wire, unknown_fields, __getattr__ = exports(__name__)
