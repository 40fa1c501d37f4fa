-- Who is wrong as far as arithmetic tells: the value whose one repair makes most comparisons of its finding hold; where
-- two do alike, the one whose right amount is printed elsewhere for its subject; then the one with the larger share of
-- failures among its own; then the one that the rarest slip of the hand explains. Where values are alike in all four,
-- arithmetic alone cannot tell, and none is named.
with participants as (

    select * from {{ ref('int_reconciliation_participants') }}

),

passed as (

    select
        value_id,
        count(distinct comparison_id) as passed_comparisons
    from participants
    where is_proof
    group by value_id

),

-- What counts of a table rest on is not one value.
sizes as (

    select
        finding_id,
        count(*) as comparison_count
    from {{ ref('int_finding_ranks') }}
    where value_unit <> 'count'
    group by finding_id

),

scored as (

    select
        repairs.finding_id,
        repairs.value_id,
        repairs.figure_id,
        repairs.value_unit,
        repairs.repaired_value,
        repairs.failed_comparisons,
        sizes.comparison_count,
        coalesce(partners.explained_comparisons, 0) as partner_explained,
        coalesce(passed.passed_comparisons, 0) as passed_comparisons,
        slips.slip,
        slips.other_value_id,
        case when repairs.repaired_value is null then 0 else repairs.explained_comparisons end as explained,
        cast(repairs.failed_comparisons as double)
        / (repairs.failed_comparisons + coalesce(passed.passed_comparisons, 0)) as failure_share,
        case when echoes.value_id is null then 0 else 1 end as has_echo,
        coalesce(slips.slip_rank, 5) as slip_rank
    from {{ ref('int_finding_repairs') }} as repairs
    inner join sizes on repairs.finding_id = sizes.finding_id
    left join passed on repairs.value_id = passed.value_id
    left join {{ ref('int_finding_slips') }} as slips
        on repairs.finding_id = slips.finding_id and repairs.value_id = slips.value_id
    left join {{ ref('int_finding_repairs') }} as partners
        on slips.finding_id = partners.finding_id and slips.other_value_id = partners.value_id
    left join {{ ref('int_finding_echoes') }} as echoes
        on repairs.finding_id = echoes.finding_id and repairs.value_id = echoes.value_id

),

ranked as (

    select
        *,
        row_number() over (
            partition by finding_id order by -explained, -has_echo, -failure_share, slip_rank, value_id
        ) as suspect_no,
        count(*) over (partition by finding_id) as value_count,
        count(figure_id) over (partition by finding_id) as figure_count,
        min(case when figure_id is not null then passed_comparisons end) over (partition by finding_id) as least_passed,
        count(*) over (partition by finding_id, explained, has_echo, failure_share, slip_rank) as equals
    from scored

)

select
    finding_id,
    value_id as suspect_value_id,
    figure_id as suspect_figure_id,
    other_value_id,
    repaired_value,
    slip,
    cast(failed_comparisons as int) as failed_comparisons,
    cast(passed_comparisons as int) as passed_comparisons,
    cast(figure_count as int) as figure_count,
    coalesce(least_passed > 0, false) as are_all_proved,
    -- Whoever is wrong alone explains all that fails; two rows that have each other's amounts are one slip.
    equals <= case when slip = 'amounts_swapped' then 2 else 1 end and value_count > 1
    and explained + partner_explained >= comparison_count as is_decided
from ranked
where suspect_no = 1
