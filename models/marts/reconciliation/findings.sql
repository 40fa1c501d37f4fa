with causes as (

    select * from {{ ref('int_finding_causes') }}

),

comparisons as (

    select * from {{ ref('int_reconciliation_comparisons') }}

),

sentences as (

    select * from {{ ref('int_finding_sentences') }}

),

blames as (

    select * from {{ ref('int_finding_blames') }}

),

acknowledged as (

    select * from {{ ref('int_finding_acknowledgements') }}

),

origins as (

    select * from {{ ref('int_finding_origins') }}

),

kinds as (

    select * from {{ ref('table_kinds') }}

),

members as (

    select
        members.finding_id,
        {{ dbt.listagg('distinct comparisons.rule_id', "','", 'order by comparisons.rule_id') }} as rule_ids,
        {{ dbt.listagg('distinct kinds.name_en', "', '", 'order by kinds.name_en') }} as kinds_en,
        {{ dbt.listagg('distinct kinds.name_zh', "'、'", 'order by kinds.name_zh') }} as kinds_zh
    from {{ ref('int_finding_members') }} as members
    inner join comparisons on members.comparison_id = comparisons.comparison_id
    left join kinds on comparisons.instance_key = kinds.table_kind
    group by members.finding_id

)

select
    causes.finding_id,
    comparisons.disclosure_key,
    comparisons.document_key,
    comparisons.fiscal_year,
    causes.severity,
    causes.probable_cause,
    comparisons.rule_id,
    comparisons.rule_family,
    members.rule_ids,
    cast(causes.comparison_count as int) as comparison_count,
    cast(blames.figure_count as int) as figure_count,
    -- A table that is missing is the instance of its own comparison.
    coalesce(missing.table_kind, comparisons.table_kind) as table_kind,
    comparisons.other_table_kind,
    comparisons.subject_code,
    sentences.subject_name,
    comparisons.measure,
    sentences.page,
    sentences.line_no,
    {% for column in ['expected_value', 'actual_value', 'difference'] %}
    cast(case when comparisons.value_unit = 'yuan' then comparisons.{{ column }} end as decimal(18, 2))
        as {{ column | replace('_value', '') }}_yuan,
    {% endfor %}
    comparisons.value_unit,
    blames.suspect_figure_id,
    origins.error_origin,
    blames.who_is_wrong_en
    || case origins.error_origin
        when 'publisher' then '; a second reading of the file gives the same'
        when 'reading_in_doubt' then '; a second reading of the file does not give the same: it may have been misread'
        else ''
    end as who_is_wrong_en,
    blames.who_is_wrong_zh
    || case origins.error_origin
        when 'publisher' then '；以另一方式复读原文件，结果一致'
        when 'reading_in_doubt' then '；以另一方式复读原文件，结果不一致，可能为读取差错'
        else ''
    end as who_is_wrong_zh,
    sentences.sentence_en
    || case
        when missing.table_kind is not null and causes.comparison_count > 1
            then ' They are: ' || members.kinds_en || '.'
        else ''
    end as sentence_en,
    sentences.sentence_zh
    || case
        when missing.table_kind is not null and causes.comparison_count > 1
            then '分别为：' || members.kinds_zh || '。'
        else ''
    end as sentence_zh,
    coalesce(acknowledged.is_acknowledged, false) as is_acknowledged,
    acknowledged.explanation
from causes
inner join comparisons on causes.comparison_id = comparisons.comparison_id
inner join members on causes.finding_id = members.finding_id
left join kinds as missing on causes.probable_cause = 'missing_table' and comparisons.instance_key = missing.table_kind
inner join sentences on causes.finding_id = sentences.finding_id
inner join blames on causes.finding_id = blames.finding_id
inner join origins on causes.finding_id = origins.finding_id
left join acknowledged on causes.finding_id = acknowledged.finding_id
