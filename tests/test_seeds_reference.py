"""Code lists against those who use them: whatever the loaders can write has a name, and every raw column a text."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import fields
from typing import Any

import pytest
import yaml

from loaders.rows import RAW_TABLES
from tests.seed_files import ROOT, seed

CATALOGUE = ROOT / "loaders" / "catalogue"

CONTRACT_KINDS = {
    "budget_summary", "revenue", "expenditure", "fiscal_summary", "fiscal_expenditure_functional", "fiscal_basic_economic",
    "general_public_expenditure", "general_public_basic", "three_public", "government_fund", "state_capital",
    "project_expenditure", "procurement", "operating_cost", "fixed_assets", "department_performance_target",
    "project_performance_target", "project_self_evaluation", "narrative", "other",
}  # fmt: skip
CONTRACT_FUNDS = {
    "general_public_budget", "government_fund_budget", "state_capital_budget", "social_insurance_fund_budget",
    "fiscal_special_account", "institutional", "business", "superior_subsidy", "subordinate_remittance", "other",
    "carryover", "all",
}  # fmt: skip
CONTRACT_MEASURES = CONTRACT_FUNDS | {
    "total", "basic", "project", "reserve", "business", "remitted_to_superior", "subsidy_to_subordinates", "personnel",
    "public", "current_year", "budget", "final", "prior_year",
}  # fmt: skip


def ids(name: str, column: str) -> set[str]:
    values = [row[column] for row in seed(name)]
    assert len(values) == len(set(values))
    return set(values)


def catalogue(name: str) -> Any:
    return yaml.safe_load((CATALOGUE / f"{name}.yml").read_text(encoding="utf-8"))


def test_the_lists_hold_what_the_contract_names() -> None:
    assert ids("table_kinds", "table_kind") >= CONTRACT_KINDS
    assert ids("funds", "fund") >= CONTRACT_FUNDS
    assert ids("measures", "measure") >= CONTRACT_MEASURES
    assert ids("expenditure_types", "expenditure_type") == {
        "basic", "project", "reserve", "business", "remitted_to_superior", "subsidy_to_subordinates", "unspecified",
    }  # fmt: skip
    assert ids("budget_stages", "budget_stage") == {
        "budget", "final_accounts", "performance_target", "performance_evaluation",
    }  # fmt: skip


def test_every_kind_of_table_that_the_loaders_recognise_has_a_name() -> None:
    recognised = {entry["table_kind"] for entry in catalogue("tables")}
    forms = {entry["kind"] for entry in catalogue("forms")["titles"]}
    assert recognised | forms <= ids("table_kinds", "table_kind")


@pytest.mark.parametrize(("seed_name", "key"), [("measures", "measure"), ("funds", "fund")])
def test_every_meaning_that_a_column_can_be_given_has_a_name(seed_name: str, key: str) -> None:
    given = {entry[key] for entry in catalogue("columns") if entry.get(key)}
    assert given
    assert given <= ids(seed_name, key)


def test_a_measure_that_is_a_fund_has_the_fund_s_name() -> None:
    named = {row["measure"]: row for row in seed("measures") if row["measure_group"] == "fund"}
    funds = {row["fund"]: row for row in seed("funds")}
    assert set(named) == set(funds) - {"business"}  # a business column of expenditure is no fund
    assert all(row["name_zh"] in {funds[fund]["name_zh"], "结转结余"} for fund, row in named.items())


def test_eight_tables_are_required_for_certain_at_each_stage() -> None:
    certain = Counter(row["budget_stage"] for row in seed("required_tables") if row["is_certain"] == "true")
    assert certain == {"budget": 8, "final_accounts": 8}
    assert {row["table_kind"] for row in seed("required_tables")} <= ids("table_kinds", "table_kind")


def test_chinese_and_english_texts_are_in_their_language() -> None:
    for name in ("table_kinds", "funds", "measures", "budget_stages", "expenditure_types"):
        for row in seed(name):
            for suffix in ("name", "description"):
                assert re.search("[一-鿿]", row[f"{suffix}_zh"]), row
                assert row[f"{suffix}_en"] and not re.search("[一-鿿]", row[f"{suffix}_en"]), row


def documented() -> dict[str, dict[str, str]]:
    """Raw tables, as the dbt sources describe them: column to text reference."""
    found: dict[str, dict[str, str]] = {}
    for path in sorted((ROOT / "models" / "staging").glob("raw*__sources.yml")):
        (source,) = yaml.safe_load(path.read_text(encoding="utf-8"))["sources"]
        for table in source["tables"]:
            assert table["name"] not in found
            found[table["name"]] = {column["name"]: column["description"] for column in table["columns"]}
    return found


def docs_blocks() -> dict[str, str]:
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "models").rglob("*.md")))
    blocks = re.findall(r"{% docs (\w+) %}\n(.*?)\n{% enddocs %}", text, flags=re.DOTALL)
    repeated = [name for name, times in Counter(name for name, _ in blocks).items() if times > 1]
    assert repeated == []
    return dict(blocks)


def test_every_raw_column_is_described_and_no_other() -> None:
    described = {table: list(columns) for table, columns in documented().items()}
    assert described == {table: [field.name for field in fields(row)] for table, row in RAW_TABLES.items()}


def test_texts_are_in_english_and_chinese() -> None:
    one_language = [
        name for name, text in docs_blocks().items() if not (re.search("[一-鿿]", text) and re.search("[a-z]{3}", text))
    ]
    assert one_language == []


def test_every_column_text_refers_to_a_block_that_is_there() -> None:
    blocks = docs_blocks()
    for columns in documented().values():
        for reference in columns.values():
            match = re.fullmatch(r"{{ doc\('(\w+)'\) }}", reference)
            assert match and match[1] in blocks, reference
