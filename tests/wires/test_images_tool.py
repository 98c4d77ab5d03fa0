"""The tool of the Responses API that makes pictures: ImageOptions with a model of text."""

from __future__ import annotations

import json
from typing import Any

import pytest
from contract.side import Side
from contract.specimen_openairesponses import PLAIN, SPECIMEN, begun, dumped, ended, response, sse
from hypothesis import given
from hypothesis import strategies as st

import genai
from genai.providers.openairesponses import Options
from genai.providers.openairesponses.stream import StreamDecoder
from genai.sansio import HttpResponse

from .image_answers import JPEG, PICTURES, PNG, encoded, read

SIDE = Side("sync", SPECIMEN)
FIRST, SECOND, DONE, *_ = PICTURES
SAID = {"background": "opaque", "output_format": "png", "quality": "high", "size": "1536x1024"}
ITEM = {
    "type": "image_generation_call",
    "id": "ig_1",
    "status": "completed",
    "action": "edit",
    "revised_prompt": "A blue wall",
    **SAID,
    "result": encoded(DONE),
}
META = {
    "id": "ig_1",
    "status": "completed",
    "action": "edit",
    "revised_prompt": "A blue wall",
    "background": "opaque",
    "format": "png",
    "quality": "high",
    "size": "1536x1024",
}
WHERE = {"item_id": "ig_1", "output_index": 0}
CALL = "response.image_generation_call"
STARTED = [
    *begun(),
    {
        "type": "response.output_item.added",
        "output_index": 0,
        "item": {"type": "image_generation_call", "id": "ig_1", "status": "in_progress", "result": None},
    },
    {"type": f"{CALL}.in_progress", **WHERE},
    {"type": f"{CALL}.generating", **WHERE},
    {
        "type": f"{CALL}.partial_image",
        **WHERE,
        **SAID,
        "partial_image_index": 0,
        "partial_image_b64": encoded(FIRST),
    },
    {"type": f"{CALL}.partial_image", **WHERE, "partial_image_index": 1, "partial_image_b64": encoded(SECOND)},
]
EVENTS = [
    *STARTED,
    {"type": f"{CALL}.completed", **WHERE},
    {"type": "response.output_item.done", "output_index": 0, "item": ITEM},
    *ended(ITEM),
]
STRICT: dict[str, Any] = {"strict": True, "model": "gpt-5.1"}


def tool_of(*options: Any, output: Any = "text", asked: Any = "Draw a cat.", **shorthand: Any) -> Any:
    """The body that a call is sent as."""
    llm, server = SIDE.load(SPECIMEN.plain, output=output, model="gpt-5.1")
    llm.gen_sync(asked, *options, **shorthand)
    return server.bodies()[0]


def refused(*options: Any, **shorthand: Any) -> str:
    """What is wrong with a call; nothing is sent."""
    llm, server = SIDE.load(SPECIMEN.plain, model="gpt-5.1")
    with pytest.raises((genai.InvalidRequest, genai.NotSupported)) as caught:
        llm.gen_sync("Draw a cat.", *options, **shorthand)

    assert [] == server.requests
    return str(caught.value)


# --- What is sent -----------------------------------------------------------------------------------------------------


def test_all_its_parameters() -> None:
    """The standard ones, and those that only this tool has."""
    llm, server = SIDE.load(sse(EVENTS), model="gpt-5.1")
    options = genai.ImageOptions(
        width=1536, height=1024, quality="high", background="opaque", format="webp", compression=80, moderation="low",
        input_fidelity="high", partial_images=2, mask=genai.Doc(file_ids={"openai": "file-mask"}),
    )  # fmt: skip
    SIDE.stream(llm, "Give this room a blue wall", options, Options(image_model="gpt-image-1.5", image_action="edit"))

    assert [
        {
            "type": "image_generation",
            "model": "gpt-image-1.5",
            "action": "edit",
            "size": "1536x1024",
            "quality": "high",
            "background": "opaque",
            "output_format": "webp",
            "output_compression": 80,
            "moderation": "low",
            "input_fidelity": "high",
            "partial_images": 2,
            "input_image_mask": {"file_id": "file-mask"},
        }
    ] == server.bodies()[0]["tools"]
    assert "tool_choice" not in server.bodies()[0]


def test_a_mask_may_be_here_or_elsewhere() -> None:
    """Bytes go as a data URL."""
    here, there = genai.Doc(PNG), genai.Doc(url="https://example.org/mask.png")

    assert {"image_url": here.data_url()} == tool_of(mask=here)["tools"][0]["input_image_mask"]
    assert {"image_url": there.url} == tool_of(mask=there)["tools"][0]["input_image_mask"]


def test_a_picture_must_come() -> None:
    """With ``output="image"`` the tool is there without any option, and the model must use it."""
    body = tool_of(output="image")

    assert [{"type": "image_generation"}] == body["tools"]
    assert {"type": "image_generation"} == body["tool_choice"]
    assert "tools" not in tool_of()


