"""Contract: texts become vectors, one for each, in their order; and every option of it is carried or refused."""

from __future__ import annotations

from typing import Any

import pytest
from contract.chat import VECTORS
from contract.side import Side
from contract.specimen import Specimen
from contract.specimen import specimen as specimen_of

import genai

TEXTS = ["hi", "there"]
SAMPLES: dict[str, Any] = {"dimensions": 256, "purpose": "query"}
"""A value for every option."""


def embeds(name: str) -> bool:
    """Whether a provider makes vectors."""
    return genai.load(name, **{"model": "m", "api_key": "-", **specimen_of(name).load}).capabilities.embed


@pytest.fixture(params=[name for name in genai.providers.names() if embeds(name)])
def specimen(request: pytest.FixtureRequest) -> Specimen:
    """The sample answers of each provider that makes vectors."""
    return specimen_of(request.param)


def test_vectors_are_in_the_order_of_the_texts(side: Side) -> None:
    """Two texts are two vectors of floats, with usage, model and provider, and nothing of that is lost in JSON."""
    llm, server = side.load(side.specimen.vectors)
    made = side.call(llm, "embed", TEXTS)

    assert VECTORS == made.vectors
    assert {float} == {type(number) for vector in made.vectors for number in vector}
    assert (side.specimen.name, 5) == (made.provider, made.usage.input_tokens)
    assert made.model in (llm.model, "m-1")
    assert "req_1" == made.request_id
    assert made == genai.Embeddings.from_json(made.to_json())
    assert 1 == len(server.bodies())


def test_the_raw_answer_has_no_vectors(side: Side) -> None:
    """What the provider said beside the vectors is there, and they are not held twice."""
    llm, _ = side.load(side.specimen.vectors)
    (said,) = side.call(llm, "embed", TEXTS).raw

    assert "-2" not in str(said)
    assert "5" in str(said)


def test_one_text_is_one_vector(side: Side) -> None:
    """A text by itself is a list of one; an answer with more than was asked for is none."""
    llm, server = side.load(side.specimen.vectors)
    with pytest.raises(genai.BadAnswer) as caught:
        side.call(llm, "embed", "hi")
    several, other = side.load(side.specimen.vectors)
    side.call(several, "embed", ("hi", "there"))
    (alone,), (both,) = server.bodies(), other.bodies()

    assert caught.value.body == side.specimen.vectors
    assert alone != both
    assert '"there"' not in str(alone).replace("'", '"')


def test_no_text_is_refused(side: Side) -> None:
    """Nothing, an empty text, or what is no text at all is named before anything is sent; so are wrong options."""
    llm, server = side.load(side.specimen.vectors)
    for texts, place in (
        ([], "texts"),
        ("", "texts[0]"),
        (["hi", ""], "texts[1]"),
        ([None], "texts[0]"),
        (5, "texts[0]"),
    ):
        with pytest.raises(genai.InvalidRequest) as caught:
            side.call(llm, "embed", texts, dimensions=0)

        assert ["EmbedOptions.dimensions", place] == [fault.partition(":")[0] for fault in caught.value.faults]
    assert [] == server.requests


@pytest.mark.parametrize("name", SAMPLES)
def test_each_option_is_carried_or_refused(side: Side, name: str) -> None:
    """An option changes the request, or raises NotSupported before anything is sent; never neither."""
    llm, server = side.load(side.specimen.vectors)
    try:
        side.call(llm, "embed", TEXTS, **{name: SAMPLES[name]})
    except genai.NotSupported as error:
        assert (f"EmbedOptions.{name}",) == error.unsupported
        assert [] == server.requests
        relaxed, _ = side.load(side.specimen.vectors, on_unsupported="warn")
        made = side.call(relaxed, "embed", TEXTS, genai.EmbedOptions(**{name: SAMPLES[name]}))
        assert ((f"EmbedOptions.{name}",), VECTORS) == (made.unsupported, made.vectors)
    else:
        side.call(llm, "embed", TEXTS)
        with_it, without_it = server.bodies()
        assert with_it != without_it


