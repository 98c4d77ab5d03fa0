"""``genai demo``: what the library does, shown with the real client on recorded answers; ``--live`` on a real provider.

The recordings are files beside this one. They are played below the HTTP client, so that encoding, drivers, decoding
and errors are the same as with a network.

The rule here: a step prints what any user could print; then its usage, its rate limits and where its answers are from.
"""

from __future__ import annotations

import importlib.resources
from collections.abc import Callable
from typing import Final

import click
from attrs import field, frozen, mutable

from .. import network
from ..client import Client
from ..doc import Doc
from ..errors import NotSupported
from ..loading import load
from ..messages import Messages
from ..results import Result
from ..testing.player import Player, Recorded
from . import output, show

MODEL: Final = "gpt-5.6-terra"
"""The model that the recordings' requests name."""


@mutable
class Demo:
    """A run: the client, how often it polls, what plays its answers (nothing, when live); what was said, and drawn."""

    llm: Client
    poll_interval: float | None = None
    player: Player | None = None
    said: Messages = field(factory=Messages)
    drawn: Messages = field(factory=Messages)

    def begin(self, step: str) -> str:
        """Make the answers of a step ready; tells where they come from."""
        if self.player is None:
            return f"none: live from {self.llm.name}, {self.llm.model}"
        recorded = recording(step)
        self.player.put(recorded)
        return f"{recorded.name} ({recorded.provenance}, {recorded.recorded}: {recorded.source})"


def recording(step: str) -> Recorded:
    """A step's recording, from the package's own files."""
    name = f"{step}.json"
    text = importlib.resources.files(__package__).joinpath("recordings", name).read_text("utf-8")
    return Recorded.parse(name, text)


# --- The steps --------------------------------------------------------------------------------------------------------


def text(demo: Demo) -> None:
    """A text answer"""
    question = Messages.of("Name one fruit, in one short sentence.")
    result = demo.llm.gen_sync(question, max_tokens=500)
    click.echo(result.text)
    told(result)
    demo.said = question + result


def stream(demo: Demo) -> None:
    """A streamed answer, fragment by fragment"""
    with demo.llm.gen_stream("Tell a story about an apple, in two sentences.", max_tokens=1000) as fragments:
        for number, fragment in enumerate(fragments.text):
            output.piece(("" if number == 0 else click.style("|", dim=True)) + fragment)
        click.echo()
        told(fragments.result)


def get_weather(city: str) -> dict[str, object]:
    """
    The weather in a city, now.

    Args:
        city: The city's name.
    """
    return {"city": city, "sky": "clear", "celsius": 4}


def tools(demo: Demo) -> None:
    """A tool call, its execution, and the answer after it"""
    messages = Messages.of("What is the weather in Oslo?")
    asked = demo.llm.gen_sync(messages, tools=[get_weather], force="required", max_tokens=500)
    for call in asked.tool_calls:
        click.echo(f"the model calls {call.name}({call.arguments})")
    told(asked)
    answers = asked.call_tools([get_weather])
    for answer in answers.tool_results:
        click.echo(f"the tool answers {answer.text}")
    result = demo.llm.gen_sync(messages + asked + answers, tools=[get_weather], max_tokens=500)
    click.echo(result.text)
    told(result)


@frozen
class Fruit:
    """A fruit, as one knows it."""

    name: str
    colours: list[str]
    grams: int


def json(demo: Demo) -> None:
    """A JSON answer, decoded to an attrs class"""
    result = demo.llm.gen_sync("Describe a ripe banana.", decode_as=Fruit, max_tokens=500)
    click.echo(result.text)
    click.echo(f"decoded: {result.decode(Fruit)!r}")
    told(result)


def job(demo: Demo) -> None:
    """A background job, polled to its end"""
    submitted = demo.llm.gen_async("Why do apples brown? One sentence.", max_tokens=1000)
    click.echo(f"job {submitted.id}; any process can go on with its token: genai jobs wait {str(submitted)[:24]}...")
    first = demo.llm.poke_result(submitted)
    click.echo(f"asked once: {'pending' if first.pending else 'done'}")
    result = demo.llm.wait(submitted, timeout=600, poll_interval=demo.poll_interval)
    click.echo(result.text)
    told(result)


