-- What each value behind a finding would have to be for the failing comparisons that it takes part in to hold, and how
-- many of them that one repair would explain. A sum is repaired by its difference; of a percentage only itself.
with failures as (

    select
        ranks.finding_id,
        ranks.comparison_id,
        ranks.value_unit,
        ranks.member_no,
        ranks.difference,
        ranks.expected_value,
        coalesce(ranks.tolerance, 0) as tolerance,
        rules.formula_kind
    from {{ ref('int_finding_ranks') }} as ranks
    inner join {{ ref('reconciliation_rules') }} as rules on ranks.rule_id = rules.rule_id
    where ranks.difference <> 0

),

participants as (

    select * from {{ ref('int_reconciliation_participants') }}
    where status = 'discrepancy'

),

vals as (

    select * from {{ ref('int_reconciliation_values') }}
    where value_source in ('figure', 'quantity', 'form')

),

repairs as (

    select
        failures.finding_id,
        failures.comparison_id,
        failures.tolerance,
        failures.member_no,
        participants.value_id,
        -- A percentage names the amount that it qualifies; it is not that amount.
        case when vals.value_source = 'figure' then vals.figure_id end as figure_id,
        vals.value,
        vals.half_unit,
        vals.value_unit,
        vals.unit_published,
        case
            when failures.formula_kind = 'sum' and vals.value_unit = failures.value_unit
                then
                    vals.value
                    + case when participants.side = 'actual' then -failures.difference else failures.difference end
                    * case when participants.value = vals.value then 1 else -1 end
            when vals.value_unit = failures.value_unit and participants.side = 'actual' then failures.expected_value
        end as right_value
    from failures
    inner join participants on failures.comparison_id = participants.comparison_id
    inner join vals on participants.value_id = vals.value_id

),

-- The comparison that leaves the least room speaks for the value.
strictest as (

    select
        *,
        first_value(right_value) over (
            partition by finding_id, value_id
            order by case when right_value is null then 1 else 0 end, tolerance, member_no
            rows between unbounded preceding and unbounded following
        ) as repaired_value,
        first_value(tolerance) over (
            partition by finding_id, value_id
            order by case when right_value is null then 1 else 0 end, tolerance, member_no
            rows between unbounded preceding and unbounded following
        ) as repaired_tolerance
    from repairs

)

select
    finding_id,
    value_id,
    min(figure_id) as figure_id,
    min(value) as value,
    min(half_unit) as half_unit,
    min(value_unit) as value_unit,
    min(unit_published) as unit_published,
    min(repaired_value) as repaired_value,
    count(distinct comparison_id) as failed_comparisons,
    -- An amount behind a percentage cannot be told from it: nothing contradicts that it is the amount.
    count(distinct case
        when right_value is null or abs(right_value - repaired_value) <= tolerance + repaired_tolerance
            then comparison_id
    end) as explained_comparisons
from strictest
group by finding_id, value_id
