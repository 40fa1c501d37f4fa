"""A disclosure's tables and sentences as printed pages, in the way the layout options say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from tests.writer.forms import department_form, project_form
from tests.writer.model import Amount, DepartmentForm, Disclosure, Line, Part, ProjectForm, Section, Table
from tests.writer.options import LayoutOptions
from tests.writer.printed import PageBreak, Printed, PrintedCell, PrintedGrid, PrintedText

Block = PrintedText | PrintedGrid | PageBreak
Row = tuple[PrintedCell, ...]


def print_disclosure(disclosure: Disclosure, options: LayoutOptions) -> Printed:
    """The whole disclosure in printing order."""
    blocks: list[Block] = [PrintedText(disclosure.title, "title")]
    if options.contents_list:
        blocks += _contents_list(disclosure)
    for content in disclosure.contents:
        if isinstance(content, Table):
            blocks += _table(content, disclosure, options)
        elif isinstance(content, ProjectForm):
            blocks += project_form(content, options)
        elif isinstance(content, DepartmentForm):
            blocks += department_form(content, disclosure, options)
        else:
            blocks += _section(content)
    return tuple(blocks)


def _contents_list(disclosure: Disclosure) -> Iterator[Block]:
    yield PrintedText("目录", "heading")
    titles = [content.title for content in disclosure.contents if isinstance(content, Table)]
    for page, title in enumerate(titles, start=1):
        yield PrintedText(f"{title}……………………{page}")


def _section(section: Section) -> Iterator[Block]:
    if section.heading:
        yield PrintedText(section.heading, "heading")
    for sentence in section.sentences:
        yield PrintedText(sentence)


def amount_text(amount: Amount, options: LayoutOptions) -> str:
    """An amount as printed: its own decimals, with thousands separators or not; nothing as blank or dash."""
    if amount is None:
        return options.dash
    return f"{amount:,f}" if options.thousands else f"{amount:f}"


def _table(table: Table, disclosure: Disclosure, options: LayoutOptions) -> Iterator[Block]:
    unit = table.unit or disclosure.unit
    title = f"{options.title_prefix}{table.title}"
    heading = _heading_rows(table, options)
    rows = _body(table, options)
    pages = _pages(rows, options.page_rows)
    for page_no, page in enumerate(pages):
        first = page_no == 0
        if not first:
            yield PageBreak()
        place = options.title_place if first or options.repeat_title else None
        lead = heading if first or options.repeat_heading else []
        if place == "first_row":
            width = PrintedGrid(tuple(heading)).width
            lead = [(PrintedCell(title, 1, width),), (PrintedCell(f"单位：{unit}", 1, width),), *lead]
        elif place:
            yield from _title_lines(title, unit, disclosure, options, place)
        if table.as_of and first:
            yield PrintedText(table.as_of)
        yield PrintedGrid((*lead, *page), len(lead))
    if table.note:
        yield PrintedText(table.note)


def _title_lines(
    title: str, unit: str, disclosure: Disclosure, options: LayoutOptions, place: str
) -> Iterator[PrintedText]:
    if place == "glued":
        yield PrintedText(f"{title} 部门：{disclosure.issuer} 单位：{unit}", "title")
        return
    if place == "wrapped" and len(title) > 12:
        cut = len(title) - 6
        yield PrintedText(title[:cut], "title")
        yield PrintedText(title[cut:], "title")
    else:
        yield PrintedText(title, "title")
    yield PrintedText(f"部门：{disclosure.issuer} 单位：{unit}" if options.issuer_line else f"单位：{unit}")


def _pages(rows: Sequence[Row], page_rows: int | None) -> list[Sequence[Row]]:
    """Rows by page. A cell that spans rows is not cut: such tables stay whole."""
    if page_rows is None or any(cell.row_span > 1 for row in rows for cell in row):
        return [rows]
    return [rows[at : at + page_rows] for at in range(0, len(rows), page_rows)] or [rows]


def _paths(part: Part, options: LayoutOptions) -> list[tuple[str, ...]]:
    """Heading paths of a part's physical columns."""
    group = ("功能分类科目" if part.coded == "functional" else "经济分类科目",) if options.code_group else ()
    paths: list[tuple[str, ...]] = []
    if part.group_label:
        paths.append((*part.heading, part.group_label))
    if part.coded and options.codes == "joined":
        paths.append((*part.heading, *group, part.code_label))
    elif part.coded and options.codes == "split":
        paths += [(*part.heading, *group, part.code_label, level) for level in _code_levels(part)]
    if part.label:
        paths.append((*part.heading, *(group if part.coded and options.codes != "absent" else ()), part.label))
    paths += [(*part.heading, note) for note in part.note_columns]
    return paths + [(*part.heading, *column.heading) for column in part.columns]


