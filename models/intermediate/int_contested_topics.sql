-- What several documents of one disclosure print: a kind of table, one project's form, one subject of the prose.
with documents as (

    select * from {{ ref('int_document_identity') }}

),

sister_documents as (

    select disclosure_key
    from documents
    group by disclosure_key
    having count(*) > 1

),

projects as (

    select * from {{ ref('stg_raw__projects') }}

),

entries as (

    select
        figures.document_key,
        figures.table_seq,
        figures.measure,
        figures.fund,
        figures.fiscal_year,
        figures.subject_level,
        figures.amount_in_unit,
        {{ contested_topic('figures', 'projects') }} as topic
    from {{ ref('stg_raw__figures') }} as figures
    left join projects
        on figures.document_key = projects.document_key and figures.project_seq = projects.project_seq
    union all
    -- Forms may print indicators and no amount: the project itself is an entry, too.
    select
        document_key,
        table_seq,
        null as measure,
        null as fund,
        fiscal_year,
        null as subject_level,
        null as amount_in_unit,
        table_kind || '.' || coalesce(project_code, project_name) as topic
    from projects

)

select
    documents.disclosure_key,
    documents.is_corrected_edition,
    entries.*
from entries
inner join documents on entries.document_key = documents.document_key
inner join sister_documents on documents.disclosure_key = sister_documents.disclosure_key
