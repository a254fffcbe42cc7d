"""What people decided: what of it holds, what it means for a prediction, and that the ledger keeps all of it."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.article import Article
from kg.decisions import (
    Decision,
    Decisions,
    Evidence,
    Predicted,
    Record,
    came_true,
    changed,
    own_proposition,
    worded_proposition,
)
from kg.errors import LedgerError
from kg.ledger import VERSION, Ledger, article_id
from tests.graphs import PIPELINE, add, small

FIRST = Predicted("pr-1", "ar-1", "يشن التحالف حملة")
SECOND = Predicted("pr-2", "ar-2", "تبدأ حملة التحالف")
OWN = own_proposition("pr-1", FIRST.text, "negative", None)
PAGE = Evidence("https://example.org/1", "ar-3")
NOT = Decision(OWN, (FIRST,), "ليلى", "not", "2026-01-15", (PAGE,))
HAPPENED = replace(NOT, outcome="happened", evidence=())
OTHER = replace(NOT, by="سعد")
SAME = Decision(OWN, (SECOND, FIRST), "سعد")


def recorded(*steps: Decision | str) -> Decisions:
    """Decisions in order; the identifier of one takes it back."""
    return Decisions(
        Record(seq, step if isinstance(step, str) else step.id, "", None if isinstance(step, str) else step)
        for seq, step in enumerate(steps, start=1)
    )


def outcomes(decisions: Decisions, article: str = "ar-1") -> list[tuple[str, str | None]]:
    return sorted((it.by, it.outcome) for found in decisions.of(article).resolutions.values() for it in found)


@pytest.mark.parametrize(
    ("polarity", "outcome", "truth"),
    [
        ("positive", "happened", "yes"),
        ("positive", "not", "no"),
        ("negative", "happened", "no"),
        ("negative", "not", "yes"),
        ("positive", "open", "open"),
        ("negative", "open", "open"),
    ],
)
def test_a_denied_thing_that_did_not_happen_came_true(polarity: str, outcome: str, truth: str) -> None:
    assert came_true(polarity, outcome) == truth


def test_the_newest_of_one_person_holds_and_that_of_another_beside_it() -> None:
    assert outcomes(recorded(NOT, HAPPENED)) == [("ليلى", "happened")]
    assert outcomes(recorded(NOT, HAPPENED, NOT)) == [("ليلى", "not")]
    assert outcomes(recorded(NOT, OTHER)) == [("سعد", "not"), ("ليلى", "not")]
    assert outcomes(recorded(NOT, replace(HAPPENED, by="ليلي"))) == [("ليلي", "happened")]


def test_undone_the_one_before_holds_again() -> None:
    assert outcomes(recorded(NOT, HAPPENED, HAPPENED.id)) == [("ليلى", "not")]
    assert outcomes(recorded(NOT, HAPPENED, NOT.id)) == [("ليلى", "happened")]
    assert outcomes(recorded(NOT, HAPPENED, NOT.id, HAPPENED.id)) == []
    assert outcomes(recorded(NOT, NOT.id, NOT)) == [("ليلى", "not")]
    assert recorded(NOT, NOT.id).articles() == set()


def test_predictions_on_one_question_share_its_outcomes() -> None:
    decisions = recorded(NOT, SAME)
    assert decisions.proposition("pr-1") == decisions.proposition("pr-2") == OWN
    assert outcomes(decisions, "ar-2") == outcomes(decisions, "ar-1") == [("ليلى", "not")]
    assert [it.id for it in decisions.predictions(OWN.id)] == ["pr-1", "pr-2"]
    assert outcomes(recorded(NOT, SAME, SAME.id), "ar-2") == []


def test_a_prediction_stands_on_the_question_on_which_it_was_put_last() -> None:
    moved = Decision(worded_proposition("هل يتحرك التحالف؟"), (FIRST,), "ليلى", "open", "2026-01-15")
    decisions = recorded(NOT, moved)
    assert outcomes(decisions) == [("ليلى", "open")]
    assert decisions.of("ar-3").evidence_for == ()  # nobody asks that question any more
    assert [state for _, state in decisions.history()] == ["moved", "stands"]
    assert outcomes(recorded(NOT, moved, moved.id)) == [("ليلى", "not")]


def test_history_keeps_everything_and_tells_what_became_of_it() -> None:
    decisions = recorded(NOT, HAPPENED, SAME, OTHER, OTHER.id)
    assert [(record.id, state) for record, state in decisions.history()] == [
        (NOT.id, "replaced"),
        (HAPPENED.id, "stands"),
        (SAME.id, "stands"),
        (OTHER.id, "undone"),
    ]


def test_only_articles_for_which_another_thing_holds_change() -> None:
    assert changed(recorded(), recorded(NOT)) == ["ar-1", "ar-3"]
    assert changed(recorded(NOT), recorded(NOT, NOT)) == []
    assert changed(recorded(NOT), recorded(NOT, SAME)) == ["ar-2"]
    assert changed(recorded(NOT, SAME), recorded(NOT, SAME, HAPPENED)) == ["ar-1", "ar-2", "ar-3"]


def test_identifiers_are_made_from_content() -> None:
    assert Decision.from_json(json.loads(json.dumps(NOT.to_json()))) == NOT
    assert NOT.id == "rs-5f96792f28d663f7"
    assert len({it.id for it in (NOT, HAPPENED, OTHER, SAME, replace(NOT, note="x"))}) == 5
    assert worded_proposition("هل يشنّ التحالف  حملة؟").id == worded_proposition("هل يشن التحالف حملة").id
    assert OWN.id != own_proposition("pr-2", FIRST.text, "negative", None).id


@pytest.mark.parametrize(
    ("text", "hedge", "question"),
    [
        ("الحكومة لن تولد قريبا", "لن", "الحكومة تولد قريبا"),
        ("لن تولد الحكومة", "ولن", "تولد الحكومة"),
        ("المستشفيات قد لا تستطيع ذلك", "قد لا", "المستشفيات تستطيع ذلك"),
        ("تصمد الهدنة", "واستبعد", "تصمد الهدنة"),
        ("لندن لن تفاوض", "لن", "لندن تفاوض"),
        ("لن", "لن", "لن"),
    ],
)
def test_the_question_of_a_denial_has_no_negation(text: str, hedge: str, question: str) -> None:
    assert own_proposition("pr-1", text, "negative", hedge).text == question
    assert own_proposition("pr-1", text, "positive", hedge).text == text


@given(st.lists(st.sampled_from([NOT, HAPPENED, OTHER, SAME, NOT.id, HAPPENED.id, OTHER.id, SAME.id]), max_size=12))
def test_whatever_happens_one_person_has_one_outcome_of_a_question(steps: list[Decision | str]) -> None:
    decisions = recorded(*steps)
    for article in ("ar-1", "ar-2"):
        people = [by for by, _ in outcomes(decisions, article)]
        assert len(people) == len(set(people))
    held = {it.id for found in decisions.of("ar-1").resolutions.values() for it in found}
    assert {it.id for it in decisions.of("ar-3").evidence_for} == {id for id in held if id in (NOT.id, OTHER.id)}


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    made = Ledger.open(tmp_path / "kg.db", create=True)
    add(made, small())
    return made


def here(decision: Decision, ledger: Ledger) -> Decision:
    """The same on predictions of the first article that is here, and with the second as evidence."""
    first, second, *_ = (ledger.find(name)[0] for name in ("d1", "d2"))
    predictions = tuple(replace(it, article=first) for it in decision.predictions)
    return replace(decision, predictions=predictions, evidence=(Evidence("d2", second),) if decision.evidence else ())


def test_the_ledger_keeps_decisions_and_tells_the_articles_that_change(ledger: Ledger) -> None:
    before = ledger.last_change()
    assert ledger.decide(here(NOT, ledger))
    assert [(it.op, it.article) for it in ledger.changes(before)] == [
        ("outcome", article) for article in sorted(ledger.find("d1") + ledger.find("d2"))
    ]
    before = ledger.last_change()
    assert not ledger.decide(here(NOT, ledger))
    assert not ledger.undo("rs-unknown")
    assert ledger.last_change() == before
    assert ledger.undo(here(NOT, ledger).id, "سعد")
    assert not ledger.undo(here(NOT, ledger).id)
    assert [record.decision for record in ledger.decisions()] == [here(NOT, ledger), None]
    assert len(ledger.changes(before)) == 2


def test_articles_that_are_not_here_do_not_change(ledger: Ledger) -> None:
    before = ledger.last_change()
    assert ledger.decide(NOT)
    assert ledger.last_change() == before
    assert [record.decision for record in ledger.decisions()] == [NOT]


# The tables as format 1 made them.
VERSION_1 = """
PRAGMA application_id = 1365342060;
PRAGMA user_version = 1;
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE article (
    id TEXT PRIMARY KEY, input_id TEXT NOT NULL, url TEXT, outlet TEXT, title TEXT, published TEXT, lang TEXT,
    text TEXT NOT NULL, text_hash TEXT NOT NULL, content TEXT NOT NULL, status TEXT NOT NULL
);
CREATE INDEX article_input_id ON article (input_id);
CREATE TABLE extraction (
    article TEXT PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE, pipeline TEXT NOT NULL, json TEXT NOT NULL
);
CREATE TABLE change (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, article TEXT NOT NULL,
    op TEXT NOT NULL CHECK (op IN ('add', 'replace', 'extract', 'remove')), at TEXT NOT NULL
);
CREATE TABLE history (
    article TEXT NOT NULL, content TEXT NOT NULL, op TEXT NOT NULL, at TEXT NOT NULL,
    pipeline TEXT NOT NULL, old TEXT NOT NULL, extraction TEXT NOT NULL
);
CREATE INDEX history_article ON history (article, content);
INSERT INTO meta VALUES ('id', '0123456789abcdef0123456789abcdef');
"""
TABLES = ("meta", "article", "extraction", "change", "history")


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A ledger of format 1 with the small graph, one article of which was replaced and one removed."""
    path = tmp_path / "old.db"
    with sqlite3.connect(path) as db:
        db.executescript(VERSION_1)
        for seq, (article, extraction) in enumerate(small(), start=1):
            id = article_id(article)
            columns = (id, article.id, article.url, article.outlet, article.title, article.published, article.lang)
            row = (*columns, article.text, article.text_hash, "content", "extracted")
            db.execute(f"INSERT INTO article VALUES ({', '.join('?' * len(row))})", row)
            db.execute("INSERT INTO extraction VALUES (?, ?, ?)", (id, PIPELINE, json.dumps(extraction.to_json())))
            db.execute("INSERT INTO change VALUES (?, ?, 'add', '2025-12-01')", (seq * 3, id))
        db.execute("INSERT INTO change VALUES (40, 'ar-gone', 'remove', '2025-12-02')")
        db.execute("INSERT INTO history VALUES ('ar-gone', 'c', 'remove', '2025-12-02', '1', '{}', '{}')")
    return path


