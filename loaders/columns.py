"""Columns of one section: what each holds, from its heading path, or from evidence where the heading is damaged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from loaders.grids import is_code
from loaders.headings import Section
from loaders.paths import Paths, Profile, profiles
from loaders.source_parts import part_of_source, unknown_part, with_subtotals
from loaders.text import compact
from loaders.titles import TableEntry
from loaders.vocabulary import (
    FUNDS,
    KEY_ROLES,
    NUMBER_ROLES,
    ColumnEntry,
    Heading,
    damaged_heading,
    heading_key,
    read_heading,
    value_role,
)
from loaders.written_once import column_headings

UNRECOGNISED = "unrecognised"
"""Measure of an amount column whose heading says nothing that is known; an issue stands beside it."""

_CODE_ROLES = frozenset({"code", "code_class", "code_section", "code_item"})
_BLOCK_ROLES = _CODE_ROLES | {"name"}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its joined heading and what its cells say.

    ``basis`` is how it was understood: heading, spans (headings whose merged cells were written once), repaired
    (damaged words), sibling (same column of another page), year, order (its place in the official form), only (single
    amount column), data (no heading at all), contradictory (headings that fit no column for certain), unknown.
    ``block`` counts the parts of a grid that stand side by side, from 0.
    """

    col: int
    heading_path: str
    role: str
    basis: str
    block: int = 0
    side: str | None = None
    measure: str | None = None
    fund: str | None = None
    line_item: str | None = None
    value_role: str = "level"
    stage: str | None = None
    year: int | None = None
    year_offset: int | None = None
    unit: str | None = None
    yields: bool = False
    also: tuple[str, ...] = ()

    @property
    def is_number(self) -> bool:
        """Amounts or quantities."""
        return self.role in NUMBER_ROLES

    @property
    def is_key(self) -> bool:
        """Says what a row is about."""
        return self.role in KEY_ROLES

    @property
    def is_open(self) -> bool:
        """An amount column that nothing has explained yet."""
        return self.role == "amount" and self.basis == "unknown"


def read_columns(section: Section, entry: TableEntry) -> dict[int, Column]:
    """Columns of a section as its own headings explain them; what they do not explain has basis ``unknown``."""
    headings, data = column_headings(section), profiles(section)
    paths = headings.paths
    wide, parted = _wide_headings(paths, entry), with_subtotals(paths, entry.key)
    columns: dict[int, Column] = {}
    for col, printed in paths.by_column.items():
        # Hunan prints the code of an economic class below its name.
        path = tuple(text for text in printed if not is_code(text)) or printed
        column = _column(col, path, entry, data.get(col, Profile()), wide)
        is_source = column.role == "amount" and not column.line_item and column.fund not in (None, "carryover")
        measure = part_of_source(path, entry.key, parted) if is_source else None
        columns[col] = replace(column, measure=measure or column.measure)
        part = unknown_part(path, entry.key, parted) if column.role == "amount" else None
        if part is not None:
            columns[col] = replace(column, measure=part[0], fund=part[1], basis="heading")
    for col in sorted(data):
        if col not in columns:
            columns[col] = _unheaded(col, data[col], columns)
    columns = {col: _by_basis(column, headings.basis) for col, column in sorted(columns.items())}
    return _with_sides(_without_second_keys(_with_blocks(columns)))


def _by_basis(column: Column, basis: str) -> Column:
    """A column whose headings were laid out by their spans says so; one whose headings contradict means nothing."""
    if basis == "contradictory" and column.is_number:
        return Column(column.col, column.heading_path, "amount", basis, measure=UNRECOGNISED, unit=column.unit)
    return replace(column, basis=basis) if column.basis == "heading" else column


def settle_columns(
    columns: Mapping[int, Column], entry: TableEntry, siblings: Mapping[int, Column]
) -> dict[int, Column]:
    """Columns with the unexplained ones settled by other evidence than their own heading.

    ``siblings`` are the columns of another page of the same table. Evidence is tried from strong to weak; a column
    that stays unexplained keeps its amounts, under the measure ``unrecognised``.
    """
    settled = dict(columns)
    for col, column in columns.items():
        if column.is_open:
            settled[col] = _settled(column, settled, entry, siblings)
    return settled


def continued_columns(columns: Mapping[int, Column]) -> dict[int, Column]:
    """Columns of a page without headings: those of the page before."""
    return {col: replace(column, basis="sibling") for col, column in columns.items()}


def _wide_headings(paths: Paths, entry: TableEntry) -> frozenset[str]:
    """Parents that stand over keys and amounts alike: they name a part of the grid (人员经费), not what amounts are."""
    wide: set[str] = set()
    for path in paths.by_column.values():
        leaf = read_heading(path[-1], entry.key).entry
        if leaf is not None and leaf.role in KEY_ROLES:
            wide.update(path[:-1])
    return frozenset(wide)


def _parent(text: str, entry: TableEntry, wide: frozenset[str]) -> Heading:
    heading = read_heading(text, entry.key)
    if text in wide and heading.entry is not None and heading.entry.role in NUMBER_ROLES:
        return replace(heading, entry=None)
    return heading


