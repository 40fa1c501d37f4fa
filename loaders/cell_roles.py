"""What the cells of a table's grids were read as, and the issues about cells and columns that were not read plainly."""

from __future__ import annotations

import re

from loaders.coded_subjects import Trail, whole_code
from loaders.columns import UNRECOGNISED, Column
from loaders.documents import Cell
from loaders.grids import is_amount, is_code
from loaders.headings import Section
from loaders.recognise import Segment
from loaders.row_cells import BlockRow, Placed
from loaders.table_context import Collected, Context, issue_at
from loaders.text import plain

_ORDINAL_LENGTH = 2
_ROLES = {
    "code": "code",
    "code_class": "code",
    "code_section": "code",
    "code_item": "code",
    "unit_code": "code",
    "project_code": "code",
    "name": "name",
    "project_name": "name",
    "ordinal": "ordinal",
    "text": "value",
}


def mark_only(ctx: Context, out: Collected, role: str) -> None:
    """Cells of a grid that is kept and not read."""
    for segment in ctx.table.segments:
        section = segment.section
        if role == "value":
            mark_frame(segment, out)
        for row in section.rows:
            out.mark(segment.grid_no, section.matrix.cells(row), role)
            _mark_blanks(segment, row, out)
    if role == "unrecognised":
        first = ctx.table.segments[0].section
        cell = first.matrix.rows[first.rows[0]][0]
        message = "no statutory table is recognised in this grid; its cells are kept as printed"
        severity = "warning" if _holds_amounts(first) else "info"
        out.issues.append(issue_at(severity, "grid_not_recognised", message, ctx.table.segments[0].grid_no, cell))


def _holds_amounts(section: Section) -> bool:
    """True for a grid with amounts in most of its rows: a table that should have been recognised."""
    texts = [section.matrix.texts(row) for row in section.data_rows]
    return 2 * sum(any(_is_money(t) for t in row) for row in texts) > len(texts)


def _is_money(text: str) -> bool:
    return is_amount(text) and not is_code(text) and len(text) > _ORDINAL_LENGTH


def mark_frame(segment: Segment, out: Collected) -> None:
    """Roles of everything around the data."""
    section = segment.section
    for rows, role in (
        (section.title_rows, "title"),
        (section.meta_rows, "note"),
        (section.heading_rows, "heading"),
        (section.ordinal_rows, "ordinal"),
        (section.note_rows, "note"),
        (section.blank_rows, "blank"),
    ):
        for row in rows:
            out.mark(segment.grid_no, section.matrix.cells(row), role)
            _mark_blanks(segment, row, out)


def _mark_blanks(segment: Segment, row: int, out: Collected) -> None:
    out.mark(segment.grid_no, segment.section.matrix.blanks(row), "blank")


def column_issues(segment: Segment, out: Collected) -> None:
    """Tell which columns were understood by other evidence than their headings, or not at all."""
    _spread_issue(segment, out)
    for column in segment.columns.values():
        if segment.is_continuation or column.role != "amount" or column.basis in {"heading", "data", "spans"}:
            continue
        has_figures = _has_figures(segment, column, out)
        cell = _heading_cell(segment, column)
        if cell is None or not (column.heading_path or has_figures):
            continue
        is_unknown = column.measure == UNRECOGNISED
        severity = "warning" if is_unknown and has_figures else "info"
        code = "heading_unknown" if is_unknown else "heading_damaged"
        message = f"column {column.col} “{column.heading_path}” is read as {column.measure} by {column.basis}"
        out.issues.append(issue_at(severity, code, message, segment.grid_no, cell))


def _spread_issue(segment: Segment, out: Collected) -> None:
    """Tell that headings were spread over the columns that their merged cells must have had."""
    spread = [column for column in segment.columns.values() if column.basis == "spans"]
    if spread and not segment.is_continuation:
        cell = next(segment.section.matrix.cells(segment.section.heading_rows[0]))
        message = f"merged headings are written once; {len(spread)} columns are read by the one way in which they fit"
        out.issues.append(issue_at("info", "headings_spread", message, segment.grid_no, cell))


def _heading_cell(segment: Segment, column: Column) -> Cell | None:
    matrix = segment.section.matrix
    rows = (*reversed(segment.section.heading_rows), *segment.section.data_rows)
    return next((c for row in rows if (c := matrix.covering(row, column.col)) is not None), None)


def _has_figures(segment: Segment, column: Column, out: Collected) -> bool:
    """True when figures rest on this column; those of a row read one place aside rest on another."""
    rows = set(segment.section.data_rows)
    here = (f for f in out.figures if f.grid_no == segment.grid_no and f.row_no in rows and f.col_no == column.col)
    return any((f.column_heading or "") == column.heading_path for f in here)


def sweep(segment: Segment, out: Collected) -> None:
    """Give a role to what no row claimed: blanks, and cells outside every column."""
    for row in segment.section.data_rows:
        _mark_blanks(segment, row, out)
        _unread(segment, row, out)


def _unread(segment: Segment, row: int, out: Collected) -> None:
    """Cells that nothing claimed: outside every column."""
    for cell in segment.section.matrix.cells(row):
        if (segment.grid_no, cell.row, cell.col) not in out.roles:
            out.mark(segment.grid_no, [cell], "unread")
            message = "nothing in this table claims the cell: it stands under no column, or its characters are no code"
            severity = "warning" if is_amount(plain(cell.text)) else "info"
            out.issues.append(issue_at(severity, "cell_unread", message, segment.grid_no, cell))


def mark_keys(row: BlockRow, out: Collected) -> None:
    """Roles of the cells that say what a row is about."""
    for placed in row.cells:
        if placed.column.is_key and not placed.is_blank and not _is_stray(row, placed):
            out.mark(row.grid_no, [placed.cell], _ROLES.get(placed.column.role, "label"))


def _is_stray(row: BlockRow, placed: Placed) -> bool:
    """Marks in the code cell of a 合计 row that are neither a code nor words: scans read rules as characters."""
    is_mark = placed.column.role == "code" and row.is_total and not re.search(r"[\u4e00-\u9fff]", placed.text)
    return is_mark and whole_code([placed.text], Trail()) is None
