"""Who may call Bedrock: a key, or a signature by botocore; and what it says to those who may not."""

from __future__ import annotations

import builtins
import datetime
import json
import pickle
from typing import Any

import httpx2
import pytest
from contract.specimen_bedrock import response
from wires.test_bedrock_answers import HOME, load

import genai
from genai.providers.bedrock import signing
from genai.sansio import HttpRequest

ACCESS, SECRET, TOKEN = "AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "session-token-0123456789"
REQUEST = HttpRequest(
    method="POST",
    url=f"{HOME}/model/us.amazon.nova-micro-v1%3A0/converse",
    headers={"content-type": "application/json", "user-agent": "genai"},
    body=b'{"messages": []}',
)


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """No credentials but those of the test."""
    for name in (
        "AWS_BEARER_TOKEN_BEDROCK",
        "AWS_REGION",
        "AWS_DEFAULT_REGION",
        "AWS_SESSION_TOKEN",
        *signing.VARIABLES,
    ):
        monkeypatch.delenv(name, raising=False)


def credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    """Credentials in the environment."""
    values = dict(zip((*signing.VARIABLES, "AWS_SESSION_TOKEN"), (ACCESS, SECRET, TOKEN), strict=True))
    for name, value in values.items():
        monkeypatch.setenv(name, value)


def test_a_key() -> None:
    """It goes as it is, and nothing is signed."""
    llm, seen = load(response({"text": "ok"}))
    llm.gen_sync("hi")

    assert "Bearer sk-test" == seen[0].headers["authorization"]
    assert "x-amz-date" not in seen[0].headers


