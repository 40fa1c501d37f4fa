-- Subjects with an amount below which the table names subjects but prints none of their amounts: where a section is
-- named that alone makes up its class, its cell is blank. Tables that stop at the class name nothing below it.
with rows_coded as (

    select
        cells.document_key,
        cells.table_seq,
        trim(cells.cell_text) as subject_code
    from {{ ref('stg_raw__cells') }} as cells
    inner join {{ ref('stg_raw__tables') }} as tables
        on cells.document_key = tables.document_key and cells.table_seq = tables.table_seq
    where
        cells.cell_role = 'code' and length(trim(cells.cell_text)) in (5, 7)
        and tables.table_kind in (
            'expenditure', 'general_public_expenditure', 'general_public_basic', 'fiscal_basic_economic',
            'fiscal_expenditure_functional', 'government_fund', 'state_capital', 'operating_cost'
        )

),

amounts as (

    select
        document_key,
        table_seq,
        subject_code,
        max(abs(value)) as amount
    from {{ ref('int_reconciliation_figures') }}
    where evidence = 'table' and subject_code is not null and not is_comparative and project_seq is null
    group by document_key, table_seq, subject_code

),

below as (

    select
        amounts.document_key,
        amounts.table_seq,
        amounts.subject_code,
        max(below.amount) as amount_below
    from amounts
    inner join rows_coded
        on
            amounts.document_key = rows_coded.document_key
            and amounts.table_seq = rows_coded.table_seq
            and amounts.subject_code = substring(rows_coded.subject_code, 1, length(rows_coded.subject_code) - 2)
    left join amounts as below
        on
            rows_coded.document_key = below.document_key
            and rows_coded.table_seq = below.table_seq
            and rows_coded.subject_code = below.subject_code
    where amounts.amount > 0
    group by amounts.document_key, amounts.table_seq, amounts.subject_code

)

select
    document_key,
    table_seq,
    count(*) as subjects
from below
where amount_below is null
group by document_key, table_seq
