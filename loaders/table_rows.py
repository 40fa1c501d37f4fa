"""Rows of a table to what they speak of: coded subjects, summary lines, three-public components or units, assets."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from loaders.coded_subjects import Subject, Trail, read_subject
from loaders.identity import is_body_name
from loaders.information import information
from loaders.lines import Block, Line, is_total_label, read_line, without_numbering
from loaders.row_cells import BlockRow
from loaders.table_context import Context
from loaders.text import compact
from loaders.vocabulary import component, expenditure_use

_TOTAL_ITEMS = {
    "revenue": "revenue_total",
    "expenditure": "expenditure_total",
    "general_public_expenditure": "general_public_expenditure",
    "general_public_basic": "general_public_basic",
    "government_fund": "government_fund_expenditure",
    "state_capital": "state_capital_expenditure",
    "fiscal_expenditure_functional": "fiscal_expenditure_total",
    "fiscal_basic_economic": "fiscal_basic",
    "operating_cost": "operating_cost",
    "procurement": "procurement_total",
    "project_expenditure": "project_total",
}
_ECONOMIC_KINDS = frozenset(
    {"general_public_basic", "fiscal_basic_economic", "operating_cost", "fiscal_economic_all", "basic_by_source"}
)
_SUBJECT_ROLES = frozenset({"code", "code_class", "code_section", "code_item", "name", "unit_name"})
_ASSET_TOTAL = re.compile(r"^(?:(?:固定|国有)?资产(?:总额|总计|合计|总值)|合计|总计)$")
# Beijing prints the year before and the year as two rows.
_YEAR = re.compile(r"^(20\d\d)年?度?(?:预算|决算)?数?$")
_UNIT_OF_MEASURE = re.compile(r"[(（]([^()（）]{1,8})[)）]$")


@dataclass(frozen=True, slots=True)
class About:
    """What one row speaks of; its numbers take the rest from their columns. None: it says nothing by itself."""

    classification: str = "label"
    code_published: str | None = None
    code: str | None = None
    basis: str | None = None
    name: str | None = None
    level: str | None = None
    line_item: str | None = None
    fund: str | None = None
    measure: str | None = None
    unit_name: str | None = None
    project_seq: int | None = None
    side: str | None = None
    unit_of_measure: str | None = None
    context: str | None = None
    year: int | None = None
    is_known: bool = True
    is_clean: bool = True

    @property
    def is_counted(self) -> bool:
        """True for a row of counted things under a column of amounts (（辆） in 机构运行信息表)."""
        return self.unit_of_measure is not None and self.line_item not in (None, "fixed_asset", "fixed_assets_total")


@dataclass(slots=True)
class State:
    """What the rows above have said, per block of the table."""

    trails: dict[int, Trail] = field(default_factory=dict)
    blocks: dict[int, Block] = field(default_factory=dict)
    parents: dict[str, str] = field(default_factory=dict)
    next_project: int = 1

    def trail(self, block: int) -> Trail:
        """Codes above the present row in one block."""
        return self.trails.setdefault(block, Trail())


Reader = Callable[[BlockRow, Context, State], About | None]


def read_coded(row: BlockRow, ctx: Context, state: State) -> About | None:
    """A row of a table by functional or economic subject; its 合计; a table of one row without any key."""
    expected = "economic" if ctx.key in _ECONOMIC_KINDS else "functional"
    unit = _unit(row, state)
    if not row.keys:
        return _total(ctx, expected, None, None) if _may_lack_label(row, ctx) else None
    if row.is_total:
        own = unit if _is_unit_subtotal(row) else None
        state.parents["unit above"] = own or ""
        return _total(ctx, expected, row.label or row.heading, own)
    if _is_unit_row(row) and row.label:
        state.parents[f"unit {row.text('unit_code')}"] = row.label
        return _total(ctx, expected, row.label, row.label)
    subject = read_subject(row.code_texts, row.label, expected, ctx.year, state.trail(row.block))
    if subject is not None:
        return _about_subject(subject, unit)
    return _part_total(row, ctx, expected, unit)


def _total(ctx: Context, expected: str, name: str | None, unit: str | None) -> About:
    return About(expected, level="total", line_item=_TOTAL_ITEMS.get(ctx.key), basis="label", name=name, unit_name=unit)


def _may_lack_label(row: BlockRow, ctx: Context) -> bool:
    """True for the one row of a table without keys (Jiangsu), and for the first row, whose 合计 was lost."""
    first = ctx.table.segments[0]
    is_first = (first.grid_no, first.section.data_rows[:1]) == (row.grid_no, (row.row,))
    has_no_key = not any(p.column.role in _SUBJECT_ROLES for p in row.cells)
    return is_first or (has_no_key and len(first.section.data_rows) == 1)


def _is_unit_subtotal(row: BlockRow) -> bool:
    """小计 beside a unit's name is that unit's total, not the table's."""
    unit = row.text("unit_name")
    return unit is not None and not is_total_label(unit) and any(compact(p.text) == "小计" for p in row.keys)


