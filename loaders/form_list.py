"""Lists of projects: one row an indicator, many projects in one grid, each printed once beside its rows.

The columns beside the indicators (project, unit, amount, goal) are known by their headings, which stand in the row of
indicator headings or right above it. A project goes on until the next one is printed; ruled formats merge its cell over
its rows, others leave the cells below blank or repeat the name. Published so by 云南, 四川, 湖南, 内蒙古 and others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from loaders.amounts import is_dash, parse_amount
from loaders.documents import Cell
from loaders.form_catalogue import ListColumn, catalogue
from loaders.form_execution import Execution
from loaders.form_find import Row, heading_roles, is_heading, title_kind
from loaders.form_head import Head
from loaders.form_indicators import read_indicators
from loaders.form_money import full_unit
from loaders.form_project import Totals, project_row
from loaders.form_sheet import Meaning, Money, Sheet, printed_unit
from loaders.identity import Identity
from loaders.project_codes import CodedName, project_name, split_project, split_unit, with_code
from loaders.rows import IndicatorRow, ProjectRow
from loaders.text import compact, match_key, plain

_NAMES = frozenset({"project", "unit_or_project"})
_TOTALS = frozenset({"合计", "总计"})


@dataclass(frozen=True, slots=True)
class ListLayout:
    """The parts of a list: rows above its headings, the rows of headings, what its columns mean, the rows below."""

    above: tuple[Row, ...]
    headings: tuple[Row, ...]
    columns: dict[int, ListColumn]
    indicator_heading: Row
    body: tuple[Row, ...]


@dataclass(slots=True)
class _Open:
    """The project whose rows are being collected; ``head`` is null above the first one.

    ``amounts`` are those read of it by column: workbooks that fill every row repeat them, and an amount counts once.
    """

    seq: int | None = None
    head: Head | None = None
    cell: Cell | None = None
    rows: list[Row] = field(default_factory=list)
    amounts: set[tuple[int, Decimal]] = field(default_factory=set)


@dataclass(slots=True)
class _List:
    """What has been read of a list so far."""

    layout: ListLayout
    sheet: Sheet
    identity: Identity
    unit: tuple[str | None, str | None] = (None, None)
    open: _Open = field(default_factory=_Open)
    projects: list[ProjectRow] = field(default_factory=list)
    indicators: list[IndicatorRow] = field(default_factory=list)


def find_list(rows: Sequence[Row]) -> ListLayout | None:
    """The layout of a list; null for a form of one project or department."""
    at = next((index for index, row in enumerate(rows) if is_heading(row)), None)
    if at is None:
        return None
    first = at - 1 if at and _is_upper_heading(rows[at - 1]) else at
    columns = {**(_columns(rows[first]) if first < at else {}), **_columns(rows[at])}
    for col, _ in heading_roles(rows[at]):
        columns.pop(col, None)
    if not any(column.role in _NAMES for column in columns.values()):
        return None
    return ListLayout(tuple(rows[:first]), tuple(rows[first : at + 1]), columns, rows[at], tuple(rows[at + 1 :]))


def _is_upper_heading(row: Row) -> bool:
    """True for a row that holds nothing but headings, the project's among them (绩效指标 spreads over the rest)."""
    words = catalogue()
    known = [words.list_column(key) or words.heading_role(key) or words.field_of(key) == "section" for key in row.keys]
    return len(known) > 2 and all(known) and any(column.role in _NAMES for column in _columns(row).values())


def _columns(row: Row) -> dict[int, ListColumn]:
    words = catalogue()
    return {
        col: column
        for cell, key in zip(row.printed, row.keys, strict=True)
        if (column := words.list_column(key)) is not None
        for col in range(cell.col, cell.col + cell.col_span)
    }


def read_list(layout: ListLayout, sheet: Sheet, identity: Identity) -> tuple[list[ProjectRow], list[IndicatorRow]]:
    """Projects and indicators of a list, numbered from 1; its amounts and cell roles go to ``sheet``."""
    _mark_headings(layout, sheet)
    sheet.unit = printed_unit([cell.text for row in layout.headings for cell in row.printed]) or sheet.unit
    state = _List(layout, sheet, identity)
    sheet.project_seq = None
    for row in layout.body:
        _read_row(row, state)
    _close(state)
    return state.projects, state.indicators


def _mark_headings(layout: ListLayout, sheet: Sheet) -> None:
    for row in layout.above:
        for cell in row.printed:
            sheet.role(row, cell, "title" if title_kind(cell.text) else "note")
    for row in layout.headings:
        for cell in row.printed:
            sheet.role(row, cell, "heading")


