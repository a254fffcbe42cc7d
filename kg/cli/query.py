"""The commands for questions of one's own: query, queries."""

from __future__ import annotations

from pathlib import Path
from typing import TextIO

import click

from kg.cli.answer import db_option, limit_option, opened
from kg.cli.neo4j import connected, database_option, uri_option, user_option
from kg.cli.output import format_option, output_option, print_rows

SUFFIX = ".rq"  #: of files in SPARQL


@click.command()
@click.argument("question", required=False)
@click.option(
    "-f",
    "--file",
    "source",
    type=click.File(encoding="utf-8"),
    help="Read the query; - is standard input.",
)
@click.option("--lang", type=click.Choice(["cypher", "sparql"]), help="QUESTION is text in this language, not a name.")
@click.option(
    "--store",
    type=click.Choice(["cypher", "sparql"]),
    help="Which graph is asked a named question: the same rows from both.  [default: cypher]",
)
@uri_option(None, "Ask the graph on this Neo4j, such as bolt://localhost:7687; 'kg push' brings it up.")
@user_option
@database_option
@click.option("--param", "-p", "params", multiple=True, metavar="NAME=VALUE", help="A parameter; may be given again.")
@click.option("--timeout", type=click.FloatRange(0, min_open=True), default=60.0, show_default=True, help="Seconds.")
@limit_option
@format_option
@output_option
@db_option
def query(
    question: str | None,
    source: TextIO | None,
    lang: str | None,
    store: str | None,
    uri: str | None,
    user: str,
    database: str | None,
    params: tuple[str, ...],
    timeout: float,
    limit: int,
    form: str | None,
    output: str | None,
    db: Path,
) -> None:
    """Ask a named QUESTION ('kg queries' lists them), or with --lang a query text; it can only read.

    A file tells its language by its suffix, .cypher or .rq. In SPARQL a parameter is a variable of its name, which must
    stand in the SELECT.

    \b
    Example:
        kg query who_predicted_what --param topic=التحالف
        kg query --lang cypher 'MATCH (a:Article) RETURN a.title AS title ORDER BY title'
        kg query who_predicted_what --param topic=التحالف --uri bolt://localhost:7687
        kg query --lang sparql 'SELECT ?name { ?outlet a schema:NewsMediaOrganization ; schema:name ?name }'
    """
    from kg import catalog

    given = dict(map(_pair, params))
    if (question is None) == (source is None):
        raise click.UsageError("wanted either a QUESTION or --file; 'kg queries' lists the named ones")
    if source is not None or lang is not None:
        text = source.read() if source is not None else question or ""
        dialect = lang or ("sparql" if source is not None and source.name.endswith(SUFFIX) else "cypher")
        if store is not None and store != dialect:
            raise click.BadParameter(f"the text is {dialect}, which the store {store!r} does not understand")
        bound: dict[str, str | int] = dict(given)
    else:
        dialect = store or "cypher"
        named = catalog.query(question or "", dialect)
        text, bound = named.text, named.bind(given)
    if uri is None:
        with opened(db, dialect) as (_, graph):
            rows = graph.rows(text, bound, limit=limit or None, timeout_s=timeout)
    elif dialect != "cypher":
        raise click.BadParameter(f"Neo4j is asked in cypher, not in {dialect}", param_hint="--uri")
    else:
        with connected(uri, user, database) as server:
            rows = server.rows(text, bound, limit=limit or None, timeout_s=timeout)
    print_rows(rows, form, output)


@click.command()
@format_option
@output_option
def queries(form: str | None, output: str | None) -> None:
    """List the named questions with their parameters.

    \b
    Example:
        kg queries --format json
    """
    from kg.catalog import catalog
    from kg.stores.base import Rows

    found = catalog()
    rows = tuple(
        (
            name,
            read.title,
            "; ".join(f"{p.name} ({p.type}{', optional' if p.is_optional else ''})" for p in read.params) or None,
            ", ".join(read.columns),
        )
        for name, read in found.items()
    )
    print_rows(Rows(("name", "title", "params", "columns"), rows), form, output)


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals or not name:
        raise click.BadParameter(f"wanted NAME=VALUE, found {text!r}", param_hint="--param")
    return name, value
