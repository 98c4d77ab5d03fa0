"""Answer: the parts of a content on their way into a message, whole or in fragments.

https://ai.google.dev/api/caching#Part

The rule here: a stream does not say where a part ends, so that texts of one kind that follow one another are one part,
in a whole answer too, up to the signature that ends it. Then both fold to the same message.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Collection, Mapping
from typing import Any, Final, TypeAlias

import msgspec
from attrs import evolve

from ...doc import guess
from ...messages import Reply, ToolCall, ToolDelta
from ...results import Fold, Logprob
from .._openai.fields import Fields, doc, needed, number, own, string
from .grounding import citations

Replies: TypeAlias = Collection[Reply]

ENDINGS: Final = {"audio/l16": "pcm", "audio/pcm": "pcm", "image/jpeg": "jpg", "image/png": "png", "audio/wav": "wav"}

_encode = msgspec.json.Encoder().encode


class Answer:
    """All that has come of an answer."""

    def __init__(self, provider: str) -> None:
        self.fold = Fold()
        self.logprobs: list[Logprob] = []
        self._provider = provider
        self._block = -1
        self._open = ""  # the kind of the text that may go on
        self._texts: list[tuple[int, str]] = []
        self._sound: list[Any] = []
        self._cited = 0

    def take(self, candidate: Fields) -> list[Reply]:
        """What a candidate, or a fragment of it, says."""
        made: list[Reply] = []
        for part in (candidate.get("content") or {}).get("parts") or ():
            made += self._text(part) if "text" in part else self._other(part)
        if candidate.get("logprobsResult"):
            self.logprobs += tokens(candidate["logprobsResult"])
        for reply in made:
            self.fold.add(reply)
        return made

    def end(self, candidate: Fields) -> list[Reply]:
        """The answer is over, and this is all of it: what has waited for that."""
        made = [*self._heard(), *self._citations(candidate)]
        for reply in made:
            self.fold.add(reply)
        return made

    # --- Parts ---

    def _text(self, part: Fields) -> Replies:
        text, signature = needed(part, "text"), part.get("thoughtSignature")
        kind = "reasoning" if part.get("thought") else "text"
        if not text:
            return self._sign(part, kind) if signature else ()
        heard = self._heard() if self._sound else ()
        if kind != self._open:
            self._block += 1
            self._open = kind
        mark: dict[str, Any] = {"signature": string(part, "thoughtSignature")} if signature else {}
        if signature:
            self._open = ""
        if kind == "text":
            self._texts.append((self._block, text))
            made = Reply(text=text, block=self._block, opaque=own(self._provider, **mark) if mark else {})
        else:
            made = Reply(reasoning=text, block=self._block, opaque=own(self._provider, thought=True, **mark))
        return (*heard, made)

    def _sign(self, part: Fields, kind: str) -> Replies:
        """A signature without words belongs to the text before it, where that is still open."""
        if self._open != kind:
            return self._kept(part)
        self._open = ""
        return (Reply(opaque=own(self._provider, signature=string(part, "thoughtSignature")), block=self._block),)

    def _other(self, part: Fields) -> Replies:
        handler = next((HANDLERS[name] for name in part if name in HANDLERS), Answer._kept)
        heard = self._heard() if self._sound and "inlineData" not in part else ()
        return (*heard, *handler(self, part))

    def _next(self) -> int:
        self._block += 1
        self._open = ""
        return self._block

    def _mark(self, part: Fields) -> dict[str, Any]:
        signature = string(part, "thoughtSignature")
        return own(self._provider, signature=signature) if signature else {}

    def _kept(self, part: Fields) -> Replies:
        """A part that the core types have no place for is kept as it is, to be sent back unchanged."""
        return (Reply(opaque=own(self._provider, part=part), block=self._next()),)

    def _call(self, part: Fields) -> Replies:
        fields = part["functionCall"]
        id_, name, args = string(fields, "id") or "", needed(fields, "name"), fields.get("args")
        if not isinstance(args, (dict, type(None))):
            raise TypeError(f"args: an object, not {args!r:.80}")
        arguments, block = _encode(args or {}).decode(), self._next()
        return (
            Reply(tool_delta=ToolDelta(id=id_, name=name, arguments=arguments), block=block),
            # An empty mark, too, says that Google made the call: only others' need a stand-in for their signature.
            Reply(
                tool_call=ToolCall(id=id_, name=name, arguments=arguments),
                block=block,
                opaque=self._mark(part) or own(self._provider),
            ),
        )

    def _bytes(self, part: Fields) -> Replies:
        """A picture or a sound. Its bytes move out of the decoded answer into the Doc. Drafts are not the result."""
        blob = part["inlineData"]
        mime_type, data = needed(blob, "mimeType"), base64.b64decode(needed(blob, "data"))
        blob["data"] = None
        kind = mime_type.partition("/")[0]
        if kind == "audio":
            return self._piece(mime_type, data, part)
        heard, block = self._heard(), self._next()
        made = self._made(mime_type, data, block)
        if part.get("thought"):
            return (*heard, Reply(doc=made, block=block, partial=True))
        return (*heard, Reply(doc=made, block=block, opaque=self._mark(part)))

    def _made(self, mime_type: str, data: bytes, block: int) -> Any:
        plain = mime_type.partition(";")[0].lower()
        kind, _, subtype = plain.partition("/")
        return doc(data, name=f"{kind}-{block}.{ENDINGS.get(plain, subtype)}", mime_type=mime_type)

    def _piece(self, mime_type: str, data: bytes, part: Fields) -> Replies:
        """Sound comes in pieces, which are one sound as long as they are of one kind."""
        heard = self._heard() if self._sound and self._sound[0] != mime_type else ()
        if not self._sound:
            self._sound = [mime_type, self._next(), [], {}]
        _, block, pieces, mark = self._sound
        pieces.append(data)
        mark.update(self._mark(part))
        return (*heard, Reply(doc=self._made(mime_type, data, block), block=block, partial=True))

    def _heard(self) -> Replies:
        """A sound is over: it is whole."""
        if not self._sound:
            return ()
        mime_type, block, pieces, mark = self._sound
        self._sound = []
        return (Reply(doc=self._made(mime_type, b"".join(pieces), block), block=block, opaque=mark),)

    def _file(self, part: Fields) -> Replies:
        fields = part["fileData"]
        url, mime_type = needed(fields, "fileUri"), string(fields, "mimeType")
        made = doc(url=url, mime_type=mime_type or guess(url))
        return (Reply(doc=made, block=self._next(), opaque=self._mark(part)),)

    # --- Citations ---

    def _citations(self, candidate: Fields) -> list[Reply]:
        """The citations that have not been told yet, each in the block that its words begin in."""
        found = list(citations(candidate, "".join(text for _, text in self._texts)))
        made = [Reply(citation=one, block=self._at(one.start)) for one in found[self._cited :]]
        self._cited = max(self._cited, len(found))
        return made

    def _at(self, start: int | None) -> int:
        block, before = max(self._block, 0), 0
        for block, text in self._texts:  # noqa: B007  the last one is wanted
            before += len(text)
            if start is not None and start < before:
                break
        return block


HANDLERS: Final[Mapping[str, Callable[[Answer, Fields], Replies]]] = {
    "functionCall": Answer._call,
    "inlineData": Answer._bytes,
    "fileData": Answer._file,
}


def tokens(fields: Fields) -> list[Logprob]:
    """The tokens of a text, each with its alternatives."""
    tops = fields.get("topCandidates") or ()
    made = []
    for index, one in enumerate(fields.get("chosenCandidates") or ()):
        others = tops[index].get("candidates") or () if index < len(tops) else ()
        made.append(evolve(_token(one), top=tuple(map(_token, others))))
    return made


def _token(one: Fields) -> Logprob:
    return Logprob(token=string(one, "token") or "", logprob=number(one, "logProbability"))
