"""The examples in README.md: commands, each with what it prints, and a statement as JSON.

``python -m tests.readme`` runs them on the example articles and writes down anew what has changed.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
import shlex
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.cli.main import COMMANDS, cli, run
from kg.extraction import Extraction
from kg.loaders import read
from kg.resources import resource
from kg.run import extract
from tests.conftest import CHECKOUT

README = CHECKOUT / "README.md"
EXAMPLES = Path(str(resource("examples")))
COLUMNS = "100"
_WIDTH = 110
_CONSOLE = re.compile(r"(?<=```console\n)\$ kg (.*)\n([^`]*)(?=```)")
_JSON = re.compile(r"(?<=```json\n)\{[^`]*\}\n(?=```)")


def examples(text: str) -> list[tuple[str, str]]:
    """Give the commands in a text like README.md, without ``kg``, and what it says they print."""
    return [(match[1], match[2]) for match in _CONSOLE.finditer(text)]


def printed(command: str, db: Path) -> str:
    """Run a command on the database and give its results as they stand on a terminal of 100 columns."""
    args = shlex.split(command)
    is_table = any(parameter.name == "form" for parameter in _parameters(args[0])) and "--format" not in args
    with _environment(COLUMNS=COLUMNS, KG_DB=str(db)), contextlib.redirect_stdout(io.StringIO()) as out:
        status = run([*args, *(["--format", "table"] if is_table else [])])
    assert status == 0, f"kg {command}: {status}"
    return out.getvalue()


def statement_like(shown: dict[str, Any], extractions: list[Extraction]) -> dict[str, Any]:
    """Find the statement with the content that is shown, and give of it what is shown: the same keys."""
    for extraction in extractions:
        for statement in extraction.to_json()["statements"]:
            if statement["content"][0]["text"] == shown["content"][0]["text"]:
                return {key: statement[key] for key in shown}
    raise AssertionError(f"no statement with the content {shown['content'][0]['text']!r}")


def shown_statements(text: str) -> list[dict[str, Any]]:
    """Give the statements that a text like README.md shows as JSON."""
    return [json.loads(found) for found in _JSON.findall(text)]


def extractions() -> list[Extraction]:
    return [item for item in extract(read([EXAMPLES])) if isinstance(item, Extraction)]


def main() -> None:
    made = extractions()
    with tempfile.TemporaryDirectory() as folder:
        db = Path(folder) / "kg.db"
        printed(f"add {shlex.quote(str(EXAMPLES))}", db)
        text = README.read_text(encoding="utf-8")
        text = _CONSOLE.sub(lambda match: f"$ kg {match[1]}\n{printed(match[1], db)}", text)
        text = _JSON.sub(lambda match: _by_lines(statement_like(json.loads(match[0]), made)), text)
    README.write_text(text, encoding="utf-8")
    print(f"wrote {README}")


def _parameters(command: str) -> Iterator[Any]:
    assert command in COMMANDS, f"no command {command}"
    found = cli.get_command(None, command)  # type: ignore[arg-type]
    assert found is not None
    yield from found.params


@contextlib.contextmanager
def _environment(**values: str) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in values}
    os.environ.update(values)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _by_lines(statement: dict[str, Any]) -> str:
    """Write a key a line; what is too long for one is opened up."""
    lines = []
    for key, value in statement.items():
        line = f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False)}"
        if len(line) > _WIDTH:
            line = f"{json.dumps(key)}: {json.dumps(value, ensure_ascii=False, indent=2)}".replace("\n", "\n  ")
        lines.append(f"  {line}")
    return "{\n" + ",\n".join(lines) + "\n}\n"


if __name__ == "__main__":
    main()
