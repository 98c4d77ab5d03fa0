"""DigitalOcean Gradient.  https://docs.digitalocean.com/products/gradient-ai-platform/how-to/use-serverless-inference/"""

from typing import TYPE_CHECKING

from ...provider import Info
from .._openai_chat import exports

if TYPE_CHECKING:
    from .options import Options as Options

INFO = Info(
    name="gradient",
    title="DigitalOcean Gradient",
    docs="https://docs.digitalocean.com/products/gradient-ai-platform/how-to/use-serverless-inference/",
    key_variables=("GRADIENT_MODEL_ACCESS_KEY", "DIGITALOCEAN_INFERENCE_KEY"),
    key_url="https://cloud.digitalocean.com/gen-ai/model-access-keys",
    base_url="https://inference.do-ai.run/v1",
    aliases=("digitalocean",),
)

wire, unknown_fields, __getattr__ = exports(__name__)
