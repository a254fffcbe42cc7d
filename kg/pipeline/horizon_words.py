"""Which words of a text are words of time, and where they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from kg.lexicon.time import Reading, Term, time_lexicon
from kg.pipeline.normal import normal

# Folding these gives one character for each; any other text is folded one by one.
_EVEN_SET = (
    "".join(map(chr, (*range(0x80), *range(0x0621, 0x063B), *range(0x0641, 0x064B), *range(0x0660, 0x066A))))
    + "\u00a0«»“”‘’…–—،؛؟"
)
_EVEN = re.compile(f"[{re.escape(_EVEN_SET)}]*")
_EVEN_TABLE = str.maketrans({c: normal(c) for c in _EVEN_SET if normal(c) != c})
_TOKEN = re.compile(r"[0-9]+(?:[-/.,:][0-9]+)*|[^\W0-9]+|[^\w\s]|[\r\n]+")
_DIGIT = re.compile("[0-9]")
_DIGITS = frozenset("0123456789")
_FUTURE = re.compile(r"[وف]?س[يتنا]\w{2,}")
_PRONOUN = re.compile(r"(?<=\w{3})(?:هما|ها|هم|ه)$")
_OWN = re.compile(r"ت(?:ي|ه|ها|هم|نا)$")  # سيارتي is سيارة with a pronoun
_ARTICLE = re.compile(r"^[وف]?(?:[بك]?ال|لل)(?=\w{2})")


class _Folded(dict[str, str]):
    """The folded form of every character met so far."""

    def __missing__(self, character: str) -> str:
        form = self[character] = normal(character)
        return form


_FOLDED = _Folded()


class Word(NamedTuple):
    """A word, sign or proclitic: its place in the text, its folded form and what it can mean."""

    start: int
    end: int
    form: str  #: of a phrase of several words the first
    terms: tuple[Term, ...] = ()
    definite: bool = False
    number: str = ""  #: the digits, with their separators

    def term(self, kind: str) -> Term | None:
        """Give its meaning as a ``kind`` of word; None if it has none."""
        for term in self.terms:
            if term.kind == kind:
                return term
        return None


def read_words(text: str, start: int, end: int) -> list[Word]:
    """Give the words of text[start:end]; none where no word that can make a horizon and no digit is among them."""
    folded, places = _fold(text, start, end)
    forms = _TOKEN.findall(folded)
    lexicon = time_lexicon()
    if lexicon.triggers.isdisjoint(forms) and _DIGIT.search(folded) is None:
        return []
    spans = [match.span() for match in _TOKEN.finditer(folded)]
    words: list[Word] = []
    place = 0
    while place < len(forms):
        form = forms[place]
        first, last = spans[place]
        readings = lexicon.words.get(form)
        reading = _reading(readings, forms, place) if readings is not None else None
        if reading is None:
            number = form if form[0] in _DIGITS else ""
            words.append(Word(places[first], _end(text, places, last, end), form, (), False, number))
            place += 1
            continue
        place += 1 + len(reading.rest)
        last = spans[place - 1][1]
        for piece in reading.pieces:
            stop = first + piece.length
            after = places[stop] if piece is not reading.pieces[-1] else _end(text, places, last, end)
            words.append(Word(places[first], after, folded[first:stop], piece.terms, piece.definite))
            first = stop
    return words


def _reading(readings: Sequence[Reading], forms: list[str], place: int) -> Reading | None:
    """Give the longest reading of the word at ``place`` whose other words follow it."""
    for reading in readings:
        if not reading.rest or tuple(forms[place + 1 : place + 1 + len(reading.rest)]) == reading.rest:
            return reading
    return None


def _fold(text: str, start: int, end: int) -> tuple[str, range | list[int]]:
    """Fold text[start:end]; the second value gives the place in ``text`` of every folded character."""
    part = text[start:end]
    if _EVEN.fullmatch(part):
        return part.translate(_EVEN_TABLE), range(start, start + len(part))
    folded: list[str] = []
    places: list[int] = []
    for place, character in enumerate(part, start=start):
        form = _FOLDED[character]
        folded.append(form)
        places.extend([place] * len(form))
    return "".join(folded), places


def _end(text: str, places: range | list[int], last: int, end: int) -> int:
    """Give the end in the text of what ends before ``last``, with the marks on its last letter."""
    stop = places[last - 1] + 1
    if isinstance(places, range):
        return stop
    while stop < end and not _FOLDED[text[stop]]:
        stop += 1
    return stop


def is_event(words: Sequence[Word], place: int, heads: frozenset[str], shapes: bool = True) -> bool:
    """Say whether a noun of ``heads`` stands at ``place``; with ``shapes`` any noun with the shape of a verbal one."""
    if not 0 <= place < len(words):
        return False
    lexicon = time_lexicon()
    form = words[place].form.removeprefix("ال")
    owned = _PRONOUN.sub("", form)  # "عودتهم" is عوده with a pronoun
    if form in heads or owned in heads or (owned != form and owned[-1] == "ت" and owned[:-1] + "ه" in heads):
        return True
    return shapes and form not in lexicon.not_event and lexicon.event_shape.match(form) is not None


def is_future(words: Sequence[Word], place: int) -> bool:
    """Say whether the word at ``place`` is a verb with the س of the future."""
    if not 0 <= place < len(words):
        return False
    form = words[place].form
    bare, nouns = form.lstrip("وف"), time_lexicon().not_verb
    return _FUTURE.fullmatch(form) is not None and bare not in nouns and _OWN.sub("ه", bare) not in nouns


def noun_before(words: Sequence[Word], place: int) -> tuple[str, bool]:
    """Give the noun right before ``place`` without its article and the letters before it, and whether it has one."""
    if not 0 < place < len(words) or words[place - 1].end + 1 < words[place].start:
        return "", False
    form = words[place - 1].form
    bare = _ARTICLE.sub("", form)
    return bare, bare != form
