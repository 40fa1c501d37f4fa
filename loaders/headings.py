"""Rows of a grid by what they are, and runs of rows that stand under one set of headings.

A row is known by what it says: words of the column vocabulary make a heading, a number or a subject code makes
data, 栏次 makes a row of ordinals. Position decides nothing, except that a heading stands above what it heads.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from loaders.documents import Cell
from loaders.grids import Matrix, is_amount, is_code
from loaders.text import match_key, plain
from loaders.titles import read_title
from loaders.vocabulary import KEY_ROLES, Heading, heading_anywhere

_NOTE = re.compile(r"^(?:\(?注\d*[:.,\d)]|备注[:]|说明[:]|附注|注释)")
_EMPTY = re.compile(
    r"空表|(?:本表|此表|该表)(?:为空|无数据|没有数据)|无数据|无此项|不涉及|无相关收支|"
    r"^\(?(?:注[:]?)?.{0,40}(?:无|没有).{0,40}(?:支出|收支|预算|拨款|安排|资金|经费|收入|采购|占用)"
)
_NOTHING = re.compile(r"^\(?(?:备?注[:]?)?(?:20\d\d年度?)?[,]?(?:本|我)?(?:部门|单位)?(?:无|没有|未发生)|空表|无数据")
_META = re.compile(
    r"^(?:(?:部门|单位|编制(?:部门|单位)|填报(?:部门|单位)|预算(?:部门|单位|年度)|公开(?:部门|单位)|金额单位|"
    r"货币单位|单位名称|部门名称|所属年度|年度|截止时间|截至|编制日期|日期)[:].*|单位(?:万元|元)|"
    r"\(?(?:单位)?(?:万元|元)\)?|(?:预算|部门|决算|单位)?(?:公开)?(?:表\d+|\d+表)(?:-\d+)?|附[表件]\d*[-\d]*:?|"
    r"20\d{2}年度?|第\d+页.*)$"
)
_ORDINAL = re.compile(r"^(?:\d{1,2}(?:=.*)?|[甲乙丙丁]|栏次|行次|[*x-]|\(\d{1,2}\))$")
_LINE = re.compile(
    r"^(?:[一二三四五六七八九十]+[,、.]|\([一二三四五六七八九十]+\)|\d{1,2}[,、](?!\d)|(?:本年)?(?:收入|支出)?[合总]计$|本年收入|本年支出)"
)
_YEAR_ONLY = re.compile(r"^20\d{2}$")
_ORDINAL_WORDS = frozenset({"栏次", "行次"})
_LOOKAHEAD = 3
_SURELY_HEADING = 2


@dataclass(frozen=True, slots=True)
class Section:
    """Rows of one grid under one set of headings (none: the page goes on with the table of the page before)."""

    matrix: Matrix
    title_rows: tuple[int, ...]
    meta_rows: tuple[int, ...]
    heading_rows: tuple[int, ...]
    ordinal_rows: tuple[int, ...]
    data_rows: tuple[int, ...]
    note_rows: tuple[int, ...]
    blank_rows: tuple[int, ...]

    @property
    def rows(self) -> tuple[int, ...]:
        """All rows, in order."""
        return tuple(
            sorted(
                self.title_rows
                + self.meta_rows
                + self.heading_rows
                + self.ordinal_rows
                + self.data_rows
                + self.note_rows
                + self.blank_rows
            )
        )


@dataclass(slots=True)
class _Scan:
    """State of the walk down one grid."""

    kinds: list[tuple[int, str]] = field(default_factory=list)
    headings: list[tuple[str, ...]] = field(default_factory=list)
    in_data: bool = False

    @property
    def last(self) -> str:
        """Kind of the last row that is not blank."""
        return next((kind for _, kind in reversed(self.kinds) if kind != "blank"), "")


def is_empty_note(text: str) -> bool:
    """True for words that declare a table empty (空表列示, 本表无数据, 无…支出)."""
    return _EMPTY.search(match_key(text)) is not None


def declares_nothing(text: str) -> bool:
    """True for a note that begins by saying that there is nothing: it contradicts a table that has figures."""
    return is_empty_note(text) and _NOTHING.search(match_key(text)) is not None


def is_meta(text: str) -> bool:
    """True for a line that says whose, which year's or in which unit a table is, and nothing else."""
    return _META.match(match_key(text)) is not None


