"""Where Azure OpenAI takes conversations, by the base URL that a caller gives; and its keys.

The rule here: the v1 URLs need no version. The older ones name the deployment and want one: OPENAI_API_VERSION, or else
the version that their description is of.

https://learn.microsoft.com/en-us/azure/ai-foundry/openai/api-version-lifecycle
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import Any, Final

from attrs import evolve

from ...provider import Ask, Config
from .._openai.paths import path
from .._openai_chat import verbs

API_VERSION: Final = "2025-03-01-preview"
OLDER: Final[tuple[tuple[str, tuple[str, ...]], ...]] = (
    (r".*/openai/deployments/[^/]+", ()),
    (r".*/openai/deployments", ("{model}",)),
    (r".*/openai", ("deployments", "{model}")),
)
"""How a base URL of the older form ends, and what comes between it and the endpoint."""


class Chat(verbs.Chat):
    """Azure OpenAI, by its v1 URLs or by those of deployments."""

    def __init__(self, config: Config, package: str) -> None:
        super().__init__(config, package)
        self.capabilities = evolve(self.capabilities, list_models=self.models_path is not None)

    @property
    def chat_path(self) -> str:
        """With the deployment and the version in it, where they belong there."""
        between = self._between()
        if between is None:
            return super().chat_path
        version = os.environ.get("OPENAI_API_VERSION") or API_VERSION
        parts = (self.config.model if part == "{model}" else part for part in between)
        return path(*parts, "chat", "completions", **{"api-version": version})

    @property
    def models_path(self) -> str | None:
        """Only the v1 URLs list the models."""
        return super().models_path if self._between() is None else None

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

    def _between(self) -> tuple[str, ...] | None:
        url = self.config.base_url
        return next((between for end, between in OLDER if re.fullmatch(end, url)), None)
