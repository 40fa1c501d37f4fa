"""Every command on the bundled sample: the real loaders, models, expectations and pages, refreshed once."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from pathlib import Path

import duckdb
import pytest
from selectolax.lexbor import LexborHTMLParser

from tests.conftest import PROJECT, Published, gongkai

pytestmark = pytest.mark.slow

DOCUMENTS = sorted(path.name for path in (PROJECT / "disclosures").iterdir() if path.suffix != ".md")


def records(published: Published, sql: str) -> list[dict[str, str]]:
    """Rows of a query, through the command line."""
    done = published("query", sql, "--format", "csv")
    assert done.status == 0, done.errors
    return list(csv.DictReader(io.StringIO(done.output)))


def state(root: Path) -> dict[str, tuple[int, bytes]]:
    """Time of modification and content of everything below a directory."""
    return {
        str(path): (path.lstat().st_mtime_ns, b"" if path.is_dir() else path.read_bytes())
        for path in sorted(root.rglob("*"))
    }


def test_refresh_publishes_every_document_and_says_so(published: Published) -> None:
    said = published.refresh.output
    assert f"documents   {len(DOCUMENTS)} " in said
    assert "quarantine" not in said
    assert re.search(r"figures +[\d,]+, [\d.]+ % certified", said)


def test_second_refresh_changes_nothing_and_takes_less_than_three_seconds(published: Published) -> None:
    before = state(published.warehouse)
    done = published("refresh", "--disclosures", PROJECT / "disclosures")
    assert done.status == 0
    assert done.output.startswith(f"Nothing new: {len(DOCUMENTS)} documents")
    assert done.seconds < 3
    assert state(published.warehouse) == before


def test_status_tells_what_is_published(published: Published) -> None:
    done = published("status")
    assert done.status == 0
    assert re.search(rf"^documents +{len(DOCUMENTS)} in {len(DOCUMENTS)} files$", done.output, re.MULTILINE)
    assert re.search(r"^20\d\d-.* published +full", done.output, re.MULTILINE)


def test_trace_leads_to_the_place_where_a_figure_is_printed(published: Published) -> None:
    sql = """
        select figures.figure_id, figures.amount_published, figures.line_no, files.directory, files.file_path
        from mart.published_figures as figures
        inner join meta.document_files as files using (document_key)
        inner join mart.dim_document as documents using (document_key)
        where documents.file_format = 'text' and figures.evidence = 'table' and is_certified
        order by figures.figure_id limit 20
    """
    for figure in records(published, sql)[::5]:
        done = published("trace", figure["figure_id"])
        assert done.status == 0
        (file,) = re.findall(r"^file +(.+)$", done.output, re.MULTILINE)
        (line,) = re.findall(r"^place .*line (\d+)", done.output, re.MULTILINE)
        printed = Path(file).read_text(encoding="utf-8").splitlines()[int(line) - 1]
        assert figure["amount_published"] in printed
        assert "pass" in done.output.split("Compared")[1]


def test_trace_of_an_unknown_figure_ends_with_1(published: Published) -> None:
    done = published("trace", "0000000000000000.g1r1c1")
    assert (done.status, done.output) == (1, "")
    assert "No published figure has the id" in done.errors


def test_audit_lists_every_document_worst_first(published: Published) -> None:
    done = published("audit")
    assert done.status == 0
    assert [name for name in DOCUMENTS if name not in done.output] == []
    shares = [float(share) for share in re.findall(r"([\d.]+) %", done.output)]
    assert len(shares) == len(DOCUMENTS)
    assert shares == sorted(shares)


def test_audit_of_one_document_tells_tables_and_places(published: Published) -> None:
    (worst,) = records(
        published, "select file_name, table_count from mart.dim_document order by certified_share limit 1"
    )
    done = published("audit", worst["file_name"])
    assert done.status == 0
    assert "\nTables found\n" in done.output
    assert "\nWorst places first" in done.output
    assert re.search(r"^not certified .*row \d+, column \d+ of grid \d+", done.output, re.MULTILINE)


def test_audit_names_the_statutory_tables_that_are_missing(published: Published, tmp_path: Path) -> None:
    sql = """
        select documents.document_key, required.official_title_zh
        from mart.dim_document as documents
        inner join reference.required_tables as required
            on documents.budget_stage = required.budget_stage and required.is_certain
        where documents.budget_stage = 'final_accounts'
            and required.table_kind not in (select table_kind from raw.tables)
        limit 1
    """
    for missing in records(published, sql):
        assert missing["official_title_zh"] in published("audit", missing["document_key"]).output


def test_audit_of_an_unknown_document_ends_with_1(published: Published) -> None:
    done = published("audit", "nowhere.pdf")
    assert (done.status, done.output) == (1, "")


def test_analyses_run_as_they_stand(published: Published) -> None:
    failed = {}
    for path in sorted((PROJECT / "analyses").glob("*.sql")):
        done = published("query", "--file", path)
        if done.status:
            failed[path.name] = done.errors
    assert failed == {}


def test_examples_of_the_help_run_as_they_stand(published: Published, tmp_path: Path) -> None:
    text = published("query", "--help").output
    examples = re.findall(r'^  gongkai query (?:--file (\S+)|"(.+?)")', text, re.MULTILINE)
    assert len(examples) >= 5
    for file, sql in examples:
        arguments = ["--file", file] if file else [sql]
        assert published("query", *arguments).status == 0


def test_every_table_of_schema_meta_is_filled_and_explained(published: Published) -> None:
    with duckdb.connect(str(published.warehouse / "gongkai.duckdb"), read_only=True) as connection:
        tables = connection.execute(
            "select table_name, comment, estimated_size from duckdb_tables() where schema_name = 'meta' order by 1"
        ).fetchall()
        unexplained = connection.execute(
            "select table_name, column_name from duckdb_columns() where schema_name = 'meta' and comment is null"
        ).fetchall()
    named = ["batch", "document_files", "links", "quarantine", "run_news", "run_steps", "runs", "versions"]
    assert [name for name, _, _ in tables] == named
    assert all(comment for _, comment, _ in tables)
    assert unexplained == []
    assert {name for name, _, size in tables if not size} == {"quarantine"}


def test_site_stands_alone_and_its_links_lead_somewhere(published: Published) -> None:
    site = published.warehouse / "site"
    for page in [site / "index.html", *sorted((site / "validation").glob("*.html"))]:
        tree = LexborHTMLParser(page.read_text(encoding="utf-8"))
        links = [node.attributes.get(name) for name in ("href", "src") for node in tree.css(f"[{name}]")]
        assert [link for link in links if link and ":" in link] == []
        for link in links:
            assert link is not None
            assert (page.parent / link.split("#")[0]).resolve().exists(), (page.name, link)


def test_landing_page_tells_documents_and_findings_in_both_languages(published: Published) -> None:
    tree = LexborHTMLParser((published.warehouse / "site" / "index.html").read_text(encoding="utf-8"))
    assert tree.body is not None
    text = tree.body.text()
    assert [name for name in DOCUMENTS if name not in text] == []
    finding = records(
        published, "select sentence_en, sentence_zh from mart.findings where severity = 'hard' order by 1 limit 1"
    )[0]
    assert finding["sentence_en"] in text
    assert finding["sentence_zh"] in text
    assert tree.css('a[href="docs/index.html"]') and tree.css('a[href="validation/index.html"]')


def test_one_more_document_is_added_to_what_is_there(published: Published, tmp_path: Path) -> None:
    disclosures, warehouse = tmp_path / "disclosures", tmp_path / "warehouse"
    shutil.copytree(PROJECT / "disclosures", disclosures)
    shutil.copytree(published.warehouse, warehouse, symlinks=True)
    budget = next(disclosures.glob("*budget.txt"))
    text = budget.read_text(encoding="utf-8")
    (disclosures / "copy.txt").write_text(text + "\n", encoding="utf-8")
    (disclosures / "garbage.pdf").write_bytes(b"%PDF-1.7\n" + bytes(range(256)))
    done = gongkai("refresh", "--disclosures", disclosures, "--warehouse", warehouse, "--strict")
    assert done.status == 3, done.errors
    published_now = f"{len(DOCUMENTS) + 1} published, {len(DOCUMENTS)} before"
    assert f"documents   {published_now} (1 new; files read now: 2)" in done.output
    assert "not loaded  files in quarantine: 1, 1 of them new" in done.output
    assert "quarantine  garbage.pdf: " in done.output
    run = json.loads(max((warehouse / "runs").glob("*.json")).read_text())
    assert (run["mode"], run["documents_parsed"]) == ("incremental", 2)
    sql = "select count(*) as n from mart.published_figures where not is_current"
    assert records(Published(warehouse, done), sql) != [{"n": "0"}]
