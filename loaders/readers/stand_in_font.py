"""A stand-in for Chinese fonts that a PDF names but does not embed.

Without such a font on the machine pdfium gives its glyphs no height and drops a text object of a single character
altogether: headings like 类, 款, 项 and the last character of a wrapped cell vanish, and files that place every
character by itself come out blank. A font of boxes gives every glyph a size, the same on every machine.
"""

from __future__ import annotations

import ctypes
from functools import cache
from typing import Any

import pypdfium2  # noqa: F401 - importing it initialises pdfium, which has to come first
import pypdfium2.raw as pdfium

from loaders.readers.box_font import box_font

_CHINESE = {pdfium.FXFONT_GB2312_CHARSET, pdfium.FXFONT_CHINESEBIG5_CHARSET}
_HANDLE = 1


@cache
def use_stand_in_font() -> Any:
    """Make pdfium of this process fall back on the font of boxes. The result must stay alive: pdfium points at it."""
    font = box_font()
    tables = {bytes(font[at : at + 4]): at for at in range(12, 12 + 16 * int.from_bytes(font[4:6], "big"), 16)}

    def map_font(_: Any, weight: int, italic: int, charset: int, pitch: int, face: Any, exact: Any) -> int | None:
        return _HANDLE if charset in _CHINESE else None

    def font_data(_: Any, handle: Any, table: int, buffer: Any, size: int) -> int:
        data = font if table == 0 else _table(font, tables.get(table.to_bytes(4, "big")))
        if buffer and size >= len(data):
            ctypes.memmove(buffer, data, len(data))
        return len(data)

    def charset_of(_: Any, handle: Any) -> int:
        return int(pdfium.FXFONT_GB2312_CHARSET)

    return _install({
        "Release": lambda _: None,
        "EnumFonts": lambda _, mapper: None,
        "MapFont": map_font,
        "GetFont": lambda _, face: None,
        "GetFontData": font_data,
        "GetFaceName": lambda _, handle, buffer, size: 0,
        "GetFontCharset": charset_of,
        "DeleteFont": lambda _, handle: None,
    })  # fmt: skip


def _table(font: bytes, record: int | None) -> bytes:
    """One table of the font file by the place of its record in the directory; nothing where it has none."""
    if record is None:
        return b""
    start, length = (int.from_bytes(font[record + at : record + at + 4], "big") for at in (8, 12))
    return font[start : start + length]


def _install(functions: dict[str, Any]) -> Any:
    """Hand the functions to pdfium; returns what must stay alive."""
    types = dict(pdfium.FPDF_SYSFONTINFO._fields_)
    info = pdfium.FPDF_SYSFONTINFO(version=1)
    callbacks = {name: types[name](function) for name, function in functions.items()}
    for name, callback in callbacks.items():
        setattr(info, name, callback)
    pdfium.FPDF_SetSystemFontInfo(ctypes.byref(info))
    return info, callbacks
