"""Scrub: what may be kept of a recorded request and answer, and what is taken out.

A secret is found however it is written: plain, percent-encoded, with JSON's or HTML's escapes, as hex, and within
base64 at any place. What is found and cannot be taken out, ``left`` tells, and then nothing is written.

The rule here: headers are kept by a list of names, so that a new one is dropped until somebody has thought about it.
"""

from __future__ import annotations

import base64
import html
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any, Final
from urllib.parse import unquote, urlsplit, urlunsplit

from attrs import field, frozen

REDACTED: Final = "REDACTED"
REQUEST_HEADERS: Final = ("content-type",)
RESPONSE_HEADERS: Final = (
    "content-type", "retry-after", "retry-after-ms", "x-ratelimit-", "ratelimit-", "openai-", "anthropic-ratelimit-",
    "anthropic-priority-", "x-gemini-service-tier", "x-amzn-errortype",
    # The id of a request, as each provider names it.
    "x-request-id", "request-id", "x-litellm-call-id", "x-amzn-requestid", "apim-request-id", "x-baseten-request-id",
    "x-debug-trace-id", "x-generation-id", "mistral-correlation-id", "cf-ray", "x-azure-ref",
)  # fmt: skip
"""What the library reads: whole names, and beginnings of names, which end in a dash."""
PRIVATE_HEADERS: Final = ("openai-organization", "openai-project")
"""Whose account it was."""

PARAMETER: Final = re.compile(
    r"(?P<before>(?:\A|[?&#]|\\u0026|%(?:25)*(?:3f|26|23)|&amp;)(?P<name>[\w.%\[\]-]{1,80}?)(?:=|\\u003d|%(?:25)*3d))"
    r"""(?P<value>(?:(?!%(?:25)*2[36])[^&#\s"'<>\\]|\\/|\\u(?!002[236])[0-9a-f]{4})+)""",
    re.ASCII | re.IGNORECASE,
)
"""A URL's parameter, wherever the URL stands, be it in another URL; the first one of a form too."""
KEY_PARAMETERS: Final = re.compile(
    r"(?:signature|sig|token|secret|credentials?|password|passwd|passphrase|pwd|key|keyid|auth|authorization|jwt)$",
    re.IGNORECASE,
)
"""How the names of parameters end that hold keys: X-Amz-Signature, client_secret, access_token, ..."""
PAGE_PARAMETERS: Final = re.compile(r"(?:page|continuation|sync)[_-]?token$", re.IGNORECASE)
"""Those that only say where a list goes on."""

SECRETS: Final = re.compile(
    r"(?<![A-Za-z0-9])(?:"
    r"sk-(?:proj-|ant-|or-|svcacct-)?[A-Za-z0-9_-]{20,}"  # OpenAI, Anthropic, OpenRouter, and those who copy them
    r"|AIza[A-Za-z0-9_-]{30,}"  # Google
    r"|(?:gsk|xai|hf|csk|fw|r8|pplx|nvapi)[_-][A-Za-z0-9]{20,}"  # Groq, xAI, Hugging Face, Cerebras, ...
    r"|A(?:KIA|SIA)[A-Z0-9]{16}(?![A-Za-z0-9])"  # AWS, for good and for some hours
    r"|(?:IQoJb3JpZ2lu|F[wQ]oGZXIvYXdz)[A-Za-z0-9+/_=-]{20,}"  # AWS's session tokens, by what they all begin with
    r"|eyJ[A-Za-z0-9_-]{20,}\.eyJ[A-Za-z0-9_-]{20,}\."  # a JSON web token
    rf"|(?i:bearer\s+(?!{REDACTED})[A-Za-z0-9._~+/-]{{8,}}))"
)
"""What keys look like: the second net, for those that nobody named."""


# --- How a secret may be written --------------------------------------------------------------------------------------

SHORT: Final = 4
"""A secret that has fewer characters is looked for as it is: its base64 and hex would be found by chance."""
ESCAPE: Final = re.compile(r"\\(u[0-9a-fA-F]{4}|.)")
BASE64_RUN: Final = re.compile(r"[A-Za-z0-9+/_-]{24,}")
URL_SAFE: Final = str.maketrans("+/", "-_")


