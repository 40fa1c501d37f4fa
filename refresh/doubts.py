"""Documents that were published although arithmetic proves too little of them: a person should look.

They are not held back, for a bureau that prints no totals does nothing wrong; but nobody should find out by chance.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from refresh.published import rows

if TYPE_CHECKING:
    import duckdb

LOW_SHARE = 0.9
"""Table figures of a document that was read right are certified to 0.99 and more; below this something is wrong."""

_DOUBTFUL = f"""
with tables as (
    select document_key, table_kind, count(*) as figures, count(*) filter (where is_certified) as certified
    from mart.published_figures
    where evidence = 'table'
    group by document_key, table_kind
)
select
    documents.file_name, sum(tables.figures) as figures, sum(tables.certified) as certified,
    arg_max(tables.table_kind, tables.figures - tables.certified) as worst
from tables
inner join mart.dim_document as documents using (document_key)
group by documents.document_key, documents.file_name
having sum(tables.certified) < {LOW_SHARE} * sum(tables.figures)
order by sum(tables.certified) / sum(tables.figures), documents.file_name
"""


@dataclass(frozen=True, slots=True)
class Doubt:
    """One document of which too few table figures are certified, and the kind of table where most are missing."""

    file_name: str
    figures: int
    certified: int
    worst: str

    def sentence(self) -> str:
        """What is wrong and where to look, for a person."""
        return (
            f"{self.file_name}: {self.certified} of {self.figures} table figures certified, most doubts in "
            f'{self.worst}; see gongkai audit "{self.file_name}"'
        )


_NEEDED = """
select count(*) as columns from information_schema.columns
where table_schema = 'mart' and (
    (table_name = 'published_figures' and column_name in ('document_key', 'evidence', 'table_kind', 'is_certified'))
    or (table_name = 'dim_document' and column_name in ('document_key', 'file_name'))
)
"""


def doubtful_documents(connection: duckdb.DuckDBPyConnection) -> list[Doubt]:
    """Documents of a published warehouse to look at, the worst first; none where an older version lacks the marts."""
    if rows(connection, _NEEDED) != [{"columns": 6}]:
        return []
    return [
        Doubt(str(row["file_name"]), int(row["figures"]), int(row["certified"]), str(row["worst"]))
        for row in rows(connection, _DOUBTFUL)
    ]
