"""Which files are read, in which order, and by which loader."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import entry_points
from io import BufferedReader, RawIOBase
from pathlib import Path
from typing import BinaryIO, cast

from kg.article import Article, Rejected
from kg.errors import DataError
from kg.loaders.base import Loader, without_bom

STDIN = "-"


def read(paths: Iterable[str | Path], *, form: str | None = None) -> Iterator[Article | Rejected]:
    """Yield the articles of files, folders and standard input (``-``), in that order, a folder's sorted by path.

    A folder gives the files in it, at any depth, whose suffix a loader knows; what is hidden is passed over. What
    cannot be read is ``Rejected``. form: name of the loader for everything; None to go by suffix, then by content.
    """
    chosen = None if form is None else _loader_named(form)
    for path in map(str, paths):
        if path == STDIN:
            yield from _read_stream(sys.stdin.buffer, STDIN, None, chosen)
        elif os.path.isdir(path):
            yield from _read_folder(path, chosen)
        else:
            yield from _read_file(path, Path(path).stem, chosen)


@cache
def find_loaders() -> dict[str, Loader]:
    """Give the loaders by name: ours and those of installed packages; DataError names one that cannot be loaded."""
    found = {}
    for entry in sorted(entry_points(group="kg.loaders"), key=lambda entry: entry.name):
        try:
            found[entry.name] = cast(Loader, entry.load())
        except (ImportError, AttributeError) as error:
            raise DataError(f"loader {entry.name!r} ({entry.value}): {error}; repair or remove its package") from error
    if not found:
        raise DataError("no loaders: wanted an installed Qawl, found its code only; install it with 'pip install -e .'")
    return found


def _loader_named(name: str) -> Loader:
    loaders = find_loaders()
    if name not in loaders:
        raise DataError(f"no loader {name!r}; there are: {', '.join(loaders)}")
    return loaders[name]


def _loader_for(path: str) -> Loader | None:
    suffix = os.path.splitext(path)[1].lower()
    return next((loader for loader in find_loaders().values() if suffix in loader.suffixes), None)


def _read_folder(folder: str, chosen: Loader | None) -> Iterator[Article | Rejected]:
    is_empty = True
    for item in _walk(folder):
        if isinstance(item, Rejected):
            yield item
        elif _loader_for(item) is not None:
            yield from _read_file(item, os.path.splitext(os.path.relpath(item, folder))[0], chosen)
        else:
            continue
        is_empty = False
    if is_empty:
        known = ", ".join(sorted(suffix for loader in find_loaders().values() for suffix in loader.suffixes))
        yield Rejected(folder, f"no articles: wanted files ending in {known}, found none in this folder")


def _walk(folder: str) -> Iterator[str | Rejected]:
    """Yield the ordinary files of a folder, sorted; links to folders are not followed, so that no circle is walked."""
    failed: list[Rejected] = []
    for here, folders, files in os.walk(folder, onerror=lambda error: failed.append(_unreadable(error))):
        yield from failed
        failed.clear()
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = os.path.join(here, name)
            if not name.startswith(".") and os.path.isfile(path):
                yield path
    yield from failed


def _read_file(path: str, id: str, chosen: Loader | None) -> Iterator[Article | Rejected]:
    try:
        with open(path, "rb") as stream:
            yield from _read_stream(stream, path, id, chosen or _loader_for(path))
    except OSError as error:
        yield _unreadable(error, path)


def _read_stream(stream: BinaryIO, where: str, id: str | None, chosen: Loader | None) -> Iterator[Article | Rejected]:
    buffered = stream if isinstance(stream, BufferedReader) else BufferedReader(cast(RawIOBase, stream))
    loader = chosen or _loader_named("jsonl" if _looks_like_json(buffered) else "text")
    yield from loader.read(buffered, where, id if id is not None and _is_storable(id) else None)


def _looks_like_json(stream: BufferedReader) -> bool:
    return without_bom(stream.peek()).lstrip()[:1] in (b"{", b"[")


def _is_storable(name: str) -> bool:
    """Tell whether a file's name is text; on Linux any bytes can be one."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _unreadable(error: OSError, path: str | None = None) -> Rejected:
    where = path if path is not None else str(error.filename)
    return Rejected(where, f"cannot be read ({error.strerror or error}): check the path and its permissions")
