"""How sure a statement is: the share of statements like it that were right on gold.

Right means that the content was found and the source is the one of the gold. The confidence is a logistic regression
over what is known when a statement is made: how its content was introduced, how its speaker was found, what kind of
source that is. ``make calibrate`` fits the weights and prints how well they hold on outlets that were left out
(reliability diagram and expected calibration error: Guo et al. 2017).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from math import exp

from kg.errors import DataError
from kg.pipeline.attribution import Said
from kg.resources import read_toml

FILE = "ontology/lexicons/ar/confidence.toml"

_FAR = 150  # tokens since the speaker's last statement from which a left-out subject is doubtful
_SHORT, _LONG = 4, 60  # tokens of a content


def features(said: Said) -> tuple[str, ...]:
    """Give what tells for or against a statement, as the names under which the weights stand in the file."""
    how, _, subject = said.rule.rpartition(" ")
    found = [f"introduced by: {how or subject}", f"subject: {subject if how else 'none'}"]
    found.append(f"source: {said.entity.kind}")
    phrase = said.mention
    if phrase is not None and not phrase.sure:
        found.append("name in no lexicon")
    if phrase is not None and phrase.naming == "role" and said.entity.kind != "person":
        found.append("role without a name")
    if said.entity.kind == "person" and len(said.entity.tokens) == 1:
        found.append("person of one name")
    if phrase is None and said.since is not None:
        found.append("speaker: long silent" if said.since > _FAR else "speaker: just spoke")
    if phrase is None and said.since is None:
        found.append("speaker: not heard before")
    if said.saying is not None and said.saying.form is not None and said.saying.form.condition != "always":
        found.append("cue with other meanings")
    length = sum(last - first for first, last in said.content.ranges)
    if length < _SHORT:
        found.append("content: short")
    elif length > _LONG:
        found.append("content: long")
    if said.within is not None:
        found.append("inside another statement")
    if said.content.type != "indirect":
        found.append("words quoted")
    return tuple(found)


def confidence(names: Iterable[str]) -> float:
    """Give the probability that a statement with these features is right: 0…1, two decimals."""
    weights = load_weights()
    return round(1 / (1 + exp(-weights["all"] - sum(weights.get(name, 0.0) for name in names))), 2)


@cache
def load_weights() -> dict[str, float]:
    """Read the weights once (log odds); DataError where one is no number or the constant is missing."""
    weights = read_toml(FILE).get("weights", {})
    if "all" not in weights or not all(isinstance(weight, (int, float)) for weight in weights.values()):
        raise DataError(f'{FILE}: wanted [weights] with a number each and the constant "all"; run make calibrate')
    return {name: float(weight) for name, weight in weights.items()}
