-- Printed amounts that explain a difference: a carry-over of just that amount, another line with the amount tested.
with members as (

    select * from {{ ref('int_finding_ranks') }}
    where member_no = 1 and value_unit = 'yuan'

),

printed as (

    select
        disclosure_key,
        line_item,
        subject_code,
        value
    from {{ ref('int_reconciliation_values') }}
    where value_source = 'figure' and value_role = 'level' and value <> 0

)

select
    members.finding_id,
    max(
        case when printed.line_item like '%carryover%' and printed.value = abs(members.difference) then 1 else 0 end
    ) = 1 as is_carryover,
    max(case
        when
            printed.value = members.actual_value
            -- Round amounts meet by chance.
            and (abs(members.actual_value) >= 1000000 or cast(members.actual_value as decimal(18, 0)) % 10000 <> 0)
            and coalesce(printed.line_item, '') <> coalesce(members.line_item, '')
            and coalesce(printed.subject_code, '') <> coalesce(members.subject_code, '-')
            then 1
        else 0
    end) = 1 as is_copied
from members
inner join printed
    on
        members.disclosure_key = printed.disclosure_key
        and printed.value in (abs(members.difference), members.actual_value)
group by members.finding_id
