-- Codes that documents print and the classifications do not list at all (a new edition, a local subject): they become
-- members of the dimensions too, so that no fact stands without its subject. One row per document that prints them.
with figures as (

    select * from {{ ref('int_figures') }}
    where subject_code is not null

),

codes as (

    select distinct
        classification,
        subject_code
    from {{ ref('int_classification_codes') }}

),

printed as (

    select
        document_key,
        case when classification = 'economic' then 'economic' else 'functional' end as classification,
        subject_code,
        subject_name,
        fiscal_year
    from figures

)

select
    printed.document_key,
    printed.classification,
    printed.subject_code,
    case length(printed.subject_code) when 3 then 'class' when 5 then 'section' else 'item' end as subject_level,
    min(printed.subject_name) as subject_name,
    min(printed.fiscal_year) as fiscal_year
from printed
left join codes
    on printed.classification = codes.classification and printed.subject_code = codes.subject_code
where codes.subject_code is null
group by printed.document_key, printed.classification, printed.subject_code
