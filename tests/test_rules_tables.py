"""Rules about what tables and forms should print and do not: a budget and a set of forms, with one thing gone at a time."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from copy import deepcopy

import pytest

from loaders.stage import stage_document
from tests.compared import Comparison, Staged, comparisons

pytestmark = pytest.mark.slow

Rows = list[list[str]]
Tables = dict[str, Rows]

BUDGET: Tables = {
    "收支预算总表": [
        ["收入", "预算数", "支出", "预算数"],
        ["一、一般公共预算拨款收入", "38.00", "一、一般公共服务支出", "30.00"],
        ["二、事业收入", "2.00", "二、住房保障支出", "10.00"],
        ["本年收入合计", "40.00", "本年支出合计", "40.00"],
        ["收入总计", "40.00", "支出总计", "40.00"],
    ],
    "支出预算总表": [
        ["科目编码", "科目名称", "合计", "基本支出", "项目支出"],
        ["", "合计", "40.00", "30.00", "10.00"],
        ["201", "一般公共服务支出", "30.00", "20.00", "10.00"],
        ["20103", "政府办公厅（室）及相关机构事务", "30.00", "20.00", "10.00"],
        ["2010301", "行政运行", "20.00", "20.00", ""],
        ["2010302", "一般行政管理事务", "10.00", "", "10.00"],
        ["221", "住房保障支出", "10.00", "10.00", ""],
        ["22102", "住房改革支出", "10.00", "10.00", ""],
        ["2210201", "住房公积金", "10.00", "10.00", ""],
    ],
    "一般公共预算支出表": [
        ["科目编码", "科目名称", "合计", "基本支出", "项目支出"],
        ["", "合计", "38.00", "30.00", "8.00"],
        ["201", "一般公共服务支出", "28.00", "20.00", "8.00"],
        ["20103", "政府办公厅（室）及相关机构事务", "28.00", "20.00", "8.00"],
        ["2010301", "行政运行", "20.00", "20.00", ""],
        ["2010302", "一般行政管理事务", "8.00", "", "8.00"],
        ["221", "住房保障支出", "10.00", "10.00", ""],
        ["22102", "住房改革支出", "10.00", "10.00", ""],
        ["2210201", "住房公积金", "10.00", "10.00", ""],
    ],
    "一般公共预算基本支出表": [
        ["科目编码", "科目名称", "合计", "人员经费", "公用经费"],
        ["", "合计", "30.00", "24.00", "6.00"],
        ["301", "工资福利支出", "24.00", "24.00", ""],
        ["30101", "基本工资", "14.00", "14.00", ""],
        ["30102", "津贴补贴", "10.00", "10.00", ""],
        ["302", "商品和服务支出", "6.00", "", "6.00"],
        ["30217", "公务接待费", "6.00", "", "6.00"],
    ],
    "“三公”经费支出表": [
        ["合计", "因公出国（境）费", "公务用车购置及运行费", "公务用车购置及运行费", "公务用车购置及运行费", "公务接待费"],
        ["合计", "因公出国（境）费", "小计", "公务用车购置费", "公务用车运行费", "公务接待费"],
        ["9.00", "0.00", "3.00", "", "3.00", "6.00"],
    ],
    "政府采购支出表": [
        ["采购品目大类", "专项名称", "采购物品名称", "总计"],
        ["合计", "", "", "9.00"],
        ["一、货物", "", "", "6.00"],
        ["", "办公设备购置费", "", "4.00"],
        ["", "", "复印机", "1.00"],
        ["", "", "家具用具", "3.00"],
        ["", "培训费", "", "2.00"],
        ["", "", "印刷品", "2.00"],
        ["三、服务", "", "", "3.00"],
        ["", "会议费", "", "3.00"],
        ["", "", "会议服务", "3.00"],
    ],
}  # fmt: skip


def page(title: str, tables: Sequence[tuple[str, Rows]]) -> bytes:
    """A web page: a title, and tables with their titles and unit."""
    parts = [f"<h1>{title}</h1>"]
    for heading, rows in tables:
        cells = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
        parts.append(f"<h2>{heading}</h2><p>单位：万元</p><table>{cells}</table>")
    return f"<html><body>{''.join(parts)}</body></html>".encode()


def budget(name: str, tables: Tables) -> Staged:
    titled = [(f"2023年{name}{title}", rows) for title, rows in tables.items()]
    return stage_document(page(f"{name}2023年部门预算公开", titled)).rows


def form(number: int) -> Rows:
    """A self-evaluation of a project: planned, provided and spent by source."""
    amount = f"{number * 10}.00"
    money = [["总额", amount], ["其中：财政资金", amount], ["财政专户管理资金", "0.00"], ["单位资金", "0.00"]]
    return [
        ["项目名称", f"项目{'一二三四五六'[number - 1]}", "", "", "", "", ""],
        ["预算执行情况（10分）", "年度预算数（万元）", "年初预算", "调整后预算数", "预算执行数", "预算执行率", "得分"],
        *(["", name, said, said, said, "100.00%" if said == amount else "0.00%", ""] for name, said in money),
    ]


def target(number: int) -> Rows:
    """A performance target whose money of earlier years is the year's."""
    return [
        ["项目名称", f"目标{'一二三四五六'[number - 1]}", ""],
        ["项目资金（万元）", "中期资金总额： 万元", f"年度资金总额： {number} 万元"],
        ["", "其中：财政拨款 万元", f"其中：财政拨款 {number} 万元"],
        ["", "其中：延续项目", f"以前年度预算安排：{number}"],
        ["总体目标", "年度目标", "完成工作"],
    ]


