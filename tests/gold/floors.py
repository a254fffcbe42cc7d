"""The least that both golds must reach: no change lowers a score unseen.

python -m tests.gold.floors    write the scores of today, rounded down, as the floors
"""

from __future__ import annotations

import hashlib
import json
from math import floor
from pathlib import Path
from typing import Any

from kg.article import Article
from kg.extraction import Extraction
from tests.bench.quality import dev
from tests.gold.unseen import scores, unseen

FILE = Path(__file__).with_name("floors.json")
GOLDS = {"dev": dev, "unseen": unseen}


def digest(gold: dict[str, Extraction]) -> str:
    """Give 16 hexadecimal digits that change with the gold."""
    lines = (json.dumps(gold[id].to_json(), ensure_ascii=False, sort_keys=True) for id in sorted(gold))
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


def measured(gold: dict[str, Extraction], articles: list[Article]) -> dict[str, Any]:
    """Give the floors that the pipeline reaches on a gold, with what they were measured on."""
    return {
        "articles": len(gold),
        "statements": sum(len(record.statements) for record in gold.values()),
        "digest": digest(gold),
        "f1": {name: floor(counts.f1 * 100) / 100 for name, counts in scores(gold, articles).items()},
    }


def main() -> None:
    """Write the file."""
    data = {name: measured(*read()) for name, read in GOLDS.items()}
    FILE.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")
    print(f"wrote {FILE}")


if __name__ == "__main__":
    main()
