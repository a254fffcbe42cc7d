"""What can go wrong, one type for each thing that a caller would do differently.

::

    QawlError
    ├── DataError       a data file of the project or of the user is wrong; the message names the entry
    ├── LedgerError     the ledger cannot be opened, read or written
    ├── StoreError      a graph store cannot be opened or asked; it can be rebuilt from the ledger
    └── QueryError      a query is unknown, badly parametrised, not allowed or failed
"""


class QawlError(Exception):
    """Anything that Qawl raises on purpose; the message says what was wanted, what came, where, what to do."""


class DataError(QawlError):
    """A lexicon, profile or schema file is wrong."""


class LedgerError(QawlError):
    """The ledger cannot be opened, read or written."""


class StoreError(QawlError):
    """A graph store cannot be opened or asked; it is a projection and can be rebuilt."""


class QueryError(QawlError):
    """A query is unknown, badly parametrised, not allowed or failed."""
