"""Qawl: who said what in the news, in which role, to whom, and what did they predict."""

__version__ = "0.1.0"
