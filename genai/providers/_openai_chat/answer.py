"""Answer: all that has come of an answer, whole or in chunks.

https://platform.openai.com/docs/api-reference/chat/object
https://platform.openai.com/docs/api-reference/chat-streaming

The rule here: a whole answer is one large chunk. Both go through the same functions, so both fold to the same message.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from attrs import evolve

from ...citations import Citation
from ...doc import Doc
from ...messages import Reply
from ...results import Fold, Logprob
from .._openai.fields import Fields, doc, needed, number, own, string
from .calls import Calls
from .details import Details
from .dialect import Dialect
from .sources import citations
from .thoughts import Thoughts
from .tokens import logprobs

THOUGHTS, TEXT, REFUSAL, SOUND, PICTURES, CALLS = 0, 1, 10_000, 10_001, 10_010, 20_000
"""Blocks: thoughts beside the text; the text, with thoughts that are within it; and what follows."""

DELTA, MESSAGE = "delta", "message"
REASONING: Final = ("reasoning_content", "reasoning")
"""Where thoughts stand beside the text. Some servers say them under both names: the first that comes is taken."""
KEPT: Final = frozenset({"extra_content"})
"""What belongs to a tool call and goes back with it: Gemini's signatures."""
SOUNDS: Final = {"mp3": "audio/mpeg", "pcm16": "audio/pcm", "pcm": "audio/pcm"}


