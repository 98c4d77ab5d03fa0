"""How Azure OpenAI speaks Chat Completions.  https://learn.microsoft.com/en-us/azure/ai-foundry/openai/latest"""

from __future__ import annotations

from ...errors import ContentFiltered, ModelNotFound
from .._openai_chat.dialect import Dialect
from .._openai_chat.writers import OPTIONS, but

DIALECT = Dialect(
    options=but(OPTIONS, search=None, context_size=None, user_location=None),
    outputs=frozenset({"text", "audio"}),
    tool_parts=frozenset(),  # only text is specified
    request_id="apim-request-id",
    errors={"DeploymentNotFound": ModelNotFound, "ResponsibleAIPolicyViolation": ContentFiltered},
)
