"""What is counted from statements and kept as edges: who relies on whom, who is quoted beside whom.

Counting them for each question takes seconds on a large graph (co-quotation in two hops most of all).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from kg.model import ArticleGraph

#: edge type, start, end, property → how many
Counts = Counter[tuple[str, str, str, str]]


@dataclass(frozen=True, slots=True)
class Saying:
    """One statement, as far as it is counted."""

    article: str
    outlet: str | None  #: entity that published the article
    source: str  #: entity that spoke
    is_local: bool
    naming: str


def sayings(graph: ArticleGraph) -> list[Saying]:
    nodes = {node.id: node.properties for node in graph.nodes}
    outlet = next((edge.end for edge in graph.edges if edge.type == "PUBLISHED_BY"), None)
    return [
        Saying(graph.article, outlet, edge.end, bool(nodes[edge.end]["local"]), str(nodes[edge.start]["naming"]))
        for edge in graph.edges
        if edge.type == "SAID_BY"
    ]


def count(found: Iterable[Saying]) -> Counts:
    """Count the statements of whole articles; counts of different articles add up."""
    counts: Counts = Counter()
    articles: dict[str, list[Saying]] = defaultdict(list)
    for saying in found:
        articles[saying.article].append(saying)
    for said in articles.values():
        _count_reliance(counts, said)
        named = sorted({saying.source for saying in said if not saying.is_local})
        for left, right in combinations(named, 2):
            counts["CO_QUOTED", left, right, "articles"] += 1
    return counts


def _count_reliance(counts: Counts, said: list[Saying]) -> None:
    for saying in said:
        if saying.outlet is not None:
            counts["RELIES_ON", saying.outlet, saying.source, "statements"] += 1
            counts["RELIES_ON", saying.outlet, saying.source, "anonymous"] += saying.naming == "anonymous"
    for outlet, source in {(saying.outlet, saying.source) for saying in said if saying.outlet is not None}:
        counts["RELIES_ON", outlet, source, "articles"] += 1
