"""How fast, how much memory, how soon: measured and printed, never asserted.

python -m tests.bench.measures
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from statistics import median

import spacy

from kg.article import Article
from kg.run import extract_article
from tests.bench.bulk import AbsentError, arabic, words

ROUNDS = 5
SLICE = 400  # articles a round, each of which is read once, so that no round finds the words of another remembered
CURVE = (250, 1000, 4000)

# The peak of the process as the kernel counts it since the program was loaded. What wait4() tells of a child will not
# do: it holds the peak of the parent too, from which the child was forked.
_PEAK = """
import re, sys
from kg.cli.main import run
status = run(sys.argv[1:])
print(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1])
sys.exit(status)
"""


def main() -> None:
    """Print every measure; one that cannot be taken says why."""
    for measure in (measure_speed, measure_memory, measure_start):
        try:
            measure()
        except AbsentError as reason:
            print(f"{measure.__name__}: skipped, {reason}")


def measure_speed() -> None:
    """Words a second of extraction and of spaCy's tokenisation of the same articles, start-up excluded."""
    articles = arabic(ROUNDS * SLICE + 1)
    tokenise = spacy.blank("ar")
    steps: dict[str, Callable[[Article], object]] = {
        "extraction": extract_article,
        'spacy.blank("ar")': lambda article: tokenise(article.text),
    }
    for step in steps.values():
        step(articles[-1])
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in steps}
    for number in range(ROUNDS):
        chosen = articles[number * SLICE : (number + 1) * SLICE]
        count = words(chosen)
        for name, step in steps.items():
            wall, busy = time.perf_counter(), time.process_time()
            for article in chosen:
                step(article)
            found[name].append((count / (time.perf_counter() - wall), count / (time.process_time() - busy)))
    print(f"words/s on one core, {ROUNDS} times {SLICE} articles, {words(articles):,} words: median (least … most)")
    for name, rates in found.items():
        walls = [wall for wall, _ in rates]
        of_processor = median(busy for _, busy in rates)
        print(
            f"  {name:18} {median(walls):10,.0f} ({min(walls):,.0f} … {max(walls):,.0f}); "
            f"by time of the processor {of_processor:,.0f}"
        )
    ours, theirs = (median(busy for _, busy in rates) for rates in found.values())
    print(f"  extraction takes   {theirs / ours:10.2f} times as long as tokenisation alone")


def measure_memory() -> None:
    """Peak memory of a whole process of ``kg extract``, for more and more articles."""
    articles = arabic(max(CURVE))
    print("peak memory of kg extract (RSS of the whole process)")
    with tempfile.TemporaryDirectory() as folder:
        for count in CURVE:
            path = Path(folder) / f"{count}.jsonl"
            lines = (json.dumps(asdict(article), ensure_ascii=False) + "\n" for article in articles[:count])
            path.write_text("".join(lines), encoding="utf-8")
            done = _run([sys.executable, "-c", _PEAK, "extract", str(path), "-o", "/dev/null"])
            print(f"  {count:5} articles, {path.stat().st_size / 2**20:5.1f} MiB: {int(done) / 1024:6.1f} MiB")


def measure_start() -> None:
    """Time from the start to the end of a process of ``kg --help``."""
    installed = shutil.which("kg", path=str(Path(sys.executable).parent))
    command = [installed] if installed is not None else [sys.executable, "-m", "kg"]
    _run([*command, "--help"])  # the first one compiles
    times = []
    for _ in range(ROUNDS):
        begin = time.perf_counter()
        _run([*command, "--help"])
        times.append(time.perf_counter() - begin)
    print(f"kg --help, {ROUNDS} processes: median {median(times):.3f} s ({min(times):.3f} … {max(times):.3f})")


def _run(command: list[str]) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    main()
