-- Every alternative of every rule worked out on every key that it meets: expected, actual, what stands behind both.
-- Keys come from a union of both sides, so a side that is missing is seen as missing and never passes in silence.
with sides as (

    select * from {{ ref('int_reconciliation_sides') }}

),

-- A rule whose every expected amount stands against all keys (weights against 100) has no keyed side to be missing.
rules as (

    select
        rule_id,
        max(case when side = 'expected' and key_mode <> 'all' then 1 else 0 end) = 1 as has_keyed_expected,
        max(case when side = 'denominator' and key_mode <> 'all' then 1 else 0 end) = 1 as has_keyed_base
    from {{ ref('reconciliation_rule_terms') }}
    group by rule_id

),

instances as (

    select
        rule_id,
        alternative,
        scope_key,
        group_key,
        instance_key,
        each_key
    from sides
    where side = 'actual' and not is_broadcast
    union
    select
        sides.rule_id,
        sides.alternative,
        sides.scope_key,
        sides.group_key,
        sides.instance_key,
        coalesce(actuals.each_key, '') as each_key
    from sides
    left join sides as actuals
        on
            sides.rule_id = actuals.rule_id
            and sides.alternative = actuals.alternative
            and sides.scope_key = actuals.scope_key
            and sides.group_key = actuals.group_key
            and sides.instance_key = actuals.instance_key
            and actuals.side = 'actual'
    where sides.side = 'expected' and not sides.is_broadcast

),

joined as (

    select
        instances.*,
        actuals.value as actual_value,
        actuals.half_unit as actual_half,
        coalesce(keyed.value, 0) + coalesce(shared.value, 0) as expected_value,
        coalesce(keyed.half_unit, 0) + coalesce(shared.half_unit, 0) as expected_half,
        case when rules.has_keyed_base then base.value + coalesce(whole.value, 0) else whole.value end as base_value,
        coalesce(base.half_unit, 0) + coalesce(whole.half_unit, 0) as base_half,
        actuals.value is not null as has_actual,
        -- An amount that stands against every key is no evidence that this key is there.
        coalesce(keyed.value, case when not rules.has_keyed_expected then shared.value end) is not null as has_expected,
        coalesce(actuals.figures, 0) as actual_figures,
        coalesce(keyed.figures, 0) + coalesce(shared.figures, 0) as expected_figures,
        coalesce(actuals.required_terms, 0) + coalesce(keyed.required_terms, 0) + coalesce(shared.required_terms, 0)
        + coalesce(base.required_terms, 0) + coalesce(whole.required_terms, 0) as required_terms,
        coalesce(actuals.document_key, keyed.document_key) as document_key,
        coalesce(actuals.disclosure_key, keyed.disclosure_key) as disclosure_key,
        actuals.table_kind,
        coalesce(keyed.table_kind, shared.table_kind, whole.table_kind, base.table_kind) as other_table_kind,
        case when actuals.value is null then keyed.subject_code else actuals.subject_code end as subject_code,
        coalesce(actuals.line_item, keyed.line_item) as line_item,
        coalesce(actuals.measure, keyed.measure) as measure,
        coalesce(actuals.fund, keyed.fund) as fund,
        coalesce(actuals.fiscal_year, keyed.fiscal_year) as fiscal_year,
        coalesce(actuals.unit_published, keyed.unit_published, shared.unit_published) as unit_published
    from instances
    inner join rules on instances.rule_id = rules.rule_id
    {% for name, side, keyed in [
        ('actuals', 'actual', true), ('keyed', 'expected', true), ('shared', 'expected', false),
        ('base', 'denominator', true), ('whole', 'denominator', false),
    ] %}
    left join sides as {{ name }}
        on
            instances.rule_id = {{ name }}.rule_id
            and instances.alternative = {{ name }}.alternative
            and instances.scope_key = {{ name }}.scope_key
            and instances.group_key = {{ name }}.group_key
            and {{ name }}.side = '{{ side }}'
            and {{ 'not ' if keyed }}{{ name }}.is_broadcast
            {% if keyed %}and instances.instance_key = {{ name }}.instance_key{% endif %}
            {% if name == 'actuals' %}and instances.each_key = {{ name }}.each_key{% endif %}
    {% endfor %}

)

select *
from joined
