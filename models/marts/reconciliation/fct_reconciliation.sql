with comparisons as (

    select
        comparison_id,
        rule_id,
        document_key,
        disclosure_key,
        table_kind,
        other_table_kind,
        subject_code,
        line_item,
        measure,
        fund,
        fiscal_year,
        value_unit,
        status,
        severity,
        expected_value,
        actual_value,
        difference as difference_value,
        tolerance as tolerance_value
    from {{ ref('int_reconciliation_comparisons') }}
    union all
    select
        comparison_id,
        rule_id,
        document_key,
        disclosure_key,
        null as table_kind,
        null as other_table_kind,
        null as subject_code,
        null as line_item,
        null as measure,
        null as fund,
        null as fiscal_year,
        null as value_unit,
        'not_applicable' as status,
        null as severity,
        null as expected_value,
        null as actual_value,
        null as difference_value,
        null as tolerance_value
    from {{ ref('int_reconciliation_untested') }}

),

rules as (

    select * from {{ ref('reconciliation_rules') }}

),

members as (

    select * from {{ ref('int_finding_members') }}

),

causes as (

    select * from {{ ref('int_finding_causes') }}

),

acknowledged as (

    select * from {{ ref('int_acknowledged_comparisons') }}

),

sentences as (

    select * from {{ ref('int_reconciliation_sentences') }}

)

select
    comparisons.comparison_id,
    comparisons.rule_id,
    rules.rule_family,
    comparisons.document_key,
    comparisons.disclosure_key,
    comparisons.table_kind,
    comparisons.other_table_kind,
    comparisons.subject_code,
    comparisons.line_item,
    comparisons.measure,
    comparisons.fund,
    cast(comparisons.fiscal_year as int) as fiscal_year,
    {% for column in ['expected', 'actual', 'difference', 'tolerance'] %}
    cast(
        case when comparisons.value_unit = 'yuan' then comparisons.{{ column }}_value end
        as decimal(18, {{ 4 if column == 'tolerance' else 2 }})
    ) as {{ column }}_yuan,
    {% endfor %}
    coalesce(comparisons.value_unit, rules.value_unit) as value_unit,
    {% for column in ['expected', 'actual', 'difference', 'tolerance'] %}
    cast(case when comparisons.value_unit <> 'yuan' then comparisons.{{ column }}_value end as decimal(18, 4))
        as {{ column }}_value,
    {% endfor %}
    comparisons.status,
    comparisons.severity,
    members.finding_id,
    causes.probable_cause,
    acknowledged.comparison_id is not null as is_acknowledged,
    coalesce(acknowledged.explanation, sentences.sentence_en) as explanation,
    sentences.sentence_zh as explanation_zh
from comparisons
inner join rules on comparisons.rule_id = rules.rule_id
left join members on comparisons.comparison_id = members.comparison_id
left join causes on members.finding_id = causes.finding_id
left join acknowledged on comparisons.comparison_id = acknowledged.comparison_id
left join sentences on comparisons.comparison_id = sentences.comparison_id
