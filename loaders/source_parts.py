"""Columns that are parts of a source of money printed above them, in the words of the year's own sources."""

from __future__ import annotations

from loaders.paths import Paths
from loaders.vocabulary import FUNDS, ColumnEntry, heading_key, read_heading

# 本级财力 below 一般公共预算 (Guangxi), books below 上级财政补助 (Hunan); books below 财政拨款 are sources.
_PARTED = FUNDS - {"fiscal_appropriation", "all"}


def with_subtotals(paths: Paths, table_key: str) -> frozenset[tuple[str, ...]]:
    """Headings (as paths from the top) with a 小计 of their own right below them."""
    leaves = ((path, read_heading(path[-1], table_key).entry) for path in paths.by_column.values())
    return frozenset(path[:-1] for path, leaf in leaves if leaf is not None and leaf.is_total)


def part_of_source(path: tuple[str, ...], table_key: str, parted: frozenset[tuple[str, ...]]) -> str | None:
    """Measure of a column that is part of the source above it, None for every other column.

    Beside a 小计 it is already within that (上年结转 and 单位资金 in budgets of the integrated system, 经费拨款 in
    Hunan): ``source_detail``. Without one, 上年结转 is only its parts: ``carryover``.
    """
    leaf = read_heading(path[-1], table_key).entry
    if leaf is None or (leaf.measure is not None and not leaf.is_total):
        return None
    for at in range(1, len(path)):
        above = read_heading(path[at - 1], table_key).entry
        if above is None or not _may_be_parted(above, leaf):
            continue
        if any(path[:end] in parted for end in range(at, len(path) - leaf.is_total)):
            return "source_detail"
        if above.fund == "carryover":
            return "carryover"
    return None


_DETAILS = {"basic": "economic_detail", "project": "project_detail"}


def unknown_part(
    path: tuple[str, ...], table_key: str, parted: frozenset[tuple[str, ...]]
) -> tuple[str, str | None] | None:
    """Measure and fund of a column with unknown words beside the 小计 of something known: some part of that.

    Shaanxi prints 其中：专项资金列入部门预算项目 beside the 小计 of 一般公共预算拨款.
    """
    if len(path) < 2 or path[:-1] not in parted or read_heading(path[-1], table_key).is_known:
        return None
    above = read_heading(path[-2], table_key).entry
    if above is not None and above.is_flow:
        return None
    if above is not None and above.fund is not None:
        return "source_detail", above.fund
    detail = _DETAILS.get((above.measure if above else None) or "")
    # Yunnan prints 其中：本次下达 beside the 小计 of 本年拨款.
    is_part = detail is None and heading_key(path[-1]).startswith("其中")
    return ("source_detail", None) if is_part else (detail, None) if detail else None


def _may_be_parted(above: ColumnEntry, leaf: ColumnEntry) -> bool:
    """True where a heading may stand over parts of one source: a balance, what is no fiscal money, or one book."""
    is_within = above.fund is not None and above.fund == leaf.fund and leaf.measure is None
    return above.fund in _PARTED or is_within
