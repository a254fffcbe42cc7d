"""The page of a source: how it is described, what it said, who quotes it, whom it cites, beside whom it is quoted."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from kg.web.graph import Graph, Row
from kg.web.pages.overview import outlets
from kg.web.pages.pieces import MissingError, Piece, piece
from kg.web.pages.statements import Said, fate, statements

SIZE = 60
_BESIDE, _ARTICLES = 15, 12

_ENTITY = "MATCH (e:Entity {id: $entity}) RETURN e.id AS id, e.name AS name, e.kind AS kind, e.local AS local"
_SAID = """
MATCH (e:Entity {id: $entity})<-[:SAID_BY]-(s:Statement)-[:IN_ARTICLE]->(a:Article)
OPTIONAL MATCH (a)-[:PUBLISHED_BY]->(o:Entity)
RETURN s.id AS id, a.id AS article, o.id AS outlet, o.name AS outlet_name, coalesce(a.published, '') AS published
ORDER BY published DESC, article, s.start, id
"""
_ROLES = """
MATCH (e:Entity {id: $entity})<-[:DESCRIBES]-(d:Description)<-[:DESCRIBED_AS]-(s:Statement)-[:IN_ARTICLE]->(a:Article)
OPTIONAL MATCH (d)-[:HAS_ROLE]->(r:Role)
OPTIONAL MATCH (d)-[:AT]->(b:Entity)
OPTIONAL MATCH (a)-[:PUBLISHED_BY]->(o:Entity)
RETURN d.text AS role, r.id AS category, d.organization AS organization, b.id AS body, o.id AS outlet,
       o.name AS outlet_name, coalesce(a.published, '') AS published, a.id AS article, s.id AS statement,
       s.start AS place
ORDER BY published, article, place, role, statement
"""
_FATES = """
MATCH (e:Entity {id: $entity})<-[:SAID_BY]-(s:Statement)-[:MAKES]->(p:Prediction)
OPTIONAL MATCH (p)-[:OF]->(q:Proposition)-[:RESOLVED_BY]->(d:Resolution)
RETURN p.id AS id, p.polarity AS polarity, p.horizonEnd AS end, d.outcome AS outcome
ORDER BY id
"""
_CITES = """
MATCH (e:Entity {id: $entity})<-[:SAID_BY]-(o:Statement)<-[:WITHIN]-(s:Statement)-[:SAID_BY]->(c:Entity)
MATCH (s)-[:IN_ARTICLE]->(a:Article)
RETURN c.id AS id, c.name AS name, c.local AS local, 'within' AS way, s.id AS statement, s.text AS text,
       a.id AS article, a.published AS published
ORDER BY name, id, published, statement
"""
_PASSES_ON = """
MATCH (e:Entity {id: $entity})<-[:VIA]-(s:Statement)-[:SAID_BY]->(c:Entity)
MATCH (s)-[:IN_ARTICLE]->(a:Article)
RETURN c.id AS id, c.name AS name, c.local AS local, 'via' AS way, s.id AS statement, s.text AS text,
       a.id AS article, a.published AS published
ORDER BY name, id, published, statement
"""
_CITED_BY = """
MATCH (e:Entity {id: $entity})<-[:SAID_BY]-(s:Statement)-[:WITHIN]->(o:Statement)-[:SAID_BY]->(c:Entity)
MATCH (s)-[:IN_ARTICLE]->(a:Article)
RETURN c.id AS id, c.name AS name, c.local AS local, 'within' AS way, s.id AS statement, s.text AS text,
       a.id AS article, a.published AS published
ORDER BY name, id, published, statement
"""
_PASSED_ON = """
MATCH (e:Entity {id: $entity})<-[:SAID_BY]-(s:Statement)-[:VIA]->(c:Entity)
MATCH (s)-[:IN_ARTICLE]->(a:Article)
RETURN c.id AS id, c.name AS name, c.local AS local, 'via' AS way, s.id AS statement, s.text AS text,
       a.id AS article, a.published AS published
ORDER BY name, id, published, statement
"""
_BESIDE_THEM = """
UNWIND $articles AS wanted
MATCH (a:Article {id: wanted})<-[:IN_ARTICLE]-(s:Statement)-[:SAID_BY]->(c:Entity)
WHERE NOT c.local AND c.id <> $entity
RETURN c.id AS id, c.name AS name, a.id AS article, a.title AS title, coalesce(a.published, '') AS published,
       min(s.id) AS statement
ORDER BY published DESC, article, name, id
"""
_MEMBERS = """
MATCH (e:Entity {id: $entity})<-[:AT]-(d:Description)-[:DESCRIBES]->(m:Entity)
MATCH (d)<-[:DESCRIBED_AS]-(s:Statement)-[:IN_ARTICLE]->(a:Article)
RETURN m.id AS id, m.name AS name, m.local AS local, d.text AS role, min(s.id) AS statement, min(a.id) AS article,
       count(s) AS statements
