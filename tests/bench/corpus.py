"""What comes out of 47,020 articles: speed, memory, and a page of what to look at next, docs/corpus-report.md.

    python -m tests.bench.corpus [--limit N]

An article that raises is told with its identifier, and the run ends with 1.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from kg import __version__
from kg.article import Article
from kg.extraction import Extraction
from kg.run import extract_article
from tests.bench.bulk import AbsentError, bulk
from tests.bench.unknown_cues import Follower, unknown_cues
from tests.conftest import CHECKOUT

PAGE = CHECKOUT / "docs" / "corpus-report.md"
EVERY = 2000  # articles between two looks at the memory
LARGE = 100  # articles from which an outlet has a row of its own
_COLUMNS = ("outlet", "articles", "statements an article", "predictions an article", "without speaker")
SHOWN_CUES, SHOWN_UNKNOWN = 40, 60


@dataclass(slots=True)
class Outlet:
    """What one outlet gave."""

    articles: int = 0
    statements: int = 0
    predictions: int = 0
    without_speaker: int = 0  #: statements whose sentence leaves the speaker out

    def add(self, extraction: Extraction) -> None:
        self.articles += 1
        self.statements += len(extraction.statements)
        self.predictions += sum(len(one.predictions) for one in extraction.statements)
        self.without_speaker += sum(one.naming == "implied" for one in extraction.statements)


@dataclass(slots=True)
class Report:
    """Counts over all articles; no words of the articles but cues and what may be one."""

    outlets: dict[str, Outlet] = field(default_factory=dict)
    all: Outlet = field(default_factory=Outlet)
    silent: int = 0  #: articles without any statement
    skipped: int = 0
    words: int = 0
    rules: Counter[str] = field(default_factory=Counter)
    cues: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    acts: Counter[str] = field(default_factory=Counter)
    unknown: dict[str, Counter[Follower]] = field(default_factory=dict)
    failed: list[str] = field(default_factory=list)  #: identifiers

    def add(self, article: Article, extraction: Extraction) -> None:
        if extraction.skipped is not None:
            self.skipped += 1
            return
        self.words += len(article.text.split())
        for outlet in (self.all, self.outlets.setdefault(article.outlet or "–", Outlet())):
            outlet.add(extraction)
        self.silent += not extraction.statements
        self.rules.update(one.rule for one in extraction.statements)
        self.acts.update(one.speech_act for one in extraction.statements)
        self.cues.update("–" if one.cue is None else one.cue.lemma for one in extraction.statements)
        self.kinds.update(source.kind for source in extraction.sources)
        for word, follower in unknown_cues(article.text):
            self.unknown.setdefault(word, Counter())[follower] += 1


def main() -> int:
    """Run, print the curve, write the page; give the exit status."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--limit", type=int, help="the first N articles only; the page is printed, not written")
    parser.add_argument("--unknown", type=int, default=0, metavar="N", help="print the N most frequent unknown cues")
    arguments = parser.parse_args()
    report = Report()
    try:
        run(islice(bulk(), arguments.limit), report)
    except AbsentError as reason:
        print(f"corpus: skipped, {reason}")
        return 0
    page = "\n".join(lines(report)) + "\n"
    if arguments.limit is None:
        PAGE.write_text(page, encoding="utf-8")
        print(f"wrote {PAGE.relative_to(CHECKOUT)}")
    else:
        print(page)
    for row in unknown_rows(report, arguments.unknown):
        print(row)
    return 1 if report.failed else 0


def run(articles: Iterable[Article], report: Report) -> None:
    """Extract all, keep what is counted, print memory and speed on the way."""
    number, busy = 0, 0.0
    print(f"{'articles':>8}  {'RSS, MiB':>8}  {'words/s':>8}", flush=True)
    for number, article in enumerate(articles, start=1):
        begin = time.process_time()
        try:
            extraction = extract_article(article)
        except Exception:  # whatever it is: the run is there to find all of them, and ends with 1
            report.failed.append(article.id)
            print(f"failed: {article.id}\n{traceback.format_exc(limit=-2)}", file=sys.stderr, flush=True)
            continue
        finally:
            busy += time.process_time() - begin
        report.add(article, extraction)
        if number % EVERY == 0:
            print(f"{number:8}  {_resident():8.1f}  {report.words / busy:8,.0f}", flush=True)
    print(
        f"{number:8}  {_resident():8.1f}  {report.words / busy:8,.0f}\n"
        f"{report.words:,} words in {busy:.0f} s of processor time, start-up included; {len(report.failed)} failed"
    )


