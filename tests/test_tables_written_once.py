"""Headings whose merged cells were written once: the columns that they had before their blanks were lost."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from loaders.columns import Column
from loaders.identity import Identity
from loaders.readers import read_document
from loaders.recognise import recognise

KEYS = ["科目编码", "科目名称"]
COMPONENTS = ["合计", "因公出国（境）费", "公务用车购置及运行费", "公务接待费"]
VEHICLES = ["小计", "公务用车购置费", "公务用车运行费"]


def columns(title: str, *rows: Sequence[str]) -> dict[int, Column]:
    text = "\n".join([title, "单位：万元", *("\t".join(row) for row in rows)])
    document = read_document(f"{text}\n".encode())
    recognition = recognise(document, Identity(fiscal_year=2023, budget_stage="final_accounts"), set())
    return dict(recognition.tables[0].segments[0].columns)


def measures(read: dict[int, Column]) -> list[str | None]:
    return [column.measure for column in read.values() if column.role == "amount"]


def meanings(read: dict[int, Column]) -> list[tuple[str | None, str | None, str | None]]:
    return [(c.measure or c.role, c.stage, c.line_item) for c in read.values()]


@pytest.mark.parametrize("amounts", [3, 4, 5], ids=lambda n: f"{n} amounts in the longest row")
def test_headings_right_of_a_key_move_by_the_columns_that_the_key_spans(amounts: int) -> None:
    heads = ["项目", "本年收入合计", "财政拨款收入", "事业收入", "经营收入", "其他收入"]
    data = ["2101501", "行政运行", *["9.00", "6.00", "1.00", "1.00", "1.00"][:amounts]]
    read = columns("收入决算表", heads, KEYS, data)
    assert {col: c.heading_path for col, c in read.items()} == {
        1: "项目 > 科目编码",
        2: "项目 > 科目名称",
        **dict(enumerate(heads[1:], start=3)),
    }


@pytest.mark.parametrize("lower", [["", "", *VEHICLES, "", "", "", *VEHICLES], [*VEHICLES, *VEHICLES]])
def test_three_public_components_stand_below_their_own_year(lower: list[str]) -> None:
    amounts = ["5.00", "", "3.00", "", "3.00", "2.00", "4.13", "", "2.89", "", "2.89", "1.24"]
    once = columns("“三公”经费支出决算表", ["预算数", "决算数"], COMPONENTS * 2, lower, amounts)
    spread = columns(
        "“三公”经费支出决算表",
        ["预算数", "", "", "", "", "", "决算数"],
        [*COMPONENTS[:3], "", "", COMPONENTS[3]] * 2,
        ["", "", *VEHICLES, "", "", "", *VEHICLES],
        amounts,
    )
    assert meanings(once) == meanings(spread)
    assert len(once) == 12


def test_parts_are_given_to_their_whole_and_not_to_its_neighbour() -> None:
    heads = ["项目", "本年支出合计", "项目支出", "基本支出"]
    data = ["2101501", "行政运行", "90.00", "30.00", "60.00", "40.00", "20.00"]
    read = columns("支出决算表", heads, [*KEYS, "小计", "人员经费", "公用经费"], data)
    assert measures(read) == ["total", "project", "basic", "personnel", "public"]


def test_joined_codes_below_three_code_headings_are_one_column() -> None:
    heads = ["项目", "本年收入合计", "财政拨款收入", "其他收入"]
    data = ["2101501", "行政运行", "9.00", "6.00", "3.00"]
    read = columns("收入决算表", heads, KEYS, ["类", "款", "项"], data)
    assert [c.heading_path for c in read.values()][2:] == heads[1:]


def test_amounts_that_no_tree_of_headings_explains_mean_nothing() -> None:
    heads = ["项目", "本年收入合计", "财政拨款收入", "其他收入"]
    data = ["2101501", "行政运行", "9.00", "6.00", "1.00", "1.00", "1.00"]
    read = columns("收入决算表", heads, KEYS, data)
    assert set(measures(read)) == {"unrecognised"}


def test_column_numbers_that_contradict_the_headings_leave_the_amounts_without_meaning() -> None:
    heads = ["项目", "本年收入合计", "财政拨款收入", "其他收入"]
    read = columns("收入决算表", heads, KEYS, ["栏次", "1", "2", "3", "4"], ["2101501", "行政运行", "9.00", "6.00"])
    assert set(measures(read)) == {"unrecognised"}


def test_headings_that_may_be_shared_in_many_ways_are_left_as_printed_and_take_no_time() -> None:
    heads = ["科目编码", "科目名称", *(f"某项来源{n}" for n in range(28))]
    parts = [f"某种用途{n}" for n in range(30)]
    read = columns("支出决算表", heads, parts, ["2101501", "行政运行", *["1.00"] * 40])
    assert {c.basis for c in read.values()}.isdisjoint({"spans"})
