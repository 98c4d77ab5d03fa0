"""``genai ask``: one question, one answer.

The rule here: the answer alone goes to stdout; remarks go to stderr.
"""

from __future__ import annotations

import sys
from typing import Any, get_args

import click

from ..client import Client
from ..messages import Messages
from ..options import Effort
from ..results import FinishReason, Result
from . import choose, output, show

NOTES = {
    FinishReason.LENGTH: "cut: the most tokens were reached",
    FinishReason.CONTENT_FILTER: "cut: by a content filter",
    FinishReason.REFUSAL: "the model declined",
}


@click.command(name="ask")
@click.argument("prompt", required=False)
@choose.which
@click.option("--system", metavar="TEXT", help="Instructions that stand above the question.")
@click.option(
    "-f",
    "--file",
    "files",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False),
    help="Goes along; may be given again.",
)
@click.option("--stream/--no-stream", default=True, help="Show the text as it comes (the default), or at the end.")
@click.option("--json", "as_json", is_flag=True, help="Ask for an answer that is a JSON object.")
@click.option("--result", "whole", is_flag=True, help="Print the whole result as JSON, not the text alone.")
@click.option("--temperature", type=float)
@click.option("--max-tokens", type=int)
@click.option("--effort", type=click.Choice(get_args(Effort)), help="How much to think.")
@click.option("--search", is_flag=True, help="Let the model search the web.")
@click.option("--timeout", type=float, metavar="SECONDS")
@click.option("-u", "--usage", is_flag=True, help="Tell tokens and rate limits, on stderr.")
def command(
    prompt: str | None,
    provider: str | None,
    model: str | None,
    base_url: str | None,
    files: tuple[str, ...],
    stream: bool,
    whole: bool,
    usage: bool,
    **given: Any,
) -> None:
    """
    Ask one question: PROMPT, or what comes on stdin when there is none, or when it is `-`.

    Files go along with the text, or stand alone: a file without any text is a question too.
    """
    messages = question(prompt, files)
    options = {
        NAMES.get(name, name): value for name, value in given.items() if value is not None and value is not False
    }
    with choose.client(provider, model, base_url) as llm:
        result = streamed(llm, messages, options) if stream and not whole else llm.gen_sync(messages, **options)
    if whole:
        click.echo(result.to_json())
    elif not stream:
        output.piece(result.text or result.refusal)
    if not whole:
        after(result)
    if usage:
        output.note(f"usage: {show.usage(result.usage)}")
        output.note(f"limits: {show.limits(result.limits)}")


NAMES = {"system": "system_prompt", "as_json": "reply_as_json"}


def question(prompt: str | None, files: tuple[str, ...]) -> Messages:
    """What is asked: the prompt, or what stdin brings, and the files. One of them will do; blanks are no text."""
    from ..doc import Doc

    text = piped() if prompt is None or prompt == "-" else prompt
    asked = [text] if text.strip() else []
    if not asked and not files:
        raise click.UsageError("nothing is asked: give a prompt, something on stdin, or a file with -f")
    return Messages.of(*asked, *(Doc.open(path) for path in files))


def piped() -> str:
    """What comes on stdin, unless that is a terminal, or closed."""
    if sys.stdin is None or sys.stdin.isatty():
        return ""
    try:
        text = sys.stdin.read()
        text.encode()  # some locales let any byte through, as what is no character
    except UnicodeError:
        raise click.UsageError(
            f"what comes on stdin is no text in {sys.stdin.encoding}; other files go along with -f"
        ) from None
    return text


def streamed(llm: Client, messages: Messages, options: dict[str, Any]) -> Result:
    """Print the text as it comes."""
    with llm.gen_stream(messages, **options) as stream:
        for reply in stream:
            if reply.text or reply.refusal:
                output.piece(reply.text or reply.refusal or "")
        return stream.result


def after(result: Result) -> None:
    """What follows the text: the end of its line, its sources, and why it ended."""
    if not (result.text or result.refusal).endswith("\n"):
        click.echo()
    sources = dict.fromkeys(source.url for citation in result.citations for source in citation.sources if source.url)
    for number, url in enumerate(sources, 1):
        click.echo(f"[{number}] {url}")
    if result.finish in NOTES:
        output.note(NOTES[result.finish])
