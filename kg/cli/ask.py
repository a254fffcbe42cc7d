"""The commands for everyday questions: predictions, sources, who."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from kg.cli.answer import db_option, limit_option, opened
from kg.cli.output import format_option, output_option, print_rows, say

if TYPE_CHECKING:
    from kg.ask import Answer


def _print(answer: Answer, form: str | None, output: str | None) -> None:
    print_rows(answer.rows, form, output)
    for line in answer.remarks:
        say(line)


@click.command()
@click.option("--about", default="", metavar="WORDS", help="Words in the prediction, with or without ال and particles.")
@click.option("--by", default="", metavar="NAME", help="Who predicted, by name or part of it.")
@click.option("--outlet", default="", metavar="NAME", help="Where it was published.")
@click.option("--since", default="", metavar="DATE", help="First date of publication: 2025, 2025-11 or 2025-11-14.")
@click.option("--until", default="", metavar="DATE", help="Last date of publication, inclusive.")
@click.option("--negated", is_flag=True, help="Only what is said not to happen.")
@click.option("--hedged", is_flag=True, help="Only what is put as probable or possible.")
@limit_option
@format_option
@output_option
@db_option
def predictions(
    about: str,
    by: str,
    outlet: str,
    since: str,
    until: str,
    negated: bool,
    hedged: bool,
    limit: int,
    form: str | None,
    output: str | None,
    db: Path,
) -> None:
    """Tell who predicted what: speaker, role then, polarity, certainty, horizon, words, sentence, where and when.

    \b
    Example:
        kg predictions --about التحالف --since 2025-11
    """
    from kg import ask

    with opened(db) as (_, store):
        answer = ask.predictions(
            store,
            about=about,
            by=by,
            outlet=outlet,
            since=since,
            until=until,
            is_negated=negated,
            is_hedged=hedged,
            limit=limit or None,
        )
    _print(answer, form, output)


@click.command()
@click.argument("outlet")
@click.option("--anonymous", is_flag=True, help="Only sources that are not named.")
@limit_option
@format_option
@output_option
@db_option
def sources(outlet: str, anonymous: bool, limit: int, form: str | None, output: str | None, db: Path) -> None:
    """Tell on which sources OUTLET relies, and how it names them; the share is of all its statements.

    Unnamed sources, and persons with one part of a name only, are counted by the words that name them: two articles may
    mean two persons.

    \b
    Example:
        kg sources الضفاف --anonymous
    """
    from kg import ask

    with opened(db) as (_, store):
        answer = ask.sources(store, outlet, only_anonymous=anonymous, limit=limit or None)
    _print(answer, form, output)


@click.command()
@click.argument("person")
@limit_option
@format_option
@output_option
@db_option
def who(person: str, limit: int, form: str | None, output: str | None, db: Path) -> None:
    """Tell how PERSON is described over time, what they said and what they predicted; list them where several match.

    PERSON is a form of the name, with or without ال and titles, or an identifier from such a list.

    \b
    Example:
        kg who "العميد عبد الله النجار"
    """
    from kg import ask

    with opened(db) as (_, store):
        answer = ask.who(store, person, limit=limit or None)
    _print(answer, form, output)
