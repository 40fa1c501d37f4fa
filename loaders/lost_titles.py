"""The kind of a table whose title was lost, from its headings and rows alone; None where they fit several kinds."""

from __future__ import annotations

from collections.abc import Sequence

from loaders.columns import Column, read_columns
from loaders.grids import is_code
from loaders.headings import Section
from loaders.text import plain
from loaders.titles import TableEntry, table_entries

_BOOKS = frozenset({"general_public_budget", "government_fund_budget", "state_capital_budget"})
_BASIC = frozenset({"basic", "project"})
_ALL_FUNDS = frozenset({"business", "remitted_to_superior", "subsidy_to_subordinates", "reserve"})
_OWN_REVENUE = frozenset({"institutional", "business", "other", "superior_subsidy", "current_year"})
_PLAIN_ORDER = ("expenditure", "general_public_expenditure", "government_fund", "state_capital")


def kind_by_headings(section: Section, before: Sequence[TableEntry]) -> TableEntry | None:
    """The entry that a section's headings stand for. ``before`` are the tables found so far, in reading order.

    Three kinds print the same headings (合计, 基本支出, 项目支出): of these the first is meant that the document
    does not hold yet and that official order puts after the table before.
    """
    if not section.heading_rows:
        return None
    columns = list(read_columns(section, table_entries()["expenditure"]).values())
    kind = _kind(section, columns, [entry.key for entry in before])
    return table_entries()[kind] if kind else None


def _kind(section: Section, columns: list[Column], before: list[str]) -> str | None:
    measures = {c.measure for c in columns if c.is_number and c.measure}
    if {c.side for c in columns} >= {"revenue", "expenditure"}:
        return "fiscal_summary" if len(measures & _BOOKS) > 1 else "budget_summary"
    if sum((c.line_item or "").startswith("three_public") for c in columns) > 1:
        return "three_public"
    has_keys = any(c.role.startswith("code") for c in columns) and any(c.role == "name" for c in columns)
    return _subject_kind(measures, _first_digits(section), before) if has_keys else None


def _subject_kind(measures: set[str], digits: set[str], before: list[str]) -> str | None:
    """Kind of a table with codes and names, by what its amounts are and which classification its codes are of."""
    if measures & {"personnel", "public"} and digits <= {"3"}:
        return "general_public_basic"
    if len(measures & _OWN_REVENUE) > 1 and not measures & _BASIC:
        return "revenue"
    if not measures >= _BASIC or digits - {"2"}:
        return None
    if measures & _ALL_FUNDS:
        return "expenditure"
    return next((kind for kind in _PLAIN_ORDER if kind not in before), None)


def _first_digits(section: Section) -> set[str]:
    texts = (plain(cell.text) for row in section.data_rows for cell in section.matrix.cells(row))
    return {text[0] for text in texts if is_code(text)}
