"""Every request that a test builds is held against the provider's own description, wherever it is built."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from typing import Any
from urllib.parse import urlsplit

import forms
import openapi
import pytest

from genai.runs import Run
from genai.sansio import HttpRequest

SPECS = {
    ("openairesponses", "POST", "/responses"): ("openai.json", "CreateResponse"),
    ("openairesponses", "POST", "/responses/input_tokens"): ("openai.json", "TokenCountsBody"),
    ("openairesponses", "POST", "/responses/compact"): ("openai.json", "CompactResponseMethodPublicBody"),
    ("openairesponses", "POST", "/batches"): ("openai.json", "CreateBatchRequest"),
    ("openairesponses", "POST", "/files"): ("openai.json", "CreateFileRequest"),
    ("anthropic", "POST", "/messages"): ("anthropic.json", "BetaCreateMessageParams"),
    ("anthropic", "POST", "/messages/count_tokens"): ("anthropic.json", "BetaCountMessageTokensParams"),
    ("anthropic", "POST", "/messages/batches"): ("anthropic.json", "BetaCreateMessageBatchParams"),
    **{
        (provider, "POST", end): (spec, schema)
        for provider, end, spec, schema in (
            ("openaichat", "/chat/completions", "openai.json", "CreateChatCompletionRequest"),
            ("groq", "/chat/completions", "groq.json", "CreateChatCompletionRequest"),
            ("cerebras", "/chat/completions", "cerebras.json", "ChatCompletionRequest"),
            ("deepseek", "/chat/completions", "deepseek.json", "ChatRequest"),
            ("mistral", "/chat/completions", "mistral.json", "ChatCompletionRequest"),
            ("togetherai", "/chat/completions", "together.json", "ChatCompletionRequest"),
            ("openrouter", "/chat/completions", "openrouter.json", "ChatRequest"),
            ("fireworks", "/chat/completions", "fireworks.json", "ChatCompletionRequest"),
            ("perplexity", "/chat/completions", "perplexity.json", "ApiChatCompletionsRequest"),
            ("xai", "/chat/completions", "xai.json", "CreateChatCompletionRequest"),
            ("gradient", "/chat/completions", "digitalocean.json", "chat_completion_request"),
            ("azure", "/v1/chat/completions", "azure-openai-v1.json", "AzureCreateChatCompletionRequest"),
            ("azure", "/gpt-4o/chat/completions", "azure-openai-deployments.json", "createChatCompletionRequest"),
            ("pollinations", "/openai", "pollinations.json", "ChatRequest"),
            ("bedrock", "/converse", "bedrock-runtime.json", "ConverseRequest"),
            ("bedrock", "/converse-stream", "bedrock-runtime.json", "ConverseStreamRequest"),
            ("bedrock", "/count-tokens", "bedrock-runtime.json", "CountTokensRequest"),
            ("bedrock", "/apply", "bedrock-runtime.json", "ApplyGuardrailRequest"),
            ("bedrock", "/guardrail-checks/invoke", "bedrock-runtime.json", "InvokeGuardrailChecksRequest"),
            ("bedrock", "/async-invoke", "bedrock-runtime.json", "StartAsyncInvokeRequest"),
            ("huggingface", "/chat/completions", "huggingface-tasks.json", "chat-completion"),
            ("llamacpp", "/chat/completions", "llamacpp.json", "ChatExtensions"),
            ("llamacpp", "/completion", "llamacpp.json", "CompletionRequest"),
            ("llamacpp", "/tokenize", "llamacpp.json", "TokenizeRequest"),
            ("llamacpp", "/detokenize", "llamacpp.json", "/detokenize"),
            ("llamacpp", "/embedding", "llamacpp.json", "EmbeddingRequest"),
            ("llamacpp", "/infill", "llamacpp.json", "InfillRequest"),
            ("llamacpp", "/completions/control", "llamacpp.json", "ControlRequest"),
            ("mistral", "/fim/completions", "mistral.json", "FIMCompletionRequest"),
            ("mistral", "/ocr", "mistral.json", "OCRRequest"),
            ("anthropic", "/complete", "anthropic.json", "CompletionRequest"),
            ("azure", "/mine/embeddings", "azure-openai-deployments.json", "/deployments/{deployment-id}/embeddings"),
            ("groq", "/batches", "groq.json", "/openai/v1/batches"),
            ("openrouter", "/embeddings", "openrouter.json", "/embeddings"),
            ("pollinations", "/images/edits", "pollinations.json", "ImageEditRequest"),
            ("togetherai", "/images/generations", "together.json", "/images/generations"),
            ("gemini", "/files:register", "google-generativelanguage.json", "RegisterFilesRequest"),
            ("openaichat", "/batches", "openai.json", "CreateBatchRequest"),
            ("openaichat", "/files", "openai.json", "CreateFileRequest"),
            ("groq", "/files", "groq.json", "CreateFileRequest"),
            ("mistral", "/batch/jobs", "mistral.json", "CreateBatchJobRequest"),
            ("togetherai", "/batches", "together.json", "CreateBatchRequest"),
            ("openaichat", "/embeddings", "openai.json", "CreateEmbeddingRequest"),
            ("openairesponses", "/embeddings", "openai.json", "CreateEmbeddingRequest"),
            ("groq", "/embeddings", "groq.json", "CreateEmbeddingRequest"),
            ("mistral", "/embeddings", "mistral.json", "EmbeddingRequest"),
            ("togetherai", "/embeddings", "together.json", "EmbeddingsRequest"),
            ("gradient", "/embeddings", "digitalocean.json", "embeddings_request"),
            ("perplexity", "/v1/embeddings", "perplexity.json", "EmbeddingsRequest"),
            ("azure", "/v1/embeddings", "azure-openai-v1.json", "AzureCreateEmbeddingRequest"),
            ("gradient", "/images/generations", "digitalocean.json", "create_image_request"),
            ("xai", "/images/generations", "xai.json", "CreateImageRequest"),
            ("xai", "/images/edits", "xai.json", "CreateImageEditRequest"),
            ("xai", "/videos/generations", "xai.json", "CreateVideoRequest"),
            ("togetherai", "/videos", "together.json", "CreateVideoBody"),
            ("openrouter", "/videos", "openrouter.json", "VideoGenerationRequest"),
            ("openrouter", "/images", "openrouter.json", "ImageGenerationRequest"),
            ("pollinations", "/images/generations", "pollinations.json", "ImageRequest"),
            ("hastekit", "/gateway/images/generations", "hastekit-native.json", "ImageGenerationRequest"),
            ("hastekit", "/gateway/images/edits", "hastekit-native.json", "ImageEditRequest"),
            ("azure", "/dall-e-3/images/generations", "azure-openai-deployments.json", "imageGenerationsRequest"),
            ("alibaba", "/image-synthesis", "dashscope.json", "ImageSynthesisRequest"),
            ("bfl", "/flux-2-max", "bfl.json", "Flux2Inputs"),
            ("bfl", "/flux-2-pro", "bfl.json", "Flux2Inputs"),
            ("bfl", "/flux-2-pro-preview", "bfl.json", "Flux2Inputs"),
            ("bfl", "/flux-2-flex", "bfl.json", "Flux2FlexInputs"),
            ("bfl", "/flux-2-klein-4b", "bfl.json", "Flux2KleinInputs"),
            ("bfl", "/flux-2-klein-9b", "bfl.json", "Flux2KleinInputs"),
            ("bfl", "/flux-2-klein-9b-preview", "bfl.json", "Flux2KleinInputs"),
            ("bfl", "/flux-kontext-pro", "bfl.json", "FluxKontextProInputs"),
            ("bfl", "/flux-kontext-max", "bfl.json", "FluxKontextProInputs"),
            ("bfl", "/flux-pro-1.1", "bfl.json", "FluxPro11Inputs"),
            ("bfl", "/flux-pro-1.1-ultra", "bfl.json", "FluxUltraInput"),
            ("bfl", "/flux-dev", "bfl.json", "FluxDevInputs"),
            ("bfl", "/flux-pro-1.0-fill", "bfl.json", "FluxProFillInputs"),
            ("bfl", "/flux-pro-1.0-expand", "bfl.json", "FluxProExpandInputs"),
            ("bfl", "/flux-pro-1.1-ultra-finetuned", "bfl.json", "FinetuneFluxUltraInput"),
            ("bfl", "/flux-pro-1.0-fill-finetuned", "bfl.json", "FinetuneFluxProFillInputs"),
        )
    },
    **{
        ("gemini", "POST", end): ("google-generativelanguage.json", schema)
        for end, schema in (
            (":generateContent", "GenerateContentRequest"),
            (":streamGenerateContent", "GenerateContentRequest"),
            (":countTokens", "CountTokensRequest"),
            (":embedContent", "EmbedContentRequest"),
            (":batchEmbedContents", "BatchEmbedContentsRequest"),
            (":batchGenerateContent", "BatchGenerateContentRequest"),
            (":asyncBatchEmbedContent", "AsyncBatchEmbedContentRequest"),
            (":predict", "PredictRequest"),
            (":predictLongRunning", "PredictLongRunningRequest"),
            ("/cachedContents", "CachedContent"),
        )
    },
    **{
        (provider, "POST", f"/images/{what}"): ("openai.json", schema)
        for provider in ("openaichat", "openairesponses")
        for what, schema in (
            ("generations", "CreateImageRequest"),
            ("edits", "EditImageBodyJsonParam"),
            ("variations", "CreateImageVariationRequest"),
        )
    },
    ("gemini", "PATCH", "/cachedContents/c"): ("google-generativelanguage.json", "CachedContent"),
    ("gemini", "PATCH", ":updateGenerateContentBatch"): ("google-generativelanguage.json", "GenerateContentBatch"),
    ("gemini", "PATCH", ":updateEmbedContentBatch"): ("google-generativelanguage.json", "EmbedContentBatch"),
    # Chats of cohere, ollama, cloudflare and hastekit are held against their descriptions by their specimens.
    ("cohere", "POST", "/v2/batches"): ("cohere.json", "Batch"),
    **{("cohere", "POST", path): ("cohere.json", path) for path in ("/v2/rerank", "/v1/tokenize", "/v1/detokenize")},
    ("ollama", "DELETE", "/api/delete"): ("ollama.json", "DeleteRequest"),
    **{
        ("ollama", "POST", f"/api/{what}"): ("ollama.json", f"{what.capitalize()}Request")
        for what in ("generate", "embed", "show", "create", "copy", "pull", "push")
    },
}
"""Provider, method and the end of the path, to the description and the schema of the body."""

FORMS = {"EditImageBodyJsonParam": "CreateImageEditRequest"}
"""The schema of a body that is a form, where that is another one."""


XAI = ("stream_options", "max_completion_tokens", "logprobs", "top_logprobs")
OPENAI = ("messages", "model", "max_tokens", "stop", "stream", "stream_options", "tools", "tool_choice")
KNOWN = frozenset(
    {
        # llama.cpp's description has only what it adds to OpenAI's.
        *(("llamacpp.json", f"body.{name}: unknown") for name in (*OPENAI, "logprobs", "top_logprobs")),
        ("llamacpp.json", "body.thinking_budget_tokens: unknown"),  # in the server's source only
        # The request's schema lacks it, but the same description tells of it elsewhere (ModelReasoning).
        # Written by a third party; xAI's own description has all of these.
        *(("xai.json", f"body.{name}: unknown") for name in XAI),
        ("openrouter.json", "body.reasoning.max_tokens: unknown"),
        # What a test takes out of a body with ExtraBody.
        ("xai.json", "body.response_format: None is not of type 'string'"),
        ("xai.json", "body.response_format: None is not one of ['url', 'b64_json']"),
        # Of films: xAI's own pages have these, docs.x.ai/developers/model-capabilities/video.
        ("xai.json", "body.image: unknown"),
        ("xai.json", "body.reference_images: unknown"),
        ("xai.json", "body.resolution: '1080p' is not one of ['480p', '720p']"),
        ("xai.json", "body.user: unknown"),  # of pictures: github.com/xai-org/xai-proto has it
        # Sizes of DigitalOcean's how-to, see gradient/images.py.
        *(
            ("digitalocean.json", f"body.size: '{size}' is not one of ['auto', '1536x1024', '1024x1536']")
            for size in ("256x256", "512x512", "1024x1024")
        ),
        # What a test of the contract adds with ExtraBody: Google's API has no such field.
        ("google-generativelanguage.json", "body.metadata: unknown"),
        # What a test of the contract asks for vectors with: the model for texts.
        ("perplexity.json", "body.model: 'sonar-pro' is not one of ['pplx-embed-v1-0.6b', 'pplx-embed-v1-4b']"),
        # The description is that of one server behind the router: it has no ids of results, and says `parameters`.
        ("huggingface-tasks.json", "body.messages[].tool_call_id: unknown"),
        ("huggingface-tasks.json", "body.messages[].tool_calls[].function.arguments: unknown"),
        # A picture of an earlier turn by its id alone, as the guide has it: openai/openai-openapi issue 575.
        ("openai.json", "body.input[].type: 'image_generation_call' is not one of ['item_reference']"),
    }
)
"""What a description has against a body, and should not."""


@cache
def faults(spec: str, schema: str, body: bytes) -> tuple[str, ...]:
    """What a description has against a body."""
    found = openapi.faults(spec, schema, json.loads(body))
    return tuple(fault for fault in found if (spec, re.sub(r"\[\d+\]", "[]", fault)) not in KNOWN)


def body_of(request: HttpRequest) -> bytes:
    """A request's body as JSON; a form's too, if it can be read more than once."""
    if isinstance(request.body, bytes):
        return request.body
    if isinstance(request.body, Iterator):
        return b'{"file": "", "purpose": "user_data"}'  # reading it here would leave nothing to be sent
    body = b"".join(request.body)
    if not request.headers["content-type"].startswith("multipart/"):
        return body
    return json.dumps(forms.described(request.headers["content-type"], body)).encode()


@pytest.fixture(autouse=True)
def requests_fit_their_description(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A request that does not fit fails the test; ``@pytest.mark.misfit`` is for tests that send one on purpose."""
    if not openapi.available() or request.node.get_closest_marker("misfit"):
        return
    outgoing = Run.outgoing

    def checked(self: Run, step: Any) -> Any:
        sent = step.request
        for (provider, method, end), (spec, schema) in SPECS.items():
            if (provider, method) == (step.endpoint.provider, sent.method) and urlsplit(sent.url).path.endswith(end):
                is_form = sent.headers.get("content-type", "").startswith("multipart/")
                assert () == faults(spec, FORMS.get(schema, schema) if is_form else schema, body_of(sent))
        return outgoing(self, step)

    monkeypatch.setattr(Run, "outgoing", checked)
