"""OpenAI Responses: recorded requests, built again by genai's own calls, and the JSON compared.

Each script below is the conversation of one cassette as a user of genai would hold it; the recorded answers are played
to it. Long texts and bytes are taken from the recording; what a feature is about is written out. What may differ in
spelling is listed in ``recorded_requests.SPELLINGS``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Annotated, Any, Literal

import corpus_files
import pytest
from attrs import frozen
from corpus import recorded_searches, recorded_turns  # noqa: F401  their scripts register themselves
from corpus.recorded_requests import PROVIDER, SCRIPTS, SPELLINGS, Tape, asks, plays, spelled

import genai
from genai.providers import openairesponses
from genai.providers.openairesponses import raw

pytestmark = pytest.mark.skipif(not corpus_files.available(), reason="no corpus of recorded traffic (GENAI_CORPUS)")

Options = openairesponses.Options


# --- maruel/genai: the same options in each case --------------------------------------------------------------


def square_root(number: float) -> float:
    """Calculates and return the square root of a number"""
    return float(number**0.5)


def canada_or_usa(country: Literal["Canada", "USA"]) -> str:
    """A tool to specify the best country"""
    return country


def usa_or_canada(country: Literal["USA", "Canada"]) -> str:
    """A tool to specify the best country"""
    return country


FRUIT = {
    "type": "object",
    "properties": {"is_fruit": {"type": "boolean"}},
    "required": ["is_fruit"],
    "additionalProperties": False,
}

LUNA = "gpt-5.6-luna_thinking"
THINKING = genai.ReasoningOptions(effort="low", summary="auto")
BASICS = (THINKING, Options(service_tier="flex", store=True))
FORCED: dict[str, Any] = {"force": "required", "parallel": True}
ANSWERED: dict[str, Any] = {"force": "none", "parallel": True}


def luna(cases: str, features: str, messages: Callable[[Tape], Any] | None = None, **shorthand: Any) -> None:
    """The scripts of cases that are one question, with the options that all of them were recorded with."""
    for case in cases.split():
        plays(f"{LUNA}/{case}.yaml", f"{features}, reasoning, service tier, store")(
            lambda tape: tape.gen(messages(tape) if messages else tape.question, *BASICS, **shorthand)
        )


def both(case: str) -> str:
    """A case, at once and streamed."""
    return f"GenSync-{case} GenStream-{case}"


def with_image(tape: Tape) -> Any:
    """A question about a picture."""
    return genai.user(tape.question, tape.doc(0, 1))


def with_file(tape: Tape) -> Any:
    """A question about a document."""
    return genai.user(tape.question, tape.doc(0, 1, filename="document.pdf"))


def with_text(tape: Tape) -> Any:
    """A question about a text file."""
    return genai.user(genai.Doc(data=tape.question.encode(), filename="about.md"), tape.part(0, 1))


def with_result(tape: Tape) -> Any:
    """A tool's result, after an answer that the provider keeps."""
    body = tape.recorded[0]
    call = genai.ToolCall(id=body["input"][0]["call_id"], name="square_root", arguments='{"number":132413}')
    kept = {PROVIDER: {"response_id": body["previous_response_id"]}}
    asked = genai.Message(replies=(genai.Reply(tool_call=call, opaque=kept),))
    return genai.Messages.of("Use the tool.", asked, genai.ToolCallResult(id=call.id, name=call.name, content="363.89"))


luna(both("Text"), "text")
luna(both("JSON"), "JSON object", reply_as_json=True)
luna(both("JSONSchema"), "JSON schema", decode_as=FRUIT)
luna(both("MaxTokens"), "max tokens", max_tokens=16)
luna(both("Tools-SquareRoot-1"), "tools, forced tool", tools=[square_root], **FORCED)
luna(both("Tools-ToolBias-Canada"), "tools", tools=[genai.Tool(canada_or_usa, name="best_country")], **FORCED)
luna(both("Tools-ToolBias-USA"), "tools", tools=[genai.Tool(usa_or_canada, name="best_country")], **FORCED)
luna(both("Tools-WebSearch"), "web search, include", search=True)
luna(both("Citations-text-plain") + " " + both("Citations-text-markdown"), "text documents", with_text)
luna(
    "GenStreamMultiModal-Image-gif-Inline GenStreamMultiModal-Image-jpg-Inline GenStreamMultiModal-Image-png-Inline "
    "GenSyncMultiModal-Image-webp-Inline",
    "inline images",
    with_image,
)
luna(
    "GenStreamMultiModal-Image-gif-URL GenStreamMultiModal-Image-jpg-URL GenStreamMultiModal-Image-png-URL "
    "GenStreamMultiModal-Image-webp-URL",
    "images by URL",
    with_image,
)
luna("GenSyncMultiModal-Document-pdf-Inline", "PDF", with_file)

