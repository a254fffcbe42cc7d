"""How words and names are looked for: folded keys that know the article ال and the particles written onto a word.

A key is made once for a stored text and once for what a user asks; the text is found if its key contains the other,
so that a plain CONTAINS finds والتحالف and لتحالف when asked for التحالف, in every store.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from kg.pipeline.normal import normal
from kg.resources import read_toml

_WORD = re.compile(r"\w+")
_ARTICLE = re.compile(r"[وف]?(?:[بك]?ال(?!له$)|لل(?!ه$))(?=\w{2})")  # الله keeps its beginning: له is "to him"
_CONJUNCTION = re.compile(r"[وف](?=\w{3})")
_PREPOSITION = re.compile(r"[بلك](?=\w{3})")
_REACH = 3  # words of a phrase that may follow a particle written onto its first word
_WHOLE = 2  # a last word of so few letters is looked for as a whole word: "سد" is not in سدير


def text_key(text: str) -> str:
    """Give the key of a stored text: its words without ال, then words without و ف ب ل ك with their followers."""
    words = [_bare(word) for word in _WORD.findall(normal(text))]
    keys = [" ".join(words)]
    for place, word in enumerate(words):
        followers = words[place + 1 : place + _REACH]
        keys += [" ".join([other, *followers]) for other in _without_particles(word)]
    return f" {' | '.join(keys)} "


def topic_key(words: str) -> str:
    """Give what :func:`text_key` must contain; the last word may go on (تحالف finds تحالفات). No words: nothing."""
    found = [_bare(word) for word in _WORD.findall(normal(words))]
    if not found:
        return ""
    return f" {' '.join(found)}" + (" " if len(found[-1]) <= _WHOLE else "")


@lru_cache(maxsize=1 << 16)  # the same few names come again and again
def name_parts(name: str) -> tuple[str, ...]:
    """Give the folded parts of a name, عبد الله and سيف الدين as one each."""
    after, before = _joins()
    parts: list[str] = []
    is_open = False
    for word in _WORD.findall(normal(name)):
        if parts and (is_open or word in before):
            parts[-1] += word
        else:
            parts.append(word)
        is_open = word in after
    return tuple(parts)


def name_key(name: str) -> str:
    """Give the key of a name, stored or asked for: parts without ال, a space at both ends. No words: nothing."""
    parts = [part[2:] if part.startswith("ال") and len(part) > 4 else part for part in name_parts(name)]
    return f" {' '.join(parts)} " if parts else ""


@lru_cache(maxsize=1 << 16)
def _bare(word: str) -> str:
    """والتحالف, بالتحالف, للتحالف, التحالف: تحالف."""
    match = _ARTICLE.match(word)
    return word[match.end() :] if match is not None else word


@lru_cache(maxsize=1 << 16)
def _without_particles(word: str) -> tuple[str, ...]:
    """ولبنان can be لبنان, hardly بنان; بتحالف can be تحالف. Two particles are taken off only from longer words."""
    found = []
    rest = word
    if _CONJUNCTION.match(word):
        rest = word[1:]
        found.append(rest)
    if _PREPOSITION.match(rest) and (rest is word or len(rest) > 4):
        found.append(rest[1:])
    return tuple(found)


@cache
def _joins() -> tuple[frozenset[str], frozenset[str]]:
    joins = read_toml("ontology/lexicons/ar/name_joins.toml")["join"]
    return (
        frozenset(join["word"] for join in joins if join["with"] == "next"),
        frozenset(join["word"] for join in joins if join["with"] == "previous"),
    )
