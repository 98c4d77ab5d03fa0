"""load(): a client for a provider and a model. And poke(): a job's result by its token alone.

The rule here: a key goes where the package or the caller says, never where a token says.
"""

from __future__ import annotations

import inspect
import os
import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import SplitResult

from attrs import evolve

from . import deadlines, providers
from .checks import Check, boolean, nonempty, one_of
from .client import Client
from .drivers import AsyncDriver, Driver
from .errors import AuthError, InvalidRequest
from .jobs import Job
from .options import Timeout
from .provider import OUTPUTS, Config, Info, OnUnsupported, Output
from .results import Result
from .retries import Retry
from .runs import Hooks
from .sansio import split_url
from .values import shown

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
        output: ``"text"``, ``"image"``, ``"audio"``, ``"video"`` or ``"embedding"``.
        api_key: The key, or a callable that gives the current one. Default: the provider's environment variable.
            Without any, the client still knows its scoreboard, and its first call raises AuthError.
        base_url: Another server that speaks the same wire; the key goes there as well. Without user, query or fragment.
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
        InvalidRequest: No such provider, or wrong arguments; all are named.
        TypeError: An HTTP client of the wrong kind.
    """
    checks: dict[str, tuple[Any, Check]] = {
        "name": (name, nonempty),
        "model": (model, lambda value: None if value is None else nonempty(value)),
        "output": (output, one_of(OUTPUTS)),
        "api_key": (api_key, _key),
        "strict": (strict, boolean),
        "on_unsupported": (on_unsupported, one_of(("raise", "warn"))),
        "allow_insecure": (allow_insecure, boolean),
        "hooks": (hooks, _several),
    }
    wrong = {argument: fault for argument, (value, check) in checks.items() if (fault := check(value))}
    faults = [f"{argument}: {fault}" for argument, fault in wrong.items()]
    faults += [f"base_url: {fault}" for fault in ([] if base_url is None else _url_faults(base_url))]
    provider, colon, its_model = str(name).partition(":")
    faults += ["model: given twice, in the name and by itself"] * bool(colon and model)
    info: Any = None if "name" in wrong else _tried(faults, providers.info, provider)
    faults += _home_faults(info) if info and base_url is None else []
    within = timeout if isinstance(timeout, Timeout) else _tried(faults, Timeout, timeout)
    repeats = retry if isinstance(retry, Retry) else _tried(faults, Retry, *([] if retry is None else [retry]))
    watching: Any = None if "hooks" in wrong else _tried(faults, Hooks.of, hooks)
    if faults:
        raise InvalidRequest(faults=faults, provider=info and info.name)
    id_, limits = providers.model(info.name, its_model or model or "GOOD", output)
    home = (base_url or home_of(info, regional=api_key is None)).rstrip("/")
    config = Config(
        info=info,
        model=id_,
        output=limits.get("output", output) if output == "text" else output,  # a model that makes nothing else says so
        base_url=home,
        key=api_key if callable(api_key) else _key_of(api_key, variables_of(info, home)),
        strict=strict,
        on_unsupported=on_unsupported,
        allow_insecure=allow_insecure,
        limits=limits,
    )
    drivers = Driver(http_client), AsyncDriver(async_http_client)
    return Client(providers.find(info.name).wire(config), *drivers, deadlines.combined(within), repeats, watching)


def _tried(faults: list[str], make: Callable[..., Any], *arguments: Any) -> Any:
    """What ``make`` gives; or None, and its complaints join the other faults."""
    try:
        return make(*arguments)
    except InvalidRequest as error:
        faults += error.faults or (str(error),)
        return None


def _several(value: Any) -> str | None:
    return None if isinstance(value, Iterable) else f"a list of objects, not {type(value).__name__}"


def _key(value: Any) -> str | None:
    """A text, or a plain function. It is not shown, whatever it is."""
    if callable(value):
        waits = inspect.iscoroutinefunction(value) or inspect.iscoroutinefunction(type(value).__call__)
        return "a plain function, not a coroutine function: sync code calls it too" if waits else None
    return None if value is None or isinstance(value, str) else f"a text or a function, not {type(value).__name__}"


NOT_IN_A_URL: Final = re.compile(r"[\s\x00-\x1f\x7f\\]")


def _url_faults(url: Any) -> list[str]:
    """What is wrong with a base_url, which stands before every path, in jobs and in reprs. A password is not shown."""
    if not isinstance(url, str):
        return [f"a text, not {type(url).__name__}"]
    said = "" if "@" in url else f", not {shown(url)}"
    http, parts = url.startswith(("http://", "https://")), split_url(url)
    rules = {
        f"begins with https:// (or http://){said}": http,
        f"names a host, and a port only if it is one{said}": not http or _has_host(parts),
        f"has no blanks, control characters or backslashes{said}": not NOT_IN_A_URL.search(url),
        "has no user and password in it: jobs and logs would show them; the key is api_key": "@" not in parts.netloc,
        "has no ?query and no #fragment: paths are put behind it": not set("?#") & set(url),
    }
    return [rule for rule, kept in rules.items() if not kept]


def _home_faults(info: Info) -> list[str]:
    """What is wrong with a base URL that is in part from the environment."""
    home, named = home_of(info), VARIABLE.findall(info.base_url)
    return [f"{' and '.join(named)}: {fault}" for fault in _url_faults(home)] if named and "{" not in home else []


def _has_host(parts: SplitResult) -> bool:
    try:
        return bool((parts.hostname or "").encode("idna")) and parts.port != 0
    except ValueError:  # UnicodeError is one
        return False


def home_of(info: Info, regional: bool = True) -> str:
    """
    A provider's base URL, with variables from the environment.

    Args:
        regional: That of the region whose key is set, if one is; a key that the caller gives is of the default region.
    """
    set_ = (url for variable, url in info.regions.items() if regional and os.environ.get(variable))
    region = next(set_, info.base_url)
    return VARIABLE.sub(lambda name: os.environ.get(name[1], "").rstrip("/") or name[0], region)


VARIABLE: Final = re.compile(r"{(\w+)}")


def variables_of(info: Info, base_url: str) -> tuple[str, ...]:
    """The variables that may hold the key for a server: those of its region, and the provider's own."""
    return *(variable for variable, url in info.regions.items() if url == base_url), *info.key_variables


