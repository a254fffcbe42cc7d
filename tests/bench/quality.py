"""How much better than simple baselines: scored alike on the development gold, in one table.

python -m tests.bench.quality
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from kg.article import Article, Rejected
from kg.evaluate import evaluate
from kg.extraction import Extraction
from kg.extractions import read_extractions
from kg.loaders import read
from kg.run import extract_article
from tests.bench.baselines import BASELINES
from tests.bench.bulk import AbsentError, shared

T = TypeVar("T")
ROWS = ("statements", "attributed statements", "predictions", "attributed predictions")


def main() -> None:
    """Print the table; where there is no gold, why."""
    try:
        print(table(*dev()))
    except AbsentError as reason:
        print(f"baselines: skipped, {reason}")


def dev() -> tuple[dict[str, Extraction], list[Article]]:
    """Give the development gold by identifier, and its articles."""
    folder = shared() / "gold"
    with (folder / "dev.gold.jsonl").open("rb") as stream:
        gold = [_whole(item) for item in read_extractions(stream, "dev.gold.jsonl")]
    return {it.id: it for it in gold}, [_whole(item) for item in read([folder / "dev.articles.jsonl"])]


def table(gold: dict[str, Extraction], articles: list[Article]) -> str:
    """Give precision, recall and F1 of each way as a table in Markdown, best F1 of statements last."""
    ways: dict[str, Callable[[Article], Extraction]] = {**BASELINES, "Qawl": extract_article}
    lines = [
        f"precision, recall and F1 on the {len(articles)} articles of the development gold",
        "",
        f"| {'':30} | {' | '.join(f'{row:22}' for row in ROWS)} |",
        f"| {'-' * 30} | {' | '.join('-' * 22 for _ in ROWS)} |",
    ]
    for name, way in ways.items():
        counts = evaluate(gold, {article.id: way(article) for article in articles})
        cells = (f"{counts[row].precision:.3f}  {counts[row].recall:.3f}  {counts[row].f1:.3f}" for row in ROWS)
        lines.append(f"| {name:30} | {' | '.join(f'{cell:22}' for cell in cells)} |")
    return "\n".join(lines)


def _whole(item: T | Rejected) -> T:
    if isinstance(item, Rejected):
        raise ValueError(f"{item.where}: {item.reason}")
    return item


if __name__ == "__main__":
    main()
