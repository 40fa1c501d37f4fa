"""Valid disclosures out of nothing: three families of statutory tables drawn from invented accounts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from random import Random

from tests.writer.accounts import Accounts, Spending, added, coded_lines, economic_lines, invent_accounts
from tests.writer.headings import CHINESE_ORDINALS, REVENUE_SOURCES, THREE_PUBLIC
from tests.writer.invent_final import final_tables
from tests.writer.invent_parts import (
    BASIC,
    PROJECT,
    TOTAL,
    by_book,
    by_group,
    by_type,
    class_lines,
    economic_part,
    functional_part,
    one_amount,
    title_of,
    total_of,
)
from tests.writer.model import Amount, Column, Content, Disclosure, Line, Part, Table

FAMILIES = ("national", "three_part", "final")


def invent_disclosure(rng: Random, family: str | None = None) -> Disclosure:
    """Any valid disclosure of a family: national budget tables, three-part budget tables, or final accounts."""
    family = family or rng.choice(FAMILIES)
    stage = "final_accounts" if family == "final" else "budget"
    return disclosure_of(invent_accounts(rng, stage, reserve=family == "three_part"), family, rng)


def disclosure_of(accounts: Accounts, family: str, rng: Random) -> Disclosure:
    """The tables in which a family prints one department's accounts; ``rng`` chooses among its variants."""
    tables = {"national": _national, "three_part": _three_part, "final": final_tables}[family](accounts, rng)
    word = "决算" if family == "final" else "预算"
    title = f"{accounts.issuer}{accounts.fiscal_year}年度部门{word}"
    return Disclosure(
        title, accounts.issuer, accounts.region_code, accounts.fiscal_year, accounts.stage, accounts.unit, tables
    )


def _with_prior(items: Iterable[Spending]) -> tuple[Amount, ...]:
    items = list(items)
    return (added(i.prior for i in items), *by_type(items))


def _national(accounts: Accounts, rng: Random) -> tuple[Content, ...]:
    """The tables of the national template, as most provinces print them."""
    year, general = accounts.fiscal_year, accounts.book("general_public_budget")
    prior = Column((f"{year - 1}年预算数",), "total", year - 1)
    shown = (prior, *(Column((f"{year}年预算数", *c.heading), c.measure, year) for c in (TOTAL, BASIC, PROJECT)))
    columns, amounts = (shown, _with_prior) if rng.random() < 0.4 else ((TOTAL, BASIC, PROJECT), by_type)
    groups = (TOTAL, Column(("人员经费",), "personnel"), Column(("公用经费",), "public"))
    return (
        _budget_summary(accounts, rng),
        _revenue(accounts, rng),
        Table("expenditure", title_of("expenditure", rng),
              (functional_part((TOTAL, BASIC, PROJECT), coded_lines(accounts.items, year, by_type)),)),
        _fiscal_summary(accounts, rng),
        Table("general_public_expenditure", title_of("general_public_expenditure", rng),
              (functional_part(columns, coded_lines(general, year, amounts)),)),
        Table("general_public_basic", title_of("general_public_basic", rng),
              (economic_part(groups, economic_lines(accounts.economic, year, by_group)),)),
        _three_public(accounts, rng),
        _fund(accounts, rng, "government_fund", accounts.book("government_fund_budget")),
        _fund(accounts, rng, "state_capital", ()),
    )  # fmt: skip


def _sources(accounts: Accounts, sources: Sequence[tuple[str, str]]) -> tuple[Line, ...]:
    own = {"general_public_budget", "government_fund_budget"}
    return tuple(
        Line(f"{ordinal}、{label}", (added(i.total for i in accounts.book(fund)) if fund in own else None,))
        for ordinal, (label, fund) in zip(CHINESE_ORDINALS, sources, strict=False)
    )


def _budget_summary(accounts: Accounts, rng: Random) -> Table:
    spent = total_of(accounts.items)
    income = Part(
        (Column(("预算数",)),),
        _sources(accounts, REVENUE_SOURCES),
        side="revenue",
        heading=("收入",),
        closing=(Line("本年收入合计", (spent,)), Line("上年结转", (None,)), Line("收入总计", (spent,))),
    )
    outgo = Part((Column(("预算数",)),), class_lines(accounts, accounts.items, 1), side="expenditure", heading=("支出",),
                 closing=(Line("本年支出合计", (spent,)), Line("结转下年", (None,)), Line("支出总计", (spent,))))  # fmt: skip
    return Table("budget_summary", title_of("budget_summary", rng), (income, outgo))


def _revenue(accounts: Accounts, rng: Random) -> Table:
    columns = (TOTAL, Column(("上年结转",), "carryover"), Column(("一般公共预算拨款收入",), "general_public_budget"),
               Column(("政府性基金预算拨款收入",), "government_fund_budget"), Column(("事业收入",), "institutional"),
               Column(("其他收入",), "other"))  # fmt: skip

    def amounts(items: Iterable[Spending]) -> tuple[Amount, ...]:
        total, general, fund = by_book(items)
        return (total, None, general, fund, None, None)

    lines = coded_lines(accounts.items, accounts.fiscal_year, amounts)
    return Table("revenue", title_of("revenue", rng), (functional_part(columns, lines),))


