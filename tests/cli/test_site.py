"""The command that writes the explorer as files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Done
from tests.graphs import make_ledger

Kg = Callable[..., Done]


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(make_ledger(tmp_path_factory.mktemp("cli") / "kg.db"))


def test_pages_are_written_where_they_are_expected(kg: Kg, db: str, tmp_path: Path) -> None:
    target = tmp_path / "new" / "pages"
    done = kg("site", str(target), "--db", db)
    assert (done.status, done.out) == (0, "")
    assert f"pages in {target}; open {target / 'index.html'}" in done.err
    for kind in ("person", "outlet", "article"):
        assert list((target / kind).glob("??-*.html")), kind
    assert (target / "index.html").is_file()
    assert (target / "en" / "index.html").is_file()


def test_one_language_stands_alone(kg: Kg, db: str, tmp_path: Path) -> None:
    assert kg("site", str(tmp_path / "pages"), "--language", "en", "--db", db).status == 0
    assert '<html lang="en"' in (tmp_path / "pages" / "index.html").read_text(encoding="utf-8")


def test_other_files_are_left_alone(kg: Kg, db: str, tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("dear")
    done = kg("site", str(tmp_path), "--db", db)
    assert done.status == 1
    assert done.err == f"kg: {tmp_path}: this folder holds other files than a site; name a new or empty one\n"
    assert [file.name for file in tmp_path.iterdir()] == ["letter.txt"]


def test_without_a_ledger_nothing_is_written(kg: Kg, tmp_path: Path) -> None:
    done = kg("site", str(tmp_path / "pages"), "--db", str(tmp_path / "none.db"))
    assert done.status == 1
    assert "there is no ledger" in done.err
    assert list(tmp_path.iterdir()) == []
