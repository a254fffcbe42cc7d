"""What was done: articles, their extractions and the order of changes, in one SQLite file that a crash cannot harm.

The graphs are projections of it: they follow ``changes`` and can be made again at any time.
"""

from __future__ import annotations

import json
import sqlite3
import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Any, Literal, Self, cast

from kg.article import Article, Rejected, content_id
from kg.decisions import Decision, Decisions, Record, changed
from kg.errors import LedgerError
from kg.extraction import Extraction

Operation = Literal["add", "replace", "extract", "remove", "outcome"]
#: add, replace (other text), extract (same text, other pipeline), same (nothing to do)
Outcome = Literal["add", "replace", "extract", "same"]
Extract = Callable[[Sequence[Article]], Iterable[Extraction]]

APPLICATION_ID = 0x5161776C  # "Qawl": tells a ledger from any other SQLite file
VERSION = 2
BATCH = 50
_WAIT_S = 30.0

_CHANGES = """
CREATE TABLE change (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, article TEXT NOT NULL,
    op TEXT NOT NULL CHECK (op IN ('add', 'replace', 'extract', 'remove', 'outcome')), at TEXT NOT NULL
);
"""
# What people decided is only ever added to: op undo takes the decision of that id back.
_DECISIONS = """
CREATE TABLE decision (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL,
    op TEXT NOT NULL CHECK (op IN ('decide', 'undo')), at TEXT NOT NULL, json TEXT NOT NULL
);
"""
_TABLES = f"""
PRAGMA application_id = {APPLICATION_ID};
PRAGMA user_version = {VERSION};
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE article (
    id TEXT PRIMARY KEY, input_id TEXT NOT NULL, url TEXT, outlet TEXT, title TEXT, published TEXT, lang TEXT,
    text TEXT NOT NULL, text_hash TEXT NOT NULL, content TEXT NOT NULL, status TEXT NOT NULL
);
CREATE INDEX article_input_id ON article (input_id);
CREATE TABLE extraction (
    article TEXT PRIMARY KEY REFERENCES article (id) ON DELETE CASCADE, pipeline TEXT NOT NULL, json TEXT NOT NULL
);
{_CHANGES.strip()}
{_DECISIONS.strip()}
CREATE TABLE history (
    article TEXT NOT NULL, content TEXT NOT NULL, op TEXT NOT NULL, at TEXT NOT NULL,
    pipeline TEXT NOT NULL, old TEXT NOT NULL, extraction TEXT NOT NULL
);
CREATE INDEX history_article ON history (article, content);
"""
#: format → what makes the next one of it
_UPGRADES = {
    1: f"""
ALTER TABLE change RENAME TO change_1;
{_CHANGES.strip()}
INSERT INTO change SELECT * FROM change_1;
DROP TABLE change_1;
{_DECISIONS.strip()}
PRAGMA user_version = 2
"""
}
_FIELDS = "text, input_id, outlet, url, title, published, lang"


@dataclass(frozen=True, slots=True)
class Change:
    seq: int
    article: str
    op: Operation


@dataclass(frozen=True, slots=True)
class Entry:
    """One article as the ledger has it now."""

    id: str  #: made from the content; ``article.id`` is the one of the source
    article: Article
    extraction: Extraction
    pipeline: str


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one article that was put in."""

    article: str  #: the ledger's identifier
    outcome: Outcome
    statements: int


def article_id(article: Article) -> str:
    """Identify an article by its URL, else by outlet and text: the same on every machine."""
    if article.url is not None:
        return f"ar-{content_id('url', article.url)}"
    return f"ar-{content_id('text', article.outlet, article.text)}"


def _content(article: Article) -> str:
    """Digest what makes a version of an article; the source's identifier does not."""
    return content_id(article.text_hash, article.outlet, article.title, article.published, article.lang)


