"""What blocks publishing, what is only reported, and that the report can be read without a network."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

import expectations
from expectations import ExpectationOutcome, ExpectationsDidNotRun, evidence
from expectations.evidence import read_evidence
from expectations.results import read_results
from expectations.suites import read_suites
from tests.tiny_marts import write_tiny_marts


def figure(**columns: str) -> str:
    """SQL that adds a figure which is right but for ``columns``."""
    replaced = ", ".join(f"{value} as {column}" for column, value in columns.items())
    return (
        f"insert into mart.published_figures from (select * replace ({replaced})"
        " from mart.published_figures where figure_id = 'd.b1o1' limit 1)"
    )


VIOLATIONS = {
    "figures_have_keys": figure(table_kind="'other'"),
    "figures_have_ids": figure(figure_id="null"),
    "figures_have_amounts": figure(figure_id="'d.b1o2'", amount_yuan="null"),
    "figures_have_text": figure(figure_id="'d.b1o3'", amount_published="null"),
    "figures_have_documents": figure(figure_id="'d.b1o4'", document_key="null"),
    "figures_have_evidence": figure(figure_id="'d.b1o5'", evidence="'rumour'"),
    "documents_exist": figure(figure_id="'d.b1o6'", document_key="'e'"),
    "every_raw_figure_is_published": "insert into raw.figures values ('d.g9r9c9')",
    "facts_trace_to_figures": "insert into mart.fct_revenue (figure_id, line_origin) values ('d.g8r8c8', 'published')",
    "facts_equal_their_figures": (
        "insert into mart.fct_revenue (figure_id, amount_yuan, line_origin) values ('d.g1r1c1', 11, 'published')"
    ),
    "published_lines_have_figures": (
        "insert into mart.fct_appropriation_functional (document_key, line_origin, amount_yuan, functional_code)"
        " values ('d', 'published', 1, '208')"
    ),
    "appropriation_sums_meet_totals": (
        "insert into mart.fct_appropriation_functional from (select * replace ('residual' as line_origin,"
        " null as figure_id, '205' as functional_code) from mart.fct_appropriation_functional limit 1)"
    ),
    "disclosures_count_once": (
        "insert into mart.fct_appropriation_functional from (from mart.fct_appropriation_functional limit 1)"
    ),
    "comparisons_have_keys": "insert into mart.fct_reconciliation from (from mart.fct_reconciliation limit 1)",
    "comparisons_have_a_status": "update mart.fct_reconciliation set status = 'fine' where comparison_id = 'c1'",
    "nothing_passes_unseen": (
        "insert into mart.fct_reconciliation (comparison_id, rule_id, document_key, status)"
        " values ('c3', 'V03', 'd', 'pass')"
    ),
    "every_discrepancy_is_found": "delete from mart.findings",
    "every_rule_is_applied_everywhere": "insert into mart.dim_rule from (select * replace ('B01' as rule_id)"
    " from mart.dim_rule limit 1)",
    "certificates_are_proved": "update mart.published_figures set is_certified = true",
    "documents_compare_or_say_why": "insert into mart.dim_document from (select * replace ('f' as document_key)"
    " from mart.dim_document)",
}


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> tuple[ExpectationOutcome, Path]:
    """Outcome and report of a warehouse in which only a publisher is wrong."""
    root = tmp_path_factory.mktemp("good")
    return expectations.run(write_tiny_marts(root / "gongkai.duckdb"), root / "site"), root / "site" / "validation"


@pytest.fixture(scope="module")
def bad(tmp_path_factory: pytest.TempPathFactory) -> ExpectationOutcome:
    """Outcome of a warehouse with one violation of each integrity expectation."""
    root = tmp_path_factory.mktemp("bad")
    return expectations.run(write_tiny_marts(root / "gongkai.duckdb", *VIOLATIONS.values()), root / "site")


def test_a_publishers_error_blocks_nothing(good: tuple[ExpectationOutcome, Path]) -> None:
    outcome, _ = good
    assert outcome.blocking_failures == ()
    assert [check.expected.name for check in outcome.unmet] == ["P01"]


def test_every_integrity_expectation_has_a_violation_here() -> None:
    assert {item.name for item in read_suites() if item.is_blocking} == set(VIOLATIONS)


@pytest.mark.parametrize("name", VIOLATIONS)
def test_a_violation_blocks_publishing_and_says_why(bad: ExpectationOutcome, name: str) -> None:
    [check] = [check for check in bad.blocking_failures if check.expected.name == name]
    assert check.failure is None
    assert check.unexpected_count > 0
    assert check.expected.meaning_en in str(check)


def test_a_database_that_cannot_be_checked_is_not_taken_for_a_good_one(tmp_path: Path) -> None:
    broken = tmp_path / "gongkai.duckdb"
    broken.write_text("no database")
    with pytest.raises(ExpectationsDidNotRun):
        expectations.run(broken, tmp_path / "site")


def test_results_are_kept_for_programs(good: tuple[ExpectationOutcome, Path]) -> None:
    outcome, report = good
    assert read_results(report / "results.json") == outcome.checked


class _References(HTMLParser):
    """Everything that a page would load or link to."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value for name, value in attrs if name in {"href", "src"} and value]


def test_the_report_needs_no_network_and_has_no_dead_link(good: tuple[ExpectationOutcome, Path]) -> None:
    _, report = good
    for page in report.glob("*.html"):
        text = page.read_text(encoding="utf-8")
        references = _References()
        references.feed(text)
        inside = [link for link in references.found if not link.startswith(("#", "../"))]
        assert all((report / link.split("#")[0]).exists() for link in inside), page.name
        assert not re.search(r"https?://|@import|url\(", text), page.name


def test_what_a_document_says_is_escaped(good: tuple[ExpectationOutcome, Path]) -> None:
    _, report = good
    assert "&lt;12&gt;" in (report / "findings.html").read_text(encoding="utf-8")


def test_the_report_tells_rules_findings_and_documents(good: tuple[ExpectationOutcome, Path]) -> None:
    _, report = good
    family = (report / "family_P.html").read_text(encoding="utf-8")
    assert "文字等于表" in family and 'id="f1"' in family and "gongkai trace d.b1o1" in family
    assert 'href="documents.html#d"' in family
    documents = (report / "documents.html").read_text(encoding="utf-8")
    assert "某局" in documents and 'id="d"' in documents
    assert "某区" in (report / "governments.html").read_text(encoding="utf-8")
    assert "No date is printed." in (report / "index.html").read_text(encoding="utf-8")


def test_a_rule_that_compared_nothing_is_told_and_blocks_nothing(tmp_path: Path) -> None:
    silent = """
        insert into mart.rule_without_comparison values
        ('H03', 'd', 'revenue', 'revenue', 'no_common_place'), ('X13', 'd', 'revenue', 'revenue', 'term_not_printed')
    """
    outcome = expectations.run(write_tiny_marts(tmp_path / "gongkai.duckdb", silent), tmp_path / "site")
    assert outcome.blocking_failures == ()
    [told] = [check for check in outcome.unmet if check.expected.name == "rules_compare_what_is_printed"]
    assert told.unexpected_count == 1 and "H03" in told.sample[0]


def test_documents_of_a_rule_are_estimated_only_where_there_are_many(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = write_tiny_marts(tmp_path / "gongkai.duckdb")
    assert read_evidence(database).is_counted
    monkeypatch.setattr(evidence, "MOST_COUNTED", 0)
    about = read_evidence(database)
    assert not about.is_counted
    assert [rule["documents"] for rule in about.rules] == [1, 1]
