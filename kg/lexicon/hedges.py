"""Markers of prediction and certainty inside a content, from ``hedges.toml``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from kg.errors import DataError
from kg.extraction import Certainty, Polarity
from kg.lexicon.syntax import load_syntax
from kg.pipeline.normal import normal
from kg.resources import read_toml

FILE = "ontology/lexicons/ar/hedges.toml"
PROGRAMME = "ontology/lexicons/ar/programme_verbs.toml"
_IMPERFECT = frozenset("يتن")
_FUTURE = frozenset("يتنا")
_PRONOUNS = ("ه", "ها", "هم", "هما", "نا")

HedgeRole = Literal["marker", "modifier", "none"]


@dataclass(frozen=True, slots=True)
class Hedge:
    """One phrase of the lexicon. polarity: None where the proposition decides it."""

    tokens: tuple[str, ...]
    role: HedgeRole
    certainty: Certainty
    polarity: Polarity | None
    imperfect: bool  #: an imperfect verb must follow
    place: Literal["clause", "object"] | None = None  #: where alone it counts


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
            hedge = Hedge(
                tokens,
                entry["role"],
                entry["certainty"],
                entry.get("polarity"),
                entry.get("before") == "imperfect",
                entry.get("place"),
            )
            found.setdefault(tokens[0], []).append(hedge)
    return HedgeLexicon(
        {
            first: tuple(sorted(hedges, key=lambda h: (-len(h.tokens), h.role != "marker")))
            for first, hedges in found.items()
        },
        frozenset(map(normal, data["future_prefix"]["exceptions"])),
        cast(Certainty, data["future_prefix"]["certainty"]),
    )


@cache
def programme_verbs() -> frozenset[str]:
    """Give the presents of verbs that tell a programme, in normal form without their prefix; DataError where wrong."""
    bodies = set()
    for entry in read_toml(PROGRAMME)["verb"]:
        present = entry.get("present", "")
        if not present.startswith("ي") or "س" + present not in entry.get("example", ""):
            raise DataError(f"{PROGRAMME}: {present!r}: wanted a present in ي and an example with its future")
        bodies.add(normal(present)[1:])
    return frozenset(bodies)


def tells_programme(norm: str) -> bool:
    """Say whether a form in the imperfect, with or without سـ, is of a programme verb: ``ستعقد``, ``نرسل``."""
    body = norm[2:] if norm[:1] == "س" else norm[1:]
    bodies = programme_verbs()
    return body in bodies or any(
        body.endswith(end) and body[: -len(end)] in bodies for end in ("ون", "وا", "ان", "ها", "ه", "هم")
    )


def find_hedges(norms: Sequence[str], first: int, last: int) -> list[HedgeMatch]:
    """Find the hedges of a stretch of tokens, longest first, in text order; و and ف before them are looked through."""
    lexicon = load_hedges()
    matches: list[HedgeMatch] = []
    i = first
    while i < last:
        match = _match(lexicon, norms, i, first, last)
        if match is None:
            i += 1
            continue
        if match.role != "none":
            matches.append(match)
        i = match.end
    return matches


def _begins_clause(norms: Sequence[str], i: int, first: int) -> bool:
    return i == first or norms[i - 1] in load_syntax().clause_openers or not norms[i - 1].isalnum()


def _takes_object(norm: str) -> bool:
    return norm[:1] in ("ب", "ل") or norm in load_syntax().clause_openers


def _match(lexicon: HedgeLexicon, norms: Sequence[str], i: int, first: int, last: int) -> HedgeMatch | None:
    norm = norms[i]
    for word in (norm, norm[1:]) if norm[:1] in ("و", "ف") and len(norm) > 2 else (norm,):
        for hedge in lexicon.by_first.get(word, ()):
            end = i + len(hedge.tokens)
            if end > last or tuple(norms[i + 1 : end]) != hedge.tokens[1:]:
                continue
            if hedge.imperfect and not (end < last and is_imperfect(norms[end])):
                continue
            if hedge.place == "clause" and word == norm and not _begins_clause(norms, i, first):
                continue
            if hedge.place == "object" and not (end < last and _takes_object(norms[end])):
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
    if norm in lexicon.exceptions or any(
        norm.endswith(pronoun) and norm[: -len(pronoun)] in lexicon.exceptions for pronoun in _PRONOUNS
    ):
        return False
    if norm[1] == "ا":  # سأقول: only the first person; most words in سا are nouns
        return len(norm) >= 5 and not norm.endswith(("ه", "ين", "ات", "ي", "يه", "ا"))
    return not norm.endswith(("يه", "ات", "تين"))
