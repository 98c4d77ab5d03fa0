"""Tokens of Chat Completions: how many there were, and how likely each was, in every form that some server has."""

from __future__ import annotations

from typing import Any

import pytest
from contract.chat import USAGE, whole
from hypothesis import given
from hypothesis import strategies as st
from wires.chat_answers import at_once, speaker

import genai
from genai.providers._openai_chat.tokens import CACHED, THOUGHT, WRITTEN, logprobs, usage
from genai.results import Logprob, Usage

USAGES: dict[str, tuple[dict[str, Any], Usage]] = {
    "OpenAI": (
        {"usage": USAGE},
        Usage(input_tokens=20, cached_tokens=5, output_tokens=11, reasoning_tokens=7, total_tokens=31),
    ),
    "no details": (
        {"usage": {"prompt_tokens": 20, "completion_tokens": 11, "prompt_tokens_details": None}},
        Usage(input_tokens=20, output_tokens=11, total_tokens=31),
    ),
    "as reported": (
        {"usage": {"prompt_tokens": 20, "completion_tokens": 11, "total_tokens": 40}},
        Usage(input_tokens=20, output_tokens=11, total_tokens=40),
    ),
    "one side": ({"usage": {"prompt_tokens": 20}}, Usage(input_tokens=20)),
    "zeros": (
        {"usage": {"prompt_tokens": 0, "completion_tokens": 0, "prompt_tokens_details": {"cached_tokens": 0}}},
        Usage(input_tokens=0, output_tokens=0, cached_tokens=0, total_tokens=0),
    ),
    "DeepSeek": (
        {"usage": {"prompt_tokens": 20, "prompt_cache_hit_tokens": 15, "prompt_cache_miss_tokens": 5}},
        Usage(input_tokens=20, cached_tokens=15),
    ),
    "the first that is there": (
        {"usage": {"prompt_tokens": 20, "prompt_tokens_details": {"cached_tokens": 3}, "cached_tokens": 4}},
        Usage(input_tokens=20, cached_tokens=3),
    ),
    "written": (
        {"usage": {"prompt_tokens": 20, "prompt_tokens_details": {"cache_creation_input_tokens": 6}}},
        Usage(input_tokens=20, cache_write_tokens=6),
    ),
    "thoughts beside the rest": (
        {"usage": {"completion_tokens": 11, "reasoning_tokens": 7}},
        Usage(output_tokens=11, reasoning_tokens=7),
    ),
    "Groq's streams": (
        {"usage": None, "x_groq": {"id": "r", "usage": {"prompt_tokens": 20}}},
        Usage(input_tokens=20),
    ),
    "usage before Groq's own": (
        {"usage": {"prompt_tokens": 1}, "x_groq": {"usage": {"prompt_tokens": 2}}},
        Usage(input_tokens=1),
    ),
    "llama.cpp's clock": (
        {"timings": {"cache_n": 5, "prompt_n": 15, "predicted_n": 11, "prompt_ms": 1.5}},
        Usage(input_tokens=20, cached_tokens=5, output_tokens=11, total_tokens=31),
    ),
    "a clock without a cache": ({"timings": {"prompt_n": 15}}, Usage(input_tokens=15)),
    "usage before the clock": ({"usage": {"prompt_tokens": 1}, "timings": {"prompt_n": 2}}, Usage(input_tokens=1)),
    "none": ({}, Usage()),
    "empty": ({"usage": {}, "x_groq": {}, "timings": {}}, Usage()),
    "nulls": ({"usage": {"prompt_tokens": None, "completion_tokens_details": None}}, Usage()),
}


@pytest.mark.parametrize("name", USAGES)
def test_usage(name: str) -> None:
    """Every form of usage; what is not reported is None."""
    fields, expected = USAGES[name]

    assert expected == usage(fields)
    assert expected == at_once({**whole({"content": "Hi"}), "usage": None, **fields}).usage


@pytest.mark.parametrize(("place", "name"), [*CACHED, *WRITTEN, *THOUGHT])
def test_each_place(place: str, name: str) -> None:
    """A number is found in each place where some server has it, and 0 is a number."""
    for number in (0, 7):
        given = {"prompt_tokens": 1, **({place: {name: number}} if place else {name: number})}
        made = usage({"usage": given})

        assert [number] == [
            told for told in (made.cached_tokens, made.cache_write_tokens, made.reasoning_tokens) if told is not None
        ]


def test_thoughts_beside() -> None:
    """Where the total has thoughts beyond the output, they are added: ``output_tokens`` is all output."""
    counts = {"prompt_tokens": 5, "completion_tokens": 4, "total_tokens": 16}
    given = {"usage": {**counts, "completion_tokens_details": {"reasoning_tokens": 7}}}

    assert (11, 7) == (usage(given, beside=True).output_tokens, usage(given, beside=True).reasoning_tokens)
    assert (4, 16) == (usage(given).output_tokens, usage(given).total_tokens)
    assert (5, 11, None) == asked(usage({"usage": counts}, beside=True))
    assert (5, 4, None) == asked(usage({"usage": {**counts, "total_tokens": 9}}, beside=True))
    assert (5, 4, None) == asked(usage({"usage": {**counts, "total_tokens": None}}, beside=True))
    assert 11 == at_once({**whole({"content": "Hi"}), **given}, speaker(thinks_beside=True)).usage.output_tokens


