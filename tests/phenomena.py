"""How well each phenomenon is handled, as a table: ``python -m tests.phenomena`` writes docs/phenomena.md."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from kg.evaluate import Counts
from kg.run import extract_article
from tests.case_format import Case, read_cases
from tests.case_match import Comparison, compare

PAGE = Path(__file__).parent.parent / "docs" / "phenomena.md"
_HEAD = """\
# Phenomena

How well each phenomenon of reported speech is handled, on our sentences in `tests/cases/statements/`, one file each.
A case passes when all that it checks is right (`tests/cases/README.md`). P, R and F1 are of statements with the right
source, and of predictions with the right source and polarity; a dash where there are none. The sentences are short, and
many are near misses: the figures compare phenomena and versions, they do not tell how well news articles are read.

Written by `python -m tests.phenomena`; do not edit by hand.

| phenomenon | cases | passed | statements | P | R | F1 | predictions | P | R | F1 |
| --- | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: |
"""


def main() -> None:
    PAGE.parent.mkdir(exist_ok=True)
    PAGE.write_text(_HEAD + "\n".join(rows(list(compared(read_cases())))) + "\n", encoding="utf-8")
    print(f"wrote {PAGE}")


def compared(cases: Iterable[Case]) -> Iterator[tuple[Case, Comparison]]:
    for case in cases:
        yield case, compare(case.gold, extract_article(case.article), case.check)


def rows(results: list[tuple[Case, Comparison]]) -> Iterator[str]:
    """Yield one row a phenomenon, and one for all."""
    for phenomenon, group in groupby(results, key=lambda result: result[0].phenomenon):
        yield _row(phenomenon.replace("_", " "), [comparison for _, comparison in group])
    yield _row("**all**", [comparison for _, comparison in results])


def _row(name: str, comparisons: list[Comparison]) -> str:
    passed = sum(not comparison.problems for comparison in comparisons)
    statements = sum((comparison.statements for comparison in comparisons), Counts())
    predictions = sum((comparison.predictions for comparison in comparisons), Counts())
    cells = [name, str(len(comparisons)), str(passed), *_figures(statements), *_figures(predictions)]
    return f"| {' | '.join(cells)} |"


def _figures(counts: Counts) -> list[str]:
    shares = (
        (counts.precision, counts.predicted),
        (counts.recall, counts.gold),
        (counts.f1, counts.gold + counts.predicted),
    )
    return [str(counts.gold), *(f"{share:.2f}" if of else "–" for share, of in shares)]


if __name__ == "__main__":
    main()
