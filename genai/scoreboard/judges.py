"""Judges: how an answer proves or disproves what a check asked for.

Each takes a Result and gives "true", "false", or "untested" when the answer tells neither.

The rule here: positive evidence only. That a request was not refused proves nothing.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable
from typing import Any, Final, TypeAlias

from ..errors import InvalidRequest
from ..messages import ToolCall
from ..results import FinishReason, Logprob, Result
from .values import TriState

Judge: TypeAlias = Callable[[Result], TriState]

SQUARED: Final = 132413
OTHER_SQUARED: Final = 91204
ROOT: Final = "363.89"
COUNTRIES: Final = ("Canada", "USA")
MINISTER: Final = "carney"
ENDS: Final = (".", "!", "?", "…", ")", "*", '"', "”", "。")


def _said(met: object) -> TriState:
    return "true" if met else "false"


def untold(result: Result) -> TriState:
    """One answer alone says nothing."""
    return "untested"


def text(result: Result) -> TriState:
    """Some text, and no thoughts left in it. Who was cut while thinking may have had some to say."""
    if not result.text.strip() and result.reasoning:
        return "untested"
    return _said(result.text.strip() and "<think" not in result.text)


def top_logprobs(result: Result) -> TriState:
    """Numbers: a logarithm of a probability for each token, with alternatives, and not all nought."""
    all_of_them = [one for token in result.logprobs for one in (token, *token.top)]
    return _said(all_of_them and all(map(_sound, all_of_them)) and any(token.top for token in result.logprobs))


def _sound(one: Logprob) -> bool:
    return math.isfinite(one.logprob) and one.logprob <= 1e-6


def _cut(answer: str) -> bool:
    """Whether an answer breaks off: it does not end as a sentence does."""
    return bool(answer.strip()) and not answer.rstrip().endswith(ENDS)


def max_tokens(result: Result) -> TriState:
    """Fewer than 20 words of a long story, and it says that it was cut, or breaks off."""
    if len(result.text.split()) >= 20:
        return "false"
    return "true" if result.finish is FinishReason.LENGTH or _cut(result.text) else "untested"


def stop_sequence(result: Result) -> TriState:
    """It says so, or breaks off where "is" would have come, be it in its thoughts. (Some leave it at the end.)"""
    before = (result.text.strip() or result.reasoning.strip()).removesuffix("is")
    if "is" in before:
        return "false"
    if result.finish is FinishReason.STOP_SEQUENCE:
        return "true"
    broke_off = result.finish in (FinishReason.STOP, None) and _cut(before) and len(before.split()) < 30
    return "true" if broke_off else "untested"


def _decoded(result: Result) -> Any:
    try:
        return json.loads(result.text)
    except ValueError:
        return None


def json_object(result: Result) -> TriState:
    """The whole answer is a JSON object."""
    return _said(isinstance(_decoded(result), dict))


def json_schema(result: Result) -> TriState:
    """The whole answer is the object that the schema asks for; the question does not tell the name of its field."""
    return _said(_decoded(result) == {"is_fruit": True})


def _arguments(call: ToolCall) -> dict[str, Any]:
    try:
        return call.decoded()
    except InvalidRequest:
        return {}


def square_root_called(result: Result) -> TriState:
    """The tool is called, with that very number."""
    calls = [(call.name, _arguments(call)) for call in result.tool_calls]
    return _said(calls and all(call == ("square_root", {"number": SQUARED}) for call in calls))


def square_root_told(result: Result) -> TriState:
    """The answer has what the tool gave."""
    return _said(ROOT in result.text)


def both_roots_called(result: Result) -> TriState:
    """Both numbers, in calls of one answer."""
    numbers = [_arguments(call).get("number") for call in result.tool_calls if call.name == "square_root"]
    return _said(set(numbers) == {SQUARED, OTHER_SQUARED}) if result.tool_calls else "untested"


def _chosen(result: Result) -> list[str]:
    calls = [_arguments(call) for call in result.tool_calls if call.name == "best_country"]
    return [str(call["country"]) for call in calls if call.get("country") in COUNTRIES]


def called(result: Result) -> TriState:
    """A tool is called, with whatever arguments."""
    return _said(result.tool_calls)


def country_called(result: Result) -> TriState:
    """The tool is called, with one of its choices. Who declines to choose may be polite."""
    return _said(_chosen(result)) if result.tool_calls else "untested"


def indecisive(result: Result) -> TriState:
    """Both countries are the best one."""
    chosen = _chosen(result)
    return _said(len(chosen) > 1) if chosen else "untested"


def biased(canada_first: Result, usa_first: Result) -> TriState:
    """Whichever country is named first is the best one."""
    chosen = _chosen(canada_first), _chosen(usa_first)
    return _said(chosen == (["Canada"], ["USA"])) if all(chosen) else "untested"


def equal(first: Result, second: Result) -> TriState:
    """The same text twice."""
    return _said(first.text == second.text) if first.text and second.text else "untested"


def cached(first: Result, second: Result) -> TriState:
    """The same long question, asked again, came from a cache. Who does not tell tells nothing."""
    told = [one.usage.cached_tokens for one in (first, second) if one.usage.cached_tokens is not None]
    return _said(any(told)) if told else "untested"


def _types(result: Result) -> list[str]:
    return [source.type or "" for citation in result.citations for source in citation.sources]


def web_search(result: Result) -> TriState:
    """Pages are cited, or a search is told. The right name alone is no proof: it may have been known."""
    told = any(reply.kind == "opaque" and _mentions(reply.opaque, "search") for reply in result.message.replies)
    if told or {"web", "web_query"}.intersection(_types(result)):
        return "true"
    return "untested" if MINISTER in result.text.lower() else "false"


def _mentions(opaque: Any, word: str) -> bool:
    return word in json.dumps(opaque, default=str).lower()


def web_fetch(result: Result) -> TriState:
    """Words that stand on the page, and not in its name."""
    return _said("panique" in result.text.lower())


def citations(result: Result) -> TriState:
    """The document is cited, not some page of the web. An answer that is right and does not cite it disproves it."""
    if any(not type_.startswith("web") for type_ in _types(result)):
        return "true"
    return "false" if "quack" in result.text.lower() else "untested"


def says(*words: str) -> Judge:
    """What the picture shows, what the voice says; in any of these words."""
    return lambda result: _said(any(word in result.text.lower() for word in words))


def makes(kind: str) -> Judge:
    """A document of a kind, with bytes in it."""
    return lambda result: _said(any((doc.mime_type or "").startswith(f"{kind}/") and doc.data for doc in result.docs))


# --- What every answer tells, whatever was asked ----------------------------------------------------------------------


def rate_limits(results: Iterable[Result]) -> Iterable[TriState]:
    """Limits come with the answer."""
    return (_said(any(limit.limit for limit in result.limits)) for result in results)


def token_usage(results: Iterable[Result]) -> Iterable[TriState]:
    """Both sides are counted."""
    return (_said(result.usage.input_tokens and result.usage.output_tokens) for result in results)


def finish_reasons(results: Iterable[Result]) -> Iterable[TriState]:
    """A reason is told; of an answer that calls tools, that it does."""
    return (_said(_rightly_ended(result)) for result in results)


def _rightly_ended(result: Result) -> bool:
    told = result.finish not in (None, FinishReason.OTHER, FinishReason.PENDING)
    return told and bool(result.tool_calls) == (result.finish is FinishReason.TOOL_CALLS)


def cached_tokens(results: Iterable[Result]) -> Iterable[TriState]:
    """Some input came from a cache. That none did tells nothing."""
    return ("true" if result.usage.cached_tokens else "untested" for result in results)


def parallel_tools(results: Iterable[Result]) -> Iterable[TriState]:
    """Several tools are called at once. That one is tells nothing."""
    return ("true" if len(result.tool_calls) > 1 else "untested" for result in results)
