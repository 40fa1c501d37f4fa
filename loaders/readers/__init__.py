"""One reader a file format: bytes in, a ``Document`` out. A reader knows nothing about budgets."""

from __future__ import annotations

from collections.abc import Callable

from loaders.documents import Document
from loaders.readers.text import read_text

Reader = Callable[[bytes], Document]


def read_document(data: bytes) -> Document:
    """Read a file by what its bytes are, whatever its name says. Raises ``UnreadableDocument``."""
    return _reader(data)(data)


def _reader(data: bytes) -> Reader:
    """The reader for these bytes; imported when first needed, so that a text document costs no PDF library."""
    if b"%PDF-" in data[:1024]:
        from loaders.readers.pdf import read_pdf

        return read_pdf
    return read_text