def _unescaped(text: str) -> str:
    short = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}
    return ESCAPE.sub(lambda m: short.get(m[1], m[1]) if len(m[1]) == 1 else chr(int(m[1][1:], 16)), text)


PLAINER: Final[tuple[Callable[[str], str], ...]] = (
    unquote,
    _unescaped,
    html.unescape,
    lambda text: text.replace("\0", ""),  # UTF-16 and UTF-32, as far as they are ASCII
)


def _readings(text: str) -> list[str]:
    """A text, and what it says when percent signs, escapes and entities are undone, also within each other."""
    found = [text]
    for _ in range(3):
        for plainer in PLAINER:
            if (read := plainer(found[-1])) not in found:
                found.append(read)
    return found


def _decoded(text: str) -> Iterator[str]:
    """What the base64 in a text says, wherever in a run of its letters it may begin."""
    for run in BASE64_RUN.findall(text):
        for start in range(4):
            letters = run[start : start + (len(run) - start) // 4 * 4]
            yield base64.b64decode(letters.translate(str.maketrans("-_", "+/"))).decode("latin-1")


def _cores(secret: bytes) -> Iterator[tuple[str, bool, bool]]:
    """
    A secret's base64, for each of the places where it may begin in a group of three bytes: the letters that are its
    own, and whether there is one before, and one after, that it shares with its neighbours.
    """
    for before in range(3):
        size = before + len(secret)
        letters = base64.b64encode(bytes(before) + secret).decode()
        core = letters[(0, 2, 3)[before] : size * 8 // 6]
        if len(core) > SHORT:
            yield core, before > 0, size % 3 > 0


def _marks(secret: str) -> tuple[str, ...]:
    """What tells that a secret is in a text, apart from itself."""
    form = (secret.replace(" ", "+"),)
    if len(secret) < SHORT:
        return form
    raw = secret.encode("utf-8", "surrogateescape")
    cores = [core for core, _, _ in _cores(raw)]
    return (*form, *cores, *(core.translate(URL_SAFE) for core in cores), raw.hex(), raw.hex().upper())


def _written(character: str, *others: str) -> str:
    """A pattern of all the ways to write a character."""
    raw = character.encode("utf-8", "surrogateescape")
    code = ord(character)
    ways = [
        rf"\\*{re.escape(character)}" if character in "/\"\\'" else re.escape(character),
        *map(re.escape, others),
        "".join(rf"(?:%|\\+u0025)(?:25)*(?i:{byte:02x})" for byte in raw),
        rf"\\+u(?i:{code:04x})",
        f"&#(?:0*{code}|[xX]0*(?i:{code:x}));",
        *([html.escape(character)] if character in "&<>" else []),
        *(["&quot;"] if character == '"' else ["&apos;"] if character == "'" else []),
    ]
    return f"(?:{'|'.join(ways)})"


def _patterns(secret: str) -> Iterator[str]:
    """What is taken out: a secret in all of its forms, those of base64 with the letters that it shares."""
    broken = r"(?:\s|\\+[rn])*"
    yield "".join(_written(c, "+") if c == " " else _written(c) for c in secret)
    if len(secret) < SHORT:
        return
    raw = secret.encode("utf-8", "surrogateescape")
    yield f"(?i:{raw.hex()})"
    shared = f"(?:[A-Za-z0-9_-]|{_written('+')}|{_written('/')})"
    for core, first, last in _cores(raw):
        letters = broken.join(_written(c, *{"+": "-", "/": "_"}.get(c, "")) for c in core)
        end = f"(?:{broken}{shared})?" if last else ""
        yield f"{shared + broken if first else ''}{letters}{end}(?:{_written('=')})*"


def _named(secrets: Iterable[str]) -> tuple[str, ...]:
    """Each secret once, the longest first: a part must not hide the whole."""
    return tuple(sorted({secret for secret in secrets if secret}, key=lambda secret: (-len(secret), secret)))


SIGNERS: Final = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")
"""What requests are signed with, where no key is sent."""


def keys() -> list[str]:
    """The keys of all providers that are set in the environment."""
    from .. import providers

    about = map(providers.info, providers.names())
    variables = {*SIGNERS, *(variable for one in about for variable in (*one.key_variables, *one.regions))}
    return [os.environ[variable] for variable in sorted(variables) if os.environ.get(variable)]


@frozen(kw_only=True, slots=False)
class Scrubber:
    """
    Takes out what must not be kept, and puts names in the place of others.

    Args:
        secrets: Texts that must not occur anywhere, such as the key that was used.
        replace: Other texts that are replaced everywhere, such as a path that serves as a model's id.
    """

    secrets: tuple[str, ...] = field(default=(), converter=_named, repr=False)
    replace: Mapping[str, str] = field(factory=dict)

    @cached_property
    def _marked(self) -> tuple[tuple[str, ...], ...]:
        return tuple(map(_marks, self.secrets))

    def _there(self, text: str) -> set[int]:
        """Which of the secrets are in a text. Made of fast searches, since most texts have none."""
        found = set()
        for reading in _readings(text) if self.secrets else ():
            compact = "".join(reading.split())  # base64 may be broken into lines
            for number, (secret, marks) in enumerate(zip(self.secrets, self._marked, strict=True)):
                if secret in reading or any(mark in reading or mark in compact for mark in marks):
                    found.add(number)
        # To undo escapes also undoes what only looks like one: these are searched slowly.
        odd = {n for n, secret in enumerate(self.secrets) if n not in found and re.search(r"[\\%&]", secret)}
        return found | {n for n in odd if re.search(next(_patterns(self.secrets[n])), text)}

    def text(self, text: str) -> str:
        """A text without the secrets and the values of parameters that hold keys, and with the other names."""
        text = PARAMETER.sub(_parameter, text)
        for number in sorted(self._there(text)):
            for pattern in _patterns(self.secrets[number]):
                text = re.sub(pattern, REDACTED, text)
        for old, new in self.replace.items():
            text = text.replace(old, new)
        return text

    def data(self, data: bytes | str | None) -> bytes | None:
        """A body; one that is no text is searched as well."""
        if not data:
            return None
        return self.text(_text(data)).encode("utf-8", "surrogateescape")

    def url(self, url: str) -> str:
        """A URL: without a user's name and password."""
        parts = urlsplit(url)
        return self.text(urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2])))

    def request_headers(self, headers: Mapping[str, Any]) -> dict[str, Any]:
        """The headers of a request that are kept."""
        return {name: value for name, value in headers.items() if name.lower() in REQUEST_HEADERS}

    def response_headers(self, headers: Mapping[str, Any]) -> dict[str, list[str]]:
        """The headers of an answer that are kept, each with all its values."""
        return {
            name.lower(): [self.text(v) for v in values_of(value)] for name, value in headers.items() if _kept(name)
        }

    def left(self, data: str | bytes) -> list[str]:
        """What is still in a text that must not be; named so that nothing of a secret but its first letters is told."""
        text = _text(data)
        found = [f"secret {number + 1}" for number in sorted(self._there(text))]
        readings = _readings(text)
        for reading in [*readings, *(said for one in readings for said in _decoded(one))]:
            found += [f"secret {number + 1}" for number, secret in enumerate(self.secrets) if secret in reading]
            found += [f"{match.group()[:6]}... (looks like a key)" for match in SECRETS.finditer(reading)]
        return list(dict.fromkeys(found))


def _text(data: str | bytes) -> str:
    return data if isinstance(data, str) else bytes(data).decode("utf-8", "surrogateescape")


def secret_parameter(name: str) -> bool:
    """Whether a parameter of this name holds a key."""
    plain = unquote(unquote(name)).rstrip("[]")
    return bool(KEY_PARAMETERS.search(plain)) and not PAGE_PARAMETERS.search(plain)


def _parameter(match: re.Match[str]) -> str:
    secret = secret_parameter(match["name"])
    return match["before"] + (REDACTED if secret else PARAMETER.sub(_parameter, match["value"]))


def values_of(value: Any) -> list[str]:
    """A header's values: one, or several."""
    one = value.decode("latin-1") if isinstance(value, bytes) else value
    return [one] if isinstance(one, str) else [text for part in one for text in values_of(part)]


def _kept(name: str) -> bool:
    name = name.lower()
    prefixes = tuple(prefix for prefix in RESPONSE_HEADERS if prefix.endswith("-"))
    return name not in PRIVATE_HEADERS and (name in RESPONSE_HEADERS or name.startswith(prefixes))
