"""The raw endpoints, as flows: raw types in, raw types out.

https://docs.aws.amazon.com/bedrock/latest/APIReference/API_Operations_Amazon_Bedrock_Runtime.html

``llm.raw.gen_sync(raw.ConverseRequest(messages=[...]))`` carries one out; so does ``llm.raw.invoke({...})``, whose body
is the model's own affair.

The rule here: what a caller writes is what is sent, and what makes something at Amazon is sent once. A model is the one
that the request names, else the client's.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from ... import convert, drift
from ...errors import BadAnswer
from ...sansio import Flow, HttpResponse, Open, Send
from ...wire import streaming
from .._openai.paths import path
from . import raw
from .decode import check_object
from .rawstream import RawDecoder

if TYPE_CHECKING:
    from .verbs import Converse


class Endpoints:
    """``llm.raw``."""

    def __init__(self, wire: Converse) -> None:
        self._wire = wire

    def gen_sync(self, request: raw.ConverseRequest) -> Flow[raw.ConverseResponse]:
        """``POST /model/{modelId}/converse``."""
        return self._send("POST", *self._where(request, "converse"), raw.ConverseResponse)

    @streaming
    def gen_stream(self, request: raw.ConverseRequest | raw.ConverseStreamRequest) -> Flow[raw.ConverseResponse]:
        """``POST /model/{modelId}/converse-stream``: its fragments are events, its result is all of them in one."""
        wire = self._wire
        where, body = self._where(request, "converse-stream")
        answer: raw.ConverseResponse = yield Open(
            request=wire.request("POST", where, body),
            endpoint=wire.endpoint,
            decoder=lambda head: RawDecoder(head, wire.config.strict),
        )
        return answer

    def count_tokens(self, request: raw.CountTokensRequest) -> Flow[raw.CountTokensResponse]:
        """``POST /model/{modelId}/count-tokens``."""
        return self._send("POST", *self._where(request, "count-tokens"), raw.CountTokensResponse)

    def invoke(
        self, body: Mapping[str, Any], *, model: str | None = None, headers: Mapping[str, str] | None = None
    ) -> Flow[Any]:
        """``POST /model/{modelId}/invoke``: JSON in, JSON out, in the model's own words; so are embeddings made."""
        wire = self._wire
        request = wire.request("POST", path("model", model or wire.config.model, "invoke"), body)
        named = {name.lower(): value for name, value in (headers or {}).items()}
        request = type(request)(
            method=request.method, url=request.url, headers={**request.headers, **named}, body=request.body
        )
        response: HttpResponse = yield Send(request=request, endpoint=wire.endpoint)
        return response.json()

    def apply_guardrail(
        self, guardrail: str, version: str, request: raw.ApplyGuardrailRequest
    ) -> Flow[raw.ApplyGuardrailResponse]:
        """``POST /guardrail/{guardrail}/version/{version}/apply``."""
        where = path("guardrail", guardrail, "version", version, "apply")
        return self._send("POST", where, convert.unstructure(request), raw.ApplyGuardrailResponse)

    def guardrail_checks(self, request: raw.InvokeGuardrailChecksRequest) -> Flow[raw.InvokeGuardrailChecksResponse]:
        """``POST /guardrail-checks/invoke``."""
        body = convert.unstructure(request)
        return self._send("POST", path("guardrail-checks", "invoke"), body, raw.InvokeGuardrailChecksResponse)

    # --- In the background ---

    def start(self, request: raw.StartAsyncInvokeRequest) -> Flow[raw.StartAsyncInvokeResponse]:
        """``POST /async-invoke``, sent once; the answer goes to S3."""
        body = convert.unstructure(request)
        return self._send("POST", path("async-invoke"), body, raw.StartAsyncInvokeResponse, repeatable=False)

    def started(self, arn: str) -> Flow[raw.GetAsyncInvokeResponse]:
        """``GET /async-invoke/{arn}``."""
        return self._send("GET", path("async-invoke", arn), None, raw.GetAsyncInvokeResponse)

    def all_started(self, **query: Any) -> Flow[raw.ListAsyncInvokesResponse]:
        """``GET /async-invoke``, one page: ``statusEquals``, ``maxResults``, ``nextToken``, ``sortOrder``, ..."""
        return self._send("GET", path("async-invoke", **query), None, raw.ListAsyncInvokesResponse)

    # --- What all share ---

    def _where(self, request: Any, verb: str) -> tuple[str, Any]:
        """The path for a request, and the body that is left: the model stands in the path."""
        body = convert.unstructure(request)
        model = body.pop("modelId", None) or self._wire.config.model
        return path("model", model, verb), body

    def _send(self, method: str, where: str, body: Any, cls: Any, *, repeatable: bool = True) -> Flow[Any]:
        wire = self._wire
        request = wire.request(method, where, body)
        response: HttpResponse = yield Send(request=request, endpoint=wire.endpoint, repeatable=repeatable)
        fields = response.json()
        if cls is raw.ConverseResponse:
            check_object(fields, response)
        try:
            if wire.config.strict:
                wire.raise_unknown(drift.unknown_fields(fields, cls))
            return convert.structure(fields, cls)
        except BadAnswer as error:
            error.status, error.body = response.status, response.body
            raise
