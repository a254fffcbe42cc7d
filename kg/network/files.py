"""A network as a file: a page, a picture, or a graph for Gephi, yEd, Cytoscape and networkx."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import networkx

from kg.errors import QueryError
from kg.export.networks import Returns, written
from kg.export.whole import whole_file
from kg.network.colors import of_group

if TYPE_CHECKING:
    from kg.network.build import Network

_APART = 100.0  # Gephi counts in pixels


def save(network: Network, path: Path, lang: str) -> Path:
    """Write the file that the suffix of ``path`` asks for; QueryError lists the suffixes there are."""
    form = check_suffix(path)
    with whole_file(path) as file:
        FORMS[form](network, file, lang)
    return path


def check_suffix(path: Path) -> str:
    """Give the form that a path asks for."""
    form = path.suffix.lower().removeprefix(".")
    if form not in FORMS:
        raise QueryError(f"{path}: wanted a file that ends with .{', .'.join(FORMS)}; found {path.suffix or 'no end'}")
    return form


def _html(network: Network, file: Path, lang: str) -> None:
    file.write_text(network.to_html(lang=lang), encoding="utf-8")


def _svg(network: Network, file: Path, lang: str) -> None:
    from kg.network.picture import draw

    draw(network, file, "svg")


def _png(network: Network, file: Path, lang: str) -> None:
    from kg.network.picture import draw

    draw(network, file, "png")


def _gexf(network: Network, file: Path, lang: str) -> None:
    graph = plain(network)
    for _, data in graph.nodes(data=True):
        place = {"x": data["x"] * _APART, "y": data["y"] * _APART, "z": 0.0}
        data["viz"] = {"position": place, "size": 10.0 + 5.0 * data["articles"] ** 0.5}
        color = of_group(data["community"], data["links"])
        data["viz"]["color"] = dict(zip("rgb", bytes.fromhex(color[1:]), strict=True)) | {"a": 1.0}
    networkx.write_gexf(graph, str(file))


def _graphml(network: Network, file: Path, lang: str) -> None:
    with open(file, "wb") as out:
        networkx.write_graphml_xml(plain(network), Returns(out), named_key_ids=True)


def plain(network: Network) -> Any:
    """Give the graph with texts and numbers alone; identifiers of articles and statements stand in one text each."""
    graph: Any = networkx.Graph()
    for id, data in network.graph.nodes(data=True):
        graph.add_node(id, label=written(data["name"]), **_known(data))
    for left, right, data in network.graph.edges(data=True):
        graph.add_edge(
            left,
            right,
            weight=float(data["weight"]),
            articles=len(data["articles"]),
            citations=len(data["citations"]),
            article_ids=" ".join(data["articles"]),
            statement_ids=" ".join(data["statements"]),
        )
    return graph


def _known(data: Mapping[str, Any]) -> dict[str, Any]:
    return {name: written(value) for name, value in data.items() if name != "name" and value is not None}


FORMS: Mapping[str, Callable[[Network, Path, str], None]] = {
    "html": _html,
    "svg": _svg,
    "png": _png,
    "gexf": _gexf,
    "graphml": _graphml,
}
