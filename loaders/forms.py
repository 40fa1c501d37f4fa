"""Performance forms: the project or department that one speaks of, its money, its indicators.

A form is read in blocks from top to bottom: the head (labels and values), blocks of amounts with headings of their
own (tasks, sources of money, budget execution), the indicators, the totals and the closing words. Lists of many
projects with a row an indicator are read by ``form_list``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from loaders.documents import Document, Place
from loaders.form_execution import Execution, read_execution
from loaders.form_find import Form, Row, find_forms, grid_rows
from loaders.form_head import Token, read_fields, read_head
from loaders.form_indicators import read_indicators
from loaders.form_layout import Blocks, is_note, lay_out
from loaders.form_list import find_list, read_list
from loaders.form_money import read_funding, read_sources
from loaders.form_numbers import number
from loaders.form_pairs import money_rows, note_amounts_left, read_pairs
from loaders.form_parts import read_heading
from loaders.form_project import Totals, project_row, title_name
from loaders.form_sheet import CellKey, Meaning, Sheet, printed_unit
from loaders.form_tasks import read_tasks
from loaders.form_totals import Proofs, read_single
from loaders.identity import Identity
from loaders.issues import Issue
from loaders.rows import FigureRow, IndicatorRow, ProjectRow, QuantityRow, TableRow
from loaders.text import match_key, plain

__all__ = ["Form", "FormReading", "find_forms", "read_form"]

_SINGLES = (
    ("total", Meaning("project_total", "total", "all")),
    ("department_expenditure", Meaning("department_expenditure", "total", "all", side="expenditure")),
    ("mid_term_total", Meaning("project_mid_term_total", "total", "all")),
    ("prior_year_budget", Meaning("project_prior_year_arrangement", "prior_year", "all", is_prior_year=True)),
    ("prior_year_executed", Meaning("project_prior_year_execution", "prior_year", "all", is_prior_year=True)),
)


_HEAD_ROWS = 4
_TITLE_YEAR = re.compile(r"(?<!\d)(20\d\d)年度?(?!.*20\d\d年)")
_YEAR = re.compile(r"^\(?(20\d\d)年(?:度)?\)?$")


@dataclass(frozen=True, slots=True)
class FormReading:
    """What one form says: rows of the raw tables, the role of each of its cells, issues.

    ``projects`` holds the one project of a project form (``project_seq`` 1), those of a list, none of a department's.
    """

    tables: tuple[TableRow, ...]
    projects: tuple[ProjectRow, ...]
    indicators: tuple[IndicatorRow, ...]
    figures: tuple[FigureRow, ...]
    quantities: tuple[QuantityRow, ...]
    roles: dict[CellKey, str]
    table_rows: dict[tuple[int, int], int]
    issues: tuple[Issue, ...]


def read_form(form: Form, document: Document, identity: Identity, table_seq: int) -> FormReading:
    """Read one form. Raises nothing: what is unclear stays unread and is an issue."""
    rows = _rows_of(form, document)
    identity = replace(identity, fiscal_year=_own_year(form, rows) or identity.fiscal_year)
    sheet = _sheet(form, document, identity, table_seq)
    layout = find_list(rows)
    if layout is not None:
        projects, indicators = read_list(layout, sheet, identity)
        unit, body = sheet.unit, [*layout.headings, *layout.body]
    else:
        blocks = lay_out(rows)
        unit, body = _funding_unit(blocks, form, identity), [row for row in rows if row not in blocks.titles]
        projects, indicators = _read_blocks(form, blocks, document, sheet, identity, unit)
    _note_unread(rows, sheet)
    return FormReading(
        tables=(_table(form, body, sheet, identity, unit),),
        projects=tuple(projects),
        indicators=tuple(indicators),
        figures=tuple(sheet.figures),
        quantities=tuple(sheet.quantities),
        roles=sheet.roles,
        table_rows={(row.grid_no, row.row_no): table_seq for row in rows},
        issues=tuple(sheet.issues),
    )


def _own_year(form: Form, rows: Sequence[Row]) -> int | None:
    """The year in the form's title or alone in brackets below it: budgets carry the results of the year before."""
    alone = [row.keys[0] for row in rows[:_HEAD_ROWS] if len(row.printed) == 1]
    in_title = [match for text in (form.title or "",) if (match := _TITLE_YEAR.search(match_key(text)))]
    found = in_title or [match for key in (*map(match_key, form.captions[-2:]), *alone) if (match := _YEAR.match(key))]
    return int(found[0][1]) if found else None


def _rows_of(form: Form, document: Document) -> list[Row]:
    rows = grid_rows(document)
    return [row for part in form.segments for row in rows[part.grid_no][part.first_row - 1 : part.last_row]]


def _sheet(form: Form, document: Document, identity: Identity, table_seq: int) -> Sheet:
    is_project = form.kind.startswith("project_")
    unit = printed_unit(form.captions) or identity.unit_published
    return Sheet(document.key, table_seq, form.kind, 1 if is_project else None, identity.fiscal_year, unit)


