"""One data row of a segment, cell by cell under its columns, shifted back where it was printed one column off."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from loaders.columns import Column
from loaders.documents import Cell
from loaders.grids import Matrix, is_amount, is_code
from loaders.lines import is_total_label
from loaders.recognise import Segment
from loaders.text import compact, plain

_CODE_ROLES = ("code", "code_class", "code_section", "code_item")


@dataclass(frozen=True, slots=True)
class Placed:
    """One cell under the column that it belongs to."""

    cell: Cell
    column: Column
    text: str

    @property
    def is_blank(self) -> bool:
        """True where nothing is printed."""
        return not self.text


@dataclass(frozen=True, slots=True)
class BlockRow:
    """The cells of one row in one block of a table: what it says it is about, and its numbers."""

    row: int
    block: int
    grid_no: int
    cells: tuple[Placed, ...]
    whole_label: str | None = None

    @property
    def label(self) -> str | None:
        """The row's name without blanks: whole where its halves stand in two rows, "" for the silent half."""
        names = self.of("name")
        return self.whole_label if self.whole_label is not None else compact(names[-1].text) if names else None

    def may_name(self, thing: str) -> bool:
        """True where the column of names holds units or projects, too (``ColumnEntry.also``)."""
        return any(thing in p.column.also for p in self.of("name", "code"))

    @property
    def is_silent(self) -> bool:
        """True for the half of a broken label that another row has taken over."""
        return self.whole_label == ""

    def of(self, *roles: str) -> list[Placed]:
        """Cells that are not blank under columns of these roles, left to right."""
        return [p for p in self.cells if p.column.role in roles and not p.is_blank]

    def text(self, *roles: str) -> str | None:
        """Text without blanks of the last cell under columns of these roles."""
        found = self.of(*roles)
        return compact(found[-1].text) if found else None

    @property
    def code_texts(self) -> list[str]:
        """Texts of the code columns, blanks included, so that 类, 款 and 项 keep their places."""
        return [p.text for p in self.cells if p.column.role in _CODE_ROLES]

    @property
    def numbers(self) -> list[Placed]:
        """Cells under amount and quantity columns, blanks included."""
        return [p for p in self.cells if p.column.is_number]

    @property
    def keys(self) -> list[Placed]:
        """Cells that say what the row is about, words about it left out."""
        return [
            p for p in self.cells if p.column.is_key and p.column.role not in {"ordinal", "text"} and not p.is_blank
        ]

    @property
    def is_total(self) -> bool:
        """合计, in whichever cell of words it stands: Yunnan and Beijing print it below 项目分类 and 类型."""
        return any(is_total_label(p.text) for p in self.cells if p.column.is_key)

    @property
    def heading(self) -> str | None:
        """The row's keys as printed."""
        return " ".join(compact(p.text) for p in self.keys) or None

    @property
    def side(self) -> str | None:
        """The side of the two-sided table that the block is on."""
        return next((p.column.side for p in self.cells if p.column.side), None)

    @property
    def has_amounts(self) -> bool:
        """True where any amount or quantity is printed."""
        return any(not p.is_blank for p in self.numbers)


def row_shift(segment: Segment, row: int) -> int:
    """0, or the number of columns (1 or -1) by which a whole row was printed off its columns.

    Only where nothing is merged, the row does not fit as it stands, and fits without fault one place aside.
    """
    if segment.section.matrix.has_spans:
        return 0
    cells = list(segment.section.matrix.cells(row))
    if _misfits(cells, segment.columns, 0) == 0:
        return 0
    fitting = [shift for shift in (1, -1) if _misfits(cells, segment.columns, shift) == 0]
    return fitting[0] if len(fitting) == 1 else 0


def _misfits(cells: list[Cell], columns: Mapping[int, Column], shift: int) -> int:
    return sum(not _fits(plain(cell.text), columns.get(cell.col + shift)) for cell in cells)


def _fits(text: str, column: Column | None) -> bool:
    if column is None:
        return False
    if column.is_number:
        return is_amount(text)
    if column.role in _CODE_ROLES:
        return is_code(text) or is_total_label(text) or len(compact(text)) <= 2 or bool(column.also)
    if column.role == "name":
        return not is_amount(text) and not is_code(text)
    return True


def block_rows(segment: Segment, row: int, shift: int) -> list[BlockRow]:
    """The row's blocks, left to right. Cells outside every column belong to no block.

    A block with amounts and no words takes the words of the block before it on the same side: budgets that print
    支出 twice, by function and by use, close both with one label.
    """
    matrix, data_rows = segment.section.matrix, segment.section.data_rows
    blocks: dict[int, list[Placed]] = {}
    for col, column in sorted(segment.columns.items()):
        cell = matrix.printed.get((row, col - shift)) or _merged_key(matrix, row, col - shift, column, data_rows)
        if cell is not None:
            text = matrix.text(cell.row, cell.col)
            blocks.setdefault(column.block, []).append(Placed(cell, column, text))
    rows = [BlockRow(row, block, segment.grid_no, tuple(placed)) for block, placed in sorted(blocks.items())]
    return [_with_shared_label(at, rows) for at in range(len(rows))]


def _merged_key(matrix: Matrix, row: int, col: int, column: Column, data_rows: Sequence[int]) -> Cell | None:
    """The key of rows above that is merged down into this one (a unit or a group printed once). Never an amount."""
    cell = matrix.covering(row, col)
    if cell is None or not column.is_key or cell.col != col:
        return None
    return cell if cell.row < row and _holds(data_rows, cell.row) else None


def _holds(rows: Sequence[int], row: int) -> bool:
    """True where ``rows``, which ascend, hold ``row``; sheets of a hundred thousand rows ask for each."""
    at = bisect_left(rows, row)
    return at < len(rows) and rows[at] == row


def _with_shared_label(at: int, rows: list[BlockRow]) -> BlockRow:
    own, before = rows[at], rows[at - 1] if at else None
    if before is None or own.keys or not own.has_amounts or before.has_amounts or own.side != before.side:
        return own
    return BlockRow(own.row, own.block, own.grid_no, (*before.keys, *own.cells))
