"""The generic tests of the dbt project have cases of their own: what they let pass and what they report."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
PROFILE = """
cases:
  target: duckdb
  outputs:
    duckdb: {type: duckdb, path: cases.duckdb, threads: 1}
"""
MODELS = {
    "subjects": "select '201' as code union all select '208' as code",
    "keyed": "select 1 as a, 'x' as b union all select 1 as a, 'y' as b",
    "doubled": "select 1 as a, 'x' as b union all select 1 as a, 'x' as b",
    "nameless": "select 1 as a, cast(null as varchar) as b",
    "referring": "select '201' as code, '208' as other union all select null as code, '201' as other",
    "dangling": "select '201' as code, '999' as other union all select '888' as code, '208' as other",
    "apart": "select '201' as code, 2017 as valid_from, 2019 as valid_to union all select '201', 2020, null",
    "touching": "select '201' as code, 2017 as valid_from, 2019 as valid_to union all select '201', 2019, null",
    "open_ended": "select '201' as code, 2017 as valid_from, null as valid_to union all select '201', 2020, 2021",
    "other_code": "select '201' as code, 2017 as valid_from, null as valid_to union all select '208', 2017, null",
}
KEY = "is_key: {{name: {0}_key, arguments: {{columns: [a, b]}}}}"
REFERENCES = (
    "refers_to: {{name: {0}_references, arguments: {{references: [{{column: code, to: ref('subjects'), field: code}},"
    " {{column: other, to: ref('subjects'), field: code}}]}}}}"
)
PERIODS = "periods_apart: {{name: {0}_periods, arguments: {{columns: [code]}}}}"
CASES = [
    ("keyed", KEY, "keyed_key", 0),
    ("doubled", KEY, "doubled_key", 1),
    ("nameless", KEY, "nameless_key", 1),
    ("referring", REFERENCES, "referring_references", 0),
    ("dangling", REFERENCES, "dangling_references", 2),
    ("apart", PERIODS, "apart_periods", 0),
    ("touching", PERIODS, "touching_periods", 1),
    ("open_ended", PERIODS, "open_ended_periods", 1),
    ("other_code", PERIODS, "other_code_periods", 0),
]


@pytest.fixture(scope="module")
def failures(tmp_path_factory: pytest.TempPathFactory) -> dict[str, int]:
    """Rows that each case's test reports, from one run over a project that holds nothing but the cases."""
    from dbt.cli.main import dbtRunner

    root = tmp_path_factory.mktemp("cases")
    shutil.copytree(PROJECT / "tests" / "dbt" / "generic", root / "tests" / "generic")
    (root / "models").mkdir()
    (root / "dbt_project.yml").write_text(
        "name: cases\nversion: 1.0.0\nprofile: cases\nflags: {send_anonymous_usage_stats: false}\n"
        "models: {cases: {+materialized: table}}\n"
    )
    (root / "profiles.yml").write_text(PROFILE.replace("cases.duckdb", str(root / "cases.duckdb")))
    for name, sql in MODELS.items():
        (root / "models" / f"{name}.sql").write_text(sql)
    tests = "".join(f"  - name: {model}\n    data_tests:\n      - {test.format(model)}\n" for model, test, _, _ in CASES)
    (root / "models" / "models.yml").write_text("version: 2\nmodels:\n" + tests)
    places = ["--project-dir", str(root), "--profiles-dir", str(root)]
    run = dbtRunner().invoke(["--quiet", "--log-level", "none", "build", *places])
    assert run.exception is None, run.exception
    results = json.loads((root / "target" / "run_results.json").read_text())["results"]
    return {
        result["unique_id"].split(".")[2]: result["failures"]
        for result in results
        if result["unique_id"].startswith("test.") and result["status"] in ("pass", "fail")
    }


@pytest.mark.parametrize(("test", "expected"), [case[2:] for case in CASES], ids=[case[2] for case in CASES])
def test_a_generic_test_reports_its_cases(failures: dict[str, int], test: str, expected: int) -> None:
    assert failures[test] == expected