def _column(col: int, path: tuple[str, ...], entry: TableEntry, data: Profile, wide: frozenset[str]) -> Column:
    words = [*(_parent(text, entry, wide) for text in path[:-1]), _leaf(path, entry.key)]
    column = Column(
        col,
        " > ".join(compact(text) for text in path),
        "text",
        "heading",
        side=next((w.entry.side for w in reversed(words) if w.entry and w.entry.side), None),
        year=next((w.year for w in reversed(words) if w.year), None),
        year_offset=next((w.year_offset for w in reversed(words) if w.year_offset), None),
        unit=next((w.unit for w in reversed(words) if w.unit), None),
    )
    return _with_role(column, words, entry, data)


def _leaf(path: tuple[str, ...], table_key: str) -> Heading:
    """The leaf, alone or joined with as few of its parents as make it known (因公出 over 国（境）费用)."""
    for start in range(len(path) - 1, -1, -1):
        heading = read_heading("".join(path[start:]), table_key)
        if heading.is_known:
            return heading
    return read_heading(path[-1], table_key)


def _with_role(column: Column, words: list[Heading], entry: TableEntry, data: Profile) -> Column:
    leaf = words[-1]
    if leaf.entry is None:
        return _unknown_leaf(column, words, data, _is_of_expenditure(entry))
    if leaf.entry.role == "group":
        return replace(column, role="name") if not data.is_number else replace(column, role="amount", measure="total")
    if leaf.entry.role in NUMBER_ROLES:
        return _number(column, words, entry)
    yields = any(word.entry is not None and word.entry.yields for word in words)
    return replace(column, role=leaf.entry.role, yields=yields, also=leaf.entry.also)


def _unknown_leaf(column: Column, words: list[Heading], data: Profile, is_of_expenditure: bool) -> Column:
    """A leaf that says nothing: a bare year is an amount, a key above it goes on, else the data speak."""
    leaf = words[-1]
    flow = _flow(words)
    if flow is not None and not data.is_text and is_of_expenditure:
        return replace(column, role="amount", measure="flow_detail", fund=flow.fund)
    if leaf.has_year and not leaf.key:
        return replace(column, role="amount", measure="total")
    above = next((w.entry.role for w in reversed(words) if w.entry and w.entry.role in KEY_ROLES), None)
    if above is not None and not data.is_number:
        return replace(column, role=above)
    if data.is_text:
        return replace(column, role="text", basis="data")
    return replace(column, role="amount", basis="unknown")


def _number(column: Column, words: list[Heading], entry: TableEntry) -> Column:
    leaf = words[-1].entry
    assert leaf is not None
    flow = _flow(words)
    if flow is not None and _is_of_expenditure(entry):
        return _part_of_flow(column, leaf, flow)
    speaking = leaf
    if leaf.is_total:
        above = (w.entry for w in reversed(words[:-1]) if w.entry and _speaks_for(w.entry, entry))
        speaking = next(above, leaf)
    fund = next((w.entry.fund for w in reversed(words) if w.entry and w.entry.fund), None)
    measure = _measure(speaking, entry)
    return replace(
        column,
        role=leaf.role,
        measure=measure,
        fund=fund,
        line_item=speaking.line_item,
        value_role=value_role(words),
        stage=next((w.entry.stage for w in reversed(words) if w.entry and w.entry.stage), None),
    )


def _flow(words: list[Heading]) -> ColumnEntry | None:
    """The heading of a flow beside expenditure (年初结转和结余, 本年收入) that stands above the leaf."""
    return next((w.entry for w in reversed(words[:-1]) if w.entry and w.entry.is_flow), None)


def _is_of_expenditure(entry: TableEntry) -> bool:
    """True for tables whose columns part expenditure; in a table of revenue 本年收入 is what it is all about."""
    return "basic" in entry.measures


def _part_of_flow(column: Column, leaf: ColumnEntry, flow: ColumnEntry) -> Column:
    """Final accounts of several provinces print 基本支出 and 项目支出 below revenue and below both balances, too."""
    measure = flow.measure if leaf.is_total or leaf.is_flow else "flow_detail"
    return replace(column, role="amount", measure=measure, fund=flow.fund, value_role="level")


def _measure(speaking: ColumnEntry, entry: TableEntry) -> str:
    """The measure of a heading: what is the table's own scope or own money is its total."""
    if speaking.measure is not None:
        return "total" if speaking.measure == entry.scope else speaking.measure
    is_own = speaking.fund is None or speaking.fund == entry.fund
    return "total" if is_own or speaking.line_item is not None else str(speaking.fund)


def _speaks_for(above: ColumnEntry, entry: TableEntry) -> bool:
    """True when a 合计, 预算数 or 决算数 has the meaning of this heading above it.

    基本支出 above 小计 | 人员经费 does in a table of expenditure; in a table of basic expenditure it names the scope.
    """
    if above.gives_subtotal or above.line_item is not None:
        return True
    return not above.is_total and above.measure in entry.measures and above.measure != entry.scope


