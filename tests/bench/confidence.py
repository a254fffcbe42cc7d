"""How far the confidence of a statement can be believed, and the weights that it is made of.

Fits a logistic regression on the golds, tests it on every outlet with a model that never saw it, and prints how the
estimates hold (reliability diagram, expected calibration error over ten bins) and how much they differ by outlet.

python -m tests.bench.confidence [--write]    --write puts the weights fitted on everything into the lexicon
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from dataclasses import dataclass
from statistics import mean, pstdev

import numpy as np

from kg.align import align
from kg.pipeline.confidence import FILE
from kg.run import extract_article
from tests.bench.bulk import AbsentError
from tests.bench.quality import dev
from tests.conftest import CHECKOUT
from tests.gold.unseen import unseen

_BINS = 10
_PENALTY = 1.0  # L2, on all weights but the constant
_RARE = 8  # a feature seen less often gets no weight

Weights = dict[str, float]


@dataclass(frozen=True)
class Case:
    """One statement that came out, and whether it was right: content found, source that of the gold."""

    outlet: str
    features: tuple[str, ...]
    is_right: bool


def cases() -> list[Case]:
    """Extract the articles of both golds and judge every statement."""
    found = []
    for gold, articles in (dev(), unseen()):
        for article in articles:
            alignment = align(gold[article.id], extract_article(article, explain=True))
            right = {id(p) for g, p in alignment.statements.pairs if alignment.is_attributed(g, p)}
            found += [
                Case(article.outlet or "", one.features, id(one) in right) for one in alignment.statements.predicted
            ]
    return found


def fit(known: list[Case]) -> Weights:
    """Fit the log odds of each feature by Newton's method; ``all`` is the constant."""
    counts: dict[str, int] = defaultdict(int)
    for case in known:
        for name in case.features:
            counts[name] += 1
    names = ["all", *sorted(name for name, count in counts.items() if count >= _RARE)]
    place = {name: number for number, name in enumerate(names)}
    x = np.zeros((len(known), len(names)))
    x[:, 0] = 1
    for row, case in enumerate(known):
        x[row, [place[name] for name in case.features if name in place]] = 1
    y = np.array([case.is_right for case in known], dtype=float)
    penalty = np.diag([0.0, *[_PENALTY] * (len(names) - 1)])
    weights = np.zeros(len(names))
    for _ in range(25):
        p = 1 / (1 + np.exp(-x @ weights))
        gradient = x.T @ (y - p) - penalty @ weights
        weights += np.linalg.solve(x.T @ (x * (p * (1 - p))[:, None]) + penalty, gradient)
    return dict(zip(names, map(float, weights), strict=True))


def estimate(weights: Weights, case: Case) -> float:
    return float(1 / (1 + np.exp(-weights["all"] - sum(weights.get(name, 0.0) for name in case.features))))


def crossed(known: list[Case]) -> list[tuple[Case, float]]:
    """Give every case with the estimate of a model that was fitted without its outlet."""
    outlets = sorted({case.outlet for case in known})
    models = {outlet: fit([case for case in known if case.outlet != outlet]) for outlet in outlets}
    return [(case, estimate(models[case.outlet], case)) for case in known]


def main() -> None:
    """Print the tables, and with --write the weights into their file."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--write", action="store_true", help=f"put the weights into {FILE}")
    options = parser.parse_args()
    try:
        known = cases()
    except AbsentError as reason:
        print(f"confidence: skipped, {reason}")
        return
    judged = crossed(known)
    print(f"{len(known)} statements, each estimated without its outlet\n")
    print("estimate    statements   mean estimate   share right")
    error = 0.0
    for number in range(_BINS):
        inside = [(c, p) for c, p in judged if min(int(p * _BINS), _BINS - 1) == number]
        if not inside:
            continue
        believed, right = mean(p for _, p in inside), mean(c.is_right for c, _ in inside)
        error += len(inside) / len(judged) * abs(believed - right)
        bar, low = "#" * round(right * 20), number / _BINS
        print(f"{low:.1f} to {low + 1 / _BINS:.1f}  {len(inside):10}   {believed:13.2f}   {right:11.2f}  {bar}")
    print(f"\nexpected calibration error {error:.3f}")
    by_outlet = defaultdict(list)
    for case, p in judged:
        by_outlet[case.outlet].append((case.is_right, p))
    gaps = [mean(r for r, _ in rows) - mean(p for _, p in rows) for rows in by_outlet.values() if len(rows) >= 20]
    print(f"share right minus estimate by outlet ({len(gaps)} with 20 or more): {mean(gaps):+.3f} ± {pstdev(gaps):.3f}")
    for least in (0.5, 0.7, 0.8, 0.9):
        kept = [case.is_right for case, p in judged if p >= least]
        if kept:
            print(f"from {least:.1f} on: {len(kept) / len(judged):.0%} of the statements, {mean(kept):.0%} right")
    weights = fit(known)
    if options.write:
        lines = [
            "# What tells for and against a statement (log odds): fitted by `make calibrate` on the golds, not edited.",
            "# The weights come from counting how often the pipeline was right; nothing of the texts is in them.",
            "",
            "[weights]",
            *(f'"{name}" = {weight:.3f}' for name, weight in weights.items()),
        ]
        (CHECKOUT / FILE).write_text("\n".join(lines) + "\n", encoding="utf-8")
        print(f"wrote {FILE}")
    else:
        for name, weight in sorted(weights.items(), key=lambda item: -abs(item[1])):
            print(f"{weight:+.2f}  {name}")


if __name__ == "__main__":
    main()
