from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from kg.cli.output import FORMATS, one_line, opened_output, print_rows, width
from kg.stores.base import Rows

ROWS = Rows(
    ("speaker", "count", "text"),
    (("عبد الله النجار", 3, 'قال: "نعم|لا"\nثم <سكت>'), (None, 0, ["a", "ب"]), ("x", True, "\u202eabc\u202c\x1b[31m")),
)
CONTROLS = {"\u2066", "\u2067", "\u2068", "\u2069", "\u200e", "\u200f"}


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def printed(form: str, stream: io.StringIO | None = None) -> str:
    stream = io.StringIO() if stream is None else stream
    FORMATS[form](ROWS, stream)
    return stream.getvalue()


def test_json_is_one_array_and_jsonl_one_object_a_line() -> None:
    assert json.loads(printed("json")) == ROWS.as_dicts()
    assert [json.loads(line) for line in printed("jsonl").splitlines()] == ROWS.as_dicts()


@pytest.mark.parametrize(("form", "delimiter"), [("csv", ","), ("tsv", "\t")])
def test_separated_values_come_back(form: str, delimiter: str) -> None:
    found = list(csv.reader(io.StringIO(printed(form), newline=""), delimiter=delimiter))
    assert found[:2] == [list(ROWS.columns), ["عبد الله النجار", "3", 'قال: "نعم|لا"\nثم <سكت>']]
    assert found[2:] == [["", "0", '["a", "ب"]'], ["x", "true", "\u202eabc\u202c\x1b[31m"]]


def test_markdown_keeps_its_columns() -> None:
    lines = printed("md").splitlines()
    assert lines[1] == "| --- | --- | --- |"
    assert lines[2] == '| عبد الله النجار | 3 | قال: "نعم\\|لا" ثم &lt;سكت> |'
    assert len(lines) == 5


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_sets_directions_outside_of_a_terminal(form: str) -> None:
    assert not CONTROLS & set(printed(form))


def test_on_a_terminal_each_arabic_cell_stands_alone_and_controls_are_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("KG_COLOR", "never")
    lines = printed("table", Terminal()).splitlines()
    assert lines[0].split() == ["speaker", "count", "text"]
    assert lines[1].startswith("\u2068عبد الله النجار\u2069  3")
    assert lines[1].count("\u2068") == lines[1].count("\u2069") == 2
    assert lines[3].endswith("abc [31m")
    assert "\x1b" not in "".join(lines)


def test_numbers_stand_right_and_words_left() -> None:
    stream = io.StringIO()
    FORMATS["table"](Rows(("name", "share", "is_local"), (("أب", 0.5, True), ("abc", None, False))), stream)
    assert stream.getvalue() == "name  share  is_local\nأب      0.5  true\nabc          false\n"


@pytest.mark.parametrize("columns", ["100", "20"])
def test_names_of_columns_are_coloured_on_a_terminal_unless_told_otherwise(
    columns: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("KG_COLOR", "auto")
    assert "\x1b[36mspeaker\x1b[0m" in printed("table", Terminal())
    assert "\x1b" not in printed("table")
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in printed("table", Terminal())
    monkeypatch.setenv("KG_COLOR", "always")
    assert "\x1b[36mspeaker\x1b[0m" in printed("table")


def test_a_line_of_text_is_no_longer_than_is_read_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "300")
    stream = io.StringIO()
    FORMATS["table"](Rows(("text",), (("قال " * 200,),)), stream)
    assert max(map(width, stream.getvalue().splitlines())) <= 110


def test_a_table_too_wide_becomes_blocks_in_which_nothing_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    sentence = "قال الخبير إن المفاوضات ستستمر أشهرا قبل أن تصل الأطراف إلى اتفاق مكتوب"
    stream = io.StringIO()
    FORMATS["table"](Rows(("speaker", "sentence"), (("عمر", sentence), ("سعاد", "نعم"))), stream)
    text = stream.getvalue()
    assert all(width(line) <= 40 for line in text.splitlines())
    first, second = text.split("\n\n")
    assert first.split() == ["speaker", "عمر", "sentence", *sentence.split()]
    assert second.split() == ["speaker", "سعاد", "sentence", "نعم"]


def test_no_rows_give_the_names_of_the_columns() -> None:
    stream = io.StringIO()
    FORMATS["table"](Rows(("a", "b"), ()), stream)
    assert stream.getvalue() == "a  b\n"


def test_vowel_marks_take_no_room_and_wide_characters_two() -> None:
    assert width("قَالَ") == 3
    assert width("新聞") == 4
    assert width("a\u200bb") == 2


def test_one_line_is_one_line() -> None:
    assert one_line("a\nb\u2028c\x1b[0m\u202e") == "a b c [0m"


def test_rows_go_to_a_file_and_notes_to_standard_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "rows.jsonl"
    print_rows(Rows(("a",), ((1,),), is_cut=True, notes=("no such label",)), output=str(path))
    told = capsys.readouterr()
    assert path.read_text() == '{"a": 1}\n'
    assert told.out == ""
    assert told.err == "kg: no such label\nkg: only the first 1 rows; --limit 0 for all\n"


def _write_half(path: Path) -> None:
    with opened_output(str(path)) as stream:
        stream.write("half")
        raise RuntimeError


def test_a_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "out.txt"
    path.write_text("before")
    path.chmod(0o640)
    with pytest.raises(RuntimeError):
        _write_half(path)
    assert path.read_text() == "before"
    with opened_output(str(path)) as stream:
        stream.write("after")
        assert path.read_text() == "before"
    assert path.read_text() == "after"
    assert path.stat().st_mode & 0o777 == 0o640
    assert [entry.name for entry in tmp_path.iterdir()] == ["out.txt"]


def test_a_link_stays_a_link_and_a_device_stays_a_device(tmp_path: Path) -> None:
    target, link = tmp_path / "target.txt", tmp_path / "link.txt"
    link.symlink_to(target)
    with opened_output(str(link)) as stream:
        stream.write("x")
    assert link.is_symlink()
    assert target.read_text() == "x"
    with opened_output("/dev/null") as stream:
        stream.write("x")
    assert Path("/dev/null").is_char_device()
