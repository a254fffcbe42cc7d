"""The form on which words are compared: news drops hamza, diacritics and tatweel freely.

Only for matching. Stored and shown text is never normalised.
"""

from __future__ import annotations

import unicodedata

_MARKS = {
    code: None
    for code in (*range(0x0600, 0x0780), *range(0x08A0, 0x0900), *range(0xFB50, 0xFE00), *range(0xFE70, 0xFEFF))
    if unicodedata.combining(chr(code))
}
_INVISIBLE = dict.fromkeys((1600, 8204, 8205, 8206, 8207, 1564, 65279, *range(8234, 8239), *range(8294, 8298)))
_LETTERS = str.maketrans("أإآٱىةؤئکی", "اااايهويكي")
_DIGITS = {ord(d): str(i) for digits in ("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹") for i, d in enumerate(digits)}
_TABLE = {**_LETTERS, **_MARKS, **_INVISIBLE, **_DIGITS}


def normal(text: str) -> str:
    """Fold diacritics, tatweel and directional marks off, أإآٱ to ا, ى to ي, ة to ه, ؤ to و, ئ to ي, digits to ASCII.

    The result can be shorter than the text: never compute an offset from it.
    """
    if not text.isascii() and any("\ufb50" <= c <= "\ufeff" for c in text):
        text = unicodedata.normalize("NFKC", text)
    return text.translate(_TABLE).casefold()
