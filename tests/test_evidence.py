"""Marks stand at the exact offsets, and the text on the page is that of the article to the character."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from kg.article import Article
from kg.evidence import Mark, cut, find_marks, lines, numbered
from kg.evidence_html import page
from kg.evidence_text import show
from kg.extraction import (
    Certainty,
    Cue,
    Extraction,
    Horizon,
    Polarity,
    Prediction,
    Role,
    Source,
    SourceKind,
    Span,
    Statement,
    StatementType,
)
from kg.resources import read_toml

TEXT = 'وقال الخبير سامر حداد إن الأسعار ستنخفض <قريبا> & "قد تعود".\n\nوأكدت هدى أن زميلها قال إن الحل قريب.\r\n'
TITLE = 'حداد: الأسعار <ستنخفض> & "تعود"'
VOID = {"meta", "br"}


def span(words: str, text: str = TEXT) -> Span:
    start = text.index(words)
    return Span(start, start + len(words), words)


def sample() -> tuple[Article, Extraction]:
    """Three statements, one inside another, and one on the title; everything that can be escaped is."""
    horizon = Horizon(span("<قريبا>"), "2025-11-20", "2025-11-27")
    prediction = Prediction(span("الأسعار ستنخفض"), "positive", "certain", "س", horizon)
    sources = (
        Source("a", "سامر حداد", "person", (Role(span("الخبير")),)),
        Source("b", 'هدى"<b>', "person"),
        Source("c", "زميلها", "anonymous"),
    )
    statements = (
        Statement(
            "s1", "a", "mixed", (span('الأسعار ستنخفض <قريبا> & "قد تعود"'),), Cue(span("قال"), "قال"),
            span("الخبير سامر حداد"), told_to="<i>", via="&amp;", predictions=(prediction,), rule="<clause>",
        ),
        Statement("s2", "b", "indirect", (span("زميلها قال إن الحل قريب"),), Cue(span("أكدت"), "أكد"), span("هدى")),
        Statement("s3", "c", "indirect", (span("الحل قريب"),), within="s2"),
        Statement("t1", "a", "direct", (span("الأسعار <ستنخفض>", TITLE),), mention=span("حداد", TITLE), place="title"),
    )  # fmt: skip
    article = Article(TEXT, '1"><x>', outlet="<o>", url='https://a.example/"?<', title=TITLE, published="2025-11-13")
    return article, Extraction("1", sources, statements)


@dataclass
class Page(HTMLParser):
    """What a browser would have in #title and #text, and where the marks stand in it."""

    found: dict[str, str] = field(default_factory=dict)
    marks: dict[str, list[tuple[str, int, int]]] = field(default_factory=dict)
    ids: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    tags: set[str] = field(default_factory=set)
    attributes: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[tuple[str, str | None, str, int]] = []
        self._inside: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        assert len(values) == len(attrs), "an attribute stands twice"
        self.tags.add(tag)
        self.attributes |= set(values)
        self.ids += [value for key, value in attrs if key == "id" and value is not None]
        self.links += [value for key, value in attrs if key == "href" and value is not None]
        if tag in VOID:
            return
        if values.get("id") in ("title", "text"):
            self._inside = values["id"]
            assert self._inside is not None
            self.found[self._inside] = ""
            self.marks[self._inside] = []
        self._open.append(
            (tag, values.get("id"), values.get("class") or "", len(self.found.get(self._inside or "", "")))
        )

    def handle_endtag(self, tag: str) -> None:
        opened, id, kind, start = self._open.pop()
        assert opened == tag, f"{opened} is closed by {tag}"
        if tag == "mark" and self._inside is not None:
            self.marks[self._inside].append((kind, start, len(self.found[self._inside])))
        if id is not None and id == self._inside:
            self._inside = None

    def handle_data(self, data: str) -> None:
        if self._inside is not None:
            self.found[self._inside] += data

    def close(self) -> None:
        super().close()
        assert not self._open


