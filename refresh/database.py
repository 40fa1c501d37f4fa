"""The working copy of the database: made, filled with raw and meta rows, measured before it is published."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from refresh.batch import Batch, links_of, plan_batches, replace_links
from refresh.errors import GongkaiError
from refresh.files import copy_file
from refresh.layout import Warehouse
from refresh.meta import Record, create_meta_schema, replace_rows

if TYPE_CHECKING:
    import duckdb


@dataclass(frozen=True, slots=True)
class Filling:
    """What goes into the working copy before dbt: staged entries in, documents out, rows of ``meta``.

    With ``packs`` the working copy is empty, and the entries are read from there, packed first where they are not yet.
    """

    entries: Sequence[Path]
    removed_keys: Sequence[str]
    meta: Mapping[str, Sequence[Record]]
    packs: Path | None = None


@dataclass(frozen=True, slots=True)
class Measures:
    """What is in a warehouse, as the summary, the landing page and ``meta.runs`` tell it."""

    figures: int
    certified_share: float | None
    findings: int
    findings_open: int
    findings_new: int
    findings_gone: int
    new_findings: tuple[str, ...] = ()


def make_working_copy(warehouse: Warehouse, *, is_full: bool) -> None:
    """An empty place for a full build; otherwise a copy of the published database."""
    warehouse.build_database.unlink(missing_ok=True)
    if not is_full:
        copy_file(warehouse.database, warehouse.build_database)


@contextmanager
def opened(database: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection for writing; everything is in the file itself when it is closed.

    Raises ``GongkaiError`` with what the database says, a full disk for instance.
    """
    import duckdb

    try:
        with duckdb.connect(str(database)) as connection:
            yield connection
            connection.execute("checkpoint")
    except duckdb.Error as error:
        raise GongkaiError(f"{database}: {error}") from error


def fill(database: Path, scratch: Path, filling: Filling) -> list[Batch]:
    """Replace the raw rows of new and removed documents, and the rows of ``meta``, in one transaction.

    Returns what must be built now, batch by batch: documents that are new, gone, or in another file than before,
    with all that they are compared with.
    """
    from loaders.packs import load_packs
    from loaders.staged import create_raw_schema, replace_documents

    if filling.packs is not None:
        _pack(filling.packs, filling.entries)
    with opened(database) as connection:
        create_raw_schema(connection)
        create_meta_schema(connection)
        connection.execute("begin")
        loaded = [entry.name.split(".")[0] for entry in filling.entries]
        changed = {*loaded, *filling.removed_keys}
        former = links_of(connection, changed)
        if filling.packs is not None:
            load_packs(connection, filling.packs, loaded)
        else:
            replace_documents(connection, filling.entries, filling.removed_keys)
        replace_links(connection, loaded, filling.removed_keys)
        connection.execute("create temp table former_files as select * from meta.document_files where is_primary")
        replace_rows(connection, filling.meta, scratch)
        changed |= {key for (key,) in connection.execute(_IN_OTHER_FILES).fetchall()}
        batches = plan_batches(connection, changed, former)
        connection.execute("commit")
    return batches


def _pack(packs: Path, entries: Sequence[Path]) -> None:
    import duckdb

    from loaders.packs import pack_entries

    try:
        pack_entries(packs, entries)
    except (duckdb.Error, OSError) as error:
        raise GongkaiError(f"{packs}: {error}") from error


# What the marts tell of a document's file; a file that was only touched changes none of it.
_IN_OTHER_FILES = """
select document_key
from (
    select document_key, file_name, file_path, loaded_at, source_url, retrieved_at
    from meta.document_files where is_primary
    except
    select document_key, file_name, file_path, loaded_at, source_url, retrieved_at from former_files
)
"""


def record(database: Path, scratch: Path, meta: Mapping[str, Sequence[Record]]) -> None:
    """Write the run itself, the last rows before publishing."""
    with opened(database) as connection:
        replace_rows(connection, meta, scratch)


# Counts of figures are kept by document; those of the whole history need not be counted again.
_MEASURES = """
select
    (select coalesce(sum(figure_count), 0) from mart.dim_document) as figures,
    (select sum(figure_count * certified_share) / nullif(sum(figure_count), 0) from mart.dim_document)
        as certified_share,
    count(*) as findings,
    count(*) filter (where severity <> 'info' and not is_acknowledged) as findings_open
from mart.findings
"""
_PREVIOUS = "select count(*) from duckdb_tables() where schema_name = 'mart' and table_name = 'findings'"
_CHANGED = """
select
    count(*) filter (where before.finding_id is null) as findings_new,
    count(*) filter (where now.finding_id is null) as findings_gone
from mart.findings as now
full join before.mart.findings as before using (finding_id)
"""
# The worst first; a person reads a few of them, the others are in mart.findings.
_NEW = """
select coalesce(documents.file_name || ': ', '') || findings.sentence_en
from mart.findings as findings
left join mart.dim_document as documents using (document_key)
where findings.severity <> 'info' and not findings.is_acknowledged {and_not_before}
order by case findings.severity when 'hard' then 0 else 1 end, abs(findings.difference_yuan) desc nulls last,
    findings.finding_id
limit 20
"""
_NOT_BEFORE = "and not exists (select 1 from before.mart.findings as b where b.finding_id = findings.finding_id)"


def measure(database: Path, previous: Path | None) -> Measures:
    """Count what is in the working copy, and which findings the published version did not have or had alone.

    A finding is open that nobody has acknowledged; remarks (severity info) need no acknowledgement.
    """
    with opened(database) as connection:
        figures, share, findings, is_open = connection.execute(_MEASURES).fetchall()[0]
        new, gone, not_before = findings, 0, ""
        if previous is not None:
            connection.execute(f"attach '{_quoted(previous)}' as before (read_only)")
            if connection.execute(f"{_PREVIOUS} and database_name = 'before'").fetchall() == [(1,)]:
                new, gone = connection.execute(_CHANGED).fetchall()[0]
                not_before = _NOT_BEFORE
        sentences = connection.execute(_NEW.format(and_not_before=not_before)).fetchall() if new else []
    told = tuple(sentence for (sentence,) in sentences)
    return Measures(figures, None if share is None else float(share), findings, is_open, new, gone, told)


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
