"""The head of a form: labels and the values behind them, also where extraction ran several into one cell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from loaders.documents import Cell
from loaders.form_catalogue import catalogue
from loaders.form_find import Row
from loaders.project_codes import CodedName, join_pieces, project_name, split_project, split_unit, with_code
from loaders.text import compact, match_key, plain

# Words that are labels only at the beginning of a row; elsewhere they are headings of amounts or parts of values.
_ROW_LABELS = frozenset({"totals", "section", "conclusion", "text", "tasks", "execution"})
# Fields that hold one name.
_NAMES = frozenset({"project", "budget_unit", "implementer", "department", "department_head", "responsible"})
_BOX = re.compile(r"(?P<box>[☑☒■√✓✔▣☐□○●])\s*(?P<text>[^☑☒■√✓✔▣☐□○●]*)")
_CHECKED = frozenset("☑☒■√✓✔▣●")
_YEAR_DATE = re.compile(r"(?:20|19)\d\d年?(?:\d{1,2}月)?(?:\d{1,2}日)?")
_BROKEN = re.compile(r"[^\w\s()（）·、，,.。:：;；《》〈〉〔〕\[\]\"“”'‘’%/&＆+—–\-]")


@dataclass(frozen=True, slots=True)
class Token:
    """A label (``field`` set) or a value, with the place of its first character in its cell."""

    row: Row
    cell: Cell
    text: str
    offset: int
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Head:
    """What the head of a form says of its project; null where it says nothing."""

    project: CodedName | None = None
    name: str | None = None
    name_published: str | None = None
    unit_name: str | None = None
    unit_code: str | None = None
    department_name: str | None = None
    responsible: str | None = None
    is_continuing: bool | None = None
    is_recurrent: bool | None = None
    term: str | None = None
    legal_basis: str | None = None
    legal_basis_text: str | None = None
    damaged: tuple[Token, ...] = ()


def tokens(row: Row) -> list[Token]:
    """Labels and values of a row in order; labels are also found inside a cell, apart from it by blanks or a colon."""
    found: list[Token] = []
    for cell in row.printed:
        for token in _cell_tokens(row, cell):
            if token.field in _ROW_LABELS and found:
                token = Token(row, cell, token.text, token.offset)
            found.append(token)
    return found


def _cell_tokens(row: Row, cell: Cell) -> Iterator[Token]:
    words = catalogue()
    key = match_key(cell.text)
    field = words.field_of(key)
    if field is not None:
        yield Token(row, cell, cell.text, 0, field)
        return
    colon = re.match(r"\s*([^:：\s]{2,12})[:：]", plain(cell.text))
    if colon and words.fields.get(match_key(colon[1])):
        at = re.search(r"[:：]", cell.text)
        end = at.end() if at else 0
        yield Token(row, cell, cell.text[:end], 0, words.fields[match_key(colon[1])])
        yield from _chunks(row, cell, end)
        return
    yield from _chunks(row, cell, 0)


def _chunks(row: Row, cell: Cell, start: int) -> Iterator[Token]:
    """Runs of a cell's text between labels that stand apart by blanks (8 项目属性 新增)."""
    words = catalogue()
    run_start = start
    for match in re.finditer(r"\S+", cell.text):
        field = words.fields.get(match_key(match[0])) if match.start() >= start else None
        if field is None or len(match[0]) == len(cell.text.strip()):
            continue
        if cell.text[run_start : match.start()].strip():
            yield Token(row, cell, cell.text[run_start : match.start()], run_start)
        yield Token(row, cell, match[0], match.start(), field)
        run_start = match.end()
    if cell.text[run_start:].strip():
        yield Token(row, cell, cell.text[run_start:], run_start)


def read_fields(rows: Sequence[Row]) -> tuple[dict[str, list[Token]], list[Token]]:
    """Values by field, and all tokens; a row without a label goes on with the first label of the rows above."""
    fields: dict[str, list[Token]] = {}
    every: list[Token] = []
    block: Token | None = None
    for row in rows:
        found = _with_unknown_label(tokens(row), block)
        if found and found[0].field is not None:
            block = found[0]
        _sort_row(found, block.field if block else None, fields)
        every += found
    return fields, every


def _with_unknown_label(found: list[Token], block: Token | None) -> list[Token]:
    """A row that opens in the column of labels with a word that is none known opens a field of its own."""
    if not found or found[0].field is not None or block is None or found[0].cell.col > block.cell.col:
        return found
    first = found[0]
    return [Token(first.row, first.cell, first.text, first.offset, "other"), *found[1:]]


def _sort_row(found: Sequence[Token], current: str | None, fields: dict[str, list[Token]]) -> None:
    for token in found:
        if token.field is not None:
            current = token.field
            fields.setdefault(current, [])
        elif current is not None and not _is_second_value(token, current, fields[current]):
            fields[current].append(token)


