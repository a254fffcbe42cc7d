from __future__ import annotations

import pytest

from kg.article import Article
from kg.language import UNKNOWN, language


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("قال الوزير إن العمل مستمر.", "ar"),
        ("قال مدير شركة Example Systems إن العمل مستمر في مدينة الشمال.", "ar"),
        ("زار الوفد مدينة پاريس والتقى ڤيكتور في معرض الفنون الدولي هناك.", "ar"),
        ("The minister said that work goes on.", UNKNOWN),
        ("وزیر گفت که کار ادامه دارد و نتیجه خوب است.", UNKNOWN),
        ("وزیر نے کہا کہ کام جاری ہے۔", UNKNOWN),
        ("Bakan çalışmanın sürdüğünü söyledi.", UNKNOWN),
        ('«» "" … 123', UNKNOWN),
    ],
)
def test_language_is_guessed_from_the_letters(text: str, expected: str) -> None:
    assert language(Article(text, "1")) == expected


def test_what_the_source_says_holds() -> None:
    assert language(Article("قال", "1", lang="fa")) == "fa"
