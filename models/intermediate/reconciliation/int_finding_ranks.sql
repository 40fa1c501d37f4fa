-- The comparisons of each finding, the one that says it best first: errors before questions, two printed sides before
-- one, inside a table before across tables, the deepest subject.
select
    members.finding_id,
    comparisons.*,
    case when comparisons.difference > 0 then rules.cause_when_higher else rules.cause_when_lower end as cause_of_rule,
    row_number() over (
        partition by members.finding_id
        order by
            case comparisons.severity when 'hard' then 1 when 'soft' then 2 else 3 end,
            case when comparisons.has_actual and comparisons.has_expected then 1 else 2 end,
            case when comparisons.value_unit = 'yuan' then 1 else 2 end,
            case
                when comparisons.rule_family in ('V', 'H', 'B', 'M') then 1
                when comparisons.rule_family = 'X' then 2
                else 3
            end,
            case when comparisons.table_kind = 'narrative' then 2 else 1 end,
            -coalesce(length(comparisons.subject_code), 0),
            case when comparisons.measure = 'total' then 1 else 2 end,
            -- A sum held against a constant (100 points) says more than one held against another sum.
            case when comparisons.other_table_kind is null then 1 else 2 end,
            comparisons.rule_id, comparisons.comparison_id
    ) as member_no
from {{ ref('int_finding_members') }} as members
inner join {{ ref('int_reconciliation_comparisons') }} as comparisons
    on members.comparison_id = comparisons.comparison_id
inner join {{ ref('reconciliation_rules') }} as rules on comparisons.rule_id = rules.rule_id
