"""Scoring gives the figures that the scorer of the gold gives, whatever is wrong with the extractions."""

from __future__ import annotations

import copy
import json
import random
import runpy
import sys
from collections.abc import Callable, Iterator
from io import BufferedReader, BytesIO
from pathlib import Path
from typing import Any, cast

import pytest

from kg.align import align, is_same_source, words_met
from kg.article import Rejected
from kg.evaluate import Counts, Mistake, evaluate, measure, mistakes
from kg.extraction import Extraction, Prediction, Source, Span, Statement
from kg.extractions import has_extractions, read_extractions
from kg.loaders import read
from kg.run import extract

Json = dict[str, Any]
Figures = dict[str, dict[str, float]]

HADDAD = Source("a", "سامر حداد", "person")
SUWAIDAN = Source("b", "رنا سويدان", "person", aliases=("الطبيبة رنا",))


def stated(id: str, start: int, end: int, source: str = "a", *predictions: Prediction) -> Statement:
    return Statement(id, source, "indirect", (Span(start, end, ""),), predictions=predictions)


def record(*statements: Statement, sources: tuple[Source, ...] = (HADDAD, SUWAIDAN)) -> Extraction:
    return Extraction("1", sources, statements)


def parsed(lines: str) -> list[Extraction | Rejected]:
    return list(read_extractions(stream(lines), "x.jsonl"))


def stream(lines: str) -> BufferedReader:
    return cast(BufferedReader, BufferedReader(BytesIO(lines.encode())))


def test_half_of_the_characters_make_a_pair_and_the_best_overlap_comes_first() -> None:
    gold = record(stated("g", 0, 100))
    assert measure(align(gold, record(stated("p", 0, 50))))["statements"] == Counts(1, 1, 1)
    assert measure(align(gold, record(stated("p", 0, 49))))["statements"] == Counts(0, 1, 1)
    found = align(gold, record(stated("p", 0, 60), stated("q", 0, 90)))
    assert [(ours.id, theirs.id) for ours, theirs in found.statements.pairs] == [("g", "q")]
    assert [one.id for one in found.statements.spurious] == ["p"]


def test_the_right_source_decides_between_equal_overlaps() -> None:
    found = align(record(stated("g", 0, 10)), record(stated("p", 0, 10, "b"), stated("q", 0, 10, "a")))
    assert [(ours.id, theirs.id) for ours, theirs in found.statements.pairs] == [("g", "q")]


@pytest.mark.parametrize(
    ("name", "is_same"),
    [
        ("سامر حداد", True),
        ("سامر الحدّاد", True),
        ("حداد", False),
        ("سامر فهد حداد", True),
        ("رنا حداد", False),
        ("", False),
    ],
)
def test_names_are_the_same_in_other_spelling_but_not_by_the_family_name_alone(name: str, is_same: bool) -> None:
    assert is_same_source(HADDAD, Source("x", name, "person")) is is_same


def test_a_text_serves_once() -> None:
    assert words_met(["وزير المالية", "وزير المالية"], ["وزير المالية"]) == 1
    assert words_met([], ["وزير"]) == words_met(["وزير"], []) == 0


def test_statements_on_the_title_are_passed_over() -> None:
    title = Statement("t1", "a", "direct", (Span(0, 10, ""),), place="title")
    counts = evaluate({"1": record(stated("g", 0, 10))}, {"1": record(title)})
    assert counts["statements"] == counts["sources"] == Counts(0, 1, 0)
    assert align(record(title), record(title), "title").statements.pairs == ((title, title),)


def test_mistakes_are_told_in_text_order_with_both_names() -> None:
    span = Span(20, 30, "")
    gold = record(
        stated("g1", 40, 50),
        stated("g2", 0, 10),
        stated("g3", 20, 30, "a", Prediction(span, "positive", "certain")),
    )
    found = record(
        stated("p1", 60, 70, "lost"),
        stated("p2", 0, 10, "b"),
        stated("p3", 20, 30, "a", Prediction(span, "negative", "certain")),
    )
    assert list(mistakes(align(gold, found))) == [
        Mistake("1", "statement", (Span(0, 10, ""),), "source", "سامر حداد", "رنا سويدان"),
        Mistake("1", "statement", (Span(40, 50, ""),), "missed", "سامر حداد", None),
        Mistake("1", "statement", (Span(60, 70, ""),), "spurious", None, None),
        Mistake("1", "prediction", (span,), "polarity", "positive", "negative"),
    ]


