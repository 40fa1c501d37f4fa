-- How far can each document be trusted? Share of figures proved by an identity that holds, and what was left unread.
select
    file_name,
    issuer_name,
    fiscal_year,
    budget_stage,
    table_count,
    figure_count,
    cast(100 * certified_share as decimal(9, 2)) as certified_percent,
    unread_cell_count
from mart.dim_document
order by certified_share asc nulls first, file_name asc
