"""Carried: the secrets that a request or an answer itself carries: in headers of authorization, cookies, and its URL.

So that a key which nobody named is known as soon as it is used, and is then taken out wherever a server repeats it.

The rule here: what is too short to be a key is none: to take it out everywhere would spoil the recording.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final
from urllib.parse import parse_qsl, urlsplit

from .scrub import REDACTED, secret_parameter, values_of

HEADERS: Final = re.compile(r"(?:authorization|cookie)$|(?:^|-)(?:key|token|secret|signature|credentials?)$", re.I)
SHORTEST: Final = 8
SIGNED: Final = re.compile(r"(?:Credential=([^/,\s]+)|Signature=(\w+))")
"""https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html"""


def carried(headers: Mapping[str, Any], url: str = "") -> list[str]:
    """The secrets in the headers and the URL of a request, or in the headers of an answer; each once."""
    found = [one for name, value in headers.items() if HEADERS.search(name) for one in _of(name.lower(), value)]
    parts = urlsplit(url)
    found += [value for name, value in parse_qsl(parts.query) if secret_parameter(name)]
    found += [parts.password or ""]
    return list(dict.fromkeys(one for one in found if len(one) >= SHORTEST and one != REDACTED))


def _of(name: str, value: Any) -> Iterator[str]:
    for one in values_of(value):
        if name.endswith("cookie"):
            yield from _of_cookies(one.split(";")[:1] if name == "set-cookie" else one.split(";"))
        elif name.endswith("authorization"):
            yield from _of_authorization(*one.partition(" ")[::2])
        else:
            yield one.strip()


def _of_cookies(cookies: Iterable[str]) -> Iterator[str]:
    for cookie in cookies:
        yield cookie.partition("=")[2].strip().strip('"')


def _of_authorization(scheme: str, told: str) -> Iterator[str]:
    """``Bearer KEY``, ``Basic BASE64``, AWS's signature, or the key alone."""
    signed = [one for found in SIGNED.findall(told) for one in found if one]
    yield from signed or [told.strip() or scheme]
    if scheme.lower() == "basic":
        yield from _of_basic(told.strip())


def _of_basic(told: str) -> Iterator[str]:
    try:
        both = base64.b64decode(told, validate=True).decode()
    except ValueError:
        return
    yield both
    yield both.partition(":")[2]
