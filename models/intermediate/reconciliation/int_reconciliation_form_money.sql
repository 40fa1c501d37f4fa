-- What the money of a performance form says otherwise than its own sources or its sister forms let expect: one source
-- budgeted and another provided, or spent without being provided; money of earlier years out of all scale, or unlike
-- the year's where each of at least four sister forms repeats that.
with figures as (

    select *
    from {{ ref('int_figures') }}
    where evidence = 'form' and table_seq is not null

),

sources as (

    select
        document_key,
        table_seq,
        project_seq,
        fund,
        max(case when measure = 'initial_budget' then amount_yuan end) as planned,
        max(case when measure = 'adjusted_budget' then amount_yuan end) as provided,
        max(case when measure = 'executed' then amount_yuan end) as spent
    from figures
    where line_item = 'project_execution' and coalesce(fund, 'all') <> 'all'
    group by document_key, table_seq, project_seq, fund

),

exchanged as (

    select
        document_key,
        table_seq,
        project_seq,
        least(
            count(case when planned > 0 and provided = 0 then 1 end),
            count(case when planned = 0 and provided > 0 then 1 end)
        ) + least(
            count(case when provided > 0 and spent = 0 then 1 end),
            count(case when provided = 0 and spent > 0 then 1 end)
        ) as sources,
        count(case when provided = 0 and spent > 0 then 1 end) as sources_without_budget
    from sources
    group by document_key, table_seq, project_seq

),

earlier as (

    select
        document_key,
        table_kind,
        table_seq,
        project_seq,
        max(case when line_item = 'project_prior_year_arrangement' then amount_yuan end) as earlier_year,
        max(case when line_item = 'project_total' then amount_yuan end) as this_year
    from figures
    group by document_key, table_kind, table_seq, project_seq

),

unlike as (

    select
        document_key,
        table_seq,
        case when earlier_year = this_year then 0 else 1 end as is_unlike,
        count(*) over (partition by document_key, table_kind) as told,
        count(case when earlier_year = this_year then 1 end) over (partition by document_key, table_kind) as alike,
        case when earlier_year >= 1000 * this_year or 1000 * earlier_year <= this_year then 1 else 0 end
            as is_out_of_scale
    from earlier
    where earlier_year > 0 and this_year > 0

)

select
    earlier.document_key,
    earlier.table_seq,
    max(exchanged.sources) as sources_exchanged,
    max(case when exchanged.sources > 0 then 0 else exchanged.sources_without_budget end) as sources_without_budget,
    max(case
        when unlike.told is null then null
        when unlike.is_out_of_scale = 1 then 1
        when unlike.is_unlike = 1 and unlike.told > 4 and unlike.alike = unlike.told - 1 then 1
        else 0
    end) as earlier_years_unlike
from earlier
left join exchanged on earlier.document_key = exchanged.document_key and earlier.table_seq = exchanged.table_seq
left join unlike on earlier.document_key = unlike.document_key and earlier.table_seq = unlike.table_seq
group by earlier.document_key, earlier.table_seq
