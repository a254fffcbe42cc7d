"""Who is quoted beside whom and who cites whom, as a network to look at, to compute with and to send."""

from kg.network.build import Network, network

__all__ = ["Network", "network"]