def _is_note(texts: list[str]) -> bool:
    key = match_key(texts[0])
    return len(texts) == 1 and (_NOTE.match(key) is not None or (len(key) > 6 and is_empty_note(texts[0])))


def _is_ordinal_row(texts: list[str]) -> bool:
    keys = [match_key(text) for text in texts]
    if _ORDINAL_WORDS & set(keys):
        # Final accounts print 栏次 beside 类, 款 and 项.
        keys = [key for key in keys if not _is_key(heading_anywhere(key)) or key in _ORDINAL_WORDS]
    if not all(_ORDINAL.match(key) for key in keys):
        return False
    numbers = [int(key) for key in keys if key.isdigit()]
    counts_up = len(numbers) > 1 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
    return bool(_ORDINAL_WORDS & set(keys)) or (counts_up and numbers[0] <= 2)


def _is_ordinal(matrix: Matrix, row: int) -> bool:
    return _is_ordinal_row(matrix.texts(row))


def _has_data(cells: list[Cell]) -> bool:
    """True for a row with a code or an amount. 2000 beside 一、 or 合计 is an amount (workbooks), elsewhere a year."""
    texts = [plain(cell.text) for cell in cells]
    is_line = any(_LINE.match(match_key(text)) for text in texts)
    return any(is_code(t) or (is_amount(t) and (is_line or not _YEAR_ONLY.match(t))) for t in texts)


def _is_code_heading(texts: list[str]) -> bool:
    """True for codes of economic classes below their names, with nothing but keys (类, 款, 项) beside them."""
    codes = [text for text in texts if is_code(text)]
    words = [text for text in texts if not is_code(text)]
    is_rising = len(set(codes)) == len(codes) > 1 and codes == sorted(codes)
    return is_rising and all(code[0] in "35" for code in codes) and all(_is_key(heading_anywhere(t)) for t in words)


def _known(cells: list[Cell]) -> list[Heading]:
    return [h for h in (heading_anywhere(plain(cell.text)) for cell in cells) if h.is_known]


def _is_key(heading: Heading) -> bool:
    return heading.entry is not None and (heading.entry.role in KEY_ROLES or heading.entry.role == "group")


def _is_strong(cells: list[Cell]) -> bool:
    """A row that can be a heading: it has a key heading, or two known headings side by side."""
    known = _known(cells)
    return any(_is_key(h) for h in known) or len(known) > 1


def _is_opening(matrix: Matrix, cells: list[Cell], rows: Sequence[int], after: int) -> bool:
    """A row that opens a heading: with a key, or with amounts alone where amounts, and no words, stand below.

    The lines of a summary table use the words of headings (事业收入 beside 支出合计), and a page that goes on
    without headings begins with such lines.
    """
    known = [cell for cell in cells if heading_anywhere(plain(cell.text)).is_known]
    if any(_is_key(heading_anywhere(plain(cell.text))) for cell in known):
        return True
    if len(known) < 2:
        return False
    later = (rows[at] for at in range(after, len(rows)))
    data = next((row for row in later if _has_data(list(matrix.cells(row))) and not _is_ordinal(matrix, row)), None)
    if data is None:
        return len(known) > _SURELY_HEADING
    below = {cell.col: plain(cell.text) for cell in matrix.cells(data)}
    under = [below[col] for cell in known for col in range(cell.col, cell.col + cell.col_span) if col in below]
    return bool(under) and all(is_amount(text) for text in under)


def _repeats(scan: _Scan, texts: list[str]) -> bool:
    return tuple(match_key(t) for t in texts) in scan.headings


def _leads_to_heading(matrix: Matrix, rows: Sequence[int], after: int) -> bool:
    """True when a heading row follows before any row of data: then this row is the upper part of the heading."""
    for at in range(after, min(after + _LOOKAHEAD, len(rows))):
        cells = list(matrix.cells(rows[at]))
        if not cells:
            continue
        if _has_data(cells):
            return False
        if _is_opening(matrix, cells, rows, at + 1):
            return True
    return False


