"""The command that goes from articles to statements, without a database."""

from __future__ import annotations

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


@click.command()
@files_argument
@from_option
@click.option(
    "--explain", is_flag=True, help='Add "features": what tells for (+) and against (-) each statement, in log odds.'
)
@click.option("--min-confidence", type=click.FloatRange(0, 1), help="Leave out statements below.  [default: 0]")
@output_option
@click.pass_context
def extract(
    context: click.Context,
    files: tuple[str, ...],
    source_form: str | None,
    explain: bool,
    min_confidence: float,
    output: str | None,
) -> None:
    """Print the statements in the articles of FILES, without a database.

    One JSON object an article and line: sources, statements, predictions, with offsets into the article's text (code
    points, end exclusive). Each statement tells the rule that made it and its confidence, which is the share of
    statements like it that were right on annotated articles. An article in a language without a pipeline has "skipped".
    FILES are files, folders or - for standard input; what is no article is told on standard error, and the command ends
    with 3.

    \b
    Example:
        kg extract articles.jsonl -o statements.jsonl
    """
    from kg.article import Rejected
    from kg.loaders import read
    from kg.pipeline.confidence import load_weights
    from kg.run import confident, extract

    is_all = True
    with opened_output(output) as stream:
        for item in progress(extract(read(files, form=source_form), explain), "articles"):
            if isinstance(item, Rejected):
                is_all = False
                tell_rejected(item)
            else:
                data = confident(item, min_confidence).to_json()
                if explain:
                    weights = load_weights()
                    for statement in data["statements"]:
                        told = statement.get("features", ())
                        statement["features"] = {name: weights.get(name, 0.0) for name in ("all", *told)}
                stream.write(json_line(data) + "\n")
    if not is_all:
        context.exit(REJECTED)