def _unit(row: BlockRow, state: State) -> str | None:
    """The unit that a row is about: named in the row, by its code in a row above, or by a 小计 that opens its rows.

    Ragged text prints a unit once where the page merged its cell down.
    """
    named = row.text("unit_name") or state.parents.get(f"unit {row.text('unit_code')}")
    return named or (state.parents.get("unit above") or None)


def _is_unit_row(row: BlockRow) -> bool:
    """A row with a unit's code and no subject: the unit's own total, its name in the column of names (Sichuan)."""
    return row.text("unit_code") is not None and not row.text("unit_name") and not any(row.code_texts)


def _lacks_all_codes(row: BlockRow) -> bool:
    """True for a name without any code in a table by unit and subject: the department above its units (Sichuan)."""
    has_units = any(p.column.role == "unit_code" for p in row.cells)
    return has_units and not row.of("unit_code") and not any(row.code_texts)


def _names_unit(name: str, row: BlockRow, ctx: Context) -> bool:
    """True for a unit's own row among subjects or projects, told by its column, by missing codes or by its name."""
    if any(char.isdigit() for text in row.code_texts for char in text):
        return False
    is_of_list = ctx.key == "project_expenditure"
    return is_body_name(name) or (not is_of_list and (row.may_name("unit") or _lacks_all_codes(row)))


def _about_subject(subject: Subject, unit: str | None) -> About:
    return About(
        subject.classification,
        subject.code_published,
        subject.code,
        subject.basis,
        subject.name,
        subject.level,
        unit_name=unit,
        is_clean=subject.is_clean,
    )


def _part_total(row: BlockRow, ctx: Context, expected: str, unit: str | None) -> About | None:
    """人员经费合计 and the like; a unit's own row; else a name that no classification holds."""
    name = row.label or "".join(compact(t) for t in row.code_texts)
    measure = expenditure_use(without_numbering(name)[0]) if name else None
    if measure is not None:
        return About(
            "label", name=name, level="total", line_item=_TOTAL_ITEMS.get(ctx.key), measure=measure, basis="label"
        )
    if not name and unit:
        return _total(ctx, expected, None, unit)
    if name and _names_unit(name, row, ctx):
        return _total(ctx, expected, name, name)
    return About(name=name or None, is_known=False)


def read_summary(row: BlockRow, ctx: Context, state: State) -> About | None:
    """A line of a summary table, or of a plain list of sources (Jiangsu prints its 收入预算总表 as one)."""
    names = row.of("name") or row.of("code")
    if not names:
        return None
    block = state.blocks[row.block]
    if len(names) > 1:
        block.group = without_numbering(names[0].text)[0]
    elif len([p for p in row.cells if p.column.role == "name"]) > 1 and names[0].column.col == row.cells[0].column.col:
        block.group = None
    line = read_line(row.whole_label or names[-1].text, block)
    return _about_line(line, block)


def _about_line(line: Line, block: Block) -> About:
    item = line.line_item or ""
    level = "total" if item.endswith(("_total", "_current_year")) else "class" if line.subject_code else None
    return About(
        line.classification,
        None,
        line.subject_code,
        line.basis,
        line.name,
        level,
        line.line_item,
        line.fund,
        line.measure,
        side=block.side,
        is_known=line.line_item is not None,
    )


def read_component(row: BlockRow, ctx: Context, state: State) -> About | None:
    """A row of a 三公 table: a component where columns are budget books, a unit where columns are components."""
    if ctx.has_components:
        return _three_public_unit(row, ctx)
    label = row.label or row.text("unit_name", "code")
    if label is None:
        return None
    name = without_numbering(label)[0]
    if is_total_label(name):
        return About(name=name, level="total", line_item=ctx.total_line_item, basis="label")
    stated = information(name)
    if stated is None:
        found = component(name, ctx.key)
        return About(name=name, line_item=found.line_item if found else None, basis="label", is_known=found is not None)
    return About(name=name, line_item=stated.line_item, fund=stated.fund, unit_of_measure=stated.counter, basis="label")


def _three_public_unit(row: BlockRow, ctx: Context) -> About:
    unit = row.text("unit_name") or row.text("name")
    year = _YEAR.match(unit) if unit else None
    is_total = row.is_total or unit is None or year is not None
    return About(
        name=unit,
        level="total" if is_total else None,
        unit_name=None if is_total else unit,
        year=int(year[1]) if year else None,
        basis="label",
        code_published=row.text("unit_code"),
    )


def read_asset(row: BlockRow, ctx: Context, state: State) -> About | None:
    """A category of assets, its stock and its value."""
    label = row.label
    if not label:
        return None
    unit = _UNIT_OF_MEASURE.search(label)
    name = _UNIT_OF_MEASURE.sub("", without_numbering(label)[0])
    is_total = _ASSET_TOTAL.match(name) is not None
    return About(
        name=name,
        level="total" if is_total else None,
        basis="label",
        unit_of_measure=unit[1] if unit else None,
        line_item="fixed_assets_total" if is_total else "fixed_asset",
    )


READERS: dict[str, Reader] = {
    "subjects": read_coded,
    "lines": read_summary,
    "components": read_component,
    "assets": read_asset,
}
