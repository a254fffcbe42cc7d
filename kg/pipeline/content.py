"""Where the content of a saying ends, and whether it is quoted: direct, indirect or mixed."""

from __future__ import annotations

from dataclasses import dataclass

from kg.extraction import StatementType
from kg.lexicon.cues import load_cues
from kg.lexicon.sources import load_sources
from kg.lexicon.syntax import load_syntax, match_phrase
from kg.pipeline.phrases import Range
from kg.pipeline.quotes import Quote
from kg.pipeline.sayings import Attribution, Frame, Saying
from kg.pipeline.sections import Sentence
from kg.pipeline.tokens import Reading
from kg.pipeline.words import without_pronoun, word_of

_SHORTEST = 2  # tokens that can be a clause
_TRIM = frozenset("،,.؛;:؟!?–—-") | {"..", "...", "--"}


@dataclass(frozen=True, slots=True)
class Content:
    """What is said, as ranges of tokens without the introducing word and, where all is quoted, without marks."""

    ranges: tuple[Range, ...]
    type: StatementType


class ContentReader:
    """Measure the contents of one text."""

    def __init__(self, reading: Reading, quotes: tuple[Quote, ...]) -> None:
        self.reading = reading
        self.norm = reading.norm
        self.kind = reading.kind
        self.quotes = quotes
        self.closing = {quote.opening: quote.closing for quote in quotes}
        self.opening = {quote.closing: quote.opening for quote in quotes}
        self.syntax = load_syntax()
        self.cues = load_cues()

    def limit(
        self, saying: Saying, index: int, sayings: list[Saying], attributions: list[Attribution], sentence: Sentence
    ) -> int:
        """Give the token before which a reporting ends: the next cue, an attribution, an aside, the sentence."""
        limit = sentence.last
        first = saying.content
        for later in sayings[index + 1 :]:
            if not later.nested and later.place > first:
                if later.place - first <= _SHORTEST and saying.frame == "clause" and not later.participle:
                    later.nested = True  # أكد أن اللاعبين عبروا عن رفضهم: what is left would be no clause
                    continue
                limit = min(limit, later.place)
                break
        for attribution in attributions:
            if attribution.first > first:
                limit = min(limit, attribution.first)
                break
        k = first
        while k < limit:
            if k in self.closing:
                k = self.closing[k] + 1
                continue
            if self.norm[k] in ("،", ",", "-", "–", "؛") and k + 1 < limit:
                if match_phrase(self.syntax.reporting_asides, self.norm, k + 1) > k + 1:
                    return k
                if saying.frame != "colon" and self._is_reporting_participle(k + 1):
                    return k
            k += 1
        return limit

    def _is_reporting_participle(self, k: int) -> bool:
        """``، رافضا تحديد موعد``: what the speaker did while speaking ends what he said."""
        return self.norm[k].endswith("ا") and any(form.kind == "participle" for form in self.cues.lookup(self.norm[k]))

    def measure(self, saying: Saying, limit: int) -> Content | None:
        """Measure the content of a saying whose reporting ends before ``limit``; None if nothing is left."""
        if saying.frame == "before":
            return self._before_cue(saying, limit)
        return self.measure_from(saying.content, limit, saying.frame)

    def measure_from(self, first: int, limit: int, frame: Frame) -> Content | None:
        """Measure a content that begins at ``first``; None if nothing is left of it."""
        first, last = self.trim(first, limit)
        if first >= last:
            return None
        closing = self.closing.get(first)
        if closing is not None and closing < last + 1:
            rest_first, rest_last = self.trim(closing + 1, last)
            if rest_first >= rest_last or frame == "quote" or (frame == "colon" and closing - first > 5):
                if rest_first < rest_last and closing - first <= 5 and frame != "quote":
                    return Content(((first, last),), "mixed")
                return self._quoted(first, closing)
            if (
                closing - first > 5
                and self.norm[closing + 1 : closing + 2]
                and self.norm[closing + 1] in ("،", ",", ".")
                and not self._goes_on(closing + 2, last)
            ):
                return self._quoted(first, closing)
            return Content(((first, last),), "mixed")
        if frame == "colon":
            if self.norm[first] in self.syntax.clause_openers and first + 1 < last:
                first, frame = first + 1, "clause"  # قال: إن الوضع ...
            else:
                return Content(((first, last),), "direct")
        mixed = any(first <= quote.opening < last and self._is_words(quote) for quote in self.quotes)
        return Content(((first, last),), "mixed" if mixed else "indirect")

    def _quoted(self, opening: int, closing: int) -> Content | None:
        first, last = opening + 1, closing
        while last > first and self.kind[last - 1] == "p" and self.norm[last - 1] in _TRIM:
            last -= 1
        return Content(((first, last),), "direct") if first < last else None

    def _before_cue(self, saying: Saying, limit: int) -> Content | None:
        """A quotation before its cue, and its second part behind the speaker: ``"...", قال فلان, "..."``."""
        closing = self.closing[saying.content]
        head = self._quoted(saying.content, closing)
        if head is None:
            return None
        k = saying.after
        while k < limit and self.norm[k] in ("،", ",", ":"):
            k += 1
        if k in self.closing and self.closing[k] < limit and self.closing[k] - k > 3:
            tail = self._quoted(k, self.closing[k])
            if tail is not None:
                return Content((*head.ranges, *tail.ranges), "direct")
        return head

    def _goes_on(self, k: int, last: int) -> bool:
        """Say whether the clause of a quotation goes on behind its comma: ``"...", في مقاطعة``."""
        return (
            k < last
            and (self.norm[k] in self.syntax.prepositions)
            and not (k + 1 < last and self.norm[k + 1] in self.syntax.occasions)
        )

    def _is_words(self, quote: Quote) -> bool:
        """Say whether a quotation inside a content is somebody's words: more than a name (``"التحالف الدولي"``)."""
        length = quote.closing - quote.opening - 1
        first = word_of(self.norm[quote.opening + 1])
        return (
            quote.depth == 0 and length > 1 and not (length <= 3 and (first.definite or first.organisation is not None))
        )

    def trim(self, first: int, last: int) -> Range:
        """Take punctuation off both ends, and the conjunction that only led to the next clause."""
        while first < last and (
            (self.kind[first] == "p" and self.norm[first] in _TRIM) or self.norm[first] in self.syntax.leading_particles
        ):
            first += 1
        changed = True
        while changed and first < last:
            changed = False
            if (
                (self.kind[last - 1] == "p" and self.norm[last - 1] in _TRIM)
                or self.norm[last - 1] in self.syntax.trailing_particles
                or (self.norm[last - 1] in self.syntax.clause_openers and self.norm[last - 2] in self.syntax.exceptives)
                or (self.kind[last - 1] == "q" and last - 1 not in self.opening)
            ):
                last -= 1
                changed = True
        return first, last

    def _is_whole(self, i: int) -> bool:
        """Say whether the و of a word belongs to it: ``والدها``, ``واشنطن``."""
        norm = self.norm[i]
        return (
            bool(self.cues.lookup(norm))
            or load_sources().place(self.norm, i) is not None
            or any(word_of(form).unit or word_of(form).noun for form in without_pronoun(norm))
        )

    def start_of(self, first: int) -> int:
        """Give the character where a content begins that is led in by و or ب joined to its first word."""
        start = self.reading.start[first]
        norm = self.norm[first]
        if norm[:1] == "و" and len(norm) > 3 and not self._is_whole(first):
            return start + 1
        return start
