"""The prediction board: all predictions with what they can be filtered by, and those that contradict each other."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

from kg.ask import ask
from kg.errors import QueryError
from kg.search import name_key, topic_key
from kg.web.graph import Graph, Row
from kg.web.pages.statements import State, fate

SIZE = 50
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?", re.ASCII)

_ALL = """
MATCH (p:Prediction)<-[:MAKES]-(s:Statement)-[:SAID_BY]->(e:Entity)
MATCH (s)-[:IN_ARTICLE]->(a:Article)
OPTIONAL MATCH (a)-[:PUBLISHED_BY]->(o:Entity)
RETURN p.id AS id, p.text AS text, p.textKey AS key, p.polarity AS polarity, p.certainty AS certainty,
       p.horizonText AS horizon, p.horizonEnd AS end, s.id AS statement, s.role AS role, e.id AS source, e.name AS name,
       e.nameKey AS name_key, e.local AS local, a.id AS article, a.published AS published, o.id AS outlet,
       o.name AS outlet_name
ORDER BY coalesce(published, '') DESC, article, p.start, id
"""
_OUTCOMES = """
MATCH (p:Prediction)-[:OF]->(q:Proposition)-[:RESOLVED_BY]->(d:Resolution)
RETURN p.id AS id, d.outcome AS outcome
ORDER BY id, outcome
"""
_ARTICLE_OF = """
UNWIND $wanted AS wanted
MATCH (s:Statement {id: wanted})-[:IN_ARTICLE]->(a:Article)
RETURN s.id AS id, a.id AS article
"""


@dataclass(frozen=True, slots=True)
class Listed:
    """A prediction on the board."""

    row: Row
    state: State
    truth: str | None

    def __getattr__(self, name: str) -> Any:
        try:
            return self.row[name]
        except KeyError:
            raise AttributeError(name) from None


@dataclass(frozen=True, slots=True)
class Filter:
    """What is wanted; an empty text means any."""

    topic: str = ""
    by: str = ""
    outlet: str = ""  #: identifier
    polarity: str = ""
    certainty: str = ""
    horizon: str = ""  #: dated, undated
    since: str = ""
    until: str = ""

    @property
    def is_empty(self) -> bool:
        return not any(getattr(self, field.name) for field in fields(self))


def board(graph: Graph, today: str) -> list[Listed]:
    """Give all predictions, the newest first."""
    return graph.once(("board", today), lambda: _board(graph, today))


def chosen(found: Sequence[Listed], wanted: Filter) -> list[Listed]:
    """Give those that a filter lets through; QueryError for a date that is none."""
    for day in (wanted.since, wanted.until):
        if day and not _DATE.fullmatch(day):
            raise QueryError(day)
    topic, name = topic_key(wanted.topic), name_key(wanted.by)
    if (wanted.topic and not topic) or (wanted.by and not name):
        return []
    return [
        it
        for it in found
        if topic in it.row["key"]
        and name in it.row["name_key"]
        and wanted.outlet in ("", it.row["outlet"])
        and wanted.polarity in ("", it.row["polarity"])
        and wanted.certainty in ("", it.row["certainty"])
        and wanted.horizon in ("", "undated" if it.row["end"] is None else "dated")
        and (it.row["published"] or "") >= wanted.since
        and (not wanted.until or (it.row["published"] or "~")[: len(wanted.until)] <= wanted.until)
    ]


def contradictions(graph: Graph) -> list[Row]:
    """Give pairs of predictions on one question with opposite polarity, each with its articles."""
    return graph.once("contradictions", lambda: _contradictions(graph))


def _board(graph: Graph, today: str) -> list[Listed]:
    outcomes: dict[str, list[str]] = defaultdict(list)
    for row in graph.ask(_OUTCOMES):
        outcomes[row["id"]].append(row["outcome"])
    return [
        Listed(row, *fate(row["polarity"], row["end"], outcomes.get(row["id"], ()), today)) for row in graph.ask(_ALL)
    ]


def _contradictions(graph: Graph) -> list[Row]:
    rows = ask(graph.store, "contradicting_predictions").as_dicts()
    wanted = sorted({row[f"{side}_statement"] for row in rows for side in ("positive", "negative")})
    articles = {row["id"]: row["article"] for row in graph.ask(_ARTICLE_OF, wanted=wanted)}
    return [
        row | {f"{side}_article": articles[row[f"{side}_statement"]] for side in ("positive", "negative")}
        for row in rows
    ]
