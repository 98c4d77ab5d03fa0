"""Answer: what has come of an answer, whole or line by line.  https://docs.ollama.com/api/chat

The rule here: a line of a stream and a whole answer have the same form, and go through the same function.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from typing import Any, Final

from ...messages import Reply, ToolCall, ToolDelta
from ...results import Fold, Logprob
from .._openai.fields import Fields, arguments, doc, needed, number, own, string
from .dialect import THOUGHTS

THINKING: Final = 0
TEXT: Final = 1
PICTURES: Final = 2
CALLS: Final = 1_000_000
"""Blocks: the thoughts, the text, pictures one by one, calls one by one."""

JOINED: Final = ("content", "thinking")
LISTED: Final = ("tool_calls", "images")


class Answer:
    """All that has come of an answer."""

    def __init__(self, provider: str) -> None:
        self.fold = Fold()
        self.logprobs: list[Logprob] = []
        self._provider = provider
        self._about: dict[str, Any] = {}
        self._message: dict[str, Any] | None = None
        self._texts: dict[str, list[str]] = {}
        self._lists: dict[str, list[Any]] = {}

    @property
    def begun(self) -> bool:
        """Whether there is a message at all."""
        return self._message is not None

    def take(self, fields: Fields) -> list[Reply]:
        """A whole answer, or a line of one."""
        replies = list(self._said(fields.get("message") or {})) if "message" in fields else []
        if fields.get("logprobs"):
            self.logprobs += map(logprob, fields["logprobs"])
            self._lists.setdefault("logprobs", []).extend(fields["logprobs"])
        self._about.update({key: value for key, value in fields.items() if key not in ("message", "logprobs")})
        if fields.get("done") and self.begun and not self._texts and not any(map(self._lists.get, LISTED)):
            replies.append(Reply(text="", block=TEXT))  # the model said nothing, and that is its message
        for reply in replies:
            self.fold.add(reply)
        return replies

    def _said(self, message: Fields) -> Iterator[Reply]:
        said = string(message, "content")
        thought = message.get("thinking")
        if thought:
            first = "thinking" not in self._texts
            self._texts.setdefault("thinking", []).append(needed(message, "thinking"))
            opaque = own(self._provider, thoughts=THOUGHTS) if first else {}
            yield Reply(reasoning=thought, block=THINKING, opaque=opaque)
        if said:
            self._texts.setdefault("content", []).append(said)
            yield Reply(text=said, block=TEXT)
        for picture in message.get("images") or ():
            made = doc(base64.b64decode(picture, validate=True))
            pictures = self._lists.setdefault("images", [])
            yield Reply(doc=made, block=PICTURES + len(pictures))
            pictures.append("")  # megabytes are not kept twice
        for call in message.get("tool_calls") or ():
            calls = self._lists.setdefault("tool_calls", [])
            yield from _call(call, CALLS + len(calls))
            calls.append(call)
        rest = {key: value for key, value in message.items() if key not in (*JOINED, *LISTED)}
        self._message = {**(self._message or {}), **rest}

    def together(self) -> dict[str, Any]:
        """What came, as a whole answer has it."""
        made = dict(self._about)
        if self._message is not None:
            texts = {key: "".join(pieces) for key, pieces in self._texts.items()}
            lists = {key: self._lists[key] for key in LISTED if key in self._lists}
            made["message"] = {**self._message, **texts, **lists}
        if "logprobs" in self._lists:
            made["logprobs"] = self._lists["logprobs"]
        return made


def _call(call: Mapping[str, Any], block: int) -> Iterator[Reply]:
    """A call comes whole: its arguments are an object, and older servers give no id."""
    function = call["function"]
    id_, name = string(call, "id") or "", needed(function, "name")
    said = arguments(function) if function.get("arguments") is not None else "{}"
    yield Reply(tool_delta=ToolDelta(id=id_, name=name, arguments=said), block=block)
    yield Reply(tool_call=ToolCall(id=id_, name=name, arguments=said), block=block)


def logprob(fields: Fields) -> Logprob:
    """A token, and the alternatives to it. Those of the thoughts are among them."""
    top = tuple(Logprob(token=needed(one, "token"), logprob=number(one, "logprob")) for one in _top(fields))
    return Logprob(token=needed(fields, "token"), logprob=number(fields, "logprob"), top=top)


def _top(fields: Fields) -> Any:
    return fields.get("top_logprobs") or ()
