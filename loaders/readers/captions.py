"""Lines that are laid out as a table and are none: 部门：… on the left, 单位：元 on the right, a title in a frame."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from loaders.documents import Block, Document, Grid, Paragraph

_LABEL = re.compile(r"[:：]")
_MOST_PARTS = 3


def with_captions(document: Document) -> Document:
    """The document with every grid of one captioning row as a paragraph; its parts stay apart by four blanks."""
    return replace(document, blocks=tuple(_blocks(document.blocks)))


def _blocks(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        text = _caption(block) if isinstance(block, Grid) and len(block.rows) == 1 else None
        yield block if text is None else Paragraph(text, block.place)


def _caption(grid: Grid) -> str | None:
    """Text of a row that captions what comes below it; None for a row of a table (headings, amounts)."""
    parts = [cell.text.strip() for cell in grid.cells() if cell.text.strip()]
    if len(parts) == 1 and "\n" not in parts[0]:
        return parts[0]
    is_caption = 0 < len(parts) <= _MOST_PARTS and any(_LABEL.search(part) for part in parts)
    return "    ".join(part.replace("\n", "") for part in parts) if is_caption else None
