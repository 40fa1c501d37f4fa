-- Functional subjects that prose names, beside the classification of the year: called class, section or item though
-- they are another level, or standing below a subject that is not theirs; called by a name that only other years have,
-- or none.
with figures as (

    select
        figures.document_key,
        figures.subject_code,
        figures.reported_year,
        {{ plain_name('figures.subject_name') }} as plain_name,
        figures.subject_name,
        printed.context
    from {{ ref('int_figures') }} as figures
    inner join {{ ref('stg_raw__figures') }} as printed on figures.figure_id = printed.figure_id
    where
        figures.evidence = 'statement' and figures.classification = 'functional' and figures.subject_name is not null

),

names as (

    select
        subject_code,
        subject_level,
        valid_from,
        valid_to,
        {{ plain_name('name_zh') }} as plain_name
    from {{ ref('int_classification_codes') }}
    where classification = 'functional'

),

marked as (

    {% for level, mark in [('class', '类'), ('section', '款'), ('item', '项')] %}
    select
        document_key,
        reported_year,
        '{{ level }}' as level_said,
        regexp_replace(
            regexp_extract(context, '([^．.、，,：:；;]*)[（(]{{ mark }}[）)]', 1), '^.*[（(][类款][）)]|^[0-9一二三四五六七八九十]+', ''
        ) as name_said,
        '（{{ mark }}）' as mark_said
    from figures
    where context like '%（{{ mark }}）%' or context like '%({{ mark }})%'
    {{ 'union all' if not loop.last }}
    {% endfor %}

),

levels as (

    select
        marked.document_key,
        marked.name_said || marked.mark_said as quoted,
        max(case when names.subject_level = marked.level_said then 1 else 0 end) as is_at_level
    from marked
    inner join names
        on
            {{ plain_name('marked.name_said') }} = names.plain_name
            and marked.reported_year between names.valid_from and names.valid_to
    where marked.name_said <> ''
    group by marked.document_key, marked.name_said || marked.mark_said

),

judged as (

    select
        figures.document_key,
        figures.subject_name as quoted,
        figures.subject_code,
        max(case when figures.reported_year between names.valid_from and names.valid_to then 1 else 0 end) as is_of_year,
        count(names.plain_name) as names_known
    from figures
    left join names
        on
            figures.plain_name = names.plain_name
            and (figures.subject_code is null or figures.subject_code = names.subject_code)
    group by figures.document_key, figures.subject_name, figures.subject_code

),

told as (

    select
        document_key,
        'misplaced_subject_names' as measure,
        case when is_at_level = 0 then quoted end as quoted
    from levels
    union all
    -- A name of this year that stands below a subject which is not its own.
    select
        document_key,
        'misplaced_subject_names' as measure,
        case when subject_code is null and is_of_year = 1 then quoted end as quoted
    from judged
    union all
    select
        document_key,
        'outdated_subject_names' as measure,
        case when is_of_year = 0 and names_known > 0 then quoted end as quoted
    from judged
    union all
    select
        document_key,
        'unknown_subject_names' as measure,
        case
            when subject_code is null and names_known = 0 and length(quoted) <= 30
                and regexp_extract(quoted, '([0-9，。、；：,;:])', 1) = ''
                then quoted
        end as quoted
    from judged

)

select
    document_key,
    measure,
    count(distinct quoted) as mentions,
    {{ words_told('quoted') }} as quoted
from told
group by document_key, measure
