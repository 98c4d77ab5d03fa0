"""Ids of tool calls, where the model's own provider gave none."""

from __future__ import annotations

import genai
from genai.providers._openai.ids import identified


def call(name: str, id_: str = "") -> genai.Reply:
    """A call."""
    return genai.Reply(tool_call=genai.ToolCall(id=id_, name=name))


def said(*items: object) -> genai.Messages:
    """A conversation of a question, calls and results."""
    return genai.Messages.of("hi", *items)  # type: ignore[arg-type]  # Messages check them


def test_calls_without_ids_get_some_and_their_results_the_same() -> None:
    """Results answer the calls of their tool in turn, however the tools are mixed."""
    calls = genai.Message(replies=(call("a"), call("b"), call("a")))
    results = [genai.ToolCallResult(name=name, content=name) for name in ("a", "b", "a")]
    made = identified(said(calls, *results))

    assert ["call_1_a", "call_2_b", "call_3_a"] == [one.id for one in made[1].tool_calls]
    assert ["call_1_a", "call_2_b", "call_3_a"] == [one.id for message in made[2:] for one in message.tool_results]


def test_a_conversation_that_has_its_ids_stays_as_it_is() -> None:
    """Nothing is copied where nothing is missing."""
    messages = said(genai.Message(replies=(call("a", "x"),)), genai.ToolCallResult(id="x", name="a", content="1"))

    assert identified(messages) is messages


def test_ids_take_the_form_of_the_wire() -> None:
    """Foreign ids become what the wire takes, in calls and results alike."""
    messages = said(genai.Message(replies=(call("a", "long"),)), genai.ToolCallResult(id="long", name="a", content="1"))
    made = identified(messages, lambda id_: id_[:2])

    assert ("lo", "lo") == (made[1].tool_calls[0].id, made[2].tool_results[0].id)
