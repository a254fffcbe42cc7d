"""By when: horizons are found at their exact place and mean the days that a reader would say."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.lexicon.time import entries, time_lexicon
from kg.pipeline.horizon import HorizonMatch, find_horizons, resolve
from kg.pipeline.normal import normal
from kg.resources import read_toml

CASES: dict[str, list[Any]] = tomllib.loads(
    (Path(__file__).parents[1] / "cases" / "horizons.toml").read_text(encoding="utf-8")
)
ENTRIES = list(entries(read_toml("ontology/lexicons/ar/time.toml")))
_MARKED = re.compile(r"⟦(\w+) ([^⟧]*)⟧")


def unmarked(marked: str) -> tuple[str, list[tuple[str, str]]]:
    return _MARKED.sub(r"\2", marked), _MARKED.findall(marked)


@pytest.mark.parametrize("case", CASES["case"], ids=lambda case: f"{case['words']}-{case.get('published')}")
def test_words_mean_these_days(case: dict[str, str]) -> None:
    wanted = (case["from"], case["to"]) if "from" in case else None
    assert resolve(case["words"], case.get("published")) == wanted


@pytest.mark.parametrize("marked", CASES["find"])
def test_horizons_are_found_in_a_sentence_and_nothing_else(marked: str) -> None:
    text, wanted = unmarked(marked)
    assert [(m.kind, text[m.start : m.end]) for m in find_horizons(text, 0, len(text))] == [*map(tuple, wanted)]


def test_offsets_count_from_the_start_of_the_whole_text() -> None:
    text = "سيعود غدا. وستبدأ الحرب العام المقبل"
    start = text.index("وستبدأ")
    assert find_horizons(text, start, len(text)) == [HorizonMatch(text.index("العام"), len(text), "date")]


def test_what_was_over_at_publication_is_no_horizon() -> None:
    text = "تغير كل شيء قبل عام 2011 وسيتغير في 2030"
    assert [text[m.start : m.end] for m in find_horizons(text, 0, len(text), "2025-11-20")] == ["في 2030"]
    assert [text[m.start : m.end] for m in find_horizons(text, 0, len(text))] == ["قبل عام 2011", "في 2030"]


def test_time_of_day_and_zone_behind_the_date_do_not_matter() -> None:
    assert resolve("غدا", "2025-11-20T22:15:00+03:00") == ("2025-11-21", "2025-11-21")
    assert resolve("غدا", "yesterday") is None
    assert resolve("غدا", "2025-02-31") is None


_WORDS = st.lists(
    st.sampled_from(
        [
            *time_lexicon().words,
            "2030",
            "١٤٤٧هـ",
            "31",
            "10-12",
            "2026/05/99",
            "ال",
            "(",
            ")",
            "/",
            "،",
            "\n",
            "ً",
            "9999",
        ]
    ),
    max_size=12,
).map(" ".join)


@given(
    st.one_of(st.text(), _WORDS),
    st.one_of(st.none(), st.sampled_from(["2025", "2025-11", "2025-11-20", "0001-01-01", "9999-12-31"]), st.text()),
)
@settings(max_examples=400, deadline=None)
def test_any_text_is_read_without_error_and_offsets_are_valid(text: str, published: str | None) -> None:
    padded = "غدا " + text + " العام المقبل"
    start, end = 4, 4 + len(text)
    last = start
    for match in find_horizons(padded, start, end, published):
        assert last <= match.start < match.end <= end
        assert not padded[match.start : match.end][0].isspace()
        last = match.end
        resolve(padded[match.start : match.end], published)
    days = resolve(text, published)
    assert days is None or days[0] <= days[1]


@pytest.mark.parametrize("kind, entry", ENTRIES, ids=lambda value: value if isinstance(value, str) else "")
def test_every_entry_of_the_lexicon_has_one_of_its_forms_in_its_example(kind: str, entry: dict[str, Any]) -> None:
    example = normal(entry["example"])
    if "shape" in entry:
        pattern = normal(entry["shape"]).replace("{}", r"\w")
        assert re.search(rf"\b(?:ال)?{pattern}\b", example)
    else:
        assert any(re.search(rf"\b[وف]?[بل]?(?:ا?ل)?{re.escape(normal(form))}\b", example) for form in entry["forms"])


@pytest.mark.parametrize(
    "piece", ["النصف الأول من ", "خلال شهر أو ", "الأحد من ", "من الآن ", "يوم ", "بعد الهجوم المقرر في ", "غدا ("]
)
def test_a_chain_of_any_length_is_read(piece: str) -> None:
    text = piece * 3000
    find_horizons(text, 0, len(text), "2025-11-20")
    resolve(text, "2025-11-20")
