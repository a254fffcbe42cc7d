"""All measures, one after the other: ``make bench``."""

from tests.bench import measures, quality

quality.main()
print()
measures.main()
