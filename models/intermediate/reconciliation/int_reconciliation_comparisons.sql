{#- Within rounding, and yet no rounding: where all other sums of the document hold to the last digit, and where one
   amount alone makes up the sum and is printed as exactly. -#}
{% set is_last_digit -%}
(
                measured.status = 'pass' and measured.difference <> 0 and measured.table_kind <> 'narrative'
                and rules.comparison = 'eq' and rules.tolerance_policy = 'interval' and rules.value_unit = 'yuan'
                and (
                    rules.scope = 'table' and exact.document_key is not null
                    or rules.scope in ('table', 'document') and measured.actual_figures = 1
                    and measured.expected_figures = 1 and measured.actual_half = measured.expected_half
                )
            )
{%- endset -%}
-- One row per identity tested on one place of one document: the alternative that fits best speaks for its rule, and a
-- group in which one side is printed nowhere is one row without data, not one per line.
with said as (

    select distinct terms.rule_id
    from {{ ref('reconciliation_rule_terms') }} as terms
    where {{ is_said('terms') }}

),

rules as (

    select
        rules.*,
        said.rule_id is not null as is_said
    from {{ ref('reconciliation_rules') }} as rules
    left join said on rules.rule_id = said.rule_id

),

-- Rules anchored on a class hold two tables against each other row by row only where their classes agree: a class that
-- differs may do so by right (other money), and then so may its rows.
agreeing_classes as (

    select distinct
        measured.rule_id,
        measured.alternative,
        measured.scope_key,
        measured.group_key,
        measured.instance_key
    from {{ ref('int_reconciliation_measured') }} as measured
    inner join rules on measured.rule_id = rules.rule_id
    where rules.anchor = 'class' and length(measured.instance_key) = 3 and measured.status = 'pass'

),

gated as (

    select
        measured.*,
        case
            when
                rules.anchor = 'class' and measured.status = 'discrepancy' and agreeing_classes.rule_id is null
                then 'not_applicable'
            when {{ is_last_digit }} then 'discrepancy'
            else measured.status
        end as gated_status,
        {{ is_last_digit }} as is_last_digit
    from {{ ref('int_reconciliation_measured') }} as measured
    inner join rules on measured.rule_id = rules.rule_id
    left join agreeing_classes
        on
            measured.rule_id = agreeing_classes.rule_id
            and measured.alternative = agreeing_classes.alternative
            and measured.scope_key = agreeing_classes.scope_key
            and measured.group_key = agreeing_classes.group_key
            and substring(measured.instance_key, 1, 3) = agreeing_classes.instance_key
    left join {{ ref('int_reconciliation_exact') }} as exact on measured.document_key = exact.document_key

),

-- Most rules have one alternative, which needs no choosing.
chosen as (

    select gated.rule_id
    from gated
    group by gated.rule_id
    having min(gated.alternative) < max(gated.alternative)

),

-- Of alternatives that all fail, the one that fails by what is wrong elsewhere speaks for the same error.
known as (

    select distinct
        coalesce(gated.disclosure_key, gated.group_disclosure_key) as disclosure_key,
        abs(gated.difference) as size
    from gated
    left join chosen on gated.rule_id = chosen.rule_id
    where gated.gated_status = 'discrepancy' and chosen.rule_id is null

),

fitting as (

    select
        gated.*,
        1 as fit
    from gated
    left join chosen on gated.rule_id = chosen.rule_id
    where chosen.rule_id is null
    union all
    select
        gated.*,
        row_number() over (
            partition by gated.rule_id, gated.scope_key, gated.group_key, gated.instance_key, gated.each_key
            order by
                case gated.gated_status when 'pass' then 1 when 'discrepancy' then 2 when 'no_data' then 3 else 4 end,
                case when known.size is not null then 1 else 2 end,
                abs(gated.difference) nulls last, gated.alternative
        ) as fit
    from gated
    inner join chosen on gated.rule_id = chosen.rule_id
    left join known
        on
            gated.gated_status = 'discrepancy'
            and coalesce(gated.disclosure_key, gated.group_disclosure_key) = known.disclosure_key
            and abs(gated.difference) = known.size

),

measured as (

    select
        *,
        1 as row_in_group
    from fitting
    where fit = 1 and (gated_status <> 'no_data' or keys_on_both_sides > 0)
    union all
    select
        *,
        row_number() over (
            partition by rule_id, scope_key, group_key, gated_status
            order by instance_key, each_key, alternative
        ) as row_in_group
    from fitting
    where fit = 1 and gated_status = 'no_data' and keys_on_both_sides = 0

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
    coalesce(measured.document_key, measured.group_document_key) as document_key,
    coalesce(measured.disclosure_key, measured.group_disclosure_key) as disclosure_key,
    coalesce(measured.table_kind, measured.group_table_kind) as table_kind,
    coalesce(measured.other_table_kind, measured.group_other_table_kind) as other_table_kind,
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
    measured.gated_status = 'discrepancy'
    and case measured.tolerance_policy
        when 'restatement' then abs(measured.difference) <= measured.rounding
        when 'percent' then measured.is_rounding and measured.truncation < 0.05
        else false
    end as is_rounding,
    measured.comparison = 'eq' and measured.gated_status = 'pass' and measured.has_actual and measured.has_expected
        as is_proof,
    case
        when measured.gated_status <> 'discrepancy' then null
        when second_hand.rule_id is not null then 'none'
        -- 29.15 % is not 30 %, however coarsely it is told.
        when measured.is_rounding and measured.tolerance_policy = 'percent' and measured.truncation >= 0.05 then 'soft'
        when measured.is_rounding then 'info'
        when measured.is_last_digit then 'soft'
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
-- Where a word is not, nothing was said that could be compared.
where measured.row_in_group = 1 and not (rules.is_said and measured.gated_status = 'no_data')
