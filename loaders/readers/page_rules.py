"""The straight rules drawn on a PDF page: strokes as they are, filled boxes where they are thin."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pypdfium2.raw as pdfium

from loaders.documents import UnreadableDocument
from loaders.readers import pdfium_calls
from loaders.readers.pdfium_calls import Matrix

# Real pages hold a hundred objects, the largest seen 1,608; a page of millions is an attack or a map.
MAX_OBJECTS = 50_000
_MAX_FORM_DEPTH = 4
_LINE = 2
_UNMOVED: Matrix = (1, 0, 0, 1, 0, 0)

Box = tuple[float, float, float, float]
Point = tuple[float, float]


def drawn(page: Any) -> Iterator[tuple[int, list[Box]]]:
    """(object type, boxes of strokes and fills in PDF coordinates) of each path and image, forms entered.

    Raises ``UnreadableDocument`` (``oversized``) for a page of too many objects.
    """
    count = pdfium.FPDFPage_CountObjects(page)
    if count > MAX_OBJECTS:
        raise UnreadableDocument("oversized", f"a page holds {count:,} objects; at most {MAX_OBJECTS:,} are read")
    return _drawn(pdfium_calls.page_objects(page, count), _UNMOVED, 0)


def _drawn(items: list[tuple[int, int]], outer: Matrix, depth: int) -> Iterator[tuple[int, list[Box]]]:
    for kind, item in items:
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            yield kind, _path_boxes(item, outer)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            yield kind, []
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _MAX_FORM_DEPTH:
            inner = _times(pdfium_calls.matrix(item), outer)
            count = min(pdfium_calls.count_form_objects(item), MAX_OBJECTS)
            yield from _drawn(pdfium_calls.form_objects(item, count), inner, depth + 1)


def _path_boxes(item: int, outer: Matrix) -> list[Box]:
    is_filled, is_stroked, count = pdfium_calls.path(item)
    if not count or not (is_filled or is_stroked):
        return []
    placed = _times(pdfium_calls.matrix(item), outer)
    line = pdfium_calls.line(item) if is_stroked and count == _LINE else None
    if line is not None:
        return [line if placed == _UNMOVED else (*_apply(placed, line[:2]), *_apply(placed, line[2:]))]
    pieces = _pieces(item, min(count, MAX_OBJECTS))
    if placed != _UNMOVED:
        pieces = [[_apply(placed, point) for point in piece] for piece in pieces]
    if is_stroked:
        return [(*a, *b) for piece in pieces for a, b in pairwise(piece)]
    return [_bounds(piece) for piece in pieces if len(piece) > 1]


def _pieces(item: int, count: int) -> list[list[Point]]:
    """Points of each piece of a path; a closed piece ends where it began."""
    pieces: list[list[Point]] = []
    for kind, is_closed, x, y in pdfium_calls.segments(item, count):
        if kind == pdfium.FPDF_SEGMENT_MOVETO or not pieces:
            pieces.append([])
        piece = pieces[-1]
        piece.append((x, y))
        if is_closed:
            piece.append(piece[0])
    return pieces


def _bounds(points: list[Point]) -> Box:
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _times(m: Matrix, n: Matrix) -> Matrix:
    if n == _UNMOVED:
        return m
    return (
        m[0] * n[0] + m[1] * n[2],
        m[0] * n[1] + m[1] * n[3],
        m[2] * n[0] + m[3] * n[2],
        m[2] * n[1] + m[3] * n[3],
        m[4] * n[0] + m[5] * n[2] + n[4],
        m[4] * n[1] + m[5] * n[3] + n[5],
    )


def _apply(m: Matrix, point: Point) -> Point:
    x, y = point
    return m[0] * x + m[2] * y + m[4], m[1] * x + m[3] * y + m[5]
