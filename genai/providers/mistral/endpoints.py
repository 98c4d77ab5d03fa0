"""The raw endpoints that only Mistral has.  https://docs.mistral.ai/api

``llm.raw.ocr(raw.OcrRequest(model="...", document=raw.DocumentPart(document_url="...")))`` carries one out.
"""

from __future__ import annotations

from ... import convert
from ...sansio import Flow, Open
from ...wire import streaming
from .._openai_chat import endpoints
from . import raw


class Endpoints(endpoints.Endpoints):
    """``llm.raw``: the completions and the models, code that is filled in, and the text of documents."""

    def fim(self, request: raw.FimRequest) -> Flow[raw.Completion]:
        """``POST /fim/completions``: code between a prompt and a suffix.  https://docs.mistral.ai/api/endpoint/fim"""
        return self._send("POST", "/fim/completions", raw.Completion, convert.unstructure(request))

    @streaming
    def stream_fim(self, request: raw.FimRequest) -> Flow[raw.Completion]:
        """The same, streamed: its fragments are raw chunks, and its result is the last one that has usage."""
        wire = self._wire
        sent = wire.request("POST", "/fim/completions", {**convert.unstructure(request), "stream": True})
        last: raw.Completion = yield Open(request=sent, endpoint=wire.endpoint, decoder=self._decoder)
        return last

    def ocr(self, request: raw.OcrRequest) -> Flow[raw.OcrResponse]:
        """``POST /ocr``: a document as Markdown, page by page.  https://docs.mistral.ai/api/endpoint/ocr"""
        return self._send("POST", "/ocr", raw.OcrResponse, convert.unstructure(request))
