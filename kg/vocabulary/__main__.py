"""Write the files that are made from the table, or tell which are not as the table has them."""

from __future__ import annotations

import sys
from pathlib import Path

from kg.vocabulary import files

ROOT = Path(__file__).resolve().parent.parent.parent  #: the files are written in a checkout only


def main(arguments: list[str]) -> int:
    """Give 0 where all is as the table has it, 1 where a file is not, 2 for another argument than ``--write``."""
    if arguments not in ([], ["--write"]):
        print("usage: python -m kg.vocabulary [--write]", file=sys.stderr)
        return 2
    differ = [path for path, text in files().items() if _read(path) != text]
    for path in differ:
        if arguments:
            (ROOT / path).write_text(files()[path], encoding="utf-8")
        print(path if arguments else f"{path}: not as ontology/schema.toml has it; python -m kg.vocabulary --write")
    return 1 if differ and not arguments else 0


def _read(path: str) -> str | None:
    return (ROOT / path).read_text(encoding="utf-8") if (ROOT / path).is_file() else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