ORDER BY statements DESC, name, role, id
"""


@dataclass(frozen=True, slots=True)
class Described:
    """One role as the articles of one outlet give it."""

    row: Row  #: of the first statement in which it stands
    last: str
    statements: int


@dataclass(frozen=True, slots=True)
class Tie:
    """Another source, and the statements that tie it to this one."""

    id: str
    name: str
    is_local: bool
    rows: list[Row]  #: the first ones, in order of time
    total: int


@dataclass(frozen=True, slots=True)
class Person:
    row: Row
    is_outlet: bool
    outlet: Row | None  #: only statements in this one are shown
    statements: int
    articles: int
    quoted_by: list[tuple[str | None, str | None, int]]  #: outlet, its name, how many statements
    said: Piece[str]
    shown: list[Said]
    roles: list[Described]
    fates: Counter[str]
    predictions: int
    cites: list[Tie]
    cited_by: list[Tie]
    beside: list[Tie]
    members: list[Row]


def person(graph: Graph, entity: str, today: str, *, outlet: str | None = None, number: int = 1) -> Person:
    """Give the page of a source; MissingError if there is none.

    outlet: only what it said in the articles of that one.
    """
    found = graph.ask(_ENTITY, entity=entity)
    if not found:
        raise MissingError(f"no source {entity!r}")
    rows = graph.ask(_SAID, entity=entity)
    wanted = rows if outlet is None else [row for row in rows if row["outlet"] == outlet]
    if outlet is not None and not wanted:
        raise MissingError(f"no statement of {entity!r} in {outlet!r}")
    said = piece([row["id"] for row in wanted], number, SIZE)
    fates, predictions = _fates(graph, entity, today)
    return Person(
        found[0],
        entity in outlets(graph),
        None if outlet is None else outlets(graph)[outlet],
        len(rows),
        len({row["article"] for row in rows}),
        _quoted_by(rows),
        said,
        statements(graph, said.items, today),
        _roles(graph.ask(_ROLES, entity=entity)),
        fates,
        predictions,
        _ties([*graph.ask(_CITES, entity=entity), *graph.ask(_PASSES_ON, entity=entity)]),
        _ties([*graph.ask(_CITED_BY, entity=entity), *graph.ask(_PASSED_ON, entity=entity)]),
        _beside(graph, entity, rows),
        graph.ask(_MEMBERS, entity=entity),
    )


def outlets_of(graph: Graph, entity: str) -> list[tuple[str, int]]:
    """Give the outlets in which a source is quoted, and how often."""
    counted = _quoted_by(graph.ask(_SAID, entity=entity))
    return [(id, number) for id, _, number in counted if id is not None]


def _quoted_by(rows: Sequence[Row]) -> list[tuple[str | None, str | None, int]]:
    counted = Counter((row["outlet"], row["outlet_name"]) for row in rows)
    return [(id, name, number) for (id, name), number in counted.most_common()]


def _roles(rows: Sequence[Row]) -> list[Described]:
    grouped: dict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row["role"], row["organization"], row["outlet"]].append(row)
    return [
        Described(found[0], found[-1]["published"], len({row["statement"] for row in found}))
        for found in grouped.values()
    ]


def _fates(graph: Graph, entity: str, today: str) -> tuple[Counter[str], int]:
    """Count predictions by state, and those that are resolved by whether they came true."""
    outcomes: dict[str, list[object]] = defaultdict(list)
    rows = graph.ask(_FATES, entity=entity)
    for row in rows:
        outcomes[row["id"]].append(row["outcome"])
    last = {row["id"]: row for row in rows}
    found: Counter[str] = Counter()
    for id, row in last.items():
        state, truth = fate(row["polarity"], row["end"], outcomes[id], today)
        found[state if truth is None else truth] += 1
    return found, len(last)


def _ties(rows: Sequence[Row], most: int | None = None) -> list[Tie]:
    grouped: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row["id"]].append(row)
    ordered = sorted(grouped.values(), key=lambda found: (-len(found), found[0]["name"], found[0]["id"]))
    return [
        Tie(found[0]["id"], found[0]["name"], bool(found[0].get("local")), found[:_ARTICLES], len(found))
        for found in ordered[:most]
    ]


def _beside(graph: Graph, entity: str, said: Sequence[Row]) -> list[Tie]:
    articles = sorted({row["article"] for row in said})
    return _ties(graph.ask(_BESIDE_THEM, entity=entity, articles=articles), _BESIDE)
