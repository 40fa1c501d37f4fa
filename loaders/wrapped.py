"""Labels broken over two rows: by a page end in the middle of a label, or by a line break that became a row.

The two halves are joined when together, and not alone, they are a label that is known. The half that carries the
amounts takes the whole label; the other half says nothing any more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from itertools import pairwise

from loaders.lines import is_total_label, without_numbering
from loaders.row_cells import BlockRow

Known = Callable[[BlockRow, str], bool]
"""Whether a text is a label that the table of this row may hold."""


def join_wrapped(rows: list[BlockRow], page_starts: frozenset[tuple[int, int]], known: Known) -> list[BlockRow]:
    """The rows of one table with broken labels made whole.

    ``page_starts`` are the first data rows (grid_no, row_no) of the pages: a label that is complete by itself is
    only ever continued there (当年收入 | 小计).
    """
    joined = list(rows)
    for block in sorted({row.block for row in rows}):
        places = [at for at, row in enumerate(rows) if row.block == block]
        for upper, lower in pairwise(places):
            starts_page = (rows[lower].grid_no, rows[lower].row) in page_starts
            _join(joined, upper, lower, starts_page, known)
    return joined


def _join(rows: list[BlockRow], upper: int, lower: int, starts_page: bool, known: Known) -> None:
    head, tail = rows[upper], rows[lower]
    if not _may_continue(head, tail):
        return
    first, second = head.label, tail.label
    if first is None or second is None or not known(head, first + second):
        return
    is_half = not known(head, first)
    is_tail = is_total_label(second) or not known(tail, second)
    if is_tail and (is_half or starts_page):
        carrier, other = (upper, lower) if head.has_amounts or not tail.has_amounts else (lower, upper)
        rows[carrier] = replace(rows[carrier], whole_label=first + second)
        rows[other] = replace(rows[other], whole_label="")


def _may_continue(head: BlockRow, tail: BlockRow) -> bool:
    if head.label is None or tail.label is None or (head.has_amounts and tail.has_amounts):
        return False
    return not any(tail.code_texts) and without_numbering(tail.label)[1] == 0


def page_starts(rows: Iterable[tuple[int, int]]) -> frozenset[tuple[int, int]]:
    """The first row of each grid."""
    first: dict[int, int] = {}
    for grid_no, row in rows:
        first.setdefault(grid_no, row)
    return frozenset(first.items())