for verb in ("GenSync", "GenStream"):

    @plays(f"{LUNA}/{verb}-Tools-SquareRoot-2.yaml", "tool results, previous_response_id, tools, forced tool")
    def square_root_2(tape: Tape) -> None:
        """Only what is new goes along; the tools are named, and not to be used."""
        state = Options(previous_response_id="auto", service_tier="flex", store=True)
        tape.gen(with_result(tape), THINKING, state, tools=[square_root], **ANSWERED)


SUMMARY = (genai.ReasoningOptions(summary="auto"), Options(store=True))
plays("tests/TextOutputDocInput.Stdin.yaml", "text documents, reasoning, store")(
    lambda tape: tape.gen(with_text(tape), *SUMMARY)
)
for name in ("bad_apiKey.GenStream", "bad_model.GenStream", "bad_model.GenSync"):
    plays(f"tests/errors.{name}.yaml", "errors, reasoning")(lambda tape: tape.gen(tape.question, *SUMMARY))


# --- pydantic-ai ----------------------------------------------------------------------------------------------

MODELS = "pydantic-ai.models.test_openai_responses/"
ENCRYPTED = Options(include=("reasoning.encrypted_content",))
STATELESS = Options(include=("reasoning.encrypted_content",), tool_choice="auto")
DETAILED = genai.ReasoningOptions(effort="high", summary="detailed")
HELPFUL = "You are a helpful assistant."


def simple(path: str, features: str, *options: Any, **shorthand: Any) -> None:
    """The script of a cassette that is one question."""
    plays(path, features)(lambda tape: tape.gen(tape.question, *options, **shorthand))


simple(f"{MODELS}test_reasoning_model_with_temperature.yaml", "text")
simple(f"{MODELS}test_openai_responses_model_instructions.yaml", "instructions", system_prompt=HELPFUL)
simple(f"{MODELS}test_gpt5_pro.yaml", "include", ENCRYPTED)
simple(
    f"{MODELS}test_openai_responses_reasoning_mode_pro.yaml",
    "reasoning, include",
    Options(include=("reasoning.encrypted_content",), reasoning_context="all_turns", reasoning_mode="pro"),
)
simple(f"{MODELS}test_openai_responses_verbosity.yaml", "verbosity", Options(verbosity="low"))
simple(
    f"{MODELS}test_openai_conversation_id_auto_without_history.yaml",
    "instructions",
    system_prompt="Follow the user instructions exactly.",
)
simple(
    "pydantic-ai.models.test_mistral/test_mistral_model_thinking_part.yaml", "reasoning, include", DETAILED, ENCRYPTED
)
simple(
    "pydantic-ai.models.test_bedrock/test_bedrock_model_thinking_part_from_other_model.yaml",
    "instructions, reasoning, include",
    DETAILED,
    ENCRYPTED,
    system_prompt=HELPFUL,
)
simple(
    "pydantic-ai.models.test_openai/test_openai_instructions_with_responses_logprobs_streaming.yaml",
    "logprobs, instructions, include",
    Options(include=("message.output_text.logprobs",)),
    system_prompt=HELPFUL,
)
simple("pydantic-ai.test_model_name_suggestions/test_inferred_model_name_suggestion.yaml", "errors, include", ENCRYPTED)


@frozen
class Payment:  # without a docstring: it would describe the schema
    amount: float | Annotated[str, r"pattern=^(?!^[-+.]*$)[+-]?0*\d*\.?\d*$"]


simple(
    "pydantic-ai.models.test_openai/test_openai_responses_native_output_decimal_strict.yaml",
    "JSON schema, include",
    ENCRYPTED,
    decode_as=Payment,
)


@plays(
    f"{MODELS}test_openai_responses_image_generation_with_prompted_output.yaml",
    "image tool, JSON object, instructions, include",
)
def image_tool(tape: Tape) -> None:
    """A picture, and JSON about it."""
    options = Options(include=("reasoning.encrypted_content",), tool_choice="auto", tools=[raw.ImageGeneration()])
    tape.gen(tape.question, options, system_prompt=tape.part(0), reply_as_json=True)


def hosted(path: str, features: str, *tools: Any, **shorthand: Any) -> None:
    """The script of a cassette that is one question to a model with tools of the provider's."""
    options = Options(include=("reasoning.encrypted_content",), tool_choice="auto", tools=tools)
    simple(path, f"{features}, include", options, **shorthand)


hosted(
    f"{MODELS}test_openai_responses_model_web_search_tool_with_allowed_domains.yaml",
    "web search, instructions",
    raw.WebSearch(
        filters=raw.WebSearchFilters(allowed_domains=["wikipedia.org"]),
        search_context_size="medium",
    ),
    system_prompt=HELPFUL,
)
hosted(
    "pydantic-ai.test_temporal/test_durability_web_search_in_workflow.yaml",
    "web search",
    raw.WebSearch(
        user_location=raw.UserLocation(city="Mexico City", country="MX"),
        search_context_size="medium",
    ),
)
hosted(
    "pydantic-ai.test_vercel_ai/test_run.yaml",
    "web search",
    raw.WebSearch(search_context_size="medium"),
)
hosted(
    "pydantic-ai.test_code_execution_files_vcr/test_openai_code_execution_files.yaml",
    "code interpreter",
    raw.CodeInterpreter(container=raw.AutoContainer(file_ids=["file-MDLqXZjNjNeLwwaRACNDNf"])),
)


