"""Files and folders that appear whole or not at all: written beside their place, then renamed."""

from __future__ import annotations

import errno
import json
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

MANIFEST = "export.json"  #: in a folder of ours: what it holds


@contextmanager
def whole_file(target: Path) -> Iterator[Path]:
    """Give the path to write to; a file that is there is replaced once the new one is on the disk."""
    target = target.resolve()
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, "wanted the name of a file, found a folder", str(target))
    beside = _beside(target)
    try:
        yield beside
        _sync(beside)
        if target.exists():
            shutil.copymode(target, beside)
        os.replace(beside, target)
        _sync(target.parent)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise


@contextmanager
def whole_folder(target: Path) -> Iterator[Path]:
    """Give the folder to write into; one that is there is replaced if it is empty or an earlier export of ours.

    FileExistsError: there is something else in it, which nobody would want to lose.
    """
    target = target.resolve()
    check_folder(target)
    beside = _beside(target)
    beside.mkdir()
    try:
        yield beside
        for file in beside.iterdir():
            _sync(file)
        _sync(beside)
        check_folder(target)
        _put(beside, target)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise


def write_manifest(folder: Path, form: str, rows: dict[str, int]) -> None:
    """Note what an export holds, by which the next one knows that it may be replaced.

    rows: the number of rows of each file that has some.
    """
    from kg import __version__

    files = {file.name: rows.get(file.name) for file in sorted(folder.iterdir())}
    data = {"made_by": f"qawl {__version__}", "format": form, "rows": files}
    (folder / MANIFEST).write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def check_folder(target: Path) -> None:
    """Raise FileExistsError if something would be lost by writing a folder there."""
    if not target.exists():
        return
    if not target.is_dir():
        raise FileExistsError(errno.EEXIST, "wanted a folder to write into, found a file", str(target))
    foreign = sorted({file.name for file in target.iterdir()} - _ours(target))
    if foreign:
        message = f"the folder holds {foreign[0]!r}, which is no part of an export; name another folder or empty it"
        raise FileExistsError(errno.EEXIST, message, str(target))


def _ours(folder: Path) -> set[str]:
    with suppress(OSError, ValueError, KeyError, TypeError):
        return {MANIFEST, *json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["rows"]}
    return set()


def _put(beside: Path, target: Path) -> None:
    old = _beside(target)
    if target.exists():
        os.rename(target, old)
    try:
        os.rename(beside, target)
    except BaseException:
        if old.exists():
            os.rename(old, target)
        raise
    _sync(target.parent)
    shutil.rmtree(old, ignore_errors=True)


def _beside(target: Path) -> Path:
    return target.with_name(f".{target.name}.{secrets.token_hex(4)}")


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
