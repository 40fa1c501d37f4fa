"""Grids to logical statutory tables: which kind, which columns, which pages belong together, which unit and year.

A title, nearest above the grid or in its first row, names the kind; where it was lost the headings do. A page that
goes on without a title, with or without its headings repeated, joins the table before it; a page that begins anew
(its first lines stand in that table already) is a table of its own, as in files that hold several departments.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from loaders.alignment import aligned_columns
from loaders.columns import UNRECOGNISED, Column, continued_columns, read_columns, settle_columns
from loaders.documents import Document, Paragraph, Place
from loaders.grids import Matrix, Placed, is_amount, is_code, placed_grids
from loaders.headings import Section, is_empty_note, is_meta, sections
from loaders.lost_titles import kind_by_headings
from loaders.surroundings import Surroundings, look_around, titled_unit
from loaders.text import match_key, plain
from loaders.titles import TableEntry, Title, read_title, table_entries
from loaders.vocabulary import heading_key

if TYPE_CHECKING:
    from loaders.identity import Identity

_TITLE_REACH = 8
_PROSE_LENGTH = 60
_CLASS_DIGITS = 3
_FEW_COLUMNS = 4
_TITLE_LIKE = re.compile(r"[\u4e00-\u9fff]{5,}(?:表|清单|目录|一览)$")
_DISCLOSURE = re.compile(r"20\d\d年度?.*(?:部门|单位)(?:预算|决算)(?:公开)?$")
_CROSS_TABLE = "detail_cross_table"


@dataclass(frozen=True, slots=True)
class Segment:
    """The part of a table that one grid holds: its rows by kind and its columns by number."""

    section: Section
    columns: Mapping[int, Column]
    is_continuation: bool = False

    @property
    def grid_no(self) -> int:
        """Number of the grid that the page is in."""
        return self.section.matrix.grid_no


@dataclass(frozen=True, slots=True)
class TitlePlace:
    """A title as printed, and where."""

    title: Title
    text: str
    place: Place


@dataclass(frozen=True, slots=True)
class Table:
    """One logical table. ``entry`` is its catalogue entry; None for a grid that nothing here knows."""

    entry: TableEntry | None
    title: TitlePlace | None
    segments: tuple[Segment, ...]
    around: Surroundings
    recognised_by: str

    @property
    def table_kind(self) -> str:
        """The contract's table kind."""
        return self.entry.table_kind if self.entry else "other"


@dataclass(frozen=True, slots=True)
class Recognition:
    """All tables of a document in reading order, grids that were not recognised included."""

    tables: tuple[Table, ...] = ()


@dataclass(slots=True)
class _Open:
    """The table that the next page may continue."""

    entry: TableEntry | None
    title: TitlePlace | None
    recognised_by: str
    around: Surroundings
    segments: list[Segment] = field(default_factory=list)
    first_labels: set[str] = field(default_factory=set)
    codes: set[str] = field(default_factory=set)

    def close(self) -> Table:
        """The table, its damaged columns settled by all of its pages."""
        segments, entry = tuple(self.segments), self.entry
        if entry is not None:
            segments = _settled(segments, entry)
            # Xinjiang's list of projects prints nothing but economic subjects beside its total.
            is_meant = entry.rows == "projects" or "economic_detail" in entry.measures
            is_cross = not is_meant and _is_cross_table(segments)
            entry = table_entries()[_CROSS_TABLE] if is_cross else entry
        return Table(entry, self.title, segments, self.around, self.recognised_by)


def recognise(document: Document, identity: Identity, taken: set[tuple[int, int]]) -> Recognition:
    """Find every table of a document outside the grid rows (grid_no, row_no) that forms have ``taken``."""
    tables: list[_Open] = []
    current: _Open | None = None
    unit: str | None = None
    for placed in placed_grids(document):
        unit = titled_unit(placed.before) or unit
        if any(grid_no == placed.matrix.grid_no for grid_no, _ in taken):
            current = None
        for at, section in enumerate(sections(placed.matrix, taken)):
            lines = placed.before if at == 0 else ()
            current = _place(section, lines, current, unit, tables)
            _note_after(current, placed, section)
    return Recognition(tuple(table.close() for table in tables))


def _place(
    section: Section, lines: tuple[Paragraph, ...], current: _Open | None, unit: str | None, tables: list[_Open]
) -> _Open:
    """Put a section where it belongs: into the open table, or into a new one."""
    title = _title(section, lines)
    around = look_around(section, lines, title.text if title else None)
    if current is not None and _continues(section, title, lines, around, current):
        _append(current, section, around)
        return current
    opened = _new(section, title, replace(around, owner=around.owner or unit), tables)
    tables.append(opened)
    return opened


