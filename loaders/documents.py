"""A document as every reader gives it: ordered blocks of text and grids, each with its place.

Readers know file formats and nothing about budgets; everything after them knows budgets and nothing about
file formats. This module is the border between the two.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256


class UnreadableDocument(Exception):
    """A document that cannot be loaded: goes to quarantine with ``reason``, a sentence for a person.

    ``code`` is a stable short name (``encrypted``, ``scanned``, ``empty``, ``not_text`` ...).
    """

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason

    def __reduce__(self) -> tuple[type[UnreadableDocument], tuple[str, str]]:
        """Let the exception cross a process border whole."""
        return type(self), (self.code, self.reason)


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is printed. ``line`` counts from 1 in text formats, ``page`` from 1 in paged ones.

    ``sheet`` names the worksheet or archive member; ``box`` is (x0, y0, x1, y1) in points from the page's
    upper left corner as a person sees the page.
    """

    page: int | None = None
    line: int | None = None
    sheet: str | None = None
    box: tuple[float, float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell as printed. ``row`` and ``col`` count from 1; text is never copied into spanned cells."""

    row: int
    col: int
    text: str
    place: Place
    row_span: int = 1
    col_span: int = 1


UNCUT_STYLE = "uncut"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line or paragraph outside any grid. ``style``: ``text``, ``heading``, ``toc`` (table of contents),
    ``page_number``, ``uncut`` (a row of a table without rules whose columns are not certain).
    """

    text: str
    place: Place
    style: str = "text"


@dataclass(frozen=True, slots=True)
class Grid:
    """A table as printed on one page or in one run of lines: rows of cells, ragged where the source is."""

    rows: tuple[tuple[Cell, ...], ...]
    place: Place
    last_line: int | None = None

    def cells(self) -> Iterator[Cell]:
        """All cells, row by row."""
        for row in self.rows:
            yield from row


Block = Paragraph | Grid


@dataclass(frozen=True, slots=True)
class Document:
    """A file's content: its identity by bytes and its blocks in reading order.

    ``plain`` is a second, cruder reading: the characters of each page (or of the whole file) in the order in which the
    file holds them, blanks left out; empty where a format gives none.
    """

    sha256: str
    file_format: str
    byte_count: int
    reader: str
    blocks: tuple[Block, ...] = field(repr=False)
    page_count: int | None = None
    line_count: int | None = None
    plain: tuple[str, ...] = field(repr=False, default=())

    @property
    def key(self) -> str:
        """``document_key`` of the contract: the first 16 hex digits of the SHA-256 of the bytes."""
        return self.sha256[:16]


def content_hash(data: bytes) -> str:
    """SHA-256 of a file's bytes, in hex."""
    return sha256(data).hexdigest()
