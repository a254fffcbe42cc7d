"""Which events say by when: "before the vote", "until the war ends". They keep their words and have no days."""

from __future__ import annotations

import re
from collections.abc import Sequence

from kg.lexicon.time import TimeLexicon, time_lexicon
from kg.pipeline.horizon_grammar import Grammar
from kg.pipeline.horizon_words import Word, is_event, is_future

_LONGEST_EVENT = 14  # words of an event's noun phrase, the head counted
_LOOK_BACK = 18  # words in which the verb stands that makes حتى "until"
_FUTURE_VERB = re.compile(r"[وف]?س[يتنا]\w{3,}|[وف]?ي\w{3,}")
_PRESENT_VERB = re.compile(r"[ين]\w{2,}|ت\w+[^ت\W]")
_FORM_SIX = re.compile(r"ت\wا\w{2,}")  # تراجع: of the past rather than "she reviews"
_PRONOUN = re.compile(r"\w{3,}(?:ها|هم|هما)$")
_QUOTES = frozenset('“”«»"')
_SENTENCE_ENDS = frozenset(("؛", ".", "؟", "!", "\n"))


def event(words: Sequence[Word], place: int, grammar: Grammar) -> int | None:
    """Give the place after an event phrase that begins here with its preposition; None if there is none."""
    lexicon = time_lexicon()
    conjunction = words[place].term("conjunction")
    if conjunction is not None:
        return _clause(grammar, place, lexicon, conjunction.value)
    relation = words[place].term("relation")
    if relation is None or relation.value in ("since", "throughout", "from"):
        return None
    if place and words[place - 1].form in lexicon.not_before_after and words[place - 1].end + 1 >= words[place].start:
        return None
    stop = _piece(grammar, place, lexicon)
    if stop is not None:
        return stop
    if relation.value in ("after", "until", "within"):
        counted = _counted_from(grammar, place + 1, relation.value)
        if counted is not None and is_event(words, counted, lexicon.events):
            return _phrase(grammar, counted, lexicon)
    if relation.value in ("after", "until", "upon"):
        things = lexicon.scheduled if relation.value == "upon" else frozenset()  # "لدى المعرض" is a place
        if not is_event(words, place + 1, lexicon.events - things):
            return None
        stop = _phrase(grammar, place + 1, lexicon)
        if _is_past(words, place, stop):
            return None
        return stop if relation.value != "after" or not _is_background(words, place, stop) else None
    if relation.value == "by" and words[place].form == "حتي":
        lasting = _stands_before(words, place, lexicon.lasting)
        if lasting and _is_present(words, place + 1, lexicon) and words[place + 1].form not in lexicon.general_verb:
            return _phrase(grammar, place + 1, lexicon)
        if is_event(words, place + 1, lexicon.endpoints | lexicon.scheduled, shapes=lasting):
            return _phrase(grammar, place + 1, lexicon)
        return None
    denied = relation.value == "before" and (
        _stands_before(words, place, lexicon.denial)
        or any(is_future(words, n) for n in range(max(0, place - 8), place))
    )
    heads = lexicon.events if denied else lexicon.scheduled
    if relation.loose or not is_event(words, place + 1, heads, shapes=denied):
        return None
    stop = _phrase(grammar, place + 1, lexicon)
    if _is_past(words, place, stop):
        return None
    if relation.value in ("before", "within"):
        return stop
    coming = next((n for n in range(place + 2, stop) if words[n].term("next") and not words[n - 1].terms), None)
    return coming + 1 if coming is not None else None


def _piece(grammar: Grammar, place: int, lexicon: TimeLexicon) -> int | None:
    """Read a part of an event: "with the end of the war", "in the last week of the season of results"."""
    after = place + 1
    if grammar.words[place].form == "ل":
        return None  # "لأول نجاح"
    unit, ordinal = grammar.term(after, "unit"), grammar.term(after + 1, "ordinal")
    if unit is not None and ordinal is not None and grammar.term(after + 2, "of"):
        head = after + 3
    elif grammar.term(after, "part"):
        head = after + 2 if grammar.term(after + 1, "of") else after + 1
    else:
        return None
    words = grammar.words
    stretch = grammar.term(head, "stretch")
    bounded = stretch is not None and stretch.value in ("phase", "bounded")
    if not is_event(words, head, lexicon.events, shapes=False) and (
        not bounded or head + 1 >= len(words) or _ends_phrase(words, head + 1, lexicon)
    ):
        return None
    return _phrase(grammar, head, lexicon)


def _counted_from(grammar: Grammar, place: int, relation: str) -> int | None:
    """Give the place of the event in "two days after the vote": behind the length and من or على."""
    count = grammar.count(place)
    if count is None or count.end + 1 >= len(grammar.words):
        return None
    if not (grammar.term(count.end, "of") or (relation == "after" and grammar.sign(count.end, "علي"))):
        return None
    return count.end + (2 if grammar.words[count.end + 1].form == "تاريخ" else 1)