def _title(section: Section, lines: tuple[Paragraph, ...]) -> TitlePlace | None:
    """The title of a section: its own first rows, else the nearest title line above it."""
    for row in section.title_rows:
        for cell in section.matrix.cells(row):
            title = read_title(plain(cell.text))
            if title is not None:
                return TitlePlace(title, plain(cell.text), cell.place)
    near = lines[-_TITLE_REACH:]
    for at in range(len(near) - 1, -1, -1):
        found = _title_at(near, at)
        if found is not None or _is_prose(near[at]) or is_empty_note(plain(near[at].text)):
            return found
    # Workbooks that say what a sheet holds on its tab alone.
    place = section.matrix.grid.place
    return _whole_title(place.sheet, place) if place.sheet else None


def _title_at(lines: tuple[Paragraph, ...], at: int) -> TitlePlace | None:
    line = lines[at]
    if line.style == "toc":
        return None
    return _wrapped_title(lines, at) or _whole_title(plain(line.text), line.place)


def _whole_title(text: str, place: Place) -> TitlePlace | None:
    title = read_title(text)
    return TitlePlace(title, text, place) if title is not None else None


def _wrapped_title(lines: tuple[Paragraph, ...], at: int) -> TitlePlace | None:
    """A title over two lines. Its second line may be a title by itself (财政拨款 | 支出决算表), so it comes first."""
    above = lines[at - 1] if at else None
    if above is None or above.style == "toc" or is_meta(plain(above.text)) or read_title(plain(above.text)):
        return None
    if _DISCLOSURE.search(match_key(plain(above.text))):
        return None
    found = _whole_title(f"{plain(above.text)}{plain(lines[at].text)}", above.place)
    is_over_both = found is not None and len(found.title.listed) > len(heading_key(plain(lines[at].text)))
    return found if is_over_both else None


def _continues(
    section: Section, title: TitlePlace | None, lines: tuple[Paragraph, ...], around: Surroundings, current: _Open
) -> bool:
    """True when a section goes on with the open table."""
    if current.entry is None or _breaks_off(section, title, lines, around, current):
        return False
    if section.heading_rows:
        if title is None and any(_is_unknown_title(line) for line in lines):
            return False
        if title is None and _is_heading_alone(current.segments[-1].section):
            return True
        return title is not None or _same_columns(read_columns(section, current.entry), current)
    return _fits(section, _columns_before(section, current))


def _breaks_off(
    section: Section, title: TitlePlace | None, lines: tuple[Paragraph, ...], around: Surroundings, current: _Open
) -> bool:
    """True when another title, sentences, another owner or the same first lines again stand between two pages."""
    if title is not None and (title.title.entry is not current.entry or not _same_head(title, current)):
        return True
    if titled_unit(lines) is not None or (title is None and any(_is_prose(line) for line in lines)):
        return True
    owners = (around.owner, current.around.owner)
    return (all(owners) and owners[0] != owners[1]) or _begins_anew(section, current)


def _same_head(title: TitlePlace, current: _Open) -> bool:
    before = current.title.title if current.title else None
    return before is None or (before.prefix, before.year) == (title.title.prefix, title.title.year)


def _is_prose(line: Paragraph) -> bool:
    text = plain(line.text)
    return line.style != "toc" and not is_meta(text) and (len(text) > _PROSE_LENGTH or "。" in text)


def _is_heading_alone(section: Section) -> bool:
    """True for headings that a page end parted from all of their rows."""
    return section.rows == tuple(sorted(section.title_rows + section.meta_rows + section.heading_rows))


def _is_unknown_title(line: Paragraph) -> bool:
    """True for a line that titles a table of a kind that nothing here knows (专项资金管理清单目录)."""
    key = match_key(plain(line.text))
    return line.style != "toc" and _TITLE_LIKE.search(key) is not None and read_title(key) is None and not is_meta(key)


def _codes(section: Section, columns: Mapping[int, Column]) -> set[str]:
    """Whole codes below the class: a class stands on every row where 类, 款 and 项 have columns of their own."""
    keys = [col for col, column in columns.items() if column.role in {"code", "name"}]
    texts = (section.matrix.text(row, col) for row in section.data_rows for col in keys)
    return {text for text in texts if is_code(text) and len(text) > _CLASS_DIGITS}


def _first_labels(section: Section) -> set[str]:
    """Words of the first row of data that has any: what a table begins with."""
    for row in section.data_rows:
        texts = {match_key(text) for text in section.matrix.texts(row) if not is_amount(text) or is_code(text)}
        if texts:
            return texts
    return set()


def _begins_anew(section: Section, current: _Open) -> bool:
    """True when a page begins as the open table began, or repeats its codes.

    Then it is the same table of somebody else: files hold several departments, and units after their department.
    """
    first = _first_labels(section)
    codes = _codes(section, current.segments[-1].columns)
    if first and first == current.first_labels:
        return True
    return bool(codes) and 2 * len(codes & current.codes) >= len(codes)


