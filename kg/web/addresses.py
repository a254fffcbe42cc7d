"""Where each page stands: on the server, and as a file that links to the others by relative addresses.

A page is called by its path, such as ``person/en-…``; the one at the root by the empty string.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import quote, urlencode


class Addresses(Protocol):
    """Links from one page."""

    @property
    def is_served(self) -> bool:
        """Tell whether a server answers, which can search and filter."""

    def to(self, path: str, anchor: str = "") -> str:
        """Link to a page in the same language."""

    def asset(self, name: str) -> str:
        """Link to a file of the explorer, such as its style sheet."""

    def other(self) -> str:
        """Link to the same page in the other language."""


@dataclass(frozen=True, slots=True)
class Served:
    """Links on the server.

    path: of the page itself. query: what was asked for in its address. asked: the language, where the address names it.
    """

    path: str
    other_language: str
    query: tuple[tuple[str, str], ...] = ()
    asked: str | None = None
    is_served: bool = True

    def to(self, path: str, anchor: str = "") -> str:
        return self._address(path, () if self.asked is None else (("lang", self.asked),), anchor)

    def asset(self, name: str) -> str:
        return f"/assets/{name}"

    def other(self) -> str:
        return self._address(self.path, (*self.query, ("lang", self.other_language)), "")

    def with_query(self, **values: object) -> str:
        """Link to this page with other values in its address; None takes one out."""
        kept = {name: value for name, value in self.query if name not in values}
        kept |= {name: str(value) for name, value in values.items() if value is not None}
        if self.asked is not None:
            kept["lang"] = self.asked
        return self._address(self.path, tuple(kept.items()), "")

    def _address(self, path: str, query: tuple[tuple[str, str], ...], anchor: str) -> str:
        return f"/{quote(path)}" + (f"?{urlencode(query)}" if query else "") + (f"#{quote(anchor)}" if anchor else "")


@dataclass(frozen=True, slots=True)
class Written:
    """Links between files: ``person/en-….html``; those of the other language stand in the folder of its name.

    folder: of this language, empty for the one at the root. other_folder: None where only one language is written.
    """

    path: str
    folder: str
    other_folder: str | None
    is_served: bool = False

    @property
    def file(self) -> str:
        return _file(self.folder, self.path)

    def to(self, path: str, anchor: str = "") -> str:
        return self._relative(_file(self.folder, path)) + (f"#{quote(anchor)}" if anchor else "")

    def asset(self, name: str) -> str:
        return self._relative(f"assets/{name}")

    def data(self, name: str) -> str:
        """Link to a script with data, of which each language has its own."""
        return self._relative(posixpath.join(self.folder, name))

    def other(self) -> str:
        return "" if self.other_folder is None else self._relative(_file(self.other_folder, self.path))

    def _relative(self, file: str) -> str:
        return quote(posixpath.relpath(file, posixpath.dirname(self.file) or "."))


def _file(folder: str, path: str) -> str:
    return posixpath.join(folder, f"{path or 'index'}.html")
