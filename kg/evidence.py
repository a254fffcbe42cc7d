"""Which stretches of an article are marked: speakers, cues, contents and predictions, one inside another."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from kg.extraction import Extraction, Place, Source, Span, Statement

MarkKind = Literal["content", "prediction", "speaker", "cue"]
KINDS: tuple[MarkKind, ...] = ("content", "prediction", "speaker", "cue")  #: of equal stretches the first is outside


@dataclass(frozen=True, slots=True)
class Mark:
    """One marked stretch, in offsets of the text or the title."""

    start: int
    end: int
    kind: MarkKind
    number: int  #: of the statement in :func:`numbered`


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch in which the same marks hold throughout."""

    start: int
    end: int
    marks: tuple[Mark, ...]  #: the outermost first; empty between marks


def numbered(extraction: Extraction) -> list[tuple[int, Statement, Source | None]]:
    """Number the statements from 1 as a reader meets them, those on the title first; each with its source."""
    sources = {source.id: source for source in extraction.sources}
    order = sorted(extraction.statements, key=lambda one: (one.place != "title", *_extent(one)))
    return [(number, one, sources.get(one.source)) for number, one in enumerate(order, start=1)]


def find_marks(extraction: Extraction, place: Place) -> list[Mark]:
    """Give all marks on the text or on the title, outer before inner; empty stretches are left out."""
    marks = [
        Mark(span.start, span.end, kind, number)
        for number, statement, _ in numbered(extraction)
        if statement.place == place
        for kind, spans in _spans(statement)
        for span in spans
        if span.start < span.end
    ]
    return sorted(marks, key=lambda it: (it.start, -it.end, KINDS.index(it.kind), it.number))


def cut(start: int, end: int, marks: Sequence[Mark], places: Iterable[int] = ()) -> Iterator[Piece]:
    """Yield the pieces from ``start`` to ``end``, which together are all of it, cut wherever a mark begins or ends.

    marks: as from :func:`find_marks`; those outside are passed over. places: where to cut besides.
    """
    held = [mark for mark in marks if mark.start < end and mark.end > start]
    edges = {start, end, *places, *(it.start for it in held), *(it.end for it in held)}
    inside = sorted(place for place in edges if start <= place <= end)
    for here, there in pairwise(inside):
        yield Piece(here, there, tuple(it for it in held if it.start <= here and it.end >= there))


def lines(text: str, marks: Sequence[Mark]) -> Iterator[tuple[int, int, list[Mark]]]:
    """Yield start and end of each line, without its line feed, and the marks that reach into it."""
    waiting, held = deque(marks), list[Mark]()
    start = 0
    for line in text.split("\n"):
        end = start + len(line)
        while waiting and waiting[0].start < end:
            held.append(waiting.popleft())
        held = [mark for mark in held if mark.end > start]
        yield start, end, held
        start = end + 1


def content_ends(marks: Iterable[Mark]) -> dict[int, list[int]]:
    """Tell behind which places which statements have been said to the end."""
    places: dict[int, list[int]] = {}
    for number, end in {mark.number: mark.end for mark in marks if mark.kind == "content"}.items():
        places.setdefault(end, []).append(number)
    return places


def shared(opened: Sequence[Mark], marks: Sequence[Mark]) -> int:
    """Count how many of the marks of one piece go on in the next, from the outermost."""
    pairs = enumerate(zip(opened, marks, strict=False))
    return next((place for place, (one, other) in pairs if one is not other), min(len(opened), len(marks)))


def _spans(statement: Statement) -> Iterator[tuple[MarkKind, Sequence[Span]]]:
    yield "content", statement.content
    yield "prediction", [prediction.span for prediction in statement.predictions]
    if statement.mention is not None:
        yield "speaker", [statement.mention]
    if statement.cue is not None:
        yield "cue", [statement.cue.span]


def _extent(statement: Statement) -> tuple[int, int]:
    """Where the reader meets it: the longer of two that begin together comes first."""
    spans = [span for _, group in _spans(statement) for span in group]
    return min((span.start for span in spans), default=0), -max((span.end for span in spans), default=0)
