"""The explorer as files: the same pages, written one by one into a folder that takes its place when all are there."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from kg.errors import QawlError
from kg.resources import read_toml
from kg.web.addresses import Written
from kg.web.graph import Graph
from kg.web.pages import board, outlet, overview, person
from kg.web.pages.pieces import parts
from kg.web.pages.statements import STATES
from kg.web.render import FILES, asset
from kg.web.views import MOST_COMPARED, View, show
from kg.web.words import LANGUAGES, Words, labels

_VALUES = ("polarity", "certainty", "state", "truth")
_MARK = "qawl-site"  # a file by which a folder is known as one of ours, which may be replaced


class SiteError(QawlError):
    """The pages cannot be written there."""


def write_site(
    graph: Graph,
    target: Path,
    today: str,
    languages: tuple[str, ...] = LANGUAGES,
    *,
    tick: Callable[[int, int], None] = lambda done, total: None,
) -> int:
    """Write all pages, whole or not at all; a folder that a site was written to before is replaced. Tell how many.

    languages: the first one stands at the root, another one in a folder of its name. tick: called with the pages done
    and all to do.
    """
    _check(target)
    paths = list(site_paths(graph, today))
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        made = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    except OSError as error:
        raise SiteError(f"{target}: cannot be written: {error.strerror}") from error
    try:
        made.chmod(0o755)
        _write_assets(made)
        done, total = 0, len(paths) * len(languages)
        for language in languages:
            words = Words(language)
            folder = "" if language == languages[0] else language
            _write_data(made / folder, graph, words, today)
            for path in paths:
                _write_page(made, graph, words, folder, languages, path, today)
                done += 1
                tick(done, total)
        _put(made, target)
    except OSError as error:
        raise SiteError(f"{error.filename or target}: cannot be written: {error.strerror}") from error
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return total


def site_paths(graph: Graph, today: str) -> Iterator[str]:
    """Yield the paths of all pages that stand as files.

    A source that is known in one article only has none: that article tells all about it.
    """
    yield from ("", "search", "contradictions")
    yield from _parts("people", len(overview.people(graph)), overview.LIST)
    yield from _parts("outlets", len(overview.outlets(graph)), overview.LIST)
    yield from _parts("articles", len(overview.articles(graph)), overview.LIST)
    predicted = board.board(graph, today)
    yield from _parts("predictions", len(predicted), board.SIZE)
    for state in STATES:
        yield from _parts(f"predictions/{state}", sum(it.state == state for it in predicted), board.SIZE)
    for row in overview.articles(graph):
        yield f"article/{row['id']}"
    for id in overview.outlets(graph):
        yield from _outlet_paths(graph, id)
    said = {row["id"]: row["statements"] for row in overview.people(graph)}
    for id in overview.known(graph):
        yield from _parts(f"person/{id}", said.get(id, 0), person.SIZE)
        if id in said:
            for name, number in person.outlets_of(graph, id):
                yield from _parts(f"person/{id}/at/{name}", number, person.SIZE)


def _outlet_paths(graph: Graph, id: str) -> Iterator[str]:
    yield f"outlet/{id}"
    for other in outlet.compared(graph, id, MOST_COMPARED):
        yield f"outlet/{id}/with/{other}"
    found = outlet.reliance(graph, id)
    for table, sets in (("group", found.groups), ("way", found.ways)):
        for name, ids in sets.items():
            if ids:
                yield from _parts(f"outlet/{id}/{table}/{name}", len(ids), outlet.SIZE)


def _parts(path: str, total: int, size: int) -> Iterator[str]:
    yield path
    for number in range(2, parts(total, size) + 1):
        yield f"{path}/page/{number}"


def _write_page(
    made: Path, graph: Graph, words: Words, folder: str, languages: tuple[str, ...], path: str, today: str
) -> None:
    other = None
    if len(languages) > 1:
        other = "" if words.other == languages[0] else words.other
    at = Written(path, folder, other)
    file = made / at.file
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(show(View(graph, words, at, today), path), encoding="utf-8")


def _write_assets(made: Path) -> None:
    (made / "assets").mkdir()
    for name in FILES:
        (made / "assets" / name).write_bytes(asset(name))
    (made / _MARK).write_text("Written by 'kg site', which may replace this folder.\n", encoding="utf-8")


def _write_data(folder: Path, graph: Graph, words: Words, today: str) -> None:
    """Write what is searched and filtered without a server: as a script, because file:// forbids to fetch anything."""
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "data.js", "w", encoding="utf-8") as script:
        script.write('"use strict";\nconst QAWL = {\n')
        for name, value in _data(graph, words, today):
            script.write(f"{name}: {_script(value)},\n")
        script.write("};\n")


def _data(graph: Graph, words: Words, today: str) -> Iterator[tuple[str, Any]]:
    joins = read_toml("ontology/lexicons/ar/name_joins.toml")["join"]
    yield "joins", {name: [join["word"] for join in joins if join["with"] == name] for name in ("next", "previous")}
    values = labels()
    yield (
        "labels",
        {name: {key: it[words.lang] for key, it in values[name].items()} for name in _VALUES}
        | {"horizon": words("field.horizon"), "names": words("search.names")}
        | {"articles": words("nav.articles"), "predictions": words("nav.predictions")},
    )
    is_outlet = overview.outlets(graph)
    sources = [row for row in overview.people(graph) if row["id"] not in is_outlet]
    yield "sources", [[row["id"], row["name"], words.value("kind", row["kind"])] for row in sources]
    yield "outlets", [[row["id"], row["name"], words("what.outlet")] for row in is_outlet.values()]
    titled = [row for row in overview.articles(graph) if row["title"]]
    yield "articles", [[row["id"], row["title"], words.date(row["published"])] for row in titled]
    yield "predictions", [_prediction(it, words) for it in board.board(graph, today)]


def _prediction(it: board.Listed, words: Words) -> dict[str, Any]:
    kept = ("text", "polarity", "certainty", "horizon", "end", "statement", "article", "source", "name", "local")
    return {name: it.row[name] for name in kept} | {
        "role": it.row["role"] or "",
        "outlet": it.row["outlet"] or "",
        "outletName": it.row["outlet_name"] or "",
        "published": it.row["published"] or "",
        "day": words.date(it.row["published"]) or words("field.undated"),
        "state": it.state,
        "truth": it.truth,
    }


def _script(value: Any) -> str:
    """Write a value so that it is one of JavaScript wherever it stands."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _check(target: Path) -> None:
    """Refuse a place where something else than a site is."""
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        raise SiteError(f"{target}: wanted a folder, found something else")
    if target.is_dir() and any(target.iterdir()) and not (target / _MARK).is_file():
        raise SiteError(f"{target}: this folder holds other files than a site; name a new or empty one")


def _put(made: Path, target: Path) -> None:
    """Put the folder in its place; the one that was there goes when the new one stands."""
    _check(target)
    old = made.with_name(f"{made.name}-old")
    if target.exists():
        os.rename(target, old)
    try:
        os.rename(made, target)
    except OSError:
        if old.exists():
            os.rename(old, target)
        raise
    shutil.rmtree(old, ignore_errors=True)
