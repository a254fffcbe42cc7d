"""What a run of time words means: the grammar of horizons, by recursive descent over the words.

Every rule takes the place of a word and gives what it found there, or None. A rule sees the preposition before it only
through ``led``: a bare year, an ambiguous month and some days of the week are times only behind one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from kg.lexicon.time import Term, time_lexicon
from kg.pipeline.horizon_dates import (
    Count,
    Dated,
    Day,
    Days,
    Decade,
    Fraction,
    Nth,
    Part,
    Period,
    Range,
    SchoolYear,
    Season,
    Stretch,
    Unit,
    Weekday,
    Year,
)
from kg.pipeline.horizon_words import Word

Kind = Literal["date", "period", "event", "vague"]
Relation = Literal["in", "within", "by", "before", "after", "from", "throughout", "since", "until"]
_HIJRI_YEARS = range(1343, 1501)
_YEARS = range(1900, 2200)
_FULL_DATE = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})|(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_PAIR = re.compile(r"(\d+)[-/](\d+)")
_NUMBER = re.compile(r"\d{1,4}")
_DASHES = "-–—"


@dataclass(frozen=True, slots=True)
class Found:
    """A period and the place after its last word."""

    end: int
    period: Period
    bare: bool = True  #: may stand without a preposition
    past: bool = False


@dataclass(frozen=True, slots=True)
class Expression:
    """A whole expression of time: how the prediction lies to which period."""

    start: int
    end: int
    relation: Relation | None
    period: Period
    kind: Kind
    past: bool = False


class Grammar:
    """Reads expressions of time off ``words``; ``given``: they are known to be one, so nothing need prove it."""

    def __init__(self, words: Sequence[Word], given: bool = False) -> None:
        self.words = words
        self.length = len(words)
        self.given = given

    # ---- words ----

    def term(self, place: int, kind: str) -> Term | None:
        if not 0 <= place < self.length:
            return None
        for term in self.words[place].terms:
            if term.kind == kind:
                return term
        return None

    def definite(self, place: int) -> bool:
        return place < self.length and self.words[place].definite

    def sign(self, place: int, signs: str) -> bool:
        return place < self.length and self.words[place].form in signs

    def _digits(self, place: int) -> int | None:
        number = self.words[place].number if place < self.length else ""
        return int(number) if _NUMBER.fullmatch(number) else None

    # ---- expressions ----

    def expression(self, place: int) -> Expression | None:
        """Give the longest expression of time that begins at ``place``; past ones too, to be passed over."""
        if self.term(place, "past_day"):
            return Expression(
                place, place + (2 if self.term(place + 1, "weekday") else 1), None, Stretch(), "date", past=True
            )
        if self.term(place, "between"):
            return self._range(place, place + 1, "and")
        if self.term(place, "of"):
            return self._range(place, place + 1, "to")
        relation, start, loose = self._relations(place)
        if self.term(start, "vague"):
            return Expression(place, start + 1, relation, Stretch(), "vague", past=relation == "since")
        found = self.period(start, led=(relation is not None and not loose) or self.given)
        count = self.count(start) if relation is not None or self.given else None
        if count is not None and (found is None or count.end > found.end):
            return self._counted(place, start, relation, count, loose)
        if found is None or not (relation is not None or self.given or found.bare):
            return None
        past = (
            found.past or relation == "since" or (relation is None and self.term(place - 1, "of") is not None)
        )  # "some of this year"
        return Expression(place, found.end, relation, found.period, _kind(found.period), past)

    def _relations(self, place: int) -> tuple[Relation | None, int, bool]:
        """Read up to two prepositions: in "قبل حلول" the first one counts, in "حتى بعد" the second."""
        relation: Relation | None = None
        loose = False
        for start in (place, place + 1):
            term = self.term(start, "relation")
            if term is None:
                return relation, start, loose
            if relation in (None, "in", "by", "from"):
                relation, loose = term.value, term.loose  # type: ignore[assignment]
        return relation, place + 2, loose

    def _counted(
        self, place: int, start: int, relation: Relation | None, count: Found, loose: bool
    ) -> Expression | None:
        end = count.end + 1 if self.term(count.end, "now") else count.end
        if relation == "before" or relation == "since":
            return Expression(place, end, relation, count.period, "period", past=True)
        if loose or relation in ("by", "from", "until") or (relation in (None, "in") and not self._is_numbered(start)):
            return None
        if relation == "after" and end == count.end and (self.term(end, "of") or self.sign(end, "علي")):
            return None  # "two days after the vote": counted from an event
        return Expression(place, end, relation, count.period, "period")

    def _is_numbered(self, place: int) -> bool:
        while self.term(place, "about"):
            place += 1
        unit = self.term(place, "unit")
        return unit is None or unit.number == 2

    def _range(self, place: int, start: int, joint: str) -> Expression | None:
        first = self._bound(start)
        if first is None:
            return None
        end = first.end
        if not (
            self.term(end, joint) or (joint == "to" and self.term(end, "relation") and self.words[end].form == "حتي")
        ):
            return None
        second = self.period(end + 1, led=True)
        if second is None:
            return None
        begin = _like(first.period, second.period)
        if begin is None:
            return None
        past = first.past and second.past
        return Expression(place, second.end, "in", Range(begin, second.period), "date", past)

    def _bound(self, place: int) -> Found | None:
        """Read the first bound of a range; of "10 و20 نوفمبر" it is only a number."""
        found = self._longest(place, led=True)
        number = self._digits(place)
        if found is not None or number is None or not 1 <= number <= 31:
            return found
        return Found(place + 1, Dated(0, day=number))

    # ---- periods ----

    def period(self, place: int, led: bool) -> Found | None:
        """Give the longest period that begins at ``place``, with a second one coordinated to it."""
        found = self._longest(place, led)
        return self._coordinated(found) if found is not None else None

    def _longest(self, place: int, led: bool) -> Found | None:
        if place >= self.length or not (
            self.words[place].terms or self.words[place].number or self.words[place].form == "ال"
        ):
            return None
        best: Found | None = None
        rules: tuple[Callable[[int, bool], Found | None], ...] = (
            self._demonstrative,
            self._part,
            self._fraction,
            self._unit,
            self._several_units,
            self._turned_units,
            self._year,
            self._dated,
            self._weekday,
            self._day,
            self._season,
            self._feast,
            self._decade,
            self._stretch,
        )
        for rule in rules:
            found = rule(place, led)
            if found is not None and (best is None or found.end > best.end):
                best = found
        return best

    def _coordinated(self, found: Found) -> Found:
        """Take "و2027" with "2026", and the second of two days of the week."""
        joined = self.term(found.end, "and") or self.sign(found.end, _DASHES + "/")
        if (
            not joined
            or not isinstance(found.period, (Year, Weekday))
            or (isinstance(found.period, Weekday) and found.period.step)
        ):
            return found
        rule = self._year if isinstance(found.period, Year) else self._weekday
        second = rule(found.end + 1, True)
        if second is None or type(second.period) is not type(found.period):
            return found
        return replace(found, end=second.end, period=Range(found.period, second.period))

    def _step(self, place: int) -> tuple[int, int] | None:
        """Read "next", "this" or "last" behind a noun, or in brackets: the step and the place after it."""
        if self.sign(place, "(") and self.sign(place + 2, ")"):
            bracketed = self._step(place + 1)
            return (bracketed[0], place + 3) if bracketed is not None else None
        following = self.term(place, "next")
        if following is not None:
            return following.number, place + 1
        if self.term(place, "this") or (self.term(place, "demonstrative") and not self.definite(place + 1)):
            return 0, place + 1
        return (-1, place + 1) if self.term(place, "past") else None

    def _demonstrative(self, place: int, led: bool) -> Found | None:
        if not self.term(place, "demonstrative") or not self.definite(place + 1):
            return None
        unit = self.term(place + 1, "unit")
        if unit is not None and unit.number == 1 and unit.value != "hour":
            return Found(place + 2, Unit(unit.value, 0))
        season = self.term(place + 1, "season")
        if season is not None:
            return Found(place + 2, Season(season.number, step=0))
        weekday = self.term(place + 1, "weekday")
        if weekday is not None:
            return Found(place + 2, Weekday(weekday.number))
        stretch = self.term(place + 1, "stretch")
        return Found(place + 2, Stretch()) if stretch is not None and stretch.value == "bounded" else None

    def _part(self, place: int, led: bool) -> Found | None:
        part = self.term(place, "part")
        if part is None:
            return None
        whole = self._whole(place + 1)
        return (
            replace(whole, period=Part(part.value, part.number, whole.period), bare=True) if whole is not None else None
        )

    def _whole(self, place: int) -> Found | None:
        """Read the period of which something is a part: here "the year" alone is this year."""
        if self.term(place, "of") or (self.term(place, "relation") and self.words[place].form == "ل"):
            place += 1
        if not self.term(place, "part"):
            found = self.period(place, led=True)
            if found is not None and not isinstance(found.period, (Stretch, Count)):
                return found
        unit = self.term(place, "unit")
        if unit is None or unit.number != 1 or not self.definite(place) or unit.value in ("hour", "day"):
            return None
        hijri = self._calendar(place + 1) == "hijri"
        return Found(place + 2, Unit("year", 0, "hijri")) if hijri else Found(place + 1, Unit(unit.value, 0))

    def _fraction(self, place: int, led: bool) -> Found | None:
        fraction = self.term(place, "fraction")
        if fraction is None or not self.definite(place):
            return None
        ordinal = self.term(place + 1, "ordinal")
        if ordinal is None or not self.definite(place + 1):
            step = self._step(place + 1)
            return Found(step[1], Fraction(fraction.number, 0, step=step[0]), past=step[0] < 0) if step else None
        if ordinal.number > fraction.number:
            return None
        whole = self._whole(place + 2)
        if whole is None:
            return Found(place + 2, Fraction(fraction.number, ordinal.number), bare=False)
        return replace(whole, period=Fraction(fraction.number, ordinal.number, whole.period), bare=True)

    def _unit(self, place: int, led: bool) -> Found | None:
        """Read "the coming year", "the second week of May"."""
        unit = self.term(place, "unit")
        if unit is None or unit.number != 1 or not self.definite(place):
            return None
        after, calendar, school = place + 1, "gregorian", False
        if unit.value == "year":
            school = self.term(after, "year_kind") is not None
            marked = self._calendar(after)
            calendar = marked or calendar
            after += 1 if school or marked else 0
        step = self._step(after)
        if step is None and unit.value == "year" and self.term(after, "next_of_year"):
            step = 1, after + 1
        if step is not None:
            return Found(step[1], _unit_period(unit.value, step[0], calendar, school), past=step[0] < 0)
        ordinal = self.term(after, "ordinal")
        if ordinal is not None and unit.value in ("day", "week") and self.term(after + 1, "of"):
            whole = self._whole(after + 1)
            return (
                replace(whole, period=Nth(unit.value, ordinal.number, whole.period), bare=True)
                if whole is not None
                else None
            )
        return None

    def _several_units(self, place: int, led: bool) -> Found | None:
        """Read "the coming few years", "the next 48 hours", "the last five years"."""
        number = self.number(place)
        after = number[1] if number is not None else place
        unit = self.term(after, "unit")
        if unit is None or (number is None and unit.number == 1):
            return None
        definite = self.definite(after) or self.definite(place) or self.words[place].form == "ال"
        after += 1
        few = self.term(after, "few") is not None
        after += few
        if number is None and (counted := self.number(after)) is not None:
            number, after = counted, counted[1]
        step = self._step(after)
        if step is None or step[0] == 0 or (not definite and number is None and not few and not led):
            return None
        after = step[1] + (1 if self.term(step[1], "few") else 0)
        few = few or after > step[1]
        return Found(after, self._length(unit, number[0] if number is not None else None, few), past=step[0] < 0)

    def _turned_units(self, place: int, led: bool) -> Found | None:
        """Read "القادم من أيام", "قادم الأيام"."""
        following = self.term(place, "next")
        if following is None:
            return None
        after = place + 2 if self.term(place + 1, "of") else place + 1
        unit = self.term(after, "unit")
        if unit is None or unit.number != 3 or (after == place + 1 and not self.definite(after)):
            return None
        return Found(after + 1, self._length(unit, None, few=False))

    def _length(self, unit: Term, number: float | None, few: bool) -> Count:
        lexicon = time_lexicon()
        if number is None and unit.number == 3:
            return Count(unit.value, lexicon.least, lexicon.few if few else lexicon.most)
        length = number if number is not None else unit.number
        return Count(unit.value, length, length)

    def _year(self, place: int, led: bool) -> Found | None:
        unit = self.term(place, "unit")
        named = unit is not None and unit.value == "year"
        after = place + 1 if named else place
        after += 1 if self.term(after, "year_kind") else 0
        marked = self._calendar(after) if named else None  # "العام الهجري 1448"
        after += 1 if marked else 0
        if after >= self.length or not (named or led or self.given or self._calendar(after + 1) == "hijri"):
            return None
        pair = _PAIR.fullmatch(self.words[after].number)
        if pair is not None and len(pair[1]) == len(pair[2]) == 4 and pair[1] < pair[2]:
            return Found(after + 1, Range(Year(int(pair[1])), Year(int(pair[2]))), bare=named)
        number = self._digits(after)
        mark = self._calendar(after + 1)
        calendar = mark or marked or ("hijri" if number in _HIJRI_YEARS and named else "gregorian")
        if number is None or number not in (_HIJRI_YEARS if calendar == "hijri" else _YEARS):
            return None
        return Found(after + (2 if mark else 1), Year(number, calendar), bare=named or mark is not None)

    def _calendar(self, place: int) -> str | None:
        term = self.term(place, "calendar")
        return term.value if term is not None else None

    # ---- months and days ----

    def _dated(self, place: int, led: bool) -> Found | None:
        """Read a full date, or day, month and year as far as they are there."""
        if place >= self.length:
            return None
        full = _FULL_DATE.fullmatch(self.words[place].number)
        if full is not None:
            y, m, d = (int(n) for n in ((full[1], full[2], full[3]) if full[1] else (full[6], full[5], full[4])))
            return Found(place + 1, Day(y, m, d)) if y in _YEARS else None
        days, after = self._days_of_month(place + 1 if self._is_day_word(place) else place)
        if days and self.term(after, "of"):
            after += 1
        unit = self.term(after, "unit")
        named = unit is not None and unit.value == "month" and unit.number < 3
        after += 1 if named else 0
        month = self.term(after, "month")
        if month is None:
            return None
        after, paired = self._other_name(after + 1, month)
        year = self._year_of_month(after)
        step = self._step(after) if year is None else None
        sure = bool(days) or paired or year is not None or step is not None
        if not (sure or named or led or self.given or not month.support):
            return None
        end = year.end if year is not None else step[1] if step is not None else after
        dated = Dated(
            month.number, month.value, year=year.period if year is not None else None, step=step[0] if step else None
        )
        past = (step is not None and step[0] < 0) or (year is not None and year.past)
        return Found(end, _on_days(dated, days), bare=sure, past=past)

    def _days_of_month(self, place: int) -> tuple[tuple[int, ...], int]:
        """Read the day or days before a month; none where there are none."""
        if place < self.length and self.words[place].form == "ال":
            place += 1
        number = self.words[place].number if place < self.length else ""
        pair = _PAIR.fullmatch(number)
        days = (
            tuple(int(n) for n in pair.groups())
            if pair is not None
            else (int(number),)
            if _NUMBER.fullmatch(number)
            else ()
        )
        if days:
            return (days, place + 1) if all(1 <= day <= 31 for day in days) else ((), place)
        ordinal = self._ordinal(place)
        return ((ordinal[0],), ordinal[1]) if ordinal is not None and self.term(ordinal[1], "of") else ((), place)

    def _ordinal(self, place: int) -> tuple[int, int] | None:
        """Read "الخامس", "الخامس عشر", "الخامس والعشرين", "العشرين"."""
        if not self.definite(place):
            return None
        tens = self.term(place, "number")
        if tens is not None and tens.number in (10, 20, 30):
            return tens.number, place + 1
        ordinal = self.term(place, "ordinal")
        if ordinal is None or ordinal.number < 1:
            return None
        ten = self.term(place + 1, "number")
        if ten is not None and ten.number == 10:
            return ordinal.number + 10, place + 2
        tens = self.term(place + 2, "number") if self.term(place + 1, "and") else None
        if tens is not None and tens.number in (20, 30):
            return ordinal.number + tens.number, place + 3
        return ordinal.number, place + 1

    def _other_name(self, place: int, month: Term) -> tuple[int, bool]:
        """Pass over the same month's name in another system: "نوفمبر/تشرين الثاني", "(نوفمبر)"."""
        same = self.term(place, "month")
        if same is not None and same == replace(month, support=same.support):
            return place + 1, True
        if not self.sign(place, "/(-"):
            return place, False
        other = self.term(place + 1, "month")
        if other is None or (other.value == month.value and other.number != month.number):
            return place, False
        closed = self.sign(place, "(") and self.sign(place + 2, ")")
        return place + (3 if closed else 2), True

    def _year_of_month(self, place: int) -> Found | None:
        if self.sign(place, "،,"):
            return None
        after = place + 1 if self.term(place, "of") else place
        unit = self._unit(after, led=True)
        if unit is not None and isinstance(unit.period, Unit) and unit.period.unit == "year":
            return unit
        shown = self._demonstrative(after, led=True)
        if shown is not None and isinstance(shown.period, Unit) and shown.period.unit == "year":
            return shown
        year = self._year(after, led=True)
        return year if year is not None and isinstance(year.period, Year) else None

    def _weekday(self, place: int, led: bool) -> Found | None:
        after = place
        while self.term(after, "day_part") or self._is_day_word(after):
            after += 1
        weekday = self.term(after, "weekday")
        if weekday is None:
            return None
        step = self._step(after + 1)
        sure = after > place or step is not None
        if weekday.support and not (sure or led or self.given):
            return None
        end = step[1] if step is not None else after + 1
        past = step is not None and step[0] < 0
        dated = self._dated(end + 1 if self.sign(end, "،,") or self._is_matching(end) else end, led=False)
        if (
            dated is not None
            and isinstance(dated.period, (Day, Dated))
            and not (isinstance(dated.period, Dated) and dated.period.day is None)
        ):
            return replace(dated, past=past or dated.past)
        return Found(end, Weekday(weekday.number, step[0] if step is not None else None), past=past)

    def _is_day_word(self, place: int) -> bool:
        unit = self.term(place, "unit")
        return unit is not None and unit.value == "day" and unit.number < 3 and not self.definite(place)

    def _is_matching(self, place: int) -> bool:
        return self.term(place, "corresponding") is not None

    def _day(self, place: int, led: bool) -> Found | None:
        after = place
        while self.term(after, "day_part"):
            after += 1
        day = self.term(after, "day")
        if day is None:
            return None
        sure = after > place or not day.support or self.given or (led and day.number > 0)
        end = after + (2 if self.term(after + 1, "weekday") else 1)
        return Found(end, Days(day.number)) if sure or end > after + 1 else None

    # ---- seasons, feasts, decades, stretches ----

    def _season(self, place: int, led: bool) -> Found | None:
        after = place + 1 if self.term(place, "season_word") else place
        season = self.term(after, "season")
        if season is None:
            return None
        step = self._step(after + 1)
        if step is not None and self.definite(after):
            return Found(step[1], Season(season.number, step=step[0]), past=step[0] < 0)
        year = self._year_of_month(after + 1)
        if year is not None:
            return replace(year, period=Season(season.number, year.period), bare=True)
        return Found(after + 1, Season(season.number), bare=False) if self.definite(after) else None

    def _feast(self, place: int, led: bool) -> Found | None:
        feast = self.term(place, "feast")
        if feast is None:
            return None
        month, day, days = feast.numbers
        dated = Dated(month, feast.value, day, days)
        step = self._step(place + 1)
        if step is not None:
            return Found(step[1], replace(dated, step=step[0]), past=step[0] < 0)
        year = self._year_of_month(place + 1)
        if year is not None:
            return replace(year, period=replace(dated, year=year.period))
        return Found(place + 1, dated, bare=False)

    def _decade(self, place: int, led: bool) -> Found | None:
        decade = self.term(place, "decade")
        if decade is None or not self.definite(place):
            return None
        step = self._step(place + 1)
        if step is not None:
            return Found(step[1], Decade(decade.number), past=step[0] < 0)
        century = self._whole(place + 1) if self.term(place + 1, "of") else None
        if century is not None and isinstance(century.period, Unit) and century.period.unit == "century":
            return Found(century.end, Decade(decade.number), past=century.past)
        return Found(place + 1, Decade(decade.number), bare=False)

    def _stretch(self, place: int, led: bool) -> Found | None:
        stretch = self.term(place, "stretch")
        if stretch is None:
            return None
        step = self._step(place + 2 if self.term(place + 1, "few") else place + 1)
        if step is None:
            return None
        over = step[0] < 0 or (step[0] == 0 and stretch.value != "bounded")  # "في الوقت الحالي" is now
        return Found(step[1], Stretch(), bare=self.definite(place), past=over)

    # ---- numbers and lengths ----

    def number(self, place: int) -> tuple[float, int] | None:
        """Read a number in digits or words: its value and the place after it."""
        if place < self.length and self.words[place].form == "ال":
            place += 1
        digits = self._digits(place)
        if digits is not None:
            return digits, place + 1
        first = self.term(place, "number")
        if first is None:
            return None
        ten = self.term(place + 1, "number")
        if ten is not None and ten.number == 10 and first.number < 10:
            return first.number + 10, place + 2
        tens = self.term(place + 2, "number") if self.term(place + 1, "and") else None
        if tens is not None and tens.number % 10 == 0 and 20 <= tens.number <= 90 and first.number < 10:
            return first.number + tens.number, place + 3
        return first.number, place + 1

    def count(self, place: int) -> Found | None:
        """Read a length of time: "two months", "about 48 hours", "five to ten years", "a year and a half"."""
        while self.term(place, "about"):
            place += 1
        if self.term(place, "several"):
            unit = self.term(place + 1, "unit")
            return (
                Found(place + 2, self._length(unit, None, few=False)) if unit is not None and unit.number == 3 else None
            )
        half = self.term(place, "fraction")
        if half is not None and not self.definite(place):
            unit = self.term(place + 1, "unit")
            share = 1 / half.number
            return Found(place + 2, Count(unit.value, share, share)) if unit is not None and unit.number == 1 else None
        numbers, after = self._numbers(place)
        unit = self.term(after, "unit")
        if unit is None or self.definite(after) or (numbers and unit.number == 2):
            return None
        length = Count(unit.value, numbers[0], numbers[-1]) if numbers else self._length(unit, None, few=False)
        few = self.term(after + 1, "few")
        if few is not None and not numbers and unit.number == 3:
            return Found(after + 2, self._length(unit, None, few=True))
        return self._more(after + 1, length)

    def _numbers(self, place: int) -> tuple[list[float], int]:
        """Read one number or the two ends of a range."""
        pair = _PAIR.fullmatch(self.words[place].number) if place < self.length and self.words[place].number else None
        if pair is not None and "-" in pair[0]:
            return sorted(float(n[:6]) for n in pair.groups()), place + 1
        start = place + 1 if self.term(place, "between") else place
        first = self.number(start)
        if first is None:
            return [], place
        between = start > place
        joint = self.term(first[1], "and") if between else self.term(first[1], "or") or self.term(first[1], "to")
        second = self.number(first[1] + 1) if joint or self.sign(first[1], _DASHES) else None
        return ([*sorted((first[0], second[0]))], second[1]) if second is not None else ([first[0]], first[1])

    def _more(self, place: int, length: Count) -> Found:
        """Take "one" behind "a year", "and a half", "or three"."""
        place += 1 if self.term(place, "single") else 0
        half = self.term(place + 1, "fraction") if self.term(place, "and") else None
        if half is not None:
            return Found(
                place + 2, replace(length, low=length.low + 1 / half.number, high=length.high + 1 / half.number)
            )
        other = self.number(place + 1) if self.term(place, "or") else None
        if other is not None and other[0] > length.low:
            unit = self.term(other[1], "unit")
            return Found(
                other[1] + (1 if unit is not None and unit.value == length.unit else 0), replace(length, high=other[0])
            )
        return Found(place, length)


def _unit_period(unit: str, step: int, calendar: str, school: bool) -> Period:
    if school:
        return SchoolYear()
    if step == 1 and unit in ("hour", "decade"):
        return Count(unit, 1, 1)
    return Unit(unit, step, calendar)


def _on_days(dated: Dated, days: tuple[int, ...]) -> Period:
    if not days:
        return dated
    if len(days) == 1:
        return replace(dated, day=days[0])
    return Range(replace(dated, day=days[0]), replace(dated, day=days[1]))


def _like(first: Period, second: Period) -> Period | None:
    """Complete the first bound of a range by the second: month and year of "بين 10 و20 نوفمبر 2026"."""
    if not isinstance(first, Dated):
        return first
    if first.month == 0:
        return replace(second, day=first.day) if isinstance(second, Dated) and second.day is not None else None
    if first.year is None and isinstance(second, Dated) and second.month >= first.month:
        return replace(first, year=second.year)
    return first


def _kind(period: Period) -> Kind:
    if isinstance(period, Stretch):
        return "vague"
    return "period" if isinstance(period, Count) else "date"
