"""Files and folders appear whole or not at all, and nothing is replaced that is not ours."""

from __future__ import annotations

import os
import stat
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from kg.export.whole import check_folder, whole_file, whole_folder, write_manifest


def left(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def fill(folder: Path, text: str, *names: str) -> None:
    for name in names:
        (folder / name).write_text(text)
    write_manifest(folder, "csv", dict.fromkeys(names, 1))


def _fail_in(opened: AbstractContextManager[Path]) -> None:
    """Write half of it, and fail."""
    with opened as path:
        (path / "Statement.csv" if path.is_dir() else path).write_text("half")
        raise ZeroDivisionError


def test_a_file_appears_when_it_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "graph.db"
    with whole_file(target) as path:
        path.write_text("new")
        assert not target.exists()
    assert target.read_text() == "new"
    assert left(tmp_path) == {"graph.db"}


def test_a_file_that_fails_leaves_the_old_one(tmp_path: Path) -> None:
    target = tmp_path / "graph.db"
    target.write_text("old")
    with pytest.raises(ZeroDivisionError):
        _fail_in(whole_file(target))
    assert target.read_text() == "old"
    assert left(tmp_path) == {"graph.db"}


def test_a_file_keeps_the_rights_of_the_one_it_replaces(tmp_path: Path) -> None:
    target = tmp_path / "graph.db"
    target.write_text("old")
    target.chmod(0o640)
    with whole_file(target) as path:
        path.write_text("new")
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError, match="wanted the name of a file"), whole_file(tmp_path):
        pytest.fail("not reached")


@pytest.mark.parametrize("before", ["nothing", "empty", "ours"])
def test_a_folder_appears_when_it_is_whole(tmp_path: Path, before: str) -> None:
    target = tmp_path / "tables"
    if before != "nothing":
        target.mkdir()
    if before == "ours":
        fill(target, "old", "Old.csv", "Statement.csv")
    with whole_folder(target) as path:
        fill(path, "new", "Statement.csv")
        assert not (target / "Statement.csv").exists() or (target / "Statement.csv").read_text() == "old"
    assert left(target) == {"Statement.csv", "export.json"}
    assert (target / "Statement.csv").read_text() == "new"
    assert left(tmp_path) == {"tables"}
    mask = os.umask(0)
    os.umask(mask)
    assert stat.S_IMODE(target.stat().st_mode) == 0o777 & ~mask


def test_a_folder_that_fails_leaves_the_old_one(tmp_path: Path) -> None:
    target = tmp_path / "tables"
    target.mkdir()
    fill(target, "old", "Statement.csv")
    with pytest.raises(ZeroDivisionError):
        _fail_in(whole_folder(target))
    assert (target / "Statement.csv").read_text() == "old"
    assert left(tmp_path) == {"tables"}


@pytest.mark.parametrize("is_export", [False, True])
def test_a_folder_with_anything_else_in_it_is_refused(tmp_path: Path, is_export: bool) -> None:
    if is_export:
        fill(tmp_path, "old", "Statement.csv")
    (tmp_path / "thesis.odt").write_text("years of work")
    with pytest.raises(FileExistsError, match=r"holds 'thesis.odt', which is no part of an export"):
        check_folder(tmp_path)
    with pytest.raises(FileExistsError), whole_folder(tmp_path):
        pytest.fail("not reached")
    assert (tmp_path / "thesis.odt").read_text() == "years of work"


def test_what_was_put_into_the_folder_meanwhile_is_not_lost(tmp_path: Path) -> None:
    target = tmp_path / "tables"
    target.mkdir()
    opened = whole_folder(target)
    fill(opened.__enter__(), "new", "Statement.csv")
    (target / "notes.txt").write_text("mine")
    with pytest.raises(FileExistsError, match=r"notes\.txt"):
        opened.__exit__(None, None, None)
    assert left(target) == {"notes.txt"}
    assert left(tmp_path) == {"tables"}


def test_a_manifest_of_somebody_else_is_none_of_ours(tmp_path: Path) -> None:
    for text in ("[]", "{}", '{"rows": 3}', "nothing"):
        (tmp_path / "export.json").write_text(text)
        with pytest.raises(FileExistsError, match=r"export\.json"):
            check_folder(tmp_path)


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "tables").write_text("x")
    with pytest.raises(FileExistsError, match="wanted a folder"), whole_folder(tmp_path / "tables"):
        pytest.fail("not reached")
