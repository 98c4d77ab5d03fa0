"""Answers of the Images API, written after the specification, and a client that gets them. The pictures are ours."""

from __future__ import annotations

import base64
import json
import struct
import zlib
from collections.abc import Iterable
from typing import Any

import forms
import httpx2
from attrs import define, field

import genai

KEY = "sk-images-0123456789"
PROVIDERS = ("openaichat", "openairesponses")


def png(width: int = 2, height: int = 2, grey: int = 0) -> bytes:
    """A PNG of one grey."""
    rows = b"".join(b"\0" + bytes([grey]) * width for _ in range(height))
    chunks = ((b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)), (b"IDAT", zlib.compress(rows)))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in (*chunks, (b"IEND", b""))
    )


PICTURES = tuple(png(grey=grey) for grey in range(5))
PNG = PICTURES[0]
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 16
USAGE = {
    "total_tokens": 4210,
    "input_tokens": 50,
    "output_tokens": 4160,
    "input_tokens_details": {"text_tokens": 10, "image_tokens": 40},
}
SAID = {"background": "opaque", "output_format": "png", "quality": "high", "size": "1024x1024"}


def encoded(picture: bytes) -> str:
    """Base64."""
    return base64.b64encode(picture).decode()


def whole(*pictures: bytes, **more: Any) -> dict[str, Any]:
    """A whole answer."""
    made = [{"b64_json": encoded(picture)} for picture in pictures or (PNG,)]
    details = {"output_tokens_details": {"image_tokens": 4160, "text_tokens": 0}}
    return {"created": 1766000000, "data": made, **SAID, "usage": {**USAGE, **details}, **more}


def partial(picture: bytes, index: int = 0, of: str = "image_generation", **more: Any) -> dict[str, Any]:
    """A preview."""
    return {**completed(picture, of, type=f"{of}.partial_image", usage=None), "partial_image_index": index, **more}


def completed(picture: bytes, of: str = "image_generation", **more: Any) -> dict[str, Any]:
    """A picture that is done."""
    made = {"type": f"{of}.completed", "b64_json": encoded(picture), "created_at": 1766000005, **SAID, "usage": USAGE}
    return {key: value for key, value in {**made, **more}.items() if value is not None}


def sse(*events: dict[str, Any]) -> bytes:
    """Events as server-sent events; the document knows no ``[DONE]`` here."""
    return b"".join(f"event: {event['type']}\ndata: {json.dumps(event)}\n\n".encode() for event in events)


@define
class Server:
    """Gives the answers in turn, the last one again and again, and remembers the requests."""

    answers: list[Any]
    requests: list[httpx2.Request] = field(factory=list)

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        request.read()
        self.requests.append(request)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        status, answer = answer if isinstance(answer, tuple) else (200, answer)
        if isinstance(answer, dict):
            return httpx2.Response(status, json=answer, headers={"x-request-id": "req_1"})
        kind = "text/event-stream" if answer.startswith(b"event:") else "application/octet-stream"
        return httpx2.Response(status, content=answer, headers={"x-request-id": "req_1", "content-type": kind})

    @property
    def body(self) -> Any:
        """The newest request's body, as decoded JSON or as the fields of a form, files as (name, type, bytes)."""
        request = self.requests[-1]
        kind = request.headers["content-type"]
        if not kind.startswith("multipart/"):
            return json.loads(request.content)
        fields: dict[str, Any] = {}
        for part in forms.parts(kind, request.content):
            file = (part.filename, part.mime_type, part.content)
            fields.setdefault(part.name, []).append(file if part.filename else part.content.decode())
        return fields

    @property
    def path(self) -> str:
        """The newest request's path."""
        return self.requests[-1].url.path


def client(provider: str, *answers: Any, **arguments: Any) -> tuple[genai.Client, Server]:
    """A client for pictures, and the server that it talks to."""
    server = Server(list(answers))
    http = httpx2.Client(transport=httpx2.MockTransport(server))
    usual = {"output": "image", "api_key": KEY, "strict": True, "retry": 0, "http_client": http}
    return genai.load(provider, **{**usual, **arguments}), server


def streamed(llm: genai.Client, *args: Any, **kwargs: Any) -> tuple[list[genai.Reply], genai.Result]:
    """The replies of a stream, and its result."""
    with llm.gen_stream(*args, **kwargs) as stream:
        replies = list(stream)
    return replies, stream.result


def read(docs: Iterable[genai.Doc]) -> list[bytes]:
    """The bytes of docs."""
    return [doc.read() for doc in docs]
