"""The raw endpoints of Black Forest Labs, as flows: raw types in, raw types out.

https://docs.bfl.ai/quick_start/generating_images
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ... import convert, drift
from ...jobs import Job
from ...sansio import Flow, HttpResponse, Send
from .._openai.group import Group
from .._openai.paths import path
from . import raw

if TYPE_CHECKING:
    from .verbs import Flux


class Endpoints(Group):
    """``llm.raw``."""

    _wire: Flux

    def submit(self, model: str, inputs: raw.Inputs) -> Flow[raw.AsyncResponse]:
        """``POST /{model}``; with a webhook, ``submit_for_webhook`` has the type of the answer."""
        return self._send("POST", path(model), raw.AsyncResponse, convert.unstructure(inputs), repeatable=False)

    def submit_for_webhook(self, model: str, inputs: raw.Inputs) -> Flow[raw.AsyncWebhookResponse]:
        """``POST /{model}`` with a ``webhook_url``."""
        return self._send("POST", path(model), raw.AsyncWebhookResponse, convert.unstructure(inputs), repeatable=False)

    def get_result(self, task: str) -> Flow[raw.ResultResponse]:
        """``GET /get_result``, or the ``polling_url`` that a submission gave, which is the one to be asked."""
        wire = self._wire
        request, endpoint = wire.poll(Job(provider=wire.config.info.name, id=task))
        response: HttpResponse = yield Send(request=request, endpoint=endpoint)
        fields = response.json()
        if wire.config.strict:
            wire.raise_unknown(drift.unknown_fields(fields, raw.ResultResponse))
        return convert.structure(fields, raw.ResultResponse)

    def credits(self) -> Flow[raw.CreditsResponse]:
        """``GET /credits``"""
        return self._send("GET", "/credits", raw.CreditsResponse)

    def my_finetunes(self) -> Flow[raw.MyFinetunesResponse]:
        """``GET /my_finetunes``"""
        return self._send("GET", "/my_finetunes", raw.MyFinetunesResponse)

    def finetune_details(self, finetune_id: str) -> Flow[raw.FinetuneDetailResponse]:
        """``GET /finetune_details``"""
        return self._send("GET", path("finetune_details", finetune_id=finetune_id), raw.FinetuneDetailResponse)

    def delete_finetune(self, inputs: raw.DeleteFinetuneInputs) -> Flow[raw.DeleteFinetuneResponse]:
        """``POST /delete_finetune``"""
        return self._send("POST", "/delete_finetune", raw.DeleteFinetuneResponse, convert.unstructure(inputs))
