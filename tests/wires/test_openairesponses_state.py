"""How a conversation with openairesponses goes on: the whole history, what the provider keeps, or nothing kept."""

from __future__ import annotations

from typing import Any

import pytest
from contract.side import Side
from contract.specimen_openairesponses import CALL, EVENTS, PLAIN, REASONING, SPECIMEN, dumped, response, sse

import genai
from genai.providers import openairesponses
from genai.providers.openairesponses.dialect import OPENAI
from genai.providers.openairesponses.encode import encode
from genai.results import fold
from genai.settings import merge

Options = openairesponses.Options
UNENCRYPTED = {**REASONING, "encrypted_content": None}
OPEN = {**UNENCRYPTED, "summary": [], "content": [{"type": "reasoning_text", "text": "hmm"}]}
RESULT = genai.ToolCallResult(id="call_1", name="get_weather", content="sunny")


def answered(*items: Any, **more: Any) -> genai.Result:
    """An answer."""
    llm, _ = Side("sync", SPECIMEN).load(dumped(response(*items, **{"store": True, **more})))
    return llm.gen_sync("hi")


def body(messages: Any, *options: Any, **shorthand: Any) -> dict[str, Any]:
    """The body of a request."""
    settings, faults = merge(options, shorthand)
    assert [] == faults
    return encode("gpt-5", genai.Messages.of(messages).validate(), settings, OPENAI).body


def types(made: dict[str, Any]) -> list[str]:
    """What its input is made of."""
    return [item.get("role") or item["type"] for item in made["input"]]


FIRST = answered(REASONING, CALL, id="resp_a")
SECOND = answered(PLAIN, id="resp_b")
HISTORY = genai.Messages.of("How is the weather?") + FIRST + RESULT


def test_the_whole_history_goes_along() -> None:
    """By default everything is sent, and no id of an answer."""
    made = body(HISTORY + SECOND + "And now?")

    assert ["user", "reasoning", "function_call", "function_call_output", "assistant", "user"] == types(made)
    assert not {"previous_response_id", "conversation"} & made.keys()
    assert "resp_" not in str(made)


def test_auto_sends_what_is_new() -> None:
    """``"auto"`` names the newest answer that was kept, and sends what came after it."""
    auto = Options(previous_response_id="auto")
    after_tools = body(HISTORY, auto)
    after_text = body(HISTORY + SECOND + "And now?", auto)
    restored = body(genai.Messages.from_json((HISTORY + SECOND + "And now?").to_json()), auto)

    assert ("resp_a", ["function_call_output"]) == (after_tools["previous_response_id"], types(after_tools))
    assert ("resp_b", ["user"]) == (after_text["previous_response_id"], types(after_text))
    assert after_text == restored


def test_auto_in_the_first_turn() -> None:
    """There is no answer yet, so no id is sent; nor is one of an answer that was not kept, or is another provider's."""
    foreign = genai.Message(replies=(genai.Reply(text="hello", opaque={"elsewhere": {"response_id": "x"}}),))
    conversations: tuple[Any, ...] = (
        "hi",
        genai.Messages.of("hi", answered(PLAIN, store=False), "on"),
        ["hi", foreign, "on"],
    )
    for messages in conversations:
        made = body(messages, Options(previous_response_id="auto"))

        assert "previous_response_id" not in made
        assert genai.Messages.of(messages)[0].text == made["input"][0]["content"][0]["text"]


def test_an_explicit_id() -> None:
    """An id that the history holds cuts it there; another one is sent with all messages, as they are new."""
    within = body(HISTORY + SECOND + "And now?", Options(previous_response_id="resp_a"))
    elsewhere = body("And now?", Options(previous_response_id="resp_0"))

    assert ("resp_a", ["function_call_output", "assistant", "user"]) == (within["previous_response_id"], types(within))
    assert ("resp_0", ["user"]) == (elsewhere["previous_response_id"], types(elsewhere))


