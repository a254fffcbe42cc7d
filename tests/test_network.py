"""The network of sources: who is tied with whom and why, where they stand, and every file that it becomes."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import networkx
import pytest

import kg
from kg.cli.main import run
from kg.errors import QawlError, QueryError
from kg.ledger import Ledger
from kg.network import Network, network
from kg.network.layout import betweenness, communities, positions
from kg.network.page import VENDORED
from kg.network.show import frame
from kg.resources import read_toml
from kg.stores.base import Store
from kg.stores.embedded import open_graph
from kg.stores.memory import load_memory
from kg.stores.rdf import open_rdf
from tests.networks import OFFICE, SCRIPT, make_networked

VENDOR = Path(kg.__file__).parent / "network" / "vendor"


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_networked(tmp_path_factory.mktemp("network") / "kg.db")


@pytest.fixture(scope="module")
def ledger(path: Path) -> Iterator[Ledger]:
    with Ledger.open(path) as opened:
        yield opened


@pytest.fixture(scope="module", params=["kglite", "Oxigraph"])
def store(request: pytest.FixtureRequest, ledger: Ledger) -> Iterator[Store]:
    with open_graph(ledger) if request.param == "kglite" else open_rdf(ledger) as opened:
        yield opened


@pytest.fixture(scope="module")
def everybody(ledger: Ledger) -> Network:
    with open_graph(ledger) as opened:
        return network(opened, "all")


def ties(found: Network) -> set[tuple[str, str, int, int]]:
    return {(row["left"], row["right"], row["articles"], row["citations"]) for row in found.edges}


def test_experts_are_tied_where_one_article_quotes_both(store: Store) -> None:
    found = network(store)
    names = set(found.nodes.column("name"))
    assert names == {"عبد الله الصافي", "هدى المارديني", "John O'Neil", f"سعاد {SCRIPT} الغريب", "ريم الساعدي"}
    assert ties(found) == {
        ("عبد الله الصافي", "هدى المارديني", 2, 0),
        ("John O'Neil", "عبد الله الصافي", 1, 0),
        ("John O'Neil", "هدى المارديني", 1, 0),
        (f"سعاد {SCRIPT} الغريب", "عبد الله الصافي", 1, 0),
    }


def test_all_named_sources_and_who_cites_whom(store: Store) -> None:
    found = network(store, "all")
    assert ("John O'Neil", "وكالة المرسى", 1, 1) in ties(found)
    assert (OFFICE, "هدى المارديني", 1, 0) in ties(found)
    assert set(found.nodes.column("name")) >= {"وكالة المرسى", OFFICE}


def test_words_within_the_words_of_another_are_a_citation(tmp_path: Path) -> None:
    from tests.graphs import make_ledger

    with kg.open(make_ledger(tmp_path / "kg.db")) as g:
        found = g.network("all")
        assert {(row["left"], row["right"]) for row in found.edges if row["citations"]} == {
            ("سامر قربي", "منظمة الغيث")
        }
        (one,) = next(data["citations"] for *_, data in found.graph.edges(data=True) if data["citations"])
        assert found.said[one.statement].text == "المخزون يكفي"
        assert found.graph.nodes[one.citing]["name"] == "سامر قربي"
        assert "النجار" not in found.nodes.column("name")  # a bare family name may be anybody


def test_both_stores_give_the_same_network(ledger: Ledger) -> None:
    with open_graph(ledger) as graph, open_rdf(ledger) as triples:
        one, other = network(graph, "all"), network(triples, "all")
        assert one.nodes == other.nodes
        assert one.edges == other.edges
        assert one.to_html() == other.to_html()


def test_ties_are_those_that_the_graph_counts(ledger: Ledger, everybody: Network) -> None:
    """The graph counts on its own, article by article, who is quoted together."""
    counted = {
        frozenset((start, end)): data["articles"]
        for start, end, type, data in load_memory(ledger).graph.edges(keys=True, data=True)
        if type == "CO_QUOTED"
    }
    found = {
        frozenset((row["left_id"], row["right_id"])): row["articles"] for row in everybody.edges if not row["citations"]
    }
    assert found == counted


def test_statements_stand_behind_a_tie(store: Store) -> None:
    evidence = network(store).evidence("المحلل عبدالله الصافي", "هدى")
    assert evidence.column("text") == ["تهدأ الحدود", "الحدود لن تهدأ", "الطريق طويل", "السوق نشطة", "السوق راكدة"]
    assert evidence[0]["url"] == "https://difaf.example/n1"
    assert evidence[0]["role"] == "المحلل السياسي"
    assert evidence[-1]["url"] is None
    with pytest.raises(QueryError, match="not tied"):
        network(store).evidence("هدى", "ريم")


def test_filters(store: Store) -> None:
    assert len(network(store, since="2025-12").edges) == 4
    assert len(network(store, until="2025-11").edges) == 1
    assert set(network(store, outlet="الضفاف").nodes.column("name")) == {
        "عبد الله الصافي",
        "هدى المارديني",
        "ريم الساعدي",
    }
    assert len(network(store, min_articles=2).edges) == 1
    assert len(network(store, min_articles=2).nodes) == 5


def test_around_a_source(store: Store) -> None:
    near = network(store, "all", ego="وكالة المرسى")
    assert set(near.nodes.column("name")) == {"وكالة المرسى", "John O'Neil"}
    assert near.name == "وكالة المرسى"
    assert len(network(store, "all", ego="وكالة المرسى", depth=2).nodes) == 4
    assert len(network(store, ego="ريم الساعدي").nodes) == 1


@pytest.mark.parametrize(
    "options, told",
    [
        ({"ego": "هدى المردني"}, "no source in this network is named 'هدى المردني'; did you mean: هدى المارديني"),
        ({"ego": "!"}, "no source in this network"),
        ({"kind": "experts"}, "no network of kind 'experts'; there are: expert, all"),
        ({"depth": 0}, "depth and min_articles of 1 or more, found 0 and 1"),
        ({"since": "أمس"}, "2025-11-14"),
        ({"outlet": "!"}, "a name"),
    ],
)
def test_what_cannot_hold_is_told(store: Store, options: dict[str, object], told: str) -> None:
    with pytest.raises(QueryError, match=re.escape(told)):
        network(store, **options)  # type: ignore[arg-type]


def test_several_sources_of_one_name_are_listed(tmp_path: Path) -> None:
    with kg.open(tmp_path / "kg.db", create=True) as g:
        g.add(kg.Article("قال المحلل سامر علي إن الطريق آمن.\nوقال الخبير ماهر علي إن الطريق خطر.", "1", lang="ar"))
        with pytest.raises(QueryError, match="several sources match 'علي': سامر علي، ماهر علي"):
            g.network(ego="علي")


def test_an_empty_graph_is_an_empty_network(tmp_path: Path) -> None:
    with kg.open(tmp_path / "kg.db", create=True) as g:
        found = g.network()
        assert len(found.nodes) == len(found.edges) == 0
        for suffix in ("html", "svg", "png", "gexf", "graphml"):
            assert found.save(tmp_path / f"empty.{suffix}").stat().st_size > 0


def test_nodes_carry_group_centrality_and_place(everybody: Network) -> None:
    nodes = {data["name"]: data for _, data in everybody.graph.nodes(data=True)}
    assert nodes["ريم الساعدي"]["links"] == 0
    assert nodes["عبد الله الصافي"]["links"] == 4
    assert nodes["عبد الله الصافي"]["betweenness"] > nodes["هدى المارديني"]["betweenness"] > 0
    assert nodes["هدى المارديني"]["category"] == "researcher"
    assert nodes["هدى المارديني"]["role"] == "الباحثة"
    assert len({(data["x"], data["y"]) for data in nodes.values()}) == len(nodes)
    assert everybody.nodes[0]["name"] == "عبد الله الصافي"


def test_places_are_the_same_in_every_process(path: Path) -> None:
    program = f"import kg; print(kg.open({str(path)!r}).network('all').to_html())"
    pages = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(pages) == 1


def test_large_networks_are_laid_out_by_groups() -> None:
    graph = networkx.relaxed_caveman_graph(120, 12, 0.1, seed=3)
    networkx.set_edge_attributes(graph, 1, "weight")
    graph.add_nodes_from(range(1440, 1500))
    groups = communities(graph)
    at = positions(graph, groups, {node: str(node) for node in graph})
    assert set(at) == set(graph)
    assert len(set(at.values())) == len(at)
    assert min(y for node, (_, y) in at.items() if node < 1440) > max(y for node, (_, y) in at.items() if node >= 1440)
    assert len(groups[0]) > 1
    assert 0 < max(betweenness(graph).values()) <= 1
    many = networkx.Graph((2 * n, 2 * n + 1, {"weight": 1}) for n in range(600))
    assert len(set(positions(many, communities(many), dict.fromkeys(many, "")).values())) == 1200


def test_vendored_programs_are_the_very_files() -> None:
    sums = dict(reversed(line.split()) for line in (VENDOR / "SHA256SUMS").read_text().splitlines())
    found = {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest()
        for file in VENDOR.iterdir()
        if file.name not in ("SHA256SUMS", "README.md")
    }
    assert found == sums
    assert set(VENDORED) <= set(sums)
    for name in VENDORED:
        assert (VENDOR / f"{name.removesuffix('.js').removesuffix('.min').removesuffix('.umd')}.LICENSE.txt").is_file()


def test_the_interface_says_the_same_in_both_languages() -> None:
    words = read_toml("ontology/labels/network.toml")

    def shape(table: dict[str, object]) -> dict[str, object]:
        return {key: set(value) if key == "kind" else None for key, value in table.items()}  # type: ignore[call-overload]

    assert shape(words["ar"]) == shape(words["en"])
    used = set(re.findall(r'(?:word|counted|named|notice)\("(\w+)"', (VENDOR.parent / "view.js").read_text("utf-8")))
    used |= set(re.findall(r'data-word="(\w+)"', (VENDOR.parent / "view.html").read_text("utf-8")))
    assert used <= set(words["ar"]) | set(words["ar"]["count"])
    for forms in words["ar"]["count"].values():
        assert set(forms) == {"zero", "one", "two", "few", "many", "other"}


def test_no_text_ends_the_script_it_stands_in(everybody: Network) -> None:
    page = everybody.to_html()
    assert page.count("</script>") == 4
    assert "onerror=alert(1)>" not in page
    data = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert data is not None
    names = [node[1] for node in json.loads(data[1])["nodes"]]
    assert f"سعاد {SCRIPT} الغريب" in names


def test_the_page_tells_its_ties_without_javascript_and_asks_nothing(everybody: Network) -> None:
    page = everybody.to_html(lang="en")
    assert '<html lang="en" dir="ltr">' in page
    table = page.partition("<noscript>")[2].partition("</noscript>")[0]
    assert "<td><bdi>عبد الله الصافي</bdi></td>" in table
    assert "default-src 'none'" in page
    assert "unsafe" not in page.partition("</head>")[0]
    assert not re.search(r'(?:src|href)="(?!#)', page.partition("<script")[0])
    with pytest.raises(QueryError, match="no interface in 'fr'; there are: ar, en"):
        everybody.to_html(lang="fr")


def test_a_notebook_gets_a_frame_that_is_kept_apart(everybody: Network) -> None:
    html = everybody._repr_html_()
    assert html.startswith("<iframe ")
    assert 'sandbox="allow-scripts allow-popups"' in html
    assert html.count("<") == 2  # the frame and its end: all of the page is escaped
    assert frame('"<&').count('srcdoc="&quot;&lt;&amp;"') == 1


def test_show_opens_a_browser_outside_of_notebooks(everybody: Network, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    monkeypatch.setitem(sys.modules, "IPython", None)
    everybody.show(lang="en")
    file = Path(opened[0].removeprefix("file://"))
    assert file.read_text(encoding="utf-8") == everybody.to_html(lang="en")
    file.unlink()


@pytest.mark.parametrize("suffix", ["gexf", "graphml"])
def test_other_programs_read_the_graph(everybody: Network, tmp_path: Path, suffix: str) -> None:
    file = everybody.save(tmp_path / f"x.{suffix}")
    read = networkx.read_gexf(file) if suffix == "gexf" else networkx.read_graphml(file)
    assert {frozenset(it) for it in read.edges} == {frozenset(it) for it in everybody.graph.edges}
    for id, data in read.nodes(data=True):
        assert data["label"] == everybody.graph.nodes[id]["name"]
        assert data["x"] == everybody.graph.nodes[id]["x"]
    tie = next(data for *_, data in read.edges(data=True) if data["citations"])
    assert tie["weight"] == 1.0
    assert everybody.said[tie["statement_ids"]].text == "الأسعار ترتفع"


def test_gephi_gets_place_and_colour(everybody: Network, tmp_path: Path) -> None:
    root = ElementTree.parse(everybody.save(tmp_path / "x.gexf")).getroot()
    assert len([it for it in root.iter() if it.tag.endswith("}position")]) == len(everybody.nodes)
    assert len([it for it in root.iter() if it.tag.endswith("}color")]) == len(everybody.nodes)


def test_pictures_are_drawn_the_same_each_time(everybody: Network, tmp_path: Path) -> None:
    svg = everybody.save(tmp_path / "x.svg").read_bytes()
    assert everybody.save(tmp_path / "y.svg").read_bytes() == svg
    root = ElementTree.fromstring(svg)
    labels = [it for it in root.iter() if it.get("id", "").startswith("text_")]
    assert len(labels) == len(everybody.nodes)
    assert everybody.save(tmp_path / "x.PNG").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("version, told", [(None, "not installed"), ("3.10.1", "found 3.10.1")])
def test_a_picture_without_matplotlib_is_told(
    everybody: Network, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str | None, told: str
) -> None:
    if version is None:
        monkeypatch.setitem(sys.modules, "matplotlib", None)
    else:
        monkeypatch.setattr("matplotlib.__version__", version)
    with pytest.raises(QawlError, match=rf"matplotlib.*{told}.*qawl\[pictures\]"):
        everybody.save(tmp_path / "x.svg")
    assert not list(tmp_path.iterdir())


def test_an_unknown_suffix_is_told(everybody: Network, tmp_path: Path) -> None:
    with pytest.raises(QueryError, match=r"ends with \.html, \.svg, \.png, \.gexf, \.graphml; found \.pdf"):
        everybody.save(tmp_path / "x.pdf")


def test_the_command_prints_ties(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["graph", "--db", str(path), "--min-articles", "2", "--format", "jsonl"]) == 0
    printed = capsys.readouterr()
    (row,) = map(json.loads, printed.out.splitlines())
    assert (row["left"], row["right"], row["articles"]) == ("عبد الله الصافي", "هدى المارديني", 2)
    assert (row["first"], row["last"], row["outlets"]) == ("2025-11-03", "2025-12-20", "الضفاف، صوت السهل")
    assert printed.err == "kg: 5 sources, 1 ties\n"


@pytest.mark.parametrize("suffix", ["html", "svg", "png", "gexf", "graphml"])
def test_the_command_writes_files(path: Path, tmp_path: Path, suffix: str, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / f"x.{suffix}"
    assert run(["--db", str(path), "graph", "-o", str(file), "--kind", "all", "--ego", "هدى", "--depth", "2"]) == 0
    assert file.stat().st_size > 1000
    assert capsys.readouterr().out == ""


def test_the_command_tells_what_is_wrong(path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["graph", "--db", str(path), "-o", str(tmp_path / "x.pdf")]) == 2
    assert "wanted a file that ends with one of .html" in capsys.readouterr().err
    assert run(["graph", "--db", str(path), "--ego", "nobody"]) == 1
    assert "no source in this network is named 'nobody'" in capsys.readouterr().err
    assert run(["graph", "--db", str(path), "-o", str(tmp_path / "no" / "x.html")]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 1
