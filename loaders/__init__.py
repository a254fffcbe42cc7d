"""Sources of articles: one module per kind, each giving ``Article | Rejected``, lazily and in order."""

if __name__ == "loaders":
    raise ImportError("import kg.loaders instead of loaders: a second copy would have second classes")

from kg.loaders.base import Loader
from kg.loaders.sources import find_loaders, read

__all__ = ["Loader", "find_loaders", "read"]
