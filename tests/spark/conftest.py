"""What the tests of Spark share: warehouses built by both engines, and a Spark server on the loopback interface.

Spark plans some 190 nodes a build whatever they hold, so there are as few builds as roads to be shown: the session of
``gongkai refresh --engine spark`` over the sample and the corpus, and Spark Connect over the sample. What is left
(Thrift, tests of code lists, unit tests) goes to the server that is warm by then.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import duckdb
import pytest

from tests.conftest import PROJECT, Published, gongkai

CORPUS = Path(os.environ.get("GONGKAI_CORPUS", PROJECT.parent / "shared" / "corpus"))
_LOOPBACK = "127.0.0.1"
_START_SECONDS = 120

needs_spark = [
    pytest.mark.slow,
    pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java 17, which is not there"),
    pytest.mark.skipif(find_spec("pyspark") is None, reason="Spark is not installed (make spark)"),
]


@dataclass(frozen=True)
class Both:
    """Warehouses of the same documents by each engine, attached as ``by_duckdb`` and ``by_spark``."""

    connection: duckdb.DuckDBPyConnection
    by_duckdb: Path
    by_spark: Path

    @property
    def packs(self) -> Path:
        """The packs that Spark read."""
        return next((self.by_spark / "packs").iterdir())


def attached(by_duckdb: Path, by_spark: Path) -> Both:
    """Two published warehouses side by side."""
    connection = duckdb.connect()
    for engine, warehouse in (("duckdb", by_duckdb), ("spark", by_spark)):
        connection.execute(f"attach '{warehouse / 'gongkai.duckdb'}' as by_{engine} (read_only)")
    return Both(connection, by_duckdb, by_spark)


def refreshed(engine: str, disclosures: Path, warehouse: Path) -> Path:
    """Everything from documents, in a process of its own."""
    done = gongkai("refresh", "--engine", engine, "--disclosures", disclosures, "--warehouse", warehouse)
    assert done.status == 0, done.errors[-3000:]
    return warehouse


@pytest.fixture(scope="session")
def both(tmp_path_factory: pytest.TempPathFactory) -> Both:
    """The sample, and the corpus beside it where there is one, by both engines; Spark in the refresh's own session."""
    work = tmp_path_factory.mktemp("both")
    shutil.copytree(PROJECT / "disclosures", work / "disclosures")
    for folder in ("text", "pdf"):
        if (CORPUS / folder).is_dir():
            shutil.copytree(CORPUS / folder, work / "disclosures" / "corpus" / folder)
    duck, spark = (refreshed(engine, work / "disclosures", work / engine) for engine in ("duckdb", "spark"))
    return attached(duck, spark)


@dataclass(frozen=True)
class Server:
    """One Spark server that answers by Spark Connect and by Thrift, on the loopback interface only."""

    connect_port: int
    thrift_port: int


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server as a cluster has it, with a catalog of its own."""
    import pyspark

    work = tmp_path_factory.mktemp("server")
    ports = Server(_free_port(), _free_port())
    submit = Path(pyspark.__file__).parent / "bin" / "spark-submit"
    with (work / "server.log").open("w") as log, subprocess.Popen(
        [str(submit), *_arguments(ports, work)],
        cwd=work, env=os.environ | {"SPARK_LOCAL_IP": _LOOPBACK}, stdout=log, stderr=log,
    ) as process:  # fmt: skip
        try:
            for port in (ports.connect_port, ports.thrift_port):
                _await(port, process, work / "server.log")
            yield ports
        finally:
            process.terminate()


def _arguments(ports: Server, work: Path) -> list[str]:
    settings = {
        "spark.plugins": "org.apache.spark.sql.connect.SparkConnectPlugin",
        "spark.connect.grpc.binding.address": _LOOPBACK,
        "spark.connect.grpc.binding.port": str(ports.connect_port),
        "spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=256m -XX:+UseSerialGC",
        "spark.log.level": "WARN",
        "spark.sql.codegen.factoryMode": "NO_CODEGEN",
        "spark.sql.codegen.wholeStage": "false",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.shuffle.partitions": "2",
        "spark.sql.warehouse.dir": str(work / "tables"),
        "spark.ui.enabled": "false",
    }
    hive = {"hive.server2.thrift.bind.host": _LOOPBACK, "hive.server2.thrift.port": str(ports.thrift_port)}
    return [
        *("--class", "org.apache.spark.sql.hive.thriftserver.HiveThriftServer2"),
        *("--master", "local[2]", "--driver-memory", "3g"),
        *(part for name, value in settings.items() for part in ("--conf", f"{name}={value}")),
        "spark-internal",
        *(part for name, value in hive.items() for part in ("--hiveconf", f"{name}={value}")),
    ]


def _free_port() -> int:
    with closing(socket.socket()) as listening:
        listening.bind((_LOOPBACK, 0))
        return int(listening.getsockname()[1])


def _await(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    """Until the server listens. Fails with the end of its log where it ends or takes too long."""
    until = time.monotonic() + _START_SECONDS
    while process.poll() is None and time.monotonic() < until:
        with closing(socket.socket()) as trying:
            if trying.connect_ex((_LOOPBACK, port)) == 0:
                return
        time.sleep(0.5)
    pytest.fail(f"No Spark server on port {port}: {log.read_text(errors='replace')[-3000:]}")


@pytest.fixture(scope="session")
def by_connect(server: Server, published: Published, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Both]:
    """The sample alone by both engines; Spark is the server's, through Spark Connect."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("SPARK_REMOTE", f"sc://{_LOOPBACK}:{server.connect_port}")
        spark = refreshed("spark", PROJECT / "disclosures", tmp_path_factory.mktemp("connect") / "warehouse")
    yield attached(published.warehouse, spark)