class Answer:
    """
    An answer as far as it has come.

    Args:
        provider: Whose it is.
        dialect: How it speaks.
        sound: The format of the sound that was asked for, if any.
        model: The model that was asked; thoughts in parts go back to no other.
    """

    def __init__(self, provider: str, dialect: Dialect, sound: str | None = None, model: str = "") -> None:
        self.fold = Fold()
        self.logprobs: list[Logprob] = []
        self.finish: str | None = None
        self.begun = False
        self.calls = Calls(provider, CALLS, KEPT)
        self._provider = provider
        self._dialect = dialect
        self._format = sound
        self._fields: dict[str, Any] = {}
        self._choice: dict[str, Any] = {}
        self._message: dict[str, Any] = {}
        self._usage: Fields | None = None
        self._kind = ""
        self._block = THOUGHTS
        self._marked = Thoughts(*dialect.think_tags) if dialect.think_tags else None
        self._thinks = ""
        self._details = Details()
        self._model = model
        self._part: dict[str, Any] = {}  # what a part has beside its thoughts
        self._sound: list[bytes] = []
        self._about_sound: dict[str, Any] = {}
        self._lists: dict[str, list[Any]] = {"annotations": [], "executed_tools": [], "images": []}
        self._cited: list[Citation] = []

    def take(self, fields: Fields, key: str) -> list[Reply]:
        """One chunk (the ``key`` of its choices is ``"delta"``), or a whole answer (``"message"``)."""
        self._fields.update(fields)
        if fields.get("usage"):
            self._usage = fields["usage"]
        replies: list[Reply] = []
        for choice in fields.get("choices") or ():
            if not choice.get("index"):  # others only come to those who ask for them, and they have result.raw
                for reply in self._choose(choice, key):
                    self.fold.add(reply)
                    replies.append(reply)
        return replies

    def _choose(self, choice: Fields, key: str) -> Iterator[Reply]:
        self._choice.update(choice)
        said = choice.get(key)
        if said is None:
            again = self.begun and self._fields.get("object") == "chat.completion"  # MiniMax ends with the whole of it
            said = {} if again else choice.get(MESSAGE) or choice.get(DELTA) or {}
        self.begun = True
        self._message.update(said)
        for name, value in said.items():
            if value and (handler := HANDLERS.get(name)):
                yield from handler(self, value, said, key == DELTA)
        if choice.get("logprobs"):
            self.logprobs += logprobs(choice["logprobs"])
        if choice.get("finish_reason"):
            self.finish = string(choice, "finish_reason")
            yield from self.end()

    def together(self) -> dict[str, Any]:
        """What the chunks say together, in the form of a whole answer. Logprobs and bytes are in the result alone."""
        message, sound = self.fold.message(), self._about_sound
        joined = {
            "content": "" if sound else message.text,
            self._thinks: message.reasoning,
            "refusal": message.refusal,
            "tool_calls": self.calls.raw(),
            "reasoning_details": self._details.entries,
            "audio": {**sound, "transcript": message.text} if sound else None,
            **self._lists,
        }
        said = {name: value for name, value in self._message.items() if name not in HANDLERS}
        said.update({name: value for name, value in joined.items() if name and value})
        choice = {key: value for key, value in self._choice.items() if key not in (DELTA, "logprobs")}
        choices = [{**choice, "finish_reason": self.finish, MESSAGE: said}] if self.begun else []
        return {**self._fields, "choices": choices, "usage": self._usage}

    # --- What a message has ---

    def _said(self, kind: str, text: str) -> Reply:
        """A piece of the text, or of thoughts within it; each change begins a block."""
        if kind != self._kind:
            self._kind = kind
            self._block += 1
        return Reply(text=text, block=self._block) if kind == "text" else Reply(reasoning=text, block=self._block)

    def _content(self, content: Any, said: Fields, streamed: bool) -> Iterator[Reply]:
        if type(content) is not str:
            return self._typed(content)
        if self._marked is None:
            return iter((self._said("text", content),))
        return (self._said(kind, text) for kind, text in self._marked.feed(content))

    def _typed(self, parts: Any) -> Iterator[Reply]:
        """Content in parts, each of a type.  https://docs.mistral.ai/capabilities/reasoning"""
        for part in parts:
            kind, text = TYPES.get(needed(part, "type"), ("", "text"))
            within = part.get(text) if kind else None
            back = self._kept(part) if kind == "reasoning" and self._dialect.thoughts_back else {}
            for one in within if isinstance(within, list) else [{"text": within}]:
                if one.get("text"):
                    said = needed(one, "text")
                    reply = Reply(refusal=said, block=REFUSAL) if kind == "refusal" else self._said(kind, said)
                    yield evolve(reply, opaque=back) if back else reply
                    back = {}
            if back and self._kind == kind:  # a signature may come behind the thoughts
                yield Reply(opaque=back, block=self._block)

    def _kept(self, part: Fields) -> dict[str, Any]:
        """What is new of a part of thoughts, without them, so that they can go back; a stream tells it bit by bit."""
        known = self._part if self._kind == "reasoning" else {}
        self._part = {**known, **{key: value for key, value in part.items() if key != "thinking" and value is not None}}
        return own(self._provider, model=self._model, part=self._part) if self._part != known else {}

    def _thinking(self, name: str, text: Any) -> Iterator[Reply]:
        first = not self._thinks
        self._thinks = self._thinks or name
        if name == self._thinks:
            back = own(self._provider, thoughts=name) if first and self._dialect.thoughts_back else {}
            yield Reply(reasoning=text_of(text), block=THOUGHTS, opaque=back)

    def _detailed(self, details: Any, said: Fields, streamed: bool) -> Iterator[Reply]:
        """https://openrouter.ai/docs/use-cases/reasoning-tokens"""
        text = self._details.take(details, streamed)
        if text and not self._thinks and not any(said.get(name) for name in REASONING):
            yield Reply(reasoning=text, block=THOUGHTS)

    def _refusal(self, text: Any, said: Fields, streamed: bool) -> Iterator[Reply]:
        yield Reply(refusal=text_of(text), block=REFUSAL)

    def _tools(self, fragments: Any, said: Fields, streamed: bool) -> Iterator[Reply]:
        return (self.calls.take(fragment, whole=not streamed) for fragment in fragments)

    def _function(self, function: Any, said: Fields, streamed: bool) -> Iterator[Reply]:
        """``function_call``, from before there could be several."""
        yield self.calls.take({"index": 0, "function": function})

    def _audio(self, audio: Any, said: Fields, streamed: bool) -> Iterator[Reply]:
        """A sound, in pieces. Its transcript is the text.  https://platform.openai.com/docs/guides/audio"""
        if audio.get("transcript"):
            yield self._said("text", text_of(audio["transcript"]))
        if audio.get("data"):
            piece = base64.b64decode(needed(audio, "data"))
            audio["data"] = None  # megabytes are not kept twice
            self._sound.append(piece)
            if streamed:
                yield Reply(doc=self._doc(piece), partial=True, block=SOUND)
        string(audio, "id")
        if audio.get("expires_at") is not None:
            number(audio, "expires_at")
        self._about_sound.update(audio)

    def _doc(self, data: bytes) -> Any:
        mime_type = SOUNDS.get(self._format or "", f"audio/{self._format}" if self._format else None)
        meta = {"id": self._about_sound["id"]} if self._about_sound.get("id") else {}
        name = f"{self._about_sound.get('id') or 'audio'}.{self._format}" if self._format else None
        return doc(data, name=name, mime_type=mime_type, meta=meta)

    def _listed(self, name: str, entries: Any) -> Iterator[Reply]:
        """What comes entry by entry; one with the index of another one says more of that."""
        known = self._lists[name]
        for entry in entries:
            same = next((one for one in known if "index" in one and one["index"] == entry.get("index")), None)
            if same is None:
                known.append(dict(entry))
            else:
                same.update(entry)
        return iter(())

    def _pictures(self, images: Any, said: Fields, streamed: bool) -> Iterator[Reply]:
        """Pictures beside the text.  https://openrouter.ai/docs/features/multimodal/image-generation"""
        for image in images:
            made = picture(needed(image["image_url"], "url"))
            if made.data is not None:
                image["image_url"]["url"] = ""  # megabytes are not kept twice
            yield Reply(doc=made, block=PICTURES + len(self._lists["images"]))
            self._lists["images"].append(dict(image))

    # --- The end ---

    def end(self) -> Iterator[Reply]:
        """No more is expected: what was held back, the calls as a whole, and what the text rests on."""
        if self._marked is not None:
            yield from (self._said(kind, text) for kind, text in self._marked.close())
        if self._details.untold():
            yield Reply(opaque=own(self._provider, message={"reasoning_details": self._details.entries}))
        if self._sound:
            mark = {key: self._about_sound.get(key) for key in ("id", "expires_at")}
            yield Reply(doc=self._doc(b"".join(self._sound)), block=SOUND, opaque=own(self._provider, audio=mark))
            self._sound.clear()
        yield from self.calls.whole()
        if self.finish and self.fold.silent:
            yield Reply(text="", block=TEXT)  # the model said nothing, and that is its message
        if self._rests():
            cut = self._marked.cut if self._marked is not None else 0
            found = tuple(citations(self._fields, self._lists, self.fold.message().text, cut))
            yield from (Reply(citation=one, block=max(self._block, TEXT)) for one in found if one not in self._cited)
            self._cited += found

    def close(self) -> list[Reply]:
        """The end, taken in: the replies that come with it. Again at a later one, those that came in between."""
        replies = []
        for reply in self.end():
            self.fold.add(reply)
            replies.append(reply)
        return replies

    def _rests(self) -> bool:
        lists, fields = self._lists, self._fields
        return bool(lists["annotations"] or lists["executed_tools"] or any(map(fields.get, BESIDE)))


