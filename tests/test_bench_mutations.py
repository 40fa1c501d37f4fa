"""The mutation benchmark: each change is the one that its name says, and the warehouse notices those that it can."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from bench.mutate import report, texts
from bench.mutate.changes import PROSE_KINDS, TABLE_KINDS, Mutant, Source, mutants
from bench.mutations import draw, read_sources, run
from loaders.documents import Grid, Paragraph

PROJECT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def source() -> Source:
    found = sorted((PROJECT / "disclosures").glob("jiangsu_*_2018_*"))
    (read,) = read_sources(found[:1])
    return read


@pytest.mark.parametrize(
    ("kind", "number", "possible"),
    [
        ("transposed", "1,231.60", {"2,131.60", "1,321.60", "1,213.60", "1,236.10", "1,231.06"}),
        ("dropped", "18.50", {"8.50", "1.50", "18.0", "18.5"}),
        ("doubled", "18.50", {"118.50", "188.50", "18.550", "18.500"}),
        ("point", "18.50", {"185.0", "1.850"}),
        ("sign", "18.50", {"-18.50"}),
        ("sign", "-18.50", {"18.50"}),
        ("unit", "18.50", {"185000.00"}),
    ],
)
def test_changes_of_a_number(kind: str, number: str, possible: set[str]) -> None:
    made = {texts.changed(number, kind, Random(seed)) for seed in range(40)}
    assert made <= possible
    assert all(
        text is not None and abs(texts.value(text) - texts.value(number)) >= texts.value("0.01") for text in made
    )


@pytest.mark.parametrize(
    ("kind", "number"), [("transposed", "11.11"), ("point", "0.00"), ("sign", "0"), ("dropped", "5")]
)
def test_some_numbers_cannot_be_changed_so(kind: str, number: str) -> None:
    assert texts.changed(number, kind, Random(0)) is None


@pytest.mark.parametrize(
    ("right", "wrong", "causes"),
    [
        ("18.50", "185.0", {"decimal_point"}),
        ("1,231.60", "1,213.60", {"digits_transposed"}),
        ("1,231.60", "1,239.60", {"digit_wrong"}),
        ("18.50", "-18.50", {"sign_or_direction"}),
        ("18.50", "", set()),
    ],
)
def test_causes_that_describe_a_change(right: str, wrong: str, causes: set[str]) -> None:
    assert texts.slips(right, wrong) == causes


def _cells(mutant: Mutant) -> list[str]:
    return [cell.text for block in mutant.document.blocks if isinstance(block, Grid) for cell in block.cells()]


@pytest.mark.parametrize("kind", TABLE_KINDS)
def test_one_change_and_nothing_else(source: Source, kind: str) -> None:
    before = [cell.text for block in source.document.blocks if isinstance(block, Grid) for cell in block.cells()]
    made = [m for target in source.targets for m in mutants(source, target, [kind], Random(1))]
    assert made
    for mutant in made[:20]:
        after = _cells(mutant)
        assert mutant.document.key != source.document.key
        if kind == "row_deleted":
            assert len(after) < len(before)
            continue
        changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
        assert len(changed) == (2 if kind == "swapped" else 1)
        assert kind != "blanked" or changed[0][1] == ""


def test_words_of_direction_in_prose() -> None:
    source = _prose("比上年增加20.00万元，增长5.00%。")
    (target,) = [target for target in source.targets if target.number == "20.00"]
    (mutant,) = mutants(source, target, ["direction"], Random(0))
    last = mutant.document.blocks[-1]
    assert isinstance(last, Paragraph)
    assert last.text.endswith("比上年减少20.00万元，增长5.00%。")
    assert set(PROSE_KINDS) >= {"direction", "digit"}


def _prose(sentence: str) -> Source:
    from loaders.readers import read_document
    from loaders.stage import stage

    text = f"某县财政局2023年部门预算公开\n一、收支总体情况\n2023年一般公共预算支出420.00万元，{sentence}\n"
    document = read_document(text.encode())
    return Source("prose.txt", document, stage(document).rows)


@pytest.mark.slow
def test_most_changes_of_a_real_document_are_noticed_and_told(source: Source, tmp_path: Path) -> None:
    drawn = [(source, mutant) for mutant in draw(source, 30, ["digit", "transposed", "point", "sign"], Random(2))]
    assert len(drawn) >= 24
    verdicts, unchanged = run([source], drawn, tmp_path)
    assert [finding for _, finding in unchanged if finding.severity == "hard"] == []
    noticed = [verdict for verdict in verdicts if verdict.is_noticed]
    assert len(noticed) >= 0.9 * len(verdicts)
    assert sum(verdict.is_one for verdict in noticed) >= 0.9 * len(noticed)
    assert sum(verdict.is_blamed for verdict in noticed) >= 0.7 * len(noticed)
    assert sum(verdict.is_explained for verdict in noticed) >= 0.7 * len(noticed)
    said = report.text(verdicts, unchanged)
    assert "not noticed" in said
    assert not report.passes([replace(verdict, severity=None) for verdict in verdicts])
