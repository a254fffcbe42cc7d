"""How results and messages are printed: rows in the format asked for, anything else on standard error."""

from __future__ import annotations

import csv
import json
import os
import re
import shutil
import sys
import tempfile
import time
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TextIO, TypeVar

import click

from kg.cli.options import settings

if TYPE_CHECKING:
    from kg.article import Rejected
    from kg.stores.base import Rows

REJECTED = 3  #: exit status: done, with some inputs rejected
T = TypeVar("T")
_GAP = "  "
_REFRESH_S = 0.1
_READABLE = 100  #: columns of the longest line of running text, on however wide a terminal
_FSI, _PDI = "\u2068", "\u2069"
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_BIDI_CONTROLS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def say(message: str) -> None:
    """Tell a note on standard error, unless ``--quiet``."""
    if settings().verbosity >= 0:
        click.echo(f"{_cleared()}kg: {one_line(message)}", err=True)


def tell_rejected(item: Rejected) -> None:
    """Tell an item that was rejected, on one line of standard error."""
    click.echo(f"{_cleared()}{one_line(item.where)}: {one_line(item.reason)}", err=True)


def one_line(value: object) -> str:
    """Make a value safe to show: no line breaks, no control characters that a terminal or the reader's eye obeys."""
    return _BIDI_CONTROLS.sub("", _CONTROLS.sub(" ", _as_text(value)))


def _cleared() -> str:
    """Take away what a :class:`Progress` left on the line."""
    return "\r\x1b[K" if sys.stderr.isatty() else ""


class Progress:
    """A line on standard error that is written over, on a terminal only and not with ``--quiet``."""

    def __init__(self, is_hidden: bool = False) -> None:
        self._is_hidden = is_hidden or not sys.stderr.isatty() or settings().verbosity < 0
        self._next = 0.0

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if not self._is_hidden:
            click.echo(_cleared(), nl=False, err=True)

    def show(self, text: str) -> None:
        now = time.monotonic()
        if not self._is_hidden and now >= self._next:
            self._next = now + _REFRESH_S
            click.echo(f"{_cleared()}{text}", nl=False, err=True)


def progress(items: Iterable[T], label: str) -> Iterator[T]:
    """Yield the items and count them on standard error, unless results are shown on the same terminal."""
    with Progress(is_hidden=sys.stdout.isatty()) as line:
        for count, item in enumerate(items, start=1):
            line.show(f"{count} {label}")
            yield item


@contextmanager
def opened_output(path: str | None) -> Iterator[TextIO]:
    """Open ``path`` to write, standard output for None or ``-``; a file appears whole or not at all."""
    if path is None or path == "-":
        yield sys.stdout
        sys.stdout.flush()
        return
    target = Path(path).resolve()
    if target.exists() and not target.is_file():  # /dev/null, a named pipe: nothing to put in its place
        with open(target, "w", encoding="utf-8", newline="") as stream:
            yield stream
        return
    try:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    except OSError as error:
        raise OSError(error.errno, error.strerror, path) from error
    try:
        with open(handle, "w", encoding="utf-8", newline="") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        os.chmod(name, _mode(target))
        os.replace(name, target)
    except BaseException:
        os.unlink(name)
        raise


def print_rows(rows: Rows, form: str | None = None, output: str | None = None) -> None:
    """Print rows to ``output``; what was cut off or remarked goes to standard error.

    form: one of :data:`FORMATS`; None for a table on a terminal, JSON Lines elsewhere.
    """
    with opened_output(output) as stream:
        FORMATS[form or ("table" if stream.isatty() else "jsonl")](rows, stream)
    for note in rows.notes:
        say(note)
    if rows.is_cut:
        say(f"only the first {len(rows.rows)} rows; --limit 0 for all")


def json_line(data: object) -> str:
    """Write one record as a line of JSON."""
    return json.dumps(data, ensure_ascii=False, default=str)


def _write_json(rows: Rows, stream: TextIO) -> None:
    json.dump(rows.as_dicts(), stream, ensure_ascii=False, indent=1, default=str)
    stream.write("\n")


def _write_jsonl(rows: Rows, stream: TextIO) -> None:
    stream.writelines(json_line(row) + "\n" for row in rows.as_dicts())


def _write_csv(rows: Rows, stream: TextIO) -> None:
    _write_separated(rows, stream, "excel")


def _write_tsv(rows: Rows, stream: TextIO) -> None:
    _write_separated(rows, stream, "excel-tab")


def _write_separated(rows: Rows, stream: TextIO, dialect: str) -> None:
    writer = csv.writer(stream, dialect, lineterminator="\n")
    writer.writerow(rows.columns)
    writer.writerows([_as_text(value) for value in row] for row in rows.rows)


