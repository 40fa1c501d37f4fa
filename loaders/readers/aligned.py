"""Tables without rules: rows of words and amounts that stand below each other in columns.

Word exports of budgets often draw no rules at all, or horizontal ones only. What makes lines a table is that columns of
blank paper part the words of all of them, and that they print several amounts. Nothing is guessed: where an
amount shares its column with another word of its line, or a heading may stand over other columns than it seems to, the
lines stay lines of text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from loaders.readers.aligned_headings import Heading, Span, placed_headings, span_of
from loaders.readers.glyphs import TextLine, words_of
from loaders.readers.pdf_page import Glyph

_AMOUNT = re.compile(r"^[-−(（]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?[)）]?%?$")
# Contents lists end in small whole numbers; amounts have decimals, separators or four digits.
_SURE_AMOUNT = re.compile(r"\d[.,]\d|\d{4}")
_PROSE = re.compile(r"[。；;]|[:：]|\.{4,}|…{2,}|·{4,}")
# The last page of a table may hold no more than its totals, under the headings repeated.
_LEAST_AMOUNTS, _MANY_LINES = 3, 4
_CAPTION = re.compile(r"[:：]")
_LEAST_COLUMNS = 2
# Headings that stand alone on their lines above others: a table nests two of them at most.
_MOST_ABOVE = 2
# Points of blank paper between two columns: less parts two characters.
_GUTTER = 3.0
# A row stands at most so many line heights below the one before, and is printed in much the same size.
_NEXT_ROW = 3.2
_LARGER = 1.25
# A name or an amount that reaches up to the amount beside it.
_GLUED = re.compile(r"[^\d\s,.\-−(（:：][-−(（]?(?:\d[\d,]*\.\d+|\d{1,3}(?:,\d{3})+|\d{3,})$|\.\d+[\d,]*\.\d")


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line of a page: what it says as a whole, its words, and the height of its largest character."""

    whole: TextLine
    words: tuple[TextLine, ...]
    height: float

    @property
    def amounts(self) -> int:
        """How many of its words are numbers."""
        return sum(1 for word in self.words if _AMOUNT.match(word.text))

    @property
    def is_row(self) -> bool:
        """True for a line that can be a row of a table: words side by side, one a number, no sentence."""
        return len(self.words) > 1 and self.amounts > 0 and not _PROSE.search(self.whole.text)


@dataclass(frozen=True, slots=True)
class AlignedCell:
    """Words of one row in one run of columns; columns count from 0, ``col_end`` is exclusive."""

    col: int
    col_end: int
    text: str


