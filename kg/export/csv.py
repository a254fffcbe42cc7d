"""Tables as CSV (RFC 4180, UTF-8): an empty cell is a missing value, ``""`` an empty text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from pathlib import Path

from kg.export.source import Source
from kg.export.tables import Row, row, tables
from kg.export.whole import write_manifest
from kg.model import Value

_QUOTED = re.compile(r'[",\r\n]|^\s|\s$')
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_MARK = "\ufeff"


def write_csv(source: Source, folder: Path, *, is_for_spreadsheet: bool = False) -> None:
    """Write a file for each type of node (``Statement.csv``) and of edge (``SAID_BY.csv``: start, end, …).

    Values are written as they are. A spreadsheet would compute a text that begins with = + - @ and show Arabic as
    nonsense: is_for_spreadsheet puts an apostrophe before the one and a byte order mark into each file.
    """
    heads = {name: line(column.name for column in table.columns) for name, table in tables().items()}
    rows: Iterable[tuple[str, Row]] = map(row, source.records())
    if is_for_spreadsheet:
        heads = {name: _MARK + head for name, head in heads.items()}
        rows = ((name, tuple(map(_harmless, values))) for name, values in rows)
    write_manifest(folder, "csv", write_files(folder, heads, rows))


def write_files(folder: Path, heads: Mapping[str, str], rows: Iterable[tuple[str, Row]]) -> dict[str, int]:
    """Write a file for each head, whatever has no rows too; give the number of rows of each file."""
    counts = dict.fromkeys(heads, 0)
    with ExitStack() as stack:
        files = {
            name: stack.enter_context(open(folder / f"{name}.csv", "w", encoding="utf-8", newline="")) for name in heads
        }
        for name, head in heads.items():
            files[name].write(head)
        for name, values in rows:
            files[name].write(line(values))
            counts[name] += 1
    return {f"{name}.csv": count for name, count in counts.items()}


def line(values: Iterable[Value | None]) -> str:
    """Write a line; csv.writer would write an empty text and a missing value alike."""
    return ",".join(map(_cell, values)) + "\n"


def _cell(value: Value | None) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return '"' + value.replace('"', '""') + '"' if not value or _QUOTED.search(value) else value
    return str(value).lower() if isinstance(value, bool) else repr(value)


def _harmless(value: Value | None) -> Value | None:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