def test_a_conversation() -> None:
    """What was added to a conversation is not sent again."""
    added = answered(PLAIN, conversation={"id": "conv_1"})
    made = body(genai.Messages.of("hi") + added + "on", Options(conversation="conv_1"))
    first = body(genai.Messages.of("hi") + added + "on", Options(conversation="conv_2"))

    assert ("conv_1", ["user"]) == (made["conversation"], types(made))
    assert ("conv_2", ["user", "assistant", "user"]) == (first["conversation"], types(first))


def test_a_stream_remembers_the_same() -> None:
    """The id is a fragment of the stream, and a part of its message."""
    end = {**EVENTS[-1], "response": {**EVENTS[-1]["response"], "store": True}}
    with Side("sync", SPECIMEN).load(sse([*EVENTS[:-1], end]))[0].gen_stream("hi") as stream:
        fragments = list(stream)
    message = stream.result.message

    assert message == fold(fragments)
    assert "resp_1" == message.replies[-1].opaque["openairesponses"]["response_id"]
    assert (
        "resp_1"
        == body(genai.Messages.of("hi") + stream.result + "on", Options(previous_response_id="auto"))[
            "previous_response_id"
        ]
    )


@pytest.mark.parametrize("status", ["queued", "in_progress"])
def test_a_pending_answer_has_no_message(status: str) -> None:
    """There is nothing to go on from."""
    assert genai.Message() == answered(status=status).message


def test_an_answer_that_is_cut_can_go_on() -> None:
    """An incomplete answer is kept as well."""
    cut = answered(PLAIN, status="incomplete", incomplete_details={"reason": "max_output_tokens"})

    assert "resp_1" == cut.message.replies[-1].opaque["openairesponses"]["response_id"]


@pytest.mark.parametrize(
    ("thought", "answer_kept", "store", "goes_back"),
    [
        (REASONING, None, None, True),
        (REASONING, False, False, True),
        (UNENCRYPTED, None, None, True),  # a server that does not say may read the summary
        (UNENCRYPTED, True, True, True),
        (UNENCRYPTED, None, False, False),
        (UNENCRYPTED, False, None, False),
        (OPEN, False, False, True),
    ],
)
def test_thoughts_that_go_back(thought: Any, answer_kept: bool | None, store: bool | None, goes_back: bool) -> None:
    """Encrypted and open thoughts always go back; a bare reference only where the provider has kept what it means."""
    result = answered(thought, PLAIN, store=answer_kept)
    made = body(genai.Messages.of("hi") + result + "on", Options(store=store))

    assert goes_back == ("reasoning" in types(made))
    assert ["user", "assistant", "user"] == [one for one in types(made) if one != "reasoning"]


ENCRYPTED = "reasoning.encrypted_content"


@pytest.mark.parametrize(
    ("own", "shorthand", "include"),
    [
        ({"store": False}, {"effort": "low"}, [ENCRYPTED]),
        ({"store": False}, {"summary": "auto"}, [ENCRYPTED]),
        ({"store": False, "reasoning_mode": "pro"}, {}, [ENCRYPTED]),
        ({"store": False, "include": [ENCRYPTED, "x.y"]}, {"effort": "low"}, [ENCRYPTED, "x.y"]),
        ({"store": False}, {"effort": "none"}, None),
        ({"store": False}, {}, None),
        ({"store": True}, {"effort": "low"}, None),
        ({}, {"effort": "low"}, None),
    ],
)
def test_encrypted_thoughts_are_asked_for(own: Any, shorthand: Any, include: list[str] | None) -> None:
    """Where nothing is kept and the model reasons, its thoughts are asked for in a form that can travel; once."""
    assert include == body("hi", Options(**own), **shorthand).get("include")


def test_only_one_place_for_the_state() -> None:
    """The API takes a previous response or a conversation."""
    with pytest.raises(genai.InvalidRequest, match="not both"):
        Options(previous_response_id="auto", conversation="conv_1")
