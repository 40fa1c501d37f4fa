"""Headings of ragged text whose merged cells were written once, without blanks for the columns that they spread over.

Then a row of headings is shorter than the rows below it, and read by position each heading names its neighbour's
amounts (final accounts of Guizhou saved as text: 项目 | 本年收入合计 ... above 科目编码 | 科目名称).

Headings are a tree, so how far each spreads follows from what stands below it: codes and names stand below a key, one
合计 or 小计 opens each group, parts stand below their whole, and the leaves are as many as data and column numbers
say. Only a table that contradicts itself as printed is laid out anew, and only where exactly one tree fits. Where
none or several do, and headings stand over what they cannot mean, nobody knows which amounts are whose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, product

from loaders.documents import Cell
from loaders.headings import Section
from loaders.paths import Paths, heading_paths, nature, profiles
from loaders.text import plain
from loaders.vocabulary import Heading, heading_anywhere

_TOTALS = frozenset({"合计", "小计", "总计"})
_CODE_PARTS = frozenset({"类", "款", "项"})
_COLUMN_NUMBER = re.compile(r"^\(?\d")
_MOST_ROWS = 4
_MOST_CELLS = 32
_MOST_TREES = 16

_Row = tuple[Cell, ...]
_Shares = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Headings:
    """Headings above each column. ``basis``: heading (as printed), spans (laid out anew), contradictory."""

    paths: Paths
    basis: str = "heading"


@dataclass(frozen=True, slots=True)
class _Spread:
    """One heading over the columns ``first`` to ``last`` of a tree; a leaf stands over one."""

    cell: Cell
    first: int
    last: int
    is_leaf: bool

    @property
    def text(self) -> str:
        """The heading as printed."""
        return plain(self.cell.text)


_Tree = tuple[tuple[_Spread, ...], ...]


def column_headings(section: Section) -> Headings:
    """Headings above each column of a section, as printed or, where that contradicts the table, by the one tree."""
    printed = heading_paths(section)
    rows = [tuple(section.matrix.cells(row)) for row in section.heading_rows]
    if section.matrix.has_spans or not 1 < len(rows) <= _MOST_ROWS or max(map(len, rows)) > _MOST_CELLS:
        return Headings(printed)
    is_displaced = _keys_below_numbers(rows, printed) or _parts_beside_whole(rows, printed)
    if not is_displaced and not _lacks_headings(section, printed):
        return Headings(printed)
    found = {_paths(tree) for tree in _trees(rows) if _fits(tree, section)}
    if len(found) == 1:
        return Headings(Paths(dict(found.pop()), {}), "spans")
    return Headings(printed, "contradictory" if is_displaced else "heading")


def _lacks_headings(section: Section, printed: Paths) -> bool:
    """True where amounts or column numbers stand right of all headings: a row of headings is too short."""
    last = max(printed.by_column, default=0)
    numbered = [col for row in _column_numbers(section) for col in row]
    money = [col for col, profile in profiles(section).items() if profile.is_money]
    return max([*numbered, *money], default=0) > last


def _keys_below_numbers(rows: Sequence[_Row], printed: Paths) -> bool:
    """True where codes and names, and nothing else, stand below a key and the headings of amounts right of it."""
    keys = [cell for row in rows[1:] if _is_of_keys(row) for cell in row]
    texts = {plain(cell.text) for cell in keys}
    return nature(plain(rows[0][0].text)) == "key" and any(
        path[-1] in texts and any(nature(text) == "number" for text in path[:-1]) for path in printed.by_column.values()
    )


def _is_of_keys(row: _Row) -> bool:
    return len(row) > 1 and all(nature(plain(cell.text)) == "key" for cell in row)


def _parts_beside_whole(rows: Sequence[_Row], printed: Paths) -> bool:
    """True where a part (购置费) stands below something other than its whole, which is printed elsewhere above."""
    ids = {_id(cell) for row in rows for cell in row}
    for path in printed.by_column.values():
        words = [heading_anywhere(text) for text in path]
        whole = words[-1].entry.part_of if words[-1].entry else None
        above = [word.entry for word in words[:-1] if word.entry and word.entry.line_item]
        if whole in ids and above and whole not in {entry.id for entry in above}:
            return True
    return False


def _heading(cell: Cell) -> Heading:
    return heading_anywhere(plain(cell.text))


def _id(cell: Cell) -> str:
    entry = _heading(cell).entry
    return entry.id if entry else ""


def _column_numbers(section: Section) -> Iterator[list[int]]:
    """The columns that are numbered, row by row."""
    for row in section.ordinal_rows:
        yield [cell.col for cell in section.matrix.cells(row) if _COLUMN_NUMBER.match(plain(cell.text))]


def _trees(rows: Sequence[_Row]) -> Iterator[_Tree]:
    """Every tree of the headings, with 类, 款 and 项 as columns of their own and as one column of joined codes."""
    joined = [tuple(cell for cell in row if plain(cell.text) not in _CODE_PARTS) for row in rows]
    for levels in (list(rows), [row for row in joined if row]):
        shares = [_shares(above, below) for above, below in pairwise(levels)]
        if all(len(way) < _MOST_TREES for way in shares):
            for chosen in product(*shares):
                yield _laid_out(levels, chosen)


def _shares(above: _Row, below: _Row) -> tuple[_Shares, ...]:
    """Ways to hand out the headings of one row to those of the row above: how many each gets, none left over."""

    @cache
    def ways(at: int, start: int) -> tuple[_Shares, ...]:
        if at == len(above):
            return ((),) if start == len(below) else ()
        found: list[_Shares] = []
        for count in (0, *range(2, len(below) - start + 1)):
            if len(found) < _MOST_TREES and _may_stand_over(above[at], below[start : start + count], above):
                found.extend((count, *rest) for rest in ways(at + 1, start + count))
        return tuple(found[:_MOST_TREES])

    return ways(0, 0)


def _may_stand_over(parent: Cell, run: _Row, row: _Row) -> bool:
    """True where a heading may spread over a run of headings, and none of them has its whole beside it."""
    if not run:
        return True
    words = [_heading(cell) for cell in run]
    opens = [at for at, word in enumerate(words) if word.key in _TOTALS]
    wholes = {word.entry.part_of for word in words if word.entry and word.entry.part_of}
    wholes &= {_id(cell) for cell in row}
    is_distinct = len({(word.key, word.year, word.year_offset) for word in words}) == len(words)
    is_whole = wholes <= {_id(parent)}
    return is_distinct and is_whole and opens in ([], [0]) and _suits(parent, run)


def _suits(parent: Cell, run: _Row) -> bool:
    """Keys stand below keys, amounts below amounts, and a side holds keys first; a 合计 has no parts below it."""
    natures = {nature(plain(cell.text)) for cell in run}
    own = nature(plain(parent.text))
    if own == "key":
        return natures == {"key"}
    if own == "side":
        return nature(plain(run[0].text)) == "key"
    return _heading(parent).key not in _TOTALS and natures <= {"number", "unknown"}


def _laid_out(levels: Sequence[_Row], shares: Sequence[_Shares]) -> _Tree:
    """The tree that a way of sharing makes, every heading over its columns."""
    widths = [[1] * len(level) for level in levels]
    for depth in range(len(shares) - 1, -1, -1):
        start = 0
        for at, count in enumerate(shares[depth]):
            widths[depth][at] = sum(widths[depth + 1][start : start + count]) or 1
            start += count
    tree: list[tuple[_Spread, ...]] = []
    firsts = _run_on(1, widths[0])
    for depth, level in enumerate(levels):
        counts = shares[depth] if depth < len(shares) else (0,) * len(level)
        tree.append(
            tuple(
                _Spread(cell, first, first + width - 1, count == 0)
                for cell, first, width, count in zip(level, firsts, widths[depth], counts, strict=True)
            )
        )
        firsts = _below(firsts, counts, widths[depth + 1]) if depth < len(shares) else []
    return tuple(tree)


def _below(firsts: list[int], counts: _Shares, widths: list[int]) -> list[int]:
    """First columns of the headings below a row: each run begins where its parent does."""
    found: list[int] = []
    for first, count in zip(firsts, counts, strict=True):
        found.extend(_run_on(first, widths[len(found) : len(found) + count]))
    return found


def _run_on(first: int, widths: list[int]) -> list[int]:
    return [first + sum(widths[:at]) for at in range(len(widths))]


def _fits(tree: _Tree, section: Section) -> bool:
    """True where rows of headings, data and column numbers all agree with a tree."""
    leaves = {spread.first: nature(spread.text) for level in tree for spread in level if spread.is_leaf}
    data = profiles(section)
    if max(data, default=0) > len(leaves) or not all(_is_printed_so(level) for level in tree):
        return False
    counts = {len(leaves), sum(leaf != "key" for leaf in leaves.values())}
    if any(numbered and len(numbered) not in counts for numbered in _column_numbers(section)):
        return False
    return not any(
        profile.is_money if leaves[col] == "key" else profile.is_text and leaves[col] == "number"
        for col, profile in data.items()
    )


def _is_printed_so(level: tuple[_Spread, ...]) -> bool:
    """True where a row was written without any blank, or stands where the tree has it."""
    columns = [spread.cell.col for spread in level]
    is_run = columns == list(range(1, len(columns) + 1))
    return is_run or all(spread.first <= spread.cell.col <= spread.last for spread in level)


def _paths(tree: _Tree) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """The headings above each column, top to bottom."""
    columns = sorted({spread.first for level in tree for spread in level if spread.is_leaf})
    return tuple((col, tuple(s.text for level in tree for s in level if s.first <= col <= s.last)) for col in columns)
