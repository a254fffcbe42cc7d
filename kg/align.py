"""Which statements, predictions and sources of two extractions of one article are the same.

Spans are the same where their characters overlap enough, names where their words do; pairs are one to one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from kg.extraction import Extraction, Place, Prediction, Source, Span, Statement

OVERLAP = 0.5  #: Jaccard overlap of characters from which spans count as the same
PERSON_OVERLAP = 0.6  #: Jaccard overlap of words from which a name counts as that of a person of the gold
NAME_OVERLAP = 0.5  #: the same for any other kind of source
WORD_F1 = 0.5  #: from which two roles, outlets or horizons count as the same

_RIGHT_SOURCE = 0.01  # what the right source is worth where two pairs overlap alike
_LETTERS = str.maketrans("أإآٱىةؤئ", "اااايهوي", "ـ")
_WORD = re.compile(r"\w+")

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Claim:
    """A prediction with the statement that makes it."""

    prediction: Prediction
    statement: Statement


@dataclass(frozen=True, slots=True)
class Pairing(Generic[T]):
    """The items of two sides, and which of them are the same."""

    gold: tuple[T, ...]
    predicted: tuple[T, ...]
    pairs: tuple[tuple[T, T], ...]  #: (gold, predicted), the best overlap first
    missed: tuple[T, ...]  #: of the gold, in no pair
    spurious: tuple[T, ...]  #: of the other side, in no pair


@dataclass(frozen=True, slots=True)
class Alignment:
    """One extraction held against its gold."""

    gold: Extraction
    predicted: Extraction
    statements: Pairing[Statement]
    claims: Pairing[Claim]

    def gold_source(self, statement: Statement) -> Source:
        """Give the source of a statement of the gold, in which every statement has one."""
        return next(source for source in self.gold.sources if source.id == statement.source)

    def predicted_source(self, statement: Statement) -> Source | None:
        return next((source for source in self.predicted.sources if source.id == statement.source), None)

    def is_attributed(self, gold: Statement, predicted: Statement) -> bool:
        """Tell whether both have the same source."""
        source = self.predicted_source(predicted)
        return source is not None and is_same_source(self.gold_source(gold), source)

    def is_attributed_claim(self, gold: Claim, predicted: Claim) -> bool:
        """Tell whether both have the same source and the same polarity."""
        is_same_polarity = gold.prediction.polarity == predicted.prediction.polarity
        return is_same_polarity and self.is_attributed(gold.statement, predicted.statement)


def align(gold: Extraction, predicted: Extraction, place: Place = "text") -> Alignment:
    """Pair the statements and predictions on the text, or those on the title, of one article."""
    ours, theirs = ([one for one in record.statements if one.place == place] for record in (gold, predicted))
    sources = Alignment(gold, predicted, _nothing(), _nothing())
    return Alignment(
        gold,
        predicted,
        _pair(ours, theirs, lambda one: one.content, sources.is_attributed),
        _pair(
            _claims(ours),
            _claims(theirs),
            lambda one: (one.prediction.span,),
            lambda one, other: sources.is_attributed(one.statement, other.statement),
        ),
    )


def is_same_source(gold: Source, predicted: Source) -> bool:
    """Tell whether the name of one means the other, by its name or an alias; spelling variants count as the same.

    A bare family name is not enough for a person: resolving it is part of the task.
    """
    least = PERSON_OVERLAP if gold.kind == "person" else NAME_OVERLAP
    theirs = _name_words(predicted.name or "")
    return bool(theirs) and any(_jaccard(_name_words(form), theirs) >= least for form in (gold.name, *gold.aliases))


def words_met(gold: Iterable[str], predicted: Iterable[str]) -> int:
    """Count the gold's texts that share enough words with one of the others, each of which serves once."""
    left = [set(_fold(text)) for text in predicted]
    hits = 0
    for text in gold:
        ours = set(_fold(text))
        place = next((place for place, theirs in enumerate(left) if _word_f1(ours, theirs) >= WORD_F1), None)
        if place is not None:
            del left[place]
            hits += 1
    return hits


def _nothing() -> Pairing[T]:
    return Pairing((), (), (), (), ())


def _claims(statements: Iterable[Statement]) -> list[Claim]:
    return [Claim(prediction, statement) for statement in statements for prediction in statement.predictions]


def _pair(
    gold: Sequence[T],
    predicted: Sequence[T],
    spans: Callable[[T], Iterable[Span]],
    is_attributed: Callable[[T, T], bool],
) -> Pairing[T]:
    """Take the best overlap first; the right source decides a tie, then the order of the gold, then of the other."""
    ours, theirs = ([_characters(spans(item)) for item in items] for items in (gold, predicted))
    candidates = []
    for place, one in enumerate(gold):
        for other_place, other in enumerate(predicted):
            overlap = _jaccard(ours[place], theirs[other_place])
            if overlap >= OVERLAP:
                rank = overlap + _RIGHT_SOURCE * is_attributed(one, other)
                candidates.append((-rank, place, other_place))
    free, other_free = dict(enumerate(gold)), dict(enumerate(predicted))
    pairs = []
    for _, place, other_place in sorted(candidates):
        if place in free and other_place in other_free:
            pairs.append((free.pop(place), other_free.pop(other_place)))
    return Pairing(tuple(gold), tuple(predicted), tuple(pairs), tuple(free.values()), tuple(other_free.values()))


def _characters(spans: Iterable[Span]) -> set[int]:
    return {place for span in spans for place in range(span.start, span.end)}


def _jaccard(ours: set[T], theirs: set[T]) -> float:
    union = len(ours | theirs)
    return len(ours & theirs) / union if union else 0.0


def _word_f1(ours: set[str], theirs: set[str]) -> float:
    return 2 * len(ours & theirs) / (len(ours) + len(theirs)) if ours and theirs else 0.0


def _name_words(name: str) -> set[str]:
    joined = " ".join(_fold(name)).replace("عبد ال", "عبدال")
    return {word.removeprefix("ال") or word for word in joined.split()}


def _fold(text: str) -> list[str]:
    """Give the words in the form on which the gold is scored; not that of the pipeline, which folds more."""
    plain = "".join(char for char in unicodedata.normalize("NFKC", text) if not unicodedata.combining(char))
    return _WORD.findall(plain.translate(_LETTERS).casefold())
