"""Figures, quantities, columns and tables of a recognised table as rows of the raw schema."""

from __future__ import annotations

import re
from collections.abc import Iterable

from loaders.amounts import Amount
from loaders.columns import Column
from loaders.headings import declares_nothing, is_empty_note
from loaders.row_cells import BlockRow, Placed
from loaders.rows import ColumnRow, FigureRow, QuantityRow, TableRow
from loaders.table_context import Context, column_measure, column_year, is_comparative
from loaders.table_rows import About

_RATES = frozenset({"change_rate", "completion_rate", "share"})

_CAPTION = re.compile(r"(?:(?:编制|填报|公开)?(?:部门|单位)(?:名称)?|金额单位)[:：]")


def _line_item(about: About, column: Column, ctx: Context) -> str | None:
    entry = ctx.table.entry
    if entry is not None and entry.rows == "components" and ctx.has_components:
        return column.line_item or ctx.total_line_item
    if entry is not None and entry.rows == "assets" and column.line_item is not None:
        return column.line_item
    if entry is not None and entry.rows == "projects":
        return _project_item(about, column)
    return about.line_item


def _project_item(about: About, column: Column) -> str | None:
    if about.line_item != "project_total":
        return about.line_item
    if column.line_item is not None:
        return column.line_item
    if column.fund == "fiscal_appropriation":
        return "project_fiscal_appropriation"
    return "project_source" if column.fund is not None else "project_total"


def figure_row(row: BlockRow, placed: Placed, about: About, amount: Amount, ctx: Context) -> FigureRow:
    """One amount of a row as a row of ``raw.figures``."""
    cell, column = placed.cell, placed.column
    return FigureRow(
        figure_id=f"{ctx.document_key}.g{row.grid_no}r{cell.row}c{cell.col}",
        document_key=ctx.document_key,
        evidence="table",
        table_seq=ctx.seq,
        table_kind=ctx.kind,
        grid_no=row.grid_no,
        block_no=None,
        row_no=cell.row,
        col_no=cell.col,
        char_offset=None,
        page=cell.place.page,
        line_no=cell.place.line,
        row_heading=row.heading,
        column_heading=column.heading_path or None,
        context=about.context,
        side=about.side,
        classification=about.classification,
        code_published=about.code_published,
        subject_code=about.code,
        subject_code_basis=about.basis if about.code else None,
        subject_name=about.name,
        subject_level=about.level,
        line_item=_line_item(about, column, ctx),
        row_unit_name=about.unit_name or ctx.unit_name,
        project_seq=about.project_seq,
        measure=about.measure or column_measure(column, ctx),
        fund=column.fund or about.fund or ctx.fund,
        value_role=column.value_role,
        direction=None,
        fiscal_year=about.year or column_year(column, ctx),
        is_comparative=is_comparative(column, ctx) if about.year is None else about.year != ctx.year,
        amount_published=placed.text,
        amount=amount.value,
        unit_published=amount.unit or column.unit or ctx.unit,
    )


def quantity_row(row: BlockRow, placed: Placed, about: About, amount: Amount, ctx: Context) -> QuantityRow:
    """One count or rate of a row as a row of ``raw.quantities``."""
    cell, column = placed.cell, placed.column
    role = column.value_role if column.value_role in _RATES else "count"
    return QuantityRow(
        quantity_id=f"{ctx.document_key}.q.g{row.grid_no}r{cell.row}c{cell.col}",
        document_key=ctx.document_key,
        evidence="table",
        table_seq=ctx.seq,
        table_kind=ctx.kind,
        grid_no=row.grid_no,
        block_no=None,
        row_no=cell.row,
        col_no=cell.col,
        char_offset=None,
        page=cell.place.page,
        line_no=cell.place.line,
        context=row.heading,
        subject_code=about.code,
        subject_name=about.name,
        line_item=about.line_item,
        project_seq=about.project_seq,
        figure_id=None,
        value_role=role,
        direction=None,
        base=None,
        fiscal_year=column_year(column, ctx),
        value_published=placed.text,
        value=amount.value,
        unit_of_measure=about.unit_of_measure if role == "count" else "%",
    )


def column_rows(ctx: Context) -> Iterable[ColumnRow]:
    """The columns of a table, page by page, as rows of ``raw.columns``."""
    for segment in ctx.table.segments:
        for column in segment.columns.values():
            is_money = column.role == "amount"
            yield ColumnRow(
                document_key=ctx.document_key,
                table_seq=ctx.seq,
                grid_no=segment.grid_no,
                col_no=column.col,
                heading_path=column.heading_path,
                column_role=column.role,
                side=column.side,
                measure=column_measure(column, ctx) if is_money else None,
                fund=(column.fund or ctx.fund) if is_money else None,
                fiscal_year=column_year(column, ctx) if column.is_number else None,
                is_comparative=column.is_number and is_comparative(column, ctx),
            )


def table_row(ctx: Context, is_empty: bool) -> TableRow:
    """A table as a row of ``raw.tables``; lines and pages are those of its rows."""
    table = ctx.table
    places = [cell.place for s in table.segments for row in s.section.rows for cell in s.section.matrix.cells(row)]
    pages = [place.page for place in places if place.page is not None]
    lines = [place.line for place in places if place.line is not None]
    note = table.around.empty_note
    return TableRow(
        document_key=ctx.document_key,
        table_seq=ctx.seq,
        table_kind=table.table_kind,
        title_published=_title(table.title.text) if table.title else None,
        title_page=table.title.place.page if table.title else None,
        title_line_no=table.title.place.line if table.title else None,
        page=min(pages, default=None),
        last_page=max(pages, default=None),
        line_no=min(lines, default=None),
        last_line_no=max(lines, default=None),
        grid_nos=",".join(dict.fromkeys(str(s.grid_no) for s in table.segments)),
        unit_published=ctx.unit,
        unit_basis=ctx.unit_basis,
        fiscal_year=ctx.year,
        budget_stage=ctx.stage,
        fund=ctx.fund,
        is_empty=is_empty,
        # Kept below figures, too: a note that says there are none contradicts them, and reconciliation says so.
        empty_note=note if note and (is_empty_note(note) if is_empty else declares_nothing(note)) else None,
        recognised_by=table.recognised_by,
    )


def _title(line: str) -> str:
    """The title alone: some lines go on with whose table it is and its unit of money."""
    return _CAPTION.split(line, maxsplit=1)[0].rstrip(" \u3000(（") or line