def text_of(value: Any) -> str:
    """A text; there must be one."""
    return needed({"text": value}, "text")


def picture(url: str) -> Doc:
    """A picture at a URL; the bytes themselves, when it is a data URL."""
    head, comma, encoded = url.partition(";base64,")
    if not comma or not head.startswith("data:"):
        return doc(url=url)
    return doc(base64.b64decode(encoded), mime_type=head.removeprefix("data:") or None)


def _thoughts(name: str) -> Handler:
    return lambda answer, value, said, streamed: answer._thinking(name, value)


def _list(name: str) -> Handler:
    return lambda answer, value, said, streamed: answer._listed(name, value)


BESIDE: Final = ("search_results", "web_search", "citations", "images")
TYPES: Final = {"text": ("text", "text"), "thinking": ("reasoning", "thinking"), "refusal": ("refusal", "refusal")}
"""The type of a part of content: the kind of its replies, and the key of what it says."""

Handler = Callable[[Answer, Any, Fields, bool], Iterator[Reply]]
HANDLERS: Final[Mapping[str, Handler]] = {
    "content": Answer._content,
    **{name: _thoughts(name) for name in REASONING},
    "reasoning_details": Answer._detailed,
    "refusal": Answer._refusal,
    "tool_calls": Answer._tools,
    "function_call": Answer._function,
    "audio": Answer._audio,
    "images": Answer._pictures,
    **{name: _list(name) for name in ("annotations", "executed_tools")},
}
