"""What both clients know, and check before a flow begins; and the raw-API layer, carried out.

The rule here: no network, and every fault of a call is named at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial, wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, NoReturn, TypeAlias, TypedDict

from attrs import evolve

from . import deadlines
from .capabilities import Capabilities
from .checks import Options, nonempty
from .errors import InvalidRequest, NotSupported
from .jobs.batch import BatchItem, Items
from .jobs.job import Job
from .messages import Message, Messages, MessagesLike
from .options import OWNER, Timeout
from .provider import Ask, EmbedAsk
from .retries import Retry
from .runs import Hooks, Run
from .sansio import Flow
from .settings import Settings, merge
from .values import a_tuple, shown
from .wire import Wire

if TYPE_CHECKING:
    from .batching import Batching
    from .files import Filing
    from .scoreboard import Score
    from .spool import Spooled


A_DAY = 86400.0


Jobs: TypeAlias = tuple[Literal["background", "batch"], ...]
"""The kinds of jobs that a verb makes."""
JOBS: Final[Jobs] = ("background", "batch")


class Waiting(TypedDict, total=False):
    """How ``wait`` waits."""

    timeout: float
    poll_interval: float | None
    on_progress: Callable[[Any], object] | None


class Asking:
    """The common base of Client and AsyncClient."""

    def __init__(self, wire: Wire, timeout: Timeout, retry: Retry, hooks: Hooks) -> None:
        self._wire = wire
        self._timeout = timeout
        self._retry = retry
        self._hooks = hooks

    name = property(lambda self: self._wire.config.info.name, doc="The provider's name.")
    model = property(lambda self: self._wire.config.model, doc="The model's id.")
    output = property(
        lambda self: self._wire.config.output, doc="What it makes: text, image, audio, video or embedding."
    )
    limits = property(lambda self: self._wire.config.limits, doc="What the documentation says of the model.")

    @property
    def capabilities(self) -> Capabilities:
        """What this package promises."""
        return self._wire.capabilities

    @property
    def scoreboard(self) -> Score:
        """What was observed of this provider's models."""
        from . import scoreboard

        return scoreboard.load(self.name)

    def supports(self, *names: str, **wanted: Any) -> bool:
        """Whether this model was seen to do it: ``supports("json_schema", mode="stream")``. See scoreboard.find."""
        from . import scoreboard

        return scoreboard.supports(self.name, self.model, *names, **wanted)

    @property
    def filing(self) -> Filing:
        """The provider's files, as flows; NotSupported where it keeps none."""
        if not self.capabilities.files:
            self._wire.refuse("files")
        return self._wire.filing

    @property
    def batching(self) -> Batching:
        """The provider's batches, as flows; NotSupported where it has none."""
        if not self.capabilities.batch:
            self._wire.refuse("gen_batch")
        return self._wire.batching

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name}:{self.model}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a client holds connections and a key, so it does not pickle; a Job does, and its token")

    def _run(self, timeout: Timeout | None = None) -> Run:
        whole = self._timeout if timeout is None else deadlines.combined(timeout, self._timeout)
        return Run(deadlines.Clock(whole), self._hooks, self._retry)

    @property
    def _streamed(self) -> Jobs:
        return ("background",) if self._wire.streams_jobs else ()

    def _waiting(
        self,
        job: Job,
        timeout: float = A_DAY,
        poll_interval: float | None = None,
        on_progress: Callable[[Any], object] | None = None,
    ) -> tuple[Flow[Any], Run]:
        return self._wire.wait(a_job(job), poll_interval, on_progress), self._run(Timeout(timeout))

    def _asked(
        self, messages: MessagesLike, options: tuple[Options, ...], shorthand: Mapping[str, Any], jobs: Jobs = ()
    ) -> tuple[Ask, Run]:
        settings, faults = merge(options, shorthand)
        conversation = Messages()
        try:
            conversation = Messages.of(messages).validate()
        except InvalidRequest as error:
            faults += error.faults or (str(error),)
        faults += [f"JobOptions.job: not {settings.get('job')!r} here"] * (settings.get("job") not in (None, *jobs))
        if faults:
            raise InvalidRequest(faults=faults, provider=self.name)
        if self.output == "embedding":
            raise NotSupported(unsupported=["output='embedding'"], provider=self.name)
        return Ask(messages=conversation, settings=settings), self._run(within(settings))

    def _texts(
        self, texts: str | Iterable[str], options: tuple[Options, ...], shorthand: Mapping[str, Any]
    ) -> tuple[EmbedAsk, Run]:
        settings, faults = merge(options, shorthand)
        several = a_tuple(texts)
        faults += [f"texts[{index}]: {fault}" for index, text in enumerate(several) if (fault := nonempty(text))]
        faults += ["texts: at least one"] * (not several)
        if faults:
            raise InvalidRequest(faults=faults, provider=self.name)
        return EmbedAsk(texts=several, settings=settings), self._run(within(settings))

    def spool(self, items: Items, /, *options: Options, folder: Path, name: str = "", **shorthand: Any) -> Spooled:
        """
        A batch, checked and written to files in a folder, but not sent: what ``gen_batch`` does first.

        Args:
            folder: Where the files go; they have the questions in them.
            name: Our own id for the batch; default: a new one.

        Raises: as ``gen_batch``.
        """
        return self.batching.spool(self._items(items, options, shorthand), folder, name)

    def _batch(
        self, items: Items, options: tuple[Options, ...], shorthand: Mapping[str, Any], folder: str
    ) -> tuple[Flow[Spooled], Timeout | None]:
        """A batch on its way into files; and the deadlines of sending it, which begin when it is there."""
        asks = self._items(items, options, shorthand)
        return self.batching.spooling(asks, Path(folder)), within(merge(options, shorthand)[0])

    def _items(
        self, items: Items, options: tuple[Options, ...], shorthand: Mapping[str, Any]
    ) -> Iterator[tuple[Any, Callable[[], Ask]]]:
        """The ids of items, None where they are numbered, and what gives what they ask."""
        common, faults = merge(options, shorthand)
        faults += not_for("a batch", common, NOT_IN_BATCHES)
        if isinstance(items, ONE_ITEM) or not isinstance(items, Iterable):
            faults.append(f"items: a mapping of your ids to messages, or a list of messages, not {shown(items)}")
        if faults:
            raise InvalidRequest(faults=faults, provider=self.name)
        named = isinstance(items, Mapping)
        for id_, item in items.items() if isinstance(items, Mapping) else ((None, item) for item in items):
            one = item if isinstance(item, BatchItem) else BatchItem(item)
            twice = ["BatchItem.id: the mapping says it"] * (named and one.id is not None)
            yield ("" if id_ is None else id_) if named else one.id, partial(self._ask_of, one, common, twice)

    def _ask_of(self, item: BatchItem, common: Settings, faults: list[str]) -> Ask:
        asked = self._one_asked(item)
        faults = faults + not_for("an item", asked.settings, (*NOT_IN_BATCHES, *TIMEOUTS))
        if faults:
            raise InvalidRequest(faults=faults, provider=self.name)
        return evolve(asked, settings=item.over(common, asked.settings))

    def _one_asked(self, item: BatchItem) -> Ask:
        if self.output != "embedding":
            return self._asked(item.messages, item.options, item.shorthand)[0]
        if not isinstance(item.messages, str):
            raise InvalidRequest(f"one text, not {type(item.messages).__name__}", provider=self.name)
        return self._texts(item.messages, item.options, item.shorthand)[0]


