{{ config(materialized='table') }}
with listed as (

    select * from {{ ref('functional_classification') }}

),

unlisted as (

    select
        subject_code,
        min(subject_level) as subject_level,
        min(subject_name) as name_zh,
        coalesce(min(fiscal_year), 0) as valid_from
    from {{ ref('unlisted_subjects') }}
    where classification = 'functional'
    group by subject_code

),

subjects as (

    select
        code,
        name_zh,
        name_en,
        level,
        cast(valid_from as int) as valid_from,
        cast(valid_to as int) as valid_to,
        budget_book,
        true as is_listed
    from listed
    union all
    select
        subject_code as code,
        name_zh,
        null as name_en,
        subject_level as level,
        valid_from,
        null as valid_to,
        null as budget_book,
        false as is_listed
    from unlisted

),

names as (

    select
        code,
        max_by(name_zh, valid_from) as name_zh,
        max_by(name_en, valid_from) as name_en
    from subjects
    group by code

),

cofog as (

    select * from {{ ref('cofog_crosswalk') }}

)

select
    {{ surrogate_key(['subjects.code', 'subjects.valid_from']) }} as functional_key,
    subjects.code as functional_code,
    subjects.name_zh,
    subjects.name_en,
    subjects.level as subject_level,
    case
        when length(subjects.code) > 5 then substring(subjects.code, 1, 5)
        when length(subjects.code) > 3 then substring(subjects.code, 1, 3)
    end as parent_code,
    substring(subjects.code, 1, 3) as class_code,
    classes.name_zh as class_name_zh,
    classes.name_en as class_name_en,
    case when length(subjects.code) >= 5 then substring(subjects.code, 1, 5) end as section_code,
    sections.name_zh as section_name_zh,
    sections.name_en as section_name_en,
    subjects.valid_from,
    subjects.valid_to,
    subjects.budget_book,
    -- A subject without a row of its own in the crosswalk takes its section's, a section its class's.
    coalesce(item_cofog.cofog_division, section_cofog.cofog_division, class_cofog.cofog_division) as cofog_division,
    coalesce(item_cofog.cofog_division_name, section_cofog.cofog_division_name, class_cofog.cofog_division_name)
        as cofog_division_name,
    coalesce(item_cofog.cofog_group, section_cofog.cofog_group, class_cofog.cofog_group) as cofog_group,
    subjects.is_listed
from subjects
left join names as classes on substring(subjects.code, 1, 3) = classes.code
left join names as sections on substring(subjects.code, 1, 5) = sections.code and length(sections.code) = 5
left join cofog as item_cofog on subjects.code = item_cofog.code
left join cofog as section_cofog on substring(subjects.code, 1, 5) = section_cofog.code
left join cofog as class_cofog on substring(subjects.code, 1, 3) = class_cofog.code
