"""``dbt build --target spark`` by hand, as ``docs/scale.md`` says: packs named by the environment, Spark a server's.

Models that build in the other tests here are not built once more; this is what they leave out: code lists with their
tests, a table from packs, and unit tests on Spark.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.conftest import PROJECT
from tests.spark.conftest import Both, Server, needs_spark

pytestmark = [
    *needs_spark,
    pytest.mark.skipif(find_spec("pyhive") is None, reason="the Thrift client is not installed (make spark)"),
]

ENDS_WELL = {"success", "pass"}


def run(server: Server, packs: Path, work: Path, *arguments: str) -> Counter[str]:
    """One dbt command with Spark behind Thrift; how many nodes of each kind ended well, where all did."""
    variables = {
        "DBT_PROFILES_DIR": str(PROJECT),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "DO_NOT_TRACK": "1",
        "GONGKAI_SPARK_METHOD": "thrift",
        "GONGKAI_SPARK_HOST": "127.0.0.1",
        "GONGKAI_SPARK_PORT": str(server.thrift_port),
        "GONGKAI_STAGED": str(packs),
    }
    places = ["--target-path", str(work / "target"), "--log-path", str(work / "logs")]
    done = subprocess.run(
        [sys.executable, "-m", "dbt.cli.main", *arguments, "--target", "spark", *places],
        cwd=PROJECT, env=os.environ | variables, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-3000:]
    results = json.loads((work / "target" / "run_results.json").read_text(encoding="utf-8"))["results"]
    assert {result["status"] for result in results} <= ENDS_WELL
    return Counter(result["unique_id"].split(".")[0] for result in results)


def test_builds_from_packs(server: Server, by_connect: Both, tmp_path: Path) -> None:
    built = run(server, by_connect.packs, tmp_path, "build", "--select", "path:seeds", "+int_document_identity")
    assert built["seed"] > 10
    assert built["test"] > 100
    assert built["model"] >= 2


def test_unit_tests_of_models_pass_on_spark(server: Server, by_connect: Both, tmp_path: Path) -> None:
    tested = run(server, by_connect.packs, tmp_path, "test", "--select", "test_type:unit")
    assert tested["unit_test"] > 20
