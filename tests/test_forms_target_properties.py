"""Targets and project codes under generated input: what must hold whatever a government prints."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.indicators import read_operator, read_target
from loaders.project_codes import split_project

SIGNS = {"≥": ">=", "≧": ">=", "≤": "<=", "≦": "<=", "=": "=", "＝": "=", ">": ">", "＞": ">", "<": "<", "＜": "<"}
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
DATES = ["2024年底", "2023年12月底前", "2022.01-2022.12", "2025年6月30日", "全年", "每季度最后10天"]

numbers = st.decimals(min_value=0, max_value=999_999, places=2, allow_nan=False).map(lambda n: f"{n.normalize():f}")
noise = st.text(
    alphabet="0123456789.%≥≤=<>-~、，。（）年月日次个万元份人率费用达到以上不超过至少全程建设\n 　０９５", max_size=40
)


@given(st.sampled_from(sorted(SIGNS)), numbers, st.sampled_from(UNITS), st.sampled_from(["", " "]))
def test_a_sign_a_number_and_a_unit_are_read_back_exactly(sign: str, printed: str, unit: str, gap: str) -> None:
    target = read_target(f"{sign}{gap}{printed}{gap}{unit}")
    assert (target.operator, target.basis, target.value, target.unit) == (SIGNS[sign], "symbol", Decimal(printed), unit)


@given(st.sampled_from(sorted(SIGNS)), numbers, st.sampled_from(UNITS))
def test_a_form_with_a_column_for_the_sign_says_the_same(sign: str, printed: str, unit: str) -> None:
    target = read_target(printed, f"<u>{sign}</u>", unit)
    assert (target.operator, target.value, target.unit) == (SIGNS[sign], Decimal(printed), unit)


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
        assert abs(target.value) in {
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
    ("cell", "operator"),
    [
        ("", None),
        ("<u> </u>", "unreadable"),
        ("^", "unreadable"),
        ("2", "unreadable"),
        ("<u>≤</u>", "<="),
        ("定性", "qualitative"),
    ],
)
def test_a_destroyed_sign_is_unreadable_and_a_blank_one_is_none(cell: str, operator: str | None) -> None:
    assert read_operator(cell) == operator


@given(st.from_regex(r"\A[1-6][0-9]{5}2[0-9][TRY][0-9]{12}\Z"), st.integers(9, 20), st.integers(0, 12))
def test_a_code_broken_over_two_cells_is_put_together_or_left_alone_never_made_up(
    code: str, at: int, repeated: int
) -> None:
    tail = code[max(at - repeated, 1) :]
    coded = split_project([code[:at], f"{tail}-2024 某项目"])
    assert coded.code in {code, None}
    assert coded.name == "2024 某项目"
    assert coded.code == code or not coded.is_repaired