def _code_levels(part: Part) -> tuple[str, ...]:
    return ("类", "款", "项") if part.coded == "functional" else ("类", "款")


def _heading_rows(table: Table, options: LayoutOptions) -> list[Row]:
    """Headings joined where neighbours share them, leaves reaching down to the first row of data."""
    paths = [path for part in table.parts for path in _paths(part, options)]
    if options.ordinals:
        paths.insert(0, ("序号",))
    depth = max(len(path) for path in paths)
    rows = [tuple(_heading_cells(paths, level, depth)) for level in range(depth)]
    if options.column_numbers:
        # Only a column of ordinals or names has room for the word itself.
        first = 0 if options.ordinals or table.parts[0].label else 1
        labels = [str(at) if at else "栏次" for at in range(first, first + len(paths))]
        rows.append(tuple(PrintedCell(label) for label in labels))
    return rows


def _heading_cells(paths: Sequence[tuple[str, ...]], level: int, depth: int) -> Iterator[PrintedCell]:
    at = 0
    while at < len(paths):
        path = paths[at]
        end = at + 1
        if level >= len(path):
            at = end
            continue
        is_leaf = level == len(path) - 1
        while (
            not is_leaf
            and end < len(paths)
            and paths[end][: level + 1] == path[: level + 1]
            and (len(paths[end]) > level + 1)
        ):
            end += 1
        yield PrintedCell(path[level], depth - level if is_leaf else 1, end - at)
        at = end


def _body(table: Table, options: LayoutOptions) -> list[Row]:
    parts = [_ordered(part, options) for part in table.parts]
    rows = [_join(table, lines, options) for lines in zip_longest(*(part.lines for part in parts))] + [
        _join(table, lines, options, closing=True) for lines in zip_longest(*(part.closing for part in parts))
    ]
    if options.ordinals:
        return [(PrintedCell(str(no)), *row) for no, row in enumerate(rows, start=1)]
    return rows


def _ordered(part: Part, options: LayoutOptions) -> Part:
    """Coded parts with their total first or last."""
    if not part.coded:
        return part
    totals = tuple(line for line in part.lines if line.level == "total")
    others = tuple(line for line in part.lines if line.level != "total")
    lines = (*totals, *others) if options.total_place == "first" else (*others, *totals)
    return Part(
        part.columns, lines, part.closing, part.side, part.heading, part.label, part.code_label, part.group_label,
        part.note_columns, part.coded,
    )  # fmt: skip


def _join(table: Table, lines: Sequence[Line | None], options: LayoutOptions, closing: bool = False) -> Row:
    """One printed row out of one line of each part."""
    cells: list[PrintedCell] = []
    for part, line in zip(table.parts, lines, strict=True):
        if closing and table.closing_spans and part.side == table.parts[-1].side:
            if part is table.parts[-1]:
                cells += _spanning_closing(table, part, line, options)
            continue
        cells += _cells(part, line, options)
    return tuple(cells)


def _spanning_closing(table: Table, part: Part, line: Line | None, options: LayoutOptions) -> list[PrintedCell]:
    width = sum(len(_paths(p, options)) for p in table.parts if p.side == part.side)
    if line is None:
        return [PrintedCell("", 1, width)]
    amounts = [PrintedCell(amount_text(amount, options)) for amount in line.amounts]
    return [PrintedCell(line.name, 1, width - len(amounts)), *amounts]


def _cells(part: Part, line: Line | None, options: LayoutOptions) -> list[PrintedCell]:
    if line is None:
        return [PrintedCell("") for _ in _paths(part, options)]
    cells = [PrintedCell(line.group)] if part.group_label else []
    cells += _key_cells(part, line, options)
    cells += [PrintedCell(note) for note, _ in zip_longest(line.notes, part.note_columns, fillvalue="")]
    return cells + [PrintedCell(amount_text(amount, options)) for amount in line.amounts]


def _key_cells(part: Part, line: Line, options: LayoutOptions) -> list[PrintedCell]:
    name = "合 计" if options.spaced_total and line.name == "合计" else line.name
    if not part.coded or options.codes == "absent":
        return [PrintedCell(name)] if part.label else []
    codes = _code_texts(part, line.code, options)
    if line.level == "total" and options.total_cell == "merged":
        return [PrintedCell(name, 1, len(codes) + 1)]
    if line.level == "total" and options.total_cell == "code":
        return [PrintedCell(name), *(PrintedCell("") for _ in codes)]
    return [*(PrintedCell(code) for code in codes), PrintedCell(name)]


def _code_texts(part: Part, code: str, options: LayoutOptions) -> list[str]:
    if options.codes == "joined":
        return [code]
    split = [code[:3], code[3:5], code[5:7]]
    return split[: len(_code_levels(part))]
