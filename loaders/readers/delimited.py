"""CSV: rows of separated values, several tables in one file parted by blank lines."""

from __future__ import annotations

import csv
import io
from collections import Counter

from loaders.documents import Document, UnreadableDocument, content_hash
from loaders.readers.sheets import sheet_blocks
from loaders.readers.text import decode

_SAMPLE_LINES = 200
# Prose has commas too; only in a table do most lines have the same number of them.
_REGULAR_SHARE = 0.7


def delimiter_of(text: str) -> str | None:
    """The separator of a text that is a table of separated values, or None. Tabs are the text reader's."""
    lines = [line for line in text.splitlines()[:_SAMPLE_LINES] if line.strip()]
    if "\t" in text or len(lines) < 3:
        return None
    for delimiter in (",", ";"):
        try:
            counts = Counter(len(row) for row in csv.reader(lines, delimiter=delimiter) if len(row) > 1)
        except csv.Error:
            # A field longer than any value: prose with a quotation mark that is never closed.
            continue
        if counts and counts.most_common(1)[0][1] >= _REGULAR_SHARE * len(lines):
            return delimiter
    return None


def read_csv(data: bytes) -> Document:
    """Read separated values. Raises ``UnreadableDocument``: not_text, empty, damaged."""
    text = decode(data)
    try:
        rows = list(csv.reader(io.StringIO(text), delimiter=delimiter_of(text) or ","))
    except csv.Error as error:
        raise UnreadableDocument("damaged", f"the separated values cannot be read: {error}") from error
    blocks = tuple(sheet_blocks(rows, {}))
    if not blocks:
        raise UnreadableDocument("empty", "the file holds no values")
    return Document(content_hash(data), "csv", len(data), "csv", blocks, line_count=len(rows))
