"""Headings, labels and codes one at a time: what each says, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.coded_subjects import Trail, read_subject, split_glued, whole_code
from loaders.grids import read_number
from loaders.lines import Block, label_keys, read_line, without_numbering
from loaders.vocabulary import damaged_heading, printed_unit, read_heading

HEADINGS = {
    ("科目编码", None): ("code", None, None, None),
    ("支出功能分类科目编码", None): ("code", None, None, None),
    ("单位代码", None): ("unit_code", None, None, None),
    ("项 目", None): ("name", None, None, None),
    ("项目名称", "project_expenditure"): ("project_name", None, None, None),
    ("2022 年预算数", None): ("amount", None, None, 2022),
    ("一般公共预算 财政拨款", None): ("amount", None, "general_public_budget", None),
    ("财政专户收入", None): ("amount", None, "fiscal_special_account", None),
    ("事业收入", None): ("amount", None, "institutional", None),
    ("事业单位经营收入", None): ("amount", None, "business", None),
    ("经营支出", None): ("amount", "business", None, None),
    ("上缴（解）上级支出", None): ("amount", "remitted_to_superior", None, None),
    ("日常公用经费", None): ("amount", "public", None, None),
    ("公务用车购置及运维费", "three_public"): ("amount", None, None, None),
    ("增减率（%）", None): ("quantity", None, None, None),
    ("财政拨款收入", "fiscal_summary"): ("group", None, None, None),
    ("财政拨款收入", "revenue"): ("amount", None, "fiscal_appropriation", None),
}


@pytest.mark.parametrize(("heading", "meaning"), HEADINGS.items())
def test_a_heading_says_what_its_column_holds(
    heading: tuple[str, str | None], meaning: tuple[str, str | None, str | None, int | None]
) -> None:
    read = read_heading(*heading)
    assert read.entry is not None
    assert (read.entry.role, read.entry.measure, read.entry.fund, read.year) == meaning


def test_a_heading_of_unknown_words_stays_unknown() -> None:
    assert read_heading("左颈管粉").entry is None
    assert read_heading("2022 左颈管粉").year == 2022


def test_a_heading_of_last_year_is_relative_and_a_balance_of_last_year_is_not() -> None:
    assert read_heading("上年预算数").year_offset == -1
    assert read_heading("上年结转").year_offset is None


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("单位：万元", "万元"), ("金额单位：元", "元"), ("部门：某局 单位：元", "元"), ("价值（金额单位：万元）", "万元"),
        ("资金总额（元）", "元"), ("单位：某某局", None), ("单位：元数据中心", None), ("（单位：千元）", "千元"),
    ],
)  # fmt: skip
def test_a_unit_of_money_is_told_from_a_unit_of_government(text: str, unit: str | None) -> None:
    assert printed_unit(text) == unit


@pytest.mark.parametrize(
    ("left", "entry"),
    [
        ("上结结余", "carryover_in"), ("国有资本算投款收", "state_capital"), ("财政专理收入", "special_account"),
        ("级补助收入", "superior"), ("左颈管粉", None), ("收入", None),
    ],
)  # fmt: skip
def test_a_damaged_heading_is_repaired_only_where_one_wording_holds_what_is_left(left: str, entry: str | None) -> None:
    found = damaged_heading(left, "revenue")
    assert (found.id if found else None) == entry


@pytest.mark.parametrize(
    ("printed", "name", "depth"),
    [
        ("一、一般公共服务支出", "一般公共服务支出", 1), ("（二十一）粮油物资储备支出", "粮油物资储备支出", 2),
        ("1.一般公共预算", "一般公共预算", 3), ("其中：公务用车购置费", "公务用车购置费", 5), ("收入总计", "收入总计", 0),
        ("三公经费", "三公经费", 0), ("1、房屋（平方米）", "房屋（平方米）", 3), ("一般公共预算拨款", "一般公共预算拨款", 0),
    ],
)  # fmt: skip
def test_numbering_is_taken_off_a_label(printed: str, name: str, depth: int) -> None:
    assert without_numbering(printed) == (name, depth)


@given(st.text(alphabet="一二三四五六七八九十、（）().1234其中：支出收入合计", max_size=12))
def test_taking_numbering_off_is_done_in_one_go(label: str) -> None:
    name, _ = without_numbering(label)
    assert without_numbering(name)[0] == name


def lines(side: str, *labels: str, prefix: str = "") -> list[tuple[str | None, str | None]]:
    block = Block(side, prefix, 2022, label_keys(labels))
    return [(line.line_item, line.fund or line.subject_code) for line in (read_line(label, block) for label in labels)]


def test_the_same_label_is_a_source_above_and_a_balance_below_the_carry_over() -> None:
    assert lines("revenue", "一、本年收入", "（一）一般公共预算拨款", "二、上年结转", "（一）一般公共预算拨款", "收入总计",
                 prefix="fiscal_") == [
        ("fiscal_revenue_current_year", None),
        ("fiscal_revenue_source", "general_public_budget"),
        ("fiscal_carryover_opening", "carryover"),
        ("fiscal_carryover_opening_source", "general_public_budget"),
        ("fiscal_revenue_total", None),
    ]  # fmt: skip


def test_a_sum_of_revenue_is_the_total_only_where_no_other_total_is_printed() -> None:
    assert lines("revenue", "收入合计")[0][0] == "revenue_total"
    assert lines("revenue", "收入合计", "收入总计")[0][0] == "revenue_current_year"


def test_classes_are_found_in_the_classification_of_the_year() -> None:
    assert lines("expenditure", "十、卫生健康支出", "九、医疗卫生与计划生育支出", "二十四、预备费") == [
        ("expenditure_function", "210"), ("expenditure_function", "210"), ("expenditure_function", "227"),
    ]  # fmt: skip


def test_an_unknown_label_gets_no_line_item() -> None:
    assert lines("expenditure", "十一、某种从未见过的支出") == [(None, None)]


@pytest.mark.parametrize(
    ("cells", "above", "code"),
    [
        (["2010601"], "", "2010601"), (["201", "06", "01"], "", "2010601"), (["201", "06", ""], "", "20106"),
        (["", "06", ""], "201", "20106"), (["", "", "01"], "20106", "2010601"), (["201", "20106", "2010601"], "", "2010601"),
        (["2010601·"], "", "2010601"), (["11111/11/14"], "", None), (["06", "", ""], "", None), (["201 06 01"], "", "2010601"),
    ],
)  # fmt: skip
def test_a_code_is_put_together_from_its_columns(cells: list[str], above: str, code: str | None) -> None:
    found = whole_code(cells, Trail(above))
    assert (found[0] if found else None) == code


@given(
    st.from_regex(r"2[0-9]{2}", fullmatch=True),
    st.from_regex(r"[0-9]{2}", fullmatch=True),
    st.from_regex(r"[0-9]{2}", fullmatch=True),
)
def test_split_and_joined_codes_are_the_same_code(class_: str, section: str, item: str) -> None:
    whole = whole_code([class_ + section + item], Trail())
    assert whole == (class_ + section + item, True)
    assert whole_code([class_, section, item], Trail()) == whole
    assert whole_code(["", "", item], Trail(class_ + section)) == whole


def test_a_name_without_a_code_is_looked_up_below_the_rows_above_it() -> None:
    trail = Trail()
    codes = []
    for name in ("一般公共服务支出", "人大事务", "行政运行", "政协事务", "行政运行"):
        subject = read_subject([], name, "functional", 2022, trail)
        assert subject is not None
        codes.append(subject.code)
    assert codes == ["201", "20101", "2010101", "20102", "2010201"]


def test_a_code_glued_to_its_name_is_taken_apart_and_an_amount_is_not() -> None:
    assert split_glued("[30101]基本工资") == ("30101", "基本工资")
    assert split_glued("2010101 行政运行") == ("2010101", "行政运行")
    assert split_glued("201.50") is None


@pytest.mark.parametrize(
    ("cell", "value"),
    [("1,708.68", "1708.68"), ("0.0\n0", "0.00"), ("1,234.5\n6", "1234.56"), ("12\n34", None), ("1.00\n2.00", None),
     ("3,845.24 1", None), ("-10.77%", "-10.77"), ("20万以下", None)],
)  # fmt: skip
def test_a_cell_is_one_number_or_none(cell: str, value: str | None) -> None:
    read = read_number(cell)
    assert (str(read.value) if read else None) == value
