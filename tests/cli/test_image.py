"""``genai image``: files that are written, what is told, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from wires.image_answers import PICTURES, PNG, SAID, completed, encoded, partial, png, sse, whole

from .conftest import Answer, Cli

KEY = {"OPENAI_API_KEY": "sk-test"}
FIRST, SECOND, DONE, *_ = PICTURES


class Server:
    """Gives one answer, and remembers what was asked."""

    def __init__(self, answer: Any) -> None:
        self.answer = answer
        self.asked: list[tuple[str, Any]] = []

    def __call__(self, method: str, path: str, body: Any) -> tuple[int, dict[str, str], bytes]:
        self.asked.append((path, body))
        if isinstance(self.answer, dict):
            return 200, {}, json.dumps(self.answer).encode()
        return 200, {"content-type": "text/event-stream"}, self.answer


@pytest.fixture
def image(cli: Cli, serve: Callable[[Answer], str], tmp_path: Path) -> Callable[..., Any]:
    """``image(answer, "A cat")`` asks a server that gives this answer; (what ran, what was asked)."""

    def run(answer: Any, *arguments: Any, model: str = "gpt-image-2", **more: Any) -> Any:
        server = Server(answer)
        usual = ("-p", "openai", "-m", model, "--base-url", serve(server), "--out", tmp_path)
        return cli("image", *usual, *arguments, env=KEY, **more), server.asked

    return run


def files(folder: Path) -> dict[str, bytes]:
    """Every file there."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_a_picture(image: Callable[..., Any], tmp_path: Path) -> None:
    """The file, its size, its format and its tokens, as a line that can be cut."""
    ran, asked = image(sse(completed(DONE)), "A small cat!", "--size", "1024x1024", "--quality", "low")

    assert 0 == ran.exit_code, ran.stderr
    assert {"a-small-cat.png": DONE} == files(tmp_path)
    assert f"{tmp_path / 'a-small-cat.png'}\t2x2\tpng\t4210\n" == ran.stdout
    assert "(openairesponses: gpt-image-2 is asked)" in ran.stderr
    assert "(usage: 50 input, 4160 output, 4210 total)" in ran.stderr
    assert [
        (
            "/v1/images/generations",
            {
                "model": "gpt-image-2",
                "prompt": "A small cat!",
                "size": "1024x1024",
                "quality": "low",
                "stream": True,
            },
        )
    ] == asked


def test_previews_are_written_as_they_come(image: Callable[..., Any], tmp_path: Path) -> None:
    """Beside the picture, and told when they come."""
    ran, asked = image(sse(partial(FIRST), partial(SECOND, 1), completed(DONE)), "A cat", "--partial", 2)

    assert {"a-cat.partial-0.png": FIRST, "a-cat.partial-1.png": SECOND, "a-cat.png": DONE} == files(tmp_path)
    assert f"(preview: {tmp_path / 'a-cat.partial-0.png'})\n" in ran.stderr
    assert 2 == asked[0][1]["partial_images"]


def test_several_pictures(image: Callable[..., Any], tmp_path: Path) -> None:
    """They are numbered, and so are their previews."""
    events = (partial(FIRST), completed(FIRST), partial(SECOND), completed(SECOND))
    ran, _ = image(sse(*events), "A cat", "--n", 2, "--partial", 1)

    assert ["a-cat-1.partial-0.png", "a-cat-1.png", "a-cat-2.partial-0.png", "a-cat-2.png"] == [*files(tmp_path)]
    assert 2 == ran.stdout.count("\n")


def test_more_pictures_than_were_asked_for(image: Callable[..., Any], tmp_path: Path) -> None:
    """None of them is lost."""
    ran, _ = image(whole(FIRST, SECOND), "A cat")

    assert 0 == ran.exit_code, ran.stderr
    assert {"a-cat-1.png": FIRST, "a-cat-2.png": SECOND} == files(tmp_path)


def test_nothing_is_written_over(image: Callable[..., Any], tmp_path: Path) -> None:
    """A name that is taken gets a number."""
    for _ in range(3):
        assert 0 == image(sse(partial(FIRST), completed(DONE)), "A cat", "--partial", 1)[0].exit_code

    assert ["a-cat-2.partial-0.png", "a-cat-2.png", "a-cat-3.partial-0.png", "a-cat-3.png"] == [*files(tmp_path)][:4]
    assert 6 == len(files(tmp_path))


def test_an_edit(image: Callable[..., Any], tmp_path: Path) -> None:
    """Pictures and a mask go along as files."""
    for name in ("room.png", "mask.png"):
        (tmp_path / name).write_bytes(PNG)
    ran, asked = image(
        sse(completed(DONE, "image_edit")),
        "A blue wall", "--edit", tmp_path / "room.png", "--mask", tmp_path / "mask.png", "--format", "webp",
    )  # fmt: skip

    assert 0 == ran.exit_code, ran.stderr
    assert DONE == files(tmp_path)["a-blue-wall.png"]  # by its bytes, whatever was asked for
    assert ["room.png", "mask.png"] == [part.filename for part in asked[0][1] if part.filename]


