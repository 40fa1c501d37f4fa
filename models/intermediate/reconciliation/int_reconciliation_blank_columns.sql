-- Cells of 合计 and 小计 columns that stand blank beside amounts that they should add up: the columns under the same
-- heading print some in the same row. Blank rows and blank tables lack nothing.
with columns_read as (

    select
        *,
        regexp_extract(heading_path, '^(.* > )?([合总小]计|总额)$', 2) <> '' as is_total,
        coalesce(regexp_extract(heading_path, '^(.* > )?([合总小]计|总额)$', 1), '') as group_path
    from {{ ref('stg_raw__columns') }}
    where column_role = 'amount'

),

blanks as (

    select
        columns_read.*,
        cells.row_no
    from columns_read
    inner join {{ ref('stg_raw__cells') }} as cells
        on
            columns_read.document_key = cells.document_key
            and columns_read.table_seq = cells.table_seq
            and columns_read.grid_no = cells.grid_no
            and columns_read.col_no = cells.col_no
    where columns_read.is_total and cells.cell_role = 'blank'

),

filled as (

    select
        columns_read.document_key,
        columns_read.table_seq,
        columns_read.grid_no,
        columns_read.heading_path,
        columns_read.side,
        columns_read.is_comparative,
        figures.row_no
    from columns_read
    inner join {{ ref('int_figures') }} as figures
        on
            columns_read.document_key = figures.document_key
            and columns_read.table_seq = figures.table_seq
            and columns_read.grid_no = figures.grid_no
            and columns_read.col_no = figures.col_no
    where not columns_read.is_total and figures.amount_yuan <> 0

)

select
    blanks.document_key,
    blanks.table_seq,
    count(distinct blanks.grid_no * 10000000 + blanks.row_no * 1000 + blanks.col_no) as blank_cells
from blanks
inner join filled
    on
        blanks.document_key = filled.document_key
        and blanks.table_seq = filled.table_seq
        and blanks.grid_no = filled.grid_no
        and blanks.row_no = filled.row_no
        and blanks.is_comparative = filled.is_comparative
        and coalesce(blanks.side, '') = coalesce(filled.side, '')
        and substring(filled.heading_path, 1, length(blanks.group_path)) = blanks.group_path
group by blanks.document_key, blanks.table_seq
