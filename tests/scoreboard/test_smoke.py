"""The smoke checks: each says yes, and each says no."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from attrs import evolve
from scoreboard.answers import CANADA, LONG, NO, USA, YES, called, cited, made, said, tokens

from genai import providers
from genai.doc import Doc
from genai.embeddings import Embeddings
from genai.errors import ConnectionFailed, InvalidRequest, JobCancelled, JobExpired, ProviderError, TimedOut
from genai.jobs import Job
from genai.messages import Message, Reply
from genai.results import FinishReason, RateLimit, Result, Usage
from genai.scoreboard import judges
from genai.scoreboard.compute import Outcome, ask, judged
from genai.scoreboard.live import Watch
from genai.scoreboard.playback import Exchange, Playback, client
from genai.scoreboard.questions import stand_in
from genai.scoreboard.smoke import BY_NAME, CHECKS, EVERY_ANSWER, FLAWED, PAIRS, Check, Pair
from genai.scoreboard.values import FUNCTIONS, OUTPUTS
from genai.testing.checks import Subject

pytestmark = pytest.mark.misfit  # what is asked here is asked of models that may not know it

JUDGED = [check for check in CHECKS if check.name not in ("Seed", "CachedTokens") and check.run is None]
"""One answer says nothing of a seed or a cache; see PAIRS. Those that judge by themselves are below."""


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
            assert cell[0] in FUNCTIONS if len(cell) == 1 else cell[1] in OUTPUTS
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


NO_CELL: dict[tuple[str, str], Result] = {
    # of a check with several cells: what disproves one that the answer in NO leaves open
    ("Tools-ToolBias-Canada", "tools_indecisive"): called(CANADA, name="best_country"),
    ("Tools-ToolBias-USA", "tools"): called("{}", name="best_country"),
    ("Tools-Parallel", "tools"): said("363.89 and 302.00"),
}


@pytest.mark.parametrize("check", ids(JUDGED))
def test_no_cell_by_cell(check: Check) -> None:
    """Each cell of a check can be disproved, and not only one of them."""
    answers = {cell: NO_CELL.get((check.name, cell[0]), NO[check.name]) for cell in check.cells}
    told = [
        state
        for name, answer in answers.items()
        for cell, state in of(check, answer).cells.items()
        if cell[:2] == name[:2]
    ]

    assert ["false"] * len(check.cells) == told


def test_questions_name_the_tools_that_they_offer() -> None:
    """A model that is to call a tool is told of it by its own name."""
    named = {
        check.name: [tool.name for tool in check.options["tools"]]
        for check in CHECKS
        if "tools" in check.options and f" {check.options['tools'][0].name}" not in str(check.question(stand_in))
    }

    assert {} == named


@pytest.mark.parametrize("check", ids(check for check in CHECKS if any(check.cells.values())))
def test_what_was_not_asked_is_not_answered(check: Check) -> None:
    """A request that lacks it leaves the cell untested, whatever the answer: being taken is no proof."""
    answer = YES.get(check.name, said("Hello."))
    outcome = of(check, answer, sent='{"messages": "hi"}')

    assert [] == [cell for cell in outcome.cells if check.cells[cell]]


@pytest.mark.parametrize("provider", ["openairesponses", "openaichat", "mistral"])
@pytest.mark.parametrize("check", ids(check for check in CHECKS if check.output == "text" and check.run is None))
def test_our_own_requests_ask_for_it(provider: str, check: Check) -> None:
    """What our wires send has what the patterns look for, so that a live run counts. Some wires cannot say some."""
    watch = Watch()
    llm = client(providers.info(provider), "m", Playback(()), hooks=(watch,))
    with pytest.raises(Exception) as caught:
        llm.gen_sync(check.question(stand_in), **check.options)
    requests = [f"{one.url}\n{one.sent.decode()}" for one in watch.seen]

    assert isinstance(caught.value, ConnectionFailed) == bool(requests)
    assert [] == [cell for cell in check.cells for request in requests if not check.asks(cell, request)]


CACHED = said("Hi", usage=Usage(input_tokens=5, output_tokens=1, cached_tokens=4))


@pytest.mark.parametrize(
    ("pair", "yes", "no", "neither"),
    [
        (PAIRS[0], (said("Cat"), said("Cat")), (said("Cat"), said("Dog")), (said(""), said(""))),
        (
            PAIRS[1],
            (said("17", usage=Usage(cached_tokens=0)), CACHED),
            (said("17", usage=Usage(cached_tokens=0)), said("17", usage=Usage(cached_tokens=0))),
            (said("17"), said("17")),
        ),
        (
            PAIRS[2],
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


# --- Those that judge by themselves -----------------------------------------------------------------------------------


class Llm:
    """A client that gives one answer, whatever is asked; an error is raised."""

    def __init__(self, answer: Any, polled: Any = None) -> None:
        self.answer, self.polled, self.cancelled, self.deleted = answer, polled, False, False

    def __enter__(self) -> Llm:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def given(self, *_: Any, **__: Any) -> Any:
        """The answer."""
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    gen_sync = gen_async = gen_batch = embed = given

    @property
    def files(self) -> Llm:
        """It keeps files as well."""
        return self

    def upload(self, doc: Doc) -> Doc:
        """It is there."""
        return evolve(doc, file_ids={"it": "file-1"})

    def delete(self, doc: Doc) -> None:
        """It is gone."""
        self.deleted = True

    def wait(self, job: Any, **_: Any) -> Any:
        """What comes of the job."""
        if isinstance(self.polled, TimedOut):
            raise self.polled
        return job

    def cancel(self, job: Any) -> None:
        """It is told to stop."""
        self.cancelled = True

    def poke_result(self, job: Any) -> Any:
        """What has become of it."""
        if isinstance(self.polled, Exception):
            raise self.polled
        return self.polled

    def gen_stream(self, *_: Any, **__: Any) -> Stream:
        """The answer in fragments."""
        return Stream(*self.answer)


class Stream:
    """Fragments, and the whole."""

    def __init__(self, fragments: Iterable[Reply], result: Result) -> None:
        self.fragments, self.result = fragments, result

    def __enter__(self) -> Stream:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def __iter__(self) -> Iterator[Reply]:
        return iter(self.fragments)


def vectors(*given: tuple[float, ...]) -> Embeddings:
    """Vectors, one for each text."""
    return Embeddings(vectors=given)


PICTURE = Reply(doc=Doc(b"data", mime_type="image/png"))
PREVIEW = evolve(PICTURE, partial=True)
FRUIT, BIRD = said("A fig."), said("A heron.")
STARTED = Job(provider="it", id="1")

RUN: dict[str, tuple[Llm, list[Llm]]] = {
    # one that proves it, and those that disprove it
    "Doc-Image-Previews": (
        Llm(([PREVIEW, PICTURE], made("image/png"))),
        [Llm(([PICTURE], made("image/png"))), Llm(([PREVIEW], said("I cannot draw.")))],
    ),
    "MultiModal-Document-pdf-File": (Llm(said("Hello, world.")), [Llm(said("I see no file."))]),
    "Job-Background": (Llm(said("A fig.")), [Llm(said(""))]),
    "Job-Cancel": (Llm(STARTED, JobCancelled("it was")), [Llm(STARTED, said("A long story."))]),
    "Job-Batch": (
        Llm({"fruit": FRUIT, "bird": BIRD}),
        [
            Llm({"fruit": FRUIT}),
            Llm({"fruit": FRUIT, "bird": JobExpired("too late")}),
            Llm({"fruit": FRUIT, "b": BIRD}),
        ],
    ),
    "Embeddings": (
        Llm(vectors((0.5, 0.25), (0.25, 0.5))),
        [
            Llm(vectors((0.5, 0.25))),
            Llm(vectors((0.5, 0.25), (0.5,))),
            Llm(vectors((), ())),
            Llm(vectors((0.5, 0.25), (0.5, 0.25))),
            Llm(vectors((0.5, float("nan")), (0.25, 0.5))),
        ],
    ),
}


def done(name: str, llm: Any) -> Outcome:
    """What a check makes of a client's answers."""
    check = BY_NAME[name]
    exchange = Exchange(method="POST", url="https://x/", sent=b"{}", status=0, headers={}, body=b"")
    outcome = ask(check, check.modes[0], Subject(load=lambda **_: llm), stand_in)
    return judged(check, evolve(outcome, exchanges=(exchange,)))


