"""What the families of invented tables share: titles, columns and lines drawn from accounts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from random import Random

from tests.writer.accounts import Accounts, Economic, Spending, added, class_names
from tests.writer.headings import BUDGET_TITLES, CHINESE_ORDINALS, FINAL_TITLES
from tests.writer.model import Amount, Column, Line, Part

TOTAL, BASIC, PROJECT = Column(("合计",)), Column(("基本支出",), "basic"), Column(("项目支出",), "project")


def title_of(kind: str, rng: Random, stage: str = "budget") -> str:
    """One of the titles of a kind of table at a stage."""
    return rng.choice((FINAL_TITLES if stage == "final_accounts" else BUDGET_TITLES)[kind])


def by_type(items: Iterable[Spending]) -> tuple[Amount, ...]:
    """Columns 合计, 基本支出, 项目支出 of any set of items."""
    items = list(items)
    return (added(i.total for i in items), added(i.basic for i in items), added(i.project for i in items))


def by_book(items: Iterable[Spending]) -> tuple[Amount, ...]:
    """Columns 合计, 一般公共预算, 政府性基金预算 of any set of items."""
    items = list(items)
    general = added(i.total for i in items if i.fund == "general_public_budget")
    fund = added(i.total for i in items if i.fund == "government_fund_budget")
    return (added(i.total for i in items), general, fund)


def by_group(items: Iterable[Economic]) -> tuple[Amount, ...]:
    """Columns 合计, 人员经费, 公用经费 of any set of economic sections."""
    items = list(items)
    groups = [added(i.amount for i in items if i.group == group) for group in ("personnel", "public")]
    return (added(i.amount for i in items), *groups)


def one_amount(items: Iterable[Economic]) -> tuple[Amount, ...]:
    """The only column of a table by economic subject."""
    return (added(i.amount for i in items),)


def functional_part(columns: Sequence[Column], lines: tuple[Line, ...]) -> Part:
    """A part whose lines have functional codes."""
    return Part(tuple(columns), lines, label="科目名称", coded="functional")


def economic_part(columns: Sequence[Column], lines: tuple[Line, ...]) -> Part:
    """A part whose lines have economic codes."""
    return Part(tuple(columns), lines, label="科目名称", coded="economic")


def total_of(items: Iterable[Spending]) -> Decimal:
    """All spending of a set of items."""
    return sum((item.total for item in items), Decimal(0))


def class_lines(accounts: Accounts, items: Sequence[Spending], columns: int) -> tuple[Line, ...]:
    """All classes of the year as numbered labels, those without spending blank."""
    lines = []
    for ordinal, (code, name) in zip(CHINESE_ORDINALS, class_names(accounts.fiscal_year), strict=False):
        below = [item for item in items if item.code.startswith(code)]
        amounts = by_book(below)[:columns] if below else (None,) * columns
        lines.append(Line(f"{ordinal}、{name}", amounts))
    return tuple(lines)
