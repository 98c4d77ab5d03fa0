"""load(): a client for a provider and a model. And poke(): a job's result by its token alone.

The rule here: a key goes where the package or the caller says, never where a token says.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from . import deadlines, providers
from .client import Client
from .drivers import AsyncDriver, Driver
from .errors import AuthError, InvalidRequest
from .jobs import Job
from .options import Timeout
from .provider import OUTPUTS, Config, OnUnsupported, Output
from .results import Result
from .retries import Retry
from .runs import Hooks

if TYPE_CHECKING:
    import httpx2  # noqa: TID251  only its name, for the signature of load()


def load(
    name: str,
    *,
    model: str | None = None,
    output: Output = "text",
    api_key: str | Callable[[], str] | None = None,
    base_url: str | None = None,
    http_client: httpx2.Client | None = None,
    async_http_client: httpx2.AsyncClient | None = None,
    strict: bool = False,
    on_unsupported: OnUnsupported = "raise",
    timeout: float | Timeout | None = None,
    retry: int | Retry | None = None,
    allow_insecure: bool = False,
    hooks: Iterable[Any] = (),
) -> Client:
    """
    A client for one provider and one model. Nothing is sent.

    Args:
        name: A provider's name or alias (``genai.providers.names()`` lists them), or ``"provider:model"``.
        model: An exact id, or a tier: ``"CHEAP"``, ``"GOOD"`` (the default) or ``"SOTA"``, looked up for ``output``.
        output: ``"text"``, ``"image"``, ``"audio"`` or ``"video"``.
        api_key: The key, or a callable that gives the current one. Default: the provider's environment variable.
            Without any, the client still knows its scoreboard, and its first call raises AuthError.
        base_url: Another server that speaks the same wire; the key goes there as well.
        http_client: An ``httpx2.Client`` of yours for sync code. It is never closed by us, and deadlines within a read
            are then checked between reads only.
        async_http_client: The same for asyncio: an ``httpx2.AsyncClient``.
        strict: Raise BadAnswer when an answer has fields that the raw types do not know.
        on_unsupported: ``"raise"`` NotSupported, or ``"warn"``: send without, and list it on ``result.unsupported``.
        timeout: Seconds in total, or a Timeout.
        retry: How often a failed step is repeated, or a Retry. Default 2.
        allow_insecure: Let the key cross plain HTTP to a host that is not loopback.
        hooks: Objects with any of ``on_request``, ``on_response``, ``on_retry`` and ``on_event``.

    Raises:
        InvalidRequest: No such provider, or a wrong argument; all are named.
        TypeError: An HTTP client of the wrong kind.
    """
    name, colon, its_model = name.partition(":")
    info = providers.info(name)
    faults = [f"output: one of {', '.join(OUTPUTS)}, not {output!r}"] * (output not in OUTPUTS)
    faults += [f"on_unsupported: raise or warn, not {on_unsupported!r}"] * (on_unsupported not in ("raise", "warn"))
    faults += ["model: given twice, in the name and by itself"] * bool(colon and model)
    if base_url is not None and not base_url.startswith(("http://", "https://")):
        faults.append(f"base_url: begins with https:// (or http://), not {base_url!r}")
    if faults:
        raise InvalidRequest(faults=faults, provider=info.name)
    id_, limits = providers.model(info.name, its_model or model or "GOOD", output)
    config = Config(
        info=info,
        model=id_,
        output=output,
        base_url=(base_url or info.base_url).rstrip("/"),
        key=api_key if callable(api_key) else _key_of(api_key, info.key_variables),
        strict=strict,
        on_unsupported=on_unsupported,
        allow_insecure=allow_insecure,
        limits=limits,
    )
    whole = deadlines.combined(timeout if isinstance(timeout, Timeout) else Timeout(timeout))
    repeats = retry if isinstance(retry, Retry) else Retry() if retry is None else Retry(retry)
    drivers = Driver(http_client), AsyncDriver(async_http_client)
    return Client(providers.find(info.name).wire(config), *drivers, whole, repeats, Hooks.of(hooks))


def _key_of(api_key: str | None, variables: tuple[str, ...]) -> Callable[[], str | None]:
    return lambda: api_key or next((value for name in variables if (value := os.environ.get(name))), None)


def poke(token: str | Job, **load_arguments: Any) -> Result:
    """
    A job's result by its token alone, in any process, on any day. Arguments go to ``load()``.

    Raises:
        AuthError: The token names a host that is neither the provider's own nor loopback, nor the ``base_url`` you
            gave: a forged token gets no key.
    """
    job = token if isinstance(token, Job) else Job.parse(token)
    with for_job(job, **load_arguments) as llm:
        return llm.poke_result(job)


def for_job(job: Job, **load_arguments: Any) -> Client:
    """A client for a job, at its server if a key may go there (else AuthError). Arguments go to ``load()``."""
    if load_arguments.get("base_url") is None and job.base_url:
        info = providers.info(job.provider)
        if not providers.trusted(info, job.base_url):
            raise AuthError(
                f"{info.name}: the job names the server {job.base_url}, which is not {info.title}'s; if you trust it, "
                "name it yourself: base_url=..., or --base-url",
                provider=info.name,
            )
        load_arguments["base_url"] = job.base_url
    return load(job.provider, **{"model": job.model or None, **load_arguments})
