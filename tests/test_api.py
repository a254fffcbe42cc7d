"""The graph in Python: the examples of its documentation, rows and what they become, what is asked and what is told."""

from __future__ import annotations

import doctest
import os
import subprocess
import sys
import warnings
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import networkx
import pandas
import polars
import pytest

import kg
import kg.api
import kg.table
from kg.article import Article, Rejected
from kg.errors import LedgerError, QueryError
from kg.ledger import Ledger
from kg.resources import resource
from kg.table import Table
from tests.graphs import add, make_ledger, small


@pytest.fixture
def g(tmp_path: Path) -> Iterator[kg.Graph]:
    with kg.open(make_ledger(tmp_path / "kg.db")) as opened:
        yield opened


@pytest.mark.parametrize("module", [kg.api, kg.table], ids=["api", "table"])
def test_the_examples_in_the_documentation(module: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with kg.open("kg.db", create=True) as example:
        example.add(Path(str(resource("examples"))))
        told: list[str] = []
        runner = doctest.DocTestRunner()
        names = {"kg": kg, "g": example, "Table": Table}
        for test in doctest.DocTestFinder().find(module, module.__name__, globs=names):
            runner.run(test, out=told.append)
        assert not told, "".join(told)
        assert runner.tries >= {kg.api: 20, kg.table: 6}[module]


def test_every_method_has_an_example_or_a_sentence() -> None:
    for kind in (kg.Graph, kg.Reading, Table):
        for name, member in vars(kind).items():
            if callable(member) and not name.startswith("_"):
                assert member.__doc__, f"{kind.__name__}.{name}"


def test_import_is_instant_and_loads_nothing() -> None:
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, kg; print([m for m in sys.modules if m.startswith('kg.')]); print(dir(kg))",
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    loaded, names = done.stdout.splitlines()
    assert loaded == "[]"
    assert "'open'" in names


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="'kg' has no attribute 'opne'"):
        kg.opne  # noqa: B018


def test_a_database_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match=r"none\.db"):
        kg.open(tmp_path / "none.db")


def test_rows_are_gone_through_indexed_and_cut(g: kg.Graph) -> None:
    found = g.predictions("التحالف")
    assert [row["speaker"] for row in found] == ["عبد الله النجار", "سامر قربي"]
    assert found[-1]["polarity"] == "positive"
    assert found[:1].column("speaker") == ["عبد الله النجار"]
    assert len(found[:0]) == 0
    assert found.to_dicts() == list(found)
    assert repr(found).startswith("<2 rows: speaker, role, ")
    with pytest.raises(IndexError):
        found[2]
    with pytest.raises(QueryError, match="no column 'speakr'; there are: speaker"):
        found.column("speakr")


def test_limits_are_told(g: kg.Graph) -> None:
    assert g.predictions(limit=1).is_cut
    assert not g.predictions().is_cut
    assert g.predictions("النفط").remarks == ("no prediction matches",)


def test_filters(g: kg.Graph) -> None:
    assert g.predictions(negated=True).column("speaker") == ["عبد الله النجار"]
    assert g.predictions(hedged=True, since="2025-12").column("prediction") == ["يهدأ الساحل قريبا"]
    assert g.predictions(by="قربي", outlet="الضفاف").column("horizon") == ["خلال شهر"]
    with pytest.raises(QueryError, match="2025-11-14"):
        g.predictions(since="أمس")


def test_sources_who_and_search(g: kg.Graph) -> None:
    assert g.sources("الضفاف", anonymous=True).column("name") == ["مصدر أمني"]
    assert {row["what"] for row in g.who("المحلل عبد الله النجار")} == {"role", "statement", "prediction"}
    assert "قافل" in g.search("قوافل", by="الغيث")[0]["text"] or "القوافل" in g.search("قوافل", by="الغيث")[0]["text"]
    with pytest.raises(QueryError, match="no outlet"):
        g.sources("جريدة أخرى")


def test_every_named_question_gives_the_same_rows_in_both_languages(g: kg.Graph) -> None:
    assert len(g.queries()) > 20
    for name in ("source_statements", "source_categories", "citations", "co_quoted"):
        assert len(g.query(name)) > 0
        assert g.query(name) == g.query(name, lang="sparql")
    with pytest.raises(QueryError, match="no query 'who_said'"):
        g.query("who_said")
    with pytest.raises(QueryError, match="cypher, sparql"):
        g.query("co_quoted", lang="sql")


