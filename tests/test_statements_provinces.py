"""Prose of final accounts in the wordings of many provinces: short texts that carry their own answers.

A text of ``tests/fixtures/prose`` prints ``[12.5|reception_domestic|final|…]万元`` where a disclosure prints 12.5万元:
behind the number stand the line item (or the subject's code), the measure (of a quantity: its base), the fund, the
role, the direction and the year that must be read; an empty place is not asked for, ``-`` means that nothing may be
read. A number without an answer must not be read as a known line. The sentences are our own, their grammar is that of
the families named in the file's first line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from loaders.documents import Document, Paragraph, Place
from loaders.identity import Identity
from loaders.readers import read_document
from loaders.rows import FigureRow, QuantityRow
from loaders.statements import StatementReading, read_statements
from tests.writer.formats import docx_document, html, xlsx
from tests.writer.options import LayoutOptions
from tests.writer.pdf import pdf
from tests.writer.printed import PrintedText

TEXTS = sorted((Path(__file__).parent / "fixtures" / "prose").glob("*.txt"))
ANSWER = re.compile(r"\[(?P<number>[\d.,]+)\|(?P<said>[^\]]*)\]")


@dataclass(frozen=True)
class Text:
    document: Document
    identity: Identity
    answers: dict[tuple[int, int], tuple[str, list[str]]]


def load(path: Path) -> Text:
    """The text without its answers, and the answers by (block, offset)."""
    head, *lines = [line for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
    said = dict(part.split("=") for part in head.split() if "=" in part)
    answers: dict[tuple[int, int], tuple[str, list[str]]] = {}
    blocks = []
    for no, line in enumerate(lines, start=1):
        printed, at = "", 0
        for match in ANSWER.finditer(line):
            printed += line[at : match.start()]
            answers[no, len(printed)] = (match["number"], match["said"].split("|"))
            printed, at = printed + match["number"], match.end()
        blocks.append(Paragraph(printed + line[at:], Place(line=no)))
    stage = said.get("stage", "final_accounts")
    identity = Identity(fiscal_year=int(said["year"]), budget_stage=stage, issuer_name="甲县财政局")
    return Text(Document("ab" * 32, "text", 1, "text", tuple(blocks)), identity, answers)


def read(text: Text) -> dict[tuple[int, int], FigureRow | QuantityRow]:
    found = read_statements(text.document, text.identity)
    rows: list[FigureRow | QuantityRow] = [*found.figures, *found.quantities]
    return {(row.block_no or 0, row.char_offset or 0): row for row in rows}


def wrong(number: str, said: list[str], row: FigureRow | QuantityRow | None) -> Iterator[str]:
    """What the row says otherwise than the answer."""
    if row is None:
        yield "not read"
        return
    printed, measure, fund = (
        (row.amount_published, row.measure, row.fund)
        if isinstance(row, FigureRow)
        else (row.value_published, row.base, None)
    )
    if printed.lstrip("-").replace(",", "") != number.replace(",", ""):
        yield f"read as {printed}"
    found: list[set[str | None]] = [{row.line_item, row.subject_code}, {measure}, {fund}, {row.value_role}]
    found += [{row.direction}, {str(row.fiscal_year)}]
    for expected, values in zip(said, found, strict=False):
        if expected == "-" and values - {None}:
            yield f"nothing expected, read {values}"
        elif expected not in ("", "-") and expected not in values:
            yield f"{expected} expected, read {values}"


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_every_number_is_read_with_its_meaning(path: Path) -> None:
    text = load(path)
    rows = read(text)
    faults = [
        (place, number, fault)
        for place, (number, said) in text.answers.items()
        for fault in wrong(number, said, rows.get(place))
    ]
    assert faults == []
    assert len(text.answers) >= 5


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_no_known_line_is_read_where_no_answer_stands(path: Path) -> None:
    text = load(path)
    extra = [
        row.context
        for place, row in read(text).items()
        if isinstance(row, FigureRow) and row.line_item and place not in text.answers
    ]
    assert extra == []


WRITERS = {"page": html, "word file": docx_document, "workbook": xlsx, "pdf": pdf}


def said(found: StatementReading) -> list[tuple[object, ...]]:
    """What is read, in reading order, without its place."""
    figures = [
        ((f.block_no, f.char_offset), f.amount_published, f.line_item, f.subject_code, f.measure, f.fund, f.value_role)
        for f in found.figures
    ]
    quantities = [
        ((q.block_no, q.char_offset), q.value_published, q.line_item, q.subject_code, q.base, q.direction, q.value_role)
        for q in found.quantities
    ]
    return [row[1:] for row in sorted([*figures, *quantities], key=lambda row: str(row[1:]))]


@pytest.mark.parametrize("form", WRITERS)
def test_prose_reads_alike_in_every_file_format(form: str) -> None:
    """Wrapped lines of a page, cells of a sheet and paragraphs of a page say the same."""
    for path in TEXTS:
        text = load(path)
        printed = tuple(PrintedText(block.text) for block in text.document.blocks if isinstance(block, Paragraph))
        document = read_document(WRITERS[form](printed, LayoutOptions(page="portrait")))
        assert said(read_statements(document, text.identity)) == said(read_statements(text.document, text.identity))
