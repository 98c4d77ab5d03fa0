"""Wire: what a provider's package implements. Verbs as flows, and the checks that all wires share.

The rule here: what is not promised in ``capabilities`` raises NotSupported, before anything is sent; and so does
every option, part or modality that the wire cannot carry, all named at once.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Final, NoReturn

import msgspec
from attrs import evolve

from . import __version__
from .capabilities import Capabilities, Model
from .checks import Options
from .doc import Doc
from .embeddings import Embeddings
from .errors import BadAnswer, Error, InvalidRequest, NotSupported, TimedOut
from .jobs.job import BatchJob, Job
from .options import CLIENT_SIDE, OWNER, PollInterval
from .provider import Ask, Config, EmbedAsk
from .results import Result
from .sansio import Call, Endpoint, Flow, HttpRequest, HttpResponse, Send, Sleep

if TYPE_CHECKING:
    from .batching import Batching
    from .caches import Cache
    from .files import Filing

FIRST_POLL: Final = 0.5
SLOWEST_POLL: Final = 30.0
LONGEST_POLL: Final = 3600.0
"""A server that asks to wait longer is asked again all the same."""
AGENT: Final = f"genai-providers/{__version__}"

encode_json = msgspec.json.Encoder().encode


class Wire:
    """
    One provider's verbs as flows, for one model. Subclasses set the attributes and override what they can do.

    Attributes:
        capabilities: What the package promises.
        options: The names of the standard option fields that the wire carries.
        own_options: The package's own option class, or None.
        streams_jobs: ``gen_stream(..., job="background")`` works: a stream that goes on where it broke.
    """

    capabilities: Capabilities = Capabilities()
    options: frozenset[str] = frozenset()
    own_options: type[Options] | None = None
    streams_jobs: bool = False

    def __init__(self, config: Config) -> None:
        info = config.info
        self.config = config
        self.endpoint = Endpoint(
            provider=info.name,
            base_url=config.base_url,
            key=config.key,
            auth=self.auth,
            hosts=info.hosts,
            file_hosts=info.file_hosts,
            key_help=key_help((*info.key_variables, *info.regions), info.key_url),
            allow_insecure=config.allow_insecure,
            keyless=info.keyless,
            error=self.error,
        )

    # --- What a package overrides ---

    def auth(self, key: str) -> Mapping[str, str]:
        """The headers that carry the key."""
        return {"authorization": f"Bearer {key}"}

    def error(self, response: HttpResponse) -> Error:
        """An answer with a failed status as an error of the tree."""
        raise NotImplementedError  # every package has its own mapping; there is no sensible default

    def unknown_fields(self, raw: Any) -> tuple[str, ...]:
        """The paths in a decoded answer that the raw types do not know."""
        raise NotImplementedError  # as above

    @property
    def raw(self) -> Any:
        """The raw endpoints, as flows; those marked with ``streaming`` give fragments. Raw types load on first need."""
        self.refuse("raw")

    def gen_sync(self, ask: Ask) -> Flow[Result]:
        """One answer at once."""
        self.refuse("gen_sync")

    def gen_stream(self, ask: Ask) -> Flow[Result]:
        """One answer in fragments: an Open step."""
        self.refuse("gen_stream")

    @property
    def filing(self) -> Filing:
        """Its files; they load on first need."""
        self.refuse("files")

    @property
    def batching(self) -> Batching:
        """Its batches; they load on first need."""
        self.refuse("gen_batch")

    def gen_async(self, ask: Ask) -> Flow[Job]:
        """A job of one request: a batch of one, where a provider has nothing better."""
        if not self.capabilities.batch:
            self.refuse("gen_async")
        if ask.settings.get("job") == "background":
            self.refuse("JobOptions.job='background'")
        return (yield from self.batching.submit_one(ask))

    def poke_result(self, job: Job) -> Flow[Any]:
        """A job's result, or a pending one: a Result, and for a BatchJob a BatchResult."""
        self._batch(job, "poke_result")
        return (yield from self.batching.poke(job) if isinstance(job, BatchJob) else self.batching.poke_one(job))

    def resume_stream(self, job: Job) -> Flow[Result]:
        """A background job's answer in fragments."""
        self.refuse("resume_stream")

    def cancel(self, job: Job) -> Flow[None]:
        """Cancel a job."""
        self._batch(job, "cancel")
        yield from self.batching.stop(job)

    def embed(self, ask: EmbedAsk) -> Flow[Embeddings]:
        """Texts as vectors."""
        self.refuse("embed")

    def count_tokens(self, ask: Ask) -> Flow[int]:
        """Tokens of a request, without generating."""
        self.refuse("count_tokens")

    def cache_add(self, ask: Ask, ttl: float | None) -> Flow[Cache]:
        """Keep the beginning of a conversation, for so many seconds."""
        self.refuse("cache_add")

    def cache_list(self) -> Flow[tuple[Cache, ...]]:
        """What is kept."""
        self.refuse("cache_list")

    def cache_delete(self, id_: str) -> Flow[None]:
        """Delete what is kept."""
        self.refuse("cache_delete")

    def list_models(self) -> Flow[tuple[Model, ...]]:
        """The provider's models."""
        self.refuse("list_models")

    # --- What all share ---

    def mine(self, job: Job) -> Job:
        """The job, if it is one of this provider at this server; else InvalidRequest."""
        config = self.config
        if job.provider != config.info.name or job.base_url not in ("", config.base_url):
            raise InvalidRequest(
                f"the job {job.id} is {job.provider}'s at {job.base_url or 'its default'}, and this is "
                f"{config.info.name} at {config.base_url}",
                provider=config.info.name,
            )
        return job

    def _batch(self, job: Job, verb: str) -> None:
        """Whether it is a batch of this provider's, which is the only kind of job that all of them share."""
        if not self.capabilities.batch:
            self.refuse(verb)
        if self.mine(job).kind != "batch":
            self.refuse(f"jobs of kind {job.kind!r}")

    def refuse(self, verb: str) -> NoReturn:
        """This wire does not have the verb."""
        raise NotSupported(unsupported=[verb], provider=self.config.info.name)

    def unsupported_options(self, ask: Ask, carried: Collection[str] | None = None) -> list[str]:
        """
        The options of a request that this wire cannot carry, as ``"TextOptions.top_k"``.

        Args:
            ask: What is asked.
            carried: The standard options of a verb that has its own, and none of the package's; default: ``options``.
        """
        known, own = (self.options, self.own_options) if carried is None else (carried, None)
        left = [name for name in ask.settings.values if name not in known and name not in CLIENT_SIDE]
        foreign = [option for option in ask.settings.own if type(option) is not own]
        names = [f"{OWNER[name].__name__}.{name}" for name in left]
        return names + [f"{type(option).__module__.removeprefix('genai.providers.')}.Options" for option in foreign]

    def settle(self, unsupported: Iterable[str]) -> tuple[str, ...]:
        """What cannot be carried: raised, or given back to be listed on the result, as the caller chose."""
        named = tuple(unsupported)
        if named and self.config.on_unsupported == "raise":
            raise NotSupported(unsupported=named, provider=self.config.info.name)
        return named

    def checked(self, result: Result) -> Result:
        """The result; in strict mode BadAnswer, carrying it, when its answer has unknown fields."""
        if self.config.strict:
            self.raise_unknown(self.unknown_fields(result.raw), result)
        return result

    def raise_unknown(self, unknown: tuple[str, ...], result: Result | None = None) -> None:
        """BadAnswer, when there are unknown fields."""
        if unknown:
            paths = ", ".join(unknown)
            raise BadAnswer(
                f"the answer has fields that the raw types do not know: {paths}",
                unknown_fields=unknown,
                result=result,
                provider=self.config.info.name,
            )

    def request(self, method: str, path: str, body: Any = None, ask: Ask | None = None) -> HttpRequest:
        """A request to this provider; what ExtraBody and ExtraHeaders say is merged in last."""
        headers = {"user-agent": AGENT}
        if ask is not None and ask.settings.get("extra_body"):
            body = {**(body or {}), **ask.settings.get("extra_body")}
        if body is not None:
            headers["content-type"] = "application/json"
        encoded = b"" if body is None else self.encoded_json(body)
        if ask is not None and ask.settings.get("extra_headers"):
            headers.update({k.lower(): v for k, v in ask.settings.get("extra_headers").items()})
        if "{" in self.config.base_url:
            name = self.config.info.name
            raise InvalidRequest(f"{name}: {unset(self.config.base_url)}", provider=name)
        return HttpRequest(
            method=method,
            url=f"{self.config.base_url}{path}",
            headers=headers,
            body=encoded,
        )

    def encoded_json(self, body: Any) -> bytes:
        """A body as JSON; InvalidRequest for what cannot be written."""
        try:
            return encode_json(body)
        except (TypeError, ValueError, RecursionError) as error:  # a lone surrogate is a ValueError too
            raise InvalidRequest(
                f"the request cannot be written as JSON: {error}", provider=self.config.info.name
            ) from None

    def wait(
        self, job: Job, interval: float | None = None, on_progress: Callable[[Any], object] | None = None
    ) -> Flow[Any]:
        """Poll a job to its end: at the given interval, or as the server asks, or ever more slowly."""
        interval, pause, result = PollInterval(interval).poll_interval, FIRST_POLL, None
        while True:
            try:
                result = yield from self.poke_result(job)
                if on_progress is not None:
                    yield Call([partial(on_progress, result)])
                if not result.pending:
                    return result
                yield Sleep(interval or min(result.retry_after or pause, LONGEST_POLL), cut=True)
            except TimedOut as error:
                said = error.result or result
                raise TimedOut(f"the job {job.id} is not done yet; it goes on", phase="wait", result=said) from None
            pause = min(pause * 1.5, SLOWEST_POLL)

    def fetch(self, doc: Doc) -> Flow[Doc]:
        """A Doc with its bytes: downloads its URL, from this provider's hosts, without the key."""
        if doc.url is None and doc.data is None and doc.path is None:
            raise NotSupported(unsupported=["fetch of a file id"], provider=self.config.info.name)
        if doc.url is None or doc.url.startswith("data:"):
            return doc.loaded()
        response: HttpResponse = yield Send(request=HttpRequest(url=doc.url, keyed=False), endpoint=self.endpoint)
        mime_type = response.headers.get("content-type", "").partition(";")[0] or None
        return evolve(doc, data=response.body, url=None, mime_type=None, meta={**doc.meta, "content_type": mime_type})


class as_documented:  # a class, because a generator would cost twice as much
    """A block that reads an answer: what is not there, or of another type, is BadAnswer."""

    __slots__ = ("_response",)

    def __init__(self, response: HttpResponse) -> None:
        self._response = response

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        if isinstance(error, (AttributeError, IndexError, KeyError, TypeError, ValueError)):
            response = self._response
            raise BadAnswer(
                f"the answer is not as documented: {error!r}", status=response.status, body=response.body
            ) from error


def key_help(variables: tuple[str, ...], url: str) -> str:
    """What someone without a key should do."""
    named = " or ".join(variables)
    where = f"; get one at {url}" if url else ""
    return f"Set {named}, or load(..., api_key=...){where}" if named else f"Give load(..., api_key=...){where}"


def unset(base_url: str) -> str:
    """What someone should do whose base URL still has a variable in it."""
    names = " and ".join(re.findall(r"{(\w+)}", base_url))
    return f"no server to ask: set {names}, or load(..., base_url=...)"


def streaming(flow: Callable[..., Any]) -> Callable[..., Any]:
    """Marks a raw endpoint whose fragments go to the caller as they come."""
    flow.streaming = True  # type: ignore[attr-defined]
    return flow
