"""``gongkai audit``: how well each document was read, how far it proves itself, and where to look first."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from refresh.errors import GongkaiError
from refresh.layout import Warehouse
from refresh.output import percent, print_columns, shown, write_table
from refresh.published import Row, open_published, rows
from refresh.trace import place

if TYPE_CHECKING:
    import duckdb

_MOST_PLACES = 25

# A table counts as published where any document of the same disclosure has it: prose and tables may lie apart.
_MISSING = """
select documents.document_key, required.table_kind, required.official_title_zh, required.official_title_en
from mart.dim_document as documents
inner join reference.required_tables as required
    on documents.budget_stage = required.budget_stage and documents.fiscal_year >= required.required_since
    and required.is_certain
where not exists (
    select 1 from raw.tables as found
    inner join mart.dim_document as siblings using (document_key)
    where siblings.disclosure_key = documents.disclosure_key and found.table_kind = required.table_kind
)
order by documents.document_key, required.order_no
"""
_DOCUMENTS = f"""
with missing as (select document_key, count(*) as missing from ({_MISSING}) group by document_key),
issues as (
    select document_key, count(*) filter (where severity = 'error') as errors,
        count(*) filter (where severity = 'warning') as warnings
    from raw.load_issues group by document_key
),
findings as (
    select document_key, count(*) as findings from mart.findings where severity <> 'info' group by document_key
)
select
    documents.*, coalesce(missing, 0) as missing, coalesce(errors, 0) as errors,
    coalesce(warnings, 0) as warnings, coalesce(findings, 0) as findings
from mart.dim_document as documents
left join missing using (document_key)
left join issues using (document_key)
left join findings using (document_key)
order by documents.certified_share nulls first, errors desc, unread_cell_count desc, findings desc, document_key
"""
_TABLES = """
select
    tables.table_seq, tables.table_kind, coalesce(tables.title_published, '') as title, tables.page,
    tables.line_no as line, tables.is_empty as empty, coalesce(figures, 0) as figures,
    coalesce(certified, 0) as certified, coalesce(unread, 0) as unread
from raw.tables as tables
left join (
    select table_seq, count(*) as figures, count(*) filter (where is_certified) as certified
    from mart.published_figures where document_key = $key group by table_seq
) as figures using (table_seq)
left join (
    select table_seq, count(*) as unread
    from raw.cells where document_key = $key and cell_role = 'unread' group by table_seq
) as cells using (table_seq)
where tables.document_key = $key
order by tables.table_seq
"""
_IN_PROSE = """
select count(*) as figures, count(*) filter (where is_certified) as certified
from mart.published_figures where document_key = $key and table_seq is null
"""
_PLACES = """
select 'not certified' as what, page, line_no, grid_no, row_no, col_no,
    concat_ws(' ', amount_published, subject_code, coalesce(subject_name, line_item), measure) as text
from mart.published_figures where document_key = $key and not is_certified
union all
select 'unread cell', page, line_no, grid_no, row_no, col_no, text
from raw.cells where document_key = $key and cell_role = 'unread'
union all
select concat_ws(' ', severity, issue_code), page, line_no, grid_no, row_no, col_no, concat_ws(': ', message, text)
from raw.load_issues where document_key = $key and severity in ('error', 'warning')
order by case when what like 'error%' then 0 when what = 'unread cell' then 1
    when what like 'warning%' then 2 else 3 end, page, line_no, grid_no, row_no, col_no
"""
_FINDINGS = """
select severity, probable_cause, page, line_no, sentence_en, sentence_zh, who_is_wrong_en, who_is_wrong_zh,
    is_acknowledged
