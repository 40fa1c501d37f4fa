"""Tables without rules: rows of words and amounts that stand below each other in columns.

Word exports of budgets often draw no rules at all, or horizontal ones only. What makes lines a table is that columns of
blank paper part the words of all of them, and that they print several amounts. Nothing is guessed: where two
amounts of one line fall into one column, or less than two columns are found, the lines stay lines of text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

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
# Points of blank paper between two columns: less parts two characters.
_GUTTER = 3.0
# A row stands at most so many line heights below the one before, and is printed in much the same size.
_NEXT_ROW = 3.2
_LARGER = 1.25
# Text stands left or right in its column, so that the middle of several is known to some points only.
_OFF_CENTRE = 2.0


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
    """One table without rules: the edges of its columns and rows, the cells of each row, and the lines it took."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    rows: tuple[tuple[AlignedCell, ...], ...]
    lines: range


def find_aligned(lines: Sequence[Sequence[Glyph]], wholes: Sequence[TextLine]) -> list[AlignedTable]:
    """All tables without rules among the printed lines of a page, which go from top to bottom."""
    if sum(_amounts_beside_words(whole.text) for whole in wholes) < _LEAST_AMOUNTS - 1:
        return []
    split = [
        Line(whole, tuple(words_of(line)), max(glyph[7] for glyph in line))
        for line, whole in zip(lines, wholes, strict=True)
    ]
    found = (_table(split, region) for region in _regions(split))
    return [table for table in found if table is not None]


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


def _table(lines: Sequence[Line], region: range) -> AlignedTable | None:
    rows = [at for at in region if lines[at].is_row]
    least = _LEAST_AMOUNTS if len(region) < _MANY_LINES else _LEAST_AMOUNTS - 1
    if not rows or sum(lines[at].amounts for at in rows) < least:
        return None
    # A title in the print of its table stands alone on its line; below “单位：万元” such a line is a heading.
    is_below_caption = region.start > 0 and _CAPTION.search(lines[region.start - 1].whole.text)
    top = region.start if is_below_caption else next(at for at in region if len(lines[at].words) > 1)
    columns = _columns([lines[at] for at in range(rows[0], region.stop)])
    if columns is None:
        return None
    columns = _with_empty(columns, [lines[at] for at in range(top, rows[0])])
    taken = [lines[at] for at in range(top, region.stop)]
    boxes = [line.whole.box for line in taken]
    edges = [(a[1] + b[0]) / 2 for a, b in pairwise(columns)]
    xs = min(box[0] for box in boxes), *edges, max(box[2] for box in boxes)
    ys = boxes[0][1], *((a[3] + b[1]) / 2 for a, b in pairwise(boxes)), boxes[-1][3]
    heads = rows[0] - top
    cells = [_placed(line, columns) for line in taken]
    headings = _spanning(cells[:heads], taken, columns)
    if len(rows) == 1 and any(3 * (cell.col_end - cell.col) > 2 * len(columns) for row in headings for cell in row):
        # Where a heading over most columns ends is a guess, and one row alone proves no reading wrong.
        return None
    return AlignedTable(xs, ys, (*headings, *cells[heads:]), range(top, region.stop))


Span = tuple[float, float]


def _columns(body: Sequence[Line]) -> list[Span] | None:
    """The columns that blank paper parts through all rows; None where these are no rows of a table."""
    columns: list[Span] = []
    for x0, x1 in sorted((word.box[0], word.box[2]) for line in body for word in line.words):
        if columns and x0 - columns[-1][1] < _GUTTER:
            columns[-1] = (columns[-1][0], max(columns[-1][1], x1))
        else:
            columns.append((x0, x1))
    if len(columns) < _LEAST_COLUMNS:
        return None
    rows = [[word for word in line.words if _AMOUNT.match(word.text)] for line in body if line.is_row]
    if any(len({_span(word, columns)[0] for word in row}) < len(row) for row in rows):
        return None
    sure = sum(1 for row in rows if any(_SURE_AMOUNT.search(word.text) for word in row))
    return columns if 4 * sure >= len(rows) else None


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


