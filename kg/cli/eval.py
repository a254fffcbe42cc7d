"""The command that scores extractions against gold."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from io import BufferedReader, BytesIO
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from kg.cli.output import (
    REJECTED,
    format_option,
    one_line,
    opened_output,
    output_option,
    print_rows,
    progress,
    say,
    tell_rejected,
)
from kg.errors import DataError

if TYPE_CHECKING:
    from kg.article import Article, Rejected
    from kg.evaluate import Counts, Mistake
    from kg.extraction import Extraction, Span

COLUMNS = ("measure", "precision", "recall", "f1", "gold", "predicted")
_STDIN = "-"
_DIGITS = 4
_LONGEST = 160  # code points of a content that are shown
_path = click.Path(exists=True, allow_dash=True)


@click.command("eval")
@click.argument("gold", type=_path)
@click.argument("found", type=_path, metavar="X")
@click.option(
    "--errors",
    "most",
    type=click.IntRange(min=0),
    default=0,
    metavar="N",
    help="Tell the first N mistakes on standard error.",
)
@click.option("--articles", type=_path, metavar="FILE", help="The articles, so that mistakes are told in their words.")
@click.option("--min-confidence", type=click.FloatRange(0, 1), help="Leave out statements below.  [default: 0]")
@format_option
@output_option
@click.pass_context
def evaluate(
    context: click.Context,
    gold: str,
    found: str,
    most: int,
    articles: str | None,
    min_confidence: float,
    form: str | None,
    output: str | None,
) -> None:
    """Score the extractions or articles in X against GOLD.

    GOLD and X are JSON Lines as 'kg extract' prints them, paired by the article's "id"; an article that X lacks counts
    as empty. If X holds articles ("text" instead of "statements"), they are extracted first. Each measure has
    precision, recall and F1; of one with | what comes behind it is given, and all three are the accuracy. --format
    json gives one object keyed by measure.

    \b
    Example:
        kg eval gold.jsonl articles.jsonl --errors 20
    """
    from kg.article import Rejected
    from kg.evaluate import alignments, mistakes
    from kg.evaluate import evaluate as count
    from kg.run import confident

    if [gold, found, articles].count(_STDIN) > 1:
        raise click.UsageError("standard input (-) can be read only once")
    wanted = _read_gold(gold)
    texts: dict[str, str] = {}
    extractions: dict[str, Extraction] = {}
    is_all = True
    for item in progress(_extractions(found, texts), "articles"):
        if isinstance(item, Rejected):
            is_all = False
            tell_rejected(item)
        else:
            extractions[item.id] = confident(item, min_confidence)
    _check_same_articles(wanted, extractions, gold, found)
    if articles is not None:
        texts |= _texts(articles)
    _print(count(wanted, extractions), len(wanted), form, output)
    if most:
        all_mistakes = (it for alignment in alignments(wanted, extractions) for it in mistakes(alignment))
        for line in islice(_lines(all_mistakes, texts), most):
            click.echo(line, err=True)
    if not is_all:
        context.exit(REJECTED)


def _read_gold(path: str) -> dict[str, Extraction]:
    """Read all of the gold; one bad line makes every figure wrong, so it raises."""
    from kg.article import Rejected
    from kg.extractions import read_extractions

    found: dict[str, Extraction] = {}
    with _opened(path) as stream:
        for item in read_extractions(stream, path):
            if isinstance(item, Rejected):
                raise DataError(f"{item.where}: {item.reason}")
            if item.id in found:
                raise DataError(f"{path}: wanted one line for each article, found two of {item.id!r}; take one out")
            sources = {source.id for source in item.sources}
            for statement in item.statements:
                if statement.source not in sources:
                    raise DataError(f"{path}: {item.id}: statement {statement.id} has the source {statement.source!r}, "
                                    "which is not among the sources")  # fmt: skip
            found[item.id] = item
    if not found:
        raise DataError(f"{path}: wanted gold, one article a line, found nothing")
    return found


def _extractions(path: str, texts: dict[str, str]) -> Iterator[Extraction | Rejected]:
    """Yield what X holds, or what comes of its articles; the texts of those are kept in ``texts``."""
    from kg.extractions import has_extractions, read_extractions
    from kg.loaders import find_loaders, read
    from kg.run import extract

    if os.path.isdir(path):
        yield from extract(_noted(read([path]), texts))
        return
    with _opened(path) as stream:
        is_extracted = has_extractions(stream)
        stream.seek(0)
        if is_extracted:
            yield from read_extractions(stream, path)
        elif os.path.isfile(path):
            yield from extract(_noted(read([path]), texts))
        else:
            yield from extract(_noted(find_loaders()["jsonl"].read(stream, path, None), texts))


def _noted(items: Iterable[Article | Rejected], texts: dict[str, str]) -> Iterator[Article | Rejected]:
    from kg.article import Rejected

    for item in items:
        if not isinstance(item, Rejected):
            texts[item.id] = item.text
        yield item


def _texts(path: str) -> dict[str, str]:
    from kg.article import Rejected
    from kg.loaders import read

    texts: dict[str, str] = {}
    for item in _noted(read([path]), texts):
        if isinstance(item, Rejected):
            tell_rejected(item)
    return texts


@contextmanager
def _opened(path: str) -> Iterator[BufferedReader]:
    """Open what can be read twice: what is no ordinary file, such as standard input, is read into memory."""
    if os.path.isdir(path):
        raise DataError(f"{path}: wanted a file, found a folder")
    if os.path.isfile(path):
        with open(path, "rb") as stream:
            yield stream
        return
    data = sys.stdin.buffer.read() if path == _STDIN else Path(path).read_bytes()
    yield cast(BufferedReader, BufferedReader(BytesIO(data)))


def _check_same_articles(
    gold: Mapping[str, Extraction], found: Mapping[str, Extraction], gold_path: str, found_path: str
) -> None:
    """Raise where no article is in both; tell how many are in one only."""
    both = gold.keys() & found.keys()
    if found and not both:
        raise DataError(
            f"no article of {found_path} is in {gold_path}: wanted the same identifiers, "
            f"found {next(iter(found))!r} and {next(iter(gold))!r}"
        )
    if missing := len(gold) - len(both):
        say(f"{missing} of {len(gold)} articles of {gold_path} are not in {found_path} and count as empty")
    if more := len(found) - len(both):
        say(f"{more} of {len(found)} articles of {found_path} are not in {gold_path} and are passed over")


def _print(counts: Mapping[str, Counts], articles: int, form: str | None, output: str | None) -> None:
    from kg.stores.base import Rows

    rows = tuple(
        (name, *(round(share, _DIGITS) for share in (it.precision, it.recall, it.f1)), it.gold, it.predicted)
        for name, it in counts.items()
    )
    if form != "json":
        print_rows(Rows(COLUMNS, rows), form, output)
        say(f"{articles} articles")
        return
    figures = {"articles": articles} | {name: dict(zip(COLUMNS[1:], row, strict=True)) for name, *row in rows}
    with opened_output(output) as stream:
        json.dump(figures, stream, ensure_ascii=False, indent=1)
        stream.write("\n")


def _lines(found: Iterable[Mistake], texts: Mapping[str, str]) -> Iterator[str]:
    for mistake in found:
        words = " … ".join(_words(span, texts.get(mistake.article)) for span in mistake.spans)
        shown = f"«{words if len(words) <= _LONGEST else words[: _LONGEST - 1] + '…'}»"
        yield one_line(f"{mistake.article}: {_TOLD[mistake.what, mistake.problem](shown, mistake)}")


def _words(span: Span, text: str | None) -> str:
    """The words of a span, its offsets where they are not known."""
    return (text[span.start : span.end] if text is not None else span.text) or f"{span.start}–{span.end}"


_TOLD: Mapping[tuple[str, str], Callable[[str, Mistake], str]] = {
    ("statement", "missed"): lambda words, it: f"missed {words} by {it.gold}",
    ("statement", "spurious"): lambda words, it: f"not in the gold: {words} by {it.predicted or 'nobody'}",
    ("statement", "source"): lambda words, it: f"{words} is by {it.gold}, not by {it.predicted or 'nobody'}",
    ("prediction", "missed"): lambda words, it: f"missed the prediction {words} by {it.gold}",
    ("prediction", "spurious"): lambda words, it: f"no prediction in the gold: {words} by {it.predicted or 'nobody'}",
    ("prediction", "polarity"): lambda words, it: f"the prediction {words} is {it.gold}, not {it.predicted}",
}
