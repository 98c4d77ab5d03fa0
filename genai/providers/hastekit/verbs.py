"""HasteKit's gateway: the Responses wire, by one of two routes.

The rule here: what the gateway does not document is not promised. There are no background responses, no counting of
tokens, and no list of models: what its document has under ``/api/agent-server`` is the dashboard's, by project, and
the list that needs no project is an object of undeclared shape.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from attrs import evolve

from ...capabilities import Capabilities
from ...provider import Ask, Config
from ...sansio import HttpRequest
from ...wire import Wire
from ..openairesponses.dialect import Dialect
from ..openairesponses.verbs import Responses
from .dialect import HASTEKIT, routed

if TYPE_CHECKING:
    from types import ModuleType

    from ..openairesponses.endpoints import Making


class HasteKit(Responses):
    """The Responses wire behind a gateway; the model's name decides the route."""

    capabilities: Capabilities = Capabilities(gen_stream=True)

    gen_async, poke_result, cancel = Wire.gen_async, Wire.poke_result, Wire.cancel
    embed, count_tokens, list_models = Wire.embed, Wire.count_tokens, Wire.list_models

    def __init__(self, config: Config) -> None:
        self.route, model = routed(config.model)
        super().__init__(evolve(config, model=model))

    def spoken(self) -> Dialect:
        """The gateway's own way, wherever it stands."""
        return HASTEKIT

    @property
    def types(self) -> ModuleType:
        """OpenAI's raw types, and what the gateway adds."""
        from . import raw

        return raw

    @property
    def raw(self) -> Making:
        """The one raw endpoint, by the client's route: the models that it takes are named as the route has them."""
        from ..openairesponses.endpoints import Making

        return Making(self)

    def auth(self, key: str) -> Mapping[str, str]:
        """The virtual key, where the route has it."""
        return {self.route.header: f"{self.route.scheme}{key}"}

    def request(self, method: str, path: str, body: Any = None, ask: Ask | None = None) -> HttpRequest:
        """A request by the route."""
        return super().request(method, f"{self.route.base}{path}", body, ask)
