"""``gongkai trace``: from one figure of the warehouse back to the place where it is printed."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, TextIO

from refresh.errors import GongkaiError
from refresh.layout import Warehouse
from refresh.output import plain, print_columns, shown
from refresh.published import Row, one, open_published, rows

if TYPE_CHECKING:
    import duckdb

_MOST_OTHERS = 6

_FIGURE = """
select
    figures.*, printed.row_heading, printed.column_heading, printed.context, printed.code_published,
    cells.text as cell_text, files.directory, files.file_path, documents.title as document_title,
    documents.file_format, blocks.sheet
from mart.published_figures as figures
inner join raw.figures as printed using (figure_id)
left join raw.cells as cells
    on figures.document_key = cells.document_key and figures.grid_no = cells.grid_no
    and figures.row_no = cells.row_no and figures.col_no = cells.col_no
left join raw.blocks as blocks
    on figures.document_key = blocks.document_key
    and (figures.grid_no = blocks.grid_no or (figures.grid_no is null and figures.block_no = blocks.block_no))
left join meta.document_files as files on figures.document_key = files.document_key and files.is_primary
left join mart.dim_document as documents on figures.document_key = documents.document_key
where figures.figure_id = ?
"""
_COMPARED = """
select
    comparisons.comparison_id, comparisons.rule_id, rules.name_en, rules.name_zh, comparisons.status,
    comparisons.expected_yuan, comparisons.actual_yuan, comparisons.difference_yuan,
    others.figure_id, others.subject_code, others.subject_name, others.measure, others.table_title,
    others.amount_published, others.unit_published
from mart.fct_reconciliation_figure as mine
inner join mart.fct_reconciliation as comparisons using (comparison_id)
inner join mart.dim_rule as rules on comparisons.rule_id = rules.rule_id
left join mart.fct_reconciliation_figure as theirs
    on mine.comparison_id = theirs.comparison_id and theirs.figure_id <> mine.figure_id
left join mart.published_figures as others on theirs.figure_id = others.figure_id
where mine.figure_id = ?
order by comparisons.status, comparisons.rule_id, comparisons.comparison_id, others.figure_id
"""


def print_trace(warehouse: Warehouse, figure_id: str, stream: TextIO) -> None:
    """Print where a figure stands. Raises ``GongkaiError`` where no published figure has this id."""
    with open_published(warehouse) as connection:
        figure = one(connection, _FIGURE, [figure_id])
        if figure is None:
            raise GongkaiError(_unknown(connection, figure_id))
        compared = rows(connection, _COMPARED, [figure_id])
    print_columns(_place(figure), stream)
    _print_compared(compared, stream)


def _unknown(connection: duckdb.DuckDBPyConnection, figure_id: str) -> str:
    key = figure_id.split(".")[0]
    document = one(connection, "select file_name from mart.dim_document where document_key = ?", [key])
    if document is None:
        return f"No published figure has the id {figure_id}: no document has the key {key}."
    return (
        f"No published figure has the id {figure_id}, though the document is there ({document['file_name']}). "
        f"Its figures: gongkai query \"from mart.published_figures where document_key = '{key}'\""
    )


def _place(figure: Row) -> list[tuple[str, object]]:
    text, unit = str(figure["amount_published"]), figure["unit_published"] or "(no unit printed)"
    printed = text if text.endswith(str(unit)) else f"{text} {unit}"
    subject = f"{figure['subject_code'] or ''} {figure['subject_name'] or ''}".strip()
    row = figure["row_heading"] or figure["subject_name"]
    return [
        ("figure", figure["figure_id"]),
        ("amount", f"{figure['amount_yuan']:,} yuan"),
        ("printed", printed),
        ("file", f"{figure['directory']}/{figure['file_path']}"),
        ("document", figure["document_title"]),
        ("place", place(figure)),
        ("table", f"{figure['table_title'] or ''} [{figure['table_kind']}]".strip()),
        ("row", row),
        ("column", figure["column_heading"]),
        ("cell", figure["cell_text"]),
        ("sentence", figure["context"] if figure["evidence"] == "statement" else None),
        ("subject", subject if subject != row else None),
        ("means", _meaning(figure)),
        ("certified by", figure["certified_by"] if figure["is_certified"] else "nothing"),
    ]


# What a reader counts where a format has no lines: the sheet's rows, a Word file's paragraphs, a page's lines of text.
_LINE_OF = {"xlsx": "sheet row", "xls": "sheet row", "docx": "paragraph", "doc": "paragraph", "html": "text line"}


def place(row: Row) -> str:
    """Page or line, and the cell where there is one."""
    line = _LINE_OF.get(str(row.get("file_format")), "line")
    parts = [
        f"sheet “{row['sheet']}”" if row.get("sheet") else None,
        f"page {row['page']}" if row["page"] else None,
        f"{line} {row['line_no']}" if row["line_no"] else None,
        f"row {row['row_no']}, column {row['col_no']} of grid {row['grid_no']}" if row["grid_no"] else None,
    ]
    return ", ".join(part for part in parts if part)


def _meaning(figure: Row) -> str:
    parts = [
        figure["line_item"],
        figure["measure"],
        figure["fund"],
        f"fiscal year {figure['fiscal_year']}" if figure["fiscal_year"] else None,
        figure["budget_stage"],
        "comparison column" if figure["is_comparative"] else None,
        None if figure["is_current"] else "superseded by another document of the same disclosure",
    ]
    return ", ".join(str(part) for part in parts if part)


def _print_compared(compared: list[Row], stream: TextIO) -> None:
    if not compared:
        print("\nIt was compared with no other figure.", file=stream)
        return
    print("\nCompared", file=stream)
    for _, group in groupby(compared, key=lambda row: row["comparison_id"]):
        lines = list(group)
        first = lines[0]
        print(f"  {first['status']}  {first['rule_id']} {first['name_en']} {first['name_zh']}", file=stream)
        if first["difference_yuan"] is not None:
            sums = f"expected {plain(first['expected_yuan'])}, printed {plain(first['actual_yuan'])}"
            print(f"      {sums}, difference {plain(first['difference_yuan'])} yuan", file=stream)
        others = [row for row in lines if row["figure_id"]]
        for row in others[:_MOST_OTHERS]:
            print(f"      with {shown(_other(row))}", file=stream)
        if len(others) > _MOST_OTHERS:
            print(f"      and with {len(others) - _MOST_OTHERS} more figures", file=stream)


def _other(row: Row) -> str:
    subject = " ".join(str(row[name]) for name in ("subject_code", "subject_name") if row[name])
    amount = f"{row['amount_published']} {row['unit_published'] or ''}".strip()
    return f"{amount}  {subject or row['measure']}, {row['table_title'] or 'in a sentence'} ({row['figure_id']})"