def _read_blocks(
    form: Form, blocks: Blocks, document: Document, sheet: Sheet, identity: Identity, unit: str | None
) -> tuple[list[ProjectRow], list[IndicatorRow]]:
    """A form of one project or department, block by block."""
    for heading in blocks.headings:
        for cell in heading.printed:
            sheet.role(heading, cell, "heading")
    indicators = read_indicators(blocks.headings[0], blocks.indicators, sheet) if blocks.headings else []
    fields, every = read_fields(blocks.head)
    _read_money(blocks, fields, every, sheet, unit, Proofs(indicators, document))
    execution = read_execution(blocks.execution, sheet) if blocks.execution else Execution()
    totals = _totals(blocks, sheet)
    head = read_head(fields, title_name(form))
    note_amounts_left(fields, sheet)
    _mark_words(blocks, every, sheet)
    for token in head.damaged:
        sheet.issue(token.row, token.cell, "warning", "unit_unread", "the name of a unit is damaged and not taken")
    if sheet.project_seq is None or not head.name:
        return [], indicators
    return [project_row(head, _place(form, fields), sheet, identity, execution, totals)], indicators


def _place(form: Form, fields: dict[str, list[Token]]) -> Place:
    """Where the project's name is printed."""
    tokens = fields.get("project")
    return tokens[0].cell.place if tokens else Place(page=form.title_page, line=form.title_line)


def _funding_unit(blocks: Blocks, form: Form, identity: Identity) -> str | None:
    labels = [cell.text for row in blocks.head for cell in row.printed[:2]]
    return printed_unit(labels) or printed_unit(form.captions) or identity.unit_published


def _read_money(
    blocks: Blocks,
    fields: dict[str, list[Token]],
    every: Sequence[Token],
    sheet: Sheet,
    unit: str | None,
    proofs: Proofs,
) -> None:
    if blocks.tasks:
        read_tasks(blocks.tasks, sheet)
    for heading, values in blocks.sources:
        read_sources(heading, values, sheet, unit)
    read_funding([*fields.get("funding", []), *money_rows(every)], sheet, unit)
    if not blocks.execution:
        read_pairs(fields.get("execution", []), sheet, unit)
    for name, meaning in _SINGLES:
        label = next((token for token in every if token.field == name), None)
        if label is not None:
            # A field goes on over rows, an amount does not.
            values_of_row = [token for token in fields.get(name, []) if token.row is label.row]
            read_single(label, values_of_row, meaning, sheet, proofs)


def _totals(blocks: Blocks, sheet: Sheet) -> Totals:
    """Weight and score of the last row, in the order of the headings; their cells often stand beside their columns."""
    if not blocks.totals or not blocks.headings:
        return Totals()
    roles = [role for _, role in read_heading(blocks.headings[0]).columns if role in {"weight", "score"}]
    row = blocks.totals[-1]
    numbers = [(cell, value) for cell in row.printed if (value := number(plain(cell.text))) is not None]
    for cell in row.printed:
        sheet.role(row, cell, "label" if cell is row.printed[0] else "value")
    found = dict(zip(roles, numbers, strict=False))
    if "score" in found:
        cell, value = found["score"]
        sheet.quantity(row, cell, value, "score", unit="分", line_item="self_evaluation_score")
    return Totals(*(found[role][1] if role in found else None for role in ("weight", "score")))


def _mark_words(blocks: Blocks, every: Sequence[Token], sheet: Sheet) -> None:
    for row in blocks.titles:
        for cell in row.printed:
            sheet.role(row, cell, "title")
    for token in every:
        sheet.role(token.row, token.cell, "label" if token.field else "value")
    for row in (*blocks.closing, *blocks.totals):
        for at, cell in enumerate(row.printed):
            sheet.role(row, cell, "value" if at else "note" if is_note(row) else "label")


def _note_unread(rows: Sequence[Row], sheet: Sheet) -> None:
    """Cells that no block claimed are unread, and each row with such cells says so once."""
    for row in rows:
        left = [cell for cell in row.printed if (row.grid_no, cell.row, cell.col) not in sheet.roles]
        for cell in left:
            sheet.role(row, cell, "unread")
        if left:
            sheet.issue(row, left[0], "warning", "cells_unread", f"{len(left)} cells of this row belong to no block")


def _table(form: Form, rows: Sequence[Row], sheet: Sheet, identity: Identity, unit: str | None) -> TableRow:
    places = [cell.place for row in rows for cell in row.printed]
    lines = [place.line for place in places if place.line is not None]
    pages = [place.page for place in places if place.page is not None]
    return TableRow(
        document_key=sheet.document_key,
        table_seq=sheet.table_seq,
        table_kind=form.kind,
        title_published=form.title,
        title_page=form.title_page,
        title_line_no=form.title_line,
        page=min(pages, default=None),
        last_page=max(pages, default=None),
        line_no=min(lines, default=None),
        last_line_no=max(lines, default=None),
        grid_nos=",".join(dict.fromkeys(str(part.grid_no) for part in form.segments)),
        unit_published=unit,
        unit_basis="form" if unit else None,
        fiscal_year=identity.fiscal_year,
        budget_stage=identity.budget_stage,
        fund=None,
        is_empty=False,
        empty_note=None,
        recognised_by=form.recognised_by,
    )
