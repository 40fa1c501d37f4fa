-- Rows of procurement tables that nest categories, projects and items in one amount column: the row that each row is a
-- part of, being the nearest row of a higher level above it. Items without a project belong to their category.
with printed as (

    select
        document_key,
        table_seq,
        row_key,
        grid_no * 100000 + row_no as place,
        min(case line_item when 'procurement_item' then 3 when 'procurement_project' then 2 else 1 end) as depth
    from {{ ref('int_reconciliation_named') }}
    where
        table_kind = 'procurement' and evidence = 'table' and grid_no is not null
        and line_item in (
            'procurement_goods', 'procurement_works', 'procurement_services', 'procurement_project', 'procurement_item'
        )
    group by document_key, table_seq, row_key, grid_no, row_no

),

placed as (

    select
        *,
        max(case when depth = 1 then place end) over (
            partition by document_key, table_seq order by place
            rows between unbounded preceding and 1 preceding
        ) as category_place,
        max(case when depth = 2 then place end) over (
            partition by document_key, table_seq order by place
            rows between unbounded preceding and 1 preceding
        ) as project_place
    from printed

)

select
    placed.document_key,
    placed.table_seq,
    placed.row_key,
    above.row_key as parent_row_key
from placed
inner join placed as above
    on
        placed.document_key = above.document_key
        and placed.table_seq = above.table_seq
        and above.place = case
            when placed.depth = 2 or coalesce(placed.project_place, 0) < coalesce(placed.category_place, 0)
                then placed.category_place
            else placed.project_place
        end
where placed.depth > 1
