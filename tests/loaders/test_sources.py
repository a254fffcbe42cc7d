from __future__ import annotations

import io
import os
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest

from kg.article import Article, Rejected
from kg.errors import DataError
from kg.loaders import Loader, find_loaders, read
from tests.conftest import CHECKOUT

TEXT = "قال الوزير إن العمل مستمر."
LINE = f'{{"id": "j", "text": "{TEXT}"}}\n'


@pytest.fixture
def stdin(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes], None]:
    def put(data: bytes) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(data))))

    return put


def ids(*paths: str | Path) -> list[str]:
    return [item.id if isinstance(item, Article) else f"{item.where}: {item.reason}" for item in read(paths)]


def test_a_folder_gives_its_files_of_known_suffix_at_any_depth_in_order(tmp_path: Path) -> None:
    for name, content in {
        "b.txt": TEXT,
        "a.jsonl": LINE,
        "deep/down/c.txt": TEXT,
        "c.ndjson": LINE,
        "d.JSON": LINE,
        "picture.png": "x",
        ".hidden.txt": TEXT,
        ".git/x.txt": TEXT,
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    assert ids(tmp_path) == ["j", "b", "j", "j", "deep/down/c"]


def test_links_in_a_circle_end(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "again").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe.txt")
    assert ids(tmp_path) == ["a"]


def test_an_empty_folder_and_a_missing_file_are_rejected(tmp_path: Path) -> None:
    folder, missing = read([tmp_path, tmp_path / "no.txt"])
    assert isinstance(folder, Rejected)
    assert isinstance(missing, Rejected)
    assert folder.where == str(tmp_path)
    assert folder.reason.startswith("no articles: wanted files ending in .json, .jsonl, .ndjson, .txt")
    assert missing.where == str(tmp_path / "no.txt")
    assert "No such file" in missing.reason


@pytest.mark.skipif(os.geteuid() == 0, reason="for root every file can be read")
def test_a_file_that_may_not_be_read_costs_only_itself(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "a.txt").chmod(0)
    (tmp_path / "b.txt").write_text(TEXT, encoding="utf-8")
    first, second = read([tmp_path])
    assert isinstance(first, Rejected)
    assert isinstance(second, Article)


def test_standard_input_is_told_by_its_content(stdin: Callable[[bytes], None]) -> None:
    stdin(LINE.encode())
    assert ids("-") == ["j"]
    stdin(TEXT.encode())
    (article,) = read(["-"])
    assert isinstance(article, Article)
    assert article.text == TEXT
    stdin(b"")
    (empty,) = read(["-"])
    assert isinstance(empty, Rejected)
    assert empty.where == "-"


def test_a_file_without_known_suffix_is_told_by_its_content(tmp_path: Path) -> None:
    (tmp_path / "lines").write_text("\ufeff" + LINE, encoding="utf-8")
    (tmp_path / "prose.article").write_text(TEXT, encoding="utf-8")
    assert ids(tmp_path / "lines", tmp_path / "prose.article") == ["j", "prose"]


def test_the_format_can_be_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(LINE, encoding="utf-8")
    (article,) = read([tmp_path / "a.txt"], form="jsonl")
    assert isinstance(article, Article)
    assert article.id == "j"
    with pytest.raises(DataError, match="no loader 'csv'; there are: json, jsonl, text"):
        list(read([tmp_path / "a.txt"], form="csv"))


def test_a_file_name_that_is_no_text_gives_an_identifier_that_is(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/\xff.txt"
    with open(path, "wb") as stream:
        stream.write(TEXT.encode())
    (article,) = read([tmp_path])
    assert isinstance(article, Article)
    article.id.encode()


def test_every_loader_is_an_entry_point_of_its_own_name() -> None:
    assert all(isinstance(loader, Loader) and loader.name == name for name, loader in find_loaders().items())
    project = CHECKOUT / "pyproject.toml"
    declared = tomllib.loads(project.read_text(encoding="utf-8"))["project"]["entry-points"]["kg.loaders"]
    assert set(declared) <= set(find_loaders()), "install again: the entry points have changed"


def test_the_articles_of_the_gold_set_are_read_as_they_are(shared: Path) -> None:
    items = list(read([shared / "gold" / "dev.articles.jsonl"]))
    assert len(items) == 41
    assert not [item for item in items if isinstance(item, Rejected)]
