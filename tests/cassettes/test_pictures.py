"""The cassettes of the Images API, more closely: the pictures that come are those that were sent, and go as files."""

from __future__ import annotations

import base64
from typing import Any, Final

import forms
import pytest

import genai
from genai.testing import cassettes, checks, drawing

from .played import PATHS, exchanges, subject

HOME: Final = "openaichat"


def played(name: str) -> Any:
    """What a cassette's check gives."""
    with cassettes.use_cassette(PATHS[f"{HOME}/{name}"]) as replay:
        return checks.find(replay.header.mode, replay.header.check).run(subject(replay.header))


@pytest.mark.parametrize("mode", ["sync", "stream"])
def test_the_bytes_are_the_picture(mode: str) -> None:
    """The emulator gives two, and each with the words that it was made of, also where it was asked for a stream."""
    result = played(f"aimock/{mode}/picture")

    assert drawing.PNG == result.docs[0].read()
    assert ["red", "dark red"] == [doc.meta["revised_prompt"].split(" square")[0][2:] for doc in result.docs]


def test_an_edit_goes_as_a_form() -> None:
    """The words, the picture and the mask, under the names that the API has for them."""
    sent = exchanges(PATHS[f"{HOME}/aimock/sync/picture_edit"])[0]["request"]
    parts = {part.name: part for part in forms.parts(sent["headers"]["content-type"][0], sent["body"])}

    assert ["model", "prompt", "image", "mask"] == list(parts)
    assert (drawing.PNG, "image/png") == (parts["image"].content, parts["image"].mime_type)
    assert drawing.MASK == parts["mask"].content


def test_an_edit_is_streamed() -> None:
    """The events of an edit have names of their own."""
    assert "image_edit.completed" == played("composed/stream/picture_edit").raw[-1]["type"]


def test_previews_come_before_the_picture() -> None:
    """Two of them, each another picture than the one that is done."""
    with cassettes.use_cassette(PATHS[f"{HOME}/composed/stream/picture_previews"]) as replay:
        llm = subject(replay.header).load(output="image")
        with llm, llm.gen_stream(drawing.DRAW, partial_images=2) as stream:
            replies = list(stream)

    assert [True, True, False] == [reply.partial for reply in replies]
    assert 3 == len({reply.doc.read() for reply in replies if reply.doc})
    assert drawing.PNG == stream.result.docs[0].read()
    assert (12, 272) == (stream.result.usage.input_tokens, stream.result.usage.output_tokens)


def test_a_variation_is_composed_and_refused() -> None:
    """The specification has it; the emulator says 404, with no word."""
    with pytest.raises(genai.InvalidRequest) as caught:
        played("aimock/sync/picture_variation")

    assert 404 == caught.value.status
    answer = exchanges(PATHS[f"{HOME}/composed/sync/picture_variation"])[0]["response"]["body"]["string"]
    made = played("composed/sync/picture_variation").docs[0].read()
    assert base64.b64encode(made).decode() in answer
