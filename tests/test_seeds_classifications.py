"""Functional and economic classifications: no gap between levels, no two names in one year, nothing printed unknown."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise

import pytest

from tests.seed_files import CORPUS, Row, read, seed, years

START = 2017  # where the lists begin: a first year up to here means "at or before"


def by_code(rows: list[Row]) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        groups[row.get("system", "") + row["code"]].append(row)
    return groups


FUNCTIONAL, ECONOMIC = seed("functional_classification"), seed("economic_classification")
BOTH = pytest.mark.parametrize("rows", [FUNCTIONAL, ECONOMIC], ids=["functional", "economic"])


def test_the_lists_are_whole() -> None:
    assert Counter(row["level"] for row in FUNCTIONAL) == {"class": 34, "section": 300, "item": 1273}
    assert Counter((row["system"], len(row["code"])) for row in ECONOMIC) == {
        ("department", 3): 16, ("department", 5): 116, ("government", 3): 15, ("government", 5): 70,
    }  # fmt: skip


@BOTH
def test_a_code_has_one_name_a_year(rows: list[Row]) -> None:
    spans = [sorted(map(years, same)) for same in by_code(rows).values()]
    assert not [span for span in spans for one, other in pairwise(span) if one[1] >= other[0]]


@BOTH
def test_every_code_has_names_in_both_languages(rows: list[Row]) -> None:
    assert not [row for row in rows if not (row["name_zh"] and row["name_en"].isascii() and row["name_en"])]


@BOTH
def test_the_parent_is_the_code_cut_short_and_in_force_when_the_child_is(rows: list[Row]) -> None:
    codes = by_code(rows)
    for row in rows:
        if len(row["code"]) == 3:
            assert row["parent_code"] == "", row
            continue
        assert row["parent_code"] == row["code"][:-2], row
        first, last = years(row)
        spans = [years(parent) for parent in codes[row.get("system", "") + row["parent_code"]]]
        assert min(s[0] for s in spans) <= max(first, START), row
        assert last <= max(s[1] for s in spans), row


def test_every_functional_code_finds_its_cofog_group_in_its_own_row_or_above() -> None:
    groups = {row["code"]: row["cofog_group"] for row in seed("cofog_crosswalk")}
    for code in by_code(FUNCTIONAL):
        assert code[:3] in groups, code
    known = {row["code"] for row in FUNCTIONAL}
    assert set(groups) <= known


def test_cofog_groups_lie_in_their_divisions() -> None:
    for row in seed("cofog_crosswalk"):
        assert row["cofog_group"].startswith(row["cofog_division"]), row
        assert bool(row["cofog_division"]) == bool(row["cofog_division_name"]), row


def test_every_gfs_code_has_a_name() -> None:
    assert {row["gfs_2014"] for row in ECONOMIC} - {""} == {row["gfs_code"] for row in seed("gfs_codes")}


def documents(kind: str) -> dict[str, int]:
    return {d["doc"]: int(d["fiscal_year"]) for d in read(CORPUS / "expected" / kind / "documents.csv")}


@pytest.mark.corpus
@pytest.mark.skipif(not CORPUS.is_dir(), reason="no corpus: set GONGKAI_CORPUS")
@pytest.mark.parametrize("kind", ["text", "pdf"])
@pytest.mark.parametrize(("name", "rows"), [("functional", FUNCTIONAL), ("economic", ECONOMIC)])
def test_every_code_of_the_answer_key_is_in_force_in_the_year_of_its_document(
    kind: str, name: str, rows: list[Row]
) -> None:
    valid = {code.removeprefix("department"): same for code, same in by_code(rows).items()}
    year_of = documents(kind)
    printed = {(row["code"], year_of[row["doc"]]) for row in read(CORPUS / "expected" / kind / f"{name}.csv")}
    printed = {(code, year) for code, year in printed if code}
    assert printed
    unknown = {
        (code, year)
        for code, year in printed
        if not any(first <= year <= last for first, last in map(years, valid.get(code, [])))
    }
    assert unknown == set()
