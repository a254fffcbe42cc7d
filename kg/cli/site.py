"""The command that writes the explorer as files: site."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from kg.cli.answer import db_option
from kg.cli.output import Progress, say

_LANGUAGES = {"both": ("ar", "en"), "ar": ("ar",), "en": ("en",)}


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--language",
    type=click.Choice(list(_LANGUAGES)),
    default="both",
    show_default=True,
    help="Of the pages; of both, English stands in the folder 'en'.",
)
@db_option
def site(folder: Path, language: str, db: Path) -> None:
    """Write the graph as pages into DIR, which open from a disk and from any host.

    The pages are those of 'kg serve', without its consoles. They are put into DIR when all are written; a site that
    was there is replaced, any other files are not.

    \b
    Example:
        kg site pages     then open pages/index.html
    """
    from kg.ledger import Ledger
    from kg.stores.embedded import open_graph
    from kg.web.graph import Graph
    from kg.web.site import write_site

    with Ledger.open(db) as ledger, open_graph(ledger, notify=say) as store, Progress() as progress:
        total = write_site(
            Graph(db, store),
            folder,
            date.today().isoformat(),
            _LANGUAGES[language],
            tick=lambda done, all: progress.show(f"{done} of {all} pages"),
        )
    say(f"{total} pages in {folder}; open {folder / 'index.html'}")