def test_options_of_texts_are_refused(side: Side) -> None:
    """What says how to answer says nothing of vectors, nor do the options of vectors say how to answer."""
    llm, server = side.load(side.specimen.vectors)
    with pytest.raises(genai.NotSupported) as caught:
        side.call(llm, "embed", TEXTS, temperature=0)
    with pytest.raises(genai.NotSupported) as other:
        side.call(llm, "gen_sync", "hi", dimensions=3)

    assert (("TextOptions.temperature",), ("EmbedOptions.dimensions",)) == (
        caught.value.unsupported,
        other.value.unsupported,
    )
    assert [] == server.requests


def test_many_texts_go_in_several_requests(side: Side) -> None:
    """More texts than one request takes go in several, one after the other; usage is that of all."""
    llm, server = side.load(side.specimen.vectors)
    most = MOST.get(side.specimen.name, 4000)  # of the others nothing tells a bound
    with pytest.raises(genai.BadAnswer):  # the sample has two vectors, which is too few
        side.call(llm, "embed", [f"text {number}" for number in range(most + 2)])
    sent = str(server.bodies()[0])

    assert (True, side.specimen.name not in MOST) == (f"text {most - 1}'" in sent, f"text {most}'" in sent)


MOST = {
    **dict.fromkeys(("openairesponses", "openaichat", "azure", "groq", "gradient", "novita"), 2048),
    "perplexity": 512,
    "gemini": 100,
    "cohere": 96,
    "alibaba": 10,
}
"""What each provider's own description or documentation says."""


def test_failed_statuses(side: Side) -> None:
    """A failed status is the same error as for an answer."""
    for name, (status, body, expected) in side.specimen.failures.items():
        llm, _ = side.load((status, body))
        with pytest.raises(genai.Error) as caught:
            side.call(llm, "embed", TEXTS)

        assert (name, expected, status) == (name, type(caught.value), caught.value.status)


def test_answers_that_are_none(side: Side) -> None:
    """HTML, another shape, vectors of texts or of nothing: BadAnswer; an error under status 200 is that error."""
    for body in (b"<html>Sign in</html>", b"", b"[]", b"{}", side.specimen.plain):
        llm, server = side.load(body, strict=False)
        with pytest.raises(genai.BadAnswer):
            side.call(llm, "embed", TEXTS)
        assert 1 == len(server.requests)
    with pytest.raises(genai.ProviderError, match="It broke"):
        side.call(side.load(b'{"error": {"message": "It broke.", "code": 500}}')[0], "embed", TEXTS)


def test_vectors_of_something_else(side: Side) -> None:
    """A vector has numbers, and nothing that could be read as one."""
    for odd in (b"null", b'"1"', b"true", b"[1]"):
        body = side.specimen.vectors.replace(b"-2", odd)
        if body == side.specimen.vectors:  # it has base64
            body = body.replace(b'"embedding": "', b'"embedding": "!')
        with pytest.raises(genai.BadAnswer):
            side.call(side.load(body, strict=False)[0], "embed", TEXTS)


def test_drift_is_seen(side: Side) -> None:
    """Strict mode raises for an unknown field; otherwise the answer is taken."""
    body = b'{"telepathy": 1, ' + side.specimen.vectors[1:]
    with pytest.raises(genai.BadAnswer) as caught:
        side.call(side.load(body)[0], "embed", TEXTS)

    assert ("telepathy",) == caught.value.unknown_fields
    assert VECTORS == side.call(side.load(body, strict=False)[0], "embed", TEXTS).vectors


def test_a_failed_try_is_told(side: Side) -> None:
    """A try that failed is repeated, and stands in ``attempts``."""
    llm, server = side.load((503, b""), side.specimen.vectors, retry=genai.Retry(times=1, initial=0))
    made = side.call(llm, "embed", TEXTS)

    assert (VECTORS, [503]) == (made.vectors, [tried.status for tried in made.attempts])
    assert 2 == len(server.requests)
