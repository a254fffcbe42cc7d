"""An article and its statements as one page of HTML that needs nothing else: the marked text, the list beside it.

What stands in the elements ``#title`` and ``#text`` is title and text to the character, so that a quotation copied from
the page is one from the article. Marks have a background only: anything else inside a word would break its joining.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from typing import Any

from kg.article import Article
from kg.evidence import Mark, MarkKind, content_ends, cut, find_marks, lines, numbered, shared
from kg.extraction import Extraction, Horizon, Prediction, Source, Statement
from kg.resources import read_toml

_LEGEND: Sequence[MarkKind] = ("speaker", "cue", "content", "prediction")
_WEB = ("https://", "http://")
_STYLE = """\
:root {
  color-scheme: light dark;
  --ground: #faf8f4; --card: #fff; --ink: #1d1b18; --soft: #6a645b; --line: #e2ddd3; --link: #0b5a80;
  --speaker: rgb(58 130 246 / .26); --cue: rgb(22 163 94 / .28);
  --content: rgb(244 190 50 / .26); --prediction: rgb(226 74 128 / .26);
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #161513; --card: #1f1e1b; --ink: #ebe6dc; --soft: #a79f92; --line: #37342f; --link: #7cc4ea;
    --speaker: rgb(96 160 255 / .36); --cue: rgb(52 190 120 / .36);
    --content: rgb(240 190 60 / .2); --prediction: rgb(240 90 150 / .36);
  }
}
* { box-sizing: border-box; }
html { scroll-padding-block: 4rem; text-size-adjust: 100%; }
@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
body {
  margin: 0 auto; max-inline-size: 78rem; padding: 1.5rem clamp(1rem, 3vw, 2.5rem) 4rem;
  background: var(--ground); color: var(--ink);
  font: 1rem/1.75 "Noto Sans Arabic", "Segoe UI", Tahoma, "Geeza Pro", sans-serif;
}
a { color: var(--link); text-decoration-thickness: 1px; text-underline-offset: .3em; }
bdi { margin-inline: .15em; }
.facts { color: var(--soft); font-size: .875rem; margin: 0; overflow-wrap: anywhere; }
.facts > * { display: inline-block; margin-inline-end: 1.1em; }
h1, #text { font-family: "Noto Naskh Arabic", Amiri, "Scheherazade New", "Geeza Pro", "Traditional Arabic", serif; }
h1 { font-size: clamp(1.5rem, 4.5vw, 2.15rem); line-height: 1.6; margin: .35rem 0 .5rem; white-space: pre-wrap; }
h2 { font-size: 1.05rem; margin: 0 0 .75rem; }
mark { color: inherit; background: none; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
mark.speaker { background: var(--speaker); }
mark.cue { background: var(--cue); }
mark.content { background: var(--content); }
mark.prediction { background: var(--prediction); }
.legend {
  position: sticky; inset-block-start: 0; z-index: 1; display: flex; flex-wrap: wrap; gap: .25rem .6rem;
  margin: 1rem 0 1.25rem; padding: .5rem 0; list-style: none; font-size: .875rem;
  background: var(--ground); border-block-end: 1px solid var(--line);
}
.legend mark { display: inline-block; padding: 0 .6em; border-radius: .3em; }
.legend mark.prediction { background: linear-gradient(var(--prediction) 0 0), linear-gradient(var(--content) 0 0); }
main { display: grid; gap: 2.5rem; align-items: start; }
@media (min-width: 60rem) { main { grid-template-columns: minmax(0, 1fr) minmax(19rem, 25rem); } }
#text { font-size: 1.2rem; line-height: 2.15; overflow-wrap: break-word; }
#text p { margin: 0 0 1.1rem; white-space: pre-wrap; }
mark:target, li:target { outline: 2px solid var(--link); outline-offset: 2px; }
a.ref { text-decoration: none; }
a.ref::before {
  content: attr(data-number); font: 600 .62em/1 "Noto Sans Arabic", "Segoe UI", sans-serif;
  vertical-align: .55em; margin-inline: .2em;
}
.statements { margin: 0; padding: 0; list-style: none; display: grid; gap: .8rem; }
.statements > li {
  padding: .7rem .95rem .75rem; background: var(--card); border: 1px solid var(--line); border-radius: .5rem;
  overflow-wrap: anywhere;
}
.who { margin: 0; }
.who a { text-decoration: none; font-weight: 600; margin-inline-end: .45em; }
.role { color: var(--soft); font-size: .875rem; margin: 0; }
blockquote, .claims { margin: .4rem 0; font-size: .95rem; }
blockquote { padding-inline-start: .7rem; border-inline-start: 3px solid var(--content); }
.claims { padding: 0; list-style: none; }
.claims li { padding-inline-start: .7rem; border-inline-start: 3px solid var(--prediction); margin-block: .5rem; }
.none { color: var(--soft); }
code { font: .92em ui-monospace, "DejaVu Sans Mono", monospace; direction: ltr; unicode-bidi: isolate; }
"""


def page(article: Article, extraction: Extraction) -> str:
    """Write the whole page, in Arabic and from right to left."""
    page_labels = _labels()["page"]
    name = article.title or article.id
    legend = "".join(f'<li><mark class="{kind}">{_text(page_labels[kind])}</mark></li>' for kind in _LEGEND)
    return "".join(
        (
            '<!DOCTYPE html>\n<html lang="ar" dir="rtl">\n<head>\n<meta charset="utf-8">\n',
            '<meta http-equiv="Content-Security-Policy" '
            "content=\"default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'\">\n",
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n',
            f"<title>{_text(' '.join(name.split()))}</title>\n<style>\n{_STYLE}</style>\n</head>\n<body>\n",
            f'<header>\n<p class="facts">{"".join(_facts(article))}</p>\n',
            _title(article, extraction),
            f'<p class="facts">{_counts(extraction)}</p>\n</header>\n<ul class="legend">{legend}</ul>\n<main>\n',
            f'<article id="text"{_language(article, extraction)}>{"".join(_body(article, extraction))}</article>\n',
            f"<section>\n<h2>{_text(page_labels['statements'])}</h2>\n",
            _statements(extraction),
            "</section>\n</main>\n</body>\n</html>\n",
        )
    )


def marked_title(article: Article, extraction: Extraction, anchors: Mapping[int, str], to_list: str) -> str:
    """Write the title with its marks, for a page of somebody else; see :func:`marked_text`."""
    title = article.title or ""
    marks = find_marks(extraction, "title")
    return _marked(title, 0, len(title), marks, _refs(title, marks), set(), Links(anchors, to_list))


def marked_text(article: Article, extraction: Extraction, anchors: Mapping[int, str], to_list: str) -> str:
    """Write the text with its marks, a paragraph a line.

    anchors: by the number of a statement what follows ``t`` in the id of its first mark, and ``s`` in that of the list
    to which the text links. to_list: what those links say.
    """
    return "".join(_body(article, extraction, Links(anchors, to_list)))


@dataclass(frozen=True, slots=True)
class Links:
    """How text and list are tied: by number, unless there are anchors of another form."""

    anchors: Mapping[int, str] | None = None
    to_list: str | None = None

    def anchor(self, number: int) -> str:
        return str(number) if self.anchors is None else self.anchors[number]


_NUMBERED = Links()


@cache
def _labels() -> dict[str, Any]:
    return read_toml("ontology/labels/ar.toml")


def _text(text: str) -> str:
    """Escape text so that a browser reads back the same, but for NUL, which no page can hold."""
    return escape(text.replace("\0", "\ufffd")).replace("\r", "&#13;")


def _value(text: str) -> str:
    return f"<bdi>{_text(text)}</bdi>"


def _language(article: Article, extraction: Extraction) -> str:
    if extraction.skipped is None:
        return ""
    lang = "" if article.lang is None else f' lang="{_text(article.lang)}"'
    return f' dir="auto"{lang}'


def _facts(article: Article) -> Iterator[str]:
    for value in (article.outlet, article.published):
        if value is not None:
            yield f"<span>{_value(value)}</span>"
    if article.url is not None and article.url.lower().startswith(_WEB):
        yield f'<a href="{_text(article.url)}" rel="noreferrer" dir="ltr">{_text(article.url)}</a>'
    elif article.url is not None:
        yield f"<span>{_value(article.url)}</span>"


def _title(article: Article, extraction: Extraction) -> str:
    if article.title is None:
        return ""
    marks = find_marks(extraction, "title")
    marked = _marked(article.title, 0, len(article.title), marks, _refs(article.title, marks), set())
    return f'<h1 id="title">{marked}</h1>\n'


def _counts(extraction: Extraction) -> str:
    counts = {
        "statements": len(extraction.statements),
        "sources": len({statement.source for statement in extraction.statements}),
        "predictions": sum(len(statement.predictions) for statement in extraction.statements),
    }
    return "".join(f"<span>{_text(_count(what, number))}</span>" for what, number in counts.items())


def _count(what: str, number: int) -> str:
    """Count in Arabic, whose nouns change with the number."""
    words = _labels()["count"]
    if number == 0:
        return str(words["zero"][what])
    one, two, few, many = words[what]
    form = one if number == 1 else two if number == 2 else few if 3 <= number % 100 <= 10 else many
    return str(form).format(number)


def _body(article: Article, extraction: Extraction, links: Links = _NUMBERED) -> Iterator[str]:
    """Each line as a paragraph; the line feeds stand between, where they are not shown."""
    marks = find_marks(extraction, "text")
    refs = _refs(article.text, marks)
    named: set[int] = set()
    for start, end, held in lines(article.text, marks):
        if start:
            yield "\n"
        if article.text[start:end].strip():
            yield f"<p>{_marked(article.text, start, end, held, refs, named, links)}</p>"
        else:
            yield _text(article.text[start:end])


def _marked(
    text: str,
    start: int,
    end: int,
    marks: Sequence[Mark],
    refs: Mapping[int, Sequence[int]],
    named: set[int],
    links: Links = _NUMBERED,
) -> str:
    """Nest the marks between two places; where marks cross, the inner one is written in two parts.

    refs: from :func:`_refs`. named: statements that have their anchor already; those that get it here are added.
    """
    written: list[str] = []
    opened: Sequence[Mark] = ()
    for piece in cut(start, end, marks, refs):
        kept = shared(opened, piece.marks)
        written.append("</mark>" * (len(opened) - kept))
        if piece.start > start:
            written.extend(_ref(number, links) for number in refs.get(piece.start, ()))
        written.extend(f'<mark class="{mark.kind}"{_anchor(mark, named, links)}>' for mark in piece.marks[kept:])
        written.append(_text(text[piece.start : piece.end]))
        opened = piece.marks
    written.append("</mark>" * len(opened))
    written.extend(_ref(number, links) for number in refs.get(end, ()))
    return "".join(written)


def _anchor(mark: Mark, named: set[int], links: Links) -> str:
    if mark.kind != "content" or mark.number in named:
        return ""
    named.add(mark.number)
    return f' id="t{_text(links.anchor(mark.number))}"'


def _refs(text: str, marks: Iterable[Mark]) -> dict[int, list[int]]:
    """Where the links to the list stand: behind the content, never inside a word and never on an empty line."""
    places: dict[int, list[int]] = {}
    for end, numbers in content_ends(marks).items():
        place = min(end, len(text))
        while place > 0 and text[place - 1].isspace():
            place -= 1
        while 0 < place < len(text) and _joins(text[place - 1]) and _joins(text[place]):
            place += 1
        places.setdefault(place, []).extend(numbers)
    return places


def _joins(char: str) -> bool:
    """Tell letters, vowel marks and digits, of which words are made."""
    return unicodedata.category(char)[0] in "LMN"


def _ref(number: int, links: Links) -> str:
    """A link whose number is drawn by the style, so that it is no part of the text."""
    label = _text(_labels()["page"]["to_list"] if links.to_list is None else links.to_list)
    anchor = _text(links.anchor(number))
    return f'<a class="ref" href="#s{anchor}" data-number="{number}" aria-label="{label} {number}"></a>'


def _statements(extraction: Extraction) -> str:
    words = _labels()["page"]
    if extraction.skipped is not None:
        return f'<p class="none">{_text(words["skipped"])}</p>\n'
    found = numbered(extraction)
    if not found:
        return f'<p class="none">{_text(words["none"])}</p>\n'
    numbers = {statement.id: number for number, statement, _ in found}
    items = "".join(_statement(number, statement, source, numbers) for number, statement, source in found)
    return f'<ol class="statements">\n{items}</ol>\n'


def _statement(number: int, one: Statement, source: Source | None, numbers: Mapping[str, int]) -> str:
    content = " … ".join(span.text for span in one.content)
    items = "".join(_claim(prediction, content) for prediction in one.predictions)
    claims = f'<ul class="claims">{items}</ul>\n' if items else ""
    return (
        f'<li id="s{number}">\n<p class="who"><a href="#t{number}" title="{_text(_labels()["page"]["to_text"])}">'
        f"{number}</a>{_source(source)}</p>\n"
        f"<blockquote>{_text(content)}</blockquote>\n"
        f'{claims}<p class="facts">{"".join(_details(one, numbers))}</p>\n</li>\n'
    )


def _source(source: Source | None) -> str:
    if source is None:
        return "–"
    kind = f'<span class="role">{_text(_labels()["kind"][source.kind])}</span>'
    roles = "، ".join(_text(role.span.text) for role in source.roles)
    described = f'<br><span class="role">{roles}</span>' if roles else ""
    return f"<strong>{_value(source.name)}</strong> {kind}{described}"


def _details(one: Statement, numbers: Mapping[str, int]) -> Iterator[str]:
    labels = _labels()
    fields = labels["field"]
    yield f"<span>{_text(labels['type'][one.type])}</span>"
    if one.place == "title":
        yield f"<span>{_text(labels['page']['title'])}</span>"
    if one.cue is not None:
        yield f"<span>{_text(fields['cue'])}: {_value(one.cue.span.text)}</span>"
    for key, value in (("told_to", one.told_to), ("via", one.via)):
        if value is not None:
            yield f"<span>{_text(fields[key])}: {_value(value)}</span>"
    if one.within is not None and one.within in numbers:
        outer = numbers[one.within]
        yield f'<span>{_text(fields["within"])} <a href="#s{outer}">{outer}</a></span>'
    if one.rule:
        yield f"<span>{_text(fields['rule'])}: <code>{_text(one.rule)}</code></span>"
    yield f"<span>{_text(fields['confidence'])}: <code>{one.confidence:.2f}</code></span>"


def _claim(prediction: Prediction, content: str) -> str:
    """Its words only where they are not the whole content, which stands above."""
    labels = _labels()
    words = labels["page"]["whole"] if prediction.span.text == content else prediction.span.text
    told = [labels["polarity"][prediction.polarity], labels["certainty"][prediction.certainty]]
    facts = "".join(f"<span>{_text(words)}</span>" for words in told) + _horizon(prediction.horizon)
    return f'<li>{_text(words)}<p class="facts">{facts}</p></li>'


def _horizon(horizon: Horizon | None) -> str:
    if horizon is None:
        return ""
    days = dict.fromkeys(day for day in (horizon.start, horizon.end) if day is not None)
    dates = f" <code>{_text(' … '.join(days))}</code>" if days else ""
    return f"<span>{_text(_labels()['field']['horizon'])}: {_value(horizon.span.text)}{dates}</span>"
