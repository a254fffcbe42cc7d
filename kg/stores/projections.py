"""What stands beside a ledger and is made from it: two graphs and the text index, brought up together."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.ledger import Ledger
from kg.model import schema
from kg.stores.base import Position
from kg.stores.embedded import EmbeddedStore, graph_path, update_graph
from kg.stores.rdf import RdfStore, rdf_path, update_rdf
from kg.text_search import TextIndex, text_path, update_text


@dataclass(frozen=True, slots=True)
class Beside:
    """One thing that is made from a ledger."""

    name: str  #: what it is called to people
    path: Callable[[Ledger], Path]
    update: Callable[..., int]  #: brings it up to the ledger and tells how many articles changed
    read: Callable[[Path], AbstractContextManager[Any]]  #: opens it to ask for its ``position()``


PROJECTIONS = (
    Beside("graph", graph_path, update_graph, EmbeddedStore.read),
    Beside("triples", rdf_path, update_rdf, RdfStore.read),
    Beside("text", text_path, update_text, TextIndex.read),
)
NAMES = tuple(it.name for it in PROJECTIONS)


def update_projections(
    ledger: Ledger,
    *,
    tick: Callable[[str, int, int], None] = lambda name, done, total: None,
    notify: Callable[[str], None] = lambda message: None,
) -> None:
    """Bring all that stands beside the ledger up to it; what is damaged is made again, which ``notify`` is told.

    tick: called after each chunk with the name of the graph, the articles done and all to do.
    """
    for it in PROJECTIONS:
        it.update(ledger, tick=lambda done, total, name=it.name: tick(name, done, total), notify=notify)


def rebuild(
    ledger: Ledger, it: Beside, *, tick: Callable[[str, int, int], None] = lambda name, done, total: None
) -> int:
    """Make one of them again from nothing; tell how many articles it holds."""
    path = it.path(ledger)
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
    it.update(ledger, tick=lambda done, total: tick(it.name, done, total))
    return len(ledger.articles())


def changes_behind(ledger: Ledger, it: Beside) -> int | None:
    """Tell how many articles changed since it was brought up; None if it must be made from nothing.

    StoreError if it is damaged or cannot be read.
    """
    path = it.path(ledger)
    if not path.exists():
        return None
    with it.read(path) as opened:
        position: Position | None = opened.position()
    if position is None or (position.ledger, position.schema) != (ledger.id, schema().digest):
        return None
    return len(ledger.changes(after=position.seq))


def size(path: Path) -> int:
    """Give the bytes on disk of a file, or of all files in a folder; 0 where there is nothing."""
    if path.is_dir():
        return sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
    return path.stat().st_size if path.exists() else 0
