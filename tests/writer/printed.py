"""Pages as printed: lines of text and grids with spans, the border between layout and file formats."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PrintedCell:
    """A cell and how many rows and columns it covers."""

    text: str
    row_span: int = 1
    col_span: int = 1


@dataclass(frozen=True, slots=True)
class PrintedGrid:
    """Rows of cells; a covered place has no cell of its own, as in HTML. ``heading_rows`` repeat after page breaks."""

    rows: tuple[tuple[PrintedCell, ...], ...]
    heading_rows: int = 0

    @property
    def width(self) -> int:
        """Number of columns."""
        return max(len(row) for row in self.matrix())

    def placed(self) -> list[tuple[int, int, PrintedCell]]:
        """Every cell with the row and column (from 0) of its upper left corner."""
        covered: set[tuple[int, int]] = set()
        found = []
        for row_no, row in enumerate(self.rows):
            col = 0
            for cell in row:
                while (row_no, col) in covered:
                    col += 1
                found.append((row_no, col, cell))
                covered |= {(row_no + r, col + c) for r in range(cell.row_span) for c in range(cell.col_span)}
        return found

    def matrix(self) -> list[list[str]]:
        """Text by row and column; covered places are blank."""
        placed = self.placed()
        width = max(col + cell.col_span for _, col, cell in placed)
        height = max(row + cell.row_span for row, _, cell in placed)
        texts = [[""] * width for _ in range(height)]
        for row, col, cell in placed:
            texts[row][col] = cell.text
        return texts


@dataclass(frozen=True, slots=True)
class PrintedText:
    """A line of text; ``style``: title, heading, text."""

    text: str
    style: str = "text"


@dataclass(frozen=True, slots=True)
class PageBreak:
    """The page ends here."""


Printed = tuple[PrintedText | PrintedGrid | PageBreak, ...]
