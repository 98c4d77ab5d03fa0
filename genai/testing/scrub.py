"""Scrub: what may be kept of a recorded request and answer, and what is taken out.

The rule here: headers are kept by a list of names, so that a new one is dropped until somebody has thought about it.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from attrs import field, frozen

REDACTED: Final = "REDACTED"
REQUEST_HEADERS: Final = ("content-type",)
RESPONSE_HEADERS: Final = ("content-type", "retry-after", "retry-after-ms", "x-request-id", "x-ratelimit-", "openai-")
"""Whole names, and beginnings of names, which end in a dash."""
PRIVATE_HEADERS: Final = ("openai-organization", "openai-project")
"""Whose account it was."""
KEY_PARAMETERS: Final = frozenset({"key", "api_key", "api-key", "apikey", "access_token", "token", "sig", "signature"})

SECRETS: Final = re.compile(
    r"\bsk-(?:proj-|ant-|or-|svcacct-)?[A-Za-z0-9_-]{20,}"  # OpenAI, Anthropic, OpenRouter, and those who copy them
    r"|\bAIza[A-Za-z0-9_-]{30,}"  # Google
    r"|\b(?:gsk|xai|hf|csk|fw|r8|pplx|nvapi)[_-][A-Za-z0-9]{20,}"  # Groq, xAI, Hugging Face, Cerebras, ...
    r"|\bAKIA[A-Z0-9]{16}\b"  # AWS
    r"|\beyJ[A-Za-z0-9_-]{20,}\.eyJ[A-Za-z0-9_-]{20,}\."  # a JSON web token
    r"|(?i:\bbearer\s+[A-Za-z0-9._~+/-]{8,})"
)
"""What keys look like: the second net, for those that nobody named."""

FORMS: Final[tuple[Callable[[str], str], ...]] = (
    str,
    lambda secret: quote(secret, safe=""),  # in a URL
    lambda secret: json.dumps(secret)[1:-1],  # in JSON text
    lambda secret: base64.b64encode(secret.encode()).decode().rstrip("="),
)


def _forms(secrets: Iterable[str]) -> tuple[str, ...]:
    """Each secret as it may stand somewhere, the longest first: a part must not hide the whole."""
    forms = {form(secret) for secret in secrets if secret for form in FORMS}
    return tuple(sorted(forms, key=lambda form: (-len(form), form)))


@frozen(kw_only=True)
class Scrubber:
    """
    Takes out what must not be kept, and puts names in the place of others.

    Args:
        secrets: Texts that must not occur anywhere, such as the key that was used.
        replace: Other texts that are replaced everywhere, such as a path that serves as a model's id.
    """

    secrets: tuple[str, ...] = field(default=(), converter=_forms, repr=False)
    replace: Mapping[str, str] = field(factory=dict)

    def text(self, text: str) -> str:
        """A text without the secrets, and with the other names."""
        for secret in self.secrets:
            text = text.replace(secret, REDACTED)
        for old, new in self.replace.items():
            text = text.replace(old, new)
        return text

    def data(self, data: bytes | str | None) -> bytes | None:
        """A body; one that is no text is searched as well."""
        if not data:
            return None
        raw = data.encode() if isinstance(data, str) else bytes(data)
        return self.text(raw.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")

    def url(self, url: str) -> str:
        """A URL: parameters that hold keys lose their value, whatever it is."""
        parts = urlsplit(url)
        pairs = parse_qsl(parts.query, keep_blank_values=True)
        kept = [(name, REDACTED if name.lower() in KEY_PARAMETERS else value) for name, value in pairs]
        query = parts.query if kept == pairs else urlencode(kept)
        return self.text(urlunsplit(parts._replace(query=query, netloc=parts.netloc.rpartition("@")[2])))

    def request_headers(self, headers: Mapping[str, Any]) -> dict[str, Any]:
        """The headers of a request that are kept."""
        return {name: value for name, value in headers.items() if name.lower() in REQUEST_HEADERS}

    def response_headers(self, headers: Mapping[str, Any]) -> dict[str, list[str]]:
        """The headers of an answer that are kept, each with all its values."""
        return {name.lower(): [self.text(v) for v in _values(value)] for name, value in headers.items() if _kept(name)}

    def left(self, text: str) -> list[str]:
        """What is still in a text that must not be; named so that nothing of a secret but its first letters is told."""
        named = [f"secret {number + 1}" for number, secret in enumerate(self.secrets) if secret in text]
        return named + [f"{match.group()[:6]}... (looks like a key)" for match in SECRETS.finditer(text)]


def _values(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def _kept(name: str) -> bool:
    name = name.lower()
    prefixes = tuple(prefix for prefix in RESPONSE_HEADERS if prefix.endswith("-"))
    return name not in PRIVATE_HEADERS and (name in RESPONSE_HEADERS or name.startswith(prefixes))
