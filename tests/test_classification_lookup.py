"""Subjects are found by name in the classification of the fiscal year, or not at all."""

from __future__ import annotations

import pytest

from loaders.classification import (
    economic_by_name,
    economic_name,
    functional_by_name,
    functional_by_path,
    functional_name,
)


@pytest.mark.parametrize(
    ("name", "year", "level", "parent", "code"),
    [
        ("一般公共服务支出", 2022, None, None, "201"),
        ("一般公共服务", 2022, "class", None, "201"),
        ("一般公共服务（类）", 2022, "class", None, "201"),
        ("医疗卫生与计划生育支出", 2018, "class", None, "210"),
        ("医疗卫生与计划生育支出", 2023, "class", None, "210"),  # an old name in a later year
        ("卫生健康支出", 2023, "class", None, "210"),
        ("行政运行", 2022, None, None, None),  # every section has one
        ("行政运行", 2022, "item", "20103", "2010301"),
        ("行政单位医疗", 2022, "item", "210", "2101101"),
        ("住房公积金", 2022, None, "221", "2210201"),
        ("不存在的科目", 2022, None, None, None),
        ("", 2022, None, None, None),
        ("（类）", 2022, None, None, None),
    ],
)
def test_functional_by_name(name: str, year: int, level: str | None, parent: str | None, code: str | None) -> None:
    assert functional_by_name(name, year, level, parent) == code


@pytest.mark.parametrize(
    ("path", "year", "code"),
    [
        (("一般公共服务（类）", "政府办公厅（室）及相关机构事务（款）", "行政运行（项）"), 2022, "2010301"),
        (("一般公共服务支出", "党委办公厅(室)及相关机构事务", "机关服务"), 2018, "2013103"),
        (("社会保障和就业支出", "行政事业单位养老支出", None), 2022, "20805"),
        ((None, "党委办公厅（室）及相关机构事务", "行政运行"), 2022, "2013101"),
        (("住房保障支出", None, "住房公积金"), 2022, "2210201"),
        (("一般公共服务支出", "党委办公厅（室）及相关机构事务", "没有这一项"), 2022, None),
    ],
)
def test_functional_by_path(path: tuple[str | None, str | None, str | None], year: int, code: str | None) -> None:
    found = functional_by_path(*path, year)
    assert found == ((code, "name_path") if code else None)


def test_a_name_is_the_one_in_force_in_the_year() -> None:
    assert functional_name("210", 2018) == "医疗卫生与计划生育支出"
    assert functional_name("210", 2022) == "卫生健康支出"
    assert functional_name("9999999") is None


def test_economic_names_differ_by_system() -> None:
    assert economic_by_name("department", "工资福利支出", 2022) == "301"
    assert economic_by_name("government", "机关工资福利支出", 2022) == "501"
    assert economic_by_name("department", "机关工资福利支出", 2022) is None
    assert economic_by_name("department", "办公费", 2022) == "30201"
    assert economic_name("department", "302", 2022) == "商品和服务支出"
    assert economic_name("department", "000") is None
