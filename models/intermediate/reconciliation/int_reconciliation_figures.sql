-- Every figure as a value that rules compare, in its place in the printed hierarchy.
with named as (

    select * from {{ ref('int_reconciliation_named') }}

),

-- Revenue tables of some provinces print 财政拨款 beside its books: the books must not be added to their own sum.
sums_of_books as (

    select distinct
        document_key,
        grid_no,
        row_no,
        fiscal_year
    from named
    where plain_fund = 'fiscal_appropriation' and plain_measure = 'total' and grid_no is not null

)

select
    named.figure_id as value_id,
    'figure' as value_source,
    named.figure_id,
    named.document_key,
    named.evidence,
    named.table_seq,
    named.table_kind,
    named.is_current,
    named.classification,
    named.subject_code,
    named.subject_level,
    coalesce(named.parent_code, nested.parent_row_key) as parent_code,
    named.line_item,
    named.unit_name,
    named.project_seq,
    named.plain_measure as measure,
    named.plain_fund as fund,
    named.value_role,
    named.fiscal_year,
    named.is_comparative,
    named.stage_meant,
    named.item_nature,
    named.signed_yuan as value,
    named.half_unit_yuan as half_unit,
    'yuan' as value_unit,
    named.unit_published,
    case
        when named.subject_level = 'total' or codes.has_children then 'parent'
        when codes.subject_code is not null then 'leaf'
    end as tier,
    case length(named.parent_code) when 3 then 'class' when 5 then 'section' end as parent_level,
    coalesce(codes.is_parent_printed, nested.parent_row_key is not null) as is_parent_printed,
    sums_of_books.document_key is not null and named.plain_fund in ({{ book_ids() }}) as is_part_of_sum,
    named.row_key,
    row_number() over (
        partition by
            named.document_key, named.evidence, named.table_seq, named.unit_name, named.project_seq,
            named.classification, named.subject_code, named.subject_level, named.line_item, named.plain_measure,
            named.plain_fund, named.value_role, named.fiscal_year,
            case when named.subject_code is null then named.row_key end
        order by named.line_no, named.block_no, named.row_no, named.figure_id
    ) as occurrence
from named
left join {{ ref('int_reconciliation_codes') }} as codes
    on
        named.document_key = codes.document_key
        and coalesce(named.table_seq, 0) = codes.table_seq
        and named.unit_name = codes.unit_name
        and named.classification = codes.classification
        and named.subject_code = codes.subject_code
left join {{ ref('int_reconciliation_nested') }} as nested
    on
        named.document_key = nested.document_key
        and named.table_seq = nested.table_seq
        and named.row_key = nested.row_key
left join sums_of_books
    on
        named.document_key = sums_of_books.document_key
        and named.grid_no = sums_of_books.grid_no
        and named.row_no = sums_of_books.row_no
        and coalesce(named.fiscal_year, 0) = coalesce(sums_of_books.fiscal_year, 0)
