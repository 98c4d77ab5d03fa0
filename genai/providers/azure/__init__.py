"""Azure OpenAI.  https://learn.microsoft.com/en-us/azure/ai-foundry/openai/latest

AZURE_OPENAI_ENDPOINT is your resource: ``https://NAME.openai.azure.com``. A model is the name of a deployment. No
host is Azure's own here: a key goes only where you, or that variable, say.
"""

from typing import TYPE_CHECKING

from ...provider import Info
from .._openai_chat import exports

if TYPE_CHECKING:
    from .options import Options as Options

INFO = Info(
    name="azure",
    title="Azure OpenAI",
    docs="https://learn.microsoft.com/en-us/azure/ai-foundry/openai/latest",
    key_variables=("AZURE_OPENAI_API_KEY", "AZURE_OPENAI_AD_TOKEN"),
    key_url="https://portal.azure.com",
    base_url="{AZURE_OPENAI_ENDPOINT}/openai/v1",
)

wire, unknown_fields, __getattr__ = exports(__name__)