from mart.findings where document_key = $key
order by case severity when 'hard' then 0 when 'soft' then 1 else 2 end, finding_id
"""
_STALE = """
select document_key, acknowledgement_id, rule_id, subject_code, reason
from mart.dim_acknowledgement where is_stale and document_key like $key order by acknowledgement_id
"""
_STALE_TITLE = "Acknowledged discrepancies that no longer occur: take them out of seeds/acknowledged_discrepancies.csv"
_OVERVIEW = (
    "document_key", "file", "issuer", "year", "stage", "tables", "missing", "figures", "certified", "unread",
    "errors", "warnings", "findings",
)  # fmt: skip


def print_audit(warehouse: Warehouse, document: str | None, stream: TextIO) -> None:
    """Print the overview, or one document in detail. Raises ``GongkaiError`` where no document has this name."""
    with open_published(warehouse) as connection:
        documents = rows(connection, _DOCUMENTS)
        if document is None:
            write_table(_OVERVIEW, [_overview(row) for row in documents], stream)
            _section(_STALE_TITLE, rows(connection, _STALE, {"key": "%"}), stream)
            return
        _print_document(connection, _find(documents, document), stream)


def _overview(row: Row) -> list[object]:
    return [
        row["document_key"],
        row["file_name"],
        row["issuer_name"],
        row["fiscal_year"],
        row["budget_stage"],
        row["table_count"],
        row["missing"],
        row["figure_count"],
        percent(row["certified_share"]),
        row["unread_cell_count"],
        row["errors"],
        row["warnings"],
        row["findings"],
    ]


def _find(documents: list[Row], name: str) -> Row:
    """The document with this file name or path, or with a key that begins so."""
    by_file = [row for row in documents if name in (row["file_name"], row["file_path"])]
    found = by_file or [row for row in documents if row["document_key"].startswith(name.lower())]
    if not found:
        raise GongkaiError(f"No published document has the key or file name {name}. All of them: gongkai audit")
    if len(found) > 1:
        keys = ", ".join(row["document_key"] for row in found)
        raise GongkaiError(f"{name} means several documents: {keys}. Give the key of one of them.")
    return found[0]


def _print_document(connection: duckdb.DuckDBPyConnection, document: Row, stream: TextIO) -> None:
    key = document["document_key"]
    of_document: dict[str, object] = {"key": key}
    print_columns(_head(document, rows(connection, _IN_PROSE, of_document)[0]), stream)
    _section("Tables found", rows(connection, _TABLES, of_document), stream)
    missing = [row for row in rows(connection, _MISSING) if row["document_key"] == key]
    _section("Statutory tables missing in this disclosure", [_without_key(row) for row in missing], stream)
    _print_findings(rows(connection, _FINDINGS, of_document), stream)
    _section(_STALE_TITLE, rows(connection, _STALE, of_document), stream)
    places = rows(connection, _PLACES, of_document)
    shown_places = [{"what": p["what"], "where": place(p), "text": p["text"]} for p in places[:_MOST_PLACES]]
    _section(f"Worst places first ({len(shown_places)} of {len(places)})", shown_places, stream)


def _head(document: Row, prose: Row) -> list[tuple[str, object]]:
    size = f"{document['page_count']} pages" if document["page_count"] else f"{document['line_count']} lines"
    in_prose = f"{prose['figures']}, {prose['certified']} certified" if prose["figures"] else None
    return [
        ("document", document["document_key"]),
        ("file", document["file_path"]),
        ("format", f"{document['file_format']}, {size}"),
        ("title", document["title"]),
        ("issuer", document["issuer_name"]),
        ("region", document["region_code"]),
        ("year", document["fiscal_year"]),
        ("stage", document["budget_stage"]),
        ("scope", document["disclosure_scope"]),
        ("unit", document["unit_published"]),
        ("figures", f"{document['figure_count']}, {percent(document['certified_share'])} certified"),
        ("in sentences", in_prose),
        ("unread cells", document["unread_cell_count"]),
        ("remarks", f"{document['errors']} errors, {document['warnings']} warnings"),
        ("findings", document["findings"]),
    ]


def _without_key(row: Row) -> Row:
    return {name: value for name, value in row.items() if name != "document_key"}


def _section(title: str, lines: list[Row], stream: TextIO) -> None:
    if lines:
        print(f"\n{title}", file=stream)
        write_table(list(lines[0]), [list(row.values()) for row in lines], stream)


def _print_findings(findings: list[Row], stream: TextIO) -> None:
    if findings:
        print("\nFindings", file=stream)
    for row in findings:
        where = f"page {row['page']}" if row["page"] else f"line {row['line_no']}" if row["line_no"] else ""
        acknowledged = ", acknowledged" if row["is_acknowledged"] else ""
        print(f"  {row['severity']}{acknowledged}  {row['probable_cause']}  {where}", file=stream)
        for said, who in (("sentence_en", "who_is_wrong_en"), ("sentence_zh", "who_is_wrong_zh")):
            print(f"      {shown(row[said])}", file=stream)
            print(f"      → {shown(row[who])}", file=stream)
