"""What a run of time words means: the grammar of horizons, by recursive descent over the words.

Every rule takes the place of a word and gives what it found there, or None. A rule sees the preposition before it only
through ``led``: a bare year, an ambiguous month and some days of the week are times only behind one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
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
    WeekdayOf,
    Year,
    shift,
)
from kg.pipeline.horizon_words import Word, is_event, is_future, noun_before

Kind = Literal["date", "period", "event", "vague"]
Relation = Literal["in", "within", "by", "before", "after", "from", "throughout", "since", "until", "upon"]
_HIJRI_YEARS = range(1343, 1501)
_YEARS = range(1900, 2200)
_FULL_DATE = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})|(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_PAIR = re.compile(r"(\d+)[-/](\d+)")
_NUMBER = re.compile(r"\d{1,4}")
_FEW = 4  # words such as "at noon of the day" before the name of a day
_DEEPEST = 4  # "the first week of the last month of the first half of the year"
_DASHES = "-–—"
_QUOTES = '"«»“”'


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
        self.depth = 0

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
        found = self._expression(place)
        degree = self.term(found.end, "degree") if found is not None else None
        if found is None or degree is None or degree.value != "bound":
            return found
        return replace(found, end=found.end + 1)  # "على الأقل"

    def _expression(self, place: int) -> Expression | None:
        if self.term(place, "past_day"):
            return Expression(
                place, place + (2 if self.term(place + 1, "weekday") else 1), None, Stretch(), "date", past=True
            )
        if self.term(place, "between"):
            return self._range(place, place + 1, "and")
        if self.term(place, "of"):
            return self._range(place, place + 1, "to")
        if self.term(place, "now"):
            return self._from_now(place)
        relation, start, loose = self._relations(place)
        if self.term(start, "vague"):
            return self._vague(place, start, relation)
        found = self.period(start, led=(relation is not None and not loose) or self.given)
        if found is None and relation is not None and self.term(start, "about"):
            found = self._several_units(start + 1, True)  # "خلال فترة الأربع سنوات المقبلة"
        if found is None and relation == "throughout" and not loose:
            found = self._whole(start)  # "طوال العام"
        count = self.count(start) if relation is not None or self.given else None
        if count is not None and (found is None or count.end > found.end):
            return self._counted(place, start, relation, count, loose)
        if found is None or not (relation is not None or self.given or found.bare):
            return None
        past = (
            found.past or relation == "since" or (relation is None and self.term(place - 1, "of") is not None)
        )  # "some of this year"
        if self.term(found.end, "of") and found.end + 1 < self.length and self.words[found.end + 1].form == "كل":
            past = True  # "in June of every year"
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

    def _vague(self, place: int, start: int, relation: Relation | None) -> Expression | None:
        """Read a vague word; with a period behind it "later" is that period, and with و before it only goes on."""
        term, after = self.term(start, "vague"), start + 1
        if self.words[start].form == "بعد" and self._is_counted_from(after):
            return None  # "بعد وقت قصير من الهجوم": counted from what was
        if term is not None and term.value == "later":
            if self.term(place - 1, "and"):
                return None
            today = self.term(after, "day")
            whole = self._day(after, led=False) or (Found(after + 1, Days(today.number)) if today else None)
            whole = whole or self._whole(after)
            if whole is not None and not whole.past:
                return Expression(place, whole.end, "in", Part("rest", 1, whole.period), "date")
        return Expression(place, after, relation, Stretch(), "vague", past=relation == "since")

    def _from_now(self, place: int) -> Expression | None:
        """Read "from now to the end of the year"."""
        after = place + 2 if self.term(place + 1, "and") else place + 1
        found = self.expression(after) if not self.term(after, "now") else None
        if found is None or found.relation not in ("by", "before", "until"):
            return None
        return replace(found, start=place)

    def _counted(
        self, place: int, start: int, relation: Relation | None, count: Found, loose: bool
    ) -> Expression | None:
        end = count.end + 1 if self.term(count.end, "now") else count.end
        if relation in ("before", "since", "throughout"):  # the last tells a duration, not by when
            return Expression(place, end, relation, count.period, "period", past=True)
        if loose or relation in ("by", "from", "until") or (relation in (None, "in") and not self._is_numbered(start)):
            return None
        if relation == "after" and end == count.end and self._is_counted_from(end):
            return None  # "two days after the vote": counted from an event
        if relation == "within" and end == count.end and self.term(end, "of"):
            events = time_lexicon().events
            if is_event(self.words, end + 1, events) or is_event(self.words, end + 2, events):
                return None  # "في غضون يوم من رفع العقوبات", "من تاريخ التوقيع"
        return Expression(place, end, relation, count.period, "period")

    def _is_counted_from(self, place: int) -> bool:
        return bool(self.term(place, "of")) or (self.sign(place, "علي") and not self.term(place, "degree"))

    def _is_numbered(self, place: int) -> bool:
        while self.term(place, "about"):
            place += 1
        unit = self.term(place, "unit")
        return unit is None or unit.number == 2

    def _range(self, place: int, start: int, joint: str) -> Expression | None:
        first = self._bound(start)
        if first is None:
            return None
        end = first.end + 1 if joint == "to" and self.term(first.end, "and") else first.end
        if not self.term(end, joint):
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
        number = self._digits(place)
        listed = number is not None and self.term(place + 1, "and")
        found = None if listed and number in range(1, 32) else self._longest(place, led=True)
        if found is None and place < self.length and self.words[place].form == "الان":
            return Found(place + 1, Days(0))
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
            self._rest,
        )
        for rule in rules:
            found = rule(place, led)
            if found is not None and (best is None or found.end > best.end):
                best = found
        return best

    def _coordinated(self, found: Found) -> Found:
        """Take "و2027" with "2026", and the second of two days of the week, months or dates."""
        joined = bool(self.term(found.end, "and") or self.term(found.end, "or"))
        if isinstance(found.period, Year):
            joined = joined or self.sign(found.end, _DASHES + "/")
        elif not isinstance(found.period, (Weekday, Dated)) or found.period.step or found.past:
            return found
        if isinstance(found.period, Weekday):
            morning = self.term(found.end, "weekday")  # "ليلة السبت الأحد"
            if morning is not None and morning.number == (found.period.number + 1) % 7:
                return replace(found, end=found.end + 1, period=Range(found.period, Weekday(morning.number)))
        if not joined:
            return found
        rules = {Year: self._year, Weekday: self._weekday, Dated: self._dated}
        second = rules[type(found.period)](found.end + 1, True)
        if second is None or type(second.period) is not type(found.period) or second.past:
            return found
        first = _like(found.period, second.period)
        return replace(found, end=second.end, period=Range(first, second.period)) if first is not None else found

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
        if unit is not None and unit.number == 1 and unit.value not in ("hour", "day"):  # "this day" is one told before
            return self._numbered(Found(place + 2, Unit(unit.value, 0)))
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
        if self.depth >= _DEEPEST:
            return None
        self.depth += 1
        found = self._read_whole(place)
        self.depth -= 1
        return found

    def _read_whole(self, place: int) -> Found | None:
        if self.term(place, "of") or (self.term(place, "relation") and self.words[place].form == "ل"):
            place += 1
        if not self.term(place, "part"):
            found = self.period(place, led=True)
            if found is not None and found.period == Count("decade", 1, 1):
                return replace(found, period=Unit("decade", 1))  # of ten years from today nobody names the middle
            if found is not None and not isinstance(found.period, (Stretch, Count)):
                return found
        stretch = self.term(place, "stretch")
        if stretch is not None and stretch.value == "bounded" and self.definite(place):
            step = self._step(place + 1)
            return Found(step[1] if step is not None else place + 1, Stretch(), past=step is not None and step[0] < 0)
        unit = self.term(place, "unit")
        if unit is None or unit.number != 1 or not self.definite(place) or unit.value in ("hour", "day"):
            return None
        if unit.value == "year" and self.term(place + 1, "year_kind"):
            return Found(place + 2, SchoolYear())
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
        if unit is None or unit.number != 1 or not self.definite(place) or self._is_general(place):
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
            period = Stretch() if self._is_relative(step[1]) else _unit_period(unit.value, step[0], calendar, school)
            return self._numbered(Found(step[1], period, past=step[0] < 0))
        ordinal = self.term(after, "ordinal")
        if ordinal is not None and unit.value in ("day", "week") and self.term(after + 1, "of"):
            whole = self._whole(after + 1)
            return (
                replace(whole, period=Nth(unit.value, ordinal.number, whole.period), bare=True)
                if whole is not None
                else None
            )
        return None

    def _is_general(self, place: int) -> bool:
        """Say whether العام is the adjective of the noun before it: "الأمين العام"."""
        noun, definite = noun_before(self.words, place)
        return definite and self.words[place].form == "العام" and noun in time_lexicon().general

    def _is_relative(self, end: int) -> bool:
        """Say whether "next" is told from a time before, not from the day of publication: "الأسبوع التالي"."""
        following = self.term(end - 1, "next")
        return following is not None and following.value == "relative"

    def _numbered(self, found: Found) -> Found:
        """Take the number behind a year: "العام الحالي 2027"."""
        period = found.period
        number = self._digits(found.end)
        if not isinstance(period, Unit) or period.unit != "year" or number is None:
            return found
        if number not in (_HIJRI_YEARS if period.calendar == "hijri" else _YEARS):
            return found
        mark = self._calendar(found.end + 1)
        return replace(found, end=found.end + (2 if mark else 1), period=Year(number, mark or period.calendar))

    def _rest(self, place: int, led: bool) -> Found | None:
        """Read "the months that remain of the year"."""
        unit = self.term(place, "unit")
        if not (self.term(place, "stretch") or (unit is not None and unit.number == 3)) or not self.definite(place):
            return None
        whole = self._whole(place + 2) if self.term(place + 1, "rest") and self.term(place + 2, "of") else None
        return replace(whole, period=Part("rest", 1, whole.period), bare=True) if whole is not None else None

    def _several_units(self, place: int, led: bool) -> Found | None:
        """Read "the coming few years", "the next 48 hours", "the last five years"."""
        if self.term(place, "several"):
            place, led = place + 1, True
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
            other = self.number(after + 1) if self.term(after, "or") else None
            if other is not None:
                number, after = other, other[1]  # "الأسابيع الثلاثة أو الأربعة المقبلة"
        step = self._step(after)
        if step is None or step[0] == 0 or (not definite and number is None and not few and not led):
            return None
        after = step[1] + (1 if self.term(step[1], "few") else 0)
        few = few or after > step[1]
        length = self._length(unit, number[0] if number is not None else None, few)
        return Found(after, Stretch() if self._is_relative(step[1]) else length, past=step[0] < 0)

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
            most = lexicon.few if few else lexicon.most
            return Count(unit.value, lexicon.least, min(most, lexicon.most_of.get(unit.value, most)))
        length = number if number is not None else unit.number
        return Count(unit.value, length, length)

    def _year(self, place: int, led: bool) -> Found | None:
        unit = self.term(place, "unit")
        named = unit is not None and unit.value == "year"
        after = place + 1 if named else place
        after += 1 if self.term(after, "year_kind") else 0
        marked = self._calendar(after) if named else None  # "العام الهجري 1448"
        after += 1 if marked else 0
        named = named or (after == place and noun_before(self.words, place)[0] in time_lexicon().of_year)
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
            if y in _HIJRI_YEARS and 1 <= m <= 12:
                mark = 1 if self._calendar(place + 1) == "hijri" else 0
                return Found(place + 1 + mark, Dated(m, "hijri", d, year=Year(y, "hijri")))
            return Found(place + 1, Day(y, m, d)) if y in _YEARS else None
        days, after = self._days_of_month(place + 1 if self._is_day_word(place) else place)
        if days and self.term(after, "of"):
            after += 1
        unit = self.term(after, "unit")
        named = unit is not None and unit.value == "month" and unit.number < 3
        if days and (named or self.term(after, "demonstrative")):
            whole = self._demonstrative(after, True) or self._unit(after, True)  # "28 من الشهر الجاري"
            if whole is not None and isinstance(whole.period, Unit) and whole.period.unit == "month":
                nth = [Nth("day", day, whole.period) for day in days]
                return replace(whole, period=nth[0] if len(nth) == 1 else Range(nth[0], nth[1]))
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
        if days and not self._is_day_word(place) and noun_before(self.words, place)[0] in time_lexicon().named_by_date:
            past = True  # "حركة 20 فبراير" is a name
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
            if not all(1 <= day <= 31 for day in days):
                return (), place
            second = self._digits(place + 2) if len(days) == 1 and self.term(place + 1, "and") else None
            if second is not None and days[0] < second <= 31 and self.term(place + 3, "month"):
                return (days[0], second), place + 3
            return days, place + 1
        ordinal = self._ordinal(place)
        if ordinal is None:
            return (), place
        another = self._ordinal(ordinal[1] + 1) if self.term(ordinal[1], "and") else None
        if another is not None and self.term(another[1], "of"):
            return (ordinal[0], another[0]), another[1]
        return ((ordinal[0],), ordinal[1]) if self.term(ordinal[1], "of") else ((), place)

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
        relation = self.term(place, "relation")
        if relation is not None and relation.value == "in" and self.term(place + 1, "unit"):
            after = place + 1  # "في يوليو في العام 2034"
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
        while after < place + _FEW and (self.term(after, "day_part") or self._is_day_word(after)):
            after += 1
        weekday = self.term(after, "weekday")
        if weekday is None:
            return None
        step = self._step(after + 1)
        beside = self.term(after + 1, "to") or self.term(after + 1, "relation")
        sure = after > place or step is not None or beside is not None  # "يجتمعون الاثنين في المدينة"
        if weekday.support and not (sure or led or self.given):
            return None
        end = step[1] if step is not None else after + 1
        past = step is not None and step[0] < 0
        dated = self._dated(end + 1 if self.sign(end, "،,") or self._is_matching(end) else end, led=False)
        if dated is not None and _is_day(dated.period):
            return replace(dated, past=past or dated.past)
        week = self._whole(end) if step is None and self.term(end, "of") else None
        if week is not None and isinstance(week.period, Unit) and week.period.unit == "week":
            return replace(week, period=WeekdayOf(weekday.number, week.period))
        return Found(end, Weekday(weekday.number, step[0] if step is not None else None), past=past)

    def _is_day_word(self, place: int) -> bool:
        unit = self.term(place, "unit")
        return unit is not None and unit.value == "day" and unit.number < 3 and not self.definite(place)

    def _is_matching(self, place: int) -> bool:
        return self.term(place, "corresponding") is not None

    def _day(self, place: int, led: bool) -> Found | None:
        after = place
        while after < place + _FEW and self.term(after, "day_part"):
            after += 1
        day = self.term(after, "day")
        if day is None:
            return None
        following = after + 2 if self.sign(after + 1, "(") and self.sign(after + 3, ")") else after + 1
        named = self.term(following, "weekday") is not None
        sure = after > place or not day.support or self.given or named or (led and day.number > 0)
        before = self.term(place - 1, "relation")
        starts = before is not None and before.value == "from"
        if not sure and not starts and not is_future(self.words, place - 1):
            return None  # "today" is mostly no horizon: only "سيبدأ اليوم"
        end = after + 1
        if named:
            end = following + (2 if following > end else 1)
            dated = self._dated(end, led=False)
            if dated is not None and _is_day(dated.period):
                return dated
        return Found(end, Days(day.number))

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
            return Found(step[1], Decade(decade.number, sure=True), past=step[0] < 0)
        century = self._whole(place + 1) if self.term(place + 1, "of") else None
        if century is not None and isinstance(century.period, Unit) and century.period.unit == "century":
            return Found(century.end, Decade(decade.number, sure=True), past=century.past)
        return Found(place + 1, Decade(decade.number), bare=False)

    def _stretch(self, place: int, led: bool) -> Found | None:
        stretch = self.term(place, "stretch")
        if stretch is None:
            return None
        step = self._step(place + 2 if self.term(place + 1, "few") else place + 1)
        if step is None:
            return None
        over = step[0] < 0 or (step[0] == 0 and stretch.value != "bounded")  # "في الوقت الحالي" is now
        return Found(step[1], Stretch(), bare=self.definite(place) and step[0] > 0, past=over)

    # ---- numbers and lengths ----

    def number(self, place: int) -> tuple[float, int] | None:
        """Read a number in digits or words: its value and the place after it."""
        if place < self.length and self.words[place].form == "ال":
            place += 1
        if self.sign(place, _QUOTES) and self._digits(place + 1) is not None and self.sign(place + 2, _QUOTES):
            return int(self.words[place + 1].number), place + 3  # الـ"24" ساعة
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

    def count(self, place: int, more: bool = True) -> Found | None:
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
        return self._more(after + 1, length) if more else Found(after + 1, length)

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
        joint = self.term(place, "or") or self.term(place, "to")
        other = self.number(place + 1) if joint else None
        if other is not None and other[0] > length.low:
            unit = self.term(other[1], "unit")
            return Found(
                other[1] + (1 if unit is not None and unit.value == length.unit else 0), replace(length, high=other[0])
            )
        second = self.count(place + 1, more=False) if joint else None  # "أسبوع أو أسبوعين"
        if second is None or not isinstance(second.period, Count) or _days_of(second.period) <= _days_of(length):
            return Found(place, length)
        return (
            second
            if second.period.unit != length.unit
            else replace(second, period=replace(second.period, low=length.low))
        )


def _is_day(period: Period) -> bool:
    return isinstance(period, Day) or (isinstance(period, Dated) and period.day is not None)


def _days_of(length: Count) -> int:
    return (shift(date(2001, 1, 1), length.unit, length.high) - date(2001, 1, 1)).days


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
