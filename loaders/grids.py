"""A grid as a matrix: which cell is printed at, or spread over, each row and column.

Two worlds meet here. Ruled formats say how far a cell spreads; extracted text is ragged, every cell spreads over
one place, and what is spread has to be found out by the headings. Text is never copied into spread places.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from loaders.amounts import Amount, is_blank, is_dash, parse_amount
from loaders.documents import Block, Cell, Document, Grid, Paragraph
from loaders.text import plain

_TWO_LINES = 2
_CODE = re.compile(r"(?:[1-3]\d{2}|5\d{2})(?:\d{2}){0,2}")


@dataclass(frozen=True, slots=True)
class Matrix:
    """One grid by place. ``printed`` holds each cell at its own place, ``spread`` every place that it covers."""

    grid_no: int
    grid: Grid
    printed: dict[tuple[int, int], Cell] = field(repr=False)
    spread: dict[tuple[int, int], Cell] = field(repr=False)
    row_nos: tuple[int, ...]
    width: int
    has_spans: bool

    def text(self, row: int, col: int) -> str:
        """Text printed at exactly this place, without mark-up; empty where nothing is."""
        cell = self.printed.get((row, col))
        return plain(cell.text) if cell is not None else ""

    def covering(self, row: int, col: int) -> Cell | None:
        """The cell that covers this place, whether it is printed here or spreads here."""
        return self.spread.get((row, col))

    def cells(self, row: int) -> Iterator[Cell]:
        """Cells of one row that have text, left to right."""
        for col in range(1, self.width + 1):
            cell = self.printed.get((row, col))
            if cell is not None and not is_blank(plain(cell.text)):
                yield cell

    def texts(self, row: int) -> list[str]:
        """Texts of one row, blanks left out."""
        return [plain(cell.text) for cell in self.cells(row)]


def matrix(grid_no: int, grid: Grid) -> Matrix:
    """Lay out one grid."""
    printed: dict[tuple[int, int], Cell] = {}
    spread: dict[tuple[int, int], Cell] = {}
    for cell in grid.cells():
        printed[cell.row, cell.col] = cell
        for row in range(cell.row, cell.row + cell.row_span):
            for col in range(cell.col, cell.col + cell.col_span):
                spread.setdefault((row, col), cell)
    return Matrix(
        grid_no,
        grid,
        printed,
        spread,
        row_nos=tuple(sorted({row for row, _ in printed})),
        width=max((col for _, col in spread), default=0),
        has_spans=any(cell.row_span > 1 or cell.col_span > 1 for cell in printed.values()),
    )


@dataclass(frozen=True, slots=True)
class Placed:
    """One grid of a document with the paragraphs between the grid before it and itself, and those that follow."""

    matrix: Matrix
    before: tuple[Paragraph, ...]
    after: tuple[Paragraph, ...]


def placed_grids(document: Document) -> tuple[Placed, ...]:
    """All grids in reading order, each with its surroundings."""
    runs: list[list[Paragraph]] = [[]]
    grids: list[Grid] = []
    for block in document.blocks:
        _sort_block(block, grids, runs)
    return tuple(
        Placed(matrix(no, grid), tuple(runs[no - 1]), tuple(runs[no])) for no, grid in enumerate(grids, start=1)
    )


def _sort_block(block: Block, grids: list[Grid], runs: list[list[Paragraph]]) -> None:
    if isinstance(block, Grid):
        grids.append(block)
        runs.append([])
    else:
        runs[-1].append(block)


def read_number(text: str) -> Amount | None:
    """The one number of a cell, without its percent sign; None where the cell is not exactly one number.

    Narrow columns break a number over two lines (0.0 | 0). It is put together only where the first line is no
    number by itself or lacks one decimal: two numbers above each other stay unread.
    """
    whole = parse_amount(text.rstrip("%％"))
    lines = text.split("\n")
    if whole is not None or len(lines) != _TWO_LINES:
        return whole
    first = parse_amount(lines[0])
    is_half = first is None or (first.decimals == 1 and len(lines[1].strip()) == 1)
    return parse_amount("".join(line.strip() for line in lines)) if is_half else None


def is_amount(text: str) -> bool:
    """True for a cell that holds exactly one number (a percentage too), or a dash in its place."""
    return is_dash(text) or read_number(text) is not None


def is_code(text: str) -> bool:
    """True for a cell that holds a joined subject code of three, five or seven digits."""
    return _CODE.fullmatch(text.replace(" ", "")) is not None
