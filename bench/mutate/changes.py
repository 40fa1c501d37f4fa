"""One change to one printed figure of a document that a reader has read, before anything recognises it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from random import Random

from bench.mutate import texts
from loaders.documents import Block, Cell, Document, Grid, Paragraph
from loaders.rows import FigureRow, QuantityRow, Row

TABLE_KINDS = (*texts.KINDS, "swapped", "copied", "blanked", "row_deleted")
PROSE_KINDS = (*(kind for kind in texts.KINDS if kind != "sign"), "direction")
YEAR = "year"

_YEAR = re.compile(r"20[0-3]\d(?=年)")
_OPPOSITES = {"增加": "减少", "减少": "增加", "增长": "下降", "下降": "增长", "上升": "下降"}


@dataclass(frozen=True, slots=True)
class Target:
    """One printed figure: where it stands, what it says, and what the warehouse knows of it."""

    figure_id: str
    evidence: str
    table_kind: str
    number: str
    start: int
    grid_no: int | None
    row_no: int | None
    col_no: int | None
    block_no: int | None
    context: str

    @property
    def place(self) -> tuple[int, int, int]:
        """The cell that it stands in: (grid_no, row_no, col_no), noughts in prose."""
        return self.grid_no or 0, self.row_no or 0, self.col_no or 0


@dataclass(frozen=True, slots=True)
class Mutant:
    """A document with one change.

    ``deleted_row`` is the (grid_no, row_no) that is gone; rows below it moved up. ``partner`` is the figure that was
    changed as well, where two were exchanged.
    """

    document: Document
    target: Target
    kind: str
    printed: str
    deleted_row: tuple[int, int] | None = None
    partner: str | None = None


class Source:
    """A document, its raw rows, and where each of its figures is printed."""

    def __init__(self, name: str, document: Document, rows: Mapping[str, Sequence[Row]]) -> None:
        self.name = name
        self.document = document
        self.rows = rows
        self.grids = [at for at, block in enumerate(document.blocks) if isinstance(block, Grid)]
        self.cells = {
            (grid_no, cell.row, cell.col): cell
            for grid_no, at in enumerate(self.grids, start=1)
            for cell in _grid(document.blocks[at]).cells()
        }
        figures = [row for row in (*rows["figures"], *rows["quantities"]) if isinstance(row, FigureRow | QuantityRow)]
        self.targets = [target for target in map(self._target, figures) if target is not None]

    def _target(self, row: FigureRow | QuantityRow) -> Target | None:
        is_figure = isinstance(row, FigureRow)
        text = self.text((row.grid_no or 0, row.row_no or 0, row.col_no or 0), row.block_no)
        number = texts.NUMBER.search(text, row.char_offset or 0)
        if number is None:
            return None
        return Target(
            row.figure_id if isinstance(row, FigureRow) else row.quantity_id,
            row.evidence if is_figure else "quantity",
            row.table_kind,
            number.group(),
            number.start(),
            row.grid_no,
            row.row_no,
            row.col_no,
            row.block_no,
            " ".join(filter(None, (row.subject_code, row.subject_name, row.line_item, getattr(row, "measure", None)))),
        )

    def text(self, place: tuple[int, int, int], block_no: int | None) -> str:
        """The text of a cell, or of a paragraph where ``block_no`` says which."""
        if block_no is not None:
            block = self.document.blocks[block_no - 1]
            return block.text if isinstance(block, Paragraph) else ""
        cell = self.cells.get(place)
        return cell.text if cell else ""


def mutants(source: Source, target: Target, kinds: Sequence[str], rng: Random) -> Iterator[Mutant]:
    """The target changed in the first of these kinds that is possible there, or nothing."""
    for kind in kinds:
        made = _change(source, target, kind, rng)
        if made is not None:
            yield made
            return


def _change(source: Source, target: Target, kind: str, rng: Random) -> Mutant | None:
    if kind in texts.KINDS:
        number = texts.changed(target.number, kind, rng)
        return None if number is None else _reprinted(source, target, kind, number)
    return _OTHERS[kind](source, target, rng)


def _reprinted(source: Source, target: Target, kind: str, number: str, length: int | None = None) -> Mutant:
    """The target's number replaced by another text."""
    end = target.start + (len(target.number) if length is None else length)

    def edit(text: str) -> str:
        return text[: target.start] + number + text[end:]

    return _mutant(source, target, kind, number, {target.place: edit})


def _mutant(
    source: Source,
    target: Target,
    kind: str,
    printed: str,
    edits: Mapping[tuple[int, int, int], Callable[[str], str]],
) -> Mutant:
    blocks = list(source.document.blocks)
    if target.block_no is not None:
        (edit,) = edits.values()
        block = blocks[target.block_no - 1]
        assert isinstance(block, Paragraph)
        blocks[target.block_no - 1] = replace(block, text=edit(block.text))
    for (grid_no, row, col), edit in edits.items() if target.block_no is None else ():
        at = source.grids[grid_no - 1]
        blocks[at] = _edited(_grid(blocks[at]), row, col, edit)
    return Mutant(_sealed(source.document, blocks, f"{target.figure_id}|{kind}|{printed}"), target, kind, printed)


