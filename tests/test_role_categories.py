"""The category of a role as a reader would give it."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from kg.lexicon.categories import RULES, TREE, broader, category_of, load_categories
from kg.resources import read_toml

LEAST = 0.85
CASES: dict[str, dict[str, str]] = tomllib.loads(
    (Path(__file__).parent / "cases" / "role_categories.toml").read_text(encoding="utf-8")
)
ROLES = "ontology/lexicons/ar/roles.toml"


def test_categories_are_those_of_a_reader() -> None:
    wanted = {role: category.removeprefix("former ") for group in CASES.values() for role, category in group.items()}
    found = {role: category_of(role) for role in wanted}
    wrong = [f"{role}: {wanted[role]}, not {found[role]}" for role in wanted if found[role] != wanted[role]]
    print(*wrong, sep="\n")
    assert 1 - len(wrong) / len(wanted) >= LEAST, f"{len(wrong)} of {len(wanted)} are wrong"


def test_every_case_and_every_head_has_a_category_of_the_tree() -> None:
    used = {category.removeprefix("former ") for group in CASES.values() for category in group.values()}
    assert used | {entry["category"] for entry in read_toml(ROLES)["role"]} <= set(load_categories())


def test_every_head_is_given_a_category() -> None:
    heads = [word for e in read_toml(ROLES)["role"] for word in (e["singular"], *e.get("plural", ()))]
    assert [head for head in heads if category_of(head) not in load_categories()] == []


@pytest.mark.parametrize(("id", "entry"), read_toml(TREE)["category"].items())
def test_example_is_of_its_category(id: str, entry: dict[str, Any]) -> None:
    assert category_of(entry["example"]) == id


@pytest.mark.parametrize("rule", read_toml(RULES)["rule"], ids=lambda rule: rule["example"])
def test_example_of_a_rule_is_of_its_category(rule: dict[str, Any]) -> None:
    found = category_of(rule["example"])
    assert found in load_categories() if rule["category"] == "%" else found == rule["category"]


def test_tree_has_no_circle() -> None:
    for id in load_categories():
        above = [id]
        while (parent := broader().get(above[-1])) is not None:
            assert parent not in above
            above.append(parent)


@pytest.mark.parametrize(
    "role",
    ["وزير سابق", "الوزير بالوكالة", "لوزير الطاقة", "ووزير النقل", "وَزِيرُ الخارجيّة", "وزيرا الدفاع", "«وزير» الدفاع"],
)
def test_how_a_role_is_written_and_when_it_was_held_change_nothing(role: str) -> None:
    assert category_of(role) == "minister"


@pytest.mark.parametrize("role", ["", " ", "،", "الطاولة", "قرب النهر"])
def test_what_is_no_role_has_no_category(role: str) -> None:
    assert category_of(role) is None
