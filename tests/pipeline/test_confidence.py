"""The confidence of a statement, and what it is made of."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.article import Article
from kg.cli.main import run
from kg.extraction import Statement
from kg.pipeline.confidence import confidence, load_weights
from kg.run import extract_article

TEXT = 'قال الخبير الاقتصادي سامر حداد إن التضخم تراجع في الربع الأول. وأضاف: "أسعار الغذاء بقيت مرتفعة هذا العام".'


def statements(explain: bool) -> tuple[Statement, ...]:
    return extract_article(Article(text=TEXT, id="a", lang="ar"), explain).statements


def test_every_statement_has_a_probability_and_the_name_of_its_rule() -> None:
    for statement in statements(explain=False):
        assert 0 < statement.confidence < 1
        assert statement.rule
        assert statement.features == ()


def test_features_are_those_that_make_the_confidence() -> None:
    first, second = statements(explain=True)
    assert "subject: overt" in first.features
    assert "subject: dropped" in second.features
    assert [confidence(one.features) for one in (first, second)] == [first.confidence, second.confidence]


def test_an_unknown_feature_changes_nothing() -> None:
    assert confidence(("never seen",)) == confidence(())


def test_what_tells_against_a_statement_lowers_it() -> None:
    against = min(load_weights(), key=lambda name: load_weights()[name])
    assert confidence((against,)) < confidence(())


def test_kg_extract_explains_and_leaves_out_what_is_less_sure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    assert run(["extract", str(tmp_path / "a.txt"), "--explain"]) == 0
    found = json.loads(capsys.readouterr().out)["statements"]
    assert all(statement["features"]["all"] == load_weights()["all"] for statement in found)
    least = max(statement["confidence"] for statement in found)
    assert run(["extract", str(tmp_path / "a.txt"), "--min-confidence", str(least)]) == 0
    kept = json.loads(capsys.readouterr().out)["statements"]
    assert kept
    assert {statement["confidence"] for statement in kept} == {least}
    assert not any("features" in statement for statement in kept)
