"""Targets under generated input: words and signs say the same, and no value comes out that is not printed."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.indicators import read_target

OPERATORS = {">=", "<=", "=", ">", "<", "none", "qualitative", "unreadable"}
UNITS = ["次", "人次", "份", "%", "万元", "元", "万件", "个", "期", "公里", "次/年"]
WORDS = {
    "不低于{}": ">=",
    "不少于{}": ">=",
    "{}以上": ">=",
    "不超过{}": "<=",
    "{}以内": "<=",
    "超过{}": ">",
    "低于{}": "<",
}
DATES = ["2024年底", "2023年12月底前", "2022.01-2022.12", "2025年6月30日", "全年", "每季度最后10天", "每月10日前"]

numbers = st.decimals(min_value=0, max_value=999_999, places=2, allow_nan=False).map(lambda n: f"{n.normalize():f}")
noise = st.text(
    alphabet="0123456789.%≥≤=<>-~、，。（）年月日次个万元份人率费用达到以上不超过至少全程建设 　０９５", max_size=40
)


@given(st.sampled_from(sorted(WORDS)), numbers, st.sampled_from(UNITS))
def test_words_around_a_number_say_what_a_sign_would(wording: str, printed: str, unit: str) -> None:
    target = read_target(wording.format(printed + unit))
    assert (target.operator, target.basis, target.value) == (WORDS[wording], "lexical", Decimal(printed))


@given(numbers, st.sampled_from(UNITS))
def test_full_width_digits_are_the_same_number(printed: str, unit: str) -> None:
    wide = printed.translate(str.maketrans("0123456789.", "０１２３４５６７８９．"))
    assert read_target(wide + unit).value == read_target(printed + unit).value == Decimal(printed)


@given(noise)
def test_no_text_is_too_strange_and_no_value_is_invented(text: str) -> None:
    target = read_target(text)
    assert target.operator is None or target.operator in OPERATORS
    if target.value is not None:
        assert target.operator not in {None, "qualitative"}
        digits = re.sub(r"[^0-9.]", " ", text.translate(str.maketrans("０９５", "095"))).split()
        assert target.value.copy_abs() in {
            Decimal(part.strip(".")) for part in digits if re.fullmatch(r"\.*\d+(\.\d+)?\.*", part)
        }


@given(noise, st.text(alphabet="≥≤=<>^2_— ", max_size=3))
def test_an_operator_cell_never_turns_text_into_a_number(text: str, cell: str) -> None:
    target = read_target(text, cell, "次")
    assert target.value is None or target.operator != "qualitative"


@given(numbers, numbers, st.sampled_from(["次", "份"]))
def test_of_two_quantities_neither_is_picked(one: str, two: str, unit: str) -> None:
    target = read_target(f"开会{one}{unit}，印发{two}{unit}")
    assert (target.operator, target.basis, target.value) == ("qualitative", "compound", None)


@pytest.mark.parametrize("text", DATES)
def test_a_date_is_no_quantity(text: str) -> None:
    target = read_target(text)
    assert (target.operator, target.basis, target.value) == ("qualitative", "date", None)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [("印发311900.01次", "311900.01", "次"), ("发放2019.5元", "2019.5", "元"), ("服务2000份", "2000", "份")],
)
def test_a_number_that_begins_or_goes_on_like_a_year_is_a_number(text: str, value: str, unit: str) -> None:
    target = read_target(text)
    assert (target.value, target.unit) == (Decimal(value), unit)


def test_a_range_that_begins_like_a_year_is_a_range() -> None:
    target = read_target("服务2000-3000人次")
    assert (target.operator, target.basis, target.value) == ("qualitative", "compound", None)


@pytest.mark.parametrize("text", ["1305292400001110001000112345678", "≥1305292400001110001000112345678个"])
def test_a_number_that_is_too_long_to_be_kept_stays_text(text: str) -> None:
    assert read_target(text).value is None
    assert read_target(text, "=", "个").value is None
