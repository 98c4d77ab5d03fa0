"""Signing: AWS Signature Version 4, made by botocore, for those who have no API key.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html

The rule here: botocore loads on first need, credentials are read from the environment for each request, and the secret
key itself goes nowhere.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any, Final

from ...errors import AuthError
from ...sansio import HttpRequest
from .dialect import PROVIDER, SERVICE, region_of

VARIABLES: Final = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
INSTALL: Final = 'pip install "genai-providers[bedrock]"'


def help_of(key_help: str) -> str:
    """What someone without a key should do; without one calls may be signed."""
    return f"{key_help}; or set {' and '.join(VARIABLES)} to sign calls, which needs {INSTALL}"


def signer(key_help: str, base_url: str) -> Any:
    """What ``Endpoint.sign`` wants, for a server."""

    def sign(request: HttpRequest) -> tuple[str | None, Mapping[str, str]]:
        access, secret = (os.environ.get(name) for name in VARIABLES)
        if not access or not secret:
            raise AuthError(f"{PROVIDER}: no key. {key_help}", provider=PROVIDER)
        region = region_of(base_url)
        if region is None:
            raise AuthError(f"{PROVIDER}: a signature is for a region: set AWS_REGION", provider=PROVIDER)
        return signed(request, access, secret, os.environ.get("AWS_SESSION_TOKEN") or None, region)

    return sign


def signed(
    request: HttpRequest, access: str, secret: str, token: str | None, region: str
) -> tuple[str | None, Mapping[str, str]]:
    """The session token, which nothing may show, and the headers that sign a request."""
    try:
        from botocore.auth import SigV4Auth
        from botocore.awsrequest import AWSRequest
        from botocore.credentials import Credentials
    except ImportError:
        raise AuthError(
            f"{PROVIDER}: there are credentials to sign calls with, but no botocore: {INSTALL}; "
            "or set AWS_BEARER_TOKEN_BEDROCK, which needs none",
            provider=PROVIDER,
        ) from None
    whole = AWSRequest(method=request.method, url=request.url, data=request.body, headers=dict(request.headers))
    SigV4Auth(Credentials(access, secret, token), SERVICE, region).add_auth(whole)
    made = {name.lower(): value for name, value in whole.headers.items()}
    return token, {name: value for name, value in made.items() if name not in request.headers}
