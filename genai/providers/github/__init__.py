"""GitHub Models.  https://docs.github.com/en/rest/models/inference"""

from ...provider import Info
from .._openai_chat import exports

INFO = Info(
    name="github",
    title="GitHub Models",
    docs="https://docs.github.com/en/rest/models/inference",
    key_variables=("GITHUB_TOKEN",),
    key_url="https://github.com/settings/tokens",
    base_url="https://models.github.ai",  # or .../orgs/NAME, which then pays
)

wire, unknown_fields, __getattr__ = exports(__name__)
