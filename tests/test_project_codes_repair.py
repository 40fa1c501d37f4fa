"""Codes and names of projects and units: split where whole, repaired where exactly one repair is possible."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.project_codes import CodedName, join_pieces, project_name, split_project, split_unit, with_code

SERIALS = st.integers(min_value=0, max_value=10**12 - 1).map("{:012d}".format)
CODES = st.builds(
    "{}{}{}".format,
    st.integers(min_value=10**7, max_value=10**8 - 1),
    st.sampled_from("TRY"),
    SERIALS,
)
TEXTS = st.text(max_size=40)


@pytest.mark.parametrize(
    ("pieces", "code", "repaired", "name"),
    [
        (["51190022T000004971673-电子政务项目"], "51190022T000004971673", False, "电子政务项目"),
        (["51190022T000005564424-202100813195-网络租赁"], "51190022T000005564424", False, "202100813195-网络租赁"),
        (["50015223T00", "50015223T000003449069-2023 招商"], "50015223T000003449069", False, "2023 招商"),
        (["50015223T00", "00003449131-", "2023 深化改革"], "50015223T000003449131", True, "2023 深化改革"),
        (["50015223T00", "00003451235-2023", "督查"], "50015223T000003451235", True, "2023 督查"),
        (["50015223T00", "0015223T000003451246-2023 调研"], "50015223T000003451246", True, "2023 调研"),
        (["50015223T000", "003451251-2023", "重点工作"], "50015223T000003451251", True, "2023 重点工作"),
        (["530000221100000012345-护林补助"], "530000221100000012345", False, "护林补助"),
        (["2023-2025年规划编制"], None, False, "2023-2025年规划编制"),
        (["档案数字化"], None, False, "档案数字化"),
        ([], None, False, ""),
    ],
)
def test_project_cells(pieces: list[str], code: str | None, repaired: bool, name: str) -> None:
    read = split_project(pieces)
    assert (read.code, read.is_repaired, read.name) == (code, repaired, name)


def test_a_break_that_nothing_repairs_stays_open() -> None:
    assert split_project(["50015223T000", "9-培训"]) == CodedName(None, "50015223T000 | 9", False, "培训")


def test_a_code_in_a_field_of_its_own_is_put_beside_its_name() -> None:
    assert with_code("培训", ["50015223T000003449131"]) == CodedName(
        "50015223T000003449131", "50015223T000003449131", False, "培训"
    )
    assert with_code("培训", ["甲-7"]) == CodedName("甲-7", "甲-7", False, "培训")
    assert with_code("培训", []) == CodedName(None, None, False, "培训")


@given(CODES, st.text(alphabet="招商引资-2023项目", max_size=12))
def test_a_printed_code_comes_back_whole(code: str, name: str) -> None:
    read = split_project([f"{code}-{name}"])
    assert read.code == code and not read.is_repaired
    assert read.name == name.lstrip("-").strip()


@given(CODES, st.integers(min_value=9, max_value=20), st.integers(min_value=0, max_value=6))
def test_a_repair_is_the_code_that_was_broken_or_none(code: str, cut: int, repeated: int) -> None:
    tail = code[max(0, cut - repeated) :]
    read = split_project([code[:cut], f"{tail}-项目"])
    assert read.code in {code, None}
    assert read.name == "项目"


@given(st.lists(TEXTS, max_size=4))
def test_no_cell_makes_it_fail(pieces: list[str]) -> None:
    assert isinstance(split_project(pieces), CodedName)
    assert isinstance(join_pieces(pieces), str)


@pytest.mark.parametrize(
    ("text", "name", "code"),
    [
        ("302001-区委办(本级)", "区委办(本级)", "302001"),
        ("市府办机关103001", "市府办机关", "103001"),
        ("103001 市府办", "市府办", "103001"),
        ("[126]某部", "某部", "126"),
        ("某局（101001）", "某局", "101001"),
        ("302-.区委办", "区委办", "302"),
        ("110指挥中心", "110指挥中心", None),
        ("第101中学", "第101中学", None),
        ("某区委办公室", "某区委办公室", None),
        ("", None, None),
    ],
)
def test_units(text: str, name: str | None, code: str | None) -> None:
    assert split_unit(text) == (name, code)


@given(TEXTS)
def test_no_unit_makes_it_fail(text: str) -> None:
    name, code = split_unit(text)
    assert code is None or code.isdecimal()
    assert name is None or name


@pytest.mark.parametrize(
    ("printed", "name"),
    [("2023 招商引资专项", "招商引资专项"), ("2023年会议费", "2023年会议费"), ("档案 数字化", "档案数字化")],
)
def test_the_bare_year_before_a_name_is_dropped(printed: str, name: str) -> None:
    assert project_name(printed) == name


def test_what_a_cell_border_repeats_is_kept_once() -> None:
    assert join_pieces(['根据"三定"', '居"三定"方案']) == '根据"三定"方案'
    assert join_pieces(["保障", "运转"]) == "保障运转"
