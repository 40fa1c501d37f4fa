"""Targets of indicators: operator, number, unit, cost; a number is read only where there is exactly one to read."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.indicators import Target, read_operator, read_target

OPERATORS = {">=", "<=", "=", ">", "<", "none", "qualitative", "unreadable", None}
BASES = {"symbol", "lexical", "text", "date", "compound", "none", "unreadable", "missing"}
SIGNS = {"≥": ">=", "≧": ">=", ">=": ">=", "≤": "<=", "≦": "<=", "＝": "=", "=": "=", "＞": ">", ">": ">", "<": "<"}
NUMBERS = st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False)
# What targets are made of, so that random texts come near to real ones.
FRAGMENTS = st.sampled_from(
    ["≥", "≤", "=", "95", "%", "1,200", "万元", "次", "，", "；", "不低于", "以上", "2022年12月底", "每人", "/", "经费", " ", "3.5", "第", "<u> </u>"]
)  # fmt: skip
TARGETS = st.lists(FRAGMENTS, max_size=8).map("".join) | st.text(max_size=30)


def brief(target: Target) -> tuple[str | None, str, str | None, str | None]:
    value = None if target.value is None else str(target.value)
    return target.operator, target.basis, value, target.unit


@pytest.mark.parametrize(
    ("text", "operator", "basis", "value", "unit"),
    [
        ("≥95%", ">=", "symbol", "95", "%"),
        ("≧30次", ">=", "symbol", "30", "次"),
        ("＞90％", ">", "symbol", "90", "%"),
        ("=%100", "=", "symbol", "100", "%"),
        ("100 百分比", "none", "none", "100", "百分比"),
        ("≥5 类", ">=", "symbol", "5", "类"),
        ("≥35台（套）", ">=", "symbol", "35", "台"),
        ("35,000 元", "none", "none", "35000", "元"),
        ("6次/年", "none", "none", "6", "次/年"),
        ("40 万件", "none", "none", "40", "万件"),
        ("达100%", "none", "none", "100", "%"),
        ("90%以上", ">=", "lexical", "90", "%"),
        ("不低于90%", ">=", "lexical", "90", "%"),
        ("不超过3天", "<=", "lexical", "3", "天"),
        ("至少派遣3名", ">=", "lexical", "3", "名"),
        ("5个工作日内", "none", "none", "5", "个"),
        ("满意度>95%", ">", "symbol", "95", "%"),
        ("办结3起案件", "none", "none", "3", "起"),
        ("监督7个单位，办结7起案件", "qualitative", "compound", None, None),
        ("培训3-5次", "qualitative", "compound", None, None),
        ("覆盖率≥90%，市", "qualitative", "compound", None, None),
        ("2022年12月底", "qualitative", "date", None, None),
        ("2022.01-2022.12", "qualitative", "date", None, None),
        ("持续提升", "qualitative", "text", None, None),
        ("5G网络全覆盖", "qualitative", "text", None, None),
        ("24小时值班", "qualitative", "text", None, None),
        ("", None, "missing", None, None),
    ],
)
def test_a_target_in_one_cell(text: str, operator: str | None, basis: str, value: str | None, unit: str | None) -> None:
    assert brief(read_target(text)) == (operator, basis, value, unit)


@pytest.mark.parametrize(
    ("text", "sign", "unit_cell", "operator", "basis", "value", "unit"),
    [
        ("35000", "≥", "人/次", ">=", "symbol", "35000", "人/次"),
        ("95", "2", "%", "unreadable", "unreadable", "95", "%"),
        ("90", "^", "%", "unreadable", "unreadable", "90", "%"),
        ("24", "<u> </u>", "万", "unreadable", "unreadable", "24", "万"),
        ("14", "<u>≤</u>", "万", "<=", "symbol", "14", "万"),
        ("好坏", "定性", "", "qualitative", "symbol", None, None),
        ("优良中低差", "≥", "", "qualitative", "text", None, None),
        ("100", "", "%", "none", "none", "100", "%"),
        ("", "≥", "%", None, "missing", None, "%"),
    ],
)
def test_a_target_with_its_sign_in_a_column(
    text: str, sign: str, unit_cell: str, operator: str | None, basis: str, value: str | None, unit: str | None
) -> None:
    assert brief(read_target(text, sign, unit_cell)) == (operator, basis, value, unit)


@pytest.mark.parametrize(
    ("text", "is_cost", "cost", "unit"),
    [
        ("≤707.92万元", True, "707.92", "万元"),
        ("办公费预计6万", True, "6", "万"),
        ("每人0.5万/次，全年预计2万元", True, "2", "万元"),
        ("车辆15万元，调研20万元", True, "35", "万元"),
        ("共8万元，其中印刷3万元", True, "8", "万元"),
        ("印刷5000元，差旅2万元", True, "2.5", "万元"),
        ("人均3500元", True, None, None),
        ("全覆盖，需要费用3.28万元", False, "3.28", "万元"),
        ("引资4亿元", False, None, None),
    ],
)
def test_costs_that_a_target_names(text: str, is_cost: bool, cost: str | None, unit: str | None) -> None:
    target = read_target(text, is_cost=is_cost)
    assert (target.cost, target.cost_unit) == (None if cost is None else Decimal(cost), unit)


@given(st.sampled_from(sorted(SIGNS)), NUMBERS, st.sampled_from(["%", "次", "万元", "人", "个"]))
def test_sign_number_and_unit_come_back(sign: str, value: Decimal, unit: str) -> None:
    in_one_cell, in_columns = read_target(f"{sign}{value}{unit}"), read_target(str(value), sign, unit)
    assert brief(in_one_cell) == brief(in_columns) == (SIGNS[sign], "symbol", str(value), unit)


@given(TARGETS, st.none() | st.sampled_from(["≥", "", "定性", "?", " "]), st.none() | st.sampled_from(["%", "", "万元"]), st.booleans())  # fmt: skip
def test_any_text_is_read_or_kept(text: str, sign: str | None, unit: str | None, is_cost: bool) -> None:
    target = read_target(text, sign, unit, is_cost=is_cost)
    assert target.operator in OPERATORS and target.basis in BASES
    assert all(number is None or isinstance(number, Decimal) for number in (target.value, target.cost))
    assert (target.cost is None) == (target.cost_unit is None)
    if target.operator == "qualitative":
        assert target.value is None


@given(st.text(max_size=8))
def test_an_operator_is_known_blank_or_unreadable(text: str) -> None:
    assert read_operator(text) in OPERATORS