def _is_past(words: Sequence[Word], place: int, stop: int) -> bool:
    """Say whether the phrase, or the date in which it ends, is past: "قبل انطلاقة الموسم الماضي"."""
    for word in words[place : stop + 4]:
        if word.form in _SENTENCE_ENDS or word.form in ("،", ","):
            return False
        if word.term("past"):
            return True
    return False


def _is_background(words: Sequence[Word], place: int, stop: int) -> bool:
    """Say whether the event behind a comma tells what has happened: "ستكون حاسمة، بعد تحرير المدينة"."""
    if not place or words[place - 1].form not in ("،", ","):
        return False
    if stop < len(words) and words[stop].form in ("،", ","):
        stop += 1
    return not (is_future(words, stop) or (stop < len(words) and words[stop].form in ("فان", "سوف", "لن", "قد")))


def _phrase(grammar: Grammar, head: int, lexicon: TimeLexicon) -> int:
    """Give the place where the noun phrase of ``head`` ends: at a sign, a verb, a clause or the next time."""
    words = grammar.words
    place = head + 1
    if place < len(words) and _is_complete(words[head]):
        last = min(len(words), head + _LONGEST_EVENT)
        while place < last and words[place].form.startswith("ال") and not _ends_phrase(words, place, lexicon):
            place += 1  # its adjectives
        if place >= len(words) or not _goes_on(words[place], lexicon):
            return place
    while place < min(len(words), head + _LONGEST_EVENT) and not _ends_phrase(words, place, lexicon):
        time = grammar.expression(place) if words[place].terms else None
        if time is not None and words[place - 1].form not in lexicon.set_for:
            break  # a time of its own: "بعد تدعيمه بلاعبين في الفترة المقبلة"
        place = time.end if time is not None else place + 1
    while place > head + 1 and (
        words[place - 1].term("and")
        or words[place - 1].term("relation")
        or words[place - 1].term("of")
        or words[place - 1].form in _QUOTES
    ):
        place -= 1
    return place


def _is_complete(word: Word) -> bool:
    return word.form.startswith("ال") or _PRONOUN.search(word.form) is not None


def _goes_on(word: Word, lexicon: TimeLexicon) -> bool:
    """Say whether a word can follow a noun that takes no genitive: "الهجوم على", not "عند انقطاعها تفاقما"."""
    if any(word.term(kind) for kind in ("and", "of", "relation", "next", "this", "to")):
        return True
    return not word.terms and (word.form in lexicon.linking or word.form[0] in "وبلكف" or word.form.startswith("ال"))


def _ends_phrase(words: Sequence[Word], place: int, lexicon: TimeLexicon) -> bool:
    word = words[place]
    if word.form in _QUOTES:
        return False
    if word.form in lexicon.clause or not (word.form[0].isalnum()):
        return True
    if word.term("demonstrative") and not (place + 1 < len(words) and words[place + 1].form.startswith("ال")):
        return True  # "وهذا ما عملنا عليه"
    relation = word.term("relation")
    if relation is not None and relation.value not in ("in",):
        return not relation.loose or relation.value == "upon"
    bare = word.form.removeprefix("ال")
    return word.form == bare and _FUTURE_VERB.fullmatch(bare) is not None and bare not in lexicon.not_verb


# ---- clauses ----


def _clause(grammar: Grammar, head: int, lexicon: TimeLexicon, needs: str) -> int | None:
    """Read "بعد أن" with a verb of the present, which looks forward; with one of the past it tells what was."""
    words = grammar.words
    general = words[head].form in ("عندما", "حينما") and head + 1 < len(words)
    if general and words[head + 1].form in lexicon.general_verb:
        return None
    if not _is_present(words, head + 1, lexicon):
        stop = _phrase(grammar, head + 1, lexicon)
        ahead = not needs and is_future(words, stop) and not words[head].form.startswith("عند")
        return stop if ahead else None  # "بعد أن انتهى الموسم ستحدد الشركات": when it will have ended
    if needs and not _stands_before(words, head, lexicon.denial if needs == "denied" else lexicon.lasting):
        return None
    return _phrase(grammar, head + 1, lexicon)


def _is_present(words: Sequence[Word], place: int, lexicon: TimeLexicon) -> bool:
    if place >= len(words):
        return False
    form = words[place].form
    if form in lexicon.not_verb or form in lexicon.past_verb:
        return False
    return _PRESENT_VERB.fullmatch(form) is not None and _FORM_SIX.fullmatch(form) is None


def _stands_before(words: Sequence[Word], place: int, verbs: frozenset[str]) -> bool:
    """Say whether one of ``verbs``, with or without the س of the future, stands before in the sentence."""
    for word in reversed(words[max(0, place - _LOOK_BACK) : place]):
        if word.form in _SENTENCE_ENDS:
            return False
        bare = word.form.lstrip("وف")
        if bare in verbs or (bare[:1] == "س" and bare[1:] in verbs):
            return True
    return False
