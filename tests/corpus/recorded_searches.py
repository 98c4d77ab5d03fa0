"""Recorded conversations with OpenAI Responses whose tools are searched for, or come later: their scripts.

Another library recorded them to see how its histories travel, so some hold items that no model said; those are given
as raw items, as a user of genai would.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from corpus.recorded_requests import Tape, plays
from corpus.recorded_turns import AUTO, ENCRYPTED, INCLUDE, bare, get_weather

import genai
from genai.providers import openairesponses
from genai.providers.openairesponses import raw
from genai.providers.openairesponses.items import input_items, output_items

Options = openairesponses.Options

SEARCH = "pydantic-ai.test_tool_search/test_openai_"
PORTABLE = "pydantic-ai.test_tool_availability_portability/test_tool_availability_portability_matrix_"
DELTA = (
    "pydantic-ai.models.test_openai_tool_availability_delta/test_openai_live_delta_preserves_the_warmed_cache_prefix"
)
REWRITTEN = "the peer changed the recorded items before it sent them back; genai sends them as they came"


def raw_tool(function: Callable[..., Any], **more: Any) -> raw.Function:
    """A Python function as a raw tool, for what only this API can say of it."""
    tool = genai.Tool.of(function)
    return raw.Function(name=tool.name, description=tool.description, parameters=tool.parameters, strict=True, **more)


def get_exchange_rate(from_currency: str, to_currency: str) -> str:
    """Look up the current exchange rate between two currencies."""
    return f"1 {from_currency} = 0.92 {to_currency}"


def stock_lookup(symbol: str) -> None:
    """Look up stock price by ticker symbol."""


def lookup_refund_policy(order_id: str) -> str:
    """Look up the refund policy for an order."""
    return f"{order_id}: refund allowed"


def lookup_exchange_rate(currency: str) -> None:
    """Look up an exchange rate."""


RATES = [raw_tool(function, defer_loading=True) for function in (get_exchange_rate, stock_lookup)]
ALWAYS = bare("always_ready", "Provide an always-available tool so provider tool lists remain valid.")


@plays(f"{SEARCH}native_tool_search_round_trip.yaml", "tool search, include", turns=1, why=REWRITTEN)
@plays(f"{SEARCH}native_tool_search_gpt_5_6.yaml", "tool search, include", turns=1, why=REWRITTEN)
def tool_search(tape: Tape) -> None:
    """The provider searches among functions that are not loaded."""
    tape.gen(tape.question, Options(include=INCLUDE, tool_choice="auto", tools=[raw.ToolSearch(), *RATES]))


@plays(f"{SEARCH}hosted_tool_search_stateless_continuation_without_item_ids.yaml", "tool search", 1, REWRITTEN)
def tool_search_stateless(tape: Tape) -> None:
    """The same, with one function."""

    def get_exchange_rate(pair: str) -> None:
        """Look up an exchange rate."""

    tools = [raw.ToolSearch(), raw_tool(get_exchange_rate, defer_loading=True)]
    tape.gen(tape.question, Options(include=INCLUDE, tool_choice="auto", tools=tools))


@plays(f"{SEARCH}execution_client_round_trip.yaml", "tool search, tool results, multi-turn, instructions, include")
def tool_search_here(tape: Tape) -> None:
    """The search is done on this side: a raw item answers it."""
    first = tape.recorded[0]
    search = raw.ToolSearch(
        execution="client", description=first["tools"][0]["description"], parameters=first["tools"][0]["parameters"]
    )
    options = Options(include=INCLUDE, tool_choice="auto", tools=[search, raw_tool(get_weather), *RATES])
    history = genai.Messages.of(tape.question)
    answer = tape.gen(history, options, system_prompt=first["instructions"])
    (call,) = output_items(answer)
    assert isinstance(call, raw.ToolSearchCall)
    found = raw.ToolSearchOutput(call_id=call.call_id, execution="client", status="completed", tools=RATES[:1])
    history = history + answer + input_items(found)
    answer = tape.gen(history, options, system_prompt=first["instructions"])
    tape.gen(history + answer + answer.call_tools([get_exchange_rate]), options, system_prompt=first["instructions"])


# --- Tools that come later -----------------------------------------------------------------------------------


def searching(*tools: Any, **more: Any) -> Options:
    """The options of these cassettes."""
    return Options(include=INCLUDE, tool_choice="auto", tools=tools, **more)


def declared(tape: Tape, name: str) -> genai.Tool:
    """A tool without a function, whose long description and schema are as recorded."""
    found = next(tool for tool in tape.recorded[0]["tools"] if tool.get("name") == name)
    return genai.Tool(name=name, description=found["description"], parameters=found["parameters"], strict=True)


@plays(f"{DELTA}.yaml", "tool search, multi-turn, additional tools, reasoning, include")
def tools_in_the_middle(tape: Tape) -> None:
    """A tool is loaded by an item of the developer's."""
    deferred = raw_tool(lookup_refund_policy, defer_loading=True)
    options = searching(raw.ToolSearch(), deferred, reasoning_context="all_turns")
    answer = tape.gen(tape.question, options)
    loaded = input_items(raw.AdditionalTools(role="developer", tools=[raw_tool(lookup_refund_policy)]))
    tape.gen(genai.Messages.of(tape.question) + answer + loaded, options)


