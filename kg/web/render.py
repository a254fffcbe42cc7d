"""From the data of a page to its HTML: the templates, alike on the server and in files."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from kg import __version__
from kg.web.addresses import Addresses
from kg.web.words import Words

#: what a page may load: its own style sheet and scripts, nothing inline, nothing from elsewhere
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'"
)
ASSETS = {
    "style.css": "text/css; charset=utf-8",
    "explorer.js": "text/javascript; charset=utf-8",
    "icon.svg": "image/svg+xml",
}
#: what only the pages without a server need
FILES = ("style.css", "icon.svg", "folding.js", "find.js", "board.js")


def render(template: str, words: Words, at: Addresses, **data: Any) -> str:
    """Fill a template; everything is escaped but what :mod:`kg.evidence_html` wrote."""
    return (
        _environment()
        .get_template(template)
        .render({"section": "", "asked": None, **data, "w": words, "at": at, "policy": POLICY, "version": __version__})
    )


@cache
def asset(name: str) -> bytes:
    """Read a file that pages load."""
    return files("kg.web").joinpath("assets", name).read_bytes()


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("kg.web"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
