"""``genai image``: pictures made from words, edited with words, or varied.

The rule here: a file that is there is never written over; what is made goes to stdout, how it is made to stderr.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any, Final, TypeAlias

import click
from attrs import define, field

from ..client import Client
from ..doc import Doc
from ..messages import Messages, Reply
from ..providers import available, catalogue, info
from ..results import Result
from . import choose, output, show
from .ask import piped

FILE: Final = click.Path(exists=True, dir_okay=False)
ENDINGS: Final = {"image/jpeg": "jpg", "image/svg+xml": "svg"}
LONGEST: Final = 40
"""Letters of the words that make a file's name."""

Tell: TypeAlias = Callable[[str], None]


@click.command(name="image")
@click.argument("prompt", required=False)
@choose.which
@click.option("--size", metavar="WxH", help="1024x1024, auto, ...: what the model takes.")
@click.option("--quality", help="The provider's word: low, high, hd, ...")
@click.option("--format", metavar="NAME", help="png, jpeg or webp.")
@click.option("--background", help="transparent, opaque or auto.")
@click.option("--n", type=int, help="How many pictures.")
@click.option("--edit", "edits", multiple=True, type=FILE, help="Change this picture; may be given again.")
@click.option("--mask", type=FILE, help="A PNG that lets through where --edit may change something.")
@click.option("--vary", type=FILE, help="Make another picture like this one; without words.")
@click.option("--partial", "partial_images", type=int, metavar="N", help="Write up to N previews as they come.")
@click.option("--out", type=click.Path(file_okay=False), default=".", help="The folder to write to. Default: this one.")
@click.option("--timeout", type=float, metavar="SECONDS")
def command(
    prompt: str | None,
    provider: str | None,
    model: str | None,
    base_url: str | None,
    edits: tuple[str, ...],
    vary: str | None,
    out: str,
    **given: Any,
) -> None:
    """
    Make a picture from PROMPT (or what comes on stdin), change pictures by it, or vary one.

    The files are named after the words, and previews NAME.partial-0.png and so on.
    """
    messages = wanted(prompt, edits, vary)
    options = {name: value for name, value in given.items() if value is not None}
    if "mask" in options:
        options["mask"] = Doc.open(options["mask"])
    with choose.client(provider or first(), model, base_url, output="image") as llm:
        files = Files(Path(out), name_of(messages, vary), options.get("n", 1))
        files.folder.mkdir(parents=True, exist_ok=True)
        with telling() as tell:
            result = made(llm, messages, options, files, tell)
        if not result.docs:
            raise click.ClickException(
                f"there is no picture in the answer: {result.text or result.refusal or 'nothing'}"
            )
        written(files, [llm.fetch(doc) if doc.url else doc for doc in result.docs], result)


def wanted(prompt: str | None, edits: tuple[str, ...], vary: str | None) -> Messages:
    """What is asked: words, words with pictures, or a picture alone."""
    if vary and (prompt or edits):
        raise click.UsageError("--vary takes no words and no --edit: one picture is varied as it is")
    if vary:
        return Messages.of(Doc.open(vary))
    text = piped() if prompt is None or prompt == "-" else prompt
    if not text.strip():
        raise click.UsageError("nothing is asked: give a prompt, something on stdin, or a picture with --vary")
    return Messages.of(text, *(Doc.open(path) for path in edits))


def first() -> str:
    """The first provider that can be used and makes pictures."""
    able = [name for name in available() if catalogue(name).get("tiers", {}).get("image")]
    if not able:
        raise click.UsageError("no provider of pictures can be used yet (see `genai providers`): set a key, or give -p")
    return min(able, key=lambda name: (not info(name).aliases, name))


def made(llm: Client, messages: Messages, options: dict[str, Any], files: Files, tell: Tell) -> Result:
    """The answer; where it can be watched, previews are written as they come."""
    varied = not messages[0].text
    if varied or not llm.capabilities.gen_stream:
        tell(f"{llm.name}: {llm.model} is at work")
        return llm.gen_sync(messages, **options)
    tell(f"{llm.name}: {llm.model} is asked")
    with llm.gen_stream(messages, **options) as stream:
        for reply in stream:
            watched(reply, files, tell, bool(options.get("partial_images")))
        return stream.result


def watched(reply: Reply, files: Files, tell: Tell, previews: bool) -> None:
    """One event: a state, a preview, or a picture that is done."""
    if reply.progress:
        tell(reply.progress.replace(".", ": ").replace("_", " "))
    elif reply.doc is not None and not reply.partial:
        tell("a picture is done")
    elif reply.doc is not None and previews:
        tell(f"preview: {files.preview(reply.doc, reply.block)}")


def written(files: Files, docs: list[Doc], result: Result) -> None:
    """The files, and what they cost."""
    files.n, rows = max(files.n, len(docs)), []  # a model may make more than it was asked for
    for number, doc in enumerate(docs):
        path = files.picture(doc, number)
        size = "x".join(map(str, doc.size)) if doc.size else doc.meta.get("size")
        rows.append((path, size, ending(doc), result.usage.total_tokens if number == 0 else None))
    output.table(("file", "size", "format", "tokens"), rows)
    output.note(f"usage: {show.usage(result.usage)}")


@contextmanager
def telling() -> Iterator[Tell]:
    """Where the newest state is shown: one line that changes on a terminal, a line each anywhere else."""
    if not (sys.stderr.isatty() and output.terminal()):
        yield output.note
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(stderr=True)
    with console.status(Text("")) as status:

        def tell(text: str) -> None:
            if text.startswith("preview"):
                console.print(Text(text, style="dim"))
            status.update(Text(text))

        yield tell


# --- Files ------------------------------------------------------------------------------------------------------------


@define
class Files:
    """
    The files of one call, under a name that none of the folder has yet.

    Args:
        folder: Where they go.
        name: What they are called.
        n: How many pictures are to come; several are numbered from 1.
    """

    folder: Path
    name: str
    n: int = 1
    _previews: Iterator[int] = field(init=False, factory=count)

    def __attrs_post_init__(self) -> None:
        taken = {path.name for path in self.folder.glob("*")} if self.folder.is_dir() else set()
        names = (self.name if number == 1 else f"{self.name}-{number}" for number in count(1))
        self.name = next(name for name in names if not any(one.startswith((f"{name}.", f"{name}-1.")) for one in taken))

    def _stem(self, number: int) -> str:
        return self.name if self.n == 1 else f"{self.name}-{number + 1}"

    def picture(self, doc: Doc, number: int) -> Path:
        """Write a picture."""
        return doc.save(self.folder / f"{self._stem(number)}.{ending(doc)}")

    def preview(self, doc: Doc, block: int) -> Path:
        """Write a preview; they are counted as they come."""
        number = doc.meta.get("partial_image_index")
        index = next(self._previews) if number is None else number
        return doc.save(self.folder / f"{self._stem(block)}.partial-{index}.{ending(doc)}")


def name_of(messages: Messages, vary: str | None) -> str:
    """A file's name from the words, or from the picture that is varied."""
    words = Path(vary).stem + "-varied" if vary else messages[0].text
    letters = re.sub(r"[^\w]+", "-", words.lower())[:LONGEST].strip("-")
    return letters or "picture"


def ending(doc: Doc) -> str:
    """What a file's name ends in, by its bytes."""
    kind = doc.mime_type or "image/png"
    return ENDINGS.get(kind, kind.rpartition("/")[2])
