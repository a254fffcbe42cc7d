"""What is found for words: sources, outlets, articles, predictions and statements, with where each stands."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kg.text_search import NAME, TextIndex
from kg.web.graph import Graph, Row
from kg.web.pages.overview import outlets

LIMIT = 60
LONGEST = 500

_ENTITIES = "UNWIND $wanted AS wanted MATCH (e:Entity {id: wanted}) RETURN e.id AS id, e.kind AS kind, e.local AS local"
_STATEMENTS = """
UNWIND $wanted AS wanted
MATCH (s:Statement {id: wanted})-[:IN_ARTICLE]->(a:Article)
RETURN s.id AS id, s.id AS statement, a.id AS article
"""
_PREDICTIONS = """
UNWIND $wanted AS wanted
MATCH (p:Prediction {id: wanted})<-[:MAKES]-(s:Statement)-[:IN_ARTICLE]->(a:Article)
RETURN p.id AS id, s.id AS statement, a.id AS article
"""


@dataclass(frozen=True, slots=True)
class Found:
    names: list[Row]  #: sources and outlets
    texts: list[Row]  #: articles, predictions and statements
    is_cut: bool


def search(graph: Graph, words: str) -> Found:
    """Find words; QueryError if there are none in them."""
    path = graph.db.with_name(f"{graph.db.name}.d") / NAME
    with TextIndex.read(Path(path)) as index:
        rows = index.find(words, limit=LIMIT)
    hits = rows.as_dicts()

    def ids(what: str) -> list[str]:
        return [hit["id"] for hit in hits if hit["what"] == what]

    known = {row["id"]: row for row in graph.ask(_ENTITIES, wanted=ids("source"))}
    places = {row["id"]: row for row in graph.ask(_STATEMENTS, wanted=ids("statement"))}
    places |= {row["id"]: row for row in graph.ask(_PREDICTIONS, wanted=ids("prediction"))}
    names, texts = [], []
    for hit in hits:
        if hit["what"] == "source" and hit["id"] in known:
            what = "outlet" if hit["id"] in outlets(graph) else "source"
            names.append(hit | known[hit["id"]] | {"what": what})
        elif hit["what"] == "article":
            texts.append(hit | {"article": hit["id"], "statement": None})
        elif hit["id"] in places:
            texts.append(hit | places[hit["id"]])
    return Found(names, texts, rows.is_cut)
