"""What the reading of one form adds up to: figures, quantities, the role of each cell, issues."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from loaders.documents import Cell
from loaders.form_find import Row
from loaders.issues import Issue
from loaders.rows import FigureRow, QuantityRow
from loaders.text import compact, fold_digits

_UNIT = re.compile(r"(?:[(（](?:单位[:：])?|单位[:：])(百万元|亿元|万元|千元|百元|元)(?=[)）]|$)")

CellKey = tuple[int, int, int]
"""(grid_no, row, col) of a cell."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an amount of a form speaks of."""

    line_item: str
    measure: str
    fund: str | None
    row_heading: str | None = None
    column_heading: str | None = None
    side: str | None = None
    subject_level: str | None = None
    is_prior_year: bool = False


@dataclass(frozen=True, slots=True)
class Money:
    """An amount as printed: its text, its value and the unit that holds for it (null where none is printed)."""

    text: str
    value: Decimal
    unit: str | None
    offset: int | None = None


@dataclass(slots=True)
class Sheet:
    """Collects the rows of one form. ``unit`` holds for amounts that print none of their own."""

    document_key: str
    table_seq: int
    table_kind: str
    project_seq: int | None
    fiscal_year: int | None
    unit: str | None
    figures: list[FigureRow] = field(default_factory=list)
    quantities: list[QuantityRow] = field(default_factory=list)
    roles: dict[CellKey, str] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)

    def role(self, row: Row, cell: Cell, name: str) -> None:
        """Give a cell its role; the first one given stays, but a figure or quantity goes before all others."""
        key = (row.grid_no, cell.row, cell.col)
        if key not in self.roles or name in {"figure", "quantity"}:
            self.roles[key] = name

    def issue(self, row: Row, cell: Cell, severity: str, code: str, message: str) -> None:
        """Record a remark at a cell."""
        self.issues.append(
            Issue(severity, code, message, cell.place.page, cell.place.line, row.grid_no, cell.row, cell.col, cell.text)
        )

    def figure(self, row: Row, cell: Cell, money: Money, meaning: Meaning) -> str:
        """Add an amount; returns its ``figure_id``."""
        place = f"g{row.grid_no}r{cell.row}c{cell.col}" + (f"o{money.offset}" if money.offset is not None else "")
        figure_id = f"{self.document_key}.{place}"
        self.figures.append(
            FigureRow(
                figure_id=figure_id,
                document_key=self.document_key,
                evidence="form",
                table_seq=self.table_seq,
                table_kind=self.table_kind,
                grid_no=row.grid_no,
                block_no=None,
                row_no=cell.row,
                col_no=cell.col,
                char_offset=money.offset,
                page=cell.place.page,
                line_no=cell.place.line,
                row_heading=meaning.row_heading,
                column_heading=meaning.column_heading,
                context=cell.text if money.offset is not None else None,
                side=meaning.side,
                classification="label",
                code_published=None,
                subject_code=None,
                subject_code_basis="label",
                subject_name=meaning.row_heading,
                subject_level=meaning.subject_level,
                line_item=meaning.line_item,
                row_unit_name=None,
                project_seq=self.project_seq,
                measure=meaning.measure,
                fund=meaning.fund,
                value_role="level",
                direction=None,
                fiscal_year=None if meaning.is_prior_year else self.fiscal_year,
                is_comparative=meaning.is_prior_year,
                amount_published=money.text,
                amount=money.value,
                unit_published=money.unit or self.unit,
            )
        )
        self.role(row, cell, "figure")
        return figure_id

    def quantity(
        self,
        row: Row,
        cell: Cell,
        value: Decimal,
        value_role: str,
        *,
        unit: str | None,
        line_item: str,
        figure_id: str | None = None,
        base: str | None = None,
        name: str | None = None,
        inside: str | None = None,
    ) -> None:
        """Add a number that is no amount; ``inside`` is its text where the cell holds more words than it."""
        offset = max(fold_digits(cell.text).find(inside), 0) if inside else None
        place = f"g{row.grid_no}r{cell.row}c{cell.col}" + (f"o{offset}" if inside else "")
        self.quantities.append(
            QuantityRow(
                quantity_id=f"{self.document_key}.q.{place}",
                document_key=self.document_key,
                evidence="form",
                table_seq=self.table_seq,
                table_kind=self.table_kind,
                grid_no=row.grid_no,
                block_no=None,
                row_no=cell.row,
                col_no=cell.col,
                char_offset=offset,
                page=cell.place.page,
                line_no=cell.place.line,
                context=cell.text if inside else None,
                subject_code=None,
                subject_name=name,
                line_item=line_item,
                project_seq=self.project_seq,
                figure_id=figure_id,
                value_role=value_role,
                direction=None,
                base=base,
                fiscal_year=self.fiscal_year,
                value_published=inside or cell.text,
                value=value,
                unit_of_measure=unit,
            )
        )
        self.role(row, cell, "quantity")


def printed_unit(texts: Sequence[str]) -> str | None:
    """The unit of money that one of the headings prints in brackets (项目资金（万元）) or behind 单位：."""
    for text in texts:
        match = _UNIT.search(compact(text))
        if match:
            return match[1]
    return None
