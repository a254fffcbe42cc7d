"""Where sentences begin and end, and which lines are no part of the article.

A sentence never ends inside a quotation, so that a speech of several sentences stays with its cue.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from kg.lexicon.syntax import load_syntax
from kg.pipeline.normal import normal
from kg.pipeline.quotes import Quote
from kg.pipeline.tokens import Reading
from kg.resources import read_toml

_TERMINAL = frozenset(".؟?!")


@dataclass(frozen=True, slots=True)
class Sentence:
    """Tokens ``first`` to before ``last``; ``paragraph`` counts the lines of the text that hold words."""

    first: int
    last: int
    paragraph: int


@cache
def _lexicon() -> tuple[frozenset[str], tuple[str, ...], frozenset[str]]:
    data = read_toml("ontology/lexicons/ar/sections.toml")
    lines = frozenset(normal(entry["line"]) for entry in data["boilerplate"])
    prefixes = tuple(normal(entry["line"]) for entry in data["boilerplate"] if entry.get("prefix"))
    abbreviations = frozenset(normal(entry["word"]) for entry in data["abbreviation"])
    return lines, prefixes, abbreviations | load_syntax().spelled_letters


def find_sentences(reading: Reading, quotes: tuple[Quote, ...]) -> list[Sentence]:
    """Split a text into sentences, in text order, without the lines that are no part of the article."""
    _, _, abbreviations = _lexicon()
    closing_of = {quote.opening: quote.closing for quote in quotes}
    sentences: list[Sentence] = []
    first, paragraph, inside = 0, 0, -1
    text, gap, norm, start, end = reading.text, reading.gap, reading.norm, reading.start, reading.end
    count = len(reading)
    for i in range(count):
        if i <= inside:
            continue
        if i in closing_of:
            inside = closing_of[i]
        after = max(i, inside) + 1
        if after >= count:
            break
        if gap[after] == "\n":
            _append(reading, sentences, first, after, paragraph)
            first = after
            paragraph += 1
            continue
        last_character = text[end[after - 1] - 1]
        if i <= inside:
            # `... الحروب." ويقول`: the full stop before the closing mark ends the sentence, unless a participle goes on
            if text[end[inside - 1] - 1] in _TERMINAL and norm[after][:1] == "و":
                _append(reading, sentences, first, after, paragraph)
                first = after
        elif last_character in _TERMINAL and end[i] - start[i] == 1:
            is_letter = i > 0 and reading.kind[i - 1] == "w" and end[i - 1] - start[i - 1] == 1
            if i > 0 and gap[i] == "" and (norm[i - 1] in abbreviations or is_letter):
                continue
            if reading.kind[after] == "q" and gap[after] == "" and after not in closing_of:
                continue  # an unpaired closing mark belongs to the sentence before it
            _append(reading, sentences, first, after, paragraph)
            first = after
    _append(reading, sentences, first, count, paragraph)
    return sentences


def _append(reading: Reading, sentences: list[Sentence], first: int, last: int, paragraph: int) -> None:
    if first >= last or not any(kind == "w" for kind in reading.kind[first:last]):
        return
    if last - first <= 12 and (first == 0 or reading.gap[first] == "\n"):
        lines, prefixes, _ = _lexicon()
        line = " ".join(reading.norm[first:last])
        if line in lines or line.startswith(prefixes):
            return
    sentences.append(Sentence(first, last, paragraph))
