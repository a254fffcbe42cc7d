"""Markers of prediction and certainty inside a content, from ``hedges.toml``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from kg.errors import DataError
from kg.extraction import Certainty, Polarity
from kg.pipeline.normal import normal
from kg.resources import read_toml

FILE = "ontology/lexicons/ar/hedges.toml"
_IMPERFECT = frozenset("يتن")
_FUTURE = frozenset("يتنا")

HedgeRole = Literal["marker", "modifier", "none"]


@dataclass(frozen=True, slots=True)
class Hedge:
    """One phrase of the lexicon. polarity: None where the proposition decides it."""

    tokens: tuple[str, ...]
    role: HedgeRole
    certainty: Certainty
    polarity: Polarity | None
    imperfect: bool  #: an imperfect verb must follow


@dataclass(frozen=True, slots=True)
class HedgeMatch:
    """A hedge in a text: tokens ``start`` to before ``end``."""

    start: int
    end: int
    certainty: Certainty
    polarity: Polarity | None
    role: HedgeRole


@dataclass(frozen=True, slots=True)
class HedgeLexicon:
    """Hedges by their first word, longest first, and the words that only look like a future."""

    by_first: dict[str, tuple[Hedge, ...]]
    exceptions: frozenset[str]
    future: Certainty


@cache
def load_hedges() -> HedgeLexicon:
    """Read the lexicon once; DataError names the entry that is wrong."""
    data = read_toml(FILE)
    found: dict[str, list[Hedge]] = {}
    for entry in data["hedge"]:
        if "example" not in entry:
            raise DataError(f"{FILE}: {entry.get('words')}: wanted an example, found none")
        for words in entry["words"]:
            tokens = tuple(normal(words).split())
            hedge = Hedge(tokens, entry["role"], entry["certainty"], entry.get("polarity"), entry.get("before") == "imperfect")
            found.setdefault(tokens[0], []).append(hedge)
    return HedgeLexicon(
        {first: tuple(sorted(hedges, key=lambda h: (-len(h.tokens), h.role != "marker"))) for first, hedges in found.items()},
        frozenset(map(normal, data["future_prefix"]["exceptions"])),
        cast(Certainty, data["future_prefix"]["certainty"]),
    )


def find_hedges(norms: Sequence[str], first: int, last: int) -> list[HedgeMatch]:
    """Find the hedges of a stretch of tokens, longest first, in text order; و and ف before them are looked through."""
    lexicon = load_hedges()
    matches: list[HedgeMatch] = []
    i = first
    while i < last:
        match = _match(lexicon, norms, i, last)
        if match is None:
            i += 1
            continue
        if match.role != "none":
            matches.append(match)
        i = match.end
    return matches


def _match(lexicon: HedgeLexicon, norms: Sequence[str], i: int, last: int) -> HedgeMatch | None:
    norm = norms[i]
    for word in (norm, norm[1:]) if norm[:1] in ("و", "ف") and len(norm) > 2 else (norm,):
        for hedge in lexicon.by_first.get(word, ()):
            end = i + len(hedge.tokens)
            if end > last or tuple(norms[i + 1 : end]) != hedge.tokens[1:]:
                continue
            if hedge.imperfect and not (end < last and is_imperfect(norms[end])):
                continue
            return HedgeMatch(i, end, hedge.certainty, hedge.polarity, hedge.role)
        if is_future(word):
            return HedgeMatch(i, i + 1, lexicon.future, None, "marker")
    return None


def is_imperfect(norm: str) -> bool:
    """Say whether a word can be a verb in the imperfect by its letters: a prefix and at least three more."""
    return len(norm) >= 4 and norm[0] in _IMPERFECT and not norm.endswith("ت")


def is_future(norm: str) -> bool:
    """Say whether a word is سـ with an imperfect verb: ``سيرتفع`` is, ``سياسة`` is not."""
    if len(norm) < 4 or norm[0] != "س" or norm[1] not in _FUTURE:
        return False
    lexicon = load_hedges()
    if norm in lexicon.exceptions:
        return False
    if norm[1] == "ا":  # سأقول: only the first person; most words in سا are nouns
        return len(norm) >= 5 and not norm.endswith(("ه", "ين", "ات", "ي", "يه", "ا"))
    return not norm.endswith(("يه", "ات", "تين"))
