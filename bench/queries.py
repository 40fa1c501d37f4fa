"""``python -m bench.queries WAREHOUSE``: twelve analysts' questions through ``gongkai query``, p50 and p95.

Each run is a process of its own, as a person starts it, so the start of Python counts. Beside the clock stand
processor seconds, which another program on the machine changes little.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median, quantiles

PROJECT = Path(__file__).resolve().parent.parent

QUERIES = {
    "one county, one year, by function": """
        select functional_code, sum(amount_yuan) from mart.fct_appropriation_functional
        where region_code = (select min(region_code) from mart.dim_disclosure) and fiscal_year = 2021
            and not is_comparative group by all order by 2 desc""",
    "a province by year": """
        select fiscal_year, sum(amount_yuan) from mart.fct_expenditure_functional
        where region_code like '13%' and not is_comparative group by all order by 1""",
    "the nation by class of function": """
        select substring(functional_code, 1, 3) as class_code, fiscal_year, sum(amount_yuan)
        from mart.fct_appropriation_functional where not is_comparative and disclosure_scope is distinct from 'unit'
        group by all order by 3 desc limit 50""",
    "basic against project, by province": """
        select substring(region_code, 1, 2) as province, expenditure_type, sum(amount_yuan)
        from mart.fct_appropriation_functional where not is_comparative group by all order by 1, 2""",
    "three public expenses by year": """
        select fiscal_year, category, measure, sum(amount_yuan) from mart.fct_three_public
        where not is_comparative group by all order by all""",
    "largest figures": """
        select figure_id, subject_name, amount_yuan from mart.published_figures
        where value_role = 'level' and is_current order by amount_yuan desc nulls last limit 20""",
    "one document's figures": """
        select table_kind, subject_code, measure, amount_yuan from mart.published_figures
        where document_key = (select min(document_key) from mart.dim_document) order by figure_id limit 500""",
    "one figure": "select * from mart.published_figures where figure_id = (select min(figure_id) from "
    "mart.published_figures where document_key = (select max(document_key) from mart.dim_document))",
    "what does not add up": """
        select findings.severity, findings.sentence_zh, documents.file_name from mart.findings as findings
        inner join mart.dim_document as documents using (document_key)
        where findings.severity = 'hard' order by abs(findings.difference_yuan) desc limit 50""",
    "rules that fail most": """
        select rule_id, count(*) from mart.fct_reconciliation where status = 'discrepancy'
        group by all order by 2 desc""",
    "quality by province": """
        select substring(region_code, 1, 2) as province, grade, count(*) from mart.disclosure_quality group by all
        order by all""",
    "budget against final accounts": """
        select region_code, fiscal_year, count(*) from mart.budget_against_final_accounts
        group by all order by all limit 100""",
}


def main(argv: Sequence[str] | None = None) -> int:
    """Command line; returns 1 where p95 of any question is half a second or more."""
    parser = argparse.ArgumentParser(prog="python -m bench.queries", description=__doc__.split("\n")[0])
    parser.add_argument("warehouse", type=Path)
    parser.add_argument("--times", type=int, default=10, metavar="N")
    options = parser.parse_args(argv)
    everything: list[tuple[float, float]] = []
    for name, sql in QUERIES.items():
        taken = [_seconds(options.warehouse, sql) for _ in range(options.times)]
        everything += taken
        print(_line(name, taken), flush=True)
    print(_line("all", everything))
    return int(_p95([clock for clock, _ in everything]) >= 0.5)


def _line(name: str, taken: Sequence[tuple[float, float]]) -> str:
    clock, processor = zip(*taken, strict=True)
    told = f"clock p50 {median(clock):6.3f} s p95 {_p95(clock):6.3f} s"
    return f"{name:<36} {told}   processor p50 {median(processor):6.3f} s p95 {_p95(processor):6.3f} s"


def _seconds(warehouse: Path, sql: str) -> tuple[float, float]:
    """Clock and processor seconds of one question."""
    began, spent = time.perf_counter(), _processor()
    command = [sys.executable, "-m", "refresh", "query", "--warehouse", str(warehouse), sql]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise SystemExit(done.stderr)
    return time.perf_counter() - began, _processor() - spent


def _processor() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def _p95(taken: Sequence[float]) -> float:
    return quantiles(taken, n=20, method="inclusive")[-1]


if __name__ == "__main__":
    raise SystemExit(main())