Forms = dict[str, list[Rows]]
FORMS: Forms = {
    "部门预算项目支出绩效自评表（2022年度）": [form(number) for number in range(1, 7)],
    "项目支出绩效目标申报表（2022年度）": [target(number) for number in range(1, 7)],
}


def forms(name: str, printed: Forms) -> Staged:
    titled = [(title, rows) for title, several in printed.items() for rows in several]
    return stage_document(page(f"{name}2022年部门决算公开", titled)).rows


def blank(table: str, row: int, *cols: int) -> Callable[[Tables], None]:
    """Cells of one row without their amounts."""

    def edit(tables: Tables) -> None:
        for col in cols:
            tables[table][row][col] = ""

    return edit


def without(table: str, *rows: int) -> Callable[[Tables], None]:
    def edit(tables: Tables) -> None:
        tables[table] = [cells for number, cells in enumerate(tables[table]) if number not in rows]

    return edit


def exchanged(table: str, one: int, other: int, col: int) -> Callable[[Tables], None]:
    def edit(tables: Tables) -> None:
        rows = tables[table]
        rows[one][col], rows[other][col] = rows[other][col], rows[one][col]

    return edit


def sources_blank(tables: Tables) -> None:
    for row in (1, 2, 3):
        tables["收支预算总表"][row][1] = ""


def template(tables: Tables) -> None:
    for rows in tables.values():
        for cells in rows:
            cells[:] = ["" if re.fullmatch(r"[0-9.]+[.][0-9]{2}", cell) else cell for cell in cells]


SUMMARY, EXPENDITURE, GENERAL, BASIC = "收支预算总表", "支出预算总表", "一般公共预算支出表", "一般公共预算基本支出表"
OFFICIAL, PROCUREMENT = "“三公”经费支出表", "政府采购支出表"
GONE: dict[str, tuple[Callable[[Tables], None], str, str, float]] = {
    "total_of_the_year_is_blank": (blank(SUMMARY, 3, 3), "V03M", "", 1),
    "grand_totals_are_gone": (without(SUMMARY, 3, 4), "V03M", "", 1),
    "sources_are_blank": (sources_blank, "V03M", "", 1),
    "total_row_is_gone": (without(BASIC, 1), "V03M", "", 1),
    "cell_of_the_total_row_is_blank": (blank(BASIC, 1, 3), "V03M", "", 1),
    "column_of_totals_is_blank": (blank(OFFICIAL, 2, 0), "V03M", "", 1),
    "subtotal_is_blank": (blank(OFFICIAL, 2, 2), "V03M", "", 1),
    "parts_of_a_subtotal_are_blank": (blank(OFFICIAL, 2, 4), "V03M", "", 1),
    "only_part_of_a_class_is_blank": (blank(BASIC, 6, 2, 4), "V06B", "", 1),
    "section_is_gone": (without(GENERAL, 3), "V13", "", 4),
    "official_expenses_are_empty": (without(OFFICIAL, 2), "P12E", "", 1),
    "projects_exchanged": (exchanged(PROCUREMENT, 3, 6, 3), "V11B", "6.4", 2),
    "categories_exchanged": (exchanged(PROCUREMENT, 2, 8, 3), "V11B", "6.9", 6),
    "item_of_an_agreeing_class_is_gone": (without(GENERAL, 8), "X12E", "2210201", 10),
}  # fmt: skip


