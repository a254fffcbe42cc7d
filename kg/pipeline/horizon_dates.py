"""Which days a period is, seen from a day: the calendar behind the horizon grammar.

Every period has ``on(day)``: its first and last day as somebody means it who speaks on ``day``, or None where it is no
stretch of days. What is out of the calendar's range raises ValueError or OverflowError.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from kg.lexicon.time import time_lexicon

Interval = tuple[date, date]
_DAYS = {"hour": 1 / 24, "day": 1, "week": 7}
_MONTHS = {"month": 1, "year": 12, "decade": 120, "century": 1200}
FINENESS = {"hour": 0, "day": 0, "week": 0, "month": 1, "year": 2, "decade": 2, "century": 2}  #: what a date must tell


class Period(Protocol):
    """What can be asked for its days."""

    def on(self, day: date) -> Interval | None: ...


def month_days(calendar: str, year: int, month: int) -> Interval:
    """Give first and last day of a month of the ``gregorian`` or ``hijri`` calendar (Umm al-Qura, 1343 to 1500)."""
    if calendar == "gregorian":
        return date(year, month, 1), date(year, month, monthrange(year, month)[1])
    from hijridate import Hijri

    first = Hijri(year, month, 1)
    start = first.to_gregorian()
    begin = date(start.year, start.month, start.day)
    return begin, begin + timedelta(days=first.month_length() - 1)


def year_days(calendar: str, year: int) -> Interval:
    return month_days(calendar, year, 1)[0], month_days(calendar, year, 12)[1]


def year_of(calendar: str, day: date) -> int:
    """Give the number of the year in which ``day`` lies."""
    if calendar == "gregorian":
        return day.year
    from hijridate import Gregorian

    return Gregorian(day.year, day.month, day.day).to_hijri().year


def shift(day: date, unit: str, number: float) -> date:
    """Give the day that is ``number`` units later; the last of the month where the month is too short."""
    if unit in _DAYS:
        return day + timedelta(days=_ceiling(number * _DAYS[unit]))
    months = number * _MONTHS[unit]
    whole = int(months)
    year, month = divmod(day.year * 12 + day.month - 1 + whole, 12)
    moved = date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    return moved + timedelta(days=round((months - whole) * 30))


def unit_around(unit: str, day: date) -> Interval:
    """Give the calendar unit in which ``day`` lies; an hour is its day."""
    if unit == "week":
        first = day - timedelta(days=(day.weekday() - time_lexicon().week_begins) % 7)
        return first, first + timedelta(days=6)
    if unit == "month":
        return month_days("gregorian", day.year, day.month)
    if unit in ("year", "decade", "century"):
        length = _MONTHS[unit] // 12
        first_year = day.year - day.year % length
        return date(first_year, 1, 1), date(first_year + length - 1, 12, 31)
    return day, day


def _ceiling(number: float) -> int:
    return -int(-number // 1)


def _slices(interval: Interval) -> list[Interval]:
    """Cut a period into days, from two months on into months, from two years on into years."""
    first, last = interval
    days = (last - first).days + 1
    if days < 59 or first.day != 1:
        return [(first + timedelta(days=n), first + timedelta(days=n)) for n in range(days)]
    unit = "month" if days < 730 else "year"
    slices = []
    while first <= last:
        slices.append(unit_around(unit, first))
        first = slices[-1][1] + timedelta(days=1)
    return slices


@dataclass(frozen=True, slots=True)
class Year:
    """A numbered year."""

    number: int
    calendar: str = "gregorian"

    def on(self, day: date) -> Interval | None:
        return year_days(self.calendar, self.number)


@dataclass(frozen=True, slots=True)
class Decade:
    """ "The thirties": the first that is not over. ``sure``: the century is named, so that far ones are meant too."""

    tens: int
    sure: bool = False

    def on(self, day: date) -> Interval | None:
        century = day.year - day.year % 100
        first = century + self.tens
        if first + 9 < day.year:
            first += 100
        return date(first, 1, 1), date(first + 9, 12, 31)


@dataclass(frozen=True, slots=True)
class Unit:
    """A calendar unit counted from the one in which the day lies: step 0 this, 1 the next, -1 the last."""

    unit: str
    step: int
    calendar: str = "gregorian"

    def on(self, day: date) -> Interval | None:
        if self.calendar == "hijri":
            return year_days("hijri", year_of("hijri", day) + self.step) if self.unit == "year" else None
        first, _ = unit_around(self.unit, day)
        return unit_around(self.unit, shift(first, self.unit, self.step) if self.unit != "hour" else day)


@dataclass(frozen=True, slots=True)
class SchoolYear:
    """A year that begins in another month in each country: not resolved."""

    def on(self, day: date) -> Interval | None:
        return None


@dataclass(frozen=True, slots=True)
class Days:
    """Tomorrow and its like: so many days on."""

    number: int

    def on(self, day: date) -> Interval | None:
        found = day + timedelta(days=self.number)
        return found, found


@dataclass(frozen=True, slots=True)
class Day:
    """A full date."""

    year: int
    month: int
    day: int

    def on(self, day: date) -> Interval | None:
        found = date(self.year, self.month, self.day)
        return found, found


@dataclass(frozen=True, slots=True)
class Weekday:
    """A day of the week: the first from the day on (step None), or after it (step 1), or in its week (step 0)."""

    number: int
    step: int | None = None

    def on(self, day: date) -> Interval | None:
        start = unit_around("week", day)[0] if self.step == 0 else day + timedelta(days=self.step or 0)
        found = start + timedelta(days=(self.number - start.weekday()) % 7)
        return found, found


@dataclass(frozen=True, slots=True)
class WeekdayOf:
    """A day of the week in a period: the first one in it."""

    number: int
    of: Period

    def on(self, day: date) -> Interval | None:
        whole = self.of.on(day)
        if whole is None:
            return None
        found = whole[0] + timedelta(days=(self.number - whole[0].weekday()) % 7)
        return (found, found) if found <= whole[1] else None


@dataclass(frozen=True, slots=True)
class Dated:
    """A month, a day in it or days from it on: the first one that is not over.

    step 1 ("next"): the first that begins after the day; step 0 ("this"): the one of this year. ``year`` fixes it.
    """

    month: int
    calendar: str = "gregorian"
    day: int | None = None
    days: int = 1
    year: Period | None = None
    step: int | None = None

    def _in(self, year: int) -> Interval:
        first, last = month_days(self.calendar, year, self.month)
        if self.day is None:
            return first, last
        begin = first + timedelta(days=self.day - 1)
        if not 1 <= self.day <= (last - first).days + 1:
            raise ValueError(f"no day {self.day} in month {self.month}")
        return begin, begin + timedelta(days=self.days - 1)

    def on(self, day: date) -> Interval | None:
        if self.year is not None:
            interval = self.year.on(day)
            return None if interval is None else self._within(interval)
        year = year_of(self.calendar, day)
        if self.step == 0:
            return self._in(year)
        for candidate in (year - 1, year, year + 1, year + 2):  # a feast can begin in the old year
            first, last = self._in(candidate)
            if (first > day) if self.step else (last >= day):
                return first, last
        return None

    def _within(self, year: Interval) -> Interval | None:
        """Give the first such month or day that begins in the year; the year may be of the other calendar."""
        number = year_of(self.calendar, year[0])
        for candidate in (number, number + 1):
            first, last = self._in(candidate)
            if year[0] <= first <= year[1]:
                return first, last
        return None


@dataclass(frozen=True, slots=True)
class Season:
    """Three whole months from ``month`` on: the first that is not over, or with step 1 that begins after the day."""

    month: int
    year: Period | None = None
    step: int | None = None

    def on(self, day: date) -> Interval | None:
        if self.year is not None:
            interval = self.year.on(day)
            return None if interval is None else self._from(interval[0].year)
        for candidate in (day.year - 1, day.year, day.year + 1):
            first, last = self._from(candidate)
            if (first > day) if self.step == 1 else (last >= day):
                return first, last
        return None

    def _from(self, year: int) -> Interval:
        first = date(year, self.month, 1)
        return first, shift(first, "month", 3) - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Fraction:
    """A quarter, half or third of a period: ``index`` counts from 1, -1 is the last, 0 the one ``step`` from the day's.

    Without a period it is one of a year: the first such that is not over.
    """

    parts: int
    index: int
    of: Period | None = None
    step: int = 0

    def on(self, day: date) -> Interval | None:
        if self.index == 0:
            months = 12 // self.parts
            first = shift(date(day.year, 1, 1), "month", ((day.month - 1) // months + self.step) * months)
            return first, shift(first, "month", months) - timedelta(days=1)
        if self.of is not None:
            whole = self.of.on(day)
            return None if whole is None else self._cut(whole)
        found = self._cut(unit_around("year", day))
        if found is not None and found[1] < day:
            return self._cut(unit_around("year", date(day.year + 1, 1, 1)))
        return found

    def _cut(self, whole: Interval) -> Interval | None:
        slices = _slices(whole)
        index = self.parts if self.index == -1 else self.index
        first, stop = len(slices) * (index - 1) // self.parts, len(slices) * index // self.parts
        if not 0 <= first < stop <= len(slices):
            return None
        return slices[first][0], slices[stop - 1][1]


@dataclass(frozen=True, slots=True)
class Part:
    """The beginning, middle or end of a period: its share in whole days, months or years, rounded up; or its rest."""

    which: str  #: first, middle, last or rest
    share: int
    of: Period

    def on(self, day: date) -> Interval | None:
        whole = self.of.on(day)
        if whole is None:
            return None
        if self.which == "rest":
            return (max(day, whole[0]), whole[1]) if day <= whole[1] else None
        slices = _slices(whole)
        length = -(-len(slices) // self.share)
        if self.which == "first":
            return slices[0][0], slices[length - 1][1]
        if self.which == "last":
            return slices[-length][0], slices[-1][1]
        edge = len(slices) // 3
        return slices[edge][0], slices[-1 - edge][1]


@dataclass(frozen=True, slots=True)
class Nth:
    """The nth day or week of a period; a week is seven days from its start, the last one ends with it."""

    unit: str
    index: int
    of: Period

    def on(self, day: date) -> Interval | None:
        whole = self.of.on(day)
        length = {"day": 1, "week": 7}.get(self.unit)
        if whole is None or length is None:
            return None
        if self.index == -1:
            return whole[1] - timedelta(days=length - 1), whole[1]
        first = whole[0] + timedelta(days=length * (self.index - 1))
        return (first, min(first + timedelta(days=length - 1), whole[1])) if first <= whole[1] else None


@dataclass(frozen=True, slots=True)
class Range:
    """From the first day of one period to the last of another."""

    first: Period
    last: Period

    def on(self, day: date) -> Interval | None:
        first = self.first.on(day)
        last = self.last.on(max(day, first[0])) if first is not None else None
        return (first[0], last[1]) if first is not None and last is not None and first[0] <= last[1] else None


@dataclass(frozen=True, slots=True)
class Count:
    """A length of time: so many units from the day on; ``low`` and ``high`` differ where the number is vague."""

    unit: str
    low: float
    high: float

    def on(self, day: date) -> Interval:
        return day, shift(day, self.unit, self.high)

    def reached(self, first: date, last: date) -> Interval:
        """Give the calendar unit reached after the length has passed: "in two months" is a month."""
        if self.unit == "hour":  # "in half an hour" is today
            return first + timedelta(days=round(self.low / 24)), last + timedelta(days=round(self.high / 24))
        return unit_around(self.unit, shift(first, self.unit, self.low))[0], unit_around(
            self.unit, shift(last, self.unit, self.high)
        )[1]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A time without a length, such as "the coming phase"."""

    def on(self, day: date) -> Interval | None:
        return None