def lines(report: Report) -> Iterator[str]:
    """Give the page."""
    total, statements = report.all, max(1, report.all.statements)
    yield "# What comes out of a large corpus"
    yield ""
    yield (
        f"{total.articles:,} Arabic articles ({report.words:,} words) and {report.skipped:,} in other languages, which "
        f"are passed over; version {__version__}. {len(report.failed)} articles raised an exception. Nobody annotated "
        "these articles: the page shows where to look, not how much is right. Their text is no part of the project; "
        "here are counts and single words."
    )
    yield ""
    yield "Written by `python -m tests.bench.corpus`; do not edit by hand."
    yield ""
    yield (
        f"{total.statements:,} statements, {total.statements / max(1, total.articles):.2f} an article, and "
        f"{total.predictions:,} predictions; no statement in {_share(report.silent, total.articles)} of the articles. "
        f"The sentence leaves the speaker out in {_share(total.without_speaker, statements)} of the statements."
    )
    yield from _table(
        "Outlets",
        _COLUMNS,
        _outlets(report),
    )
    for title, counts, shown in (
        ("Rules", report.rules, 20),
        ("Speech acts", report.acts, 10),
        ("Sources by kind", report.kinds, 5),
    ):
        yield from _table(title, (title.lower(), "count", "share"), _shares(counts, shown))
    yield ""
    yield f"## The {SHOWN_CUES} most frequent cues"
    yield ""
    yield "، ".join(f"{cue} {count:,}" for cue, count in report.cues.most_common(SHOWN_CUES)) + "."
    yield ""
    yield "## Unknown cues"
    yield ""
    yield (
        "Words in the normal form directly before a colon, a quotation mark or أن (with or without إلى, على, من, عن or "
        "ب between) that no cue lexicon has, and that no other lexicon knows as a noun, a name or a function word. How "
        "often: in all (before أن, before a colon, before a quotation mark)."
    )
    yield ""
    yield "، ".join(unknown_rows(report, SHOWN_UNKNOWN)) + "."


def unknown_rows(report: Report, count: int) -> list[str]:
    """Give the most frequent words that may be cues, with their counts."""
    ranked = sorted(report.unknown.items(), key=lambda item: (-item[1].total(), item[0]))[:count]
    return [f"{word} {of.total():,} ({of['clause']:,}, {of['colon']:,}, {of['mark']:,})" for word, of in ranked]


def _outlets(report: Report) -> Iterator[tuple[str, ...]]:
    ranked = sorted(report.outlets.items(), key=lambda item: (-item[1].articles, item[0]))
    small = Outlet()
    for name, of in ranked:
        if of.articles >= LARGE:
            yield _outlet_row(name, of)
        else:
            small.articles += of.articles
            small.statements += of.statements
            small.predictions += of.predictions
            small.without_speaker += of.without_speaker
    if small.articles:
        yield _outlet_row("all others", small)


def _outlet_row(name: str, of: Outlet) -> tuple[str, ...]:
    per_article = (f"{count / of.articles:.2f}" for count in (of.statements, of.predictions))
    return name, f"{of.articles:,}", *per_article, _share(of.without_speaker, of.statements)


def _shares(counts: Counter[str], shown: int) -> Iterator[tuple[str, ...]]:
    for name, count in counts.most_common(shown):
        yield name, f"{count:,}", _share(count, counts.total())


def _table(title: str, columns: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    yield from ("", f"## {title}", "", f"| {' | '.join(columns)} |", f"| --- |{' --: |' * (len(columns) - 1)}")
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _share(part: int, of: int) -> str:
    return f"{part / of:.1%}" if of else "–"


def _resident() -> float:
    """Give the memory that this process holds now, in MiB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


if __name__ == "__main__":
    sys.exit(main())
