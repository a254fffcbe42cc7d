"""What people decided about predictions: which question several of them share, and how it came out.

Everything that was ever recorded stays; :class:`Decisions` tells what of it holds. Whether a prediction came true is
not recorded: :func:`came_true` derives it from its polarity and the outcome of its question.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Self

from kg.article import content_id
from kg.extraction import Polarity
from kg.pipeline.normal import normal

Outcome = Literal["happened", "not", "open"]
Truth = Literal["yes", "no", "open"]
State = Literal["stands", "replaced", "moved", "undone"]
OUTCOMES: tuple[Outcome, ...] = ("happened", "not", "open")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Proposition:
    """A question without polarity, on which several predictions may stand."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Predicted:
    """A prediction as it was when it was decided; extracted again, it may be gone."""

    id: str
    article: str
    text: str


@dataclass(frozen=True, slots=True)
class Evidence:
    written: str  #: as the person gave it
    article: str  #: identifier of that article, whether or not it is here


@dataclass(frozen=True, slots=True)
class Decision:
    """What one person decided at once: these predictions stand on that question, and it came out so."""

    proposition: Proposition
    predictions: tuple[Predicted, ...]
    by: str
    outcome: Outcome | None = None  #: None: only which predictions stand on the question
    on: str | None = None  #: day, ISO 8601; given with an outcome
    evidence: tuple[Evidence, ...] = ()
    note: str | None = None

    @property
    def id(self) -> str:
        """Made from the content; that of the Resolution node where there is an outcome."""
        prefix = "gr" if self.outcome is None else "rs"
        evidence = sorted(it.written for it in self.evidence)
        predictions = sorted(it.id for it in self.predictions)
        parts = (self.proposition.id, self.by, self.outcome, self.on, self.note, *evidence, "", *predictions)
        return f"{prefix}-{content_id(*parts)}"

    def to_json(self) -> dict[str, Any]:
        return {
            "proposition": {"id": self.proposition.id, "text": self.proposition.text},
            "predictions": [{"id": it.id, "article": it.article, "text": it.text} for it in self.predictions],
            "by": self.by,
            "outcome": self.outcome,
            "on": self.on,
            "evidence": [{"written": it.written, "article": it.article} for it in self.evidence],
            "note": self.note,
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        return cls(
            Proposition(**data["proposition"]),
            tuple(Predicted(**it) for it in data["predictions"]),
            data["by"],
            data["outcome"],
            data["on"],
            tuple(Evidence(**it) for it in data["evidence"]),
            data["note"],
        )


@dataclass(frozen=True, slots=True)
class Record:
    """One line of the history."""

    seq: int
    id: str  #: of the decision
    at: str  #: when it was recorded, ISO 8601
    decision: Decision | None  #: None: from here on the decision of that id is taken back


@dataclass(frozen=True, slots=True)
class ArticleDecisions:
    """What holds for one article."""

    propositions: Mapping[str, Proposition] = field(default_factory=dict)  #: by identifier of the prediction
    resolutions: Mapping[str, tuple[Decision, ...]] = field(default_factory=dict)  #: by identifier of the proposition
    evidence_for: tuple[Decision, ...] = ()  #: the outcomes that this article shows


class Decisions:
    """What holds of all that was recorded, in that order.

    A prediction stands on the question on which it was put last. Of one person the newest outcome of a question holds;
    that of another person stands beside it. An outcome of a question on which no prediction is left holds no more.
    """

    def __init__(self, records: Iterable[Record] = ()) -> None:
        standing: dict[str, Decision] = {}
        self._recorded: dict[str, Record] = {}
        for record in records:
            standing.pop(record.id, None)
            if record.decision is not None:
                standing[record.id] = record.decision
                self._recorded[record.id] = record
        self._propositions: dict[str, Proposition] = {}
        self._predictions: dict[str, Predicted] = {}
        texts: dict[str, Proposition] = {}
        for decision in standing.values():
            texts[decision.proposition.id] = decision.proposition
            for predicted in decision.predictions:
                self._propositions[predicted.id] = decision.proposition
                self._predictions[predicted.id] = predicted
        self._propositions = {id: texts[it.id] for id, it in self._propositions.items()}
        asked = {it.id for it in self._propositions.values()}
        newest: dict[tuple[str, str], Decision] = {}
        for decision in standing.values():
            if decision.outcome is not None and decision.proposition.id in asked:
                newest[decision.proposition.id, normal(decision.by)] = decision
        self._standing = standing
        self._resolutions: dict[str, list[Decision]] = defaultdict(list)
        for (proposition, _), decision in newest.items():
            self._resolutions[proposition].append(decision)
        self._articles = self._by_article()

    def proposition(self, prediction: str) -> Proposition | None:
        """Give the question on which a prediction stands; None where nobody put it on one."""
        return self._propositions.get(prediction)

    def predictions(self, proposition: str) -> tuple[Predicted, ...]:
        """Give the predictions that stand on a question."""
        return tuple(
            self._predictions[id] for id, found in sorted(self._propositions.items()) if found.id == proposition
        )

    def stands(self, decision: str) -> bool:
        """Tell whether a decision of that identifier was recorded and not taken back."""
        return decision in self._standing

    def of(self, article: str) -> ArticleDecisions:
        return self._articles.get(article, ArticleDecisions())

    def articles(self) -> set[str]:
        """Give the articles for which anything holds, here or not."""
        return set(self._articles)

    def history(self) -> list[tuple[Record, State]]:
        """Give every decision once, as it was recorded last, in order of time, and what became of it."""
        return [(record, self._state(record)) for record in sorted(self._recorded.values(), key=lambda it: it.seq)]

    def _state(self, record: Record) -> State:
        decision = record.decision
        assert decision is not None
        if record.id not in self._standing:
            return "undone"
        if decision.outcome is not None and self._resolutions.get(decision.proposition.id):
            return "stands" if decision in self._resolutions[decision.proposition.id] else "replaced"
        held = {self._propositions[it.id].id for it in decision.predictions}
        return "stands" if decision.proposition.id in held else "moved"

    def _by_article(self) -> dict[str, ArticleDecisions]:
        propositions: dict[str, dict[str, Proposition]] = defaultdict(dict)
        evidence: dict[str, list[Decision]] = defaultdict(list)
        for id, proposition in sorted(self._propositions.items()):
            propositions[self._predictions[id].article][id] = proposition
        for decision in sorted((it for found in self._resolutions.values() for it in found), key=lambda it: it.id):
            for article in {it.article for it in decision.evidence}:
                evidence[article].append(decision)
        return {
            article: ArticleDecisions(
                propositions[article],
                {
                    it.id: tuple(sorted(self._resolutions.get(it.id, ()), key=lambda it: it.id))
                    for it in propositions[article].values()
                },
                tuple(evidence[article]),
            )
            for article in {*propositions, *evidence}
        }


def changed(before: Decisions, after: Decisions) -> list[str]:
    """Give the articles for which another thing holds than before."""
    articles = before.articles() | after.articles()
    return sorted(article for article in articles if before.of(article) != after.of(article))


def came_true(polarity: Polarity | str, outcome: Outcome | str) -> Truth:
    """Tell whether a prediction came true; one that was denied came true when the thing did not happen."""
    if outcome == "open":
        return "open"
    return "yes" if (polarity == "positive") == (outcome == "happened") else "no"


def own_proposition(prediction: str, text: str, polarity: Polarity | str, hedge: str | None) -> Proposition:
    """Make the question of a prediction alone; two predictions in equal words are two questions.

    "Tomorrow" is another day in every article, so that equal words do not make one question: a person does.
    """
    return Proposition(f"pp-{content_id('prediction', prediction)}", _without_negation(text, polarity, hedge))


def worded_proposition(text: str) -> Proposition:
    """Make the question that a person worded; the same words are the same question."""
    text = " ".join(text.split())
    return Proposition(f"pp-{content_id('text', ' '.join(_WORD.findall(normal(text))))}", text)


def _without_negation(text: str, polarity: str, hedge: str | None) -> str:
    """Leave out the word that denies, where it stands in the text: الحكومة لن تولد is the question الحكومة تولد."""
    if polarity == "negative" and hedge is not None:
        for words in (hedge, hedge[1:]):  # ولن where the text begins after the و
            found = re.search(rf"(?<!\w){re.escape(words)}(?!\w)", text) if words else None
            if found is not None and (rest := text[: found.start()] + text[found.end() :]).strip():
                return " ".join(rest.split())
    return " ".join(text.split())