def _span(word: TextLine, columns: Sequence[Span]) -> tuple[int, int]:
    """The columns that a word stands over: those whose middle it covers, else the nearest one."""
    x0, x1 = word.box[0], word.box[2]
    covered = [at for at, (low, high) in enumerate(columns) if x0 <= (low + high) / 2 <= x1]
    if covered:
        return covered[0], covered[-1] + 1
    middle = (x0 + x1) / 2
    nearest = min(range(len(columns)), key=lambda at: max(columns[at][0] - middle, middle - columns[at][1], 0.0))
    return nearest, nearest + 1


def _spanning(
    rows: Sequence[Sequence[AlignedCell]], lines: Sequence[Line], columns: Sequence[Span]
) -> list[tuple[AlignedCell, ...]]:
    """Heading rows in which a word that stands in the middle above several headings spans their columns."""
    below: set[int] = set()
    wide = list(columns)
    spanned: list[tuple[AlignedCell, ...]] = []
    for row, line in reversed(list(zip(rows, lines, strict=False))):
        wide = _with_headings(wide, below, line, columns)
        free = below - {col for cell in row if cell.text for col in range(cell.col, cell.col_end)}
        named = []
        for cell in (cell for cell in row if cell.text):
            named.append(AlignedCell(*_widened(cell, line, free, below, columns, wide), cell.text))
            free -= set(range(named[-1].col, named[-1].col_end))
        covered = {col for cell in named for col in range(cell.col, cell.col_end)}
        kept = [cell for cell in row if not cell.text and cell.col not in covered]
        spanned.append(tuple(sorted([*kept, *named], key=lambda cell: cell.col)))
        below |= covered
    return spanned[::-1]


def _with_headings(wide: list[Span], below: set[int], line: Line, columns: Sequence[Span]) -> list[Span]:
    """The extent of each column with its own heading, the lowest: narrow amounts stand under wide headings."""
    extents = list(wide)
    for word in line.words:
        start, end = _span(word, columns)
        if end - start == 1 and start not in below:
            extents[start] = min(extents[start][0], word.box[0]), max(extents[start][1], word.box[2])
    return extents


def _widened(
    cell: AlignedCell, line: Line, free: set[int], below: set[int], columns: Sequence[Span], wide: Sequence[Span]
) -> tuple[int, int]:
    """The widest run of columns with headings below, none of them another word's, in the middle of which it stands."""
    own = set(range(cell.col, cell.col_end))
    boxes = [word.box for word in line.words if own & set(range(*_span(word, columns)))]
    middle = (boxes[0][0] + boxes[-1][2]) / 2
    if not own <= below:
        return cell.col, cell.col_end
    starts = [start for start in range(cell.col + 1) if free >= set(range(start, cell.col))]
    ends = [end for end in range(cell.col_end, len(columns) + 1) if free >= set(range(cell.col_end, end))]
    runs = [(start, end) for start in starts for end in ends]
    runs = [run for run in runs if run[1] - run[0] > 1] or runs
    off = {run: abs((wide[run[0]][0] + wide[run[1] - 1][1]) / 2 - middle) for run in runs}
    least = min(off.values())
    return max((run for run in runs if off[run] <= least + _OFF_CENTRE), key=lambda run: run[1] - run[0])


def _placed(line: Line, columns: Sequence[Span]) -> tuple[AlignedCell, ...]:
    """The cells of one line, blank ones included; words of one column are one text."""
    cells: list[AlignedCell] = []
    for word in line.words:
        start, end = _span(word, columns)
        if cells and start < cells[-1].col_end:
            last = cells.pop()
            cells.append(AlignedCell(last.col, max(last.col_end, end), f"{last.text} {word.text}"))
            continue
        done = cells[-1].col_end if cells else 0
        cells += [AlignedCell(col, col + 1, "") for col in range(done, start)]
        cells.append(AlignedCell(start, end, word.text))
    done = cells[-1].col_end if cells else 0
    return (*cells, *(AlignedCell(col, col + 1, "") for col in range(done, len(columns))))
