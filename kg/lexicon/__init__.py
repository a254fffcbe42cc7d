"""Readers of the lexicons in ``ontology/lexicons``: knowledge about Arabic as data, checked when it is read."""
