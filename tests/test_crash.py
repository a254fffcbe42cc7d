"""Killed at any moment, `kg add` goes on where it stood: no article lost, none twice."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from kg.ledger import Ledger
from kg.stores.base import Store
from kg.stores.embedded import graph_path, open_graph
from kg.stores.rdf import open_rdf, rdf_path
from kg.text_search import open_text, text_path

ARTICLES = 200
KILLS = 10

# What `kg add` does, with an extractor that takes its time: the kill shall fall into every part of the work.
WORKER = """
import sys, time
from pathlib import Path
from kg.article import Article
from kg.extraction import Cue, Extraction, Prediction, Source, Span, Statement
from kg.ledger import Ledger, fill
from kg.stores.projections import update_projections

path, count, pause = Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])

def made(number):
    text = f"توقع سالم الراوي{number % 7} أن يصل المطر رقم {number}."
    return Article(text, f"a{number}", f"جريدة{number % 3}", f"https://jarida.example/{number}", published="2025-11-14")

def extracted(article):
    time.sleep(pause)
    words = article.text.split()
    name, said = " ".join(words[1:3]), " ".join(words[4:])[:-1]
    def span(part):
        return Span(article.text.index(part), article.text.index(part) + len(part), part)
    statement = Statement("s1", "p1", "indirect", (span(said),), Cue(span(words[0]), words[0]), span(name),
                          predictions=(Prediction(span(said), "positive", "probable"),))
    return Extraction(article.id, (Source("p1", name, "person"),), (statement,))

with Ledger.open(path, create=True) as ledger:
    print("started", flush=True)
    for start in range(0, count, 50):
        list(fill(ledger, map(made, range(start, start + 50)), lambda batch: map(extracted, batch), "1", 10))
        update_projections(ledger)
"""


def start(path: Path, pause: float) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", WORKER, str(path), str(ARTICLES), str(pause)]
    return subprocess.Popen(command, stdout=subprocess.PIPE)


def contents(store: Store) -> list[str]:
    nodes, edges = store.content()
    return sorted(map(str, (*nodes, *edges)))


def state(path: Path) -> tuple[list[Any], list[str], list[str], list[str]]:
    """What is in the ledger, in the two graphs, and what the text index finds."""
    with Ledger.open(path) as ledger, open_graph(ledger) as graph, open_rdf(ledger) as triples:
        with open_text(ledger) as text:
            found = sorted(map(str, text.find("المطر").rows))
        return list(ledger.entries(ledger.articles())), contents(graph), contents(triples), found


def test_killed_ten_times_nothing_is_lost_and_nothing_doubled(tmp_path: Path) -> None:
    path, chance = tmp_path / "killed.db", random.Random(20)
    took = _seconds(tmp_path / "timed.db")
    seen = []
    for _ in range(KILLS):
        with start(path, 0.005) as worker:
            assert worker.stdout is not None
            worker.stdout.readline()
            time.sleep(chance.uniform(0.0, took / 5))
            worker.kill()
        if path.exists():
            seen.append(_check_half_done(path))
    assert len(set(seen)) > 2, "the kills were to fall into the work, at different moments"
    with start(path, 0.0) as worker:
        worker.wait()
    assert worker.returncode == 0

    whole = tmp_path / "whole.db"
    with start(whole, 0.0) as worker:
        worker.wait()
    entries, graph, triples, found = state(path)
    assert len(entries) == ARTICLES == len({entry.id for entry in entries})
    assert (entries, graph, triples, found) == state(whole)
    assert graph == triples
    assert len(found) >= ARTICLES
    with Ledger.open(path) as ledger:
        assert [change.op for change in ledger.changes()] == ["add"] * ARTICLES
        graph_path(ledger).unlink()
        shutil.rmtree(rdf_path(ledger))
        text_path(ledger).unlink()
    assert state(path) == (entries, graph, triples, found)


def _seconds(path: Path) -> float:
    """Tell how long the work takes here, so that the kills fall into it on any machine."""
    with start(path, 0.005) as worker:
        assert worker.stdout is not None
        worker.stdout.readline()
        began = time.monotonic()
        worker.wait()
    return time.monotonic() - began


def _check_half_done(path: Path) -> int:
    """What is in the ledger is whole, and came in the order of the work; tell how many articles there are."""
    with Ledger.open(path) as ledger:
        entries = list(ledger.entries(change.article for change in ledger.changes()))
        assert [entry.article.id for entry in entries] == [f"a{number}" for number in range(len(entries))]
        assert all(len(entry.extraction.statements) == 1 for entry in entries)
    return len(entries)


def test_the_worker_was_really_killed(tmp_path: Path) -> None:
    with start(tmp_path / "kg.db", 0.01) as worker:
        assert worker.stdout is not None
        worker.stdout.readline()
        worker.kill()
    assert worker.returncode == -signal.SIGKILL
