-- The same project in a list, a form and a sentence of one document gets one key: by its code, else by its name where
-- that name carries one code only, else by its name. A kind of place that prints a name twice prints two projects.
with projects as (

    select
        *,
        lower(
            replace(replace(replace(replace(project_name, ' ', ''), '　', ''), '（', '('), '）', ')')
        ) as name_key
    from {{ ref('stg_raw__projects') }}

),

codes_by_name as (

    select
        document_key,
        name_key,
        min(project_code) as project_code
    from projects
    where project_code is not null
    group by document_key, name_key
    having min(project_code) = max(project_code)

),

identified as (

    select
        projects.*,
        coalesce(projects.project_code, codes_by_name.project_code, projects.name_key) as identity_text
    from projects
    left join codes_by_name
        on projects.document_key = codes_by_name.document_key and projects.name_key = codes_by_name.name_key

),

counted as (

    select
        *,
        row_number() over (
            partition by document_key, table_kind, identity_text
            order by project_seq asc
        ) as occurrence
    from identified

)

select
    {{ surrogate_key(['counted.document_key', 'counted.identity_text', 'counted.occurrence']) }} as project_key,
    counted.*,
    coalesce(current_tables.is_current, true) as is_current,
    case counted.table_kind
        when 'project_self_evaluation' then 1
        when 'project_performance_target' then 2
        when 'project_expenditure' then 3
        else 4
    end as place_rank
from counted
left join {{ ref('int_current_tables') }} as current_tables
    on
        counted.document_key = current_tables.document_key
        and counted.table_kind || '.' || coalesce(counted.project_code, counted.project_name) = current_tables.topic
