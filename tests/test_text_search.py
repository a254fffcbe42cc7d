"""Words are found as the graph finds them, whatever is asked, and the index follows the ledger."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kg.article import Article
from kg.errors import QueryError, StoreError
from kg.extraction import Extraction
from kg.ledger import Ledger
from kg.model import ArticleGraph
from kg.search import text_key, topic_key
from kg.stores.base import Position, Store
from kg.stores.embedded import open_graph
from kg.text_search import TextIndex, open_text, text_path, update_text
from tests.graphs import Draft, add, make_ledger, small

CONTAINED = """
MATCH (n:{label}) WHERE n.textKey CONTAINS $words RETURN n.id AS id ORDER BY id
"""
TEXTS = [
    "الإِرهـــاب عدو الجميع",
    "محاربة الإرهاب واجب",
    "ستبدأ حملة كبيرة",
    "الحملة البرية لن تبدأ",
    "والحملة على الإرهاب مستمرة",
    "السد ينهار في سدير",
    "حملة a_b ² 2025 ٢٠٢٥ 𞤀𞤁 OR NEAR AND",
    "كبيرة هي الحملة",
]


def texts() -> list[tuple[Article, Extraction]]:
    """An article with a statement for each of the texts."""
    draft = Draft(Article("\n".join(f"قال سالم الراوي إن {text}." for text in TEXTS), "t", "الضفاف", published="2026"))
    speaker = draft.source("سالم الراوي")
    for text in TEXTS:
        draft.say(speaker, text, "قال")
    return [draft.done()]


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with Ledger.open(tmp_path_factory.mktemp("text") / "kg.db", create=True) as ledger:
        add(ledger, [*small(), *texts()])
        with open_graph(ledger) as store:
            yield store


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TextIndex]:
    with Ledger.open(tmp_path_factory.mktemp("text") / "kg.db", create=True) as ledger:
        add(ledger, [*small(), *texts()])
        with open_text(ledger) as found:
            yield found


def found(index: TextIndex, words: str, what: str | None = None, **filters: str) -> list[str]:
    rows = index.find(words, **filters).as_dicts()  # type: ignore[arg-type]
    return [row["text"] for row in rows if what is None or row["what"] == what]


@pytest.mark.parametrize(
    ("words", "texts"),
    [
        ("الإِرهـــاب", [0, 1, 4]),
        ("الارهاب", [0, 1, 4]),
        ("ارهاب", [0, 1, 4]),
        ("حملة", [2, 3, 4, 6, 7]),
        ("الحمله", [2, 3, 4, 6, 7]),
        ("سد", [5]),
        ("حملة كبيرة", [2, 7]),
        ('"حملة كبيرة"', [2]),
        ("«حملة كبيرة»", [2]),
        ('"كبيرة هي" حملة', [7]),
        ("2025", [6]),
        ("or near", [6]),
        ("a_b", [6]),
        ("حملة غائبة", []),
    ],
)
def test_words_are_found_however_they_are_written(index: TextIndex, words: str, texts: list[int]) -> None:
    assert sorted(found(index, words, "statement", by="سالم الراوي")) == sorted(TEXTS[place] for place in texts)


@pytest.mark.parametrize("label", ["Statement", "Prediction"])
@pytest.mark.parametrize(
    "words", ["التحالف", "تحالف", "حملة", "يهدأ", "سد", "ال", "و", "المخزون يكفي", "ها", "𞤀𞤁", "²"]
)
def test_a_phrase_is_found_where_the_graph_has_it(graph: Store, index: TextIndex, label: str, words: str) -> None:
    rows = graph.rows(CONTAINED.format(label=label), {"words": topic_key(words)}).rows
    expected = sorted(id for (id,) in rows)
    hits = [row for row in index.find(f'"{words}"').as_dicts() if row["what"] == label.lower()]
    assert sorted(row["id"] for row in hits) == expected


ARABIC = st.text("ابتوفلكهةسدحرمن ًَـ«»\"'*()^:-+ORNEAR\x00", min_size=1, max_size=12)


@given(st.lists(ARABIC, min_size=1, max_size=6), st.one_of(ARABIC, st.text(max_size=8)))
@example(['a"b'], '"')
@example(["x"], "\x00")
def test_any_text_is_found_where_its_key_has_it(texts: list[str], words: str) -> None:
    """The same condition as in the graph, on made-up texts; nothing that is asked is an error of SQL."""
    with sqlite3.connect(":memory:") as db:
        made = TextIndex.in_memory(db)
        for number, text in enumerate(texts):
            made.apply([article_graph(f"ar-{number}", text)], Position(number, "l", "s"))
        asked = words.replace('"', " ").replace("«", " ").replace("»", " ").replace("“", " ").replace("”", " ")
        if not topic_key(asked):
            with pytest.raises(QueryError, match="wanted words to look for"):
                made.find(words)
            return
        hits = {row["id"] for row in made.find(f'"{asked}"').as_dicts()}
        assert hits == {f"st-{number}" for number, text in enumerate(texts) if topic_key(asked) in text_key(text)}
        made.find(words)


def article_graph(id: str, text: str) -> ArticleGraph:
    from kg.model import Edge, Node

    nodes = (
        Node("Article", id, {"id": id}),
        Node("Statement", id.replace("ar", "st"), {"text": text, "textKey": text_key(text)}),
    )
    return ArticleGraph(id, nodes, (Edge("IN_ARTICLE", nodes[1].id, id),))


@pytest.mark.parametrize("words", ["*", '"', '""', "« »", "()", "-", "…", " ", "ـ", "!؟."])
def test_what_has_no_word_is_told(index: TextIndex, words: str) -> None:
    with pytest.raises(QueryError, match="wanted words to look for, found none in"):
        index.find(words)


@pytest.mark.parametrize(
    "words", ["OR", "NEAR AND", "and OR near", "OR*", '"OR', "^OR", "OR :", "-OR", "+ OR", "' OR --"]
)
def test_operators_are_words(index: TextIndex, words: str) -> None:
    assert found(index, words) == [TEXTS[6]]


@pytest.mark.parametrize(
    "words", ["NEAR(a b)", "keys : حملة", "حملة NOT حملة", "{keys name}: حملة", "a OR حملة", '"حملة" - غائبة']
)
def test_an_operator_that_does_not_stand_in_the_text_finds_nothing(index: TextIndex, words: str) -> None:
    assert found(index, words) == []


def test_the_very_words_come_first(index: TextIndex) -> None:
    assert found(index, "الحملة البرية")[0] == "الحملة البرية لن تبدأ"
    assert set(found(index, "حملة", by="الراوي")[:2]) == {"ستبدأ حملة كبيرة", TEXTS[6]}
    assert set(found(index, "الحملة", by="الراوي")[:2]) == {"الحملة البرية لن تبدأ", "كبيرة هي الحملة"}
    assert found(index, "حملة كبيرة")[0] == "ستبدأ حملة كبيرة"
    assert found(index, "الإِرهـــاب")[0] == TEXTS[0]


def test_names_and_titles_are_found(index: TextIndex) -> None:
    for words in ("عبد الله النجار", "عبدالله النجار", "النجار عبد", "نجار"):
        assert ("source", "عبد الله النجار") in [(row["what"], row["who"]) for row in index.find(words).as_dicts()], (
            words
        )
    assert found(index, "عبد الله النجار", "source") == ["عبد الله النجار"]
    assert found(index, "يتحرك", "article") == ["هل يتحرك التحالف؟"]
    assert found(index, "صوت السهل", "source") == ["صوت السهل"]


def test_rows_tell_who_where_and_when(index: TextIndex) -> None:
    (said,) = (row for row in index.find("القوافل").as_dicts() if row["what"] == "statement")
    assert said["id"].startswith("st-")
    assert {key: said[key] for key in ("who", "text", "outlet", "published")} == {
        "who": "منظمة الغيث",
        "text": "القوافل وصلت",
        "outlet": "صوت السهل",
        "published": "2025-12-01T09:00:00+02:00",
    }
    whats = [row["what"] for row in index.find("التحالف").as_dicts()]
    assert set(whats) == {"article", "prediction", "statement"}
    (source,) = (row for row in index.find("سامر قربي").as_dicts() if row["what"] == "source")
    assert (source["outlet"], source["published"]) == (None, "2026-01")  # two outlets name him


@pytest.mark.parametrize(
    ("filters", "texts"),
    [
        ({"by": "قربي"}, {"يوسع التحالف غاراته خلال شهر"}),
        ({"outlet": "السهل"}, {"للتحالف حسابات أخرى"}),
        ({"since": "2026"}, {"للتحالف حسابات أخرى"}),
        (
            {"until": "2025-11"},
            {"هل يتحرك التحالف؟", "يشن التحالف الدولي حملة برية هذا الشتاء", "يوسع التحالف غاراته خلال شهر"},
        ),
        ({"since": "2025-11-15", "until": "2025-12-31"}, set()),
        ({"by": "قربي", "outlet": "السهل"}, set()),
    ],
)
def test_filters(index: TextIndex, filters: dict[str, str], texts: set[str]) -> None:
    assert set(found(index, "التحالف", **filters)) == texts


@pytest.mark.parametrize(
    ("filters", "told"),
    [({"by": "-"}, "wanted a name"), ({"outlet": "؟"}, "wanted a name"), ({"since": "yesterday"}, "wanted a date")],
)
def test_a_filter_that_cannot_hold_is_told(index: TextIndex, filters: dict[str, str], told: str) -> None:
    with pytest.raises(QueryError, match=told):
        index.find("التحالف", **filters)  # type: ignore[arg-type]


def test_rows_are_cut_and_told(index: TextIndex) -> None:
    all_rows = index.find("التحالف")
    some = index.find("التحالف", limit=2)
    assert (some.rows, some.is_cut, all_rows.is_cut) == (all_rows.rows[:2], True, False)
    assert not index.find("التحالف", limit=len(all_rows.rows)).is_cut


def dump(ledger: Ledger) -> list[str]:
    query = (
        "SELECT article, what, id, text, source, outlet, published, keys, name FROM hit JOIN words ON row = words.rowid"
    )
    with open_text(ledger) as index, sqlite3.connect(text_path(ledger)) as db:
        assert index.position() is not None
        db.execute("INSERT INTO words (words) VALUES ('integrity-check')")  # raises if the index does not hold
        return sorted(map(str, db.execute(query)))


def test_in_any_order_it_is_the_index_made_at_once(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "whole.db", create=True) as ledger:
        add(ledger, small())
        at_once = dump(ledger)
    for seed in range(3):
        items = random.Random(seed).sample(small(), 4)
        with Ledger.open(tmp_path / f"{seed}.db", create=True) as ledger:
            article, extraction = texts()[0]
            add(ledger, [(replace(article, url="https://difaf.example/1"), extraction)])  # will be replaced
            add(ledger, texts())
            for item in items:
                add(ledger, [item])
                update_text(ledger)
            ledger.remove(ledger.find("t")[0])
            assert dump(ledger) == at_once


@pytest.mark.parametrize("harm", ["missing", "empty", "garbage", "half", "format", "other"])
def test_a_harmed_index_is_made_again(tmp_path: Path, harm: str) -> None:
    with Ledger.open(make_ledger(tmp_path / "kg.db")) as ledger:
        before = dump(ledger)
        path = text_path(ledger)
        data = path.read_bytes()
        path.unlink()
        new = {"empty": b"", "garbage": b"no database " * 999, "half": data[: len(data) // 2], "format": data}
        if harm in new:
            path.write_bytes(new[harm])
        if harm == "format":
            with sqlite3.connect(path) as db:
                db.execute("PRAGMA user_version = 99")
        if harm == "other":
            with Ledger.open(tmp_path / "other.db", create=True) as other:
                add(other, texts())
                update_text(other)
                text_path(other).rename(path)
        assert dump(ledger) == before


def test_what_was_not_flushed_is_forgotten(tmp_path: Path) -> None:
    with Ledger.open(make_ledger(tmp_path / "kg.db")) as ledger:
        before = dump(ledger)
        with TextIndex.write(text_path(ledger)) as index:
            index.clear()
            assert index.position() is None
        assert dump(ledger) == before


def test_two_writers_wait_for_each_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.text_search._WAIT_S", 0.2)
    with TextIndex.write(tmp_path / "text.db"), pytest.raises(StoreError, match="locked"):
        TextIndex.write(tmp_path / "text.db")


def test_nothing_to_do_writes_nothing(tmp_path: Path) -> None:
    with Ledger.open(make_ledger(tmp_path / "kg.db")) as ledger:
        update_text(ledger)
        before = text_path(ledger).read_bytes()
        assert update_text(ledger) == 0
        open_text(ledger).close()
        assert text_path(ledger).read_bytes() == before
