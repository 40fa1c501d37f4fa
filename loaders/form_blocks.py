"""Blocks of amounts with headings of their own: the tasks of a department's form, the budget execution of a project's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from loaders.amounts import is_dash, parse_amount
from loaders.documents import Cell
from loaders.form_catalogue import Column, catalogue
from loaders.form_find import Row
from loaders.form_sheet import Meaning, Money, Sheet, printed_unit
from loaders.text import compact, fold_digits, plain

_MONEY = frozenset({"total", "fiscal", "other", "budget"})
_EXECUTION = ("initial_budget", "adjusted_budget", "executed")


@dataclass(frozen=True, slots=True)
class Execution:
    """Weight and score of the execution row, for the project's row."""

    weight: Decimal | None = None
    score: Decimal | None = None


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
    if not cells:
        return
    taken = _place_task(cells, columns)
    if taken is None:
        for cell in cells:
            sheet.role(row, cell, "unread")
        sheet.issue(row, cells[0], "warning", "task_unread", "the cells of this task do not meet their headings")
        return
    name = compact(cells[0].text)
    is_total = name in words.task_totals
    for cell, column in taken:
        amount = parse_amount(plain(cell.text))
        if column.role not in _MONEY:
            sheet.role(row, cell, "name" if column.role == "task" else "value")
        elif amount is None:
            sheet.role(row, cell, "dash")
        else:
            meaning = Meaning(
                "performance_task",
                column.measure or "total",
                column.fund or "all",
                name,
                None,
                "expenditure",
                "total" if is_total else None,
            )
            sheet.figure(row, cell, Money(cell.text, amount.value, amount.unit or unit), meaning)


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


def execution_columns(row: Row) -> dict[int, tuple[str, str]]:
    """(role, heading) by column where a row is the heading of budget and execution; else empty."""
    words = catalogue()
    found = {
        cell.col: (role, compact(cell.text))
        for cell, key in zip(row.printed, row.keys, strict=True)
        if (role := words.execution_role(key)) is not None
    }
    roles = {role for role, _ in found.values()}
    return found if len(roles & {*_EXECUTION, "rate"}) >= 2 else {}


def read_execution(rows: Sequence[Row], sheet: Sheet) -> Execution:
    """The block of budget execution: its heading row and a row a source of money."""
    columns = execution_columns(rows[0])
    unit = printed_unit([cell.text for cell in rows[0].printed])
    for cell in rows[0].printed:
        sheet.role(rows[0], cell, "heading")
    result = Execution()
    for row in rows[1:]:
        read = _read_execution_row(row, columns, sheet, unit)
        result = read or result
    return result


def _read_execution_row(
    row: Row, columns: dict[int, tuple[str, str]], sheet: Sheet, unit: str | None
) -> Execution | None:
    words = catalogue()
    label = next(
        (
            (cell, found)
            for cell, key in zip(row.printed, row.keys, strict=True)
            if (found := words.execution_row(key)) is not None
        ),
        None,
    )
    if label is None:
        return None
    sheet.role(row, label[0], "label")
    fund, is_total = label[1]
    cells = {columns[cell.col][0]: cell for cell in row.printed if cell.col in columns and cell is not label[0]}
    name = compact(label[0].text)
    executed = None
    for role in _EXECUTION:
        if role in cells:
            heading = columns[cells[role].col][1]
            meaning = Meaning(_line_item(sheet), role, fund, name, heading)
            figure_id = _read_amount(row, cells[role], meaning, sheet, unit)
            executed = figure_id if role == "executed" else executed
    _read_rate(row, cells.get("rate"), name, executed, sheet)
    weight, score = _points(row, cells.get("weight"), sheet), _points(row, cells.get("score"), sheet)
    if is_total and "score" in cells and score is not None:
        sheet.quantity(row, cells["score"], score, "score", unit="分", line_item="execution_score", name=name)
    return Execution(weight, score) if is_total else None


def _line_item(sheet: Sheet) -> str:
    return "project_execution" if sheet.project_seq is not None else "department_execution"


def _read_amount(row: Row, cell: Cell, meaning: Meaning, sheet: Sheet, unit: str | None) -> str | None:
    amount = parse_amount(plain(cell.text))
    if amount is not None:
        return sheet.figure(row, cell, Money(cell.text, amount.value, amount.unit or unit), meaning)
    if is_dash(cell.text):
        sheet.role(row, cell, "dash")
    else:
        sheet.role(row, cell, "unread")
        sheet.issue(row, cell, "warning", "amount_unread", "no number where an amount of the execution is printed")
    return None


def _read_rate(row: Row, cell: Cell | None, name: str, figure_id: str | None, sheet: Sheet) -> None:
    if cell is None:
        return
    text = fold_digits(plain(cell.text))
    value = number(text.rstrip("%％"))
    if value is not None:
        sheet.quantity(
            row,
            cell,
            value,
            "completion_rate",
            unit="%",
            line_item=_line_item(sheet),
            name=name,
            figure_id=figure_id,
            base="adjusted_budget",
        )
    else:
        sheet.role(row, cell, "dash" if is_dash(cell.text) else "unread")


def _points(row: Row, cell: Cell | None, sheet: Sheet) -> Decimal | None:
    if cell is None:
        return None
    value = number(plain(cell.text))
    sheet.role(row, cell, "dash" if is_dash(cell.text) else "value" if value is not None else "unread")
    return value


def number(text: str) -> Decimal | None:
    """A bare number (points, rates), a point sign behind it allowed; null for anything else."""
    try:
        value = Decimal(fold_digits(text).strip().removesuffix("分"))
    except InvalidOperation:
        return None
    return value if value.is_finite() else None
