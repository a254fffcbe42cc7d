"""Sources of articles: one module per kind, each giving ``Article | Rejected``, lazily and in order."""

if __name__ == "loaders":
    raise ImportError("import kg.loaders instead of loaders: a second copy would have second classes")