def parsed(text: str) -> Page:
    page = Page()
    page.feed(text)
    page.close()
    return page


def characters(marks: list[tuple[str, int, int]]) -> dict[str, set[int]]:
    found: dict[str, set[int]] = {}
    for kind, start, end in marks:
        found.setdefault(kind, set()).update(range(start, end))
    return found


def test_statements_are_numbered_as_a_reader_meets_them_the_title_first() -> None:
    found = numbered(sample()[1])
    assert [(number, one.id, source.name if source else None) for number, one, source in found] == [
        (1, "t1", "سامر حداد"),
        (2, "s1", "سامر حداد"),
        (3, "s2", 'هدى"<b>'),
        (4, "s3", "زميلها"),
    ]


def test_the_page_has_the_text_and_the_title_to_the_character_and_the_marks_at_their_offsets() -> None:
    article, extraction = sample()
    found = parsed(page(article, extraction))
    assert found.found == {"title": TITLE, "text": TEXT}
    for place, text in found.found.items():
        wanted = [
            (mark.kind, mark.start, mark.end)
            for mark in find_marks(extraction, "title" if place == "title" else "text")
        ]
        assert characters(found.marks[place]) == characters([(kind, start, end) for kind, start, end in wanted])
        assert {(kind, text[start:end]) for kind, start, end in found.marks[place]} >= {
            (kind, text[start:end]) for kind, start, end in wanted if "\n" not in text[start:end]
        }


def test_every_link_within_the_page_leads_somewhere_both_ways() -> None:
    found = parsed(page(*sample()))
    assert len(found.ids) == len(set(found.ids))
    inner = [link.removeprefix("#") for link in found.links if link.startswith("#")]
    assert set(inner) == {id for id in found.ids if id not in ("title", "text")}
    assert {f"{side}{number}" for side in "st" for number in range(1, 5)} <= set(inner)


def test_the_page_needs_nothing_else_and_runs_nothing() -> None:
    text = page(*sample())
    found = parsed(text)
    assert not found.tags & {"script", "link", "img", "iframe", "object", "x", "b", "i", "o"}
    assert not any(name.startswith("on") or name in ("style", "src") for name in found.attributes)
    assert "url(" not in text
    assert "default-src 'none'" in text
    assert '<html lang="ar" dir="rtl">' in text


def test_only_addresses_of_the_web_become_links() -> None:
    article, extraction = sample()
    script = Article(TEXT, "1", url="javascript:alert(1)")
    assert 'https://a.example/"?<' in parsed(page(article, extraction)).links
    assert not [link for link in parsed(page(script, extraction)).links if link.startswith("java")]


def test_marks_have_a_background_and_nothing_that_breaks_the_joining_of_letters() -> None:
    text = page(*sample())
    style = text[text.index("<style>") : text.index("</style>")]
    rules = [line.strip() for line in style.splitlines() if line.strip().startswith("mark")]
    assert rules
    for rule in rules:
        assert not {"padding", "margin", "border", "font", "display", "letter-spacing"} & set(
            rule.replace(":", " ").split()
        )


def test_an_article_without_statements_or_pipeline_is_a_page_too() -> None:
    bare = parsed(page(Article("نص", "1"), Extraction("1")))
    assert bare.found == {"text": "نص"}
    other = page(Article("A <text>.\n\nTwo", "1", lang='en"'), Extraction("1", skipped="language: en"))
    assert parsed(other).found == {"text": "A <text>.\n\nTwo"}
    assert '<article id="text" dir="auto" lang="en&quot;">' in other


def test_every_value_has_a_label() -> None:
    labels = read_toml("ontology/labels/ar.toml")
    values = (("kind", SourceKind), ("type", StatementType), ("polarity", Polarity), ("certainty", Certainty))
    for table, choices in values:
        assert set(labels[table]) == set(get_args(choices))


