"""The block of budget execution of a self-evaluation: budget, adjusted budget, executed, rate and points by source."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from loaders.amounts import is_dash, parse_amount
from loaders.documents import Cell
from loaders.form_catalogue import catalogue
from loaders.form_find import Row
from loaders.form_money import full_unit
from loaders.form_numbers import number
from loaders.form_sheet import Meaning, Money, Sheet, printed_unit
from loaders.text import compact, fold_digits, plain

_EXECUTION = ("initial_budget", "adjusted_budget", "executed")


@dataclass(frozen=True, slots=True)
class Execution:
    """Weight and score of the execution row, for the project's row."""

    weight: Decimal | None = None
    score: Decimal | None = None


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
    label = _row_label(row, sheet)
    if label is None:
        return None
    sheet.role(row, label[0], "label")
    fund, is_total = label[1]
    cells = {columns[cell.col][0]: cell for cell in row.printed if cell.col in columns and cell is not label[0]}
    name = compact(label[0].text)
    executed = None
    for role in _EXECUTION:
        if role in cells:
            meaning = Meaning(_line_item(sheet), role, fund, name, columns[cells[role].col][1])
            executed = _read_amount(row, cells[role], meaning, sheet, unit)
    _read_rate(row, cells.get("rate"), name, executed, sheet)
    for role in ("reason", "caption"):
        if role in cells:
            sheet.role(row, cells[role], "value")
    weight, score = _points(row, cells.get("weight"), sheet), _points(row, cells.get("score"), sheet)
    if is_total and "score" in cells and score is not None:
        sheet.quantity(row, cells["score"], score, "score", unit="分", line_item="execution_score", name=name)
    return Execution(weight, score) if is_total else None


def _row_label(row: Row, sheet: Sheet) -> tuple[Cell, tuple[str | None, bool]] | None:
    """The label cell of a row with (fund, is the total); a source that nobody knows has no fund and is an issue."""
    if not row.printed:
        return None
    words = catalogue()
    labels = ((cell, words.execution_row(key)) for cell, key in zip(row.printed, row.keys, strict=True))
    found = next(((cell, found) for cell, found in labels if found is not None), None)
    if found is None:
        sheet.issue(row, row.printed[0], "info", "source_unknown", "a source of money that is not in the catalogue")
    return found or (row.printed[0], (None, False))


def _line_item(sheet: Sheet) -> str:
    return "project_execution" if sheet.project_seq is not None else "department_execution"


def _read_amount(row: Row, cell: Cell, meaning: Meaning, sheet: Sheet, unit: str | None) -> str | None:
    amount = parse_amount(plain(cell.text))
    if amount is not None:
        return sheet.figure(row, cell, Money(cell.text, amount.value, full_unit(amount.unit) or unit), meaning)
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
