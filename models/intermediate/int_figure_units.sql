-- Each printed amount with the document and table that say what it is: unit, year, stage, and the precision to which
-- its table prints. “18” beside 889.12 stands for 18.00; a table that prints whole numbers only is that coarse.
with figures as (

    select * from {{ ref('stg_raw__figures') }}

),

tables as (

    select * from {{ ref('stg_raw__tables') }}

),

documents as (

    select * from {{ ref('int_document_identity') }}

),

units as (

    select
        figures.figure_id,
        figures.document_key,
        documents.disclosure_key,
        tables.title_published as table_title,
        coalesce(figures.table_seq, 0) as table_no,
        -- What a project got before (以前年度预算安排) is of a year that the form does not say: it stays unknown.
        case
            when figures.is_comparative then figures.fiscal_year
            else coalesce(figures.fiscal_year, tables.fiscal_year, documents.fiscal_year)
        end as fiscal_year,
        documents.fiscal_year as reported_year,
        coalesce(tables.budget_stage, documents.budget_stage) as budget_stage,
        figures.amount_in_unit,
        coalesce(figures.unit_published, tables.unit_published, documents.unit_published) as unit_published,
        {{ decimals_printed('figures.amount_published') }} as decimals
    from figures
    inner join documents on figures.document_key = documents.document_key
    left join tables on figures.document_key = tables.document_key and figures.table_seq = tables.table_seq

),

precisions as (

    select
        *,
        {{ yuan_per_unit('unit_published') }} as unit_yuan,
        max(decimals) over (partition by document_key, table_no, unit_published) as table_decimals
    from units

)

select
    figure_id,
    disclosure_key,
    table_title,
    table_no,
    fiscal_year,
    reported_year,
    budget_stage,
    unit_published,
    cast(amount_in_unit * unit_yuan as decimal(18, 2)) as amount_yuan,
    cast({{ half_of_last_decimal('table_decimals') }} * unit_yuan as decimal(18, 4)) as half_unit_yuan
from precisions
