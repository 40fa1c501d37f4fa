{%- set word = "replace(replace(replace(cell_text, ' ', ''), '　', ''), chr(10), '')" -%}
-- Lines of summary tables that are named as totals and stand blank, although the lines above have amounts in the same
-- columns. A table that is blank altogether lacks no total.
with cells as (

    select
        cells.*,
        tables.table_kind
    from {{ ref('stg_raw__cells') }} as cells
    inner join {{ ref('stg_raw__tables') }} as tables
        on cells.document_key = tables.document_key and cells.table_seq = tables.table_seq
    where tables.table_kind in ('budget_summary', 'fiscal_summary', 'general_public_basic')

),

totals as (

    select
        document_key,
        table_seq,
        grid_no,
        row_no,
        col_no
    from cells
    where
        cell_role not in ('heading', 'title')
        and regexp_extract(
            {{ word }},
            '^([一二三四五六七八九十]+、)?([本当]年[收支][入出](小计)?|([本当]年)?(收入|支出|人员经费|公用经费)?[合总]计)$',
            2
        ) <> ''

),

-- What stands on the right of a total, up to the next line there: its own amounts.
spans as (

    select
        totals.document_key,
        totals.table_seq,
        totals.grid_no,
        totals.row_no,
        totals.col_no,
        coalesce(min(case when cells.cell_role in ('label', 'name', 'code') then cells.col_no end), 1000) as end_col,
        coalesce(
            min(case when cells.cell_role in ('figure', 'dash', 'value', 'unread') then cells.col_no end), 1000
        ) as printed_col
    from totals
    left join cells
        on
            totals.document_key = cells.document_key
            and totals.grid_no = cells.grid_no
            and totals.row_no = cells.row_no
            and totals.col_no < cells.col_no
    group by totals.document_key, totals.table_seq, totals.grid_no, totals.row_no, totals.col_no

)

select
    spans.document_key,
    spans.table_seq,
    count(distinct spans.grid_no * 100000 + spans.row_no * 100 + spans.col_no) as blank_totals
from spans
inner join {{ ref('int_figures') }} as figures
    on
        spans.document_key = figures.document_key
        and spans.table_seq = figures.table_seq
        and spans.col_no < figures.col_no
        and spans.end_col > figures.col_no
where
    spans.printed_col >= spans.end_col and figures.amount_yuan <> 0
    and coalesce(figures.subject_level, '') <> 'total'
group by spans.document_key, spans.table_seq
