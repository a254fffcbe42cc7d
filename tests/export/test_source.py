"""What is exported is the graph of the ledger, or that of some of its articles, as it was when the export began."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

import pytest

from kg.export.csv import write_csv
from kg.export.jsonld import write_jsonld
from kg.export.rdf import write_nquads, write_turtle
from kg.export.source import Source, part, select, whole
from kg.export.sqlite import write_sqlite
from kg.ledger import Ledger
from kg.model import Edge, Node
from kg.stores.base import Position
from kg.stores.embedded import open_graph
from kg.stores.rdf import rdf_path, update_rdf
from tests.export.graphs import fill_small_ones
from tests.graphs import add, make_ledger, small


def records(source: Source) -> tuple[list[Node], list[Edge]]:
    found = list(source.records())
    nodes = [record for record in found if isinstance(record, Node)]
    edges = [record for record in found if isinstance(record, Edge)]
    return (
        sorted(nodes, key=lambda node: (node.label, node.id)),
        sorted(edges, key=lambda edge: (edge.type, edge.start, edge.end)),
    )


def test_its_records_are_those_of_the_embedded_graph(ledger: Ledger, source: Source) -> None:
    with open_graph(ledger) as graph:
        nodes, edges = graph.content()
        assert records(source) == (
            sorted(nodes, key=lambda node: (node.label, node.id)),
            sorted(edges, key=lambda edge: (edge.type, edge.start, edge.end)),
        )


@pytest.mark.parametrize("published", ["2025-11-14T09:30:00+00:00", "2025-11-14T09:30:00.500Z"])
def test_a_time_stays_as_it_was_written(tmp_path: Path, published: str) -> None:
    article, extraction = small()[0]
    with Ledger.open(tmp_path / "kg.db", create=True) as ledger:
        add(ledger, [(replace(article, published=published), extraction)])
        with whole(ledger) as source:
            (found,) = (node for node in records(source)[0] if node.label == "Article")
        assert found.properties["published"] == published


def test_the_whole_knows_its_position_and_a_part_has_none(ledgers: dict[str, Path]) -> None:
    with Ledger.open(ledgers["small"]) as ledger:
        with whole(ledger) as source:
            assert source.position is not None
            assert (source.position.seq, source.position.ledger) == (ledger.last_change(), ledger.id)
            assert isinstance(source.position, Position)
        with part(ledger, ledger.articles()) as source:
            assert source.position is None


def test_a_part_is_the_graph_of_a_ledger_with_these_articles_alone(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "alone.db", create=True) as alone:
        add(alone, small()[1:3])
        with whole(alone) as source:
            wanted = records(source)
    with Ledger.open(make_ledger(tmp_path / "kg.db")) as ledger:
        articles = [*ledger.find("d2"), *ledger.find("d3")]
        with part(ledger, [*articles, *articles]) as source:
            assert records(source) == wanted
        with part(ledger, ledger.articles()) as source, whole(ledger) as same:
            assert records(source) == records(same) != wanted


@pytest.mark.parametrize(
    "outlet, since, until, found",
    [
        ("الضفاف", "", "", {"d1", "d4"}),
        ("ضفاف", "", "", {"d1", "d4"}),
        ("", "2025-12", "", {"d2", "d3"}),
        ("", "", "2025-12", {"d1", "d2"}),
        ("", "2025-11-14", "2025-11-14", {"d1"}),
        ("صوت السهل", "2026", "", {"d3"}),
        ("الجبل", "", "", set()),
    ],
)
def test_articles_are_selected_by_outlet_and_time(
    ledgers: dict[str, Path], outlet: str, since: str, until: str, found: set[str]
) -> None:
    with Ledger.open(ledgers["small"]) as ledger:
        chosen = select(ledger, outlet, since, until, notify=pytest.fail)
        assert chosen == sorted(id for name in found for id in ledger.find(name))


def test_what_changes_meanwhile_is_not_seen_and_nobody_waits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.stores.rdf._WAIT_S", 0.0)  # whoever would have to wait fails
    path = tmp_path / "kg.db"
    with Ledger.open(path, create=True) as ledger:
        add(ledger, small()[:2])
        with whole(ledger) as source:
            before = records(source)
            add(ledger, small()[2:])
            ledger.remove(ledger.find("d1")[0])
            update_rdf(ledger)
            assert records(source) == before
        with whole(ledger) as source:
            assert records(source) != before


def test_nothing_is_left_beside_the_ledger_not_even_by_one_that_was_killed(tmp_path: Path) -> None:
    with Ledger.open(make_ledger(tmp_path / "kg.db")) as ledger:
        beside = rdf_path(ledger).parent
        with whole(ledger), part(ledger, ledger.articles()):
            assert len(list(beside.glob("export-*"))) == 2  # the second left the first alone
        assert list(beside.glob("export-*")) == []
        (beside / "export-killed").mkdir()
        (beside / "export-killed" / "lock").touch()
        with whole(ledger):
            assert not (beside / "export-killed").exists()


def test_equal_ledgers_give_equal_files(tmp_path: Path) -> None:
    made = []
    for name, items in (("one", small()), ("other", small()[::-1])):
        with Ledger.open(tmp_path / f"{name}.db", create=True) as ledger:
            add(ledger, items)
            with whole(ledger) as source:
                for write in (write_turtle, write_nquads, write_jsonld):
                    with open(tmp_path / f"{name}.{write.__name__}", "wb") as out:
                        write(source, out)
                (tmp_path / name).mkdir()
                write_csv(source, tmp_path / name)
        files = sorted(file for file in tmp_path.glob(f"{name}*/*.csv"))
        files += [tmp_path / f"{name}.{write.__name__}" for write in (write_turtle, write_nquads, write_jsonld)]
        made.append([file.read_bytes() for file in files])
    assert len(made[0]) > 30
    assert made[0] == made[1]


def _to(write: Callable[[Source, BinaryIO], None]) -> Callable[[Source, Path], None]:
    def written(source: Source, path: Path) -> None:
        with open(path, "wb") as out:
            write(source, out)

    return written


def _to_folder(source: Source, path: Path) -> None:
    path.mkdir()
    write_csv(source, path)


def test_memory_does_not_grow_with_the_number_of_articles(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.export.rdf._SUBJECTS", 20)  # what waits in memory, so that it is full in both
    monkeypatch.setattr("kg.export.sqlite._BATCH", 20)
    monkeypatch.setattr("kg.export.jsonld._AGENTS", 20)
    writers = {
        "ttl": _to(write_turtle),
        "jsonld": _to(write_jsonld),
        "csv": _to_folder,
        "sqlite": write_sqlite,
    }
    peaks: dict[str, list[int]] = {name: [] for name in writers}
    for articles in (50, 300):
        with Ledger.open(fill_small_ones(tmp_path / f"{articles}.db", articles)) as ledger, whole(ledger) as source:
            for name, write in writers.items():
                tracemalloc.start()
                write(source, tmp_path / f"{articles}.{name}")
                peaks[name].append(tracemalloc.get_traced_memory()[1])
                tracemalloc.stop()
    assert {name: more / less for name, (less, more) in peaks.items() if more > 2 * less} == {}
