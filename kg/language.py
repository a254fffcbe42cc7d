"""In which language an article is, so that the right pipeline reads it."""

from __future__ import annotations

import re

from kg.article import Article

UNKNOWN = "und"  #: the BCP 47 tag for "undetermined"
_BEGINNING = 4_000  # code points; news does not change its language further down
_LETTER = re.compile(r"[^\W\d_]")
_ARABIC_SCRIPT = re.compile(r"[\u0620-\u064a\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]")
# Letters that Arabic does not have and Persian, Urdu, Pashto or Kurdish use all the time. گ, چ and پ also stand in
# foreign names written in Arabic, hence a share of them is let through.
_OTHER_LETTER = re.compile("[پچژکگیےەہھٹڈڑںێ]")
_LEAST_ARABIC = 0.5
_MOST_OTHER = 0.05


def language(article: Article) -> str:
    """Give the article's language (BCP 47): as its source says, else guessed from its letters."""
    return article.lang if article.lang is not None else guess(article.text)


def guess(text: str) -> str:
    """Give ``ar`` for a text mostly in Arabic letters and not in those of its neighbours, else :data:`UNKNOWN`."""
    beginning = text[:_BEGINNING]
    letters = len(_LETTER.findall(beginning))
    arabic = len(_ARABIC_SCRIPT.findall(beginning))
    if letters == 0 or arabic / letters < _LEAST_ARABIC:
        return UNKNOWN
    return "ar" if len(_OTHER_LETTER.findall(beginning)) / arabic <= _MOST_OTHER else UNKNOWN
