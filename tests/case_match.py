"""What is wrong with an extraction of a case, line by line; what counts as the same is :mod:`kg.align`'s to say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.align import Alignment, align, words_met
from kg.evaluate import Counts, measure
from kg.extraction import Extraction, Horizon, Place, Prediction, Source, Statement

PLACES: tuple[Place, ...] = ("text", "title")


@dataclass(frozen=True, slots=True)
class Comparison:
    """One extraction held against its gold, text and title together."""

    statements: Counts  #: with the right source
    predictions: Counts  #: with the right source and polarity
    problems: tuple[str, ...]  #: one line each; empty if the case passes


def compare(gold: Extraction, found: Extraction, check: Sequence[str] = ()) -> Comparison:
    """Compare statements, sources, predictions and polarity, and of the rest what ``check`` names."""
    alignments = [align(gold, found, place) for place in PLACES]
    counts = [measure(alignment) for alignment in alignments]
    return Comparison(
        sum((one["attributed statements"] for one in counts), Counts()),
        sum((one["attributed predictions"] for one in counts), Counts()),
        tuple(problem for alignment in alignments for problem in _problems(alignment, check)),
    )


def _problems(found: Alignment, check: Sequence[str]) -> Iterator[str]:
    for statement in found.statements.missed:
        yield f"missed {_words(statement)} by {found.gold_source(statement).name}"
    for statement in found.statements.spurious:
        source = found.predicted_source(statement)
        yield f"not wanted {_words(statement)} by {source.name if source is not None else None}"
    for ours, theirs in found.statements.pairs:
        source = found.predicted_source(theirs)
        if source is None or not found.is_attributed(ours, theirs):
            name = source.name if source is not None else None
            yield f"{_words(ours)} is by {found.gold_source(ours).name}, not {name}"
        else:
            yield from _of_statement(found, ours, theirs, check)
            yield from _of_source(found.gold_source(ours), source, check)
    for claim in found.claims.missed:
        yield f"missed the prediction {_claim(claim.prediction)}"
    for claim in found.claims.spurious:
        yield f"not wanted the prediction {_claim(claim.prediction)}"
    for one, other in found.claims.pairs:
        yield from _of_prediction(one.prediction, other.prediction, check)


def _of_statement(found: Alignment, ours: Statement, theirs: Statement, check: Sequence[str]) -> Iterator[str]:
    for key, one, other in (("type", ours.type, theirs.type), ("speech_act", ours.speech_act, theirs.speech_act)):
        if key in check and one != other:
            yield f"{key} of {_words(ours)} is {one}, not {other}"
    for key, wanted, got in (
        ("told_to", ours.told_to, theirs.told_to),
        ("via", ours.via, theirs.via),
        ("within", _outer(found.gold, ours), _outer(found.predicted, theirs)),
    ):
        if key in check and not _same([wanted] if wanted else [], [got] if got else []):
            yield f"{key} of {_words(ours)} is {wanted}, not {got}"


def _of_source(ours: Source, theirs: Source, check: Sequence[str]) -> Iterator[str]:
    if "kind" in check and ours.kind != theirs.kind:
        yield f"{ours.name} is {ours.kind}, not {theirs.kind}"
    for key, wanted, got in (
        ("roles", [role.span.text for role in ours.roles], [role.span.text for role in theirs.roles]),
        ("affiliations", [it.span.text for it in ours.affiliations], [it.span.text for it in theirs.affiliations]),
    ):
        if key in check and not _same(wanted, got):
            yield f"{key} of {ours.name}: {wanted}, not {got}"


def _of_prediction(ours: Prediction, theirs: Prediction, check: Sequence[str]) -> Iterator[str]:
    if ours.polarity != theirs.polarity:
        yield f"{_claim(ours)} is {ours.polarity}, not {theirs.polarity}"
    if "certainty" in check and ours.certainty != theirs.certainty:
        yield f"{_claim(ours)} is {ours.certainty}, not {theirs.certainty}"
    wanted, got = _horizon(ours.horizon), _horizon(theirs.horizon)
    if "horizon" in check and not _same(wanted, got):
        yield f"horizon of {_claim(ours)}: {wanted}, not {got}"


def _same(wanted: Sequence[str], got: Sequence[str]) -> bool:
    """Each is met by one of the other side, and none is left over."""
    return words_met(wanted, got) == len(wanted) == len(got)


def _outer(record: Extraction, statement: Statement) -> str | None:
    """The words of the statement around this one."""
    return next((_words(one) for one in record.statements if one.id == statement.within), None)


def _horizon(horizon: Horizon | None) -> list[str]:
    return [] if horizon is None else [horizon.span.text]


def _words(statement: Statement) -> str:
    return "«" + " … ".join(span.text for span in statement.content) + "»"


def _claim(prediction: Prediction) -> str:
    return f"«{prediction.span.text}»"
