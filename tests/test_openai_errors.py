"""The errors of OpenAI and its copies: which class they are, and what they keep."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from genai import errors
from genai.errors import (
    AuthError,
    ContentFiltered,
    ContextTooLong,
    Error,
    InvalidRequest,
    ModelNotFound,
    Overloaded,
    ProviderError,
    QuotaExceeded,
    RateLimited,
)
from genai.providers._openai.errors import KINDS, STATUSES, error_of, http_error
from genai.sansio import HttpResponse


def answered(status: int, body: Any = b"", **headers: str) -> Error:
    """The error of an answer."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return http_error("p", HttpResponse(status=status, body=content, headers=headers), "Set KEY")


def named(message: Any = "It failed.", **more: Any) -> dict[str, Any]:
    """A body as OpenAI writes it."""
    return {"error": {"message": message, "param": None, **more}}


NO_MODEL = "The model `x` does not exist or you do not have access to it."
TOO_LONG = "This model's maximum context length is 8192 tokens."

BODIES = [
    # status, body, class, code, detail
    (400, named(type="invalid_request_error"), InvalidRequest, "invalid_request_error", "It failed."),
    (400, named(code="context_length_exceeded"), ContextTooLong, "context_length_exceeded", "It failed."),
    (400, named(TOO_LONG, type="BadRequestError", code=400), ContextTooLong, "BadRequestError", TOO_LONG),  # vLLM
    (400, named(type="exceed_context_size_error", code=400), ContextTooLong, "exceed_context_size_error", "It failed."),
    (400, named(code="content_policy_violation"), ContentFiltered, "content_policy_violation", "It failed."),
    (400, named(code="model_not_found"), ModelNotFound, "model_not_found", "It failed."),
    (401, named(type="invalid_request_error"), AuthError, "invalid_request_error", "It failed."),
    (401, named(type="invalid_request_error", code="invalid_api_key"), AuthError, "invalid_api_key", "It failed."),
    (402, named(), QuotaExceeded, None, "It failed."),
    (403, named(type="permission_error"), AuthError, "permission_error", "It failed."),
    (404, named(NO_MODEL, type="NotFoundError", code=404), ModelNotFound, "NotFoundError", NO_MODEL),  # vLLM
    (404, named(type="not_found_error"), InvalidRequest, "not_found_error", "It failed."),
    (429, named(code="rate_limit_exceeded", type="tokens"), RateLimited, "rate_limit_exceeded", "It failed."),
    (429, named(code="insufficient_quota"), QuotaExceeded, "insufficient_quota", "It failed."),
    (429, named(code="resource_unavailable"), Overloaded, "resource_unavailable", "It failed."),
    (429, named("Resource Unavailable now"), Overloaded, None, "Resource Unavailable now"),
    (500, named(type="server_error"), ProviderError, "server_error", "It failed."),
    (503, named(code="slow_down"), Overloaded, "slow_down", "It failed."),
    (503, named(), Overloaded, None, "It failed."),
    (529, b"", Overloaded, None, None),
    (408, b"", ProviderError, None, None),
    (418, b"", InvalidRequest, None, None),
    (599, b"", ProviderError, None, None),
    # other shapes
    (401, {"error": "Unauthorized"}, AuthError, None, "Unauthorized"),
    (400, {"message": "flat", "type": "BadRequestError", "code": 400}, InvalidRequest, "BadRequestError", "flat"),
    (422, {"detail": "missing"}, InvalidRequest, None, "missing"),
    (422, {"detail": [{"msg": "missing"}]}, InvalidRequest, None, "missing"),  # FastAPI
    (422, {"detail": [{"loc": ["body", 0], "msg": "missing"}]}, InvalidRequest, None, "body.0: missing"),
    (401, {"error": {"message": "No.", "type": "authentication_error", "code": "invalid_request_error"}}, AuthError,
     "invalid_request_error", "No."),  # DeepSeek
    (400, {"error": {"code": "400", "message": "Param Incorrect", "param": "Not supported model x"}}, ModelNotFound,
     "400", "Param Incorrect: Not supported model x"),  # Xiaomi
    (400, {"error": "400 Bad Request", "details": {"error": {"message": "deep", "code": None}}}, InvalidRequest, None,
     "deep"),  # Pollinations
    (400, {"error": {"message": "Provider returned error", "code": 400, "metadata": {"raw": "no such thing"}}},
     InvalidRequest, None, "Provider returned error: no such thing"),  # OpenRouter
    (500, {"error": None}, ProviderError, None, None),
    (500, {"error": [1]}, ProviderError, None, None),
    (500, {"error": {"message": None, "code": None, "type": 5}}, ProviderError, None, None),
    (500, [1, 2], ProviderError, None, None),
    (500, "words", ProviderError, None, "words"),
    (500, 5, ProviderError, None, None),
    # no JSON
    (502, b"<html>Bad gateway</html>", ProviderError, None, "<html>Bad gateway</html>"),
    (429, b"Too many requests", RateLimited, None, "Too many requests"),
    (500, b"\xff\xfe", ProviderError, None, "��"),
    (500, b"NaN", ProviderError, None, "NaN"),
    (500, b'"\\ud800"', ProviderError, None, '"\\ud800"'),
]  # fmt: skip


