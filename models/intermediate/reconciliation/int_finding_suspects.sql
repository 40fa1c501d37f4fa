-- Who is wrong as far as arithmetic tells: the amount that fails most comparisons of its finding, and the larger share
-- of its own where two fail alike. Where amounts fail alike in both, arithmetic alone cannot tell, and none is named.
with participants as (

    select * from {{ ref('int_reconciliation_participants') }}
    where figure_id is not null

),

failed as (

    select
        members.finding_id,
        participants.figure_id,
        count(distinct participants.comparison_id) as failed_comparisons
    from {{ ref('int_finding_members') }} as members
    inner join participants on members.comparison_id = participants.comparison_id
    group by members.finding_id, participants.figure_id

),

passed as (

    select
        figure_id,
        count(distinct comparison_id) as passed_comparisons
    from participants
    where is_proof
    group by figure_id

),

scored as (

    select
        failed.*,
        coalesce(passed.passed_comparisons, 0) as passed_comparisons,
        cast(failed.failed_comparisons as double)
        / (failed.failed_comparisons + coalesce(passed.passed_comparisons, 0)) as failure_share
    from failed
    left join passed on failed.figure_id = passed.figure_id

),

ranked as (

    select
        *,
        row_number() over (
            partition by finding_id order by -failed_comparisons, -failure_share, figure_id
        ) as suspect_no,
        count(*) over (partition by finding_id) as figures,
        min(passed_comparisons) over (partition by finding_id) as least_passed,
        count(*) over (partition by finding_id, failure_share, failed_comparisons) as equals
    from scored

)

select
    finding_id,
    figure_id as suspect_figure_id,
    failed_comparisons,
    passed_comparisons,
    cast(figures as int) as figure_count,
    least_passed > 0 as are_all_proved,
    equals = 1 and figures > 1 as is_decided
from ranked
where suspect_no = 1
