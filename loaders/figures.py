"""Recognised tables to figures, one engine for all: every cell gets a role, every amount a meaning or an issue."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from loaders.amounts import Amount, is_dash, parse_amount
from loaders.coded_subjects import Trail, is_official_name, read_subject, whole_code
from loaders.columns import UNRECOGNISED, Column
from loaders.documents import Cell, Document
from loaders.grids import is_amount
from loaders.headings import is_empty_note
from loaders.issues import Issue
from loaders.lines import Block, label_keys, read_line, without_numbering
from loaders.list_rows import add_project, read_procurement, read_project
from loaders.recognise import Recognition, Segment, Table
from loaders.row_cells import BlockRow, Placed, block_rows, row_shift
from loaders.rows import ColumnRow, FigureRow, ProjectRow, QuantityRow, TableRow
from loaders.table_context import (
    CellKey,
    Collected,
    Context,
    column_measure,
    column_year,
    context,
    is_comparative,
    issue_at,
)
from loaders.table_rows import READERS, About, Reader, State
from loaders.text import plain
from loaders.vocabulary import component
from loaders.wrapped import join_wrapped, page_starts

if TYPE_CHECKING:
    from loaders.identity import Identity

_READERS: dict[str, Reader] = {**READERS, "projects": read_project, "procurement": read_procurement}
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
_RATES = frozenset({"change_rate", "completion_rate", "share"})


@dataclass(frozen=True, slots=True)
class TableReading:
    """What all tables of a document give. ``table_rows`` says which table each grid row (grid_no, row_no) is in."""

    tables: tuple[TableRow, ...] = ()
    columns: tuple[ColumnRow, ...] = ()
    figures: tuple[FigureRow, ...] = ()
    quantities: tuple[QuantityRow, ...] = ()
    projects: tuple[ProjectRow, ...] = ()
    roles: dict[CellKey, str] = field(default_factory=dict)
    table_rows: dict[tuple[int, int], int] = field(default_factory=dict)
    issues: tuple[Issue, ...] = ()


def read_tables(
    recognition: Recognition, document: Document, identity: Identity, first_seq: int = 1, first_project_seq: int = 1
) -> TableReading:
    """Read every table of a recognition; tables count from ``first_seq``, projects from ``first_project_seq``."""
    tables, columns, collected = [], list[ColumnRow](), Collected()
    table_rows: dict[tuple[int, int], int] = {}
    state = State(next_project=first_project_seq)
    for seq, table in enumerate(recognition.tables, start=first_seq):
        ctx = context(table, seq, document.key, identity)
        before = len(collected.figures) + len(collected.quantities)
        state = State(next_project=state.next_project)
        _read_table(ctx, state, collected)
        is_empty = len(collected.figures) + len(collected.quantities) == before
        tables.append(_table_row(ctx, is_empty and table.entry is not None and table.entry.rows != "unread"))
        columns.extend(_column_rows(ctx))
        table_rows.update({(s.grid_no, row): seq for s in table.segments for row in s.section.rows})
    return TableReading(
        tuple(tables),
        tuple(columns),
        tuple(collected.figures),
        tuple(collected.quantities),
        tuple(collected.projects),
        collected.roles,
        table_rows,
        tuple(collected.issues),
    )


def _read_table(ctx: Context, state: State, out: Collected) -> None:
    entry = ctx.table.entry
    if entry is None or entry.rows == "unread":
        _mark_only(ctx, out, "unrecognised" if entry is None else "value")
        return
    reader = _reader(ctx, state)
    for segment in ctx.table.segments:
        _mark_frame(segment, out)
        _column_issues(segment, out)
    rows = [row for segment in ctx.table.segments for row in _segment_rows(segment, out)]
    starts = page_starts((row.grid_no, row.row) for row in rows)
    for row in join_wrapped(rows, starts, lambda row, label: _is_known(row, label, ctx, state)):
        about = None if row.is_silent else reader(row, ctx, state)
        _read_row(row, about, ctx, out)
    for segment in ctx.table.segments:
        _sweep(segment, out)


def _segment_rows(segment: Segment, out: Collected) -> Iterator[BlockRow]:
    """The data rows of one page, block by block, each under its columns."""
    for row in segment.section.data_rows:
        shift = row_shift(segment, row)
        if shift:
            cell = next(segment.section.matrix.cells(row))
            message = f"the row is printed {'left' if shift > 0 else 'right'} of its columns by one; read in its place"
            out.issues.append(issue_at("info", "row_shifted", message, segment.grid_no, cell))
        yield from block_rows(segment, row, shift)


def _is_known(row: BlockRow, label: str, ctx: Context, state: State) -> bool:
    """Whether a label, perhaps put together from two rows, is one that this table may hold."""
    entry = ctx.table.entry
    if row.block in state.blocks:
        block = state.blocks[row.block]
        return read_line(label, Block(block.side, block.prefix, block.year)).line_item is not None
    if entry is not None and entry.rows == "components":
        return component(without_numbering(label)[0], entry.key) is not None
    found = whole_code(row.code_texts, Trail()) if any(row.code_texts) else None
    return found is not None and is_official_name(found[0], label)


def _reader(ctx: Context, state: State) -> Reader:
    """How the table's rows are read; a 收入预算总表 that lists sources without codes is read as lines."""
    entry = ctx.table.entry
    assert entry is not None
    names = _names_by_block(ctx.table)
    rows = "lines" if entry.rows == "subjects" and _lists_lines(ctx, names) else entry.rows
    if rows == "lines":
        sides = _sides(ctx.table)
        for block, texts in names.items():
            side = sides.get(block) or ("expenditure" if block or entry.key == "expenditure" else "revenue")
            state.blocks[block] = Block(side, entry.line_prefix, ctx.year, label_keys(texts))
    return _READERS[rows]