def _write_markdown(rows: Rows, stream: TextIO) -> None:
    for row in (rows.columns, ["---"] * len(rows.columns), *rows.rows):
        stream.write("| " + " | ".join(_in_markdown(value) for value in row) + " |\n")


def _write_table(rows: Rows, stream: TextIO) -> None:
    """One line a row where all fit, else one block a row with its values wrapped: nothing is cut.

    A block has a name and a value on a line, never two values side by side, so that a terminal which draws Arabic from
    right to left and one which does not both keep each value beside its name.
    """
    cells = [[one_line(value) for value in row] for row in rows.rows]
    widths = [max(map(width, column)) for column in zip(rows.columns, *cells, strict=True)]
    if sum(widths) + len(_GAP) * (len(widths) - 1) <= shutil.get_terminal_size().columns:
        _write_lines(rows, cells, widths, stream)
    else:
        _write_blocks(rows.columns, cells, stream)


FORMATS: dict[str, Callable[[Rows, TextIO], None]] = {
    "table": _write_table,
    "json": _write_json,
    "jsonl": _write_jsonl,
    "csv": _write_csv,
    "tsv": _write_tsv,
    "md": _write_markdown,
}
format_option = click.option(
    "--format", "form", type=click.Choice(list(FORMATS)), help="Default: a table on a terminal, JSON Lines in a pipe."
)
output_option = click.option(
    "-o", "--output", type=click.Path(allow_dash=True), help="Write to this file, whole or not at all."
)
files_argument = click.argument(
    "files", nargs=-1, required=True, type=click.Path(exists=True, allow_dash=True), metavar="FILES..."
)
from_option = click.option(
    "--from", "source_form", metavar="FORMAT", help="text, json or jsonl; default: by the suffix, then by content."
)


def width(text: str) -> int:
    """Count the columns that a terminal takes: vowel marks and joiners none, wide characters two."""
    if text.isascii():
        return len(text)
    return sum(map(_char_width, text))


def _char_width(char: str) -> int:
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _write_lines(rows: Rows, cells: Sequence[Sequence[str]], widths: Sequence[int], stream: TextIO) -> None:
    are_numbers = [_are_numbers(column) for column in zip(*rows.rows, strict=True)] or [False] * len(widths)
    show = _isolating(stream)
    for row, shown in ((rows.columns, _naming(stream)), *((row, show) for row in cells)):
        parts = []
        for cell, room, is_number in zip(row, widths, are_numbers, strict=True):
            space = " " * (room - width(cell))
            parts.append(space + shown(cell) if is_number else shown(cell) + space)
        stream.write(_GAP.join(parts).rstrip() + "\n")


def _write_blocks(columns: Sequence[str], cells: Sequence[Sequence[str]], stream: TextIO) -> None:
    head = max(map(len, columns))
    room = min(_READABLE, max(20, shutil.get_terminal_size().columns - head - len(_GAP)))
    name, show = _naming(stream), _isolating(stream)
    for number, row in enumerate(cells):
        if number:
            stream.write("\n")
        for column, cell in zip(columns, row, strict=True):
            for place, line in enumerate(_wrapped(cell, room)):
                label = " " * head if place else name(column) + " " * (head - len(column))
                stream.write(f"{label}{_GAP}{show(line)}\n")


def _are_numbers(column: Iterable[object]) -> bool:
    """Tell whether a column holds numbers, or nothing, in every row."""
    values = [value for value in column if value is not None]
    return bool(values) and all(isinstance(value, int | float) and not isinstance(value, bool) for value in values)


def _wrapped(text: str, room: int) -> list[str]:
    """Break a text between words into lines of at most ``room`` columns; of an empty text there are none."""
    lines: list[str] = []
    for word in text.split():
        if lines and width(lines[-1]) + 1 + width(word) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _isolating(stream: TextIO) -> Callable[[str], str]:
    """Keep an Arabic cell from reordering its neighbours, on a terminal only."""
    if not stream.isatty():
        return str
    return lambda text: text if text.isascii() else f"{_FSI}{text}{_PDI}"


def _naming(stream: TextIO) -> Callable[[str], str]:
    """Set the names of columns apart by colour, where there are colours: by setting, else on a terminal."""
    color = settings().color
    is_colored = color == "always" or (color == "auto" and stream.isatty() and not os.environ.get("NO_COLOR"))
    return (lambda text: click.style(text, fg="cyan")) if is_colored else str


def _as_text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return json_line(value) if isinstance(value, bool | list | dict) else str(value)


def _in_markdown(value: object) -> str:
    text = one_line(value).replace("\\", "\\\\").replace("|", "\\|")
    return text.replace("&", "&amp;").replace("<", "&lt;")


def _mode(target: Path) -> int:
    """The rights of the file that is replaced; of a new one, those that the user gives to new files."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
