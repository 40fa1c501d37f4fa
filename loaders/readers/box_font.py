"""A TrueType font of boxes: every character has a place and a size on the page, none has a shape.

Readers go by the text layer and by where glyphs stand, never by shapes. The font stands in for Chinese fonts that a PDF
names without embedding them, and makes test documents possible without shipping a Chinese font.
"""

from __future__ import annotations

from struct import pack

_EM = 1000
_WIDE, _NARROW, _BLANK = 1, 2, 3
_WIDTHS = (1000, 1000, 500, 500)
# First character, last character, glyph.
_RANGES = ((0x20, 0x20, _BLANK), (0x21, 0x7E, _NARROW), (0xA1, 0x2FFF, _WIDE), (0x3000, 0x3000, _BLANK),
           (0x3001, 0xFFEF, _WIDE))  # fmt: skip


def box_font() -> bytes:
    """The font file."""
    glyphs = [_box(60, 940), _box(60, 940), _box(30, 470), b""]
    offsets = [sum(len(glyph) for glyph in glyphs[:at]) for at in range(len(glyphs) + 1)]
    tables = {
        b"OS/2": _os2(),
        b"cmap": _cmap(),
        b"glyf": b"".join(glyphs),
        b"head": pack(
            ">HHHHLLHHQQhhhhHHhhh", 1, 0, 1, 0, 0, 0x5F0F3CF5, 3, _EM, 0, 0, 0, -120, _EM, 880, 0, 8, 2, 1, 0
        ),
        b"hhea": pack(">HHhhhHhhhhhhhhhhhH", 1, 0, 880, -120, 0, _EM, 0, 0, _EM, 1, 0, 0, 0, 0, 0, 0, 0, len(glyphs)),
        b"hmtx": b"".join(pack(">Hh", width, 0) for width in _WIDTHS),
        b"loca": pack(f">{len(offsets)}L", *offsets),
        b"maxp": pack(">LHHHHHHHHHHHHHH", 0x10000, len(glyphs), 4, 1, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0),
        b"name": _name("GongkaiBoxes"),
        b"post": pack(">LLhhLLLLL", 0x30000, 0, -100, 50, 0, 0, 0, 0, 0),
    }
    return _file(tables)


def _box(left: int, right: int) -> bytes:
    """A rectangle from below the baseline to the height of a Chinese character."""
    points = [(left, -80), (left, 840), (right, 840), (right, -80)]
    xs = [x - before for (x, _), before in zip(points, [0, left, left, right], strict=True)]
    ys = [y - before for (_, y), before in zip(points, [0, -80, 840, 840], strict=True)]
    outline = pack(">hhhhhHH4B4h4h", 1, left, -80, right, 840, 3, 0, 1, 1, 1, 1, *xs, *ys)
    return outline + b"\0" * (-len(outline) % 4)


def _cmap() -> bytes:
    """Format 13: many characters share a glyph."""
    groups = b"".join(pack(">LLL", *group) for group in _RANGES)
    return pack(">HHHHL", 0, 1, 3, 10, 12) + pack(">HHLLL", 13, 0, 16 + len(groups), 0, len(_RANGES)) + groups


def _os2() -> bytes:
    return pack(">HhHHH", 1, _EM, 400, 5, 0) + b"\0" * 58 + pack(">hhhHHLL", 880, -120, 0, 880, 120, 0, 0)


def _name(name: str) -> bytes:
    text = name.encode("utf-16-be")
    records = b"".join(pack(">HHHHHH", 3, 1, 0x409, name_id, len(text), 0) for name_id in (1, 2, 3, 4, 6))
    return pack(">HHH", 0, 5, 6 + len(records)) + records + text


def _file(tables: dict[bytes, bytes]) -> bytes:
    count = len(tables)
    header = pack(">LHHHH", 0x10000, count, 128, 3, count * 16 - 128)
    directory, body, at = b"", b"", 12 + 16 * count
    for tag, data in tables.items():
        padded = data + b"\0" * (-len(data) % 4)
        directory += pack(">4sLLL", tag, _checksum(padded), at, len(data))
        body += padded
        at += len(padded)
    return header + directory + body


def _checksum(data: bytes) -> int:
    return sum(int.from_bytes(data[at : at + 4], "big") for at in range(0, len(data), 4)) & 0xFFFFFFFF
