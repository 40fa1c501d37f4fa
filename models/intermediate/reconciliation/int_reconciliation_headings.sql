-- What contents, titles and labels of a document say against its tables and its identity: tables named in the contents
-- that are not there, titles that name another year alone, labels (部门：…) that name another department.
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

contents as (

    select
        entries.document_key,
        entries.block_no,
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
    count(case when is_found = 0 then 1 end) as mentions
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
    end) as mentions
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
    end) as mentions
from blocks
inner join documents on blocks.document_key = documents.document_key
where blocks.label_name <> '' and documents.plain_name is not null
group by blocks.document_key
