"""The checks: what they call an answer, a lack and a refusal, and what they send."""

from __future__ import annotations

import re
from typing import Any

import pytest

import genai
from genai.testing import checks, drawing


def test_a_check_has_one_of_three_outcomes() -> None:
    """What was asked for came, did not come, or was refused."""
    outcomes = {"ok": None, "unmet: no text": checks.Unmet("no text"), "RateLimited": genai.RateLimited("later")}
    for expected, raised in outcomes.items():

        def run(subject: checks.Subject, raised: Exception | None = raised) -> None:
            if raised:
                raise raised

        assert expected == checks.Check("any", "sync", run).outcome(checks.Subject(load=genai.load))


def test_an_error_of_ours_is_no_outcome() -> None:
    """A bug in a check, or in the library, is not hidden in a cassette."""
    check = checks.Check("any", "sync", lambda subject: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        check.outcome(checks.Subject(load=genai.load))


@pytest.mark.parametrize(
    ("raised", "expected"),
    [
        (genai.AuthError("no"), "ok"),
        (None, "unmet: not refused"),
        (genai.ModelNotFound("no", status=404), "unmet: refused with ModelNotFound 404, not AuthError"),
        (genai.ConnectionFailed("gone"), "ConnectionFailed"),
    ],
    ids=["as expected", "not at all", "otherwise", "nobody there"],
)
def test_a_refusal_must_be_the_right_one(raised: genai.Error | None, expected: str) -> None:
    """Another error is not what was asked for; a broken connection is no refusal."""

    def ask(subject: checks.Subject) -> None:
        if raised:
            raise raised

    run = checks.refused(genai.AuthError, ask)
    assert expected == checks.Check("any", "other", run).outcome(checks.Subject(load=genai.load))


def test_an_answer_must_show_what_was_in_the_picture() -> None:
    """A word that merely has the letters is no evidence."""

    def says(text: str) -> Any:
        return lambda *messages, **options: genai.Result(message=genai.Message(replies=(genai.Reply(text=text),)))

    assert checks.image_in(says("It is Red.")).text
    with pytest.raises(checks.Unmet):
        checks.image_in(says("It is ordered."))


@pytest.mark.parametrize(
    ("text", "finish", "expected"),
    [
        ("On", "stop", "ok"),
        ("On", "length", "unmet: finish is length"),
        ("One", "stop", "unmet: the word is in the text"),
    ],
)
def test_an_answer_that_goes_on_is_not_stopped(text: str, finish: Any, expected: str) -> None:
    """A text without the word may have been cut by something else."""

    def ended(subject: checks.Subject) -> Any:
        message = genai.Message(replies=(genai.Reply(text=text),))
        return checks.stop(
            lambda *messages, **options: genai.Result(message=message, finish=genai.FinishReason(finish))
        )

    assert expected == checks.Check("stop", "sync", ended).outcome(checks.Subject(load=genai.load))


def test_a_seed_must_give_the_same_again() -> None:
    """Two texts of one seed are unmet."""
    texts = iter(["An apple.", "A pear."])

    with pytest.raises(checks.Unmet, match="two texts"):
        checks.seed(lambda *_, **__: genai.Result(message=genai.Message(replies=(genai.Reply(text=next(texts)),))))


def test_too_few_pictures_are_unmet() -> None:
    """A document that is no picture does not count."""
    docs = (genai.Doc(checks.PNG), genai.Doc(checks.pdf("Hello")))
    result = genai.Result(message=genai.Message(replies=tuple(genai.Reply(doc=doc) for doc in docs)))

    assert drawing.drawn(result) is result
    with pytest.raises(checks.Unmet, match="1 pictures"):
        drawing.drawn(result, 2)


def test_a_check_of_pictures_asks_for_a_model_that_makes_them() -> None:
    """The client is loaded for pictures, whatever else differs."""
    asked: list[dict[str, Any]] = []

    def load(**differing: Any) -> Any:
        asked.append(differing)
        raise genai.NotSupported(unsupported=["anything"], provider="none")

    for check in checks.CHECKS:
        if check.output == "image":
            check.outcome(checks.Subject(load=load))

    assert {"image"} == {one["output"] for one in asked}


def test_the_documents_are_what_they_say() -> None:
    """The PDF's table points at its objects, and the picture is a PNG."""
    made = checks.pdf("Hello, world.")
    places = [int(place) for place in re.findall(rb"(\d{10}) 00000 n", made)]

    assert [b"%d 0 obj" % (n + 1) for n in range(5)] == [made[place : place + 7] for place in places]
    assert made[int(re.findall(rb"startxref\n(\d+)", made)[0]) :].startswith(b"xref")
    assert "image/png" == genai.Doc(checks.PNG).mime_type == genai.Doc(drawing.MASK).mime_type
    assert genai.Doc(checks.PNG).size == genai.Doc(drawing.MASK).size
    assert "application/pdf" == genai.Doc(made).mime_type


def test_checks_are_found_by_mode_and_name() -> None:
    """Each once; what is asked in one answer is asked in a stream, too, but for what there is in one of them alone."""
    names = {mode: [check.name for check in checks.CHECKS if check.mode == mode] for mode in ("sync", "stream")}

    assert {"picture_variation", "embeddings"} == {*names["sync"]} - {*names["stream"]}
    assert {"picture_previews", "picture_tool_previews"} == {*names["stream"]} - {*names["sync"]}
    assert len(checks.CHECKS) == len({(check.mode, check.name) for check in checks.CHECKS})
    assert "text" == checks.find("stream", "text").name
    with pytest.raises(genai.InvalidRequest, match="sync/nonsense"):
        checks.find("sync", "nonsense")
