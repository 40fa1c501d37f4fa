"""pdfium's plain functions bound for calling by the hundred thousand: one call a character, a segment or an object.

Bound anew, ctypes leaves out what it does for each declared argument; results land in buffers that live as long as
the process, and ``map`` runs the loop. A page's characters so cost a sixth of what single calls cost. Arguments are
not checked: handles must be pdfium's own. Like pdfium itself this is for one thread at a time.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from itertools import repeat
from typing import Any

import pypdfium2.raw as pdfium

# So many results are fetched at a time: a page holds some 400 characters, and an attack's page stays bounded.
CHUNK = 4_096
Columns = tuple[list[int], list[float], list[float], list[float], list[float]]
Matrix = tuple[float, float, float, float, float, float]


def _bound(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    """The same C function; arguments without a declared type pass as they are (ints as C ints, pointers as given)."""
    address = ctypes.cast(function, ctypes.c_void_p).value
    assert address is not None
    return ctypes.PYFUNCTYPE(result, *arguments)(address)


_POINTER = ctypes.c_void_p
_unicode_of = _bound(pdfium.FPDFText_GetUnicode, ctypes.c_uint)
_box_of = _bound(pdfium.FPDFText_GetLooseCharBox, ctypes.c_int)
_object_at = _bound(pdfium.FPDFPage_GetObject, _POINTER)
_form_object_at = _bound(pdfium.FPDFFormObj_GetObject, _POINTER, _POINTER, ctypes.c_int)
_count_form_objects = _bound(pdfium.FPDFFormObj_CountObjects, ctypes.c_int, _POINTER)
_type_of = _bound(pdfium.FPDFPageObj_GetType, ctypes.c_int, _POINTER)
_draw_mode = _bound(pdfium.FPDFPath_GetDrawMode, ctypes.c_int, _POINTER)
_count_segments = _bound(pdfium.FPDFPath_CountSegments, ctypes.c_int, _POINTER)
_segment_at = _bound(pdfium.FPDFPath_GetPathSegment, _POINTER, _POINTER, ctypes.c_int)
_point_of = _bound(pdfium.FPDFPathSegment_GetPoint, ctypes.c_int, _POINTER)
_segment_type = _bound(pdfium.FPDFPathSegment_GetType, ctypes.c_int, _POINTER)
_matrix_of = _bound(pdfium.FPDFPageObj_GetMatrix, ctypes.c_int, _POINTER)
_is_closed = _bound(pdfium.FPDFPathSegment_GetClose, ctypes.c_int, _POINTER)

_boxes = (ctypes.c_float * (4 * CHUNK))()
_box_references = [ctypes.byref(_boxes, 16 * i) for i in range(CHUNK)]
_points = (ctypes.c_float * (2 * CHUNK))()
_x_references = [ctypes.byref(_points, 8 * i) for i in range(CHUNK)]
_y_references = [ctypes.byref(_points, 8 * i + 4) for i in range(CHUNK)]
_matrix = (ctypes.c_float * 6)()
_matrix_reference = ctypes.byref(_matrix)
_fill, _stroke = ctypes.c_int(), ctypes.c_int()
_fill_reference, _stroke_reference = ctypes.byref(_fill), ctypes.byref(_stroke)


def characters(text_page: Any, count: int) -> Iterator[tuple[list[int], Columns]]:
    """Characters by chunks: their codes; in columns whether each has a box, its left, top, right, bottom."""
    for start in range(0, count, CHUNK):
        indices = range(start, min(start + CHUNK, count))
        codes = list(map(_unicode_of, repeat(text_page), indices))
        has_box = list(map(_box_of, repeat(text_page), indices, _box_references))
        end = 4 * len(indices)
        yield codes, (has_box, _boxes[0:end:4], _boxes[1:end:4], _boxes[2:end:4], _boxes[3:end:4])


def page_objects(page: Any, count: int) -> list[tuple[int, int]]:
    """(type, handle) of each object drawn on a page."""
    items = list(map(_object_at, repeat(page), range(count)))
    return list(zip(map(_type_of, items), items, strict=True))


def count_form_objects(form: int) -> int:
    """How many objects a form draws."""
    count: int = _count_form_objects(form)
    return count


def form_objects(form: int, count: int) -> list[tuple[int, int]]:
    """(type, handle) of each object drawn in a form."""
    items = list(map(_form_object_at, repeat(form), range(count)))
    return list(zip(map(_type_of, items), items, strict=True))


def path(item: int) -> tuple[bool, bool, int]:
    """(is it filled, is it stroked, number of segments) of a path."""
    _draw_mode(item, _fill_reference, _stroke_reference)
    return bool(_fill.value), bool(_stroke.value), _count_segments(item)


def matrix(item: int) -> Matrix:
    """Where an object is placed in what holds it: (a, b, c, d, e, f)."""
    _matrix_of(item, _matrix_reference)
    a, b, c, d, e, f = _matrix[:]
    return a, b, c, d, e, f


def line(item: int) -> tuple[float, float, float, float] | None:
    """(x0, y0, x1, y1) of a path of two segments that is one straight line: what most rules of tables are."""
    end = _segment_at(item, 1)
    if _segment_type(end) != pdfium.FPDF_SEGMENT_LINETO:
        return None
    _point_of(_segment_at(item, 0), _x_references[0], _y_references[0])
    _point_of(end, _x_references[1], _y_references[1])
    x0, y0, x1, y1 = _points[:4]
    return x0, y0, x1, y1


def segments(item: int, count: int) -> Iterator[tuple[int, bool, float, float]]:
    """(type, does it close its piece, x, y) of each segment of a path."""
    for start in range(0, count, CHUNK):
        handles = list(map(_segment_at, repeat(item), range(start, min(start + CHUNK, count))))
        list(map(_point_of, handles, _x_references, _y_references))
        end = 2 * len(handles)
        types, closed = map(_segment_type, handles), map(_is_closed, handles)
        yield from zip(types, closed, _points[0:end:2], _points[1:end:2], strict=True)
