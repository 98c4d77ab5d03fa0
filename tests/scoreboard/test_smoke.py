"""The smoke checks: each says yes, and each says no."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from attrs import evolve
from scoreboard.answers import CANADA, LONG, NO, USA, YES, called, cited, said, tokens

from genai import providers
from genai.errors import ConnectionFailed
from genai.messages import Message, Reply
from genai.results import FinishReason, RateLimit, Result, Usage
from genai.scoreboard import judges
from genai.scoreboard.compute import Outcome, judged
from genai.scoreboard.live import Watch
from genai.scoreboard.playback import Exchange, Playback, client
from genai.scoreboard.smoke import BY_NAME, CHECKS, EVERY_ANSWER, FLAWED, PAIRS, Check, Pair, stand_in
from genai.scoreboard.values import FUNCTIONS, MODALITIES

pytestmark = pytest.mark.misfit  # what is asked here is asked of models that may not know it

JUDGED = [check for check in CHECKS if check.name != "Seed"]
"""One answer says nothing of a seed; see PAIRS."""


def ids(things: Iterable[Any]) -> list[Any]:
    """Checks as parameters of a test."""
    return [pytest.param(one, id=one.name) for one in things]


def of(check: Check, result: Result | None, *, sent: str | None = None, **more: Any) -> Outcome:
    """What a check makes of an answer to a request that asks for all of its cells."""
    request = ALL_ASKED if sent is None else sent
    exchange = Exchange(method="POST", url="https://x/", sent=request.encode(), status=200, headers={}, body=b"")
    return judged(check, Outcome(mode="sync", check=check.name, result=result, exchanges=(exchange,), **more))


ALL_ASKED = (
    '{"top_logprobs": 2, "logprobs": true, "seed": 42, "max_tokens": 16, "stop": ["is"], "format": "json",'
    '"response_format": {"type": "json_schema"}, "tool_choice": "required", "parameters": {}, "name": "square_root",'
    '"name": "best_country", "tools": ["web_search", "web_fetch"], "text": "Quackiland"}'
)


def test_names() -> None:
    """No two are named alike, and their cells exist."""
    assert len(CHECKS) == len(BY_NAME)
    for check in CHECKS:
        for cell in check.cells:
            assert cell[0] in FUNCTIONS if len(cell) == 1 else cell[1] in MODALITIES
        assert set(check.refused) | set(check.others) <= set(check.cells)


@pytest.mark.parametrize("check", ids(JUDGED))
def test_yes(check: Check) -> None:
    """An answer that proves it fills all of its cells."""
    outcome = of(check, YES[check.name])

    assert len(check.cells) == len(outcome.cells)
    assert {"true"} == set(outcome.cells.values())
    assert not check.wrong_finish(YES[check.name])


@pytest.mark.parametrize("check", ids(JUDGED))
def test_no(check: Check) -> None:
    """An answer that does not show it disproves it."""
    assert "false" in of(check, NO[check.name]).cells.values()


@pytest.mark.parametrize("check", ids(check for check in CHECKS if any(check.cells.values())))
def test_what_was_not_asked_is_not_answered(check: Check) -> None:
    """A request that lacks it leaves the cell untested, whatever the answer: being taken is no proof."""
    answer = YES.get(check.name, said("Hello."))
    outcome = of(check, answer, sent='{"messages": "hi"}')

    assert [] == [cell for cell in outcome.cells if check.cells[cell]]


@pytest.mark.parametrize("provider", ["openairesponses", "openaichat", "mistral"])
@pytest.mark.parametrize("check", ids(check for check in CHECKS if check.output == "text"))
def test_our_own_requests_ask_for_it(provider: str, check: Check) -> None:
    """What our wires send has what the patterns look for, so that a live run counts. Some wires cannot say some."""
    watch = Watch()
    llm = client(providers.info(provider), "m", Playback(()), hooks=(watch,))
    with pytest.raises(Exception) as caught:
        llm.gen_sync(check.question(stand_in), **check.options)
    requests = [f"{one.url}\n{one.sent.decode()}" for one in watch.seen]

    assert isinstance(caught.value, ConnectionFailed) == bool(requests)
    assert [] == [cell for cell in check.cells for request in requests if not check.asks(cell, request)]


@pytest.mark.parametrize(
    ("pair", "yes", "no", "neither"),
    [
        (PAIRS[0], (said("Cat"), said("Cat")), (said("Cat"), said("Dog")), (said(""), said(""))),
        (
            PAIRS[1],
            (called(CANADA, name="best_country"), called(USA, name="best_country")),
            (called(CANADA, name="best_country"), called(CANADA, name="best_country")),
            (said("Neither."), called(USA, name="best_country")),
        ),
    ],
    ids=[pair.cell for pair in PAIRS],
)
def test_pairs(pair: Pair, yes: Any, no: Any, neither: Any) -> None:
    """What two answers show together."""
    assert ["true", "false", "untested"] == [pair.judge(*answers) for answers in (yes, no, neither)]


LIMITED = said("Hi", limits=(RateLimit(kind="requests", limit=5),))
CACHED = said("Hi", usage=Usage(input_tokens=5, output_tokens=1, cached_tokens=4))
TOOLS = called(CANADA, USA, name="best_country")


@pytest.mark.parametrize(
    ("name", "yes", "no", "other"),
    [
        ("report_rate_limits", LIMITED, said("Hi"), "false"),
        ("report_token_usage", said("Hi"), said("Hi", usage=Usage(input_tokens=5)), "false"),
        ("report_token_usage", said("Hi"), said("Hi", usage=Usage(input_tokens=5, output_tokens=0)), "false"),
        ("report_finish_reason", said("Hi"), said("Hi", finish=None), "false"),
        ("report_finish_reason", TOOLS, evolve(TOOLS, finish=FinishReason.STOP), "false"),
        ("report_finish_reason", said("Hi"), said("Hi", finish=FinishReason.TOOL_CALLS), "false"),
        ("cached_tokens", CACHED, said("Hi", usage=Usage(cached_tokens=0)), "untested"),
        ("parallel_tools", TOOLS, called(USA, name="best_country"), "untested"),
    ],
)
def test_what_every_answer_tells(name: str, yes: Result, no: Result, other: str) -> None:
    """Usage by numbers, limits by RateLimits, a reason that fits."""
    assert ["true", other] == list(EVERY_ANSWER[name]([yes, no]))


def test_every_observer_is_tested() -> None:
    """The table above has all of them."""
    names = {mark.args[1][n][0] for mark in test_what_every_answer_tells.pytestmark for n in range(8)}  # type: ignore[attr-defined]

    assert set(EVERY_ANSWER) == names


def test_numbers_that_are_none() -> None:
    """Probabilities above 1, not finite, or without alternatives prove nothing."""
    alone = evolve(YES["TopLogprobs"], logprobs=tuple(evolve(t, top=()) for t in YES["TopLogprobs"].logprobs))

    assert ["false"] * 3 == [judges.top_logprobs(one) for one in (tokens(0.5), tokens(float("-inf")), alone)]


def test_a_cut_is_told_or_seen() -> None:
    """By the reason, or by a sentence that breaks off; a short answer that is whole tells nothing, a long one no."""
    told, seen = said("The theory.", finish=FinishReason.LENGTH), said("The theory of")
    late = said(LONG, finish=FinishReason.LENGTH)

    assert ["true", "true", "untested", "false"] == [judges.max_tokens(one) for one in (told, seen, said("No."), late)]
    assert BY_NAME["MaxTokens"].wrong_finish(seen)


def test_a_stop_is_told_or_seen() -> None:
    """By the reason, in the text or in the thoughts, with or without the words themselves."""
    thoughts = Result(message=Message(replies=(Reply(reasoning="The user wants th"),)), finish=FinishReason.STOP)
    told = said("Canada: a land.", finish=FinishReason.STOP_SEQUENCE)
    answers = (told, thoughts, said("Canada is"), said(""), said("Canada: a land."))

    assert ["true", "true", "true", "untested", "untested"] == [judges.stop_sequence(one) for one in answers]


def test_a_search_leaves_traces() -> None:
    """A name that may have been known is none; a page, a question asked of the web or the provider's own record is."""
    record = Reply(opaque={"anthropic": {"type": "web_search_tool_result"}})
    recorded = Result(message=Message(replies=(Reply(text="Carney"), record)))
    answers = (said("Mark Carney"), cited("Mark Carney", "web_query"), cited("Carney", "web_image"), recorded)

    assert ["untested", "true", "untested", "true"] == [judges.web_search(one) for one in answers]


def test_text() -> None:
    """Thoughts alone are no text, and no proof that there is none; thoughts inside the text are a mistake."""
    thoughts = Result(message=Message(replies=(Reply(reasoning="Let me think"),)))

    assert ["untested", "false", "false"] == [
        judges.text(one) for one in (thoughts, Result(), said("<think>Let me</think> Hi"))
    ]


def test_whoever_declines_is_not_unable() -> None:
    """To call no country the best is neither a fault of the tools nor a choice."""
    outcome = of(BY_NAME["Tools-ToolBias-USA"], said("I would rather not."))

    assert {"untested"} == set(outcome.cells.values())


def test_refusals_of_flawed_requests() -> None:
    """A recorded request may be at fault itself."""
    assert FLAWED.search("Validation: `response_format.json_schema.name` cannot be empty")
    assert not FLAWED.search("model features structured outputs not support")
