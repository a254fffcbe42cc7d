"""Adding and removing articles: counts, rejected items, the graph current afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from kg.article import Article, Rejected
from kg.cli.add import add_articles
from kg.cli.main import run
from kg.extraction import Extraction
from kg.ledger import Ledger
from kg.run import pipeline_version
from kg.stores.base import is_current
from kg.stores.embedded import EmbeddedStore, graph_path
from tests.graphs import small


def extract(articles: Sequence[Article]) -> list[Extraction]:
    made = {article.text: extraction for article, extraction in small()}
    return [made[article.text] for article in articles]


def test_counts_and_rejected_items(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    items: list[Article | Rejected] = [
        Rejected("a.jsonl:2", "wanted a text, found none"),
        *(article for article, _ in small()),
    ]
    with Ledger.open(tmp_path / "kg.db", create=True) as ledger:
        counts = add_articles(ledger, items, extract, "1", 2)
        assert counts == {"added": 4, "statements": 12, "rejected": 1}
        assert capsys.readouterr().err == "a.jsonl:2: wanted a text, found none\n"
        assert add_articles(ledger, items[1:], extract, "1", 2) == {"unchanged": 4, "statements": 0}
        with EmbeddedStore.read(graph_path(ledger)) as store:
            assert is_current(store, ledger)


@pytest.mark.parametrize("wanted", ["d1", "https://difaf.example/1"])
def test_a_removed_article_leaves_the_graph(tmp_path: Path, wanted: str) -> None:
    path = tmp_path / "kg.db"
    with Ledger.open(path, create=True) as ledger:
        add_articles(ledger, [article for article, _ in small()], extract, "1", 50)
    assert run(["remove", wanted, "--db", str(path)]) == 0
    with Ledger.open(path) as ledger, EmbeddedStore.read(graph_path(ledger)) as store:
        assert is_current(store, ledger)
        assert store.rows("MATCH (a:Article) RETURN count(a) AS n", {}).rows == ((3,),)


def test_the_version_of_the_pipeline_is_the_same_twice() -> None:
    assert pipeline_version() == pipeline_version()
