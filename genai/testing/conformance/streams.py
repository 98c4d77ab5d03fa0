"""Streams: a stream is its whole answer in pieces: the same result, however its bytes are cut, or a clear interruption.

The rule here: what ends before its last event never passes for a success.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Final

import pytest

from ...errors import Error, NotSupported, StreamInterrupted
from ...messages import Message, Messages, Reply
from ...provider import Ask
from ...results import Result, fold
from ...sansio import HttpResponse, Open
from ...settings import merge
from ..subject import Unmet
from .base import Base, caught, need, nothing_sent, same
from .side import Side

PLACES: Final = 150
"""In how many places a stream is cut in two; every place, where it has fewer."""
RANDOM: Final = 20
ENDS: Final = 24


def splits(stream: bytes) -> Iterator[list[bytes]]:
    """Ways to cut a stream: byte by byte, in two at any place, and anywhere; the same ways each time."""
    yield [stream[at : at + 1] for at in range(len(stream))]
    for at in range(1, len(stream), max(1, len(stream) // PLACES)):
        yield [stream[:at], stream[at:]]
    chosen = random.Random(len(stream))  # noqa: S311  no secret
    for _ in range(RANDOM):
        cuts = sorted(chosen.sample(range(1, len(stream)), min(20, len(stream) - 1)))
        yield [stream[a:b] for a, b in zip([0, *cuts], [*cuts, len(stream)], strict=True)]


class Streams(Base):
    """Streams."""

    @pytest.fixture
    def streaming(self, side: Side) -> Side:
        """Either driver, where streams are promised; where they are not, they must be refused."""
        llm, server = side.load(self.specimen.stream)
        if not llm.capabilities.gen_stream:
            caught(lambda: side.stream(llm, "hi"), NotSupported, what="gen_stream, which is not promised")
            nothing_sent(server, "gen_stream")
            pytest.skip("streams are not promised, and refused")
        need(self.specimen.stream, "streams are promised; Specimen.stream has none")
        return side

    def test_a_stream_equals_its_whole_answer(self, streaming: Side) -> None:
        """The same result, equal in everything but the raw answer; and the fragments fold to its message."""
        seen: list[Reply] = []
        streamed = streaming.stream(streaming.load(self.specimen.stream)[0], "hi", see=seen.append)
        whole = streaming.call(streaming.load(self.specimen.answer)[0], "gen_sync", "hi")
        same(whole, streamed, "the streamed result")
        same(whole.message, fold(seen), "the fragments, folded")
        same(self.specimen.text, "".join(one.text for one in seen if one.text), "the fragments' text")

    def test_where_it_is_cut_does_not_matter(self, streaming: Side) -> None:
        """Byte by byte, in two at any place, and anywhere: the same result."""
        if streaming.kind != "sync":
            pytest.skip("decoding is no different under asyncio")
        whole = self._decoded(streaming, [self.specimen.stream])
        for pieces in splits(self.specimen.stream):
            at = len(pieces[0])
            same(
                whole, self._decoded(streaming, pieces), f"the stream in {len(pieces)} pieces, the first of {at} bytes"
            )

    def _decoded(self, side: Side, pieces: list[bytes]) -> tuple[Result, Message]:
        llm, _ = side.load()
        step = next(llm._wire.gen_stream(Ask(messages=Messages.of("hi"), settings=merge((), {})[0])))
        if not isinstance(step, Open):
            raise Unmet(f"gen_stream's first step is {step!r}, not Open")
        headers = {"content-type": self.specimen.stream_type, **self.specimen.headers}
        decoder = step.decoder(HttpResponse(status=200, headers=headers))
        seen = [fragment for piece in pieces for fragment in decoder.feed(piece)]
        return decoder.close(), fold(seen)

    def test_a_stream_that_ends_early_is_interrupted(self, streaming: Side) -> None:
        """Cut anywhere, it raises StreamInterrupted with what had arrived, or has the whole message already."""
        whole = streaming.stream(streaming.load(self.specimen.stream)[0], "hi")
        size = len(self.specimen.stream)
        ends = sorted({size * part // ENDS for part in range(1, ENDS)})
        interrupted = [self._ended(streaming, end, whole) for end in ends]
        need(
            sum(interrupted) > len(ends) // 4,
            f"of {len(ends)} places to cut it, {sum(interrupted)} interrupt the stream",
        )

    def _ended(self, side: Side, end: int, whole: Result) -> bool:
        """Whether a stream that ends there is interrupted; if it is not, it must be whole."""
        seen: list[Reply] = []
        try:
            result = side.stream(side.load(self.specimen.stream[:end], strict=False)[0], "hi", see=seen.append)
        except StreamInterrupted as error:
            need(error.result is not None, f"cut after {end} bytes: StreamInterrupted without what had arrived")
            partial = error.result or Result()
            same((False, fold(seen)), (partial.complete, partial.message), f"cut after {end} bytes: what had arrived")
            return True
        except Error as error:
            need(not seen, f"cut after {end} bytes: {type(error).__name__}, not StreamInterrupted: {error}")
            return True  # nothing of a stream had come: an answer that is none
        same((whole.message, whole.finish), (result.message, result.finish), f"cut after {end} bytes, and called whole")
        return False

    def test_an_error_in_a_stream(self, streaming: Side) -> None:
        """An error event is an error of the tree, with what had arrived."""
        if not self.specimen.error_in_stream:
            pytest.skip("the specimen has no stream with an error")
        llm, _ = streaming.load(self.specimen.error_in_stream)
        error = caught(lambda: streaming.stream(llm, "hi"), Error, what="a stream with an error event")
        need(error.result is not None and not error.result.complete, f"{error!r} is without what had arrived")