# --- The comparison -------------------------------------------------------------------------------------------

LEFT_OUT = {
    # a cassette whose requests are not built: why
    f"{LUNA}/GenSync-TopLogprobs.yaml": "without `include`, which genai says with top_logprobs, since they need it",
    f"{LUNA}/GenStream-TopLogprobs.yaml": "without `include`, which genai says with top_logprobs, since they need it",
}

MISFITS = {
    # the description says of free objects (EmptyModelParam) that they have no keys; the API took them
    f"{recorded_searches.SEARCH}execution_client_round_trip.yaml",
    f"{recorded_searches.PORTABLE}R2-T3-native-search.yaml",
    f"{recorded_searches.PORTABLE}R3-T3-native-search.yaml",
}

HARMLESS = {
    # what a recorded request may lack, and still say the same
    ("type", "message"), ("strict", True), ("$schema", "https://json-schema.org/draft/2020-12/schema"),
    ("stream", False), ("previous_response_id", None), ("instructions", ""), ("description", None), ("description", ""),
    ("status", "completed"), ("format", "{'type': 'text'}"),
}  # fmt: skip


def cassettes() -> dict[str, int]:
    """The cassettes with requests that are compared here, and how many of them each has."""
    found = {}
    for row in corpus_files.rows(provider=PROVIDER):
        count = sum(asks(exchange.request) for exchange in corpus_files.interactions(row["path"]))
        if count:
            found[row["path"].removeprefix(f"{PROVIDER}/")] = count
    return found


def recorded(path: str) -> list[Any]:
    """The recorded requests of a cassette that are built."""
    return Tape(path).recorded[: SCRIPTS[path].turns]


@pytest.mark.parametrize(
    "path", [pytest.param(path, marks=pytest.mark.misfit if path in MISFITS else ()) for path in SCRIPTS]
)
def test_the_same_json(path: str) -> None:
    """The calls of a script give the recorded requests: the same URL, the same JSON."""
    tape = Tape(path)
    SCRIPTS[path].play(tape)

    assert spelled(recorded(path)) == spelled(tape.sent)


def test_nothing_is_left_out_silently(capsys: pytest.CaptureFixture[str]) -> None:
    """Each recorded request is built, or is listed with a reason; and at least 25 are built, across features."""
    there = cassettes()
    built = {path: script.turns or there[path] for path, script in SCRIPTS.items()}
    features = Counter(
        feature
        for path, script in SCRIPTS.items()
        for feature in script.features.split(", ")
        for _ in range(built[path])
    )
    reasons = Counter(dict.fromkeys(LEFT_OUT.values(), 0))
    for path, reason in LEFT_OUT.items():
        reasons[reason] += there[path]
    for path, script in SCRIPTS.items():
        if script.why:
            reasons[script.why] += there[path] - built[path]

    with capsys.disabled():
        print(f"\n{PROVIDER}: {sum(built.values())} of {sum(there.values())} recorded requests built:", end=" ")
        print(", ".join(f"{count} {feature}" for feature, count in features.most_common()))
        print("".join(f"  left out {count}: {reason}\n" for reason, count in reasons.items()), end="")

    assert set(there) == {*SCRIPTS, *LEFT_OUT}
    assert all(script.turns is None or (script.why and script.turns < there[path]) for path, script in SCRIPTS.items())
    assert sum(built.values()) + sum(reasons.values()) == sum(there.values())
    assert sum(built.values()) >= 25
    assert len(features) >= 25


def without_each(node: Any) -> Iterator[tuple[Any, Any, Any]]:
    """A piece of JSON without one key, for each key in it; with that key and its value."""
    if isinstance(node, dict):
        for key, value in node.items():
            yield {name: inner for name, inner in node.items() if name != key}, key, value
            yield from (({**node, key: inner}, *which) for inner, *which in without_each(value))
    elif isinstance(node, list):
        for index, value in enumerate(node):
            yield from (([*node[:index], inner, *node[index + 1 :]], *which) for inner, *which in without_each(value))


def test_spellings_hide_nothing() -> None:
    """Whatever is taken out of a recorded request shows, a short list of words aside."""
    hidden = {
        (key, value if isinstance(value, (str, bool, type(None))) else repr(value))
        for path in SCRIPTS
        for request in recorded(path)
        for lacking, key, value in without_each(request)
        if spelled(lacking) == spelled(request)
    }

    assert HARMLESS == hidden


@pytest.mark.misfit
@pytest.mark.parametrize("spelling", SPELLINGS, ids=lambda spelling: spelling.__name__)
def test_each_spelling_is_needed(spelling: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without it some recorded request would differ from the one that genai builds."""
    monkeypatch.delitem(SPELLINGS, spelling)
    different = False
    for path, script in SCRIPTS.items():
        tape = Tape(path)
        script.play(tape)
        different = different or spelled(recorded(path)) != spelled(tape.sent)

    assert different
