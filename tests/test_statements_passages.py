"""Printed lines become whole paragraphs again; every character keeps its place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.documents import Block, Document, Paragraph, Place
from loaders.sentences import fold, passages

# A line as wide as the page's text, so that short lines are seen as the ends of paragraphs.
FULL = "本年度各项支出按照批复的部门预算执行并按规定公开，"


def joined(*lines: tuple[int, str]) -> list[str]:
    """Folded passages of lines given with their pages; page 0 stands for a format without pages."""
    blocks: tuple[Block, ...] = tuple(
        Paragraph(text, Place(page=page or None, line=None if page else no))
        for no, (page, text) in enumerate(lines, start=1)
    )
    return [passage.folded for passage in passages(Document("ef" * 32, "text", 1, "text", blocks))]


def test_an_amount_over_two_pages_with_page_numbers_between() -> None:
    lines = [(1, FULL), (1, "本年支出合计13649.07"), (1, "—6—"), (2, "7"), (2, "万元，其中：")]
    assert joined(*lines)[0].endswith("本年支出合计13649.07万元,其中:")


def test_a_bare_number_inside_a_page_is_no_page_number() -> None:
    assert joined((1, FULL), (1, "本年支出合计为，总计"), (1, "28"), (1, "万元。"), (2, FULL))[0].endswith(
        "总计28万元。"
    )


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        # A heading broken at the width of the line, then its text.
        (
            [
                (1, FULL + "。"),
                (1, "十一、一般公共预算三公经费、会议费、培训费支"),
                (1, "出预算表情况说明"),
                (1, "本表反映。"),
            ],
            ["十一、一般公共预算三公经费、会议费、培训费支出预算表情况说明", "本表反映。"],
        ),
        # A full heading is not joined with the text below it.
        (
            [
                (1, FULL + "。"),
                (1, "十一、一般公共预算机关运行经费支出预算情况说明"),
                (1, "甲单位本年"),
                (1, "支出5万元。"),
            ],
            ["十一、一般公共预算机关运行经费支出预算情况说明", "甲单位本年", "支出5万元。"],
        ),
        # A list mark opens a paragraph of its own, whatever the line above lacks.
        ([(0, "基本支出5万元，"), (0, "（一）人员经费3万元")], ["基本支出5万元,", "(一)人员经费3万元"]),
        # A decimal at the head of a line is no list mark.
        ([(0, "公用经费增加，共"), (0, "2.17万元。")], ["公用经费增加,共2.17万元。"]),
    ],
)
def test_where_paragraphs_end(lines: list[tuple[int, str]], expected: list[str]) -> None:
    assert joined(*lines)[-len(expected) :] == expected


def test_markup_and_white_space_go_and_a_gap_between_digits_stays() -> None:
    assert joined((0, "[bookmark: _Toc1]**一、** 收 入\u3000总计 1 234 万元")) == ["一、收入总计1 234万元"]


@given(st.text(max_size=80))
def test_folding_keeps_every_character_in_its_place(text: str) -> None:
    assert len(fold(text)) == len(text)
    block = Paragraph(text, Place(line=1))
    for passage in passages(Document("ef" * 32, "text", 1, "text", (block,))):
        assert len(passage.text) == len(passage.folded) == len(passage.origins)
        for character, origin in zip(passage.text, passage.origins, strict=True):
            printed = text[origin.offset]
            assert character == printed or (character == " " and printed.isspace())
