"""What is drawn on one PDF page, in the page as a person sees it: glyphs with their boxes, and straight rules.

Everything is read through pdfium's plain functions in one pass; a page object that is not text, a thin box or a
straight line is not looked at.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

from loaders.documents import UnreadableDocument
from loaders.readers.lattice import Rule

# Real pages hold a hundred objects, the largest seen 1,608; a page of millions is an attack or a map.
MAX_OBJECTS = 50_000
MAX_CHARS = 200_000
# Word paints cell backgrounds as filled boxes: only boxes thinner than this are rules, whatever their colour.
_THIN = 2.0
_MAX_FORM_DEPTH = 4
_LAST_BLANK = 0x20
_SHAPELESS = frozenset({0xA0, 0x3000, 0xFFFE, 0xFFFF})

Turn = Callable[[float, float], tuple[float, float]]
Box = tuple[float, float, float, float]


class Glyph(NamedTuple):
    """One printed character; ``x0, y0, x1, y1`` is its box with y growing downwards.

    ``x`` and ``y`` are the centre: the vertical one is steady across fonts, whose baselines and heights differ.
    ``height`` is that of the font's box, not of the ink. A plain tuple: pages are made of hundreds of thousands.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    x: float
    y: float
    height: float


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
    has_image = False
    for kind, boxes in _objects(page.raw):
        has_image = has_image or kind == pdfium.FPDF_PAGEOBJ_IMAGE
        for x0, y0, x1, y1 in boxes:
            _add_rule(_turned(turn, x0, y0, x1, y1), width, height, horizontal, vertical)
    return Page(width, height, _glyphs(page.raw, turn, width, height), horizontal, vertical, has_image)


def _turn(rotation: int, left: float, bottom: float, right: float, top: float) -> Turn:
    """From PDF coordinates (origin lower left, unrotated) to the page as seen (origin upper left)."""
    turns: dict[int, Turn] = {
        0: lambda x, y: (x - left, top - y),
        90: lambda x, y: (y - bottom, x - left),
        180: lambda x, y: (right - x, y - bottom),
        270: lambda x, y: (top - y, right - x),
    }
    return turns[rotation % 360]


def _turned(turn: Turn, x0: float, y0: float, x1: float, y1: float) -> Box:
    ax, ay = turn(x0, y0)
    bx, by = turn(x1, y1)
    return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


def _add_rule(box: Box, width: float, height: float, horizontal: list[Rule], vertical: list[Rule]) -> None:
    x0, y0, x1, y1 = box
    # Content drawn outside the page is not visible: a clipped duplicate of a table is not a table.
    if x1 < 0 or y1 < 0 or x0 > width or y0 > height:
        return
    if y1 - y0 <= _THIN and x1 - x0 > _THIN:
        horizontal.append(Rule((y0 + y1) / 2, x0, x1))
    elif x1 - x0 <= _THIN and y1 - y0 > _THIN:
        vertical.append(Rule((x0 + x1) / 2, y0, y1))


def _objects(page: Any) -> Iterator[tuple[int, list[Box]]]:
    """(object type, boxes of straight strokes and thin fills) for each object, forms entered."""
    count = pdfium.FPDFPage_CountObjects(page)
    if count > MAX_OBJECTS:
        raise UnreadableDocument("oversized", f"a page holds {count:,} objects; at most {MAX_OBJECTS:,} are read")
    for i in range(count):
        yield from _object(pdfium.FPDFPage_GetObject(page, i), (1, 0, 0, 1, 0, 0), 0)


Matrix = tuple[float, float, float, float, float, float]


def _object(item: Any, outer: Matrix, depth: int) -> Iterator[tuple[int, list[Box]]]:
    kind = pdfium.FPDFPageObj_GetType(item)
    if kind == pdfium.FPDF_PAGEOBJ_PATH:
        yield kind, _path_boxes(item, outer)
    elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
        yield kind, []
    elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _MAX_FORM_DEPTH:
        inner = _times(_matrix(item), outer)
        for i in range(min(pdfium.FPDFFormObj_CountObjects(item), MAX_OBJECTS)):
            yield from _object(pdfium.FPDFFormObj_GetObject(item, i), inner, depth + 1)


def _path_boxes(item: Any, outer: Matrix) -> list[Box]:
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDFPath_GetDrawMode(item, fill, stroke)
    segments = pdfium.FPDFPath_CountSegments(item)
    if not segments or not (fill.value or stroke.value):
        return []
    matrix = _times(_matrix(item), outer)
    strokes = [[_apply(matrix, point) for point in piece] for piece in _pieces(item, min(segments, MAX_OBJECTS))]
    if stroke.value:
        return [(*a, *b) for piece in strokes for a, b in pairwise(piece)]
    return [_bounds(piece) for piece in strokes if len(piece) > 1]


def _pieces(item: Any, segments: int) -> list[list[tuple[float, float]]]:
    """Points of each piece of a path; a closed piece ends where it began."""
    pieces: list[list[tuple[float, float]]] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    for i in range(segments):
        segment = pdfium.FPDFPath_GetPathSegment(item, i)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO or not pieces:
            pieces.append([])
        pieces[-1].append((x.value, y.value))
        if pdfium.FPDFPathSegment_GetClose(segment):
            pieces[-1].append(pieces[-1][0])
    return pieces


def _bounds(points: list[tuple[float, float]]) -> Box:
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return min(xs), min(ys), max(xs), max(ys)


def _matrix(item: Any) -> Matrix:
    m = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(item, m)
    return m.a, m.b, m.c, m.d, m.e, m.f


def _times(m: Matrix, n: Matrix) -> Matrix:
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def _apply(m: Matrix, point: tuple[float, float]) -> tuple[float, float]:
    x, y = point
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]


def _glyphs(page: Any, turn: Turn, width: float, height: float) -> list[Glyph]:
    text_page = pdfium.FPDFText_LoadPage(page)
    if not text_page:
        return []
    try:
        count = pdfium.FPDFText_CountChars(text_page)
        if count > MAX_CHARS:
            raise UnreadableDocument("oversized", f"a page holds {count:,} characters; at most {MAX_CHARS:,} are read")
        return [
            Glyph(text, x0, y0, x1, y1, (x0 + x1) / 2, (y0 + y1) / 2, y1 - y0)
            for text, (x0, y0, x1, y1) in _characters(text_page, count, turn)
            # What is drawn outside the page cannot be seen.
            if x1 > 0 and y1 > 0 and x0 < width and y0 < height
        ]
    finally:
        pdfium.FPDFText_ClosePage(text_page)


def _characters(text_page: Any, count: int, turn: Turn) -> Iterator[tuple[str, Box]]:
    """(character, box as seen) in content order; blanks and marks without a shape left out."""
    rect = pdfium.FS_RECTF()
    reference = ctypes.byref(rect)
    unicode_of, box_of = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetLooseCharBox
    for i in range(count):
        code = unicode_of(text_page, i)
        if code <= _LAST_BLANK or code in _SHAPELESS or not box_of(text_page, i, reference):
            continue
        # The loose box has left < right and bottom < top; only a turned page needs them sorted again.
        (x0, y1), (x1, y0) = turn(rect.left, rect.bottom), turn(rect.right, rect.top)
        if x0 > x1 or y0 > y1:
            x0, y0, x1, y1 = min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)
        yield chr(code), (x0, y0, x1, y1)
