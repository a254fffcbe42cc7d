"""What is made from the table ``ontology/schema.toml``: vocabulary, shapes, context, constraints, headers, a page.

``python -m kg.vocabulary --write`` writes the files of :func:`files`; without ``--write`` it tells which are not as the
table has them.
"""

from __future__ import annotations

from collections.abc import Mapping

from kg.vocabulary.context import context
from kg.vocabulary.neo4j import neo4j_schema
from kg.vocabulary.ontology import ontology
from kg.vocabulary.reference import reference
from kg.vocabulary.shapes import shapes
from kg.vocabulary.tables import admin_header, csv_header

__all__ = ["admin_header", "context", "csv_header", "files", "neo4j_schema", "ontology", "reference", "shapes"]


def files() -> Mapping[str, str]:
    """Give the text of each file that is made, by its path in the project."""
    return {
        "ontology/kg.ttl": ontology(),
        "ontology/shapes.ttl": shapes(),
        "ontology/context.jsonld": context(),
        "docs/graph.md": reference(),
    }
