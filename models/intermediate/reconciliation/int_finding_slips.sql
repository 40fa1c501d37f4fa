-- How the printed value may have come about, where it and the value that repairs its comparisons are alike in a way
-- that chance seldom gives: a sign, a unit of money, a decimal point, digits; the amount of the cell beside; two rows
-- that have each other's amounts.
with repairs as (

    select * from {{ ref('int_finding_repairs') }}
    where repaired_value is not null and value <> 0 and explained_comparisons = failed_comparisons

),

figures as (

    select * from {{ ref('int_figures') }}

),

-- Whole numbers of the last printed digit, without sign.
counted as (

    select
        *,
        case
            when value_unit = 'yuan'
                then round(log10(coalesce({{ yuan_per_unit('unit_published') }}, 1) / (2 * half_unit)))
            when value_unit = 'percent' then round(-log10(2 * half_unit))
            else 0
        end as places,
        cast(round(abs(value) / (2 * half_unit)) as decimal(24, 0)) as printed,
        cast(round(abs(repaired_value) / (2 * half_unit)) as decimal(24, 0)) as meant
    from repairs
    where half_unit > 0

),

-- A row's total is its only part's: cells that an identity holds equal are no copies of each other.
agreeing as (

    select distinct
        ones.value_id,
        others.value_id as other_value_id
    from {{ ref('int_reconciliation_participants') }} as ones
    inner join {{ ref('int_reconciliation_participants') }} as others
        on ones.comparison_id = others.comparison_id and ones.value_id <> others.value_id
    inner join counted on ones.value_id = counted.value_id
    where ones.is_proof

),

beside as (

    select distinct
        counted.finding_id,
        counted.value_id
    from counted
    inner join figures on counted.figure_id = figures.figure_id
    inner join figures as others
        on
            figures.document_key = others.document_key
            and figures.grid_no = others.grid_no
            and figures.amount_yuan = others.amount_yuan
            and abs(figures.row_no - others.row_no) + abs(figures.col_no - others.col_no) = 1
    left join agreeing
        on counted.value_id = agreeing.value_id and others.figure_id = agreeing.other_value_id
    where agreeing.value_id is null

),

-- A total and its only part differ by what either lacks: two rows that are compared with each other are not exchanged.
compared as (

    select distinct
        ones.value_id,
        others.value_id as other_value_id
    from {{ ref('int_reconciliation_participants') }} as ones
    inner join {{ ref('int_reconciliation_participants') }} as others on ones.comparison_id = others.comparison_id
    inner join counted on ones.value_id = counted.value_id
    where ones.status = 'discrepancy'

),

exchanged as (

    select
        counted.finding_id,
        counted.value_id,
        min(others.value_id) as other_value_id
    from counted
    inner join figures on counted.figure_id = figures.figure_id
    inner join counted as others
        on
            counted.finding_id = others.finding_id
            and counted.value_id <> others.value_id
            and counted.value = others.repaired_value
            and counted.repaired_value = others.value
    inner join figures as other_figures
        on others.figure_id = other_figures.figure_id and figures.grid_no = other_figures.grid_no
    left join compared on counted.value_id = compared.value_id and others.value_id = compared.other_value_id
    where compared.value_id is null
    group by counted.finding_id, counted.value_id

),

named as (

    select
        counted.finding_id,
        counted.value_id,
        exchanged.other_value_id,
        case
            when counted.printed = counted.meant and counted.value = -counted.repaired_value then 'sign_or_direction'
            when sign(counted.value) * sign(counted.repaired_value) <= 0 then null
            when exchanged.value_id is not null then 'amounts_swapped'
            when counted.printed = 10000 * counted.meant or counted.meant = 10000 * counted.printed then 'unit_of_money'
            when
                counted.printed in (10 * counted.meant, 100 * counted.meant, 1000 * counted.meant)
                or abs(counted.meant - 10 * counted.printed) < 10
                or abs(counted.meant - 100 * counted.printed) < 100
                or abs(counted.meant - 1000 * counted.printed) < 1000
                then 'decimal_point'
            when {{ is_transposed('counted.printed', 'counted.meant') }} then 'digits_transposed'
            when beside.value_id is not null then 'amount_of_another_line'
            when {{ is_digit_more('counted.meant', 'counted.printed', 'counted.places') }} then 'digit_dropped'
            when {{ is_digit_more('counted.printed', 'counted.meant', 'counted.places', is_doubled=true) }}
                then 'digit_doubled'
            when {{ is_one_digit_wrong('counted.printed', 'counted.meant') }} then 'digit_wrong'
        end as slip
    from counted
    left join beside on counted.finding_id = beside.finding_id and counted.value_id = beside.value_id
    left join exchanged on counted.finding_id = exchanged.finding_id and counted.value_id = exchanged.value_id

)

select
    *,
    -- How seldom chance makes two numbers alike in this way. A single digit says nothing: where the difference has one,
    -- it fits half of all amounts.
    case
        when slip in ('sign_or_direction', 'amounts_swapped', 'unit_of_money', 'decimal_point') then 1
        when slip = 'digits_transposed' then 2
        when slip in ('digit_dropped', 'digit_doubled') then 3
        when slip = 'amount_of_another_line' then 4
        else 5
    end as slip_rank
from named
