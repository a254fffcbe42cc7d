"""Whether everything is in order: the installation, the ledger, what is made from it, the machine."""

from __future__ import annotations

import locale
import os
import platform
import re
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Literal

from kg import __version__
from kg.errors import LedgerError, StoreError
from kg.ledger import VERSION, Ledger
from kg.stores.projections import PROJECTIONS, Beside, changes_behind, size

Status = Literal["ok", "warning", "problem"]
PACKAGE = "qawl"
_EXTRA = re.compile(r'extra == "(?P<name>[^"]+)"')
_MIB = 1 << 20
_LEAST_FREE = 50 * _MIB


@dataclass(frozen=True, slots=True)
class Finding:
    what: str
    status: Status
    detail: str
    do: str | None = None  #: what to do about it; also for what is well, where more is possible


def examine(db: Path) -> Iterator[Finding]:
    """Check everything, in a fixed order; nothing is changed."""
    yield Finding("python", "ok", f"{platform.python_version()} ({platform.system()} {platform.machine()})")
    yield _sqlite()
    yield from _packages()
    yield _encoding()
    try:
        with Ledger.open(db) as ledger:
            yield from _ledger(ledger)
            for it in PROJECTIONS:
                yield _projection(ledger, it)
            yield from _decisions(ledger)
            yield _room(ledger)
    except LedgerError as error:
        if db.exists():
            yield Finding("ledger", "problem", str(error), "restore it from a copy, or name another with --db")
        else:
            yield Finding("ledger", "ok", f"{db}: there is none yet", "kg add FILES makes one")


def _sqlite() -> Finding:
    with sqlite3.connect(":memory:") as db:
        try:
            db.execute("CREATE VIRTUAL TABLE words USING fts5 (text)")
        except sqlite3.OperationalError as error:
            return Finding(
                "sqlite", "problem", f"{sqlite3.sqlite_version}: {error}", "use a Python whose SQLite has FTS5"
            )
    return Finding("sqlite", "ok", f"{sqlite3.sqlite_version}, with FTS5")


def _packages() -> Iterator[Finding]:
    """Compare what is installed with what the package asks for; what an extra asks for may be missing."""
    from packaging.requirements import Requirement

    yield Finding(PACKAGE, "ok", __version__)
    try:
        lines = metadata.requires(PACKAGE) or ()
    except metadata.PackageNotFoundError:
        yield Finding("packages", "warning", f"{PACKAGE} runs without being installed", "pip install -e .")
        return
    seen = set()
    for it in map(Requirement, lines):
        extra = None if it.marker is None else _EXTRA.search(str(it.marker))
        if it.name not in seen and it.name != PACKAGE and (extra is None or extra["name"] != "all"):
            seen.add(it.name)
            yield _package(it.name, str(it.specifier), it.specifier.contains, None if extra is None else extra["name"])


def _package(name: str, wanted: str, is_wanted: Callable[..., bool], extra: str | None) -> Finding:
    try:
        found = metadata.version(name)
    except metadata.PackageNotFoundError:
        if extra is not None:
            return Finding(name, "ok", "not installed, optional", f"pip install '{PACKAGE}[{extra}]'")
        return Finding(name, "problem", f"not installed, wanted {wanted}", f"pip install '{name}{wanted}'")
    if not is_wanted(found, prereleases=True):
        return Finding(name, "problem", f"{found}, wanted {wanted}", f"pip install '{name}{wanted}'")
    return Finding(name, "ok", found if extra is None else f"{found}, optional ({extra})")


def _encoding() -> Finding:
    found = locale.getpreferredencoding(False)
    if found.lower().replace("-", "") == "utf8":
        return Finding("encoding", "ok", found)
    return Finding(
        "encoding",
        "warning",
        f"{found}: results are written in UTF-8 all the same, the terminal may not show them",
        "export LC_ALL=C.UTF-8",
    )


def _ledger(ledger: Ledger) -> Iterator[Finding]:
    counts = ledger.counts()
    counts.pop("earlier versions")
    detail = f"{ledger.path}: {sum(counts.values())} articles, {size(ledger.path)} bytes, format {ledger.format}"
    if not os.access(ledger.path, os.W_OK):
        yield Finding("ledger", "warning", f"{detail}, may not be written", "change its rights to add articles")
    elif ledger.format < VERSION:
        yield Finding("ledger", "ok", f"{detail}; what is written next brings it to format {VERSION}")
    else:
        yield Finding("ledger", "ok", detail)
    faults = ledger.faults()
    if faults:
        more = f" and {len(faults) - 1} more" if len(faults) > 1 else ""
        yield Finding("ledger, quick check", "problem", f"{faults[0]}{more}", "restore it from a copy")
    else:
        yield Finding("ledger, quick check", "ok", "no fault")


def _projection(ledger: Ledger, it: Beside) -> Finding:
    path = it.path(ledger)
    repair = f"kg rebuild {it.name}"
    try:
        behind = changes_behind(ledger, it)
    except StoreError as error:
        return Finding(it.name, "problem", str(error), repair)
    if behind is None and not path.exists():
        return Finding(it.name, "warning", f"{path}: not made yet", f"the next question makes it, or {repair}")
    if behind is None:
        return Finding(it.name, "warning", f"{path}: of another ledger or schema, or cut off while it was made", repair)
    if behind:
        detail = f"{path}: behind the ledger by {behind} articles"
        return Finding(it.name, "warning", detail, "the next question brings it up")
    return Finding(it.name, "ok", f"{path}: current, {size(path)} bytes")


def _decisions(ledger: Ledger) -> Iterator[Finding]:
    from kg.decisions import Decisions
    from kg.outcome import missing_predictions
    from kg.stores.embedded import EmbeddedStore, graph_path

    standing = sum(state == "stands" for _, state in Decisions(ledger.decisions()).history())
    if not standing or any(_projection(ledger, it).status != "ok" for it in PROJECTIONS if it.name == "graph"):
        return
    with EmbeddedStore.read(graph_path(ledger)) as store:
        missing = missing_predictions(ledger, store)
    detail = f"{standing} decisions on outcomes hold"
    if missing:
        yield Finding(
            "outcomes",
            "warning",
            f"{detail}; {len(missing)} of their predictions are not in the graph any more, such as {missing[0]}",
            "kg outcome --list shows their words; decide again on the predictions that took their place",
        )
    else:
        yield Finding("outcomes", "ok", detail)


def _room(ledger: Ledger) -> Finding:
    """A graph is saved whole beside the old one, so that as much must be free as the largest takes."""
    free = shutil.disk_usage(ledger.path.resolve().parent).free
    needed = max(size(it.path(ledger)) for it in PROJECTIONS) + _LEAST_FREE
    detail = f"{free // _MIB} MiB free"
    if free < needed:
        return Finding("disk", "problem", f"{detail}, wanted {needed // _MIB}", "make room before you add articles")
    if free < 4 * needed:
        return Finding("disk", "warning", detail, "make room before you add many articles")
    return Finding("disk", "ok", detail)
