"""A second look at every printed number: does the file say the same when it is read another way?

What the readers give went through boxes, rules, cells and lines. The same file also holds its characters in an order
of its own (a PDF's content, the mark-up of a page, the bytes of a text), which knows none of these. A row of a table
whose cells follow each other there just as they were read, or a piece of a sentence that stands there as it was read,
was read right, whatever else is wrong with it; a number that is nowhere on its page was not. So a discrepancy can be
called the publisher's, or doubted.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from loaders.amounts import parse_amount
from loaders.documents import Document, Grid, Paragraph
from loaders.rows import FigureRow, QuantityRow

AGREES, DIFFERS = "agrees", "differs"

Number = TypeVar("Number", FigureRow, QuantityRow)

# How much of a sentence before and after a number must be the same, and how far behind its label a number may stand.
_BEFORE, _AFTER, _BEYOND = 8, 4, 60
# Separators of thousands are those of cells in separated values, and pipes those of Markdown.
_SEPARATORS = (",", "，", '"', "|", "\\")


def read_again(numbers: Iterable[Number], document: Document) -> Iterator[Number]:
    """The same rows with ``second_reading``: ``agrees``, ``differs``, or None where the second way cannot tell."""
    if not document.plain:
        yield from numbers
        return
    look = _Look(document)
    for number in numbers:
        said = look.verdict(number)
        yield number if said is None else replace(number, second_reading=said)


class _Look:
    """The document's plain text and the rows of its grids, squeezed when first asked for."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._grids = [block for block in document.blocks if isinstance(block, Grid)]
        self._row_texts: dict[int, dict[int, tuple[str, str]]] = {}
        self._pages = [squeezed(text) for text in document.plain] if document.file_format != "xlsx" else []
        self._values: set[Decimal] | None = None

    def verdict(self, number: FigureRow | QuantityRow) -> str | None:
        published = number.amount_published if isinstance(number, FigureRow) else number.value_published
        if self._document.file_format == "xlsx":
            return self._by_value(published)
        printed = squeezed(published)
        page = self._pages[number.page - 1 if number.page is not None and len(self._pages) >= number.page else 0]
        if number.block_no is not None:
            return self._in_sentence(number.block_no, number.char_offset or 0, printed, page)
        if number.grid_no is None or number.row_no is None:
            return None
        return self._in_row(number.grid_no, number.row_no, printed, page)

    def _in_sentence(self, block_no: int, offset: int, printed: str, page: str) -> str | None:
        block = self._document.blocks[block_no - 1]
        if not isinstance(block, Paragraph):
            return None
        start = len(squeezed(block.text[:offset]))
        piece = squeezed(block.text)[max(0, start - _BEFORE) : start + len(printed) + _AFTER]
        if piece in page:
            return AGREES
        return None if printed in page else DIFFERS

    def _in_row(self, grid_no: int, row_no: int, printed: str, page: str) -> str | None:
        label, row = self._row(grid_no, row_no)
        if row and row in page:
            return AGREES
        if printed not in page:
            # A number that stands on two lines of its cell, or beside words, is not to be looked for as a whole.
            return DIFFERS if parse_amount(printed) is not None and printed in row else None
        at = page.find(label) if label else -1
        return AGREES if at >= 0 and printed in page[at : at + len(row) + _BEYOND] else None

    def _row(self, grid_no: int, row_no: int) -> tuple[str, str]:
        """The first text of a row, and all of it in one piece."""
        if grid_no not in self._row_texts:
            self._row_texts[grid_no] = {
                cells[0].row: _label_and_text(cell.text for cell in cells)
                for cells in self._grids[grid_no - 1].rows
                if cells
            }
        return self._row_texts[grid_no].get(row_no, ("", ""))

    def _by_value(self, printed: str) -> str | None:
        """A workbook holds numbers as values: 1231.6 is shown as 1,231.60."""
        amount = parse_amount(printed)
        if amount is None:
            return None
        if self._values is None:
            self._values = {value for text in self._document.plain for value in _values(text)}
        places = Decimal(1).scaleb(-amount.decimals)
        shown = amount.value.quantize(places)
        is_there = shown in self._values or any(value.quantize(places) == shown for value in self._values)
        return AGREES if is_there else DIFFERS


def squeezed(text: str) -> str:
    """Without blanks of any kind, and without what parts thousands or cells."""
    text = "".join(text.split())
    for separator in _SEPARATORS:
        if separator in text:
            text = text.replace(separator, "")
    return text


def _label_and_text(texts: Iterable[str]) -> tuple[str, str]:
    pieces = [squeezed(text) for text in texts if text]
    return (pieces[0] if pieces else ""), "".join(pieces)


def _values(text: str) -> Iterator[Decimal]:
    for token in text.split("\n"):
        try:
            value = Decimal(token)
        except InvalidOperation:
            continue
        if value.is_finite() and value.adjusted() < 15:
            yield value
