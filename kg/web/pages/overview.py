"""What there is: all sources, outlets and articles, and the page at the root."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from kg.web.graph import Graph, Row
from kg.web.pages.board import Listed, board
from kg.web.pages.pieces import Piece, piece

LIST = 100
_SHORT = 12
_DUE = 6

_PEOPLE = """
MATCH (e:Entity)<-[:SAID_BY]-(s:Statement)
WHERE NOT e.local
RETURN e.id AS id, e.name AS name, e.kind AS kind, count(s) AS statements
ORDER BY statements DESC, name, id
"""
_KNOWN = "MATCH (e:Entity) WHERE NOT e.local RETURN e.id AS id ORDER BY id"
_OUTLETS = """
MATCH (o:Entity)<-[:PUBLISHED_BY]-(a:Article)
OPTIONAL MATCH (a)<-[:IN_ARTICLE]-(s:Statement)
RETURN o.id AS id, o.name AS name, count(DISTINCT a.id) AS articles, count(DISTINCT s.id) AS statements
ORDER BY statements DESC, articles DESC, name, id
"""
_ARTICLES = """
MATCH (a:Article)
OPTIONAL MATCH (a)-[:PUBLISHED_BY]->(o:Entity)
OPTIONAL MATCH (a)<-[:IN_ARTICLE]-(s:Statement)
RETURN a.id AS id, a.title AS title, coalesce(a.published, '') AS published, o.id AS outlet, o.name AS outlet_name,
       count(s) AS statements
ORDER BY published DESC, id
"""


@dataclass(frozen=True, slots=True)
class Front:
    people: list[Row]
    outlets: list[Row]
    articles: list[Row]
    due: list[Listed]
    due_total: int
    counts: dict[str, int]


def people(graph: Graph) -> list[Row]:
    """Give all sources that are known beyond one article and have said something, the most quoted first."""
    return graph.once("people", lambda: graph.ask(_PEOPLE))


def known(graph: Graph) -> list[str]:
    """Give all entities that are known beyond one article, whether or not they have said something."""
    return graph.once("known", lambda: [row["id"] for row in graph.ask(_KNOWN)])


def outlets(graph: Graph) -> dict[str, Row]:
    """Give all outlets by identifier, those with the most statements first."""
    return graph.once("outlets", lambda: {row["id"]: row for row in graph.ask(_OUTLETS)})


def articles(graph: Graph) -> list[Row]:
    """Give all articles, the newest first."""
    return graph.once("articles", lambda: graph.ask(_ARTICLES))


def published(graph: Graph) -> dict[str, list[Row]]:
    """Give the articles of each outlet, the newest first."""

    def by_outlet() -> dict[str, list[Row]]:
        found: dict[str, list[Row]] = defaultdict(list)
        for row in articles(graph):
            if row["outlet"] is not None:
                found[row["outlet"]].append(row)
        return found

    return graph.once("published", by_outlet)


def front(graph: Graph, today: str) -> Front:
    """Give what stands at the root."""
    predicted = board(graph, today)
    due = [it for it in predicted if it.state == "due"]
    counts = {
        "articles": len(articles(graph)),
        "outlets": len(outlets(graph)),
        "sources": len(people(graph)),
        "statements": sum(row["statements"] for row in articles(graph)),
        "predictions": len(predicted),
    }
    return Front(
        people(graph)[:_SHORT],
        list(outlets(graph).values())[:_SHORT],
        articles(graph)[:_SHORT],
        sorted(due, key=lambda it: it.end or "", reverse=True)[:_DUE],
        len(due),
        counts,
    )


def listing(graph: Graph, what: str, number: int) -> Piece[Row]:
    """Give a part of one of the lists ``people``, ``outlets``, ``articles``."""
    found = {"people": people, "outlets": lambda it: list(outlets(it).values()), "articles": articles}[what](graph)
    return piece(found, number, LIST)
