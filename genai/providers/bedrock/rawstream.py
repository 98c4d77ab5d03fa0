"""RawDecoder: frames of a streamed answer to raw events.

https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_ConverseStream.html

The rule here: every event comes out, as it was sent; the result is all of them in one answer.
"""

from __future__ import annotations

import copy
from typing import Any

from ... import convert, drift
from ...errors import BadAnswer
from ...results import Result
from ...sansio import HttpResponse
from .._openai.fields import Fields
from . import raw
from .answer import EVENTS
from .blocks import events_of
from .decode import check_object
from .dialect import PROVIDER
from .stream import FrameDecoder


class RawDecoder(FrameDecoder[raw.ConverseStreamOutput, raw.ConverseResponse]):
    """
    A stream's bytes in, raw events out; where a chunk is cut never matters.

    Args:
        head: The answer's status and headers.
        strict: An event with something that the raw types do not know is BadAnswer.
    """

    def __init__(self, head: HttpResponse, strict: bool = False) -> None:
        super().__init__(head, known if strict else None)
        self._given: Any = None

    def told(self, name: str, fields: Fields) -> tuple[raw.ConverseStreamOutput, ...]:
        """One event."""
        made = convert.structure(copy.deepcopy({name: fields}), raw.ConverseStreamOutput)
        if name in EVENTS:
            self.answer.event(name, fields)
        return (made,)

    def whole(self, response: Any) -> tuple[raw.ConverseStreamOutput, ...]:
        """A whole answer, from a server that does not stream: its blocks as events."""
        check_object(response, self._head)
        self._given = convert.structure(response, raw.ConverseResponse)
        blocks = enumerate(response["output"]["message"]["content"])
        events = [{name: fields} for index, block in blocks for name, fields in events_of(index, block)]
        return tuple(convert.structure(event, raw.ConverseStreamOutput) for event in events)

    def ended(self) -> raw.ConverseResponse:
        """All events in one."""
        return self._given or convert.structure(self.answer.response(), raw.ConverseResponse)

    def partial(self) -> Result:
        """Raw events are not folded, so there is nothing but a mark."""
        return Result(complete=False, provider=PROVIDER)


def known(event: Any) -> None:
    """BadAnswer, when an event has something that the raw types do not know."""
    unknown = drift.unknown_fields(event, raw.ConverseStreamOutput)
    if unknown:
        listed = ", ".join(unknown)
        raise BadAnswer(f"the answer has fields that the raw types do not know: {listed}", unknown_fields=unknown)
