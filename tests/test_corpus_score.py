"""The scorer itself on a key of a few rows, and (marked ``corpus``) the loaders against the real key."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import fields
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bench.corpus_score import corpus_path, score_document
from bench.score.key import load_key
from bench.score.key_tables import label_key
from bench.score.matching import compare
from bench.score.model import Outcome
from bench.score.observed import observe
from bench.score.report import difference_lines, scores
from loaders.rows import RAW_TABLES, FigureRow, IndicatorRow

FUNCTIONAL = {
    "doc": "a.txt", "table_kind": "expenditure", "row_no": "1", "code": "2013101", "name": "行政运行",
    "level": "item", "fiscal_year": "2023", "measure": "basic", "amount": "622.34", "line": "7", "unit": "万元",
    "amount_printed": "622.34", "class_name": "", "section_name": "", "item_name": "", "completion_pct": "",
    "share_pct": "", "code_attested": "", "note": "",
}  # fmt: skip
DOCUMENT = {"doc": "a.txt", "issuer": "甲办公室", "region_name": "乙县", "region_code": "130529",
            "fiscal_year": "2023", "stage": "budget", "unit": "万元"}  # fmt: skip
INDICATOR = {
    "doc": "a.txt", "project_name": "", "level1": "产出指标", "level2": "数量指标", "level3": "次数",
    "operator": "none", "target_text": "5次", "target_value": "5", "unit_of_measure": "次", "weight": "10",
    "actual_text": "", "score": "", "line": "9", "table_seq": "1", "row_no": "1", "description": "",
    "basis_text": "", "confidence": "high",
}  # fmt: skip


def row_of(row_class: Any, **values: Any) -> Any:
    """A raw row with everything null but ``values``."""
    return row_class(**{f.name: values.get(f.name) for f in fields(row_class)})


def figure(**changes: Any) -> FigureRow:
    """What the loaders should make of FUNCTIONAL, with ``changes``."""
    values = {
        "evidence": "table", "table_kind": "expenditure", "classification": "functional", "subject_code": "2013101",
        "subject_name": "行政运行", "subject_level": "item", "measure": "basic", "fiscal_year": 2023,
        "value_role": "level", "amount": Decimal("622.340"), "amount_published": "622.34",
        "unit_published": "万元", "line_no": 7,
    }  # fmt: skip
    row: FigureRow = row_of(FigureRow, **{**values, **changes})
    return row


@pytest.fixture
def key_folder(tmp_path: Path) -> Path:
    """A corpus of one text whose key holds one table figure and one indicator."""
    folder = tmp_path / "expected" / "text"
    folder.mkdir(parents=True)
    (tmp_path / "text").mkdir()
    (tmp_path / "text" / "a.txt").write_text("甲", encoding="utf-8")
    for name, row in {"documents": DOCUMENT, "functional": FUNCTIONAL, "indicators": INDICATOR}.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as handle:
            writer = csv.DictWriter(handle, list(row))
            writer.writeheader()
            writer.writerow(row)
    return tmp_path


def outcome_of(corpus: Path, **tables: list[Any]) -> Outcome:
    """The comparison of ``corpus``'s only document with raw rows."""
    (document,) = load_key(corpus)
    return compare(document.name, document.items, observe({name: tables.get(name, []) for name in RAW_TABLES}))


def score_of(outcome: Outcome, kind: str) -> tuple[float, float, float]:
    (score,) = [s for s in scores("text", outcome) if s.kind == kind]
    return score.recall, score.precision, score.agreement


def test_an_equal_figure_scores_full(key_folder: Path) -> None:
    assert score_of(outcome_of(key_folder, figures=[figure()]), "functional") == (1.0, 1.0, 1.0)


@pytest.mark.parametrize(
    "change",
    [{"amount": Decimal("622.35")}, {"subject_code": "2013102"}, {"measure": "project"}, {"fiscal_year": 2022},
     {"unit_published": "元"}, {"table_kind": "revenue"}, {"subject_level": "section"}],
    ids=lambda change: next(iter(change)),
)  # fmt: skip
def test_a_figure_that_differs_in_meaning_is_missing_and_extra(key_folder: Path, change: dict[str, Any]) -> None:
    assert score_of(outcome_of(key_folder, figures=[figure(**change)]), "functional") == (0.0, 0.0, 1.0)


@pytest.mark.parametrize(
    "change", [{"line_no": 8}, {"subject_name": "事业运行"}], ids=lambda change: next(iter(change))
)
def test_a_wrong_place_or_name_is_a_disagreement(key_folder: Path, change: dict[str, Any]) -> None:
    outcome = outcome_of(key_folder, figures=[figure(**change)])
    assert score_of(outcome, "functional") == (1.0, 1.0, 0.0)
    assert any(line.startswith("  differs") for line in difference_lines(outcome, ["functional"], verbose=True))


def test_a_figure_read_twice_is_extra_once(key_folder: Path) -> None:
    assert score_of(outcome_of(key_folder, figures=[figure(), figure()]), "functional") == (1.0, 0.5, 1.0)


def test_a_document_that_gave_nothing_misses_everything(key_folder: Path) -> None:
    outcome = outcome_of(key_folder)
    assert {item.kind for item in outcome.missing} == {"functional", "indicators", "identity"}
    assert score_of(outcome, "functional")[0] == 0.0


@pytest.mark.parametrize(("operator", "recall"), [("none", 1.0), ("=", 1.0), (">=", 0.0)])
def test_a_number_without_operator_may_be_read_as_equal(key_folder: Path, operator: str, recall: float) -> None:
    row = row_of(
        IndicatorRow, level_1="产出指标", level_2="数量指标", indicator="次数", operator=operator, line_no=9,
        target_text="5次", target_value=Decimal(5), unit_of_measure="次", weight=Decimal(10),
    )  # fmt: skip
    assert score_of(outcome_of(key_folder, indicators=[row]), "indicators")[0] == recall


@pytest.mark.parametrize(
    ("printed", "key"),
    [("一、一般公共服务支出", "一般公共服务支出"), ("（二十）住房保障支出", "住房保障支出"),
     ("1、房屋（平方米）", "房屋"), ("其中：公务用车购置费", "公务用车购置费"), ("一般公共预算", "一般公共预算")],
)  # fmt: skip
def test_labels_are_compared_without_their_ordinals(printed: str, key: str) -> None:
    assert label_key(printed) == key


def corpus_documents() -> Iterator[Any]:
    """One parameter a real document; a visible skip where there are none."""
    documents = load_key(corpus_path())
    yield from (pytest.param(document, id=document.name) for document in documents)
    if not documents:
        skipped = pytest.mark.skip(reason=f"no corpus under {corpus_path()}; set GONGKAI_CORPUS")
        yield pytest.param(None, id="no corpus", marks=skipped)


@pytest.mark.corpus
@pytest.mark.parametrize("document", list(corpus_documents()))
def test_a_real_document_reaches_its_thresholds(document: Any) -> None:
    outcome = score_document(document)
    low = [score.kind for score in scores(document.part, outcome) if not score.passes]
    assert not low, "\n".join(difference_lines(outcome, low, verbose=True))
