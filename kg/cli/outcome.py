"""The command that records how predictions came out: outcome."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, cast

import click

from kg.cli.answer import db_option, opened
from kg.cli.output import format_option, output_option, print_rows, say
from kg.errors import QueryError

if TYPE_CHECKING:
    from collections.abc import Callable

    from kg.decisions import Outcome

T = TypeVar("T")
_MEANS = {"yes": "came true", "no": "did not come true", "open": "stays open", None: "stands on it"}


@click.command()
@click.argument("prediction", metavar="[PREDICTION_ID]", required=False)
@click.argument(
    "outcome", metavar="[happened|not|open]", required=False, type=click.Choice(["happened", "not", "open"])
)
@click.option("--on", metavar="DAY", help="When it happened or was seen not to have, or is still open: 2026-01-15.")
@click.option("--by", metavar="NAME", help="Who decides.")
@click.option(
    "--evidence",
    multiple=True,
    metavar="ARTICLE",
    help="What shows it: an address, or an article here by its identifier; may be given again.",
)
@click.option("--proposition", metavar="TEXT", help="The question in your words, without a negation.")
@click.option("--same-as", metavar="PREDICTION_ID", help="Another prediction about the same question.")
@click.option("--note", metavar="TEXT", help="A remark.")
@click.option("--list", "is_list", is_flag=True, help="List what holds, with what it means for each prediction.")
@click.option("--history", is_flag=True, help="List also what was replaced, moved to another question or undone.")
@click.option("--undo", metavar="DECISION_ID", help="Take a decision back; it stays in the history.")
@format_option
@output_option
@db_option
def outcome(
    prediction: str | None,
    outcome: str | None,
    on: str | None,
    by: str | None,
    evidence: tuple[str, ...],
    proposition: str | None,
    same_as: str | None,
    note: str | None,
    is_list: bool,
    history: bool,
    undo: str | None,
    form: str | None,
    output: str | None,
    db: Path,
) -> None:
    """Record the outcome of a prediction, with evidence; list what is recorded, or take it back.

    The outcome is that of the question behind the prediction, without its negation: of "the truce will not hold" the
    question is whether the truce holds, and with 'not' the prediction came true, which is not recorded but follows.
    Several predictions may stand on one question (--same-as, --proposition), also without an outcome. A newer decision
    of the same person on the same question replaces the older one.

    \b
    Example:
        kg outcome --list
        kg outcome pr-03a0237d3aa25088 not --on 2026-03-01 --by "ليلى" --evidence https://example.org/news/17
        kg outcome pr-69ac88fb882c4905 --same-as pr-6e1c06a735c07411 --by "ليلى"
    """
    asked = [prediction is not None, is_list or history, undo is not None]
    if sum(asked) != 1:
        raise click.UsageError("wanted one of: PREDICTION_ID, --list, --undo DECISION_ID")
    if undo is not None:
        _undo(db, undo, by)
    elif prediction is None:
        _list(db, history, form, output)
    else:
        _decide(db, prediction, outcome, on, by, evidence, proposition, same_as, note)


def _list(db: Path, with_history: bool, form: str | None, output: str | None) -> None:
    from kg.outcome import outcomes

    with opened(db) as (ledger, store):
        rows = outcomes(ledger, store, with_history=with_history)
    print_rows(rows, form, output)


def _undo(db: Path, decision: str, by: str | None) -> None:
    from kg.ledger import Ledger
    from kg.stores.projections import update_projections

    with Ledger.open(db) as ledger:
        if not ledger.undo(decision, by):
            message = f"no decision {decision!r} stands; 'kg outcome --list' lists those that do"
            raise click.BadParameter(message, param_hint="--undo")
        update_projections(ledger, notify=say)
    say(f"took back {decision}")


def _decide(
    db: Path,
    prediction: str,
    outcome: str | None,
    on: str | None,
    by: str | None,
    evidence: tuple[str, ...],
    proposition: str | None,
    same_as: str | None,
    note: str | None,
) -> None:
    from kg.ledger import Ledger
    from kg.outcome import find_evidence, find_prediction, judged, make_decision, read_day
    from kg.stores.embedded import open_graph
    from kg.stores.projections import update_projections

    _check_usage(prediction, outcome, on, by, evidence, proposition, same_as)
    with Ledger.open(db) as ledger:
        with open_graph(ledger, notify=say) as store:
            decision = make_decision(
                ledger,
                _checked("PREDICTION_ID", find_prediction, store, prediction),
                cast("Outcome | None", outcome),
                by=by or "",
                on=None if on is None else _checked("--on", read_day, on),
                evidence=[_checked("--evidence", find_evidence, ledger, written) for written in evidence],
                wording=proposition,
                same_as=None if same_as is None else _checked("--same-as", find_prediction, store, same_as),
                note=note,
            )
            is_new = ledger.decide(decision)
            meant = judged(ledger, store, decision)
        update_projections(ledger, notify=say)
    say(f"{decision.id}: {'recorded' if is_new else 'was recorded before'}; the question: {decision.proposition.text}")
    for it in meant:
        say(f"{it.prediction.id} ({it.prediction.polarity}, {it.prediction.speaker}) {_MEANS[it.truth]}")


def _check_usage(
    prediction: str,
    outcome: str | None,
    on: str | None,
    by: str | None,
    evidence: tuple[str, ...],
    proposition: str | None,
    same_as: str | None,
) -> None:
    if not (by or "").strip():
        raise click.UsageError("wanted --by NAME: who decides")
    if proposition is not None and same_as is not None:
        raise click.UsageError("wanted either --proposition or --same-as")
    if proposition is not None and not any(char.isalnum() for char in proposition):
        raise click.BadParameter(f"wanted words, found none in {proposition!r}", param_hint="--proposition")
    if same_as == prediction:
        raise click.BadParameter("wanted another prediction, found the same", param_hint="--same-as")
    if outcome is None:
        if proposition is None and same_as is None:
            raise click.UsageError("wanted happened, not or open; or --same-as or --proposition for the question alone")
        if on is not None or evidence:
            raise click.UsageError("--on and --evidence belong to an outcome: happened, not or open")
        return
    if on is None:
        raise click.UsageError(f"wanted --on DAY: when it {'was seen to be open' if outcome == 'open' else 'came out'}")
    if outcome != "open" and not evidence:
        raise click.UsageError("wanted --evidence ARTICLE: what shows it")


def _checked(hint: str, read: Callable[..., T], *given: object) -> T:
    """Read a value; one that is wrong is told with the name of its option."""
    try:
        return read(*given)
    except QueryError as error:
        raise click.BadParameter(str(error), param_hint=hint) from error
