with quantities as (

    select * from {{ ref('stg_raw__quantities') }}

),

documents as (

    select * from {{ ref('int_document_identity') }}

)

select
    quantities.quantity_id,
    quantities.document_key,
    documents.disclosure_key,
    quantities.figure_id,
    quantities.evidence,
    quantities.table_kind,
    quantities.table_seq,
    quantities.page,
    quantities.line_no,
    quantities.row_no,
    quantities.col_no,
    quantities.subject_code,
    quantities.subject_name,
    quantities.line_item,
    quantities.project_seq,
    quantities.value_role,
    quantities.direction,
    quantities.base,
    coalesce(quantities.fiscal_year, documents.fiscal_year) as fiscal_year,
    documents.fiscal_year as reported_year,
    documents.budget_stage,
    quantities.value as quantity,
    quantities.value_published as quantity_published,
    quantities.unit_of_measure
from quantities
inner join documents on quantities.document_key = documents.document_key