def _fiscal_summary(accounts: Accounts, rng: Random) -> Table:
    total, general, fund = by_book(accounts.items)
    books = (("一般公共预算拨款", general), ("政府性基金预算拨款", fund), ("国有资本经营预算拨款", None))
    income = Part(
        (Column(("预算数",)),),
        tuple(Line(f"{ordinal}、{label}", (amount,)) for ordinal, (label, amount) in zip("一二三", books, strict=True)),
        closing=(Line("收入总计", (total,)),),
        side="revenue",
        heading=("收入",),
    )
    columns = (
        TOTAL,
        Column(("一般公共预算",), "general_public_budget"),
        Column(("政府性基金预算",), "government_fund_budget"),
    )
    outgo = Part(columns, class_lines(accounts, accounts.items, 3), closing=(Line("支出总计", (total, general, fund)),),
                 side="expenditure", heading=("支出",))  # fmt: skip
    return Table("fiscal_summary", title_of("fiscal_summary", rng), (income, outgo))


def _three_public(accounts: Accounts, rng: Random, others: bool = False) -> Table:
    """One row, the components as columns; ``others`` adds meetings, training and the total over all."""
    total = accounts.three_public[0] + accounts.three_public[1] + accounts.three_public[4]
    first = Column(("“三公”经费", "小计") if others else ("合计",), "total", None, "three_public_total")
    group = ("“三公”经费",) if others else ()
    columns = [first, *(Column((*group, *path), "total", None, item) for path, item in THREE_PUBLIC)]
    amounts: list[Amount] = [total, *accounts.three_public]
    if others:
        columns = [
            Column(("合计",), "total", None, "three_public_grand_total"),
            *columns,
            Column(("会议费",), "total", None, "three_public_meeting"),
            Column(("培训费",), "total", None, "three_public_training"),
        ]
        amounts = [total + accounts.meeting + accounts.training, *amounts, accounts.meeting, accounts.training]  # fmt: skip
    part = Part(tuple(columns), (Line("", tuple(amounts)),), label="")
    return Table("three_public", title_of("three_public", rng), (part,))


def _fund(accounts: Accounts, rng: Random, kind: str, items: Sequence[Spending]) -> Table:
    if items:
        return Table(kind, title_of(kind, rng),
                     (functional_part((TOTAL, BASIC, PROJECT), coded_lines(items, accounts.fiscal_year, by_type)),))  # fmt: skip
    note = rng.choice(["", "注：本部门无此项支出，空表列示。", "此表为空"])
    blank = (Line("合计", (None, None, None), "", "total"),)
    return Table(kind, title_of(kind, rng), (functional_part((TOTAL, BASIC, PROJECT), blank),), note)


def _three_part(accounts: Accounts, rng: Random) -> tuple[Content, ...]:
    """收入 | 功能分类 | 支出用途 beside each other, tables without codes for revenue and expenditure."""
    year, items, general = accounts.fiscal_year, accounts.items, accounts.book("general_public_budget")
    one = (Column(("金额",)),)
    public = tuple(e for e in accounts.economic if e.group == "public")
    economic = economic_lines(accounts.economic, year, one_amount)

    def total(some: Iterable[Spending]) -> tuple[Amount, ...]:
        return (added(i.total for i in some),)

    running = Part(
        (Column(("机关运行经费支出",)),), economic_lines(public, year, one_amount), label="科目名称", coded="economic"
    )
    return (
        _three_part_summary(accounts, rng),
        _use_row(accounts, rng),
        Table("fiscal_expenditure_functional", title_of("fiscal_expenditure_functional", rng),
              (functional_part(one, coded_lines(items, year, total)),)),
        Table("fiscal_basic_economic", title_of("fiscal_basic_economic", rng), (economic_part(one, economic),)),
        Table("general_public_expenditure", title_of("general_public_expenditure", rng),
              (functional_part(one, coded_lines(general, year, total)),)),
        Table("general_public_basic", title_of("general_public_basic", rng), (economic_part(one, economic),)),
        Table("operating_cost", title_of("operating_cost", rng), (running,)),
        _three_public(accounts, rng, others=True),
        _fund(accounts, rng, "government_fund", accounts.book("government_fund_budget")),
    )  # fmt: skip


def _uses(items: Sequence[Spending]) -> tuple[Amount, ...]:
    return (*by_type(items), added(i.reserve for i in items))


def _three_part_summary(accounts: Accounts, rng: Random) -> Table:
    total, basic, project, reserve = _uses(accounts.items)
    _, general, fund = by_book(accounts.items)
    one = (Column(("金额",)),)
    income = Part(
        one,
        (
            Line("一、财政拨款", (total,)),
            Line("1.一般公共预算", (general,)),
            Line("2.政府性基金预算", (fund,)),
            Line("二、财政专户管理资金", (None,)),
            Line("三、其他资金", (None,)),
        ),
        side="revenue",
        heading=("收入",),
        label="项目名称",
        closing=(Line("当年收入小计", (total,)), Line("上年结转资金", (None,)), Line("收入合计", (total,))),
    )
    functions = Part(
        one,
        class_lines(accounts, accounts.items, 1),
        side="expenditure",
        heading=("支出", "功能分类"),
        label="功能科目名称",
    )
    uses = Part(one, (Line("一、基本支出", (basic,)), Line("二、项目支出", (project,)),
                      Line("三、单位预留机动经费", (reserve,))), side="expenditure", heading=("支出", "支出用途"),
                label="项目名称", closing=(Line("当年支出小计", (total,)), Line("结转下年资金", (None,)),
                                       Line("支出合计", (total,))))  # fmt: skip
    return Table("budget_summary", title_of("budget_summary", rng), (income, functions, uses), closing_spans=True)


def _use_row(accounts: Accounts, rng: Random) -> Table:
    columns = (TOTAL, BASIC, PROJECT, Column(("单位预留机动经费",), "reserve"))
    part = Part(columns, (Line("", _uses(accounts.items)),), label="")
    return Table("expenditure", title_of("expenditure", rng), (part,))
