"""The graph over HTTP, read-only."""
