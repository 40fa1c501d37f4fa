-- The categories of the three public expenses, one figure each: a table before prose, the column over all fiscal money
-- before one book's, the row of the whole before rows of units, the first place before repetitions. Purchase and
-- operation of vehicles are taken apart where they are printed apart; else their sum stands as vehicle.
with figures as (

    select
        *,
        case
            when measure in ('budget', 'final') then measure
            when budget_stage = 'final_accounts' then 'final'
            else 'budget'
        end as stage_measure,
        replace(line_item, 'three_public_', '') as category
    from {{ ref('int_figures') }}
    where
        is_current
        and value_role = 'level'
        and amount_yuan is not null
        and fiscal_year is not null
        and (table_kind = 'three_public' or evidence = 'statement')
        and line_item in (
            'three_public_outbound_travel', 'three_public_vehicle', 'three_public_vehicle_purchase',
            'three_public_vehicle_operation', 'three_public_reception', 'three_public_meeting', 'three_public_training'
        )

),

ranked as (

    select
        *,
        row_number() over (
            partition by disclosure_key, fiscal_year, stage_measure, category
            order by
                case evidence when 'statement' then 2 else 1 end asc,
                case when row_unit_name is null then 1 else 2 end asc,
                case fund
                    when 'fiscal_appropriation' then 1
                    when 'all' then 2
                    when 'general_public_budget' then 3
                    else 4
                end asc,
                table_seq asc nulls last,
                coalesce(grid_no, block_no) asc nulls last,
                row_no asc nulls last,
                col_no asc nulls last,
                char_offset asc nulls last,
                figure_id asc
        ) as preference,
        max(case when category in ('vehicle_purchase', 'vehicle_operation') then 1 else 0 end)
            over (partition by disclosure_key, fiscal_year, stage_measure) as has_vehicle_parts
    from figures

)

select
    disclosure_key,
    document_key,
    fiscal_year,
    reported_year,
    is_comparative,
    budget_stage,
    fund,
    category,
    stage_measure as measure,
    amount_yuan,
    case evidence when 'statement' then 'statement' else 'published' end as line_origin,
    figure_id
from ranked
where preference = 1 and not (category = 'vehicle' and has_vehicle_parts = 1)
