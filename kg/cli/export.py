"""The command that writes the graph for other programs: export."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from kg.cli.answer import db_option
from kg.cli.output import Progress, opened_output, say

if TYPE_CHECKING:
    from kg.export.source import Source, Tick
    from kg.ledger import Ledger


@dataclass(frozen=True, slots=True)
class Format:
    module: str
    function: str
    into: Literal["stream", "file", "folder"] = "stream"  #: only a stream can be standard output


FORMATS: Mapping[str, Format] = {
    "ttl": Format("rdf", "write_turtle"),
    "trig": Format("rdf", "write_trig"),
    "nq": Format("rdf", "write_nquads"),
    "jsonld": Format("jsonld", "write_jsonld"),
    "graphml": Format("networks", "write_graphml"),
    "gexf": Format("networks", "write_gexf"),
    "csv": Format("csv", "write_csv", "folder"),
    "parquet": Format("parquet", "write_parquet", "folder"),
    "neo4j-csv": Format("neo4j_csv", "write_neo4j_csv", "folder"),
    "sqlite": Format("sqlite", "write_sqlite", "file"),
}


@click.command()
@click.argument("form", type=click.Choice(list(FORMATS)), metavar="FORMAT")
@click.option(
    "-o", "--output", type=click.Path(allow_dash=True), help="Write to this file or folder, whole or not at all."
)
@click.option(
    "--article",
    "articles",
    multiple=True,
    metavar="ID",
    help="Only this one, by identifier or address; may be given again.",
)
@click.option("--outlet", default="", metavar="NAME", help="Only what it published.")
@click.option("--since", default="", metavar="DATE", help="First date of publication: 2025, 2025-11 or 2025-11-14.")
@click.option("--until", default="", metavar="DATE", help="Last date of publication, inclusive.")
@click.option("--for-spreadsheet", is_flag=True, help="Of csv: with a byte order mark, formulas made harmless.")
@db_option
def export(
    form: str,
    output: str | None,
    articles: tuple[str, ...],
    outlet: str,
    since: str,
    until: str,
    for_spreadsheet: bool,
    db: Path,
) -> None:
    """Write the graph as FORMAT for other programs.

    \b
    ttl trig nq jsonld   RDF: Turtle, TriG and N-Quads with a graph for each article, JSON-LD with schema.org
    graphml gexf         for Gephi, yEd, Cytoscape, networkx; held in memory, the others are not
    csv parquet          a folder, a table for each type of node and of edge
    neo4j-csv            a folder for neo4j-admin database import full
    sqlite               one database, with keys and indexes

    Goes to standard output without -o. A file that is there is replaced; a folder only if it is an earlier export. With
    --article, --outlet, --since or --until the graph is that of those articles alone: what is counted is, too.

    \b
    Example:
        kg export ttl --outlet المحبرة -o graph.ttl
        kg export csv -o tables
    """
    from kg.ledger import Ledger
    from kg.rdf import date_type

    wanted = FORMATS[form]
    if for_spreadsheet and form != "csv":
        raise click.BadParameter("goes with csv alone", param_hint="--for-spreadsheet")
    if wanted.into != "stream" and output in (None, "-"):
        raise click.BadParameter(f"{form} is written to a {wanted.into}: give its name with -o", param_hint="--output")
    for option, day in (("--since", since), ("--until", until)):
        if day and date_type(day) is None:
            raise click.BadParameter(
                f"wanted a date such as 2025-11-14, 2025-11 or 2025, found {day!r}", param_hint=option
            )
    with Ledger.open(db) as ledger:
        if output is not None:
            _check_is_apart(Path(output), ledger.path)
        with _writing(wanted, output, for_spreadsheet) as write, Progress(is_hidden=sys.stdout.isatty()) as progress:

            def tick(done: int) -> None:
                progress.show(f"{form}: {done} articles")

            with _opened(ledger, articles, (outlet, since, until), tick) as source:
                write(source)
    if form == "neo4j-csv":
        from kg.export.neo4j_csv import COMMAND

        say(f"import it while Neo4j is stopped: cd {shlex.quote(str(output))} && {COMMAND}")


@contextmanager
def _opened(ledger: Ledger, articles: tuple[str, ...], chosen: tuple[str, str, str], tick: Tick) -> Iterator[Source]:
    from kg.export.source import part, select, whole

    if not articles and not any(chosen):
        with whole(ledger, notify=say, tick=tick) as source:
            yield source
        return
    named = [id for wanted in articles for id in _found(ledger, wanted)]
    found = select(ledger, *chosen, notify=say) if any(chosen) else named
    if articles:
        found = [id for id in named if id in set(found)]
    if not found:
        say("no article is of that outlet and time: what is written is empty")
    with part(ledger, found, tick=tick) as source:
        yield source


def _found(ledger: Ledger, article: str) -> list[str]:
    found = ledger.find(article)
    if not found:
        raise click.BadParameter(f"there is no article {article!r} in {ledger.path}", param_hint="--article")
    return found


@contextmanager
def _writing(wanted: Format, output: str | None, is_for_spreadsheet: bool) -> Iterator[Callable[[Source], None]]:
    """Open what is written to; it appears when the block ends well."""
    from kg.export.whole import whole_file, whole_folder

    write: Callable[..., None] = getattr(import_module(f"kg.export.{wanted.module}"), wanted.function)
    options: dict[str, Any] = {"is_for_spreadsheet": True} if is_for_spreadsheet else {}
    if wanted.into == "stream":
        with opened_output(output) as stream:
            yield lambda source: write(source, stream.buffer)
            stream.buffer.flush()
    else:
        assert output is not None
        opened = whole_folder if wanted.into == "folder" else whole_file
        with opened(Path(output)) as path:
            yield lambda source: write(source, path, **options)


def _check_is_apart(output: Path, ledger: Path) -> None:
    """An export must not take the place of the ledger, nor of the graphs beside it."""
    graphs = ledger.with_name(f"{ledger.name}.d")
    target = output.resolve()
    if target == ledger.resolve() or graphs.resolve() in (target, *target.parents):
        raise click.BadParameter(
            f"{output} is the ledger or a graph beside it; name another place", param_hint="--output"
        )