def test_brackets_hold_what_is_marked() -> None:
    shown = "\n".join(show(*sample(), is_colored=False))
    assert '⟦q1 الأسعار <ستنخفض>⟧ & "تعود"' in shown
    assert 'و⟦c2 قال⟧ ⟦s2 الخبير سامر حداد⟧ إن ⟦q2 ⟦p2 الأسعار ستنخفض⟧ <قريبا> & "قد تعود"⟧.' in shown
    assert "أن ⟦q3 زميلها قال إن ⟦q4 الحل قريب⟧⟧." in shown
    assert "prediction (positive, certain, by <قريبا>, 2025-11-20, 2025-11-27) الأسعار ستنخفض" in shown
    assert "source     سامر حداد (person) – الخبير" in shown
    assert "within     [3]" in shown
    assert "rule       <clause>, confidence 1.00" in shown


def test_colours_leave_the_words_as_they_are() -> None:
    shown = "\n".join(show(*sample(), is_colored=True))
    assert "\x1b[32mقال\x1b[0m" in shown
    assert "\x1b[35;4mالأسعار ستنخفض\x1b[0m" in shown
    assert "⟦" not in shown


def test_what_a_terminal_would_obey_is_left_out() -> None:
    text = "قال \x1b[31mأحمر\x07 \u202eمقلوب\u0085 \x9b2J"
    article = Article(text, "1\x1b", title="\x1b]0;x\x07", outlet="\u2067")
    shown = "\n".join(show(article, Extraction("1"), is_colored=False))
    assert not set("\x1b\x07\u202e\u0085\x9b\u2067") & set(shown)


_ALPHABET = "ابجدهوز \n\r\0<>&\"'ًٌ٣a\u202e\u2028😀"
_TEXTS = st.text(_ALPHABET, min_size=1, max_size=60)


@st.composite
def _records(draw: st.DrawFn) -> tuple[Article, Extraction]:
    text = draw(_TEXTS)

    def a_span() -> Span:
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, len(text) + 2))
        return Span(start, end, text[start:end])

    statements = []
    for number in range(draw(st.integers(0, 4))):
        content = tuple(sorted((a_span() for _ in range(draw(st.integers(1, 2)))), key=lambda one: one.start))
        predictions = tuple(Prediction(a_span(), "positive", "certain") for _ in range(draw(st.integers(0, 2))))
        cue = Cue(a_span(), "") if draw(st.booleans()) else None
        mention = a_span() if draw(st.booleans()) else None
        statements.append(
            Statement(f"s{number}", "a", "direct", content, cue, mention, predictions=predictions, within="s0")
        )
    return Article(text, "1", title=text), Extraction("1", (Source("a", text, "person"),), tuple(statements))


@given(_records())
@settings(max_examples=150, deadline=None)
def test_any_marks_on_any_text_keep_the_text(record: tuple[Article, Extraction]) -> None:
    article, extraction = record
    written = page(article, extraction)
    assert "\r" not in written
    found = parsed(written)
    assert found.found == dict.fromkeys(("title", "text"), article.text.replace("\0", "\ufffd"))
    visible = {
        place
        for start, end, _ in lines(article.text, [])
        if article.text[start:end].strip()
        for place in range(start, end)
    }
    wanted = characters([(it.kind, it.start, it.end) for it in find_marks(extraction, "text")])
    marked = characters(found.marks["text"])
    assert marked == {kind: kept for kind, places in wanted.items() if (kept := places & visible)}


@given(_TEXTS, st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60))))
def test_pieces_are_the_whole(text: str, ends: list[tuple[int, int]]) -> None:
    marks = [Mark(min(pair), max(pair), "content", number) for number, pair in enumerate(ends) if pair[0] != pair[1]]
    marks.sort(key=lambda it: (it.start, -it.end, it.number))
    pieces = list(cut(0, len(text), marks))
    assert "".join(text[piece.start : piece.end] for piece in pieces) == text
    for piece in pieces:
        assert list(piece.marks) == [it for it in marks if it.start <= piece.start and it.end >= piece.end]
