"""The national template of final accounts, drawn from invented accounts."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random

from tests.writer.accounts import Accounts, Spending, added, coded_lines, economic_lines
from tests.writer.headings import CHINESE_ORDINALS, FINAL_SOURCES, THREE_PUBLIC
from tests.writer.invent_parts import (
    BASIC,
    PROJECT,
    TOTAL,
    by_book,
    by_type,
    class_lines,
    functional_part,
    one_amount,
    title_of,
    total_of,
)
from tests.writer.model import Amount, Column, Content, Line, Part, Table


def final_tables(accounts: Accounts, rng: Random) -> tuple[Content, ...]:
    """The tables of the national template of final accounts."""
    year, stage, general = accounts.fiscal_year, accounts.stage, accounts.book("general_public_budget")
    spending = (
        Column(("本年支出合计",)),
        BASIC,
        PROJECT,
        Column(("上缴上级支出",), "remitted_to_superior"),
        Column(("经营支出",), "business"),
        Column(("对附属单位补助支出",), "subsidy_to_subordinates"),
    )

    def types(some: Iterable[Spending]) -> tuple[Amount, ...]:
        return (*by_type(some), None, None, None)

    return (
        _summary(accounts),
        _revenue(accounts),
        Table("expenditure", title_of("expenditure", rng, stage),
              (functional_part(spending, coded_lines(accounts.items, year, types)),)),
        _fiscal_summary(accounts),
        Table("general_public_expenditure", title_of("general_public_expenditure", rng, stage),
              (functional_part((TOTAL, BASIC, PROJECT), coded_lines(general, year, by_type)),)),
        _halves(accounts, rng),
        _three_public(accounts, rng),
    )  # fmt: skip


def _summary(accounts: Accounts) -> Table:
    spent, before, after = total_of(accounts.items), accounts.carryover_in, accounts.carryover_out
    # The year's revenue is what was spent, plus what is left, less what was there.
    before = max(before, after - spent)
    total = spent + after
    income = Part(
        (Column(("决算数",)),),
        (
            Line("一、一般公共预算财政拨款收入", (total - before or None,)),
            *(
                Line(f"{o}、{label}", (None,))
                for o, (label, _) in zip(CHINESE_ORDINALS[1:], FINAL_SOURCES[1:], strict=False)
            ),
        ),
        side="revenue",
        heading=("收入",),
        closing=(
            Line("本年收入合计", (total - before or None,)),
            Line("使用非财政拨款结余", (None,)),
            Line("年初结转和结余", (before or None,)),
            Line("总计", (total,)),
        ),
    )
    outgo = Part((Column(("决算数",)),), class_lines(accounts, accounts.items, 1), side="expenditure", heading=("支出",),
                 closing=(Line("本年支出合计", (spent,)), Line("结余分配", (None,)),
                          Line("年末结转和结余", (after or None,)), Line("总计", (total,))))  # fmt: skip
    return Table("budget_summary", "收入支出决算总表", (income, outgo))


def _revenue(accounts: Accounts) -> Table:
    columns = (Column(("本年收入合计",)), Column(("财政拨款收入",), "fiscal_appropriation"),
               Column(("上级补助收入",), "superior_subsidy"), Column(("事业收入",), "institutional"),
               Column(("经营收入",), "business"), Column(("附属单位上缴收入",), "subordinate_remittance"),
               Column(("其他收入",), "other"))  # fmt: skip

    def amounts(items: Iterable[Spending]) -> tuple[Amount, ...]:
        total = added(i.total for i in items)
        return (total, total, None, None, None, None, None)

    lines = coded_lines(accounts.items, accounts.fiscal_year, amounts)
    return Table("revenue", "收入决算表", (functional_part(columns, lines),))


def _fiscal_summary(accounts: Accounts) -> Table:
    total, general, fund = by_book(accounts.items)
    books = (("一般公共预算财政拨款", general), ("政府性基金预算财政拨款", fund), ("国有资本经营预算财政拨款", None))
    income = Part(
        (Column(("决算数",)),),
        tuple(Line(f"{ordinal}、{label}", (amount,)) for ordinal, (label, amount) in zip("一二三", books, strict=True)),
        side="revenue",
        heading=("收入",),
        closing=(Line("本年收入合计", (total,)), Line("年初财政拨款结转和结余", (None,)), Line("总计", (total,))),
    )
    columns = (
        TOTAL,
        Column(("一般公共预算财政拨款",), "general_public_budget"),
        Column(("政府性基金预算财政拨款",), "government_fund_budget"),
    )
    sums = (total, general, fund)
    outgo = Part(columns, class_lines(accounts, accounts.items, 3), side="expenditure", heading=("支出",), closing=(
        Line("本年支出合计", sums), Line("年末财政拨款结转和结余", (None, None, None)), Line("总计", sums)))  # fmt: skip
    return Table("fiscal_summary", "财政拨款收入支出决算总表", (income, outgo))


def _halves(accounts: Accounts, rng: Random) -> Table:
    """Personnel on the left, public spending on the right, each with its sum at the bottom."""
    sides = []
    for group, label in (("personnel", "人员经费合计"), ("public", "公用经费合计")):
        chosen = tuple(e for e in accounts.economic if e.group == group)
        lines = economic_lines(chosen, accounts.fiscal_year, one_amount)[1:]
        total = Line(label, (added(e.amount for e in chosen),), "", "total")
        sides.append(Part((Column(("决算数",)),), lines, (total,), label="科目名称", coded="economic"))
    return Table("general_public_basic", title_of("general_public_basic", rng, accounts.stage), tuple(sides))


def _three_public(accounts: Accounts, rng: Random) -> Table:
    total = accounts.three_public[0] + accounts.three_public[1] + accounts.three_public[4]
    paths = [(("合计",), "three_public_total"), *THREE_PUBLIC]
    columns, amounts = [], []
    for (path, item), amount in zip(paths, (total, *accounts.three_public), strict=True):
        columns += [Column((*path, "预算数"), "budget", None, item), Column((*path, "决算数"), "final", None, item)]
        amounts += [amount, amount]
    part = Part(tuple(columns), (Line("", tuple(amounts)),), label="")
    return Table("three_public", title_of("three_public", rng, accounts.stage), (part,))