def _unheaded(col: int, data: Profile, columns: Mapping[int, Column]) -> Column:
    """A column with data and no heading: part of the name beside it, or an amount that nothing explains."""
    column = Column(col, "", "text", "data")
    if data.is_number and data.codes < data.amounts:
        return replace(column, role="amount", basis="unknown")
    beside = [columns[c].role for c in (col - 1, col + 1) if c in columns]
    if data.texts and "name" in beside:
        return replace(column, role="name")
    return replace(column, role="code") if data.codes and not data.texts and "name" in beside else column


def _without_second_keys(columns: dict[int, Column]) -> dict[int, Column]:
    """Keys that yield are words where their part of the grid has a key of the same role that does not."""
    firm = {(column.block, column.role) for column in columns.values() if column.is_key and not column.yields}
    return {
        col: replace(column, role="text") if column.yields and (column.block, column.role) in firm else column
        for col, column in columns.items()
    }


def _with_blocks(columns: dict[int, Column]) -> dict[int, Column]:
    """Number the parts that stand side by side: one begins where a key follows amounts and says anew what rows are."""
    block, seen, has_numbers = 0, set[str](), False
    side: str | None = None
    numbered: dict[int, Column] = {}
    for col, column in columns.items():
        role = "code" if column.role in _CODE_ROLES else column.role
        is_other_side = column.side is not None and side is not None and column.side != side
        if role in _BLOCK_ROLES and has_numbers and (role in seen or is_other_side):
            block, seen, has_numbers = block + 1, set(), False
        seen.add(role)
        has_numbers = has_numbers or column.role == "amount"
        side = column.side or side
        numbered[col] = replace(column, block=block)
    return numbered


def _with_sides(columns: dict[int, Column]) -> dict[int, Column]:
    """Give every column of a part the side that any of its headings names."""
    sides: dict[int, str] = {}
    for column in columns.values():
        if column.side is not None:
            sides.setdefault(column.block, column.side)
    return {col: replace(column, side=sides.get(column.block)) for col, column in columns.items()}


def _settled(
    column: Column, columns: Mapping[int, Column], entry: TableEntry, siblings: Mapping[int, Column]
) -> Column:
    numbers = [c for c in columns.values() if c.role == "amount" and c.block == column.block]
    for settle in (_by_sibling, _by_repair, _by_year, _by_order, _by_being_alone):
        settled = settle(column, numbers, entry, siblings)
        if settled is not None:
            return settled
    return replace(column, measure=UNRECOGNISED)


def _by_sibling(
    column: Column, numbers: list[Column], entry: TableEntry, siblings: Mapping[int, Column]
) -> Column | None:
    """The same column of another page, when all other amount columns of both pages agree."""
    twin = siblings.get(column.col)
    agree = all(siblings[c.col].measure == c.measure for c in numbers if c.col in siblings and not c.is_open)
    if twin is None or twin.role != "amount" or twin.is_open or not agree:
        return None
    return replace(twin, heading_path=column.heading_path or twin.heading_path, basis="sibling", block=column.block)


def _by_repair(
    column: Column, numbers: list[Column], entry: TableEntry, siblings: Mapping[int, Column]
) -> Column | None:
    """A heading that lost characters: the one official heading that holds what is left, in order."""
    taken = {(c.measure, c.fund) for c in numbers if not c.is_open}
    key = heading_key(column.heading_path.split(" > ")[-1])
    found = damaged_heading(key, entry.key)
    if found is None or (found.measure or found.fund, found.fund) in taken:
        return None
    return replace(
        column,
        basis="repaired",
        measure=found.measure or found.fund or "total",
        fund=found.fund,
        line_item=found.line_item,
    )


def _by_year(column: Column, numbers: list[Column], entry: TableEntry, siblings: Mapping[int, Column]) -> Column | None:
    """A damaged heading that still shows its year, where no other column is that year's total."""
    if column.year is None or any(c.year == column.year and c.measure == "total" for c in numbers):
        return None
    return replace(column, basis="year", measure="total")


def _by_order(
    column: Column, numbers: list[Column], entry: TableEntry, siblings: Mapping[int, Column]
) -> Column | None:
    """The one measure that the official form has between the measures of both neighbours."""
    order = {measure: at for at, measure in enumerate(entry.measures)}
    at = numbers.index(column) if column in numbers else -1
    before = order.get(numbers[at - 1].measure or "") if at > 0 else -1
    after = order.get(numbers[at + 1].measure or "") if 0 <= at < len(numbers) - 1 else len(entry.measures)
    if at < 0 or before is None or after is None or after - before != 2:
        return None
    measure = entry.measures[before + 1]
    return replace(column, basis="order", measure=measure, fund=measure if measure in FUNDS else None)


def _by_being_alone(
    column: Column, numbers: list[Column], entry: TableEntry, siblings: Mapping[int, Column]
) -> Column | None:
    """The only amount column of its part is the total."""
    return replace(column, basis="only", measure="total") if len(numbers) == 1 else None
