-- Economic subjects that prose lists as what personnel and public funds consist of, beside what the tables of the same
-- disclosure print for them: a template left unedited lists subjects without any amount. Only lists behind an amount
-- count: a glossary lists what such funds may be.
{%- set pattern -%}
经费[^，。;；0-9]{0,6}[0-9.,]+(万|亿)?元[，。,]?(主要)?(用于)?包括[:：]?([^。；;]*)
{%- endset %}
with told as (

    select
        document_key,
        prose,
        regexp_extract(prose, '人员{{ pattern }}', 0) as first_personnel,
        regexp_extract(prose, '公用{{ pattern }}', 0) as first_public
    from {{ ref('int_reconciliation_prose') }}
    where is_told

),

-- Fiscal and general public basic expenditure are told one after the other, each with its lists.
rests as (

    select
        *,
        {%- for first in ['first_personnel', 'first_public'] %}
        substring(prose, {{ dbt.position(first, 'prose') }} + length({{ first }})) as after_{{ first }}
        {{- ',' if not loop.last }}
        {%- endfor %}
    from told

),

lists as (

    select
        document_key,
        {% for text, funds in [
            ('prose', '人员'), ('prose', '公用'), ('after_first_personnel', '人员'), ('after_first_public', '公用'),
        ] %}
        '、' || replace(replace(regexp_extract({{ text }}, '{{ funds }}{{ pattern }}', 4), '，', '、'), ',', '、')
        || {{ "'、' as listed" if loop.last }}
        {% endfor %}
    from rests

),

documents as (

    select * from {{ ref('int_document_identity') }}

),

amounts as (

    select
        disclosure_key,
        subject_code,
        max(amount_yuan) as amount_yuan
    from {{ ref('int_figures') }}
    where
        evidence = 'table' and table_kind in ('general_public_basic', 'fiscal_basic_economic')
        and classification = 'economic' and subject_level = 'section' and not is_comparative
    group by disclosure_key, subject_code

),

printed as (

    select
        disclosure_key,
        count(*) as subjects
    from amounts
    where amount_yuan > 0
    group by disclosure_key

),

names as (

    select
        documents.document_key,
        documents.disclosure_key,
        replace(replace(codes.name_zh, '（', '('), '）', ')') as name_zh,
        max(coalesce(amounts.amount_yuan, 0)) as amount_yuan
    from documents
    inner join printed on documents.disclosure_key = printed.disclosure_key
    inner join {{ ref('int_classification_codes') }} as codes
        on
            codes.classification = 'economic' and codes.subject_level = 'section' and codes.subject_code like '3%'
            and documents.fiscal_year between codes.valid_from and codes.valid_to
    left join amounts
        on documents.disclosure_key = amounts.disclosure_key and codes.subject_code = amounts.subject_code
    where printed.subjects >= 3
    group by documents.document_key, documents.disclosure_key, replace(replace(codes.name_zh, '（', '('), '）', ')')

)

select
    lists.document_key,
    count(*) as listed_subjects,
    count(case when names.amount_yuan = 0 then 1 end) as listed_without_amount,
    {{ words_told('case when names.amount_yuan = 0 then names.name_zh end') }} as quoted
from lists
inner join names
    on
        lists.document_key = names.document_key
        and (lists.listed like '%、' || names.name_zh || '、%' or lists.listed like '%、' || names.name_zh || '等%')
group by lists.document_key
