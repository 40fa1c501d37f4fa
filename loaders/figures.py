"""Recognised tables to figures, one engine for all: every cell gets a role, every amount a meaning or an issue."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from loaders.amounts import Amount, is_dash, is_storable
from loaders.cell_roles import column_issues, mark_frame, mark_keys, mark_only, sweep
from loaders.coded_subjects import Trail, is_official_name, read_subject, whole_code
from loaders.documents import Document
from loaders.figure_rows import column_rows, figure_row, quantity_row, table_row
from loaders.grids import read_number
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
    context,
    issue_at,
)
from loaders.table_rows import READERS, About, Reader, State
from loaders.vocabulary import component
from loaders.wrapped import join_wrapped, page_starts

if TYPE_CHECKING:
    from loaders.identity import Identity

_READERS: dict[str, Reader] = {**READERS, "projects": read_project, "procurement": read_procurement}


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
        tables.append(table_row(ctx, is_empty and table.entry is not None and table.entry.rows != "unread"))
        columns.extend(column_rows(ctx))
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
        mark_only(ctx, out, "unrecognised" if entry is None else "value")
        return
    reader = _reader(ctx, state)
    for segment in ctx.table.segments:
        mark_frame(segment, out)
    rows = [row for segment in ctx.table.segments for row in _segment_rows(segment, out)]
    starts = page_starts((row.grid_no, row.row) for row in rows)
    for row in join_wrapped(rows, starts, lambda row, label: _is_known(row, label, ctx, state)):
        about = None if row.is_silent else reader(row, ctx, state)
        _read_row(row, about, ctx, out)
    for segment in ctx.table.segments:
        column_issues(segment, out)
        sweep(segment, out)


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


def _has_codes(table: Table) -> bool:
    return any(c.role.startswith(("code", "unit_code")) for s in table.segments for c in s.columns.values())


def _lists_lines(ctx: Context, names: dict[int, list[str]]) -> bool:
    """True for a list of sources, and for revenue beside expenditure (Shaanxi's 政府性基金收支表)."""
    if len(set(_sides(ctx.table).values())) > 1 and not _has_codes(ctx.table):
        return True
    if ctx.key not in {"revenue", "expenditure"}:
        return False
    if _has_codes(ctx.table):
        return False
    texts = [text for block in names.values() for text in block]
    side = "expenditure" if ctx.key == "expenditure" else "revenue"
    trail, block = Trail(), Block(side, "", ctx.year)
    lines = sum(read_line(t, block).line_item is not None for t in texts)
    coded = sum(read_subject([], t, "functional", ctx.year, trail) is not None for t in texts)
    return lines > coded


def _read_row(row: BlockRow, about: About | None, ctx: Context, out: Collected) -> None:
    if about is not None:
        add_project(row, about, ctx, out)
        _about_issues(row, about, out)
    mark_keys(row, out)
    _read_numbers(row, about, ctx, out)


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


def _read_numbers(row: BlockRow, about: About | None, ctx: Context, out: Collected) -> None:
    for placed in row.numbers:
        if placed.is_blank:
            continue
        if is_dash(placed.text):
            out.mark(row.grid_no, [placed.cell], "dash")
            continue
        amount = _amount(placed, ctx)
        if amount is None or about is None:
            _refuse(row, placed, about, out)
        elif placed.column.role == "quantity" or about.is_counted:
            out.quantities.append(quantity_row(row, placed, about, amount, ctx))
            out.mark(row.grid_no, [placed.cell], "quantity")
        else:
            out.figures.append(figure_row(row, placed, about, amount, ctx))
            out.mark(row.grid_no, [placed.cell], "figure")


def _amount(placed: Placed, ctx: Context) -> Amount | None:
    """The number of a cell; a percentage is no amount, and more yuan than the schema holds is none either."""
    amount = read_number(placed.text)
    if amount is None or placed.column.role != "amount":
        return amount
    is_kept = is_storable(amount.value, amount.unit or placed.column.unit or ctx.unit)
    return amount if is_kept and not placed.text.endswith(("%", "％")) else None


def _refuse(row: BlockRow, placed: Placed, about: About | None, out: Collected) -> None:
    """Leave a cell unread, and say why: no number is guessed, and no number is given a label that is not printed."""
    out.mark(row.grid_no, [placed.cell], "unread")
    if about is None:
        message = "a number without a label: nothing in its row says what it is"
        out.issues.append(issue_at("warning", "number_without_label", message, row.grid_no, placed.cell))
    else:
        message = "the cell is not exactly one number, so it is not read"
        out.issues.append(issue_at("warning", "number_unreadable", message, row.grid_no, placed.cell))
