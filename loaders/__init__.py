"""Raw disclosure documents in, the ``raw`` schema out."""

# Part of the key of every staged entry: raise it when the same bytes would be read differently.
LOADER_VERSION = "1"
