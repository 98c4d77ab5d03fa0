"""Live: the smoke checks, asked of a real model.

The rule here: no more requests than allowed. What was not asked stays untested, and what came before is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any, Final

from attrs import evolve, field, frozen

from .. import providers
from ..errors import AuthError, Error
from ..loading import load
from ..sansio import HttpRequest
from ..testing.checks import Subject
from .compute import Outcome, ask, judged, scenario
from .playback import Exchange
from .smoke import CHECKS, SUITE, Check
from .values import Evidence, Scenario

TWICE: Final = ("Seed",)
"""Two answers are compared."""


@frozen
class Watch:
    """A hook that keeps the requests, so that a check sees what was asked."""

    seen: list[Exchange] = field(factory=list)

    def on_request(self, request: HttpRequest) -> None:
        """Before each try."""
        body = request.body if isinstance(request.body, bytes) else b""
        self.seen.append(Exchange(method=request.method, url=request.url, sent=body, status=0, headers={}, body=b""))


def planned(output: str = "text") -> list[tuple[str, Check]]:
    """What is asked of a model that makes such output: pairs of mode and check, the cheapest and most telling first."""
    fitting = [check for check in CHECKS if check.output == output for _ in range(1 + (check.name in TWICE))]
    return [(mode, check) for mode in (("sync", "stream") if output == "text" else ("sync",)) for check in fitting]


def outcomes(
    name: str, model: str | None, *, output: str = "text", most: int, load: Callable[..., Any] = load
) -> Iterator[Outcome]:
    """Ask, one check after the other; at most so many."""
    files: dict[str, bytes] = {}
    for mode, check in planned(output)[:most]:
        watch = Watch()

        def made(watch: Watch = watch, check: Check = check, **_: Any) -> Any:
            return load(name, model=model, output=check.output, hooks=(watch,))

        def media(file: str, made: Callable[..., Any] = made) -> bytes:
            if file not in files:
                with made() as llm:
                    files[file] = llm.http.get(SUITE + file).raise_for_status().content
            return files[file]

        outcome = ask(check, mode, Subject(load=made), media)
        if isinstance(outcome.error, AuthError):
            raise outcome.error  # nothing else will do better
        yield judged(check, evolve(outcome, exchanges=tuple(watch.seen)))


def observed(name: str, model: str, found: list[Outcome]) -> Scenario | None:
    """What a live run saw, as a scenario."""
    answered = sum(outcome.answered for outcome in found)
    if not answered:
        return None
    today = datetime.now(UTC).date().isoformat()
    evidence = Evidence(provenance="live", source=providers.info(name).title, date=today, answers=answered)
    return scenario(model, found, evidence)


def failures(found: list[Outcome]) -> list[tuple[str, str, Error]]:
    """What was not answered: mode, check and error."""
    return [(one.mode, one.check, one.error) for one in found if one.error is not None and not one.answered]
