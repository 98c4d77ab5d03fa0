"""The public API as a type checker sees it: mypy checks this file, and it runs as well."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from typing import assert_type

from attrs import frozen

import genai


@frozen
class Fruit:
    """A class to decode into."""

    name: str


def a_name(llm: genai.Provider) -> str:
    """Takes any provider."""
    return llm.name


def typed(llm: genai.Client) -> None:
    """Never called: what the verbs take and give."""
    result = llm.gen_sync("hi", genai.TextOptions(temperature=0), max_tokens=5, tools=[a_name])
    assert_type(result, genai.Result)
    assert_type(result.decode(Fruit), Fruit)
    assert_type(result.usage.input_tokens, int | None)
    assert_type(llm.gen_stream("hi"), genai.Stream[genai.Reply, genai.Result])
    assert_type(llm.gen_stream("hi").text, Iterator[str])
    assert_type(llm.gen_async("hi"), genai.Job)
    assert_type(llm.list_models(), tuple[genai.Model, ...])
    assert_type(genai.Messages.of("hi") + result + "more", genai.Messages)
    llm.gen_sync("hi", temprature=0)  # type: ignore[call-arg]
    llm.gen_sync("hi", temperature="hot")  # type: ignore[arg-type]


async def typed_async(llm: genai.AsyncClient) -> None:
    """Never called: the same for asyncio."""
    assert_type(await llm.gen_sync("hi"), genai.Result)
    assert_type(llm.gen_stream("hi").text, AsyncIterator[str])
    assert_type(await llm.gen_async("hi"), genai.Job)


def test_a_client_fits_the_protocols() -> None:
    """A client is taken where a provider is asked for."""
    llm = genai.load("openai", api_key="k")

    assert "openairesponses" == a_name(llm)
    assert isinstance(llm.aio, genai.AsyncProvider)
