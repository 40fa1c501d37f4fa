"""Numbers as disclosures print them: read digit by digit or refused."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.amounts import is_blank, is_dash, parse_amount


@pytest.mark.parametrize(
    ("text", "value", "unit", "decimals"),
    [
        ("1,286.68", "1286.68", None, 2),
        ("１２３．４０", "123.40", None, 2),
        (" 8 万元", "8", "万元", 0),
        ("3.13万", "3.13", "万", 2),
        ("-5.00", "-5.00", None, 2),
        ("(5.00)", "-5.00", None, 2),
        ("△12", "-12", None, 0),
        ("0.00", "0.00", None, 2),
        ("0", "0", None, 0),
        ("1,000. 00", "1000.00", None, 2),
        ("1 ,000.00", "1000.00", None, 2),
        ("123 456 789.01", "123456789.01", None, 2),
        ("￥1,000.00", "1000.00", None, 2),
        ("123456.5亿元", "123456.5", "亿元", 1),
        ("999,999,999,999.99", "999999999999.99", None, 2),
    ],
)
def test_a_printed_number_is_read_with_its_unit_and_decimals(
    text: str, value: str, unit: str | None, decimals: int
) -> None:
    amount = parse_amount(text)
    assert amount is not None
    assert (amount.value, amount.unit, amount.decimals) == (Decimal(value), unit, decimals)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "—",
        "合计",
        "1,23.4",
        "3,845.24 1",
        "1.2.3",
        "12%",
        "(5.00",
        "1e5",
        "NaN",
        "1234567890123",
        "123 456.00",
        "3. 5",
        "123456789亿元",
        "1234567亿元",
        "12345678901万元",
    ],
)
def test_what_is_not_exactly_one_number_that_can_be_kept_is_refused(text: str) -> None:
    assert parse_amount(text) is None


@pytest.mark.parametrize(
    ("text", "blank", "dash"), [("", True, False), ("　", True, False), ("—", False, True), ("0.00", False, False)]
)
def test_blank_dash_and_zero_are_three_things(text: str, blank: bool, dash: bool) -> None:
    assert (is_blank(text), is_dash(text)) == (blank, dash)


@given(st.decimals(min_value=-999_999, max_value=999_999, places=2), st.sampled_from(["", "元", "万元", "亿元"]))
def test_a_number_comes_back_as_it_was_printed(value: Decimal, unit: str) -> None:
    amount = parse_amount(f"{value:,.2f}{unit}")
    assert amount is not None
    assert (amount.value, amount.unit) == (value, unit or None)


@given(st.text(max_size=30))
def test_no_text_makes_it_fail(text: str) -> None:
    parse_amount(text)