def test_a_variation(image: Callable[..., Any], tmp_path: Path) -> None:
    """No words; the name is that of the picture."""
    (tmp_path / "cat.png").write_bytes(PNG)
    ran, asked = image(whole(DONE), "--vary", tmp_path / "cat.png", model="dall-e-2")

    assert 0 == ran.exit_code, ran.stderr
    assert DONE == files(tmp_path)["cat-varied.png"]
    assert [("image", "cat.png")] == [(part.name, part.filename) for part in asked[0][1] if part.filename]


def test_the_tool_of_a_text_model(image: Callable[..., Any], tmp_path: Path) -> None:
    """Its states are told."""
    where = {"item_id": "ig_1", "output_index": 0}
    item = {"type": "image_generation_call", "id": "ig_1", "status": "completed", **SAID, "result": encoded(DONE)}
    call = "response.image_generation_call"
    response = {"id": "r", "object": "response", "status": "completed", "model": "gpt-5.1", "output": [item]}
    events = [{"type": f"{call}.{state}", **where} for state in ("in_progress", "generating", "completed")]
    events += [{"type": "response.output_item.done", "output_index": 0, "item": item}]
    ran, asked = image(sse(*events, {"type": "response.completed", "response": response}), "A cat", model="gpt-5.1")

    assert {"a-cat.png": DONE} == files(tmp_path)
    assert "(image generation: in progress)\n(image generation: generating)\n" in ran.stderr
    assert ("/v1/responses", {"type": "image_generation"}) == (asked[0][0], asked[0][1]["tool_choice"])


def test_on_a_terminal(image: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A table, with its columns' names."""
    monkeypatch.setattr("genai.cli.output.terminal", lambda: True)
    ran, _ = image(sse(completed(png(30, 20))), "A cat")

    assert 0 == ran.exit_code
    assert "tokens" in ran.stdout
    assert "30x20" in ran.stdout


def test_words_from_stdin(image: Callable[..., Any], tmp_path: Path) -> None:
    """As in ``genai ask``; words without a letter are no name."""
    ran, asked = image(sse(completed(DONE)), input="!?!")

    assert (0, "!?!") == (ran.exit_code, asked[0][1]["prompt"])
    assert ["picture.png"] == [*files(tmp_path)]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ((), 2, "nothing is asked"),
        (("A cat", "--vary", __file__), 2, "--vary takes no words"),
        (("A cat", "--edit", "nowhere.png"), 2, "does not exist"),
        (("A cat", "--size", "7x7", "--n", "11"), 1, "a multiple of 16"),
        (("A cat", "--background", "transparent", "--format", "jpeg"), 1, "transparent only with png or webp"),
        (("A cat", "--mask", __file__), 1, "no picture that it could be a mask of"),
        (("A cat", "--partial", "4"), 1, "partial_images"),
    ],
)
def test_what_is_wrong(image: Callable[..., Any], tmp_path: Path, arguments: Any, code: int, said: str) -> None:
    """Nothing is sent, and nothing is written; all faults are one line."""
    ran, asked = image(whole(), *arguments)

    assert (code, [], {}) == (ran.exit_code, asked, files(tmp_path))
    assert said in ran.stderr


def test_a_stream_that_breaks_leaves_its_previews(image: Callable[..., Any], tmp_path: Path) -> None:
    """One line tells it."""
    ran, _ = image(sse(partial(FIRST)), "A cat", "--partial", 1)

    assert (1, {"a-cat.partial-0.png": FIRST}) == (ran.exit_code, files(tmp_path))
    assert "genai: openairesponses: the stream ended before its last event\n" in ran.stderr


def test_an_answer_without_a_picture(image: Callable[..., Any], tmp_path: Path) -> None:
    """A model of text that only talks."""
    part = {"type": "output_text", "text": "I would rather not.", "annotations": [], "logprobs": []}
    said = {"type": "message", "id": "m", "role": "assistant", "status": "completed", "content": [part]}
    response = {"id": "r", "object": "response", "status": "completed", "model": "gpt-5.1", "output": [said]}
    ran, _ = image(sse({"type": "response.completed", "response": response}), "A cat", model="gpt-5.1")

    assert (1, {}) == (ran.exit_code, files(tmp_path))
    assert "there is no picture in the answer: I would rather not." in ran.stderr


def test_without_a_provider_the_first_that_makes_pictures(cli: Cli) -> None:
    """None is usable here."""
    ran = cli("image", "A cat", env={"PATH": ""})

    assert 2 == ran.exit_code
    assert "no provider of pictures can be used yet" in ran.stderr
