"""What Neo4j is to keep unique and to index."""

from __future__ import annotations

from kg.model import schema

_INDEX = {True: "INDEX", "text": "TEXT INDEX"}


def neo4j_schema() -> list[str]:
    """Give the Cypher commands that make constraints and indexes; running them twice does no harm.

    Every node type, that of the position too, has a unique ``id``, by which nodes are merged.
    """
    commands = []
    for kind in schema().nodes.values():
        named = f"qawl_{kind.name}_{{}} IF NOT EXISTS FOR (n:{kind.name})"
        commands.append(f"CREATE CONSTRAINT {named.format('id')} REQUIRE n.id IS UNIQUE")
        for property in kind.properties.values():
            if property.index is not None:
                name = named.format(property.name)
                commands.append(f"CREATE {_INDEX[property.index]} {name} ON (n.{property.name})")
    return commands
