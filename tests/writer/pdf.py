"""Printed pages as PDF: with all rules, horizontal ones or none; an embedded or a merely named font; portrait,
landscape or rotated pages.
"""

from __future__ import annotations

import io
import re
from functools import cache
from html import escape
from typing import Any

from reportlab.lib.colors import black
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, LongTable, PageTemplate, Paragraph, Spacer
from reportlab.platypus import PageBreak as NewPage

from loaders.readers.box_font import box_font
from tests.writer.options import LayoutOptions
from tests.writer.printed import PageBreak, Printed, PrintedGrid, PrintedText

_NAMED, _EMBEDDED = "STSong-Light", "GongkaiBoxes"
_MARGIN = 36
_AMOUNT = re.compile(r"^-?[\d,]+\.\d+$")


def pdf(printed: Printed, options: LayoutOptions) -> bytes:
    """Tables with all rules drawn; long ones go on over pages, their heading repeated or not."""
    _register_fonts()
    size = A4 if options.page == "portrait" else landscape(A4)
    out = io.BytesIO()
    turned = options.page == "rotated"
    document = BaseDocTemplate(out, pagesize=size, rotation=90 if turned else 0, invariant=1)
    frame = Frame(_MARGIN, _MARGIN, size[0] - 2 * _MARGIN, size[1] - 2 * _MARGIN, 0, 0, 0, 0)
    document.addPageTemplates(PageTemplate("page", [frame], onPage=_turn if turned else _stay))
    document.build([flowable for block in printed for flowable in _flowables(block, size[0], options)])
    return out.getvalue()


@cache
def _register_fonts() -> None:
    registerFont(UnicodeCIDFont(_NAMED))
    registerFont(TTFont(_EMBEDDED, io.BytesIO(box_font())))


def _stay(canvas: Any, document: Any) -> None:
    """Pages as they lie."""


def _turn(canvas: Any, document: Any) -> None:
    """A portrait page shown turned by 90 degrees; what is drawn is turned back, so that a reader sees it upright."""
    canvas.transform(0, 1, -1, 0, A4[0], 0)


def _flowables(
    block: PrintedText | PrintedGrid | PageBreak, page_width: float, options: LayoutOptions
) -> list[Flowable]:
    if isinstance(block, PageBreak):
        return [NewPage()]
    if isinstance(block, PrintedText):
        return [_paragraph(block.text, 12 if block.style == "title" else 9, options), Spacer(1, 4)]
    drawn = _grid if options.rules == "all" else _open_grid
    return [drawn(block, page_width, options), Spacer(1, 8)]


def _paragraph(text: str, size: float, options: LayoutOptions) -> Paragraph:
    font = _EMBEDDED if options.embedded_font else _NAMED
    style = ParagraphStyle("p", fontName=font, fontSize=size, leading=size * 1.3, wordWrap="CJK")
    return Paragraph(escape(text), style)


def _grid(grid: PrintedGrid, page_width: float, options: LayoutOptions) -> LongTable:
    texts = grid.matrix()
    weights = [max(4, *(_weight(row[col]) for row in texts)) for col in range(len(texts[0]))]
    room = page_width - 2 * _MARGIN
    spans = [("SPAN", (col, row), (col + cell.col_span - 1, row + cell.row_span - 1))
             for row, col, cell in grid.placed() if cell.col_span > 1 or cell.row_span > 1]  # fmt: skip
    return LongTable(
        [[_paragraph(text, 7, options) if text else "" for text in row] for row in texts],
        colWidths=[room * weight / sum(weights) for weight in weights],
        repeatRows=grid.heading_rows if options.repeat_heading else 0,
        style=[("GRID", (0, 0), (-1, -1), 0.5, black), ("LEFTPADDING", (0, 0), (-1, -1), 2),
               ("RIGHTPADDING", (0, 0), (-1, -1), 2), ("TOPPADDING", (0, 0), (-1, -1), 1),
               ("BOTTOMPADDING", (0, 0), (-1, -1), 2), *spans],
    )  # fmt: skip


def _open_grid(grid: PrintedGrid, page_width: float, options: LayoutOptions) -> LongTable:
    """A table without vertical rules: one line a cell, in a font that lets all columns stand side by side."""
    texts, placed = grid.matrix(), grid.placed()
    room = page_width - 2 * _MARGIN
    single = {(row, col): cell.text for row, col, cell in placed if cell.col_span == 1}
    widths = [
        max(3, *(_places(single.get((row, col), "")) / 2 for row in range(len(texts)))) + 1.5
        for col in range(len(texts[0]))
    ]
    size = min(8.0, room / sum(widths))
    rules = [("LINEBELOW", (0, 0), (-1, -1), 0.5, black)] if options.rules == "horizontal" else []
    sides = [("ALIGN", (col, row), (col, row), "CENTER" if row < grid.heading_rows else "RIGHT" if _AMOUNT.match(cell.text) else "LEFT")
             for row, col, cell in placed]  # fmt: skip
    spans = [("SPAN", (col, row), (col + cell.col_span - 1, row + cell.row_span - 1))
             for row, col, cell in placed if cell.col_span > 1 or cell.row_span > 1]  # fmt: skip
    return LongTable(
        texts,
        colWidths=[width * size for width in widths],
        rowHeights=size * 1.8,
        repeatRows=grid.heading_rows if options.repeat_heading else 0,
        style=[("FONT", (0, 0), (-1, -1), _EMBEDDED if options.embedded_font else _NAMED, size),
               ("VALIGN", (0, 0), (-1, grid.heading_rows - 1), "MIDDLE"), ("VALIGN", (0, grid.heading_rows), (-1, -1), "TOP"),
               ("LEFTPADDING", (0, 0), (-1, -1), 2), ("RIGHTPADDING", (0, 0), (-1, -1), 2),
               ("TOPPADDING", (0, 0), (-1, -1), 1), ("BOTTOMPADDING", (0, 0), (-1, -1), 1), *rules, *sides, *spans],
    )  # fmt: skip


def _places(text: str) -> int:
    """Places that a text takes in print: two for a Chinese character, one for the others."""
    return sum(1 if character.isascii() else 2 for character in text)


def _weight(text: str) -> int:
    """Room that a cell asks for; long texts wrap."""
    return min(16, len(text))
