"""The command for the network of sources: graph."""

from __future__ import annotations

from pathlib import Path

import click

from kg.cli.answer import db_option, opened
from kg.cli.output import format_option, print_rows, say


@click.command()
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write a picture or a graph: .html, .svg, .png, .gexf or .graphml.",
)
@click.option("--ego", default="", metavar="NAME", help="Only this source and those around it.")
@click.option(
    "--depth", type=click.IntRange(min=1), default=1, show_default=True, help="How many ties away from --ego."
)
@click.option("--since", default="", metavar="DATE", help="First date of publication: 2025, 2025-11 or 2025-11-14.")
@click.option("--until", default="", metavar="DATE", help="Last date of publication, inclusive.")
@click.option("--outlet", default="", metavar="NAME", help="Where it was published.")
@click.option(
    "--min-articles", type=click.IntRange(min=1), default=1, show_default=True, help="Fewest articles that make a tie."
)
@click.option(
    "--kind",
    type=click.Choice(["expert", "all"]),
    default="expert",
    show_default=True,
    help="Experts, or all named sources.",
)
@click.option(
    "--lang", type=click.Choice(["ar", "en"]), default="ar", show_default=True, help="Language of the page at first."
)
@format_option
@db_option
def graph(
    output: Path | None,
    ego: str,
    depth: int,
    since: str,
    until: str,
    outlet: str,
    min_articles: int,
    kind: str,
    lang: str,
    form: str | None,
    db: Path,
) -> None:
    """Show who is quoted beside whom and who cites whom, as rows, a page, a picture or a graph.

    An expert is a source that some article describes so. Two sources are tied when one article quotes both, or one of
    them cites the other. The page holds everything: search, filters, and the statements behind every tie.

    \b
    Example:
        kg graph -o experts.html
        kg graph --ego "سهيل الدغيم" --kind all --since 2025-11
    """
    from kg.network import network
    from kg.network.files import FORMS

    if output is not None and output.suffix.lower().removeprefix(".") not in FORMS:
        wanted = ", ".join(f".{name}" for name in FORMS)
        raise click.BadParameter(f"{output}: wanted a file that ends with one of {wanted}", param_hint="--output")
    with opened(db) as (_, store):
        found = network(
            store,
            kind,
            ego=ego,
            depth=depth,
            since=since,
            until=until,
            outlet=outlet,
            min_articles=min_articles,
        )
    if output is None:
        print_rows(found.edges.to_rows(), form)
    else:
        found.save(output, lang=lang)
    say(f"{len(found.nodes)} sources, {len(found.edges)} ties")