NOT_IN_BATCHES: Final = ("job", "extra_headers", "poll_interval")
"""Options that say nothing for the items of a batch."""
TIMEOUTS: Final = ("total", "connect", "first_event", "idle")
ONE_ITEM: Final = (str, bytes, Message, Messages)
"""What can be iterated over, and is one item all the same."""


def within(settings: Settings) -> Timeout | None:
    """The deadlines that a call was given."""
    given = {name: settings.values[name] for name in TIMEOUTS if name in settings.values}
    return Timeout(**given) if given else None


def not_for(what: str, settings: Settings, names: Iterable[str]) -> list[str]:
    """Options that say nothing there."""
    return [f"{OWNER[name].__name__}.{name}: not for {what}" for name in names if name in settings.values]


def a_job(job: Any) -> Any:
    """A Job; its token is a text, which nobody should take for one."""
    if isinstance(job, Job):
        return job
    raise InvalidRequest(f"a Job, not {shown(job)}; genai.Job.parse(token) makes one of its token")


class Raw:
    """A package's raw endpoints, carried out: each takes and gives the package's raw types. Groups are nested."""

    def __init__(self, flows: Any, run: Callable[[Flow[Any]], Any], stream: Callable[[Flow[Any]], Any]) -> None:
        self._flows, self._carry_out, self._stream = flows, run, stream

    def __dir__(self) -> Iterable[str]:
        return [name for name in dir(self._flows) if not name.startswith("_")]

    def __getattr__(self, name: str) -> Any:
        flow = getattr(self._flows, name)
        if not callable(flow):
            return Raw(flow, self._carry_out, self._stream)
        carry_out = self._stream if getattr(flow, "streaming", False) else self._carry_out
        return wraps(flow)(lambda *args, **kwargs: carry_out(flow(*args, **kwargs)))
