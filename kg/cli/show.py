"""The command that shows an article with its statements marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from kg.cli.output import (
    REJECTED,
    from_option,
    opened_output,
    output_option,
    say,
    tell_rejected,
)

if TYPE_CHECKING:
    from kg.article import Article

_SHOWN = 5  # identifiers that are told where the wanted one is not there


@click.command()
@click.argument("file", type=click.Path(exists=True, allow_dash=True))
@click.option("--html", "is_html", is_flag=True, help="A page for a browser instead of lines.")
@click.option("--id", "id", metavar="ID", help="Which article.  [default: the first]")
@from_option
@click.option("--min-confidence", type=click.FloatRange(0, 1), help="Leave out statements below.  [default: 0]")
@output_option
@click.pass_context
def show(
    context: click.Context,
    file: str,
    is_html: bool,
    id: str | None,
    source_form: str | None,
    min_confidence: float,
    output: str | None,
) -> None:
    """Show an article of FILE with its speakers, cues, quotes and predictions marked.

    Behind the text stand its statements: source and role, cue, content, predictions, and the rule that found them. On a
    terminal the marks are colours (--color always or never), elsewhere brackets with a letter and the statement's
    number. FILE is - for standard input.

    \b
    Example:
        kg show articles.jsonl --html -o article.html
    """
    from kg.run import confident, extract_article

    article, is_all = _pick(file, source_form, id)
    if article is not None:
        extraction = confident(extract_article(article), min_confidence)
        with opened_output(output) as stream:
            if is_html:
                from kg.evidence_html import page

                stream.write(page(article, extraction))
            else:
                from kg.evidence_text import show as shown

                is_colored = stream.isatty() if context.color is None else context.color
                stream.writelines(f"{line}\n" for line in shown(article, extraction, is_colored))
    if not is_all:
        context.exit(REJECTED)


def _pick(file: str, source_form: str | None, id: str | None) -> tuple[Article | None, bool]:
    """Give the wanted article, None where there is none at all, and whether everything before it could be read."""
    from kg.article import Rejected
    from kg.loaders import read

    first: Article | None = None
    ids: list[str] = []
    count, is_all = 0, True
    for item in read([file], form=source_form):
        if isinstance(item, Rejected):
            is_all = False
            tell_rejected(item)
            continue
        if item.id == id:
            return item, is_all
        first = first or item
        count += 1
        if len(ids) < _SHOWN:
            ids.append(item.id)
    if id is not None and count:
        more = ", …" if count > len(ids) else ""
        raise click.BadParameter(f"no article {id!r} in {file}; there are: {', '.join(ids)}{more}", param_hint="--id")
    if first is not None and count > 1:
        say(f"the first of {count} articles in {file}; --id ID shows another")
    return first, is_all
