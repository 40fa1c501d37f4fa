"""Performance forms: the project or department that one speaks of, its money, its indicators.

A form is read in blocks from top to bottom: the head (labels and values), blocks of amounts with headings of their
own (tasks, sources of money, budget execution), the indicators, the totals and the closing words. Which block a row
belongs to is told by its words (``catalogue/forms.yml``), never by its number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from loaders.amounts import YUAN_PER_UNIT, parse_amount
from loaders.documents import Document, Grid
from loaders.form_blocks import (
    Execution,
    execution_columns,
    number,
    read_execution,
    read_tasks,
    task_columns,
)
from loaders.form_catalogue import catalogue
from loaders.form_find import Form, Row, find_forms, grid_rows, is_heading, title_kind
from loaders.form_head import Head, Token, read_fields, read_head
from loaders.form_levels import Levelled, is_cost, resolve_levels
from loaders.form_money import read_funding, read_single, read_sources, source_row
from loaders.form_rows import Reading, read_heading, read_row
from loaders.form_sheet import CellKey, Meaning, Sheet, printed_unit
from loaders.identity import Identity
from loaders.indicators import Target, read_target
from loaders.issues import Issue
from loaders.rows import FigureRow, IndicatorRow, ProjectRow, QuantityRow, TableRow
from loaders.text import compact, match_key, plain

__all__ = ["Form", "FormReading", "find_forms", "read_form"]

_SUFFIXES = ("绩效目标申报表", "绩效目标批复表", "绩效目标表", "绩效自评表", "自评表")


@dataclass(frozen=True, slots=True)
class FormReading:
    """What one form says: rows of the raw tables, the role of each of its cells, issues.

    ``projects`` holds the one project of a project form (``project_seq`` 1), none of a department's form.
    """

    tables: tuple[TableRow, ...]
    projects: tuple[ProjectRow, ...]
    indicators: tuple[IndicatorRow, ...]
    figures: tuple[FigureRow, ...]
    quantities: tuple[QuantityRow, ...]
    roles: dict[CellKey, str]
    table_rows: dict[tuple[int, int], int]
    issues: tuple[Issue, ...]


@dataclass(slots=True)
class _Blocks:
    """The rows of a form by block, in printed order."""

    head: list[Row] = field(default_factory=list)
    tasks: list[Row] = field(default_factory=list)
    execution: list[Row] = field(default_factory=list)
    sources: list[tuple[Row, Row]] = field(default_factory=list)
    headings: list[Row] = field(default_factory=list)
    indicators: list[Row] = field(default_factory=list)
    totals: list[Row] = field(default_factory=list)
    closing: list[Row] = field(default_factory=list)
    titles: list[Row] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Totals:
    """Points of a form's last row: those to be had and those given."""

    weight: Decimal | None = None
    score: Decimal | None = None


def read_form(form: Form, document: Document, identity: Identity, table_seq: int) -> FormReading:
    """Read one form. Raises nothing: what is unclear stays unread and is an issue."""
    rows = _rows_of(form, document)
    blocks = _blocks(rows)
    sheet = _sheet(form, document, identity, table_seq)
    indicators = _indicators(blocks, sheet)
    fields, every = read_fields(blocks.head)
    unit = _funding_unit(blocks, form, identity)
    _read_money(blocks, fields, sheet, unit, _Proofs(indicators, document))
    execution = read_execution(blocks.execution, sheet) if blocks.execution else Execution()
    totals = _totals(blocks, sheet)
    head = read_head(fields, _title_name(form))
    _mark_words(blocks, every, sheet)
    _head_issues(head, sheet)
    projects = [] if sheet.project_seq is None else _project(form, head, fields, execution, totals, sheet, identity)
    return FormReading(
        tables=(_table(form, [row for row in rows if row not in blocks.titles], sheet, identity, unit),),
        projects=tuple(projects),
        indicators=tuple(indicators),
        figures=tuple(sheet.figures),
        quantities=tuple(sheet.quantities),
        roles=sheet.roles,
        table_rows={(row.grid_no, row.row_no): table_seq for row in rows},
        issues=tuple(sheet.issues),
    )


