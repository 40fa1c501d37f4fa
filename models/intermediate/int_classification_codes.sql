-- Functional and economic codes in one list, each with its name and the years in which it holds.
select
    'functional' as classification,
    cast(code as string) as subject_code,
    name_zh,
    level as subject_level,
    cast(valid_from as int) as valid_from,
    coalesce(cast(valid_to as int), 9999) as valid_to
from {{ ref('functional_classification') }}
union all
select
    'economic' as classification,
    cast(code as string) as subject_code,
    name_zh,
    case when length(cast(code as string)) = 3 then 'class' else 'section' end as subject_level,
    cast(valid_from as int) as valid_from,
    coalesce(cast(valid_to as int), 9999) as valid_to
from {{ ref('economic_classification') }}