class Ledger:
    """An open ledger; use it as a context manager, from one thread."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._db = connection
        self.path = path
        self.id: str = connection.execute("SELECT value FROM meta WHERE key = 'id'").fetchone()[0]

    @classmethod
    def open(cls, path: str | Path, *, create: bool = False) -> Self:
        """Open the ledger at ``path``; LedgerError tells in one line why it cannot be opened."""
        path = Path(path)
        if not create and not path.exists():
            raise LedgerError(f"{path}: there is no ledger; 'kg add FILES' makes one, --db names another")
        if path.is_dir():
            raise LedgerError(f"{path}: wanted a ledger file, found a folder")
        connection = None
        try:
            connection = sqlite3.connect(path, timeout=_WAIT_S, isolation_level=None)
            _prepare(connection, path, create)
            return cls(connection, path)
        except BaseException as error:
            if connection is not None:
                connection.close()
            if isinstance(error, sqlite3.Error | TypeError):
                raise LedgerError(f"{path}: cannot be opened as a ledger: {error}") from error
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._db.close()

    def put(self, items: Iterable[tuple[Article, Extraction]], pipeline: str) -> list[Done]:
        """Write several articles with their extractions in one transaction; all of them are in afterwards, or none."""
        with self._transaction():
            return [self._put(article, extraction, pipeline) for article, extraction in items]

    def is_done(self, article: Article, pipeline: str) -> bool:
        """Tell whether putting this article would change nothing, so that it need not be extracted."""
        with self._errors():
            return self._outcome(article_id(article), _content(article), pipeline) == "same"

    def remove(self, article: str) -> bool:
        """Take an article out; False if it is not there. The history keeps it."""
        with self._transaction():
            if self.entry(article) is None:
                return False
            self._keep_old(article, "remove")
            self._db.execute("DELETE FROM article WHERE id = ?", (article,))
            self._log(article, "remove")
            return True

    def entry(self, article: str) -> Entry | None:
        return next(self.entries([article]), None)

    def entries(self, articles: Iterable[str]) -> Iterator[Entry]:
        """Yield those of the articles that are there, in the order asked."""
        with self._errors():
            for article in articles:
                row = self._db.execute(
                    f"SELECT {_FIELDS}, pipeline, json FROM article JOIN extraction ON article = id WHERE id = ?",
                    (article,),
                ).fetchone()
                if row is not None:
                    text, input_id, outlet, url, title, published, lang, pipeline, data = row
                    found = Article(text, input_id, outlet, url, title, published, lang)
                    yield Entry(article, found, Extraction.from_json(json.loads(data)), pipeline)

    def find(self, wanted: str) -> list[str]:
        """Give the articles of which ``wanted`` is the identifier, the source's identifier or the URL."""
        with self._errors():
            rows = self._db.execute("SELECT id FROM article WHERE ?1 IN (id, input_id, url) ORDER BY id", (wanted,))
            return [article for (article,) in rows]

    def articles(self) -> list[str]:
        with self._errors():
            return [article for (article,) in self._db.execute("SELECT id FROM article ORDER BY id")]

    def changes(self, after: int = 0) -> list[Change]:
        """Give the last change of each article that changed after that sequence number, in order."""
        with self._errors():
            rows = self._db.execute(
                "SELECT max(seq) AS last, article, op FROM change WHERE seq > ? GROUP BY article ORDER BY last",
                (after,),
            )
            return [Change(seq, article, op) for seq, article, op in rows]

    def last_change(self) -> int:
        with self._errors():
            return cast(int, self._db.execute("SELECT coalesce(max(seq), 0) FROM change").fetchone()[0])

    def counts(self) -> dict[str, int]:
        """Count articles by what became of them, and earlier versions."""
        with self._errors():
            found = dict(
                self._db.execute("SELECT 'articles, ' || status, count(*) FROM article GROUP BY status ORDER BY status")
            )
            found["earlier versions"] = self._db.execute("SELECT count(*) FROM history").fetchone()[0]
            return found

    def faults(self) -> list[str]:
        """Give what SQLite finds wrong in the file, a line each; reads all of it."""
        with self._errors():
            found = [str(line) for (line,) in self._db.execute("PRAGMA quick_check")]
            return [] if found == ["ok"] else found

    @property
    def format(self) -> int:
        """The number of the file's format; an older one is brought up when something is written to it."""
        with self._errors():
            return cast(int, self._db.execute("PRAGMA user_version").fetchone()[0])

    def decide(self, decision: Decision) -> bool:
        """Record what a person decided; False if it holds already."""
        with self._transaction():
            records = self.decisions()
            before = Decisions(records)
            after = Decisions([*records, Record(0, decision.id, _now(), decision)])
            if before.stands(decision.id) and not changed(before, after):
                return False
            self._record("decide", decision.id, decision.to_json(), changed(before, after))
            return True

    def undo(self, decision: str, by: str | None = None) -> bool:
        """Take a decision back, which the history keeps; False if none of that identifier stands."""
        with self._transaction():
            records = self.decisions()
            before = Decisions(records)
            if not before.stands(decision):
                return False
            after = Decisions([*records, Record(0, decision, _now(), None)])
            self._record("undo", decision, {"by": by}, changed(before, after))
            return True

    def decisions(self) -> list[Record]:
        """Give everything that people decided and took back, in order."""
        with self._errors():
            if self.format < 2:
                return []
            rows = self._db.execute("SELECT seq, id, op, at, json FROM decision ORDER BY seq")
            return [
                Record(seq, id, at, Decision.from_json(json.loads(data)) if op == "decide" else None)
                for seq, id, op, at, data in rows
            ]

    def _record(self, op: str, id: str, data: dict[str, Any], articles: Iterable[str]) -> None:
        """Add a line, and a change for each article that is here and for which another thing holds now."""
        row = (id, op, _now(), json.dumps(data, ensure_ascii=False))
        self._db.execute("INSERT INTO decision (id, op, at, json) VALUES (?, ?, ?, ?)", row)
        for article in articles:
            if self._db.execute("SELECT 1 FROM article WHERE id = ?", (article,)).fetchone():
                self._log(article, "outcome")

    def _put(self, article: Article, extraction: Extraction, pipeline: str) -> Done:
        id, content = article_id(article), _content(article)
        outcome = self._outcome(id, content, pipeline)
        if outcome != "same":
            if outcome != "add":
                self._keep_old(id, outcome)
                self._db.execute("DELETE FROM article WHERE id = ?", (id,))
            status = "extracted" if extraction.skipped is None else "skipped"
            self._db.execute(
                f"INSERT INTO article ({_FIELDS}, id, text_hash, content, status) VALUES (?,?,?,?,?,?,?,?,?,?,?)",
                (*_columns(article), id, article.text_hash, content, status),
            )
            data = json.dumps(extraction.to_json(), ensure_ascii=False)
            self._db.execute("INSERT INTO extraction VALUES (?, ?, ?)", (id, pipeline, data))
            self._log(id, outcome)
        return Done(id, outcome, len(extraction.statements))

    def _outcome(self, id: str, content: str, pipeline: str) -> Outcome:
        row = self._db.execute(
            "SELECT content, pipeline FROM article JOIN extraction ON article = id WHERE id = ?", (id,)
        ).fetchone()
        if row is None:
            return "add"
        if row == (content, pipeline):
            return "same"
        if row[0] == content:
            return "extract"
        # A source may hold two versions of one URL: the older does not come back each time the source is added again.
        superseded = "SELECT 1 FROM history WHERE article = ? AND content = ? AND op = 'replace'"
        return "same" if self._db.execute(superseded, (id, content)).fetchone() else "replace"

    def _keep_old(self, id: str, op: Operation) -> None:
        old = self.entry(id)
        assert old is not None
        columns = json.dumps(asdict(old.article), ensure_ascii=False)
        data = json.dumps(old.extraction.to_json(), ensure_ascii=False)
        row = (id, _content(old.article), op, _now(), old.pipeline, columns, data)
        self._db.execute("INSERT INTO history VALUES (?, ?, ?, ?, ?, ?, ?)", row)

    def _log(self, article: str, op: Operation) -> None:
        self._db.execute("INSERT INTO change (article, op, at) VALUES (?, ?, ?)", (article, op, _now()))

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with self._errors():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                self._upgrade()
                yield
                self._db.execute("COMMIT")
            except BaseException:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                raise

    def _upgrade(self) -> None:
        """Bring a ledger of an older format up, in the transaction of the first thing that is written to it."""
        while (found := self.format) < VERSION:
            for command in _UPGRADES[found].split(";"):
                self._db.execute(command)

    @contextmanager
    def _errors(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.OperationalError as error:
            raise LedgerError(f"{self.path}: {error}; nothing of this step was written") from error
        except sqlite3.DatabaseError as error:
            raise LedgerError(f"{self.path}: the ledger is damaged: {error}; restore it from a copy") from error


def fill(
    ledger: Ledger, items: Iterable[Article | Rejected], extract: Extract, pipeline: str, batch: int = BATCH
) -> Iterator[Done | Rejected]:
    """Put articles in, a batch a transaction; yield what became of each item, in no fixed order within a batch.

    What is there already is not extracted again, so that a run that was cut off goes on where it stood.
    """
    source = iter(items)
    while chunk := list(islice(source, batch)):
        yield from (item for item in chunk if isinstance(item, Rejected))
        yield from _fill_batch(ledger, [item for item in chunk if isinstance(item, Article)], extract, pipeline)


def _fill_batch(ledger: Ledger, articles: list[Article], extract: Extract, pipeline: str) -> Iterator[Done | Rejected]:
    new: dict[tuple[str, str], Article] = {}
    for article in articles:
        if (reason := _unstorable(article)) is not None:
            yield Rejected(article.id, reason)
        elif ledger.is_done(article, pipeline) or (article_id(article), _content(article)) in new:
            yield Done(article_id(article), "same", 0)
        else:
            new[article_id(article), _content(article)] = article
    wanted = list(new.values())
    yield from ledger.put(zip(wanted, extract(wanted), strict=True), pipeline)


def _unstorable(article: Article) -> str | None:
    """Half a surrogate pair (a JSON escape such as \\ud83d alone) is no text in any file or database."""
    for value in asdict(article).values():
        try:
            (value or "").encode()
        except UnicodeEncodeError as error:
            return f"code point {error.start} is half of a surrogate pair; the text was damaged before it came here"
    return None


def _columns(article: Article) -> tuple[str | None, ...]:
    return (article.text, article.id, article.outlet, article.url, article.title, article.published, article.lang)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _prepare(db: sqlite3.Connection, path: Path, create: bool) -> None:
    """Check whose file this is before a byte of it is changed; make the tables in an empty one."""
    db.execute("PRAGMA foreign_keys = ON")
    application = db.execute("PRAGMA application_id").fetchone()[0]
    version = db.execute("PRAGMA user_version").fetchone()[0]
    is_empty = db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
    if is_empty and application == 0:
        if not create:
            raise LedgerError(f"{path}: the file is empty, no ledger; 'kg add FILES' makes one")
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = FULL")
        _create(db)
        return
    if application != APPLICATION_ID:
        raise LedgerError(f"{path}: wanted a ledger of Qawl, found another SQLite database; --db names another file")
    if version > VERSION:
        raise LedgerError(
            f"{path}: the ledger has format {version}, this Qawl knows up to {VERSION}; install a newer Qawl"
        )
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")


def _create(db: sqlite3.Connection) -> None:
    """Make the tables in one transaction; another process may have been faster."""
    db.execute("BEGIN IMMEDIATE")
    try:
        if db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0:
            for command in _TABLES.split(";"):
                db.execute(command)
            db.execute("INSERT INTO meta VALUES ('id', ?)", (uuid.uuid4().hex,))
        db.execute("COMMIT")
    except BaseException:
        db.execute("ROLLBACK")
        raise