def _names_by_block(table: Table) -> dict[int, list[str]]:
    names: dict[int, list[str]] = {}
    for segment in table.segments:
        for column in segment.columns.values():
            names.setdefault(column.block, [])
            if column.role == "name":
                rows = segment.section.data_rows
                names[column.block] += [t for row in rows if (t := segment.section.matrix.text(row, column.col))]
    return names


def _sides(table: Table) -> dict[int, str]:
    return {c.block: c.side for segment in table.segments for c in segment.columns.values() if c.side}


def _lists_lines(ctx: Context, names: dict[int, list[str]]) -> bool:
    if ctx.key not in {"revenue", "expenditure"}:
        return False
    if any(c.role.startswith("code") for s in ctx.table.segments for c in s.columns.values()):
        return False
    texts = [text for block in names.values() for text in block]
    side = "expenditure" if ctx.key == "expenditure" else "revenue"
    trail, block = Trail(), Block(side, "", ctx.year)
    lines = sum(read_line(t, block).line_item is not None for t in texts)
    coded = sum(read_subject([], t, "functional", ctx.year, trail) is not None for t in texts)
    return lines > coded


def _mark_only(ctx: Context, out: Collected, role: str) -> None:
    """Cells of a grid that is kept and not read."""
    for segment in ctx.table.segments:
        section = segment.section
        if role == "value":
            _mark_frame(segment, out)
        for row in section.rows:
            out.mark(segment.grid_no, section.matrix.cells(row), role)
            _mark_blanks(segment, row, out)
    if role == "unrecognised":
        first = ctx.table.segments[0].section
        cell = first.matrix.printed[first.rows[0], min(c for r, c in first.matrix.printed if r == first.rows[0])]
        message = "no statutory table is recognised in this grid; its cells are kept as printed"
        out.issues.append(issue_at("info", "grid_not_recognised", message, ctx.table.segments[0].grid_no, cell))


def _mark_frame(segment: Segment, out: Collected) -> None:
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
    cells = (cell for (r, _), cell in segment.section.matrix.printed.items() if r == row)
    out.mark(segment.grid_no, (cell for cell in cells if not plain(cell.text)), "blank")


def _column_issues(segment: Segment, out: Collected) -> None:
    """Tell which columns were understood by other evidence than their headings, or not at all."""
    for column in segment.columns.values():
        if segment.is_continuation or column.role != "amount" or column.basis in {"heading", "data"}:
            continue
        cell = _heading_cell(segment, column)
        if cell is None:
            continue
        severity = "warning" if column.measure == UNRECOGNISED and _has_amounts(segment, column) else "info"
        code = "heading_unknown" if column.measure == UNRECOGNISED else "heading_damaged"
        message = f"column {column.col} “{column.heading_path}” is read as {column.measure} by {column.basis}"
        out.issues.append(issue_at(severity, code, message, segment.grid_no, cell))


def _heading_cell(segment: Segment, column: Column) -> Cell | None:
    matrix = segment.section.matrix
    rows = (*reversed(segment.section.heading_rows), *segment.section.data_rows)
    return next((c for row in rows if (c := matrix.covering(row, column.col)) is not None), None)


def _has_amounts(segment: Segment, column: Column) -> bool:
    matrix = segment.section.matrix
    return any(is_amount(matrix.text(row, column.col)) for row in segment.section.data_rows)