def _below_numbers(matrix: Matrix, scan: _Scan, cells: list[Cell]) -> bool:
    """True when a cell stands below a heading that is no key: then it is a lower part of that heading."""
    key_columns: set[int] = set()
    for row, kind in scan.kinds:
        if kind == "heading":
            for cell in matrix.cells(row):
                heading = heading_anywhere(plain(cell.text))
                if _is_key(heading):
                    key_columns |= set(range(cell.col, cell.col + cell.col_span))
                else:
                    key_columns.discard(cell.col)
    return any(cell.col not in key_columns for cell in cells) and len(cells) > 1


def _top_kind(matrix: Matrix, scan: _Scan, cells: list[Cell], rows: Sequence[int], after: int) -> str:
    """Kind of a row above the data."""
    texts = [plain(cell.text) for cell in cells]
    if scan.last in {"heading", "ordinal"} and _is_ordinal_row(texts):
        return "ordinal"
    if scan.headings and _is_code_heading(texts):
        return "heading"
    if _has_data(cells):
        return "data"
    is_opening = _is_strong(cells) if scan.headings else _is_opening(matrix, cells, rows, after)
    if is_opening or _leads_to_heading(matrix, rows, after):
        return "heading"
    return "heading" if scan.headings and _below_numbers(matrix, scan, cells) else "data"


def _lower_kind(scan: _Scan, cells: list[Cell]) -> str:
    """Kind of a row after data began: data, unless a page's heading is repeated or another table follows."""
    texts = [plain(cell.text) for cell in cells]
    if scan.last == "heading" and _is_ordinal_row(texts):
        return "ordinal"
    known = _known(cells)
    is_new_heading = sum(_is_key(h) for h in known) > 1 or (scan.last == "heading" and _is_strong(cells))
    if not _has_data(cells) and (_repeats(scan, texts) or is_new_heading):
        return "heading"
    return "data"


def _row_kind(matrix: Matrix, scan: _Scan, rows: Sequence[int], at: int) -> str:
    cells = list(matrix.cells(rows[at]))
    if not cells:
        return "blank"
    texts = [plain(cell.text) for cell in cells]
    if _is_note(texts):
        return "note"
    if all(is_meta(text) for text in texts) and not _is_strong(cells):
        return "meta"
    if any(read_title(text) for text in texts) and all(read_title(t) or is_meta(t) for t in texts):
        return "title"
    if scan.in_data:
        return _lower_kind(scan, cells)
    return _top_kind(matrix, scan, cells, rows, at + 1)


def row_kinds(matrix: Matrix, rows: list[int]) -> list[tuple[int, str]]:
    """Each row with its kind: title, meta, heading, ordinal, data, note or blank."""
    scan = _Scan()
    for at, row in enumerate(rows):
        kind = _row_kind(matrix, scan, rows, at)
        if kind == "heading":
            scan.headings.append(tuple(match_key(text) for text in matrix.texts(row)))
        scan.in_data = kind == "data" or (scan.in_data and kind in {"blank", "note", "meta", "heading", "ordinal"})
        scan.kinds.append((row, kind))
    return scan.kinds


def sections(matrix: Matrix, taken: set[tuple[int, int]]) -> tuple[Section, ...]:
    """Runs of rows of one grid, each under its own headings; rows in ``taken`` belong to somebody else."""
    rows = [row for row in matrix.row_nos if (matrix.grid_no, row) not in taken]
    runs: list[list[tuple[int, str]]] = [[]]
    has_data = False
    for row, kind in row_kinds(matrix, rows):
        # A title or a heading after data (or notes) opens the next section.
        if has_data and kind in {"title", "heading"}:
            runs.append([])
            has_data = False
        runs[-1].append((row, kind))
        has_data = has_data or kind in {"data", "note"}
    return tuple(_section(matrix, run) for run in runs if run)


def _section(matrix: Matrix, run: list[tuple[int, str]]) -> Section:
    def of(kind: str) -> tuple[int, ...]:
        return tuple(row for row, k in run if k == kind)

    return Section(matrix, of("title"), of("meta"), of("heading"), of("ordinal"), of("data"), of("note"), of("blank"))
