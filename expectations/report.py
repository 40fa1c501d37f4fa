"""The validation report: static pages that need no network, for an auditor to read.

Great Expectations' own data docs load styles and scripts from the internet; these pages carry everything.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, select_autoescape

from expectations.evidence import Evidence, Row
from expectations.results import Checked

TEMPLATES = Path(__file__).resolve().parent / "templates"

FAMILIES: dict[str, tuple[str, str]] = {
    "V": ("Vertical: parents and children", "纵向：上下级科目"),
    "H": ("Horizontal: totals and columns", "横向：合计与分栏"),
    "B": ("Balance: revenue and expenditure", "平衡：收入与支出"),
    "X": ("Across tables", "表间"),
    "F": ("Budget and execution", "预算与执行"),
    "Y": ("Year on year", "年度增减"),
    "P": ("Prose and tables", "文字与表格"),
    "C": ("Percentages", "占比"),
    "M": ("Projects and performance", "项目与绩效"),
    "Q": ("Presence and completeness", "完整性"),
    "D": ("Editions", "版本"),
}


def write_report(directory: Path, checked: Sequence[Checked], evidence: Evidence) -> None:
    """Write the pages into ``directory``, beside ``results.json``."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=select_autoescape(), trim_blocks=True, lstrip_blocks=True
    )
    environment.filters["percent"] = _percent
    environment.globals["families"] = FAMILIES
    suites = [check for check in checked if not check.expected.suite.startswith("reconciliation_")]
    shown = {"suites": suites, "evidence": evidence, "summary": _summary(evidence.rules)}
    for page in ("index", "integrity", "findings", "documents", "governments"):
        _write(environment, directory / f"{page}.html", f"{page}.html", **shown)
    for family in FAMILIES:
        rules = [rule for rule in evidence.rules if rule["rule_family"] == family]
        found = _by_rule(evidence.findings, {rule["rule_id"] for rule in rules})
        values = {"family": family, "rules": rules, "found": found, "is_counted": evidence.is_counted}
        _write(environment, directory / f"family_{family}.html", "family.html", **values)


def _write(environment: Environment, path: Path, template: str, **values: Any) -> None:
    path.write_text(environment.get_template(template).render(**values), encoding="utf-8")


def _summary(rules: Iterable[Row]) -> dict[str, dict[str, int]]:
    """Sums of the rules' counts by family, in the order of ``FAMILIES``."""
    counts = ("comparisons", "passes", "discrepancies", "recorded", "without_data", "findings")
    summary = {family: dict.fromkeys(("rules", *counts), 0) for family in FAMILIES}
    for rule in rules:
        family = summary[rule["rule_family"]]
        family["rules"] += 1
        for count in counts:
            family[count] += rule[count]
    return summary


def _by_rule(findings: Iterable[Row], rule_ids: set[str]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for finding in findings:
        for rule_id in finding["rule_ids"].split(","):
            if rule_id in rule_ids:
                found.setdefault(rule_id, []).append(finding)
    return found


def _percent(share: Any) -> str:
    return "–" if share is None else f"{100 * float(share):.1f} %"
