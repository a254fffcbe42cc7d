"""Qawl: who said what in the news, in which role, to whom, and what did they predict.

``kg.open("kg.db")`` gives the graph to ask, ``kg.extract(text)`` takes one text apart; see :mod:`kg.api`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.api import Graph, Reading, extract, open
    from kg.article import Article
    from kg.table import Table

__version__ = "0.1.0"
__all__ = ["Article", "Graph", "Reading", "Table", "__version__", "extract", "open"]

#: name → module that has it, imported when it is used, so that ``import kg`` and ``kg --help`` come at once
_LAZY = {
    "Article": "kg.article",
    "Graph": "kg.api",
    "Reading": "kg.api",
    "Table": "kg.table",
    "extract": "kg.api",
    "open": "kg.api",
}


def __getattr__(name: str) -> Any:
    if name not in _LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_LAZY[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *_LAZY})