def test_queries_of_ones_own_bind_their_parameters_and_only_read(g: kg.Graph) -> None:
    hostile = "x'}) RETURN 1 //"
    found = g.cypher("MATCH (e:Entity) WHERE e.name = $name RETURN e.name AS name", name=hostile)
    assert found.columns == ("name",)
    assert not found
    asked = "SELECT ?name { ?e a schema:NewsMediaOrganization ; schema:name ?name } ORDER BY ?name"
    assert g.sparql(asked).column("name") == ["الضفاف", "صوت السهل", "وكالة المرسى"]
    with pytest.raises(QueryError):
        g.cypher("CREATE (x:Entity) RETURN x")
    with pytest.raises(QueryError):
        g.sparql("DROP ALL")


def test_a_statement_leads_to_its_article(g: kg.Graph) -> None:
    row = g.predictions("التحالف")[0]
    evidence = g.evidence(row["statement"])[0]
    article = g.article(evidence["article"])
    start, end = map(int, evidence["spans"].split(","))
    assert article.article.text[start:end] == row["prediction"]
    assert row["prediction"] in article.statements.column("text")
    assert article.predictions[0]["horizon_end"] == "2026-02-28"
    assert row["prediction"] in article.to_html()
    with pytest.raises(QueryError, match="found no article"):
        g.article("ar-0")


def test_articles_are_listed_by_date(g: kg.Graph) -> None:
    assert g.articles().column("published") == ["2025-11-14", "2025-12-01T09:00:00+02:00", "2026-01", None]


def test_what_another_process_adds_is_seen(tmp_path: Path) -> None:
    path = make_ledger(tmp_path / "kg.db")
    with kg.open(path) as opened:
        assert len(opened.predictions()) == 4
        article, extraction = small()[0]
        copy = Article(article.text, "d9", "الضفاف", "https://difaf.example/9", lang="ar", published="2026-02-01")
        with Ledger.open(path) as ledger:
            add(ledger, [(copy, extraction)])
        assert len(opened.predictions()) == 6
        asked = "SELECT (COUNT(?p) AS ?n) { ?p a kg:Prediction }"
        assert opened.sparql(f"PREFIX kg: <https://w3id.org/qawl/ns#> {asked}")[0]["n"] == 6


def test_articles_are_added_once_and_removed(tmp_path: Path) -> None:
    text = "قال الخبير الاقتصادي سامر القباني إن الأسعار لن تنخفض هذا العام."
    items = [Article(text, "1", outlet="الضفاف", lang="ar"), Rejected("x:2", "no article")]
    with kg.open(tmp_path / "kg.db", create=True) as opened:
        assert len(opened.predictions()) == 0
        added = opened.add(items)
        assert added[0] == {
            "added": 1,
            "replaced": 0,
            "extracted_again": 0,
            "unchanged": 0,
            "rejected": 1,
            "statements": 1,
        }
        assert added.remarks == ("x:2: no article",)
        assert opened.add(items[:1])[0]["unchanged"] == 1
        assert opened.predictions()[0]["speaker"] == "سامر القباني"
        opened.remove("1")
        assert len(opened.predictions()) == 0
        with pytest.raises(QueryError, match="found no article"):
            opened.remove("1")


def test_a_text_is_taken_apart_without_a_database() -> None:
    text = "قال الخبير الاقتصادي سامر القباني إن الأسعار لن تنخفض خلال شهر."
    reading = kg.extract(text, published="2025-11-14")
    (row,) = reading.statements
    assert (row["speaker"], row["role"], row["cue"]) == ("سامر القباني", "الخبير الاقتصادي", "قال")
    assert text[row["start"] : row["end"]] == row["text"]
    assert reading.predictions[0]["horizon_end"] == "2025-12-14"
    assert 'sandbox="allow-scripts allow-popups"' in reading._repr_html_()
    assert kg.extract(reading.article).extraction == reading.extraction
    with pytest.raises(QueryError, match="an article has its own"):
        kg.extract(reading.article, title="x")


def test_a_text_in_another_language_tells_so() -> None:
    reading = kg.extract("The harbour opens tomorrow.")
    assert len(reading.statements) == 0
    assert "not read" in reading.statements.remarks[0]