def _sealed(document: Document, blocks: Sequence[Block], change: str) -> Document:
    """Another content, hence another key."""
    sha256 = hashlib.sha256(f"{document.sha256}|{change}".encode()).hexdigest()
    # The change is the publisher's: a second reading would give the same.
    return replace(document, blocks=tuple(blocks), sha256=sha256, plain=())


def _grid(block: Block) -> Grid:
    assert isinstance(block, Grid)
    return block


def _edited(grid: Grid, row: int, col: int, edit: Callable[[str], str]) -> Grid:
    def changed(cell: Cell) -> Cell:
        return replace(cell, text=edit(cell.text)) if (cell.row, cell.col) == (row, col) else cell

    return replace(grid, rows=tuple(tuple(map(changed, cells)) for cells in grid.rows))


def _neighbours(source: Source, target: Target, steps: Sequence[tuple[int, int]]) -> Iterator[Target]:
    """Figures that are alone in a cell beside, with another value."""
    by_place = {other.place: other for other in source.targets if other.block_no is None}
    for down, right in steps:
        grid, row, col = target.place
        other = by_place.get((grid, row + down, col + right))
        if other is not None and texts.value(other.number) != texts.value(target.number):
            yield other


def _swapped(source: Source, target: Target, rng: Random) -> Mutant | None:
    other = next(_neighbours(source, target, [(1, 0), (-1, 0), (2, 0), (-2, 0)]), None)
    if target.block_no is not None or other is None:
        return None
    edits = {
        target.place: lambda text: text.replace(target.number, other.number, 1),
        other.place: lambda text: text.replace(other.number, target.number, 1),
    }
    return replace(_mutant(source, target, "swapped", other.number, edits), partner=other.figure_id)


def _copied(source: Source, target: Target, rng: Random) -> Mutant | None:
    steps = [(1, 0), (-1, 0), (0, 1), (0, -1)]
    rng.shuffle(steps)
    other = next(_neighbours(source, target, steps), None)
    return None if target.block_no is not None or other is None else _reprinted(source, target, "copied", other.number)


def _blanked(source: Source, target: Target, rng: Random) -> Mutant | None:
    alone = source.cells[target.place].text.strip() == target.number
    return _mutant(source, target, "blanked", "", {target.place: lambda _: ""}) if alone else None


def _row_deleted(source: Source, target: Target, rng: Random) -> Mutant | None:
    grid_no, row_no, _ = target.place
    at = source.grids[grid_no - 1]
    grid = _grid(source.document.blocks[at])
    if any(cell.row <= row_no < cell.row + cell.row_span for cell in grid.cells() if cell.row_span > 1):
        return None
    rows = tuple(
        tuple(replace(cell, row=cell.row - (cell.row > row_no)) for cell in cells)
        for cells in grid.rows
        if not cells or cells[0].row != row_no
    )
    blocks = list(source.document.blocks)
    blocks[at] = replace(grid, rows=rows)
    document = _sealed(source.document, blocks, f"{target.figure_id}|row_deleted")
    return Mutant(document, target, "row_deleted", "", (grid_no, row_no))


def _direction(source: Source, target: Target, rng: Random) -> Mutant | None:
    """The nearest word of direction before the number, in the same clause, says the opposite."""
    text = source.text(target.place, target.block_no)[: target.start]
    clause = max(text.rfind(mark) for mark in "，。；,;") + 1
    found = [(text.rfind(word), word) for word in _OPPOSITES if text.rfind(word) >= clause]
    if not found:
        return None
    start, word = max(found)
    aimed = replace(target, start=start)
    return replace(_reprinted(source, aimed, "direction", _OPPOSITES[word], len(word)), target=target)


def _year(source: Source, target: Target, rng: Random) -> Mutant | None:
    """The last year named before the number in its paragraph is another."""
    text = source.text(target.place, target.block_no)[: target.start]
    years = list(_YEAR.finditer(text))
    if target.block_no is None or not years:
        return None
    aimed = replace(target, start=years[-1].start())
    year = str(int(years[-1].group()) + rng.choice((-1, 1)))
    return replace(_reprinted(source, aimed, YEAR, year, 4), target=target)


_OTHERS: dict[str, Callable[[Source, Target, Random], Mutant | None]] = {
    "swapped": _swapped,
    "copied": _copied,
    "blanked": _blanked,
    "row_deleted": _row_deleted,
    "direction": _direction,
    YEAR: _year,
}
