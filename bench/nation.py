"""``python -m bench.nation``: a nation's disclosures as staged packs, by seed value, without a document being read.

A few hundred departments are invented with consistent accounts (``tests.writer``); their budgets and final accounts
are printed, read by the loaders once and taken as templates. Every issuer of the nation repeats one of them, in a real
county and for several years, with each amount a whole multiple of the template's, another one each year: all
identities go on holding exactly, the columns of the year before repeat what that year's disclosure prints, and budget
and final accounts of one year match. A known share carries one wrong amount (listed in ``seeded_errors.parquet``) or
lacks a table. Issuer ``i`` of a seed is always the same, so a smaller nation is the beginning of a larger one.
"""

from __future__ import annotations

import argparse
import dataclasses
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from random import Random

import duckdb

from loaders.packs import DOCUMENTS_PER_PACK, write_pack
from loaders.rows import RAW_TABLES
from loaders.stage import stage_document
from loaders.staged import create_raw_schema, write_staged
from tests.writer.accounts import Accounts, counties, economic_subjects, invent_accounts, subjects
from tests.writer.formats import FORMATS
from tests.writer.invent import disclosure_of
from tests.writer.layout import print_disclosure
from tests.writer.options import random_options

FIRST_YEAR, YEARS, STAGES = 2019, 5, 2
PER_ISSUER = YEARS * STAGES
BASE_YEAR = 2021
"""The year in which templates are printed; their codes are in force in all years of the nation."""

_BUREAUS = ("教育局", "财政局", "民政局", "水利局", "统计局", "审计局", "司法局", "档案馆", "交通运输局", "卫生健康局")


@dataclasses.dataclass(frozen=True, slots=True)
class Nation:
    """What to invent: ``disclosures`` in all, from ``templates`` departments; shares are in per mille."""

    disclosures: int
    seed: int = 0
    templates: int = 200
    errors: int = 30
    missing: int = 20


def invent_templates(nation: Nation, scratch: Path) -> Iterator[Path]:
    """Staged entries of the templates: a budget and final accounts of each invented department."""
    for number in range(nation.templates):
        rng = Random(f"{nation.seed}:{number}")
        accounts = _lasting(invent_accounts(rng, "budget"))
        for stage, family in (("budget", "national"), ("final_accounts", "final")):
            drawn = Random(f"{nation.seed}:{number}:{family}")
            disclosure = disclosure_of(dataclasses.replace(accounts, stage=stage), family, drawn)
            options = random_options(drawn)
            rows = stage_document(FORMATS["text_cells"](print_disclosure(disclosure, options), options)).rows
            entry = scratch / f"{number:04d}.{stage}"
            write_staged(rows, entry)
            yield entry


def _lasting(accounts: Accounts) -> Accounts:
    """The accounts in the base year, with subjects that are in force in every year of the nation."""
    years = range(FIRST_YEAR - 1, FIRST_YEAR + YEARS)
    codes = _always(set(subjects("general", y)) | set(subjects("gov_fund", y)) for y in years)
    sections = _always(set(economic_subjects(y)) for y in years)
    items = tuple(item for item in accounts.items if (item.code, item.name) in codes)
    general = sum((item.basic for item in items if item.fund == "general_public_budget"), 0 * accounts.meeting)
    kept = [line for line in accounts.economic if (line.code, line.name) in sections]
    # What is basic by function is basic by economic subject, too: the last line takes what is left.
    lines = []
    for line in kept:
        amount = min(line.amount, general) if line is not kept[-1] else general
        general -= amount
        lines.append(dataclasses.replace(line, amount=amount))
    economic = tuple(line for line in lines if line.amount)
    return dataclasses.replace(accounts, fiscal_year=BASE_YEAR, items=items, economic=economic)


def _always(lists: Iterable[set[tuple[str, str]]]) -> set[tuple[str, str]]:
    return set.intersection(*lists)


def write_nation(nation: Nation, out: Path) -> int:
    """Write packs, ``document_files`` and ``seeded_errors.parquet``; returns the number of figures."""
    figures = 0
    with duckdb.connect() as connection:
        connection.execute("set threads = 2; set preserve_insertion_order = false")
        _load_templates(connection, nation, out / "templates")
        _plan(connection, nation)
        for prefix in "0123456789abcdef":
            connection.execute(f"create or replace temp table of_prefix as select *, (row_number() over (order by "
                               f"document_key) - 1) // {DOCUMENTS_PER_PACK} as pack from plan "
                               f"where document_key[1] = '{prefix}'")  # fmt: skip
            (packs,) = connection.execute("select coalesce(max(pack) + 1, 0) from of_prefix").fetchall()[0]
            for pack in range(packs):
                connection.execute(f"create or replace temp table d as from of_prefix where pack = {pack}")
                write_pack(connection, out, prefix, {table: _rows(table) for table in RAW_TABLES})
                figures += connection.execute(f"select count(*) from ({_rows('figures')})").fetchall()[0][0]
        _write_lists(connection, out)
    return figures


