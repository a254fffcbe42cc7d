"""What stands on each page: one function a page, which makes plain data from the graph and the ledger."""