def contents(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with sqlite3.connect(path) as db:
        return {table: sorted(db.execute(f"SELECT * FROM {table}"), key=str) for table in TABLES}


def test_an_older_ledger_is_read_as_it_is(old: Path) -> None:
    before = contents(old)
    with Ledger.open(old) as ledger:
        assert (ledger.format, ledger.last_change(), len(ledger.articles())) == (1, 40, 4)
        assert ledger.decisions() == []
        assert [entry.article for entry in ledger.entries(ledger.find("d2"))] == [small()[1][0]]
    assert contents(old) == before


def test_an_older_ledger_is_brought_up_with_the_first_writing_and_its_content_stays(old: Path) -> None:
    before = contents(old)
    with Ledger.open(old) as ledger:
        decision = here(NOT, ledger)
        assert ledger.decide(decision)
        assert ledger.format == VERSION
        assert [record.decision for record in ledger.decisions()] == [decision]
        assert [(it.seq, it.op) for it in ledger.changes(40)] == [(41, "outcome"), (42, "outcome")]
        assert ledger.faults() == []
    after = contents(old)
    after["change"] = [row for row in after["change"] if row[2] != "outcome"]
    assert after == before


def test_a_brought_up_ledger_has_the_tables_of_a_new_one(old: Path, tmp_path: Path) -> None:
    with Ledger.open(old) as ledger:
        ledger.remove(ledger.articles()[0])
    Ledger.open(tmp_path / "new.db", create=True).close()
    assert tables(old) == tables(tmp_path / "new.db")


def tables(path: Path) -> dict[str, str]:
    with sqlite3.connect(path) as db:
        rows = db.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
        return {name: " ".join(sql.replace('"', "").split()) for name, sql in rows}


def test_a_bringing_up_that_fails_leaves_the_old_ledger(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, shape = contents(old), tables(old)
    monkeypatch.setattr("kg.ledger._UPGRADES", {1: "ALTER TABLE change RENAME TO change_1; CREATE nonsense"})
    with Ledger.open(old) as ledger:
        with pytest.raises(LedgerError, match="nothing of this step was written"):
            ledger.remove(ledger.articles()[0])
        assert ledger.format == 1
    assert (contents(old), tables(old)) == (before, shape)
    monkeypatch.undo()
    with Ledger.open(old) as ledger:
        add(ledger, [(Article("نص", "new"), small()[3][1])])
        assert ledger.format == VERSION


def test_two_processes_bring_a_ledger_up_once(old: Path) -> None:
    with Ledger.open(old) as one, Ledger.open(old) as other:
        assert one.decide(NOT)
        assert other.decide(OTHER)
        assert [record.id for record in one.decisions()] == [NOT.id, OTHER.id]
