"""About: what a provider's package says of itself, and that it is found, loads without a key, and keeps keys to itself.

The rule here: nothing is sent, but where a key is missing.
"""

from __future__ import annotations

import json
import os
import pickle
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urlsplit

import pytest

from ... import providers
from ...errors import AuthError, InvalidRequest, NotSupported
from ...provider import AsyncProvider, Info, Provider
from ...sansio import loopback
from .base import Base, caught, has_key, need, nothing_sent, same, without_keys
from .side import Side

HEAVY: Final = ("httpx2", "httpcore2", "httpx", "requests", "aiohttp", "cattrs", "jsonschema", "tenacity", "pydantic")
LIGHT: Final = "import sys; from genai import providers; providers.info({!r}); print(*(set({}) & set(sys.modules)))"
VARIABLE: Final = re.compile(r"[A-Z][A-Z0-9_]*")


def info_faults(name: str, info: Info) -> Iterator[str]:
    """What is wrong with a provider's ``INFO``."""
    if info.name != name:
        yield f"name: {info.name!r}, and the entry point is {name!r}"
    for label, url in (("base_url", info.base_url), *(("regions", url) for url in info.regions.values())):
        yield from _url_faults(info, label, url)
    if not info.title or not info.docs.startswith("https://"):
        yield "title and docs: a name to show, and the https:// address of the API reference"
    for variable in (*info.key_variables, *info.regions):
        if not VARIABLE.fullmatch(variable):
            yield f"key_variables: {variable!r} is no name of a variable"
    if not (info.keyless or info.key_variables or info.regions or loopback(urlsplit(info.base_url).hostname)):
        yield "key_variables: none, and it is not keyless; an error could not say what to set"
    for alias in info.aliases:
        if providers.info(alias).name != info.name:
            yield f"aliases: {alias!r} leads to {providers.info(alias).name}"


def _url_faults(info: Info, label: str, url: str) -> Iterator[str]:
    host = urlsplit(url).hostname
    if url.endswith("/"):
        yield f"{label}: {url!r} ends with a slash, and paths are put behind it"
    if "{" not in url and not loopback(host):
        if not url.startswith("https://"):
            yield f"{label}: {url!r} is no https://, and a key goes there"
        if host not in info.hosts:
            yield f"hosts: without {host}, to which the key goes"


class About(Base):
    """What the package says of itself."""

    def test_it_is_found_by_its_name(self) -> None:
        """Its entry point is there, and its module has what a package must have."""
        need(self.provider in providers.names(), f"no entry point of genai.providers is named {self.provider!r}")
        package = providers.find(self.provider)
        lacking = [name for name in ("INFO", "wire", "unknown_fields") if not hasattr(package, name)]
        same([], lacking, f"{package.__name__} has no")

    def test_info_is_right(self) -> None:
        """Names, URLs, hosts and variables; all faults at once."""
        same([], list(info_faults(self.provider, providers.info(self.provider))), "INFO")

    def test_looking_it_up_is_light(self) -> None:
        """Its ``__init__`` loads no HTTP library, no cattrs and no jsonschema: ``genai.available()`` imports it."""
        code, path = LIGHT.format(self.provider, HEAVY), os.pathsep.join(filter(None, sys.path))
        ran = subprocess.run(  # noqa: S603  this very Python
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "PYTHONPATH": path},
        )
        same((0, "", ""), (ran.returncode, ran.stdout.strip(), ran.stderr), "loaded by importing the package")

    def test_models_json_is_right(self) -> None:
        """It says where it is from, and each tier is a model's id."""
        listed = providers.catalogue(self.provider)
        need(listed.get("source") and listed.get("date"), "models.json: source and date say where it is from")
        tiers = {tier: id_ for ids in listed.get("tiers", {}).values() for tier, id_ in ids.items()}
        odd = {tier: id_ for tier, id_ in tiers.items() if tier not in providers.TIERS or not isinstance(id_, str)}
        same({}, odd, "models.json: tiers")
        json.dumps(dict(listed))

    def test_it_loads_without_a_key(self, side: Side, monkeypatch: pytest.MonkeyPatch) -> None:
        """What was observed and what is promised can be read; the first call says what to set, and sends nothing."""
        info = providers.info(self.provider)
        without_keys(info, monkeypatch)
        llm, server = side.load(self.specimen.answer, api_key=None)
        same(self.provider, llm.scoreboard.provider, "scoreboard.provider")
        if info.keyless or loopback(urlsplit(llm._wire.endpoint.base_url).hostname):
            return
        error = caught(lambda: side.call(llm, "gen_sync", "hi"), AuthError, what="a call without a key")
        nothing_sent(server, "a call without a key")
        variables = (*info.key_variables, *info.regions)
        need(any(name in str(error) for name in variables), f"the AuthError names none of {variables}: {error}")

    def test_a_client_is_a_provider(self, sync: Side) -> None:
        """It implements the protocols, and says whose it is."""
        llm, _ = sync.load()
        need(isinstance(llm, Provider) and isinstance(llm.aio, AsyncProvider), "the client is no genai.Provider")
        same(self.provider, llm.name, "llm.name")

    def test_a_client_shows_no_key(self, sync: Side) -> None:
        """No repr of it or of its parts does, and it does not pickle."""
        llm, _ = sync.load()
        wire: Any = llm._wire
        parts = {"client": llm, "aio": llm.aio, "wire": wire, "config": wire.config, "endpoint": wire.endpoint}
        shown = [name for name, part in parts.items() if has_key(f"{part!r} {part} {_plain(part)}")]
        same([], shown, "the key is shown by")
        try:
            pickle.dumps(llm)
        except TypeError:
            return
        need(False, "a client pickles, with its key")

    def test_another_server_is_asked_there(self, sync: Side) -> None:
        """``base_url`` is where all requests go."""
        url = "http://127.0.0.1:9/elsewhere"
        llm, server = sync.load(self.specimen.answer, base_url=url)
        try:
            llm.gen_sync("hi")
        except (InvalidRequest, NotSupported):
            return  # such as one whose URL says the model
        strays = [one.url for one in server.requests if not one.url.startswith(f"{url}/")]
        same([], strays, f"with base_url={url} asked at")


def _plain(part: Any) -> dict[str, Any]:
    """An object's own texts; a key must be held behind a function."""
    return (
        {name: value for name, value in vars(part).items() if isinstance(value, str)}
        if hasattr(part, "__dict__")
        else {}
    )
