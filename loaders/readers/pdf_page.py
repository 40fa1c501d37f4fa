"""What is drawn on one PDF page, in the page as a person sees it: glyphs with their boxes, and straight rules.

Everything is read through pdfium's plain functions in one pass; a page object that is not text, a thin box or a
straight line is not looked at. Coordinates are worked on by columns, one list a coordinate: pages are made of
hundreds of thousands of glyphs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import compress
from operator import ge, le
from typing import Any

import pypdfium2.raw as pdfium

from loaders.documents import UnreadableDocument
from loaders.readers import pdfium_calls
from loaders.readers.lattice import Rule
from loaders.readers.page_rules import drawn

MAX_CHARS = 200_000
# Word paints cell backgrounds as filled boxes: only boxes thinner than this are rules, whatever their colour.
_THIN = 2.0
_LAST_BLANK = 0x20
_SHAPELESS = frozenset({0xA0, 0x3000, 0xFFFE, 0xFFFF})

Column = Sequence[float]
Turn = Callable[[Column, Column], tuple[list[float], list[float]]]
Box = tuple[float, float, float, float]

Glyph = tuple[str, float, float, float, float, float, float, float]
"""One printed character: ``(text, x0, y0, x1, y1, x, y, height)``, y growing downwards.

``x`` and ``y`` are the centre of its box: the vertical one is steady across fonts, whose baselines and heights
differ. ``height`` is that of the font's box, not of the ink. A plain tuple, made and taken apart at no cost.
"""


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its size as seen, its glyphs in content order, its rules, and whether it shows an image."""

    width: float
    height: float
    glyphs: list[Glyph]
    horizontal: list[Rule]
    vertical: list[Rule]
    has_image: bool


def read_page(page: Any) -> Page:
    """Read one pypdfium2 page. Raises ``UnreadableDocument`` (``oversized``) for a page beyond the limits."""
    width, height = page.get_size()
    left, bottom, right, top = page.get_bbox()
    turn = _turn(page.get_rotation(), left, bottom, right, top)
    horizontal: list[Rule] = []
    vertical: list[Rule] = []
    boxes: list[Box] = []
    has_image = False
    for kind, drawn_boxes in drawn(page.raw):
        has_image = has_image or kind == pdfium.FPDF_PAGEOBJ_IMAGE
        boxes += drawn_boxes
    for box in _turned(turn, boxes):
        _add_rule(box, width, height, horizontal, vertical)
    return Page(width, height, _glyphs(page.raw, turn, width, height), horizontal, vertical, has_image)


def _turn(rotation: int, left: float, bottom: float, right: float, top: float) -> Turn:
    """From PDF coordinates (origin lower left, unrotated) to the page as seen (origin upper left)."""
    turns: dict[int, Turn] = {
        0: lambda xs, ys: ([x - left for x in xs], [top - y for y in ys]),
        90: lambda xs, ys: ([y - bottom for y in ys], [x - left for x in xs]),
        180: lambda xs, ys: ([right - x for x in xs], [y - bottom for y in ys]),
        270: lambda xs, ys: ([top - y for y in ys], [right - x for x in xs]),
    }
    return turns[rotation % 360]


def _turned(turn: Turn, boxes: Sequence[Box]) -> Iterable[Box]:
    """Boxes between two opposite corners each, as seen: (x0, y0, x1, y1), sorted."""
    if not boxes:
        return ()
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return zip(*_corners(turn(x0, y0), turn(x1, y1)), strict=True)


def _corners(a: tuple[Column, Column], b: tuple[Column, Column]) -> tuple[Column, Column, Column, Column]:
    x0, x1 = _ordered(a[0], b[0])
    y0, y1 = _ordered(a[1], b[1])
    return x0, y0, x1, y1


def _ordered(a: Column, b: Column) -> tuple[Column, Column]:
    """The lower and the higher coordinates; mostly a whole column is the lower one already."""
    if all(map(le, a, b)):
        return a, b
    if all(map(ge, a, b)):
        return b, a
    return list(map(min, a, b)), list(map(max, a, b))


def _add_rule(box: Box, width: float, height: float, horizontal: list[Rule], vertical: list[Rule]) -> None:
    x0, y0, x1, y1 = box
    # Content drawn outside the page is not visible: a clipped duplicate of a table is not a table.
    if x1 < 0 or y1 < 0 or x0 > width or y0 > height:
        return
    if y1 - y0 <= _THIN and x1 - x0 > _THIN:
        horizontal.append(Rule((y0 + y1) / 2, x0, x1))
    elif x1 - x0 <= _THIN and y1 - y0 > _THIN:
        vertical.append(Rule((x0 + x1) / 2, y0, y1))


def _glyphs(page: Any, turn: Turn, width: float, height: float) -> list[Glyph]:
    text_page = pdfium.FPDFText_LoadPage(page)
    if not text_page:
        return []
    try:
        count = pdfium.FPDFText_CountChars(text_page)
        if count > MAX_CHARS:
            raise UnreadableDocument("oversized", f"a page holds {count:,} characters; at most {MAX_CHARS:,} are read")
        return [
            glyph
            for codes, boxes in pdfium_calls.characters(text_page, count)
            for glyph in _shaped(codes, boxes, turn)
            # What is drawn outside the page cannot be seen.
            if glyph[3] > 0 and glyph[4] > 0 and glyph[1] < width and glyph[2] < height
        ]
    finally:
        pdfium.FPDFText_ClosePage(text_page)


def _shaped(codes: Sequence[int], boxes: Sequence[Column], turn: Turn) -> Iterable[Glyph]:
    """Glyphs of characters in content order; blanks and marks without a shape left out."""
    has_box, lefts, tops, rights, bottoms = boxes
    kept = [
        bool(known) and code > _LAST_BLANK and code not in _SHAPELESS
        for code, known in zip(codes, has_box, strict=True)
    ]
    left, top, right, bottom = (list(compress(column, kept)) for column in (lefts, tops, rights, bottoms))
    x0, y0, x1, y1 = _corners(turn(left, bottom), turn(right, top))
    x = [(a + b) / 2 for a, b in zip(x0, x1, strict=True)]
    y = [(a + b) / 2 for a, b in zip(y0, y1, strict=True)]
    height = [b - a for a, b in zip(y0, y1, strict=True)]
    return zip(map(chr, compress(codes, kept)), x0, y0, x1, y1, x, y, height, strict=True)
