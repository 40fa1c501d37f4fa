"""Lines laid out as a table that are none: 部门：… on the left, 单位：元 on the right, a title in a frame above."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from loaders.documents import Block, Cell, Document, Grid, Paragraph

_LABEL = re.compile(r"[:：]")
_MOST_PARTS = 3
_MOST_ROWS = 4


def with_captions(document: Document) -> Document:
    """The document with grids of captioning rows alone as paragraphs; parts of a row stay apart by four blanks."""
    return replace(document, blocks=tuple(_blocks(document.blocks)))


def _blocks(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        lines = _lines(block) if isinstance(block, Grid) else None
        if lines is None:
            yield block
        else:
            yield from lines


def _lines(grid: Grid) -> list[Paragraph] | None:
    """The rows of a grid that only captions what comes below it; None for a table."""
    if not 1 <= len(grid.rows) <= _MOST_ROWS:
        return None
    texts = [_caption(row) for row in grid.rows]
    said = [text for text in texts if text]
    if len(said) < len(texts) or (len(said) > 1 and not any(_LABEL.search(text) for text in said)):
        return None
    return [Paragraph(text, row[0].place) for text, row in zip(said, grid.rows, strict=True)]


def _caption(row: Sequence[Cell]) -> str | None:
    """Text of a row that captions what comes below it; None for a row of a table (headings, amounts)."""
    parts = [cell.text.strip() for cell in row if cell.text.strip()]
    if len(parts) == 1 and "\n" not in parts[0]:
        return parts[0]
    is_caption = 0 < len(parts) <= _MOST_PARTS and any(_LABEL.search(part) for part in parts)
    return "    ".join(part.replace("\n", "") for part in parts) if is_caption else None
