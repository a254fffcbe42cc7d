"""Bad input through the commands: one clear line each, the right exit status, and nothing else lost."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kg.article import Article
from kg.ledger import Ledger
from tests.cli.conftest import Done

KG = Callable[..., Done]
COMMANDS = ("add", "extract", "read")
TEXT = 'قال الوزير سالم الراوي: "العمل مستمر في المشروع".'
MIXED = (
    'قال \u202bالوزير\u202c سالم الراوي: "العمل\u200f مستمر\u0000 في \u2066Plan B\u2069\x1b[31m المشروع\x07".\u061c\r\n'
)
MARKS = '«»"" “” ‘ \' „'

# Files that are no article, and how the line that tells of each goes on behind its name.
BAD: dict[str, tuple[bytes, str]] = {
    "binary.jsonl": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", ": binary data (byte 8 is NUL): wanted text in UTF-8"),
    "binary.txt": (b"\x7fELF\x02\x01\x01\x00", ": binary data (byte 7 is NUL): wanted text in UTF-8"),
    "broken.jsonl": (b'{"text": "cut\n', ":1: broken JSON at column 10"),
    "empty.jsonl": (b"", ": empty: wanted an article, found no bytes"),
    "empty.txt": (b"", ": empty: wanted an article, found no bytes"),
    "invalid.jsonl": (b'{"text": "\xe7\xc7\xe1"}\n', ":1: byte 10 (0xE7) is not UTF-8"),
    "invalid.txt": (TEXT.encode("cp1256"), ": byte 0 (0xDE) is not UTF-8"),
    "missing.jsonl": (b'{"id": "1", "body": "x"}\n', ":1: no text: wanted the key 'text'"),
    "surrogate.jsonl": (b'{"text": "a \\ud800"}\n', ":1: text: character 2 is half of a surrogate pair"),
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for variable in [name for name in os.environ if name.startswith("KG_")]:
        monkeypatch.delenv(variable)
    return tmp_path


def line(text: str, id: str, **more: str) -> bytes:
    return json.dumps({"text": text, "id": id, **more}, ensure_ascii=False).encode() + b"\n"


def went_through(command: str, done: Done) -> list[str]:
    """Give the identifiers of the articles that a command read, in order; of ``add``, those that it keeps."""
    if command == "add":
        with Ledger.open(Path("kg.db")) as ledger:
            return [entry.article.id for entry in ledger.entries(ledger.articles())]
    return [json.loads(printed)["id"] for printed in done.out.splitlines()]


@pytest.mark.parametrize("command", COMMANDS)
def test_in_a_folder_each_bad_file_costs_one_line_and_only_itself(command: str, folder: Path, kg: KG) -> None:
    (folder / "news").mkdir()
    for name, (data, _) in BAD.items():
        (folder / "news" / name).write_bytes(data)
    (folder / "news" / "first.txt").write_text(f"{TEXT}\n", encoding="utf-8")
    (folder / "news" / "last.jsonl").write_bytes(line(TEXT, "a") + b"}\n\n" + line(TEXT + " ", "b"))
    done = kg(command, "news")
    assert done.status == 3
    told = done.err.splitlines()
    wanted = [*(f"news/{name}{reason}" for name, (_, reason) in BAD.items()), "news/last.jsonl:2: broken JSON"]
    for found, start in zip(told, sorted(wanted), strict=True):
        assert found.startswith(start)
    assert sorted(went_through(command, done)) == ["a", "b", "first"]


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("name", BAD)
def test_alone_it_gives_the_same_line_also_from_standard_input(
    command: str, name: str, folder: Path, kg: KG, monkeypatch: pytest.MonkeyPatch
) -> None:
    data, reason = BAD[name]
    (folder / name).write_bytes(data)
    done = kg(command, name)
    assert done.status == 3
    assert done.err.startswith(name + reason)
    assert done.err.count("\n") == 1
    assert went_through(command, done) == []
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BufferedReader(io.BytesIO(data))))
    form = "text" if name.endswith(".txt") else "jsonl"
    again = kg(command, "-", "--from", form)
    assert (again.status, again.err) == (3, done.err.replace(name, "-"))


@pytest.mark.parametrize("command", COMMANDS)
def test_a_line_of_fifty_megabytes_costs_only_itself(command: str, folder: Path, kg: KG) -> None:
    with (folder / "a.jsonl").open("wb") as stream:
        stream.write(line(TEXT, "before") + b'{"text": "')
        for _ in range(50):
            stream.write(b"a" * 2**20)
        stream.write(b'"}\n' + line(TEXT + " ", "behind"))
    done = kg(command, "a.jsonl")
    assert done.status == 3
    assert done.err == "a.jsonl:2: longer than 32 MiB, an article is far shorter: put each on its own line\n"
    assert sorted(went_through(command, done)) == ["before", "behind"]


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("content", [(), ("picture.png", ".hidden.txt")])
def test_a_folder_without_articles_is_told(command: str, content: tuple[str, ...], folder: Path, kg: KG) -> None:
    (folder / "none").mkdir()
    for name in content:
        (folder / "none" / name).write_text(TEXT, encoding="utf-8")
    (folder / "a.jsonl").write_bytes(line(TEXT, "a"))
    done = kg(command, "none", "a.jsonl")
    assert done.status == 3
    assert done.err.startswith("none: no articles: wanted files ending in .json, .jsonl, .ndjson, .txt, found none")
    assert done.err.count("\n") == 1
    assert went_through(command, done) == ["a"]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_file_that_is_not_there_is_told_before_anything_is_done(command: str, folder: Path, kg: KG) -> None:
    (folder / "a.jsonl").write_bytes(line(TEXT, "a"))
    done = kg(command, "a.jsonl", "none.jsonl")
    assert done.status == 2
    assert done.err == f"kg {command}: Invalid value for 'FILES...': Path 'none.jsonl' does not exist.\n"
    assert done.out == ""
    assert os.listdir(folder) == ["a.jsonl"]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_name_with_control_characters_is_told_on_one_line(command: str, folder: Path, kg: KG) -> None:
    (folder / "news").mkdir()
    (folder / "news" / "a\nb\x1b[31m\u202e.txt").write_bytes(b"")
    done = kg(command, "news")
    assert (done.status, done.err.count("\n")) == (3, 1)
    assert done.err.startswith("news/a b [31m.txt: empty")


@pytest.mark.parametrize("text", [MARKS, MIXED])
def test_odd_articles_are_kept_word_for_word(text: str, folder: Path, kg: KG) -> None:
    (folder / "a.jsonl").write_bytes(line(text, "odd", lang="ar", title=text) + line(TEXT, "plain"))
    extracted = {printed["id"]: printed for printed in map(json.loads, kg("extract", "a.jsonl").out.splitlines())}
    for statement in extracted["odd"]["statements"]:
        for span in (*statement["content"], statement["cue"], statement["evidence"]["sentence"]):
            assert span is None or text[span["start"] : span["end"]] == span["text"]
    done = kg("add", "a.jsonl")
    assert (done.status, done.err) == (0, "")
    with Ledger.open(folder / "kg.db") as ledger:
        entries = {entry.article.id: entry for entry in ledger.entries(ledger.articles())}
    assert entries["odd"].article == Article(text, "odd", title=text, lang="ar")
    assert entries["odd"].extraction.to_json() == extracted["odd"]
    counts: dict[str, Any] = json.loads(done.out)
    assert counts["added"] == 2
    assert counts["statements"] == sum(len(one["statements"]) for one in extracted.values())


def test_what_is_asked_of_a_text_with_control_characters_shows_none_on_one_line(folder: Path, kg: KG) -> None:
    (folder / "a.jsonl").write_bytes(line(MIXED, "odd", lang="ar"))
    kg("add", "a.jsonl")
    shown = kg("who", "الراوي", "--format", "table")
    assert shown.status == 0
    assert "العمل" in shown.out
    assert not set("\x00\x07\x1b\u202b\u200f") & set(shown.out)


@pytest.mark.parametrize("command", COMMANDS)
def test_the_installed_command_answers_alike(command: str, folder: Path) -> None:
    (folder / "a.jsonl").write_bytes(line(TEXT, "a") + b"{\n")
    done = subprocess.run([sys.executable, "-m", "kg", command, "a.jsonl"], capture_output=True, encoding="utf-8")
    assert done.returncode == 3
    assert done.stderr.startswith("a.jsonl:2: broken JSON at column")
    assert done.stderr.count("\n") == 1
    assert done.stdout.count("\n") == 1