def _is_second_value(token: Token, field: str, values: Sequence[Token]) -> bool:
    """In a ruled grid names stand whole in one cell: a second one belongs to a label that nobody knows."""
    return field in _NAMES and token.row.is_ruled and bool(values) and values[-1].cell is not token.cell


def read_head(fields: dict[str, list[Token]], title_name: str | None) -> Head:
    """The project's attributes; ``title_name`` is the project's name where the title carries it."""
    project = _project(fields)
    name = project.name if project else title_name
    unit_field = "budget_unit" if fields.get("budget_unit") else "implementer"
    (unit_name, unit_code), damaged = _unit(fields.get(unit_field, []))
    (department, _), broken = _unit(fields.get("department", []))
    answers = fields.get("responsible") or (fields.get("implementer") if unit_field == "budget_unit" else None)
    return Head(
        project=project,
        name=project_name(name) if name else None,
        name_published=name,
        unit_name=unit_name,
        unit_code=unit_code,
        department_name=department,
        responsible=" ".join(plain(token.text) for token in answers) if answers else None,
        is_continuing=_choice(fields, "continuing", ("property", "total", "term")),
        is_recurrent=_choice(fields, "recurrent", ("term", "property")),
        term=_term(fields),
        legal_basis=_boxes_text(fields.get("basis", [])),
        legal_basis_text=_basis_text(fields.get("basis", [])),
        damaged=tuple(damaged + broken),
    )


def _project(fields: dict[str, list[Token]]) -> CodedName | None:
    """Code and name of the project; the code may have a field of its own."""
    if not fields.get("project"):
        return None
    project = split_project([token.text for token in fields["project"]])
    if project.code is not None or not fields.get("project_code"):
        return project
    return with_code(project.name, [token.text for token in fields["project_code"]])


def _unit(values: Sequence[Token]) -> tuple[tuple[str | None, str | None], list[Token]]:
    """((name, code), tokens that are broken). Of pieces that overlap the one that is a whole code-name counts."""
    pieces = [compact(token.text) for token in values]
    whole = [piece for piece in pieces if re.match(r"^\d{3,12}[-—–]\D", piece)]
    text = "".join(pieces[pieces.index(whole[0]) :]) if whole else "".join(pieces)
    if _BROKEN.search(text):
        return (None, None), list(values)
    return split_unit(text), []


def options(text: str) -> list[tuple[str, bool]]:
    """(option, checked) of a text with check boxes; the box may stand before its option or behind it."""
    shown = plain(text)
    boxes = list(_BOX.finditer(shown))
    if not boxes:
        return []
    before = shown[: boxes[0].start()].strip()
    if before and not boxes[-1]["text"].strip():
        starts = [0, *(match.start("text") for match in boxes[:-1])]
        return [
            (compact(shown[start : match.start()]), match["box"] in _CHECKED)
            for start, match in zip(starts, boxes, strict=True)
        ]
    return [(compact(match["text"]), match["box"] in _CHECKED) for match in boxes]


def _choice(fields: dict[str, list[Token]], question: str, where: Sequence[str]) -> bool | None:
    """Yes or no by a checked box or by the word alone, also where its own label was lost beside another field."""
    answers = catalogue().options[question]
    found = set()
    for field in where:
        for token in fields.get(field, []):
            boxes = options(token.text)
            checked = [option for option, is_checked in boxes if is_checked] if boxes else [match_key(token.text)]
            found |= {answers[match_key(option)] for option in checked if match_key(option) in answers}
    return found.pop() if len(found) == 1 else None


def _boxes_text(values: Sequence[Token]) -> str | None:
    checked = [option for token in values for option, is_checked in options(token.text) if is_checked]
    return ";".join(checked) or None


def _basis_text(values: Sequence[Token]) -> str | None:
    texts = [token.text for token in values if not options(token.text)]
    return join_pieces(texts) or None


def _term(fields: dict[str, list[Token]]) -> str | None:
    start, end = _date(fields.get("term_start", [])), _date(fields.get("term_end", []))
    if start or end:
        return "-".join(part for part in (start, end) if part)
    texts = [token.text for token in fields.get("term", []) if not options(token.text)]
    return compact("".join(texts)) or None


def _date(values: Sequence[Token]) -> str | None:
    """A date from pieces of a broken cell (20 | 23年, 202 | 23年): the way of joining that gives a date, else all."""
    pieces = [compact(token.text) for token in values if re.search(r"\w", token.text)]
    whole = next((piece for piece in pieces if _YEAR_DATE.fullmatch(piece)), None)
    if whole or len(pieces) < 2:
        return whole or (pieces[0] if pieces else None)
    joined = "".join(pieces)
    overlapped = pieces[0][:-1] + "".join(pieces[1:]) if pieces[0][-1] == pieces[1][0] else ""
    dates = [text for text in (joined, overlapped) if _YEAR_DATE.fullmatch(text)]
    return dates[0] if dates else joined
