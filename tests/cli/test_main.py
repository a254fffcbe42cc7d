from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from importlib import import_module
from inspect import cleandoc
from pathlib import Path

import click
import pytest

from kg import __version__
from kg.cli.main import COMMANDS, run
from kg.cli.options import global_options
from kg.settings import SETTINGS

KG = [sys.executable, "-m", "kg"]
TEXT = "قال الوزير إن العمل مستمر."


def command(name: str) -> click.Command:
    module, attribute, _ = COMMANDS[name]
    found = getattr(import_module(module), attribute)
    assert isinstance(found, click.Command)
    return found


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for variable in [name for name in os.environ if name.startswith("KG_")]:
        monkeypatch.delenv(variable)


def settings(capsys: pytest.CaptureFixture[str], *args: str) -> dict[str, str]:
    assert run(args) == 0
    return {row["name"]: row["value"] for row in map(json.loads, capsys.readouterr().out.splitlines())}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_with_an_example_and_says_what_the_list_says(name: str) -> None:
    text = cleandoc(command(name).help or "")
    assert "Example:\n    kg " in text
    assert f"kg {name}" in text
    says = COMMANDS[name][2].rstrip(".")
    assert text.startswith(says), f"in the list: {says}"


@pytest.mark.parametrize("name", COMMANDS)
def test_no_command_takes_an_option_that_means_something_else_everywhere(name: str) -> None:
    shared = {option for parameter in global_options() for option in parameter.opts}
    settings = {setting.name for setting in SETTINGS}
    own = {option for parameter in command(name).params if parameter.name not in settings for option in parameter.opts}
    assert not own & shared


def test_help_lists_every_command_and_imports_none_of_them() -> None:
    script = (
        "import sys; from kg.cli.main import run; run(['--help']); "
        "print([it for it in ('spacy', 'kglite', 'kg.ledger', 'kg.cli.read') if it in sys.modules])"
    )
    shown = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout
    assert shown.splitlines()[-1] == "[]"
    assert all(f"\n  {name} " in shown for name in COMMANDS)


def test_global_options_stand_before_or_after_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert settings(capsys, "--db", "a.db", "-q", "settings")["db"] == "a.db"
    held = settings(capsys, "settings", "--db", "b.db", "-vv", "--color", "never")
    assert (held["db"], held["verbosity"], held["color"]) == ("b.db", "2", "never")
    assert settings(capsys, "--db", "a.db", "settings", "--db", "b.db")["db"] == "b.db"


def test_settings_come_from_a_named_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "my.toml").write_text('color = "never"\n')
    assert settings(capsys, "settings", "--config", "my.toml")["color"] == "never"


def test_the_database_given_before_the_command_is_the_one_that_is_asked(capsys: pytest.CaptureFixture[str]) -> None:
    for args in (["--db", "none.db", "stats"], ["stats", "--db", "none.db"]):
        assert run(args) == 1
        assert "none.db" in capsys.readouterr().err


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    for args in (["--version"], ["settings", "--version"]):
        assert run(args) == 0
        assert capsys.readouterr().out == f"kg {__version__}\n"


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (["predict"], "no command 'predict'; did you mean 'predictions'?"),
        (["zzz"], "no command 'zzz'; 'kg --help' lists them"),
        (["read"], "Missing argument 'FILES...'"),
        (["read", "none.txt"], "'none.txt' does not exist"),
        (["settings", "--format", "xml"], "'xml' is not one of"),
        (["--nothing"], "No such option '--nothing'"),
    ],
)
def test_wrong_usage_ends_with_2(args: list[str], told: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(args) == 2
    printed = capsys.readouterr()
    assert told in printed.err
    assert printed.out == ""


def test_what_failed_is_one_line_and_ends_with_1(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert run(["settings", "-o", "none/a.json"]) == 1
    assert capsys.readouterr().err == "kg: none/a.json: No such file or directory\n"
    monkeypatch.setenv("KG_COLOR", "green")
    assert run(["settings"]) == 1
    assert capsys.readouterr().err == "kg: KG_COLOR: color: wanted one of auto, always, never, found 'green'\n"


def test_a_reader_that_goes_is_no_error(tmp_path: Path) -> None:
    line = json.dumps({"text": TEXT * 50})
    (tmp_path / "many.jsonl").write_text(f"{line}\n" * 5_000, encoding="utf-8")
    with subprocess.Popen([*KG, "read", "many.jsonl"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == b""


def test_an_interrupt_ends_with_130() -> None:
    with subprocess.Popen([*KG, "read", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(b'{"text": "' + b"a" * 100_000 + b'"}\n')
        process.stdin.flush()
        process.stdout.read(1)
        time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=20) == 130


def test_results_are_utf8_whatever_the_locale_says(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    environ = os.environ | {"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0", "LC_ALL": "C"}
    done = subprocess.run([*KG, "read", "a.txt"], capture_output=True, env=environ, check=True)
    assert json.loads(done.stdout)["text"] == TEXT
