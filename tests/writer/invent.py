"""Valid disclosures out of nothing: three families of statutory tables drawn from invented accounts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from random import Random

from tests.writer.accounts import (
    Accounts,
    Economic,
    Spending,
    added,
    class_names,
    coded_lines,
    economic_lines,
    invent_accounts,
)
from tests.writer.headings import (
    BUDGET_TITLES,
    CHINESE_ORDINALS,
    FINAL_SOURCES,
    FINAL_TITLES,
    REVENUE_SOURCES,
    THREE_PUBLIC,
)
from tests.writer.model import Amount, Column, Content, Disclosure, Line, Part, Table

TOTAL, BASIC, PROJECT = Column(("合计",)), Column(("基本支出",), "basic"), Column(("项目支出",), "project")
FAMILIES = ("national", "three_part", "final")


def invent_disclosure(rng: Random, family: str | None = None) -> Disclosure:
    """Any valid disclosure of a family: national budget tables, three-part budget tables, or final accounts."""
    family = family or rng.choice(FAMILIES)
    stage = "final_accounts" if family == "final" else "budget"
    accounts = invent_accounts(rng, stage, reserve=family == "three_part")
    tables = {"national": _national, "three_part": _three_part, "final": _final}[family](accounts, rng)
    word = "决算" if family == "final" else "预算"
    title = f"{accounts.issuer}{accounts.fiscal_year}年度部门{word}"
    return Disclosure(title, accounts.issuer, accounts.region_code, accounts.fiscal_year, stage, accounts.unit, tables)


def _title(kind: str, rng: Random, stage: str = "budget") -> str:
    return rng.choice((FINAL_TITLES if stage == "final_accounts" else BUDGET_TITLES)[kind])


def _by_type(items: Iterable[Spending]) -> tuple[Amount, ...]:
    items = list(items)
    return (added(i.total for i in items), added(i.basic for i in items), added(i.project for i in items))


def _by_book(items: Iterable[Spending]) -> tuple[Amount, ...]:
    items = list(items)
    general = added(i.total for i in items if i.fund == "general_public_budget")
    fund = added(i.total for i in items if i.fund == "government_fund_budget")
    return (added(i.total for i in items), general, fund)


def _with_prior(items: Iterable[Spending]) -> tuple[Amount, ...]:
    items = list(items)
    return (added(i.prior for i in items), *_by_type(items))


def _by_group(items: Iterable[Economic]) -> tuple[Amount, ...]:
    items = list(items)
    groups = [added(i.amount for i in items if i.group == group) for group in ("personnel", "public")]
    return (added(i.amount for i in items), *groups)


def _amount(items: Iterable[Economic]) -> tuple[Amount, ...]:
    return (added(i.amount for i in items),)


def _functional(columns: Sequence[Column], lines: tuple[Line, ...]) -> Part:
    return Part(tuple(columns), lines, label="科目名称", coded="functional")


def _economic(columns: Sequence[Column], lines: tuple[Line, ...]) -> Part:
    return Part(tuple(columns), lines, label="科目名称", coded="economic")


def _total(items: Iterable[Spending]) -> Decimal:
    return sum((item.total for item in items), Decimal(0))


def _national(accounts: Accounts, rng: Random) -> tuple[Content, ...]:
    """The tables of the national template, as most provinces print them."""
    year, general = accounts.fiscal_year, accounts.book("general_public_budget")
    prior = Column((f"{year - 1}年预算数",), "total", year - 1)
    shown = (prior, *(Column((f"{year}年预算数", *c.heading), c.measure, year) for c in (TOTAL, BASIC, PROJECT)))
    columns, amounts = (shown, _with_prior) if rng.random() < 0.4 else ((TOTAL, BASIC, PROJECT), _by_type)
    groups = (TOTAL, Column(("人员经费",), "personnel"), Column(("公用经费",), "public"))
    return (
        _budget_summary(accounts, rng),
        _revenue(accounts, rng),
        Table("expenditure", _title("expenditure", rng),
              (_functional((TOTAL, BASIC, PROJECT), coded_lines(accounts.items, year, _by_type)),)),
        _fiscal_summary(accounts, rng),
        Table("general_public_expenditure", _title("general_public_expenditure", rng),
              (_functional(columns, coded_lines(general, year, amounts)),)),
        Table("general_public_basic", _title("general_public_basic", rng),
              (_economic(groups, economic_lines(accounts.economic, year, _by_group)),)),
        _three_public(accounts, rng),
        _fund(accounts, rng, "government_fund", accounts.book("government_fund_budget")),
        _fund(accounts, rng, "state_capital", ()),
    )  # fmt: skip


def _classes(accounts: Accounts, items: Sequence[Spending], columns: int) -> tuple[Line, ...]:
    """All classes of the year as numbered labels, those without spending blank."""
    lines = []
    for ordinal, (code, name) in zip(CHINESE_ORDINALS, class_names(accounts.fiscal_year), strict=False):
        below = [item for item in items if item.code.startswith(code)]
        amounts = _by_book(below)[:columns] if below else (None,) * columns
        lines.append(Line(f"{ordinal}、{name}", amounts))
    return tuple(lines)


def _sources(accounts: Accounts, sources: Sequence[tuple[str, str]]) -> tuple[Line, ...]:
    own = {"general_public_budget", "government_fund_budget"}
    return tuple(
        Line(f"{ordinal}、{label}", (added(i.total for i in accounts.book(fund)) if fund in own else None,))
        for ordinal, (label, fund) in zip(CHINESE_ORDINALS, sources, strict=False)
    )


def _budget_summary(accounts: Accounts, rng: Random) -> Table:
    spent = _total(accounts.items)
    income = Part(
        (Column(("预算数",)),),
        _sources(accounts, REVENUE_SOURCES),
        side="revenue",
        heading=("收入",),
        closing=(Line("本年收入合计", (spent,)), Line("上年结转", (None,)), Line("收入总计", (spent,))),
    )
    outgo = Part((Column(("预算数",)),), _classes(accounts, accounts.items, 1), side="expenditure", heading=("支出",),
                 closing=(Line("本年支出合计", (spent,)), Line("结转下年", (None,)), Line("支出总计", (spent,))))  # fmt: skip
    return Table("budget_summary", _title("budget_summary", rng), (income, outgo))


def _revenue(accounts: Accounts, rng: Random) -> Table:
    columns = (TOTAL, Column(("上年结转",), "carryover"), Column(("一般公共预算拨款收入",), "general_public_budget"),
               Column(("政府性基金预算拨款收入",), "government_fund_budget"), Column(("事业收入",), "institutional"),
               Column(("其他收入",), "other"))  # fmt: skip

    def amounts(items: Iterable[Spending]) -> tuple[Amount, ...]:
        total, general, fund = _by_book(items)
        return (total, None, general, fund, None, None)

    lines = coded_lines(accounts.items, accounts.fiscal_year, amounts)
    return Table("revenue", _title("revenue", rng), (_functional(columns, lines),))


def _fiscal_summary(accounts: Accounts, rng: Random) -> Table:
    total, general, fund = _by_book(accounts.items)
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
    outgo = Part(columns, _classes(accounts, accounts.items, 3), closing=(Line("支出总计", (total, general, fund)),),
                 side="expenditure", heading=("支出",))  # fmt: skip
    return Table("fiscal_summary", _title("fiscal_summary", rng), (income, outgo))


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
    return Table("three_public", _title("three_public", rng), (part,))


def _fund(accounts: Accounts, rng: Random, kind: str, items: Sequence[Spending]) -> Table:
    if items:
        return Table(kind, _title(kind, rng),
                     (_functional((TOTAL, BASIC, PROJECT), coded_lines(items, accounts.fiscal_year, _by_type)),))  # fmt: skip
    note = rng.choice(["", "注：本部门无此项支出，空表列示。", "此表为空"])
    blank = (Line("合计", (None, None, None), "", "total"),)
    return Table(kind, _title(kind, rng), (_functional((TOTAL, BASIC, PROJECT), blank),), note)


def _three_part(accounts: Accounts, rng: Random) -> tuple[Content, ...]:
    """收入 | 功能分类 | 支出用途 beside each other, tables without codes for revenue and expenditure."""
    year, items, general = accounts.fiscal_year, accounts.items, accounts.book("general_public_budget")
    one = (Column(("金额",)),)
    public = tuple(e for e in accounts.economic if e.group == "public")
    economic = economic_lines(accounts.economic, year, _amount)

    def total(some: Iterable[Spending]) -> tuple[Amount, ...]:
        return (added(i.total for i in some),)

    running = Part(
        (Column(("机关运行经费支出",)),), economic_lines(public, year, _amount), label="科目名称", coded="economic"
    )
    return (
        _three_part_summary(accounts, rng),
        _use_row(accounts, rng),
        Table("fiscal_expenditure_functional", _title("fiscal_expenditure_functional", rng),
              (_functional(one, coded_lines(items, year, total)),)),
        Table("fiscal_basic_economic", _title("fiscal_basic_economic", rng), (_economic(one, economic),)),
        Table("general_public_expenditure", _title("general_public_expenditure", rng),
              (_functional(one, coded_lines(general, year, total)),)),
        Table("general_public_basic", _title("general_public_basic", rng), (_economic(one, economic),)),
        Table("operating_cost", _title("operating_cost", rng), (running,)),
        _three_public(accounts, rng, others=True),
        _fund(accounts, rng, "government_fund", accounts.book("government_fund_budget")),
    )  # fmt: skip


def _uses(items: Sequence[Spending]) -> tuple[Amount, ...]:
    return (*_by_type(items), added(i.reserve for i in items))


def _three_part_summary(accounts: Accounts, rng: Random) -> Table:
    total, basic, project, reserve = _uses(accounts.items)
    _, general, fund = _by_book(accounts.items)
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
        _classes(accounts, accounts.items, 1),
        side="expenditure",
        heading=("支出", "功能分类"),
        label="功能科目名称",
    )
    uses = Part(one, (Line("一、基本支出", (basic,)), Line("二、项目支出", (project,)),
                      Line("三、单位预留机动经费", (reserve,))), side="expenditure", heading=("支出", "支出用途"),
                label="项目名称", closing=(Line("当年支出小计", (total,)), Line("结转下年资金", (None,)),
                                       Line("支出合计", (total,))))  # fmt: skip
    return Table("budget_summary", _title("budget_summary", rng), (income, functions, uses), closing_spans=True)


def _use_row(accounts: Accounts, rng: Random) -> Table:
    columns = (TOTAL, BASIC, PROJECT, Column(("单位预留机动经费",), "reserve"))
    part = Part(columns, (Line("", _uses(accounts.items)),), label="")
    return Table("expenditure", _title("expenditure", rng), (part,))


def _final(accounts: Accounts, rng: Random) -> tuple[Content, ...]:
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
        return (*_by_type(some), None, None, None)

    return (
        _final_summary(accounts),
        _final_revenue(accounts),
        Table("expenditure", _title("expenditure", rng, stage),
              (_functional(spending, coded_lines(accounts.items, year, types)),)),
        _final_fiscal_summary(accounts),
        Table("general_public_expenditure", _title("general_public_expenditure", rng, stage),
              (_functional((TOTAL, BASIC, PROJECT), coded_lines(general, year, _by_type)),)),
        _halves(accounts, rng),
        _final_three_public(accounts, rng),
    )  # fmt: skip


def _final_summary(accounts: Accounts) -> Table:
    spent, before, after = _total(accounts.items), accounts.carryover_in, accounts.carryover_out
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
    outgo = Part((Column(("决算数",)),), _classes(accounts, accounts.items, 1), side="expenditure", heading=("支出",),
                 closing=(Line("本年支出合计", (spent,)), Line("结余分配", (None,)),
                          Line("年末结转和结余", (after or None,)), Line("总计", (total,))))  # fmt: skip
    return Table("budget_summary", "收入支出决算总表", (income, outgo))


def _final_revenue(accounts: Accounts) -> Table:
    columns = (Column(("本年收入合计",)), Column(("财政拨款收入",), "fiscal_appropriation"),
               Column(("上级补助收入",), "superior_subsidy"), Column(("事业收入",), "institutional"),
               Column(("经营收入",), "business"), Column(("附属单位上缴收入",), "subordinate_remittance"),
               Column(("其他收入",), "other"))  # fmt: skip

    def amounts(items: Iterable[Spending]) -> tuple[Amount, ...]:
        total = added(i.total for i in items)
        return (total, total, None, None, None, None, None)

    lines = coded_lines(accounts.items, accounts.fiscal_year, amounts)
    return Table("revenue", "收入决算表", (_functional(columns, lines),))


def _final_fiscal_summary(accounts: Accounts) -> Table:
    total, general, fund = _by_book(accounts.items)
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
    outgo = Part(columns, _classes(accounts, accounts.items, 3), side="expenditure", heading=("支出",), closing=(
        Line("本年支出合计", sums), Line("年末财政拨款结转和结余", (None, None, None)), Line("总计", sums)))  # fmt: skip
    return Table("fiscal_summary", "财政拨款收入支出决算总表", (income, outgo))


def _halves(accounts: Accounts, rng: Random) -> Table:
    """Personnel on the left, public spending on the right, each with its sum at the bottom."""
    sides = []
    for group, label in (("personnel", "人员经费合计"), ("public", "公用经费合计")):
        chosen = tuple(e for e in accounts.economic if e.group == group)
        lines = economic_lines(chosen, accounts.fiscal_year, _amount)[1:]
        total = Line(label, (added(e.amount for e in chosen),), "", "total")
        sides.append(Part((Column(("决算数",)),), lines, (total,), label="科目名称", coded="economic"))
    return Table("general_public_basic", _title("general_public_basic", rng, accounts.stage), tuple(sides))


def _final_three_public(accounts: Accounts, rng: Random) -> Table:
    total = accounts.three_public[0] + accounts.three_public[1] + accounts.three_public[4]
    paths = [(("合计",), "three_public_total"), *THREE_PUBLIC]
    columns, amounts = [], []
    for (path, item), amount in zip(paths, (total, *accounts.three_public), strict=True):
        columns += [Column((*path, "预算数"), "budget", None, item), Column((*path, "决算数"), "final", None, item)]
        amounts += [amount, amount]
    part = Part(tuple(columns), (Line("", tuple(amounts)),), label="")
    return Table("three_public", _title("three_public", rng, accounts.stage), (part,))
