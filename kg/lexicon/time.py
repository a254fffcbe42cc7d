"""What the words of time mean: the reader of ``ontology/lexicons/ar/time.toml``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from kg.errors import DataError
from kg.pipeline.normal import normal
from kg.resources import read_toml

_FILE = "ontology/lexicons/ar/time.toml"
_SETTINGS = ("week_begins", "plural")
_EVENTS = (  # no words of time themselves: they tell what stands beside one
    "event",
    "event_shape",
    "not_event",
    "not_before_after",
    "clause",
    "not_verb",
    "general_verb",
    "past_verb",
    "lasting",
    "denial",
    "general",
    "of_year",
    "named_by_date",
    "linking",
    "set_for",
)
_WITH_PREPOSITION = (
    "unit",
    "part",
    "fraction",
    "month",
    "weekday",
    "season",
    "feast",
    "day",
    "decade",
    "stretch",
    "calendar",
    "several",
)
_TRIGGERS = frozenset(
    (
        "unit",
        "month",
        "weekday",
        "day",
        "season",
        "feast",
        "decade",
        "stretch",
        "vague",
        "fraction",
        "conjunction",
        "part",
    )
)
_EVENT_RELATIONS = ("after", "before", "by", "until", "within", "upon")  # what can stand before an event
_PREPOSITIONS = {"ب": "in", "ل": "in"}


@dataclass(frozen=True, slots=True)
class Term:
    """One meaning of a form."""

    kind: str  #: name of the table in the file
    value: str = ""
    numbers: tuple[int, ...] = ()
    support: bool = False  #: counts only beside another time word
    loose: bool = False  #: a preposition that mostly means something else before a bare number

    @property
    def number(self) -> int:
        return self.numbers[0] if self.numbers else 0


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a form with the meanings it can have: a proclitic, or the word itself."""

    length: int  #: in characters of the folded form; of the first word where the form is a phrase
    definite: bool
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a word and the words that must follow it."""

    rest: tuple[str, ...]
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class TimeLexicon:
    """All words of time, by their first folded word; the longest reading comes first."""

    words: Mapping[str, tuple[Reading, ...]]
    triggers: frozenset[str]  #: folded words without one of which no text has a horizon, digits apart
    events: frozenset[str]
    scheduled: frozenset[str]  #: the events known beforehand
    endpoints: frozenset[str]  #: the events behind which حتى is "until", not "even"
    event_shape: re.Pattern[str]
    not_event: frozenset[str]
    not_before_after: frozenset[str]
    clause: frozenset[str]
    not_verb: frozenset[str]
    general_verb: frozenset[str]  #: behind عندما the verbs of what always holds
    past_verb: frozenset[str]  #: verbs of the past that look like the present
    lasting: frozenset[str]  #: verbs behind which حتى is "until"
    denial: frozenset[str]
    general: frozenset[str]  #: nouns, without ال, behind which العام is "general"
    of_year: frozenset[str]
    named_by_date: frozenset[str]
    linking: frozenset[str]  #: prepositions that go on with a noun phrase
    set_for: frozenset[str]  #: words behind which a date belongs to the event before them
    week_begins: int  #: Monday is 0
    least: int  #: units that a plural without a number means
    most: int
    most_of: Mapping[str, int]  #: the units of which it means fewer
    few: int


def entries(data: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every entry with the name of its table, checked; DataError names the entry that is wrong."""
    for kind, table in data.items():
        if kind in _SETTINGS:
            continue
        for entry in table:
            forms = entry.get("forms") or [entry.get("shape")]
            if not all(isinstance(form, str) and normal(form).strip() for form in forms):
                raise DataError(f"{_FILE}: an entry of [[{kind}]] wants forms or a shape, has {forms!r}")
            if not entry.get("example"):
                raise DataError(f"{_FILE}: {forms[0]} in [[{kind}]] wants an example")
            if entry.get("article", "may") not in ("may", "must", "never"):
                raise DataError(f"{_FILE}: article of {forms[0]} is {entry['article']!r}, wanted may, must or never")
            yield kind, entry


@lru_cache(maxsize=1)
def time_lexicon() -> TimeLexicon:
    """Read the file once; DataError where it is wrong."""
    data = read_toml(_FILE)
    try:
        plural = data["plural"]
        least, most, few, week_begins = plural["least"], plural["most"], plural["few"], data["week_begins"]
    except (KeyError, TypeError) as error:
        raise DataError(
            f"{_FILE}: wanted week_begins and [plural] with least, most and few; {error} is missing"
        ) from error
    listed = list(entries(data))
    words = _words(listed)
    return TimeLexicon(
        words=words,
        triggers=frozenset(_trigger(first, reading) for first, readings in words.items() for reading in readings)
        - {""},
        events=_forms(listed, "event"),
        scheduled=_forms([(kind, e) for kind, e in listed if e.get("scheduled")], "event"),
        endpoints=_forms([(kind, e) for kind, e in listed if e.get("endpoint")], "event"),
        event_shape=re.compile(_shapes(listed)),
        not_event=_forms(listed, "not_event"),
        not_before_after=_forms(listed, "not_before_after"),
        clause=_forms(listed, "clause"),
        not_verb=_forms(listed, "not_verb"),
        general_verb=_forms(listed, "general_verb"),
        past_verb=_forms(listed, "past_verb"),
        lasting=_forms(listed, "lasting"),
        denial=_forms(listed, "denial"),
        general=_forms(listed, "general"),
        of_year=_forms(listed, "of_year"),
        named_by_date=_forms(listed, "named_by_date"),
        linking=_forms(listed, "linking"),
        set_for=_forms(listed, "set_for"),
        week_begins=week_begins,
        least=least,
        most=most,
        most_of=plural.get("most_of", {}),
        few=few,
    )


