"""``python -m bench.kills``: kill refreshes at random moments while somebody queries all the time; look what is left.

Every refresh starts from documents that have just changed, in a process group of its own that is killed (kill -9,
workers and all) after a random part of the time that a whole refresh takes. Now and then one is left to finish. Counted
are queries that fail, answers that mix two versions, warehouses that do not open, and, at the end, tables whose rows
differ from those of a clean build of the same documents.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import duckdb

PROJECT = Path(__file__).resolve().parent.parent
REAL = tuple(
    f"{sys.executable} -m refresh refresh --quiet --warehouse {{warehouse}} --disclosures {{disclosures}}".split()
)
"""A refresh as cron starts it; the two places are filled in."""
ROAD = (sys.executable, "tests/tiny_refresh.py", "{warehouse}", "{disclosures}")
"""The same road from lock to publishing, with loaders and models as small as can be: a second instead of twenty."""

WHOLE_ROAD = (
    "select (select count(*) from mart.titles) = (select count(distinct document_key) from meta.document_files)"
)
# Both sides come from one open database: they disagree only where a version is a mixture.
WHOLE = """
select
    (select count(*) from mart.published_figures) = (select coalesce(sum(figure_count), 0) from mart.dim_document)
    and (select count(*) from raw.figures) = (select count(*) from mart.published_figures)
    and (select count(*) from mart.dim_document) = (select count(distinct document_key) from meta.document_files)
"""


@dataclass
class Outcome:
    """What was seen. Everything but ``kills``, ``finished`` and ``queries`` should be nothing."""

    kills: int = 0
    finished: int = 0
    queries: int = 0
    failed_queries: list[str] = field(default_factory=list)
    mixtures: int = 0
    damaged: list[str] = field(default_factory=list)
    failed_refreshes: list[str] = field(default_factory=list)
    differing: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        """Whether nothing went wrong."""
        wrong = (self.failed_queries, self.mixtures, self.damaged, self.failed_refreshes, self.differing)
        return not any(wrong)


class Reader(threading.Thread):
    """Opens the published database and asks it, over and over."""

    def __init__(self, database: Path, question: str, outcome: Outcome) -> None:
        super().__init__(daemon=True)
        self.database, self.question, self.outcome = database, question, outcome
        self.is_over = threading.Event()

    def run(self) -> None:
        """Ask until it is over."""
        while not self.is_over.wait(0.05):
            try:
                answer = ask(self.database, self.question)
            except duckdb.Error as error:
                self.outcome.failed_queries.append(str(error))
                continue
            self.outcome.queries += 1
            self.outcome.mixtures += answer != [(True,)]


def ask(database: Path, question: str) -> list[tuple[object, ...]]:
    """Open, ask, close."""
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.execute(question).fetchall()


def all_rows(database: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of raw and mart, without the moment of loading."""
    with duckdb.connect(str(database), read_only=True) as connection:
        names = "select schema_name || '.' || table_name from duckdb_tables() where schema_name in ('raw', 'mart')"
        return {table: _rows(connection, table) for (table,) in connection.execute(names).fetchall()}


def _rows(connection: duckdb.DuckDBPyConnection, table: str) -> list[tuple[object, ...]]:
    cursor = connection.execute(f"select * from {table}")
    kept = [number for number, column in enumerate(cursor.description or []) if column[0] != "loaded_at"]
    return sorted((tuple(row[number] for number in kept) for row in cursor.fetchall()), key=repr)


