"""Where words stand: in what was said and predicted, in names and titles.

An index of SQLite's FTS5 over our own folded words, because no text index knows Arabic. It follows the ledger as the
graphs do, and finds a text by the very keys by which the graph finds it (:mod:`kg.search`).
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

from kg.errors import QueryError, StoreError
from kg.ledger import Ledger
from kg.model import ArticleGraph
from kg.pipeline.normal import normal
from kg.search import name_key, text_key, topic_key
from kg.stores.base import Position, Rows, follow, is_current

NAME = "text.db"
VERSION = 1
COLUMNS = ("what", "who", "text", "outlet", "published", "id")
KINDS = {"Entity": "source", "Article": "article", "Prediction": "prediction", "Statement": "statement"}
_WAIT_S = 60.0
# name: of a source, as the graph has it in nameKey; keys: of any text, as textKey. Both begin and end with a space.
_TABLES = f"""
PRAGMA user_version = {VERSION};
CREATE TABLE position (seq INTEGER NOT NULL, ledger TEXT NOT NULL, schema TEXT NOT NULL);
CREATE TABLE hit (
    row INTEGER PRIMARY KEY, article TEXT NOT NULL, what TEXT NOT NULL, id TEXT NOT NULL, text TEXT NOT NULL,
    source TEXT, outlet TEXT, published TEXT
);
CREATE INDEX hit_article ON hit (article);
CREATE INDEX hit_source ON hit (id, text) WHERE what = 'source';
CREATE VIRTUAL TABLE words USING fts5 (
    keys, name, columnsize = 0, tokenize = "unicode61 remove_diacritics 0 tokenchars '_|'"
);
"""
_FIELDS = "row, article, what, id, text, source, outlet, published"
_NAMED = "SELECT hit.id FROM words JOIN hit ON hit.row = words.rowid WHERE words MATCH"
_NAME_OF = "(SELECT min(known.text) FROM hit AS known WHERE known.what = 'source' AND known.id = {})"
# A source has a row for each article that names it, anything else one row.
_FIND = f"""
WITH found AS (
    SELECT what, id, source, CASE what WHEN 'source' THEN {_NAME_OF.format("hit.id")} ELSE min(text) END AS text,
           min(distance(text)) AS distance, max(published) AS published,
           CASE WHEN count(DISTINCT outlet) = 1 THEN min(outlet) END AS outlet
    FROM words JOIN hit ON hit.row = words.rowid
    WHERE words MATCH :words
      AND (:by = '' OR source IN ({_NAMED} :by))
      AND (:outlet = '' OR outlet IN ({_NAMED} :outlet))
      AND coalesce(published, '') >= :since
      AND (:until = '' OR substr(coalesce(published, '~'), 1, length(:until)) <= :until)
    GROUP BY what, id
    ORDER BY distance, place(what), published IS NULL, published DESC, id
    LIMIT :limit
)
SELECT what, {_NAME_OF.format("found.source")} AS who, text, {_NAME_OF.format("found.outlet")}, published, id
FROM found
ORDER BY distance, place(what), published IS NULL, published DESC, id
"""
_WORD = re.compile(r"\w+")
_PHRASES = re.compile(r'"([^"]*)"|«([^»]*)»|“([^”]*)”')
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


class TextIndex:
    """One index file; open it with :meth:`read` or :meth:`write`, or both at once with :func:`open_text`."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._db = connection
        self._path = path

    @classmethod
    def read(cls, path: Path) -> Self:
        """Open an index to ask it; any number of processes may."""
        index = cls._open(path, "ro")
        with index._closed_on_error():
            index._check(VERSION)
        return index

    @classmethod
    def write(cls, path: Path) -> Self:
        """Open or make an index to change it; waits while another process does, for a minute."""
        path.parent.mkdir(parents=True, exist_ok=True)
        index = cls._open(path, "rwc")
        with index._closed_on_error():
            index._db.execute("BEGIN IMMEDIATE")
            if index._db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0:
                index._make()
            index._check(VERSION)
        return index

    @classmethod
    def in_memory(cls, connection: sqlite3.Connection) -> Self:
        """Make an empty index in a database of one's own."""
        index = cls(connection, Path(":memory:"))
        index._make()
        return index

    @classmethod
    def _open(cls, path: Path, mode: str) -> Self:
        try:
            address = f"{path.resolve().as_uri()}?mode={mode}"
            return cls(sqlite3.connect(address, uri=True, timeout=_WAIT_S, isolation_level=None), path)
        except sqlite3.Error as error:
            raise StoreError(f"{path}: cannot be opened as a text index: {error}") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file; what was not flushed is forgotten."""
        self._db.close()

    def position(self) -> Position | None:
        with self._errors():
            found = self._db.execute("SELECT seq, ledger, schema FROM position").fetchone()
            return None if found is None else Position(*found)

    def clear(self) -> None:
        with self._errors():
            for table in ("position", "hit", "words"):
                self._db.execute(f"DELETE FROM {table}")

    def apply(self, graphs: Sequence[ArticleGraph], position: Position) -> None:
        with self._errors():
            for graph in graphs:
                rows = self._db.execute("SELECT row FROM hit WHERE article = ?", (graph.article,)).fetchall()
                self._db.executemany("DELETE FROM words WHERE rowid = ?", rows)
                self._db.executemany("DELETE FROM hit WHERE row = ?", rows)
            ((last,),) = self._db.execute("SELECT coalesce(max(row), 0) FROM hit")
            found = [(row, *it) for row, it in enumerate((it for graph in graphs for it in _hits(graph)), last + 1)]
            self._db.executemany(
                f"INSERT INTO hit ({_FIELDS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", [it[:8] for it in found]
            )
            words = [(row, keys, name) for row, *_, keys, name in found]
            self._db.executemany("INSERT INTO words (rowid, keys, name) VALUES (?, ?, ?)", words)
            self._db.execute("DELETE FROM position")
            self._db.execute("INSERT INTO position VALUES (?, ?, ?)", (position.seq, position.ledger, position.schema))

    def flush(self) -> None:
        with self._errors():
            self._db.execute("COMMIT")
            self._db.execute("BEGIN IMMEDIATE")

    def find(
        self,
        text: str,
        *,
        by: str = "",
        outlet: str = "",
        since: str = "",
        until: str = "",
        limit: int | None = None,
    ) -> Rows:
        """Find where all words of ``text`` stand, what is in quotation marks as a phrase; an empty filter means any.

        Words go on (تحالف finds تحالفات), and stand with or without ال and particles. First comes what has the text
        as it is asked for, then by kind (:data:`KINDS`) and time, the newest first. QueryError tells what is no word,
        name or date.
        """
        terms = _terms(text)
        if not terms:
            raise QueryError(f"wanted words to look for, found none in {text!r}")
        values = {
            "words": _expression(terms, text),
            "by": _named(by),
            "outlet": _named(outlet),
            "since": _day(since),
            "until": _day(until),
            "limit": -1 if limit is None else limit + 1,
        }
        places = {kind: place for place, kind in enumerate(KINDS.values())}
        with self._errors():
            self._db.create_function("distance", 1, _distance(terms), deterministic=True)
            self._db.create_function("place", 1, places.__getitem__, deterministic=True)
            rows = tuple(self._db.execute(_FIND, values))
        return Rows(COLUMNS, rows[:limit], limit is not None and len(rows) > limit)

    def _make(self) -> None:
        for command in _TABLES.split(";"):
            self._db.execute(command)

    def _check(self, wanted: int) -> None:
        found = self._db.execute("PRAGMA user_version").fetchone()[0]
        if found != wanted:
            raise StoreError(f"{self._path}: wanted a text index of format {wanted}, found {found}")

    @contextmanager
    def _closed_on_error(self) -> Iterator[None]:
        try:
            with self._errors():
                yield
        except BaseException:
            self.close()
            raise

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            raise StoreError(f"{self._path}: {error}") from error
        except sqlite3.DatabaseError as error:
            raise StoreError(f"{self._path}: damaged: {error}; 'kg rebuild text' makes it again") from error


def text_path(ledger: Ledger) -> Path:
    """Give the place of the text index: in a folder beside the ledger that can be deleted at any time."""
    return ledger.path.with_name(f"{ledger.path.name}.d") / NAME


def update_text(
    ledger: Ledger,
    *,
    tick: Callable[[int, int], None] = lambda done, total: None,
    notify: Callable[[str], None] = lambda message: None,
) -> int:
    """Bring the text index up to the ledger; a damaged one is made again. Tell how many articles changed."""
    path = text_path(ledger)
    try:
        with TextIndex.write(path) as index:
            return follow(index, ledger, tick=tick)
    except StoreError as error:
        if isinstance(error.__cause__, sqlite3.OperationalError):  # locked, no room, no right to write
            raise
        notify(f"{error}; it is made again from the ledger")
    path.unlink()
    with TextIndex.write(path) as index:
        return follow(index, ledger, tick=tick)


def open_text(ledger: Ledger, *, notify: Callable[[str], None] = lambda message: None) -> TextIndex:
    """Open the text index for questions; one that is missing, damaged or behind the ledger is updated first."""
    path = text_path(ledger)
    if path.exists():
        try:
            index = TextIndex.read(path)
            if is_current(index, ledger):
                return index
            index.close()
            notify("the text index is behind the ledger: bringing it up")
        except StoreError:
            pass
    update_text(ledger, notify=notify)
    return TextIndex.read(path)


def _hits(graph: ArticleGraph) -> Iterator[tuple[Any, ...]]:
    """Yield a row for all of an article that can be found, its folded words and, of a source, its folded name."""
    article = next((node for node in graph.nodes if node.label == "Article"), None)
    if article is None:
        return
    outlet = next((edge.end for edge in graph.edges if edge.type == "PUBLISHED_BY"), None)
    published = article.properties.get("published")
    said = {edge.start: edge.end for edge in graph.edges if edge.type == "SAID_BY"}
    speakers = said | {edge.end: said.get(edge.start) for edge in graph.edges if edge.type == "MAKES"}
    for node in graph.nodes:
        text = node.properties.get({"Entity": "name", "Article": "title"}.get(node.label, "text"))
        if node.label in KINDS and text is not None:
            speaker = node.id if node.label == "Entity" else speakers.get(node.id)
            keys = node.properties.get("textKey") or text_key(str(text))
            name = node.properties.get("nameKey")
            yield graph.article, KINDS[node.label], node.id, text, speaker, outlet, published, keys, name


def _terms(text: str) -> list[str]:
    """Part a question: phrases in quotation marks, and each word beside them; what has no word is left out."""
    terms: list[str] = []
    start = 0
    for match in _PHRASES.finditer(text):
        terms += text[start : match.start()].split()
        terms.append(next(group for group in match.groups() if group is not None))
        start = match.end()
    terms += text[start:].split()
    return [term for term in terms if topic_key(term)]


def _expression(terms: Sequence[str], text: str) -> str:
    """Write the question as FTS5 wants it; every word stands in quotation marks, so that none is an operator."""
    words = " AND ".join(f"keys : {_phrase(topic_key(term))}" for term in terms)
    name = name_key(text)
    return f"({words}) OR name : {_phrase(name)}" if name else words


def _phrase(key: str) -> str:
    """A key that does not end with a space may go on, as under CONTAINS."""
    return f'"{key.strip()}"' + ("" if key.endswith(" ") else " *")


def _named(name: str) -> str:
    if not name:
        return ""
    key = name_key(name)
    if not key:
        raise QueryError(f"wanted a name, found none in {name!r}")
    return f"name : {_phrase(key)}"


def _day(text: str) -> str:
    if text and not _DATE.fullmatch(text):
        raise QueryError(f"wanted a date such as 2025-11-14, 2025-11 or 2025, found {text!r}")
    return text


def _distance(terms: Sequence[str]) -> Callable[[str], int]:
    """Tell how far a text is from the question: 0 the very words in a row, 1 folded, 2 whole words, 3 else."""
    asked = " ".join(terms)
    literal = _whole(asked)
    folded = _whole(" ".join(_WORD.findall(normal(asked))))
    each = [_whole(" ".join(_WORD.findall(normal(term)))) for term in terms]

    def distance(text: str) -> int:
        if literal.search(text):
            return 0
        plain = " ".join(_WORD.findall(normal(text)))
        if folded.search(plain):
            return 1
        return 2 if all(term.search(plain) for term in each) else 3

    return distance


def _whole(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")
