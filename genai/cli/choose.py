"""Choose: the options with which every command names a provider and a model, and the client that follows from them.

The rule here: a key comes from the environment, never from the command line, where other users of the machine see it.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import click

from ..client import Client


def _object(ctx: click.Context, parameter: click.Parameter, text: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except ValueError as error:
        raise click.BadParameter(f"not JSON: {error}") from None
    if not isinstance(value, dict):
        raise click.BadParameter("a JSON object")
    return value


PROVIDER = click.option("-p", "--provider", help="A name, or PROVIDER:MODEL. Default: the first usable one.")
MODEL = click.option("-m", "--model", help="An exact id, or CHEAP, GOOD (the default) or SOTA.")
BASE_URL = click.option("--base-url", metavar="URL", help="Another server of the same wire; the key goes there.")
WITH = click.option(
    "--with", "arguments", default="{}", callback=_object, metavar="JSON", help="Options for every call."
)


def which(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options to a command."""
    return PROVIDER(MODEL(BASE_URL(command)))


def provider_or_first(provider: str | None) -> str:
    """What was named, or the first provider that can be used: one with a key, and of several with one key, the one
    with a short name."""
    if provider:
        return provider
    from ..providers import available, info

    why = available()
    usable = sorted(why, key=lambda name: (why[name].startswith("http"), not info(name).aliases, name))
    if not usable:
        raise click.UsageError("no provider can be used yet (see `genai providers`): set a key, or give -p")
    return usable[0]


def client(provider: str | None, model: str | None, base_url: str | None, **more: Any) -> Client:
    """The client."""
    from ..loading import load

    return load(provider_or_first(provider), model=model, base_url=base_url, **more)
