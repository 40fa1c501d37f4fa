-- The row or cell that is not there: printed in another table of the disclosure with just the amount that lacks. Either
-- the comparison of both tables finds one side empty, or a sum is too small by an amount that stands elsewhere below
-- the same subject.
with failures as (

    select * from {{ ref('int_finding_ranks') }}
    where value_unit = 'yuan' and difference <> 0

),

vals as (

    select *
    from {{ ref('int_reconciliation_values') }}
    where value_source = 'figure' and value_role = 'level' and evidence = 'table' and project_seq is null

),

-- Tables compared row by row: the side without an amount is the table that lacks it.
one_sided as (

    select
        failures.finding_id,
        failures.disclosure_key,
        failures.member_no,
        failures.subject_code,
        failures.fiscal_year,
        case when failures.has_actual then failures.other_table_kind else failures.table_kind end as lacking_kind,
        abs(failures.difference) as amount,
        1 as preference
    from failures
    where failures.has_actual <> failures.has_expected and failures.subject_code is not null

),

-- Sums of printed rows that are too small.
too_small as (

    select
        failures.finding_id,
        failures.disclosure_key,
        failures.member_no,
        elsewhere.subject_code,
        failures.fiscal_year,
        failures.table_kind as lacking_kind,
        failures.difference as amount,
        2 as preference
    from failures
    inner join vals as elsewhere
        on
            failures.disclosure_key = elsewhere.disclosure_key
            and failures.difference = elsewhere.value
            and failures.fiscal_year = elsewhere.fiscal_year
            and failures.table_kind <> elsewhere.table_kind
            and elsewhere.subject_code like coalesce(failures.subject_code, '') || '_%'
    where failures.rule_family = 'V' and failures.has_actual and failures.has_expected and failures.difference > 0

),

lacking as (

    select * from one_sided
    union all
    select * from too_small

),

checked as (

    select
        lacking.finding_id,
        lacking.subject_code,
        lacking.amount,
        count(here.value_id) as values_here,
        row_number() over (
            partition by lacking.finding_id
            order by lacking.preference, lacking.member_no, length(lacking.subject_code), lacking.subject_code
        ) as choice
    from lacking
    left join vals as here
        on
            lacking.disclosure_key = here.disclosure_key
            and lacking.lacking_kind = here.table_kind
            and lacking.subject_code = here.subject_code
            and lacking.fiscal_year = here.fiscal_year
    group by lacking.finding_id, lacking.subject_code, lacking.amount, lacking.member_no, lacking.preference
    -- A sum lacks no row that it prints; a comparison of two tables says itself which column is empty.
    having lacking.preference = 1 or count(case when here.value = lacking.amount then 1 end) = 0

)

select
    finding_id,
    subject_code,
    amount,
    case when values_here = 0 then 'missing_row' else 'missing_figure' end as probable_cause
from checked
where choice = 1
