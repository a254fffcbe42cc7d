"""Every annotated case comes out as annotated, but for those that are known not to."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator

import pytest

from kg.run import extract_article
from tests.case_format import CASES, Case, read_cases
from tests.case_match import compare

KNOWN_FAILURES: dict[str, dict[str, str]] = tomllib.loads(
    (CASES.parent / "known_failures.toml").read_text(encoding="utf-8")
)
ALL = list(read_cases())


def _reason(case: Case) -> str | None:
    return KNOWN_FAILURES.get(case.phenomenon, {}).get(case.name)


def _parameters() -> Iterator[object]:
    for case in ALL:
        reason = _reason(case)
        marks = [] if reason is None else [pytest.mark.xfail(reason=reason, strict=True)]
        yield pytest.param(case, id=case.id, marks=marks)


@pytest.mark.parametrize("case", list(_parameters()))
def test_case(case: Case) -> None:
    problems = compare(case.gold, extract_article(case.article), case.check).problems
    assert not problems, "\n".join(("", case.article.text, *problems))


def test_gold_of_every_case_is_right_by_its_own_measure() -> None:
    for case in ALL:
        assert compare(case.gold, case.gold, case.check).problems == (), case.id


def test_known_failures_name_cases_and_give_reasons() -> None:
    ids = {case.id for case in ALL}
    listed = {f"{file}/{name}": reason for file, names in KNOWN_FAILURES.items() for name, reason in names.items()}
    assert set(listed) <= ids
    assert all(listed.values())
