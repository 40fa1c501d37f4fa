-- One probable cause per finding, where arithmetic gives one, and the comparison that says it best: errors before
-- questions, two printed sides before one, inside a table before across tables, the deepest subject.
with members as (

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
                case when comparisons.rule_family in ('V', 'H', 'B', 'M') then 1 when comparisons.rule_family = 'X' then 2 else 3 end,
                case when comparisons.table_kind = 'narrative' then 2 else 1 end,
                length(comparisons.subject_code) desc nulls last,
                case when comparisons.measure = 'total' then 1 else 2 end,
                -- A sum held against a constant (100 points) says more than one held against another sum.
                case when comparisons.other_table_kind is null then 1 else 2 end,
                comparisons.rule_id, comparisons.comparison_id
        ) as member_no
    from {{ ref('int_finding_members') }} as members
    inner join {{ ref('int_reconciliation_comparisons') }} as comparisons
        on members.comparison_id = comparisons.comparison_id
    inner join {{ ref('reconciliation_rules') }} as rules on comparisons.rule_id = rules.rule_id

),

summaries as (

    select
        finding_id,
        count(*) as comparison_count,
        max(case when severity = 'hard' then 3 when severity = 'soft' then 2 else 1 end) as severity_rank,
        max(case when value_unit = 'yuan' and not (has_actual and has_expected) then 1 else 0 end) = 1 as has_blank
    from members
    group by finding_id

),

printed as (

    select
        disclosure_key,
        line_item,
        subject_code,
        value
    from {{ ref('int_reconciliation_values') }}
    where value_source = 'figure' and value_role = 'level' and value <> 0

),

explained as (

    select
        members.finding_id,
        max(case when printed.line_item like '%carryover%' and printed.value = abs(members.difference) then 1 else 0 end) = 1
            as is_carryover,
        max(case
            when
                printed.value = members.actual_value
                -- Round amounts meet by chance.
                and (abs(members.actual_value) >= 1000000 or cast(members.actual_value as decimal(18, 0)) % 10000 <> 0)
                and coalesce(printed.line_item, '') <> coalesce(members.line_item, '')
                and coalesce(printed.subject_code, '') <> coalesce(members.subject_code, '-')
                then 1
            else 0
        end) = 1 as is_copied
    from members
    inner join printed
        on
            members.disclosure_key = printed.disclosure_key
            and printed.value in (abs(members.difference), members.actual_value)
    where members.member_no = 1 and members.value_unit = 'yuan'
    group by members.finding_id

),

named as (

    select
        members.finding_id,
        members.comparison_id,
        summaries.comparison_count,
        summaries.severity_rank,
        case
            when members.cause_of_rule is not null then members.cause_of_rule
            when summaries.has_blank then 'missing_figure'
            when members.is_rounding then 'rounding'
            when members.value_unit <> 'yuan' then 'unknown'
            when members.actual_value = -members.expected_value then 'sign_or_direction'
            when members.actual_value in (10 * members.expected_value, 100 * members.expected_value) then 'decimal_point'
            when members.expected_value in (10 * members.actual_value, 100 * members.actual_value) then 'decimal_point'
            when
                members.actual_value = 10000 * members.expected_value
                or members.expected_value = 10000 * members.actual_value
                then 'unit_of_money'
            when explained.is_carryover and members.line_item like '%total' then 'carryover_left_out'
            when explained.is_copied and members.rule_family in ('X', 'P') then 'amount_of_another_line'
            else 'unknown'
        end as probable_cause
    from members
    inner join summaries on members.finding_id = summaries.finding_id
    left join explained on members.finding_id = explained.finding_id
    where members.member_no = 1

)

select
    finding_id,
    comparison_id,
    comparison_count,
    probable_cause,
    case
        -- A blank cell is a gap that the amounts around it make up for, not an error of theirs.
        when probable_cause = 'missing_figure' and severity_rank = 3 then 'soft'
        -- An amount that belongs to another line is a question, whatever the convention that it breaks.
        when probable_cause = 'amount_of_another_line' and severity_rank = 1 then 'soft'
        when severity_rank = 3 then 'hard'
        when severity_rank = 2 then 'soft'
        else 'info'
    end as severity
from named
