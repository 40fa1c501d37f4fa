"""The road of one document: bytes → blocks → identity → forms, tables and sentences → rows of the raw schema.

``stage_document`` is a pure function of the bytes (and of the catalogue and code lists of this loader version): it
keeps no state, so documents can be staged in any order, in any process, on any machine, with equal results.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Protocol, TypeVar

from loaders import LOADER_VERSION
from loaders.documents import Document, Grid, Paragraph, UnreadableDocument
from loaders.figures import read_tables
from loaders.forms import find_forms, read_form
from loaders.identity import Evidence, Identity, identify
from loaders.issues import Issue, uncut_tables
from loaders.readers import read_document
from loaders.recognise import recognise
from loaders.rows import (
    RAW_TABLES,
    BlockRow,
    CellRow,
    DocumentRow,
    FigureRow,
    IdentityEvidenceRow,
    IndicatorRow,
    LoadIssueRow,
    ProjectRow,
    QuantityRow,
    Row,
    TableRow,
)
from loaders.second_reading import read_again
from loaders.statements import read_statements

CellKey = tuple[int, int, int]
"""(grid_no, row_no, col_no) of one cell."""

_NO_DISCLOSURE = (
    "it reads well, and nothing in it is a budget, a final account or a performance form: no statutory table, no known "
    "figure, and no title that names a year and a stage (an error page or another document may have been saved)"
)
_Number = TypeVar("_Number", FigureRow, QuantityRow)

_READINGS = ("tables", "columns", "projects", "indicators", "figures", "quantities")


@dataclass(frozen=True, slots=True)
class Staged:
    """All raw rows of one document, by table name of the ``raw`` schema."""

    document_key: str
    rows: Mapping[str, Sequence[Row]]


class _Reading(Protocol):
    """What forms, tables and sentences give alike: rows under the names of their raw tables, and issues."""

    @property
    def issues(self) -> Sequence[Issue]: ...


@dataclass(slots=True)
class _Collected:
    """What the readings of one document add up to, before it is laid out as rows."""

    rows: dict[str, list[Row]] = field(default_factory=lambda: {table: [] for table in RAW_TABLES})
    issues: list[Issue] = field(default_factory=list)
    roles: dict[CellKey, str] = field(default_factory=dict)
    table_rows: dict[tuple[int, int], int] = field(default_factory=dict)

    def add(self, reading: _Reading) -> None:
        """Take a reading in; projects and indicators are numbered on from those taken in before."""
        offsets = {"project_seq": len(self.rows["projects"]), "indicator_seq": len(self.rows["indicators"])}
        for table in _READINGS:
            self.rows[table].extend(_renumbered(row, offsets) for row in getattr(reading, table, ()))
        self.issues.extend(reading.issues)
        self.roles.update(getattr(reading, "roles", {}))
        self.table_rows.update(getattr(reading, "table_rows", {}))


def stage_document(data: bytes) -> Staged:
    """Read one document's bytes into raw rows.

    Raises ``UnreadableDocument``: what the readers raise, and ``unrecognised`` for a file that is no disclosure.
    """
    staged = stage(read_document(data))
    if not _is_disclosure(staged):
        raise UnreadableDocument("unrecognised", _NO_DISCLOSURE)
    return staged


def _is_disclosure(staged: Staged) -> bool:
    """True where anything is read, and for covers and notes that name at least the year and the stage."""
    said = [row for row in staged.rows["documents"] if isinstance(row, DocumentRow)]
    if any(row.fiscal_year and row.budget_stage for row in said) or staged.rows["indicators"]:
        return True
    tables = any(isinstance(row, TableRow) and row.table_kind != "other" for row in staged.rows["tables"])
    return tables or any(
        isinstance(row, FigureRow) and (row.line_item or row.subject_code) for row in staged.rows["figures"]
    )


def stage(document: Document) -> Staged:
    """Raw rows of one document that a reader has read."""
    identity, evidence, issues = identify(document)
    collected = _Collected(issues=[*issues, *uncut_tables(document)])
    taken = _collect_forms(collected, document, identity)
    tables = read_tables(recognise(document, identity, taken), document, identity, _next_table(collected))
    collected.add(tables)
    collected.add(read_statements(document, identity))
    collected.rows["figures"] = list(read_again(_rows_of(collected, "figures", FigureRow), document))
    collected.rows["quantities"] = list(read_again(_rows_of(collected, "quantities", QuantityRow), document))
    collected.rows["documents"] = [_document_row(document, identity)]
    collected.rows["identity_evidence"] = [_evidence_row(document.key, item) for item in evidence]
    collected.rows["blocks"] = list(_block_rows(document))
    collected.rows["cells"] = list(_cell_rows(document, collected))
    collected.rows["load_issues"] = list(_issue_rows(document.key, collected.issues))
    return Staged(document.key, collected.rows)


def _collect_forms(collected: _Collected, document: Document, identity: Identity) -> set[tuple[int, int]]:
    """Read the performance forms; the grid rows that they own are no tables."""
    taken: set[tuple[int, int]] = set()
    for form in find_forms(document):
        collected.add(read_form(form, document, identity, _next_table(collected)))
        taken |= form.owned_rows
    return taken


def _rows_of(collected: _Collected, table: str, row_class: type[_Number]) -> list[_Number]:
    return [row for row in collected.rows[table] if isinstance(row, row_class)]


def _next_table(collected: _Collected) -> int:
    return len(collected.rows["tables"]) + 1


def _renumbered(row: Row, offsets: Mapping[str, int]) -> Row:
    """A reading counts its projects and indicators from 1; a document counts them through."""
    if not isinstance(row, ProjectRow | IndicatorRow | FigureRow | QuantityRow):
        return row
    changed = {
        name: getattr(row, name) + offset
        for name, offset in offsets.items()
        if offset and getattr(row, name, None) is not None
    }
    return replace(row, **changed) if changed else row


def _document_row(document: Document, identity: Identity) -> DocumentRow:
    said = {item.name: getattr(identity, item.name) for item in fields(identity)}
    return DocumentRow(
        document_key=document.key,
        file_sha256=document.sha256,
        file_format=document.file_format,
        byte_count=document.byte_count,
        reader=document.reader,
        loader_version=LOADER_VERSION,
        page_count=document.page_count,
        line_count=document.line_count,
        **said,
    )


def _evidence_row(document_key: str, item: Evidence) -> IdentityEvidenceRow:
    return IdentityEvidenceRow(document_key, item.attribute, item.value, item.basis, item.page, item.line_no, item.text)


def _block_rows(document: Document) -> Iterator[BlockRow]:
    grid_no = 0
    for block_no, block in enumerate(document.blocks, start=1):
        place = block.place
        if isinstance(block, Paragraph):
            yield BlockRow(
                document.key, block_no, "paragraph", None, block.style,
                place.page, place.line, place.line, place.sheet, block.text,
            )  # fmt: skip
        else:
            grid_no += 1
            yield BlockRow(
                document.key, block_no, "grid", grid_no, None,
                place.page, place.line, block.last_line, place.sheet, None,
            )  # fmt: skip


def _cell_rows(document: Document, collected: _Collected) -> Iterator[CellRow]:
    """Every cell of every grid; what no reading claimed says so in its role."""
    grids = (block for block in document.blocks if isinstance(block, Grid))
    for grid_no, grid in enumerate(grids, start=1):
        for cell in grid.cells():
            role = collected.roles.get((grid_no, cell.row, cell.col))
            yield CellRow(
                document.key, grid_no, cell.row, cell.col, cell.row_span, cell.col_span,
                cell.place.page, cell.place.line,
                "{:g},{:g},{:g},{:g}".format(*cell.place.box) if cell.place.box else None,
                cell.text, collected.table_rows.get((grid_no, cell.row)), role or ("unread" if cell.text else "blank"),
            )  # fmt: skip


def _issue_rows(document_key: str, issues: Iterable[Issue]) -> Iterator[LoadIssueRow]:
    for seq, issue in enumerate(issues, start=1):
        yield LoadIssueRow(
            document_key, seq, issue.severity, issue.code, issue.page, issue.line_no,
            issue.grid_no, issue.row_no, issue.col_no, issue.text, issue.message,
        )  # fmt: skip
