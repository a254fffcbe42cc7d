"""What the pages are made of: labels, figures that agree with the named questions, files that are written whole."""

from __future__ import annotations

import re
from importlib.resources import files
from pathlib import Path

import pytest

from kg.ask import ask
from kg.ledger import Ledger
from kg.model import schema
from kg.stores.embedded import open_graph
from kg.web.addresses import Served, Written
from kg.web.graph import Graph
from kg.web.pages import board, outlet, overview, person
from kg.web.pages.pieces import MissingError, piece
from kg.web.pages.statements import fate
from kg.web.pages.timeline import SIDE, WIDTH, timeline
from kg.web.site import SiteError, site_paths, write_site
from kg.web.views import View, show
from kg.web.words import LANGUAGES, Words, labels, preferred
from tests.web.explored import make_explored

TODAY = "2026-01-10"
ARABIC = re.compile("[\u0600-\u06ff]")


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    db = make_explored(tmp_path_factory.mktemp("pages") / "kg.db")
    with Ledger.open(db) as ledger:
        return Graph(db, open_graph(ledger))


def find(graph: Graph, name: str) -> str:
    found: str = graph.ask("MATCH (e:Entity {name: $name}) RETURN e.id AS id ORDER BY e.local, id", name=name)[0]["id"]
    return found


def test_every_label_is_there_in_both_languages_and_in_its_own_letters() -> None:
    for table, entries in labels().items():
        if table == "months":
            assert {lang: len(names) for lang, names in entries.items()} == {"ar": 12, "en": 12}
            continue
        for name, found in entries.items():
            assert set(found) == set(LANGUAGES), f"{table}.{name}"
            if table == "count":
                assert (len(found["ar"]), len(found["en"])) == (5, 3)
            elif f"{table}.{name}" != "site.other":
                assert ARABIC.search(found["ar"]), f"{table}.{name}"
                assert not ARABIC.search(found["en"]), f"{table}.{name}"
                assert found["ar"].count("{}") == found["en"].count("{}"), f"{table}.{name}"


def test_every_label_of_a_template_exists() -> None:
    folder = files("kg.web")
    texts = [file.read_text(encoding="utf-8") for file in folder.joinpath("templates").iterdir()]
    texts += [folder.joinpath(name).read_text(encoding="utf-8") for name in ("views.py", "site.py")]
    used = {key for text in texts for key in re.findall(r"""\bwords\(["']([a-z]+\.[a-z_]+)["']""", text)}
    used |= {key for text in texts for key in re.findall(r"""\bw\(["']([a-z]+\.[a-z_]+)["']""", text)}
    known = {f"{table}.{name}" for table, entries in labels().items() for name in entries}
    assert used - known == set()
    assert len(used) > 80


@pytest.mark.parametrize(
    "table, values",
    [
        ("kind", schema().nodes["Entity"].properties["kind"].values),
        ("polarity", schema().nodes["Prediction"].properties["polarity"].values),
        ("certainty", schema().nodes["Prediction"].properties["certainty"].values),
        ("type", schema().nodes["Statement"].properties["type"].values),
    ],
)
def test_every_value_of_the_schema_has_a_word(table: str, values: tuple[str, ...]) -> None:
    assert values
    assert set(labels()[table]) == set(values)


@pytest.mark.parametrize(
    "number, ar, en",
    [
        (0, "لا أقوال", "no statements"),
        (1, "قول واحد", "1 statement"),
        (2, "قولان", "2 statements"),
        (3, "3 أقوال", "3 statements"),
        (10, "10 أقوال", "10 statements"),
        (11, "11 قولا", "11 statements"),
        (100, "100 قولا", "100 statements"),
        (1203, "1,203 أقوال", "1,203 statements"),
    ],
)
def test_nouns_change_with_the_number(number: int, ar: str, en: str) -> None:
    assert Words("ar").count("statements", number) == ar
    assert Words("en").count("statements", number) == en


def test_dates_are_written_in_words_as_far_as_they_are_known() -> None:
    assert Words("en").date("2025-11-14T09:00:00+02:00") == "14 November 2025"
    assert Words("ar").date("2025-12-01") == "1 كانون الأول/ديسمبر 2025"
    assert [Words("en").date(value) for value in ("2025-11", "2025", None, "", "soon")] == [
        "November 2025",
        "2025",
        "",
        "",
        "soon",
    ]


