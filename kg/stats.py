"""How much there is: articles, statements, sources, predictions, and what they take on disk."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kg.decisions import Decisions
from kg.ledger import Ledger
from kg.stores.base import Rows, Store
from kg.stores.projections import PROJECTIONS, size

COLUMNS = ("what", "value")
_STATEMENTS = "MATCH (s:Statement) RETURN s.{name} AS value, count(*) AS found ORDER BY value"
_PREDICTIONS = "MATCH (p:Prediction) RETURN p.{name} AS value, count(*) AS found ORDER BY value"
_SOURCES = """
MATCH (s:Statement)-[:SAID_BY]->(e:Entity)
RETURN e.kind AS value, count(DISTINCT e.id) AS found ORDER BY value
"""
_DATED = "MATCH (p:Prediction) WHERE p.horizonEnd IS NOT NULL RETURN count(*) AS found"
_RESOLVED = """
MATCH (p:Prediction)-[:OF]->(:Proposition)-[:RESOLVED_BY]->(r:Resolution)
RETURN r.outcome AS value, count(DISTINCT p.id) AS found ORDER BY value
"""
_OUTLETS = "MATCH (:Article)-[:PUBLISHED_BY]->(o:Entity) RETURN count(DISTINCT o.id) AS found"
_SPAN = "MATCH (a:Article) RETURN min(a.published) AS first, max(a.published) AS last"
# Unnamed sources and documents, and persons of whom the article gives one part of the name only.
_LOCAL = "MATCH (s:Statement)-[:SAID_BY]->(e:Entity) WHERE e.local RETURN count(*) AS found"


def stats(ledger: Ledger, store: Store) -> Rows:
    """Count what is there; sizes are in bytes, shares lie in 0 … 1, what cannot be told is None."""
    return Rows(COLUMNS, (*_articles(ledger, store), *_said(store), *_predicted(ledger, store), *_on_disk(ledger)))


def _articles(ledger: Ledger, store: Store) -> Iterator[tuple[str, Any]]:
    counts = ledger.counts()
    earlier = counts.pop("earlier versions")
    yield "articles", sum(counts.values())
    yield from counts.items()
    yield "earlier versions of articles", earlier
    yield "outlets", _one(store, _OUTLETS)
    ((first, last),) = store.rows(_SPAN, {}).rows
    yield "first published", first
    yield "last published", last


def _said(store: Store) -> Iterator[tuple[str, Any]]:
    by_type = _each(store, _STATEMENTS.format(name="type"))
    total = sum(found for _, found in by_type)
    yield "statements", total
    yield from _named("statements", by_type)
    yield from _named("statements", _each(store, _STATEMENTS.format(name="naming")))
    yield "share of statements without full attribution", _share(_one(store, _LOCAL), total)
    sources = _each(store, _SOURCES)
    yield "sources", sum(found for _, found in sources)
    yield from _named("sources", sources)


def _predicted(ledger: Ledger, store: Store) -> Iterator[tuple[str, Any]]:
    by_polarity = _each(store, _PREDICTIONS.format(name="polarity"))
    yield "predictions", sum(found for _, found in by_polarity)
    yield from _named("predictions", by_polarity)
    yield from _named("predictions", _each(store, _PREDICTIONS.format(name="certainty")))
    yield "predictions, with a dated horizon", _one(store, _DATED)
    resolved = dict(_each(store, _RESOLVED))
    for outcome in ("happened", "not", "open"):
        yield f"predictions, outcome {outcome}", resolved.get(outcome, 0)
    yield "decisions that hold", sum(state == "stands" for _, state in Decisions(ledger.decisions()).history())


def _on_disk(ledger: Ledger) -> Iterator[tuple[str, Any]]:
    beside = [ledger.path.with_name(ledger.path.name + end) for end in ("", "-wal")]
    yield "bytes, ledger", sum(map(size, beside))
    for it in PROJECTIONS:
        yield f"bytes, {it.name}", size(it.path(ledger))


def _named(what: str, found: list[tuple[Any, int]]) -> Iterator[tuple[str, int]]:
    return ((f"{what}, {value}", number) for value, number in found)


def _each(store: Store, query: str) -> list[tuple[Any, int]]:
    return [(value, int(found)) for value, found in store.rows(query, {}).rows]


def _one(store: Store, query: str) -> int:
    ((found,),) = store.rows(query, {}).rows
    return int(found)


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None
