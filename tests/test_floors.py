"""Quality has a floor on both golds; see tests/gold/README.md."""

from __future__ import annotations

import json

import pytest

from tests.bench.bulk import AbsentError
from tests.gold.floors import FILE, GOLDS, digest
from tests.gold.unseen import scores

FLOORS = json.loads(FILE.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", GOLDS)
def test_no_score_falls_below_its_floor(name: str) -> None:
    try:
        gold, articles = GOLDS[name]()
    except AbsentError as reason:
        pytest.skip(str(reason))
    floors = FLOORS[name]
    assert (len(gold), digest(gold)) == (floors["articles"], floors["digest"]), (
        "another gold: python -m tests.gold.floors"
    )
    found = scores(gold, articles)
    low = {row: (round(found[row].f1, 3), least) for row, least in floors["f1"].items() if found[row].f1 < least}
    assert not low, f"below the floor (score, floor): {low}"
