"""A sheet of cells as blocks: several tables on one sheet part where blank rows stand, titles become paragraphs."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

from loaders.documents import Block, Cell, Grid, Paragraph, Place

Spans = Mapping[tuple[int, int], tuple[int, int]]
"""(row, column), from 0, of a merged cell's upper left corner → (rows, columns) that it spans."""


def sheet_blocks(
    rows: Sequence[Sequence[str]], spans: Spans, sheet: str | None = None, hidden: Collection[int] = ()
) -> Iterator[Block]:
    """Blocks of one sheet; ``rows`` as printed, line numbers are the sheet's row numbers.

    ``hidden`` rows (from 0) come blank and part no tables.
    """
    start = None
    reach = -1
    for at, row in enumerate([*rows, []]):
        blank = not any(text.strip() for text in row) and at > reach
        if blank and at in hidden:
            continue
        if blank and start is not None:
            yield from _region(rows, start, at, spans, sheet)
            start = None
        elif not blank:
            start = at if start is None else start
            reach = max([reach, *(at + spans[key][0] - 1 for key in _row_spans(spans, at, len(row)))])


def _row_spans(spans: Spans, at: int, width: int) -> list[tuple[int, int]]:
    return [(at, col) for col in range(width) if (at, col) in spans]


def _region(rows: Sequence[Sequence[str]], start: int, end: int, spans: Spans, sheet: str | None) -> Iterator[Block]:
    """One run of rows: lines of one cell above and below the table are its title, its unit and its notes."""
    first, last = start, end
    while first < last and _is_line(rows[first]):
        yield _paragraph(rows, first, sheet)
        first += 1
    while last > first and _is_line(rows[last - 1]) and _is_wide(rows, last - 1, spans):
        last -= 1
    if first < last:
        yield _grid(rows, first, last, spans, sheet)
    for at in range(last, end):
        if any(text.strip() for text in rows[at]):
            yield _paragraph(rows, at, sheet)


def _is_line(row: Sequence[str]) -> bool:
    return sum(1 for text in row if text.strip()) <= 1


def _is_wide(rows: Sequence[Sequence[str]], at: int, spans: Spans) -> bool:
    """A cell merged over several columns is a note; a lone label in a narrow cell is a row without amounts."""
    return any(spans[key][1] > 1 for key in _row_spans(spans, at, len(rows[at])))


def _paragraph(rows: Sequence[Sequence[str]], at: int, sheet: str | None) -> Paragraph:
    return Paragraph(" ".join(text.strip() for text in rows[at] if text.strip()), Place(line=at + 1, sheet=sheet))


def _grid(rows: Sequence[Sequence[str]], first: int, last: int, spans: Spans, sheet: str | None) -> Grid:
    covered = _covered(spans, first, last, max(len(row) for row in rows[first:last]))
    grid_rows = []
    for at in range(first, last):
        cells = []
        for col, text in enumerate(rows[at]):
            if (at, col) in covered:
                continue
            height, width = spans.get((at, col), (1, 1))
            place = Place(line=at + 1, sheet=sheet)
            cells.append(Cell(at - first + 1, col + 1, text.strip(), place, min(height, last - at), width))
        grid_rows.append(tuple(cells))
    return Grid(tuple(grid_rows), Place(line=first + 1, sheet=sheet), last_line=last)


def _covered(spans: Spans, first: int, last: int, columns: int) -> set[tuple[int, int]]:
    """Places that a merged cell covers, its own corner excepted."""
    covered = set()
    # A merge may be declared over all 16,384 columns of a sheet that has five.
    for (row, col), (height, width) in spans.items():
        if row >= last or row + height <= first:
            continue
        covered |= {
            (r, c)
            for r in range(max(row, first), min(row + height, last))
            for c in range(col, min(col + width, columns))
            if (r, c) != (row, col)
        }
    return covered
