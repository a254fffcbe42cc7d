"""The ledger keeps each article once, with its history, and says clearly what it cannot open."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from kg.article import Article, Rejected
from kg.errors import LedgerError
from kg.extraction import Extraction
from kg.ledger import VERSION, Done, Ledger, article_id, fill
from tests.graphs import add, small


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger.open(tmp_path / "kg.db", create=True)


def extracted(articles: list[Article]) -> list[Extraction]:
    return [Extraction(article.id) for article in articles]


def outcomes(ledger: Ledger, *articles: Article, pipeline: str = "1") -> list[str]:
    return [
        item.outcome
        for item in fill(ledger, articles, lambda a: extracted(list(a)), pipeline)
        if isinstance(item, Done)
    ]


def test_what_was_put_in_comes_out(ledger: Ledger) -> None:
    add(ledger, small())
    for article, extraction in small():
        (id,) = ledger.find(article.id)
        entry = ledger.entry(id)
        assert entry is not None
        assert (entry.article, entry.extraction) == (article, extraction)
    assert ledger.counts() == {"articles, extracted": 3, "articles, skipped": 1, "earlier versions": 0}


def test_running_twice_changes_nothing(ledger: Ledger) -> None:
    add(ledger, small())
    last = ledger.last_change()
    add(ledger, small())
    assert ledger.last_change() == last == 4


def test_done_articles_are_not_extracted_again(ledger: Ledger) -> None:
    articles = [article for article, _ in small()]
    asked: list[str] = []

    def extract(batch: object) -> list[Extraction]:
        assert isinstance(batch, list)
        asked.extend(article.id for article in batch)
        return extracted(batch)

    list(fill(ledger, articles[:2], extract, "1"))
    list(fill(ledger, articles, extract, "1"))
    assert asked == [article.id for article in articles]


def test_new_text_under_the_same_url_replaces_and_the_old_does_not_come_back(ledger: Ledger) -> None:
    old = Article("نص أول", "a", "الضفاف", "https://difaf.example/a")
    new = replace(old, text="نص ثان", id="b")
    assert outcomes(ledger, old, new) == ["add", "replace"]
    assert outcomes(ledger, old, new) == ["same", "same"]
    (entry,) = ledger.entries([article_id(new)])
    assert entry.article.text == "نص ثان"
    assert ledger.counts() == {"articles, extracted": 1, "earlier versions": 1}


def test_another_pipeline_extracts_again(ledger: Ledger) -> None:
    article = Article("نص", "a")
    assert outcomes(ledger, article) == ["add"]
    assert outcomes(ledger, article, pipeline="2") == ["extract"]
    assert [change.op for change in ledger.changes()] == ["extract"]


def test_equal_text_of_two_outlets_is_two_articles(ledger: Ledger) -> None:
    assert outcomes(ledger, Article("نص", "a", "الضفاف"), Article("نص", "a", "صوت السهل")) == ["add", "add"]


def test_a_removed_article_is_gone_and_can_be_added_again(ledger: Ledger) -> None:
    article = Article("نص", "a")
    outcomes(ledger, article)
    assert ledger.remove(article_id(article))
    assert not ledger.remove(article_id(article))
    assert ledger.entry(article_id(article)) is None
    assert outcomes(ledger, article) == ["add"]


def test_a_failing_extraction_leaves_the_batch_out_as_a_whole(ledger: Ledger) -> None:
    articles = [Article(f"نص {number}", str(number)) for number in range(3)]
    with pytest.raises(ValueError, match="zip"):
        list(fill(ledger, articles, lambda batch: extracted(list(batch))[:-1], "1"))
    assert ledger.articles() == []


def test_rejected_items_pass_and_broken_text_is_rejected(ledger: Ledger) -> None:
    rejected = Rejected("x.jsonl:3", "no text")
    found = list(
        fill(
            ledger, [rejected, Article("نص \ud83d", "half"), Article("نص", "whole")], lambda a: extracted(list(a)), "1"
        )
    )
    assert found[0] == rejected
    assert isinstance(found[1], Rejected)
    assert "surrogate" in found[1].reason
    assert found[1].where == "half"
    assert isinstance(found[2], Done)


def test_the_same_article_twice_in_one_batch_is_put_in_once(ledger: Ledger) -> None:
    article = Article("نص", "a")
    assert outcomes(ledger, article, article) == ["same", "add"]


def test_text_survives_byte_for_byte(ledger: Ledger) -> None:
    text = "a\x00b\u202e\r\n\u0640ﻻ\U0001f600 "
    outcomes(ledger, Article(text, "odd"))
    (entry,) = ledger.entries(ledger.articles())
    assert entry.article.text == text


def _other_database(path: Path) -> None:
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE shop (id)")


def _newer(path: Path) -> None:
    Ledger.open(path, create=True).close()
    with sqlite3.connect(path) as db:
        db.execute(f"PRAGMA user_version = {VERSION + 1}")


def _damaged(path: Path) -> None:
    with Ledger.open(path, create=True) as ledger:
        outcomes(ledger, *(Article("نص " * 500 + str(n), str(n)) for n in range(40)))
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    path.write_bytes(data)


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda path: None, "there is no ledger"),
        (lambda path: path.mkdir(), "found a folder"),
        (lambda path: path.write_bytes(b""), "empty"),
        (
            lambda path: path.write_text("this is a plain text file, long enough to have a header of its own " * 20),
            "not a database",
        ),
        (_other_database, "another SQLite database"),
        (_newer, "install a newer Qawl"),
        (_damaged, "malformed"),
    ],
)
def test_what_is_no_ledger_is_told_in_one_line(tmp_path: Path, spoil: object, reason: str) -> None:
    path = tmp_path / "kg.db"
    assert callable(spoil)
    spoil(path)
    with pytest.raises(LedgerError, match=reason) as caught, Ledger.open(path) as ledger:
        list(ledger.entries(ledger.articles()))
    assert "\n" not in str(caught.value)
    assert str(path) in str(caught.value)


def test_another_database_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "shop.db"
    _other_database(path)
    before = path.read_bytes()
    with pytest.raises(LedgerError):
        Ledger.open(path, create=True)
    assert path.read_bytes() == before