def _same_columns(columns: Mapping[int, Column], current: _Open) -> bool:
    """True when the amount columns that both pages understand are the same ones."""
    before = current.segments[-1].columns
    mine = [(c.measure, c.fund, c.line_item, c.side) for c in columns.values() if c.is_number and not c.is_open]
    theirs = [(c.measure, c.fund, c.line_item, c.side) for c in before.values() if c.is_number and not c.is_open]
    if not mine or not theirs:
        return False
    return 2 * len(set(mine) & set(theirs)) >= len(set(mine) | set(theirs))


def _columns_before(section: Section, current: _Open) -> dict[int, Column]:
    last = current.segments[-1]
    return aligned_columns(section.matrix, last.section.matrix, last.columns)


def _fits(section: Section, columns: Mapping[int, Column]) -> bool:
    """True when most rows of a page without headings fit the columns of the page before."""
    fitting = sum(_row_fits(section.matrix, row, columns) for row in section.data_rows)
    return bool(section.data_rows) and 3 * fitting >= 2 * len(section.data_rows)


def _row_fits(matrix: Matrix, row: int, columns: Mapping[int, Column]) -> bool:
    for cell in matrix.cells(row):
        column = columns.get(cell.col)
        text = plain(cell.text)
        if column is None or (column.is_number and not is_amount(text)):
            return False
        if column.role == "name" and is_amount(text) and not is_code(text):
            return False
    return True


def _append(current: _Open, section: Section, around: Surroundings) -> None:
    assert current.entry is not None
    if section.heading_rows:
        columns = read_columns(section, current.entry)
    else:
        columns = continued_columns(_columns_before(section, current))
    current.segments.append(Segment(section, columns, is_continuation=not section.heading_rows))
    current.codes |= _codes(section, columns)
    current.around = current.around.joined(around)


def _new(section: Section, title: TitlePlace | None, around: Surroundings, tables: list[_Open]) -> _Open:
    entry: TableEntry | None = None
    basis = "none"
    if title is not None and (section.heading_rows or section.data_rows):
        entry, basis = title.title.entry, title.title.basis
    elif title is None:
        entry = kind_by_headings(section, [t.entry for t in tables if t.entry is not None])
        basis = "headings" if entry else "none"
    columns = read_columns(section, entry) if entry is not None else {}
    if entry is not None and _has_no_amounts(section, entry, columns):
        entry, basis, columns = None, "none", {}
    title = title if entry is not None else None
    first_labels, codes = _first_labels(section), _codes(section, columns)
    opened = _Open(entry, title, basis, around, first_labels=first_labels, codes=codes)
    opened.segments.append(Segment(section, columns))
    return opened


def _has_no_amounts(section: Section, entry: TableEntry, columns: Mapping[int, Column]) -> bool:
    """True for a grid of words alone under a title of a table of amounts: the title belongs to something else."""
    is_of_amounts = entry.rows != "unread" and bool(section.data_rows)
    return is_of_amounts and not any(column.is_number for column in columns.values())


def _note_after(current: _Open, placed: Placed, section: Section) -> None:
    """Keep the words below a grid that declare its table empty."""
    is_last = section.rows and placed.matrix.row_nos and section.rows[-1] == placed.matrix.row_nos[-1]
    for line in placed.after[:2] if is_last else ():
        text = plain(line.text)
        if read_title(text) is not None or len(text) > _PROSE_LENGTH:
            break
        if is_empty_note(text):
            current.around = replace(current.around, empty_note=current.around.empty_note or text)


def _settled(segments: tuple[Segment, ...], entry: TableEntry) -> tuple[Segment, ...]:
    """Explain what is still open in each page's columns by the other pages of the same table."""
    settled = []
    for at, segment in enumerate(segments):
        others = _merged(
            s.columns for k, s in enumerate(segments) if k != at and len(s.columns) == len(segment.columns)
        )
        settled.append(replace(segment, columns=settle_columns(segment.columns, entry, others)))
    return tuple(settled)


def _is_cross_table(segments: tuple[Segment, ...]) -> bool:
    """True when most amount columns are economic subjects or unknown, and none is an official type of spending."""
    amounts = [c for segment in segments for c in segment.columns.values() if c.role == "amount"]
    if any(column.basis == "contradictory" for column in amounts):
        return False
    foreign = sum(column.measure in {UNRECOGNISED, "economic_detail"} for column in amounts)
    is_typed = any(column.measure in {"basic", "project"} for column in amounts)
    return len(amounts) > _FEW_COLUMNS and 2 * foreign > len(amounts) and not is_typed


def _merged(pages: Iterable[Mapping[int, Column]]) -> dict[int, Column]:
    merged: dict[int, Column] = {}
    for columns in pages:
        for col, column in columns.items():
            if col not in merged or merged[col].is_open:
                merged[col] = column
    return merged
