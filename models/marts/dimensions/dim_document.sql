with documents as (

    select * from {{ ref('stg_raw__documents') }}

),

identities as (

    select * from {{ ref('int_document_identity') }}

),

files as (

    select * from {{ ref('stg_meta__document_files') }}
    where is_primary

),

figures as (

    select
        figures.document_key,
        cast(count(*) as int) as figure_count,
        cast(1.0 * count(certified.figure_id) / count(*) as decimal(9, 6)) as certified_share
    from {{ ref('int_figures') }} as figures
    left join {{ ref('int_certified_figures') }} as certified on figures.figure_id = certified.figure_id
    group by figures.document_key

),

tables as (

    select
        document_key,
        cast(count(*) as int) as table_count
    from {{ ref('stg_raw__tables') }}
    group by document_key

),

unread_cells as (

    select
        document_key,
        cast(count(*) as int) as unread_cell_count
    from {{ ref('stg_raw__cells') }}
    where cell_role = 'unread'
    group by document_key

)

select
    documents.document_key,
    identities.disclosure_key,
    files.file_name,
    files.file_path,
    documents.file_sha256,
    documents.file_format,
    documents.byte_count,
    documents.page_count,
    documents.line_count,
    documents.title,
    documents.issuer_published,
    identities.issuer_name,
    identities.budget_unit_key,
    identities.region_code,
    identities.fiscal_year,
    identities.budget_stage,
    identities.disclosure_scope,
    documents.unit_published,
    coalesce(tables.table_count, 0) as table_count,
    coalesce(figures.figure_count, 0) as figure_count,
    figures.certified_share,
    coalesce(unread_cells.unread_cell_count, 0) as unread_cell_count,
    files.loaded_at,
    documents.loader_version,
    files.source_url,
    files.retrieved_at
from documents
inner join identities on documents.document_key = identities.document_key
left join files on documents.document_key = files.document_key
left join figures on documents.document_key = figures.document_key
left join tables on documents.document_key = tables.document_key
left join unread_cells on documents.document_key = unread_cells.document_key
