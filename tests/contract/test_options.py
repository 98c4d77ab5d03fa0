"""Contract: every option is carried or refused; none is dropped."""

from __future__ import annotations

from typing import Any

import pytest
from contract.side import Side

import genai
from genai.checks import Options
from genai.options import CLIENT_SIDE, OWNER
from genai.testing.conformance.samples import SAMPLES, TOGETHER


def ask(side: Side, llm: genai.Client, verb: str, **options: Any) -> None:
    """Ask with options, at once or in fragments."""
    if verb == "gen_stream":
        side.stream(llm, "hi", **options)
    else:
        side.call(llm, verb, "hi", **options)


def test_every_option_has_a_sample() -> None:
    """The table above names every option that could go on a wire."""
    assert set(OWNER) - CLIENT_SIDE == set(SAMPLES)


def carried_or_refused(side: Side, name: str, verb: str) -> None:
    """One option changes the request, or raises NotSupported before anything is sent."""
    llm, server = side.load(side.specimen.plain_stream if verb == "gen_stream" else side.specimen.plain)
    carried = name in llm._wire.options
    others = {} if name in TOGETHER else {key: value for key, value in SAMPLES[name].items() if key != name}
    try:
        ask(side, llm, verb, **SAMPLES[name])
    except genai.NotSupported as error:
        (entry,) = (entry for entry in error.unsupported if entry.partition(": ")[0].endswith(f".{name}"))
        assert not carried or ": " in entry, name  # an option that is known, and this value of it is not
        assert [] == server.requests, name
    else:
        assert carried, name
        ask(side, llm, verb, **others)
        with_it, without_it = server.bodies()
        assert with_it != without_it, name


@pytest.mark.parametrize("verb", ["gen_sync", "gen_stream"])
def test_each_option_is_carried_or_refused(side: Side, verb: str) -> None:
    """An option changes the request, or raises NotSupported before anything is sent; never neither."""
    for name in SAMPLES:  # in one test: there are too many options and providers for a test of each pair
        if (name, verb) != ("partial_images", "gen_sync"):  # there are no previews of a whole answer
            carried_or_refused(side, name, verb)


def test_what_is_left_out_is_listed(side: Side) -> None:
    """With ``on_unsupported="warn"`` the call goes out without the option, and the result lists it."""
    for name in SAMPLES:
        llm, server = side.load(side.specimen.plain, on_unsupported="warn")
        result = side.call(llm, "gen_sync", "hi", **SAMPLES[name])
        listed = [entry for entry in result.unsupported if entry.partition(": ")[0].endswith(f".{name}")]

        assert (name in llm._wire.options) == (listed == [] or ": " in listed[0]), name
        assert 1 == len(server.bodies())


def test_what_is_left_out_of_a_job_is_listed_on_its_result(side: Side) -> None:
    """A job, and its token, remember what was left out, and the result lists it."""
    llm, _ = side.load(side.specimen.job, side.specimen.done, on_unsupported="warn")
    if not side.specimen.job:
        pytest.skip("this provider promises no jobs")
    job = side.call(llm, "gen_async", "hi", fps=24)
    result = side.call(llm, "poke_result", genai.Job.parse(str(job)))

    assert ("VideoOptions.fps",) == job.unsupported == result.unsupported


def test_everything_unsupported_is_named_at_once(side: Side) -> None:
    """One error names all options and all parts that cannot be carried."""
    llm, server = side.load(side.specimen.plain)
    refused = [name for name in ("top_k", "stop", "seed", "voice", "fps") if name not in llm._wire.options]
    film, archive = genai.Doc(b"\x00\x00\x00\x18ftypmp42"), genai.Doc(b"PK", filename="films.zip")
    arguments = {key: value for name in refused for key, value in SAMPLES[name].items()}
    with pytest.raises(genai.NotSupported) as caught:
        side.call(llm, "gen_sync", genai.Messages.of("What is this?", film, archive), **arguments)

    parts = {"messages[0].requests[1]: video/mp4", "messages[0].requests[2]: application/zip"}
    named = parts & {*caught.value.unsupported}  # none takes both

    assert named
    assert len(refused) + len(named) == len(caught.value.unsupported)
    assert [] == server.requests


def test_streams_and_jobs_refuse_too(side: Side) -> None:
    """The other verbs refuse the same way, when they are called."""
    llm, server = side.load(side.specimen.plain)
    with pytest.raises(genai.NotSupported):
        side.stream(llm, "hi", fps=24)
    with pytest.raises(genai.NotSupported):
        side.call(llm, "gen_async", "hi", fps=24)

    assert [] == server.requests


def test_own_options_are_carried_and_foreign_ones_refused(side: Side) -> None:
    """A provider's own options go on its wire; another provider's are not supported."""

    class Foreign(Options):
        """Somebody else's."""

        def given(self) -> dict[str, Any]:
            """Nothing."""
            return {}

        def faults(self) -> list[str]:
            """None."""
            return []

    llm, server = side.load(side.specimen.plain)
    if side.specimen.own_option is None:
        pytest.skip("this provider has no options of its own")
    side.call(llm, "gen_sync", "hi", side.specimen.own_option)
    side.call(llm, "gen_sync", "hi")
    with pytest.raises(genai.NotSupported):
        side.call(llm, "gen_sync", "hi", Foreign())
    first, second = server.bodies()

    assert first != second


def test_wrong_arguments_are_named_at_once(side: Side) -> None:
    """Wrong options, unknown keywords and faults of the messages come in one error; nothing is sent."""
    llm, server = side.load(side.specimen.plain)
    with pytest.raises(genai.InvalidRequest) as caught:
        side.call(llm, "gen_sync", [], temperature=3, top_p=2, telepathy=1)

    assert ["TextOptions.temperature", "TextOptions.top_p", "messages", "telepathy"] == sorted(
        fault.partition(":")[0] for fault in caught.value.faults
    )
    assert [] == server.requests


@pytest.mark.parametrize("interval", [0, -1, "1", float("nan"), float("inf")])
def test_a_poll_interval_is_checked(side: Side, interval: Any) -> None:
    """A wait that would poll without a pause, or never, is refused before anything is sent."""
    llm, server = side.load(side.specimen.pending)
    with pytest.raises(genai.InvalidRequest, match="PollInterval"):
        side.call(llm, "wait", genai.Job(provider=side.specimen.name, id="resp_1"), poll_interval=interval)

    assert [] == server.requests


@pytest.mark.parametrize("wrong", [None, 5, [None], "\ud800"])
def test_messages_that_are_none(side: Side, wrong: Any) -> None:
    """Nothing, a number, or a text that cannot be written is refused before anything is sent."""
    llm, server = side.load(side.specimen.plain)
    with pytest.raises(genai.InvalidRequest):
        side.call(llm, "gen_sync", wrong)

    assert [] == server.requests


def test_a_job_of_somebody_elses_is_not_asked_for_here(side: Side) -> None:
    """A job of another provider, or of another server, is refused before anything is sent; where none are, all are."""
    llm, server = side.load(side.specimen.done)
    refused = (genai.InvalidRequest, "resp_1") if llm.capabilities.gen_async else (genai.NotSupported, "poke_result")
    strangers = [
        genai.Job(provider="elsewhere", id="resp_1"),
        genai.Job(provider=side.specimen.name, id="resp_1", base_url="https://elsewhere.example/v1"),
    ]
    for job in strangers:
        with pytest.raises(refused[0], match=refused[1]):
            side.call(llm, "poke_result", job)

    assert [] == server.requests
