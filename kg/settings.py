"""What holds: a value for each setting, and whether an option, the environment, kg.toml or a default gave it."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from kg.errors import DataError

Color = Literal["auto", "always", "never"]
COLORS: tuple[Color, ...] = ("auto", "always", "never")
CONFIG = "kg.toml"


@dataclass(frozen=True, slots=True)
class Settings:
    """The values that hold."""

    db: Path
    color: Color
    verbosity: int  #: -1 errors only, 0 notes too, 1 and 2 more
    min_confidence: float  #: 0…1; statements below are left out of what is printed
    origins: Mapping[str, str]  #: of each value: ``option``, ``KG_DB``, the path of kg.toml or ``default``


@dataclass(frozen=True, slots=True)
class Setting:
    name: str
    default: str
    wanted: str  #: what a value is, for the message when it is not
    read: Callable[[str], Any]  #: raises ValueError
    help: str

    @property
    def variable(self) -> str:
        return f"KG_{self.name.upper()}"


def _color(text: str) -> str:
    if text not in COLORS:
        raise ValueError
    return text


def _share(text: str) -> float:
    if not 0 <= (number := float(text)) <= 1:
        raise ValueError
    return number


def _path(text: str) -> Path:
    if not text:
        raise ValueError
    return Path(text)


def _verbosity(text: str) -> int:
    return max(-1, min(2, int(text)))


SETTINGS = (
    Setting("db", "kg.db", "a path", _path, "the ledger"),
    Setting("color", "auto", f"one of {', '.join(COLORS)}", _color, "colours: auto is on a terminal"),
    Setting("verbosity", "0", "a number from -1 to 2", _verbosity, "-1 errors only, 0 notes, 1 and 2 more"),
    Setting("min_confidence", "0", "a number from 0 to 1", _share, "statements below are left out"),
)


def find_settings(
    given: Mapping[str, object] | None = None, environ: Mapping[str, str] | None = None, config: Path | None = None
) -> Settings:
    """Take each value from ``given``, else the environment, else kg.toml, else its default.

    config: a kg.toml that must be there; None for the one in the working folder, if there is one. A path in it is
    relative to its folder. DataError names the value that is wrong and where it stands.
    """
    given = given or {}
    environ = os.environ if environ is None else environ
    if config is None and environ.get("KG_CONFIG"):
        config = Path(environ["KG_CONFIG"])
    path, table = _read_config(config)
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}
    for setting in SETTINGS:
        name, variable = setting.name, setting.variable
        if given.get(name) is not None:
            values[name], origins[name] = _value(setting, given[name], "option"), "option"
        elif environ.get(variable):
            values[name], origins[name] = _value(setting, environ[variable], variable), variable
        elif name in table:
            values[name], origins[name] = _value(setting, table[name], str(path)), str(path)
            if isinstance(values[name], Path):
                values[name] = path.parent / values[name]
        else:
            values[name], origins[name] = setting.read(setting.default), "default"
    return Settings(**values, origins=origins)


def _value(setting: Setting, value: object, where: str) -> Any:
    try:
        if isinstance(value, bool):
            raise ValueError
        return setting.read(str(value))
    except ValueError:
        raise DataError(f"{where}: {setting.name}: wanted {setting.wanted}, found {value!r}") from None


def _read_config(config: Path | None) -> tuple[Path, dict[str, Any]]:
    path = Path(CONFIG) if config is None else config
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        if config is None:
            return path, {}
        raise DataError(f"{path}: wanted a file of settings, found none") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError(f"{path}: {error}") from None
    names = [setting.name for setting in SETTINGS]
    for key in table:
        if key not in names:
            raise DataError(f"{path}: no setting {key!r}; there are: {', '.join(names)}")
    return path, table
