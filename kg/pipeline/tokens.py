"""Tokens of Arabic news with exact offsets: words keep their clitics, marks and signs stand alone.

spaCy's Arabic tokeniser glues quotation marks to words (``لـ"عربي21``) and cannot be trained on split clitics
(explosion/spaCy#13248), so this one splits runs of letters from everything else and nothing more.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from spacy.tokens import Doc
from spacy.vocab import Vocab

from kg.pipeline.normal import normal

_MARKS = "\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed"
_DIRECTION = "\u200b-\u200f\u202a-\u202e\u2060-\u2069\u061c\ufeff\u00ad"
_WORD = rf"[\w{_MARKS}{_DIRECTION}]"
_TOKEN = re.compile(
    rf"(\d+(?:[.,٫٬:/]\d+)*(?!{_WORD}))"  # number
    rf"|({_WORD}+)"  # word
    r"|(\s+)"  # space
    r"|(\.{2,}|''|--+|[^\w\s])"  # sign
)
_NUMBER, _SPACE, _SIGN = 1, 3, 4
QUOTATION_MARKS = frozenset("\"“”„‟«»‹›‘’‚'") | {"''"}
for _name in ("tokens", "input"):
    if not Doc.has_extension(_name):
        Doc.set_extension(_name, default=None)
_CACHE_SIZE = 200_000  # normal forms remembered: as many words as a newspaper's year

_normal_forms: dict[str, str] = {}


class Reading:
    """The tokens of one text without its white space, as parallel lists, for the components to walk over.

    start, end: code points into ``text``. norm: the form for matching. kind: ``w`` word, ``n`` number, ``q``
    quotation mark, ``p`` any other sign. gap: the white space before it: "" none, " " some, "\\n" with a line break.
    """

    __slots__ = ("end", "gap", "kind", "norm", "start", "text")

    def __init__(self, text: str, columns: Sequence[list[Any]] | None = None) -> None:
        self.text = text
        start, end, norm, kind, gap = columns if columns is not None else ([], [], [], [], [])
        self.start: list[int] = start
        self.end: list[int] = end
        self.norm: list[str] = norm
        self.kind: list[str] = kind
        self.gap: list[str] = gap

    def __len__(self) -> int:
        return len(self.start)

    @property
    def columns(self) -> tuple[list[Any], ...]:
        """The lists themselves, as a spaCy extension can hold and serialise them."""
        return self.start, self.end, self.norm, self.kind, self.gap

    def words(self, first: int, last: int) -> str:
        """Give the very text from token ``first`` to before token ``last``."""
        return self.text[self.start[first] : self.end[last - 1]] if last > first else ""


def read(text: str) -> Reading:
    """Split ``text`` into tokens; every character that is no white space is in exactly one of them."""
    return _split(text, None, None)


def _split(text: str, words: list[str] | None, spaces: list[bool] | None) -> Reading:
    """Split a text into a reading, and into the words and following spaces of a spaCy ``Doc`` if lists are given."""
    reading = Reading(text)
    start, end, norm, kind, gap = reading.start, reading.end, reading.norm, reading.kind, reading.gap
    forms = _normal_forms
    if len(forms) > _CACHE_SIZE:
        forms.clear()
    white = "\n"
    for match in _TOKEN.finditer(text):
        group = match.lastindex
        token = match.group()
        if group == _SPACE:
            white = "\n" if "\n" in token or "\r" in token else " "
            if words is not None and spaces is not None:
                if token[0] == " " and words:
                    spaces[-1] = True
                    token = token[1:]
                if token:
                    words.append(token)
                    spaces.append(False)
            continue
        if words is not None and spaces is not None:
            words.append(token)
            spaces.append(False)
        form = forms.get(token)
        if form is None:
            form = forms[token] = normal(token)
        begin, stop = match.span()
        start.append(begin)
        end.append(stop)
        norm.append(form)
        gap.append(white)
        white = ""
        if group == _NUMBER:
            kind.append("n")
        elif group == _SIGN:
            kind.append("q" if token in QUOTATION_MARKS else "p")
        else:
            kind.append("w" if form else "p")
    return reading


class NewsTokenizer:
    """Make a spaCy ``Doc`` whose ``text`` equals the input, with the columns of its reading in ``doc._.tokens``."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        words: list[str] = []
        spaces: list[bool] = []
        reading = _split(text, words, spaces)
        doc = Doc(self.vocab, words=words, spaces=spaces)
        doc._.tokens = reading.columns
        doc._.input = text  # Doc.text makes the text anew from its tokens every time
        return doc

    def to_bytes(self, **_: object) -> bytes:
        return b""

    def from_bytes(self, data: bytes, **_: object) -> NewsTokenizer:
        return self

    def to_disk(self, path: object, **_: object) -> None:
        """Nothing to write: the tokeniser has no state."""

    def from_disk(self, path: object, **_: object) -> NewsTokenizer:
        return self
