"""The limits of each model: every row of the table in the specification, walked with values that are right and wrong.

The table is written down here once more, by hand, so that ``models.json`` is held against it.
"""

from __future__ import annotations

from typing import Any

import pytest

import genai

from .image_answers import PNG, PROVIDERS, client, whole

DOC = genai.Doc(PNG)
STANDARD = ("auto", "1024x1024", "1536x1024", "1024x1536")
GPT: dict[str, Any] = {
    "prompt": 32000,
    "n": (1, 10),
    "size": STANDARD,
    "quality": ("auto", "low", "medium", "high"),
    "background": ("auto", "opaque", "transparent"),
    "format": ("png", "jpeg", "webp"),
    "compression": (0, 100),
    "moderation": ("auto", "low"),
    "style": (),
    "edit": 16,
    "variation": 0,
    "streams": True,
}
OLD: dict[str, Any] = {
    **GPT,
    "background": (),
    "format": (),
    "compression": None,
    "moderation": (),
    "streams": False,
}
TABLE: dict[str, dict[str, Any]] = {
    **dict.fromkeys(("gpt-image-1", "gpt-image-1-mini", "gpt-image-1.5", "chatgpt-image-latest"), GPT),
    **{name: {**GPT, "free": True} for name in ("gpt-image-2", "gpt-image-2-2026-04-21")},
    "dall-e-3": {
        **OLD,
        "prompt": 4000,
        "n": (1, 1),
        "size": ("1024x1024", "1792x1024", "1024x1792"),
        "quality": ("auto", "standard", "hd"),
        "style": ("vivid", "natural"),
        "edit": 0,
    },
    "dall-e-2": {
        **OLD,
        "prompt": 1000,
        "size": ("256x256", "512x512", "1024x1024"),
        "quality": ("standard", "auto"),
        "edit": 1,
        "variation": 1,
    },
}
WORDS = ("size", "quality", "background", "format", "moderation", "style")
SIZES = {*STANDARD, "256x256", "512x512", "1792x1024", "1024x1792", "big", "1024X1024", "1024x1024 ", "0x0"}
ALL: dict[str, set[str]] = {
    "size": SIZES,
    "quality": {"auto", "low", "medium", "high", "standard", "hd", "HIGH"},
    "background": {"auto", "opaque", "transparent", "blue"},
    "format": {"png", "jpeg", "webp", "gif", "jpg"},
    "moderation": {"auto", "low", "high"},
    "style": {"vivid", "natural", "bold"},
}


def sent(model: str, asked: Any, **options: Any) -> str | None:
    """What is wrong with a call; None when it was sent."""
    llm, server = client("openairesponses", whole(), model=model)
    try:
        llm.gen_sync(asked, **options)
    except genai.InvalidRequest as error:
        assert [] == server.requests
        return str(error)
    except genai.NotSupported as error:
        assert [] == server.requests
        return str(error)
    assert 1 == len(server.requests)
    return None


@pytest.mark.parametrize("model", TABLE)
@pytest.mark.parametrize("name", WORDS)
def test_words(model: str, name: str) -> None:
    """Each word of a list is sent, and any other is refused, by the name of its option."""
    allowed = set(TABLE[model][name])
    free = {size for size in ("256x256", "512x512", "1792x1024", "1024x1792") if name == "size"}
    allowed |= free if TABLE[model].get("free") else set()
    for word in ALL[name]:
        wrong = sent(model, "x", **{name: word})

        assert (word in allowed) == (wrong is None), (word, wrong)
        assert wrong is None or f"ImageOptions.{name}" in wrong


@pytest.mark.parametrize("model", TABLE)
def test_numbers(model: str) -> None:
    """From the least to the most, and not one further."""
    low, high = TABLE[model]["n"]

    assert (None, None) == (sent(model, "x", n=low), sent(model, "x", n=high))
    assert "ImageOptions.n" in str(sent(model, "x", n=high + 1))
    for wrong in (0, 11):
        assert sent(model, "x", n=wrong)
    if TABLE[model]["compression"] is None:
        assert "ImageOptions.compression" in str(sent(model, "x", compression=50))
        return
    for format_ in ("jpeg", "webp"):
        assert [None, None] == [sent(model, "x", compression=most, format=format_) for most in (0, 100)]
        assert [True, True] == [bool(sent(model, "x", compression=most, format=format_)) for most in (-1, 101)]


@pytest.mark.parametrize("model", TABLE)
def test_prompts(model: str) -> None:
    """As long as it may be it is sent, and one letter more is refused, not cut."""
    most = TABLE[model]["prompt"]

    assert sent(model, "x" * most) is None
    assert f"at most {most} characters of text for {model}, not {most + 1}" in str(sent(model, "x" * (most + 1)))


@pytest.mark.parametrize("model", TABLE)
def test_pictures_that_go_in(model: str) -> None:
    """As many as an edit takes, and not one more; and one alone only where it can be varied."""
    most = TABLE[model]["edit"]

    assert bool(most) == (sent(model, genai.user("x", *[DOC] * max(most, 1))) is None)
    assert sent(model, genai.user("x", *[DOC] * (most + 1)))
    assert bool(TABLE[model]["variation"]) == (sent(model, DOC) is None)