@pytest.mark.parametrize(("status", "body", "cls", "code", "detail"), BODIES)
def test_bodies(status: int, body: Any, cls: type[Error], code: str | None, detail: str | None) -> None:
    """The most particular thing known decides the class; the provider's own words are kept."""
    error = answered(status, body)

    assert (cls, code, detail) == (type(error), error.code, error.detail)
    assert ("p", status) == (error.provider, error.status)
    assert str(error).startswith(f"p: http {status}: {(detail or 'no message').rstrip('.')}")


@pytest.mark.parametrize(("word", "cls"), [row for row in KINDS.items() if row[1] is not InvalidRequest])
def test_words(word: str, cls: type[Error]) -> None:
    """A code decides against any status and type; a type decides where there is no code."""
    assert cls is type(answered(500, named(code=word, type="server_error")))
    assert cls is type(answered(400, named(type=word)))


@pytest.mark.parametrize(("status", "cls"), STATUSES.items())
def test_statuses(status: int, cls: type[Error]) -> None:
    """A status decides where nothing else is known."""
    assert cls is type(answered(status))
    assert cls is type(answered(status, named(type="something_new")))


def test_an_event_has_no_status() -> None:
    """An error inside a stream or a job is known by its words alone."""
    error = error_of("p", {"code": "rate_limit_exceeded", "message": "Slow down."}, request_id="req_1")

    assert (RateLimited, "p: rate_limit_exceeded: Slow down", None, "req_1") == (
        type(error), str(error), error.status, error.request_id
    )  # fmt: skip


def test_what_an_error_keeps() -> None:
    """The id, the wait, the limits and the body are on the error."""
    body = json.dumps(named()).encode()
    headers = {"x-request-id": "req_1", "retry-after": "7", "x-ratelimit-limit-requests": "5"}
    error = answered(429, body, **headers)

    assert ("req_1", 7.0, body, 5) == (error.request_id, error.retry_after, error.body, error.limits[0].limit)


def test_a_wrong_key_says_what_to_do() -> None:
    """Only an AuthError has the hint."""
    assert "p: http 401: Wrong. Set KEY" == str(answered(401, named("Wrong.")))
    assert "Set KEY" not in str(answered(400, named("Wrong.")))


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_redirects(status: int) -> None:
    """A redirect is an error that says where it would have gone."""
    error = answered(status, b"<html>moved</html>", location="https://elsewhere.example/")

    assert "it redirects to https://elsewhere.example/, which is not followed" in str(error)
    assert isinstance(error, ProviderError)


@pytest.mark.parametrize("depth", [*range(900, 1000, 3), 3_000, 100_000])
@pytest.mark.parametrize(
    ("head", "tail"), [(b"", b""), (b'{"error":', b"}"), (b'{"detail":', b"}"), (b'{"error":{"message":', b"}}")]
)
def test_deeply_nested_bodies(depth: int, head: bytes, tail: bytes) -> None:
    """A body that is nested too deeply to be read is an error like any other, however deep."""
    body = head + b"[" * depth + b"]" * depth + tail
    error = answered(500, body)

    assert (ProviderError, body) == (type(error), error.body)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
fields = st.fixed_dictionaries(
    {}, optional=dict.fromkeys(("message", "code", "type", "detail", "details", "param"), json_values)
)
bodies = st.one_of(
    st.binary(max_size=60),
    st.one_of(json_values, fields, fields.map(lambda inner: {"error": inner})).map(
        lambda value: json.dumps(value).encode()
    ),
)
HEADERS = (
    "retry-after", "retry-after-ms", "x-request-id", "location", "x-ratelimit-limit-requests", "x-ratelimit-reset",
    "x-ratelimit-reset-tokens", "x-ratelimit-", "x-ratelimit-remaining-",
)  # fmt: skip


@given(st.integers(300, 599), bodies, st.dictionaries(st.sampled_from(HEADERS), st.text(max_size=30)))
def test_no_answer_makes_anything_but_an_error(status: int, body: bytes, headers: dict[str, str]) -> None:
    """Whatever a server answers with a failed status, it becomes an error of the tree, whose text can be shown."""
    error = http_error("p", HttpResponse(status=status, body=body, headers=headers), "Set KEY")

    assert isinstance(error, Error)
    assert type(error) in vars(errors).values()
    assert str(error).startswith(f"p: http {status}: ")
    assert error.code is None or isinstance(error.code, str)
