-- The largest totals as printed, with the place of each: give figure_id to `gongkai trace`.
select
    figure_id,
    file_name,
    table_kind,
    coalesce(subject_name, line_item) as subject,
    measure,
    fiscal_year,
    amount_published,
    unit_published,
    amount_yuan,
    is_certified
from mart.published_figures
where value_role = 'level' and is_current
order by amount_yuan desc nulls last
limit 20
