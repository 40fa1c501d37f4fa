"""The kind of a table whose title was lost, from its headings and rows alone; None where they fit several kinds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from loaders.columns import Column, read_columns
from loaders.grids import is_code
from loaders.headings import Section
from loaders.lines import without_numbering
from loaders.text import plain
from loaders.titles import TableEntry, table_entries
from loaders.vocabulary import money_source

_BOOKS = frozenset({"general_public_budget", "government_fund_budget", "state_capital_budget"})
_BASIC = frozenset({"basic", "project"})
_ALL_FUNDS = frozenset({"business", "remitted_to_superior", "subsidy_to_subordinates", "reserve"})
_OWN_REVENUE = frozenset({"institutional", "business", "other", "superior_subsidy", "current_year"})
# Which table follows which in every official set: what the same headings (合计, 基本支出, 项目支出) mean.
_AFTER = {
    "revenue": "expenditure",
    "budget_summary": "expenditure",
    "fiscal_summary": "general_public_expenditure",
    "fiscal_expenditure_functional": "general_public_expenditure",
}


def kind_by_headings(section: Section, before: Sequence[TableEntry]) -> TableEntry | None:
    """The entry that a section's headings stand for. ``before`` are the tables found so far, in reading order.

    Tables of all funds and of the general public budget print the same headings: which is meant is told by the
    table before it, as long as the document does not hold that kind yet; else the kind stays unknown.
    """
    if not section.heading_rows:
        return None
    columns = read_columns(section, table_entries()["expenditure"])
    kind = _kind(section, columns, [entry.key for entry in before])
    return table_entries()[kind] if kind else None


def _kind(section: Section, columns: Mapping[int, Column], before: list[str]) -> str | None:
    own = _by_heading_words(columns)
    if own is not None:
        return own
    shown = list(columns.values())
    measures = {c.measure for c in shown if c.is_number and c.measure}
    if {c.side for c in shown} >= {"revenue", "expenditure"}:
        is_fiscal = len(measures & _BOOKS) > 1 or _sources(section, columns) <= _BOOKS
        return "fiscal_summary" if is_fiscal else "budget_summary"
    if sum((c.line_item or "").startswith("three_public") for c in shown) > 1:
        return "three_public"
    has_keys = any(c.role.startswith("code") for c in shown) and any(c.role == "name" for c in shown)
    return _subject_kind(measures, _first_digits(section), shown, before) if has_keys else None


def _by_heading_words(columns: Mapping[int, Column]) -> str | None:
    text = " ".join(column.heading_path for column in columns.values())
    found = [entry.key for entry in table_entries().values() if any(word in text for word in entry.heading_words)]
    is_three_public = any((c.line_item or "").startswith("three_public") for c in columns.values())
    return found[0] if len(found) == 1 and not is_three_public else None


def _sources(section: Section, columns: Mapping[int, Column]) -> set[str]:
    """Sources of money among the labels of the left side; a summary of fiscal money names the budget books alone."""
    names = [c.col for c in columns.values() if c.role == "name" and c.side == "revenue"]
    labels = (section.matrix.text(row, col) for row in section.data_rows for col in names)
    found = {e.fund for e in (money_source(without_numbering(t)[0]) for t in labels if t) if e is not None and e.fund}
    return found - {"carryover"} or {"all"}


def _subject_kind(measures: set[str], digits: set[str], columns: list[Column], before: list[str]) -> str | None:
    """Kind of a table with codes and names, by what its amounts are and which classification its codes are of."""
    if measures & {"personnel", "public"} and digits <= {"3"}:
        return "general_public_basic"
    if len(measures & _OWN_REVENUE) > 1 and not measures & _BASIC:
        return "revenue"
    if not measures >= _BASIC or digits - {"2"}:
        return None
    if measures & _ALL_FUNDS:
        return "expenditure"
    if any(c.year_offset or c.year for c in columns if c.measure == "total" and c.is_number):
        return "general_public_expenditure"
    meant = _AFTER.get(before[-1]) if before else None
    return meant if meant not in before else None


def _first_digits(section: Section) -> set[str]:
    texts = (plain(cell.text) for row in section.data_rows for cell in section.matrix.cells(row))
    return {text[0] for text in texts if is_code(text)}