class Trial:
    """One warehouse, its documents, and refreshes that die."""

    def __init__(self, root: Path, sources: Sequence[Path], command: Sequence[str], question: str, seed: int) -> None:
        self.root, self.sources, self.command, self.question = root, sources, command, question
        self.rng = Random(seed)
        self.outcome = Outcome()
        self.disclosures = root / "disclosures"
        self.disclosures.mkdir(parents=True)
        for source in sources:
            shutil.copy(source, self.disclosures / source.name)

    def run(self, kills: int) -> Outcome:
        """Kill that many refreshes, finish, and compare with a clean build."""
        whole = self._finish("warehouse")
        reader = Reader(self.root / "warehouse" / "gongkai.duckdb", self.question, self.outcome)
        reader.start()
        while self.outcome.kills < kills and not self.outcome.failed_refreshes:
            self._change()
            if self._kill(self.rng.uniform(0, whole)) and self.outcome.kills % 10 == 0:
                print(told(self.outcome), file=sys.stderr, flush=True)
                whole = self._finish("warehouse")
        self._finish("warehouse")
        reader.is_over.set()
        reader.join()
        self._finish("clean")
        grown, clean = (all_rows(self.root / name / "gongkai.duckdb") for name in ("warehouse", "clean"))
        self.outcome.differing = sorted(
            table for table in grown.keys() | clean.keys() if grown.get(table) != clean.get(table)
        )
        return self.outcome

    def _change(self) -> None:
        """Another content, another name, one document fewer or one more."""
        path = self.rng.choice(sorted(self.disclosures.iterdir()))
        what = self.rng.randrange(4)
        if what == 0:
            path.rename(path.with_name(f"{self.rng.randrange(1000)}_{path.name[-40:]}"))
        elif what == 1 and len(list(self.disclosures.iterdir())) > 2:
            path.unlink()
        elif what == 2:
            source = self.rng.choice(self.sources)
            shutil.copy(source, self.disclosures / source.name)
        else:
            with path.open("ab") as file:
                file.write(f"\n第{self.outcome.kills}次。\n".encode())

    def _start(self, warehouse: str) -> subprocess.Popen[str]:
        places = {"warehouse": self.root / warehouse, "disclosures": self.disclosures}
        command = [part.format(**places) for part in self.command]
        environment = os.environ | {"PYTHONPATH": str(PROJECT)}
        pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
        return subprocess.Popen(
            command, cwd=PROJECT, env=environment, stdout=nowhere, stderr=pipe, text=True, start_new_session=True
        )

    def _finish(self, warehouse: str) -> float:
        """One whole refresh; returns its seconds."""
        began = time.monotonic()
        with self._start(warehouse) as process:
            _, errors = process.communicate()
        if process.returncode != 0:
            self.outcome.failed_refreshes.append(errors.strip()[-500:])
        self.outcome.finished += 1
        return time.monotonic() - began

    def _kill(self, after: float) -> bool:
        """Kill one refresh with all its processes; false where it was faster."""
        with self._start("warehouse") as process:
            try:
                _, errors = process.communicate(timeout=after)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.communicate()
                self.outcome.kills += 1
                self._look()
                return True
        self.outcome.finished += 1
        if process.returncode != 0:
            self.outcome.failed_refreshes.append(errors.strip()[-500:])
        return False

    def _look(self) -> None:
        """Does what is published right after the kill open and answer?"""
        try:
            answer = ask(self.root / "warehouse" / "gongkai.duckdb", self.question)
        except duckdb.Error as error:
            self.outcome.damaged.append(str(error))
            return
        if answer != [(True,)]:
            self.outcome.damaged.append("a mixture of versions")


def main(argv: Sequence[str] | None = None) -> int:
    """Command line; returns 1 where anything went wrong."""
    parser = argparse.ArgumentParser(prog="python -m bench.kills", description=__doc__.split("\n")[0])
    parser.add_argument("--kills", type=int, default=100, metavar="N")
    parser.add_argument("--seed", type=int, default=0, metavar="S")
    parser.add_argument(
        "--road", action="store_true", help="the smallest loaders and models: many kills in little time"
    )
    parser.add_argument("--documents", type=Path, default=PROJECT / "disclosures", metavar="DIR")
    options = parser.parse_args(argv)
    sources = sorted(path for path in options.documents.iterdir() if path.is_file() and path.suffix != ".md")
    with tempfile.TemporaryDirectory() as folder:
        command, question = (ROAD, WHOLE_ROAD) if options.road else (REAL, WHOLE)
        outcome = Trial(Path(folder) / "trial", sources, command, question, options.seed).run(options.kills)
    print(told(outcome))
    return 0 if outcome.is_clean else 1


def told(outcome: Outcome) -> str:
    """What was seen so far."""
    lines = [f"{outcome.kills} refreshes killed, {outcome.finished} finished, {outcome.queries} queries meanwhile"]
    for name in ("failed_queries", "mixtures", "damaged", "failed_refreshes", "differing"):
        lines.append(f"  {name.replace('_', ' '):<17} {getattr(outcome, name) or 0}")
    return "\n".join(lines)


if __name__ == "__main__":
    raise SystemExit(main())
