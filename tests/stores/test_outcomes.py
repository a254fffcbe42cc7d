"""Every store shows what people decided as it holds now, in whatever order articles and decisions came."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kg.decisions import Decision, Decisions, Evidence, Predicted, own_proposition, worded_proposition
from kg.ledger import Ledger, article_id
from kg.model import Edge, Node, schema
from kg.project import graph_of
from kg.stores.base import Store, follow
from kg.stores.embedded import open_graph, update_graph
from kg.stores.memory import MemoryStore, load_memory
from kg.stores.rdf import open_rdf, update_rdf
from tests.graphs import add, small

SHARED = ("Proposition", "Resolution")
Step = Callable[[Ledger], object]
Content = tuple[list[Node], list[Edge]]


def articles(*inputs: str) -> list[str]:
    """The ledger's identifiers of articles of the small graph, which they have whether or not they are in."""
    known = {article.id: article_id(article) for article, _ in small()}
    return [known[it] for it in inputs]


def predictions(tmp_path: Path) -> dict[str, Predicted]:
    """The predictions of the small graph by the first two letters of their text."""
    found = {}
    with Ledger.open(tmp_path / "predictions.db", create=True) as ledger:
        add(ledger, small())
        for entry in ledger.entries(ledger.articles()):
            for node in graph_of(entry).nodes:
                if node.label == "Prediction":
                    text = str(node.properties["text"])
                    found[text.split()[0]] = Predicted(node.id, entry.id, text)
    return found


@pytest.fixture
def predicted(tmp_path: Path) -> dict[str, Predicted]:
    return predictions(tmp_path)


def decision(
    outcome: str | None, *on: Predicted, by: str = "ليلى", evidence: tuple[str, ...] = (), text: str | None = None
) -> Decision:
    proposition = own_proposition(on[0].id, on[0].text, "positive", None) if text is None else worded_proposition(text)
    shown = tuple(Evidence(it, articles(it)[0]) for it in evidence)
    return Decision(proposition, on, by, outcome, None if outcome is None else "2026-01-15", shown)  # type: ignore[arg-type]


def steps(predicted: dict[str, Predicted]) -> list[Step]:
    """Articles and decisions in one order; each step changes the ledger."""
    campaign, raids, coast, harbour = (predicted[word] for word in ("يشن", "يوسع", "يهدأ", "المرفأ"))
    first = decision("not", campaign, evidence=("d3",))
    shared = decision("happened", campaign, raids, text="يتحرك التحالف", evidence=("d2", "d4"))
    made: list[Step] = [lambda ledger, item=item: add(ledger, [item]) for item in small()]  # type: ignore[misc]
    made += [
        lambda ledger: ledger.decide(first),
        lambda ledger: ledger.decide(decision("open", campaign, by="سعد")),
        lambda ledger: ledger.decide(decision("happened", coast, evidence=("d2",))),
        lambda ledger: ledger.decide(decision(None, harbour, coast, text="يفتح المرفأ")),
        lambda ledger: ledger.decide(shared),
    ]
    return made


def content(store: Store) -> Content:
    nodes, edges = store.content()
    return (
        sorted(nodes, key=lambda node: (node.label, node.id)),
        sorted(edges, key=lambda edge: (edge.type, edge.start, edge.end)),
    )


class Embedded:
    """Follows after every step and is saved; what it shows is read from the file."""

    def follow(self, ledger: Ledger) -> None:
        update_graph(ledger)

    @contextmanager
    def opened(self, ledger: Ledger) -> Iterator[Store]:
        with open_graph(ledger) as store:
            yield store


class Triples:
    def follow(self, ledger: Ledger) -> None:
        update_rdf(ledger)

    @contextmanager
    def opened(self, ledger: Ledger) -> Iterator[Store]:
        with open_rdf(ledger) as store:
            yield store


class Memory:
    def __init__(self) -> None:
        self.store = MemoryStore()

    def follow(self, ledger: Ledger) -> None:
        follow(self.store, ledger)

    @contextmanager
    def opened(self, ledger: Ledger) -> Iterator[Store]:
        yield self.store


STORES: list[Callable[[], Embedded | Triples | Memory]] = [Embedded, Triples, Memory]


@pytest.fixture(params=STORES, ids=["embedded", "triples", "memory"])
def made(request: pytest.FixtureRequest) -> Embedded | Triples | Memory:
    found = request.param()
    assert isinstance(found, Embedded | Triples | Memory)
    return found


def at_once(ledger: Ledger) -> Content:
    """The graph made from nothing, by the simplest of the stores."""
    return content(load_memory(ledger))


def shown(store: Embedded | Triples | Memory, ledger: Ledger) -> Content:
    with store.opened(ledger) as opened:
        return content(opened)


