"""The block of tasks of a department's form: what is to be done, and what it may cost."""

from __future__ import annotations

from collections.abc import Sequence

from loaders.amounts import is_dash, parse_amount
from loaders.documents import Cell
from loaders.form_catalogue import Column, catalogue
from loaders.form_find import Row
from loaders.form_money import full_unit
from loaders.form_sheet import Meaning, Money, Sheet, printed_unit
from loaders.text import compact, plain

_MONEY = frozenset({"total", "fiscal", "other", "budget"})


def task_columns(row: Row) -> dict[int, Column]:
    """Columns of the block of tasks by their headings; empty where a row is no such heading."""
    words = catalogue()
    found = {
        cell.col: column
        for cell, key in zip(row.printed, row.keys, strict=True)
        if (column := words.task_column(key)) is not None
    }
    roles = {column.role for column in found.values()}
    return found if "task" in roles and roles & (_MONEY | {"content"}) else {}


def read_tasks(rows: Sequence[Row], sheet: Sheet) -> None:
    """The block of tasks: one or two rows of headings, then a row a task, with a total first or last."""
    columns, body = _task_heading(rows)
    unit = printed_unit([cell.text for row in rows[: len(rows) - len(body)] for cell in row.printed])
    for row in rows[: len(rows) - len(body)]:
        for cell in row.printed:
            sheet.role(row, cell, "heading")
    for row in body:
        _read_task(row, columns, sheet, unit)


def _task_heading(rows: Sequence[Row]) -> tuple[dict[int, Column], Sequence[Row]]:
    columns = task_columns(rows[0])
    second = _second_heading(rows[1]) if len(rows) > 1 else {}
    if not second:
        return columns, rows[1:]
    return {**{col: column for col, column in columns.items() if column.role not in _MONEY}, **second}, rows[2:]


def _second_heading(row: Row) -> dict[int, Column]:
    words = catalogue()
    found = {
        cell.col: column
        for cell, key in zip(row.printed, row.keys, strict=True)
        if (column := words.task_column(key)) is not None and column.role in _MONEY
    }
    return found if len(found) > 1 and len(found) == len(row.printed) else {}


def _read_task(row: Row, columns: dict[int, Column], sheet: Sheet, unit: str | None) -> None:
    words = catalogue()
    cells = [cell for cell, key in zip(row.printed, row.keys, strict=True) if words.fields.get(key) != "tasks"]
    for cell in row.printed:
        if cell not in cells:
            sheet.role(row, cell, "label")
    taken = _place_task(cells, columns) if cells else []
    if taken is None:
        for cell in cells:
            sheet.role(row, cell, "unread")
        sheet.issue(row, cells[0], "warning", "task_unread", "the cells of this task do not meet their headings")
        return
    for cell, column in taken:
        _read_cell(row, cell, column, compact(cells[0].text), sheet, unit)


def _read_cell(row: Row, cell: Cell, column: Column, task: str, sheet: Sheet, unit: str | None) -> None:
    amount = parse_amount(plain(cell.text))
    if column.role not in _MONEY:
        sheet.role(row, cell, "name" if column.role == "task" else "value")
    elif amount is None:
        sheet.role(row, cell, "dash")
    else:
        level = "total" if task in catalogue().task_totals else None
        measure, fund = column.measure or "total", column.fund or "all"
        meaning = Meaning("performance_task", measure, fund, task, None, "expenditure", level)
        sheet.figure(row, cell, Money(cell.text, amount.value, full_unit(amount.unit) or unit), meaning)


def _place_task(cells: Sequence[Cell], columns: dict[int, Column]) -> list[tuple[Cell, Column]] | None:
    """Cells with their columns, moved as far as the task's name stands from its heading."""
    task = next(col for col, column in columns.items() if column.role == "task")
    for shift in dict.fromkeys((cells[0].col - task, 0)):
        taken = [(cell, column) for cell in cells if (column := columns.get(cell.col - shift)) is not None]
        if len(taken) == len(cells) and all(_suits(cell, column) for cell, column in taken):
            return taken
    # A total may print its word over the columns of name and content together.
    if all(_suits(cell, columns[cell.col]) for cell in cells[1:] if cell.col in columns):
        rest = [(cell, columns[cell.col]) for cell in cells[1:] if cell.col in columns]
        return [(cells[0], columns[task]), *rest] if len(rest) == len(cells) - 1 else None
    return None


def _suits(cell: Cell, column: Column) -> bool:
    is_number = parse_amount(plain(cell.text)) is not None or is_dash(cell.text)
    return is_number == (column.role in _MONEY)
