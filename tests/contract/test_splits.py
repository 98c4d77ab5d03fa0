"""Contract: where a stream's bytes are cut never matters."""

from __future__ import annotations

from contract.specimen import Specimen
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import genai
from genai.provider import Ask
from genai.sansio import HttpResponse, Open
from genai.settings import merge


def decoded(specimen: Specimen, pieces: list[bytes]) -> tuple[genai.Result, genai.Message]:
    """The result of a stream that comes in these pieces, and its fragments folded."""
    llm = genai.load(specimen.name, api_key="sk-test", strict=True, **specimen.load)
    ask = Ask(messages=genai.Messages.of("hi"), settings=merge((), {})[0])
    step = next(llm._wire.gen_stream(ask))
    assert isinstance(step, Open)
    decoder = step.decoder(HttpResponse(status=200, headers={specimen.request_id: "req_1"}))
    fragments = [fragment for piece in pieces for fragment in decoder.feed(piece)]
    return decoder.close(), genai.fold(fragments)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_split(specimen: Specimen, data: st.DataObject) -> None:
    """Any split of the bytes gives the same result, and the fragments fold to the same message."""
    stream = specimen.stream
    cuts = sorted(data.draw(st.sets(st.integers(1, len(stream) - 1), max_size=40)))
    pieces = [stream[a:b] for a, b in zip([0, *cuts], [*cuts, len(stream)], strict=True)]
    whole, _ = decoded(specimen, [stream])
    result, folded = decoded(specimen, pieces)

    assert whole == result
    assert whole.message == folded


def test_byte_by_byte(specimen: Specimen) -> None:
    """Even one byte at a time."""
    whole, _ = decoded(specimen, [specimen.stream])
    result, folded = decoded(specimen, [bytes([byte]) for byte in specimen.stream])

    assert whole == result
    assert whole.message == folded


def test_other_line_ends(specimen: Specimen) -> None:
    """CR and CRLF end lines as LF does."""
    whole, _ = decoded(specimen, [specimen.stream])
    for end in (b"\r", b"\r\n"):
        stream = specimen.stream.replace(b"\n", end)

        assert whole == decoded(specimen, [stream[i : i + 3] for i in range(0, len(stream), 3)])[0]
