-- One row per identity tested on one place of one document: the alternative that fits best speaks for its rule, and a
-- group in which one side is printed nowhere is one row without data, not one per line.
with rules as (

    select * from {{ ref('reconciliation_rules') }}

),

-- Rules anchored on a class hold two tables against each other row by row only where their classes agree: a class that
-- differs may do so by right (other money), and then so may its rows.
classes as (

    select
        measured.*,
        coalesce(rules.anchor, 'both') = 'class' as is_by_class,
        max(case when length(measured.instance_key) = 3 and measured.status = 'pass' then 1 else 0 end) over (
            partition by
                measured.rule_id, measured.alternative, measured.scope_key, measured.group_key,
                substring(measured.instance_key, 1, 3)
        ) as class_agrees
    from {{ ref('int_reconciliation_measured') }} as measured
    inner join rules on measured.rule_id = rules.rule_id

),

gated as (

    select
        *,
        case when is_by_class and status = 'discrepancy' and class_agrees = 0 then 'not_applicable' else status end
            as gated_status
    from classes

),

measured as (

    select
        *,
        row_number() over (
            partition by rule_id, scope_key, group_key, instance_key, each_key
            order by
                case gated_status when 'pass' then 1 when 'discrepancy' then 2 when 'no_data' then 3 else 4 end,
                abs(difference) nulls last, alternative
        ) as fit,
        row_number() over (
            partition by rule_id, scope_key, group_key, gated_status
            order by instance_key, each_key, alternative
        ) as row_in_group
    from gated

)

select
    {{ surrogate_key([
        'measured.rule_id', 'measured.scope_key', 'measured.group_key', 'measured.instance_key', 'measured.each_key'
    ]) }} as comparison_id,
    measured.rule_id,
    measured.alternative,
    measured.scope_key,
    measured.group_key,
    measured.instance_key,
    measured.each_key,
    rules.catalogue_id,
    rules.rule_family,
    rules.value_unit,
    measured.document_key,
    measured.disclosure_key,
    measured.table_kind,
    measured.other_table_kind,
    measured.subject_code,
    measured.line_item,
    measured.measure,
    measured.fund,
    measured.fiscal_year,
    measured.unit_published,
    measured.gated_status as status,
    case when measured.coverage = 'compared' or measured.has_expected then measured.expected end as expected_value,
    case when measured.coverage = 'compared' or measured.has_actual then measured.actual end as actual_value,
    case when measured.coverage = 'compared' then measured.difference end as difference,
    case when measured.coverage = 'compared' then cast(measured.exact_tolerance as decimal(24, 6)) end as tolerance,
    measured.has_actual,
    measured.has_expected,
    measured.gated_status = 'discrepancy' and measured.tolerance_policy = 'restatement'
    and abs(measured.difference) <= measured.rounding as is_rounding,
    measured.comparison = 'eq' and measured.gated_status = 'pass' and measured.has_actual and measured.has_expected
        as is_proof,
    case
        when measured.gated_status <> 'discrepancy' then null
        when second_hand.rule_id is not null then 'none'
        when measured.is_rounding then 'info'
        when measured.difference < 0 and rules.severity_when_lower is not null then rules.severity_when_lower
        -- A blank where an amount belongs is a gap in what is printed, not an error in it.
        when not (measured.has_actual and measured.has_expected) and rules.severity = 'hard' then 'soft'
        else rules.severity
    end as severity
from measured
inner join rules on measured.rule_id = rules.rule_id
left join {{ ref('int_reconciliation_second_hand') }} as second_hand
    on
        measured.rule_id = second_hand.rule_id
        and measured.alternative = second_hand.alternative
        and measured.scope_key = second_hand.scope_key
        and measured.group_key = second_hand.group_key
        and measured.instance_key = second_hand.instance_key
        and measured.each_key = second_hand.each_key
where
    measured.fit = 1
    and (measured.gated_status <> 'no_data' or measured.keys_on_both_sides > 0 or measured.row_in_group = 1)
