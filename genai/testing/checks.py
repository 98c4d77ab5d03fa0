"""Checks: small things that a provider can or cannot do, asked through the public API; ``genai record`` runs them.

A check gives what came back, or raises: an error of the tree when it was refused, ``Unmet`` when the answer lacks
what was asked for. Recording and replaying run the same checks, so the requests are the same.

The rule here: a check asks for one thing, in few tokens, and looks only at what any provider's answer must have.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import chain
from typing import Any, Final

from attrs import evolve, frozen

from ..doc import Doc
from ..errors import AuthError, Error, InvalidRequest, JobCancelled, ModelNotFound, NetworkError, TimedOut
from ..messages import Messages
from ..results import FinishReason, Result
from ..tools import Tool
from . import documents, drawing
from .documents import pdf as pdf
from .drawing import PNG as PNG
from .subject import Check as Check
from .subject import Gen as Gen
from .subject import Subject as Subject
from .subject import Unmet as Unmet
from .subject import need

# --- What is asked, in one answer or in fragments ---------------------------------------------------------------------


@frozen
class Person:
    """Somebody."""

    name: str
    age: int


def get_weather(city: str) -> str:
    """
    The weather in a city.

    Args:
        city: Its name.
    """
    return f"It is sunny in {city}."


def get_forecast(city: str) -> str:
    """
    The weather that is expected in a city.

    Args:
        city: Its name.
    """
    return f"It will rain in {city}."


WEATHER: Final = Tool(get_weather)
FORECAST: Final = Tool(get_forecast)
AN_HOUR: Final = 3600.0
"""Seconds that a batch may take here; a provider may take a day."""
ASK_WEATHER: Final = "What is the weather in Oslo? Use the tool."


def text(gen: Gen) -> Result:
    """Some text comes back."""
    result = gen("Name one fruit.")
    need(result.text, "no text")
    return result


def system_prompt(gen: Gen) -> Result:
    """A system prompt is taken."""
    result = gen("Say hello.", system_prompt="You answer in French.")
    need(result.text, "no text")
    return result


def max_tokens(gen: Gen) -> Result:
    """An answer that is cut says so."""
    result = gen("Count from one to one hundred, in words.", max_tokens=16)
    need(result.finish is FinishReason.LENGTH, f"finish is {result.finish}")
    return result


def json_object(gen: Gen) -> Result:
    """Some JSON object comes back."""
    result = gen("Give the name and the age of Ada, who is 36, as JSON.", reply_as_json=True)
    need(_is_object(result.text), "no JSON object")
    return result


def _is_object(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except ValueError:
        return False


def json_schema(gen: Gen) -> Result:
    """The answer fits a class."""
    result = gen("Who is Ada, who is 36?", decode_as=Person)
    result.decode(Person)
    return result


def tool_auto(gen: Gen) -> Result:
    """A tool is called when the model is free to."""
    result = gen(ASK_WEATHER, tools=[WEATHER])
    need(result.tool_calls, "no tool call")
    return result


def tool_required(gen: Gen) -> Result:
    """A tool is called when one must be."""
    result = gen(ASK_WEATHER, tools=[WEATHER], force="required")
    need(result.tool_calls, "no tool call")
    return result


def tool_named(gen: Gen) -> Result:
    """That very tool is called."""
    result = gen(ASK_WEATHER, tools=[WEATHER, FORECAST], force="get_forecast")
    names = {call.name for call in result.tool_calls}
    need(names == {"get_forecast"}, f"called: {', '.join(sorted(names)) or 'nothing'}")
    return result


def tool_answer(gen: Gen) -> Result:
    """A tool is called, and an answer made of what it gave."""
    messages = Messages.of(ASK_WEATHER)
    asked = gen(messages, tools=[WEATHER])
    need(asked.tool_calls, "no tool call")
    result = gen(messages + asked + asked.call_tools([WEATHER]), tools=[WEATHER])
    need(result.text, "no text after the tool's result")
    return result


def conversation(gen: Gen) -> Result:
    """A second turn."""
    messages = Messages.of("My name is Ada. Say hello.")
    result = gen(messages + gen(messages) + "What is my name?")
    need(result.text, "no text in the second turn")
    return result


def top_logprobs(gen: Gen) -> Result:
    """Tokens come with their logprobs and alternatives."""
    result = gen("Name one fruit.", top_logprobs=2)
    need(result.logprobs, "no logprobs")
    need(all(len(one.top) >= 2 for one in result.logprobs), "too few alternatives")
    return result


def seed(gen: Gen) -> Result:
    """The same seed gives the same text again."""
    first, second = (gen("Name one fruit.", seed=7) for _ in range(2))
    need(first.text == second.text, "two texts of one seed")
    return second


def stop(gen: Gen) -> Result:
    """An answer ends before a word, and says why."""
    result = gen("Count from one to one hundred, in words.", stop=["e"])
    need("e" not in result.text, "the word is in the text")
    need(result.finish in (FinishReason.STOP, FinishReason.STOP_SEQUENCE), f"finish is {result.finish}")
    return result


def effort(gen: Gen) -> Result:
    """The model thinks, and its thoughts, or their tokens, are told."""
    result = gen("What is 6 times 7?", effort="low")
    need(result.reasoning or result.usage.reasoning_tokens, "no reasoning")
    return result


def image_in(gen: Gen) -> Result:
    """A picture is taken, and seen."""
    result = gen(Messages.of("Which colour is this?", Doc(PNG, filename="square.png")))
    need(re.search(r"\bred\b", result.text.lower()), "the picture was not seen")
    return result


def web_search(gen: Gen) -> Result:
    """The provider searches the web, and says so."""
    result = gen("Search the web: which is the latest release of Python?", search=True)
    need(any(reply.opaque for reply in result.message.replies if reply.text is None), "no search is told")
    need(result.text, "no text")
    return result


# --- Jobs, and the rest -----------------------------------------------------------------------------------------------


def background(subject: Subject) -> Result:
    """A job, polled to its end."""
    with subject.load() as llm:
        job = llm.gen_async("Name one fruit.", **subject.arguments)
        result = llm.wait(job, timeout=600, poll_interval=subject.poll_interval)
    need(result.text, "no text")
    return result


def cancel(subject: Subject) -> None:
    """A job is cancelled, and then says so."""
    with subject.load() as llm:
        job = llm.gen_async("Write a long story.", **subject.arguments)
        llm.cancel(job)
        try:
            llm.poke_result(job)
        except JobCancelled:
            return
    raise Unmet("the job goes on")


def batch(subject: Subject) -> None:
    """Two requests go as one job, and both are answered."""
    with subject.load() as llm:
        job = llm.gen_batch({"fruit": "Name one fruit.", "bird": "Name one bird."}, **subject.arguments)
        try:
            found = dict(llm.wait(job, timeout=AN_HOUR, poll_interval=subject.poll_interval))
        except TimedOut:
            llm.cancel(job)  # nobody will ask for it again
            raise
    answered = {name for name, answer in found.items() if isinstance(answer, Result) and answer.text}
    need(answered == {"fruit", "bird"}, f"answered: {', '.join(sorted(answered)) or 'nothing'}")


def files(subject: Subject) -> None:
    """A file is uploaded, found again, downloaded as it was, and deleted."""
    with subject.load() as llm:
        uploaded = llm.files.upload(Doc(b"Name one fruit.\n", filename="fruit.txt"))
        found = llm.files.get(uploaded)
        need(found.size == 16, f"{found.size} bytes")
        need(found.id in {one.id for one in llm.files.list()}, "not in the list")
        need(llm.files.content(found).data == b"Name one fruit.\n", "other bytes")
        llm.files.delete(found)
        need(found.id not in {one.id for one in llm.files.list()}, "still in the list")


def embeddings(subject: Subject) -> Any:
    """Two texts become two vectors of numbers, of one length, and not the same."""
    with subject.load() as llm:
        found = llm.embed(["Name one fruit.", "A star is far away."], **subject.arguments)
    need(len(found.vectors) == 2, f"{len(found.vectors)} vectors of two texts")
    first, second = found.vectors
    need(first and len(first) == len(second), f"vectors of {len(first)} and {len(second)} numbers")
    need(all(map(math.isfinite, (*first, *second))), "what is no number")
    need(first != second, "one vector for two texts")
    return found


def list_models(subject: Subject) -> Any:
    """The models, with ids."""
    with subject.load() as llm:
        models = llm.list_models()
    need(models, "no models")
    return models


def refused(expected: type[Error], ask: Callable[[Subject], Any]) -> Callable[[Subject], Error]:
    """What must be refused with a certain error."""

    def run(subject: Subject) -> Error:
        try:
            ask(subject)
        except expected as error:
            return error
        except NetworkError:
            raise  # nobody refused anything
        except Error as error:
            raise Unmet(f"refused with {type(error).__name__} {error.status}, not {expected.__name__}") from error
        raise Unmet("not refused")

    return run


def _loaded(subject: Subject, **differing: Any) -> Any:
    with subject.load(retry=0, **differing) as llm:
        return llm.gen_sync("Name one fruit.", **subject.arguments)


def _malformed(subject: Subject) -> Any:
    with subject.load(retry=0) as llm:
        return llm.gen_sync("Name one fruit.", extra_body={"input": 5, "messages": 5, "contents": 5})


WRONG_KEY: Final = refused(AuthError, lambda subject: _loaded(subject, api_key="wrong-key"))

ASKED: Final[Mapping[str, tuple[Callable[[Gen], Result], ...]]] = {
    "text": (
        text, system_prompt, max_tokens, json_object, json_schema, tool_auto, tool_required, tool_named, tool_answer,
        conversation, top_logprobs, seed, stop, effort, image_in, documents.pdf_in, web_search,
        drawing.picture_tool, drawing.picture_turns,
    ),
    "image": (drawing.picture, drawing.picture_two, drawing.picture_edit),
    "embedding": (),
}  # fmt: skip
"""By what the model is asked to make; in one answer, and in fragments."""
OTHERS: Final[Mapping[str, tuple[tuple[str, str, Callable[[Subject], Any]], ...]]] = {
    "text": (
        ("stream", "picture_tool_previews", drawing.picture_previews),
        ("job", "background", background),
        ("job", "cancel", cancel),
        ("job", "batch", batch),
        ("other", "files", files),
        ("other", "list_models", list_models),
        ("other", "wrong_key", WRONG_KEY),
        ("other", "wrong_model", refused(ModelNotFound, lambda subject: _loaded(subject, model="no-such-model"))),
        ("other", "bad_request", refused(InvalidRequest, _malformed)),
    ),
    "image": (
        ("sync", "picture_variation", lambda subject: drawing.picture_variation(subject.gen_sync)),  # never streamed
        ("stream", "picture_previews", drawing.picture_previews),
        ("other", "picture_wrong_key", WRONG_KEY),
    ),
    "embedding": (("sync", "embeddings", embeddings),),
}


def _asked(ask: Callable[[Gen], Result]) -> Iterator[tuple[str, str, Callable[[Subject], Any]]]:
    yield "sync", ask.__name__, lambda subject: ask(subject.gen_sync)
    yield "stream", ask.__name__, lambda subject: ask(subject.gen_stream)


def _made(output: str, mode: str, name: str, run: Callable[[Subject], Any]) -> Check:
    """A check of a model that is loaded for what it makes."""
    if output == "text":
        return Check(name, mode, run)
    return Check(name, mode, lambda subject: run(evolve(subject, load=partial(subject.load, output=output))), output)


CHECKS: Final[tuple[Check, ...]] = tuple(
    sorted(
        (
            _made(output, *row)
            for output, asks in ASKED.items()
            for row in (*chain.from_iterable(map(_asked, asks)), *OTHERS[output])
        ),
        key=lambda check: ("sync", "stream", "job", "other").index(check.mode),
    )
)


def find(mode: str, name: str) -> Check:
    """A check by its mode and name; InvalidRequest when there is none."""
    for check in CHECKS:
        if (check.mode, check.name) == (mode, name):
            return check
    raise InvalidRequest(f"no check is named {mode}/{name}")