def test_data_frames(g: kg.Graph) -> None:
    found = g.predictions()
    frame = found.to_pandas()
    assert isinstance(frame, pandas.DataFrame)
    assert list(frame.columns) == list(found.columns)
    assert frame["speaker"].tolist() == found.column("speaker")
    other = found.to_polars()
    assert isinstance(other, polars.DataFrame)
    assert other.to_dicts() == found.to_dicts()
    assert found[:0].to_polars().columns == list(found.columns)
    assert found[:0].to_pandas().shape == (0, len(found.columns))


def test_mixed_values_become_a_polars_frame_too() -> None:
    assert Table(["a"], [(None,)] * 200 + [("x",)]).to_polars().height == 201


@pytest.mark.parametrize("name", ["pandas", "polars"])
def test_a_missing_library_is_told_in_one_line(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(ImportError, match=f"not installed: pip install {name}"):
        getattr(Table(["a"], [(1,)]), f"to_{name}")()


def test_rows_become_a_networkx_graph(g: kg.Graph) -> None:
    graph = g.query("co_quoted").to_networkx()
    assert graph.edges["سامر قربي", "عبد الله النجار"] == {"articles": 1, "rows": 1}
    table = Table(["by", "what", "of"], [("a", 1, "b"), ("b", 2, "a"), ("a", 3, "b"), ("a", 4, None)])
    directed = table.to_networkx("by", "of", directed=True)
    assert directed.edges["a", "b"] == {"what": 1, "rows": 2}
    assert isinstance(directed, networkx.DiGraph)
    assert set(directed) == {"a", "b"}
    with pytest.raises(QueryError, match="two columns"):
        Table(["a"], []).to_networkx()


def test_the_whole_graph_as_networkx(g: kg.Graph) -> None:
    graph = g.to_networkx()
    kinds = [data["node_type"] for _, data in graph.nodes(data=True)]
    assert kinds.count("Statement") == 12
    assert isinstance(graph, networkx.MultiDiGraph)


def test_html_keeps_directions_apart_and_escapes() -> None:
    rows: list[tuple[Any, ...]] = [("عربي21", "<b>&\"'", None, 3, "javascript:alert(1)", "https://x.example/?a=1&b=2")]
    html = Table(["a", "<b>", "c", "d", "e", "f"], rows, remarks=["<i>"])._repr_html_()
    assert "<bdi>عربي21</bdi>" in html
    assert "<bdi>&lt;b&gt;&amp;&quot;&#x27;</bdi>" in html
    assert html.count('dir="auto"') == 7
    assert "unicode-bidi:plaintext" in html
    assert '<th scope="col"' in html
    assert "&lt;b&gt;</th>" in html
    assert "&lt;i&gt;</p>" in html
    assert 'href="https://x.example/?a=1&amp;b=2"' in html
    assert 'href="javascript' not in html
    assert "<b>" not in html


def test_html_of_a_long_table_tells_what_is_not_shown() -> None:
    assert "50 more rows are not shown" in Table(["a"], [(n,) for n in range(150)])._repr_html_()


def test_a_closed_graph_may_be_closed_again(tmp_path: Path) -> None:
    opened = kg.open(make_ledger(tmp_path / "kg.db"))
    assert repr(opened) == f"<graph {tmp_path / 'kg.db'}: 4 articles>"
    opened.close()
    opened.close()


def test_two_graphs_are_open_at_once(tmp_path: Path) -> None:
    path = make_ledger(tmp_path / "kg.db")
    with kg.open(path) as one, kg.open(os.fspath(path)) as other:
        assert one.predictions() == other.predictions()
        assert one.sparql("SELECT ?x { ?x a schema:NewsArticle } ORDER BY ?x") == other.sparql(
            "SELECT ?x { ?x a schema:NewsArticle } ORDER BY ?x"
        )


def test_a_notebook_shows_rows_and_networks(tmp_path: Path) -> None:
    """In a real kernel."""
    import nbclient
    import nbformat

    make_ledger(tmp_path / "kg.db")
    cells = ["import kg\ng = kg.open('kg.db')\ng.predictions()", "g.network().show()", "g.network('all')"]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in cells])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the kernel's client, not ours
        nbclient.NotebookClient(notebook, resources={"metadata": {"path": str(tmp_path)}}, timeout=120).execute()
    printed = [[it for it in cell.outputs if it["output_type"] == "stream"] for cell in notebook.cells]
    assert printed == [[], [], []]
    table, shown, last = [cell.outputs[0]["data"]["text/html"] for cell in notebook.cells]
    assert "<bdi>عبد الله النجار</bdi>" in table
    assert shown.startswith("<iframe ")
    assert last.startswith("<iframe ")
