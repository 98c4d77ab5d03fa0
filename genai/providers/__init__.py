"""The providers: found by looking, not listed by hand. A provider is one folder here, or an entry point.

Third-party packages join with an entry point in the group ``genai.providers``, whose value is a module like those here.

The rule here: asking for one provider imports that one alone.
"""

from __future__ import annotations

import functools
import importlib
import importlib.metadata
import importlib.resources
import json
import os
import pkgutil
import warnings
from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import Any, Final
from urllib.parse import urlsplit

from ..errors import Error, InvalidRequest
from ..provider import Info
from ..sansio import loopback, split_url

GROUP: Final = "genai.providers"
TIERS: Final = ("CHEAP", "GOOD", "SOTA")


@functools.cache
def _modules() -> Mapping[str, str]:
    """Provider name to module name. Shared wires begin with an underscore, and are no providers."""
    own = {m.name: f"{__name__}.{m.name}" for m in pkgutil.iter_modules(__path__) if not m.name.startswith("_")}
    others = {point.name: point.value for point in importlib.metadata.entry_points(group=GROUP)}
    return {**others, **own}


def names() -> tuple[str, ...]:
    """All providers, sorted."""
    return tuple(sorted(_modules()))


@functools.cache
def _aliases() -> Mapping[str, str]:
    return {alias: about.name for about in _sound() for alias in about.aliases}


def _sound() -> Iterator[Info]:
    """What is known of all providers; of a package of others that cannot be loaded there is a warning alone."""
    for name in names():
        try:
            yield info(name)
        except InvalidRequest as error:
            warnings.warn(str(error), RuntimeWarning, stacklevel=3)


def find(name: str) -> ModuleType:
    """A provider's package, by its name; InvalidRequest when there is none, or when it cannot be loaded."""
    known = name if name in _modules() else _aliases().get(name)
    if known is None:
        raise InvalidRequest(f"no provider is named {name!r}; there are {', '.join(names())}")
    try:
        found = importlib.import_module(_modules()[known])
    except ImportError as error:
        raise InvalidRequest(f"the provider {known!r} cannot be loaded: {error}") from error
    if found.INFO.name != known:
        raise InvalidRequest(f"the entry point {known!r} leads to a provider that calls itself {found.INFO.name!r}")
    return found


def info(name: str) -> Info:
    """What is known of a provider, by its name or an alias."""
    found: Info = find(name).INFO
    return found


@functools.cache
def catalogue(name: str) -> Mapping[str, Any]:
    """
    A provider's ``models.json``: what its documentation says, and where.

    An ``"image"`` that is a name stands for the limits that OpenAI's model of this name has.
    """
    text = importlib.resources.files(_modules()[name]).joinpath("models.json").read_text("utf-8")
    found: Mapping[str, Any] = json.loads(text)
    for about in found["models"].values():
        if isinstance(about.get("image"), str):
            from ._openai_images.limits import shared

            about["image"] = shared()[about["image"]]
    return found


def model(name: str, wanted: str, output: str) -> tuple[str, Mapping[str, Any]]:
    """A model's id and what is documented of it. An id that is not listed is used as it is."""
    listed = catalogue(name)
    if wanted in TIERS:
        tiers = listed.get("tiers", {}).get(output, {})
        if wanted not in tiers:
            known = ", ".join(f"{kind} ({', '.join(ids)})" for kind, ids in listed.get("tiers", {}).items()) or "none"
            raise InvalidRequest(
                f"{name} has no {wanted} model for {output}; tiers are known for: {known}. Give model="
            )
        wanted = tiers[wanted]
    return wanted, listed.get("models", {}).get(wanted, {})


def trusted(info: Info, url: str) -> bool:
    """Whether a key may go to a URL on the package's word: its own host over TLS, its base URL, or loopback."""
    parts = split_url(url)
    own = parts.scheme == "https" and parts.hostname in info.hosts
    return own or url.rstrip("/") in (info.base_url, *info.regions.values()) or loopback(parts.hostname)


def available() -> dict[str, str]:
    """
    The providers that can be used now, and why: the key variable that is set, or the loopback server that answered.

    Nothing is sent anywhere but to loopback.
    """
    found = {}
    for about in _sound():
        name = about.name
        variable = next((v for v in (*about.key_variables, *about.regions) if os.environ.get(v)), None)
        if variable:
            found[name] = variable
        elif loopback(urlsplit(about.base_url).hostname) and _answers(name):
            found[name] = about.base_url
    return found


def _answers(name: str) -> bool:
    from ..loading import load
    from ..options import Timeout

    with load(name, model="-", timeout=Timeout(1, connect=0.3), retry=0) as llm:
        try:
            llm.list_models()
        except Error as error:
            return error.status in (401, 403)  # it is there, and wants a key; others may have their ports as well
        return True
