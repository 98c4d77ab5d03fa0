"""How Azure OpenAI speaks Chat Completions.  https://learn.microsoft.com/en-us/azure/ai-foundry/openai/latest"""

from typing import Any

from ...errors import ContentFiltered, ModelNotFound
from ...spool import Limits
from .._openai.kept import TEXT, BatchDialect, FileDialect, within
from .._openai.pages import WHOLE
from .._openai_chat.dialect import Dialect
from .._openai_chat.writers import OPTIONS, but
from .._openai_embeddings.embedder import Embedder


def batch_body(file_id: str, endpoint: str, model: str) -> dict[str, Any]:
    """What begins a batch: it names the endpoint without the version that is in the lines."""
    return within("24h")(file_id, endpoint.removeprefix("/v1"), model)


def expiring(filename: str) -> dict[str, str]:
    """When a file goes, which has to be said: after thirty days, the longest there is."""
    return {"expires_after[anchor]": "created_at", "expires_after[seconds]": "2592000"}


DIALECT = Dialect(
    options=but(OPTIONS, search=None, context_size=None, user_location=None),
    outputs=frozenset({"text", "audio"}),
    tool_parts=frozenset(),  # only text is specified
    request_id="apim-request-id",
    errors={ModelNotFound: ("DeploymentNotFound",), ContentFiltered: ("ResponsibleAIPolicyViolation",)},
    embeddings=Embedder(),
    # https://learn.microsoft.com/en-us/azure/ai-foundry/openai/how-to/batch
    batches=BatchDialect(endpoints={"text": TEXT}, limits=Limits(requests=100_000, bytes=200_000_000), body=batch_body),
    files=FileDialect(purpose="assistants", form=expiring, pages=WHOLE),
)
