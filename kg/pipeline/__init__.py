"""From a text to its statements: spaCy components under our own ``Language`` for Arabic."""
