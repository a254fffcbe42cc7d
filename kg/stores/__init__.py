"""Graph stores: projections of the ledger that can be rebuilt at any time."""
