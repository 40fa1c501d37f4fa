"""Whatever the order in which documents come, change, move and go: the rows are those of a clean build."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from random import Random

import duckdb
import pytest

from refresh import batch, pipeline
from refresh.batch import cut, hang_together
from refresh.checking import Validate
from refresh.layout import Warehouse
from refresh.pipeline import Request, Result
from refresh.progress import Silent
from refresh.steps import Steps, default_steps
from tests.writer.formats import FORMATS
from tests.writer.invent import invent_disclosure
from tests.writer.layout import print_disclosure
from tests.writer.model import Disclosure
from tests.writer.options import random_options

SAMPLE = Path(__file__).resolve().parent.parent / "disclosures"
ISSUERS = ("甘泉县财政局", "甘泉县教育局", "甘泉县水利局")


def test_documents_that_share_a_name_hang_together_through_others() -> None:
    links = [("a", "局"), ("b", "局"), ("b", "站"), ("c", "站"), ("d", "院")]
    assert hang_together(links, "abcde") == [("a", "b", "c"), ("d",), ("e",)]


def test_batches_never_part_what_hangs_together() -> None:
    sizes = dict.fromkeys("abcdef", 10)
    assert cut([("a", "b", "c"), ("d",), ("e", "f")], sizes, most=20) == [("a", "b", "c"), ("d",), ("e", "f")]
    assert cut([("a",), ("b",), ("c",)], sizes, most=20) == [("a", "b"), ("c",)]
    assert cut([("a",), ("b",), ("c",)], sizes | {"b": 15}, most=20) == [("a",), ("b",), ("c",)]


def _printed(disclosure: Disclosure, rng: Random) -> bytes:
    options = random_options(rng)
    return FORMATS["text_rows"](print_disclosure(disclosure, options), options)


def _pool() -> dict[str, bytes]:
    """Disclosures of three issuers over several years; one in two parts, one with a corrected edition."""
    pool: dict[str, bytes] = {}
    for number in range(8):
        rng = Random(f"increments {number}")
        invented = invent_disclosure(rng)
        issuer = ISSUERS[number % len(ISSUERS)]
        disclosure = replace(invented, issuer=issuer, title=invented.title.replace(invented.issuer, issuer))
        text = _printed(disclosure, rng)
        pool[f"d{number}.txt"] = text.replace(invented.issuer.encode(), issuer.encode())
        if number == 0:
            half = len(disclosure.contents) // 2
            for part, contents in (("a", disclosure.contents[:half]), ("b", disclosure.contents[half:])):
                pool[f"part_{part}.txt"] = _printed(replace(disclosure, contents=contents), rng)
        if number == 1:
            corrected = disclosure.title + "（更正）"
            pool["corrected.txt"] = pool["d1.txt"].replace(disclosure.title.encode(), corrected.encode())
    del pool["d0.txt"]
    for path in sorted(SAMPLE.glob("*_final_accounts.txt")) + sorted(SAMPLE.glob("*julu*")):
        pool[path.name] = path.read_bytes()
    return pool


@contextmanager
def _nothing_expected() -> Iterator[Validate]:
    yield lambda database, site, is_full: ()


def _steps() -> Steps:
    """Real loaders and models; what is told about them is left out."""
    return replace(
        default_steps(),
        expectations=_nothing_expected,
        document=lambda dbt, parsed, directory: None,
        introduce=lambda database, site, run: None,
    )


class Growing:
    """A directory that changes at random, and its warehouse."""

    def __init__(self, root: Path, rng: Random) -> None:
        self.rng = rng
        self.disclosures = root / "disclosures"
        self.disclosures.mkdir()
        self.warehouse = Warehouse(root / "warehouse")

    def paths(self) -> list[Path]:
        return sorted(self.disclosures.iterdir())

    def change(self, left: dict[str, bytes]) -> None:
        """Take some documents in, rename one, touch the content of one, and throw one away."""
        for name in self.rng.sample(sorted(left), min(len(left), self.rng.randint(2, 5))):
            (self.disclosures / name).write_bytes(left.pop(name))
        moved, edited, gone = self.rng.sample(self.paths(), 3) if len(self.paths()) > 6 else (None, None, None)
        if moved and edited and gone:
            moved.rename(moved.with_name(f"moved_{moved.name}"))
            left[gone.name] = gone.read_bytes()
            gone.unlink()
            content = edited.read_bytes()
            edited.write_bytes(content + "\n\n本表无其他说明。\n".encode())

    def refresh(self, *, is_full: bool = False) -> Result:
        request = Request([str(self.disclosures)], self.warehouse.root, is_full)
        return pipeline.refresh(request, _steps(), Silent())


def _rows(database: Path) -> dict[str, list[tuple[object, ...]]]:
    """All rows of all published tables, without the moment of loading."""
    with duckdb.connect(str(database), read_only=True) as connection:
        tables = connection.execute(
            "select schema_name || '.' || table_name from duckdb_tables() where schema_name in ('raw', 'mart') order by 1"
        ).fetchall()
        return {table: _without_moments(connection, table) for (table,) in tables}


def _without_moments(connection: duckdb.DuckDBPyConnection, table: str) -> list[tuple[object, ...]]:
    cursor = connection.execute(f"select * from {table}")
    kept = [number for number, column in enumerate(cursor.description or []) if column[0] != "loaded_at"]
    return sorted((tuple(row[number] for number in kept) for row in cursor.fetchall()), key=repr)


@pytest.mark.slow
def test_any_sequence_of_increments_gives_the_rows_of_a_clean_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Somebody may edit the project while this runs; that would be a full build each time.
    code = pipeline.current_code()
    monkeypatch.setattr(pipeline, "current_code", lambda: code)
    growing = Growing(tmp_path, Random("a sequence"))
    left = _pool()
    for step in range(3):
        growing.change(left)
        result = growing.refresh()
        assert result.run is not None
        assert result.run.mode == ("incremental" if step else "full")
    grown = _rows(growing.warehouse.database)
    assert len(grown["raw.documents"]) > 4
    # A few documents a batch: what hangs together is built together, and batches do not disturb each other.
    monkeypatch.setattr(batch, "BATCH_SIZE", 900)
    # Read from packs, as a full build of many documents does.
    monkeypatch.setattr(pipeline, "PACKED_FROM", 1)
    assert growing.refresh(is_full=True).run is not None
    clean = _rows(growing.warehouse.database)
    assert grown.keys() == clean.keys()
    differing = {table: set(grown[table]) ^ set(clean[table]) for table in clean if grown[table] != clean[table]}
    assert differing == {}
    assert list(growing.warehouse.root.glob("packs/*/documents/*/*.parquet"))
    with duckdb.connect(str(growing.warehouse.database), read_only=True) as connection:
        schemas = connection.execute("select distinct schema_name from duckdb_tables() order by 1").fetchall()
    assert schemas == [("mart",), ("meta",), ("raw",), ("reference",)]
