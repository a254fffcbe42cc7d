"""The picture of a network as one page of HTML: it holds its data and programs, and asks nothing from anywhere."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterator
from functools import cache
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from kg.errors import QueryError
from kg.lexicon.categories import load_categories
from kg.network.colors import ALONE, GROUPS
from kg.pipeline.normal import normal
from kg.resources import read_toml
from kg.search import name_key

if TYPE_CHECKING:
    from kg.network.build import Network

LANGUAGES = ("ar", "en")
VENDORED = ("graphology-0.26.0.umd.min.js", "sigma-3.0.3.min.js")
_NOTICE = "/*! sigma 3.0.3, graphology 0.26.0, graphology-utils, events: MIT licence; in kg/network/vendor of Qawl */\n"
_SOURCE_MAP = "//# sourceMappingURL="
_ROWS = 500  #: ties that a reader without JavaScript sees
_PRESENTATION = range(0xFB50, 0xFF00)  # these go through NFKC first, in Python as in JavaScript


def page(network: Network, lang: str = "ar") -> str:
    """Write the page; ``lang`` is the language of the interface at first."""
    if lang not in LANGUAGES:
        raise QueryError(f"no interface in {lang!r}; there are: {', '.join(LANGUAGES)}")
    words = _words()[lang]
    title = words["title"] if network.name is None else words["ego"].replace("{}", network.name)
    scripts = [_NOTICE + "".join(map(_vendored, VENDORED)), _own("view.js")]
    style = _own("view.css")
    data = _data(network) | {"lang": lang, "words": _words(), "fold": _folding()}
    said = data.pop("said")
    policy = (
        f"default-src 'none'; script-src {' '.join(map(_hash, scripts))}; style-src {_hash(style)}; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )
    return "".join(
        (
            f'<!DOCTYPE html>\n<html lang="{lang}" dir="{"rtl" if lang == "ar" else "ltr"}">\n<head>\n',
            f'<meta charset="utf-8">\n<meta http-equiv="Content-Security-Policy" content="{policy}">\n',
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
            '<meta name="color-scheme" content="light dark">\n<meta name="referrer" content="no-referrer">\n',
            f"<title>{_text(title)}</title>\n<style>{style}</style>\n</head>\n<body>\n",
            _own("view.html"),
            f"<noscript>\n<p>{_text(words['no_script'])}</p>\n{''.join(_table(network, words))}</noscript>\n",
            f'<script type="application/json" id="data">{_in_script(data)}</script>\n',
            f'<script type="application/json" id="said">{_in_script(said)}</script>\n',  # read when it is first shown
            *(f"<script>{script}</script>\n" for script in scripts),
            "</body>\n</html>\n",
        )
    )


def _data(network: Network) -> dict[str, Any]:
    """Number everything, so that a large network stays small."""
    graph = network.graph
    ids = [row["id"] for row in network.nodes]
    number = {id: place for place, id in enumerate(ids)}
    places = {id: place for place, id in enumerate(network.articles)}
    spoken: dict[str, dict[int, None]] = {id: {} for id in ids}
    for one in network.said.values():
        spoken[one.source][places[one.article]] = None
    statement = {id: place for place, id in enumerate(network.said)}
    return {
        "ego": None if network.ego is None else number[network.ego],
        "colors": GROUPS,
        "alone": ALONE,
        "categories": {id: [it.ar, it.en] for id, it in load_categories().items()},
        "nodes": [_node(id, graph.nodes[id], list(spoken[id])) for id in ids],
        "articles": [[it.title, it.url, it.outlet, it.published] for it in network.articles.values()],
        "said": [[number[it.source], places[it.article], it.text, it.role, it.id] for it in network.said.values()],
        "ties": [
            [
                number[left],
                number[right],
                [it for it in map(places.__getitem__, tie["articles"]) if it in spoken[left] and it in spoken[right]],
                [
                    [statement[it.statement], places[network.said[it.statement].article], number[it.citing], it.way]
                    for it in tie["citations"]
                ],
            ]
            for left, right, tie in graph.edges(data=True)
        ],
    }


def _node(id: str, data: Any, articles: list[int]) -> list[Any]:
    key = f"{name_key(data['name'])}| {' '.join(normal(data['name']).split())} "
    names = ("name", "kind", "category", "role", "community", "x", "y")
    return [id, *(data[name] for name in names), key, articles]


@cache
def _folding() -> dict[str, Any]:
    """What the page needs to fold words as :mod:`kg.search` does: each character that becomes another, joined names."""
    table = {
        char: folded
        for char in map(chr, range(0x80, 0x10000))
        if ord(char) not in _PRESENTATION and (folded := normal(char)) != char.lower()
    }
    joins = read_toml("ontology/lexicons/ar/name_joins.toml")["join"]
    return {
        "table": table,
        "after": [join["word"] for join in joins if join["with"] == "next"],
        "before": [join["word"] for join in joins if join["with"] == "previous"],
    }


def _table(network: Network, words: dict[str, Any]) -> Iterator[str]:
    head = "".join(f'<th scope="col">{_text(words[name])}</th>' for name in ("left", "right", "articles"))
    yield f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n"
    for row in network.edges[:_ROWS]:
        cells = "".join(f"<td><bdi>{_text(str(row[name]))}</bdi></td>" for name in ("left", "right", "articles"))
        yield f"<tr>{cells}</tr>\n"
    more = len(network.edges) - _ROWS
    yield "</tbody>\n</table>\n" + (f"<p>+ {more}</p>\n" if more > 0 else "")


@cache
def _words() -> dict[str, Any]:
    return read_toml("ontology/labels/network.toml")


@cache
def _own(name: str) -> str:
    return files("kg.network").joinpath(name).read_text(encoding="utf-8")


@cache
def _vendored(name: str) -> str:
    """Give the program without the line that names a source map, for which a browser's tools would ask."""
    text = files("kg.network").joinpath("vendor", name).read_text(encoding="utf-8")
    return "\n".join(line for line in text.split("\n") if not line.startswith(_SOURCE_MAP))


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _in_script(data: Any) -> str:
    """Write JSON in which no text can end the element that it stands in; half a surrogate pair is told as one."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    return text.encode("utf-8", "replace").decode("utf-8")


def _text(text: str) -> str:
    return escape(text.replace("\0", "\ufffd")).encode("utf-8", "replace").decode("utf-8")
