-- Codes and names of subjects as tables print them beside the classification of their year: codes that are not in force
-- that year, names that the code bore in other years, names that it never bore. Brackets, spaces and a closing 支出 do
-- not make a name another one.
with printed as (

    select distinct
        document_key,
        reported_year,
        classification,
        subject_code,
        is_code_valid,
        {{ plain_name('subject_name') }} as plain_name
    from {{ ref('int_figures') }}
    where
        evidence = 'table' and subject_code is not null and subject_name is not null and project_seq is null
        and not is_comparative

),

names as (

    select
        classification,
        subject_code,
        valid_from,
        valid_to,
        {{ plain_name('name_zh') }} as plain_name
    from {{ ref('int_classification_codes') }}

),

judged as (

    select
        printed.document_key,
        printed.subject_code,
        printed.plain_name,
        min(case when printed.is_code_valid then 1 else 0 end) as is_code_valid,
        max(case when printed.reported_year between names.valid_from and names.valid_to then 1 else 0 end) as is_known,
        max(case when names.plain_name = printed.plain_name then 1 else 0 end) as is_ever_named,
        max(
            case
                when
                    names.plain_name = printed.plain_name
                    and printed.reported_year between names.valid_from and names.valid_to
                    then 1
                else 0
            end
        ) as is_named
    from printed
    left join names
        on
            printed.subject_code = names.subject_code
            and case when printed.classification = 'economic' then 'economic' else 'functional' end
            = names.classification
    group by printed.document_key, printed.subject_code, printed.plain_name

)

select
    document_key,
    count(distinct case
        when is_code_valid = 0 or (is_known = 1 and is_named = 0 and is_ever_named = 1) then subject_code
    end) as outdated_subjects,
    count(distinct case when is_known = 1 and is_ever_named = 0 then subject_code end) as misnamed_subjects,
    {{ words_told("case
        when is_code_valid = 0 or (is_known = 1 and is_named = 0 and is_ever_named = 1)
            then subject_code || ' ' || plain_name
    end") }} as outdated_quoted,
    {{ words_told("case when is_known = 1 and is_ever_named = 0 then subject_code || ' ' || plain_name end") }}
        as misnamed_quoted
from judged
group by document_key
