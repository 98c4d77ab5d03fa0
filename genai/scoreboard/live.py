"""Live: the smoke checks, asked of a real model.

The rule here: no more requests than allowed, each try, poll and upload counted. What was not asked stays untested, and
what came before is kept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final, TypeAlias

from attrs import define, evolve, field, frozen

from .. import providers
from ..errors import AuthError, ConnectionFailed, Error
from ..loading import load
from ..provider import Output
from ..sansio import HttpRequest
from ..testing.checks import Subject
from .compute import Outcome, ask, judged, scenario
from .playback import Exchange
from .questions import SUITE
from .smoke import CHECKS, PAIRS, Check
from .state import State
from .values import MODES, Evidence, Scenario

Task: TypeAlias = tuple[str, Check]
"""A mode and a check."""
TWICE: Final = frozenset(pair.names[0] for pair in PAIRS if pair.names[0] == pair.names[1])
"""Two answers are compared."""


class Spent(Exception):
    """Another request would be one too many."""


@define
class Budget:
    """A hook that counts the requests, and lets no more pass than allowed."""

    most: int
    sent: int = 0

    def on_request(self, request: HttpRequest) -> None:
        """Before each try."""
        if self.sent >= self.most:
            raise Spent(f"{self.most} requests were sent, which is all that was allowed")
        self.sent += 1


@frozen
class Watch:
    """A hook that keeps the requests, so that a check sees what was asked."""

    seen: list[Exchange] = field(factory=list)

    def on_request(self, request: HttpRequest) -> None:
        """Before each try."""
        body = request.body if isinstance(request.body, bytes) else b""
        self.seen.append(Exchange(method=request.method, url=request.url, sent=body, status=0, headers={}, body=b""))


def planned(output: Output = "text", only: Iterable[str] = ()) -> list[Task]:
    """What is asked of a model that makes this, the most telling first; of all checks, or of those that are named."""
    named = set(only)
    fitting = [check for check in CHECKS if check.output == output and (not named or check.name in named)]
    twice = [check for check in fitting for _ in range(1 + (check.name in TWICE))]
    return [(mode, check) for mode in MODES for check in twice if mode in check.modes]


def unfinished(plan: Iterable[Task], state: State) -> list[Task]:
    """What of a plan is still to be asked."""
    finished = Counter((one.mode, one.check) for one in state.outcomes)
    left = []
    for mode, check in plan:
        if finished[mode, check.name]:
            finished[mode, check.name] -= 1
        else:
            left.append((mode, check))
    return left


def outcomes(
    name: str,
    model: str | None,
    plan: Iterable[Task],
    *,
    budget: Budget,
    load: Callable[..., Any] = load,
    arguments: Mapping[str, Any] | None = None,
) -> Iterator[Outcome]:
    """
    Ask, one check after the other, with ``arguments`` as options of every call.

    Downloads of the suite's own files, which no provider serves, are not counted.

    Raises:
        Spent: The budget was; what was being asked then does not count.
        AuthError: The key is wrong.
    """
    files: dict[str, bytes] = {}
    for mode, check in plan:
        watch = Watch()

        def made(watch: Watch = watch, check: Check = check, **more: Any) -> Any:
            return load(name, model=model, **{"output": check.output, **more}, hooks=(budget, watch))

        def media(file: str, made: Callable[..., Any] = made) -> bytes:
            if file not in files:
                files[file] = _downloaded(made, SUITE + file)
            return files[file]

        outcome = ask(check, mode, Subject(load=made, arguments=arguments or {}), media)
        if isinstance(outcome.error, AuthError):
            raise outcome.error  # nothing else will do better
        yield judged(check, evolve(outcome, exchanges=tuple(watch.seen)))


def _downloaded(load: Callable[..., Any], url: str) -> bytes:
    try:
        with load() as llm:
            content: bytes = llm.http.get(url).raise_for_status().content
    except Exception as error:
        raise ConnectionFailed(f"{url}: {error}", sent=False) from error
    return content


def observed(name: str, model: str, found: Iterable[Outcome], *, source: str | None = None) -> Scenario | None:
    """What a live run saw, as a scenario; ``source`` says who answered, if that was a server of one's own."""
    found = list(found)
    answered = sum(outcome.answered for outcome in found)
    if not answered:
        return None
    evidence = Evidence(
        provenance="server" if source else "live",
        source=source or providers.info(name).title,
        date=datetime.now(UTC).date().isoformat(),
        answers=answered,
    )
    return scenario(model, found, evidence)


def failures(found: Iterable[Outcome]) -> list[tuple[str, str, Error]]:
    """What was not answered: mode, check and error."""
    return [(one.mode, one.check, one.error) for one in found if one.error is not None and not one.answered]
