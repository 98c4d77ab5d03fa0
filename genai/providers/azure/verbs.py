"""Where Azure OpenAI takes conversations, by the base URL that a caller gives; and its keys.

The rule here: the v1 URLs need no version. The older ones name the deployment and want one: OPENAI_API_VERSION, or else
the version that their description is of.

https://learn.microsoft.com/en-us/azure/ai-foundry/openai/api-version-lifecycle
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from attrs import evolve, frozen

from ...provider import Ask, Config
from .._openai.paths import path
from .._openai_chat import verbs
from .._openai_embeddings.embedder import Embedder

if TYPE_CHECKING:
    from .._openai.kept import BatchDialect, FileDialect

API_VERSION: Final = "2025-03-01-preview"
OLDER: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    (r".*/openai/deployments/[^/]+", ()),
    (r".*/openai/deployments", ("{model}",)),
    (r".*/openai", ("deployments", "{model}")),
)
"""How a base URL of the older form ends, and what comes between it and the endpoint."""


@frozen(kw_only=True)
class Deployed(Embedder):
    """Vectors by the URL of a deployment: the body names no model."""

    def body(self, model: str, texts: Sequence[str], said: Mapping[str, Any]) -> dict[str, Any]:
        """The body of one request."""
        return {key: value for key, value in super().body(model, texts, said).items() if key != "model"}


class Chat(verbs.Chat):
    """Azure OpenAI, by its v1 URLs or by those of deployments."""

    def __init__(self, config: Config, package: str) -> None:
        super().__init__(config, package)
        self.capabilities = evolve(self.capabilities, list_models=self.models_path is not None)

    @property
    def chat_path(self) -> str:
        """With the deployment and the version in it, where they belong there."""
        return self._deployed("chat", "completions") or super().chat_path

    @property
    def embedder(self) -> Embedder | None:
        """The same for vectors."""
        where = self._deployed("embeddings")
        return Deployed(path=where) if where else super().embedder

    @property
    def models_path(self) -> str | None:
        """Only the v1 URLs list the models."""
        return super().models_path if self._between() is None else None

    @property
    def batches(self) -> BatchDialect | None:
        """Only at the v1 URLs; the older ones name one deployment."""
        return super().batches if self._between() is None else None

    @property
    def files(self) -> FileDialect | None:
        """The same for files."""
        return super().files if self._between() is None else None

    def encoded(self, ask: Ask, streamed: bool = False) -> tuple[dict[str, Any], tuple[str, ...]]:
        """Without the model, where the URL says it: the description of those URLs has none in the body."""
        body, unsupported = super().encoded(ask, streamed)
        if self._between() is not None:
            del body["model"]
        return body, unsupported

    def auth(self, key: str) -> Mapping[str, str]:
        """A key has a header of its own; a token of Entra ID, which is a JWT, is a bearer's."""
        token = key.startswith("eyJ") and key.count(".") == 2
        return super().auth(key) if token else {"api-key": key}

    def _deployed(self, *endpoint: str) -> str | None:
        """Where an endpoint of a deployment is; None at the v1 URLs."""
        between = self._between()
        if between is None:
            return None
        version = os.environ.get("OPENAI_API_VERSION") or API_VERSION
        parts = (self.config.model if part == "{model}" else part for part in between)
        return path(*parts, *endpoint, **{"api-version": version})

    def _between(self) -> tuple[str, ...] | None:
        url = self.config.base_url
        return next((between for end, between in OLDER if re.fullmatch(end, url)), None)
