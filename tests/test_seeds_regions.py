"""The list of regions: complete, without contradictions, and right where lists of regions commonly go wrong."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise

import pytest

from tests.seed_files import CORPUS, Row, read, seed, years

REGIONS = seed("regions")


def grouped(column: str) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in REGIONS:
        groups[row[column]].append(row)
    return groups


BY_CODE = grouped("region_code")
BY_PLACE = grouped("place_id")


def in_force(year: int) -> list[Row]:
    return [row for row in REGIONS if years(row)[0] <= year <= years(row)[1]]


def name_of(code: str, year: int) -> str | None:
    return next((row["region_name"] for row in in_force(year) if row["region_code"] == code), None)


def test_the_regions_in_force_are_as_many_as_in_the_official_list_of_2024() -> None:
    # 333 prefectures and 2,849 counties: the official list counts 2,846 and three island groups stand beside them.
    assert Counter(row["region_level"] for row in in_force(2024)) == {"province": 34, "prefecture": 333, "county": 2849}


@pytest.mark.parametrize("column", ["region_code", "place_id"])
def test_years_do_not_overlap(column: str) -> None:
    overlapping = [
        (one, other)
        for rows in grouped(column).values()
        for one, other in pairwise(sorted(rows, key=years))
        if years(one)[1] >= years(other)[0]
    ]
    assert overlapping == []


def test_no_row_ends_before_it_begins() -> None:
    assert [row for row in REGIONS if years(row)[0] > years(row)[1]] == []


def test_the_level_follows_from_the_code() -> None:
    def level(code: str) -> str:
        return "province" if code[2:] == "0000" else "prefecture" if code[4:] == "00" else "county"

    assert [row for row in REGIONS if row["region_level"] != level(row["region_code"])] == []


def test_every_parent_is_in_force_as_long_as_its_children() -> None:
    def covers(row: Row) -> bool:
        spans = [years(parent) for parent in BY_CODE[row["parent_code"]]]
        first, last = years(row)
        return min(s[0] for s in spans) <= first and last <= max(s[1] for s in spans)

    assert [row for row in REGIONS if row["parent_code"] and not covers(row)] == []
    assert {row["region_level"] for row in REGIONS if not row["parent_code"]} == {"province"}


def test_successors_are_regions_that_stand_when_the_code_ends() -> None:
    for row in REGIONS:
        if row["successor_code"]:
            year = years(row)[1] + 1
            assert any(years(s)[0] <= year <= years(s)[1] for s in BY_CODE[row["successor_code"]]), row


def test_grouping_rows_and_development_zones_are_no_regions() -> None:
    names = {row["region_name"] for row in REGIONS}
    assert not {"市辖区", "县", "市", "省直辖县级行政区划", "自治区直辖县级行政区划"} & names
    assert not [name for name in names if "开发区" in name or "行政委员会" in name]


@pytest.mark.parametrize("code", ["710000", "810000", "820000"])
def test_taiwan_hong_kong_and_macao_are_provinces_with_nothing_below(code: str) -> None:
    assert [row["region_code"] for row in REGIONS if row["region_code"][:2] == code[:2]] == [code]


@pytest.mark.parametrize(("code", "year", "name"), [
    ("500223", 2014, "潼南县"), ("500223", 2015, None), ("500152", 2014, None), ("500152", 2015, "潼南区"),
    ("500110", 2010, "万盛区"), ("500110", 2011, "綦江区"),  # a code that went to another place
    ("469003", 2015, "儋州市"), ("460400", 2016, "儋州市"),  # a county-level city that became a prefecture
    ("360402", 2014, "庐山区"), ("360402", 2018, "濂溪区"), ("360483", 2018, "庐山市"),
    ("420600", 2009, "襄樊市"), ("420600", 2012, "襄阳市"),  # a new name under the old code
    ("330113", 2022, "临平区"), ("330113", 2019, None),
    ("511900", 2019, "巴中市"), ("130529", 2022, "巨鹿县"), ("320000", 2017, "江苏省"), ("310107", 2024, "普陀区"),
    ("441900", 2020, "东莞市"), ("429004", 2020, "仙桃市"), ("130682", 2016, "定州市"),
])  # fmt: skip
def test_a_code_has_the_name_of_its_year(code: str, year: int, name: str | None) -> None:
    assert name_of(code, year) == name


@pytest.mark.parametrize(("codes", "names"), [
    (["500223", "500152"], ["潼南县", "潼南区"]),
    (["420600", "420600"], ["襄樊市", "襄阳市"]),
    (["130526", "130505"], ["任县", "任泽区"]),
    (["530800", "530800"], ["思茅市", "普洱市"]),
])  # fmt: skip
def test_a_place_stays_the_same_through_changes_of_name_and_code(codes: list[str], names: list[str]) -> None:
    places = {row["place_id"] for row in REGIONS if (row["region_code"], row["region_name"]) in zip(codes, names, strict=True)}
    assert len(places) == 1
    assert {row["region_name"] for row in BY_PLACE[places.pop()]} >= set(names)


def test_a_merger_ends_a_place_and_says_where_it_went() -> None:
    (old,) = BY_CODE["110103"]
    assert (old["region_name"], old["successor_code"]) == ("崇文区", "110101")
    assert old["place_id"] != BY_CODE["110101"][0]["place_id"]


def test_names_repeat_and_only_the_parent_tells_them_apart() -> None:
    assert {row["region_code"] for row in in_force(2024) if row["region_name"] == "普陀区"} == {"310107", "330903"}
    assert len({row["parent_code"] for row in in_force(2024) if row["region_name"] == "鼓楼区"}) == 4


@pytest.mark.parametrize(("code", "parent"), [
    ("310107", "310000"), ("500152", "500000"), ("429004", "420000"), ("659001", "650000"), ("130529", "130500"),
    ("130500", "130000"),
])  # fmt: skip
def test_counties_without_a_prefecture_belong_to_their_province(code: str, parent: str) -> None:
    assert {row["parent_code"] for row in BY_CODE[code]} == {parent}


@pytest.mark.parametrize(("code", "name"), [
    ("110000", "Beijing Municipality"), ("150000", "Inner Mongolia Autonomous Region"), ("320000", "Jiangsu Province"),
    ("610100", "Xi'an City"), ("341500", "Lu'an City"), ("500152", "Tongnan District"), ("130529", "Julu County"),
    ("130726", "Yuxian County"), ("510726", "Beichuan Qiang Autonomous County"), ("310115", "Pudong New Area"),
    ("441803", "Qingxin District"), ("422800", "Enshi Tujia and Miao Autonomous Prefecture"),
])  # fmt: skip
def test_english_names(code: str, name: str) -> None:
    assert name in {row["region_name_en"] for row in BY_CODE[code]}


def test_english_names_are_in_latin_letters() -> None:
    assert [row for row in REGIONS if not row["region_name_en"].replace("ü", "u").isascii()] == []


@pytest.mark.corpus
@pytest.mark.skipif(not CORPUS.is_dir(), reason="no corpus: set GONGKAI_CORPUS")
def test_the_regions_of_the_answer_key_have_their_codes_in_their_years() -> None:
    documents = read(CORPUS / "expected" / "text" / "documents.csv")
    assert documents
    for document in documents:
        name = name_of(document["region_code"], int(document["fiscal_year"]))
        assert name is not None and document["region_name"].endswith(name)
