"""What both clients know, and check before a flow begins; and the raw-API layer, carried out.

The rule here: no network, and every fault of a call is named at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import wraps
from typing import TYPE_CHECKING, Any, NoReturn

from . import deadlines
from .capabilities import Capabilities
from .checks import Options
from .errors import InvalidRequest
from .messages import Messages, MessagesLike
from .options import Timeout
from .provider import Ask
from .retries import Retry
from .runs import Hooks, Run
from .sansio import Flow
from .settings import merge
from .wire import Wire

if TYPE_CHECKING:
    from .scoreboard import Score


class Asking:
    """The common base of Client and AsyncClient."""

    def __init__(self, wire: Wire, timeout: Timeout, retry: Retry, hooks: Hooks) -> None:
        self._wire = wire
        self._timeout = timeout
        self._retry = retry
        self._hooks = hooks

    name = property(lambda self: self._wire.config.info.name, doc="The provider's name.")
    model = property(lambda self: self._wire.config.model, doc="The model's id.")
    output = property(lambda self: self._wire.config.output, doc="What it makes: text, image, audio or video.")
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

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name}:{self.model}>"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a client holds connections and a key, so it does not pickle; a Job does, and its token")

    def _run(self, timeout: Timeout | None = None) -> Run:
        whole = self._timeout if timeout is None else deadlines.combined(timeout, self._timeout)
        return Run(deadlines.Clock(whole), self._hooks, self._retry)

    def _asked(
        self, messages: MessagesLike, options: tuple[Options, ...], shorthand: Mapping[str, Any]
    ) -> tuple[Ask, Run]:
        settings, faults = merge(options, shorthand)
        conversation = Messages()
        try:
            conversation = Messages.of(messages).validate()
        except InvalidRequest as error:
            faults += error.faults or (str(error),)
        if faults:
            raise InvalidRequest(faults=faults, provider=self.name)
        given = {name: settings.values[name] for name in TIMEOUTS if name in settings.values}
        return Ask(messages=conversation, settings=settings), self._run(Timeout(**given) if given else None)


TIMEOUTS = ("total", "connect", "first_event", "idle")


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
