"""A first load by columns gives the very graph that adding articles by Cypher gives."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from kg.article import Article
from kg.extraction import Extraction
from kg.ledger import Entry, article_id
from kg.model import ArticleGraph
from kg.project import graph_of
from kg.stores.base import Position
from kg.stores.embedded import EmbeddedStore
from tests.bench.made_up import MadeUpNews

ARTICLES = 120


@pytest.fixture(scope="module")
def graphs() -> list[ArticleGraph]:
    """So few persons that they meet again and again, under two spellings."""
    news = MadeUpNews(5 * ARTICLES)
    return [
        graph_of(Entry(article_id(article), article, extraction, "ar-made-up"))
        for number in range(ARTICLES)
        for article, extraction in (news.article(number), respelled(*news.article(number)))
    ]


def respelled(article: Article, extraction: Extraction) -> tuple[Article, Extraction]:
    """The same in another article, the names without hamza: the same entities."""
    sources = tuple(replace(source, name=source.name.replace("أ", "ا")) for source in extraction.sources)
    return replace(article, url=f"https://again.example/{article.id}"), replace(extraction, sources=sources)


def made(path: Path, chunks: Sequence[Sequence[ArticleGraph]], *, is_flushed_between: bool) -> list[str]:
    """Everything in the graph, also what kglite adds of its own."""
    with EmbeddedStore.write(path) as store:
        for number, chunk in enumerate(chunks, start=1):
            store.apply(chunk, Position(number, "ledger", "schema"))
            if is_flushed_between:
                store.flush()
        store.flush()
    with EmbeddedStore.read(path) as store:
        nodes = store.rows("MATCH (n) WHERE labels(n)[0] <> 'Projection' RETURN properties(n) AS p", {})
        edges = store.rows("MATCH (a)-[r]->(b) RETURN a.id AS a, b.id AS b, properties(r) AS p", {})
        return sorted(str(row) for row in (*nodes.rows, *edges.rows))


def in_chunks(graphs: Sequence[ArticleGraph], size: int) -> list[Sequence[ArticleGraph]]:
    return [graphs[start : start + size] for start in range(0, len(graphs), size)]


def test_a_load_gives_the_graph_that_changes_give(tmp_path: Path, graphs: list[ArticleGraph]) -> None:
    at_once = made(tmp_path / "at-once.kgl", [graphs], is_flushed_between=False)
    first, rest = graphs[:1], graphs[1:]
    by_changes = made(tmp_path / "changes.kgl", [first, *in_chunks(rest, 40)], is_flushed_between=True)
    assert at_once == by_changes
    assert len(at_once) > 20 * ARTICLES


@pytest.mark.parametrize("seed", range(3))
def test_a_load_gives_the_same_graph_in_any_order_and_chunks(
    tmp_path: Path, graphs: list[ArticleGraph], seed: int
) -> None:
    mixed = random.Random(seed).sample(graphs, len(graphs))
    loaded = made(tmp_path / "mixed.kgl", in_chunks(mixed, 30), is_flushed_between=False)
    assert loaded == made(tmp_path / "at-once.kgl", [graphs], is_flushed_between=False)


def test_a_loaded_graph_is_changed_and_emptied_like_any_other(tmp_path: Path, graphs: list[ArticleGraph]) -> None:
    half, rest = graphs[: ARTICLES // 2], graphs[ARTICLES // 2 :]
    gone = [ArticleGraph(graph.article) for graph in rest]
    changed = made(tmp_path / "changed.kgl", [[*half, *rest], gone], is_flushed_between=True)
    assert changed == made(tmp_path / "half.kgl", [half], is_flushed_between=False)
    emptied = [ArticleGraph(graph.article) for graph in half]
    assert made(tmp_path / "empty.kgl", [half, emptied], is_flushed_between=True) == []