@pytest.mark.parametrize("seed", range(4))
def test_after_every_step_in_any_order_it_is_the_graph_made_at_once(
    tmp_path: Path, predicted: dict[str, Predicted], made: Embedded | Triples | Memory, seed: int
) -> None:
    chance = random.Random(seed)
    with Ledger.open(tmp_path / "kg.db", create=True) as ledger:
        for step in chance.sample(found := steps(predicted), len(found)):
            step(ledger)
            made.follow(ledger)
            assert shown(made, ledger) == at_once(ledger)
        for _ in range(8):  # take something out or back again, whatever stands
            record = chance.choice(ledger.decisions())
            chance.choice(
                [
                    lambda record=record: ledger.undo(record.id),
                    lambda record=record: record.decision and ledger.decide(record.decision),
                    lambda: ledger.remove(chance.choice(ledger.articles() or ["none"])),
                    lambda: add(ledger, [chance.choice(small())]),
                ]
            )()
            made.follow(ledger)
            assert shown(made, ledger) == at_once(ledger)


@pytest.mark.parametrize("seed", range(2))
def test_several_steps_at_once_give_the_same(
    tmp_path: Path,
    predicted: dict[str, Predicted],
    made: Embedded | Triples | Memory,
    monkeypatch: pytest.MonkeyPatch,
    seed: int,
) -> None:
    monkeypatch.setattr("kg.stores.base.CHUNK", 1)  # each article a change of its own, though all follow together
    chance = random.Random(seed)
    with Ledger.open(tmp_path / "kg.db", create=True) as ledger:
        found = chance.sample(found := steps(predicted), len(found))
        for step in (*found[:6], made.follow, *found[6:], made.follow):
            step(ledger)
        assert shown(made, ledger) == at_once(ledger)
        for _ in range(6):
            for record in chance.sample(ledger.decisions(), 2):
                if chance.random() < 0.5 or record.decision is None:
                    ledger.undo(record.id)
                else:
                    ledger.decide(record.decision)
            made.follow(ledger)
            assert shown(made, ledger) == at_once(ledger)


def test_the_graph_of_every_article_is_of_the_table(tmp_path: Path, predicted: dict[str, Predicted]) -> None:
    with Ledger.open(tmp_path / "kg.db", create=True) as ledger:
        for step in steps(predicted):
            step(ledger)
        decisions = Decisions(ledger.decisions())
        graphs = [graph_of(entry, decided=decisions.of(entry.id)) for entry in ledger.entries(ledger.articles())]
    assert [fault for graph in graphs for fault in schema().faults(graph)] == []
    labels = {node.label for graph in graphs for node in graph.nodes}
    assert labels >= set(SHARED)


def test_evidence_comes_and_goes_with_its_article(
    tmp_path: Path, predicted: dict[str, Predicted], made: Embedded | Triples | Memory
) -> None:
    campaign = predicted["يشن"]
    (witness,) = articles("d3")
    with Ledger.open(tmp_path / "kg.db", create=True) as ledger:
        add(ledger, small()[:1])
        ledger.decide(held := decision("not", campaign, evidence=("d3",)))
        edge = Edge("EVIDENCE", held.id, witness)
        for change, is_there in (
            (lambda: None, False),
            (lambda: add(ledger, small()[2:3]), True),
            (lambda: ledger.remove(campaign.article), True),
            (lambda: ledger.remove(witness), False),
            (lambda: add(ledger, small()[:1]), False),
            (lambda: add(ledger, small()[2:3]), True),
        ):
            change()
            made.follow(ledger)
            nodes, edges = shown(made, ledger)
            assert (edge in edges) == is_there
            about = {node.id for node in nodes if node.label == "Resolution"}
            assert about == ({held.id} if is_there or campaign.article in ledger.articles() else set())


def test_what_nothing_holds_any_more_goes(
    tmp_path: Path, predicted: dict[str, Predicted], made: Embedded | Triples | Memory
) -> None:
    with Ledger.open(tmp_path / "kg.db", create=True) as ledger:
        add(ledger, small())
        ledger.decide(old := decision("not", predicted["يشن"], evidence=("d3",)))
        made.follow(ledger)
        ledger.decide(new := decision("happened", predicted["يشن"]))
        made.follow(ledger)
        assert of_kind(shown(made, ledger), SHARED) == {new.proposition.id, new.id}
        ledger.undo(new.id)
        made.follow(ledger)
        assert of_kind(shown(made, ledger), SHARED) == {old.proposition.id, old.id}
        ledger.undo(old.id)
        made.follow(ledger)
        assert of_kind(shown(made, ledger), SHARED) == set()


def test_the_wording_of_a_question_follows_the_newest_decision(
    tmp_path: Path, predicted: dict[str, Predicted], made: Embedded | Triples | Memory
) -> None:
    with Ledger.open(tmp_path / "kg.db", create=True) as ledger:
        add(ledger, small())
        ledger.decide(decision("not", predicted["يشن"], text="أيشن التحالف حملة؟"))
        made.follow(ledger)
        ledger.decide(decision("not", predicted["يوسع"], text="ايشنّ التحالف حملة"))
        made.follow(ledger)
        nodes, edges = shown(made, ledger)
    assert [node.properties["text"] for node in nodes if node.label == "Proposition"] == ["ايشنّ التحالف حملة"]
    assert len([edge for edge in edges if edge.type == "OF"]) == 2


def of_kind(found: Content, labels: tuple[str, ...]) -> set[str]:
    return {node.id for node in found[0] if node.label in labels}
