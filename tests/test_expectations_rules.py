"""The seed of reconciliation rules read as a specification: every row is complete, bilingual and speaks known words."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from expectations.report import FAMILIES
from loaders.catalogue import line_items

SEEDS = Path(__file__).resolve().parent.parent / "seeds"
Row = dict[str, str]

MARKS = {"table", "other", "subject", "actual", "expected", "difference", "direction", "direction_zh"}


def rows(name: str) -> list[Row]:
    with (SEEDS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def named(name: str) -> set[str]:
    """First column of a seed: the ids that it defines."""
    return {next(iter(row.values())) for row in rows(name)}


def listed(column: str) -> set[str]:
    """Every word that the terms admit in one column."""
    return {word for term in TERMS for word in term[column].split("|") if word}


RULES = rows("reconciliation_rules")
TERMS = rows("reconciliation_rule_terms")
RULE_IDS = [rule["rule_id"] for rule in RULES]


def test_rules_are_named_once() -> None:
    assert len(set(RULE_IDS)) == len(RULE_IDS)
    assert {term["rule_id"] for term in TERMS} == set(RULE_IDS)


def test_every_family_has_a_page_in_the_report() -> None:
    assert {rule["rule_family"] for rule in RULES} == set(FAMILIES)


@pytest.mark.parametrize("rule", RULES, ids=RULE_IDS)
def test_a_rule_holds_something_against_something(rule: Row) -> None:
    sides = {term["side"] for term in TERMS if term["rule_id"] == rule["rule_id"]}
    wanted = {"actual", "expected", "denominator"} if rule["formula_kind"] == "ratio" else {"actual", "expected"}
    assert sides == wanted


@pytest.mark.parametrize("rule", RULES, ids=RULE_IDS)
def test_a_rule_is_told_in_both_languages(rule: Row) -> None:
    for column in ("name", "formula", "finding", "remedy"):
        assert re.search("[a-z]{3}", rule[f"{column}_en"])
        assert re.search("[\u4e00-\u9fff]", rule[f"{column}_zh"])
    assert bool(rule["rationale_en"]) == bool(rule["rationale_zh"])
    assert rule["example"]


@pytest.mark.parametrize("rule", RULES, ids=RULE_IDS)
def test_a_sentence_has_places_that_the_engine_fills(rule: Row) -> None:
    for language in ("en", "zh"):
        assert set(re.findall(r"\{(\w+)\}", rule[f"finding_{language}"])) <= MARKS


def test_terms_speak_words_that_the_loaders_speak() -> None:
    assert listed("line_item") <= set(line_items())
    assert listed("table_kind") <= named("table_kinds")
    assert listed("fund") <= named("funds") | {"none"}


def test_measures_are_columns_or_counted_by_the_models() -> None:
    counted = {
        "indicator_weight", "indicator_score", "indicator_cost", "execution_weight", "execution_score",
        "total_weight", "total_score", "table_printed", "unit_stated", "figures_under_empty_note",
        "negative_figures", "repeated_figures", "orphan_figures", "reaches_item", "reaches_section", "vehicle_lines",
        "vehicle_subtotal_blank",
        "indicator_unmet", "places_left_open", "contents_without_table", "headings_of_another_year", "other_names",
        "listed_without_amount", "outdated_subjects", "misnamed_subjects", "misplaced_subject_names",
        "outdated_subject_names", "unknown_subject_names", "parts_of_another_year", "sentences_of_another_year",
        "unit_contradicted", "indicator_repeated", "unspent_of_items", "unspent_of_whole", "totals_missing", "lines_missing",
        "sources_exchanged", "sources_without_budget", "earlier_years_unlike", "childless_subjects", "left_empty",
    }  # fmt: skip
    topics = {row["mark_id"] for row in rows("text_marks") if row["mark_kind"] == "topic"}
    assert listed("measure") <= named("measures") | counted | topics


def test_every_identity_of_the_catalogue_has_a_rule_or_a_reason() -> None:
    identities = {"V": 14, "H": 15, "B": 8, "X": 25, "F": 9, "Y": 7, "P": 12, "C": 5, "M": 14, "Q": 12}
    catalogue = {f"{family}{number:02}" for family, count in identities.items() for number in range(1, count + 1)}
    left_out = {row["catalogue_id"]: row for row in rows("reconciliation_rules_left_out")}
    tested = {rule["catalogue_id"] for rule in RULES}
    assert len(catalogue) == 121
    assert catalogue == (tested & catalogue) | set(left_out)
    assert not tested & set(left_out)
    for row in left_out.values():
        assert set(filter(None, row["covered_by"].split("|"))) <= set(RULE_IDS)
        assert row["reason_en"]
        assert row["reason_zh"]


def test_every_topic_of_an_explanation_is_asked_for() -> None:
    asked = {term["key_text"] for term in TERMS if term["rule_id"] == "Q06" and term["side"] == "expected"}
    assert asked == {row["mark_id"] for row in rows("text_marks") if row["mark_kind"] == "topic"}


def test_constants_have_a_number_and_only_they() -> None:
    for term in TERMS:
        assert bool(term["constant_value"]) == (term["value_source"] == "constant")


def test_names_of_lines_are_those_of_the_catalogue() -> None:
    seed = {row["line_item"]: (row["name_en"], row["name_zh"]) for row in rows("line_items")}
    catalogue = {name: (entry.name_en, entry.name_zh) for name, entry in line_items().items()}
    assert seed == catalogue
