-- What contents, titles and labels of a document say against its tables and its identity: tables named in the contents
-- that are not there, titles that name another year alone, labels (部门：…) that name another department, statements
-- that there is nothing to report which were kept from another year.
with documents as (

    select
        *,
        {{ plain_issuer('issuer_name') }} as plain_name
    from {{ ref('int_document_identity') }}

),

blocks as (

    select
        *,
        {{ plain_issuer(
            "regexp_extract(block_text, '(部门名称|公开部门|编制部门|部 ?门)[:：] *([^ 　:：]{4,40})', 2)"
        ) }} as label_name
    from {{ ref('stg_raw__blocks') }}

),

tables as (

    select
        *,
        regexp_extract(title_published, '(20[0-9][0-9])年', 1) as year_named
    from {{ ref('stg_raw__tables') }}

),

-- Numbered headings of the explanation; how last year's budget was carried out is told under its own year by right.
parts as (

    select
        document_key,
        block_text,
        regexp_extract(block_text, '(20[0-9][0-9])年', 1) as year_named
    from blocks
    where
        block_kind = 'paragraph' and coalesce(style, 'text') not in ('toc', 'page_number') and length(block_text) <= 45
        and regexp_extract(block_text, '^ *(第[一二三四五六七八九十]+部分|[（(]?[一二三四五六七八九十]+[、）)])', 1) <> ''
        and regexp_extract(block_text, '(预算|决算)[^，。；]*(情况|说明|公开|报表|表|概况) *$', 1) <> ''
        and regexp_extract(block_text, '(执行|回顾|完成|工作|绩效|评价|审计|上年|比|与)', 1) = ''

),

sentences as (

    select
        prose.document_key,
        regexp_extract(
            replace(prose.prose, cast(documents.fiscal_year as string) || '年', '本年'),
            '(^|[^0-9与较比于至，,（(])(20[0-9][0-9])年度?[^。；，,;与较比至]{0,6}(无|没有|未安排)[^。；，,;]{0,8}(政府性基金|国有资本经营|“三公”)',
            2
        ) as year_told
    from {{ ref('int_reconciliation_prose') }} as prose
    inner join documents on prose.document_key = documents.document_key
    where documents.fiscal_year is not null and prose.is_told

),

contents as (

    select
        entries.document_key,
        entries.block_no,
        max(trim(entries.block_text)) as entry,
        max(case when tables.table_seq is not null then 1 else 0 end) as is_found
    from blocks as entries
    left join tables
        on
            entries.document_key = tables.document_key
            and replace(entries.block_text, ' ', '') like '%' || replace(tables.title_published, ' ', '') || '%'
    where entries.style = 'toc' and regexp_extract(entries.block_text, '(表[^一-龥]*)$', 1) <> ''
    group by entries.document_key, entries.block_no

)

select
    document_key,
    'contents_without_table' as measure,
    count(case when is_found = 0 then 1 end) as mentions,
    {{ words_told('case when is_found = 0 then entry end') }} as quoted
from contents
group by document_key
union all
select
    tables.document_key,
    'headings_of_another_year' as measure,
    count(case
        when
            tables.year_named <> ''
            and tables.title_published not like '%' || cast(documents.fiscal_year as string) || '%'
            then 1
    end) as mentions,
    {{ words_told("case
        when
            tables.year_named <> ''
            and tables.title_published not like '%' || cast(documents.fiscal_year as string) || '%'
            then tables.title_published
    end") }} as quoted
from tables
inner join documents on tables.document_key = documents.document_key
where documents.fiscal_year is not null
group by tables.document_key
union all
-- An abbreviation or the long form of the same name is no other name.
select
    blocks.document_key,
    'other_names' as measure,
    count(distinct case
        when
            blocks.label_name not like '%' || documents.plain_name || '%'
            and documents.plain_name not like '%' || blocks.label_name || '%'
            then blocks.label_name
    end) as mentions,
    {{ words_told("case
        when
            blocks.label_name not like '%' || documents.plain_name || '%'
            and documents.plain_name not like '%' || blocks.label_name || '%'
            then blocks.label_name
    end") }} as quoted
from blocks
inner join documents on blocks.document_key = documents.document_key
where blocks.label_name <> '' and documents.plain_name is not null
group by blocks.document_key
union all
select
    parts.document_key,
    'parts_of_another_year' as measure,
    count(case
        when
            parts.year_named <> '' and parts.block_text not like '%' || cast(documents.fiscal_year as string) || '%'
            then 1
    end) as mentions,
    {{ words_told("case
        when
            parts.year_named <> '' and parts.block_text not like '%' || cast(documents.fiscal_year as string) || '%'
            then trim(parts.block_text)
    end") }} as quoted
from parts
inner join documents on parts.document_key = documents.document_key
where documents.fiscal_year is not null
group by parts.document_key
union all
select
    document_key,
    'sentences_of_another_year' as measure,
    case when year_told <> '' then 1 else 0 end as mentions,
    nullif(year_told, '') as quoted
from sentences
