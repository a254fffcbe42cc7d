"""Which quotation marks belong together: nested, swapped and unpaired ones.

Counting to even and odd is worthless in news (about one article in twelve nests straight marks). A mark opens if
white space or ``([:،-`` or a free-standing proclitic (``لـ و ف ب ك``) is before it and a word after it; a stack
closes it. An unpaired mark costs one quotation, never the article.
"""

from __future__ import annotations

from dataclasses import dataclass

from kg.pipeline.tokens import Reading

_FAMILY = {
    **dict.fromkeys(('"', "“", "”", "„", "‟", "''"), "double"),
    **dict.fromkeys("«»‹›", "angle"),
    **dict.fromkeys("'‘’‚", "single"),
}
_OPENS, _CLOSES = frozenset("«‹„“"), frozenset("»›")
_BEFORE_OPENING = frozenset("([{:،,-–—/")
_PROCLITICS = frozenset(("ل", "و", "ف", "ب", "ك", "ول", "وب", "فل", "وك", "ال", "بال", "وال", "لل"))
_LONGEST = 1200  # tokens in one quotation; past that its closing mark is missing


@dataclass(frozen=True, slots=True)
class Quote:
    """A pair of marks, as places in the reading; what is quoted lies strictly between them."""

    opening: int
    closing: int
    depth: int  #: 0 outermost

    @property
    def inside(self) -> tuple[int, int]:
        return self.opening + 1, self.closing


def find_quotes(reading: Reading) -> tuple[tuple[Quote, ...], tuple[int, ...]]:
    """Pair the marks of a text: the quotes by their opening mark, and the marks that found no partner."""
    found: list[Quote] = []
    unpaired: list[int] = []
    stack: list[_Open] = []
    line = 0
    for i, kind in enumerate(reading.kind):
        if reading.gap[i] == "\n":
            line += 1
        if kind != "q":
            continue
        mark = reading.text[reading.start[i] : reading.end[i]]
        family = _FAMILY[mark]
        opener = next((place for place in reversed(stack) if place.family == family), None)
        strength = _opening_strength(reading, i, mark, opener is not None)
        if family == "single" and opener is None and strength != "strong":
            continue  # an apostrophe
        if strength is not None:
            if opener is not None and family != "single" and (opener.line != line or not opener.strong):
                # an opening mark in a later paragraph, or after a doubtful one: the one before was never closed
                unpaired.extend(place.place for place in stack)
                stack.clear()
            stack.append(_Open(i, family, line, strength == "strong"))
        elif opener is not None:
            while stack[-1] is not opener:
                unpaired.append(stack.pop().place)
            stack.pop()
            if i - opener.place > _LONGEST:
                unpaired.extend((opener.place, i))
            elif i - opener.place > 1:
                found.append(Quote(opener.place, i, len(stack)))
        else:
            unpaired.append(i)
    unpaired.extend(place.place for place in stack)
    found.sort(key=lambda quote: quote.opening)
    return tuple(found), tuple(sorted(unpaired))


@dataclass(frozen=True, slots=True, eq=False)
class _Open:
    place: int
    family: str
    line: int
    strong: bool


def _may_open(reading: Reading, i: int) -> bool:
    """Say whether a mark stands where an opening one can: after a break or a proclitic, close before a word."""
    if i + 1 >= len(reading) or reading.gap[i + 1] != "" or reading.kind[i + 1] == "p":
        return False
    if i == 0 or reading.gap[i] != "":
        return True
    before = reading.text[reading.end[i - 1] - 1]
    return before in _BEFORE_OPENING or reading.kind[i - 1] == "q" or reading.norm[i - 1] in _PROCLITICS


def _opening_strength(reading: Reading, i: int, mark: str, is_open: bool) -> str | None:
    """Say whether a mark opens: ``strong``, ``weak`` (only because nothing is open that it could close) or None."""
    if mark in _CLOSES:  # swapped marks: »...«
        return "strong" if not is_open and _may_open(reading, i) else None
    if mark in "«‹":
        return "strong" if not is_open or _may_open(reading, i) else None
    if _may_open(reading, i):
        # “a ”b: a mark directly after another mark closes the inner one
        after_mark = i > 0 and reading.kind[i - 1] == "q" and reading.gap[i] == ""
        return None if is_open and after_mark else "strong"
    if is_open or i + 1 >= len(reading) or reading.gap[i + 1] == "\n" or reading.kind[i + 1] != "w":
        return None
    # a space after the opening mark, or none before it: `البيان" انه`, `أن"الوضع`
    return "weak"
