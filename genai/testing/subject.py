"""Subject: what is checked, and what a check is.

The rule here: what a server refuses is an outcome, and an error of ours is none.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from attrs import field, frozen

from ..client import Client
from ..errors import Error
from ..results import Result

Gen: TypeAlias = Callable[..., Result]
"""``gen_sync``, or ``gen_stream`` read to its end."""


class Unmet(AssertionError):
    """The answer came, and does not have what was asked for."""


def need(met: object, what: str) -> None:
    """Raise Unmet, unless it is so."""
    if not met:
        raise Unmet(what)


@frozen(kw_only=True)
class Subject:
    """
    What is checked.

    Args:
        load: Makes a client; takes the arguments of ``genai.load`` that differ from the usual ones.
        arguments: Keyword options that go along with every call.
        poll_interval: Seconds between polls of a job; None is the client's own pace.
    """

    load: Callable[..., Client]
    arguments: Mapping[str, Any] = field(factory=dict)
    poll_interval: float | None = None

    def gen_sync(self, messages: Any, **options: Any) -> Result:
        """One answer at once."""
        with self.load() as llm:
            return llm.gen_sync(messages, **{**self.arguments, **options})

    def gen_stream(self, messages: Any, **options: Any) -> Result:
        """One answer in fragments, read to its end."""
        with self.load() as llm, llm.gen_stream(messages, **{**self.arguments, **options}) as stream:
            for _ in stream:
                pass
            return stream.result


@frozen
class Check:
    """One check: its name, its mode (sync, stream, job or other), how it is done, and what the model must make."""

    name: str
    mode: str
    run: Callable[[Subject], Any]
    output: str = "text"

    def outcome(self, subject: Subject) -> str:
        """``"ok"``, ``"unmet: ..."``, or the class of the error that it was refused with."""
        try:
            self.run(subject)
        except Unmet as lack:
            return f"unmet: {lack}"
        except Error as error:
            return type(error).__name__
        return "ok"