def _read_row(row: BlockRow, about: About | None, ctx: Context, out: Collected) -> None:
    if about is not None:
        add_project(row, about, ctx, out)
        _about_issues(row, about, out)
    _mark_keys(row, out)
    _read_numbers(row, about, ctx, out)


def _sweep(segment: Segment, out: Collected) -> None:
    """Give a role to what no row claimed: blanks, and cells outside every column."""
    for row in segment.section.data_rows:
        _mark_blanks(segment, row, out)
        _unread(segment, row, out)


def _about_issues(row: BlockRow, about: About, out: Collected) -> None:
    if not row.keys:
        return
    cell = row.keys[0].cell
    if not about.is_known and row.has_amounts:
        message = f"“{about.name}” is no line, subject or component that is known; its figures keep the label"
        out.issues.append(issue_at("info", "label_unknown", message, row.grid_no, cell))
    if not about.is_clean:
        message = f"the code is read as {about.code} although other characters stand in its cell"
        out.issues.append(issue_at("info", "code_unclean", message, row.grid_no, cell))


def _mark_keys(row: BlockRow, out: Collected) -> None:
    for placed in row.cells:
        if placed.column.is_key and not placed.is_blank:
            out.mark(row.grid_no, [placed.cell], _ROLES.get(placed.column.role, "label"))


def _read_numbers(row: BlockRow, about: About | None, ctx: Context, out: Collected) -> None:
    for placed in row.numbers:
        if placed.is_blank:
            continue
        if is_dash(placed.text):
            out.mark(row.grid_no, [placed.cell], "dash")
            continue
        amount = parse_amount(placed.text.rstrip("%％"))
        if amount is None or about is None:
            _refuse(row, placed, about, out)
        elif placed.column.role == "quantity":
            out.quantities.append(_quantity(row, placed, about, amount, ctx))
            out.mark(row.grid_no, [placed.cell], "quantity")
        else:
            out.figures.append(_figure(row, placed, about, amount, ctx))
            out.mark(row.grid_no, [placed.cell], "figure")


def _refuse(row: BlockRow, placed: Placed, about: About | None, out: Collected) -> None:
    """Leave a cell unread, and say why: no number is guessed, and no number is given a label that is not printed."""
    out.mark(row.grid_no, [placed.cell], "unread")
    if about is None:
        message = "a number without a label: nothing in its row says what it is"
        out.issues.append(issue_at("warning", "number_without_label", message, row.grid_no, placed.cell))
    else:
        message = "the cell is not exactly one number, so it is not read"
        out.issues.append(issue_at("warning", "number_unreadable", message, row.grid_no, placed.cell))


def _unread(segment: Segment, row: int, out: Collected) -> None:
    """Cells that nothing claimed: outside every column."""
    for cell in segment.section.matrix.cells(row):
        if (segment.grid_no, cell.row, cell.col) not in out.roles:
            out.mark(segment.grid_no, [cell], "unread")
            message = "the cell stands under no column of its table"
            out.issues.append(issue_at("warning", "cell_unread", message, segment.grid_no, cell))


def _line_item(about: About, column: Column, ctx: Context) -> str | None:
    entry = ctx.table.entry
    if entry is not None and entry.rows == "components" and ctx.has_components:
        return column.line_item or ctx.total_line_item
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


def _figure(row: BlockRow, placed: Placed, about: About, amount: Amount, ctx: Context) -> FigureRow:
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
        row_unit_name=about.unit_name,
        project_seq=about.project_seq,
        measure=about.measure or column_measure(column, ctx),
        fund=column.fund or about.fund or ctx.fund,
        value_role=column.value_role,
        direction=None,
        fiscal_year=column_year(column, ctx),
        is_comparative=is_comparative(column, ctx),
        amount_published=placed.text,
        amount=amount.value,
        unit_published=amount.unit or column.unit or ctx.unit,
    )


def _quantity(row: BlockRow, placed: Placed, about: About, amount: Amount, ctx: Context) -> QuantityRow:
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


def _column_rows(ctx: Context) -> Iterable[ColumnRow]:
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


def _table_row(ctx: Context, is_empty: bool) -> TableRow:
    table = ctx.table
    places = [cell.place for s in table.segments for row in s.section.rows for cell in s.section.matrix.cells(row)]
    pages = [place.page for place in places if place.page is not None]
    lines = [place.line for place in places if place.line is not None]
    note = table.around.empty_note
    return TableRow(
        document_key=ctx.document_key,
        table_seq=ctx.seq,
        table_kind=table.table_kind,
        title_published=table.title.text if table.title else None,
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
        empty_note=note if is_empty and note and is_empty_note(note) else None,
        recognised_by=table.recognised_by,
    )
