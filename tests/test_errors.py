"""The error tree: drawn as it is, and every error pickles and copies whole."""

from __future__ import annotations

import copy
import pickle
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from genai import errors
from genai.errors import Error, InvalidRequest, NotSupported
from genai.messages import Message, Reply
from genai.results import Attempt, RateLimit, Result


def subclasses(cls: type[Error]) -> Iterator[type[Error]]:
    """A class and all below it, as far as they stand in errors.py."""
    yield cls
    for sub in cls.__subclasses__():
        if sub.__module__ == errors.__name__:
            yield from subclasses(sub)


CLASSES = list(subclasses(Error))
OWN: dict[str, dict[str, Any]] = {
    "InvalidRequest": {"faults": ("a: wrong", "b: wrong")},
    "NotSupported": {"unsupported": ("TextOptions.top_k", "TextOptions.stop")},
    "BadAnswer": {"unknown_fields": ("output[0].foo",)},
    "ConnectionFailed": {"sent": False},
    "TimedOut": {"phase": "idle"},
    "ToolError": {"tool": "get_weather"},
}
KNOWN: dict[str, Any] = {
    "provider": "openairesponses",
    "status": 429,
    "code": "rate_limit_exceeded",
    "detail": "slow down",
    "request_id": "req_1",
    "retry_after": 1.5,
    "body": b'{"error":{}}',
    "result": Result(
        message=Message(replies=(Reply(text="Once", opaque={"openairesponses": {"id": "msg_1"}}),)), complete=False
    ),
    "limits": (RateLimit(kind="requests", limit=500, remaining=0, reset=0.12),),
    "attempts": (Attempt(error="Overloaded", message="busy", status=503, waited=0.5),),
}


def pickled(error: Error) -> Any:
    """There and back through pickle."""
    return pickle.loads(pickle.dumps(error))


@pytest.mark.parametrize("duplicate", [pickled, copy.copy, copy.deepcopy])
@pytest.mark.parametrize("cls", CLASSES)
def test_errors_pickle_and_copy(cls: type[Error], duplicate: Callable[[Error], Any]) -> None:
    """Every class of the tree comes back with its type, its message and all its attributes."""
    known = {**KNOWN, **OWN.get(cls.__name__, {})}
    error = cls("it failed", **known)
    error.add_note("while testing")
    back = duplicate(error)

    assert cls is type(back)
    assert "it failed" == str(back)
    assert error.args == back.args
    assert known == {name: getattr(back, name) for name in known}
    assert ["while testing"] == back.__notes__


@pytest.mark.parametrize("duplicate", [pickled, copy.copy, copy.deepcopy])
@pytest.mark.parametrize("cls", CLASSES)
def test_bare_errors_pickle_and_copy(cls: type[Error], duplicate: Callable[[Error], Any]) -> None:
    """An error that says nothing comes back saying nothing."""
    error = cls()
    back = duplicate(error)

    assert cls is type(back)
    assert vars(error) == vars(back)
    assert "" == str(back)


def test_a_copy_is_its_own() -> None:
    """Changing a copy leaves the original as it was."""
    error = Error("it failed", status=500)
    other = copy.copy(error)
    other.status = 404

    assert 500 == error.status


def test_errors_of_users_pickle() -> None:
    """A subclass with a signature of its own still comes back whole."""
    back = pickled(Particular(42))

    assert (Particular, "the number 42", 42) == (type(back), str(back), back.number)


class Particular(Error):
    """An error as an adapter may have it."""

    def __init__(self, number: int) -> None:
        super().__init__(f"the number {number}")
        self.number = number


def drawn() -> dict[str, str]:
    """Class to parent, as the module's docstring draws it."""
    parents: dict[str, str] = {}
    open_: list[str] = []
    for line in (errors.__doc__ or "").splitlines():
        found = re.match(r"    (?P<indent>[│ ]*)(?:[├└]── )?(?P<name>[A-Z]\w+)(?:  |$)", line)
        if found:
            depth = 0 if "──" not in line else len(found["indent"]) // 4 + 1
            del open_[depth:]
            parents[found["name"]] = open_[-1] if open_ else "Exception"
            open_.append(found["name"])
    return parents


def test_the_tree_is_drawn_as_it_is() -> None:
    """The docstring names exactly the classes that exist, each below its base, and every leaf says what it is."""
    expected = {cls.__name__: cls.__bases__[0].__name__ for cls in CLASSES}

    assert expected == drawn()
    assert list(expected) == list(drawn())
    assert all(cls.__doc__ for cls in CLASSES)


def test_every_class_of_the_module_is_in_the_tree() -> None:
    """errors.py defines nothing but the tree."""
    defined = {
        name for name, thing in vars(errors).items() if isinstance(thing, type) and thing.__module__ == errors.__name__
    }

    assert {cls.__name__ for cls in CLASSES} == defined


def test_every_attribute_is_documented() -> None:
    """Each attribute of a class stands in its docstring."""
    missing = [
        f"{cls.__name__}.{name}"
        for cls in CLASSES
        for name in (vars(Error()) if cls is Error else OWN.get(cls.__name__, ()))
        if f"{name}:" not in (cls.__doc__ or "")
    ]

    assert [] == missing


@pytest.mark.parametrize(
    ("error", "message"),
    [
        (InvalidRequest(faults=["a: wrong"]), "a: wrong"),
        (InvalidRequest(faults=["a: wrong", "b: wrong"]), "wrong arguments:\n  - a: wrong\n  - b: wrong"),
        (InvalidRequest("said otherwise", faults=["a: wrong"]), "said otherwise"),
        (InvalidRequest(), ""),
        (NotSupported(unsupported=["top_k"]), "this provider does not support: top_k"),
        (NotSupported(unsupported=["top_k"], provider="groq"), "groq does not support: top_k"),
        (
            NotSupported(unsupported=["top_k", "messages[0].requests[1]: audio/mpeg"], provider="groq"),
            "groq does not support:\n  - top_k\n  - messages[0].requests[1]: audio/mpeg",
        ),
        (NotSupported("no batches here"), "no batches here"),
    ],
)
def test_messages_list_everything(error: Error, message: str) -> None:
    """An error that found several things names all of them."""

    assert message == str(error)


def test_entries_may_come_from_a_generator() -> None:
    """The entries are kept as a tuple, wherever they come from."""
    fault = InvalidRequest(faults=(f"{name}: wrong" for name in "ab"))
    lack = NotSupported(unsupported=(name for name in "ab"))

    assert ("a: wrong", "b: wrong") == fault.faults
    assert ("a", "b") == lack.unsupported


@pytest.mark.parametrize(
    ("cls", "bases"),
    [
        ("AuthError", ["CallerError"]),
        ("QuotaExceeded", ["AccountError"]),
        ("BadAnswer", ["ServiceError"]),
        ("StreamInterrupted", ["NetworkError"]),
        ("JobUnknown", ["JobError"]),
        ("ToolError", []),
    ],
)
def test_who_must_act(cls: str, bases: list[str]) -> None:
    """One except clause per party catches its errors."""

    assert [cls, *bases, "Error"] == [
        c.__name__ for c in getattr(errors, cls).__mro__ if c.__module__ == errors.__name__
    ]
