"""Administrative regions by printed name: GB/T 2260 codes in force in a fiscal year.

The list is the seed ``regions.csv`` (provinces, prefectures, counties, with years of validity). Names repeat
(four 鼓楼区), codes change while the place stays (a county becomes a district), and rows named 市辖区 are no places:
a name is matched below the regions printed before it, else below parents that the document names elsewhere.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_SEED = Path(__file__).resolve().parent.parent / "seeds" / "regions.csv"
_NO_PLACES = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划", "直辖县级"})
# Parties, the consultative conference and bodies of the whole country put their own name before the region's.
_BODY_PREFIX = re.compile(
    r"^(?:中国共产党|中共|中国人民政治协商会议|政协|共青团|中国共产主义青年团"
    r"|中国国民党革命委员会|民革|中国民主同盟|民盟|中国民主建国会|民建"
    r"|中国民主促进会|民进|中国农工民主党|农工党|中国致公党|致公党|九三学社|台湾民主自治同盟|台盟|中国国际贸易促进委员会|国家税务总局|国家统计局|武警|中国人民武装警察部队)"
)
_ETHNIC = (
    "蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|高山|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|达斡尔|仫佬"
    "|羌|布朗|撒拉|毛南|仡佬|锡伯|阿昌|普米|塔吉克|怒|乌孜别克|俄罗斯|鄂温克|德昂|保安|裕固|京|塔塔尔|独龙|鄂伦春|赫哲|门巴|珞巴|基诺"
)
# “恩施州” for 恩施土家族苗族自治州: bodies there call themselves by the short name.
_AUTONOMOUS = re.compile(rf"^(.{{2,}}?)(?:(?:{_ETHNIC})族?|各族)+自治([州县])$")
# Universities of a province and development zones of a city are called by its short name (贵州大学, 合肥高新区);
# 吉林 without 市 is the province.
_PROVINCE_OR_CITY = re.compile(r"(?<=..)(?<!吉林(?=市))(?:省|市|(?:壮族|回族|维吾尔)?自治区)$")
_FULL_NAME = re.compile(r"(?:省|市|自治区|特别行政区|区|县|旗|州|盟|林区|特区)$")


@dataclass(frozen=True, slots=True)
class Region:
    """One region under one code. Years are inclusive; ``valid_to`` None means still in force."""

    code: str
    name: str
    valid_from: int
    valid_to: int | None

    @property
    def names(self) -> tuple[str, ...]:
        """The official name and, for provinces, cities and autonomous prefectures and counties, the short one."""
        if self.code.endswith("00") and _PROVINCE_OR_CITY.search(self.name):
            return self.name, _PROVINCE_OR_CITY.sub("", self.name)
        short = _AUTONOMOUS.match(self.name)
        return (self.name, short[1] + short[2]) if short else (self.name,)

    @property
    def significant(self) -> str:
        """The code without the zeros that fill it up: 50, 5119, 500152."""
        if self.code.endswith("0000"):
            return self.code[:2]
        return self.code[:4] if self.code.endswith("00") else self.code

    def is_valid_in(self, year: int | None) -> bool:
        """True when the code was in force in ``year``; True for an unknown year."""
        return year is None or (self.valid_from <= year and (self.valid_to is None or year <= self.valid_to))


@dataclass(frozen=True, slots=True)
class RegionMatch:
    """The words that name a region and its code; ``code`` is None where several places share the name."""

    published: str
    code: str | None


def _year(text: str, default: int | None) -> int | None:
    return int(text[:4]) if text else default


@cache
def regions() -> tuple[Region, ...]:
    """All regions of the seed, every year of validity a row."""
    with _SEED.open(encoding="utf-8", newline="") as handle:
        return tuple(
            Region(
                row["region_code"], row["region_name"], _year(row["valid_from"], 0) or 0, _year(row["valid_to"], None)
            )
            for row in csv.DictReader(handle)
            if row["region_name"] not in _NO_PLACES and _FULL_NAME.search(row["region_name"])
        )


@cache
def _by_initial() -> dict[str, tuple[tuple[str, Region], ...]]:
    index: dict[str, list[tuple[str, Region]]] = {}
    for region in regions():
        for name in region.names:
            index.setdefault(name[:2], []).append((name, region))
    return {initial: tuple(found) for initial, found in index.items()}


def _at(text: str, below: Iterable[str] | None) -> tuple[list[Region], int]:
    """Regions whose name opens ``text``, the longest name only, below one of the given codes; its length."""
    found = [
        (name, region)
        for name, region in _by_initial().get(text[:2], ())
        if text.startswith(name) and (below is None or any(_is_below(region, parent) for parent in below))
    ]
    longest = max((len(name) for name, _ in found), default=0)
    return [region for name, region in found if len(name) == longest], longest


def _is_below(region: Region, parent: str) -> bool:
    return len(region.significant) > len(parent) and region.significant.startswith(parent)


def opens_with_region(body_name: str) -> bool:
    """True where a listed region, of any year, opens a body's name (“中共” and the like aside)."""
    return bool(_at(_BODY_PREFIX.sub("", body_name), None)[0])


def find_region(body_name: str, year: int | None, document_text: str = "") -> RegionMatch | None:
    """Region named at the head of a body's name (“中共” and the like aside).

    ``document_text`` helps where the name alone is shared by several places: the one whose parent the document
    names wins. None where no region opens the name.
    """
    text = _BODY_PREFIX.sub("", body_name)
    at, chain = 0, list[Region]()
    while True:
        found, length = _at(text[at:], {r.significant for r in chain} if chain else None)
        if not found:
            break
        chain, at = found, at + length
    if not chain:
        return None
    return RegionMatch(text[:at], _one_code(chain, year, document_text))


def _one_code(candidates: list[Region], year: int | None, document_text: str) -> str | None:
    in_force = [region for region in candidates if region.is_valid_in(year)] or candidates
    codes = {region.code for region in in_force}
    if len(codes) > 1:
        named = {region.code: _parents_named(region, document_text) for region in in_force}
        most = max(named.values())
        codes = {code for code, count in named.items() if count == most and most}
    return codes.pop() if len(codes) == 1 else None


def _parents_named(region: Region, document_text: str) -> int:
    """How many of the regions above ``region`` the document names."""
    above = {parent.name for parent in regions() if _is_below(region, parent.significant)}
    return sum(1 for name in above if name in document_text)