def test_a_language_is_chosen_by_how_much_it_is_liked() -> None:
    assert [preferred(it) for it in (None, "", "*", "EN-us", "ar;q=0.2, en;q=0.3", "en;q=0", "fr")] == [
        *("ar", "ar", "ar", "en", "en", "ar", "ar")
    ]


def test_links_between_files_are_relative_and_keep_the_language() -> None:
    at = Written("person/en-1/at/en-2", "en", "")
    assert at.file == "en/person/en-1/at/en-2.html"
    assert at.to("") == "../../../index.html"
    assert at.to("article/ar-3", "t-st-4") == "../../../article/ar-3.html#t-st-4"
    assert at.other() == "../../../../person/en-1/at/en-2.html"
    assert at.asset("style.css") == "../../../../assets/style.css"
    assert at.data("data.js") == "../../../data.js"


def test_links_on_the_server_keep_the_language_that_was_asked_for() -> None:
    assert Served("x", "ar").to("person/en-1", "said") == "/person/en-1#said"
    at = Served("predictions", "ar", (("topic", "هدنة"), ("page", "2")), "en")
    assert at.to("people") == "/people?lang=en"
    assert at.with_query(page=3) == "/predictions?topic=%D9%87%D8%AF%D9%86%D8%A9&page=3&lang=en"
    assert at.other() == "/predictions?topic=%D9%87%D8%AF%D9%86%D8%A9&page=2&lang=ar"


@pytest.mark.parametrize(
    "polarity, end, outcomes, fated",
    [
        ("positive", None, (), ("open", None)),
        ("positive", "2026-01-10", (), ("open", None)),
        ("positive", "2026-01-09", (), ("due", None)),
        ("positive", "2026-01-09", ("open",), ("due", None)),
        ("positive", "2026-01-09", ("happened",), ("resolved", "yes")),
        ("negative", "2027-01-09", ("happened",), ("resolved", "no")),
        ("negative", None, ("not",), ("resolved", "yes")),
        ("negative", None, ("not", "happened"), ("resolved", "disputed")),
    ],
)
def test_a_prediction_is_open_due_or_resolved(
    polarity: str, end: str | None, outcomes: tuple[str, ...], fated: tuple[str, str | None]
) -> None:
    assert fate(polarity, end, outcomes, TODAY) == fated


def test_the_figures_of_an_outlet_are_those_of_the_named_questions(graph: Graph) -> None:
    for id, row in overview.outlets(graph).items():
        found = outlet.reliance(graph, id)
        name = {"outlet": row["name"]}
        (told,) = [
            it for it in ask(graph.store, "source_concentration", **name).as_dicts() if it["outlet"] == row["name"]
        ]
        assert (found.hhi, found.effective, found.left_out) == (
            told["hhi"],
            told["effective_sources"],
            told["left_out"],
        )
        (hand,) = [it for it in ask(graph.store, "first_hand", **name).as_dicts() if it["outlet"] == row["name"]]
        ways = {way: len(ids) for way, ids in found.ways.items()}
        assert ways["via_others"] == hand["via_others"]
        assert ways["to_others"] == hand["told_to_others"]
        assert ways["to_it"] == hand["told_to_it"]
        assert ways["to_it"] + ways["plain"] == hand["first_hand"]
        assert sum(map(len, found.groups.values())) == sum(ways.values()) == row["statements"]


def test_the_board_agrees_with_the_question_who_predicted_what(graph: Graph) -> None:
    for wanted in ({}, {"topic": "التحالف"}, {"speaker": "النجار"}, {"polarity": "negative"}, {"since": "2025-12"}):
        told = {row["prediction_id"] for row in ask(graph.store, "who_predicted_what", **wanted).as_dicts()}
        filters = {"by" if name == "speaker" else name: value for name, value in wanted.items()}
        assert {it.id for it in board.chosen(board.board(graph, TODAY), board.Filter(**filters))} == told


def test_a_person_shows_who_they_cite_and_beside_whom_they_are_quoted(graph: Graph) -> None:
    qurbi = person.person(graph, find(graph, "سامر قربي"), TODAY)
    assert [(tie.name, tie.total) for tie in qurbi.cites] == [("منظمة الغيث", 1)]
    assert {tie.name: tie.total for tie in qurbi.beside} == {"عبد الله النجار": 1, "منظمة الغيث": 1}
    relief = person.person(graph, find(graph, "منظمة الغيث"), TODAY)
    assert [tie.name for tie in relief.cited_by] == ["سامر قربي"]
    agency = person.person(graph, find(graph, "وكالة المرسى"), TODAY)
    assert [(tie.name, tie.is_local) for tie in agency.cites] == [("مسؤول محلي", True)]
    assert agency.statements == 0
    with pytest.raises(MissingError):
        person.person(graph, "en-nobody", TODAY)


