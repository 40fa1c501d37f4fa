"""What holds for a whole table while its rows are read, and the collecting of what they give."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from loaders.columns import UNRECOGNISED, Column
from loaders.documents import Cell
from loaders.identity import is_body_name, normalise_issuer
from loaders.issues import Issue
from loaders.lines import without_numbering
from loaders.recognise import Table
from loaders.rows import FigureRow, ProjectRow, QuantityRow
from loaders.vocabulary import component

if TYPE_CHECKING:
    from loaders.identity import Identity

CellKey = tuple[int, int, int]

_UNIT_CODE = re.compile(r"^[\[(]?\d{3,12}[\])]?[-_]?")
_STAGES = {"budget": "budget", "final_accounts": "final"}
_PAIRED = frozenset({"initial_budget", "adjusted_budget", "budget"})


@dataclass(frozen=True, slots=True)
class Context:
    """One table's identity, unit, year, stage and fund."""

    table: Table
    seq: int
    document_key: str
    unit: str | None
    unit_basis: str | None
    year: int | None
    stage: str | None
    fund: str | None
    has_stage_pair: bool
    has_components: bool
    has_total: bool
    total_line_item: str | None
    unit_name: str | None

    @property
    def kind(self) -> str:
        """The contract's table kind."""
        return self.table.table_kind

    @property
    def key(self) -> str:
        """Key of the catalogue entry."""
        return self.table.entry.key if self.table.entry else "other"


@dataclass(slots=True)
class Collected:
    """What the reading of one table gives."""

    figures: list[FigureRow] = field(default_factory=list)
    quantities: list[QuantityRow] = field(default_factory=list)
    projects: list[ProjectRow] = field(default_factory=list)
    roles: dict[CellKey, str] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)

    def mark(self, grid_no: int, cells: Iterable[Cell], role: str) -> None:
        """Note what cells were read as; a role once given stays."""
        for cell in cells:
            self.roles.setdefault((grid_no, cell.row, cell.col), role)


def issue_at(severity: str, code: str, message: str, grid_no: int, cell: Cell) -> Issue:
    """An issue with the place and the text of the cell it is about."""
    return Issue(severity, code, message, cell.place.page, cell.place.line, grid_no, cell.row, cell.col, cell.text)


def context(table: Table, seq: int, document_key: str, identity: Identity) -> Context:
    """Settle what holds for a table: its own words first, the document's where it has none."""
    columns = [c for s in table.segments for c in s.columns.values() if c.is_number]
    return Context(
        table=table,
        seq=seq,
        document_key=document_key,
        unit=table.around.unit or identity.unit_published,
        unit_basis="table" if table.around.unit else "document" if identity.unit_published else None,
        year=_year(table, identity),
        stage=_stage(table, identity),
        fund=_fund(table),
        has_stage_pair=_has_stage_pair(columns) or _has_budget_beside_final(columns, _stage(table, identity)),
        has_components=any(c.line_item for c in columns),
        has_total=any(c.measure == "total" for c in columns),
        total_line_item=_three_public_total({c.line_item for c in columns} | _components(table)),
        unit_name=_other_unit(table, identity),
    )


def _other_unit(table: Table, identity: Identity) -> str | None:
    """The unit of a table that is not the document's publisher: files hold the budgets of several units in turn."""
    owner = _UNIT_CODE.sub("", table.around.owner or "")
    if not is_body_name(owner) or identity.issuer_name is None:
        return None
    # Counties leave out the prefecture in some places (黔西南州望谟县应急管理局, 望谟县应急管理局).
    names = (normalise_issuer(owner), identity.issuer_name)
    return None if names[0].endswith(names[1]) or names[1].endswith(names[0]) else owner


def _has_stage_pair(columns: list[Column]) -> bool:
    """True when budget and final numbers of one year stand side by side."""
    years = {(c.stage, c.year, c.year_offset) for c in columns if c.stage and c.measure == "total"}
    final = {years_of[1:] for years_of in years if years_of[0] == "final"}
    return bool(final & {years_of[1:] for years_of in years if years_of[0] in _PAIRED})


def _has_budget_beside_final(columns: list[Column], stage: str | None) -> bool:
    """True in final accounts that print 年初预算数 beside 本年支出, which names no stage."""
    if stage != "final_accounts":
        return False
    totals = [c for c in columns if c.measure == "total"]
    return any(c.stage in _PAIRED for c in totals) and any(c.stage is None for c in totals)


def _year(table: Table, identity: Identity) -> int | None:
    if table.entry is not None and table.entry.rows == "assets" and table.around.as_at_year:
        return table.around.as_at_year
    titled = table.title.title.year if table.title else None
    return titled or table.around.year or identity.fiscal_year


def _fund(table: Table) -> str | None:
    """The money of a table; a list of projects is of the book that its title names (一般公共预算项目支出表)."""
    if table.entry is None:
        return None
    if table.entry.rows == "projects" and table.title is not None and "一般公共预算" in table.title.text:
        return "general_public_budget"
    return table.entry.fund


def _stage(table: Table, identity: Identity) -> str | None:
    if table.title is not None and table.title.title.is_final:
        return "final_accounts"
    if identity.budget_stage in _STAGES:
        return identity.budget_stage
    return "budget" if table.title is not None and "预算" in table.title.text else identity.budget_stage


def _components(table: Table) -> set[str | None]:
    """What the rows of a 三公 table speak of, where it prints one row a component."""
    if table.entry is None or table.entry.rows != "components":
        return set()
    names = [(s.section, col) for s in table.segments for col, column in s.columns.items() if column.role == "name"]
    labels = {without_numbering(part.matrix.text(row, col))[0] for part, col in names for row in part.data_rows}
    return {found.line_item for label in labels if (found := component(label, table.entry.key))}


def _three_public_total(items: set[str | None]) -> str:
    """合计 of a 三公 table counts meetings and training too, where they stand beside the three and not below them."""
    has_own_total = "three_public_total" in items
    beside = items & {"three_public_meeting", "three_public_training"}
    return "three_public_grand_total" if beside and has_own_total else "three_public_total"


def column_measure(column: Column, ctx: Context) -> str:
    """What a column says, in its table.

    预算数 beside 决算数 of one year are measures, 预算数 alone is the total, and 上年执行数 in a budget is what was
    spent; 本年收入合计 is the total where final accounts print no 合计.
    """
    if column.measure in {UNRECOGNISED, "change", "unit_price", "value"}:
        return column.measure
    if ctx.table.entry is not None and ctx.table.entry.rows == "components" and column.measure != "personnel":
        return column.stage or _STAGES.get(ctx.stage or "", "budget")
    is_past = ctx.stage == "budget" and column.stage == "final"
    if column.stage and column.measure == "total" and (ctx.has_stage_pair or is_past):
        return column.stage
    if column.measure == "current_year" and not ctx.has_total and ctx.kind == "revenue":
        return "total"
    return column.measure or "total"


def column_year(column: Column, ctx: Context) -> int | None:
    """The fiscal year of a column: named in its heading, else the table's."""
    if column.year is not None:
        return column.year
    if ctx.year is not None and column.year_offset is not None:
        return ctx.year + column.year_offset
    return ctx.year


def is_comparative(column: Column, ctx: Context) -> bool:
    """True for a column that is about another year than the table."""
    year = column_year(column, ctx)
    return year is not None and ctx.year is not None and year != ctx.year
