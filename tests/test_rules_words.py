"""Rules about what a disclosure says: two bureaus, one that tells everything as it should, one that tells it wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from loaders.rows import BlockRow, FigureRow, IndicatorRow, ProjectRow, Row
from tests.compared import Comparison, comparisons, in_prose
from tests.test_marts import document, figure, table

pytestmark = pytest.mark.slow
RIGHT, WRONG, TOTALS_ONLY, IN_PART = "a" * 16, "b" * 16, "c" * 16, "d" * 16
BASIC, FORM = "general_public_basic", "project_self_evaluation"

TOPICS = ["主要职责。内设科室三个。", "支出比上年有所变动。", "机关运行经费。政府采购。国有资产。", "绩效。名词解释。"]
SALARIES = "人员经费30.00万元，主要包括：基本工资、津贴补贴、"
SUBJECTS = {"30101": "基本工资", "30102": "津贴补贴", "30103": "奖金"}


def block(key: str, number: int, text: str, style: str = "text") -> BlockRow:
    return BlockRow(
        document_key=key, block_no=number, block_kind="paragraph", grid_no=None, style=style, page=None,
        line_no=number, last_line_no=number, sheet=None, text=text,
    )  # fmt: skip


def sentence(key: str, number: int, line_item: str, amount: str, fund: str = "all") -> FigureRow:
    printed = figure(key, 1, "narrative", None, amount, place=(number, 1), line_item=line_item, fund=fund)
    return replace(in_prose(printed, number), subject_level=None)


def revenue(key: str, total: str, carried: str, **sources: str) -> list[FigureRow]:
    """Prose about revenue: the total, what was carried over, and the sources that it names."""
    named = [
        sentence(key, number, "revenue_source", amount, fund)
        for number, (fund, amount) in enumerate(sources.items(), 30)
    ]
    return [sentence(key, 20, "revenue_total", total), sentence(key, 21, "carryover_opening", carried), *named]


def labelled(key: str, names: dict[str, str], classification: str, seq: int, kind: str) -> list[FigureRow]:
    """Rows of a table that print a code, its name and an amount of 10."""
    return [
        figure(key, seq, kind, code, "10.00", place=(row, 1), subject_name=name, classification=classification)
        for row, (code, name) in enumerate(names.items(), start=3)
    ]


def project(key: str) -> ProjectRow:
    values: dict[str, Any] = dict.fromkeys(ProjectRow.__dataclass_fields__)
    known = {"document_key": key, "project_seq": 1, "table_seq": 3, "table_kind": FORM, "is_code_repaired": False}
    return ProjectRow(**(values | known | {"project_name": "设备更新", "project_name_published": "设备更新"}))


def indicator(key: str, number: int, operator: str, target: str, actual: str, score: str, level: str) -> IndicatorRow:
    values: dict[str, Any] = dict.fromkeys(IndicatorRow.__dataclass_fields__)
    known = {
        "document_key": key, "indicator_seq": number, "table_seq": 3, "project_seq": 1, "grid_no": 3, "row_no": number,
        "level_2": level, "operator": operator, "operator_basis": "symbol", "target_value": Decimal(target),
        "weight": Decimal(10), "actual_text": actual, "score": Decimal(score), "is_damaged": False, "horizon": "annual",
    }  # fmt: skip
    return IndicatorRow(**(values | known))


def staged(
    key: str, issuer: str, texts: Sequence[str], contents: str, title: str, unit: str | None,
    functional: dict[str, str], indicators: Sequence[Row], money: Sequence[FigureRow],
) -> dict[str, list[Row]]:  # fmt: skip
    """A budget of 2023 with prose, contents, two tables of subjects and one form."""
    first = replace(table(key, 1, "general_public_expenditure", "budget"), title_published=title, unit_published=unit)
    tables = [first, *(table(key, seq, kind, "budget") for seq, kind in ((2, BASIC), (3, FORM)))]
    told = [sentence(key, number, "performance_task", "1.00") for number in range(1, 6)]
    blocks = [block(key, number, text) for number, text in enumerate(texts, start=1)]
    return {
        "documents": [replace(document(key, "budget"), issuer_name=issuer, unit_published=None)],
        "blocks": [*blocks, block(key, 90, contents, "toc")],
        "tables": list(tables),
        "figures": [
            *told, *money, *labelled(key, functional, "functional", 1, "general_public_expenditure"),
            *labelled(key, SUBJECTS, "economic", 2, BASIC),
        ],
        "projects": [project(key)],
        "indicators": list(indicators),
    }  # fmt: skip


def documents() -> dict[str, dict[str, list[Row]]]:
    met = [
        indicator(RIGHT, 1, ">=", "95", "96%", "10", "质量指标"),
        indicator(RIGHT, 2, ">=", "95", "90%", "9", "质量指标"),
        indicator(RIGHT, 3, "=", "20", "18万元", "10", "成本指标"),
    ]
    missed = [
        indicator(WRONG, 1, ">=", "95", "90%", "10", "质量指标"),
        indicator(WRONG, 2, "<=", "5", "6个", "10", "时效指标"),
    ]
    now, never = (
        {"207": "文化旅游体育与传媒支出", "2010301": "行政运行"},
        {"207": "文化体育与传媒支出", "2010301": "农村道路"},
    )
    return {
        RIGHT: staged(
            RIGHT, "某区财政局", [*TOPICS, SALARIES + "奖金。", "部门：某区财政局"], "支出预算总表 5", "支出预算总表", "万元", now, met,
            revenue(RIGHT, "100.00", "10.00", general_public_budget="60.00", business="30.00"),
        ),
        WRONG: staged(
            WRONG, "某区教育局", [*TOPICS[:-1], SALARIES + "伙食补助费。", "增加（减少）0万元", "部门：某区民政局"], "三公经费表 9",
            "2022年支出预算总表", None, never, missed,
            revenue(WRONG, "100.00", "10.00", general_public_budget="80.00", business="30.00"),
        ),
        TOTALS_ONLY: {
            "documents": [replace(document(TOTALS_ONLY, "budget"), issuer_name="某区水务局")],
            "blocks": [block(TOTALS_ONLY, 1, "收入总计100.00万元。")],
            "figures": list(revenue(TOTALS_ONLY, "100.00", "10.00")),
        },
        IN_PART: {
            "documents": [replace(document(IN_PART, "budget"), issuer_name="某区林业局")],
            "figures": list(revenue(IN_PART, "100.00", "10.00", general_public_budget="60.00")),
        },
    }  # fmt: skip


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> list[Comparison]:
    return comparisons(tmp_path_factory.mktemp("words"), documents())


def outcome(compared: list[Comparison], rule: str, key: str) -> list[tuple[str, float | None, float | None, str]]:
    """Key, what is there, what should be, and whether that holds, of what one rule compares in one document."""
    return [
        (one.instance_key, one.actual, one.expected, one.status)
        for one in compared
        if (one.rule_id, one.document_key) == (rule, key)
    ]


COUNTED = {
    "P03": "economic subjects that prose lists and no table prints an amount for",
    "P11": "titles of another year",
    "Q07": "tables of the contents that are not there",
    "Q09": "names that a code never bore",
    "Q11": "places of a template left open",
    "Q12": "labels with another department's name",
    "Y07": "names that were in force in other years",
}


@pytest.mark.parametrize("rule", COUNTED)
def test_what_should_not_be_there_is_counted(compared: list[Comparison], rule: str) -> None:
    ((_, *right),) = outcome(compared, rule, RIGHT)
    ((_, *wrong),) = outcome(compared, rule, WRONG)
    assert (right, wrong) == ([0, 0, "pass"], [1, 0, "discrepancy"]), COUNTED[rule]


def test_an_explanation_that_leaves_out_a_topic_is_told_which(compared: list[Comparison]) -> None:
    topics = {
        "functions",
        "organisation",
        "changes",
        "operating_cost",
        "procurement",
        "assets",
        "performance",
        "glossary",
    }
    right = outcome(compared, "Q06", RIGHT)
    assert {key for key, *_ in right} == topics
    assert {(actual, status) for _, actual, _, status in right} == {(1, "pass")}
    wrong = outcome(compared, "Q06", WRONG)
    assert {key for key, _, _, status in wrong if status == "discrepancy"} == {"performance", "glossary"}
    assert {key for key, _, _, status in wrong if status == "pass"} == topics - {"performance", "glossary"}


def test_prose_of_totals_alone_need_not_have_the_topics(compared: list[Comparison]) -> None:
    assert outcome(compared, "Q06", TOTALS_ONLY) == []
    assert [status for *_, status in outcome(compared, "Q11", TOTALS_ONLY)] == ["pass"]


def test_a_table_says_in_which_unit_it_counts(compared: list[Comparison]) -> None:
    kind = "general_public_expenditure"
    assert (kind, 1, 1, "pass") in outcome(compared, "Q08", RIGHT)
    assert (kind, 0, 1, "discrepancy") in outcome(compared, "Q08", WRONG)


def test_full_marks_for_missed_targets_are_counted(compared: list[Comparison]) -> None:
    assert outcome(compared, "M11", RIGHT) == [("p1", 0, 0, "pass")]
    assert outcome(compared, "M11", WRONG) == [("p1", 2, 0, "discrepancy")]


def sources(compared: list[Comparison], key: str) -> list[tuple[float | None, float | None, str, str | None]]:
    return [
        (one.actual, one.expected, one.status, one.severity)
        for one in compared
        if (one.rule_id, one.document_key) == ("B02X", key)
    ]


def test_sources_and_carry_over_add_up_to_total_revenue(compared: list[Comparison]) -> None:
    assert sources(compared, RIGHT) == [(100, 100, "pass", None)]
    assert sources(compared, WRONG) == [(120, 100, "discrepancy", "soft")]


def test_prose_that_names_no_source_or_only_some_is_no_error(compared: list[Comparison]) -> None:
    assert {status for *_, status, _ in sources(compared, TOTALS_ONLY)} == {"no_data"}
    assert sources(compared, IN_PART) == [(70, 100, "discrepancy", "none")]
