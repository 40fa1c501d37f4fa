"""The landing page of ``site/``: what the warehouse is, what is in it, what does not add up, how to ask it.

One file without outside references, so it works from a disk as well as from a server. Every value from a document
goes through jinja2's escaping.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from refresh.database import opened
from refresh.fingerprint import package_version
from refresh.output import percent
from refresh.published import Row, one, rows
from refresh.runs import Run

_HERE = Path(__file__).parent
_MOST_DOCUMENTS = 200
_MOST_FINDINGS = 100

_COUNTS = """
select
    (select count(*) from mart.dim_document) as documents,
    (select count(*) from mart.dim_disclosure) as disclosures,
    (select count(distinct region_code) from mart.dim_disclosure) as governments,
    (select count(*) from mart.published_figures) as figures
"""
_DOCUMENTS = """
select
    documents.document_key, documents.file_name, documents.file_format, documents.issuer_name, documents.title,
    documents.fiscal_year, documents.budget_stage, documents.table_count, documents.figure_count,
    documents.certified_share, documents.unread_cell_count, coalesce(findings.found, 0) as findings
from mart.dim_document as documents
left join (
    select document_key, count(*) as found from mart.findings where severity <> 'info' group by document_key
) as findings using (document_key)
order by findings.found desc nulls last, documents.certified_share, documents.document_key
limit ?
"""
_FINDINGS = """
select findings.severity, findings.sentence_en, findings.sentence_zh, findings.is_acknowledged,
    findings.explanation, documents.issuer_name, findings.fiscal_year, documents.file_name, findings.page,
    findings.line_no
from mart.findings as findings
left join mart.dim_document as documents using (document_key)
where findings.severity <> 'info'
order by case findings.severity when 'hard' then 0 else 1 end, abs(findings.difference_yuan) desc nulls last,
    findings.finding_id
limit ?
"""
_QUARANTINE = "select file_path, reason from meta.quarantine order by directory, file_path limit 100"
_MARTS = """
select table_name, comment from duckdb_tables() where schema_name = 'mart'
union all
select view_name, comment from duckdb_views() where schema_name = 'mart'
order by 1
"""


@dataclass(frozen=True, slots=True)
class Link:
    """A page of the site beside the landing page."""

    href: str
    title_en: str
    title_zh: str
    text_en: str
    text_zh: str


LINKS = (
    Link(
        "docs/index.html",
        "Tables and columns",
        "数据字典",
        "Every table and column in English and Chinese, with the lineage from raw cell to mart.",
        "全部表与字段的中英文说明，以及从原始单元格到主题表的血缘关系。",
    ),
    Link(
        "validation/index.html",
        "Validation reports",
        "校验报告",
        "What was checked before this version was published, rule by rule.",
        "本版本发布前逐条执行的校验及结果。",
    ),
)


def write_landing_page(database: Path, site: Path, run: Run) -> None:
    """Write ``index.html`` from what the working copy holds."""
    with opened(database) as connection:
        content: dict[str, Any] = {
            "counts": one(connection, _COUNTS),
            "documents": rows(connection, _DOCUMENTS, [_MOST_DOCUMENTS]),
            "findings": rows(connection, _FINDINGS, [_MOST_FINDINGS]),
            "quarantine": rows(connection, _QUARANTINE),
            "marts": [_mart(row) for row in rows(connection, _MARTS)],
        }
    content |= {"run": run, "links": [link for link in LINKS if (site / link.href).is_file()]}
    (site / "index.html").write_text(render(content), encoding="utf-8")


def _mart(row: Row) -> Row:
    """The first sentence of a mart's comment in each language."""
    english, _, chinese = (row["comment"] or "").partition(" / ")
    return {"name": row["table_name"], "en": english.strip(), "zh": chinese.strip()}


def render(content: dict[str, Any]) -> str:
    """The page; a name that the template expects and does not get is an error, not a blank."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["percent"] = percent
    style = Markup((_HERE / "static" / "site.css").read_text(encoding="utf-8"))
    return environment.get_template("index.html").render(content, style=style, version=package_version())