def test_every_check_that_judges_by_itself_is_tried() -> None:
    """The table above has all of them."""
    assert {check.name for check in CHECKS if check.run} == set(RUN)


@pytest.mark.parametrize("name", RUN)
def test_what_is_done_says_yes_and_no(name: str) -> None:
    """Each fills its cells with true, or with false; a refusal with false, a broken server with nothing."""
    yes, no = RUN[name]
    size = len(BY_NAME[name].cells)

    assert ["true"] * size == [*done(name, yes).cells.values()]
    assert [["false"] * size] * len(no) == [[*done(name, llm).cells.values()] for llm in no]
    if name != "Doc-Image-Previews":  # its errors are those of any stream
        assert ["false"] * size == [*done(name, Llm(InvalidRequest("no", status=400))).cells.values()]
        assert [] == [*done(name, Llm(ProviderError("busy", status=503))).cells.values()]


def test_a_file_goes_by_its_id_alone() -> None:
    """Its bytes are not in the question, so that they prove nothing; and it is deleted, whatever comes of it."""
    asked: list[Any] = []
    llm, broken = Llm(said("Hello.")), Llm(ProviderError("busy", status=503))
    llm.gen_sync = lambda messages, **_: (asked.append(messages), llm.answer)[1]  # type: ignore[method-assign,func-returns-value]
    for one in (llm, broken):
        done("MultiModal-Document-pdf-File", one)
    (doc,) = [request.doc for message in asked[0] for request in message.requests if request.doc]

    assert (None, {"it": "file-1"}, "hello.pdf") == (doc.data, doc.file_ids, doc.filename)
    assert (True, True) == (llm.deleted, broken.deleted)


def test_a_batch_that_takes_too_long() -> None:
    """It says nothing, and the batch is cancelled."""
    llm = Llm(STARTED, TimedOut("an hour"))

    assert ({}, True) == (done("Job-Batch", llm).cells, llm.cancelled)


def test_the_questions_of_the_suite() -> None:
    """All that the recordings ask, in name: pictures in four formats, sounds in five, films in two, in both ways."""
    kinds = "Document-pdf Image-jpg Image-gif Image-png Image-webp Audio-mp3 Audio-aac Audio-flac Audio-ogg Audio-wav"
    media = {
        f"MultiModal-{kind}-{way}" for kind in f"{kinds} Video-mp4 Video-webm".split() for way in ("Inline", "URL")
    }
    tools = {f"Tools-SquareRoot-{name}" for name in ("1", "1-any", "2", "2-any")}
    others = "Text Seed TopLogprobs MaxTokens Stop JSON JSONSchema Tools-ToolBias-Canada Tools-ToolBias-USA"
    more = "Tools-WebSearch Tools-WebFetch Citations-text-plain Citations-text-markdown Doc-Image Doc-Audio"
    new = "Tools-Parallel CachedTokens LongHistory ForeignHistory Doc-Image-Edit"

    assert {*media, *tools, *others.split(), *more.split(), *new.split(), *RUN} == set(BY_NAME)


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
