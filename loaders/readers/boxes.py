"""Prose that stands in a frame: layout tables of web pages, text in a Word table, a border drawn around a page.

A grid that holds an article and no data is no table; its cells are read as the paragraphs that they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from loaders.documents import Block, Cell, Document, Grid, Paragraph

# Layout tables have a column for the article and, at most, one on either side of it.
_MOST_COLUMNS = 3
_SENTENCE = re.compile(r"[。；;][^\n]|[，,][^\n]*[。；;]")
_SHORTEST_SENTENCE = 40
_SHORTEST_ARTICLE = 400
_FEWEST_LINES = 4
_FEWEST_STOPS = 5
_BLANK = " \t\n\u3000\xa0"


def without_boxes(document: Document) -> Document:
    """The document with every grid that only frames prose as paragraphs, one a line of its cells."""
    return replace(document, blocks=tuple(_blocks(document.blocks)))


def _blocks(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, Grid) and _is_box(block):
            for cell in block.cells():
                yield from _lines(cell)
        else:
            yield block


def _lines(cell: Cell) -> Iterator[Paragraph]:
    for line in cell.text.split("\n"):
        if line.strip(_BLANK):
            yield Paragraph(line.strip(_BLANK), cell.place)


def _is_box(grid: Grid) -> bool:
    if max((cell.col for cell in grid.cells()), default=0) > _MOST_COLUMNS:
        return False
    printed = [[cell.text.strip(_BLANK) for cell in row if cell.text.strip(_BLANK)] for row in grid.rows]
    texts = [text for row in printed for text in row]
    if all(len(row) <= 1 for row in printed):
        return any(len(text) >= _SHORTEST_SENTENCE and _SENTENCE.search(text) for text in texts)
    return any(_is_article(text) for text in texts)


def _is_article(text: str) -> bool:
    """A long text of several paragraphs; the cells of forms are shorter or run on in one."""
    return len(text) >= _SHORTEST_ARTICLE and text.count("\n") >= _FEWEST_LINES and text.count("。") >= _FEWEST_STOPS
