"""Faults: what servers do wrong is a clear error of the tree, holds no key, and never passes for an answer.

The rule here: who must act decides. A refusal is never the provider's failure, and its failure never yours.
"""

from __future__ import annotations

import json
import pickle
import traceback
from collections.abc import Iterator
from typing import Any, Final

import pytest

from ...errors import AccountError, AuthError, BadAnswer, CallerError, Error, NetworkError, NotSupported, ServiceError
from .base import Base, Kinds, caught, has_key, need, same
from .options import Foreign
from .side import KEY, Side

YOURS: Final = (CallerError, AccountError)
STATUSES: Final[Kinds] = {
    **dict.fromkeys((400, 404, 405, 409, 410, 413, 415, 422, 451), YOURS),
    **dict.fromkeys((402, 403), YOURS),
    401: (AuthError,),
    408: (CallerError, ServiceError, NetworkError),
    429: (AccountError, ServiceError),
    501: (CallerError, ServiceError),  # not implemented: some say so of what was asked
    **dict.fromkeys((500, 502, 503, 504, 520, 524, 529), (ServiceError,)),
}
"""Which errors a failed status may be, whatever its body."""
BODIES: Final = {
    "nothing": b"",
    "HTML": b"<html><body>Sorry</body></html>",
    "JSON": b'{"message": "It went wrong."}',
    "a list": b"[]",
    "half": b'{"error": {"mess',
}
NO_ANSWERS: Final = (b"<html>Sign in</html>", b"", b"{", b'"just text"', b"[]", b"null", b"\xff\xfe")


def shown(error: Error) -> Iterator[tuple[str, str]]:
    """Every way in which an error shows itself."""
    yield "str", str(error)
    yield "repr", repr(error)
    yield "its attributes", repr(vars(error))
    yield "its pickle", str(pickle.dumps(error))
    yield "its traceback", "".join(traceback.format_exception(error))


class Faults(Base):
    """Failed statuses, answers that are none, and keys that are echoed."""

    @pytest.mark.parametrize("body", BODIES)
    def test_failed_statuses(self, sync: Side, body: str) -> None:
        """Each status from 400 to 529 is of the right branch of the tree, and keeps status, body and provider."""
        llm, _ = sync.load()
        faults = [
            fault
            for status, expected in STATUSES.items()
            for ask in sync.asks(llm)
            for fault in self._status_faults(sync, ask, status, BODIES[body], expected)
        ]
        same([], faults, "failed statuses")

    def _status_faults(self, side: Side, ask: Any, status: int, body: bytes, expected: Any) -> Iterator[str]:
        try:
            ask(side.load((status, body))[0])
        except Error as error:
            if not isinstance(error, expected):
                yield f"{status} with {body!r}: {type(error).__name__}, not {' or '.join(e.__name__ for e in expected)}"
            known = (error.status, error.body, error.provider)
            if known != (status, body, self.provider):
                yield f"{status} with {body!r}: status, body and provider are {known!r}"
        else:
            yield f"{status} with {body!r}: passes for an answer"

    def test_its_own_failures(self, side: Side) -> None:
        """What the provider words in its own way is the very class that the specimen names; streamed or not."""
        for name, (status, body, expected) in self.specimen.failures.items():
            for ask in side.asks(side.load()[0]):
                error = caught(lambda: ask(side.load((status, body))[0]), Error, what=name)  # noqa: B023  called at once
                same(expected, type(error), f"{name}: {status} with {body!r}")

    @pytest.mark.parametrize("status", [401, 500, 200])
    def test_a_key_that_is_echoed_is_cut_out(self, side: Side, status: int) -> None:
        """A server that repeats the key does not bring it into an error, its pickle or its traceback."""
        body = json.dumps({"error": {"message": f"Wrong key: {KEY}", "type": KEY, "code": KEY}}).encode()
        for ask in side.asks(side.load()[0]):
            error = caught(lambda: ask(side.load((status, body))[0]), Error, what="an error with the key in it")  # noqa: B023
            same([], [way for way, text in shown(error) if has_key(text)], "the key is in the error:")

    def test_a_refusal_has_no_key(self, sync: Side) -> None:
        """What cannot be carried is refused without the driver, which cuts keys out of all else."""
        llm, _ = sync.load()
        error = caught(lambda: sync.call(llm, "gen_sync", "hi", Foreign()), NotSupported, what="another's options")
        same([], [way for way, text in shown(error) if has_key(text)], "the key is in the refusal:")

    def test_errors_survive_a_pickle(self, sync: Side) -> None:
        """An error that was pickled is of the same class, and says the same."""
        error = caught(lambda: sync.call(sync.load((500, b"{}"))[0], "gen_sync", "hi"), Error, what="status 500")
        again = pickle.loads(pickle.dumps(error))  # noqa: S301  it is our own
        same((type(error), str(error), error.status), (type(again), str(again), again.status), "an error, pickled")

    def test_answers_that_are_none(self, sync: Side) -> None:
        """HTML, nothing, half of a JSON text or another shape with status 200 is BadAnswer, never an empty success."""
        for body in NO_ANSWERS:
            for ask in sync.asks(sync.load()[0]):
                error = caught(lambda: ask(sync.load(body)[0]), BadAnswer, what=f"the answer {body!r}")  # noqa: B023
                need(error.provider == self.provider, f"BadAnswer.provider is {error.provider!r}")
