"""Which commands there are, and what becomes of an error.

A command is a click command in a module of its own, imported when it is used. To add one, write the module and put a
line into ``COMMANDS``: where it stands, and the first sentence of its help (a test compares them). A command that wants
a setting declares a parameter of its name, such as ``db``; any other global option is kept away from it. It raises
``QawlError`` for what failed (1), ``click.BadParameter`` for a wrong value (2), and leaves with
``context.exit(REJECTED)`` when it is done but some inputs were rejected (3).
"""

from __future__ import annotations

import errno
import os
import sys
import traceback
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from importlib import import_module
from typing import Any

import click

from kg.cli.options import global_options, settings_of, with_global_options
from kg.errors import QawlError

FAILED, INTERRUPTED = 1, 130

#: name → (module, attribute, what it does)
COMMANDS: Mapping[str, tuple[str, str, str]] = {
    "add": (
        "kg.cli.add",
        "add",
        "Extract the articles in FILES (folders, - for standard input) and add them to the graph.",
    ),
    "remove": ("kg.cli.add", "remove", "Take ARTICLE out again."),
    "predictions": ("kg.cli.ask", "predictions", "Tell who predicted what."),
    "sources": ("kg.cli.ask", "sources", "Tell on which sources OUTLET relies."),
    "who": ("kg.cli.ask", "who", "Tell how PERSON is described over time, what they said and what they predicted."),
    "search": ("kg.cli.search", "search", "Find WORDS in what was said and predicted, in names and titles."),
    "outcome": (
        "kg.cli.outcome",
        "outcome",
        "Record the outcome of a prediction, with evidence; list what is recorded, or take it back.",
    ),
    "graph": (
        "kg.cli.graph",
        "graph",
        "Show who is quoted beside whom and who cites whom, as rows, a page, a picture or a graph.",
    ),
    "query": ("kg.cli.query", "query", "Ask a named QUESTION."),
    "queries": ("kg.cli.query", "queries", "List the named questions with their parameters."),
    "export": ("kg.cli.export", "export", "Write the graph as FORMAT for other programs."),
    "push": (
        "kg.cli.push",
        "push",
        "Bring the graph on SERVER up to the ledger, with what has changed since the last push.",
    ),
    "stats": ("kg.cli.stats", "stats", "Count what is there."),
    "doctor": ("kg.cli.doctor", "doctor", "Check the installation, the ledger and what is made from it."),
    "validate": ("kg.cli.validate", "validate", "Check the graph against its table and its SHACL shapes."),
    "rebuild": ("kg.cli.doctor", "rebuild", "Make the graphs and the text index again from the ledger."),
    "read": ("kg.cli.read", "read", "Print the articles that the loaders find in FILES."),
    "extract": ("kg.cli.extract", "extract", "Print the statements in the articles of FILES, without a database."),
    "show": ("kg.cli.show", "show", "Show an article of FILE with its speakers, cues, quotes and predictions marked."),
    "eval": ("kg.cli.eval", "evaluate", "Score the extractions or articles in X against GOLD."),
    "serve": (
        "kg.cli.serve",
        "serve",
        "Show the graph in a browser and answer SPARQL queries over HTTP, read-only, until Ctrl-C.",
    ),
    "site": ("kg.cli.site", "site", "Write the graph as pages into DIR, which open from a disk and from any host."),
    "settings": ("kg.cli.settings", "print_settings", "Tell which settings hold and where they come from."),
}


class LazyGroup(click.Group):
    """A group that imports a command when it is used, so that help comes at once."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, attribute, _ = COMMANDS[cmd_name]
        return with_global_options(getattr(import_module(module), attribute))

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, does) for name, (_, _, does) in COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            close = get_close_matches(args[0], COMMANDS)
            ctx.fail(
                f"no command {args[0]!r}; " + (f"did you mean {close[0]!r}?" if close else "'kg --help' lists them")
            )
        return super().resolve_command(ctx, args)


cli = LazyGroup(
    name="kg",
    params=global_options(),
    callback=lambda: None,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help="Who said what in the news, in which role, to whom, and what did they predict?",
    epilog="Options may stand before or after the command. 'kg COMMAND --help' tells more, with an example.",
)


def run(args: Sequence[str]) -> int:
    """Run a command and give its exit status; errors are told on standard error."""
    _write_utf8()
    given: dict[str, Any] = {}
    try:
        status = cli.main(args=list(args), prog_name="kg", standalone_mode=False, obj=given)
        sys.stdout.flush()
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        return error.exit_code
    except click.ClickException as error:
        _tell_wrong_usage(error)
        return error.exit_code
    except click.Abort:
        return INTERRUPTED
    except OSError as error:
        if error.errno == errno.EPIPE:
            _drop_output()
        else:
            _tell_error(error, given)
        return FAILED
    except QawlError as error:
        _tell_error(error, given)
        return FAILED
    return status if isinstance(status, int) else 0


def main() -> None:
    """The command ``kg``."""
    sys.exit(run(sys.argv[1:]))


def _tell_wrong_usage(error: click.ClickException) -> None:
    """Tell a wrong value on one line; how the command is written helps only where something else is wrong."""
    from kg.cli.output import one_line

    if isinstance(error, click.BadParameter) and not isinstance(error, click.MissingParameter):
        name = "kg" if error.ctx is None else error.ctx.command_path
        click.echo(f"{name}: {one_line(error.format_message())}", err=True)
    else:
        error.show()


def _tell_error(error: Exception, given: dict[str, Any]) -> None:
    from kg.cli.output import one_line

    try:
        is_verbose = settings_of(given).verbosity > 0
    except QawlError:
        is_verbose = False
    if is_verbose:
        traceback.print_exception(error)
    message = str(error)
    if isinstance(error, OSError) and error.strerror:
        message = f"{error.filename}: {error.strerror}" if error.filename is not None else error.strerror
    click.echo(f"kg: {one_line(message)}", err=True)


def _write_utf8() -> None:
    """Results are UTF-8 whatever the locale says."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure") and (stream.encoding or "").lower() not in ("utf-8", "utf8"):
            stream.reconfigure(encoding="utf-8")


def _drop_output() -> None:
    """Whoever read our output has gone, which is no error: let the interpreter flush the rest into nothing."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