def test_it_stands_beside_other_tools() -> None:
    """Functions and search before it, raw tools behind it; a choice of the caller's stays."""

    def paint(colour: str) -> str:
        """Paint it."""
        return colour

    body = tool_of(
        Options(tools=[{"type": "shell"}]), tools=[paint], search=True, force="auto", size="auto", output="image"
    )

    assert ["function", "web_search", "image_generation", "shell"] == [tool["type"] for tool in body["tools"]]
    assert "auto" == body["tool_choice"]


@pytest.mark.parametrize("model", ["gpt-image-2", "gpt-image-2-2026-04-21"])
def test_any_size_where_the_model_makes_it(model: str) -> None:
    """The tool's model decides, not the one that is spoken to."""
    own = Options(image_model=model)

    assert "1536x864" == tool_of(own, size="1536x864")["tools"][0]["size"]
    assert "a multiple of 16" in refused(own, size="1537x864")
    assert "one of auto, 1024x1024" in refused(size="1536x864")
    assert "one of auto, 1024x1024" in refused(Options(image_model="chatgpt-image-latest"), size="1536x864")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"quality": "hd"}, "ImageOptions.quality: one of auto, low, medium, high"),
        ({"background": "blue"}, "ImageOptions.background"),
        ({"format": "gif"}, "ImageOptions.format"),
        ({"compression": 5}, "ImageOptions.compression: only with jpeg or webp"),
        ({"format": "jpeg", "background": "transparent"}, "transparent only with png or webp"),
        ({"moderation": "high"}, "ImageOptions.moderation"),
        ({"width": 5}, "width and height go together"),
        ({"mask": genai.Doc(JPEG)}, "ImageOptions.mask: one of image/png, not image/jpeg"),
        ({"n": 2}, "ImageOptions.n"),
        ({"style": "vivid"}, "ImageOptions.style"),
        ({"user": "u"}, "ImageOptions.user"),
        ({"aspect_ratio": "1:1"}, "ImageOptions.aspect_ratio"),
        ({"partial_images": 2}, "ImageOptions.partial_images without gen_stream"),
    ],
)
def test_what_it_does_not_allow(options: Any, said: str) -> None:
    """The error names it, and nothing is sent."""
    assert said in refused(**options)


def test_models_have_their_own_limits() -> None:
    """gpt-image-1-mini has no input_fidelity, and the older ones are no tool's."""
    assert "input_fidelity: gpt-image-1-mini does not have it" in refused(
        Options(image_model="gpt-image-1-mini"), input_fidelity="high"
    )
    assert "dall-e-3 is no model that a tool can use" in refused(Options(image_model="dall-e-3"), quality="hd")
    assert "7x7" == tool_of(Options(image_model="my-own"), size="7x7")["tools"][0]["size"]


def test_all_faults_come_at_once() -> None:
    """Those of the tool and those of the wire."""
    said = refused(quality="hd", format="gif", n=2, top_k=3, partial_images=1)

    for name in ("quality", "format", "n", "partial_images"):
        assert f"ImageOptions.{name}" in said
    assert "TextOptions.top_k" in said


# --- What comes back --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["sync", "aio"])
def test_a_picture_forms(kind: str) -> None:
    """States and previews as they come, and the picture with all that is said of it."""
    side, seen = Side(kind, SPECIMEN), list[genai.Reply]()
    llm, _ = side.load(sse(EVENTS), dumped(response(ITEM)), **STRICT)
    result = side.stream(llm, "Draw.", partial_images=2, see=seen.append)
    at_once = side.call(llm, "gen_sync", "Draw.")
    docs = [(reply.partial, reply.doc) for reply in seen if reply.doc is not None]

    assert ["image_generation.in_progress", "image_generation.generating", "image_generation.completed"] == [
        reply.progress for reply in seen if reply.progress
    ]
    assert [(True, FIRST), (True, SECOND), (False, DONE)] == [(partial, doc.read()) for partial, doc in docs]
    assert {"id": "ig_1", "partial_image_index": 0, "format": "png"}.items() <= docs[0][1].meta.items()
    assert {"id": "ig_1", "partial_image_index": 1} == docs[1][1].meta
    assert [META] == [doc.meta for doc in result.docs]
    assert [DONE] == read(result.docs)
    assert at_once == result
    assert () == result.unknown_fields
    assert encoded(DONE) not in str(result.raw)  # the bytes are in the doc alone


@pytest.mark.parametrize("last", [5, 6, 7])
def test_a_stream_that_breaks_keeps_the_preview(last: int) -> None:
    """The newest one, on the error; and words that came before it."""
    llm, _ = SIDE.load(sse(EVENTS[:last]), model="gpt-5.1")
    with pytest.raises(genai.StreamInterrupted) as caught:
        SIDE.stream(llm, "Draw.", partial_images=2)

    assert caught.value.result is not None
    assert ([[], [FIRST], [SECOND]][last - 5], False) == (
        read(caught.value.result.docs),
        caught.value.result.complete,
    )