def test_gold_may_lack_the_places_of_roles_and_horizons() -> None:
    (found,) = parsed(
        '{"id": "1", "sources": [{"id": "a", "name": "x", "kind": "person", "roles": [{"text": "r"}], '
        '"affiliations": [{"name": "n"}]}], "statements": [{"id": "s", "source": "a", "type": "direct", '
        '"content": [{"start": 0, "end": 4}], "predictions": [{"start": 0, "end": 4, "polarity": "positive", '
        '"certainty": "certain", "horizon": {"text": "h"}}]}]}\n\n'
    )
    assert isinstance(found, Extraction)
    assert [role.span.text for role in found.sources[0].roles] == ["r"]
    horizon = found.statements[0].predictions[0].horizon
    assert horizon is not None
    assert horizon.span.text == "h"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "broken JSON at column 2"),
        ("[1]", "wanted an object"),
        (r'{"id": "\ud800", "sources": [], "statements": []}', "half of a surrogate pair"),
        ("1" * 5000, "JSON with a value that cannot be read"),
        ('{"id": "1", "text": "x"}', "an article, wanted an extraction"),
        ('{"id": 1, "sources": [], "statements": []}', "id: wanted a string"),
        ('{"id": "1", "statements": []}', "no key 'sources'"),
        ('{"id": "1", "sources": 3, "statements": []}', "no extraction"),
        ('{"id": "1", "sources": ["a"], "statements": []}', "no extraction"),
        (
            '{"id": "1", "sources": [{"id": "a", "name": "x", "kind": "animal"}], "statements": []}',
            "wanted one of pers",
        ),
        (
            '{"id": "1", "sources": [], "statements": [{"id": "s", "source": "a", "type": "direct", '
            '"content": [{"start": 5, "end": 1000000000000}]}]}',
            "statement s: wanted offsets",
        ),
        ("[" * 100_000, "JSON nested too deeply"),
    ],
)
def test_what_is_no_extraction_costs_its_line_only(line: str, reason: str) -> None:
    first, second = parsed(line + '\n{"id": "2", "sources": [], "statements": []}\n')
    assert isinstance(first, Rejected)
    assert first.where == "x.jsonl:1"
    assert reason in first.reason
    assert second == Extraction("2")


@pytest.mark.parametrize(
    ("lines", "is_extracted"),
    [
        ("", True),
        ("\n\n", True),
        ('{\n{"id": "1", "statements": []}', True),
        ('{"id": "1", "text": "x"}', False),
        ("plain text", False),
    ],
)
def test_extractions_are_told_from_articles(lines: str, is_extracted: bool) -> None:
    assert has_extractions(stream(lines)) is is_extracted


# The real gold and its scorer, on what the pipeline makes of it and on that after damage of every kind.


@pytest.fixture(scope="module")
def gold(shared: Path) -> Path:
    return shared / "gold" / "dev.gold.jsonl"


@pytest.fixture(scope="module")
def extracted(shared: Path) -> list[Json]:
    found = extract(read([shared / "gold" / "dev.articles.jsonl"]))
    return [item.to_json() for item in found if isinstance(item, Extraction)]