def _rows_of(form: Form, document: Document) -> list[Row]:
    rows = grid_rows(document)
    return [row for part in form.segments for row in rows[part.grid_no][part.first_row - 1 : part.last_row]]


def _sheet(form: Form, document: Document, identity: Identity, table_seq: int) -> Sheet:
    is_project = form.kind.startswith("project_")
    unit = printed_unit(form.captions) or identity.unit_published
    return Sheet(document.key, table_seq, form.kind, 1 if is_project else None, identity.fiscal_year, unit)


def _blocks(rows: Sequence[Row]) -> _Blocks:
    blocks = _Blocks()
    at = 0
    while at < len(rows):
        at = _take(rows, at, blocks)
    return blocks


def _take(rows: Sequence[Row], at: int, blocks: _Blocks) -> int:
    """Put the row at ``at``, with those that belong to it, into its block; gives the next row."""
    row = rows[at]
    if is_heading(row):
        blocks.headings.append(row)
    elif blocks.headings:
        _below_headings(row, blocks)
    elif len(row.printed) == 1 and title_kind(row.printed[0].text):
        blocks.titles.append(row)
    elif task_columns(row):
        return _take_block(rows, at, blocks.tasks, _is_task)
    elif execution_columns(row):
        return _take_block(rows, at, blocks.execution, _is_execution)
    elif source_row(row) and at + 1 < len(rows):
        blocks.sources.append((row, rows[at + 1]))
        return at + 2
    else:
        blocks.head.append(row)
    return at + 1


def _take_block(rows: Sequence[Row], at: int, block: list[Row], belongs: Callable[[Row], bool]) -> int:
    block.append(rows[at])
    at += 1
    while at < len(rows) and belongs(rows[at]):
        block.append(rows[at])
        at += 1
    return at


def _is_task(row: Row) -> bool:
    """Rows of tasks go on until a row opens with a label of another block."""
    opening = catalogue().field_of(row.keys[0]) if row.keys else None
    return not is_heading(row) and opening in {None, "tasks", "totals", "total"}


def _is_execution(row: Row) -> bool:
    words = catalogue()
    return any(words.execution_row(key) is not None for key in row.keys)


def _below_headings(row: Row, blocks: _Blocks) -> None:
    opening = catalogue().field_of(row.keys[0]) if row.keys else None
    if opening == "totals":
        blocks.totals.append(row)
    elif opening == "goal" and not blocks.indicators:
        # Some systems print the goal under the headings of the indicators.
        blocks.head.append(row)
    elif blocks.closing or opening in {"conclusion", "responsible", "text", "goal"}:
        blocks.closing.append(row)
    else:
        blocks.indicators.append(row)


# --- indicators -------------------------------------------------------------------------------------------------


def _indicators(blocks: _Blocks, sheet: Sheet) -> list[IndicatorRow]:
    for heading in blocks.headings:
        for cell in heading.printed:
            sheet.role(heading, cell, "heading")
    if not blocks.headings:
        return []
    reading = Reading(read_heading(blocks.headings[0]))
    for row in blocks.indicators:
        if row.printed:
            read_row(row, reading)
    _mark_indicators(reading, blocks, sheet)
    has_operator = any(role == "operator" for _, role in reading.heading.columns)
    levelled = resolve_levels(reading.entries)
    annual_rows = {_row_key(item.entry.row) for item in levelled if item.entry.horizon == "annual"}
    kept = [item for item in levelled if _is_annual(item, annual_rows, sheet)]
    return [_indicator(seq, item, has_operator, sheet) for seq, item in enumerate(kept, start=1)]


def _row_key(row: Row) -> tuple[int, int]:
    return row.grid_no, row.row_no


