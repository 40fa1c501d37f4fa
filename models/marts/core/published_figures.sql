with figures as (

    select * from {{ ref('int_figures') }}

),

certified as (

    select * from {{ ref('int_certified_figures') }}

),

files as (

    select * from {{ ref('stg_meta__document_files') }}
    where is_primary

),

disclosures as (

    select * from {{ ref('int_disclosures') }}

)

select
    figures.figure_id,
    figures.document_key,
    figures.disclosure_key,
    figures.is_current,
    files.file_name,
    figures.evidence,
    figures.table_kind,
    figures.table_title,
    figures.table_seq,
    figures.page,
    figures.line_no,
    figures.grid_no,
    figures.block_no,
    figures.row_no,
    figures.col_no,
    figures.char_offset,
    figures.side,
    figures.classification,
    figures.subject_code,
    figures.subject_name,
    figures.subject_level,
    figures.is_code_valid,
    figures.line_item,
    figures.row_unit_name,
    figures.project_seq,
    figures.measure,
    figures.fund,
    figures.value_role,
    figures.direction,
    disclosures.region_code,
    disclosures.disclosure_scope,
    figures.fiscal_year,
    figures.reported_year,
    figures.is_comparative,
    figures.budget_stage,
    figures.amount_yuan,
    figures.amount_published,
    figures.unit_published,
    certified.figure_id is not null as is_certified,
    certified.certified_by
from figures
inner join disclosures on figures.disclosure_key = disclosures.disclosure_key
left join certified on figures.figure_id = certified.figure_id
left join files on figures.document_key = files.document_key
