"""How the outcome of a prediction is recorded, taken back and told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from kg.article import Article
from kg.decisions import (
    Decision,
    Decisions,
    Evidence,
    Outcome,
    Predicted,
    Proposition,
    Record,
    State,
    Truth,
    came_true,
    own_proposition,
    worded_proposition,
)
from kg.errors import QueryError
from kg.ledger import Ledger, article_id
from kg.stores.base import Rows, Store

COLUMNS = (
    "decision",
    "state",
    "question",
    "outcome",
    "on",
    "by",
    "prediction",
    "speaker",
    "text",
    "polarity",
    "came_true",
    "evidence",
    "note",
    "recorded",
)
_FIND = """
UNWIND $ids AS id
MATCH (p:Prediction {id: id})<-[:MAKES]-(s:Statement)-[:IN_ARTICLE]->(a:Article)
RETURN p.id AS id, a.id AS article, p.text AS text, p.polarity AS polarity, p.hedge AS hedge, s.speaker AS speaker
ORDER BY id
"""


@dataclass(frozen=True, slots=True)
class Known:
    """A prediction as the graph has it."""

    id: str
    article: str
    text: str
    polarity: str
    hedge: str | None
    speaker: str

    @property
    def predicted(self) -> Predicted:
        return Predicted(self.id, self.article, self.text)


@dataclass(frozen=True, slots=True)
class Judged:
    """What a decision means for one prediction."""

    prediction: Known
    truth: Truth | None  #: None where only the question was recorded


def find_prediction(store: Store, id: str) -> Known:
    """Give the prediction of that identifier; QueryError if the graph has none."""
    found = _known(store, [id])
    if id not in found:
        raise QueryError(f"no prediction {id!r}; 'kg predictions' lists them with their prediction_id")
    return found[id]


def find_evidence(ledger: Ledger, written: str) -> Evidence:
    """Read evidence: an address, whether or not that article is here, or an article that is; else QueryError."""
    written = written.strip()
    found = ledger.find(written)
    if len(found) == 1:
        return Evidence(written, found[0])
    if len(found) > 1:
        raise QueryError(f"{written!r} are several articles: {', '.join(found)}")
    if not _is_address(written):
        raise QueryError(f"no article {written!r} here; wanted one of its identifiers, or an address (https://…)")
    return Evidence(written, article_id(Article("", "", url=written)))


def read_day(text: str) -> str:
    """Check a day; QueryError for any other form, and for a day that does not exist."""
    try:
        if len(text) == len("2026-01-15"):
            return date.fromisoformat(text).isoformat()
    except ValueError:
        pass
    raise QueryError(f"wanted a day such as 2026-01-15, found {text!r}")


def question_of(decisions: Decisions, prediction: Known) -> Proposition:
    """Give the question on which a prediction stands, or the one that it makes alone."""
    known = decisions.proposition(prediction.id)
    if known is not None:
        return known
    return own_proposition(prediction.id, prediction.text, prediction.polarity, prediction.hedge)


def make_decision(
    ledger: Ledger,
    prediction: Known,
    outcome: Outcome | None,
    *,
    by: str,
    on: str | None = None,
    evidence: Iterable[Evidence] = (),
    wording: str | None = None,
    same_as: Known | None = None,
    note: str | None = None,
) -> Decision:
    """Put a decision together.

    wording: the question in a person's words; same_as: another prediction, on whose question this one stands too.
    Neither: the question on which the prediction stands, else one of its own.
    """
    decisions = Decisions(ledger.decisions())
    predictions = [prediction.predicted]
    if wording is not None:
        question = worded_proposition(wording)
    elif same_as is not None:
        question = question_of(decisions, same_as)
        predictions.append(same_as.predicted)
    else:
        question = question_of(decisions, prediction)
    note = None if note is None else " ".join(note.split()) or None
    given = tuple(dict.fromkeys(evidence))
    return Decision(question, tuple(dict.fromkeys(predictions)), " ".join(by.split()), outcome, on, given, note)


def judged(ledger: Ledger, store: Store, decision: Decision) -> list[Judged]:
    """Tell what a decision means for each prediction that stands on its question now."""
    predictions = Decisions(ledger.decisions()).predictions(decision.proposition.id)
    known = _known(store, [it.id for it in predictions])
    return [Judged(found, _truth(found, decision)) for found in known.values()]


def outcomes(ledger: Ledger, store: Store, *, with_history: bool = False) -> Rows:
    """List the decisions that hold, in order of time, each with the predictions on its question.

    with_history: also those that were replaced, moved to another question or undone, with their own predictions.
    A prediction that is not in the graph any more has its words only: no polarity, and no truth.
    """
    decisions = Decisions(ledger.decisions())
    told = [(record, state) for record, state in decisions.history() if with_history or state == "stands"]
    shown = [(record, state, _predictions(decisions, record, state)) for record, state in told]
    known = _known(store, {it.id for _, _, predictions in shown for it in predictions})
    return Rows(
        COLUMNS,
        tuple(
            _row(record, state, predicted, known.get(predicted.id))
            for record, state, predictions in shown
            for predicted in predictions
        ),
    )


def missing_predictions(ledger: Ledger, store: Store) -> list[str]:
    """Give the predictions with a decision that holds which the graph has no more: extracted otherwise, or removed."""
    decisions = Decisions(ledger.decisions())
    wanted = {id for article in decisions.articles() for id in decisions.of(article).propositions}
    return sorted(wanted - set(_known(store, wanted)))


def _predictions(decisions: Decisions, record: Record, state: State) -> Sequence[Predicted]:
    assert record.decision is not None
    if state == "stands":
        return decisions.predictions(record.decision.proposition.id)
    return record.decision.predictions


def _row(record: Record, state: State, predicted: Predicted, known: Known | None) -> tuple[Any, ...]:
    decision = record.decision
    assert decision is not None
    return (
        record.id,
        state,
        decision.proposition.text,
        decision.outcome,
        decision.on,
        decision.by,
        predicted.id,
        None if known is None else known.speaker,
        predicted.text,
        None if known is None else known.polarity,
        None if known is None else _truth(known, decision),
        " ".join(it.written for it in decision.evidence) or None,
        decision.note,
        record.at,
    )


def _truth(prediction: Known, decision: Decision) -> Truth | None:
    return None if decision.outcome is None else came_true(prediction.polarity, decision.outcome)


def _known(store: Store, ids: Iterable[str]) -> dict[str, Known]:
    return {row["id"]: Known(**row) for row in store.rows(_FIND, {"ids": sorted(ids)}).as_dicts()}


def _is_address(text: str) -> bool:
    scheme, found, rest = text.partition("://")
    return bool(found and rest) and scheme in ("http", "https") and not any(char.isspace() for char in text)
