"""Title lines: which statutory table a whole line names, whatever it is glued to, and which lines name none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.titles import read_title, table_entries

NAMED = {
    "支出决算表": "expenditure",
    "一般公共预算财政拨款支出决算表": "general_public_expenditure",
    "一般公共预算财政拨款基本支出决算表": "general_public_basic",
    "财政拨款“三公”经费支出决算表": "three_public",
    "收入支出决算总表": "budget_summary",
    "财政拨款收入支出决算总表": "fiscal_summary",
    "政府性基金预算财政拨款收入支出决算表": "government_fund",
    "国有资本经营预算财政拨款支出决算表": "state_capital",
    "部门预算政府基金预算财政拨款支出表": "government_fund",
    "一般公共预算机关运行经费支出预算表": "operating_cost",
    "部门政府采购预算": "procurement",
    "部门固定资产占用情况表": "fixed_assets",
    "部门预算项目支出表": "project_expenditure",
    "财政拨款基本支出预算表（经济科目）": "fiscal_basic_economic",
    "财政拨款支出预算表（功能科目）": "fiscal_expenditure_functional",
    # glued to an issuer, a year, a form number, an ordinal, a unit, an owner
    "某市某区某局办公室部门收支总表": "budget_summary",
    "某县某局2023年一般公共预算“三公”经费支出控制表": "three_public",
    "2022年度某市某局收入决算表": "revenue",
    "公开05表 一般公共预算支出表": "general_public_expenditure",
    "表一一般公共预算支出表": "general_public_expenditure",
    "附表3：部门支出总表": "expenditure",
    "四、财政拨款收支总表": "fiscal_summary",
    "（二）收入预算总表": "revenue",
    "单位公开表8“三公”经费支出预算表": "three_public",
    "部门收入总表（单位：万元）": "revenue",
    "支出预算总表 部门：某县某局 单位：元": "expenditure",
    "一般公共预算基本支出表（续表）": "general_public_basic",
    "2017年政府采购预算表": "procurement",
    # worded as no listed title is
    "某州一般公共预算财政拨款安排支出情况统计表": "general_public_expenditure",
    "部门收入来源情况一览表": "revenue",
    "政府性基金预算拨款安排支出一览表": "government_fund",
}
NO_TITLES = (
    "三、支出决算情况说明",
    "一般公共预算财政拨款支出决算情况说明",
    "详见部门支出总表",
    "项目支出绩效自评表",
    "部门整体支出绩效目标表",
    "2022年部门支出预算为1379.53万元，其中基本支出606.34万元。",
    "基本支出",
    "部门：某县某局",
    "",
)


@pytest.mark.parametrize(("line", "kind"), NAMED.items())
def test_a_title_names_its_table(line: str, kind: str) -> None:
    title = read_title(line)
    assert title is not None
    assert title.entry.key == kind


@pytest.mark.parametrize("line", NO_TITLES)
def test_a_line_that_is_no_title_names_no_table(line: str) -> None:
    assert read_title(line) is None


def test_a_title_is_never_a_part_of_a_longer_one() -> None:
    """支出决算表 stands inside three other titles: what stands before it must be an issuer, or nothing."""
    assert read_title("某某资金支出决算表") is None or read_title("某某资金支出决算表").basis == "title_words"  # type: ignore[union-attr]


def test_a_title_tells_year_stage_and_what_stands_before_it() -> None:
    title = read_title("某县教育局2022年度收入决算表")
    assert title is not None
    assert (title.year, title.is_final, title.prefix, title.basis) == (2022, True, "某县教育局", "title")


def test_every_listed_title_names_its_own_entry() -> None:
    for entry in table_entries().values():
        for listed in entry.titles:
            title = read_title(listed)
            assert title is not None
            assert title.entry is entry


@given(st.text(max_size=70))
def test_any_line_is_read_without_fault(line: str) -> None:
    title = read_title(line)
    assert title is None or title.entry.key in table_entries()


@given(
    st.sampled_from(sorted(NAMED)),
    st.sampled_from(["某省某市某厅", "某县人民政府办公室", "某某大学"]),
    st.integers(2015, 2035),
)
def test_an_issuer_and_a_year_do_not_change_what_a_title_names(line: str, issuer: str, year: int) -> None:
    bare = read_title(line)
    assert bare is not None
    if bare.basis == "title" and not bare.prefix and bare.year is None:
        glued = read_title(f"{issuer}{year}年{bare.listed}")
        assert glued is not None
        assert (glued.entry.key, glued.year) == (bare.entry.key, year)
