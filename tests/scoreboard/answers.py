"""Answers that the tests hand to the smoke checks: one that proves each of them, one that disproves it."""

from __future__ import annotations

from typing import Any, Final

from genai.citations import Citation, CitationSource
from genai.doc import Doc
from genai.messages import Message, Reply, ToolCall
from genai.results import FinishReason, Logprob, Result, Usage
from genai.scoreboard.smoke import CHECKS

STOP: Final = FinishReason.STOP


def said(text: str, **more: Any) -> Result:
    """An answer of text."""
    replies = (Reply(text=text),) if text else ()
    return Result(**{"message": Message(replies=replies), "finish": STOP, "usage": USAGE, **more})


USAGE: Final = Usage(input_tokens=5, output_tokens=7)


def called(*arguments: str, name: str) -> Result:
    """An answer that calls a tool, once or several times."""
    replies = tuple(Reply(tool_call=ToolCall(id=str(n), name=name, arguments=a)) for n, a in enumerate(arguments))
    return Result(message=Message(replies=replies), finish=FinishReason.TOOL_CALLS, usage=USAGE)


def cited(text: str, type_: str) -> Result:
    """An answer with a source of a type."""
    source = CitationSource(type=type_, id="1", url="https://example.com")
    replies = Reply(text=text), Reply(citation=Citation(sources=(source,)))
    return Result(message=Message(replies=replies), finish=STOP, usage=USAGE)


def made(mime_type: str) -> Result:
    """An answer with a file in it."""
    return Result(message=Message(replies=(Reply(doc=Doc(b"data", mime_type=mime_type)),)), finish=STOP)


def tokens(*logprobs: float) -> Result:
    """A word with the probabilities of its tokens, each with two alternatives."""
    found = [Logprob(token="a", logprob=p, top=(Logprob(token="a", logprob=p),) * 2) for p in logprobs]
    return said("Hello", logprobs=tuple(found))


LONG: Final = (
    "Space and time are one, and what is heavy bends both, so that light goes astray and clocks disagree. " * 2
)
CANADA: Final = '{"country": "Canada"}'
USA: Final = '{"country": "USA"}'

YES: dict[str, Result] = {
    "Text": said("Hello."),
    "TopLogprobs": tokens(-0.5),
    "MaxTokens": said("The theory of relativity is", finish=FinishReason.LENGTH),
    "Stop": said("Canada "),
    "JSON": said('{"is_fruit": true}'),
    "JSONSchema": said('{"is_fruit": true}'),
    "Tools-SquareRoot-1": called('{"number": 132413}', name="square_root"),
    "Tools-SquareRoot-1-any": called('{"number": 132413.0}', name="square_root"),
    "Tools-SquareRoot-2": said("It is 363.89."),
    "Tools-SquareRoot-2-any": said("363.89"),
    "Tools-ToolBias-Canada": called(CANADA, USA, name="best_country"),
    "Tools-ToolBias-USA": called(USA, CANADA, name="best_country"),
    "Tools-WebSearch": cited("Mark Carney", "web"),
    "Tools-WebFetch": said("Pas de panique, on va vous aider"),
    "Citations-text-plain": cited("Quack", "document"),
    "Citations-text-markdown": cited("Quack", "file"),
    "Tools-Parallel": called('{"number": 132413}', '{"number": 91204}', name="square_root"),
    "LongHistory": said("A heron."),
    "ForeignHistory": said("Heron"),
    "Doc-Image": made("image/png"),
    "Doc-Image-Edit": made("image/webp"),
    "Doc-Audio": made("audio/mpeg"),
}
NO: dict[str, Result] = {
    "Text": said(""),
    "TopLogprobs": said("Hello"),
    "MaxTokens": said(LONG),
    "Stop": said("Canada is large."),
    "JSON": said('```json\n{"is_fruit": true}\n```'),
    "JSONSchema": said('{"fruit": true}'),
    "Tools-SquareRoot-1": said("363.89"),
    "Tools-SquareRoot-1-any": called('{"number": 132}', name="square_root"),
    "Tools-SquareRoot-2": said("It is 364."),
    "Tools-SquareRoot-2-any": said(""),
    "Tools-ToolBias-Canada": called('{"country": "France"}', name="best_country"),
    "Tools-ToolBias-USA": called(USA, name="best_country"),
    "Tools-WebSearch": said("Justin Trudeau"),
    "Tools-WebFetch": said("I cannot read pages."),
    "Citations-text-plain": said("Quack"),
    "Citations-text-markdown": cited("Quack", "web_image"),
    "Tools-Parallel": called('{"number": 132413}', name="square_root"),
    "LongHistory": said("You named no bird."),
    "ForeignHistory": said("A stork."),
    "Doc-Image": said("I cannot draw."),
    "Doc-Image-Edit": said("It is blue now."),
    "Doc-Audio": made("image/png"),
}
for check in CHECKS:
    if check.name.startswith("MultiModal-"):
        image = "-Image-" in check.name
        YES[check.name] = said("Banana." if image else "banana" if "-Video-" in check.name else "Orange")
        NO[check.name] = said("Apple")