def spent_from(source: int, forms: Forms) -> None:
    rows = next(iter(forms.values()))[2]
    rows[3][source], rows[4][source] = rows[4][source], rows[3][source]


def overspent(forms: Forms) -> None:
    next(iter(forms.values()))[2][4][4] = "0.01"


def line_gone(forms: Forms) -> None:
    del next(iter(forms.values()))[2][5]


def nought_gone(forms: Forms) -> None:
    next(iter(forms.values()))[2][5][3] = ""


def earlier(text: str) -> Callable[[Forms], None]:
    """What the third target says of earlier years; nothing: its row is gone."""

    def edit(forms: Forms) -> None:
        rows = list(forms.values())[1][2]
        rows[3:4] = [["", "其中：延续项目", text]] if text else []

    return edit


ODD: dict[str, tuple[Callable[[Forms], None], str, float]] = {
    "budgeted_from_another_source": (lambda forms: spent_from(2, forms), "M09X", 1),
    "spent_from_another_source": (lambda forms: spent_from(4, forms), "M09X", 1),
    "spent_without_budget": (overspent, "M10S", 1),
    "line_is_gone": (line_gone, "M03L", 3),
    "nought_is_gone": (nought_gone, "M03L", 1),
    "earlier_years_are_gone": (earlier(""), "M03L", 1),
    "earlier_years_unlike": (earlier("以前年度预算安排：7"), "M03Y", 1),
    "earlier_years_out_of_scale": (earlier("以前年度预算安排：30000"), "M03Y", 1),
}  # fmt: skip
RULES = {"V03M", "V06B", "V11B", "V13", "P12E", "X12E", "M03L", "M03Y", "M09X", "M10S"}
Outcomes = dict[str, list[Comparison]]


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> Outcomes:
    """What the rules say of the budget and the forms as they are, and of each with one thing gone."""
    printed: dict[str, Staged] = {"budget": budget("某县财政局", BUDGET), "forms": forms("某县教育局", FORMS)}
    edits = {name: edit for name, (edit, *_) in GONE.items()} | {"template": template}
    for name, edit in edits.items():
        edit(tables := deepcopy(BUDGET))
        printed[name] = budget("某县财政局", tables)
    for name, (change, *_) in ODD.items():
        change(several := deepcopy(FORMS))
        printed[name] = forms("某县教育局", several)
    keys = {name: staged["documents"][0].document_key for name, staged in printed.items()}
    compared = comparisons(tmp_path_factory.mktemp("tables"), {keys[name]: staged for name, staged in printed.items()})
    return {name: [one for one in compared if one.document_key == key] for name, key in keys.items()}


def failures(compared: list[Comparison]) -> list[tuple[str, str, str | None]]:
    return [
        (one.rule_id, one.instance_key, one.severity)
        for one in compared
        if one.status == "discrepancy" and one.rule_id in RULES
    ]


@pytest.mark.parametrize("name", ["budget", "forms", "template"])
def test_what_is_printed_in_full_or_not_at_all_raises_nothing(outcomes: Outcomes, name: str) -> None:
    assert failures(outcomes[name]) == []
    assert outcomes[name]


def test_each_rule_compares_something_where_nothing_is_wrong(outcomes: Outcomes) -> None:
    assert {one.rule_id for name in ("budget", "forms") for one in outcomes[name] if one.status == "pass"} >= RULES


@pytest.mark.parametrize("name", GONE)
def test_what_a_table_lacks_is_asked_for(outcomes: Outcomes, name: str) -> None:
    _, rule, key, count = GONE[name]
    found = [one for one in outcomes[name] if (one.rule_id, one.instance_key, one.status) == (rule, key, "discrepancy")]
    assert {(one.actual, one.severity) for one in found} == {(count, "soft")}


@pytest.mark.parametrize("name", ODD)
def test_a_form_is_held_against_its_sister_forms(outcomes: Outcomes, name: str) -> None:
    _, rule, count = ODD[name]
    assert failures(outcomes[name]) == [(rule, "", "soft")]
    assert [one.actual for one in outcomes[name] if (one.rule_id, one.status) == (rule, "discrepancy")] == [count]
