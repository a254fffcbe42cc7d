"""The options that every command takes, before or after its name, and the settings that come of them."""

from __future__ import annotations

import logging
from collections.abc import Callable
from copy import copy
from functools import wraps
from pathlib import Path
from typing import Any

import click

from kg import __version__
from kg.settings import COLORS, SETTINGS, Settings, find_settings

_COLOR = {"auto": None, "always": True, "never": False}
_LEVELS = {-1: logging.ERROR, 0: logging.WARNING, 1: logging.INFO, 2: logging.DEBUG}


def settings() -> Settings:
    """Give what holds for the command that runs now; outside of one, what holds without options."""
    context = click.get_current_context(silent=True)
    return find_settings() if context is None else settings_of(_given(context))


def settings_of(given: dict[str, Any]) -> Settings:
    options = dict(given)
    return find_settings(options, config=options.pop("config", None))


def global_options(is_hidden: bool = False) -> list[click.Parameter]:
    """Make the options; hidden in the help of a command, for they stand in that of ``kg``."""
    return [
        _option("--db", metavar="PATH", help="The ledger.  [KG_DB; default: ./kg.db]", hidden=is_hidden),
        _option(
            "--config",
            type=click.Path(path_type=Path),
            metavar="PATH",
            help="A file of settings.  [KG_CONFIG; default: ./kg.toml]",
            hidden=is_hidden,
        ),
        _option("-v", "--verbose", count=True, default=None, help="Tell more.", hidden=is_hidden),
        _option("-q", "--quiet", is_flag=True, default=None, help="Tell errors only.", hidden=is_hidden),
        _option("--color", type=click.Choice(COLORS), help="Colours.  [default: auto]", hidden=is_hidden),
        click.Option(
            ["--version"],
            is_flag=True,
            is_eager=True,
            expose_value=False,
            callback=_tell_version,
            help="Tell the version.",
            hidden=is_hidden,
        ),
    ]


def with_global_options(command: click.Command) -> click.Command:
    """Give a copy of a command that takes the global options too.

    A command that wants one of the settings names it as a parameter (``db``) and gets the value that holds.
    """
    assert command.callback is not None
    names = {setting.name for setting in SETTINGS}
    wanted = [copy(parameter) for parameter in command.params if parameter.name in names]
    for parameter in wanted:
        parameter.expose_value, parameter.callback, parameter.default, parameter.envvar = False, _keep, None, None
    taken = {option for parameter in command.params for option in parameter.opts}
    shared = [option for option in global_options(is_hidden=True) if not taken.intersection(option.opts)]
    extended = copy(command)
    extended.params = [*(it for it in command.params if it.name not in names), *wanted, *shared]
    extended.callback = _with_settings(command.callback, [str(parameter.name) for parameter in wanted])
    return extended


def _with_settings(callback: Callable[..., Any], wanted: list[str]) -> Callable[..., Any]:
    @wraps(callback)
    def call(*args: Any, **values: Any) -> Any:
        held = settings()
        click.get_current_context().color = _COLOR[held.color]
        logging.basicConfig(level=_LEVELS[held.verbosity], format="kg: %(message)s")
        return callback(*args, **values, **{name: getattr(held, name) for name in wanted})

    return call


def _option(*names: str, **attributes: Any) -> click.Option:
    return click.Option(list(names), expose_value=False, callback=_keep, **attributes)


def _keep(context: click.Context, parameter: click.Parameter, value: Any) -> Any:
    """Note a value until the settings are put together; one after the command's name replaces one before it."""
    given = _given(context)
    if value is None:
        return value
    if parameter.name == "verbose":
        given["verbosity"] = value
    elif parameter.name == "quiet":
        given["verbosity"] = -1
    else:
        given[str(parameter.name)] = value
    return value


def _given(context: click.Context) -> dict[str, Any]:
    """What was given so far, before and after the name of the command."""
    given: dict[str, Any] = context.find_root().ensure_object(dict)
    return given


def _tell_version(context: click.Context, parameter: click.Parameter, value: bool) -> None:
    if value:
        click.echo(f"kg {__version__}")
        context.exit()
