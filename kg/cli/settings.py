"""The command that tells the settings."""

from __future__ import annotations

import click

from kg.cli.options import settings
from kg.cli.output import format_option, output_option, print_rows
from kg.settings import SETTINGS


@click.command("settings")
@format_option
@output_option
def print_settings(form: str | None, output: str | None) -> None:
    """Tell which settings hold and where they come from.

    An option counts before the environment, that before kg.toml, that before the default.

    \b
    Example:
        kg settings --format table
    """
    from kg.stores.base import Rows

    held = settings()
    columns = ("name", "value", "from", "variable", "help")
    rows = tuple((it.name, str(getattr(held, it.name)), held.origins[it.name], it.variable, it.help) for it in SETTINGS)
    print_rows(Rows(columns, rows), form, output)
