"""Words that stand where a verb of saying stands and that no lexicon knows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from kg.lexicon.cues import load_cues
from kg.lexicon.sources import load_sources
from kg.lexicon.syntax import load_syntax
from kg.pipeline.tokens import Reading, read
from kg.pipeline.words import word_of

Follower = Literal["clause", "colon", "mark"]

_CLAUSE = frozenset(("ان", "بان", "انه", "انها", "انهم", "بانه", "بانها"))
_BETWEEN = frozenset(("الي", "علي", "من", "عن", "ب"))
_OPENING = frozenset('"“«„')
_ARABIC = re.compile("[\u0621-\u064a]{3,}")


def unknown_cues(text: str) -> Iterator[tuple[str, Follower]]:
    """Yield each such word in its normal form, without و and ف where that gives the same verb, and what follows it."""
    reading = read(text)
    for i in range(len(reading)):
        follower = _follower(reading, i)
        if follower is None or i == 0:
            continue
        k = i - 1
        if follower == "clause" and reading.norm[k] in _BETWEEN and k > 0:
            k -= 1
        is_feminine = reading.text[reading.end[k] - 1] == "ة"  # a noun; in normal form it ends as a pronoun does
        if reading.kind[k] == "w" and not is_feminine and _is_unknown(reading.norm[k]):
            yield _bare(reading.norm[k]), follower


def _follower(reading: Reading, i: int) -> Follower | None:
    norm = reading.norm[i]
    if reading.kind[i] == "q":
        # an opening mark: white space before it, none behind
        opens = norm in _OPENING and reading.gap[i] != "" and i + 1 < len(reading) and reading.gap[i + 1] == ""
        return "mark" if opens else None
    return "colon" if norm == ":" else "clause" if norm in _CLAUSE else None


def _is_unknown(norm: str) -> bool:
    """Say whether a word can be a verb as far as the lexicons tell: Arabic, indefinite, and in none of them."""
    cues, syntax = load_cues(), load_syntax()
    if _ARABIC.fullmatch(norm) is None or norm.endswith("ات") or load_sources().place([norm], 0) is not None:
        return False
    if cues.lookup_token(norm)[1]:
        return False
    for form in {norm, _bare(norm)}:
        word = word_of(form)
        is_known = cues.phrase_at([form], 0) or form in cues.came or word.noun
        closed = word.function or word.time or word.demonym is not None or word.given or word.definite
        if is_known or closed or form in syntax.pronouns or form in syntax.demonstratives or form in syntax.auxiliaries:
            return False
    return True


def _bare(norm: str) -> str:
    joined = norm[0] == "و" or (norm[0] == "ف" and norm[1:2] in ("ي", "ت", "ن", "ا"))
    return norm[1:] if joined and len(norm) > 3 else norm