@pytest.fixture
def scorer(
    shared: Path, gold: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[[list[Json]], tuple[Figures, Figures]]:
    """Give the figures of the scorer and ours."""
    score = runpy.run_path(str(shared / "gold" / "score.py"))["main"]
    with open(gold, "rb") as lines:
        ours = {item.id: item for item in read_extractions(lines, "gold") if isinstance(item, Extraction)}

    def call(predicted: list[Json]) -> tuple[Figures, Figures]:
        path = tmp_path / "predicted.jsonl"
        path.write_text("".join(json.dumps(it, ensure_ascii=False) + "\n" for it in predicted), encoding="utf-8")
        monkeypatch.setattr(sys, "argv", ["score.py", str(gold), str(path), "--json"])
        assert score() == 0
        theirs = json.loads(capsys.readouterr().out)
        assert theirs.pop("articles") == len(ours)
        with open(path, "rb") as lines:
            found = {item.id: item for item in read_extractions(lines, "x") if isinstance(item, Extraction)}
        assert len(found) == len(predicted)
        return theirs, {name: figures(counts) for name, counts in evaluate(ours, found).items()}

    return call


def figures(counts: Counts) -> dict[str, float]:
    return {
        "precision": round(counts.precision, 4),
        "recall": round(counts.recall, 4),
        "f1": round(counts.f1, 4),
        "gold": counts.gold,
        "predicted": counts.predicted,
    }


Scorer = Callable[[list[Json]], tuple[Figures, Figures]]


def test_figures_are_those_of_the_scorer(scorer: Scorer, gold: Path, extracted: list[Json]) -> None:
    theirs, ours = scorer(extracted)
    assert ours == theirs
    assert list(ours) == list(theirs)
    assert 0 < ours["attributed statements"]["f1"] < 1
    theirs, ours = scorer([])
    assert ours == theirs
    theirs, ours = scorer([json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()])
    assert ours == theirs
    assert ours["attributed predictions"]["f1"] == 1


@pytest.mark.parametrize("seed", range(24))
def test_figures_are_those_of_the_scorer_after_any_damage(
    scorer: Scorer, gold: Path, extracted: list[Json], seed: int
) -> None:
    chance = random.Random(seed)
    whole = extracted
    if seed % 2:
        whole = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()]
    theirs, ours = scorer(list(damaged(whole, chance)))
    assert ours == theirs


def damaged(records: list[Json], chance: random.Random) -> Iterator[Json]:
    rate = chance.choice([0.05, 0.2, 0.5])
    for original in records:
        if chance.random() < rate / 2:
            continue
        data = copy.deepcopy(original)
        for source in data["sources"]:
            if chance.random() < rate:
                source["name"] = chance.choice(
                    [
                        source["name"].split()[-1],
                        "ال" + source["name"],
                        source["name"][::-1],
                        "",
                        "عبد الله " + source["name"],
                    ]
                )
            if chance.random() < rate:
                source["kind"] = chance.choice(["person", "organization", "anonymous", "document", "media"])
            if source["roles"] and chance.random() < rate:
                source["roles"] = source["roles"][1:] + source["roles"][:1] * chance.randrange(3)
            if chance.random() < rate:
                source["affiliations"].append({"name": source["name"]})
        kept = [statement for statement in data["statements"] if chance.random() >= rate]
        kept += [copy.deepcopy(statement) for statement in kept if chance.random() < rate / 3]
        for statement in kept:
            damage(statement, data["sources"], rate, chance)
        if chance.random() < rate:
            chance.shuffle(kept)
        yield {**data, "statements": kept}


def damage(statement: Json, sources: list[Json], rate: float, chance: random.Random) -> None:
    def happens() -> bool:
        return chance.random() < rate

    if happens():
        statement["source"] = chance.choice([*(source["id"] for source in sources), "nobody"])
    if happens():
        statement["in"] = "title"
    if happens():
        statement["type"] = chance.choice(["direct", "indirect", "mixed"])
    for key in ("told_to", "via"):
        if happens():
            statement[key] = chance.choice([None, "", "عربي21", "وكالة الأنباء", statement.get(key)])
    if happens():
        statement["content"].append({**statement["content"][-1], "end": statement["content"][-1]["end"] + 40})
    predictions = statement["predictions"]
    if predictions and happens():
        predictions.pop()
    if happens():
        predictions.append(
            {**statement["content"][0], "polarity": "positive", "certainty": "possible", "horizon": None}
        )
    for prediction in predictions:
        if happens():
            prediction["polarity"] = chance.choice(["positive", "negative"])
        if happens():
            prediction["certainty"] = chance.choice(["certain", "probable", "possible"])
        if happens():
            prediction["horizon"] = chance.choice([None, {"text": "خلال الأشهر المقبلة"}, {"text": "العام المقبل"}])
    for span in (*statement["content"], *predictions):
        if happens():
            width = span["end"] - span["start"]
            span["start"] = max(0, span["start"] + chance.randint(-width, width))
            span["end"] = max(span["start"], span["end"] + chance.randint(-width, width))
