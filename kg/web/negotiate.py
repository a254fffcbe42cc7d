"""Which media type a client gets: the best of those offered by its ``Accept`` header (RFC 9110, section 12.5.1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_UTF8 = ("text/",)  # types whose charset is not UTF-8 unless it is told


@dataclass(frozen=True, slots=True)
class Media:
    """A media type that can be given.

    format: the file extension of what is written; several types may be names of the same.
    """

    type: str
    format: str

    @property
    def content_type(self) -> str:
        return f"{self.type}; charset=utf-8" if self.type.startswith(_UTF8) else self.type


#: formats of rows and of the answer to ASK; the first is given to whoever takes anything
ROWS = (
    Media("application/sparql-results+json", "srj"),
    Media("application/json", "srj"),
    Media("application/sparql-results+xml", "srx"),
    Media("application/xml", "srx"),
    Media("text/csv", "csv"),
    Media("text/tab-separated-values", "tsv"),
)
#: formats of triples
TRIPLES = (
    Media("text/turtle", "ttl"),
    Media("application/n-triples", "nt"),
    Media("application/rdf+xml", "rdf"),
    Media("application/ld+json", "jsonld"),
    Media("application/json", "jsonld"),
    Media("application/xml", "rdf"),
)


def choose(accept: str | None, offered: Sequence[Media]) -> Media | None:
    """Give the offer that the client likes best, the first of equals; None if it takes none.

    accept: the header; None or empty takes anything. Parts of it that are no media range are passed over.
    """
    ranges = _ranges(accept) if accept and accept.strip() else {("*", "*"): 1.0}
    best, liked = None, 0.0
    for media in offered:
        if (quality := _quality(media, ranges)) > liked:
            best, liked = media, quality
    return best


def _quality(media: Media, ranges: dict[tuple[str, str], float]) -> float:
    """The most specific range that covers a type says how much it is liked."""
    main, _, sub = media.type.partition("/")
    return next((ranges[key] for key in ((main, sub), (main, "*"), ("*", "*")) if key in ranges), 0.0)


def _ranges(accept: str) -> dict[tuple[str, str], float]:
    found: dict[tuple[str, str], float] = {}
    for part in accept.lower().split(","):
        kind, *parameters = (piece.strip() for piece in part.split(";"))
        main, slash, sub = kind.partition("/")
        quality = 1.0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip() == "q":
                quality = _number(value.strip())
        if slash and main and sub:
            found[main, sub] = max(found.get((main, sub), 0.0), quality)
    return found


def _number(text: str) -> float:
    try:
        return min(1.0, max(0.0, float(text)))
    except ValueError:
        return 0.0
