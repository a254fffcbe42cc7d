"""Which page stands at which path, for the server and for files alike."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from kg.errors import QueryError
from kg.web.addresses import Addresses, Served
from kg.web.graph import Graph
from kg.web.pages import article, board, outlet, overview, person, search
from kg.web.pages.pieces import MissingError, piece
from kg.web.pages.statements import STATES
from kg.web.pages.timeline import timeline
from kg.web.render import render
from kg.web.words import Words

MOST_WARMED = 200  #: outlets whose figures are made before they are asked for
MOST_COMPARED = 12  #: other outlets with which the files of one compare it
_PREDICTION = (
    "text",
    "name",
    "source",
    "role",
    "outlet",
    "outlet_name",
    "article",
    "statement",
    "published",
    "horizon",
)
_BLANK = board.Listed(
    dict.fromkeys(_PREDICTION, "") | {"end": None, "local": False, "polarity": "", "certainty": ""}, "open", None
)


@dataclass(frozen=True, slots=True)
class View:
    """All that a page is made from. values: what was asked for in the address, of which files have nothing."""

    graph: Graph
    words: Words
    at: Addresses
    today: str
    values: Mapping[str, str] = field(default_factory=dict)
    asked: str | None = None  #: the language, where the address names it

    def render(self, template: str, section: str = "", **data: Any) -> str:
        return render(template, self.words, self.at, section=section, asked=self.asked, **data)


def show(view: View, path: str) -> str:
    """Make the page at a path; MissingError if there is none."""
    for pattern, make in _PAGES:
        if (match := pattern.fullmatch(path)) is not None:
            return make(view, {name: value for name, value in match.groupdict().items() if value is not None})
    raise MissingError(f"no page /{path}")


def warm(graph: Graph) -> None:
    """Make what many pages share; of a large graph it takes seconds."""
    overview.front(graph, date.today().isoformat())
    overview.published(graph)
    board.contradictions(graph)
    for id in list(overview.outlets(graph))[:MOST_WARMED]:
        outlet.reliance(graph, id)


def _number(parts: Mapping[str, str]) -> int:
    return int(parts.get("number", 1))


def _front(view: View, parts: Mapping[str, str]) -> str:
    return view.render("front.html", page=overview.front(view.graph, view.today))


def _listing(view: View, parts: Mapping[str, str]) -> str:
    what = parts["what"]
    return view.render("listing.html", what, page=overview.listing(view.graph, what, _number(parts)))


def _person(view: View, parts: Mapping[str, str]) -> str:
    found = person.person(view.graph, parts["id"], view.today, outlet=parts.get("outlet"), number=_number(parts))
    line = timeline(found.shown, view.words.direction == "rtl")
    return view.render("person.html", "people", page=found, line=line)


def _outlet(view: View, parts: Mapping[str, str]) -> str:
    other = parts.get("other") or view.values.get("with")
    found = outlet.outlet(view.graph, parts["id"], other=other)
    comparable = set() if view.at.is_served else set(outlet.compared(view.graph, parts["id"], MOST_COMPARED))
    return view.render("outlet.html", "outlets", page=found, comparable=comparable)


def _set(view: View, parts: Mapping[str, str]) -> str:
    found = outlet.chosen(view.graph, parts["id"], parts["table"], parts["name"], view.today, _number(parts))
    return view.render("set.html", "outlets", page=found)


def _article(view: View, parts: Mapping[str, str]) -> str:
    found = article.article(view.graph, parts["id"], view.today, to_list=view.words("article.to_list"))
    return view.render("article.html", "articles", page=found)


def _board(view: View, parts: Mapping[str, str]) -> str:
    state = parts.get("state", "")
    everything = board.board(view.graph, view.today)
    wanted = board.Filter(**{name: view.values.get(name, "").strip() for name in board.Filter.__slots__})
    problem = None
    try:
        matching = board.chosen(everything, wanted)
    except QueryError as error:
        matching, problem = [], view.words("board.wrong_date", error)
    found = Counter(it.state for it in matching)
    number = _number(parts)
    if isinstance(view.at, Served) and (asked := view.values.get("page", "")):
        number = int(asked) if asked.isascii() and asked.isdigit() else 0
    shown = [it for it in matching if state in ("", it.state)]
    at = view.at

    def link(number: int) -> str:
        assert isinstance(at, Served)
        return at.with_query(page=number)

    def tab(name: str) -> str:
        path = f"predictions/{name}" if name else "predictions"
        if isinstance(at, Served):
            return Served(path, at.other_language, at.query, at.asked).with_query(page=None)
        return at.to(path)

    return view.render(
        "board.html",
        "predictions",
        page=piece(shown, number, board.SIZE),
        state=state,
        counts={"": len(matching), **{name: found[name] for name in STATES}},
        contradictions=len(board.contradictions(view.graph)),
        wanted=asdict(wanted),
        outlets=list(overview.outlets(view.graph).values()),
        problem=problem,
        tab=tab,
        link=link if isinstance(at, Served) and not wanted.is_empty else None,
        blank=_BLANK,
    )


def _contradictions(view: View, parts: Mapping[str, str]) -> str:
    return view.render("contradictions.html", "predictions", page=board.contradictions(view.graph))


def _search(view: View, parts: Mapping[str, str]) -> str:
    words = view.values.get("q", "").strip()
    found, problem = None, None
    if len(words) > search.LONGEST:
        problem = view.words("search.too_long", f"{len(words):,}", search.LONGEST)
    elif words:
        try:
            found = search.search(view.graph, words)
        except QueryError:
            problem = view.words("search.no_words")
    template = "results.html" if view.values.get("part") == "results" else "search.html"
    return view.render(template, "search", page=found, problem=problem, sought=words[: search.LONGEST])


_ID = r"(?P<id>[0-9A-Za-z._-]+)"
_PART = r"(/page/(?P<number>[1-9][0-9]{0,8}))?"
_PAGES: tuple[tuple[re.Pattern[str], Callable[[View, Mapping[str, str]], str]], ...] = tuple(
    (re.compile(pattern, re.ASCII), make)
    for pattern, make in (
        ("", _front),
        (rf"(?P<what>people|outlets|articles){_PART}", _listing),
        (rf"person/{_ID}(/at/(?P<outlet>[0-9A-Za-z._-]+))?{_PART}", _person),
        (rf"outlet/{_ID}(/with/(?P<other>[0-9A-Za-z._-]+))?", _outlet),
        (rf"outlet/{_ID}/(?P<table>group|way)/(?P<name>[a-z_]+){_PART}", _set),
        (rf"article/{_ID}", _article),
        (rf"predictions(/(?P<state>{'|'.join(STATES)}))?{_PART}", _board),
        ("contradictions", _contradictions),
        ("search", _search),
    )
)
