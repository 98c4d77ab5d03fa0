"""Every raw endpoint of openairesponses that gives one JSON answer: a call, what it sends, and what comes back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from attrs import field, frozen
from contract.specimen_openairesponses import CALL, PLAIN, response

import genai
from genai.convert import structure
from genai.providers.openairesponses import raw

REQUEST = raw.Response(model="gpt-5", input="hi")
ASKED = {"model": "gpt-5", "input": "hi"}
ITEM = {"id": "msg_1", "type": "message", "role": "user", "content": [{"type": "input_text", "text": "hi"}]}
SAID = raw.Message(role="user", content=[raw.InputText(text="hi")])
SPOKEN = {"type": "message", "role": "user", "content": [{"type": "input_text", "text": "hi"}]}
RESPONSE = response(PLAIN)
QUEUED = response(status="queued", background=True, usage=None)
ITEMS = {"object": "list", "data": [ITEM, CALL], "first_id": "msg_1", "last_id": "fc_1", "has_more": False}
VECTOR = {"object": "embedding", "index": 0, "embedding": [0.5, -1.5]}
MODEL = {"id": "gpt-5", "object": "model", "created": 1754425777, "owned_by": "system"}
FILE = {"id": "file-1", "object": "file", "bytes": 5, "created_at": 1790000000, "filename": "a.txt", "purpose": "batch"}
FILES = {"object": "list", "data": [FILE], "first_id": "file-1", "last_id": "file-1", "has_more": False}
BATCH = {
    "id": "batch_1",
    "object": "batch",
    "endpoint": "/v1/responses",
    "input_file_id": "file-1",
    "completion_window": "24h",
    "status": "validating",
    "created_at": 1790000000,
}
BATCHES = {"object": "list", "data": [BATCH], "first_id": "batch_1", "last_id": "batch_1", "has_more": False}
TALK = {"id": "conv_1", "object": "conversation", "created_at": 1790000000, "metadata": {"a": "b"}}
COMPACT = {
    "id": "resp_2",
    "object": "response.compaction",
    "created_at": 1790000000,
    "output": [{"id": "cmp_1", "type": "compaction", "encrypted_content": "c2VjcmV0"}],
}
EVERY = ["reasoning.encrypted_content", "message.output_text.logprobs"]
INCLUDED = "include%5B%5D=reasoning.encrypted_content&include%5B%5D=message.output_text.logprobs"
JOB = genai.Job(provider="openairesponses", id="resp_1")


@frozen(kw_only=True)
class Case:
    """A call, what it sends, and what comes back."""

    endpoint: str
    args: tuple[Any, ...] = ()
    kwargs: Mapping[str, Any] = field(factory=dict)
    sends: str
    body: Any = None
    answer: Any
    gives: Any


CASES = (
    Case(
        endpoint="gen_sync",
        args=(REQUEST,),
        sends="POST /responses",
        body=ASKED,
        answer=RESPONSE,
        gives=raw.Response,
    ),
    Case(
        endpoint="gen_async",
        args=(REQUEST,),
        sends="POST /responses",
        body={**ASKED, "background": True},
        answer=QUEUED,
        gives=raw.Response,
    ),
    Case(
        endpoint="input_tokens",
        args=(raw.InputTokensRequest(model="gpt-5", input=[SAID], instructions="Be short."),),
        sends="POST /responses/input_tokens",
        body={"model": "gpt-5", "input": [SPOKEN], "instructions": "Be short."},
        answer={"object": "response.input_tokens", "input_tokens": 11},
        gives=raw.InputTokensResponse,
    ),
    Case(
        endpoint="compact",
        args=(raw.CompactRequest(model="gpt-5", input=[SAID], previous_response_id="resp_1"),),
        sends="POST /responses/compact",
        body={"model": "gpt-5", "input": [SPOKEN], "previous_response_id": "resp_1"},
        answer=COMPACT,
        gives=raw.CompactResponse,
    ),
    Case(endpoint="poke_result", args=("resp_1",), sends="GET /responses/resp_1", answer=QUEUED, gives=raw.Response),
    Case(
        endpoint="poke_result",
        args=(JOB,),
        kwargs={"include": EVERY},
        sends=f"GET /responses/resp_1?{INCLUDED}",
        answer=RESPONSE,
        gives=raw.Response,
    ),
    Case(endpoint="cancel", args=(JOB,), sends="POST /responses/resp_1/cancel", answer=RESPONSE, gives=raw.Response),
    Case(
        endpoint="delete",
        args=(structure(RESPONSE, raw.Response),),
        sends="DELETE /responses/resp_1",
        answer={"id": "resp_1", "object": "response", "deleted": True},
        gives=raw.ResponseDeleted,
    ),
    Case(
        endpoint="input_items",
        args=("resp_1",),
        kwargs={"limit": 2, "order": "asc", "after": "msg_0", "include": EVERY[:1]},
        sends="GET /responses/resp_1/input_items"
        "?limit=2&order=asc&after=msg_0&include%5B%5D=reasoning.encrypted_content",
        answer=ITEMS,
        gives=raw.ItemList,
    ),
    Case(
        endpoint="embed",
        args=(raw.EmbeddingsRequest(model="m", input=["hi"], dimensions=2, encoding_format="float", user="u"),),
        sends="POST /embeddings",
        body={"model": "m", "input": ["hi"], "dimensions": 2, "encoding_format": "float", "user": "u"},
        answer={"object": "list", "model": "m", "data": [VECTOR], "usage": {"prompt_tokens": 1, "total_tokens": 1}},
        gives=raw.EmbeddingsResponse,
    ),
    Case(
        endpoint="list_models",
        sends="GET /models",
        answer={"object": "list", "data": [MODEL]},
        gives=raw.ModelsResponse,
    ),
    Case(
        endpoint="get_model",
        args=("ft:gpt-5:acme/one",),
        sends="GET /models/ft%3Agpt-5%3Aacme%2Fone",
        answer=MODEL,
        gives=raw.Model,
    ),
    Case(
        endpoint="delete_model",
        args=(structure(MODEL, raw.Model),),
        sends="DELETE /models/gpt-5",
        answer={"id": "gpt-5", "object": "model", "deleted": True},
        gives=raw.ModelDeleted,
    ),
    Case(
        endpoint="files.list",
        kwargs={"purpose": "batch", "limit": 1, "order": "desc", "after": "file-0"},
        sends="GET /files?purpose=batch&limit=1&order=desc&after=file-0",
        answer=FILES,
        gives=raw.FileListResponse,
    ),
    Case(endpoint="files.get", args=("file-1",), sends="GET /files/file-1", answer=FILE, gives=raw.File),
    Case(
        endpoint="files.delete",
        args=(structure(FILE, raw.File),),
        sends="DELETE /files/file-1",
        answer={"id": "file-1", "object": "file", "deleted": True},
        gives=raw.FileDeleteResponse,
    ),
    Case(
        endpoint="batches.create",
        args=(
            raw.BatchRequest(
                input_file_id="file-1",
                endpoint="/v1/responses",
                metadata={"a": "b"},
                output_expires_after=raw.ExpiresAfter(seconds=3600, anchor="created_at"),
            ),
        ),
        sends="POST /batches",
        body={
            "input_file_id": "file-1",
            "endpoint": "/v1/responses",
            "completion_window": "24h",
            "metadata": {"a": "b"},
            "output_expires_after": {"seconds": 3600, "anchor": "created_at"},
        },
        answer=BATCH,
        gives=raw.Batch,
    ),
    Case(endpoint="batches.get", args=("batch_1",), sends="GET /batches/batch_1", answer=BATCH, gives=raw.Batch),
    Case(
        endpoint="batches.list",
        kwargs={"limit": 3, "after": "batch_0"},
        sends="GET /batches?limit=3&after=batch_0",
        answer=BATCHES,
        gives=raw.BatchListResponse,
    ),
    Case(
        endpoint="batches.cancel",
        args=(genai.BatchJob(provider="openairesponses", id="batch_1"),),
        sends="POST /batches/batch_1/cancel",
        answer={**BATCH, "status": "cancelling", "cancelling_at": 1790000001},
        gives=raw.Batch,
    ),
    Case(
        endpoint="conversations.create", sends="POST /conversations", body={}, answer=TALK, gives=raw.ConversationObject
    ),
    Case(
        endpoint="conversations.create",
        args=(raw.ConversationRequest(items=[SAID], metadata={"a": "b"}),),
        sends="POST /conversations",
        body={"items": [SPOKEN], "metadata": {"a": "b"}},
        answer=TALK,
        gives=raw.ConversationObject,
    ),
    Case(
        endpoint="conversations.get",
        args=("conv_1",),
        sends="GET /conversations/conv_1",
        answer=TALK,
        gives=raw.ConversationObject,
    ),
    Case(
        endpoint="conversations.update",
        args=(structure(TALK, raw.ConversationObject), {"c": "d"}),
        sends="POST /conversations/conv_1",
        body={"metadata": {"c": "d"}},
        answer=TALK,
        gives=raw.ConversationObject,
    ),
    Case(
        endpoint="conversations.delete",
        args=("conv_1",),
        sends="DELETE /conversations/conv_1",
        answer={"id": "conv_1", "object": "conversation.deleted", "deleted": True},
        gives=raw.ConversationDeleted,
    ),
    Case(
        endpoint="conversations.items.create",
        args=("conv_1", [SAID]),
        kwargs={"include": EVERY},
        sends=f"POST /conversations/conv_1/items?{INCLUDED}",
        body={"items": [SPOKEN]},
        answer=ITEMS,
        gives=raw.ItemList,
    ),
    Case(
        endpoint="conversations.items.list",
        args=("conv_1",),
        kwargs={"limit": 2, "order": "asc", "after": "msg_0", "include": EVERY},
        sends=f"GET /conversations/conv_1/items?limit=2&order=asc&after=msg_0&{INCLUDED}",
        answer=ITEMS,
        gives=raw.ItemList,
    ),
    Case(
        endpoint="conversations.items.get",
        args=("conv_1", "msg_1"),
        kwargs={"include": EVERY},
        sends=f"GET /conversations/conv_1/items/msg_1?{INCLUDED}",
        answer=ITEM,
        gives=raw.Message,
    ),
    Case(
        endpoint="conversations.items.delete",
        args=("conv_1", structure(CALL, raw.Item)),
        sends="DELETE /conversations/conv_1/items/fc_1",
        answer=TALK,
        gives=raw.ConversationObject,
    ),
)
