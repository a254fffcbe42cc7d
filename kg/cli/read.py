"""The command that shows what the loaders see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from kg.cli.output import (
    REJECTED,
    files_argument,
    from_option,
    json_line,
    opened_output,
    output_option,
    progress,
    tell_rejected,
)

if TYPE_CHECKING:
    from kg.article import Article


@click.command()
@files_argument
@from_option
@output_option
@click.pass_context
def read(context: click.Context, files: tuple[str, ...], source_form: str | None, output: str | None) -> None:
    """Print the articles that the loaders find in FILES.

    One JSON object a line. FILES are files, folders or - for standard input; what is no article is told on standard
    error with its place, and the command ends with 3.

    \b
    Example:
        kg read articles.jsonl > ok.jsonl 2> rejected.txt
    """
    from kg.article import Rejected
    from kg.loaders import read

    is_all = True
    with opened_output(output) as stream:
        for item in progress(read(files, form=source_form), "articles"):
            if isinstance(item, Rejected):
                is_all = False
                tell_rejected(item)
            else:
                stream.write(json_line(_as_json(item)) + "\n")
    if not is_all:
        context.exit(REJECTED)


def _as_json(article: Article) -> dict[str, Any]:
    return {
        "id": article.id,
        "url": article.url,
        "outlet": article.outlet,
        "title": article.title,
        "published": article.published,
        "published_basis": None if article.published is None else "meta",
        "lang": article.lang,
        "text": article.text,
    }
