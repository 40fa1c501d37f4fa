"""Glyphs to lines of text: by vertical centre, then from left to right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

from loaders.readers.pdf_page import Glyph

# Digits may sit 5 pt below the Chinese characters of their own line (another font's baseline).
_SAME_LINE = 0.52
# Two numbers in one cell stay two numbers: a gap this wide (in font heights) is kept as a space.
_SPACE = 0.35
_WIDE_GAP = 2.0
_MIN_BOX = 4.0


@dataclass(frozen=True, slots=True)
class TextLine:
    """One printed line and its box (x0, y0, x1, y1)."""

    text: str
    box: tuple[float, float, float, float]


def text_lines(glyphs: Sequence[Glyph]) -> list[TextLine]:
    """Lines from top to bottom; text drawn twice for boldness counts once."""
    lines: list[list[Glyph]] = []
    centre = tallest = 0.0
    for glyph in sorted(glyphs, key=attrgetter("y")):
        tallest = max(tallest, glyph.height)
        if lines and glyph.y - centre <= _SAME_LINE * tallest:
            lines[-1].append(glyph)
            centre += (glyph.y - centre) / len(lines[-1])
        else:
            lines.append([glyph])
            centre, tallest = glyph.y, max(_MIN_BOX, glyph.height)
    return [_line(sorted(line, key=attrgetter("x0"))) for line in lines]


def _line(glyphs: Sequence[Glyph]) -> TextLine:
    parts: list[str] = []
    last: Glyph | None = None
    for glyph in glyphs:
        if last is not None:
            if glyph.text == last.text and abs(glyph.x0 - last.x0) < 0.2 * max(_MIN_BOX, glyph.height):
                continue
            parts.append(_gap(last, glyph))
        parts.append(glyph.text)
        last = glyph
    box = (
        min(g.x0 for g in glyphs),
        min(g.y0 for g in glyphs),
        max(g.x1 for g in glyphs),
        max(g.y1 for g in glyphs),
    )
    return TextLine("".join(parts), box)


def _gap(left: Glyph, right: Glyph) -> str:
    gap = (right.x0 - left.x1) / max(_MIN_BOX, min(left.height, right.height))
    if gap > _WIDE_GAP:
        return "    "
    return " " if gap > _SPACE else ""
