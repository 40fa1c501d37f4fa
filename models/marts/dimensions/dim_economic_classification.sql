{{ config(materialized='table') }}
with listed as (

    select * from {{ ref('economic_classification') }}

),

unlisted as (

    select
        subject_code,
        min(subject_level) as subject_level,
        min(subject_name) as name_zh,
        coalesce(min(fiscal_year), 0) as valid_from
    from {{ ref('unlisted_subjects') }}
    where classification = 'economic'
    group by subject_code

),

subjects as (

    select
        system as economic_system,
        code,
        name_zh,
        name_en,
        cast(valid_from as int) as valid_from,
        cast(valid_to as int) as valid_to,
        funds_group,
        gfs_2014 as gfs_code,
        true as is_listed
    from listed
    union all
    select
        case when subject_code like '5%' then 'government' else 'department' end as economic_system,
        subject_code as code,
        name_zh,
        null as name_en,
        valid_from,
        null as valid_to,
        null as funds_group,
        null as gfs_code,
        false as is_listed
    from unlisted

),

classes as (

    select
        code,
        max_by(name_zh, valid_from) as name_zh,
        max_by(name_en, valid_from) as name_en
    from subjects
    where length(code) = 3
    group by code

)

select
    {{ surrogate_key(['subjects.economic_system', 'subjects.code', 'subjects.valid_from']) }} as economic_key,
    subjects.economic_system,
    subjects.code as economic_code,
    subjects.name_zh,
    subjects.name_en,
    case length(subjects.code) when 3 then 'class' else 'section' end as subject_level,
    case when length(subjects.code) > 3 then substring(subjects.code, 1, 3) end as parent_code,
    classes.name_zh as class_name_zh,
    classes.name_en as class_name_en,
    subjects.valid_from,
    subjects.valid_to,
    subjects.funds_group,
    subjects.gfs_code,
    subjects.is_listed
from subjects
left join classes on substring(subjects.code, 1, 3) = classes.code
