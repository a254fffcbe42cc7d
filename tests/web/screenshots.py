"""Pictures of the main pages in both languages, on a phone and in the dark, to look at and for the documentation.

Run as ``python -m tests.web.screenshots DIR``; it puts the example articles into a ledger of its own.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from kg.ledger import Ledger
from kg.stores.embedded import open_graph
from kg.web.graph import Graph
from kg.web.pages import overview
from tests.conftest import CHECKOUT
from tests.web.server import ENVIRON, KG, serving

_WIDE, _NARROW = {"width": 1100, "height": 800}, {"width": 375, "height": 800}
_LOOKS: dict[str, dict[str, Any]] = {
    "ar": {"locale": "ar", "viewport": _WIDE},
    "en": {"locale": "en", "viewport": _WIDE},
    "phone": {"locale": "ar", "viewport": _NARROW},
    "dark": {"locale": "ar", "viewport": _WIDE, "color_scheme": "dark"},
}


def main(folder: Path) -> None:
    """Write ``LOOK-PAGE.png`` for each look and page, the top of the page only."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        db = Path(scratch) / "kg.db"
        examples = CHECKOUT / "notebooks" / "articles"
        subprocess.run([*KG, "-q", "add", str(examples), "--db", str(db)], check=True, env=ENVIRON)
        with serving(db) as server, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            for look, options in _LOOKS.items():
                page = browser.new_context(**options).new_page()
                for name, path in _pages(db).items():
                    page.goto(f"{server.url}/{path}")
                    page.screenshot(path=folder / f"{look}-{name}.png")
            browser.close()


def _pages(db: Path) -> dict[str, str]:
    with Ledger.open(db) as ledger, open_graph(ledger) as store:
        graph = Graph(db, store)
        person, article = overview.people(graph)[0]["id"], overview.articles(graph)[0]["id"]
        outlet, other, *_ = overview.outlets(graph)
    return {
        "front": "",
        "person": f"person/{person}",
        "outlet": f"outlet/{outlet}?with={other}",
        "predictions": "predictions",
        "article": f"article/{article}",
        "search": "search?q=الهدنة",
        "console": "console/cypher",
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]))
