-- A percentage that is right for another whole: a total printed in the same disclosure of which the part is just the
-- percentage that is given.
with failures as (

    select
        ranks.finding_id,
        ranks.comparison_id,
        ranks.disclosure_key,
        ranks.fiscal_year,
        ranks.actual_value as percentage
    from {{ ref('int_finding_ranks') }} as ranks
    inner join {{ ref('reconciliation_rules') }} as rules on ranks.rule_id = rules.rule_id
    where ranks.member_no = 1 and rules.formula_kind = 'ratio' and ranks.actual_value > 0 and ranks.has_expected

),

participants as (

    select * from {{ ref('int_reconciliation_participants') }}

),

parts as (

    select
        failures.finding_id,
        failures.disclosure_key,
        failures.fiscal_year,
        failures.percentage,
        sum(case when participants.side = 'expected' then participants.value end) as part,
        max(case when participants.side = 'actual' then vals.half_unit end) as half_unit
    from failures
    inner join participants on failures.comparison_id = participants.comparison_id
    inner join {{ ref('int_reconciliation_values') }} as vals on participants.value_id = vals.value_id
    group by failures.finding_id, failures.disclosure_key, failures.fiscal_year, failures.percentage

),

-- Wholes are totals and classes; any amount would meet some percentage.
wholes as (

    select
        disclosure_key,
        fiscal_year,
        figure_id,
        value,
        case when evidence = 'statement' then 1 else 2 end as nearness
    from {{ ref('int_reconciliation_values') }}
    where
        value_source = 'figure' and value_role = 'level' and value > 0
        and (line_item like '%total' or subject_level in ('total', 'class'))

)

select
    parts.finding_id,
    wholes.figure_id as base_figure_id,
    row_number() over (
        partition by parts.finding_id
        order by abs(100 * parts.part / wholes.value - parts.percentage), wholes.nearness, wholes.figure_id
    ) as base_no
from parts
inner join wholes
    on
        parts.disclosure_key = wholes.disclosure_key
        and parts.fiscal_year = wholes.fiscal_year
        and abs(100 * parts.part / wholes.value - parts.percentage) <= parts.half_unit
        -- A whole percentage is near to many shares.
        and parts.half_unit < 0.5
