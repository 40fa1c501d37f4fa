-- Everything that a rule may compare, in one shape: amounts, percentages, counts, weights, scores, presence of tables.
-- `kind_key` names all that a rule's term asks of a value but its subject: there are hundreds of kinds however many
-- documents there are, so terms are matched to kinds once, and values follow by a plain join.
{% set columns = [
    'value_id', 'value_source', 'figure_id', 'document_key', 'evidence', 'table_seq', 'table_kind', 'is_current',
    'classification', 'subject_code', 'subject_level', 'parent_code', 'line_item', 'unit_name', 'project_seq', 'measure',
    'fund', 'value_role', 'fiscal_year', 'is_comparative', 'item_nature', 'value_unit', 'unit_published', 'tier', 'parent_level',
    'is_parent_printed', 'is_part_of_sum', 'row_key', 'occurrence'
] %}
{% set standing %}
case
        when issuers.unit_name is not null then 'unit'
        when numbers.unit_name <> '' then 'row'
        else 'department'
    end
{%- endset %}
{% set kind_columns = [
    'numbers.value_source', 'numbers.evidence', 'numbers.table_kind', 'numbers.is_current', 'numbers.classification',
    'numbers.subject_level', 'numbers.parent_level', 'numbers.tier', 'numbers.line_item', 'numbers.measure', 'numbers.fund',
    'numbers.value_role', 'numbers.item_nature', 'numbers.project_seq is not null', 'numbers.is_comparative',
    'numbers.is_part_of_sum', 'documents.budget_stage', standing,
] %}
with numbers as (
    {% for kind in ['figures', 'quantities', 'completions', 'forms', 'tables', 'texts'] %}
    select
        {{ columns | join(', ') }},
        stage_meant,
        cast(value as decimal(24, 6)) as value,
        cast(half_unit as decimal(24, 6)) as half_unit
    from {{ ref('int_reconciliation_' ~ kind) }}
    {{ 'union all' if not loop.last }}
    {% endfor %}
)

select
    {% for column in columns %}
    numbers.{{ column }},
    {% endfor %}
    numbers.value,
    numbers.half_unit,
    {{ surrogate_key(kind_columns) }} as kind_key,
    documents.disclosure_key,
    documents.budget_stage as document_stage,
    documents.fiscal_year as document_year,
    coalesce(numbers.stage_meant, documents.budget_stage) as stage_meant,
    issuers.issuer_key,
    {{ standing }} as standing,
    issuers.department_key,
    issuers.is_whole_department,
    coalesce(issuers.unit_name, {{ unit_itself("nullif(numbers.unit_name, '')") }}) as member_name,
    projects.project_name,
    coalesce(parts.part_no, 1) as part_no,
    case when numbers.evidence = 'table' then coalesce(parts.edition_no, 1) else 1 end as edition_no
from numbers
inner join {{ ref('int_document_identity') }} as documents on numbers.document_key = documents.document_key
inner join {{ ref('int_reconciliation_issuers') }} as issuers on numbers.document_key = issuers.document_key
left join {{ ref('stg_raw__projects') }} as projects
    on numbers.document_key = projects.document_key and numbers.project_seq = projects.project_seq
left join {{ ref('int_reconciliation_parts') }} as parts
    on numbers.document_key = parts.document_key and numbers.table_seq = parts.table_seq
