-- Figures with one name for what their column says (a column named for a fund says the fund's total), the part of the
-- disclosure that their row speaks of, and changes with their sign.
with figures as (

    select
        *,
        -- A table that names one unit in every row speaks of that unit alone; beside a total row it is a part.
        case
            when
                project_seq is null
                and (
                    min(row_unit_name) over (partition by document_key, table_seq)
                    <> max(row_unit_name) over (partition by document_key, table_seq)
                    or count(case when row_unit_name is null then 1 end) over (partition by document_key, table_seq) > 0
                )
                then row_unit_name
        end as part_name,
        -- A sentence that repeats an amount need not repeat whose money it is.
        case
            when evidence = 'statement'
                then max(fund) over (partition by document_key, evidence, line_item, measure, value_role)
        end as fund_named_elsewhere
    from {{ ref('int_figures') }}

)

select
    *,
    coalesce(part_name, '') as unit_name,
    case when evidence <> 'statement' then cast(grid_no as string) || '.' || cast(row_no as string) end as row_key,
    case
        when measure = fund or measure in ({{ fund_ids() }}) or measure in ('final', 'prior_year') then 'total'
        when measure = 'budget' and budget_stage <> 'final_accounts' then 'total'
        else measure
    end as plain_measure,
    coalesce(case when measure in ({{ fund_ids() }}) then measure else fund end, fund_named_elsewhere) as plain_fund,
    case when direction = 'decrease' then -amount_yuan else amount_yuan end as signed_yuan
from figures
