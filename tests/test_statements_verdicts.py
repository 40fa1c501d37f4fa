"""Words that compare without a number: what they are read as, whose they are, and when they say nothing for certain."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.test_statements_wordings import BUDGET, FINAL, read

BUREAU = "五、一般公共预算财政拨款支出决算情况说明\n（三）一般公共预算财政拨款支出决算具体情况\n"
EXPENSES = "九、一般公共预算“三公”经费、会议费、培训费支出预算情况说明\n"
ITEM = "1、一般公共服务支出（类）财政事务（款）行政运行（项）。年初预算为20.00万元，支出决算为18.50万元。"


def words(text: str, *, is_final: bool = False) -> list[tuple[str, str, str | None, str | None]]:
    """Word, role, line item and subject code of each word that compares."""
    found = read(text, FINAL if is_final else BUDGET).quantities
    return [
        (q.value_published, q.value_role, q.line_item, q.subject_code)
        for q in found
        if q.value_role.startswith("said_")
    ]


@pytest.mark.parametrize(
    ("said", "word", "role"),
    [
        ("决算数小于预算数的主要原因：人员变动。", "小于", "said_less_than_budget"),
        ("决算数大于年初预算数。", "大于", "said_more_than_budget"),
        ("支出决算等于预算数。", "等于", "said_equal_to_budget"),
        ("决算数与预算数持平。", "持平", "said_equal_to_budget"),
    ],
)
def test_words_about_the_budget_speak_of_the_amount_before_them(said: str, word: str, role: str) -> None:
    assert words(BUREAU + ITEM + said, is_final=True) == [
        (word, role, "general_public_expenditure_function", "2010601")
    ]


@pytest.mark.parametrize(
    "said",
    [
        "决算数与预算数基本持平。",  # close to is not the same
        "决算数大于（小于）预算数的主要原因：。",  # a choice of the template that nobody made
        "决算数大于预算编制口径。",
    ],
)
def test_words_that_leave_the_matter_open_are_none(said: str) -> None:
    assert words(BUREAU + ITEM + said, is_final=True) == []


def test_unchanged_speaks_of_the_amount_before_it() -> None:
    text = (
        EXPENSES
        + "1．因公出国（境）费预算支出22.5万元， 与上年预算数持平。\n2．公务接待费预算支出4万元，本年数与上年度一致。"
    )
    assert words(text) == [
        ("持平", "said_unchanged", "three_public_outbound_travel", None),
        ("一致", "said_unchanged", "three_public_reception", None),
    ]


def test_unchanged_speaks_of_the_subject_that_its_own_words_name() -> None:
    final = replace(FINAL, fiscal_year=2024)
    text = "四、财政拨款收入支出决算总体情况说明\n某局2024年度财政拨款收入支出总计20万元。与2023年度相比，财政拨款收入支出总计持平。"
    found = [q for q in read(text, final).quantities if q.value_role == "said_unchanged"]
    assert [(q.line_item, q.figure_id) for q in found] == [
        ("fiscal_revenue_expenditure_total", read(text, final).figures[0].figure_id)
    ]


@pytest.mark.parametrize(
    "said",
    [
        "与2019年相比持平。",  # another year than the last
        "与上年决算数持平。",  # accounts beside a budget
        "主要原因是人数与上年一致。",  # about something else
        "与上年基本持平。",
    ],
)
def test_unchanged_against_anything_else_is_left_alone(said: str) -> None:
    assert words(EXPENSES + "公务接待费预算支出4万元。" + said) == []
