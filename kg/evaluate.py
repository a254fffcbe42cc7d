"""How far extractions agree with gold: precision, recall and F1 of statements, their sources and predictions.

Statements on the title are passed over, for the gold is of the text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from kg.align import Alignment, Pairing, align, words_met
from kg.extraction import Extraction, Source, Span, Statement

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Counts:
    """How many are right, of how many in the gold, of how many that came out; the shares lie in 0…1, 0 of nothing."""

    hit: int = 0
    gold: int = 0
    predicted: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(self.hit + other.hit, self.gold + other.gold, self.predicted + other.predicted)

    @property
    def precision(self) -> float:
        return self.hit / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        return self.hit / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Mistake:
    """One statement or prediction on which the two sides differ."""

    article: str
    what: Literal["statement", "prediction"]
    spans: tuple[Span, ...]  #: as the gold has them; as the extraction has them where the gold lacks it
    problem: Literal["missed", "spurious", "source", "polarity"]
    gold: str | None  #: who says it; where the polarity differs, that
    predicted: str | None  #: None where that side has none


def evaluate(gold: Mapping[str, Extraction], predicted: Mapping[str, Extraction]) -> dict[str, Counts]:
    """Count each measure over the articles of the gold, by identifier; one without extraction counts as empty."""
    total = dict.fromkeys(measure(align(Extraction(""), Extraction(""))), Counts())
    for found in alignments(gold, predicted):
        for name, counts in measure(found).items():
            total[name] += counts
    return total


def alignments(gold: Mapping[str, Extraction], predicted: Mapping[str, Extraction]) -> Iterator[Alignment]:
    """Yield each article of the gold held against its extraction, in order of the gold."""
    for id, record in gold.items():
        yield align(record, predicted.get(id, Extraction(id)))


def measure(found: Alignment) -> dict[str, Counts]:
    """Count one article; of a measure with ``|`` what comes behind it is given, so that all its shares are one."""
    attributed = [pair for pair in found.statements.pairs if found.is_attributed(*pair)]
    attributed_claims = [pair for pair in found.claims.pairs if found.is_attributed_claim(*pair)]
    sources = _sources(found, attributed)
    return {
        "statements": _among(found.statements, found.statements.pairs),
        "attributed statements": _among(found.statements, attributed),
        "predictions": _among(found.claims, found.claims.pairs),
        "attributed predictions": _among(found.claims, attributed_claims),
        "sources": _among(sources, sources.pairs),
        "roles": _words(sources, lambda source: [role.span.text for role in source.roles]),
        "affiliations": _words(sources, lambda source: [it.span.text for it in source.affiliations]),
        "told_to": _words(found.statements, lambda one: [one.told_to] if one.told_to else []),
        "via": _words(found.statements, lambda one: [one.via] if one.via else []),
        "horizon": _words(
            found.claims, lambda one: [one.prediction.horizon.span.text] if one.prediction.horizon else []
        ),
        "type | statement": _accuracy(one.type == other.type for one, other in found.statements.pairs),
        "source kind | attributed": _accuracy(
            found.gold_source(one).kind == source.kind
            for one, other in attributed
            if (source := found.predicted_source(other)) is not None
        ),
        "certainty | prediction": _accuracy(
            one.prediction.certainty == other.prediction.certainty for one, other in found.claims.pairs
        ),
    }


def mistakes(found: Alignment) -> Iterator[Mistake]:
    """Yield what differs in one article: statements in text order, then predictions."""
    yield from sorted(_statement_mistakes(found), key=_place)
    yield from sorted(_prediction_mistakes(found), key=_place)


def _statement_mistakes(found: Alignment) -> Iterator[Mistake]:
    def mistake(one: Statement, problem: Literal["missed", "spurious", "source"], *sources: Source | None) -> Mistake:
        names = [None if source is None else source.name for source in sources]
        return Mistake(found.gold.id, "statement", one.content, problem, *names)

    for one in found.statements.missed:
        yield mistake(one, "missed", found.gold_source(one), None)
    for one in found.statements.spurious:
        yield mistake(one, "spurious", None, found.predicted_source(one))
    for one, other in found.statements.pairs:
        if not found.is_attributed(one, other):
            yield mistake(one, "source", found.gold_source(one), found.predicted_source(other))


def _prediction_mistakes(found: Alignment) -> Iterator[Mistake]:
    id = found.gold.id
    for one in found.claims.missed:
        name = found.gold_source(one.statement).name
        yield Mistake(id, "prediction", (one.prediction.span,), "missed", name, None)
    for one in found.claims.spurious:
        source = found.predicted_source(one.statement)
        yield Mistake(id, "prediction", (one.prediction.span,), "spurious", None, source.name if source else None)
    for one, other in found.claims.pairs:
        ours, theirs = one.prediction.polarity, other.prediction.polarity
        if ours != theirs:
            yield Mistake(id, "prediction", (one.prediction.span,), "polarity", ours, theirs)


def _place(mistake: Mistake) -> list[int]:
    return [span.start for span in mistake.spans]


def _sources(found: Alignment, attributed: Iterable[tuple[Statement, Statement]]) -> Pairing[Source]:
    """Pair the sources that speak: each of the gold with the one that its best attributed statement has."""
    met: dict[str, tuple[Source, Source]] = {}
    for one, other in attributed:
        source = found.predicted_source(other)
        if source is not None:
            met.setdefault(one.source, (found.gold_source(one), source))
    ours = {one.source: found.gold_source(one) for one in found.statements.gold}
    theirs = {one.source: source for one in found.statements.predicted if (source := found.predicted_source(one))}
    return Pairing(tuple(ours.values()), tuple(theirs.values()), tuple(met.values()), (), ())


def _among(items: Pairing[T], hits: Sequence[object]) -> Counts:
    return Counts(len(hits), len(items.gold), len(items.predicted))


def _words(items: Pairing[T], words: Callable[[T], list[str]]) -> Counts:
    """Count the texts that hang on the items of a pairing, and those that are met within a pair."""
    return Counts(
        sum(words_met(words(one), words(other)) for one, other in items.pairs),
        sum(len(words(one)) for one in items.gold),
        sum(len(words(one)) for one in items.predicted),
    )


def _accuracy(agreements: Iterable[bool]) -> Counts:
    of_pairs = list(agreements)
    return Counts(sum(of_pairs), len(of_pairs), len(of_pairs))