def _load_templates(connection: duckdb.DuckDBPyConnection, nation: Nation, scratch: Path) -> None:
    """Raw tables of the templates, one schema; amounts that a multiple is taken of are known by place."""
    create_raw_schema(connection)
    for entry in invent_templates(nation, scratch):
        number, stage = entry.name.split(".")
        for path in entry.glob("*.parquet"):
            fields = RAW_TABLES[path.stem].__dataclass_fields__
            names = ", ".join(f'"{name}"' for name in fields if name != "document_key")
            connection.execute(
                f"insert into raw.{path.stem} by name select '{number}.{stage}' as document_key, {names} "
                f"from read_parquet('{path}')"
            )
    connection.execute(_TEMPLATE_AMOUNTS)
    connection.execute("create temp table amounts as from template_amounts")


# The column of the year before repeats what the same row printed a year ago.
_TEMPLATE_AMOUNTS = """
create temp view template_amounts as
select
    figure.document_key as template_key, figure.figure_id, figure.grid_no, figure.row_no, figure.col_no,
    coalesce(case when figure.is_comparative then latest.amount end, figure.amount) as amount,
    figure.is_comparative and latest.amount is not null as is_prior,
    length(regexp_extract(figure.amount_published, '[.]([0-9]+)', 1)) as decimals,
    contains(figure.amount_published, ',') as has_thousands,
    row_number() over (partition by figure.document_key order by figure.figure_id) as figure_no,
    count(*) over (partition by figure.document_key) as figure_count
from raw.figures as figure
left join raw.figures as latest
    on figure.is_comparative and latest.document_key = figure.document_key and latest.grid_no = figure.grid_no
        and latest.row_no = figure.row_no and not latest.is_comparative and latest.measure = 'total'
        and latest.classification = figure.classification and latest.side is not distinct from figure.side
"""


def _plan(connection: duckdb.DuckDBPyConnection, nation: Nation) -> None:
    """One row per disclosure: its issuer, year, stage, template, multiples and what is wrong with it."""
    places = [(number, code, name) for number, (code, name) in enumerate(sorted(counties()))]
    connection.execute("create temp table places (place_no int, region_code varchar, region_name varchar)")
    connection.executemany("insert into places values (?, ?, ?)", places)
    bureaus = ", ".join(f"'{name}'" for name in _BUREAUS)
    connection.execute(f"""
        create temp table plan as
        with numbers as (
            select n, n // {PER_ISSUER} as issuer_no, n % {PER_ISSUER} // {STAGES} as year_no, n % {STAGES} as stage_no
            from range({nation.disclosures}) as r(n)
        ), drawn as (
            select *, {FIRST_YEAR} + year_no as fiscal_year,
                issuer_no % (select count(*) from places) as place_no,
                issuer_no // (select count(*) from places) as bureau_no,
                cast(3 + hash('{nation.seed}', issuer_no, 'k') % 7 as bigint) as first_multiple,
                cast(hash('{nation.seed}', issuer_no, 'g') % 3 as bigint) as growth,
                cast(hash('{nation.seed}', n, 'e') % 1000 as int) as chance,
                format('{{:04d}}.{{}}', hash('{nation.seed}', issuer_no, 't') % {nation.templates},
                    case stage_no when 0 then 'budget' else 'final_accounts' end) as template_key
            from numbers
        )
        select drawn.*, region_code, region_name, ([{bureaus}])[1 + bureau_no % {len(_BUREAUS)}] as bureau,
            region_name || bureau || case when bureau_no >= {len(_BUREAUS)}
                then '第' || (bureau_no // {len(_BUREAUS)} + 1) || '分局' else '' end as issuer_name,
            sha256('{nation.seed}:' || n) as file_sha256, file_sha256[:16] as document_key,
            first_multiple + growth * year_no as multiple,
            first_multiple + growth * (year_no - 1) as multiple_before,
            case when chance < {nation.errors} then 1 + cast(hash('{nation.seed}', n, 'f') % figure_count as bigint) end
                as wrong_figure,
            case when chance >= 1000 - {nation.missing}
                then 1 + cast(hash('{nation.seed}', n, 'm') % table_count as bigint) end as missing_table
        from drawn
        inner join places using (place_no)
        inner join (
            select document_key as template_key, count(*) as table_count from raw.tables group by all
        ) using (template_key)
        inner join (select distinct template_key, figure_count from amounts) using (template_key)
    """)


