"""Glyphs to lines of text: by vertical centre, then from left to right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter, sub

from loaders.readers.pdf_page import Glyph

# Digits may sit 5 pt below the Chinese characters of their own line (another font's baseline).
_SAME_LINE = 0.52
# Two numbers in one cell stay two numbers: a gap this wide (in font heights) is kept as a space.
_SPACE = 0.35
_WIDE_GAP = 2.0
_MIN_BOX = 4.0
# Bold by overprinting: the same character again, moved by less than this.
_TWICE = 0.2
_LEAST_GAP = _SPACE * _MIN_BOX
_BY_LEFT, _BY_CENTRE = itemgetter(1), itemgetter(6)


@dataclass(frozen=True, slots=True)
class TextLine:
    """One printed line and its box (x0, y0, x1, y1)."""

    text: str
    box: tuple[float, float, float, float]


def text_lines(glyphs: Sequence[Glyph]) -> list[TextLine]:
    """Lines from top to bottom; text drawn twice for boldness counts once."""
    return [line_of(line) for line in printed_lines(glyphs)]


def printed_lines(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """The glyphs of each printed line, from top to bottom."""
    ordered = sorted(glyphs, key=_BY_CENTRE)
    if not ordered:
        return []
    if ordered[-1][6] - ordered[0][6] <= _SAME_LINE * max(_MIN_BOX, ordered[0][7]):
        return [ordered]
    return _lines(ordered)


def words_of(line: Sequence[Glyph]) -> list[TextLine]:
    """The pieces of a printed line between gaps that count as blanks, from left to right, each with its box."""
    words: list[list[Glyph]] = []
    for glyph in sorted(line, key=_BY_LEFT):
        if words and not _gap(glyph[1] - words[-1][-1][3], min(glyph[7], words[-1][-1][7])):
            words[-1].append(glyph)
        else:
            words.append([glyph])
    return [line_of(word) for word in words]


def _lines(ordered: Sequence[Glyph]) -> list[list[Glyph]]:
    """Glyphs sorted by their vertical centre, parted where the next is too far below the line's running centre."""
    lines: list[list[Glyph]] = []
    line: list[Glyph] = []
    centre = tallest = 0.0
    for glyph in ordered:
        y, height = glyph[6], glyph[7]
        if height > tallest:
            tallest = height
        if line and y - centre <= _SAME_LINE * tallest:
            line.append(glyph)
            centre += (y - centre) / len(line)
        else:
            line = [glyph]
            lines.append(line)
            centre, tallest = y, max(_MIN_BOX, height)
    return lines


def line_of(glyphs: list[Glyph]) -> TextLine:
    """One printed line as text; its glyphs are sorted from left to right."""
    glyphs.sort(key=_BY_LEFT)
    texts, lefts, tops, rights, bottoms, _, _, heights = zip(*glyphs, strict=True)
    box = lefts[0], min(tops), max(rights), max(bottoms)
    return TextLine("".join(texts) if _is_even(lefts, rights, heights) else _spaced(glyphs), box)


def _is_even(lefts: Sequence[float], rights: Sequence[float], heights: Sequence[float]) -> bool:
    """True for a run of glyphs in which nothing is drawn twice and no gap is wide enough to count."""
    nexts = lefts[1:]
    return not nexts or (
        max(map(sub, nexts, rights)) <= _LEAST_GAP
        and min(map(sub, nexts, lefts)) >= _TWICE * max(_MIN_BOX, max(heights))
    )


def _spaced(glyphs: Sequence[Glyph]) -> str:
    parts: list[str] = []
    last, last_x0, last_x1, last_height = "", 0.0, 0.0, 0.0
    for text, x0, _, x1, _, _, _, height in glyphs:
        if parts:
            if text == last and abs(x0 - last_x0) < _TWICE * max(_MIN_BOX, height):
                continue
            if x0 - last_x1 > _LEAST_GAP:
                parts.append(_gap(x0 - last_x1, min(last_height, height)))
        parts.append(text)
        last, last_x0, last_x1, last_height = text, x0, x1, height
    return "".join(parts)


def _gap(points: float, height: float) -> str:
    gap = points / max(_MIN_BOX, height)
    if gap > _WIDE_GAP:
        return "    "
    return " " if gap > _SPACE else ""
