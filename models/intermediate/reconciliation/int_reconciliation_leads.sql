-- The amount that speaks for each side of a failing comparison: the largest, with its words and place in the document.
with participants as (

    select
        *,
        row_number() over (
            partition by comparison_id, side order by abs(value) desc, value_id
        ) as lead_no
    from {{ ref('int_reconciliation_participants') }}
    where status = 'discrepancy'

),

figures as (

    select * from {{ ref('int_figures') }}

),

vals as (

    select * from {{ ref('int_reconciliation_values') }}

),

tables as (

    select * from {{ ref('stg_raw__tables') }}

)

select
    participants.comparison_id,
    case when participants.side = 'actual' then 'actual' else 'expected' end as side,
    participants.figure_id,
    vals.project_name,
    coalesce(figures.table_kind, vals.table_kind) as table_kind,
    coalesce(tables.title_published, figures.table_title) as table_title,
    coalesce(figures.page, tables.page) as page,
    coalesce(figures.line_no, tables.line_no) as line_no,
    figures.subject_code,
    figures.subject_name,
    figures.row_heading,
    figures.amount_published
from participants
inner join vals on participants.value_id = vals.value_id
left join figures on participants.figure_id = figures.figure_id
left join tables on vals.document_key = tables.document_key and vals.table_seq = tables.table_seq
where participants.lead_no = 1 and participants.side in ('actual', 'expected')
