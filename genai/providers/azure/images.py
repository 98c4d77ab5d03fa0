"""How Azure OpenAI makes pictures: as OpenAI does, at its own URLs; it varies none.

https://learn.microsoft.com/en-us/azure/ai-services/openai/how-to/dall-e

A model is the name of a deployment. What a model allows is only known if its deployment has the model's own name.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import evolve

from ...errors import ContentFiltered
from ...provider import Ask, Config
from ...sansio import HttpRequest
from .._openai_images.dialect import OPENAI, Dialect
from .._openai_images.encode import Encoded
from .._openai_images.verbs import Images
from .dialect import DIALECT as CHAT
from .verbs import Chat

DIALECT = Dialect(
    modes={
        "generate": OPENAI["generate"],
        # Edits are documented as forms alone.
        "edit": evolve(OPENAI["edit"], references=None, only_json=frozenset()),
    },
    request_id=CHAT.request_id,
    errors={**CHAT.errors, "contentFilter": ContentFiltered},
)


class Pictures(Images):
    """The Images API, by Azure's v1 URLs or by those of deployments."""

    def __init__(self, config: Config, dialect: Dialect, types: Any) -> None:
        self._chat = Chat(config, __package__ or "")
        super().__init__(config, dialect, types)
        self.capabilities = evolve(self.capabilities, list_models=self._chat.capabilities.list_models)

    def auth(self, key: str) -> Mapping[str, str]:
        """As for conversations."""
        return self._chat.auth(key)

    def asked(self, made: Encoded, ask: Ask) -> HttpRequest:
        """Without the model, where the URL says it."""
        if self._chat.models_path is None:  # so it is for the URLs of deployments
            made = evolve(made, fields={key: value for key, value in made.fields.items() if key != "model"})
        return super().asked(made, ask)

    def path_of(self, made: Encoded) -> str:
        """Where conversations would go, but for the endpoint's own name."""
        return self._chat.chat_path.replace("/chat/completions", made.mode.path, 1)
