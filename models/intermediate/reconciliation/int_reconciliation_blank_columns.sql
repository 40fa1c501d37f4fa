-- Cells of 合计 and 小计 columns that stand blank beside amounts that they should add up, which stand under the same
-- heading in the same row; and amounts of 小计 columns beside whose parts all are blank. Blank rows lack nothing.
with columns_read as (

    select
        *,
        regexp_extract(heading_path, '^(.* > )?([合总小]计|总额)$', 2) <> '' as is_total,
        -- A heading written once over two rows and once in each says the same: 合计 > 合计.
        regexp_extract(heading_path, '^((([合总小]计|总额) > )|(.* > ))?([合总小]计|总额)$', 4) as group_path
    from {{ ref('stg_raw__columns') }}
    where column_role = 'amount'

),

groups_read as (

    select
        totals.document_key,
        totals.table_seq,
        totals.grid_no,
        totals.col_no as total_col,
        totals.group_path,
        parts.col_no as part_col
    from columns_read as totals
    inner join columns_read as parts
        on
            totals.document_key = parts.document_key
            and totals.table_seq = parts.table_seq
            and totals.grid_no = parts.grid_no
            and totals.is_comparative = parts.is_comparative
            and coalesce(totals.side, '') = coalesce(parts.side, '')
            and substring(parts.heading_path, 1, length(totals.group_path)) = totals.group_path
    where totals.is_total and not parts.is_total

),

figures as (

    select
        document_key,
        table_seq,
        grid_no,
        row_no,
        col_no
    from {{ ref('int_figures') }}
    where evidence = 'table' and grid_no is not null and amount_yuan <> 0

),

blanks as (

    select
        document_key,
        table_seq,
        grid_no,
        row_no,
        col_no
    from {{ ref('stg_raw__cells') }}
    where cell_role = 'blank' and table_seq is not null

),

without_total as (

    select distinct
        groups_read.document_key,
        groups_read.table_seq,
        groups_read.grid_no,
        blanks.row_no,
        groups_read.total_col
    from groups_read
    inner join blanks
        on
            groups_read.document_key = blanks.document_key
            and groups_read.table_seq = blanks.table_seq
            and groups_read.grid_no = blanks.grid_no
            and groups_read.total_col = blanks.col_no
    inner join figures
        on
            groups_read.document_key = figures.document_key
            and groups_read.table_seq = figures.table_seq
            and groups_read.grid_no = figures.grid_no
            and groups_read.part_col = figures.col_no
            and blanks.row_no = figures.row_no

),

without_parts as (

    select
        groups_read.document_key,
        groups_read.table_seq,
        groups_read.grid_no,
        figures.row_no,
        groups_read.total_col
    from groups_read
    inner join figures
        on
            groups_read.document_key = figures.document_key
            and groups_read.table_seq = figures.table_seq
            and groups_read.grid_no = figures.grid_no
            and groups_read.total_col = figures.col_no
    left join blanks
        on
            groups_read.document_key = blanks.document_key
            and groups_read.table_seq = blanks.table_seq
            and groups_read.grid_no = blanks.grid_no
            and groups_read.part_col = blanks.col_no
            and figures.row_no = blanks.row_no
    inner join {{ ref('stg_raw__tables') }} as tables
        on groups_read.document_key = tables.document_key and groups_read.table_seq = tables.table_seq
    -- Closing rows of summaries print their total alone.
    where groups_read.group_path <> '' and tables.table_kind not like '%summary'
    group by
        groups_read.document_key, groups_read.table_seq, groups_read.grid_no, figures.row_no, groups_read.total_col
    having count(*) > 1 and count(*) = count(blanks.col_no)

)

select
    document_key,
    table_seq,
    count(*) as blank_cells
from (
    select * from without_total
    union all
    select * from without_parts
) as gaps
group by document_key, table_seq