_AMOUNT = """cast(a.amount * case when a.is_prior then d.multiple_before else d.multiple end
    + case when a.figure_no = d.wrong_figure then 10 * d.multiple else 0 end as decimal(24, 6))"""
_PRINTED = f"""case when a.has_thousands then format('{{:,}}', cast(trunc({_AMOUNT}) as bigint))
    else cast(cast(trunc({_AMOUNT}) as bigint) as varchar) end
    || case a.decimals when 0 then '' else '.' || split_part(cast({_AMOUNT} as varchar), '.', 2)[:a.decimals] end"""


def _words(column: str) -> str:
    """A text of the template with the names and years of the disclosure."""
    named = f"replace(t.{column}, document.issuer_name, d.issuer_name)"
    later = f"replace({named}, '{BASE_YEAR}年', '{{now}}年')"
    before = f"replace({later}, '{BASE_YEAR - 1}年', (d.fiscal_year - 1) || '年')"
    return f"replace({before}, '{{now}}年', d.fiscal_year || '年')"


def _rows(table: str) -> str:
    """The query for the rows of one raw table, of the disclosures in the table ``d``."""
    special = {
        "document_key": "d.document_key",
        "file_sha256": "d.file_sha256",
        "region_code": "d.region_code",
        "issuer_name": "d.issuer_name",
        "region_published": "d.region_name",
        "fiscal_year": f"t.fiscal_year + d.fiscal_year - {BASE_YEAR}",
        "figure_id": "d.document_key || substring(t.figure_id, position('.' in t.figure_id))",
    }
    fields = RAW_TABLES[table].__dataclass_fields__
    worded = {"title", "issuer_published", "text", "title_published", "heading_path", "column_heading", "value"}
    if table in ("figures", "cells"):
        printed = {"figures": "amount_published", "cells": "text"}[table]
        old = _words("text") if table == "cells" else "t.amount_published"
        special |= {"amount": _AMOUNT, printed: f"case when a.amount is null then {old} else {_PRINTED} end"}
    columns = [
        f'{special.get(name) or (_words(name) if name in worded and name != "value" else f"t.{name}")} as "{name}"'
        for name in fields
    ]
    query = f"select {', '.join(columns)} from d inner join raw.{table} as t on t.document_key = d.template_key"
    query += " inner join raw.documents as document on document.document_key = d.template_key"
    if table == "figures":
        query += " left join amounts as a on a.template_key = d.template_key and a.figure_id = t.figure_id"
    elif table == "cells":
        query += (
            " left join amounts as a on a.template_key = d.template_key and a.grid_no = t.grid_no"
            " and a.row_no = t.row_no and a.col_no = t.col_no and t.cell_role = 'figure'"
        )
    if "table_seq" in fields:
        query += " where t.table_seq is null or d.missing_table is null or t.table_seq <> d.missing_table"
    return query


def _write_lists(connection: duckdb.DuckDBPyConnection, out: Path) -> None:
    """The files that the documents would lie in, and the truth about wrong amounts."""
    (out / "document_files").mkdir(exist_ok=True)
    connection.execute(f"""
        copy (
            select document_key, 'nation' as directory, name as file_path, name as file_name, true as is_primary,
                cast(0 as bigint) as byte_count, timestamp '2026-01-01' as modified_at,
                timestamp '2026-01-01' as loaded_at, (select min(loader_version) from raw.documents) as loader_version,
                cast(null as varchar) as source_url, cast(null as timestamp) as retrieved_at
            from (select *, region_code || '_' || fiscal_year || '_' || n || '.txt' as name from plan)
            order by document_key
        ) to '{out / "document_files" / "document_files.parquet"}' (format parquet)
    """)
    connection.execute(f"""
        copy (
            select document_key, document_key || substring(figure_id, position('.' in figure_id)) as figure_id
            from plan inner join amounts using (template_key) where figure_no = wrong_figure order by all
        ) to '{out / "seeded_errors.parquet"}' (format parquet)
    """)


def main(argv: Sequence[str] | None = None) -> int:
    """Command line; returns the exit status."""
    parser = argparse.ArgumentParser(prog="python -m bench.nation", description=__doc__.split("\n")[0])
    parser.add_argument("--disclosures", type=int, required=True, metavar="N")
    parser.add_argument("--seed", type=int, default=0, metavar="S")
    parser.add_argument("--templates", type=int, default=200, metavar="T", help="invented departments (default: 200)")
    parser.add_argument("--out", type=Path, required=True, metavar="DIR")
    options = parser.parse_args(argv)
    began = time.process_time()
    figures = write_nation(Nation(options.disclosures, options.seed, options.templates), options.out)
    spent = time.process_time() - began
    print(f"{options.disclosures} disclosures, {figures} figures under {options.out}, {spent:.0f} s of processor time")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
