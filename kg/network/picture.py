"""A network as a picture that needs no program to look at: SVG or PNG, drawn by matplotlib."""

from __future__ import annotations

import unicodedata
import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import QawlError
from kg.network.colors import of_group

if TYPE_CHECKING:
    from kg.network.build import Network

_SIZE = (12.0, 8.0)  #: inches
_DPI = 150
_NAMED = 60  #: sources whose names are drawn: those with most ties
_LONGEST = 42
_FONTS = ("Noto Sans Arabic", "DejaVu Sans")
_INK, _TIE, _CITE = "#1d1b18", "#bdb4a4", "#a3531a"
_LEAST = (3, 11)  # version of matplotlib that shapes Arabic by itself


def draw(network: Network, file: Path, form: str) -> None:
    """Draw the network; QawlError tells what to install where matplotlib is missing or too old to shape Arabic."""
    matplotlib = _matplotlib()
    from matplotlib import font_manager

    known = set(font_manager.get_font_names())
    settings = {
        "font.family": [name for name in _FONTS if name in known],
        "svg.hashsalt": "qawl",
        "text.parse_math": False,
    }
    with matplotlib.rc_context(settings), warnings.catch_warnings():
        warnings.filterwarnings("ignore", "Glyph .* missing from")  # a letter that no font here has shows as a box
        figure = _figure(network)
        figure.savefig(file, format=form, dpi=_DPI, metadata={"Date": None} if form == "svg" else None)


def _figure(network: Network) -> Any:
    from matplotlib.collections import LineCollection
    from matplotlib.figure import Figure

    figure = Figure(figsize=_SIZE, layout="constrained")
    axes = figure.add_subplot()
    axes.set_axis_off()
    axes.set_aspect("equal", adjustable="datalim")
    axes.margins(0.12, 0.08)
    graph = network.graph
    at = {id: (data["x"], data["y"]) for id, data in graph.nodes(data=True)}
    ties = list(graph.edges(data=True))
    axes.add_collection(
        LineCollection(
            [(at[left], at[right]) for left, right, _ in ties],
            colors=[_CITE if tie["citations"] else _TIE for *_, tie in ties],
            linewidths=[min(0.5 + 0.4 * tie["weight"], 4) for *_, tie in ties],
            zorder=1,
        )
    )
    rows = list(network.nodes)
    scale = 1.0 if len(rows) <= 300 else 0.3
    axes.scatter(
        [at[row["id"]][0] for row in rows],
        [at[row["id"]][1] for row in rows],
        s=[(30 + 28 * row["articles"]) * scale for row in rows],
        c=[of_group(row["community"], row["links"]) for row in rows],
        edgecolors="white",
        linewidths=0.8,
        zorder=2,
    )
    for row in rows[:_NAMED]:
        aside = 3 + (30 + 28 * row["articles"]) ** 0.5 * 0.5
        axes.annotate(
            _label(row["name"]),
            at[row["id"]],
            (aside, 0),
            textcoords="offset points",
            va="center",
            ha="left",
            fontsize=10,
            color=_INK,
            zorder=3,
            bbox={"boxstyle": "square,pad=0.05", "facecolor": "white", "edgecolor": "none", "alpha": 0.7},
        )
    return figure


def _label(name: str) -> str:
    text = " ".join("".join(_shown(name)).split())
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1].rstrip()}…"


def _shown(name: str) -> Iterable[str]:
    """What can be drawn: control characters would be boxes."""
    return (" " if unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") else char for char in name)


def _matplotlib() -> Any:
    try:
        import matplotlib
    except ImportError as error:
        raise QawlError("a picture wants matplotlib, which is not installed: pip install 'qawl[pictures]'") from error
    if tuple(map(int, matplotlib.__version__.split(".")[:2])) < _LEAST:
        wanted = ".".join(map(str, _LEAST))
        raise QawlError(
            f"a picture wants matplotlib {wanted} or newer, which shapes Arabic; found {matplotlib.__version__}: "
            "pip install -U 'qawl[pictures]'"
        )
    return matplotlib
