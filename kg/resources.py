"""Where the data files are, alike in a checkout and in an installed wheel."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from kg.errors import DataError

_DATA = files("kg") / "_data"


def resource(path: str) -> Traversable:
    """Give the data file at ``path``, such as ``ontology/schema.toml``; DataError if there is none."""
    found = _DATA.joinpath(*path.split("/"))
    if not (found.is_file() or found.is_dir()):
        raise DataError(f"{path}: wanted a data file of Qawl, found none; install the package again")
    return found


def read_text(path: str) -> str:
    return resource(path).read_text(encoding="utf-8")


def read_toml(path: str) -> dict[str, Any]:
    """Read a TOML data file; DataError names the file and the line that is wrong."""
    try:
        return tomllib.loads(read_text(path))
    except tomllib.TOMLDecodeError as error:
        raise DataError(f"{path}: {error}") from error


def read_tsv(path: str) -> Iterator[list[str]]:
    """Yield the rows of a TSV data file; lines that start with ``#`` tell source and licence and are passed over."""
    for line in read_text(path).splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")