def asked(used: genai.Usage) -> tuple[int | None, int | None, int | None]:
    """Input, output and thoughts."""
    return used.input_tokens, used.output_tokens, used.reasoning_tokens


def test_sounds_beside() -> None:
    """Mistral counts what was heard in the total alone (recorded): it is input, whatever else is so."""
    given = {"usage": {"prompt_audio_seconds": 0, "prompt_tokens": 16, "total_tokens": 393, "completion_tokens": 2}}

    for beside in (False, True):
        assert (391, 2, None) == asked(usage(given, beside))


@pytest.mark.parametrize("wrong", ["5", 5.5, True, [], {"a": 1}])
@pytest.mark.parametrize("name", ["prompt_tokens", "completion_tokens", "total_tokens", "cached_tokens"])
def test_odd_numbers(name: str, wrong: Any) -> None:
    """What is no whole number is BadAnswer, not a guess."""
    with pytest.raises(genai.BadAnswer):
        at_once({**whole({"content": "Hi"}), "usage": {name: wrong}})


TOKEN = {"token": " Oslo", "logprob": -0.25, "bytes": [32]}
LIKELY = Logprob(token=" Oslo", logprob=-0.25)
LOGPROBS: dict[str, tuple[Any, list[Logprob]]] = {
    "OpenAI": ({"content": [{**TOKEN, "top_logprobs": []}], "refusal": None}, [LIKELY]),
    "rivals": (
        {"content": [{**TOKEN, "top_logprobs": [TOKEN]}]},
        [Logprob(token=" Oslo", logprob=-0.25, top=(LIKELY,))],
    ),
    "no rivals": ({"content": [TOKEN, {**TOKEN, "top_logprobs": None}]}, [LIKELY, LIKELY]),
    "a whole number": ({"content": [{"token": "", "logprob": 0}]}, [Logprob(token="", logprob=0)]),
    "a refusal's alone": ({"content": None, "refusal": [TOKEN]}, []),
    "side by side": (
        {"tokens": [" Oslo", "."], "token_logprobs": [-0.25, -1], "top_logprobs": [{" Oslo": -0.25}, None]},
        [Logprob(token=" Oslo", logprob=-0.25, top=(LIKELY,)), Logprob(token=".", logprob=-1)],
    ),
    "side by side, rivals as objects": (
        {"tokens": [" Oslo"], "token_logprobs": [-0.25], "top_logprobs": [[TOKEN]]},
        [Logprob(token=" Oslo", logprob=-0.25, top=(LIKELY,))],
    ),
    "side by side, no rivals": ({"tokens": [" Oslo"], "token_logprobs": [-0.25]}, [LIKELY]),
    "empty": ({"content": [], "tokens": []}, []),
    "none": ({}, []),
}  # fmt: skip


@pytest.mark.parametrize("name", LOGPROBS)
def test_logprobs(name: str) -> None:
    """Every form of logprobs."""
    fields, expected = LOGPROBS[name]

    assert expected == list(logprobs(fields))


@pytest.mark.parametrize(
    "odd",
    [
        5,
        [TOKEN],
        {"content": 5},
        {"content": [5]},
        {"content": {"a": 1}},
        {"content": [{"token": 5, "logprob": -1}]},
        {"content": [{"token": "a"}]},
        {"content": [{"token": "a", "logprob": "-1"}]},
        {"content": [{"token": "a", "logprob": True}]},
        {"content": [{**TOKEN, "top_logprobs": [5]}]},
        {"tokens": ["a"]},
        {"tokens": ["a"], "token_logprobs": [None]},
        {"tokens": ["a", "b"], "token_logprobs": [-1]},
        {"tokens": ["a"], "token_logprobs": [-1], "top_logprobs": [{}, {}]},
    ],
)
def test_odd_logprobs(odd: Any) -> None:
    """Anything else is BadAnswer; lists of different lengths too, because nobody knows what belongs to what."""
    given = whole({"content": "Hi"})
    given["choices"][0]["logprobs"] = odd
    with pytest.raises(genai.BadAnswer):
        at_once(given)


PAIRS = st.lists(st.tuples(st.text(), st.floats(max_value=0, allow_nan=False, allow_infinity=False)), max_size=5)


@given(rows=st.lists(st.tuples(st.text(), st.floats(-99, 0), PAIRS.map(dict)), min_size=1, max_size=5))
def test_both_forms_say_the_same(rows: list[tuple[str, float, dict[str, float]]]) -> None:
    """A list of objects and lists side by side are two spellings of the same."""
    objects = [
        {"token": token, "logprob": p, "top_logprobs": [{"token": t, "logprob": q} for t, q in top.items()]}
        for token, p, top in rows
    ]
    tokens, values, others = zip(*rows, strict=True)
    beside = {"tokens": list(tokens), "token_logprobs": list(values), "top_logprobs": list(others)}

    assert list(logprobs({"content": objects})) == list(logprobs(beside))