def test_time_runs_with_the_text(graph: Graph) -> None:
    said = person.person(graph, find(graph, "عبد الله النجار"), TODAY).shown
    right, left = timeline(said, True), timeline(said, False)
    assert right is not None
    assert left is not None
    for mirrored, plain in zip(right.dots, left.dots, strict=True):
        assert mirrored.said is plain.said
        assert mirrored.x == pytest.approx(WIDTH - plain.x, abs=0.2)
        assert SIDE <= plain.x <= WIDTH - SIDE
    days = [dot.x for dot in sorted(left.dots, key=lambda dot: dot.said.published)]
    assert days == sorted(days)
    assert timeline(said[:1], True) is None


def test_a_list_is_cut_into_pages_that_together_are_all_of_it() -> None:
    items = list(range(7))
    pages = [piece(items, number, 3) for number in (1, 2, 3)]
    assert [item for page in pages for item in page.items] == items
    assert {(page.pages, page.total) for page in pages} == {(3, 7)}
    assert piece([], 1, 3).pages == 1
    for number in (0, 4):
        with pytest.raises(MissingError):
            piece(items, number, 3)


def test_all_pages_are_written_in_both_languages_or_in_one(graph: Graph, tmp_path: Path) -> None:
    paths = list(site_paths(graph, TODAY))
    assert len(paths) == len(set(paths))
    ticks: list[tuple[int, int]] = []
    total = write_site(graph, tmp_path / "both", TODAY, tick=lambda done, all: ticks.append((done, all)))
    assert total == 2 * len(paths) == len(list((tmp_path / "both").rglob("*.html")))
    assert ticks[-1] == (total, total)
    assert '<html lang="en" dir="ltr">' in (tmp_path / "both" / "en" / "index.html").read_text(encoding="utf-8")
    write_site(graph, tmp_path / "one", TODAY, ("en",))
    only = (tmp_path / "one" / "index.html").read_text(encoding="utf-8")
    assert '<html lang="en" dir="ltr">' in only
    assert 'class="language"' not in only
    assert not (tmp_path / "one" / "en").exists()


def test_the_same_graph_gives_the_same_files(graph: Graph, tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_site(graph, tmp_path / name, TODAY, ("ar",))
    first, second = (
        {
            file.relative_to(tmp_path / name): file.read_bytes()
            for file in (tmp_path / name).rglob("*")
            if file.is_file()
        }
        for name in ("a", "b")
    )
    assert first == second


def test_a_site_is_replaced_and_other_files_are_not(graph: Graph, tmp_path: Path) -> None:
    target = tmp_path / "pages"
    write_site(graph, target, TODAY, ("ar",))
    (target / "person" / "old.html").write_text("old")
    write_site(graph, target, TODAY, ("ar",))
    assert not (target / "person" / "old.html").exists()
    other = tmp_path / "letters"
    other.mkdir()
    (other / "letter.txt").write_text("dear")
    with pytest.raises(SiteError, match="other files than a site"):
        write_site(graph, other, TODAY)
    with pytest.raises(SiteError, match="wanted a folder"):
        write_site(graph, other / "letter.txt", TODAY)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["letters", "pages"]


def test_a_site_that_fails_leaves_what_was_there(graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "pages"
    write_site(graph, target, TODAY, ("ar",))
    before = {file: file.read_bytes() for file in target.rglob("*") if file.is_file()}

    def stop(done: int, total: int) -> None:
        if done == 20:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_site(graph, target, TODAY, tick=stop)
    assert {file: file.read_bytes() for file in target.rglob("*") if file.is_file()} == before
    assert [file.name for file in tmp_path.iterdir()] == ["pages"]


def test_data_of_a_site_is_no_more_than_data(graph: Graph, tmp_path: Path) -> None:
    write_site(graph, tmp_path / "pages", TODAY, ("ar",))
    text = (tmp_path / "pages" / "data.js").read_text(encoding="utf-8")
    assert "<" not in text
    assert "\\u003cscript>" in text


def test_an_unknown_page_is_missing(graph: Graph) -> None:
    for path in (
        "x",
        "person",
        "person/",
        "people/page/0",
        "people/page/2",
        "outlet/en-1/group/none",
        "predictions/old",
    ):
        with pytest.raises(MissingError):
            show(View(graph, Words("ar"), Served(path, "en"), TODAY), path)