@pytest.mark.parametrize("model", TABLE)
def test_fidelity(model: str) -> None:
    """Only in edits, and not by gpt-image-1-mini or the older ones."""
    has = model.startswith(("gpt", "chatgpt")) and model != "gpt-image-1-mini"

    assert has == (sent(model, genai.user("x", DOC), input_fidelity="high") is None)
    assert "ImageOptions.input_fidelity" in str(sent(model, "x", input_fidelity="low"))


@pytest.mark.parametrize("model", [name for name, row in TABLE.items() if row["streams"]])
@pytest.mark.parametrize("provider", PROVIDERS)
def test_previews(provider: str, model: str) -> None:
    """Up to 3 of them; 0 is one event for each picture."""
    for count in range(4):
        llm, server = client(provider, whole(), model=model)
        with llm.gen_stream("x", partial_images=count) as stream:
            list(stream)

        assert count == server.body["partial_images"]
    for wrong in (-1, 4):
        with pytest.raises(genai.InvalidRequest, match="partial_images"):
            llm.gen_stream("x", partial_images=wrong)


@pytest.mark.parametrize("model", [name for name, row in TABLE.items() if row["streams"]])
def test_what_does_not_go_together(model: str) -> None:
    """A JPEG is not transparent, and a PNG is not compressed."""
    assert "transparent only with png or webp" in str(sent(model, "x", background="transparent", format="jpeg"))
    assert [None, None] == [sent(model, "x", background="transparent", format=f) for f in ("png", "webp")]
    assert sent(model, "x", background="transparent") is None
    assert "only with jpeg or webp, not png" in str(sent(model, "x", compression=50))


FREE = {
    "16x16": True,
    "1536x864": True,
    "3840x2160": True,
    "2160x3840": True,
    "3072x1024": True,
    "1024x3072": True,
    "1000x1000": False,  # no multiple of 16
    "1024x1000": False,
    "1024x320": False,  # longer than 1:3
    "3088x1024": False,
    "3856x2160": False,  # too large
    "3840x2176": False,
    "2176x2176": False,
    "0x16": False,
    "-16x16": False,
    "16x": False,
    "১৬x১৬": False,  # digits, but not those of the wire
}


@pytest.mark.parametrize(("size", "right"), FREE.items())
def test_any_size(size: str, right: bool) -> None:
    """gpt-image-2 makes any size within bounds, the others none but those listed; either spelling is held to it."""
    width, _, height = size.partition("x")
    spellings: list[dict[str, Any]] = [{"size": size}]
    if size.isascii() and width.isdecimal() and height.isdecimal() and int(width):
        spellings.append({"width": int(width), "height": int(height)})
    for options in spellings:
        wrong = sent("gpt-image-2", "x", **options)

        assert right == (wrong is None), wrong
        assert wrong is None or "ImageOptions.size" in wrong
        assert "ImageOptions.size" in str(sent("gpt-image-1.5", "x", **options))


def test_every_fault_is_named_at_once() -> None:
    """Those of values, of what does not go together, and of what the model does not have."""
    wrong = str(
        sent(
            "dall-e-3", genai.user("x" * 4001, DOC), n=2, size="256x256", quality="low", style="bold",
            background="transparent", format="jpeg", compression=5, moderation="low", input_fidelity="low", mask=DOC,
            aspect_ratio="1:1",
        )
    )  # fmt: skip

    for fault in (
        "at most 4000 characters of text for dall-e-3, not 4001",
        "ImageOptions.n: 1, not 2 for dall-e-3",
        "ImageOptions.size: one of 1024x1024, 1792x1024, 1024x1792, not '256x256'",
        "ImageOptions.quality: one of auto, standard, hd, not 'low'",
        "ImageOptions.style: one of vivid, natural, not 'bold'",
        "ImageOptions.background: transparent only with png or webp, not jpeg",
        "not supported: ImageOptions.background",
        "not supported: ImageOptions.format",
        "not supported: ImageOptions.compression",
        "not supported: ImageOptions.moderation",
        "not supported: ImageOptions.input_fidelity",
        "not supported: ImageOptions.aspect_ratio",
        "not supported: edit with dall-e-3",
    ):
        assert fault in wrong, fault


def test_a_user_interface_can_read_them() -> None:
    """``llm.limits`` has what the table has."""
    for model, row in TABLE.items():
        limits = client("openaichat", whole(), model=model)[0].limits["image"]

        assert (row["prompt"], list(row["n"]), row["edit"]) == (limits["prompt"], limits["n"], limits["edit"])
        for name in WORDS:
            assert set(row[name]) == set(limits.get(name, ()))
        assert row.get("free", False) == ("free_size" in limits)
        assert row["streams"] == (limits.get("partial_images") == [0, 3])


@pytest.mark.misfit
def test_a_model_that_nobody_listed_is_not_checked() -> None:
    """Another server may have any."""
    assert sent("my-own", "x", n=99, size="7x7", quality="best") is None
