"""The program itself: finds the commands, and turns errors into one line and an exit code.

The rule here: 0 is success, 1 an error, 2 a wrong command line, 130 Ctrl-C. A traceback is shown only with ``--debug``.
"""

from __future__ import annotations

import importlib
import os
import sys
from typing import Any, Final

import click

from .. import __version__
from ..errors import Error

COMMANDS: Final = ("ask", "batch", "demo", "image", "jobs", "models", "providers", "record", "scoreboard")
INTERRUPTED: Final = 130
SHOWN: Final = 60
"""Characters of a wrong argument that are shown."""


def one_line(error: BaseException) -> str:
    """An error's message on one line: the items of a list are set apart by semicolons."""
    first, *others = [line.strip().removeprefix("- ") for line in str(error).splitlines() if line.strip()] or [""]
    return f"{first} {'; '.join(others)}".strip() or type(error).__name__


class App(click.Group):
    """The group of all commands."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The modules beside this one."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """A command, imported now."""
        if cmd_name not in COMMANDS:
            return None
        module: Any = importlib.import_module(f".{cmd_name}", __package__)
        command: click.Command = module.command
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take the command line apart; all of it is text, that of the commands too."""
        for number, argument in enumerate(args, 1):
            try:
                argument.encode()  # Python gives bytes that are no text as what is no character
            except UnicodeEncodeError:
                shown = argument.encode(errors="backslashreplace").decode()[:SHOWN]
                raise click.UsageError(f"argument {number} is not UTF-8 text: {shown}", ctx) from None
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Carry a command out; its errors become one line."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            ctx.exit(INTERRUPTED)
        except BrokenPipeError:
            # Whoever read our output has gone. Python would complain at its end, when it flushes.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            ctx.exit(1)
        except (Error, OSError, ImportError, UnicodeError) as error:
            if ctx.params.get("debug"):
                raise
            click.echo(f"genai: {one_line(error)}", err=True)
            ctx.exit(1)


@click.group(cls=App, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="genai")
@click.option("--debug", is_flag=True, help="Show the traceback of an error.")
def app(debug: bool) -> None:
    """Talk to any generative-AI provider."""
