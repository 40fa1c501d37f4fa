"""A grid as a matrix: which cell is printed at, or spread over, each row and column.

Two worlds meet here. Ruled formats say how far a cell spreads; extracted text is ragged, every cell spreads over
one place, and what is spread has to be found out by the headings. Text is never copied into spread places.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from loaders.amounts import Amount, is_blank, is_dash, parse_amount
from loaders.documents import Block, Cell, Document, Grid, Paragraph
from loaders.text import plain

_TWO_LINES = 2
_CODE = re.compile(r"(?:[1-3]\d{2}|5\d{2})(?:\d{2}){0,2}")


@dataclass(frozen=True, slots=True)
class Matrix:
    """One grid by place.

    ``printed`` holds each cell at its own place, ``spread`` every place that it covers, ``rows`` the cells of each
    row and ``plain_texts`` their texts without mark-up: a cell is asked for its text some thirty times.
    """

    grid_no: int
    grid: Grid
    printed: dict[tuple[int, int], Cell] = field(repr=False)
    spread: dict[tuple[int, int], Cell] = field(repr=False)
    rows: dict[int, tuple[Cell, ...]] = field(repr=False)
    plain_texts: dict[tuple[int, int], str] = field(repr=False)
    width: int
    has_spans: bool

    @property
    def row_nos(self) -> tuple[int, ...]:
        """Numbers of the rows that have cells, in order."""
        return tuple(self.rows)

    def text(self, row: int, col: int) -> str:
        """Text printed at exactly this place, without mark-up; empty where nothing is."""
        return self.plain_texts.get((row, col), "")

    def covering(self, row: int, col: int) -> Cell | None:
        """The cell that covers this place, whether it is printed here or spreads here."""
        return self.spread.get((row, col))

    def cells(self, row: int) -> Iterator[Cell]:
        """Cells of one row that have text, left to right."""
        return (cell for cell in self.rows.get(row, ()) if self.plain_texts[row, cell.col])

    def blanks(self, row: int) -> Iterator[Cell]:
        """Cells of one row that have no text."""
        return (cell for cell in self.rows.get(row, ()) if not self.plain_texts[row, cell.col])

    def texts(self, row: int) -> list[str]:
        """Texts of one row, blanks left out."""
        return [text for cell in self.rows.get(row, ()) if (text := self.plain_texts[row, cell.col])]


def matrix(grid_no: int, grid: Grid) -> Matrix:
    """Lay out one grid."""
    printed = {(cell.row, cell.col): cell for cell in grid.cells()}
    last = max((row for row, _ in printed), default=0)
    spread: dict[tuple[int, int], Cell] = {}
    for cell in printed.values():
        for row in range(cell.row, min(cell.row + cell.row_span, last + 1)):
            for col in range(cell.col, cell.col + cell.col_span):
                spread.setdefault((row, col), cell)
    rows: dict[int, list[Cell]] = {}
    for (row, _), cell in sorted(printed.items()):
        rows.setdefault(row, []).append(cell)
    return Matrix(
        grid_no,
        grid,
        printed,
        spread,
        rows={row: tuple(cells) for row, cells in rows.items()},
        plain_texts={place: "" if is_blank(text) else text for place, text in _plain_texts(printed)},
        width=max((col for _, col in spread), default=0),
        has_spans=any(cell.row_span > 1 or cell.col_span > 1 for cell in printed.values()),
    )


def _plain_texts(printed: dict[tuple[int, int], Cell]) -> Iterator[tuple[tuple[int, int], str]]:
    return ((place, plain(cell.text)) for place, cell in printed.items())


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


@lru_cache(maxsize=16_384)
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


@lru_cache(maxsize=16_384)
def is_amount(text: str) -> bool:
    """True for a cell that holds exactly one number (a percentage too), or a dash in its place."""
    return is_dash(text) or read_number(text) is not None


@lru_cache(maxsize=16_384)
def is_code(text: str) -> bool:
    """True for a cell that holds a joined subject code of three, five or seven digits."""
    return _CODE.fullmatch(text.replace(" ", "")) is not None
