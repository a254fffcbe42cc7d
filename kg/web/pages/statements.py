"""Statements as the lists of all pages show them: who, what, when, where, with their predictions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from kg.decisions import came_true
from kg.web.graph import Graph, Row

State = Literal["open", "due", "resolved"]
STATES: tuple[State, ...] = ("open", "due", "resolved")

_DETAILS = """
UNWIND $wanted AS wanted
MATCH (s:Statement {id: wanted})-[:SAID_BY]->(e:Entity)
MATCH (s)-[:IN_ARTICLE]->(a:Article)
OPTIONAL MATCH (a)-[:PUBLISHED_BY]->(o:Entity)
OPTIONAL MATCH (s)-[:TOLD_TO]->(t:Entity)
OPTIONAL MATCH (s)-[:VIA]->(v:Entity)
RETURN s.id AS id, s.text AS text, s.role AS role, s.naming AS naming, s.type AS type, s.toldTo AS told_to,
       CASE WHEN t.local THEN null ELSE t.id END AS told_id, s.via AS via,
       CASE WHEN v.local THEN null ELSE v.id END AS via_id,
       e.id AS source, e.name AS name, e.kind AS kind, e.local AS local, a.id AS article,
       a.title AS title, a.published AS published, a.url AS url, o.id AS outlet, o.name AS outlet_name
"""
_PREDICTIONS = """
UNWIND $wanted AS wanted
MATCH (s:Statement {id: wanted})-[:MAKES]->(p:Prediction)
OPTIONAL MATCH (p)-[:OF]->(q:Proposition)-[:RESOLVED_BY]->(d:Resolution)
RETURN s.id AS statement, p.id AS id, p.text AS text, p.polarity AS polarity, p.certainty AS certainty,
       p.horizonText AS horizon, p.horizonStart AS start, p.horizonEnd AS end, d.outcome AS outcome, p.start AS place
ORDER BY place, id
"""


@dataclass(frozen=True, slots=True)
class Predicted:
    """A prediction, and what became of it until a day."""

    id: str
    text: str
    polarity: str
    certainty: str
    horizon: str | None  #: as written
    start: str | None
    end: str | None  #: last day of the horizon
    state: State
    truth: str | None  #: yes, no, disputed; None while it is open


@dataclass(frozen=True, slots=True)
class Said:
    """A statement with what a reader wants to know about it."""

    row: Row
    predictions: tuple[Predicted, ...]

    def __getattr__(self, name: str) -> Any:
        try:
            return self.row[name]
        except KeyError:
            raise AttributeError(name) from None


def statements(graph: Graph, ids: Sequence[str], today: str) -> list[Said]:
    """Give these statements in this order; those that are not there are left out."""
    rows = {row["id"]: row for row in graph.ask(_DETAILS, wanted=list(ids))}
    made: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for row in graph.ask(_PREDICTIONS, wanted=list(ids)):
        made[row["statement"]][row["id"]].append(row)
    return [Said(rows[id], tuple(_predicted(found, today) for found in made[id].values())) for id in ids if id in rows]


def _predicted(rows: Sequence[Row], today: str) -> Predicted:
    """Read one prediction, with a row for each outcome."""
    row = rows[0]
    state, truth = fate(row["polarity"], row["end"], [it["outcome"] for it in rows], today)
    return Predicted(
        row["id"],
        row["text"],
        row["polarity"],
        row["certainty"],
        row["horizon"],
        row["start"],
        row["end"],
        state,
        truth,
    )


def fate(polarity: Any, end: str | None, outcomes: Sequence[Any], today: str) -> tuple[State, str | None]:
    """Tell the state of a prediction on a day, and whether it came true: two deciders may differ."""
    truths = {came_true(polarity, outcome) for outcome in outcomes if outcome not in (None, "open")}
    if truths:
        return "resolved", "disputed" if len(truths) > 1 else str(truths.pop())
    return ("due" if end is not None and end < today[: len(end)] else "open"), None
