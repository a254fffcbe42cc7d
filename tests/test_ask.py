"""The everyday questions on the small graph."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from kg.ask import Answer, predictions, sources, who
from kg.errors import QueryError
from kg.ledger import Ledger
from kg.stores.base import Store
from kg.stores.embedded import open_graph
from kg.stores.rdf import open_rdf
from tests.graphs import make_ledger


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    with Ledger.open(make_ledger(tmp_path_factory.mktemp("ask") / "kg.db")) as opened:
        yield opened


@pytest.fixture(scope="module", params=["kglite", "Oxigraph"])
def store(request: pytest.FixtureRequest, ledger: Ledger) -> Iterator[Store]:
    with open_graph(ledger) if request.param == "kglite" else open_rdf(ledger) as opened:
        yield opened


@pytest.mark.parametrize(
    "asked",
    [
        lambda store: predictions(store),
        lambda store: predictions(store, about="التحالف", by="النجار", since="2025-11", is_negated=True),
        lambda store: predictions(store, outlet="الضفف", until="2025-12-01"),
        lambda store: predictions(store, is_hedged=True, limit=1),
        lambda store: sources(store, "صوت السهل"),
        lambda store: sources(store, "ضفاف", only_anonymous=True, limit=1),
        lambda store: who(store, "العميد عبد الله النجار"),
        lambda store: who(store, "مصدر"),
        lambda store: who(store, "سامر قربي", limit=2),
    ],
)
def test_both_graphs_give_the_same_answer(ledger: Ledger, asked: Callable[[Store], Answer]) -> None:
    with open_graph(ledger) as graph, open_rdf(ledger) as triples:
        answer = asked(triples)
        assert answer == asked(graph)
        assert answer.rows.rows or answer.remarks


def test_predictions_about_the_coalition_with_sentence_and_role(store: Store) -> None:
    found = predictions(store, about="التحالف").rows.as_dicts()
    assert [(row["speaker"], row["role"], row["polarity"]) for row in found] == [
        ("عبد الله النجار", "المحلل العسكري", "negative"),
        ("سامر قربي", "الباحث", "positive"),
    ]
    assert all(row["prediction"] in row["sentence"] for row in found)


def test_filters_of_predictions(store: Store) -> None:
    assert len(predictions(store).rows.rows) == 4
    assert len(predictions(store, is_negated=True).rows.rows) == 1
    assert len(predictions(store, is_hedged=True).rows.rows) == 2
    assert len(predictions(store, by="النجار", since="2025-12").rows.rows) == 1
    assert predictions(store, limit=3).rows.is_cut


def test_no_prediction_is_told_with_the_outlets_there_are(store: Store) -> None:
    assert predictions(store, about="المريخ").remarks == ("no prediction matches",)
    assert "did you mean: الضفاف" in predictions(store, outlet="الضفف").remarks[1]


@pytest.mark.parametrize(
    "wrong", [{"about": "..."}, {"by": "؟"}, {"outlet": "-"}, {"since": "yesterday"}, {"until": "2025-1"}]
)
def test_filters_that_cannot_hold_are_told(store: Store, wrong: dict[str, str]) -> None:
    with pytest.raises(QueryError, match="wanted"):
        predictions(store, **wrong)  # type: ignore[arg-type]


def test_sources_of_an_outlet_with_their_share(store: Store) -> None:
    found = sources(store, "صوت السهل").rows.as_dicts()
    assert found[0] == {
        "name": "منظمة الغيث",
        "kind": "organization",
        "naming": "named",
        "statements": 3,
        "share": 0.375,
        "articles": 2,
    }
    assert sum(row["share"] for row in found) == 1.0
    assert [row["name"] for row in sources(store, "ضفاف", only_anonymous=True).rows.as_dicts()] == ["مصدر أمني"]


def test_unknown_outlet_suggests_close_ones(store: Store) -> None:
    with pytest.raises(QueryError, match="no outlet 'الضفف'; did you mean: الضفاف"):
        sources(store, "الضفف")
    with pytest.raises(QueryError, match="no outlet 'x'; there are: صوت السهل، الضفاف"):
        sources(store, "x")


@pytest.mark.parametrize(
    "form", ["عبد الله النجار", "عبدالله نجار", "النجار", "العميد عبد الله النجار", "السيد النجار"]
)
def test_a_form_of_the_name_finds_the_person(store: Store, form: str) -> None:
    found = who(store, form).rows.as_dicts()
    assert [(row["what"], row["role"], row["outlet"]) for row in found if row["what"] == "role"] == [
        ("role", "المحلل العسكري", "الضفاف"),
        ("role", "الخبير الاستراتيجي", "صوت السهل"),
    ]
    assert sum(row["what"] == "statement" for row in found) == 3
    assert [row["polarity"] for row in found if row["what"] == "prediction"] == ["negative", "positive"]


def test_several_matches_are_listed_and_found_by_identifier(store: Store) -> None:
    found = who(store, "مصدر").rows.as_dicts()
    assert [row["name"] for row in found] == ["مصدر أمني", "مصدر أمني"]
    assert who(store, found[0]["id"]).rows.as_dicts()[0]["text"] in ("الطرق مفتوحة", "الحرس انتشر")


def test_unknown_person_is_told_with_close_names(store: Store) -> None:
    with pytest.raises(QueryError, match="no source is named 'سامي قرابي'; did you mean: سامر قربي"):
        who(store, "سامي قرابي")
    with pytest.raises(QueryError, match="no source has the identifier"):
        who(store, "en-0")
