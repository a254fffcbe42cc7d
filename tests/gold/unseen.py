"""The gold on articles outside the development gold: stand-off annotation joined with its texts.

python -m tests.gold.unseen [--errors N | --blind]
"""

from __future__ import annotations

import argparse
import json
from itertools import islice
from pathlib import Path
from typing import Any

from kg.article import Article, Rejected
from kg.evaluate import Counts, alignments, evaluate, mistakes
from kg.extraction import (
    Affiliation,
    Cue,
    Extraction,
    Horizon,
    Prediction,
    Role,
    Source,
    Span,
    Statement,
)
from kg.loaders import read
from kg.run import extract_article
from tests.bench.bulk import AbsentError, bulk, shared

FILE = Path(__file__).with_name("unseen.jsonl")


def unseen(blind_only: bool = False) -> tuple[dict[str, Extraction], list[Article]]:
    """Give the gold by identifier, and its articles; AbsentError where their texts are not there."""
    records = {record["id"]: record for record in _records() if record["blind"] or not blind_only}
    articles: dict[str, Article] = {}
    pool = (item for item in read([shared() / "corpus" / "quotes_pool.jsonl"]) if not isinstance(item, Rejected))
    for source in (pool, bulk()):
        for article in source:
            if len(articles) == len(records):
                break
            if article.id in records and article.id not in articles:
                articles[article.id] = article
    for id, record in records.items():
        if id not in articles or articles[id].text_hash != record["sha256"]:
            raise AbsentError(f"{FILE.name}: the text of {id} is not there, or is another")
    return {id: _extraction(record, articles[id].text) for id, record in records.items()}, list(articles.values())


def _records() -> list[dict[str, Any]]:
    return [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]


def _extraction(record: dict[str, Any], text: str) -> Extraction:
    def span(place: list[int]) -> Span:
        return Span(place[0], place[1], text[place[0] : place[1]])

    def words(place: list[int] | None) -> str | None:
        return span(place).text if place is not None else None

    sources = tuple(
        Source(
            it["id"],
            span(it["name"]).text,
            it["kind"],
            tuple(Role(span(role)) for role in it["roles"]),
            tuple(Affiliation(span(body)) for body in it["affiliations"]),
            tuple(span(alias).text for alias in it["aliases"]),
        )
        for it in record["sources"]
    )
    statements = tuple(
        Statement(
            it["id"],
            it["source"],
            it["type"],
            tuple(map(span, it["content"])),
            cue=Cue(span(it["cue"]), "") if it["cue"] is not None else None,
            mention=span(it["mention"]) if it["mention"] is not None else None,
            told_to=words(it["told_to"]),
            via=words(it["via"]),
            within=it["within"],
            predictions=tuple(
                Prediction(
                    span(claim["span"]),
                    claim["polarity"],
                    claim["certainty"],
                    horizon=Horizon(span(claim["horizon"])) if claim["horizon"] is not None else None,
                )
                for claim in it["predictions"]
            ),
        )
        for it in record["statements"]
    )
    return Extraction(record["id"], sources, statements)


def scores(gold: dict[str, Extraction], articles: list[Article]) -> dict[str, Counts]:
    """Extract the articles and count each measure."""
    return evaluate(gold, {article.id: extract_article(article) for article in articles})


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--errors", type=int, default=0, metavar="N", help="print the first N errors")
    parser.add_argument("--blind", action="store_true", help="only the articles whose errors nobody has looked at")
    options = parser.parse_args()
    if options.errors and options.blind:
        parser.error("--blind and --errors exclude each other: errors once read are no longer blind")
    gold, articles = unseen(options.blind)
    print(f"{len(gold)} articles outside the development gold, of {len({it.outlet for it in articles})} outlets")
    for name, counts in scores(gold, articles).items():
        print(f"{name:27} {counts.precision:6.3f} {counts.recall:6.3f} {counts.f1:6.3f} {counts.gold:6}")
    extractions = {article.id: extract_article(article) for article in articles}
    seen = {record["id"]: gold[record["id"]] for record in _records() if not record["blind"] and not options.blind}
    found = (mistake for one in alignments(seen, extractions) for mistake in mistakes(one))
    for mistake in islice(found, options.errors):
        words = " … ".join(span.text for span in mistake.spans)
        print(f"{mistake.article}: {mistake.problem} «{words}» gold: {mistake.gold}, got: {mistake.predicted}")


if __name__ == "__main__":
    main()