def batch(demo: Demo) -> None:
    """Three questions in one batch, each under an id of ours"""
    questions = {colour: f"Name one {colour} fruit, in one word." for colour in ("red", "green", "yellow")}
    submitted = demo.llm.gen_batch(questions, max_tokens=500)
    click.echo(f"batch {submitted.id} of {submitted.count}; in a file, and safe from any crash: genai batch IN.jsonl")
    result = demo.llm.wait(submitted, poll_interval=demo.poll_interval, on_progress=lambda at: click.echo(at.state))
    for id_, answer in result:
        click.echo(f"{id_}: {answer.text if isinstance(answer, Result) else answer}")
    output.fact("usage", show.usage(result.usage))
    output.fact("limits", show.limits(()))


def conversation(demo: Demo) -> None:
    """The conversation of the first step, continued"""
    messages = demo.said + "And what is its botanical name?"
    for message in messages:
        click.echo(f"{message.role}: {message.text}")
    result = demo.llm.gen_sync(messages, max_tokens=500)
    click.echo(f"assistant: {result.text}")
    told(result)


def picture(demo: Demo) -> None:
    """A picture, watched as it forms"""
    question = Messages.of("Draw a red apple.")
    with demo.llm.gen_stream(question, size="1024x1024", quality="low", partial_images=2) as fragments:
        for fragment in fragments:
            if fragment.progress:
                click.echo(fragment.progress)
            elif fragment.doc is not None:
                click.echo(f"{'preview' if fragment.partial else 'picture'}: {drawn(fragment.doc)}")
    told(fragments.result)
    demo.drawn = question + fragments.result


def edit(demo: Demo) -> None:
    """The picture of the step before, changed in the next turn"""
    result = demo.llm.gen_sync(demo.drawn + "Now make it green.", size="1024x1024", quality="low")
    for doc in result.docs:
        click.echo(f"picture: {drawn(doc)}")
    told(result)


def drawn(doc: Doc) -> str:
    """What a picture is, by its bytes."""
    width, height = doc.size or (0, 0)
    return f"{doc.filename}, {doc.mime_type}, {width}x{height}, {len(doc.read())} bytes"


STEPS: Final[tuple[Callable[[Demo], None], ...]] = (text, stream, tools, json, job, batch, conversation, picture, edit)


def told(result: Result) -> None:
    """What an answer cost, and what is left."""
    output.fact("usage", show.usage(result.usage))
    output.fact("limits", show.limits(result.limits))


# --- The command ------------------------------------------------------------------------------------------------------


@click.command(name="demo")
@click.option("--live", is_flag=True, help="Ask a real provider, with your key; it costs a few cents.")
@click.option("-p", "--provider", help="With --live: the provider. Default: openai.")
@click.option("-m", "--model", help="With --live: an exact id, or CHEAP, GOOD (the default) or SOTA.")
@click.option("--base-url", metavar="URL", help="With --live: another server of the same wire.")
def command(live: bool, provider: str | None, model: str | None, base_url: str | None) -> None:
    """Show what the library does, on recorded answers. It needs no key and no network, but for --live."""
    if live:
        with load(provider or "openai", model=model, base_url=base_url) as llm:
            run(Demo(llm))
    elif provider or model or base_url:
        raise click.UsageError("-p, -m and --base-url go with --live; the recordings are of one provider and model")
    else:
        replay()


def replay() -> None:
    """Run on the recordings. Strict, so that one which is not as documented shows."""
    player = Player()
    with (
        network.replaying(player.play) as http,
        load("openai", model=MODEL, api_key="no-key-is-needed", http_client=http, strict=True, retry=0) as llm,
    ):
        run(Demo(llm, poll_interval=0.001, player=player))


def run(demo: Demo) -> None:
    """One step after another; what a provider does not have is said, and passed over."""
    for step in STEPS:
        origin = demo.begin(step.__name__)
        output.heading((step.__doc__ or "").strip())
        try:
            step(demo)
        except NotSupported as error:
            click.echo(f"passed over: {error}")
        output.fact("recording", origin)
