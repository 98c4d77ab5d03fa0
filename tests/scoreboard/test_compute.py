"""From recorded answers to a score; and the stored scoreboards against what their recordings say now."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import corpus_files
import pytest
from attrs import evolve
from scoreboard.answers import NO, YES, called, said
from scoreboard.test_smoke import ALL_ASKED, of

from genai import providers, scoreboard
from genai.errors import AuthError, BadAnswer, Error, InvalidRequest, NotSupported, ProviderError
from genai.options import OWNER
from genai.results import FinishReason, RateLimit, Usage
from genai.scoreboard import compute, recordings
from genai.scoreboard.compute import Outcome, computed, day, put, scenario
from genai.scoreboard.playback import Exchange, Playback, client, home
from genai.scoreboard.recordings import Recorded
from genai.scoreboard.smoke import BY_NAME
from genai.scoreboard.values import Evidence, Functionality, Scenario, Score
from genai.scoreboard.verify import verified
from genai.testing.checks import Subject
from genai.wire import Wire

pytestmark = pytest.mark.misfit  # what is asked here is asked of models that may not know it

CASSETTES = Path(__file__).resolve().parents[2] / "testdata" / "cassettes"
EVIDENCE = Evidence(provenance="corpus", source="somebody", answers=1)


def seen(*outcomes: Outcome) -> Scenario:
    """The scenario that outcomes make."""
    made = scenario("m", outcomes, EVIDENCE)
    assert made is not None
    return made


def sync(*outcomes: Outcome) -> Functionality:
    """What they say of gen_sync."""
    found = seen(*outcomes).sync
    assert found is not None
    return found


TEXT = of(BY_NAME["Text"], said("Hello."))


# --- One scenario -----------------------------------------------------------------------------------------------------


def test_a_later_answer_makes_it_flaky() -> None:
    """Usage and reasons that one answer tells and another does not; a limit that one has; a tool that one calls."""
    untold = said('{"is_fruit": true}', usage=Usage(), finish=None, limits=(RateLimit(kind="requests", limit=1),))
    found = sync(
        TEXT,
        of(BY_NAME["JSON"], untold),
        of(BY_NAME["Tools-SquareRoot-1"], YES["Tools-SquareRoot-1"]),
        of(BY_NAME["Tools-SquareRoot-2"], NO["Tools-SquareRoot-2"]),
    )

    assert ("flaky", "flaky", "flaky") == (
        found.report_token_usage,
        found.report_finish_reason,
        found.report_rate_limits,
    )
    assert ("flaky", "true", "true") == (found.tools, found.tool_call_required, found.json)


def test_a_cut_that_is_not_told_is_a_wrong_reason() -> None:
    """The limit works, and the reason is flaky."""
    found = sync(TEXT, of(BY_NAME["MaxTokens"], said("The theory of", finish=FinishReason.STOP)))

    assert ("true", "flaky") == (found.max_tokens, found.report_finish_reason)


def failure(kind: type[Error], status: int | None, name: str = "JSON", text: str = "no") -> Outcome:
    """A check whose answer was an error."""
    return of(BY_NAME[name], None, error=kind(text, status=status))


@pytest.mark.parametrize(
    ("outcome", "expected"),
    [
        (failure(InvalidRequest, 400), "false"),
        (failure(InvalidRequest, None), "false"),
        (failure(NotSupported, 422), "false"),
        (failure(BadAnswer, 200), "false"),
        (failure(InvalidRequest, 500), "untested"),
        (failure(ProviderError, 500), "untested"),
        (failure(AuthError, 401), "untested"),
        (failure(InvalidRequest, 400, text="code=400, message=json schema is required"), "untested"),
    ],
    ids=lambda value: value if isinstance(value, str) else f"{type(value.error).__name__}-{value.error.status}",
)
def test_errors(outcome: Outcome, expected: str) -> None:
    """A refusal says no. A wrong key, a broken server and a flawed request say nothing."""
    assert expected == sync(TEXT, outcome).json


def test_a_refused_force_is_no_refused_tool() -> None:
    """Which of the two a provider refuses, its refusal need not tell."""
    found = sync(TEXT, failure(InvalidRequest, 400, "Tools-SquareRoot-1"))

    assert ("untested", "false") == (found.tools, found.tool_call_required)


def test_a_seed_needs_two() -> None:
    """One answer leaves it untested, two equal ones prove it, different ones disprove it."""
    cat, dog = (of(BY_NAME["Seed"], said(text)) for text in ("Cat", "Dog"))
    unasked = of(BY_NAME["Seed"], said("Cat"), sent="{}")

    assert ["untested", "true", "false", "untested"] == [
        sync(*those).seed for those in ((TEXT, cat), (TEXT, cat, cat), (TEXT, cat, dog), (TEXT, unasked, unasked))
    ]


def test_wrong_calls_are_nothing_to_boast_of() -> None:
    """Several calls with wrong arguments: no tools, so no parallel ones either."""
    found = sync(TEXT, of(BY_NAME["Tools-SquareRoot-1-any"], called("{}", "{}", name="square_root")))

    assert ("false", "untested") == (found.tools, found.parallel_tools)


def test_modalities() -> None:
    """A way works when one format went through, and the formats are those that did."""
    found = seen(
        TEXT,
        of(BY_NAME["MultiModal-Image-jpg-Inline"], said("Banana")),
        of(BY_NAME["MultiModal-Image-webp-Inline"], said("Apple")),
        of(BY_NAME["MultiModal-Image-png-URL"], said("Apple")),
        of(BY_NAME["Doc-Audio"], YES["Doc-Audio"]),
    )

    assert found.input.image is not None
    assert ("true", "false", ("image/jpeg",)) == (
        found.input.image.inline,
        found.input.image.url,
        found.input.image.formats,
    )
    assert found.output.audio is not None
    assert (("audio/mpeg",), ("text", "audio")) == (found.output.audio.formats, found.output.work)


def test_nothing_is_no_scenario() -> None:
    """Refusals alone show nothing that goes in and comes out."""
    assert scenario("m", [failure(InvalidRequest, 400)], EVIDENCE) is None


def test_days() -> None:
    """The last one that the answers tell, in seconds or as a date; no day before there were any."""
    bodies = b'{"created":1765716897}', b'{"created_at": "2026-02-03T10:00:00Z"}', b'data: {"created":0}', b"{}"
    exchanges = [Exchange(method="GET", url="", sent=b"", status=200, headers={}, body=body) for body in bodies]

    assert ["2026-02-03", "2025-12-14", None] == [day(exchanges), day(exchanges[:1]), day(exchanges[2:])]


# --- Playing ----------------------------------------------------------------------------------------------------------

ANSWER = {
    "id": "1",
    "object": "chat.completion",
    "created": 1765716897,
    "model": "m",
    "choices": [{"index": 0, "finish_reason": "stop", "message": {"role": "assistant", "content": "363.89"}}],
    "usage": {"prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5},
}


def exchange(url: str = "https://elsewhere.example/v9/chat/completions", method: str = "POST", **more: Any) -> Exchange:
    """A recorded exchange."""
    given = {"sent": ALL_ASKED.encode(), "status": 200, "headers": {}, "body": json.dumps(ANSWER).encode(), **more}
    return Exchange(method=method, url=url, **given)


def test_matched_on_method_and_url() -> None:
    """Another host and another prefix will do; another path or method, or a second time, will not."""
    for recorded, expected in (
        (exchange(), True),
        (exchange("https://api.groq.com/openai/v1/chat/completions"), True),
        (exchange("https://api.groq.com/openai/v1/embeddings"), False),
        (exchange(method="GET"), False),
    ):
        playback = Playback([recorded])
        subject = Subject(load=lambda playback=playback: client(providers.info("groq"), "m", playback))
        outcomes = [compute.ask(BY_NAME["Text"], "sync", subject, lambda file: b"") for _ in range(2)]

        assert [expected, False] == [outcome.result is not None for outcome in outcomes]
        assert [recorded] * expected == playback.played
        assert 2 - expected == len(playback.missing)


def test_a_base_url_with_a_variable() -> None:
    """Whatever the environment says."""
    info = evolve(providers.info("groq"), base_url="https://api.example/accounts/{ACCOUNT}/ai")

    assert "https://api.example/accounts/ACCOUNT_ID/ai" == home(info)


def test_a_wire_that_cannot_force() -> None:
    """It is asked without; then that a tool must be called was not asked."""
    playback = Playback([exchange()])
    subject = Subject(load=lambda: client(providers.info("xiaomi"), "m", playback))
    outcome = compute.ask(BY_NAME["Tools-SquareRoot-1"], "sync", subject, lambda file: b"")
    outcome = compute.judged(BY_NAME["Tools-SquareRoot-1"], evolve(outcome, exchanges=tuple(playback.played)))

    assert (True, {("tools",): "false"}) == (outcome.unforced, outcome.cells)


def test_what_our_wire_cannot_say() -> None:
    """Nothing is sent, and nothing is known."""
    playback = Playback([exchange()])
    subject = Subject(load=lambda: client(providers.info("perplexity"), "m", playback))
    outcome = compute.ask(BY_NAME["Seed"], "sync", subject, lambda file: b"")

    assert ("Seed.seed", False, []) == (outcome.unsayable, outcome.answered, playback.played)


# --- The stored scoreboards -------------------------------------------------------------------------------------------


def recorded() -> list[Recorded]:
    """All that is at hand."""
    return [*(recordings.of(corpus_files.ROOT) if corpus_files.available() else ()), *recordings.of(CASSETTES)]


RECORDED = recorded()


@pytest.mark.parametrize("name", providers.names())
def test_the_stored_scoreboard_is_what_was_recorded(name: str) -> None:
    """Computed again, it is equal. Without the corpus, what comes from there is not checked, and says so."""
    stored = scoreboard.load(name)
    again = computed(name, RECORDED, stored).score
    away = [one for one in stored.scenarios if one.evidence and one.evidence.provenance == "corpus"]

    assert stored == again
    if away and not corpus_files.available():
        pytest.skip(f"{len(away)} scenarios could not be computed again: no corpus (GENAI_CORPUS)")


def test_every_recorded_provider_has_a_score() -> None:
    """Of each provider that was recorded, and whose recordings we can play, there are scenarios."""
    if not corpus_files.available():
        pytest.skip("no corpus (GENAI_CORPUS)")
    names = {one.provider for one in RECORDED} & set(providers.names())
    played = {name: computed(name, RECORDED, Score(provider=name)) for name in names}
    answered = {name for name, found in played.items() if any(o and o.result for _, o in found.outcomes)}

    assert len(answered) > 15
    assert answered == {name for name in names if scoreboard.load(name).scenarios}


def test_what_was_written_by_hand_is_no_evidence() -> None:
    """Composed cassettes fill no cell."""
    composed = [one for one in recordings.of(CASSETTES) if one.provenance == "composed"]

    assert composed
    assert () == computed("openairesponses", composed, Score(provider="openairesponses")).score.scenarios


def test_what_is_not_at_hand_is_kept() -> None:
    """Scenarios of another provenance stay, and so does what nobody observes."""
    live = evolve(seen(TEXT), evidence=Evidence(provenance="live", source="x", answers=1))
    stored = Score(provider="groq", country="US", scenarios=(live,))

    assert stored == computed("groq", (), stored).score
    assert 2 == len(put(stored, evolve(live, reasoning=True)).scenarios)
    assert (live,) == put(stored, live).scenarios


def test_a_live_run_stands_in_place_of_older_recordings() -> None:
    """What was put there stays when they are at hand, and is not counted as checked; another model's are computed."""
    old = [one for one in recordings.of(CASSETTES) if one.provider == "openairesponses"]
    tiny = next(one for one in scoreboard.load("openairesponses").scenarios if one.models == ("tiny",))
    live = evolve(tiny, evidence=Evidence(provenance="live", source="x", answers=1))
    before = scoreboard.load("openairesponses")
    stored = put(before, live)
    found, usual = verified(stored, old), verified(before, old)

    assert stored == computed("openairesponses", old, stored).score
    assert ((), usual.checked - 1, usual.absent + 1) == (found.faults, found.checked, found.absent)


