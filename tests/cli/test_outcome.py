"""The command that records outcomes: what it tells, what the graphs show afterwards, what it refuses."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kg.ledger import Ledger
from kg.stores.base import is_current
from kg.stores.embedded import EmbeddedStore, graph_path
from kg.stores.projections import PROJECTIONS, changes_behind
from tests.cli.conftest import Done
from tests.graphs import make_ledger

Kg = Callable[..., Done]
SHOWN = ("--on", "2026-03-01", "--by", "ليلى", "--evidence", "https://example.org/news/17")
RESOLVED = """
MATCH (p:Prediction)-[:OF]->(q:Proposition)-[:RESOLVED_BY]->(r:Resolution)
OPTIONAL MATCH (r)-[:EVIDENCE]->(a:Article)
RETURN p.text AS text, q.text AS question, r.outcome AS outcome, r.by AS person, a.inputId AS evidence
ORDER BY text, person
"""


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return make_ledger(tmp_path / "kg.db")


def rows(done: Done) -> list[dict[str, Any]]:
    assert done.status == 0, done.err
    return [json.loads(line) for line in done.out.splitlines()]


@pytest.fixture
def ids(kg: Kg, db: Path) -> dict[str, str]:
    """The identifiers of predictions, by the first word of their text."""
    query = "MATCH (p:Prediction) RETURN p.id AS id, p.text AS text ORDER BY id"
    return {row["text"].split()[0]: row["id"] for row in rows(kg("query", "--lang", "cypher", query, "--db", str(db)))}


def graph(db: Path) -> list[dict[str, Any]]:
    """What the saved graph shows, without bringing it up."""
    with Ledger.open(db) as ledger, EmbeddedStore.read(graph_path(ledger)) as store:
        assert is_current(store, ledger)
        assert [changes_behind(ledger, it) for it in PROJECTIONS] == [0] * len(PROJECTIONS)
        return store.rows(RESOLVED, {}).as_dicts()


def test_an_outcome_is_recorded_and_the_graph_is_current(kg: Kg, db: Path, ids: dict[str, str]) -> None:
    done = kg("outcome", ids["يشن"], "not", *SHOWN, "--note", "من  الجريدة", "--db", str(db))
    assert (done.status, done.out) == (0, "")
    assert f"{ids['يشن']} (negative, عبد الله النجار) came true" in done.err
    assert graph(db) == [
        {
            "text": "يشن التحالف الدولي حملة برية هذا الشتاء",
            "question": "يشن التحالف الدولي حملة برية هذا الشتاء",
            "outcome": "not",
            "person": "ليلى",
            "evidence": None,
        }
    ]
    (row,) = rows(kg("outcome", "--list", "--db", str(db)))
    assert row["decision"].startswith("rs-")
    assert row["recorded"]
    assert {key: row[key] for key in row if key not in ("decision", "recorded")} == {
        "state": "stands",
        "question": "يشن التحالف الدولي حملة برية هذا الشتاء",
        "outcome": "not",
        "on": "2026-03-01",
        "by": "ليلى",
        "prediction": ids["يشن"],
        "speaker": "عبد الله النجار",
        "text": "يشن التحالف الدولي حملة برية هذا الشتاء",
        "polarity": "negative",
        "came_true": "yes",
        "evidence": "https://example.org/news/17",
        "note": "من الجريدة",
    }
    again = kg("outcome", ids["يشن"], "not", *SHOWN, "--note", "من الجريدة", "--db", str(db))
    assert again.status == 0
    assert "was recorded before" in again.err


def test_predictions_on_one_question_share_its_outcome(kg: Kg, db: Path, ids: dict[str, str]) -> None:
    question = ("--proposition", "هل يتحرك التحالف؟", "--by", "ليلى")
    assert kg("outcome", ids["يشن"], *question, "--db", str(db)).status == 0
    done = kg("outcome", ids["يوسع"], "happened", "--same-as", ids["يشن"], *SHOWN, "--db", str(db))
    assert f"{ids['يشن']} (negative, عبد الله النجار) did not come true" in done.err
    assert f"{ids['يوسع']} (positive, سامر قربي) came true" in done.err
    assert [(row["text"].split()[0], row["question"], row["outcome"]) for row in graph(db)] == [
        ("يشن", "هل يتحرك التحالف؟", "happened"),
        ("يوسع", "هل يتحرك التحالف؟", "happened"),
    ]
    listed = [row for row in rows(kg("outcome", "--list", "--db", str(db))) if row["outcome"] is not None]
    assert {(row["polarity"], row["came_true"]) for row in listed} == {("negative", "no"), ("positive", "yes")}


def test_an_article_here_is_evidence_by_any_of_its_names(kg: Kg, db: Path, ids: dict[str, str]) -> None:
    for name in ("d3", "https://difaf.example/1"):
        kg("outcome", ids["يهدأ"], "open", "--on", "2026-01-02", "--by", "سعد", "--evidence", name, "--db", str(db))
        assert [row["evidence"] for row in graph(db)] == ["d3" if name == "d3" else "d1"]


def test_a_newer_decision_replaces_and_undo_brings_the_older_back(kg: Kg, db: Path, ids: dict[str, str]) -> None:
    kg("outcome", ids["يشن"], "open", "--on", "2026-01-02", "--by", "ليلى", "--db", str(db))
    kg("outcome", ids["يشن"], "happened", *SHOWN, "--db", str(db))
    assert [row["outcome"] for row in graph(db)] == ["happened"]
    history = rows(kg("outcome", "--history", "--db", str(db)))
    assert [(row["outcome"], row["state"]) for row in history] == [("open", "replaced"), ("happened", "stands")]
    (row,) = rows(kg("outcome", "--list", "--db", str(db)))
    assert kg("outcome", "--undo", row["decision"], "--db", str(db)).status == 0
    assert [row["outcome"] for row in graph(db)] == ["open"]
    assert kg("outcome", "--undo", history[0]["decision"], "--by", "سعد", "--db", str(db)).status == 0
    assert graph(db) == []
    assert rows(kg("outcome", "--list", "--db", str(db))) == []
    states = [row["state"] for row in rows(kg("outcome", "--history", "--db", str(db)))]
    assert states == ["undone", "undone"]


def test_a_removed_article_leaves_the_words_of_its_prediction(kg: Kg, db: Path, ids: dict[str, str]) -> None:
    kg("outcome", ids["يشن"], "not", *SHOWN, "--db", str(db))
    kg("remove", "d1", "--db", str(db))
    (row,) = rows(kg("outcome", "--list", "--db", str(db)))
    assert row["text"] == "يشن التحالف الدولي حملة برية هذا الشتاء"
    assert (row["polarity"], row["came_true"], row["speaker"]) == (None, None, None)
    assert graph(db) == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["pr-0", "not", *SHOWN], "PREDICTION_ID: no prediction 'pr-0'"),
        (["يشن", "not", "--on", "2026-02-31", *SHOWN[2:]], "--on: wanted a day such as 2026-01-15, found '2026-02-31'"),
        (["يشن", "not", "--on", "20260115", *SHOWN[2:]], "--on: wanted a day such as 2026-01-15, found '20260115'"),
        (["يشن", "not", *SHOWN[:4], "--evidence", "d99"], "--evidence: no article 'd99' here"),
        (["يشن", "not", *SHOWN[:4], "--evidence", "https://"], "--evidence: no article 'https://' here"),
        (["يشن", "not", *SHOWN, "--same-as", "pr-0"], "--same-as: no prediction 'pr-0'"),
        (["يشن", "not", *SHOWN, "--same-as", "يشن"], "--same-as: wanted another prediction"),
        (["يشن", "not", *SHOWN, "--proposition", " ؟"], "--proposition: wanted words"),
        (["يشن", "not", *SHOWN, "--proposition", "س", "--same-as", "يهدأ"], "either --proposition or --same-as"),
        (["يشن", "maybe", *SHOWN], "'maybe' is not one of 'happened', 'not', 'open'"),
        (["يشن", "not", *SHOWN[:4]], "wanted --evidence ARTICLE"),
        (["يشن", "not", *SHOWN[2:]], "wanted --on DAY"),
        (["يشن", "not", *SHOWN[:2], *SHOWN[4:]], "wanted --by NAME"),
        (["يشن", "not", *SHOWN[:2], "--by", " ", *SHOWN[4:]], "wanted --by NAME"),
        (["يشن", "--by", "ليلى"], "wanted happened, not or open"),
        (["يشن", "--same-as", "يهدأ", *SHOWN], "--on and --evidence belong to an outcome"),
        ([], "wanted one of: PREDICTION_ID, --list, --undo"),
        (["يشن", "--list"], "wanted one of: PREDICTION_ID, --list, --undo"),
        (["--undo", "rs-0"], "--undo: no decision 'rs-0' stands"),
    ],
)
def test_what_cannot_be_recorded_is_told_in_a_line(
    kg: Kg, db: Path, ids: dict[str, str], arguments: list[str], message: str
) -> None:
    done = kg("outcome", *(ids.get(it, it) for it in arguments), "--db", str(db))
    assert done.status == 2
    assert message in done.err.splitlines()[-1]
    assert done.out == ""
    with Ledger.open(db) as ledger:
        assert ledger.decisions() == []


def test_no_ledger_is_told_and_none_is_made(kg: Kg, tmp_path: Path) -> None:
    done = kg("outcome", "pr-0", "open", "--on", "2026-01-01", "--by", "x", "--db", str(tmp_path / "none.db"))
    assert done.status == 1
    assert "there is no ledger" in done.err
    assert list(tmp_path.iterdir()) == []
