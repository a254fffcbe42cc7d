"""By when: finds the words that give a prediction its horizon and resolves them to days.

How the days are meant, where Arabic leaves it open (``resolve``):

* The period named is the answer: "هذا العام" is the whole year, not what is left of it.
* A plural without a number reaches to ten units, of weeks to six, with "few" to five, from the day of publication
  ("خلال الأشهر المقبلة"); behind بعد it begins with three. The bounds and their reason are in ``time.toml``.
* بعد with a length gives the calendar unit reached: "بعد شهرين" a month, "بعد خمس سنوات" a year, "بعد 48 ساعة" a day.
* خلال with a length runs from the day of publication to so many units later; so does "العقد المقبل": ten years.
* بحلول, حتى and إلى run from the day of publication to the last day of the period; قبل to the day before its first,
  but to its end in "قبل نهاية العام".
* A month, day, quarter, feast or season without a year is the first that is not over at publication, as a prediction
  looks forward; with المقبل the first that begins after it. A bare day of the week may be the day of publication.
* Beginning and end are a sixth of the period, rounded up (two months of a year), أوائل and أواخر a third, the middle is
  the middle third. Weeks begin as ``time.toml`` says.
* What has no last day ("بعد عام 2030", "اعتبارا من مايو"), school and fiscal years, events, what is told from another
  time ("الأسبوع التالي") and vague words are not resolved. A duration ("لمدة عامين") says no by when at all.
* Hijri dates follow the Umm al-Qura calendar; local sightings of the moon may differ by a day.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from kg.pipeline.horizon_dates import FINENESS, Count, Decade, Interval, Part, Period, unit_around
from kg.pipeline.horizon_events import event
from kg.pipeline.horizon_grammar import Expression, Grammar, Kind
from kg.pipeline.horizon_words import Word, read_words

_NEVER_FIRST = frozenset(
    ("and", "or", "to", "this", "past", "few", "rest", "single", "about", "calendar", "year_kind", "no_time")
)
_PUBLISHED = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_FAR_APART = (date(1950, 1, 1), date(2070, 1, 1))  # what means the same on both days needs no date of publication
_NEXT_TO = 2  # characters between "غدا" and "سيعود"
_LEADING_WORDS = 2  # a comma and فإن
_FEW_WORDS = 8  # between a horizon and its prediction
_CLAUSE_BETWEEN = re.compile(r"[.؟!?؛\n]|[،,]\s*و")
_FAR_DECADE = 25  # years: "in the fifties" told in 2015 means the last century, unless it is named


@dataclass(frozen=True, slots=True)
class HorizonMatch:
    """Words that say by when: ``date`` a named day or period, ``period`` a length of time, ``event`` or ``vague``."""

    start: int  #: code points into the text
    end: int
    kind: Kind


@dataclass(frozen=True, slots=True)
class _Anchor:
    """The publication, as precisely as it is known: between which days, 0 day, 1 month, 2 year."""

    first: date
    last: date
    coarseness: int


def find_horizons(text: str, start: int, end: int, published: str | None = None) -> list[HorizonMatch]:
    """Give every horizon in text[start:end], in text order and without overlap; past expressions are none.

    With ``published`` what was over by then is left out too ("قبل عام 2011"); without it a bare year is always taken.
    """
    words = read_words(text, start, end)
    grammar = Grammar(words)
    anchor = _anchor(published)
    matches = []
    place = 0
    while place < len(words):
        word = words[place]
        if not (word.number or word.form == "ال" or (word.terms and _can_begin(word))):
            place += 1
            continue
        expression = grammar.expression(place)
        if expression is not None:
            if not expression.past and not _is_over(expression, anchor):
                matches.append(HorizonMatch(word.start, words[expression.end - 1].end, expression.kind))
            place = expression.end
            continue
        stop = event(words, place, grammar)
        if stop is None:
            place += 1
        else:
            matches.append(HorizonMatch(word.start, words[stop - 1].end, "event"))
            place = stop
    return matches


def resolve(words: str, published: str | None) -> tuple[str, str] | None:
    """Give first and last day (ISO, inclusive) that the words mean, told on ``published`` (ISO, may be a prefix).

    None where they have no such days (events, vague words), where more words follow than the grammar knows, and where
    the date of publication is not known precisely enough. The conventions stand in the head of this module.
    """
    read = read_words(words, 0, len(words))
    first = 1 if read and read[0].term("and") else 0
    expression = Grammar(read, given=True).expression(first)
    if expression is None or expression.past or any(word.form.isalnum() for word in read[expression.end :]):
        return None
    interval = _days(expression, _anchor(published))
    return (interval[0].isoformat(), interval[1].isoformat()) if interval is not None else None


def choose_horizon(
    text: str, horizons: list[HorizonMatch], span: tuple[int, int], marker: int | None, alone: bool
) -> HorizonMatch | None:
    """Give the horizon of the prediction at ``span``, from those of its statement; None if none is its own.

    Of those inside it is the first behind ``marker``, the place of what makes it a prediction ("أموال عام 2026 قد تسدد
    في 2027"), with a day or a length of time before an event; or else the first. One outside will do where it leads
    up to the prediction ("على المدى الطويل، فإن الاقتصاد سينمو"), or where the prediction is ``alone`` in its statement
    and only a few words lie between.
    """
    start, end = span
    inside = [horizon for horizon in horizons if start <= horizon.start < end]
    if inside:
        behind = [h for h in inside if marker is None or h.end + _NEXT_TO >= marker] or inside
        return next((h for h in behind if h.kind in ("date", "period")), behind[0])
    leading = (h for h in reversed(horizons) if h.end <= start and _is_near(text[h.end : start], _LEADING_WORDS))
    near = (h for h in horizons if _is_near(text[h.end : start] if h.end <= start else text[end : h.start], _FEW_WORDS))
    return next(leading, None) or (next(near, None) if alone else None)


def _is_near(gap: str, words: int) -> bool:
    return len(gap.split()) <= words and _CLAUSE_BETWEEN.search(gap) is None


def _can_begin(word: Word) -> bool:
    return any(term.kind not in _NEVER_FIRST for term in word.terms)


def _anchor(published: str | None) -> _Anchor | None:
    match = _PUBLISHED.match(published) if published else None
    if match is None:
        return None
    try:
        year, month, day = int(match[1]), int(match[2] or 1), int(match[3] or 1)
        first = date(year, month, day)
    except ValueError:
        return None
    coarseness = 0 if match[3] else 1 if match[2] else 2
    return _Anchor(first, unit_around(("day", "month", "year")[coarseness], first)[1], coarseness)


def _is_over(expression: Expression, anchor: _Anchor | None) -> bool:
    if anchor is None or expression.kind != "date":
        return False
    try:
        days = expression.period.on(anchor.first)
    except (ValueError, OverflowError):
        return False
    if days is None:
        return False
    whole = expression.period.of if isinstance(expression.period, Part) else expression.period
    if isinstance(whole, Decade) and not whole.sure and days[0].year - anchor.first.year > _FAR_DECADE:
        return True
    return days[1] < anchor.first  # "after 1940" too tells a reader of 2015 nothing about when


def _days(expression: Expression, anchor: _Anchor | None) -> Interval | None:
    try:
        return _related(expression, anchor)
    except (ValueError, OverflowError):  # outside the calendar
        return None


def _related(expression: Expression, anchor: _Anchor | None) -> Interval | None:
    period, relation = expression.period, expression.relation
    if isinstance(period, Count):
        if anchor is None or FINENESS[period.unit] < anchor.coarseness:
            return None
        if relation == "after":
            return period.reached(anchor.first, anchor.last)
        last = period.on(anchor.last)
        return anchor.first, last[1]
    days = _agreed(period, (anchor.first, anchor.last) if anchor is not None else _FAR_APART)
    if days is None or relation in ("after", "from"):
        return None
    if relation not in ("by", "before", "until"):
        return days
    if anchor is None:
        return None
    is_end = isinstance(period, Part) and period.which == "last"
    last_day = days[1] if relation != "before" or is_end else days[0] - timedelta(days=1)
    return (anchor.first, last_day) if anchor.first <= last_day else None


def _agreed(period: Period, probes: tuple[date, date]) -> Interval | None:
    """Give the days if they are the same seen from both probes, so that a coarse date of publication is enough."""
    first = period.on(probes[0])
    return first if first is not None and first == period.on(probes[1]) else None