@plays("pydantic-ai.test_tool_search/test_live_fallback_failover_capability_load_and_recovery.yaml", "tools, reasoning")
def capability(tape: Tape) -> None:
    """A function that loads others."""
    options = Options(include=INCLUDE, reasoning_context="all_turns")
    tool = declared(tape, "load_capability")
    tape.gen(tape.question, options, tools=[tool], system_prompt=tape.recorded[0]["instructions"], **AUTO)


@plays(
    f"{SEARCH}native_tool_search_with_deferred_capability_gpt_5_6_sol.yaml",
    "tool search, instructions, reasoning, include",
    turns=1,
    why=REWRITTEN,
)
def capability_and_search(tape: Tape) -> None:
    """The same, beside the provider's search."""

    def get_weather(city: str) -> None:
        """Get the current weather in a city."""

    load = declared(tape, "load_capability")
    loader = raw.Function(name=load.name, description=load.description, parameters=load.parameters, strict=True)
    deferred = raw_tool(get_weather, defer_loading=True)
    options = searching(raw.ToolSearch(), loader, deferred, reasoning_context="all_turns")
    tape.gen(tape.question, options, system_prompt=tape.recorded[0]["instructions"])


@plays(
    f"{SEARCH}deferred_capability_runs_on_model_without_native_tool_search.yaml",
    "tools, tool results, multi-turn, instructions, include",
    turns=1,
    why="the peer put a call between that no model made",
)
def capability_elsewhere(tape: Tape) -> None:
    """Two functions of yours, with schemas of yours."""
    tools = [declared(tape, name) for name in ("load_capability", "search_tools")]
    tape.gen(tape.question, ENCRYPTED, tools=tools, system_prompt=tape.recorded[0]["instructions"], **AUTO)


# --- Histories from elsewhere --------------------------------------------------------------------------------


def called(name: str, id: str, content: str) -> tuple[genai.Message, genai.ToolCallResult]:
    """A call that another provider's model made, and what it gave."""
    call = genai.ToolCall(id=id, name=name, arguments='{"queries":["exchange rate"]}')
    return genai.Message(replies=(genai.Reply(tool_call=call),)), genai.ToolCallResult(
        id=id, name=name, content=content
    )


def framed(tape: Tape, *between: Any) -> genai.Messages:
    """A history between the two recorded questions."""
    return genai.Messages.of(tape.question, *between, tape.part(-1))


@plays(f"{PORTABLE}R5-T4-local-search.yaml", "foreign history, tools, tool results, include")
def foreign_call(tape: Tape) -> None:
    """A search by a function, at another provider."""
    tools = [ALWAYS, lookup_exchange_rate, declared(tape, "search_tools")]
    history = framed(tape, *called("search_tools", "search_call_1", "Found one matching tool."))
    tape.gen(history, ENCRYPTED, tools=tools, **AUTO)


@plays(f"{PORTABLE}R2-T4-local-search-additional-tools.yaml", "foreign history, tools, additional tools, include")
def foreign_call_with_tools(tape: Tape) -> None:
    """The same, and what was found is loaded by an item of the developer's."""
    call = called("search_tools", "srvtoolu_search_call_1", '{"discovered_tools":[{"name":"lookup_exchange_rate"}]}')
    loaded = input_items(raw.AdditionalTools(role="developer", tools=[raw_tool(lookup_exchange_rate)]))
    history = framed(tape, *call, loaded)
    tape.gen(history, ENCRYPTED, tools=[ALWAYS, declared(tape, "search_tools")], **AUTO)


def found(tape: Tape, *items: Any) -> None:
    """A search by the provider, said in raw items."""
    always = raw.Function(name=ALWAYS.name, description=ALWAYS.description, parameters=ALWAYS.parameters, strict=False)
    deferred = raw_tool(lookup_exchange_rate, defer_loading=True)
    options = searching(raw.ToolSearch(), always, deferred, reasoning_context="all_turns")
    tape.gen(framed(tape, input_items(*items)), options)


SEARCHED = {"queries": ["exchange rate"]}
FOUND = [raw_tool(lookup_exchange_rate, defer_loading=True)]


@plays(f"{PORTABLE}R2-T3-native-search.yaml", "foreign history, tool search, reasoning, include")
def foreign_search(tape: Tape) -> None:
    """A search that was done at another provider."""
    about: dict[str, Any] = {"call_id": "srvtoolu_search_call_1", "execution": "client", "status": "completed"}
    found(tape, raw.ToolSearchCall(arguments=SEARCHED, **about), raw.ToolSearchOutput(tools=FOUND, **about))


@plays(f"{PORTABLE}R3-T3-native-search.yaml", "foreign history, tool search, reasoning, include")
def own_search(tape: Tape) -> None:
    """A search that was done here."""
    about: dict[str, Any] = {"call_id": "search_call_1", "execution": "server", "status": "completed"}
    output = raw.ToolSearchOutput(id="tso_search_output_1", tools=FOUND, **about)
    found(tape, raw.ToolSearchCall(arguments=SEARCHED, **about), output)


@plays(f"{PORTABLE}R4-T3-additional-tools.yaml", "foreign history, additional tools, reasoning, include")
def loaded_without_search(tape: Tape) -> None:
    """What was found elsewhere is loaded by an item of the developer's."""
    found(tape, raw.AdditionalTools(role="developer", tools=[raw_tool(lookup_exchange_rate)]))
