"""Indicator rows of a form: its rows read by their headings, levels set right, targets taken apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from loaders.form_counts import note_counts
from loaders.form_find import Row
from loaders.form_levels import Levelled, is_cost, resolve_levels
from loaders.form_numbers import points
from loaders.form_parts import Entry, Reading, read_heading
from loaders.form_rows import read_row
from loaders.form_sheet import Sheet
from loaders.indicators import Target, read_target
from loaders.rows import IndicatorRow

# A target of all years in a column of its own, beside that of the year in the same row.
_BESIDE = "beside"


def read_indicators(heading: Row, rows: Sequence[Row], sheet: Sheet, first_seq: int = 1) -> list[IndicatorRow]:
    """Indicators printed in ``rows`` below the row of headings, numbered from ``first_seq``."""
    reading = Reading(read_heading(heading))
    _note_unknown(reading, heading, sheet)
    for row in rows:
        if row.printed:
            read_row(row, reading)
    _mark(reading, rows, sheet)
    has_operator = any(role == "operator" for _, role in reading.heading.columns)
    levelled = resolve_levels(reading.entries)
    annual_rows = {_row_key(item.entry.row) for item in levelled if item.entry.horizon == "annual"}
    annual = [item for item in levelled if _is_annual(item, annual_rows)]
    for item in annual:
        note_counts(item.entry, sheet)
    mid_term = [item for item in map(_of_all_years, levelled) if item is not None and not _is_annual(item, annual_rows)]
    items = [*annual, *mid_term]
    return [
        _indicator(seq, item, has_operator, sheet, is_annual=seq < first_seq + len(annual))
        for seq, item in enumerate(items, start=first_seq)
    ]


def _note_unknown(reading: Reading, heading: Row, sheet: Sheet) -> None:
    columns = {col for col, role in reading.heading.columns if role.startswith("unknown_")}
    for cell in heading.printed:
        if cell.col in columns:
            message = "a heading beside the indicators that is not in the catalogue; its cells are kept as words"
            sheet.issue(heading, cell, "info", "heading_unknown", message)


def _row_key(row: Row) -> tuple[int, int]:
    return row.grid_no, row.row_no


def _is_annual(item: Levelled, annual_rows: set[tuple[int, int]]) -> bool:
    """Targets of all years stand in a half of their own, or in a column of their own (``_of_all_years``).

    A row that fills only the left half of a form whose other rows fill the right one was moved by extraction.
    """
    is_moved = bool(annual_rows) and _row_key(item.entry.row) not in annual_rows
    return item.entry.horizon == "annual" or (item.entry.horizon == "mid_term" and is_moved)


def _of_all_years(item: Levelled) -> Levelled | None:
    """The target of all years that an entry prints: the entry itself, or what its column of such targets holds."""
    if item.entry.horizon == "mid_term":
        return item
    part = item.entry.parts.get("mid_term_target")
    if part is None:
        return None
    parts = {role: value for role, value in item.entry.parts.items() if role in {"indicator", "unit", "operator"}}
    return replace(item, entry=replace(item.entry, parts={**parts, "target": part}, horizon=_BESIDE))


def _indicator(seq: int, item: Levelled, has_operator: bool, sheet: Sheet, *, is_annual: bool) -> IndicatorRow:
    entry = item.entry
    target = _target(item, has_operator)
    place = (entry.parts.get("indicator") or entry.parts.get("target") or next(iter(entry.parts.values()))).cell.place
    return IndicatorRow(
        document_key=sheet.document_key,
        indicator_seq=seq,
        table_seq=sheet.table_seq,
        project_seq=sheet.project_seq,
        grid_no=entry.row.grid_no,
        row_no=entry.row.row_no,
        page=place.page,
        line_no=place.line,
        level_1_published=entry.level_1,
        level_2_published=entry.level_2,
        level_1=item.level_1,
        level_2=item.level_2,
        indicator=entry.text("indicator"),
        operator_published=target.operator_published,
        operator=target.operator,
        operator_basis=target.basis,
        target_text=target.text,
        target_value=target.value,
        unit_of_measure=target.unit,
        weight=points(entry.text("weight")),
        actual_text=entry.text("actual"),
        score=points(entry.text("score")),
        cost_amount=target.cost,
        cost_unit=target.cost_unit,
        description=entry.text("description"),
        basis_text=entry.text("basis"),
        reason_text=entry.text("reason"),
        is_damaged=entry.is_damaged,
        horizon="annual" if is_annual else "mid_term",
    )


def _target(item: Levelled, has_operator: bool) -> Target:
    entry = item.entry
    operator = entry.parts.get("operator")
    sign = (operator.text if operator else "") if has_operator else None
    is_on_cost = is_cost(item.level_1, item.level_2)
    target = read_target(entry.text("target") or "", sign, entry.text("unit"), is_cost=is_on_cost)
    if has_operator and operator is None and entry.is_damaged and target.value is not None:
        # The form has a column of signs, and the row lost its end: a sign was printed, and nobody can tell which.
        return replace(target, operator="unreadable", basis="unreadable")
    return target


def _mark(reading: Reading, rows: Sequence[Row], sheet: Sheet) -> None:
    for row, cell in reading.unread:
        sheet.role(row, cell, "unread")
        sheet.issue(row, cell, "warning", "indicator_unread", "the cells of this indicator do not meet their headings")
    for entry in reading.entries:
        _mark_entry(entry, sheet)
    # By identity: a form over two grids has two cells at one row and column.
    sides = {id(cell) for cell in (*reading.levels, *reading.sides)}
    for row in rows:
        for cell in row.printed:
            if id(cell) in sides:
                sheet.role(row, cell, "label")


def _mark_entry(entry: Entry, sheet: Sheet) -> None:
    for part in entry.parts.values():
        sheet.role(entry.row, part.cell, "value")
