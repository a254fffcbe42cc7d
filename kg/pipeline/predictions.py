"""What a speaker predicts in the content of a statement: the proposition, its polarity, certainty and horizon.

Certainty follows FactBank (Saurí and Pustejovsky 2009) in three steps: certain, probable, possible. A prediction has a
marker in the content (``سـ``, ``قد``, ``من المتوقع``) or comes from the cue itself (``توقع``, ``استبعد``).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.extraction import Certainty, Horizon, Polarity, Prediction, Span
from kg.lexicon.hedges import HedgeMatch, find_hedges, is_future, is_imperfect, tells_programme
from kg.lexicon.syntax import load_syntax, match_phrase
from kg.pipeline.attribution import Said
from kg.pipeline.horizon import HorizonMatch, choose_horizon, find_horizons, resolve
from kg.pipeline.phrases import Range
from kg.pipeline.quotes import Quote
from kg.pipeline.tokens import Reading
from kg.pipeline.words import is_verbal_noun, word_of

_RANK: dict[str, int] = {"possible": 0, "probable": 1, "certain": 2}
_BREAKS = frozenset(("؛", ".", "..", "...", "؟", "!", ";"))
_FAR = 8  # tokens
_NO_PREDICTIONS = frozenset(("call", "ask", "accuse"))


@dataclass(slots=True)
class _Proposition:
    first: int
    last: int
    certainty: Certainty
    polarity: Polarity
    hedge: Range | None


class PredictionReader:
    """Read the predictions of one article's statements."""

    def __init__(self, reading: Reading, quotes: tuple[Quote, ...], published: str | None) -> None:
        self.reading = reading
        self.norm = reading.norm
        self.kind = reading.kind
        self.published = published
        self.closing = {quote.opening: quote.closing for quote in quotes}
        self.opening = {quote.closing: quote.opening for quote in quotes}
        self.syntax = load_syntax()

    def read(self, said: Said, inner: Sequence[Said] = ()) -> tuple[Prediction, ...]:
        """Give the predictions of a statement, in text order, without those of the statements ``inner`` to it."""
        own = self._read(said)
        taken = [(min(one.order, one.content.ranges[0][0]), one.content.ranges[-1][1]) for one in inner]
        ranges = [(self.reading.start[first], self.reading.end[last - 1]) for first, last in taken]
        return tuple(p for p in own if not any(start <= self._place(p) < end for start, end in ranges))

    def _read(self, said: Said) -> tuple[Prediction, ...]:
        entry = said.saying.entry if said.saying is not None else None
        propositions: list[_Proposition] = []
        from_cue = entry.prediction if entry is not None else None
        if entry is not None and from_cue is None and entry.speech_act in _NO_PREDICTIONS:
            return ()
        if said.saying is not None and entry is not None and entry.epistemic and self._judges_what_is(said):
            from_cue = None
        for place, (first, last) in enumerate(said.content.ranges):
            if from_cue is not None and place == 0:
                propositions.append(self._from_cue(said, from_cue, first, last))
                first = propositions[-1].last
            propositions.extend(self._from_markers(first, last, self._is_expert(said)))
        horizons = self._horizons(said)
        return tuple(self._prediction(p, horizons, len(propositions)) for p in propositions)

    def _place(self, prediction: Prediction) -> int:
        """Give the place of what marks a prediction."""
        at = (
            self.reading.text.find(prediction.hedge, prediction.span.start, prediction.span.end)
            if prediction.hedge
            else -1
        )
        return at if at >= 0 else prediction.span.start

    def _judges_what_is(self, said: Said) -> bool:
        """``رجح أن يكون الحريق متعمدا``: a judgement of what is, unless a word of time points ahead."""
        first = said.content.ranges[0][0]
        return self.norm[first] in self.syntax.present_copulas and not self._horizons(said)

    # -- propositions ----------------------------------------------------------------------------------------------

    def _from_cue(self, said: Said, prediction: tuple[Polarity, Certainty], first: int, last: int) -> _Proposition:
        polarity, certainty = prediction
        if said.saying is not None and said.saying.negative:
            if polarity == "negative":  # لا يستبعد
                polarity, certainty = "positive", "possible"
            else:  # لا يتوقع
                polarity = "negative"
        end = self._end(first, first, last, set())
        if self.norm[first] in self.syntax.content_negations or self._opened_by_negation(said, first):
            polarity = "negative" if polarity == "positive" else "positive"
        return _Proposition(first, end, certainty, polarity, said.cue)

    def _opened_by_negation(self, said: Said, first: int) -> bool:
        """``متوقعا ألا ينخفض السعر``: the introducing word is أن with لا."""
        return said.saying is not None and said.saying.frame == "clause" and self.norm[first - 1] == "الا"

    @staticmethod
    def _is_expert(said: Said) -> bool:
        """Say whether a source is of a kind that announces nothing of its own: what others plan is its prediction."""
        roles = (word_of(head).role for head in said.entity.heads)
        return any(role is not None and role.category in load_syntax().outside_observers for role in roles)

    def _from_markers(self, first: int, last: int, is_expert: bool) -> list[_Proposition]:
        found = list(find_hedges(self.norm, first, last))
        markers = [m for m in found if m.role == "marker" and not self._is_no_claim(m, first, last, is_expert)]
        modifiers = [m for m in found if m.role != "marker"]
        starts = {m.start for m in markers}
        propositions: list[_Proposition] = []
        done = first
        for marker in markers:
            if marker.start < done:
                continue
            if propositions and self._continues(propositions[-1], marker):
                propositions[-1].last = self._end(marker.end, marker.end, last, starts)
                done = propositions[-1].last
                continue
            begin = self._begin(marker, max(done, first))
            end = self._end(begin, marker.end, last, starts)
            certainty: Certainty = marker.certainty
            polarity = self._polarity(marker)
            for modifier in modifiers:
                if begin - 2 <= modifier.start < end:
                    if _RANK[modifier.certainty] < _RANK[certainty]:
                        certainty = modifier.certainty
                    if modifier.polarity == "negative":
                        polarity = "negative" if polarity == "positive" else "positive"
            propositions.append(_Proposition(begin, end, certainty, polarity, (marker.start, marker.end)))
            done = end
        return propositions

    def _polarity(self, marker: HedgeMatch) -> Polarity:
        if marker.polarity is not None:
            return marker.polarity
        after = self.norm[marker.end : marker.end + 2]
        if after[:1] in (["لا"], ["الا"]) or after == ["ان", "لا"]:
            return "negative"
        return "positive"

    def _is_no_claim(self, marker: HedgeMatch, first: int, last: int, is_expert: bool) -> bool:
        """Say whether a marker only describes (``الذي يمكن أن يجيب``) or tells a programme (``ستعقد جلستها``)."""
        before = marker.start - 1
        if marker.certainty == "possible" and before >= first and self.norm[before] in self.syntax.relative_pronouns:
            return self.norm[before] not in self.syntax.relative_particles
        if any(self.norm[k] in self.syntax.questions for k in range(max(first, before - 2), before + 1)):
            return True  # هل ستفوزون؟
        if any(
            self.norm[k].lstrip("وف") in self.syntax.past_auxiliaries for k in range(max(first, before - 1), before + 1)
        ):
            return True  # كانت الدرع ستوفر: what would have been
        verb = self.norm[marker.end - 1]
        single = marker.end == marker.start + 1
        if single and verb.lstrip("وف") in ("لن", "سوف") and marker.end < last:
            verb = self.norm[marker.end]
            return tells_programme(verb) and not (is_expert and verb[:1] in "يت")
        bare = verb[1:] if verb[:1] in ("و", "ف") else verb
        if single and is_future(bare):
            if bare[1] == "ا" and "أ" not in self.reading.words(marker.start, marker.end):
                return True  # سائقون, سالكو: no first person without its hamza
            return tells_programme(bare) and not (is_expert and bare[1] in "يت")
        # من المرجح أنها دفنت: أن with a pronoun judges what is
        return (
            marker.certainty == "probable"
            and marker.end < last
            and verb not in self.syntax.clause_openers
            and (self.norm[marker.end] in self.syntax.clause_openers and self.norm[marker.end] not in ("ان", "الا"))
        )

    def _continues(self, proposition: _Proposition, marker: HedgeMatch) -> bool:
        """``ستوحد الجبهة وستخلق ثقة``: a second verb on the same subject belongs to the proposition."""
        if marker.start - proposition.last > 1:
            return False
        norm = self.norm[marker.start]
        after = marker.end
        if norm[:1] != "و" or after >= len(self.norm) or marker.start != proposition.last:
            return False
        following = word_of(self.norm[after])
        return not following.definite

    def _begin(self, marker: HedgeMatch, first: int) -> int:
        """Give the place where the proposition of a marker begins: behind the last clause start before it."""
        k = marker.start
        if self.norm[k][:1] == "و" and k > first:
            return k
        begin = first
        if self._begins_condition(first) and not any(self.norm[i] in _BREAKS for i in range(first, k)):
            return first
        for i in range(first, k):
            end = match_phrase(self.syntax.clause_starts, self.norm, i)
            if end > i and end <= k and not self._is_conditional(first, i):
                begin = end
            elif (
                self.norm[i] in _BREAKS
                or (self.norm[i] in ("،", ",") and self.norm[i + 1][:1] == "و" and not word_of(self.norm[i + 1]).unit)
                or (self.norm[i] in ("،", ",") and k - i <= 1 and not self._is_nominal(begin, i))
            ):
                begin = i + 1
        if k - begin > _FAR and self.norm[k - 1].lstrip("و") in self.syntax.relative_pronouns:
            return k  # the noun that is described stands too far before
        return begin

    def _begins_condition(self, first: int) -> bool:
        """``إذا أبرمت الصفقة، فإن الاستثمارات ستصل``: the condition belongs to the proposition."""
        following = self.norm[first + 1] if first + 1 < len(self.norm) else ""
        sure = self.norm[first] in self.syntax.sure_conditionals
        return sure or (self.norm[first] in self.syntax.conditionals and following in self.syntax.conditional_words)

    def _is_nominal(self, first: int, last: int) -> bool:
        """``معركة المدينة، ستكون حاسمة``: before the comma stands only the subject of the marker's verb."""
        return last > first and all(
            self.kind[k] == "w"
            and self.norm[k] not in self.syntax.auxiliaries
            and self.norm[k] not in self.syntax.negations
            and self.norm[k] not in self.syntax.relative_pronouns
            and not (is_imperfect(self.norm[k]) and not word_of(self.norm[k]).noun and not is_verbal_noun(self.norm[k]))
            for k in range(first, last)
        )

    def _is_conditional(self, first: int, i: int) -> bool:
        """``في حال ...، فإن من الممكن``: the condition belongs to the proposition."""
        return (
            self.norm[i][:2] in ("فا", "فس")
            and self.norm[first] in self.syntax.conditionals
            and self.norm[first + 1] in self.syntax.conditional_words
        )

    def _end(self, first: int, after: int, last: int, starts: set[int]) -> int:
        k = max(after, first + 1)
        while k < last:
            norm = self.norm[k]
            if norm in _BREAKS:
                break
            if k in starts and norm[:1] == "و":
                break
            if k > first + 2 and match_phrase(self.syntax.proposition_ends, self.norm, k) > k:
                break
            if norm in ("،", ",") and k + 1 < last:
                following = self.norm[k + 1]
                if k > first + 2 and match_phrase(self.syntax.comma_proposition_ends, self.norm, k + 1) > k + 1:
                    break
                if (
                    following[:1] == "ف"
                    and len(following) > 3
                    and not word_of(following).unit
                    and following not in ("في", "فضلا")
                ):
                    break
                if following[:1] == "و" and (k + 1 in starts or self._starts_clause(k + 1, last)):
                    break
            k += 1
        while k > first + 1 and (self.kind[k - 1] == "p" or self.norm[k - 1] in ("و", "وقد")):
            k -= 1
        return k

    def _starts_clause(self, k: int, last: int) -> bool:
        """Say whether ``و`` leads to a clause of its own: a verb or a subject with its predicate behind it."""
        rest = self.norm[k][1:]
        return (rest[:1] in "يت" and len(rest) > 3 and not word_of(rest).noun) or rest.startswith("ال")

    # -- horizons --------------------------------------------------------------------------------------------------

    def _horizons(self, said: Said) -> list[HorizonMatch]:
        found: list[HorizonMatch] = []
        for first, last in said.content.ranges:
            start, end = self.reading.start[first], self.reading.end[last - 1]
            found.extend(find_horizons(self.reading.text, start, end, self.published))
        return found

    def _prediction(self, proposition: _Proposition, horizons: list[HorizonMatch], count: int) -> Prediction:
        first, last = self._without_half_quotes(proposition.first, proposition.last)
        start = self._start_of(first)
        end = self.reading.end[last - 1]
        text = self.reading.text
        marker = self.reading.start[proposition.hedge[0]] if proposition.hedge is not None else None
        best = choose_horizon(text, horizons, (start, end), marker, alone=count == 1)
        horizon = None
        if best is not None:
            words = text[best.start : best.end]
            dates = resolve(words, self.published)
            horizon = Horizon(Span(best.start, best.end, words), *(dates if dates is not None else (None, None)))
        hedge = self.reading.words(*proposition.hedge) if proposition.hedge is not None else None
        return Prediction(
            Span(start, end, text[start:end]), proposition.polarity, proposition.certainty, hedge, horizon
        )

    def _without_half_quotes(self, first: int, last: int) -> Range:
        """Leave off a mark at either end whose partner lies outside."""
        while last - first > 1 and self.kind[last - 1] == "q" and self.opening.get(last - 1, -1) < first:
            last -= 1
        while last - first > 1 and self.kind[first] == "q" and self.closing.get(first, last) >= last:
            first += 1
        return first, last

    def _start_of(self, first: int) -> int:
        norm = self.norm[first]
        start = self.reading.start[first]
        if (
            norm[:1] in ("و", "ف")
            and len(norm) >= 3
            and (
                (not word_of(norm).unit and not word_of(norm).noun and norm[1] in "سايتمنق") or norm[1:] in ("قد", "لن")
            )
        ):
            return start + 1
        return start