def test_a_picture_that_is_done_needs_no_preview() -> None:
    """Broken behind it, there is the picture alone."""
    llm, _ = SIDE.load(sse(EVENTS[:-1]), model="gpt-5.1")
    with pytest.raises(genai.StreamInterrupted) as caught:
        SIDE.stream(llm, "Draw.", partial_images=2)

    assert caught.value.result is not None
    assert [DONE] == read(caught.value.result.docs)


def test_an_error_behind_a_preview_has_it() -> None:
    """An event that says what went wrong loses nothing of what had come."""
    error = {"type": "error", "code": "moderation_blocked", "message": "No.", "param": None}
    llm, _ = SIDE.load(sse([*STARTED, error]), model="gpt-5.1")
    with pytest.raises(genai.ContentFiltered) as caught:
        SIDE.stream(llm, "Draw.", partial_images=2)

    assert caught.value.result is not None
    assert [SECOND] == read(caught.value.result.docs)


def test_a_picture_that_failed_is_no_doc() -> None:
    """The item stays in the history."""
    failed = {"type": "image_generation_call", "id": "ig_1", "status": "failed", "result": None}
    llm, _ = SIDE.load(dumped(response(failed, PLAIN)), **STRICT)
    result = llm.gen_sync("Draw.")

    assert ((), "Hello there.") == (result.docs, result.text)
    assert "failed" == result.message.replies[0].opaque["openairesponses"]["item"]["status"]


@pytest.mark.parametrize("result", ["é", "iV!B", 5])
def test_base64_that_is_none(result: Any) -> None:
    """BadAnswer, not a damaged picture."""
    llm, _ = SIDE.load(dumped(response({**ITEM, "result": result})), strict=False)
    with pytest.raises(genai.BadAnswer):
        llm.gen_sync("Draw.")


@given(st.lists(st.integers(0, len(sse(EVENTS))), max_size=12))
def test_where_it_is_cut_never_matters(cuts: list[int]) -> None:
    """Any split gives the same picture."""
    body = sse(EVENTS)
    made = StreamDecoder(HttpResponse(status=200), "gpt-5.1")
    for start, end in zip([0, *sorted(cuts)], [*sorted(cuts), len(body)], strict=True):
        made.feed(body[start:end])

    assert [META] == [doc.meta for doc in made.close().docs]


# --- The next turn ----------------------------------------------------------------------------------------------------


def next_input(answer: dict[str, Any], *options: Any, stream: bool = False) -> Any:
    """What "now make it blue" is sent as, after this answer."""
    first = sse([*EVENTS[:-1], {"type": "response.completed", "response": answer}]) if stream else dumped(answer)
    llm, server = SIDE.load(first, SPECIMEN.plain, **STRICT)
    made = SIDE.stream(llm, "A wall") if stream else llm.gen_sync("A wall")
    messages = genai.Messages.of("A wall") + made + "Now make it blue"
    llm.gen_sync(genai.Messages.from_json(messages.to_json()), *options)
    return json.loads(server.requests[-1].content)["input"]  # held against the description in conftest.py


@pytest.mark.parametrize("stream", [False, True])
def test_it_goes_back_by_its_id(stream: bool) -> None:
    """What the provider keeps need not be sent: "now make it blue" edits it."""
    sent = next_input(response(ITEM, store=True), stream=stream)

    assert {"type": "image_generation_call", "id": "ig_1"} == sent[1]
    assert ["A wall", "Now make it blue"] == [one["content"][0]["text"] for one in sent if "content" in one]


WHOLE = {"type": "image_generation_call", "id": "ig_1", "status": "completed", "result": encoded(DONE)}


@pytest.mark.parametrize(
    ("answer", "options"),
    [
        (response(ITEM, store=False), ()),
        (response(ITEM, store=True), (Options(store=False),)),
        (response(ITEM), ()),
    ],
    ids=["not kept", "not to be kept", "not told"],
)
def test_it_goes_back_whole_where_it_is_not_kept(answer: Any, options: Any) -> None:
    """With its bytes, and without what an answer says beside them: that is refused in a request."""
    assert WHOLE == next_input(answer, *options)[1]


def test_the_state_needs_no_picture() -> None:
    """With previous_response_id only the new words go."""
    own = Options(previous_response_id="auto")
    sent = next_input(response(ITEM, store=True), own)

    assert ["Now make it blue"] == [one["content"][0]["text"] for one in sent]


def test_pictures_of_the_user_go_along() -> None:
    """An edit of one's own picture, with words."""
    body = tool_of(asked=genai.user("Give this room a blue wall", genai.Doc(PNG)), output="image")

    assert ["input_text", "input_image"] == [part["type"] for part in body["input"][0]["content"]]
    assert genai.Doc(PNG).data_url() in json.dumps(body)