def _read_row(row: Row, state: _List) -> None:
    if is_heading(row) or row.keys == state.layout.headings[0].keys:
        _mark(row, "heading", state.sheet)
    elif _is_numbering(row):
        _mark(row, "ordinal", state.sheet)
    elif len(row.printed) == 1 and title_kind(row.printed[0].text):
        _mark(row, "title", state.sheet)
    else:
        _read_body(row, state)


def _mark(row: Row, role: str, sheet: Sheet) -> None:
    for cell in row.printed:
        sheet.role(row, cell, role)


def _is_numbering(row: Row) -> bool:
    """A row that counts the columns (1 2 3 …)."""
    return len(row.keys) > 2 and all(
        one.isdecimal() and two.isdecimal() and int(two) == int(one) + 1
        for one, two in zip(row.keys, row.keys[1:], strict=False)
    )


def _read_body(row: Row, state: _List) -> None:
    columns = state.layout.columns
    beside = [(cell, columns[cell.col]) for cell in row.printed if cell.col in columns]
    rest = tuple(cell for cell in row.printed if cell.col not in columns)
    by_role = {column.role: cell for cell, column in beside}
    is_total = bool(beside) and match_key(beside[0][0].text) in _TOTALS
    if is_total:
        _close(state)
    elif "unit_or_project" in by_role and len(row.printed) == 1:
        _read_unit(by_role["unit_or_project"], state)
    else:
        _read_names(by_role, state)
    _read_beside(row, beside, is_total, state)
    if rest:
        state.open.rows.append(Row(row.grid_no, row.row_no, rest))


def _read_unit(cell: Cell, state: _List) -> None:
    """A row that names the unit of the projects below it."""
    _close(state)
    state.unit = split_unit(cell.text)


def _read_names(by_role: dict[str, Cell], state: _List) -> None:
    if "unit" in by_role:
        name, code = split_unit(by_role["unit"].text)
        printed_code = compact(by_role["unit_code"].text) if "unit_code" in by_role else None
        state.unit = (name, printed_code or code)
    cell = by_role.get("project") or by_role.get("unit_or_project")
    if cell is None:
        return
    head = _head(_coded(cell, by_role.get("project_code")), state.unit)
    if head != state.open.head:
        _close(state)
        state.open = _Open(len(state.projects) + 1, head, cell)


def _coded(cell: Cell, code: Cell | None) -> CodedName:
    project = split_project([cell.text])
    return with_code(project.name, [code.text]) if code is not None and project.code is None else project


def _head(project: CodedName, unit: tuple[str | None, str | None]) -> Head:
    return Head(project, project_name(project.name), project.name, unit[0], unit[1])


def _read_beside(row: Row, beside: Sequence[tuple[Cell, ListColumn]], is_total: bool, state: _List) -> None:
    state.sheet.project_seq = state.open.seq
    name = compact(beside[0][0].text) if is_total else (state.open.head.name if state.open.head else None)
    level = "total" if is_total else None
    for cell, column in beside:
        if column.role == "amount":
            meaning = Meaning(column.line_item, column.measure, column.fund, name, subject_level=level)
            _read_amount(row, cell, meaning, state)
        elif column.role in _NAMES | {"unit"}:
            state.sheet.role(row, cell, "label" if is_total else "name")
        else:
            state.sheet.role(row, cell, "code" if column.role.endswith("_code") else "value")


def _read_amount(row: Row, cell: Cell, meaning: Meaning, state: _List) -> None:
    sheet, amount = state.sheet, parse_amount(plain(cell.text))
    if amount is None:
        _no_amount(row, cell, sheet)
    elif (cell.col, amount.value) in state.open.amounts:
        sheet.role(row, cell, "value")
    else:
        state.open.amounts.add((cell.col, amount.value))
        sheet.figure(row, cell, Money(cell.text, amount.value, full_unit(amount.unit)), meaning)


def _no_amount(row: Row, cell: Cell, sheet: Sheet) -> None:
    sheet.role(row, cell, "dash" if is_dash(cell.text) else "unread")
    if not is_dash(cell.text):
        sheet.issue(row, cell, "warning", "amount_unread", "no number where a project's amount is printed")


def _close(state: _List) -> None:
    """Read what was collected of a project."""
    done, sheet = state.open, state.sheet
    state.open = _Open()
    sheet.project_seq = done.seq
    if done.head is not None and done.cell is not None:
        place = done.cell.place
        state.projects.append(project_row(done.head, place, sheet, state.identity, Execution(), Totals()))
    if done.rows:
        heading = _without(state.layout)
        state.indicators += read_indicators(heading, done.rows, sheet, len(state.indicators) + 1)


def _without(layout: ListLayout) -> Row:
    """The row of indicator headings without the columns beside them."""
    heading = layout.indicator_heading
    kept = tuple(cell for cell in heading.cells if cell.col not in layout.columns)
    return Row(heading.grid_no, heading.row_no, kept, heading.is_ruled)