def test_the_signature_is_botocores(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a known request, at a known time."""
    auth = pytest.importorskip("botocore.auth")
    from botocore.awsrequest import AWSRequest
    from botocore.credentials import Credentials

    then = datetime.datetime(2026, 1, 2, 3, 4, 5)
    monkeypatch.setattr(auth, "get_current_datetime", lambda: then)
    token, headers = signing.signed(REQUEST, ACCESS, SECRET, TOKEN, "us-east-1")
    theirs = AWSRequest("POST", REQUEST.url, dict(REQUEST.headers), REQUEST.body)
    auth.SigV4Auth(Credentials(ACCESS, SECRET, TOKEN), "bedrock", "us-east-1").add_auth(theirs)

    assert TOKEN == token
    assert {"authorization", "x-amz-date", "x-amz-security-token"} == headers.keys()
    assert {name: theirs.headers[name] for name in headers} == headers
    assert "/20260102/us-east-1/bedrock/aws4_request" in headers["authorization"]
    assert "content-type;host;x-amz-date;x-amz-security-token" in headers["authorization"]


def test_calls_are_signed(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is signed is what is sent: botocore, given the request that went out, signs it the same way."""
    auth = pytest.importorskip("botocore.auth")
    from botocore.awsrequest import AWSRequest
    from botocore.credentials import Credentials

    monkeypatch.setattr(auth, "get_current_datetime", lambda: datetime.datetime(2026, 1, 2, 3, 4, 5))
    credentials(monkeypatch)
    llm, seen = load(response({"text": "ok"}), api_key=None, model="a:b/c")
    llm.gen_sync("hi", extra_headers={"X-Amzn-Bedrock-Trace": "ENABLED"})
    (request,) = seen
    signed = request.headers["authorization"].partition("SignedHeaders=")[2].partition(",")[0].split(";")
    sent = {name: request.headers[name] for name in signed if not name.startswith(("host", "x-amz-"))}
    again = AWSRequest(request.method, str(request.url), sent, request.content)
    auth.SigV4Auth(Credentials(ACCESS, SECRET, TOKEN), "bedrock", "us-east-1").add_auth(again)

    assert ["content-type", "host", "x-amz-date", "x-amz-security-token", "x-amzn-bedrock-trace"] == signed
    assert again.headers["Authorization"] == request.headers["authorization"]


def test_secrets_stay_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """Hooks see the request without its signature; a session token that a server repeats is cut out."""
    pytest.importorskip("botocore")
    credentials(monkeypatch)
    hooked: list[HttpRequest] = []

    class Hook:
        """Looks at requests."""

        on_request = staticmethod(hooked.append)

    def answer(request: httpx2.Request) -> httpx2.Response:
        said = f"wrong signature for {request.headers['x-amz-security-token']}"
        return httpx2.Response(403, json={"message": said}, headers={"x-amzn-errortype": "InvalidSignatureException:x"})

    client = httpx2.Client(transport=httpx2.MockTransport(answer))
    llm = genai.load("bedrock", model="m", base_url=HOME, http_client=client, hooks=[Hook()])
    with pytest.raises(genai.AuthError, match="wrong signature") as caught:
        llm.gen_sync("hi")
    shown = [repr(llm), str(caught.value), repr(vars(caught.value)), pickle.dumps(caught.value).decode("latin-1")]
    shown += [repr(request.headers) for request in hooked]

    assert hooked
    assert [] == [text for text in shown for secret in (ACCESS, SECRET, TOKEN) if secret in text]


def test_nothing_to_call_with() -> None:
    """The error names all ways."""
    llm, seen = load(response({"text": "ok"}), api_key=None)
    with pytest.raises(genai.AuthError) as caught:
        llm.gen_sync("hi")

    assert [] == seen
    for word in ("AWS_BEARER_TOKEN_BEDROCK", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "genai-providers[bedrock]"):
        assert word in str(caught.value)


def test_no_botocore(monkeypatch: pytest.MonkeyPatch) -> None:
    """Credentials alone are not enough, and the error says what is."""
    credentials(monkeypatch)
    imported = builtins.__import__

    def without(name: str, *more: Any) -> Any:
        if name.startswith("botocore"):
            raise ImportError(name)
        return imported(name, *more)

    llm, seen = load(response({"text": "ok"}), api_key=None)
    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(genai.AuthError, match=r"pip install .genai-providers\[bedrock\]"):
        llm.gen_sync("hi")

    assert [] == seen


def test_regions(monkeypatch: pytest.MonkeyPatch) -> None:
    """They come from either variable, or from the base URL; without one nothing is sent."""
    answer = httpx2.Client(transport=httpx2.MockTransport(lambda request: httpx2.Response(200, json={})))

    def home() -> str:
        llm = genai.load("bedrock", model="m", api_key="sk-test", http_client=answer)
        return str(llm._wire.endpoint.base_url)

    with pytest.raises(genai.InvalidRequest, match="AWS_REGION"):
        genai.load("bedrock", model="m", api_key="sk-test", http_client=answer).gen_sync("hi")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    assert "https://bedrock-runtime.eu-west-1.amazonaws.com" == home()
    monkeypatch.setenv("AWS_REGION", "eu-central-1")
    assert "https://bedrock-runtime.eu-central-1.amazonaws.com" == home()


def test_a_signature_needs_a_region(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server of one's own does not tell it; the environment may."""
    pytest.importorskip("botocore")
    credentials(monkeypatch)
    llm, seen = load(response({"text": "ok"}), api_key=None, base_url="https://gateway.example.org")
    with pytest.raises(genai.AuthError, match="AWS_REGION"):
        llm.gen_sync("hi")
    monkeypatch.setenv("AWS_REGION", "eu-central-1")
    llm.gen_sync("hi")

    assert "/eu-central-1/bedrock/aws4_request" in seen[0].headers["authorization"]


@pytest.mark.parametrize(
    ("header", "body", "expected"),
    [
        ("ThrottlingException:http://internal.amazon.com/coral/", {"message": "Slow."}, genai.RateLimited),
        ("AccessDeniedException", {"Message": "Authentication failed: check your API Key."}, genai.AuthError),
        ("", {"__type": "com.amazon.coral.service#UnrecognizedClientException", "message": "No."}, genai.AuthError),
        ("ValidationException", {"message": "Input is too long for requested model."}, genai.ContextTooLong),
        ("", "no JSON", genai.InvalidRequest),
    ],
)
def test_errors(header: str, body: Any, expected: type[genai.Error]) -> None:
    """The header names them, else the body; messages are written either way."""

    def answer(request: httpx2.Request) -> httpx2.Response:
        content = body if isinstance(body, str) else json.dumps(body)
        headers = {"x-amzn-errortype": header, "x-amzn-requestid": "r1", "retry-after": "3"}
        return httpx2.Response(400, content=content, headers=headers)

    client = httpx2.Client(transport=httpx2.MockTransport(answer))
    with pytest.raises(expected) as caught:
        genai.load("bedrock", model="m", api_key="sk-test", base_url=HOME, http_client=client, retry=0).gen_sync("hi")

    assert (expected, "r1", 3) == (type(caught.value), caught.value.request_id, caught.value.retry_after)
