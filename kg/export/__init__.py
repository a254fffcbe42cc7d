"""What the graph is written as for other programs: RDF, JSON-LD, tables, networks, databases."""