def _trigger(first: str, reading: Reading) -> str:
    """Give the longest word of what can make a horizon (the others of a phrase are في and أن); "" for anything else."""
    for term in (term for piece in reading.pieces for term in piece.terms):
        if term.kind in _TRIGGERS or (
            term.kind == "relation" and term.value in _EVENT_RELATIONS and (not term.loose or term.value == "upon")
        ):
            return max(*reversed(reading.rest), first, key=len) if reading.rest else first
    return ""


def _forms(listed: list[tuple[str, dict[str, Any]]], kind: str) -> frozenset[str]:
    return frozenset(normal(form) for k, entry in listed if k == kind for form in entry["forms"])


def _shapes(listed: list[tuple[str, dict[str, Any]]]) -> str:
    shapes = [normal(entry["shape"]).replace("{}", r"\w") for kind, entry in listed if kind == "event_shape"]
    return rf"(?:{'|'.join(shapes)})(?:ات)?(?:ه|ها|هم|هما)?\Z"


def _words(listed: list[tuple[str, dict[str, Any]]]) -> Mapping[str, tuple[Reading, ...]]:
    whole: dict[tuple[str, ...], list[tuple[bool, Term]]] = {}
    prepositions: set[tuple[str, ...]] = set()
    for kind, entry in listed:
        if kind in _EVENTS:
            continue
        term = _term(kind, entry)
        for form in entry["forms"]:
            for words, definite in _with_article(tuple(normal(form).split()), entry.get("article", "may")):
                whole.setdefault(words, []).append((definite, term))
                if kind in _WITH_PREPOSITION and entry.get("clitics", True):
                    prepositions.add(words)
    return _expand(whole, prepositions)


def _term(kind: str, entry: dict[str, Any]) -> Term:
    number = entry.get("number", ())
    numbers = tuple(number) if isinstance(number, (list, tuple)) else (number,)
    return Term(kind, entry.get("value", ""), numbers, entry.get("support", False), entry.get("loose", False))


def _with_article(words: tuple[str, ...], article: str) -> Iterator[tuple[tuple[str, ...], bool]]:
    if article != "must":
        yield words, words[-1].startswith("ال") and len(words) > 1
    if article != "never":
        yield ("ال" + words[0], *words[1:]), True


def _expand(
    whole: dict[tuple[str, ...], list[tuple[bool, Term]]], prepositions: set[tuple[str, ...]]
) -> Mapping[str, tuple[Reading, ...]]:
    """Add و, ف, ب, ل before the forms; a form that is a word of its own wins over one that is taken apart."""
    table: dict[str, dict[tuple[str, ...], tuple[Piece, ...]]] = {}

    def add(first: str, rest: tuple[str, ...], pieces: tuple[Piece, ...]) -> None:
        table.setdefault(first, {}).setdefault(rest, pieces)

    conjunction = Piece(1, False, (Term("and"),))
    bodies = {
        words: Piece(len(words[0]), meanings[0][0], tuple(dict.fromkeys(term for _, term in meanings)))
        for words, meanings in whole.items()
    }
    for words, body in bodies.items():
        add(words[0], words[1:], (body,))
    for (first, *rest), body in bodies.items():
        add("و" + first, tuple(rest), (conjunction, body))
        add("ف" + first, tuple(rest), (conjunction, body))
    for (first, *rest), body in bodies.items():
        if (first, *rest) not in prepositions:
            continue
        for letter, value in _PREPOSITIONS.items():
            clitic = Piece(1, False, (Term("relation", value, loose=True),))
            joined = first[1:] if letter == "ل" and first.startswith("ال") else first
            pieces = (clitic, Piece(len(joined), body.definite, body.terms))
            add(letter + joined, tuple(rest), pieces)
            add("و" + letter + joined, tuple(rest), (conjunction, *pieces))
    add("و", (), (conjunction,))
    for letter, value in _PREPOSITIONS.items():
        add(letter, (), (Piece(1, False, (Term("relation", value, loose=True),)),))
    return {
        first: tuple(Reading(rest, pieces) for rest, pieces in sorted(readings.items(), key=lambda item: -len(item[0])))
        for first, readings in table.items()
    }