@dataclass(frozen=True, slots=True)
class AlignedTable:
    """One table without rules: the edges of its columns and rows, the cells of each row, the lines it took, and from
    where to where each column is printed."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    rows: tuple[tuple[AlignedCell, ...], ...]
    lines: range
    columns: tuple[Span, ...]


def find_aligned(
    lines: Sequence[Sequence[Glyph]], wholes: Sequence[TextLine], before: Sequence[Span] | None = None
) -> tuple[list[AlignedTable], list[range]]:
    """All tables without rules among the printed lines of a page, which go from top to bottom, and the runs of lines
    that print amounts in columns, but cannot be cut into these for certain.

    ``before``: the columns of the table at the end of the page before, for tables that go on without headings.
    """
    if sum(_amounts_beside_words(whole.text) for whole in wholes) < _LEAST_AMOUNTS - 1:
        return [], []
    split = [
        Line(whole, tuple(words_of(line)), max(glyph[7] for glyph in line))
        for line, whole in zip(lines, wholes, strict=True)
    ]
    tables: list[AlignedTable] = []
    uncut: list[range] = []
    for region in _regions(split):
        rows = [at for at in region if split[at].is_row]
        last = None if tables or uncut else before
        if not _is_tabular(split, region, rows, goes_on=last is not None):
            continue
        table = _table(split, region, rows, last)
        if table is None:
            uncut.append(range(rows[0], rows[-1] + 1))
        else:
            tables.append(table)
    return tables, uncut


def _amounts_beside_words(text: str) -> int:
    """How many amounts a line can hold as a row of a table: most pages have no such line, and are let go at that."""
    if " " not in text or not _SURE_AMOUNT.search(text) or _PROSE.search(text):
        return 0
    return sum(1 for word in text.split() if _AMOUNT.match(word))


def _regions(lines: Sequence[Line]) -> Iterator[range]:
    """Runs of lines close below each other, none of them a sentence, a caption or in larger print."""
    start = 0
    for at, line in enumerate(lines):
        if _PROSE.search(line.whole.text):
            yield range(start, at)
            start = at + 1
        elif at > start and not _goes_on(lines[at - 1], line):
            yield range(start, at)
            start = at
    yield range(start, len(lines))


def _goes_on(above: Line, below: Line) -> bool:
    low, high = sorted((above.height, below.height))
    return below.whole.box[1] - above.whole.box[1] <= _NEXT_ROW * low and high <= _LARGER * low


def _is_tabular(lines: Sequence[Line], region: range, rows: Sequence[int], goes_on: bool) -> bool:
    """True for lines that print several amounts, and not only small whole numbers as lists of contents do."""
    least = _LEAST_AMOUNTS if len(region) < _MANY_LINES and not goes_on else _LEAST_AMOUNTS - 1
    if not rows or sum(lines[at].amounts for at in rows) < least:
        return False
    sure = sum(1 for at in rows if any(_is_sure(word) for word in lines[at].words))
    return 4 * sure >= len(rows)


def _table(
    lines: Sequence[Line], region: range, rows: Sequence[int], before: Sequence[Span] | None
) -> AlignedTable | None:
    columns = _columns([lines[at] for at in range(rows[0], region.stop)])
    for top in _tops(lines, region, rows[0]) if columns is not None else ():
        found = _headed(lines, top, rows[0], region.stop, columns or [])
        if found is not None:
            return found
    top = next(at for at in region if len(lines[at].words) > 1)
    taken = [lines[at] for at in range(top, region.stop)]
    if before is not None and _fit(taken, before):
        return _cut(taken, _widest(taken, before), [], range(top, region.stop))
    return None


def _tops(lines: Sequence[Line], region: range, first_row: int) -> Sequence[int]:
    """Lines with which the headings may begin, the likeliest first.

    A title in the print of its table stands alone on its line, but so does a heading over the middle of the table:
    below “单位：万元” such a line is a heading, elsewhere where the lines below it cannot be read without it.
    """
    if region.start > 0 and _CAPTION.search(lines[region.start - 1].whole.text):
        return (region.start,)
    top = next(at for at in region if len(lines[at].words) > 1)
    return range(top, max(region.start, top - _MOST_ABOVE) - 1, -1) if top < first_row else ()


def _headed(lines: Sequence[Line], top: int, first_row: int, stop: int, columns: Sequence[Span]) -> AlignedTable | None:
    taken = [lines[at] for at in range(top, stop)]
    heads = first_row - top
    columns = _with_empty(list(columns), taken[:heads])
    headings = placed_headings([line.words for line in taken[:heads]], columns) if heads else None
    if headings is None:
        return None
    named = [_heading_cells([h for h in headings if h.line == at], len(columns)) for at in range(heads)]
    return _cut(taken, columns, named, range(top, stop))


def _cut(
    taken: Sequence[Line], columns: Sequence[Span], headings: Sequence[tuple[AlignedCell, ...]], lines: range
) -> AlignedTable:
    boxes = [line.whole.box for line in taken]
    edges = [(a[1] + b[0]) / 2 for a, b in pairwise(columns)]
    xs = min(box[0] for box in boxes), *edges, max(box[2] for box in boxes)
    ys = boxes[0][1], *((a[3] + b[1]) / 2 for a, b in pairwise(boxes)), boxes[-1][3]
    cells = [_placed(line, columns) for line in taken[len(headings) :]]
    return AlignedTable(xs, ys, (*headings, *cells), lines, tuple(_widest(taken[len(headings) :], columns)))


def _fit(lines: Sequence[Line], columns: Sequence[Span]) -> bool:
    """True where every word stands in one of the columns, and no two of a line in the same."""
    for line in lines:
        over = [[at for at, column in enumerate(columns) if _meet((w.box[0], w.box[2]), column)] for w in line.words]
        if any(len(found) != 1 for found in over) or len({found[0] for found in over}) < len(over):
            return False
    return True


def _widest(lines: Sequence[Line], columns: Sequence[Span]) -> list[Span]:
    """The columns, each as wide as what is printed in it."""
    wide = list(columns)
    for word in (word for line in lines for word in line.words):
        at, end = span_of(word, columns)
        if end - at == 1:
            wide[at] = min(wide[at][0], word.box[0]), max(wide[at][1], word.box[2])
    return wide


def _heading_cells(headings: Sequence[Heading], width: int) -> tuple[AlignedCell, ...]:
    """The cells of one heading line, blank ones included."""
    named = [AlignedCell(*heading.run, heading.text) for heading in headings]
    covered = {col for cell in named for col in range(cell.col, cell.col_end)}
    blank = [AlignedCell(col, col + 1, "") for col in range(width) if col not in covered]
    return tuple(sorted([*named, *blank], key=lambda cell: cell.col))


def _columns(body: Sequence[Line]) -> list[Span] | None:
    """The columns that blank paper parts through all rows; None where these are no rows of a table, or where a long
    name reaches up to the amount beside it, so that the two cannot be parted.
    """
    columns: list[Span] = []
    body = [line for line in body if not _numbers_columns(line)]
    for x0, x1 in sorted((word.box[0], word.box[2]) for line in body for word in line.words):
        if columns and x0 - columns[-1][1] < _GUTTER:
            columns[-1] = (columns[-1][0], max(columns[-1][1], x1))
        else:
            columns.append((x0, x1))
    if len(columns) < _LEAST_COLUMNS or any(_GLUED.search(word.text) for line in body for word in line.words):
        return None
    if any(_shares_column(line, columns) for line in body):
        return None
    return columns


def _shares_column(line: Line, columns: Sequence[Span]) -> bool:
    """True where an amount and another word of the line fall into one column."""
    over = [(span_of(word, columns)[0], bool(_AMOUNT.match(word.text))) for word in line.words]
    return any(a[0] == b[0] and (a[1] or b[1]) for a, b in pairwise(over))


def _numbers_columns(line: Line) -> bool:
    """True for the line below the headings that counts the columns; it stands in their middle."""
    numbers = [word.text for word in line.words if word.text.isdecimal()]
    return len(numbers) > 1 and len(line.words) - len(numbers) <= 1 and all(
        int(b) == int(a) + 1 for a, b in pairwise(numbers)
    ) and numbers[0] in ("0", "1")  # fmt: skip


def _is_sure(word: TextLine) -> bool:
    return bool(_AMOUNT.match(word.text) and _SURE_AMOUNT.search(word.text))


def _with_empty(columns: list[Span], headings: Sequence[Line]) -> list[Span]:
    """The columns, and those in which only headings are printed: all columns beside their words have headings."""
    # The few words of an upper line stand over several columns each.
    spans = [
        (word.box[0], word.box[2])
        for line in reversed(headings)
        if 2 * len(line.words) > len(columns)
        for word in line.words
    ]
    found = list(columns)
    headed = {column for column in columns if any(_meet(span, column) for span in spans)}
    for span in spans:
        if any(_meet(span, column) for column in found):
            continue
        beside = [
            *sorted((column for column in found if column[1] < span[0]), reverse=True)[:1],
            *sorted(column for column in found if column[0] > span[1])[:1],
        ]
        free = [column for column in beside if column not in headed]
        if free:
            headed.add(min(free, key=lambda column: max(column[0] - span[1], span[0] - column[1])))
        else:
            found.append(span)
            headed.add(span)
    return sorted(found)


def _meet(one: Span, other: Span) -> bool:
    return one[0] - _GUTTER < other[1] and other[0] < one[1] + _GUTTER


def _placed(line: Line, columns: Sequence[Span]) -> tuple[AlignedCell, ...]:
    """The cells of one line, blank ones included; words of one column are one text."""
    cells: list[AlignedCell] = []
    for word in line.words:
        start, end = span_of(word, columns)
        if cells and start < cells[-1].col_end:
            last = cells.pop()
            cells.append(AlignedCell(last.col, max(last.col_end, end), f"{last.text} {word.text}"))
            continue
        done = cells[-1].col_end if cells else 0
        cells += [AlignedCell(col, col + 1, "") for col in range(done, start)]
        cells.append(AlignedCell(start, end, word.text))
    done = cells[-1].col_end if cells else 0
    return (*cells, *(AlignedCell(col, col + 1, "") for col in range(done, len(columns))))
