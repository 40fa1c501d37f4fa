"""Where performance forms stand: which rows of which grids make one form, and under which title.

A form opens with its title or its first label (项目名称) and holds a row of indicator headings. Extraction cuts forms
apart by blank lines and pages, and runs several into one grid; so forms are cut out of rows, not of grids.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from loaders.documents import Cell, Document, Grid, Paragraph
from loaders.form_catalogue import Catalogue, catalogue, level_key
from loaders.text import match_key, plain

# Page numbers in all their dress; a year standing alone is no page number but what is left of a title.
_NOISE = re.compile(r"^(?!(?:19|20)\d\d$)[-—\s第共页/\d]*$")
_SECTION = re.compile(r"^第?[(（]?[一二三四五六七八九十]+(?:[、.)）]|部分)")
_LONGEST_TITLE = 60


@dataclass(frozen=True)
class Row:
    """One row of a grid with its printed cells (blank ones left out) and their folded texts.

    ``is_ruled``: its grid says how far cells spread, so that a value stands whole in its cell.
    """

    grid_no: int
    row_no: int
    cells: tuple[Cell, ...]
    is_ruled: bool = False

    @cached_property
    def printed(self) -> tuple[Cell, ...]:
        """Cells in which something is printed; an underline without a sign counts as printed."""
        return tuple(cell for cell in self.cells if cell.text.strip(" \t\u3000\xa0\n"))

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """Folded texts of the printed cells."""
        return tuple(match_key(cell.text) for cell in self.printed)


@dataclass(frozen=True, slots=True)
class Segment:
    """Rows ``first_row`` to ``last_row`` of a grid, both included."""

    grid_no: int
    first_row: int
    last_row: int


@dataclass(frozen=True, slots=True)
class Form:
    """One form: its kind, its title with its place (line null where the title of the form before holds on), its rows.

    ``recognised_by`` is title or labels (the title is lost or says something else).
    """

    kind: str
    title: str | None
    title_line: int | None
    title_page: int | None
    segments: tuple[Segment, ...]
    recognised_by: str
    captions: tuple[str, ...] = ()

    @property
    def owned_rows(self) -> frozenset[tuple[int, int]]:
        """(grid_no, row_no) of every row of the form."""
        return frozenset(
            (part.grid_no, row) for part in self.segments for row in range(part.first_row, part.last_row + 1)
        )


@dataclass(frozen=True, slots=True)
class _Title:
    text: str
    line: int | None
    page: int | None
    kind: str | None


@dataclass(frozen=True, slots=True)
class _Piece:
    """A run of rows of one grid that belong together, with the title found for it."""

    rows: tuple[Row, ...]
    title: _Title | None
    captions: tuple[str, ...]
    has_start: bool
    has_heading: bool
    follows_gap: bool


def grid_rows(document: Document) -> dict[int, tuple[Row, ...]]:
    """All rows of all grids by ``grid_no``."""
    grids = (block for block in document.blocks if isinstance(block, Grid))
    return {
        no: tuple(Row(no, index, cells, is_ruled) for index, cells in enumerate(grid.rows, start=1))
        for no, (grid, is_ruled) in enumerate(((grid, _is_ruled(grid)) for grid in grids), start=1)
    }


def _is_ruled(grid: Grid) -> bool:
    return any(cell.row_span > 1 or cell.col_span > 1 for cell in grid.cells())


def title_kind(text: str) -> str | None:
    """Kind of form that a line is the title of; null for a line that is none."""
    key = match_key(text)
    if len(key) > _LONGEST_TITLE or key.endswith((":", ";", ",")):
        return None
    return next((rule.kind for rule in catalogue().titles if all(word in key for word in rule.words)), None)


def heading_roles(row: Row) -> list[tuple[int, str]]:
    """(column, role) of the cells that are indicator headings; headings run into one cell take columns in a row."""
    found: list[tuple[int, str]] = []
    for cell, key in zip(row.printed, row.keys, strict=True):
        role = _role_beside(key, found)
        found += [(cell.col, role)] if role else _run_together(cell)
    return found


def _role_beside(key: str, found: Sequence[tuple[int, str]]) -> str | None:
    """The role of a heading; a word that is something else beside a better one gives way (三级指标 | 指标内容)."""
    words = catalogue()
    role = words.heading_role(key)
    return words.roles_beside.get(key, role) if role and role in {other for _, other in found} else role


def _run_together(cell: Cell) -> list[tuple[int, str]]:
    parts = cell.text.split()
    if len(parts) < 3:
        return []
    roles = [catalogue().heading_role(match_key(part)) for part in plain(cell.text).split()]
    if len(roles) < 3 or not all(roles):
        return []
    return [(cell.col + offset, role) for offset, role in enumerate(roles) if role]


def is_heading(row: Row) -> bool:
    """True for the row of indicator headings: an indicator, its target, and a level or a weight beside them."""
    roles = {role for _, role in heading_roles(row)}
    return {"indicator", "target"} <= roles and len(roles) > 2


def is_start(row: Row) -> bool:
    """True for a row whose first printed cell is a label that opens a form, with its value behind it."""
    if not row.printed or len(row.printed) > 6:
        return False
    words = catalogue()
    key = row.keys[0]
    return key in words.starts or key.split("(")[0].split(":")[0] in words.starts


def find_forms(document: Document) -> tuple[Form, ...]:
    """All performance forms of a document, in reading order."""
    forms: list[Form] = []
    layout_starts = False
    columns: dict[int, str] = {}
    for piece in _pieces(document):
        if forms and (_goes_on(piece, forms[-1], layout_starts) or _keeps_columns(piece, forms[-1], columns)):
            forms[-1] = replace(forms[-1], segments=(*forms[-1].segments, _segment(piece.rows)))
        elif piece.has_heading or (piece.has_start and piece.title is not None and piece.title.kind):
            forms.append(_open(piece, forms[-1] if forms and not piece.follows_gap else None))
            layout_starts = piece.has_start
        columns = next((dict(heading_roles(row)) for row in piece.rows if is_heading(row)), columns)
    return tuple(forms)


def _keeps_columns(piece: _Piece, open_form: Form, columns: dict[int, str]) -> bool:
    """True for rows on the next page that hold nothing but indicators and targets, each in its column: where the cut
    falls below a level, no word of the rest says what it is."""
    next_grid = piece.rows[0].grid_no - open_form.segments[-1].grid_no == 1
    if piece.follows_gap or piece.title is not None or not next_grid:
        return False
    rows = [row for row in piece.rows if row.printed and not _is_tail(row)]
    placed = [[columns.get(cell.col) for cell in row.printed] for row in rows]
    return bool(placed) and all({"indicator", "target"} <= {*roles} and None not in roles for roles in placed)


def _is_tail(row: Row) -> bool:
    """True for the totals and closing words of a form, and for the label beside its indicators."""
    return catalogue().field_of(row.keys[0]) in {"totals", "conclusion", "section"}


def _goes_on(piece: _Piece, open_form: Form, layout_starts: bool) -> bool:
    """True for the rest of a form that a blank line or a page cut off: no start of its own, indicator rows only."""
    if piece.has_start or piece.rows[0].grid_no - open_form.segments[-1].grid_no > 1:
        return False
    if piece.title is not None and piece.title.kind:
        return piece.title.text == open_form.title and (layout_starts or _opens_beside_blanks(piece.rows))
    return not piece.follows_gap and (piece.has_heading or _speaks_of_levels(piece.rows))


def _opens_beside_blanks(rows: Sequence[Row]) -> bool:
    """True where the first row below the headings leaves the first column blank: its project is on the page before."""
    at = next((index for index, row in enumerate(rows) if is_heading(row)), len(rows))
    heading, below = rows[at : at + 1], [row for row in rows[at + 1 :] if row.printed]
    return bool(heading and below) and below[0].printed[0].col > heading[0].printed[0].col


def _speaks_of_levels(rows: Sequence[Row]) -> bool:
    words = catalogue()
    printed = [row for row in rows if row.printed]
    spoken = [row for row in printed if _has_level(row, words)]
    tail = [row for row in printed if _is_tail(row)]
    return bool(printed) and (len(spoken) + len(tail)) * 2 >= len(printed)


def _has_level(row: Row, words: Catalogue) -> bool:
    return any(key in words.level_1 or key in words.level_2 for key in map(level_key, row.keys))


def _open(piece: _Piece, before: Form | None) -> Form:
    title = piece.title
    kind = title.kind if title and title.kind else None
    if title is None and before is not None:
        return Form(
            _kind(piece) if not before.title else before.kind,
            before.title,
            None,
            None,
            (_segment(piece.rows),),
            "title",
            before.captions,
        )
    return Form(
        kind or _kind(piece),
        title.text if title else None,
        title.line if title else None,
        title.page if title else None,
        (_segment(piece.rows),),
        "title" if kind else "labels",
        piece.captions,
    )


def _kind(piece: _Piece) -> str:
    """Kind by the labels alone, for forms whose title is lost."""
    words = catalogue()
    first = next((row.keys[0] for row in piece.rows if is_start(row)), "")
    is_department = words.field_of(first) == "department_head"
    roles = {role for row in piece.rows if is_heading(row) for _, role in heading_roles(row)}
    if roles & {"actual", "score"}:
        return "department_self_evaluation" if is_department else "project_self_evaluation"
    return "department_performance_target" if is_department else "project_performance_target"


def _segment(rows: Sequence[Row]) -> Segment:
    return Segment(rows[0].grid_no, rows[0].row_no, rows[-1].row_no)


def _pieces(document: Document) -> Iterator[_Piece]:
    grid_no = 0
    between: list[Paragraph] = []
    rows = grid_rows(document)
    for block in document.blocks:
        if isinstance(block, Paragraph):
            between.append(block)
            continue
        grid_no += 1
        yield from _cut(rows[grid_no], between)
        between = []


def _cut(rows: Sequence[Row], between: Sequence[Paragraph]) -> Iterator[_Piece]:
    """Pieces of one grid: a title row or a start row begins a new one (a title and the start under it are one)."""
    marks = [0] + [at for at in range(1, len(rows)) if _begins(rows, at)]
    for index, at in enumerate(marks):
        run = rows[at : marks[index + 1] if index + 1 < len(marks) else len(rows)]
        lines = [line for line in between if not _NOISE.match(line.text)] if at == 0 else []
        title = _title_of(run, lines)
        captions = tuple(line.text for line in lines[-6:])
        yield _Piece(
            tuple(run),
            title,
            captions,
            any(is_start(row) for row in run[:4]),
            any(is_heading(row) for row in run),
            bool(lines),
        )


def _begins(rows: Sequence[Row], at: int) -> bool:
    if _is_title_row(rows[at]):
        return True
    if is_start(rows[at]):
        return not any(_is_title_row(row) for row in rows[max(0, at - 3) : at])
    return _closes(rows[at])


def _is_title_row(row: Row) -> bool:
    return len(row.printed) == 1 and title_kind(row.printed[0].text) is not None


def _closes(row: Row) -> bool:
    """A line of its own that ends in 表 and is no form's title: the next table of the same sheet."""
    return (
        len(row.printed) == 1
        and row.keys[0].endswith("表")
        and title_kind(row.printed[0].text) is None
        and catalogue().field_of(row.keys[0]) is None
    )


def _title_of(rows: Sequence[Row], lines: Sequence[Paragraph]) -> _Title | None:
    if rows and _is_title_row(rows[0]):
        cell = rows[0].printed[0]
        return _Title(_clean(cell.text), cell.place.line, cell.place.page, title_kind(cell.text))
    for line in reversed(lines):
        kind = title_kind(line.text) if line.style != "toc" else None
        if kind:
            return _Title(_clean(line.text), line.place.line, line.place.page, kind)
    return _lost_title(lines)


def _lost_title(lines: Sequence[Paragraph]) -> _Title | None:
    """The nearest short line above a form whose title is lost: it may be all that is left of it (2022)."""
    for line in reversed(lines):
        text = _clean(line.text)
        if re.search(r"[:：。；]", text) or _SECTION.match(text) or len(text) > 30 or text.startswith(("(", "（")):
            continue
        return _Title(text, line.place.line, line.place.page, None)
    return None


def _clean(text: str) -> str:
    return plain(text).replace("\n", "").strip()
