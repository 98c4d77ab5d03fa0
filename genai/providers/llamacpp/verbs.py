"""llama-server's verbs: those of Chat Completions, and tokens are counted.

The rule here: the native endpoints are beside ``/v1``, so a base URL that ends in it is taken without.
"""

from __future__ import annotations

from attrs import evolve

from ...provider import Ask, Config
from ...sansio import Flow, HttpResponse, Send
from ...wire import as_documented
from .._openai_chat import verbs


class Chat(verbs.Chat):
    """llama-server."""

    def __init__(self, config: Config, package: str) -> None:
        super().__init__(evolve(config, base_url=config.base_url.removesuffix("/v1")), package)
        self.capabilities = evolve(self.capabilities, count_tokens=True)

    def count_tokens(self, ask: Ask) -> Flow[int]:
        """https://github.com/ggml-org/llama.cpp/blob/master/tools/server/README.md, "Token Counting"."""
        body, _ = self.encoded(ask)
        request = self.request("POST", "/v1/chat/completions/input_tokens", body, ask)
        response: HttpResponse = yield Send(request=request, endpoint=self.endpoint)
        with as_documented(response):
            return int(response.json()["input_tokens"])
