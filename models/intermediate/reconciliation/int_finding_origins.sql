-- Whose error a finding is, as far as a second, independent reading of the file tells: the publisher's where it gives
-- the same values, in doubt where it does not. Asked of the value that is wrong; where none is named, of all that the
-- finding involves. What is missing cannot be read again.
with readings as (

    select
        figure_id as value_id,
        second_reading
    from {{ ref('stg_raw__figures') }}
    union all
    select
        quantity_id as value_id,
        second_reading
    from {{ ref('stg_raw__quantities') }}

),

suspects as (

    select * from {{ ref('int_finding_suspects') }}
    where is_decided

),

concerned as (

    select
        repairs.finding_id,
        readings.second_reading
    from {{ ref('int_finding_repairs') }} as repairs
    inner join readings on repairs.value_id = readings.value_id
    left join suspects on repairs.finding_id = suspects.finding_id
    where suspects.finding_id is null or repairs.value_id in (suspects.suspect_value_id, suspects.other_value_id)

),

told as (

    select
        finding_id,
        count(*) as concerned_values,
        count(case when second_reading = 'agrees' then 1 end) as agreeing_values,
        count(case when second_reading = 'differs' then 1 end) as differing_values
    from concerned
    group by finding_id

)

select
    causes.finding_id,
    case
        when causes.probable_cause in ('missing_figure', 'missing_row', 'missing_table') then 'not_checked'
        when told.differing_values > 0 then 'reading_in_doubt'
        when told.agreeing_values = told.concerned_values then 'publisher'
        else 'not_checked'
    end as error_origin
from {{ ref('int_finding_causes') }} as causes
left join told on causes.finding_id = told.finding_id