def test_recordings_without_yaml(monkeypatch: pytest.MonkeyPatch) -> None:
    """It says what to install."""
    monkeypatch.setitem(__import__("sys").modules, "yaml", None)
    with pytest.raises(ImportError, match=r"genai-providers\[testing\]"):
        recordings.of(CASSETTES)


# --- Each cell is needed ----------------------------------------------------------------------------------------------

CARRIED = {
    # an option, and the cell that is lost when a wire no longer carries it
    "stop": "stop_sequence",
    "max_tokens": "max_tokens",
    "top_logprobs": "top_logprobs",
    "reply_as_json": "json",
    "decode_as": "json_schema",
    "tools": "tools",
    "force": "tool_call_required",
    "search": "web_search",
    "fetch": "web_fetch",
}


@pytest.mark.parametrize("name", CARRIED)
def test_what_a_wire_no_longer_carries_is_missed(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whichever provider had it: its scoreboard is no longer what its recordings show."""
    if not corpus_files.available():
        pytest.skip("no corpus (GENAI_CORPUS)")
    carried = Wire.unsupported_options

    def without(self: Wire, ask: Any) -> list[str]:
        lost = [f"{OWNER[name].__name__}.{name}"] * (name in ask.settings.values)
        return [*carried(self, ask), *lost]

    monkeypatch.setattr(Wire, "unsupported_options", without)
    having = {found.provider for found in scoreboard.find(**{CARRIED[name]: True}, provenance="corpus")}

    assert having
    assert set() == {
        one for one in having if computed(one, RECORDED, scoreboard.load(one)).score == scoreboard.load(one)
    }


@pytest.mark.parametrize(
    ("field", "nothing", "cell"),
    [
        ("usage", Usage(), "report_token_usage"),
        ("finish", None, "report_finish_reason"),
        ("limits", (), "report_rate_limits"),
        ("logprobs", (), "top_logprobs"),
    ],
)
def test_what_a_decoder_no_longer_reads_is_missed(
    field: str, nothing: Any, cell: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same for what answers tell."""
    if not corpus_files.available():
        pytest.skip("no corpus (GENAI_CORPUS)")
    reads = Subject.gen_sync

    def without(self: Subject, messages: Any, **options: Any) -> Any:
        return evolve(reads(self, messages, **options), **{field: nothing})

    monkeypatch.setattr(Subject, "gen_sync", without)
    having = {found.provider for found in scoreboard.find(**{cell: True}, mode="sync", provenance="corpus")}

    assert having
    assert set() == {
        one for one in having if computed(one, RECORDED, scoreboard.load(one)).score == scoreboard.load(one)
    }
