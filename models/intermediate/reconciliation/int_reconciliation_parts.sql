-- Which tables of a disclosure belong together. A file may hold the same set of tables for several units, one set after
-- the other: a new part begins where its first summary table comes again. Within a part the n-th table of one kind is
-- held against the n-th of another, so that two editions of a table never meet in one sum.
with tables as (

    select
        tables.document_key,
        tables.table_seq,
        tables.table_kind,
        tables.is_empty,
        documents.disclosure_key
    from {{ ref('stg_raw__tables') }} as tables
    inner join {{ ref('int_document_identity') }} as documents on tables.document_key = documents.document_key

),

standing as (

    select
        document_key,
        table_seq,
        min(case when is_current then 0 else 1 end) as standing
    from {{ ref('int_figures') }}
    where table_seq is not null
    group by document_key, table_seq

),

heads as (

    select
        document_key,
        table_kind
    from (
        select
            document_key,
            table_kind,
            row_number() over (partition by document_key order by table_seq) as position
        from tables
        where table_kind in ('budget_summary', 'fiscal_summary') and not is_empty
    ) as summaries
    where position = 1

),

parted as (

    select
        tables.*,
        greatest(1, count(case when not tables.is_empty then heads.table_kind end) over (
            partition by tables.document_key order by tables.table_seq
            rows between unbounded preceding and current row
        )) as part_no
    from tables
    left join heads on tables.document_key = heads.document_key and tables.table_kind = heads.table_kind

)

select
    parted.document_key,
    parted.table_seq,
    parted.part_no,
    row_number() over (
        partition by parted.disclosure_key, parted.part_no, parted.table_kind
        order by
            case when parted.is_empty then 1 else 0 end, coalesce(standing.standing, 0), parted.document_key,
            parted.table_seq
    ) as edition_no
from parted
left join standing on parted.document_key = standing.document_key and parted.table_seq = standing.table_seq