def _is_annual(item: Levelled, annual_rows: set[tuple[int, int]], sheet: Sheet) -> bool:
    """Targets of the mid-term half are noted, not mixed with those of the year.

    A row that fills only the left half of a form whose other rows fill the right one was moved by extraction.
    """
    if item.entry.horizon == "annual" or (annual_rows and _row_key(item.entry.row) not in annual_rows):
        return True
    part = next(iter(item.entry.parts.values()))
    sheet.issue(item.entry.row, part.cell, "info", "mid_term_target", "a target of the mid-term half of the form")
    return False


def _indicator(seq: int, item: Levelled, has_operator: bool, sheet: Sheet) -> IndicatorRow:
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
        weight=_number(entry.text("weight")),
        actual_text=entry.text("actual"),
        score=_number(entry.text("score")),
        cost_amount=target.cost,
        cost_unit=target.cost_unit,
        description=entry.text("description"),
        basis_text=entry.text("basis"),
        reason_text=entry.text("reason"),
        is_damaged=entry.is_damaged,
    )


def _target(item: Levelled, has_operator: bool) -> Target:
    operator, unit = item.entry.parts.get("operator"), item.entry.text("unit")
    sign = (operator.text if operator else "") if has_operator else None
    return read_target(item.entry.text("target") or "", sign, unit, is_cost=is_cost(item.level_1, item.level_2))


def _number(text: str | None) -> Decimal | None:
    return number(text) if text else None


def _mark_indicators(reading: Reading, blocks: _Blocks, sheet: Sheet) -> None:
    for row, cell in reading.unread:
        sheet.role(row, cell, "unread")
        sheet.issue(row, cell, "warning", "indicator_unread", "the cells of this indicator do not meet their headings")
    for entry in reading.entries:
        for part in entry.parts.values():
            sheet.role(entry.row, part.cell, "value")
    sides = {(cell.row, cell.col) for cell in (*reading.levels, *reading.sides)}
    for row in blocks.indicators:
        for cell in row.printed:
            sheet.role(row, cell, "label" if (cell.row, cell.col) in sides else "unread")


# --- money ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Proofs:
    """What may settle an amount that a cell border broke: this form's costs, and numbers printed elsewhere."""

    indicators: Sequence[IndicatorRow]
    document: Document

    def cost_sums(self, unit: str | None) -> list[Decimal]:
        """The sum of the costs that the indicators name, in ``unit``."""
        costs = [
            item.cost_amount * _yuan(item.cost_unit) / _yuan(unit)
            for item in self.indicators
            if item.cost_amount is not None
        ]
        return [sum(costs, Decimal(0))] if costs else []

    def printed(self) -> frozenset[str]:
        """Texts of all cells of the document that hold one number."""
        grids = (block for block in self.document.blocks if isinstance(block, Grid))
        return frozenset(
            compact(cell.text).replace(",", "") for grid in grids for cell in grid.cells() if parse_amount(cell.text)
        )


def _yuan(unit: str | None) -> Decimal:
    return YUAN_PER_UNIT.get(unit or "", YUAN_PER_UNIT["万元"])


def _funding_unit(blocks: _Blocks, form: Form, identity: Identity) -> str | None:
    labels = [cell.text for row in blocks.head for cell in row.printed[:1]]
    return printed_unit(labels) or printed_unit(form.captions) or identity.unit_published


def _read_money(
    blocks: _Blocks, fields: dict[str, list[Token]], sheet: Sheet, unit: str | None, proofs: _Proofs
) -> None:
    if blocks.tasks:
        read_tasks(blocks.tasks, sheet)
    for heading, values in blocks.sources:
        read_sources(heading, values, sheet, unit)
    read_funding(fields.get("funding", []), sheet, unit)
    for name, meaning in (
        ("total", Meaning("project_total", "total", "all")),
        ("department_expenditure", Meaning("department_expenditure", "total", "all", side="expenditure")),
    ):
        label = _label_token(blocks.head, name)
        if label is not None:
            numbers = _numbers_of_row(fields.get(name, []), label)
            read_single(label, numbers, meaning, sheet, proofs.cost_sums(unit), proofs.printed())