def _key_of(api_key: str | None, variables: tuple[str, ...]) -> Callable[[], str | None]:
    return lambda: api_key or next((value for name in variables if (value := os.environ.get(name))), None)


def poke(token: str | Job, **load_arguments: Any) -> Result:
    """
    A job's result by its token alone, in any process, on any day. Arguments go to ``load()``.

    Raises:
        InvalidRequest: It is neither a job nor its token.
        AuthError: The token names a host that is neither the provider's own nor loopback, nor the ``base_url`` you
            gave: a forged token gets no key.
    """
    job = token if isinstance(token, Job) else Job.parse(token)
    llm, job = for_job(job, **load_arguments)
    with llm:
        return llm.poke_result(job)


def for_job(job: Job, **load_arguments: Any) -> tuple[Client, Job]:
    """
    A client for a job, at its server if a key may go there (else AuthError), and the job, at the server that the
    caller names if one is. Arguments go to ``load()``.
    """
    if load_arguments.get("base_url") is not None:
        job = evolve(job, base_url=str(load_arguments["base_url"]).rstrip("/"))
    elif job.base_url:
        info = providers.info(job.provider)
        if not providers.trusted(info, job.base_url):
            raise AuthError(
                f"{info.name}: the job names the server {shown(job.base_url)}, which is not {info.title}'s; "
                "if you trust it, name it yourself: base_url=..., or --base-url",
                provider=info.name,
            )
        load_arguments["base_url"] = job.base_url
    made = {"output": job.kind if job.kind in OUTPUTS else job.output}
    return load(job.provider, **{"model": job.model or None, **made, **load_arguments}), job
