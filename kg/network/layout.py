"""Where each source stands in the picture, to which group it belongs and how central it is; the same every time."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import networkx
import numpy as np

_SEED = 20
_FORCES = 400  #: most nodes that push and pull one another; larger ones are laid out group by group
_EXACT = 500  #: most nodes for which every shortest path is walked; of more, those from a sample
_SAMPLE = 60
_GAP = 0.5  #: between two groups, in distances of neighbours
_STRETCH = 1.5  #: a screen is wider than high, and so is a name
_LABELLED = 300  #: most nodes of which the names are kept apart
_SCREEN = (800.0, 560.0)  #: pixels of a picture, for which they are
_LETTER, _LINE, _DOT = 7.5, 22.0, 10.0  #: pixels of a letter, a line, the radius of a node
_TURN = math.pi * (3 - math.sqrt(5))  # the golden angle, by which seeds of a sunflower follow one another

Graph = Any  # networkx has no types; here always of numbers, whose order does not change from run to run
Points = Mapping[int, tuple[float, float]]


def communities(graph: Graph) -> list[list[int]]:
    """Part the nodes into groups that are linked more within than without, the largest first."""
    found = networkx.community.louvain_communities(graph, weight="weight", seed=_SEED)
    return sorted((sorted(group) for group in found), key=lambda group: (-len(group), group))


def betweenness(graph: Graph) -> dict[int, float]:
    """Tell how often a node stands on a shortest path, 0 to 1; estimated for large networks."""
    sample = None if len(graph) <= _EXACT else _SAMPLE
    return dict(networkx.betweenness_centrality(graph, k=sample, seed=_SEED))


def positions(
    graph: Graph, groups: Sequence[Sequence[int]], names: Mapping[int, str]
) -> dict[int, tuple[float, float]]:
    """Place all nodes, neighbours about 1 apart; those without a link stand in rows below.

    groups: of :func:`communities`. names: what will stand to the right of each node.
    """
    parts = _parts(graph, groups)
    placed: dict[int, tuple[float, float]] = {}
    inner = [_inner(graph.subgraph(part)) for part in parts]
    centres = _centres(graph, parts, [_radius(len(part)) for part in parts])
    for points, (x, y) in zip(inner, centres, strict=True):
        placed |= {node: (x + dx, y + dy) for node, (dx, dy) in points.items()}
    alone = sorted(node for node in graph if not graph.degree(node))
    placed = {node: (x * _STRETCH, y) for node, (x, y) in placed.items()}
    placed |= _rows(alone, placed)
    if 1 < len(placed) <= _LABELLED:
        placed = _apart(placed, names)
    return {node: (round(x, 4), round(y, 4)) for node, (x, y) in placed.items()}


def _parts(graph: Graph, groups: Sequence[Sequence[int]]) -> list[list[int]]:
    """What is laid out as one: connected nodes where they are few enough, else a group of them."""
    parts: list[list[int]] = []
    for component in networkx.connected_components(graph):
        if len(component) > _FORCES:
            parts += [group for nodes in groups if (group := sorted(component.intersection(nodes)))]
        elif len(component) > 1:
            parts.append(sorted(component))
    return sorted(parts, key=lambda part: (-len(part), part))


def _radius(count: int) -> float:
    return 0.75 * math.sqrt(count)


def _inner(graph: Graph) -> Points:
    if len(graph) > _FORCES:
        return _sunflower(graph)
    ordered = networkx.Graph()
    ordered.add_nodes_from(sorted(graph))
    ordered.add_weighted_edges_from(sorted((*sorted((a, b)), math.sqrt(w)) for a, b, w in graph.edges(data="weight")))
    size = _radius(len(graph))
    distance = 1.6 / math.sqrt(len(graph))
    rounds = 200 if len(graph) <= 100 else 60
    found = networkx.spring_layout(ordered, k=distance, seed=_SEED, iterations=rounds, scale=size)
    return {node: (float(x), float(y)) for node, (x, y) in found.items()}


def _sunflower(graph: Graph) -> Points:
    """Place the nodes with most links in the middle."""
    order = sorted(graph, key=lambda node: (-graph.degree(node), node))
    return {node: _on_spiral(place, 0.75) for place, node in enumerate(order)}


def _on_spiral(place: int, step: float) -> tuple[float, float]:
    far = step * math.sqrt(place)
    return far * math.cos(place * _TURN), far * math.sin(place * _TURN)


def _centres(graph: Graph, parts: Sequence[Sequence[int]], sizes: Sequence[float]) -> list[tuple[float, float]]:
    """Place the parts near those that they have links with, and push them apart until none lies on another."""
    if len(parts) < 2:
        return [(0.0, 0.0)] * len(parts)
    if len(parts) > _FORCES:
        inner = _centres(graph, parts[:_FORCES], sizes[:_FORCES])
        reach = max(math.hypot(x, y) + size for (x, y), size in zip(inner, sizes, strict=False)) + _GAP
        step = 1.2 * (sizes[_FORCES] + _GAP)
        first = math.ceil((reach / step) ** 2)
        return inner + [_on_spiral(first + place, step) for place in range(len(parts) - _FORCES)]
    room = np.array(sizes) + _GAP
    at = _start(graph, parts, float(room.sum()) / math.sqrt(len(parts)))
    for _ in range(300):
        at *= 0.99
        apart = at[:, None] - at[None]
        far = np.sqrt((apart**2).sum(axis=2)) + np.eye(len(parts))
        lap = np.clip(room[:, None] + room[None] - far, 0, None) * (1 - np.eye(len(parts)))
        share = room[None] / (room[:, None] + room[None])  # the smaller one gives way
        at += (apart / far[:, :, None] * (lap * share)[:, :, None]).sum(axis=1) * 0.5
    return [(float(x), float(y)) for x, y in at]


def _start(graph: Graph, parts: Sequence[Sequence[int]], wide: float) -> np.ndarray[Any, np.dtype[np.float64]]:
    part_of = {node: place for place, part in enumerate(parts) for node in part}
    between: Graph = networkx.Graph()
    between.add_nodes_from(range(len(parts)))
    for a, b in sorted(map(sorted, graph.edges)):
        left, right = sorted((part_of.get(a, -1), part_of.get(b, -1)))
        if 0 <= left < right:
            held = between.get_edge_data(left, right, {"weight": 0})["weight"]
            between.add_edge(left, right, weight=held + 1)
    if between.number_of_edges():
        found = networkx.spring_layout(between, seed=_SEED, iterations=200, scale=wide)
        return np.array([found[place] for place in range(len(parts))])
    found = [_on_spiral(place, wide / math.sqrt(len(parts))) for place in range(len(parts))]
    return np.array(found) * (1.0, 0.4)  # side by side rather than one above the other


def _rows(alone: Sequence[int], placed: Points) -> Points:
    """Place what has no link in rows beneath the rest, as wide as that."""
    if not alone:
        return {}
    left = min((x for x, _ in placed.values()), default=0.0)
    right = max((x for x, _ in placed.values()), default=0.0)
    low = min((y for _, y in placed.values()), default=0.0)
    step = 1.7 * _STRETCH
    columns = max(int((right - left) / step) + 1, math.ceil(math.sqrt(len(alone))))
    start = (left + right) / 2 - step * (min(columns, len(alone)) - 1) / 2
    return {node: (start + step * (it % columns), low - 1.6 - 0.8 * (it // columns)) for it, node in enumerate(alone)}


def _apart(placed: Points, names: Mapping[int, str]) -> dict[int, tuple[float, float]]:
    """Move nodes up and down, and a little aside, until no name lies on another node or name, where there is room."""
    nodes = sorted(placed)
    at = np.array([placed[node] for node in nodes])
    wide = np.array([2 * _DOT + _LETTER * min(len(names[node]), 42) for node in nodes])
    other = 1 - np.eye(len(nodes))
    for _ in range(150):
        extent = np.ptp(at, axis=0) + 1e-9
        pixels = float(min(_SCREEN[0] / extent[0], _SCREEN[1] / extent[1]))
        left = at[:, 0] * pixels - _DOT
        over_x = np.minimum(left[:, None] + wide[:, None], left[None] + wide[None]) - np.maximum(
            left[:, None], left[None]
        )
        down = (at[:, 1][:, None] - at[:, 1][None]) * pixels
        over_y = _LINE - np.abs(down)
        is_over = (over_x > 0) & (over_y > 0) & (other > 0)
        if not is_over.any():
            break
        order = np.sign(np.arange(len(nodes))[:, None] - np.arange(len(nodes))[None])
        away = np.where(down == 0, order, np.sign(down))
        aside = np.sign(at[:, 0][:, None] - at[:, 0][None] + order * 1e-9)
        at[:, 1] += (np.where(is_over, over_y, 0) * away).sum(axis=1) * 0.3 / pixels
        at[:, 0] += (np.where(is_over, np.minimum(over_x, 12.0), 0) * aside).sum(axis=1) * 0.1 / pixels
    return {node: (float(x), float(y)) for node, (x, y) in zip(nodes, at, strict=True)}
