"""PDF with a text layer: each page's ruled tables as grids, the rest of its text as one paragraph a printed line."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

import pypdfium2

from loaders.documents import (
    UNCUT_STYLE,
    Block,
    Cell,
    Document,
    Grid,
    Paragraph,
    Place,
    UnreadableDocument,
    content_hash,
)
from loaders.readers.aligned import AlignedTable, find_aligned
from loaders.readers.glyphs import line_of, printed_lines, text_lines
from loaders.readers.lattice import Lattice, find_lattices
from loaders.readers.pdf_page import Glyph, Page, read_page
from loaders.readers.stand_in_font import use_stand_in_font

MAX_PAGES = 2_000
# A scan shows an image a page and next to no text; a stamp or a page number is not a text layer.
_SCANNED_CHARS_PER_PAGE = 20
_PAGE_NUMBER = re.compile(r"^[-—–\s]*(?:第\s*)?\d{1,4}(?:\s*页)?[-—–\s]*$")
_TOC = re.compile(r"(?:\.{4,}|…{2,}|·{4,}).*\d{1,4}\s*$")


def read_pdf(data: bytes) -> Document:
    """Read a PDF. Raises ``UnreadableDocument``: encrypted, damaged, scanned, oversized, empty."""
    blocks: list[Block] = []
    plain: list[str] = []
    pages = chars = 0
    has_image = False
    # Page by page: the glyphs of a page are a hundred times the size of its blocks.
    columns: Columns = None
    for pages, page in enumerate(_pages(data), start=1):
        chars += len(page.glyphs)
        has_image = has_image or page.has_image
        found, columns = _page_blocks(pages, page, columns)
        blocks += found
        plain.append("".join([glyph[0] for glyph in page.glyphs]))
    if chars < _SCANNED_CHARS_PER_PAGE * pages and has_image:
        raise UnreadableDocument(
            "scanned", f"a scan without a text layer: {pages} pages of images, {chars} characters of text"
        )
    if not blocks:
        raise UnreadableDocument("empty", f"{pages} pages without any text")
    return Document(
        content_hash(data), "pdf", len(data), "pypdfium2", tuple(blocks), page_count=pages, plain=tuple(plain)
    )


def _pages(data: bytes) -> Iterator[Page]:
    use_stand_in_font()
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise UnreadableDocument("encrypted", "the PDF is protected by a password") from error
        raise UnreadableDocument("damaged", f"not a PDF that can be opened: {error}") from error
    try:
        if len(document) > MAX_PAGES:
            raise UnreadableDocument("oversized", f"{len(document):,} pages; at most {MAX_PAGES:,} are read")
        for index in range(len(document)):
            yield _page(document, index)
    finally:
        document.close()


def _page(document: pypdfium2.PdfDocument, index: int) -> Page:
    try:
        page = document[index]
    except pypdfium2.PdfiumError as error:
        raise UnreadableDocument("damaged", f"page {index + 1} cannot be loaded: {error}") from error
    try:
        return read_page(page)
    finally:
        page.close()


Columns = Sequence[tuple[float, float]] | None


def _page_blocks(page_no: int, page: Page, before: Columns) -> tuple[list[Block], Columns]:
    """Grids and lines of one page, from top to bottom, and the columns of a table without rules at its end;
    ``before``: those of the page before.
    """
    lattices = find_lattices(page.horizontal, page.vertical)
    inside, outside = _sorted_out(page.glyphs, lattices)
    placed: list[tuple[float, Block]] = []
    for lattice, glyphs in zip(lattices, inside, strict=True):
        if any(glyphs.values()):
            placed.append((lattice.ys[0], _grid(page_no, lattice, glyphs)))
    lines = printed_lines(outside)
    wholes = [line_of(line) for line in lines]
    tables, uncut = find_aligned(lines, wholes, before)
    placed += [(table.ys[0], _aligned_grid(page_no, table)) for table in tables]
    taken = {at for table in tables for at in table.lines}
    unread = {at for run in uncut for at in run}
    for at, line in [(at, whole) for at, whole in enumerate(wholes) if at not in taken]:
        style = UNCUT_STYLE if at in unread else _style(line.text)
        placed.append((line.box[1], Paragraph(line.text, Place(page=page_no, box=_rounded(line.box)), style)))
    last = tables[-1].columns if tables else None
    return [block for _, block in sorted(placed, key=lambda item: item[0])], last


def _style(text: str) -> str:
    return "page_number" if _PAGE_NUMBER.match(text) else "toc" if _TOC.search(text) else "text"


Unit = tuple[int, int]


def _sorted_out(glyphs: list[Glyph], lattices: Sequence[Lattice]) -> tuple[list[dict[Unit, list[Glyph]]], list[Glyph]]:
    """Each glyph into the unit cell that its centre lies in, or outside all tables."""
    inside = []
    for lattice in lattices:
        units, glyphs = _parted(glyphs, lattice)
        inside.append(units)
    return inside, glyphs


def _parted(glyphs: Sequence[Glyph], lattice: Lattice) -> tuple[dict[Unit, list[Glyph]], list[Glyph]]:
    """Glyphs by unit cell, and those outside the lattice. The next glyph mostly stands in the same cell."""
    xs, ys = lattice.xs, lattice.ys
    units: dict[Unit, list[Glyph]] = defaultdict(list)
    outside: list[Glyph] = []
    here: list[Glyph] = []
    x0 = x1 = y0 = y1 = 0.0
    for glyph in glyphs:
        x, y = glyph[5], glyph[6]
        if not (x0 <= x < x1 and y0 <= y < y1):
            unit = lattice.unit_at(x, y)
            if unit is None:
                outside.append(glyph)
                continue
            row, col = unit
            here, x0, x1, y0, y1 = units[unit], xs[col], xs[col + 1], ys[row], ys[row + 1]
        here.append(glyph)
    return units, outside


def _grid(page_no: int, lattice: Lattice, units: dict[Unit, list[Glyph]]) -> Grid:
    xs, ys = [round(x, 1) for x in lattice.xs], [round(y, 1) for y in lattice.ys]
    rows: list[list[Cell]] = [[] for _ in range(len(ys) - 1)]
    for cell in lattice.cells:
        glyphs = [
            glyph
            for row in range(cell.row, cell.row_end)
            for col in range(cell.col, cell.col_end)
            for glyph in units.get((row, col), ())
        ]
        text = "\n".join([line.text for line in text_lines(glyphs)]) if glyphs else ""
        place = Place(page=page_no, box=(xs[cell.col], ys[cell.row], xs[cell.col_end], ys[cell.row_end]))
        spans = cell.row_end - cell.row, cell.col_end - cell.col
        rows[cell.row].append(Cell(cell.row + 1, cell.col + 1, text, place, *spans))
    return Grid(tuple(tuple(row) for row in rows), Place(page=page_no, box=(xs[0], ys[0], xs[-1], ys[-1])))


def _aligned_grid(page_no: int, table: AlignedTable) -> Grid:
    xs, ys = [round(x, 1) for x in table.xs], [round(y, 1) for y in table.ys]
    rows = tuple(
        tuple(
            Cell(row, cell.col + 1, cell.text, Place(page=page_no, box=(xs[cell.col], above, xs[cell.col_end], below)),
                 1, cell.col_end - cell.col)
            for cell in cells
        )
        for row, (cells, (above, below)) in enumerate(zip(table.rows, pairwise(ys), strict=True), start=1)
    )  # fmt: skip
    return Grid(rows, Place(page=page_no, box=(xs[0], ys[0], xs[-1], ys[-1])))


def _rounded(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    return round(box[0], 1), round(box[1], 1), round(box[2], 1), round(box[3], 1)
