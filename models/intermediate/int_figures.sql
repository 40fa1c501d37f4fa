-- One row per printed amount, conformed: in yuan with its precision, with its parent, its official name where none is
-- printed, and whether the table that prints it is the current one of its disclosure.
with figures as (

    select * from {{ ref('stg_raw__figures') }}

),

units as (

    select * from {{ ref('int_figure_units') }}

),

projects as (

    select * from {{ ref('stg_raw__projects') }}

),

current_tables as (

    select * from {{ ref('int_current_tables') }}

),

table_codes as (

    select * from {{ ref('int_table_codes') }}

),

codes as (

    select * from {{ ref('int_classification_codes') }}

)

select
    figures.figure_id,
    figures.document_key,
    units.disclosure_key,
    coalesce(current_tables.is_current, true) as is_current,
    figures.evidence,
    figures.table_seq,
    figures.table_kind,
    units.table_title,
    figures.grid_no,
    figures.block_no,
    figures.page,
    figures.line_no,
    figures.row_no,
    figures.col_no,
    figures.char_offset,
    figures.side,
    figures.classification,
    figures.subject_code,
    coalesce(figures.subject_name, codes.name_zh) as subject_name,
    figures.subject_level,
    case when figures.subject_code is not null then codes.subject_code is not null end as is_code_valid,
    case
        when length(figures.subject_code) > 5
            then coalesce(sections.subject_code, classes.subject_code, substring(figures.subject_code, 1, 5))
        when length(figures.subject_code) > 3 then substring(figures.subject_code, 1, 3)
    end as parent_code,
    figures.line_item,
    figures.row_heading,
    figures.column_heading,
    figures.row_unit_name,
    figures.project_seq,
    figures.measure,
    figures.fund,
    figures.value_role,
    figures.direction,
    units.fiscal_year,
    units.reported_year,
    figures.is_comparative,
    units.budget_stage,
    figures.amount_published,
    units.unit_published,
    units.amount_yuan,
    units.half_unit_yuan
from figures
inner join units on figures.figure_id = units.figure_id
left join projects
    on figures.document_key = projects.document_key and figures.project_seq = projects.project_seq
left join current_tables
    on
        figures.document_key = current_tables.document_key
        and {{ contested_topic('figures', 'projects') }} = current_tables.topic
left join table_codes as sections
    on
        units.table_no = sections.table_seq
        and figures.document_key = sections.document_key
        and substring(figures.subject_code, 1, 5) = sections.subject_code
        and length(sections.subject_code) = 5
left join table_codes as classes
    on
        units.table_no = classes.table_seq
        and figures.document_key = classes.document_key
        and substring(figures.subject_code, 1, 3) = classes.subject_code
left join codes
    on
        figures.subject_code = codes.subject_code
        and case when figures.classification = 'economic' then 'economic' else 'functional' end = codes.classification
        and units.fiscal_year between codes.valid_from and codes.valid_to
