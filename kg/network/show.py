"""How a page is shown: in a frame of a notebook, which keeps it away from the notebook's own page, or in a browser."""

from __future__ import annotations

import sys
import tempfile
import webbrowser
from html import escape
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.network.build import Network

_STYLE = "width:100%;height:42rem;border:1px solid rgba(128,128,128,.35);border-radius:.5rem"


def frame(page: str, title: str = "Qawl") -> str:
    """Put a page into a frame: it may run its own scripts and open links, and sees nothing of the page around it."""
    return (
        f'<iframe title="{escape(title)}" sandbox="allow-scripts allow-popups" loading="lazy" style="{_STYLE}" '
        f'srcdoc="{escape(page)}"></iframe>'
    )


def show(network: Network, lang: str) -> None:
    page = network.to_html(lang=lang)
    if _is_notebook():
        display: Any = import_module("IPython.display")
        display.display({"text/html": frame(page), "text/plain": repr(network)}, raw=True)
        return
    with tempfile.NamedTemporaryFile("w", suffix=".html", prefix="qawl-", encoding="utf-8", delete=False) as file:
        file.write(page)
    webbrowser.open(Path(file.name).as_uri())


def _is_notebook() -> bool:
    """Tell whether this runs for a notebook: IPython is there already, and has a kernel."""
    ipython: Any = sys.modules.get("IPython")
    shell = None if ipython is None else ipython.get_ipython()
    return shell is not None and hasattr(shell, "kernel")
