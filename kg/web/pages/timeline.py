"""Where the marks of a timeline stand: one lane an outlet, time along the reading direction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kg.web.pages.statements import Said

WIDTH, LANE, TOP, SIDE = 1000, 44, 14, 24
MOST = 300
_LANES = 6
_TICKS = 6


@dataclass(frozen=True, slots=True)
class Dot:
    x: float
    y: float
    until: float | None  #: where the horizon of its prediction ends
    said: Said
    width: float = 0.0  #: of the line to there
    left: float = 0.0


@dataclass(frozen=True, slots=True)
class Timeline:
    """Geometry in units of the picture."""

    height: int
    lanes: tuple[tuple[float, str | None], ...]  #: middle of the lane, name of the outlet; None for the rest
    dots: tuple[Dot, ...]
    ticks: tuple[tuple[float, str], ...]


def timeline(said: Sequence[Said], is_mirrored: bool) -> Timeline | None:
    """Place statements that have a day; None where fewer than two days are known.

    is_mirrored: time runs from right to left, as the text does.
    """
    dated = [(day, it) for it in said if (day := _day(it.published)) is not None][:MOST]
    if len({day for day, _ in dated}) < 2:
        return None
    horizons = {it.id: ends[-1] for _, it in dated if (ends := sorted(filter(None, map(_end, it.predictions))))}
    first = min(day for day, _ in dated).toordinal()
    last_said = max(day for day, _ in dated).toordinal()
    # A horizon of years would press everything that was said into a corner: it leaves the picture then.
    reach = last_said + max(30, (last_said - first) // 2)
    last = max([last_said, *(min(day.toordinal(), reach) for day in horizons.values())])

    def place(day: int) -> float:
        share = (min(day, last) - first) / max(1, last - first)
        return round(SIDE + (WIDTH - 2 * SIDE) * (1 - share if is_mirrored else share), 1)

    names = [name for name, _ in Counter(it.outlet_name for _, it in dated).most_common()]
    own = names if len(names) <= _LANES else names[: _LANES - 1]
    lanes = {name: TOP + LANE * (number + 0.62) for number, name in enumerate(own)}
    rest = TOP + LANE * (len(own) + 0.62)
    taken: Counter[tuple[int, float]] = Counter()
    dots = []
    for day, it in dated:
        x, y = place(day.toordinal()), lanes.get(it.outlet_name, rest)
        cell = (round(x / 11), y)
        y += (-1) ** taken[cell] * 4.0 * ((taken[cell] + 1) // 2 % 4)
        taken[(round(x / 11), lanes.get(it.outlet_name, rest))] += 1
        end = horizons.get(it.id)
        until = None if end is None or end < day else place(end.toordinal())
        width = 0.0 if until is None else abs(until - x)
        dots.append(Dot(x, round(y, 1), until, it, round(width, 1), x if until is None else min(x, until)))
    shown: list[tuple[float, str | None]] = [(y, name) for name, y in lanes.items()]
    if len(own) < len(names):
        shown.append((rest, None))
    step = max(1, (last - first) // _TICKS)
    ticks = [
        (place(day), date.fromordinal(day).isoformat()[: 7 if step >= 28 else 10])
        for day in range(first, last + 1, step)
    ]
    height = round(TOP + LANE * len(shown) + 34)
    return Timeline(height, tuple(shown), tuple(dots), tuple(ticks[: _TICKS + 1]))


def _day(published: str | None) -> date | None:
    """A date of unknown day stands at the beginning of its month or year."""
    if not published:
        return None
    text = published[:10]
    try:
        return date.fromisoformat(text + "-01-01"[len(text) - 4 :] if len(text) in (4, 7) else text)
    except ValueError:
        return None


def _end(prediction: object) -> date | None:
    return _day(getattr(prediction, "end", None))
