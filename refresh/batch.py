"""Batches: which documents are built together, and how many at a time.

A document's rows in the marts may rest on other documents: earlier years and other editions of the same issuer, and
the units of a department. Two documents that share a name (``meta.links``) are always built together, so that nothing
outside a batch matters to it. One refresh builds what changed with all that hangs together with it; a full build takes
everything, several batches after each other, so that memory is bounded by a batch and not by the history.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import duckdb

BATCH_SIZE = 1_000_000
"""Figures, and a hundred for each document. Documents that hang together are never parted, so a batch may be larger."""
_DOCUMENT_SIZE = 100

Batch = tuple[str, ...]
"""Document keys, in order."""

# A department's own office goes by the department's name: what its name adds to it is left out.
_LINKS = """
insert into meta.links
select distinct document_key, regexp_replace(link_name, '[(（](本级|机关|本部)[)）]$|本级$', '')
from (
    select document_key, issuer_name as link_name from raw.documents
    union all
    select document_key, row_unit_name from raw.figures
)
where link_name is not null and document_key in (select unnest(?))
"""

Link = tuple[str, str]
"""A document key and a name by which the document may be compared with others."""


def links_of(connection: duckdb.DuckDBPyConnection, keys: Collection[str]) -> list[Link]:
    """The names by which these documents may be compared with others."""
    sql = "select document_key, link_name from meta.links where document_key in (select unnest(?))"
    return connection.execute(sql, [list(keys)]).fetchall()


def replace_links(connection: duckdb.DuckDBPyConnection, loaded: Collection[str], removed: Collection[str]) -> None:
    """Bring ``meta.links`` up to date with the raw rows of loaded and removed documents."""
    gone = [*loaded, *removed]
    connection.execute("delete from meta.links where document_key in (select unnest(?))", [gone])
    connection.execute(_LINKS, [list(loaded)])


def hang_together(links: Iterable[Link], keys: Iterable[str]) -> list[Batch]:
    """Part documents into groups that share no name, directly or through others; the smallest key first."""
    leaders: dict[str, str] = {}

    def leader(item: str) -> str:
        path = []
        while (above := leaders.setdefault(item, item)) != item:
            path.append(item)
            item = above
        leaders.update(dict.fromkeys(path, item))
        return item

    for key, name in links:
        leaders[leader(f"name {name}")] = leader(key)
    groups: dict[str, list[str]] = {}
    for key in sorted(set(keys)):
        groups.setdefault(leader(key), []).append(key)
    return [tuple(group) for group in groups.values()]


def cut(groups: Iterable[Batch], sizes: Mapping[str, int], most: int) -> list[Batch]:
    """Put groups into batches of documents whose sizes add up to ``most``; a larger group is a batch of its own."""
    batches: list[list[str]] = []
    taken = 0
    for group in groups:
        size = sum(sizes.get(key, 0) for key in group)
        if not batches or taken + size > most:
            batches.append([])
            taken = 0
        batches[-1].extend(group)
        taken += size
    return [tuple(batch) for batch in batches]


def plan_batches(
    connection: duckdb.DuckDBPyConnection, changed: Collection[str], former: Collection[Link]
) -> list[Batch]:
    """The batches that changed, new and removed documents make with all that they are compared with.

    ``former`` are the links that they had before; ``meta.links`` knows the present ones.
    """
    if not changed:
        return []
    links = connection.execute("select document_key, link_name from meta.links").fetchall()
    groups = hang_together([*links, *former], {key for key, _ in links} | set(changed))
    wanted = set(changed)
    found = [group for group in groups if not wanted.isdisjoint(group)]
    keys = [key for group in found for key in group]
    sizes = connection.execute(_SIZES, [_DOCUMENT_SIZE, keys]).fetchall()
    return cut(found, dict(sizes), BATCH_SIZE)


# What a batch costs and holds in memory goes by what is printed, and a little by how many documents print it.
_SIZES = """
select document_key, ? + count(*)
from raw.figures right join (select unnest(?) as document_key) as keys using (document_key)
group by document_key
"""


def set_batch(connection: duckdb.DuckDBPyConnection, batch: Sequence[str]) -> None:
    """Name the documents that dbt builds next, with what the marts hold of them so far."""
    known = connection.execute(_HAS_DOCUMENTS).fetchall() != []
    connection.execute("delete from meta.batch")
    connection.execute(_SET_BATCH if known else _SET_FIRST_BATCH, [list(batch)])


_HAS_DOCUMENTS = "select 1 from duckdb_tables() where schema_name = 'mart' and table_name = 'dim_document'"
_SET_FIRST_BATCH = "insert into meta.batch (document_key) select unnest(?)"
_SET_BATCH = """
insert into meta.batch
select keys.document_key, documents.disclosure_key, documents.budget_unit_key
from (select unnest(?) as document_key) as keys
left join mart.dim_document as documents on keys.document_key = documents.document_key
"""