def _label_token(head: Sequence[Row], name: str) -> Token | None:
    _, every = read_fields(head)
    return next((token for token in every if token.field == name), None)


def _numbers_of_row(values: Iterable[Token], label: Token) -> list[Token]:
    """Values behind the label in its own row: a field goes on over rows, an amount does not."""
    return [token for token in values if token.row is label.row]


# --- points, words, project, table ------------------------------------------------------------------------------


def _totals(blocks: _Blocks, sheet: Sheet) -> _Totals:
    """Weight and score of the last row, in the order of the headings; their cells often stand beside their columns."""
    if not blocks.totals or not blocks.headings:
        return _Totals()
    roles = [role for _, role in read_heading(blocks.headings[0]).columns if role in {"weight", "score"}]
    row = blocks.totals[-1]
    numbers = [(cell, value) for cell in row.printed if (value := number(plain(cell.text))) is not None]
    for cell in row.printed:
        sheet.role(row, cell, "label" if cell is row.printed[0] else "value")
    found = dict(zip(roles, numbers, strict=False))
    if "score" in found:
        cell, value = found["score"]
        sheet.quantity(row, cell, value, "score", unit="分", line_item="self_evaluation_score")
    return _Totals(*(found[role][1] if role in found else None for role in ("weight", "score")))


def _mark_words(blocks: _Blocks, every: Sequence[Token], sheet: Sheet) -> None:
    for row in blocks.titles:
        for cell in row.printed:
            sheet.role(row, cell, "title")
    for token in every:
        sheet.role(token.row, token.cell, "label" if token.field else "value")
    for row in (*blocks.closing, *blocks.totals):
        for at, cell in enumerate(row.printed):
            sheet.role(row, cell, "value" if at else "label")


def _head_issues(head: Head, sheet: Sheet) -> None:
    for token in head.damaged:
        sheet.issue(token.row, token.cell, "warning", "unit_unread", "the name of a unit is damaged and not taken")


def _title_name(form: Form) -> str | None:
    """The project's name where the title carries it in front of the name of the form."""
    title = compact(form.title or "")
    suffix = next((word for word in _SUFFIXES if title.endswith(word)), None)
    name = title.removesuffix(suffix) if suffix else ""
    rest = match_key(name)
    for word in catalogue().title_words:
        rest = rest.replace(match_key(word), "")
    return name if rest.strip("0123456789()-") else None


def _project(
    form: Form,
    head: Head,
    fields: dict[str, list[Token]],
    execution: Execution,
    totals: _Totals,
    sheet: Sheet,
    identity: Identity,
) -> list[ProjectRow]:
    if not head.name:
        return []
    tokens = fields.get("project") or []
    place = tokens[0].cell.place if tokens else None
    published = (head.project.name if head.project else None) or _title_name(form) or head.name
    return [
        ProjectRow(
            document_key=sheet.document_key,
            project_seq=1,
            table_seq=sheet.table_seq,
            table_kind=sheet.table_kind,
            page=place.page if place else form.title_page,
            line_no=place.line if place else form.title_line,
            project_name_published=published,
            project_name=head.name,
            code_published=head.project.code_published if head.project else None,
            project_code=head.project.code if head.project else None,
            is_code_repaired=bool(head.project and head.project.is_repaired),
            unit_name=head.unit_name or identity.issuer_name,
            unit_code=head.unit_code,
            department_name=head.department_name,
            responsible=head.responsible,
            functional_code=None,
            is_continuing=head.is_continuing,
            is_recurrent=head.is_recurrent,
            term_published=head.term,
            legal_basis=head.legal_basis,
            legal_basis_text=head.legal_basis_text,
            fiscal_year=identity.fiscal_year,
            execution_weight=execution.weight,
            execution_score=execution.score,
            total_weight=totals.weight,
            self_evaluation_score=totals.score,
        )
    ]


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
