"""Verbs: what is promised works, what is not promised is refused, and both drivers do the same.

The rule here: a promise that no sample answer shows kept counts as broken.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Final, NamedTuple

import pytest

from ...capabilities import Model
from ...embeddings import Embeddings
from ...errors import BadAnswer, NotSupported
from ...jobs import BatchJob, Job
from ...messages import Message, Messages, Reply, ToolCallResult
from ...results import FinishReason, Result
from .base import Base, caught, need, nothing_sent, same
from .side import Side

FOREIGN: Final = "what only another provider understands"
UNHEARD: Final = "genai_unheard_of"


class Verb(NamedTuple):
    """A verb with a capability: what it is called with, and what it gives."""

    capability: str
    arguments: Callable[[str], tuple[Any, ...]]
    gives: type[Any]


VERBS: Final = {
    "gen_async": Verb("gen_async", lambda name: ("hi",), Job),
    "gen_batch": Verb("batch", lambda name: ({"a": "hi"},), BatchJob),
    "cancel": Verb("cancel", lambda name: (Job(provider=name, id="job_1"),), type(None)),
    "embed": Verb("embed", lambda name: (["hi", "there"],), Embeddings),
    "count_tokens": Verb("count_tokens", lambda name: ("hi",), int),
    "list_models": Verb("list_models", lambda name: (), tuple),
}
"""``poke_result`` belongs to ``gen_async``, and ``gen_stream`` is held by the checks of streams."""


class Verbs(Base):
    """The verbs, whole answers, and what a conversation carries."""

    def test_an_answer(self, side: Side) -> None:
        """One answer comes back whole: its text, why it ended, whose it is, and usage that can be."""
        llm, server = side.load(self.specimen.answer)
        result: Result = side.call(llm, "gen_sync", "hi")
        same(self.specimen.text, result.text, "result.text")
        same(
            (self.provider, True, False),
            (result.provider, result.complete, result.pending),
            "provider, complete, pending",
        )
        need(isinstance(result.finish, FinishReason), f"result.finish is {result.finish!r}: why it ended is not said")
        same(1, len(server.requests), "requests for one answer")
        whole, of = result.usage.output_tokens, result.usage.reasoning_tokens
        need(not (whole is not None and of is not None and of > whole), f"reasoning tokens are inside: {result.usage}")
        whole, of = result.usage.input_tokens, result.usage.cached_tokens
        need(not (whole is not None and of is not None and of > whole), f"cached tokens are inside: {result.usage}")

    def test_citations_refer_to_the_text(self, sync: Side) -> None:
        """A citation's offsets cut its words out of ``result.text``."""
        result = sync.call(sync.load(self.specimen.answer)[0], "gen_sync", "hi")
        cut = [result.text[one.start : one.end] for one in result.citations if one.start is not None]
        same([one.text for one in result.citations if one.start is not None], cut, "citations")

    def test_sync_and_asyncio_are_the_same(self) -> None:
        """The same requests, and equal results."""
        sides = [Side(kind, self.provider, self.specimen) for kind in ("sync", "asyncio")]
        for streamed in (False, True):
            one, other = (self._asked(side, streamed) for side in sides)
            same(one, other, f"sync and asyncio, {'streamed' if streamed else 'whole'}")

    def _asked(self, side: Side, streamed: bool) -> Any:
        llm, server = side.load(self.specimen.stream if streamed else self.specimen.answer)
        if streamed and not llm.capabilities.gen_stream:
            return None
        result = side.stream(llm, "hi") if streamed else side.call(llm, "gen_sync", "hi")
        return [(one.method, one.url, one.body) for one in server.requests], result

    @pytest.mark.parametrize("name", VERBS)
    def test_capabilities_hold_both_ways(self, side: Side, name: str) -> None:
        """What is promised is done, and what is not promised is refused before anything is sent."""
        verb = VERBS[name]
        llm, server = side.load(*self.specimen.answers.get(name, ()))

        def call() -> Any:
            return side.call(llm, name, *verb.arguments(self.provider))

        if not getattr(llm.capabilities, verb.capability):
            error = caught(call, NotSupported, what=f"{name}, which is not promised")
            nothing_sent(server, name)
            same((name,), getattr(error, "unsupported", ()), "NotSupported.unsupported")
            return
        need(name in self.specimen.answers, f"{name} is promised; Specimen.answers has no {name!r} to show it with")
        made = call()
        need(isinstance(made, verb.gives), f"{name} gives {made!r}, not {verb.gives.__name__}")
        need(
            name != "list_models" or all(isinstance(one, Model) and one.id for one in made),
            f"models without ids: {made!r}",
        )

    def test_jobs_go_on_elsewhere(self, side: Side) -> None:
        """A job's token is enough to ask for it; nobody else's job is asked for."""
        llm, server = side.load(*self.specimen.answers.get("gen_async", ()))
        if not llm.capabilities.gen_async:
            error = caught(lambda: side.call(llm, "poke_result", self._job()), NotSupported, what="poke_result")
            nothing_sent(server, f"poke_result: {error}")
            return
        need("poke_result" in self.specimen.answers, "jobs are promised; Specimen.answers has no 'poke_result'")
        job = side.call(llm, "gen_async", "hi")
        same(self.provider, job.provider, "job.provider")
        other, _ = side.load(*self.specimen.answers["poke_result"])
        result = side.call(other, "poke_result", Job.parse(str(job)))
        need(isinstance(result, Result), f"poke_result gives {result!r}")

    def _job(self) -> Job:
        return Job(provider=self.provider, id="job_1")

    def test_history_survives_json(self, sync: Side) -> None:
        """A conversation builds the same request after it was written down and read again."""
        llm, server = sync.load(self.specimen.answer)
        first = sync.call(llm, "gen_sync", "What is it?")
        results = tuple(ToolCallResult(id=one.id, name=one.name, content="sunny") for one in first.tool_calls)
        begun = Messages.of("What is it?") + first
        begun = Messages((*begun, Message(tool_results=results))) if results else begun + "Go on."
        for messages in (begun, Messages.from_json(begun.to_json())):
            sync.call(llm, "gen_sync", messages)
        same(server.requests[-2].text, server.requests[-1].text, "the request after a round trip through JSON")

    def test_history_of_another_provider(self, sync: Side) -> None:
        """Texts of another provider's answer are sent; what only that one understands is not."""
        said = Reply(text="Something was said.", opaque={"elsewhere": {"signature": FOREIGN}})
        llm, server = sync.load(self.specimen.answer)
        sync.call(llm, "gen_sync", Messages.of("Hello?", Message(replies=(said,)), "And?"))
        sent = server.requests[0].text
        need(FOREIGN not in sent, "what only another provider understands is sent")
        need("Something was said." in sent, f"what another provider said is not sent: {sent}")

    def test_strict_mode(self, sync: Side) -> None:
        """A field that the raw types do not know raises in strict mode; else the result reports it when asked."""
        body = self.specimen.unknown or _with_unheard(self.specimen.answer)

        def ask(strict: bool) -> Result:
            result: Result = sync.call(sync.load(body, strict=strict)[0], "gen_sync", "hi")
            return result

        error = caught(lambda: ask(True), BadAnswer, what=f"strict mode, and a field {UNHEARD!r}")
        result = ask(False)
        need(result.unknown_fields, "result.unknown_fields does not name the field that nobody documented")
        same(result.unknown_fields, getattr(error, "unknown_fields", ()), "BadAnswer.unknown_fields")
        same(self.specimen.text, result.text, "result.text beside an unknown field")


def _with_unheard(answer: bytes) -> bytes:
    return json.dumps({**json.loads(answer), UNHEARD: 1}).encode()
