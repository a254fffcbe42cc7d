"""Whatever is written in an article, nothing is raised and every span gives back the very words."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kg.article import Article, Rejected
from kg.extraction import Extraction, Source, Span, Statement
from kg.loaders import read
from kg.loaders.jsonl import read_jsonl
from kg.resources import read_toml, read_tsv
from kg.run import extract_article

LEXICONS = "ontology/lexicons/ar"
MARKS = "\"“”„«»‹›‘’'()[]{}،,.؟?!:؛;-–…/"
DIRECTIONS = "\u200e\u200f\u061c\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
CONTROLS = "".join(map(chr, (*range(0x20), *range(0x7F, 0xA0)))) + "\u200b\u200c\u200d\u2028\u2029\ufeff\u00ad\u0640"
SHAPES = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def checked(text: str, title: str | None = None, published: str | None = "2025-11-14") -> Extraction:
    """Extract an article and check whatever must hold for any."""
    extraction = extract_article(Article(text, "1", "المحبرة", title=title, published=published, lang="ar"))
    assert Extraction.from_json(json.loads(json.dumps(extraction.to_json()))) == extraction
    sources = {source.id for source in extraction.sources}
    assert len(sources) == len(extraction.sources)
    known = {one.id for one in extraction.statements}
    assert len(known) == len(extraction.statements)
    for source in extraction.sources:
        assert source.name
        _check(text, _spans_of_source(source))
    for one in extraction.statements:
        assert one.source in sources
        assert one.within is None or one.within in known - {one.id}
        assert one.content
        reach = range(min(span.start for span in one.content), max(span.end for span in one.content) + 1)
        assert all(it.span.start in reach and it.span.end in reach for it in one.predictions)
        _check((title or "") if one.place == "title" else text, _spans(one))
    return extraction


def _check(text: str, spans: Iterator[tuple[str, Span]]) -> None:
    for what, span in spans:
        assert 0 <= span.start < span.end <= len(text), f"{what} {span} lies outside, or is empty"
        assert text[span.start : span.end] == span.text, f"{what} {span} does not give back its words"


def _spans(one: Statement) -> Iterator[tuple[str, Span]]:
    for span in one.content:
        yield "content", span
    for prediction in one.predictions:
        yield "prediction", prediction.span
        if prediction.horizon is not None:
            yield "horizon", prediction.horizon.span
    if one.cue is not None:
        yield "cue", one.cue.span
    for name, found in (("mention", one.mention), ("sentence", one.sentence)):
        if found is not None:
            yield name, found


def _spans_of_source(source: Source) -> Iterator[tuple[str, Span]]:
    for role in source.roles:
        yield "role", role.span
    for affiliation in source.affiliations:
        yield "affiliation", affiliation.span


def vocabulary() -> list[str]:
    """Words of all lexicons that steer a rule, and a share of the names: enough to set off every component."""
    verbs = read_toml(f"{LEXICONS}/cue_verbs.toml")["verb"]
    phrases = read_toml(f"{LEXICONS}/cue_phrases.toml")["phrase"]
    syntax = [word for entry in read_toml(f"{LEXICONS}/syntax.toml").values() for word in _listed(entry)]
    words = [form for verb in verbs for key in ("lemma", "present", "participle", "masdar") if (form := verb.get(key))]
    words += [entry["words"] for entry in phrases]
    words += [entry["singular"] for entry in read_toml(f"{LEXICONS}/roles.toml")["role"]]
    for file in ("anonymous", "organisations", "documents", "media_heads"):
        words += [entry["word"] for entry in read_toml(f"{LEXICONS}/{file}.toml")["head"]]
    words += [entry["word"] for entry in read_toml(f"{LEXICONS}/honorifics.toml")["honorific"]]
    names = [row[0] for row in read_tsv(f"{LEXICONS}/names.tsv")]
    words += names[:: max(1, len(names) // 150)]
    words += [row[0] for row in read_tsv(f"{LEXICONS}/places.tsv")][:60]
    words += [row[0] for row in read_tsv(f"{LEXICONS}/media.tsv")][:60]
    words += [row[0] for row in read_tsv(f"{LEXICONS}/time_words.tsv")]
    return list(dict.fromkeys(words)) + syntax


def _listed(entry: dict[str, list[str]]) -> list[str]:
    return [word for words in entry.values() for word in words]


WORDS = vocabulary()
VERBS = [verb["lemma"] for verb in read_toml(f"{LEXICONS}/cue_verbs.toml")["verb"]]
ROLES = ["ال" + entry["singular"] for entry in read_toml(f"{LEXICONS}/roles.toml")["role"]]
NAMES = ["محمد العلي", "سهيل الدغيم", "رغد", "وزارة الدفاع", "مصدر أمني", "تقرير", "الخبير", "عبد الله بن زيد"]
OPENERS = ["أن", "إن", "إلى أن", "بأن", "على أن", "عن", ': "', " «", "أنه", ":"]
FUTURES = ["لن", "سيكون", "ستصمد", "قد", "سوف", "يمكن أن", "من المتوقع أن", "تصمد الهدنة"]
HORIZONS = ["2030", "٢٠٣٠", "1447هـ", "عام", "العام المقبل", "خلال", "الأسابيع", "حتى نهاية", "بحلول", "15/3/2026"]
JOINED = ["", "", "", "و", "ف", "ال", "ل", "لل", "ب", "بال", "س", "ست"]
GAPS = ["", " ", " ", " ", " ", " ", "\n", "\n\n", "\u00a0", "\r\n"]


def news() -> st.SearchStrategy[str]:
    """Give verbs of saying, what follows them, roles, names, marks and times in any order, with any gaps between."""
    word = st.builds(str.__add__, st.sampled_from(JOINED), st.sampled_from(WORDS))
    verb, role, name = map(st.sampled_from, (VERBS, ROLES, NAMES))
    opener, future, horizon = map(st.sampled_from, (OPENERS, FUTURES, HORIZONS))
    saying = st.tuples(verb, st.one_of(role, name, word), st.one_of(name, word), opener, future, word, horizon)
    token = st.one_of(word, saying.map(" ".join), st.sampled_from(list(MARKS)), verb, opener, future, horizon)
    return st.lists(st.builds(str.__add__, token, st.sampled_from(GAPS)), min_size=3, max_size=60).map("".join)


NEWS = news()
LETTERS = "قالإنأ محمدلعيكتبab1٢\u064b\u0651 "
MIXED = st.text(st.one_of(st.sampled_from(DIRECTIONS + CONTROLS + MARKS), st.sampled_from(LETTERS)), max_size=200)


@SHAPES
@given(text=st.text(min_size=1), title=st.none() | st.text())
@example(text="\x00", title="\x00")
@example(text=" ", title=" ")
@example(text="\U0001f600 قال محمد العلي: «نعم»", title="\U0001f600: \U0001f600 \U0001f600")
def test_any_text_goes_through(text: str, title: str | None) -> None:
    checked(text, title)


@settings(SHAPES, max_examples=500)
@given(text=NEWS, title=st.none() | NEWS, published=st.sampled_from([None, "2025", "2025-11", "2025-11-14", "soon"]))
def test_words_of_news_in_any_order_go_through(text: str, title: str | None, published: str | None) -> None:
    checked(text, title, published)


@SHAPES
@given(text=MIXED, title=MIXED)
def test_mixed_directions_and_control_characters_go_through(text: str, title: str) -> None:
    checked(text, title)


@SHAPES
@given(st.text(st.characters(codec=None), min_size=1), st.text(st.characters(codec=None)))
@example("قال \ud83d\ude00 محمد", "")
@example("قال \ud83d محمد", "\ude00")
def test_half_characters_are_joined_or_rejected_before_anything_reads_them(text: str, title: str) -> None:
    line = json.dumps({"id": "1", "text": text, "title": title, "lang": "ar"}).encode() + b"\n"
    for item in read_jsonl(io.BufferedReader(io.BytesIO(line)), "a.jsonl"):
        if isinstance(item, Rejected):
            assert "\n" not in item.reason
        else:
            checked(item.text, item.title)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('"' * 5_000, id="straight marks only"),
        pytest.param("«»" * 5_000, id="pairs of marks only"),
        pytest.param("«" * 3_000 + "»" * 3_000, id="marks nested, nothing inside"),
        pytest.param("«قال " * 400 + "نعم" + "»" * 400, id="quotations nested"),
        pytest.param('"قال “قال «قال ' * 150 + "نعم" + '»”"' * 150, id="quotations nested, three kinds of marks"),
        pytest.param("(قال محمد العلي: " * 400 + ")" * 400, id="parentheses nested"),
        pytest.param("ا" * 200_000, id="one word of 200,000 letters"),
        pytest.param("قال:«ا" * 40_000, id="200,000 characters without a space"),
        pytest.param("\u064b" * 200_000, id="vowel marks only"),
        pytest.param("1" * 200_000, id="one number of 200,000 digits"),
        pytest.param(" " * 200_000 + "قال", id="white space"),
        pytest.param("المدينة " * 30_000, id="one sentence of 30,000 words"),
        pytest.param("، " * 20_000, id="commas only"),
        pytest.param("أن " * 20_000, id="a clause opener only"),
        pytest.param("وقال " * 5_000, id="a verb only"),
        pytest.param("الوزير " * 4_000, id="a role only"),
        pytest.param("محمد " * 20_000, id="a name only"),
        pytest.param("قال محمد العلي إن العمل مستمر. " * 1_500, id="one statement again and again"),
    ],
)
def test_odd_articles_of_great_length_go_through(text: str) -> None:
    checked(text, text)


def steps(text: str) -> int:
    """Count the lines of our own code that run while a text is extracted: the same on any machine, unlike a time."""
    count = 0

    def step(frame: FrameType, event: str, value: Any) -> Callable[..., Any]:
        nonlocal count
        count += 1
        return step

    def enter(frame: FrameType, event: str, value: Any) -> Callable[..., Any] | None:
        return step if frame.f_globals.get("__name__", "").startswith("kg.") else None

    before = sys.gettrace()
    sys.settrace(enter)
    try:
        extract_article(Article(text, "1", lang="ar"))
    finally:
        sys.settrace(before)
    return count


def again(unit: str, share: int = 1) -> Callable[[int], str]:
    return lambda count: unit * (count // share)


def names(before: str, behind: str, first: str) -> Callable[[int], str]:
    """Give a text of sentences, each of another speaker."""
    letters = "بتثجحخدذرزسشصضطظعغفقكلمن"
    return lambda count: " ".join(
        f"{before}{first} ال{letters[i % 24]}{letters[i // 24 % 24]}{letters[i // 576]}ي {behind}."
        for i in range(count)
    )


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(again("، "), id="commas"),
        pytest.param(again("المدينة "), id="words"),
        pytest.param(again("أن "), id="clause openers"),
        pytest.param(again("الوزير "), id="roles"),
        pytest.param(again("الوزير محمد العلي "), id="roles and names"),
        pytest.param(again("رئيس مجلس إدارة "), id="a chain of nouns"),
        pytest.param(lambda count: "قال " + "محمد العلي و" * count + "إن", id="a chain of names"),
        pytest.param(lambda count: f"قال محمد العلي {'، الذي يعمل، ' * count}إن العمل", id="asides"),
        pytest.param(lambda count: "(" * count + "قال" + ")" * count, id="parentheses nested"),
        pytest.param(again('"كلمة" '), id="quoted words"),
        pytest.param(lambda count: 'قال محمد العلي: "' + "العمل مستمر. " * count, id="a quotation never closed"),
        pytest.param(lambda count: "قال محمد العلي: " + "العمل مستمر. " * count, id="speech behind a colon"),
        pytest.param(lambda count: "قال محمد العلي إن " + "العمل سيستمر، " * count, id="predictions"),
        pytest.param(lambda count: "توقع محمد العلي أن يستمر " + "خلال العام المقبل " * count, id="horizons"),
        pytest.param(again("قال محمد العلي إن العمل مستمر. "), id="one speaker"),
        pytest.param(again('"العمل مستمر في المدينة الآن"، قال محمد العلي. '), id="quotations before their verb"),
        pytest.param(again("العمل مستمر في المدينة بحسب محمد العلي. "), id="attributions"),
        pytest.param(again("قال إن ", 4), id="verbs"),
        pytest.param(again('قال "', 2), id="verbs and marks"),
        pytest.param(again("قال محمد العلي إن العمل مستمر ", 4), id="statements in one sentence"),
        pytest.param(lambda count: "«قال " * (12 * count) + "»" * (12 * count), id="quotations nested"),
        pytest.param(names("قال ", "إن العمل مستمر", "محمد"), id="persons"),
        pytest.param(names("قالت ", "إن العمل مستمر", "شركة"), id="organisations"),
        pytest.param(again("العمل مستمر في المدينة بحسب محمد العلي، ", 5), id="attributions in one sentence"),
    ],
)
def test_eight_times_the_text_takes_about_eight_times_the_work(text: Callable[[int], str]) -> None:
    extract_article(Article(text(10), "1", lang="ar"))  # reads the lexicons
    growth = steps(text(800)) / steps(text(100))
    assert growth < 11.5, f"{growth:.1f} times the work"


def test_statements_in_one_sentence_do_not_each_carry_all_of_it() -> None:
    text = "قال محمد العلي إن العمل مستمر " * 400
    extraction = checked(text)
    room = sum(len(one.sentence.text) for one in extraction.statements if one.sentence is not None)
    assert room < 50 * len(text)


@pytest.mark.parametrize("text", ['"', "«»", '" "', "«»“”„‟''", "'", "''", "«»»«", '"" ""', "».«"])
def test_an_article_of_quotation_marks_says_nothing(text: str) -> None:
    assert checked(text, text).statements == ()


def test_real_articles_rich_in_quotes_go_through(shared: Path) -> None:
    count = 0
    for item in read([shared / "corpus" / "quotes_pool.jsonl"]):
        assert isinstance(item, Article)
        count += 1
        try:
            checked(item.text, item.title, item.published)
        except AssertionError as error:
            raise AssertionError(f"article {item.id}") from error
    assert count == 641
