"""One reader a file format: bytes in, a ``Document`` out. A reader knows nothing about budgets."""

from __future__ import annotations

from loaders.documents import Document
from loaders.readers.text import read_text


def read_document(data: bytes) -> Document:
    """Read a file by what its bytes are, whatever its name says. Raises ``UnreadableDocument``."""
    return read_text(data)
